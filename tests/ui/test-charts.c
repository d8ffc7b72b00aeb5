/* SPDX-License-Identifier: MIT */
/* The charts: what goes into which pixel, and what a keyboard and a screen reader find. */
#include "sentinel-axis.h"
#include "sentinel-histogram-column.h"
#include "sentinel-histogram.h"
#include "sentinel-overview-range.h"
#include "sentinel-sparkline.h"
#include "sentinel-ui-test.h"
#include <math.h>

#define HOUR G_TIME_SPAN_HOUR

/* Points */

static GArray *
make_points (const SentinelPoint *points, guint n_points)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (SentinelPoint));

  g_array_append_vals (array, points, n_points);
  return array;
}

static const SentinelPixelColumn *
get_column (GArray *columns, guint index)
{
  g_assert_cmpuint (index, <, columns->len);
  return &g_array_index (columns, SentinelPixelColumn, index);
}

static void
test_columns_keep_extremes (void)
{
  const SentinelPoint all[] = {
    { 0, 5, 5, 5 },  { 1, 1, 9, 4 },  { 2, 3, 3, 3 },
    { 50, 7, 7, 7 }, { 99, 8, 8, 8 }, { 100, 2, 2, 2 },
  };
  g_autoptr (GArray) points = make_points (all, G_N_ELEMENTS (all));
  g_autoptr (GArray) columns = sentinel_pixel_columns_new (points, 0, 100, 10, 0);
  const SentinelPixelColumn *first = get_column (columns, 0);

  g_assert_cmpuint (columns->len, ==, 3);
  g_assert_cmpfloat_with_epsilon (first->min, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (first->max, 9, 1e-6);
  g_assert_cmpfloat_with_epsilon (first->last, 3, 1e-6);
  g_assert_false (first->is_joined);
  g_assert_true (get_column (columns, 1)->is_joined);
  g_assert_cmpfloat_with_epsilon (get_column (columns, 2)->last, 2, 1e-6);
}

static void
test_columns_break_at_gaps (void)
{
  const SentinelPoint all[] = {
    { 0, 1, 1, 1 },  { 10, 2, 2, 2 }, { 20, NAN, NAN, NAN },    { 30, 3, 3, 3 },
    { 40, 4, 4, 4 }, { 80, 5, 5, 5 }, { 90, INFINITY, 1, NAN }, { 95, 6, 6, 6 },
  };
  const gboolean is_joined[] = { FALSE, TRUE, FALSE, TRUE, FALSE, FALSE };
  g_autoptr (GArray) points = make_points (all, G_N_ELEMENTS (all));
  g_autoptr (GArray) columns = sentinel_pixel_columns_new (points, 0, 100, 100, 10);

  g_assert_cmpuint (columns->len, ==, G_N_ELEMENTS (is_joined));
  for (guint i = 0; i < columns->len; i++)
    g_assert_cmpint (get_column (columns, i)->is_joined, ==, is_joined[i]);
}

static void
test_columns_without_anything (void)
{
  g_autoptr (GArray) nothing = sentinel_pixel_columns_new (NULL, 0, 100, 10, 0);
  g_autoptr (GArray) points = make_points (&(SentinelPoint) { 500, 1, 1, 1 }, 1);
  g_autoptr (GArray) outside = sentinel_pixel_columns_new (points, 0, 100, 10, 0);
  g_autoptr (GArray) no_pixels = sentinel_pixel_columns_new (points, 0, 1000, 0, 0);
  g_autoptr (GArray) no_time = sentinel_pixel_columns_new (points, 500, 500, 10, 0);

  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_cmpuint (outside->len, ==, 0);
  g_assert_cmpuint (no_pixels->len, ==, 0);
  g_assert_cmpuint (no_time->len, ==, 1);
}

/* Axes */

static void
test_axis (void)
{
  static const struct {
    gint64 highest, step;
  } table[] = { { 0, 1 },   { 1, 1 },   { 4, 1 },    { 5, 2 },    { 38, 10 },         { 21, 6 },
                { 40, 10 }, { 41, 15 }, { 100, 25 }, { 101, 30 }, { 1000000, 250000 } };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (sentinel_axis_find_step (table[i].highest), ==, table[i].step);
  g_assert_cmpint (sentinel_axis_find_step (G_MAXINT64), >=, G_MAXINT64 / 4);
  g_assert_cmpuint (sentinel_axis_find_stride (40, 39), ==, 1);
  g_assert_cmpuint (sentinel_axis_find_stride (20, 45), ==, 3);
  g_assert_cmpuint (sentinel_axis_find_stride (1, 500), ==, 24);
}

/* Layers */

typedef struct {
  SentinelChart parent_instance;
  guint n_drawn, n_drawn_over;
} CountingChart;
typedef SentinelChartClass CountingChartClass;
GType counting_chart_get_type (void);
G_DEFINE_TYPE (CountingChart, counting_chart, sentinel_chart_get_type ())

static void
count_draw (SentinelChart *chart, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  ((CountingChart *) chart)->n_drawn++;
  gtk_snapshot_append_color (snapshot, &(GdkRGBA) { 1, 0, 0, 1 }, plot);
}

static void
count_draw_over (SentinelChart *chart, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  ((CountingChart *) chart)->n_drawn_over++;
}

static void
counting_chart_class_init (CountingChartClass *klass)
{
  klass->draw = count_draw;
  klass->draw_over = count_draw_over;
}

static void
counting_chart_init (CountingChart *self)
{
}

static guint n_over_wanted;

static gboolean
is_drawn_over (gpointer chart)
{
  return ((CountingChart *) chart)->n_drawn_over >= n_over_wanted;
}

static void
wait_until_drawn_over (CountingChart *chart)
{
  n_over_wanted = chart->n_drawn_over + 1;
  g_assert_true (sentinel_test_wait_until (is_drawn_over, chart, SENTINEL_TEST_TIMEOUT_MS));
}

/* What follows the pointer does not draw the rest again; other data, size or style does. */
static void
test_layers (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  CountingChart *chart = g_object_new (counting_chart_get_type (), NULL);
  GtkWidget *ink = sentinel_chart_add_ink (SENTINEL_CHART (chart), "axis");
  guint n_drawn;

  gtk_window_set_default_size (window, 200, 100);
  gtk_window_set_child (window, GTK_WIDGET (chart));
  gtk_window_present (window);
  wait_until_drawn_over (chart);
  n_drawn = chart->n_drawn;
  g_assert_cmpuint (n_drawn, >=, 1);
  gtk_widget_queue_draw (GTK_WIDGET (chart));
  wait_until_drawn_over (chart);
  g_assert_cmpuint (chart->n_drawn, ==, n_drawn);
  sentinel_chart_set_value_range (SENTINEL_CHART (chart), 0, 5);
  wait_until_drawn_over (chart);
  g_assert_cmpuint (chart->n_drawn, ==, n_drawn + 1);
  gtk_widget_add_css_class (ink, "error");
  wait_until_drawn_over (chart);
  g_assert_cmpuint (chart->n_drawn, ==, n_drawn + 2);
  gtk_widget_set_direction (GTK_WIDGET (chart), GTK_TEXT_DIR_RTL);
  wait_until_drawn_over (chart);
  g_assert_cmpuint (chart->n_drawn, ==, n_drawn + 3);
  gtk_window_destroy (window);
}

/* Ranges */

static gint64
parse_time (const char *text)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (text, NULL);

  g_assert_nonnull (at);
  return g_date_time_to_unix_usec (at);
}

