/* SPDX-License-Identifier: MIT */
/* It is visible, as only visible nodes are told of a new style, but never mapped. */
#include "sentinel-chart-ink.h"
#include "sentinel-chart.h"

struct _SentinelChartInk {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelChartInk, sentinel_chart_ink, GTK_TYPE_WIDGET)

static void
sentinel_chart_ink_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GtkWidget *chart = gtk_widget_get_parent (widget);

  GTK_WIDGET_CLASS (sentinel_chart_ink_parent_class)->css_changed (widget, change);
  if (chart != NULL)
    sentinel_chart_redraw (SENTINEL_CHART (chart));
}

static void
sentinel_chart_ink_class_init (SentinelChartInkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->css_changed = sentinel_chart_ink_css_changed;
  gtk_widget_class_set_css_name (widget_class, "ink");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_NONE);
}

static void
sentinel_chart_ink_init (SentinelChartInk *self)
{
  gtk_widget_set_child_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sentinel_chart_ink_new:
 * @css_classes: its style classes, separated by spaces
 *
 * Returns: (transfer floating): an ink, to be made a child of a chart
 */
GtkWidget *
sentinel_chart_ink_new (const char *css_classes)
{
  g_auto (GStrv) classes = g_strsplit (css_classes, " ", -1);

  return g_object_new (SENTINEL_TYPE_CHART_INK, "css-classes", classes, NULL);
}
