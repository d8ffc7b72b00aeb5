/* SPDX-License-Identifier: MIT */
/* Points are put into columns when something draws or asks, once for each width and each data; the
 * cursor is drawn over what was drawn before. */
#include "sentinel-metric-axes.h"
#include "sentinel-metric-bands.h"
#include "sentinel-metric-chart-private.h"
#include "sentinel-metric-cursor.h"
#include "sentinel-metric-levels.h"
#include "sentinel-metric-line.h"
#include "sentinel-metric-words.h"
#include <glib/gi18n.h>
#include <math.h>

#define MIN_WIDTH 160
#define NATURAL_WIDTH 320
#define MIN_HEIGHT 96
#define NATURAL_HEIGHT 190

enum {
  PROP_LEVELS_EDITABLE = 1,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

enum {
  SIGNAL_LEVEL_DRAGGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelMetricChart, sentinel_metric_chart, SENTINEL_TYPE_CHART)

/* What is shown */

/**
 * sentinel_metric_chart_fit_values:
 * @self: a chart
 *
 * Fits the axis to values and levels. Not while a line is dragged, which would run away from the
 * pointer.
 */
void
sentinel_metric_chart_fit_values (SentinelMetricChart *self)
{
  SentinelMetricView *view = &self->view;
  double low = view->data != NULL ? view->data->lowest : NAN;
  double high = view->data != NULL ? view->data->highest : NAN;
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (self->dragged != SENTINEL_METRIC_NO_HANDLE)
    return;
  sentinel_metric_levels_extend (view, &low, &high);
  if (isnan (low))
    low = high = 0;
  sentinel_value_axis_fit (&view->axis,
                           low,
                           high,
                           sentinel_metric_axes_count_steps (view,
                                                             height > 0 ? height : NATURAL_HEIGHT));
  sentinel_chart_set_value_range (SENTINEL_CHART (self), view->axis.bottom, view->axis.top);
}

/**
 * sentinel_metric_chart_ensure_stops:
 * @self: a chart
 * @plot: where the data goes
 *
 * Returns: (transfer none): the columns for that width
 */
const SentinelMetricStops *
sentinel_metric_chart_ensure_stops (SentinelMetricChart *self, const graphene_rect_t *plot)
{
  float pixel = sentinel_chart_get_pixel (SENTINEL_CHART (self));
  guint n_pixels = (guint) ceilf (plot->size.width / pixel);

  if (self->view.stops != NULL && self->n_pixels == n_pixels)
    return self->view.stops;
  g_clear_pointer (&self->view.stops, sentinel_metric_stops_free);
  self->view.stops = sentinel_metric_stops_new (self->view.data, n_pixels);
  self->n_pixels = n_pixels;
  if (self->cursor != G_MAXUINT)
    self->cursor = sentinel_metric_stops_find (self->view.stops, self->cursor_us);
  return self->view.stops;
}

/**
 * sentinel_metric_chart_emit_dragged:
 * @self: a chart
 * @handle: of the line
 * @value: where it is
 * @is_done: and let go of
 */
void
sentinel_metric_chart_emit_dragged (SentinelMetricChart *self,
                                    guint handle,
                                    double value,
                                    gboolean is_done)
{
  g_signal_emit (self,
                 signals[SIGNAL_LEVEL_DRAGGED],
                 0,
                 handle / 2,
                 (gboolean) (handle % 2 == 1),
                 value,
                 is_done);
}

/* The widget */

static void
draw_nothing (SentinelMetricChart *self, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  const char *text = _ ("Nothing was observed in this time");
  int height;

  sentinel_chart_measure_text (self->view.label_ink, text, NULL, &height);
  sentinel_chart_draw_text (SENTINEL_CHART (self),
                            snapshot,
                            self->view.label_ink,
                            text,
                            &GRAPHENE_POINT_INIT (plot->origin.x + plot->size.width / 2,
                                                  plot->origin.y
                                                      + (plot->size.height - (float) height) / 2),
                            0.5f);
}

static void
sentinel_metric_chart_draw (SentinelChart *chart,
                            GtkSnapshot *snapshot,
                            const graphene_rect_t *plot)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (chart);
  const SentinelMetricStops *stops = sentinel_metric_chart_ensure_stops (self, plot);

