/* SPDX-License-Identifier: MIT */
/* Bars and axes are drawn here; over them lies one child a bar, which has the pointer, the focus
 * and the sentence. */
#include "sentinel-histogram.h"
#include "sentinel-axis.h"
#include "sentinel-event-words.h"
#include "sentinel-histogram-column.h"
#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 206
#define MIN_WIDTH 240
#define GAP 6
#define RADIUS 3
#define LABEL_GAP 6
#define LABEL_SPACE 16
#define LEAST_HEIGHT 2 /* of a segment: one critical event among a thousand others is seen */

struct _SentinelHistogram {
  SentinelChart parent_instance;
  GArray *buckets; /* of SentinelHistogramBucket */
  GPtrArray *columns; /* children, one a bucket */
  GTimeZone *zone; /* NULL: the local one */
  gint64 step; /* of the axis */
  guint cursor; /* where the keyboard was last */
  GtkWidget *fill_inks[SENTINEL_HISTOGRAM_N_TONES]; /* children, from critical to low */
  GtkWidget *label_ink, *rule_ink, *seam_ink;
};

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelHistogram, sentinel_histogram, SENTINEL_TYPE_CHART)

static const SentinelHistogramBucket *
get_bucket (SentinelHistogram *self, guint index)
{
  return &g_array_index (self->buckets, SentinelHistogramBucket, index);
}

static gboolean
is_rtl (SentinelHistogram *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* Buckets are of equal width, though a day at the end of summer time is an hour longer. */
static float
get_pitch (SentinelHistogram *self, const graphene_rect_t *plot)
{
  return plot->size.width / (float) MAX (self->buckets->len, 1);
}

static float
get_start (SentinelHistogram *self, const graphene_rect_t *plot, guint index)
{
  guint place = is_rtl (self) ? self->buckets->len - 1 - index : index;

  return plot->origin.x + (float) place * get_pitch (self, plot);
}

static char *
format_number (gint64 number)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, number);
}

/**
 * sentinel_histogram_place_bar:
 * @self: a histogram
 * @index: of a bucket
 * @bar: (out caller-allocates): where its bar is, in the widget's coordinates
 *
 * All edges are edges of device pixels.
 */
void
sentinel_histogram_place_bar (SentinelHistogram *self, guint index, SentinelHistogramBar *bar)
{
  SentinelChart *chart = SENTINEL_CHART (self);
  const SentinelHistogramBucket *bucket = get_bucket (self, index);
  graphene_rect_t plot;
  float start, pitch, gap;
  gint64 below = 0;

  sentinel_chart_get_plot (chart, &plot);
  pitch = get_pitch (self, &plot);
  gap = MIN (GAP, pitch / 4);
  start = get_start (self, &plot, index);
  bar->left = sentinel_chart_snap_x (chart, start + gap / 2);
  bar->right = sentinel_chart_snap_x (chart, start + pitch - gap / 2);
  bar->edges[0] = sentinel_chart_snap_y (chart, plot.origin.y + plot.size.height);
  for (guint i = 0; i < SENTINEL_HISTOGRAM_N_TONES; i++) {
    gint64 n = bucket->n[SENTINEL_HISTOGRAM_N_TONES - 1 - i];
    float edge;

    below += n;
    edge = sentinel_chart_snap_y (chart, sentinel_chart_get_y (chart, &plot, (double) below));
    bar->edges[i + 1] = n > 0 ? MIN (edge, bar->edges[i] - LEAST_HEIGHT) : bar->edges[i];
  }
}

static void
fill (GtkSnapshot *snapshot, GtkWidget *ink, float left, float top, float right, float bottom)
{
  GdkRGBA color;

  gtk_widget_get_color (ink, &color);
  if (color.alpha > 0 && right > left && bottom > top)
    gtk_snapshot_append_color (snapshot,
                               &color,
                               &GRAPHENE_RECT_INIT (left, top, right - left, bottom - top));
}

/* Seams are only seen in high contrast. */
static void
draw_segments (SentinelHistogram *self, GtkSnapshot *snapshot, const SentinelHistogramBar *bar)
{
  float pixel = sentinel_chart_get_pixel (SENTINEL_CHART (self));

  for (guint i = 0; i < SENTINEL_HISTOGRAM_N_TONES; i++) {
    fill (snapshot, self->fill_inks[i], bar->left, bar->edges[i + 1], bar->right, bar->edges[i]);
    if (i > 0 && bar->edges[i + 1] < bar->edges[i] && bar->edges[i] < bar->edges[0])
      fill (snapshot, self->seam_ink, bar->left, bar->edges[i] - pixel, bar->right, bar->edges[i]);
  }
}

