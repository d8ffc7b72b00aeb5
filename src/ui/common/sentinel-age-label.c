/* SPDX-License-Identifier: MIT */
/* A label that follows the ticker while it is mapped. */
#include "sentinel-age-label.h"
#include "sentinel-age.h"

struct _SentinelAgeLabel {
  GtkWidget parent_instance;
  SentinelTicker *ticker;
  GtkWidget *label;
  gulong tick_id; /* 0 while it is not mapped */
  gint64 at_us;
};

G_DEFINE_FINAL_TYPE (SentinelAgeLabel, sentinel_age_label, GTK_TYPE_WIDGET)

static void
show_age (SentinelAgeLabel *self, gint64 now_us)
{
  gint64 age_us = now_us - self->at_us;
  g_autofree char *text = NULL;

  if (self->at_us == 0) {
    gtk_label_set_label (GTK_LABEL (self->label), "");
    return;
  }
  text = sentinel_age_format (age_us);
  if (!g_str_equal (text, gtk_label_get_label (GTK_LABEL (self->label))))
    gtk_label_set_label (GTK_LABEL (self->label), text);
  if (sentinel_age_counts_seconds (age_us))
    sentinel_ticker_want_second (self->ticker);
  else
    sentinel_ticker_want_minute (self->ticker);
}

static void
time_passed_cb (SentinelAgeLabel *self, gint64 now_us)
{
  show_age (self, now_us);
}

static void
sentinel_age_label_map (GtkWidget *widget)
{
  SentinelAgeLabel *self = SENTINEL_AGE_LABEL (widget);

  GTK_WIDGET_CLASS (sentinel_age_label_parent_class)->map (widget);
  sentinel_ticker_hold (self->ticker);
  self->tick_id =
      g_signal_connect_swapped (self->ticker, "tick", G_CALLBACK (time_passed_cb), self);
  show_age (self, sentinel_ticker_get_now_us (self->ticker));
}

static void
sentinel_age_label_unmap (GtkWidget *widget)
{
  SentinelAgeLabel *self = SENTINEL_AGE_LABEL (widget);

  g_clear_signal_handler (&self->tick_id, self->ticker);
  sentinel_ticker_release (self->ticker);
  GTK_WIDGET_CLASS (sentinel_age_label_parent_class)->unmap (widget);
}

static gboolean
sentinel_age_label_query_tooltip (GtkWidget *widget,
                                  int x,
                                  int y,
                                  gboolean keyboard_tooltip,
                                  GtkTooltip *tooltip)
{
  SentinelAgeLabel *self = SENTINEL_AGE_LABEL (widget);
  g_autofree char *text = NULL;

  if (self->at_us == 0)
    return FALSE;
  text = sentinel_age_format_exact (self->at_us, sentinel_ticker_get_zone (self->ticker));
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
sentinel_age_label_dispose (GObject *object)
{
  SentinelAgeLabel *self = SENTINEL_AGE_LABEL (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->ticker);
  G_OBJECT_CLASS (sentinel_age_label_parent_class)->dispose (object);
}

static void
sentinel_age_label_class_init (SentinelAgeLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_age_label_dispose;
  widget_class->map = sentinel_age_label_map;
  widget_class->unmap = sentinel_age_label_unmap;
  widget_class->query_tooltip = sentinel_age_label_query_tooltip;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sentinel_age_label_init (SentinelAgeLabel *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 1);
  gtk_widget_add_css_class (self->label, "numeric");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

/**
 * sentinel_age_label_new:
 * @ticker: what makes it grow
 *
 * Returns: (transfer floating): a label that shows nothing yet
 */
GtkWidget *
sentinel_age_label_new (SentinelTicker *ticker)
{
  SentinelAgeLabel *self = g_object_new (SENTINEL_TYPE_AGE_LABEL, NULL);

  self->ticker = g_object_ref (ticker);
  return GTK_WIDGET (self);
}

/**
 * sentinel_age_label_set_time:
 * @self: an age label
 * @at_us: since when, microseconds UTC; 0: shows nothing
 *
 * Sets what it shows the age of.
 */
void
sentinel_age_label_set_time (SentinelAgeLabel *self, gint64 at_us)
{
  self->at_us = at_us;
  show_age (self, sentinel_ticker_get_now_us (self->ticker));
}

/**
 * sentinel_age_label_get_text:
 * @self: an age label
 *
 * Returns: (transfer none): what it shows
 */
const char *
sentinel_age_label_get_text (SentinelAgeLabel *self)
{
  return gtk_label_get_label (GTK_LABEL (self->label));
}
