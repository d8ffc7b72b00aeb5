/* SPDX-License-Identifier: MIT */
/* They are told in the zone of the schedule, since that is what was typed; how long until then is
 * kept right while it can be seen. */
#include "sentinel-next-runs.h"

#include <glib/gi18n.h>

#include "sentinel-age.h"

#define N_RUNS 5

typedef struct {
  AdwActionRow *row;
  GtkLabel *left, *time;
} Run;

struct _SentinelNextRuns {
  AdwPreferencesGroup parent_instance;
  Run runs[N_RUNS];
  SentinelTicker *ticker; /* nullable */
  SentinelSchedule *schedule; /* nullable */
};

G_DEFINE_FINAL_TYPE (SentinelNextRuns, sentinel_next_runs, ADW_TYPE_PREFERENCES_GROUP)

static void
show_run (SentinelNextRuns *self, const Run *run, gint64 at_us, gint64 now_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) local =
      g_date_time_to_timezone (utc, sentinel_schedule_get_zone (self->schedule));
  /* Translators: the day of a run: "Wednesday 25 November" */
  g_autofree char *day = g_date_time_format (local, _ ("%A %-e %B"));
  /* Translators: the time of a run */
  g_autofree char *time =
      g_date_time_format (local, g_date_time_get_second (local) != 0 ? _ ("%H:%M:%S") : _ ("%H:%M"));
  g_autofree char *age = sentinel_age_format (MAX (0, at_us - now_us) + G_TIME_SPAN_SECOND - 1);
  /* Translators: how long until a run: "in 18 h" */
  g_autofree char *left = g_strdup_printf (_ ("in %s"), age);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (run->row), day);
  gtk_label_set_text (run->left, left);
  gtk_label_set_text (run->time, time);
}

static void
show (SentinelNextRuns *self)
{
  gint64 now_us, at_us;

  if (self->ticker == NULL || self->schedule == NULL)
    return;
  now_us = at_us = sentinel_ticker_get_now_us (self->ticker);
  for (guint i = 0; i < N_RUNS; i++) {
    at_us = at_us >= 0 ? sentinel_schedule_get_next_us (self->schedule, at_us) : -1;
    gtk_widget_set_visible (GTK_WIDGET (self->runs[i].row), at_us >= 0);
    if (at_us >= 0)
      show_run (self, &self->runs[i], at_us, now_us);
  }
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    sentinel_ticker_want_minute (self->ticker);
}

static void
sentinel_next_runs_map (GtkWidget *widget)
{
  SentinelNextRuns *self = SENTINEL_NEXT_RUNS (widget);

  GTK_WIDGET_CLASS (sentinel_next_runs_parent_class)->map (widget);
  if (self->ticker != NULL)
    sentinel_ticker_hold (self->ticker);
  show (self);
}

static void
sentinel_next_runs_unmap (GtkWidget *widget)
{
  SentinelNextRuns *self = SENTINEL_NEXT_RUNS (widget);

  if (self->ticker != NULL)
    sentinel_ticker_release (self->ticker);
  GTK_WIDGET_CLASS (sentinel_next_runs_parent_class)->unmap (widget);
}

static void
sentinel_next_runs_dispose (GObject *object)
{
  SentinelNextRuns *self = SENTINEL_NEXT_RUNS (object);

  G_OBJECT_CLASS (sentinel_next_runs_parent_class)->dispose (object);
  g_clear_object (&self->ticker);
  g_clear_pointer (&self->schedule, sentinel_schedule_unref);
}

static void
sentinel_next_runs_class_init (SentinelNextRunsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_next_runs_dispose;
  GTK_WIDGET_CLASS (klass)->map = sentinel_next_runs_map;
  GTK_WIDGET_CLASS (klass)->unmap = sentinel_next_runs_unmap;
}

static GtkLabel *
add_label (AdwActionRow *row, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  adw_action_row_add_suffix (row, label);
  return GTK_LABEL (label);
}

static void
sentinel_next_runs_init (SentinelNextRuns *self)
{
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ ("The next five runs"));
  for (guint i = 0; i < N_RUNS; i++) {
    Run *run = &self->runs[i];

    run->row = ADW_ACTION_ROW (adw_action_row_new ());
    run->left = add_label (run->row, "secondary");
    run->time = add_label (run->row, NULL);
    gtk_widget_add_css_class (GTK_WIDGET (run->row), "run");
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (run->row));
  }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sentinel_next_runs_set_ticker:
 * @self: the rows, not shown yet
 * @ticker: tells the time
 */
void
sentinel_next_runs_set_ticker (SentinelNextRuns *self, SentinelTicker *ticker)
{
  g_return_if_fail (self->ticker == NULL);

  self->ticker = g_object_ref (ticker);
  g_signal_connect_object (ticker, "tick", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

/**
 * sentinel_next_runs_set_schedule:
 * @self: the rows
 * @schedule: (nullable): whose runs to show
 */
void
sentinel_next_runs_set_schedule (SentinelNextRuns *self, SentinelSchedule *schedule)
{
  g_autofree char *sentence = NULL;

  g_clear_pointer (&self->schedule, sentinel_schedule_unref);
  gtk_widget_set_visible (GTK_WIDGET (self), schedule != NULL);
  if (schedule == NULL)
    return;
  self->schedule = sentinel_schedule_ref (schedule);
  sentence = sentinel_schedule_dup_words (schedule);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), sentence);
  show (self);
}
