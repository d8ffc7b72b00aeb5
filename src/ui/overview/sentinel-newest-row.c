/* SPDX-License-Identifier: MIT */
/* The cells are those of the tables, with fixed widths instead of columns. */
#include "sentinel-newest-row.h"
#include "sentinel-age-cell.h"
#include "sentinel-event-words.h"
#include "sentinel-importance-cell.h"
#include "sentinel-summary-cell.h"
#include "sentinel-text-cell.h"
#include <adwaita.h>

#define N_CELLS 7

struct _SentinelNewestRow {
  GtkListBoxRow parent_instance;
  SentinelEventSlot *slot;
  SentinelTicker *ticker;
  GtkWidget *wide;
  SentinelEventCell *cells[N_CELLS]; /* all bound; the last one is the narrow form */
};

G_DEFINE_FINAL_TYPE (SentinelNewestRow, sentinel_newest_row, GTK_TYPE_LIST_BOX_ROW)

static char *
dup_category (const SentinelEvent *event)
{
  return g_strdup (event->category != NULL ? event->category : "");
}

static char *
dup_status (const SentinelEvent *event)
{
  return g_strdup (sentinel_event_get_status_word (event));
}

static void
say_all (SentinelNewestRow *self)
{
  SentinelEvent *event = sentinel_event_slot_get_event (self->slot);
  g_autofree char *sentence =
      event != NULL ? sentinel_event_dup_sentence (event, sentinel_ticker_get_zone (self->ticker))
                    : g_strdup ("");

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
}

static void
sentinel_newest_row_dispose (GObject *object)
{
  SentinelNewestRow *self = SENTINEL_NEWEST_ROW (object);

  for (guint i = 0; i < N_CELLS; i++)
    if (self->cells[i] != NULL)
      sentinel_event_cell_set_slot (self->cells[i], NULL);
  g_clear_object (&self->slot);
  g_clear_object (&self->ticker);
  memset (self->cells, 0, sizeof self->cells);
  G_OBJECT_CLASS (sentinel_newest_row_parent_class)->dispose (object);
}

static void
sentinel_newest_row_class_init (SentinelNewestRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_newest_row_dispose;
}

static void
sentinel_newest_row_init (SentinelNewestRow *self)
{
}

/* A clamp makes a column of it: a long text does not push the others aside. It gives its child a
 * class of its own, "medium", so that child is not the cell, whose importance has the same name. */
static void
add_cell (SentinelNewestRow *self, guint place, SentinelEventCell *cell, int width)
{
  GtkWidget *clamp = adw_clamp_new (), *bin = adw_bin_new ();

  self->cells[place] = cell;
  gtk_widget_set_hexpand (clamp, width < 0);
  gtk_widget_set_size_request (clamp, width, -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width < 0 ? G_MAXINT : width);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width < 0 ? G_MAXINT : width);
  adw_bin_set_child (ADW_BIN (bin), GTK_WIDGET (cell));
  adw_clamp_set_child (ADW_CLAMP (clamp), bin);
  gtk_box_append (GTK_BOX (self->wide), clamp);
}

static void
build (SentinelNewestRow *self)
{
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->wide = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_hexpand (self->wide, TRUE);
  add_cell (self, 0, sentinel_importance_cell_new (), 120);
  add_cell (self, 1, sentinel_text_cell_new (sentinel_event_dup_source), 110);
  add_cell (self, 2, sentinel_text_cell_new (dup_category), 78);
  add_cell (self, 3, sentinel_text_cell_new (sentinel_event_dup_message), -1);
  add_cell (self, 4, sentinel_text_cell_new (dup_status), 110);
  add_cell (self, 5, sentinel_age_cell_new (self->ticker), 60);
  gtk_widget_set_margin_end (GTK_WIDGET (self->cells[5]), 12);
  self->cells[6] = sentinel_summary_cell_new (self->ticker);
  gtk_widget_set_hexpand (GTK_WIDGET (self->cells[6]), TRUE);
  gtk_box_append (GTK_BOX (both), self->wide);
  gtk_box_append (GTK_BOX (both), GTK_WIDGET (self->cells[6]));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), both);
  gtk_widget_add_css_class (GTK_WIDGET (self), "newest");
}

/**
 * sentinel_newest_row_new:
 * @slot: what it shows, now and whenever that changes
 * @ticker: what makes its age grow
 *
 * Returns: (transfer floating): a row, in its wide form
 */
GtkWidget *
sentinel_newest_row_new (SentinelEventSlot *slot, SentinelTicker *ticker)
{
  SentinelNewestRow *self = g_object_new (SENTINEL_TYPE_NEWEST_ROW, NULL);

  self->slot = g_object_ref (slot);
  self->ticker = g_object_ref (ticker);
  build (self);
  for (guint i = 0; i < N_CELLS; i++)
    sentinel_event_cell_set_slot (self->cells[i], slot);
  g_signal_connect_object (slot, "notify::event", G_CALLBACK (say_all), self, G_CONNECT_SWAPPED);
  say_all (self);
  sentinel_newest_row_set_narrow (self, FALSE);
  return GTK_WIDGET (self);
}

/**
 * sentinel_newest_row_get_event_id:
 * @self: a row
 *
 * Returns: whose row it is
 */
gint64
sentinel_newest_row_get_event_id (SentinelNewestRow *self)
{
  return sentinel_event_slot_get_id (self->slot);
}

/**
 * sentinel_newest_row_set_narrow:
 * @self: a row
 * @is_narrow: on two lines
 */
void
sentinel_newest_row_set_narrow (SentinelNewestRow *self, gboolean is_narrow)
{
  gtk_widget_set_visible (self->wide, !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->cells[6]), is_narrow);
}