static const struct {
  const char *zone, *now;
  SentinelOverviewRange range;
  const char *first, *last;
  guint n_edges;
} ranges[] = {
  { "UTC",
    "2026-11-25T14:19:30Z",
    SENTINEL_RANGE_DAY,
    "2026-11-24T15:00:00Z",
    "2026-11-25T15:00:00Z",
    25 },
  { "UTC",
    "2026-11-25T14:00:00Z",
    SENTINEL_RANGE_DAY,
    "2026-11-24T15:00:00Z",
    "2026-11-25T15:00:00Z",
    25 },
  { "Asia/Kolkata",
    "2026-11-25T14:19:30Z",
    SENTINEL_RANGE_DAY,
    "2026-11-24T14:30:00Z",
    "2026-11-25T14:30:00Z",
    25 },
  { "UTC",
    "2026-11-25T14:19:30Z",
    SENTINEL_RANGE_WEEK,
    "2026-11-18T18:00:00Z",
    "2026-11-25T18:00:00Z",
    29 },
  { "UTC",
    "2026-11-25T23:59:59Z",
    SENTINEL_RANGE_WEEK,
    "2026-11-19T00:00:00Z",
    "2026-11-26T00:00:00Z",
    29 },
  { "UTC",
    "2026-11-25T14:19:30Z",
    SENTINEL_RANGE_MONTH,
    "2026-10-27T00:00:00Z",
    "2026-11-26T00:00:00Z",
    31 },
  /* the end of summer time lies in it */
  { "Europe/Berlin",
    "2026-11-20T14:00:00Z",
    SENTINEL_RANGE_MONTH,
    "2026-10-21T22:00:00Z",
    "2026-11-20T23:00:00Z",
    31 },
};

