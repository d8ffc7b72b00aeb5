/* SPDX-License-Identifier: MIT */
/* Bar and shape, the message above importance, source and status, the age at the end. */
#include "sentinel-summary-cell.h"
#include "sentinel-age-label.h"
#include "sentinel-event-words.h"
#include "sentinel-importance-mark.h"
#include <glib/gi18n.h>

struct _SentinelSummaryCell {
  SentinelEventCell parent_instance;
  SentinelImportanceMark mark;
  GtkWidget *message, *caption;
  SentinelAgeLabel *age;
};

G_DEFINE_FINAL_TYPE (SentinelSummaryCell, sentinel_summary_cell, SENTINEL_TYPE_EVENT_CELL)

static char *
format_caption (const SentinelEvent *event)
{
  g_autofree char *source = sentinel_event_dup_source (event);

  /* Translators: the second line of a row: importance, source, status */
  return g_strdup_printf (_ ("%s · %s · %s"),
                          sentinel_importance_get_word (event->importance),
                          source,
                          sentinel_event_get_status_word (event));
}

static void
sentinel_summary_cell_show_event (SentinelEventCell *cell, const SentinelEvent *event)
{
  SentinelSummaryCell *self = SENTINEL_SUMMARY_CELL (cell);
  g_autofree char *message = NULL;
  g_autofree char *caption = NULL;

  sentinel_importance_mark_show (&self->mark, event);
  sentinel_age_label_set_time (self->age, event != NULL ? event->opened_at_us : 0);
  if (event != NULL) {
    message = sentinel_event_dup_message (event);
    caption = format_caption (event);
  }
  gtk_label_set_label (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_label_set_label (GTK_LABEL (self->caption), caption != NULL ? caption : "");
}

static void
sentinel_summary_cell_class_init (SentinelSummaryCellClass *klass)
{
  SENTINEL_EVENT_CELL_CLASS (klass)->show_event = sentinel_summary_cell_show_event;
}

static GtkWidget *
append_line (GtkWidget *lines)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (lines), label);
  return label;
}

static void
sentinel_summary_cell_init (SentinelSummaryCell *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  sentinel_importance_mark_init (&self->mark, GTK_BOX (self));
  gtk_widget_set_margin_end (self->mark.shape, 12);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  self->message = append_line (lines);
  self->caption = append_line (lines);
  gtk_widget_add_css_class (self->caption, "caption");
  gtk_widget_add_css_class (self->caption, "secondary");
  gtk_box_append (GTK_BOX (self), lines);
}

/**
 * sentinel_summary_cell_new:
 * @ticker: what makes ages grow
 *
 * Returns: (transfer floating): a cell that is bound to nothing
 */
SentinelEventCell *
sentinel_summary_cell_new (SentinelTicker *ticker)
{
  SentinelSummaryCell *self = g_object_new (SENTINEL_TYPE_SUMMARY_CELL, NULL);
  GtkWidget *age = sentinel_age_label_new (ticker);

  self->age = SENTINEL_AGE_LABEL (age);
  gtk_widget_set_valign (age, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (age, 12);
  gtk_widget_set_margin_end (age, 12);
  gtk_widget_add_css_class (age, "caption");
  gtk_widget_add_css_class (age, "secondary");
  gtk_box_append (GTK_BOX (self), age);
  return SENTINEL_EVENT_CELL (self);
}
