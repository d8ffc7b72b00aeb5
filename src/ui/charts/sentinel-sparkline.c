/* SPDX-License-Identifier: MIT */
/* Thousands of points are as cheap as a hundred: what is drawn are columns of pixels. */
#include "sentinel-sparkline.h"
#include "sentinel-event-words.h"
#include <math.h>

#define WIDTH 56
#define HEIGHT 24

struct _SentinelSparkline {
  SentinelChart parent_instance;
  GArray *points; /* of SentinelPoint; NULL: none */
  gint64 gap_us;
  SentinelImportance tone;
};

G_DEFINE_FINAL_TYPE (SentinelSparkline, sentinel_sparkline, SENTINEL_TYPE_CHART)

/* the range of time that is shown: the one that was set, else that of the points */
static void
find_time_range (SentinelSparkline *self, gint64 *from_us, gint64 *to_us)
{
  sentinel_chart_get_time_range (SENTINEL_CHART (self), from_us, to_us);
  if (*from_us != *to_us || self->points == NULL || self->points->len == 0)
    return;
  *from_us = g_array_index (self->points, SentinelPoint, 0).at_us;
  *to_us = g_array_index (self->points, SentinelPoint, self->points->len - 1).at_us;
}

static float
find_x (SentinelSparkline *self, const graphene_rect_t *plot, gint64 at_us)
{
  gint64 from_us, to_us;
  double fraction = 1;

  find_time_range (self, &from_us, &to_us);
  if (to_us > from_us)
    fraction = (double) (at_us - from_us) / (double) (to_us - from_us);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    fraction = 1 - fraction;
  return plot->origin.x + (float) (fraction * plot->size.width);
}

static float
find_y (SentinelSparkline *self, const graphene_rect_t *plot, double value)
{
  return sentinel_chart_get_y (SENTINEL_CHART (self), plot, value);
}

static void
fit_values (SentinelSparkline *self)
{
  double bottom = G_MAXDOUBLE, top = -G_MAXDOUBLE;

  for (guint i = 0; self->points != NULL && i < self->points->len; i++) {
    const SentinelPoint *point = &g_array_index (self->points, SentinelPoint, i);

    if (isfinite (point->min) && isfinite (point->max)) {
      bottom = MIN (bottom, point->min);
      top = MAX (top, point->max);
    }
  }
  sentinel_chart_set_value_range (SENTINEL_CHART (self), MIN (bottom, top), top);
}

static guint
find_run_end (GArray *columns, guint begin)
{
  guint end = begin + 1;

  while (end < columns->len && g_array_index (columns, SentinelPixelColumn, end).is_joined)
    end++;
  return end;
}

static void
add_line (SentinelSparkline *self,
          GskPathBuilder *builder,
          const graphene_rect_t *plot,
          const SentinelPixelColumn *columns,
          guint n_columns)
{
  for (guint i = 0; i < n_columns; i++) {
    float x = find_x (self, plot, columns[i].at_us), y = find_y (self, plot, columns[i].last);

    if (i == 0)
      gsk_path_builder_move_to (builder, x, y);
    else
      gsk_path_builder_line_to (builder, x, y);
  }
}

static void
stroke (GtkSnapshot *snapshot, GskPathBuilder *builder, float width, const GdkRGBA *color)
{
  g_autoptr (GskPath) path = gsk_path_builder_to_path (builder);
  g_autoptr (GskStroke) line = gsk_stroke_new (width);

  gsk_stroke_set_line_join (line, GSK_LINE_JOIN_ROUND);
  gsk_stroke_set_line_cap (line, GSK_LINE_CAP_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, line, color);
}

static void
draw_dot (GtkSnapshot *snapshot, const graphene_point_t *at, float radius, const GdkRGBA *color)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;

  gsk_path_builder_add_circle (builder, at, radius);
  path = gsk_path_builder_to_path (builder);
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, color);
}

/* all that was measured in each column, from lowest to highest */
static void
draw_band (SentinelSparkline *self,
           GtkSnapshot *snapshot,
           const graphene_rect_t *plot,
           const SentinelPixelColumn *columns,
           guint n_columns,
           const GdkRGBA *color)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  GdkRGBA quiet = *color;

  for (guint i = 0; i < n_columns; i++) {
    float x = find_x (self, plot, columns[i].at_us), y = find_y (self, plot, columns[i].max);

    if (i == 0)
      gsk_path_builder_move_to (builder, x, y);
    else
      gsk_path_builder_line_to (builder, x, y);
  }
  for (guint i = n_columns; i > 0; i--)
    gsk_path_builder_line_to (builder,
                              find_x (self, plot, columns[i - 1].at_us),
                              find_y (self, plot, columns[i - 1].min));
  gsk_path_builder_close (builder);
  path = gsk_path_builder_to_path (builder);
  quiet.alpha *= 0.25f;
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &quiet);
}

