/* SPDX-License-Identifier: MIT */
/* Colours come from inks, so that they follow dark and high contrast; shapes say the same. */
#include "sentinel-metric-view.h"
#include "sentinel-event-words.h"
#include <math.h>

static const SentinelImportance tones[SENTINEL_METRIC_N_TONES] = {
  SENTINEL_IMPORTANCE_LOW,
  SENTINEL_IMPORTANCE_MEDIUM,
  SENTINEL_IMPORTANCE_HIGH,
  SENTINEL_IMPORTANCE_CRITICAL,
};

/**
 * sentinel_metric_view_add_inks:
 * @self: a view with its chart
 */
void
sentinel_metric_view_add_inks (SentinelMetricView *self)
{
  self->label_ink = sentinel_chart_add_ink (self->chart, "axis caption numeric");
  self->rule_ink = sentinel_chart_add_ink (self->chart, "rule");
  self->gap_ink = sentinel_chart_add_ink (self->chart, "gap");
  self->bubble_ink = sentinel_chart_add_ink (self->chart, "bubble caption numeric");
  self->bubble_fill_ink = sentinel_chart_add_ink (self->chart, "bubble-fill");
  for (guint i = 0; i < SENTINEL_METRIC_N_TONES; i++) {
    g_autofree char *classes =
        g_strconcat ("mark ", sentinel_importance_get_css_class (tones[i]), NULL);

    self->tone_inks[i] = sentinel_chart_add_ink (self->chart, classes);
  }
}

/**
 * sentinel_metric_view_is_rtl:
 * @self: a view
 *
 * Returns: whether time runs from right to left
 */
gboolean
sentinel_metric_view_is_rtl (const SentinelMetricView *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self->chart)) == GTK_TEXT_DIR_RTL;
}

/**
 * sentinel_metric_view_get_end:
 * @self: a view
 * @plot: where the data goes
 *
 * Returns: the edge of @plot where time ends
 */
float
sentinel_metric_view_get_end (const SentinelMetricView *self, const graphene_rect_t *plot)
{
  return plot->origin.x + (sentinel_metric_view_is_rtl (self) ? 0 : plot->size.width);
}

static guint
find_tone (SentinelImportance importance)
{
  guint tone = SENTINEL_METRIC_N_TONES - 1;

  while (tone > 0 && importance < tones[tone])
    tone--;
  return tone;
}

/**
 * sentinel_metric_view_get_color:
 * @self: a view
 * @importance: whose colour
 * @alpha: 1: as it is
 * @color: (out): the colour
 */
void
sentinel_metric_view_get_color (const SentinelMetricView *self,
                                SentinelImportance importance,
                                float alpha,
                                GdkRGBA *color)
{
  gtk_widget_get_color (self->tone_inks[find_tone (importance)], color);
  color->alpha *= alpha;
}

/**
 * sentinel_metric_view_get_stretch:
 * @self: a view
 * @plot: where the data goes
 * @from_us: a time, microseconds UTC
 * @to_us: a time not before it
 * @stretch: (out): the part of @plot between them, at least a pixel wide; empty outside
 */
void
sentinel_metric_view_get_stretch (const SentinelMetricView *self,
                                  const graphene_rect_t *plot,
                                  gint64 from_us,
                                  gint64 to_us,
                                  graphene_rect_t *stretch)
{
  float pixel = sentinel_chart_get_pixel (self->chart);
  float a, b;

  *stretch = GRAPHENE_RECT_INIT (plot->origin.x, plot->origin.y, 0, 0);
  if (to_us < self->data->from_us || from_us > self->data->to_us)
    return;
  a = sentinel_chart_get_x (self->chart, plot, MAX (from_us, self->data->from_us));
  b = sentinel_chart_get_x (self->chart, plot, MIN (to_us, self->data->to_us));
  stretch->origin.x = sentinel_chart_snap_x (self->chart, fminf (a, b));
  stretch->size.width =
      fmaxf (sentinel_chart_snap_x (self->chart, fmaxf (a, b)) - stretch->origin.x, pixel);
  stretch->size.height = plot->size.height;
}

/**
 * sentinel_metric_view_draw_level:
 * @self: a view
 * @snapshot: where to
 * @plot: where the data goes
 * @y: the middle of the line
 * @height: of the line; whole device pixels are drawn
 * @color: its colour
 */