static void
draw_bar (SentinelHistogram *self, GtkSnapshot *snapshot, guint index)
{
  SentinelHistogramBar bar;
  GskRoundedRect outline;
  float top;

  sentinel_histogram_place_bar (self, index, &bar);
  top = bar.edges[SENTINEL_HISTOGRAM_N_TONES];
  if (top >= bar.edges[0] || bar.right <= bar.left)
    return;
  gsk_rounded_rect_init (&outline,
                         &GRAPHENE_RECT_INIT (bar.left,
                                              top,
                                              bar.right - bar.left,
                                              bar.edges[0] - top),
                         &GRAPHENE_SIZE_INIT (RADIUS, RADIUS),
                         &GRAPHENE_SIZE_INIT (RADIUS, RADIUS),
                         &GRAPHENE_SIZE_INIT (0, 0),
                         &GRAPHENE_SIZE_INIT (0, 0));
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  draw_segments (self, snapshot, &bar);
  gtk_snapshot_pop (snapshot);
}

static void
draw_grid (SentinelHistogram *self, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  SentinelChart *chart = SENTINEL_CHART (self);
  float pixel = sentinel_chart_get_pixel (chart);

  for (int i = 0; i <= SENTINEL_AXIS_N_STEPS; i++) {
    float y = sentinel_chart_get_y (chart, plot, (double) (i * self->step));
    float x = plot->origin.x + (is_rtl (self) ? plot->size.width + LABEL_GAP : -LABEL_GAP);
    g_autofree char *text = format_number (i * self->step);
    int height;

    sentinel_chart_measure_text (self->label_ink, text, NULL, &height);
    sentinel_chart_draw_text (chart,
                              snapshot,
                              self->label_ink,
                              text,
                              &GRAPHENE_POINT_INIT (x, y - (float) height / 2),
                              is_rtl (self) ? 0 : 1);
    y = sentinel_chart_snap_y (chart, y);
    fill (snapshot,
          self->rule_ink,
          plot->origin.x,
          y,
          plot->origin.x + plot->size.width,
          y + MAX (pixel, 1));
  }
}

static GDateTime *
get_local (SentinelHistogram *self, guint index)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc_usec (get_bucket (self, index)->from_us);

  return g_date_time_to_timezone (utc, self->zone != NULL ? self->zone : local);
}

static gboolean
has_hours (SentinelHistogram *self)
{
  const SentinelHistogramBucket *bucket = get_bucket (self, 0);

  return bucket->to_us - bucket->from_us <= 2 * G_TIME_SPAN_HOUR;
}

/* An hour at round hours, else a day where it begins; NULL: none. */
static char *
dup_label (SentinelHistogram *self, guint index, guint stride)
{
  g_autoptr (GDateTime) at = get_local (self, index);

  if (has_hours (self)) {
    if (g_date_time_get_hour (at) % (int) stride != 0)
      return NULL;
    return g_date_time_format (at, "%H:%M");
  }
  if (g_date_time_get_hour (at) >= 6 || g_date_time_get_day_of_year (at) % (int) stride != 0)
    return NULL;
  /* Translators: a day below a chart, for g_date_time_format(): "Mon 23" */
  return g_date_time_format (at, _ ("%a %-d"));
}

static guint
find_stride (SentinelHistogram *self, const graphene_rect_t *plot)
{
  g_autofree char *label = NULL;
  float pitch = get_pitch (self, plot);
  int width = 0;

  label = g_strdup (has_hours (self) ? "00:00" : "Www 00");
  sentinel_chart_measure_text (self->label_ink, label, &width, NULL);
  if (!has_hours (self)) {
    const SentinelHistogramBucket *bucket = get_bucket (self, 0);

    pitch *= (float) MAX (G_TIME_SPAN_DAY / MAX (bucket->to_us - bucket->from_us, 1), 1);
  }
  return sentinel_axis_find_stride (pitch, (float) width + LABEL_SPACE);
}

static void
draw_times (SentinelHistogram *self, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  guint stride = find_stride (self, plot);
  float y = plot->origin.y + plot->size.height + LABEL_GAP;

  for (guint i = 0; i < self->buckets->len; i++) {
    g_autofree char *label = dup_label (self, i, stride);
    float middle = get_start (self, plot, i) + get_pitch (self, plot) / 2;

    if (label != NULL)
      sentinel_chart_draw_text (SENTINEL_CHART (self),
                                snapshot,
                                self->label_ink,
                                label,
                                &GRAPHENE_POINT_INIT (middle, y),
                                0.5f);
  }
}

static gint64
find_highest (SentinelHistogram *self)
{
  gint64 highest = 0;

  for (guint i = 0; i < self->buckets->len; i++)
    highest = MAX (highest, sentinel_histogram_bucket_get_total (get_bucket (self, i)));
  return highest;
}

