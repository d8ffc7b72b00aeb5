/* SPDX-License-Identifier: MIT */
/* Columns that are joined are one run: an area, a band of extremes, a line. */
#include "sentinel-metric-line.h"

#define AREA_ALPHA 0.12f
#define EXTREMES_ALPHA 0.25f
#define LINE_WIDTH 1.5f
#define END_DOT 3

static graphene_point_t
get_place (const SentinelMetricView *view, const graphene_rect_t *plot, gint64 at_us, double value)
{
  return GRAPHENE_POINT_INIT (sentinel_chart_get_x (view->chart, plot, at_us),
                              sentinel_chart_get_y (view->chart, plot, value));
}

static void
add_point (GskPathBuilder *builder, const graphene_point_t *at, gboolean is_first)
{
  if (is_first)
    gsk_path_builder_move_to (builder, at->x, at->y);
  else
    gsk_path_builder_line_to (builder, at->x, at->y);
}

static void
add_line (const SentinelMetricView *view,
          GskPathBuilder *builder,
          const graphene_rect_t *plot,
          const SentinelPixelColumn *columns,
          guint n_columns)
{
  for (guint i = 0; i < n_columns; i++) {
    graphene_point_t at = get_place (view, plot, columns[i].at_us, columns[i].last);

    add_point (builder, &at, i == 0);
  }
}

static void
fill (const SentinelMetricView *view, GtkSnapshot *snapshot, GskPathBuilder *builder, float alpha)
{
  g_autoptr (GskPath) path = NULL;
  GdkRGBA color;

  gsk_path_builder_close (builder);
  path = gsk_path_builder_to_path (builder);
  gtk_widget_get_color (GTK_WIDGET (view->chart), &color);
  color.alpha *= alpha;
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &color);
}

static void
draw_extremes (const SentinelMetricView *view,
               GtkSnapshot *snapshot,
               const graphene_rect_t *plot,
               const SentinelPixelColumn *columns,
               guint n_columns)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();

  for (guint i = 0; i < n_columns; i++) {
    graphene_point_t at = get_place (view, plot, columns[i].at_us, columns[i].max);

    add_point (builder, &at, i == 0);
  }
  for (guint i = n_columns; i > 0; i--) {
    graphene_point_t at = get_place (view, plot, columns[i - 1].at_us, columns[i - 1].min);

    add_point (builder, &at, FALSE);
  }
  fill (view, snapshot, builder, EXTREMES_ALPHA);
}

static void
draw_area (const SentinelMetricView *view,
           GtkSnapshot *snapshot,
           const graphene_rect_t *plot,
           const SentinelPixelColumn *columns,
           guint n_columns)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  float bottom = plot->origin.y + plot->size.height;

  add_line (view, builder, plot, columns, n_columns);
  gsk_path_builder_line_to (builder,
                            sentinel_chart_get_x (view->chart, plot, columns[n_columns - 1].at_us),
                            bottom);
  gsk_path_builder_line_to (builder,
                            sentinel_chart_get_x (view->chart, plot, columns[0].at_us),
                            bottom);
  fill (view, snapshot, builder, AREA_ALPHA);
}

/* a single column is a dot, as a line would have no length */
static void
draw_run (const SentinelMetricView *view,
          GtkSnapshot *snapshot,
          const graphene_rect_t *plot,
          const SentinelPixelColumn *columns,
          guint n_columns)
{
  g_autoptr (GskPathBuilder) builder = NULL;
  GdkRGBA color;

  if (n_columns == 1) {
    sentinel_metric_line_draw_dot (view, snapshot, plot, columns, LINE_WIDTH);
    return;
  }
  draw_area (view, snapshot, plot, columns, n_columns);
  draw_extremes (view, snapshot, plot, columns, n_columns);
  builder = gsk_path_builder_new ();
  add_line (view, builder, plot, columns, n_columns);
  gtk_widget_get_color (GTK_WIDGET (view->chart), &color);
  sentinel_metric_view_stroke (snapshot, builder, LINE_WIDTH, &color);
}

static guint
find_run_end (GArray *columns, guint begin)
{
  guint end = begin + 1;

  while (end < columns->len && g_array_index (columns, SentinelPixelColumn, end).is_joined)
    end++;
  return end;
}

/**
 * sentinel_metric_line_draw_dot:
 * @view: what is shown
 * @snapshot: where to
 * @plot: where the data goes
 * @column: what was measured
 * @radius: of the dot, in pixels
 */
void
sentinel_metric_line_draw_dot (const SentinelMetricView *view,
                               GtkSnapshot *snapshot,
                               const graphene_rect_t *plot,
                               const SentinelPixelColumn *column,
                               float radius)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  graphene_point_t at = get_place (view, plot, column->at_us, column->last);
  GdkRGBA color;

  gsk_path_builder_add_circle (builder, &at, radius);
  path = gsk_path_builder_to_path (builder);
  gtk_widget_get_color (GTK_WIDGET (view->chart), &color);
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &color);
}

/**
 * sentinel_metric_line_draw:
 * @view: what is shown
 * @snapshot: where to
 * @plot: where the data goes
 */
void
sentinel_metric_line_draw (const SentinelMetricView *view,
                           GtkSnapshot *snapshot,
                           const graphene_rect_t *plot)
{
  GArray *columns = view->stops->columns;

  for (guint begin = 0; begin < columns->len;) {
    guint end = find_run_end (columns, begin);

    draw_run (view,
              snapshot,
              plot,
              &g_array_index (columns, SentinelPixelColumn, begin),
              end - begin);
    begin = end;
  }
  if (columns->len > 0)
    sentinel_metric_line_draw_dot (view,
                                   snapshot,
                                   plot,
                                   &g_array_index (columns, SentinelPixelColumn, columns->len - 1),
                                   END_DOT);
}