  if (self->view.data != NULL)
    sentinel_metric_bands_draw (&self->view, snapshot, plot);
  sentinel_metric_axes_draw (&self->view, snapshot, plot);
  if (stops->columns->len == 0)
    draw_nothing (self, snapshot, plot);
  sentinel_metric_line_draw (&self->view, snapshot, plot);
  sentinel_metric_levels_draw (&self->view, snapshot, plot);
  if (self->view.data != NULL)
    sentinel_metric_bands_draw_tops (&self->view, snapshot, plot);
}

static void
sentinel_metric_chart_draw_over (SentinelChart *chart,
                                 GtkSnapshot *snapshot,
                                 const graphene_rect_t *plot)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (chart);

  if (self->cursor < sentinel_metric_chart_ensure_stops (self, plot)->stops->len
      && self->cursor_text != NULL)
    sentinel_metric_cursor_draw (&self->view, snapshot, plot, self->cursor, self->cursor_text);
}

static void
sentinel_metric_chart_place_plot (SentinelChart *chart, graphene_rect_t *plot)
{
  sentinel_metric_axes_place (&SENTINEL_METRIC_CHART (chart)->view, plot);
}

static void
sentinel_metric_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  sentinel_metric_chart_fit_values (SENTINEL_METRIC_CHART (widget));
}

static void
sentinel_metric_chart_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (widget);
  int height;

  sentinel_chart_measure_text (self->view.label_ink, "0", NULL, &height);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MAX (MIN_HEIGHT, 5 * height);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? NATURAL_WIDTH
                                                       : MAX (NATURAL_HEIGHT, 8 * height);
}

static void
sentinel_metric_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (object);

  if (id == PROP_LEVELS_EDITABLE)
    g_value_set_boolean (value, self->is_editable);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
