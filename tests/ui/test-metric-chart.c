/* SPDX-License-Identifier: MIT */
/* The metric chart: what is put into its columns, what it says, and what keys and pointer do. */
#include "sentinel-metric-chart.h"
#include "sentinel-metric-maker.h"
#include "sentinel-metric-stops.h"
#include "sentinel-time-axis.h"
#include "sentinel-ui-test.h"
#include "sentinel-value-axis.h"
#include <math.h>

#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR G_TIME_SPAN_HOUR
#define NOW_US (1764081000 * G_TIME_SPAN_SECOND) /* 2025-11-25 14:30 UTC */

/* Columns */

/* what a column holds, found by asking every point */
static void
check_column (const SentinelMetricData *data, guint n_columns, const SentinelPixelColumn *column)
{
  double span = (double) (data->to_us - data->from_us);
  guint place =
      MIN ((guint) ((double) (column->at_us - data->from_us) / span * n_columns), n_columns - 1);
  double min = INFINITY, max = -INFINITY, last = NAN;

  for (guint i = 0; i < data->points->len; i++) {
    const SentinelPoint *point = &g_array_index (data->points, SentinelPoint, i);
    guint own =
        MIN ((guint) ((double) (point->at_us - data->from_us) / span * n_columns), n_columns - 1);

    if (own != place)
      continue;
    min = fmin (min, point->min);
    max = fmax (max, point->max);
    last = point->last;
  }
  g_assert_cmpfloat_with_epsilon (column->min, min, 1e-9);
  g_assert_cmpfloat_with_epsilon (column->max, max, 1e-9);
  g_assert_cmpfloat_with_epsilon (column->last, last, 1e-9);
}

static void
test_columns (void)
{
  g_autoptr (SentinelMetricData) data = sentinel_metric_maker_new_day (NOW_US);

  for (guint n_columns = 1; n_columns <= 2000; n_columns = n_columns * 3 + 1) {
    g_autoptr (SentinelMetricStops) stops = sentinel_metric_stops_new (data, n_columns);
    guint n_breaks = 0;

    g_assert_cmpuint (stops->columns->len, <=, n_columns);
    for (guint i = 0; i < stops->columns->len; i++) {
      const SentinelPixelColumn *column = &g_array_index (stops->columns, SentinelPixelColumn, i);

      check_column (data, n_columns, column);
      n_breaks += !column->is_joined;
    }
    /* one where it begins, and one for the gap as soon as it can be seen */
    g_assert_cmpuint (n_breaks, ==, 24 * 60 / n_columns <= 90 ? 2 : 1);
    g_assert_cmpuint (stops->stops->len, ==, stops->columns->len + n_breaks - 1);
  }
}

