/* SPDX-License-Identifier: MIT */
/* What all charts share: the plot's rectangle in pixels, the axes of time and value, colours that
 * follow the style (dark, high contrast), and redrawing only when something changed and somebody
 * looks. Drawn with GskPath, by hand. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_CHART (sentinel_chart_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelChart, sentinel_chart, SENTINEL, CHART, GtkWidget)

struct _SentinelChartClass {
  GtkWidgetClass parent_class;
  /* plot: where the data goes, in the widget's coordinates */
  void (*draw) (SentinelChart *self, GtkSnapshot *snapshot, const graphene_rect_t *plot);
};

void sentinel_chart_set_time_range (SentinelChart *self, gint64 from_us, gint64 to_us);
void sentinel_chart_set_value_range (SentinelChart *self, double bottom, double top);
void sentinel_chart_get_time_range (SentinelChart *self, gint64 *from_us, gint64 *to_us);
void sentinel_chart_get_value_range (SentinelChart *self, double *bottom, double *top);
/* where a time or a value is within the plot */
float sentinel_chart_get_x (SentinelChart *self, const graphene_rect_t *plot, gint64 at_us);
float sentinel_chart_get_y (SentinelChart *self, const graphene_rect_t *plot, double value);

G_END_DECLS
