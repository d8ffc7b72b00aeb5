/* SPDX-License-Identifier: MIT */
/* The bubble stands beside the line, never over the point that it tells of if there is room. */
#include "sentinel-metric-cursor.h"
#include "sentinel-metric-line.h"
#include <math.h>

#define DOT 4
#define PADDING 6
#define DISTANCE 8
#define RADIUS 6
#define LINE_ALPHA 0.6f

static const SentinelMetricStop *
get_stop (const SentinelMetricView *view, guint stop)
{
  return &g_array_index (view->stops->stops, SentinelMetricStop, stop);
}

static void
draw_line (const SentinelMetricView *view,
           GtkSnapshot *snapshot,
           const graphene_rect_t *plot,
           float x)
{
  float width = fmaxf (sentinel_chart_get_pixel (view->chart), 1);
  GdkRGBA color;

  gtk_widget_get_color (view->bubble_ink, &color);
  color.alpha *= LINE_ALPHA;
  gtk_snapshot_append_color (snapshot,
                             &color,
                             &GRAPHENE_RECT_INIT (sentinel_chart_snap_x (view->chart,
                                                                         x - width / 2),
                                                  plot->origin.y,
                                                  width,
                                                  plot->size.height));
}

/* After the line where there is room, else before it. */
static graphene_rect_t
place_bubble (const SentinelMetricView *view, const graphene_rect_t *plot, float x, int w, int h)
{
  float width = (float) w + 2 * PADDING, height = (float) h + 2 * PADDING;
  float right = (float) gtk_widget_get_width (GTK_WIDGET (view->chart));
  gboolean is_after = !sentinel_metric_view_is_rtl (view);
  float left;

  if (is_after && x + DISTANCE + width > right)
    is_after = FALSE;
  else if (!is_after && x - DISTANCE - width < 0)
    is_after = TRUE;
  left = is_after ? x + DISTANCE : x - DISTANCE - width;
  return GRAPHENE_RECT_INIT (roundf (CLAMP (left, 0, fmaxf (right - width, 0))),
                             roundf (plot->origin.y + 2),
                             width,
                             height);
}

static void
draw_bubble (const SentinelMetricView *view,
             GtkSnapshot *snapshot,
             const graphene_rect_t *plot,
             float x,
             const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (view->bubble_ink, text);
  graphene_rect_t bubble;
  GskRoundedRect outline;
  GdkRGBA fill, ink, edge;
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  bubble = place_bubble (view, plot, x, width, height);
  gsk_rounded_rect_init_from_rect (&outline, &bubble, RADIUS);
  gtk_widget_get_color (view->bubble_fill_ink, &fill);
  gtk_widget_get_color (view->bubble_ink, &ink);
  gtk_widget_get_color (view->rule_ink, &edge);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &bubble);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot,
                              &outline,
                              (float[]) { 1, 1, 1, 1 },
                              (GdkRGBA[]) { edge, edge, edge, edge });
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (bubble.origin.x + PADDING,
                                                bubble.origin.y + PADDING));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

/**
 * sentinel_metric_cursor_draw:
 * @view: what is shown
 * @snapshot: where to
 * @plot: where the data goes
 * @stop: where the cursor is, an index in the stops
 * @text: what is there, in lines
 */
void
sentinel_metric_cursor_draw (const SentinelMetricView *view,
                             GtkSnapshot *snapshot,
                             const graphene_rect_t *plot,
                             guint stop,
                             const char *text)
{
  const SentinelPixelColumn *column = sentinel_metric_stops_get_column (view->stops, stop);
  float x = sentinel_chart_get_x (view->chart, plot, get_stop (view, stop)->at_us);

  draw_line (view, snapshot, plot, x);
  if (column != NULL)
    sentinel_metric_line_draw_dot (view, snapshot, plot, column, DOT);
  draw_bubble (view, snapshot, plot, x, text);
}

/* where a band begins within what is shown */
static gint64
get_begin (const SentinelMetricView *view, guint band)
{
  gint64 from_us = g_array_index (view->data->bands, SentinelMetricBand, band).from_us;

  return CLAMP (from_us, view->data->from_us, view->data->to_us);
}

/**
 * sentinel_metric_cursor_find_band:
 * @view: what is shown
 * @stop: where the cursor is
 * @is_forward: to later ones
 *
 * Returns: the stop at which the next event begins; @stop where there is none
 */
guint
sentinel_metric_cursor_find_band (const SentinelMetricView *view, guint stop, gboolean is_forward)
{
  guint found = stop;

  for (guint i = 0; i < view->data->bands->len; i++) {
    guint begin = sentinel_metric_stops_find (view->stops, get_begin (view, i));

    if (is_forward && begin > stop && (found == stop || begin < found))
      found = begin;
    else if (!is_forward && begin < stop && (found == stop || begin > found))
      found = begin;
  }
  return found;
}
