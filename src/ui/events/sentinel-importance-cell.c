/* SPDX-License-Identifier: MIT */
/* Bar, shape and word: never the colour alone. */
#include "sentinel-importance-cell.h"
#include "sentinel-event-words.h"
#include "sentinel-importance-mark.h"

struct _SentinelImportanceCell {
  SentinelEventCell parent_instance;
  SentinelImportanceMark mark;
  GtkWidget *word;
};

G_DEFINE_FINAL_TYPE (SentinelImportanceCell, sentinel_importance_cell, SENTINEL_TYPE_EVENT_CELL)

static void
sentinel_importance_cell_show_event (SentinelEventCell *cell, const SentinelEvent *event)
{
  SentinelImportanceCell *self = SENTINEL_IMPORTANCE_CELL (cell);

  sentinel_importance_mark_show (&self->mark, event);
  gtk_label_set_label (GTK_LABEL (self->word),
                       event != NULL ? sentinel_importance_get_word (event->importance) : "");
}

static void
sentinel_importance_cell_class_init (SentinelImportanceCellClass *klass)
{
  SENTINEL_EVENT_CELL_CLASS (klass)->show_event = sentinel_importance_cell_show_event;
}

static void
sentinel_importance_cell_init (SentinelImportanceCell *self)
{
  sentinel_importance_mark_init (&self->mark, GTK_BOX (self));
  gtk_widget_set_margin_end (self->mark.shape, 8);
  self->word = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (self), self->word);
}

/**
 * sentinel_importance_cell_new:
 *
 * Returns: (transfer floating): a cell that is bound to nothing
 */
SentinelEventCell *
sentinel_importance_cell_new (void)
{
  return g_object_new (SENTINEL_TYPE_IMPORTANCE_CELL, NULL);
}
