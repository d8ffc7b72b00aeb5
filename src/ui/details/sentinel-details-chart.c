/* SPDX-License-Identifier: MIT */
/* A metric chart with a head. */
#include "sentinel-details-chart.h"
#include "sentinel-details-label.h"
#include "sentinel-metric-chart.h"
#include "sentinel-metric-words.h"
#include "sentinel-series-store.h"
#include "sentinel-text.h"
#include "sentinel-trigger.h"
#include <glib/gi18n.h>
#include <math.h>

#define LEAST_GAP_US (5 * G_TIME_SPAN_MINUTE)
#define HEIGHT 130
#define VALUE_SERIES "value" /* what readings are stored as; it is a column's name, not a word */

struct _SentinelDetailsChart {
  AdwBin parent_instance;
  GtkWidget *name, *value, *chart;
};

G_DEFINE_FINAL_TYPE (SentinelDetailsChart, sentinel_details_chart, ADW_TYPE_BIN)

static void
sentinel_details_chart_class_init (SentinelDetailsChartClass *klass)
{
}

static void
sentinel_details_chart_init (SentinelDetailsChart *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->name = sentinel_details_label_new (NULL, "caption-heading");
  self->value = sentinel_details_label_new (NULL, "caption-heading");
  self->chart = sentinel_metric_chart_new ();
  gtk_widget_add_css_class (self->name, "secondary");
  gtk_widget_add_css_class (self->value, "numeric");
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_widget_set_size_request (self->chart, -1, HEIGHT);
  gtk_box_append (GTK_BOX (head), self->name);
  gtk_box_append (GTK_BOX (head), self->value);
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), self->chart);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "chart-card");
  adw_bin_set_child (ADW_BIN (self), card);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sentinel_details_chart_new:
 *
 * Returns: (transfer floating): a chart that is hidden until something was measured
 */
GtkWidget *
sentinel_details_chart_new (void)
{
  return g_object_new (SENTINEL_TYPE_DETAILS_CHART, NULL);
}

static const SentinelSample *
get_sample (const SentinelEventRecord *record, guint index)
{
  return &g_array_index (record->samples, SentinelSample, index);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* A rule may ask every ten seconds or once a day: what is longer than three times the usual is a
 * time in which nobody looked. */
static gint64
find_longest_us (const SentinelEventRecord *record)
{
  g_autoptr (GArray) distances = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 longest_us;

  for (guint i = 1; i < record->samples->len; i++) {
    gint64 distance_us = get_sample (record, i)->at_us - get_sample (record, i - 1)->at_us;

    g_array_append_val (distances, distance_us);
  }
  longest_us = MAX (LEAST_GAP_US, 2 * record->sample_span_us);
  if (distances->len == 0)
    return longest_us;
  g_array_sort (distances, compare_times);
  return MAX (3 * g_array_index (distances, gint64, distances->len / 2), longest_us);
}

/* up to now while the event is open, else up to what is known of the time after it */
static gint64
find_end_us (const SentinelEventRecord *record, gint64 now_us)
{
  gint64 last_us = get_sample (record, record->samples->len - 1)->at_us;

  return MAX (last_us,
              sentinel_event_is_open (record->event) ? now_us : record->event->closed_at_us);
}

static void
add_samples (SentinelMetricData *data, const SentinelEventRecord *record)
{
  gint64 longest_us = find_longest_us (record), before_us = data->from_us;

  for (guint i = 0; i < record->samples->len; i++) {
    const SentinelSample *sample = get_sample (record, i);
    SentinelPoint point = { sample->at_us, sample->min, sample->max, sample->last };

    if (sample->at_us - before_us > longest_us)
      sentinel_metric_data_add_gap (data, before_us, sample->at_us);
    sentinel_metric_data_add_point (data, &point);
    before_us = sample->at_us;
  }
  if (data->to_us - before_us > longest_us)
    sentinel_metric_data_add_gap (data, before_us, data->to_us);
}

static void
add_event (SentinelMetricData *data, const SentinelEvent *event)
{
  SentinelMetricBand band = { .from_us = event->opened_at_us,
                              .to_us = event->closed_at_us,
                              .importance = event->importance,
                              .kind = SENTINEL_METRIC_BAND_STORED };
  SentinelMetricMark mark = { event->opened_at_us, event->importance };

  if (event->point)
    sentinel_metric_data_add_mark (data, &mark);
  else
    sentinel_metric_data_add_band (data, &band);
}

static void
add_level (SentinelMetricData *data, const SentinelLevel *level)
{
  gboolean has_clear = level->clear < level->raise || level->clear > level->raise;
  SentinelMetricLevel line = { .importance = level->importance,
                               .raise = level->raise,
                               .clear = has_clear ? level->clear : NAN };

  sentinel_metric_data_add_level (data, &line);
}

static SentinelMetricData *
make_data (const SentinelEventRecord *record, const SentinelLevel *level, gint64 now_us)
{
  SentinelMetricData *data = sentinel_metric_data_new (record->series_unit,
                                                       get_sample (record, 0)->at_us,
                                                       find_end_us (record, now_us));

  add_samples (data, record);
  add_event (data, record->event);
  if (level != NULL)
    add_level (data, level);
  return data;
}

/* "resident_memory" → "Resident memory"; of a reading's value it is what its trigger measures. */
static char *
dup_title (const SentinelEventRecord *record, SentinelRegistry *registry)
{
  g_autofree char *name = sentinel_text_to_line (record->series_name, 100);
  g_autofree char *first = NULL;

  if (g_str_equal (name, VALUE_SERIES)) {
    SentinelTrigger *trigger = record->rule != NULL
                                   ? sentinel_registry_find (registry, record->rule->trigger, NULL)
                                   : NULL;

    return g_strdup (trigger != NULL ? sentinel_trigger_describe (trigger)->name : _ ("Value"));
  }
  g_strdelimit (name, "_", ' ');
  first = g_utf8_strup (name, g_utf8_next_char (name) - name);
  return g_strconcat (first, *name != '\0' ? g_utf8_next_char (name) : "", NULL);
}

/**
 * sentinel_details_chart_set_record:
 * @self: a chart
 * @record: what is stored about an event; nothing of it is kept
 * @level: (nullable): what the event is past
 * @registry: names what a rule measures
 * @zone: in which times are told
 * @now_us: up to where an open event is shown, microseconds UTC
 */
void
sentinel_details_chart_set_record (SentinelDetailsChart *self,
                                   const SentinelEventRecord *record,
                                   const SentinelLevel *level,
                                   SentinelRegistry *registry,
                                   GTimeZone *zone,
                                   gint64 now_us)
{
  SentinelMetricChart *chart = SENTINEL_METRIC_CHART (self->chart);
  g_autoptr (SentinelMetricData) data = NULL;
  g_autofree char *title = NULL, *value = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), record->samples->len > 0);
  if (record->samples->len == 0)
    return;
  data = make_data (record, level, now_us);
  title = dup_title (record, registry);
  value = isnan (data->last) ? g_strdup ("")
                             : sentinel_metric_format_value (data->last, data->unit);
  sentinel_details_label_set_text (self->name, title);
  sentinel_details_label_set_text (self->value, value);
  sentinel_metric_chart_set_title (chart, title);
  sentinel_metric_chart_set_data (chart, data, zone);
}
