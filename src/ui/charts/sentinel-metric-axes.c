/* SPDX-License-Identifier: MIT */
/* A label is written only where it has room. */
#include "sentinel-metric-axes.h"
#include "sentinel-age.h"
#include "sentinel-metric-words.h"
#include "sentinel-text.h"
#include "sentinel-time-axis.h"
#include <glib/gi18n.h>
#include <math.h>

#define GAP 6
#define LABEL_SPACE 12
#define LONGEST_UNIT 4 /* letters; a longer one would take the line's room */
#define MOST_STEPS 5
#define LINE_PITCH 2.2f /* from line to line at least, in heights of a label */

static char *
format_line (const SentinelMetricView *view, guint index)
{
  double value = sentinel_value_axis_get_line (&view->axis, index);
  g_autofree char *number = sentinel_value_axis_format (&view->axis, value);
  const char *unit = view->data != NULL ? view->data->unit : NULL;
  g_autofree char *line = sentinel_text_to_line (unit != NULL ? unit : "", 40);

  if (*line == '\0' || g_utf8_strlen (line, -1) > LONGEST_UNIT)
    return g_steal_pointer (&number);
  /* Translators: a number and its unit; the space is a no-break space */
  return g_strdup_printf (_ ("%s %s"), number, line);
}

static int
find_width (const SentinelMetricView *view)
{
  int widest = 0;

  for (guint i = 0; i < view->axis.n_lines; i++) {
    g_autofree char *text = format_line (view, i);
    int width;

    sentinel_chart_measure_text (view->label_ink, text, &width, NULL);
    widest = MAX (widest, width);
  }
  return widest;
}

static int
get_label_height (const SentinelMetricView *view)
{
  int height;

  sentinel_chart_measure_text (view->label_ink, "0", NULL, &height);
  return height;
}

static gboolean
has_events (const SentinelMetricView *view)
{
  return view->data != NULL && view->data->bands->len + view->data->marks->len > 0;
}

/**
 * sentinel_metric_axes_place:
 * @view: what is shown
 * @plot: (inout): the whole widget, then where the data goes
 */
void
sentinel_metric_axes_place (const SentinelMetricView *view, graphene_rect_t *plot)
{
  float height = (float) get_label_height (view);
  float side = (float) find_width (view) + GAP;
  float above = fmaxf (height / 2, has_events (view) ? 2 * SENTINEL_METRIC_SHAPE + 4 : 0);

  plot->origin.x += sentinel_metric_view_is_rtl (view) ? side : 0;
  plot->origin.y += above;
  plot->size.width = fmaxf (plot->size.width - side, 0);
  plot->size.height = fmaxf (plot->size.height - above - height - GAP, 0);
}

/**
 * sentinel_metric_axes_count_steps:
 * @view: what is shown
 * @height: of the widget, in pixels
 *
 * Returns: how many steps the axis of values may have, from 1
 */
guint
sentinel_metric_axes_count_steps (const SentinelMetricView *view, int height)
{
  float label = (float) get_label_height (view);
  float room = (float) height - 2 * label - GAP;

  return (guint) CLAMP (room / (LINE_PITCH * label), 1, MOST_STEPS);
}

static void
draw_values (const SentinelMetricView *view, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  gboolean is_rtl = sentinel_metric_view_is_rtl (view);
  float x = sentinel_metric_view_get_end (view, plot) + (is_rtl ? -GAP : GAP);
  float half = (float) get_label_height (view) / 2;
  GdkRGBA color;

  gtk_widget_get_color (view->rule_ink, &color);
  for (guint i = 0; i < view->axis.n_lines; i++) {
    double value = sentinel_value_axis_get_line (&view->axis, i);
    float y = sentinel_chart_get_y (view->chart, plot, value);
    g_autofree char *text = format_line (view, i);

    sentinel_metric_view_draw_level (view, snapshot, plot, y, 1, &color);
    sentinel_chart_draw_text (view->chart,
                              snapshot,
                              view->label_ink,
                              text,
                              &GRAPHENE_POINT_INIT (x, y - half),
                              is_rtl ? 1 : 0);
  }
}

static char *
format_tick (const SentinelMetricView *view, const SentinelTimeTick *tick)
{
  return tick->is_day ? sentinel_age_format_day (tick->at_us, view->zone)
                      : sentinel_age_format_clock (tick->at_us, view->zone);
}

/* as wide as a day or a time of day may be */
static int
find_tick_width (const SentinelMetricView *view)
{
  SentinelTimeTick day = { view->data->to_us, TRUE }, clock = { view->data->to_us, FALSE };
  g_autofree char *day_text = format_tick (view, &day);
  g_autofree char *clock_text = format_tick (view, &clock);
  int day_width, clock_width;

  sentinel_chart_measure_text (view->label_ink, day_text, &day_width, NULL);
  sentinel_chart_measure_text (view->label_ink, clock_text, &clock_width, NULL);
  return MAX (MAX (day_width, clock_width), 1) + LABEL_SPACE;
}

static void
draw_times (const SentinelMetricView *view, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  int room = find_tick_width (view);
  guint n_most = (guint) CLAMP (plot->size.width / (float) room, 1, 12);
  g_autoptr (GArray) ticks =
      sentinel_time_axis_new (view->data->from_us, view->data->to_us, n_most, view->zone);
  float taken_x = -G_MAXFLOAT;

  for (guint i = 0; i < ticks->len; i++) {
    guint place = sentinel_metric_view_is_rtl (view) ? ticks->len - 1 - i : i;
    const SentinelTimeTick *tick = &g_array_index (ticks, SentinelTimeTick, place);
    g_autofree char *text = format_tick (view, tick);
    float x = sentinel_chart_get_x (view->chart, plot, tick->at_us), half;
    int width;

    sentinel_chart_measure_text (view->label_ink, text, &width, NULL);
    half = (float) width / 2;
    /* at the ends it is moved into the plot, so that it tells of nothing beside it */
    x = fmaxf (fminf (x, plot->origin.x + plot->size.width - half), plot->origin.x + half);
    if (x - half < taken_x)
      continue;
    taken_x = x + half + LABEL_SPACE / 2.f;
    sentinel_chart_draw_text (view->chart,
                              snapshot,
                              view->label_ink,
                              text,
                              &GRAPHENE_POINT_INIT (x,
                                                    plot->origin.y + plot->size.height + GAP / 2.f),
                              0.5f);
  }
}

/**
 * sentinel_metric_axes_draw:
 * @view: what is shown
 * @snapshot: where to
 * @plot: where the data goes
 */
void
sentinel_metric_axes_draw (const SentinelMetricView *view,
                           GtkSnapshot *snapshot,
                           const graphene_rect_t *plot)
{
  draw_values (view, snapshot, plot);
  if (view->data != NULL)
    draw_times (view, snapshot, plot);
}
