/* SPDX-License-Identifier: MIT */
/* What is chosen becomes a time at once, so that it does not move on while the rest is edited. */
#include "sentinel-pause-row.h"

#include <glib/gi18n.h>

#include "sentinel-age.h"

#define MORNING_HOUR 8
#define DAYS_PER_WEEK 7

enum {
  CHOICE_NOT,
  CHOICE_HOUR,
  CHOICE_TOMORROW,
  CHOICE_MONDAY,
  CHOICE_STORED, /* only where there is one */
};

struct _SentinelPauseRow {
  AdwComboRow parent_instance;
  GtkStringList *choices;
  SentinelTicker *ticker; /* nullable */
  gint64 stored_us; /* what was set; 0: not paused */
  gint64 until_us;
  gboolean is_showing;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelPauseRow, sentinel_pause_row, ADW_TYPE_COMBO_ROW)

/* The morning of a day from today on, in the zone in which times are told. */
static gint64
get_morning_us (GDateTime *now, int days)
{
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr (GDateTime) morning = g_date_time_new (g_date_time_get_timezone (now),
                                                   g_date_time_get_year (day),
                                                   g_date_time_get_month (day),
                                                   g_date_time_get_day_of_month (day),
                                                   MORNING_HOUR,
                                                   0,
                                                   0);

  return g_date_time_to_unix_usec (morning);
}

static gint64
compute_until_us (SentinelPauseRow *self, guint choice)
{
  gint64 now_us = sentinel_ticker_get_now_us (self->ticker);
  GTimeZone *zone = sentinel_ticker_get_zone (self->ticker);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (now_us);
  g_autoptr (GDateTime) now = zone != NULL ? g_date_time_to_timezone (utc, zone)
                                           : g_date_time_to_local (utc);

  switch (choice) {
  case CHOICE_HOUR:
    return now_us + G_TIME_SPAN_HOUR;
  case CHOICE_TOMORROW:
    return get_morning_us (now, 1);
  case CHOICE_MONDAY:
    return get_morning_us (now, DAYS_PER_WEEK + 1 - g_date_time_get_day_of_week (now));
  case CHOICE_STORED:
    return self->stored_us;
  case CHOICE_NOT:
  default:
    return 0;
  }
}

static void
selected_cb (SentinelPauseRow *self)
{
  guint choice = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (self->is_showing || choice == GTK_INVALID_LIST_POSITION || self->ticker == NULL)
    return;
  self->until_us = compute_until_us (self, choice);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
sentinel_pause_row_dispose (GObject *object)
{
  SentinelPauseRow *self = SENTINEL_PAUSE_ROW (object);

  g_clear_object (&self->ticker);
  g_clear_object (&self->choices);
  G_OBJECT_CLASS (sentinel_pause_row_parent_class)->dispose (object);
}

static void
sentinel_pause_row_class_init (SentinelPauseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_pause_row_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_PAUSE_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_pause_row_init (SentinelPauseRow *self)
{
  self->choices = gtk_string_list_new ((const char *const[]) { _ ("No"),
                                                               _ ("For an hour"),
                                                               _ ("Until tomorrow morning"),
                                                               _ ("Until Monday morning"),
                                                               NULL });
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (self->choices));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

/**
 * sentinel_pause_row_set_ticker:
 * @self: a row that has none yet
 * @ticker: tells the time, and in which zone it is told
 */
void
sentinel_pause_row_set_ticker (SentinelPauseRow *self, SentinelTicker *ticker)
{
  g_return_if_fail (self->ticker == NULL);
  self->ticker = g_object_ref (ticker);
}

/**
 * sentinel_pause_row_set_until:
 * @self: a row
 * @until_us: microseconds UTC; 0: not paused
 */
void
sentinel_pause_row_set_until (SentinelPauseRow *self, gint64 until_us)
{
  GTimeZone *zone = self->ticker != NULL ? sentinel_ticker_get_zone (self->ticker) : NULL;
  gboolean has_stored = g_list_model_get_n_items (G_LIST_MODEL (self->choices)) > CHOICE_STORED;

  self->is_showing = TRUE;
  self->stored_us = self->until_us = until_us;
  gtk_string_list_splice (self->choices, CHOICE_STORED, has_stored ? 1 : 0, NULL);
  if (until_us > 0) {
    g_autofree char *time = sentinel_age_format_exact (until_us, zone);

    /* Translators: a rule is paused until then */
    gtk_string_list_take (self->choices, g_strdup_printf (_ ("Until %s"), time));
  }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), until_us > 0 ? CHOICE_STORED : CHOICE_NOT);
  self->is_showing = FALSE;
}

/**
 * sentinel_pause_row_get_until_us:
 * @self: a row
 *
 * Returns: until when, microseconds UTC; 0: not paused
 */
gint64
sentinel_pause_row_get_until_us (SentinelPauseRow *self)
{
  return self->until_us;
}
