/* SPDX-License-Identifier: MIT */
/* A column view makes the widgets of about two hundred rows, whatever fits; in one go that is
 * several frames' worth of work. */
#include "sentinel-first-rows.h"

#define ROWS_PER_FRAME 12
/* More rows have no widgets. */
#define ENOUGH_ROWS 240

typedef struct {
  GtkSliceListModel *rows;
  guint n_frames; /* since it began */
} FirstRows;

static void
first_rows_free (gpointer data)
{
  FirstRows *self = data;

  g_object_unref (self->rows);
  g_free (self);
}

/* In the frame after the first one with rows there is time for more. */
static gboolean
frame_begins_cb (GtkWidget *view, GdkFrameClock *clock, gpointer data)
{
  FirstRows *self = data;
  guint n_shown = gtk_slice_list_model_get_size (self->rows);
  guint n_all = g_list_model_get_n_items (gtk_slice_list_model_get_model (self->rows));

  if (self->n_frames++ < 2)
    return G_SOURCE_CONTINUE;
  if (n_shown < ENOUGH_ROWS && n_shown < n_all) {
    gtk_slice_list_model_set_size (self->rows, n_shown + ROWS_PER_FRAME);
    return G_SOURCE_CONTINUE;
  }
  gtk_slice_list_model_set_size (self->rows, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

/**
 * sentinel_first_rows_begin:
 * @view: where the rows are shown
 * @rows: all rows, of which it shows as many as are made for the first frame
 *
 * From the next frames on @rows shows more and more of them, and then all. Main thread, when there
 * are rows.
 */
void
sentinel_first_rows_begin (GtkWidget *view, GtkSliceListModel *rows)
{
  FirstRows *self = g_new0 (FirstRows, 1);

  self->rows = g_object_ref (rows);
  gtk_widget_add_tick_callback (view, frame_begins_cb, self, first_rows_free);
}