static void
test_ranges (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++) {
    g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (ranges[i].zone);
    g_autoptr (GArray) edges = NULL;
    gint64 now_us = parse_time (ranges[i].now);

    g_assert_nonnull (zone);
    edges = sentinel_overview_range_list_edges (ranges[i].range, now_us, zone);
    g_assert_cmpuint (edges->len, ==, ranges[i].n_edges);
    g_assert_cmpint (g_array_index (edges, gint64, 0), ==, parse_time (ranges[i].first));
    g_assert_cmpint (g_array_index (edges, gint64, edges->len - 1),
                     ==,
                     parse_time (ranges[i].last));
    g_assert_cmpint (g_array_index (edges, gint64, edges->len - 2), <=, now_us);
    for (guint edge = 1; edge < edges->len; edge++)
      g_assert_cmpint (g_array_index (edges, gint64, edge - 1),
                       <,
                       g_array_index (edges, gint64, edge));
  }
}

/* The histogram */

static GArray *
make_buckets (guint n_buckets)
{
  GArray *buckets = g_array_new (FALSE, TRUE, sizeof (SentinelHistogramBucket));

  for (guint i = 0; i < n_buckets; i++) {
    SentinelHistogramBucket bucket = { .from_us = i * HOUR, .to_us = (i + 1) * HOUR };

    bucket.n[0] = i == 2 ? 0 : 20;
    bucket.n[2] = i;
    bucket.n[3] = i == 1 ? 2 : 0;
    g_array_append_val (buckets, bucket);
  }
  return buckets;
}

typedef struct {
  GtkWindow *window;
  SentinelHistogram *histogram;
  gint64 from_us, to_us; /* of the last activation */
} Fixture;

static gboolean
is_drawn (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0;
}