static void
test_stops (void)
{
  g_autoptr (SentinelMetricData) data = sentinel_metric_data_new (NULL, 0, 1000);
  g_autoptr (SentinelMetricStops) stops = NULL;
  static const gint64 times[] = { 100, 200, 800 };
  static const struct {
    gint64 at_us;
    guint stop;
  } table[] = { { -5, 0 },  { 100, 0 }, { 149, 0 }, { 151, 1 }, { 249, 1 }, { 251, 2 },
                { 500, 2 }, { 690, 2 }, { 760, 3 }, { 900, 3 }, { 5000, 3 } };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    sentinel_metric_data_add_point (data, &(SentinelPoint) { times[i], 1, 1, 1 });
  sentinel_metric_data_add_gap (data, 300, 500);
  sentinel_metric_data_add_gap (data, 450, 700);
  sentinel_metric_data_add_gap (data, 900, 900);
  stops = sentinel_metric_stops_new (data, 100);
  g_assert_cmpuint (stops->gaps->len, ==, 1);
  g_assert_cmpuint (stops->stops->len, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpuint (sentinel_metric_stops_find (stops, table[i].at_us), ==, table[i].stop);
  g_assert_null (sentinel_metric_stops_get_column (stops, 2));
  g_assert_nonnull (sentinel_metric_stops_get_column (stops, 3));
}

static void
test_no_stops (void)
{
  g_autoptr (SentinelMetricData) data = sentinel_metric_data_new (NULL, 0, 1000);
  g_autoptr (SentinelMetricStops) nothing = sentinel_metric_stops_new (NULL, 100);
  g_autoptr (SentinelMetricStops) empty = sentinel_metric_stops_new (data, 100);
  g_autoptr (SentinelMetricStops) narrow = sentinel_metric_stops_new (data, 0);

  g_assert_cmpuint (sentinel_metric_stops_find (nothing, 5), ==, G_MAXUINT);
  g_assert_cmpuint (empty->stops->len, ==, 0);
  g_assert_cmpuint (narrow->stops->len, ==, 0);
}

/* Axes */

static const struct {
  double low, high;
  guint n_steps;
  double bottom, top, step;
} value_axes[] = {
  { 25, 92, 4, 0, 100, 25 },
  { 25, 92, 2, 0, 100, 50 },
  { 56, 95, 4, 40, 100, 20 },
  { 0, 0, 4, 0, 1, 0.25 },
  { 42, 42, 4, 0, 60, 20 },
  { -42, -42, 4, -60, 0, 20 },
  { -3, 7, 4, -5, 10, 5 },
  { 0.001, 0.0034, 4, 0, 0.004, 0.001 },
  { 1e15, 1e15 + 8, 4, 1e15, 1e15 + 8, 2 },
};

static void
test_value_axis (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (value_axes); i++) {
    SentinelValueAxis axis;

    sentinel_value_axis_fit (&axis, value_axes[i].low, value_axes[i].high, value_axes[i].n_steps);
    g_test_message ("%g to %g: %g to %g by %g",
                    value_axes[i].low,
                    value_axes[i].high,
                    axis.bottom,
                    axis.top,
                    axis.step);
    g_assert_cmpfloat (axis.bottom, <=, value_axes[i].low);
    g_assert_cmpfloat (axis.top, >=, value_axes[i].high);
    g_assert_cmpfloat_with_epsilon (axis.step, value_axes[i].step, value_axes[i].step * 1e-6);
    g_assert_cmpfloat_with_epsilon (axis.bottom, value_axes[i].bottom, 1e-6);
    g_assert_cmpfloat_with_epsilon (axis.top, value_axes[i].top, 1e-6);
    g_assert_cmpfloat_with_epsilon (sentinel_value_axis_get_line (&axis, axis.n_lines - 1),
                                    axis.top,
                                    1e-6);
  }
}

/* No numbers at all break it. */
static void
test_odd_values (void)
{
  static const double odd[] = {
    0, -0.0, 1e-320, DBL_MIN, 1e-12, 1, 1e20, DBL_MAX, -DBL_MAX, -1e-320
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    for (guint k = 0; k < G_N_ELEMENTS (odd); k++) {
      double low = fmin (odd[i], odd[k]), high = fmax (odd[i], odd[k]);
      SentinelValueAxis axis;
      g_autofree char *text = NULL;

      sentinel_value_axis_fit (&axis, low, high, 4);
      text = sentinel_value_axis_format (&axis, low);
      g_assert_true (isfinite (axis.bottom) && isfinite (axis.top));
      g_assert_cmpfloat (axis.bottom, <, axis.top);
      g_assert_cmpuint (axis.n_lines, >=, 2);
      g_assert_cmpuint (axis.n_lines, <=, 5);
      g_assert_true (isfinite (sentinel_value_axis_snap (&axis, high)));
    }
}

static void
test_snap (void)
{
  SentinelValueAxis axis;

  sentinel_value_axis_fit (&axis, 0, 100, 4);
  g_assert_cmpfloat_with_epsilon (sentinel_value_axis_snap (&axis, 87.4), 87, 1e-12);
  sentinel_value_axis_fit (&axis, 0, 0.7, 4);
  g_assert_cmpfloat_with_epsilon (sentinel_value_axis_snap (&axis, 0.0712), 0.07, 1e-15);
  sentinel_value_axis_fit (&axis, 0, 8e9, 4);
  g_assert_cmpfloat_with_epsilon (sentinel_value_axis_snap (&axis, 7.123e9), 7.1e9, 1);
}

static const struct {
  const char *zone;
  gint64 from_us, span_us;
  guint n_most;
  const char *words; /* the ticks */
} time_axes[] = {
  { "UTC", NOW_US, HOUR, 5, "14:30 14:45 15:00 15:15 15:30" },
  { "UTC", NOW_US, 5 * HOUR, 4, "16:00 18:00" },
  { "UTC", NOW_US, 24 * HOUR, 5, "18:00 2025-11-26 06:00 12:00" },
  { "Asia/Kolkata", NOW_US, 2 * HOUR, 3, "20:00 21:00 22:00" },
  { "UTC", NOW_US, 3 * 24 * HOUR, 4, "2025-11-26 2025-11-27 2025-11-28" },
  /* the end of summer time: 03:00 is four hours after midnight */
  { "Europe/Berlin",
    1761426000 * G_TIME_SPAN_SECOND,
    12 * HOUR,
    5,
    "2025-10-26 03:00 06:00 09:00" },
};

static char *
join_ticks (GArray *ticks, GTimeZone *zone)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++) {
    const SentinelTimeTick *tick = &g_array_index (ticks, SentinelTimeTick, i);
    g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (tick->at_us);
    g_autoptr (GDateTime) at = g_date_time_to_timezone (utc, zone);
    g_autofree char *word = g_date_time_format (at, tick->is_day ? "%F" : "%H:%M");

    g_string_append_printf (words, "%s%s", i > 0 ? " " : "", word);
  }
  return g_strdup (words->str);
}

