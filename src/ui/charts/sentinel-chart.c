/* SPDX-License-Identifier: MIT */
/* GTK keeps what a widget drew until it is told that this is old, so nothing here runs while data,
 * size and style stay, and nothing at all while the chart is not mapped. A chart that also draws
 * what follows the pointer keeps the rest itself, so that a moving pointer draws only that. */
#include "sentinel-chart.h"
#include "sentinel-chart-ink.h"
#include <math.h>

typedef struct {
  gint64 from_us, to_us;
  double bottom, top;
  GdkSurface *surface; /* borrowed while it is realized */
  GskRenderNode *picture; /* nullable: what draw() drew in picture_plot */
  graphene_rect_t picture_plot;
} SentinelChartPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SentinelChart, sentinel_chart, GTK_TYPE_WIDGET)

#define GET_PRIVATE(self) \
  ((SentinelChartPrivate *) sentinel_chart_get_instance_private ((SentinelChart *) (self)))

/* NULL where nothing is drawn */
static GskRenderNode *
get_picture (SentinelChart *self, const graphene_rect_t *plot)
{
  SentinelChartPrivate *priv = GET_PRIVATE (self);
  GtkSnapshot *snapshot;

  if (priv->picture != NULL && graphene_rect_equal (&priv->picture_plot, plot))
    return priv->picture;
  g_clear_pointer (&priv->picture, gsk_render_node_unref);
  snapshot = gtk_snapshot_new ();
  SENTINEL_CHART_GET_CLASS (self)->draw (self, snapshot, plot);
  priv->picture = gtk_snapshot_free_to_node (snapshot);
  priv->picture_plot = *plot;
  return priv->picture;
}

static void
draw_layers (SentinelChart *self, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  GskRenderNode *picture = get_picture (self, plot);

  if (picture != NULL)
    gtk_snapshot_append_node (snapshot, picture);
  SENTINEL_CHART_GET_CLASS (self)->draw_over (self, snapshot, plot);
}

static void
sentinel_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SentinelChart *self = SENTINEL_CHART (widget);
  SentinelChartClass *klass = SENTINEL_CHART_GET_CLASS (self);
  graphene_rect_t plot;

  sentinel_chart_get_plot (self, &plot);
  if (plot.size.width > 0 && plot.size.height > 0 && klass->draw_over != NULL)
    draw_layers (self, snapshot, &plot);
  else if (plot.size.width > 0 && plot.size.height > 0 && klass->draw != NULL)
    klass->draw (self, snapshot, &plot);
  GTK_WIDGET_CLASS (sentinel_chart_parent_class)->snapshot (widget, snapshot);
}

static void
sentinel_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sentinel_chart_parent_class)->css_changed (widget, change);
  sentinel_chart_redraw (SENTINEL_CHART (widget));
}

static void
sentinel_chart_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (sentinel_chart_parent_class)->direction_changed (widget, previous);
  sentinel_chart_redraw (SENTINEL_CHART (widget));
}

static void
sentinel_chart_realize (GtkWidget *widget)
{
  SentinelChartPrivate *priv = GET_PRIVATE (widget);

  GTK_WIDGET_CLASS (sentinel_chart_parent_class)->realize (widget);
  priv->surface = gtk_native_get_surface (gtk_widget_get_native (widget));
  g_signal_connect_object (priv->surface,
                           "notify::scale",
                           G_CALLBACK (sentinel_chart_redraw),
                           widget,
                           G_CONNECT_SWAPPED);
}

static void
sentinel_chart_unrealize (GtkWidget *widget)
{
  SentinelChartPrivate *priv = GET_PRIVATE (widget);

  g_signal_handlers_disconnect_by_func (priv->surface, sentinel_chart_redraw, widget);
  priv->surface = NULL;
  g_clear_pointer (&priv->picture, gsk_render_node_unref);
  GTK_WIDGET_CLASS (sentinel_chart_parent_class)->unrealize (widget);
}

static void
sentinel_chart_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&GET_PRIVATE (object)->picture, gsk_render_node_unref);
  G_OBJECT_CLASS (sentinel_chart_parent_class)->dispose (object);
}