static void
draw_nothing (SentinelHistogram *self, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  const char *text = _ ("No events in this time");
  int height;

  sentinel_chart_measure_text (self->label_ink, text, NULL, &height);
  sentinel_chart_draw_text (SENTINEL_CHART (self),
                            snapshot,
                            self->label_ink,
                            text,
                            &GRAPHENE_POINT_INIT (plot->origin.x + plot->size.width / 2,
                                                  plot->origin.y + (plot->size.height * 5 / 8)
                                                      - (float) height / 2),
                            0.5f);
}

static void
sentinel_histogram_draw (SentinelChart *chart, GtkSnapshot *snapshot, const graphene_rect_t *plot)
{
  SentinelHistogram *self = SENTINEL_HISTOGRAM (chart);

  if (self->buckets->len == 0)
    return;
  draw_grid (self, snapshot, plot);
  draw_times (self, snapshot, plot);
  for (guint i = 0; i < self->buckets->len; i++)
    draw_bar (self, snapshot, i);
  if (find_highest (self) == 0)
    draw_nothing (self, snapshot, plot);
}

static void
sentinel_histogram_place_plot (SentinelChart *chart, graphene_rect_t *plot)
{
  SentinelHistogram *self = SENTINEL_HISTOGRAM (chart);
  g_autofree char *text = format_number (SENTINEL_AXIS_N_STEPS * self->step);
  int width, height;
  float side;

  sentinel_chart_measure_text (self->label_ink, text, &width, &height);
  side = (float) width + LABEL_GAP;
  plot->origin.x += is_rtl (self) ? 0 : side;
  plot->origin.y += (float) height / 2;
  plot->size.width = MAX (plot->size.width - side, 0);
  plot->size.height = MAX (plot->size.height - 1.5f * (float) height - LABEL_GAP, 0);
}

static void
sentinel_histogram_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SentinelHistogram *self = SENTINEL_HISTOGRAM (widget);
  graphene_rect_t plot;

  sentinel_chart_get_plot (SENTINEL_CHART (self), &plot);
  for (guint i = 0; i < self->columns->len; i++) {
    GtkWidget *column = g_ptr_array_index (self->columns, i);
    GtkAllocation place;
    float start = get_start (self, &plot, i);

    place.x = (int) roundf (start);
    place.width = MAX ((int) roundf (start + get_pitch (self, &plot)) - place.x, 0);
    place.y = (int) plot.origin.y;
    place.height = MAX ((int) ceilf (plot.size.height), 0);
    gtk_widget_measure (column, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    gtk_widget_size_allocate (column, &place, -1);
  }
}

static void
sentinel_histogram_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  SentinelHistogram *self = SENTINEL_HISTOGRAM (widget);
  int height;

  *minimum = *natural = MIN_WIDTH;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  sentinel_chart_measure_text (self->label_ink, "0", NULL, &height);
  *minimum = *natural = MAX (HEIGHT, 8 * height);
}

static gboolean
find_cursor (SentinelHistogram *self, guint *cursor)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return child != NULL && g_ptr_array_find (self->columns, child, cursor);
}

static gboolean
move_cursor (SentinelHistogram *self, guint cursor)
{
  if (self->columns->len == 0)
    return FALSE;
  self->cursor = MIN (cursor, self->columns->len - 1);
  return gtk_widget_grab_focus (g_ptr_array_index (self->columns, self->cursor));
}

/* Arrows go from bar to bar and stay at the ends, Tab leaves: one stop, whatever the bars. */
static gboolean
sentinel_histogram_focus (GtkWidget *widget, GtkDirectionType direction)
{
  SentinelHistogram *self = SENTINEL_HISTOGRAM (widget);
  GtkDirectionType next = is_rtl (self) ? GTK_DIR_LEFT : GTK_DIR_RIGHT;
  guint cursor;

  if (!find_cursor (self, &cursor))
    return move_cursor (self, self->cursor);
  if (direction != GTK_DIR_LEFT && direction != GTK_DIR_RIGHT)
    return FALSE;
  if (direction == next)
    move_cursor (self, cursor + 1);
  else
    move_cursor (self, cursor > 0 ? cursor - 1 : 0);
  return TRUE;
}

static gboolean
move_to_end_cb (GtkWidget *widget, GVariant *to_last, gpointer unused)
{
  SentinelHistogram *self = SENTINEL_HISTOGRAM (widget);

  return move_cursor (self, g_variant_get_boolean (to_last) ? G_MAXUINT : 0);
}

static void
emit_activated (SentinelHistogram *self, guint index)
{
  const SentinelHistogramBucket *bucket = get_bucket (self, index);

  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, bucket->from_us, bucket->to_us);
}