static void
test_time_axis (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (time_axes); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (time_axes[i].zone);
    g_autoptr (GArray) ticks = sentinel_time_axis_new (time_axes[i].from_us,
                                                       time_axes[i].from_us + time_axes[i].span_us,
                                                       time_axes[i].n_most,
                                                       zone);
    g_autofree char *words = join_ticks (ticks, zone);

    g_assert_cmpstr (words, ==, time_axes[i].words);
    g_assert_cmpuint (ticks->len, <=, time_axes[i].n_most);
  }
}

/* The chart */

typedef struct {
  GtkWindow *window;
  SentinelMetricChart *chart;
  guint n_drags, n_done, level;
  gboolean is_clear;
  double value;
} Fixture;

static gboolean
is_drawn (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0;
}

static void
dragged_cb (Fixture *self, guint level, gboolean is_clear, double value, gboolean done)
{
  self->n_drags++;
  self->n_done += done;
  self->level = level;
  self->is_clear = is_clear;
  self->value = value;
}

static void
show (Fixture *self, SentinelMetricData *data)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  sentinel_metric_chart_set_data (self->chart, data, zone);
  sentinel_test_settle ();
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelMetricData) data = sentinel_metric_maker_new_day (NOW_US);
  GtkWidget *chart = sentinel_metric_chart_new ();

  self->chart = SENTINEL_METRIC_CHART (chart);
  self->window = GTK_WINDOW (gtk_window_new ());
  sentinel_metric_chart_set_title (self->chart, "CPU");
  g_signal_connect_swapped (chart, "level-dragged", G_CALLBACK (dragged_cb), self);
  gtk_window_set_default_size (self->window, 700, 260);
  gtk_window_set_child (self->window, chart);
  gtk_window_present (self->window);
  g_assert_true (sentinel_test_wait_until (is_drawn, chart, SENTINEL_TEST_TIMEOUT_MS));
  gtk_window_set_focus (self->window, NULL);
  show (self, data);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (self->window);
}

static gboolean
press (Fixture *self, guint keyval, GdkModifierType modifiers)
{
  return sentinel_ui_test_press (GTK_WIDGET (self->chart), keyval, modifiers);
}

/* of the cursor, on one line */
static void
assert_text (Fixture *self, const char *expected)
{
  g_autofree char *text = g_strdup (sentinel_metric_chart_get_cursor_text (self->chart));

  if (text != NULL)
    g_strdelimit (text, "\n", '|');
  g_assert_cmpstr (text, ==, expected);
}

static void
test_summary (Fixture *self, gconstpointer unused)
{
  g_assert_cmpstr (sentinel_metric_chart_get_summary (self->chart),
                   ==,
                   "CPU, last 83.84\u00a0%, from 20\u00a0% to 93.34\u00a0%, 3 events, would have "
                   "fired 1 time, "
                   "1 gap");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self->chart)),
                   ==,
                   GTK_ACCESSIBLE_ROLE_IMG);
  show (self, NULL);
  g_assert_cmpstr (sentinel_metric_chart_get_summary (self->chart),
                   ==,
                   "CPU, nothing was observed");
}