/* columns without a gap between them; a single one is a dot, as a line would have no length */
static void
draw_run (SentinelSparkline *self,
          GtkSnapshot *snapshot,
          const graphene_rect_t *plot,
          const SentinelPixelColumn *columns,
          guint n_columns)
{
  g_autoptr (GskPathBuilder) builder = NULL;
  GdkRGBA color;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  if (n_columns == 1) {
    graphene_point_t at = GRAPHENE_POINT_INIT (find_x (self, plot, columns->at_us),
                                               find_y (self, plot, columns->last));
    draw_dot (snapshot, &at, 1, &color);
    return;
  }
  draw_band (self, snapshot, plot, columns, n_columns, &color);
  builder = gsk_path_builder_new ();
  add_line (self, builder, plot, columns, n_columns);
  stroke (snapshot, builder, 1.25f, &color);
}

static void
draw_end_dot (SentinelSparkline *self,
              GtkSnapshot *snapshot,
              const graphene_rect_t *plot,
              const SentinelPixelColumn *last)
{
  graphene_point_t at =
      GRAPHENE_POINT_INIT (find_x (self, plot, last->at_us), find_y (self, plot, last->last));
  GdkRGBA color;

  gtk_widget_get_color (GTK_WIDGET (self), &color);
  draw_dot (snapshot, &at, 2.5f, &color);
}

static void
sentinel_sparkline_draw (SentinelChart *chart, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  SentinelSparkline *self = SENTINEL_SPARKLINE (chart);
  g_autoptr (GArray) columns = NULL;
  gint64 from_us, to_us;
  guint n_pixels = (guint) ceilf (plot->size.width / sentinel_chart_get_pixel (chart));

  find_time_range (self, &from_us, &to_us);
  columns = sentinel_pixel_columns_new (self->points, from_us, to_us, n_pixels, self->gap_us);
  for (guint begin = 0; begin < columns->len;) {
    guint end = find_run_end (columns, begin);

    draw_run (self,
              snapshot,
              plot,
              &g_array_index (columns, SentinelPixelColumn, begin),
              end - begin);
    begin = end;
  }
  if (columns->len > 0)
    draw_end_dot (self,
                  snapshot,
                  plot,
                  &g_array_index (columns, SentinelPixelColumn, columns->len - 1));
}

/* room for the dot at every side */
static void
sentinel_sparkline_place_plot (SentinelChart *chart, graphene_rect_t *plot)
{
  graphene_rect_inset (plot, 3, 3);
}

static void
sentinel_sparkline_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
sentinel_sparkline_finalize (GObject *object)
{
  SentinelSparkline *self = SENTINEL_SPARKLINE (object);

  g_clear_pointer (&self->points, g_array_unref);
  G_OBJECT_CLASS (sentinel_sparkline_parent_class)->finalize (object);
}

static void
sentinel_sparkline_class_init (SentinelSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_sparkline_finalize;
  widget_class->measure = sentinel_sparkline_measure;
  SENTINEL_CHART_CLASS (klass)->draw = sentinel_sparkline_draw;
  SENTINEL_CHART_CLASS (klass)->place_plot = sentinel_sparkline_place_plot;
  gtk_widget_class_set_css_name (widget_class, "sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sentinel_sparkline_init (SentinelSparkline *self)
{
}

/**
 * sentinel_sparkline_new:
 *
 * Returns: (transfer floating): a sparkline without points
 */
GtkWidget *
sentinel_sparkline_new (void)
{
  return g_object_new (SENTINEL_TYPE_SPARKLINE, NULL);
}

/**
 * sentinel_sparkline_set_points:
 * @self: a sparkline
 * @points: (element-type SentinelPoint) (nullable): what was measured, oldest first; copied
 * @gap_us: two points further apart are not joined; 0: all are
 *
 * Sets what the line shows; values fill its height.
 */
void
sentinel_sparkline_set_points (SentinelSparkline *self, GArray *points, gint64 gap_us)
{
  g_return_if_fail (SENTINEL_IS_SPARKLINE (self));
  g_clear_pointer (&self->points, g_array_unref);
  self->points = points != NULL ? g_array_copy (points) : NULL;
  self->gap_us = gap_us;
  fit_values (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sentinel_sparkline_set_tone:
 * @self: a sparkline
 * @tone: the level at which what it shows fires; NONE: quiet
 *
 * Sets its colour.
 */
void
sentinel_sparkline_set_tone (SentinelSparkline *self, SentinelImportance tone)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_return_if_fail (SENTINEL_IS_SPARKLINE (self));
  if (self->tone == tone)
    return;
  if (self->tone != SENTINEL_IMPORTANCE_NONE)
    gtk_widget_remove_css_class (widget, sentinel_importance_get_css_class (self->tone));
  if (tone != SENTINEL_IMPORTANCE_NONE)
    gtk_widget_add_css_class (widget, sentinel_importance_get_css_class (tone));
  self->tone = tone;
}
