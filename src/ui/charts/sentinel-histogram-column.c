/* SPDX-License-Identifier: MIT */
/* A list item with a sentence. */
#include "sentinel-histogram-column.h"
#include "sentinel-age.h"
#include <glib/gi18n.h>

struct _SentinelHistogramColumn {
  GtkWidget parent_instance;
  char *sentence;
};

enum {
  SIGNAL_ACTIVATE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelHistogramColumn, sentinel_histogram_column, GTK_TYPE_WIDGET)

static char *
format_day (gint64 at_us, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = zone != NULL ? NULL : g_time_zone_new_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) there = g_date_time_to_timezone (utc, zone != NULL ? zone : local);

  /* Translators: a day, for g_date_time_format(): "Monday, 23 November" */
  return g_date_time_format (there, _ ("%A, %-d %B"));
}

/* An hour of the last day needs no day, a quarter of a day does, and a day is one. */
static char *
format_time (const SentinelHistogramBucket *bucket, GTimeZone *zone)
{
  g_autofree char *from = NULL;
  g_autofree char *to = sentinel_age_format_clock (bucket->to_us, zone);
  gint64 width_us = bucket->to_us - bucket->from_us;

  if (width_us > 20 * G_TIME_SPAN_HOUR)
    return format_day (bucket->from_us, zone);
  from = width_us > G_TIME_SPAN_HOUR ? sentinel_age_format_time (bucket->from_us, zone)
                                     : sentinel_age_format_clock (bucket->from_us, zone);
  /* Translators: a stretch of time, "14:00 to 15:00" */
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

static char *
format_tone (SentinelImportance importance, gint64 n)
{
  switch (importance) {
  case SENTINEL_IMPORTANCE_CRITICAL:
    /* Translators: how many of some events are critical; so the next three */
    return g_strdup_printf (ngettext ("%'d critical", "%'d critical", (gulong) n), (int) n);
  case SENTINEL_IMPORTANCE_HIGH:
    return g_strdup_printf (ngettext ("%'d high", "%'d high", (gulong) n), (int) n);
  case SENTINEL_IMPORTANCE_MEDIUM:
    return g_strdup_printf (ngettext ("%'d medium", "%'d medium", (gulong) n), (int) n);
  case SENTINEL_IMPORTANCE_LOW:
  case SENTINEL_IMPORTANCE_NONE:
  default:
    return g_strdup_printf (ngettext ("%'d low", "%'d low", (gulong) n), (int) n);
  }
}

static char *
format_sentence (const SentinelHistogramBucket *bucket, GTimeZone *zone)
{
  gint64 total = sentinel_histogram_bucket_get_total (bucket);
  g_autofree char *time = format_time (bucket, zone);
  GString *sentence;

  if (total == 0)
    /* Translators: %s is a stretch of time */
    return g_strdup_printf (_ ("%s: no events"), time);
  sentence = g_string_new (NULL);
  g_string_printf (sentence,
                   /* Translators: %s is a stretch of time */
                   ngettext ("%s: %'d event", "%s: %'d events", (gulong) total),
                   time,
                   (int) total);
  for (guint i = SENTINEL_HISTOGRAM_N_TONES; i > 0; i--) {
    g_autofree char *tone = NULL;

    if (bucket->n[i - 1] == 0)
      continue;
    tone = format_tone (sentinel_histogram_get_importance (i - 1), bucket->n[i - 1]);
    /* Translators: between the parts of "31 events, 2 critical, 29 low" */
    g_string_append (sentence, _ (", "));
    g_string_append (sentence, tone);
  }
  return g_string_free (sentence, FALSE);
}

static void
sentinel_histogram_column_finalize (GObject *object)
{
  g_free (SENTINEL_HISTOGRAM_COLUMN (object)->sentence);
  G_OBJECT_CLASS (sentinel_histogram_column_parent_class)->finalize (object);
}

static void
sentinel_histogram_column_class_init (SentinelHistogramColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_histogram_column_finalize;
  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate",
                                           SENTINEL_TYPE_HISTOGRAM_COLUMN,
                                           G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
  gtk_widget_class_set_activate_signal (widget_class, signals[SIGNAL_ACTIVATE]);
  gtk_widget_class_set_css_name (widget_class, "column");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
sentinel_histogram_column_init (SentinelHistogramColumn *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * sentinel_histogram_column_new:
 *
 * Returns: (transfer floating): a column that says nothing yet
 */
GtkWidget *
sentinel_histogram_column_new (void)
{
  return g_object_new (SENTINEL_TYPE_HISTOGRAM_COLUMN, NULL);
}

/**
 * sentinel_histogram_column_show:
 * @self: a column
 * @bucket: what its bar shows
 * @zone: (nullable): in which times are told; %NULL: the local one
 */
void
sentinel_histogram_column_show (SentinelHistogramColumn *self,
                                const SentinelHistogramBucket *bucket,
                                GTimeZone *zone)
{
  g_autofree char *sentence = format_sentence (bucket, zone);

  if (!g_set_str (&self->sentence, sentence))
    return;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
}

/**
 * sentinel_histogram_column_get_sentence:
 * @self: a column
 *
 * Returns: (transfer none) (nullable): what it says; %NULL: it shows nothing yet
 */
const char *
sentinel_histogram_column_get_sentence (SentinelHistogramColumn *self)
{
  return self->sentence;
}