static void
test_cursor (Fixture *self, gconstpointer unused)
{
  assert_text (self, NULL);
  g_assert_true (press (self, GDK_KEY_Home, 0));
  g_assert_true (g_str_has_prefix (sentinel_metric_chart_get_cursor_text (self->chart),
                                   "Monday, 14:3"));
  g_assert_true (press (self, GDK_KEY_Left, 0));
  g_assert_true (press (self, GDK_KEY_End, 0));
  assert_text (self, "Tuesday, 14:29|83.84\u00a0%|from 79.28\u00a0% to 85.34\u00a0%|High event");
  g_assert_true (press (self, GDK_KEY_Right, 0));
  assert_text (self, "Tuesday, 14:29|83.84\u00a0%|from 79.28\u00a0% to 85.34\u00a0%|High event");
  g_assert_true (press (self, GDK_KEY_Left, 0));
  g_assert_cmpstr (sentinel_metric_chart_get_cursor_text (self->chart), <, "Tuesday, 14:29");
}

static void
test_bands (Fixture *self, gconstpointer unused)
{
  static const char *const ends[] = { "|Medium: would fire", "|Critical event", "|High event" };

  press (self, GDK_KEY_Home, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *text = NULL;

    g_assert_true (press (self, GDK_KEY_Right, GDK_CONTROL_MASK));
    /* the column at which a band begins may begin before it */
    press (self, GDK_KEY_Right, 0);
    text = g_strdup (sentinel_metric_chart_get_cursor_text (self->chart));
    g_assert_true (g_str_has_suffix (g_strdelimit (text, "\n", '|'), ends[i]));
  }
  press (self, GDK_KEY_Right, GDK_CONTROL_MASK);
  press (self, GDK_KEY_Home, 0);
  g_assert_true (press (self, GDK_KEY_Left, GDK_CONTROL_MASK));
  g_assert_true (g_str_has_prefix (sentinel_metric_chart_get_cursor_text (self->chart), "Monday"));
}

static GtkEventController *
find_controller (Fixture *self, GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (self->chart));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (all, i);

    if (g_type_is_a (G_OBJECT_TYPE (controller), type))
      return controller;
  }
  g_assert_not_reached ();
}

