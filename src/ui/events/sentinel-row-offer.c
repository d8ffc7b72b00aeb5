/* SPDX-License-Identifier: MIT */
/* A column view makes the widgets of about two hundred rows, whatever fits; in one go that is
 * several frames' worth of work. */
#include "sentinel-row-offer.h"

#define ROWS_PER_FRAME 12
/* More rows have no widgets. */
#define ENOUGH_ROWS 240

typedef struct {
  SentinelEventList *list;
  guint n_offered;
  guint n_frames; /* since there were rows */
  SentinelRowsDrawnFunc drawn;
  gpointer drawn_data;
} RowOffer;

static void
row_offer_free (gpointer data)
{
  RowOffer *self = data;

  g_object_unref (self->list);
  g_free (self);
}

/* In the frame after the first one with rows there is time for more. */
static gboolean
frame_begins_cb (GtkWidget *view, GdkFrameClock *clock, gpointer data)
{
  RowOffer *self = data;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return G_SOURCE_CONTINUE;
  if (self->n_frames++ < 2)
    return G_SOURCE_CONTINUE;
  if (self->n_frames == 3)
    self->drawn (self->drawn_data);
  if (self->n_offered < ENOUGH_ROWS && !sentinel_event_list_is_offered_whole (self->list)) {
    self->n_offered += ROWS_PER_FRAME;
    sentinel_event_list_offer (self->list, self->n_offered);
    return G_SOURCE_CONTINUE;
  }
  sentinel_event_list_offer (self->list, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

/**
 * sentinel_row_offer_begin:
 * @view: where the rows are shown
 * @list: the rows; not asked for anything yet
 * @n_first_rows: as many as are made for the first frame, at least 1
 * @drawn: called once, after the first frame with rows; never for a list without any
 * @data: for @drawn; must live as long as @view
 *
 * Main thread, once for a view.
 */
void
sentinel_row_offer_begin (GtkWidget *view,
                          SentinelEventList *list,
                          guint n_first_rows,
                          SentinelRowsDrawnFunc drawn,
                          gpointer data)
{
  RowOffer *self = g_new0 (RowOffer, 1);

  self->list = g_object_ref (list);
  self->n_offered = n_first_rows;
  self->drawn = drawn;
  self->drawn_data = data;
  sentinel_event_list_offer (list, n_first_rows);
  gtk_widget_add_tick_callback (view, frame_begins_cb, self, row_offer_free);
}