static void
sentinel_chart_class_init (SentinelChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_chart_dispose;
  widget_class->snapshot = sentinel_chart_snapshot;
  widget_class->css_changed = sentinel_chart_css_changed;
  widget_class->direction_changed = sentinel_chart_direction_changed;
  widget_class->realize = sentinel_chart_realize;
  widget_class->unrealize = sentinel_chart_unrealize;
}

static void
sentinel_chart_init (SentinelChart *self)
{
}

/**
 * sentinel_chart_redraw:
 * @self: a chart
 *
 * Says that what draw() drew is old. For what draw_over() draws, gtk_widget_queue_draw() is enough.
 */
void
sentinel_chart_redraw (SentinelChart *self)
{
  g_clear_pointer (&GET_PRIVATE (self)->picture, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sentinel_chart_set_time_range:
 * @self: a chart
 * @from_us: where the plot begins, microseconds UTC
 * @to_us: where it ends; not before @from_us
 *
 * Sets what time the width of the plot stands for.
 */
void
sentinel_chart_set_time_range (SentinelChart *self, gint64 from_us, gint64 to_us)
{
  SentinelChartPrivate *priv = GET_PRIVATE (self);

  g_return_if_fail (SENTINEL_IS_CHART (self));
  if (priv->from_us == from_us && priv->to_us == to_us)
    return;
  priv->from_us = from_us;
  priv->to_us = to_us;
  sentinel_chart_redraw (self);
}

static gboolean
is_same (double a, double b)
{
  return !(a < b) && !(a > b);
}

/**
 * sentinel_chart_set_value_range:
 * @self: a chart
 * @bottom: value at the lower edge of the plot
 * @top: value at its upper edge; above @bottom, else all values lie in the middle
 *
 * Sets what values the height of the plot stands for.
 */
void
sentinel_chart_set_value_range (SentinelChart *self, double bottom, double top)
{
  SentinelChartPrivate *priv = GET_PRIVATE (self);

  g_return_if_fail (SENTINEL_IS_CHART (self));
  if (is_same (priv->bottom, bottom) && is_same (priv->top, top))
    return;
  priv->bottom = bottom;
  priv->top = top;
  sentinel_chart_redraw (self);
}

/**
 * sentinel_chart_get_time_range:
 * @self: a chart
 * @from_us: (out): where the plot begins, microseconds UTC
 * @to_us: (out): where it ends
 */
void
sentinel_chart_get_time_range (SentinelChart *self, gint64 *from_us, gint64 *to_us)
{
  *from_us = GET_PRIVATE (self)->from_us;
  *to_us = GET_PRIVATE (self)->to_us;
}

/**
 * sentinel_chart_get_value_range:
 * @self: a chart
 * @bottom: (out): value at the lower edge of the plot
 * @top: (out): value at its upper edge
 */
void
sentinel_chart_get_value_range (SentinelChart *self, double *bottom, double *top)
{
  *bottom = GET_PRIVATE (self)->bottom;
  *top = GET_PRIVATE (self)->top;
}

/**
 * sentinel_chart_get_x:
 * @self: a chart
 * @plot: where the data goes
 * @at_us: a time, microseconds UTC
 *
 * Returns: where it is, in the coordinates of @plot; from right to left where people read so
 */
float
sentinel_chart_get_x (SentinelChart *self, const graphene_rect_t *plot, gint64 at_us)
{
  SentinelChartPrivate *priv = GET_PRIVATE (self);
  double fraction = 1;

  if (priv->to_us > priv->from_us)
    fraction = (double) (at_us - priv->from_us) / (double) (priv->to_us - priv->from_us);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    fraction = 1 - fraction;
  return plot->origin.x + (float) (fraction * plot->size.width);
}

/**
 * sentinel_chart_get_y:
 * @self: a chart
 * @plot: where the data goes
 * @value: a value
 *
 * Returns: where it is, in the coordinates of @plot
 */
float
sentinel_chart_get_y (SentinelChart *self, const graphene_rect_t *plot, double value)
{
  SentinelChartPrivate *priv = GET_PRIVATE (self);
  double fraction = 0.5;

  /* halves: the difference of two finite numbers may not be one */
  if (priv->top > priv->bottom)
    fraction = (value / 2 - priv->bottom / 2) / (priv->top / 2 - priv->bottom / 2);
  return plot->origin.y + (float) ((1 - fraction) * plot->size.height);
}

/**
 * sentinel_chart_get_plot:
 * @self: a chart
 * @plot: (out): where its data goes, in the widget's coordinates; may be empty
 */
void
sentinel_chart_get_plot (SentinelChart *self, graphene_rect_t *plot)
{
  GtkWidget *widget = GTK_WIDGET (self);

  *plot = GRAPHENE_RECT_INIT (0,
                              0,
                              (float) gtk_widget_get_width (widget),
                              (float) gtk_widget_get_height (widget));
  if (SENTINEL_CHART_GET_CLASS (self)->place_plot != NULL)
    SENTINEL_CHART_GET_CLASS (self)->place_plot (self, plot);
}

/**
 * sentinel_chart_add_ink:
 * @self: a chart
 * @css_classes: style classes, separated by spaces
 *
 * The colour is gtk_widget_get_color() of what it returns.
 *
 * Returns: (transfer none): what has that style; it lives as long as the chart
 */
GtkWidget *
sentinel_chart_add_ink (SentinelChart *self, const char *css_classes)
{
  GtkWidget *ink = sentinel_chart_ink_new (css_classes);

  gtk_widget_set_parent (ink, GTK_WIDGET (self));
  return ink;
}

static double
get_scale (SentinelChart *self)
{
  SentinelChartPrivate *priv = GET_PRIVATE (self);

  return priv->surface != NULL ? gdk_surface_get_scale (priv->surface) : 1;
}

/* where the widget begins on the surface, in its pixels before scaling */
static graphene_point_t
get_origin (SentinelChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_point_t origin = GRAPHENE_POINT_INIT (0, 0);
  double x = 0, y = 0;

  if (native == NULL)
    return origin;
  if (!gtk_widget_compute_point (widget, GTK_WIDGET (native), &origin, &origin))
    return origin;
  gtk_native_get_surface_transform (native, &x, &y);
  return GRAPHENE_POINT_INIT (origin.x + (float) x, origin.y + (float) y);
}

/**
 * sentinel_chart_snap_x:
 * @self: a chart
 * @x: a place in its coordinates
 *
 * Returns: the edge of a device pixel next to @x, so that an upright edge there is sharp
 */
float
sentinel_chart_snap_x (SentinelChart *self, float x)
{
  double scale = get_scale (self), origin = get_origin (self).x;

  return (float) (round ((origin + x) * scale) / scale - origin);
}

/**
 * sentinel_chart_snap_y:
 * @self: a chart
 * @y: a place in its coordinates
 *
 * Returns: the edge of a device pixel next to @y, so that a level edge there is sharp
 */
float
sentinel_chart_snap_y (SentinelChart *self, float y)
{
  double scale = get_scale (self), origin = get_origin (self).y;

  return (float) (round ((origin + y) * scale) / scale - origin);
}

/**
 * sentinel_chart_get_pixel:
 * @self: a chart
 *
 * Returns: how wide a device pixel is in the widget's coordinates, above 0
 */
float
sentinel_chart_get_pixel (SentinelChart *self)
{
  return (float) (1 / get_scale (self));
}

/**
 * sentinel_chart_draw_text:
 * @self: a chart
 * @snapshot: where to
 * @ink: what sentinel_chart_add_ink() returned
 * @text: one line, plain
 * @at: the place of its top at @align of its width
 * @align: 0 (start) to 1 (end)
 *
 * Draws a line of text, moved into the widget where it would stand out.
 */
void
sentinel_chart_draw_text (SentinelChart *self,
                          GtkSnapshot *snapshot,
                          GtkWidget *ink,
                          const char *text,
                          const graphene_point_t *at,
                          float align)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (ink, text);
  graphene_point_t place = *at;
  float rest;
  int width;
  GdkRGBA color;

  pango_layout_get_pixel_size (layout, &width, NULL);
  rest = (float) (gtk_widget_get_width (GTK_WIDGET (self)) - width);
  place.x = roundf (CLAMP (place.x - align * (float) width, 0, MAX (rest, 0)));
  gtk_widget_get_color (ink, &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &place);
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

/**
 * sentinel_chart_measure_text:
 * @ink: what sentinel_chart_add_ink() returned
 * @text: one line, plain
 * @width: (out) (optional): in pixels
 * @height: (out) (optional): in pixels
 */
void
sentinel_chart_measure_text (GtkWidget *ink, const char *text, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (ink, text);

  pango_layout_get_pixel_size (layout, width, height);
}