static void
move_pointer (Fixture *self, double x, double y)
{
  g_signal_emit_by_name (find_controller (self, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

static void
test_pointer (Fixture *self, gconstpointer unused)
{
  GtkWidget *chart = GTK_WIDGET (self->chart);
  graphene_rect_t plot;
  double gap_x;

  sentinel_chart_get_plot (SENTINEL_CHART (chart), &plot);
  gap_x = sentinel_chart_get_x (SENTINEL_CHART (chart), &plot, NOW_US - 24 * HOUR + 840 * MINUTE);
  move_pointer (self, gap_x + 8, 100);
  assert_text (self, "Tuesday, 04:30 to Tuesday, 06:00|Not observed");
  move_pointer (self, 5000, 100);
  assert_text (self, "Tuesday, 14:29|83.84\u00a0%|from 79.28\u00a0% to 85.34\u00a0%|High event");
  gtk_widget_set_direction (chart, GTK_TEXT_DIR_RTL);
  sentinel_test_settle ();
  move_pointer (self, -5000, 100);
  assert_text (self, "Tuesday, 14:29|83.84\u00a0%|from 79.28\u00a0% to 85.34\u00a0%|High event");
  g_assert_true (press (self, GDK_KEY_Right, 0));
  g_assert_cmpstr (sentinel_metric_chart_get_cursor_text (self->chart), <, "Tuesday, 14:29");
  g_signal_emit_by_name (find_controller (self, GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  assert_text (self, NULL);
}

static double
get_y (Fixture *self, double value)
{
  graphene_rect_t plot;

  sentinel_chart_get_plot (SENTINEL_CHART (self->chart), &plot);
  return sentinel_chart_get_y (SENTINEL_CHART (self->chart), &plot, value);
}

static void
test_drag (Fixture *self, gconstpointer unused)
{
  GtkEventController *drag = find_controller (self, GTK_TYPE_GESTURE_DRAG);
  double from = get_y (self, 90);

  g_signal_emit_by_name (drag, "drag-begin", 100.0, from);
  g_signal_emit_by_name (drag, "drag-update", 0.0, get_y (self, 95) - from);
  g_assert_cmpuint (self->n_drags, ==, 0);
  g_object_set (self->chart, "levels-editable", TRUE, NULL);
  move_pointer (self, 100, from);
  g_assert_nonnull (gtk_widget_get_cursor (GTK_WIDGET (self->chart)));
  g_signal_emit_by_name (drag, "drag-begin", 100.0, from + 2);
  g_signal_emit_by_name (drag, "drag-update", 0.0, get_y (self, 95.2) - from);
  g_assert_cmpuint (self->n_drags, ==, 1);
  g_assert_cmpuint (self->level, ==, 0);
  g_assert_false (self->is_clear);
  g_assert_cmpfloat_with_epsilon (self->value, 95, 1e-9);
  /* it ends at 84, so it cannot begin below */
  g_signal_emit_by_name (drag, "drag-update", 0.0, get_y (self, 20) - from);
  g_assert_cmpfloat_with_epsilon (self->value, 84, 1e-9);
  g_assert_cmpuint (self->n_done, ==, 0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpuint (self->n_done, ==, 1);
  g_assert_cmpfloat_with_epsilon (self->value, 84, 1e-9);
  move_pointer (self, 100, get_y (self, 50));
  g_assert_null (gtk_widget_get_cursor (GTK_WIDGET (self->chart)));
}

/* New data in the middle of a drag, as a preview that is worked out again brings it. */
static void
test_data_while_dragged (Fixture *self, gconstpointer unused)
{
  GtkEventController *drag = find_controller (self, GTK_TYPE_GESTURE_DRAG);
  g_autoptr (SentinelMetricData) again = sentinel_metric_maker_new_day (NOW_US);
  g_autoptr (SentinelMetricData) none = sentinel_metric_data_new ("%", 0, HOUR);
  double from = get_y (self, 75);

  sentinel_metric_chart_set_levels_editable (self->chart, TRUE);
  g_signal_emit_by_name (drag, "drag-begin", 100.0, from);
  g_signal_emit_by_name (drag, "drag-update", 0.0, get_y (self, 60) - from);
  show (self, again);
  g_signal_emit_by_name (drag, "drag-update", 0.0, get_y (self, 61) - from);
  g_assert_cmpuint (self->level, ==, 1);
  g_assert_cmpfloat_with_epsilon (self->value, 61, 1e-9);
  show (self, none);
  g_signal_emit_by_name (drag, "drag-update", 0.0, get_y (self, 50) - from);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
  g_assert_cmpuint (self->n_done, ==, 0);
}

static void
test_level_keys (Fixture *self, gconstpointer unused)
{
  g_assert_false (press (self, GDK_KEY_bracketright, 0));
  g_assert_false (press (self, GDK_KEY_Up, 0));
  sentinel_metric_chart_set_levels_editable (self->chart, TRUE);
  g_assert_false (press (self, GDK_KEY_Up, 0));
  g_assert_true (press (self, GDK_KEY_bracketright, 0));
  assert_text (self, "High 75\u00a0%");
  g_assert_true (press (self, GDK_KEY_bracketright, 0));
  assert_text (self, "Critical ends at 84\u00a0%");
  g_assert_true (press (self, GDK_KEY_Down, 0));
  assert_text (self, "Critical ends at 83\u00a0%");
  g_assert_cmpuint (self->n_done, ==, 1);
  g_assert_true (self->is_clear);
  g_assert_true (press (self, GDK_KEY_bracketright, 0));
  g_assert_true (press (self, GDK_KEY_bracketright, 0));
  assert_text (self, "Critical 90\u00a0%");
  g_assert_true (press (self, GDK_KEY_Page_Up, 0));
  assert_text (self, "Critical 100\u00a0%");
  g_assert_true (press (self, GDK_KEY_bracketleft, 0));
  assert_text (self, "Critical ends at 83\u00a0%");
  g_assert_true (press (self, GDK_KEY_Escape, 0));
  assert_text (self, NULL);
  g_assert_false (press (self, GDK_KEY_Escape, 0));
  g_assert_false (press (self, GDK_KEY_Up, 0));
}

/* Whatever it is given it draws, and keys and pointer find nothing to break. */
static void
use (Fixture *self, SentinelMetricData *data, const char *cursor_text)
{
  double bottom, top;

  show (self, data);
  sentinel_test_settle ();
  sentinel_chart_get_value_range (SENTINEL_CHART (self->chart), &bottom, &top);
  g_assert_cmpfloat (bottom, <, top);
  press (self, GDK_KEY_End, 0);
  assert_text (self, cursor_text);
  press (self, GDK_KEY_Left, 0);
  press (self, GDK_KEY_Left, GDK_CONTROL_MASK);
  move_pointer (self, 50, 50);
  sentinel_test_settle ();
}

static void
test_sparse_data (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelMetricData) empty = sentinel_metric_data_new (NULL, NOW_US, NOW_US + HOUR);
  g_autoptr (SentinelMetricData) single = sentinel_metric_data_new ("GB", NOW_US, NOW_US);
  g_autoptr (SentinelMetricData) unobserved = sentinel_metric_data_new ("%", NOW_US, NOW_US + HOUR);
  g_autoptr (SentinelMetricData) flat = sentinel_metric_data_new ("%", NOW_US, NOW_US + HOUR);
  g_autoptr (SentinelMetricData) odd = sentinel_metric_data_new ("%", NOW_US, NOW_US + HOUR);

  sentinel_metric_data_add_point (single, &(SentinelPoint) { NOW_US, 8.5, 8.5, 8.5 });
  sentinel_metric_data_add_gap (unobserved, 0, G_MAXINT64);
  for (gint64 i = 0; i < 60; i++)
    sentinel_metric_data_add_point (flat, &(SentinelPoint) { NOW_US + i * MINUTE, 7, 7, 7 });
  sentinel_metric_data_add_point (odd, &(SentinelPoint) { NOW_US, NAN, INFINITY, 3 });
  sentinel_metric_data_add_level (odd,
                                  &(SentinelMetricLevel) { SENTINEL_IMPORTANCE_LOW,
                                                           DBL_MAX,
                                                           -DBL_MAX });
  use (self, empty, NULL);
  use (self, single, "14:30|8.5\u00a0GB");
  use (self, unobserved, "14:30 to 15:30|Not observed");
  use (self, flat, "15:29|7\u00a0%");
  use (self, odd, NULL);
  use (self, NULL, NULL);
}

/* Lines are in sight with the values, but a typing mistake does not press these flat. */
static void
test_range (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelMetricData) data = sentinel_metric_data_new ("%", NOW_US, NOW_US + HOUR);
  double bottom, top;

  sentinel_metric_data_add_point (data, &(SentinelPoint) { NOW_US, 1, 3, 2 });
  sentinel_metric_data_add_level (data,
                                  &(SentinelMetricLevel) { SENTINEL_IMPORTANCE_HIGH, 90, NAN });
  sentinel_metric_data_add_level (data,
                                  &(SentinelMetricLevel) { SENTINEL_IMPORTANCE_CRITICAL,
                                                           9e9,
                                                           NAN });
  show (self, data);
  sentinel_chart_get_value_range (SENTINEL_CHART (self->chart), &bottom, &top);
  g_assert_cmpfloat_with_epsilon (bottom, 0, 1e-9);
  g_assert_cmpfloat_with_epsilon (top, 100, 1e-9);
}

static gboolean
has_cursor (gpointer self)
{
  return sentinel_metric_chart_get_cursor_text (self) != NULL;
}

/* A month of points ten seconds apart is put into columns once, not with every step. */
static void
test_many_points (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelMetricData) data =
      sentinel_metric_data_new ("%", NOW_US - 30 * 24 * HOUR, NOW_US);
  gint64 begin_us;

  for (gint64 i = 0; i < 260000; i++)
    sentinel_metric_data_add_point (data,
                                    &(SentinelPoint) { data->from_us + i * 9970000,
                                                       (double) (i % 97),
                                                       (double) (i % 97) + 1,
                                                       (double) (i % 97) });
  show (self, data);
  begin_us = g_get_monotonic_time ();
  for (guint i = 0; i < 2000; i++)
    press (self, i % 2 == 0 ? GDK_KEY_Home : GDK_KEY_End, 0);
  g_assert_true (has_cursor (self->chart));
  /* 2000 passes over all points take more than ten seconds */
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 5 * G_TIME_SPAN_SECOND);
}

#define ADD(name, function) \
  g_test_add ("/metric-chart/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/metric-chart/columns", test_columns);
  g_test_add_func ("/metric-chart/stops", test_stops);
  g_test_add_func ("/metric-chart/no-stops", test_no_stops);
  g_test_add_func ("/metric-chart/value-axis", test_value_axis);
  g_test_add_func ("/metric-chart/odd-values", test_odd_values);
  g_test_add_func ("/metric-chart/snap", test_snap);
  g_test_add_func ("/metric-chart/time-axis", test_time_axis);
  ADD ("summary", test_summary);
  ADD ("cursor", test_cursor);
  ADD ("bands", test_bands);
  ADD ("pointer", test_pointer);
  ADD ("drag", test_drag);
  ADD ("data-while-dragged", test_data_while_dragged);
  ADD ("level-keys", test_level_keys);
  ADD ("sparse-data", test_sparse_data);
  ADD ("range", test_range);
  ADD ("many-points", test_many_points);
  return g_test_run ();
}