static void
activated_cb (Fixture *self, gint64 from_us, gint64 to_us)
{
  self->from_us = from_us;
  self->to_us = to_us;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (GArray) buckets = make_buckets (24);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  GtkWidget *histogram = sentinel_histogram_new ();

  self->histogram = SENTINEL_HISTOGRAM (histogram);
  self->window = GTK_WINDOW (gtk_window_new ());
  self->from_us = -1;
  sentinel_histogram_set_buckets (self->histogram, buckets, zone);
  g_signal_connect_swapped (histogram, "activated", G_CALLBACK (activated_cb), self);
  gtk_window_set_default_size (self->window, 800, 260);
  gtk_window_set_child (self->window, histogram);
  gtk_window_present (self->window);
  g_assert_true (sentinel_test_wait_until (is_drawn, histogram, SENTINEL_TEST_TIMEOUT_MS));
  gtk_window_set_focus (self->window, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (self->window);
}

static void
test_bars (Fixture *self, gconstpointer unused)
{
  float before = 0;

  for (guint i = 0; i < 24; i++) {
    SentinelHistogramBar bar;

    sentinel_histogram_place_bar (self->histogram, i, &bar);
    g_assert_cmpfloat_with_epsilon (bar.left, floorf (bar.left), 1e-6);
    g_assert_cmpfloat_with_epsilon (bar.right, floorf (bar.right), 1e-6);
    g_assert_cmpfloat (bar.left, >=, before);
    g_assert_cmpfloat (bar.right, >, bar.left);
    for (guint edge = 1; edge <= SENTINEL_HISTOGRAM_N_TONES; edge++)
      g_assert_cmpfloat (bar.edges[edge], <=, bar.edges[edge - 1]);
    /* critical is at the baseline, and what is there is seen */
    g_assert_cmpint (bar.edges[1] < bar.edges[0], ==, i == 1);
    g_assert_cmpint (bar.edges[2] < bar.edges[1], ==, i > 0);
    g_assert_cmpint (bar.edges[4] < bar.edges[3], ==, i != 2);
    before = bar.right;
  }
}

static SentinelHistogramColumn *
get_focus (Fixture *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  return SENTINEL_IS_HISTOGRAM_COLUMN (focus) ? SENTINEL_HISTOGRAM_COLUMN (focus) : NULL;
}

static void
test_keyboard (Fixture *self, gconstpointer unused)
{
  GtkWidget *histogram = GTK_WIDGET (self->histogram);

  g_assert_true (gtk_widget_child_focus (histogram, GTK_DIR_TAB_FORWARD));
  g_assert_cmpstr (sentinel_histogram_column_get_sentence (get_focus (self)),
                   ==,
                   "23:00 to 00:00: 43 events, 23 high, 20 low");
  g_assert_true (gtk_widget_child_focus (histogram, GTK_DIR_RIGHT));
  g_assert_cmpstr (sentinel_histogram_column_get_sentence (get_focus (self)),
                   ==,
                   "23:00 to 00:00: 43 events, 23 high, 20 low");
  for (guint i = 0; i < 22; i++)
    g_assert_true (gtk_widget_child_focus (histogram, GTK_DIR_LEFT));
  g_assert_cmpstr (sentinel_histogram_column_get_sentence (get_focus (self)),
                   ==,
                   "01:00 to 02:00: 23 events, 2 critical, 1 high, 20 low");
  g_assert_true (gtk_widget_activate (GTK_WIDGET (get_focus (self))));
  g_assert_cmpint (self->from_us, ==, HOUR);
  g_assert_cmpint (self->to_us, ==, 2 * HOUR);
  g_assert_false (gtk_widget_child_focus (histogram, GTK_DIR_TAB_FORWARD));
}

static void
test_accessible (Fixture *self, gconstpointer unused)
{
  guint n_items = 0;

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (self->histogram)),
                   ==,
                   GTK_ACCESSIBLE_ROLE_LIST);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->histogram)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (child));

    if (role == GTK_ACCESSIBLE_ROLE_LIST_ITEM) {
      n_items++;
      g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (child), " to "));
    } else {
      g_assert_cmpint (role, ==, GTK_ACCESSIBLE_ROLE_NONE);
    }
  }
  g_assert_cmpuint (n_items, ==, 24);
}

static void
test_other_buckets (Fixture *self, gconstpointer unused)
{
  g_autoptr (GArray) fewer = make_buckets (3);
  g_autoptr (GArray) none = make_buckets (0);

  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (self->histogram), GTK_DIR_TAB_FORWARD));
  sentinel_histogram_set_buckets (self->histogram, fewer, NULL);
  sentinel_test_settle ();
  gtk_window_set_focus (self->window, NULL);
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (self->histogram), GTK_DIR_TAB_FORWARD));
  sentinel_histogram_set_buckets (self->histogram, none, NULL);
  sentinel_test_settle ();
  g_assert_cmpint (self->from_us, ==, -1);
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (self->histogram), GTK_DIR_TAB_FORWARD));
}

#define ADD(name, function) g_test_add ("/charts/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/charts/columns-keep-extremes", test_columns_keep_extremes);
  g_test_add_func ("/charts/columns-break-at-gaps", test_columns_break_at_gaps);
  g_test_add_func ("/charts/columns-without-anything", test_columns_without_anything);
  g_test_add_func ("/charts/axis", test_axis);
  g_test_add_func ("/charts/layers", test_layers);
  g_test_add_func ("/charts/ranges", test_ranges);
  ADD ("bars", test_bars);
  ADD ("keyboard", test_keyboard);
  ADD ("accessible", test_accessible);
  ADD ("other-buckets", test_other_buckets);
  return g_test_run ();
}