sentinel_metric_chart_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *spec)
{
  if (id == PROP_LEVELS_EDITABLE)
    sentinel_metric_chart_set_levels_editable (SENTINEL_METRIC_CHART (object),
                                               g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
sentinel_metric_chart_finalize (GObject *object)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (object);

  g_clear_pointer (&self->view.data, sentinel_metric_data_unref);
  g_clear_pointer (&self->view.stops, sentinel_metric_stops_free);
  g_clear_pointer (&self->view.zone, g_time_zone_unref);
  g_array_unref (self->view.levels);
  g_free (self->title);
  g_free (self->summary);
  g_free (self->cursor_text);
  G_OBJECT_CLASS (sentinel_metric_chart_parent_class)->finalize (object);
}

static void
add_signal (void)
{
  signals[SIGNAL_LEVEL_DRAGGED] = g_signal_new ("level-dragged",
                                                SENTINEL_TYPE_METRIC_CHART,
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                4,
                                                G_TYPE_UINT,
                                                G_TYPE_BOOLEAN,
                                                G_TYPE_DOUBLE,
                                                G_TYPE_BOOLEAN);
}

static void
sentinel_metric_chart_class_init (SentinelMetricChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SentinelChartClass *chart_class = SENTINEL_CHART_CLASS (klass);

  object_class->finalize = sentinel_metric_chart_finalize;
  object_class->get_property = sentinel_metric_chart_get_property;
  object_class->set_property = sentinel_metric_chart_set_property;
  widget_class->measure = sentinel_metric_chart_measure;
  widget_class->size_allocate = sentinel_metric_chart_size_allocate;
  chart_class->draw = sentinel_metric_chart_draw;
  chart_class->draw_over = sentinel_metric_chart_draw_over;
  chart_class->place_plot = sentinel_metric_chart_place_plot;
  properties[PROP_LEVELS_EDITABLE] =
      g_param_spec_boolean ("levels-editable",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  add_signal ();
  gtk_widget_class_set_css_name (widget_class, "metricchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  sentinel_metric_chart_class_add_acts (widget_class);
}

static void
sentinel_metric_chart_init (SentinelMetricChart *self)
{
  self->cursor = G_MAXUINT;
  self->dragged = self->view.chosen = SENTINEL_METRIC_NO_HANDLE;
  self->view.chart = SENTINEL_CHART (self);
  self->view.levels = g_array_new (FALSE, FALSE, sizeof (SentinelMetricLevel));
  sentinel_metric_view_add_inks (&self->view);
  sentinel_metric_chart_add_acts (self);
  sentinel_metric_chart_fit_values (self);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * sentinel_metric_chart_new:
 *
 * Returns: (transfer floating): a chart without data
 */
GtkWidget *
sentinel_metric_chart_new (void)
{
  return g_object_new (SENTINEL_TYPE_METRIC_CHART, NULL);
}

static void
show_summary (SentinelMetricChart *self)
{
  g_autofree char *summary = sentinel_metric_format_summary (self->title, self->view.data);

  if (g_set_str (&self->summary, summary))
    gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    summary,
                                    -1);
}

/* What a person is dragging stays where it is. */
static void
take_levels (SentinelMetricChart *self)
{
  SentinelMetricView *view = &self->view;
  gboolean is_held = sentinel_metric_levels_is_handle (view, self->dragged);
  double held = is_held ? sentinel_metric_levels_get (view, self->dragged) : NAN;

  g_array_set_size (view->levels, 0);
  if (view->data != NULL && view->data->levels->len > 0)
    g_array_append_vals (view->levels, view->data->levels->data, view->data->levels->len);
  if (!sentinel_metric_levels_is_handle (view, self->dragged))
    self->dragged = SENTINEL_METRIC_NO_HANDLE;
  else if (is_held)
    sentinel_metric_levels_set (view, self->dragged, held);
}

/**
 * sentinel_metric_chart_set_data:
 * @self: a chart
 * @data: (nullable) (transfer none): what it shows from now on; kept, not copied
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Nothing is worked out before somebody looks. Main thread.
 */
void
sentinel_metric_chart_set_data (SentinelMetricChart *self,
                                SentinelMetricData *data,
                                GTimeZone *zone)
{
  SentinelMetricView *view = &self->view;
  SentinelMetricData *before = view->data;
  GTimeZone *zone_before = view->zone;

  g_return_if_fail (SENTINEL_IS_METRIC_CHART (self));
  view->data = data != NULL ? sentinel_metric_data_ref (data) : NULL;
  view->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  g_clear_pointer (&before, sentinel_metric_data_unref);
  g_clear_pointer (&zone_before, g_time_zone_unref);
  g_clear_pointer (&view->stops, sentinel_metric_stops_free);
  take_levels (self);
  sentinel_chart_set_time_range (SENTINEL_CHART (self),
                                 data != NULL ? data->from_us : 0,
                                 data != NULL ? data->to_us : 0);
  sentinel_metric_chart_fit_values (self);
  sentinel_metric_chart_renew_cursor (self);
  show_summary (self);
  sentinel_chart_redraw (SENTINEL_CHART (self));
}

/**
 * sentinel_metric_chart_set_title:
 * @self: a chart
 * @title: (nullable): what is measured; one plain line
 */
void
sentinel_metric_chart_set_title (SentinelMetricChart *self, const char *title)
{
  g_return_if_fail (SENTINEL_IS_METRIC_CHART (self));
  if (g_set_str (&self->title, title))
    show_summary (self);
}

/**
 * sentinel_metric_chart_set_levels_editable:
 * @self: a chart
 * @is_editable: a person may move the lines
 */
void
sentinel_metric_chart_set_levels_editable (SentinelMetricChart *self, gboolean is_editable)
{
  g_return_if_fail (SENTINEL_IS_METRIC_CHART (self));
  if (self->is_editable == is_editable)
    return;
  self->is_editable = is_editable;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_HELP_TEXT,
                                  is_editable ? _ ("[ and ] choose a line, Up and Down move it") : "",
                                  -1);
  self->dragged = self->view.chosen = SENTINEL_METRIC_NO_HANDLE;
  sentinel_chart_redraw (SENTINEL_CHART (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEVELS_EDITABLE]);
}

/**
 * sentinel_metric_chart_get_summary:
 * @self: a chart
 *
 * Returns: (transfer none) (nullable): its accessible label; %NULL before it has data
 */
const char *
sentinel_metric_chart_get_summary (SentinelMetricChart *self)
{
  return self->summary;
}

/**
 * sentinel_metric_chart_get_cursor_text:
 * @self: a chart
 *
 * Returns: (transfer none) (nullable): lines about the place of the cursor or the chosen line;
 *   %NULL: there is neither
 */
const char *
sentinel_metric_chart_get_cursor_text (SentinelMetricChart *self)
{
  return self->cursor_text;
}