void
sentinel_metric_view_draw_level (const SentinelMetricView *self,
                                 GtkSnapshot *snapshot,
                                 const graphene_rect_t *plot,
                                 float y,
                                 float height,
                                 const GdkRGBA *color)
{
  float pixel = sentinel_chart_get_pixel (self->chart);
  float thick = fmaxf (roundf (height / pixel), 1) * pixel;
  float top = sentinel_chart_snap_y (self->chart, y - thick / 2);

  gtk_snapshot_append_color (snapshot,
                             color,
                             &GRAPHENE_RECT_INIT (plot->origin.x, top, plot->size.width, thick));
}

/**
 * sentinel_metric_view_stroke:
 * @snapshot: where to
 * @builder: a path
 * @width: of the line, in pixels
 * @color: its colour
 */
void
sentinel_metric_view_stroke (GtkSnapshot *snapshot,
                             GskPathBuilder *builder,
                             float width,
                             const GdkRGBA *color)
{
  g_autoptr (GskPath) path = gsk_path_builder_to_path (builder);
  g_autoptr (GskStroke) line = gsk_stroke_new (width);

  gsk_stroke_set_line_join (line, GSK_LINE_JOIN_ROUND);
  gsk_stroke_set_line_cap (line, GSK_LINE_CAP_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, line, color);
}

/* A triangle stands on its side, all others on a corner or an edge as their icons do. */
static void
add_corners (GskPathBuilder *builder,
             const graphene_point_t *middle,
             guint n_corners,
             float radius,
             double turn)
{
  for (guint i = 0; i < n_corners; i++) {
    double angle = 2 * G_PI * i / n_corners + turn;
    float x = middle->x + radius * (float) cos (angle);
    float y = middle->y + radius * (float) sin (angle);

    if (i == 0)
      gsk_path_builder_move_to (builder, x, y);
    else
      gsk_path_builder_line_to (builder, x, y);
  }
  gsk_path_builder_close (builder);
}

/* what its icon has inside, left out of the octagon */
static void
add_exclamation (GskPathBuilder *builder, const graphene_point_t *middle)
{
  float left = middle->x - 0.9f;

  gsk_path_builder_add_rect (builder, &GRAPHENE_RECT_INIT (left, middle->y - 3.2f, 1.8f, 3.8f));
  gsk_path_builder_add_rect (builder, &GRAPHENE_RECT_INIT (left, middle->y + 1.5f, 1.8f, 1.7f));
}

static void
add_shape (GskPathBuilder *builder, SentinelImportance importance, const graphene_point_t *middle)
{
  graphene_point_t low = GRAPHENE_POINT_INIT (middle->x, middle->y + SENTINEL_METRIC_SHAPE / 4);

  switch (tones[find_tone (importance)]) {
  case SENTINEL_IMPORTANCE_CRITICAL:
    add_corners (builder, middle, 8, SENTINEL_METRIC_SHAPE * 1.2f, G_PI / 8);
    add_exclamation (builder, middle);
    break;
  case SENTINEL_IMPORTANCE_HIGH:
    add_corners (builder, &low, 3, SENTINEL_METRIC_SHAPE * 1.2f, -G_PI / 2);
    break;
  case SENTINEL_IMPORTANCE_MEDIUM:
    add_corners (builder, middle, 4, SENTINEL_METRIC_SHAPE * 1.1f, -G_PI / 2);
    break;
  case SENTINEL_IMPORTANCE_LOW:
  case SENTINEL_IMPORTANCE_NONE:
  default:
    gsk_path_builder_add_circle (builder, middle, SENTINEL_METRIC_SHAPE * 0.8f);
    break;
  }
}

/**
 * sentinel_metric_view_draw_shape:
 * @self: a view
 * @snapshot: where to
 * @importance: whose shape
 * @middle: where it is
 */
void
sentinel_metric_view_draw_shape (const SentinelMetricView *self,
                                 GtkSnapshot *snapshot,
                                 SentinelImportance importance,
                                 const graphene_point_t *middle)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  GdkRGBA color;

  sentinel_metric_view_get_color (self, importance, 1, &color);
  add_shape (builder, importance, middle);
  if (find_tone (importance) == 0) {
    sentinel_metric_view_stroke (snapshot, builder, 2, &color);
    return;
  }
  path = gsk_path_builder_to_path (builder);
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_EVEN_ODD, &color);
}
