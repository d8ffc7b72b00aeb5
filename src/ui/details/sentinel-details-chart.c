/* SPDX-License-Identifier: MIT */
/* A sparkline with a head. */
#include "sentinel-details-chart.h"
#include "sentinel-details-label.h"
#include "sentinel-event-words.h"
#include "sentinel-series-store.h"
#include "sentinel-sparkline.h"
#include "sentinel-text.h"
#include "sentinel-trigger.h"
#include <glib/gi18n.h>
#include <math.h>

#define GAP_US (5 * G_TIME_SPAN_MINUTE)
#define HEIGHT 130
#define VALUE_SERIES "value" /* what readings are stored as; it is a column's name, not a word */

struct _SentinelDetailsChart {
  AdwBin parent_instance;
  GtkWidget *name, *value, *line;
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
  self->line = sentinel_sparkline_new ();
  gtk_widget_add_css_class (self->name, "secondary");
  gtk_widget_add_css_class (self->value, "numeric");
  gtk_widget_set_hexpand (self->name, TRUE);
  gtk_widget_set_size_request (self->line, -1, HEIGHT);
  gtk_box_append (GTK_BOX (head), self->name);
  gtk_box_append (GTK_BOX (head), self->value);
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), self->line);
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

static GArray *
make_points (GArray *samples)
{
  GArray *points = g_array_sized_new (FALSE, FALSE, sizeof (SentinelPoint), samples->len);

  for (guint i = 0; i < samples->len; i++) {
    const SentinelSample *sample = &g_array_index (samples, SentinelSample, i);
    SentinelPoint point = { sample->at_us, sample->min, sample->max, sample->last };

    g_array_append_val (points, point);
  }
  return points;
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

static char *
dup_value (double value, const char *unit)
{
  g_autoptr (SentinelEvent) event = sentinel_event_new ();

  event->value_last = value;
  g_set_str (&event->unit, unit);
  return sentinel_event_dup_value (event);
}

static void
show_limit (SentinelDetailsChart *self, const SentinelLevel *level, const char *unit)
{
  SentinelSparkline *line = SENTINEL_SPARKLINE (self->line);
  g_autofree char *value = level != NULL ? dup_value (level->raise, unit) : NULL;
  /* Translators: the value from which on a rule fires, "Limit 8.00 GB" */
  g_autofree char *text = level != NULL ? g_strdup_printf (_ ("Limit %s"), value) : NULL;

  sentinel_sparkline_set_limit (line, level != NULL ? level->raise : NAN);
  sentinel_sparkline_set_limit_text (line, text);
}

/**
 * sentinel_details_chart_set_record:
 * @self: a chart
 * @record: what is stored about an event; nothing of it is kept
 * @level: (nullable): what the event is past
 * @registry: names what a rule measures
 * @zone: in which times are told
 */
void
sentinel_details_chart_set_record (SentinelDetailsChart *self,
                                   const SentinelEventRecord *record,
                                   const SentinelLevel *level,
                                   SentinelRegistry *registry,
                                   GTimeZone *zone)
{
  SentinelSparkline *line = SENTINEL_SPARKLINE (self->line);
  g_autoptr (GArray) points = make_points (record->samples);
  g_autofree char *title = NULL, *value = NULL, *spoken = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), points->len > 0);
  if (points->len == 0)
    return;
  title = dup_title (record, registry);
  value =
      dup_value (g_array_index (points, SentinelPoint, points->len - 1).last, record->series_unit);
  /* Translators: what was measured, and its last value */
  spoken = g_strdup_printf (_ ("%s, last %s"), title, value);
  sentinel_details_label_set_text (self->name, title);
  sentinel_details_label_set_text (self->value, value);
  sentinel_sparkline_set_large (line, TRUE, zone);
  sentinel_sparkline_set_points (line, points, MAX (GAP_US, 2 * record->sample_span_us));
  show_limit (self, level, record->series_unit);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