static void
column_activated_cb (SentinelHistogram *self, GtkWidget *column)
{
  guint index;

  if (g_ptr_array_find (self->columns, column, &index))
    emit_activated (self, index);
}

static void
released_cb (SentinelHistogram *self, int n_presses, double x, double y, GtkGesture *gesture)
{
  GtkWidget *column = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  if (SENTINEL_IS_HISTOGRAM_COLUMN (column))
    column_activated_cb (self, column);
}

static void
sentinel_histogram_finalize (GObject *object)
{
  SentinelHistogram *self = SENTINEL_HISTOGRAM (object);

  g_array_unref (self->buckets);
  g_ptr_array_unref (self->columns);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (sentinel_histogram_parent_class)->finalize (object);
}

static void
sentinel_histogram_class_init (SentinelHistogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_histogram_finalize;
  widget_class->size_allocate = sentinel_histogram_size_allocate;
  widget_class->measure = sentinel_histogram_measure;
  widget_class->focus = sentinel_histogram_focus;
  SENTINEL_CHART_CLASS (klass)->draw = sentinel_histogram_draw;
  SENTINEL_CHART_CLASS (klass)->place_plot = sentinel_histogram_place_plot;
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated",
                                            SENTINEL_TYPE_HISTOGRAM,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            2,
                                            G_TYPE_INT64,
                                            G_TYPE_INT64);
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Home, 0, move_to_end_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_End, 0, move_to_end_cb, "b", TRUE);
}

static void
sentinel_histogram_init (SentinelHistogram *self)
{
  SentinelChart *chart = SENTINEL_CHART (self);
  GtkGesture *click = gtk_gesture_click_new ();

  self->buckets = g_array_new (FALSE, FALSE, sizeof (SentinelHistogramBucket));
  self->columns = g_ptr_array_new ();
  self->step = 1;
  self->cursor = G_MAXUINT;
  for (guint i = 0; i < SENTINEL_HISTOGRAM_N_TONES; i++) {
    SentinelImportance importance =
        sentinel_histogram_get_importance (SENTINEL_HISTOGRAM_N_TONES - 1 - i);
    g_autofree char *classes =
        g_strconcat ("fill ", sentinel_importance_get_css_class (importance), NULL);

    self->fill_inks[i] = sentinel_chart_add_ink (chart, classes);
  }
  self->label_ink = sentinel_chart_add_ink (chart, "axis caption numeric");
  self->rule_ink = sentinel_chart_add_ink (chart, "rule");
  self->seam_ink = sentinel_chart_add_ink (chart, "seam");
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * sentinel_histogram_new:
 *
 * Returns: (transfer floating): a histogram without bars
 */
GtkWidget *
sentinel_histogram_new (void)
{
  return g_object_new (SENTINEL_TYPE_HISTOGRAM, NULL);
}

static void
add_column (SentinelHistogram *self)
{
  GtkWidget *column = sentinel_histogram_column_new ();

  gtk_widget_set_parent (column, GTK_WIDGET (self));
  g_ptr_array_add (self->columns, column);
  g_signal_connect_object (column,
                           "activate",
                           G_CALLBACK (column_activated_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
fit_columns (SentinelHistogram *self)
{
  while (self->columns->len > self->buckets->len)
    gtk_widget_unparent (g_ptr_array_steal_index (self->columns, self->columns->len - 1));
  while (self->columns->len < self->buckets->len)
    add_column (self);
  for (guint i = 0; i < self->columns->len; i++)
    sentinel_histogram_column_show (g_ptr_array_index (self->columns, i),
                                    get_bucket (self, i),
                                    self->zone);
}

static gboolean
is_same (GArray *a, GArray *b)
{
  return a->len == b->len
         && (a->len == 0
             || memcmp (a->data, b->data, a->len * sizeof (SentinelHistogramBucket)) == 0);
}

/**
 * sentinel_histogram_set_buckets:
 * @self: a histogram
 * @buckets: (element-type SentinelHistogramBucket): oldest first, side by side; copied
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Shows these; nothing is drawn again where they are the same as before.
 */
void
sentinel_histogram_set_buckets (SentinelHistogram *self, GArray *buckets, GTimeZone *zone)
{
  g_return_if_fail (SENTINEL_IS_HISTOGRAM (self));
  if (is_same (self->buckets, buckets) && self->zone == zone)
    return;
  g_array_set_size (self->buckets, 0);
  if (buckets->len > 0)
    g_array_append_vals (self->buckets, buckets->data, buckets->len);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone != NULL ? g_time_zone_ref (zone) : NULL;
  self->step = sentinel_axis_find_step (find_highest (self));
  sentinel_chart_set_value_range (SENTINEL_CHART (self),
                                  0,
                                  (double) (SENTINEL_AXIS_N_STEPS * self->step));
  fit_columns (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
