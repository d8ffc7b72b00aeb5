/* SPDX-License-Identifier: MIT */
/* The age of an event, at the end of its cell so that figures stand below each other. */
#include "sentinel-age-cell.h"
#include "sentinel-age-label.h"

struct _SentinelAgeCell {
  SentinelEventCell parent_instance;
  SentinelAgeLabel *age;
};

G_DEFINE_FINAL_TYPE (SentinelAgeCell, sentinel_age_cell, SENTINEL_TYPE_EVENT_CELL)

static void
sentinel_age_cell_show_event (SentinelEventCell *cell, const SentinelEvent *event)
{
  SentinelAgeCell *self = SENTINEL_AGE_CELL (cell);

  sentinel_age_label_set_time (self->age, event != NULL ? event->opened_at_us : 0);
}

static void
sentinel_age_cell_class_init (SentinelAgeCellClass *klass)
{
  SENTINEL_EVENT_CELL_CLASS (klass)->show_event = sentinel_age_cell_show_event;
}

static void
sentinel_age_cell_init (SentinelAgeCell *self)
{
}

/**
 * sentinel_age_cell_new:
 * @ticker: what makes ages grow
 *
 * Returns: (transfer floating): a cell that is bound to nothing
 */
SentinelEventCell *
sentinel_age_cell_new (SentinelTicker *ticker)
{
  SentinelAgeCell *self = g_object_new (SENTINEL_TYPE_AGE_CELL, NULL);

  self->age = SENTINEL_AGE_LABEL (sentinel_age_label_new (ticker));
  gtk_widget_set_hexpand (GTK_WIDGET (self->age), TRUE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->age));
  return SENTINEL_EVENT_CELL (self);
}
