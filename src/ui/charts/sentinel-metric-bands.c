/* SPDX-License-Identifier: MIT */
/* No colour says anything alone: gaps are hatched one way, what would have been the other, and
 * each importance has its shape. */
#include "sentinel-metric-bands.h"
#include <math.h>

#define HATCH_PITCH 7
#define FILL_ALPHA 0.16f
#define TOP_HEIGHT 3
#define DASH 5 /* of the bar of what would have been */
#define SHAPE_PITCH 13 /* shapes that are nearer would run into each other */

static gint64
get_end_us (const SentinelMetricView *view, const SentinelMetricBand *band)
{
  return band->to_us != 0 ? band->to_us : view->data->to_us;
}

/* Lines of a slope of 45°, cut to the rectangle; all rectangles share one grid. is_rising: /. */
static void
add_hatch (GskPathBuilder *builder, const graphene_rect_t *rect, gboolean is_rising)
{
  float left = rect->origin.x, right = left + rect->size.width;
  float top = rect->origin.y, bottom = top + rect->size.height;
  float first = is_rising ? left + top : left - bottom;
  float last = is_rising ? right + bottom : right - top;

  for (float c = ceilf (first / HATCH_PITCH) * HATCH_PITCH; c < last; c += HATCH_PITCH) {
    float from_x = fmaxf (left, is_rising ? c - bottom : c + top);
    float to_x = fminf (right, is_rising ? c - top : c + bottom);

    if (to_x <= from_x)
      continue;
    gsk_path_builder_move_to (builder, from_x, is_rising ? c - from_x : from_x - c);
    gsk_path_builder_line_to (builder, to_x, is_rising ? c - to_x : to_x - c);
  }
}

static void
draw_gaps (const SentinelMetricView *view, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  GdkRGBA color;

  for (guint i = 0; i < view->stops->gaps->len; i++) {
    const SentinelMetricGap *gap = &g_array_index (view->stops->gaps, SentinelMetricGap, i);
    graphene_rect_t stretch;

    sentinel_metric_view_get_stretch (view, plot, gap->from_us, gap->to_us, &stretch);
    add_hatch (builder, &stretch, FALSE);
  }
  gtk_widget_get_color (view->gap_ink, &color);
  sentinel_metric_view_stroke (snapshot, builder, 1, &color);
}

static void
draw_band (const SentinelMetricView *view,
           GtkSnapshot *snapshot,
           const graphene_rect_t *stretch,
           const SentinelMetricBand *band)
{
  g_autoptr (GskPathBuilder) builder = NULL;
  GdkRGBA color;

  sentinel_metric_view_get_color (view, band->importance, FILL_ALPHA, &color);
  if (band->kind == SENTINEL_METRIC_BAND_STORED) {
    gtk_snapshot_append_color (snapshot, &color, stretch);
    return;
  }
  color.alpha *= 2;
  builder = gsk_path_builder_new ();
  add_hatch (builder, stretch, TRUE);
  sentinel_metric_view_stroke (snapshot, builder, 1.5f, &color);
}

/**
 * sentinel_metric_bands_draw:
 * @view: what is shown
 * @snapshot: where to
 * @plot: where the data goes
 */
void
sentinel_metric_bands_draw (const SentinelMetricView *view,
                            GtkSnapshot *snapshot,
                            const graphene_rect_t *plot)
{
  draw_gaps (view, snapshot, plot);
  for (guint i = 0; i < view->data->bands->len; i++) {
    const SentinelMetricBand *band = &g_array_index (view->data->bands, SentinelMetricBand, i);
    graphene_rect_t stretch;

    sentinel_metric_view_get_stretch (view, plot, band->from_us, get_end_us (view, band), &stretch);
    if (stretch.size.width > 0)
      draw_band (view, snapshot, &stretch, band);
  }
}

static void
draw_top (const SentinelMetricView *view,
          GtkSnapshot *snapshot,
          const graphene_rect_t *stretch,
          const SentinelMetricBand *band)
{
  float step = band->kind == SENTINEL_METRIC_BAND_STORED ? stretch->size.width : DASH;
  float right = stretch->origin.x + stretch->size.width;
  GdkRGBA color;

  sentinel_metric_view_get_color (view, band->importance, 1, &color);
  for (float x = stretch->origin.x; x < right; x += step + DASH / 2.f)
    gtk_snapshot_append_color (snapshot,
                               &color,
                               &GRAPHENE_RECT_INIT (x,
                                                    stretch->origin.y,
                                                    fminf (step, right - x),
                                                    TOP_HEIGHT));
}

/* taken: the place of the shape before; where there is no room the bar tells enough */
static void
draw_shape (const SentinelMetricView *view,
            GtkSnapshot *snapshot,
            const graphene_rect_t *plot,
            SentinelImportance importance,
            float x,
            float *taken_x)
{
  float reach = SENTINEL_METRIC_SHAPE + 1;
  graphene_point_t middle;

  middle.x = CLAMP (x, plot->origin.x + reach, plot->origin.x + plot->size.width - reach);
  middle.y = plot->origin.y - reach - 1;
  if (fabsf (middle.x - *taken_x) < SHAPE_PITCH)
    return;
  *taken_x = middle.x;
  sentinel_metric_view_draw_shape (view, snapshot, importance, &middle);
}

static void
draw_marks (const SentinelMetricView *view, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  float taken_x = -G_MAXFLOAT;

  for (guint i = 0; i < view->data->marks->len; i++) {
    const SentinelMetricMark *mark = &g_array_index (view->data->marks, SentinelMetricMark, i);
    graphene_rect_t line;
    GdkRGBA color;

    sentinel_metric_view_get_stretch (view, plot, mark->at_us, mark->at_us, &line);
    if (line.size.width <= 0)
      continue;
    sentinel_metric_view_get_color (view, mark->importance, 1, &color);
    line.size.width = fmaxf (line.size.width, 1);
    gtk_snapshot_append_color (snapshot, &color, &line);
    draw_shape (view, snapshot, plot, mark->importance, line.origin.x, &taken_x);
  }
}

/**
 * sentinel_metric_bands_draw_tops:
 * @view: what is shown
 * @snapshot: where to
 * @plot: where the data goes
 */
void
sentinel_metric_bands_draw_tops (const SentinelMetricView *view,
                                 GtkSnapshot *snapshot,
                                 const graphene_rect_t *plot)
{
  float taken_x = -G_MAXFLOAT;

  for (guint i = 0; i < view->data->bands->len; i++) {
    const SentinelMetricBand *band = &g_array_index (view->data->bands, SentinelMetricBand, i);
    graphene_rect_t stretch;

    sentinel_metric_view_get_stretch (view, plot, band->from_us, get_end_us (view, band), &stretch);
    if (stretch.size.width <= 0)
      continue;
    draw_top (view, snapshot, &stretch, band);
    draw_shape (view,
                snapshot,
                plot,
                band->importance,
                stretch.origin.x + stretch.size.width / 2,
                &taken_x);
  }
  draw_marks (view, snapshot, plot);
}
