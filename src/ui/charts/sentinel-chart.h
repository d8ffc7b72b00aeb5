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
  /* (nullable): what changes often, as a cursor; then draw() is called only after
   * sentinel_chart_redraw(), another size or another style */
  void (*draw_over) (SentinelChart *self, GtkSnapshot *snapshot, const graphene_rect_t *plot);
  /* shrinks the plot, which comes as the whole widget, by the room for labels; NULL: none */
  void (*place_plot) (SentinelChart *self, graphene_rect_t *plot);
};

void sentinel_chart_set_time_range (SentinelChart *self, gint64 from_us, gint64 to_us);
void sentinel_chart_set_value_range (SentinelChart *self, double bottom, double top);
void sentinel_chart_get_time_range (SentinelChart *self, gint64 *from_us, gint64 *to_us);
void sentinel_chart_get_value_range (SentinelChart *self, double *bottom, double *top);
/* where a time or a value is within the plot */
float sentinel_chart_get_x (SentinelChart *self, const graphene_rect_t *plot, gint64 at_us);
float sentinel_chart_get_y (SentinelChart *self, const graphene_rect_t *plot, double value);

/* For the charts themselves. */
void sentinel_chart_redraw (SentinelChart *self); /* what was drawn is old */
void sentinel_chart_get_plot (SentinelChart *self, graphene_rect_t *plot);
/* (transfer none): a colour and a font by style classes, kept as long as the chart */
GtkWidget *sentinel_chart_add_ink (SentinelChart *self, const char *css_classes);
/* the next edge of a device pixel; of the screen, not of the widget */
float sentinel_chart_snap_x (SentinelChart *self, float x);
float sentinel_chart_snap_y (SentinelChart *self, float y);
float sentinel_chart_get_pixel (SentinelChart *self); /* how wide a device pixel is */
/* one line in the font and colour of an ink; x: of its start, middle or end by align 0, 0.5, 1;
 * y: of its top. It stays within the widget. */
void sentinel_chart_draw_text (SentinelChart *self,
                               GtkSnapshot *snapshot,
                               GtkWidget *ink,
                               const char *text,
                               const graphene_point_t *at,
                               float align);
/* of one line of an ink, in pixels */
void sentinel_chart_measure_text (GtkWidget *ink, const char *text, int *width, int *height);

G_END_DECLS
