/* SPDX-License-Identifier: MIT */
/* A text that may come from outside: it is cut at the end of its cell and never read as markup. */
#include "sentinel-text-cell.h"

struct _SentinelTextCell {
  SentinelEventCell parent_instance;
  SentinelTextFunc dup_text;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (SentinelTextCell, sentinel_text_cell, SENTINEL_TYPE_EVENT_CELL)

static void
sentinel_text_cell_show_event (SentinelEventCell *cell, const SentinelEvent *event)
{
  SentinelTextCell *self = SENTINEL_TEXT_CELL (cell);
  g_autofree char *text = event != NULL ? self->dup_text (event) : NULL;

  gtk_label_set_label (GTK_LABEL (self->label), text != NULL ? text : "");
}

static void
sentinel_text_cell_class_init (SentinelTextCellClass *klass)
{
  SENTINEL_EVENT_CELL_CLASS (klass)->show_event = sentinel_text_cell_show_event;
}

/* What can be read anyway needs no tooltip. */
static gboolean
tooltip_asked_cb (GtkWidget *label, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_label (GTK_LABEL (label)));
  return TRUE;
}

static void
sentinel_text_cell_init (SentinelTextCell *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_widget_set_has_tooltip (self->label, TRUE);
  g_signal_connect (self->label, "query-tooltip", G_CALLBACK (tooltip_asked_cb), NULL);
}

/**
 * sentinel_text_cell_new:
 * @dup_text: which text of an event it shows
 *
 * Returns: (transfer floating): a cell that is bound to nothing
 */
SentinelEventCell *
sentinel_text_cell_new (SentinelTextFunc dup_text)
{
  SentinelTextCell *self = g_object_new (SENTINEL_TYPE_TEXT_CELL, NULL);

  self->dup_text = dup_text;
  return SENTINEL_EVENT_CELL (self);
}

/**
 * sentinel_text_cell_new_at_end:
 * @dup_text: which number of an event it shows
 *
 * Returns: (transfer floating): a cell that is bound to nothing
 */
SentinelEventCell *
sentinel_text_cell_new_at_end (SentinelTextFunc dup_text)
{
  SentinelEventCell *self = sentinel_text_cell_new (dup_text);

  gtk_label_set_xalign (GTK_LABEL (SENTINEL_TEXT_CELL (self)->label), 1);
  return self;
}
