/* SPDX-License-Identifier: MIT */
/* Writes a database of made-up history, for benches and screenshots: the same seed gives the same
 * history, told backwards from now.
 *
 *   sentinel-bench-data --events N [--rules N] [--samples N] [--seed N] FILE
 *
 * Rules are off, so that a program that opens the file measures its own work and not theirs. */
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-note-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-series-store.h"
#include "sentinel-system-clock.h"
#include <locale.h>

#define PER_TRANSACTION 1000
#define MEAN_GAP_US (9 * G_TIME_SPAN_SECOND)
#define SAMPLES_PER_INSTANCE 360

typedef struct {
  gint64 rule_id, instance_id;
  const char *source, *category;
} Target;

typedef struct {
  GRand *random;
  gint64 n_events, n_rules;
  gint64 written;
  gint64 begin_us; /* of the history */
  gint64 step_us; /* mean distance of two events */
  GArray *targets; /* of Target */
  gint64 n_samples; /* of the first rule */
  gint64 first_series_id, sampled_from_us; /* what it has anyway begins then */
  GRand *sample_random; /* its own: more samples change nothing else */
} Maker;

static const char *const sources[] = {
  "api-gateway", "postgres", "build-02", "nightly-load", "AAPL",  "MSFT",     "NVDA",
  "TSLA",        "BTC-USD",  "ETH-USD",  "search-api",   "web-1", "fx-rates", "db-2",
  "docs-site",   "payments", "redis",    "SAP.DE",       "GOOGL", "auth-api",
};

static const char *const categories[] = { "System", "Market", "System", "Security", "General" };

/* What stands before and after the number. */
static const struct {
  const char *before, *after;
} messages[] = {
  { "Processor at ", " % for ten minutes (threshold 90 %)" },
  { "Memory grows by ", " MB a minute" },
  { "HTTP 503 after ", " s, third failure" },
  { "Up ", " % in five minutes" },
  { "Volume is ", " times the usual" },
  { "Answer took ", " s" },
  { "Certificate ends in ", " days" },
};

/* 2 % critical, 8 % high, 20 % medium, 70 % low. */
static SentinelImportance
pick_importance (GRand *random)
{
  int n = g_rand_int_range (random, 0, 100);

  if (n < 2)
    return SENTINEL_IMPORTANCE_CRITICAL;
  if (n < 10)
    return SENTINEL_IMPORTANCE_HIGH;
  return n < 30 ? SENTINEL_IMPORTANCE_MEDIUM : SENTINEL_IMPORTANCE_LOW;
}

/* A rule's events are in its category. */
static const char *
choose_category (gint64 number)
{
  return categories[number % G_N_ELEMENTS (categories)];
}

static gint64
add_rule (SentinelTransaction *tx, gint64 number, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  g_free (rule->name);
  rule->name = g_strdup_printf ("%s %" G_GINT64_FORMAT,
                                sources[number % G_N_ELEMENTS (sources)],
                                number + 1);
  g_set_str (&rule->trigger, "cpu-usage");
  g_set_str (&rule->category, choose_category (number));
  rule->period_ms = 10 * 1000;
  rule->enabled = FALSE;
  return sentinel_rule_store_insert (tx, rule, "Bench", error);
}

static double
walk (GRand *random, double value)
{
  return CLAMP (value + g_rand_double_range (random, -6, 6), 0, 100);
}

static gboolean
add_samples (SentinelTransaction *tx, Maker *maker, gint64 instance_id, GError **error)
{
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", "%", error);
  gint64 end_us = sentinel_transaction_get_now_us (tx);
  double value = g_rand_double_range (maker->random, 20, 80);

  if (series_id == 0)
    return FALSE;
  if (maker->first_series_id == 0) {
    maker->first_series_id = series_id;
    maker->sampled_from_us = end_us - SAMPLES_PER_INSTANCE * SENTINEL_SAMPLE_SPAN_US;
  }
  for (gint64 i = SAMPLES_PER_INSTANCE; i > 0; i--) {
    value = walk (maker->random, value);
    if (!sentinel_series_store_add (tx,
                                    series_id,
                                    end_us - i * SENTINEL_SAMPLE_SPAN_US,
                                    value,
                                    error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_instance (SentinelTransaction *tx, Maker *maker, gint64 rule_id, gint64 number, GError **error)
{
  Target target = { rule_id,
                    0,
                    sources[number % G_N_ELEMENTS (sources)],
                    choose_category (number) };
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (rule_id);
  g_autoptr (SentinelReading) reading = sentinel_reading_new (target.source, 0, "%");

  sentinel_reading_fingerprint (reading, target.source, instance->fingerprint);
  g_free (instance->labels);
  instance->labels = sentinel_reading_dup_labels_json (reading);
  if (!sentinel_instance_store_put (tx, instance, error))
    return FALSE;
  target.instance_id = instance->id;
  g_array_append_val (maker->targets, target);
  return number >= 50 || add_samples (tx, maker, instance->id, error);
}

static gboolean
write_rules (SentinelTransaction *tx, gpointer data, GError **error)
{
  Maker *maker = data;

  for (gint64 i = 0; i < maker->n_rules; i++) {
    gint64 rule_id = add_rule (tx, i, error);

    if (rule_id == 0 || !add_instance (tx, maker, rule_id, i, error))
      return FALSE;
  }
  return TRUE;
}

/* Those before what the first rule has anyway, oldest first. */
static gboolean
write_samples (SentinelTransaction *tx, gpointer data, GError **error)
{
  Maker *maker = data;
  gint64 n_more = maker->n_samples - SAMPLES_PER_INSTANCE;
  double value = 50;

  for (gint64 i = n_more; i > 0; i--) {
    value = walk (maker->sample_random, value);
    if (!sentinel_series_store_add (tx,
                                    maker->first_series_id,
                                    maker->sampled_from_us - i * SENTINEL_SAMPLE_SPAN_US,
                                    value,
                                    error))
      return FALSE;
  }
  return TRUE;
}

static char *
make_message (guint32 pick)
{
  guint i = pick % G_N_ELEMENTS (messages);

  return g_strdup_printf ("%s%u.%u%s",
                          messages[i].before,
                          pick % 97 + 1,
                          pick % 10,
                          messages[i].after);
}

static SentinelEvent *
make_event (Maker *maker, const Target *target)
{
  SentinelEvent *event = sentinel_event_new ();
  guint32 pick = g_rand_int (maker->random);
  gint64 opened_us = maker->begin_us + maker->written * maker->step_us;
  gint64 lasted_us = g_rand_int_range (maker->random, 10, 3600) * G_TIME_SPAN_SECOND;

  event->rule_id = target->rule_id;
  event->rule_version = 1;
  event->instance_id = target->instance_id;
  event->began_at_us = opened_us - 60 * G_TIME_SPAN_SECOND;
  event->opened_at_us = opened_us;
  event->closed_at_us = opened_us + lasted_us;
  event->close_reason = SENTINEL_CLOSE_RESOLVED;
  event->importance = pick_importance (maker->random);
  event->last_seen_at_us = event->closed_at_us;
  event->shown_until_us = opened_us + G_TIME_SPAN_DAY;
  event->source = g_strdup (target->source);
  event->category = g_strdup (target->category);
  event->unit = g_strdup ("%");
  event->message = make_message (pick);
  event->value_first = pick % 97 + 1;
  event->value_last = event->value_first / 2;
  event->value_peak = event->value_first + 2;
  return event;
}

/* Six in ten are acknowledged, all of them when they are older than a week. */
static void
acknowledge (Maker *maker, SentinelEvent *event, gint64 now_us)
{
  if (g_rand_int_range (maker->random, 0, 10) >= 6
      && now_us - event->opened_at_us < 7 * G_TIME_SPAN_DAY)
    return;
  event->acked_at_us = event->opened_at_us + 30 * G_TIME_SPAN_SECOND;
  event->acked_level = event->importance;
  event->ack_scope = SENTINEL_ACK_UNTIL_RESOLVED;
  event->acked_by = g_strdup ("Bench");
  event->ack_comment = g_strdup ("Known, see the runbook");
}

static gboolean
add_transition (SentinelTransaction *tx,
                const SentinelEvent *event,
                SentinelTransitionKind kind,
                gint64 at_us,
                GError **error)
{
  g_autoptr (SentinelTransition) transition = sentinel_transition_new (kind, at_us);

  transition->event_id = event->id;
  transition->instance_id = event->instance_id;
  transition->value = event->value_first;
  return sentinel_event_store_add_transition (tx, transition, error);
}

static gboolean
add_history (SentinelTransaction *tx, const SentinelEvent *event, GError **error)
{
  const SentinelActor actor = { "Bench", SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelNote) note = NULL;

  if (!add_transition (tx, event, SENTINEL_TRANSITION_FIRED, event->opened_at_us, error)
      || !add_transition (tx, event, SENTINEL_TRANSITION_RESOLVED, event->closed_at_us, error))
    return FALSE;
  if (event->acked_at_us == 0)
    return TRUE;
  note = sentinel_note_new (event->id,
                            SENTINEL_NOTE_ACKNOWLEDGED,
                            event->ack_comment,
                            &actor,
                            event->acked_at_us);
  return add_transition (tx, event, SENTINEL_TRANSITION_ACKNOWLEDGED, event->acked_at_us, error)
         && sentinel_note_store_insert (tx, note, error);
}

static gboolean
write_events (SentinelTransaction *tx, gpointer data, GError **error)
{
  Maker *maker = data;
  gint64 end = MIN (maker->written + PER_TRANSACTION, maker->n_events);

  for (; maker->written < end; maker->written++) {
    guint index = g_rand_int_range (maker->random, 0, maker->targets->len);
    g_autoptr (SentinelEvent) event =
        make_event (maker, &g_array_index (maker->targets, Target, index));

    acknowledge (maker, event, sentinel_transaction_get_now_us (tx));
    if (!sentinel_event_store_insert (tx, event, NULL, error) || !add_history (tx, event, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
make_history (const char *path, Maker *maker, GError **error)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (SentinelStore) store = sentinel_store_new (path, clock);
  gboolean ok;

  /* About one every nine seconds, as a busy desk sees, but never further back than three years. */
  maker->step_us = MIN (MEAN_GAP_US, 3 * 365 * G_TIME_SPAN_DAY / MAX (maker->n_events, 1));
  maker->begin_us = sentinel_clock_get_realtime_us (clock) - maker->step_us * maker->n_events
                    - G_TIME_SPAN_HOUR;
  ok = sentinel_store_write (store, write_rules, maker, error)
       && sentinel_store_write (store, write_samples, maker, error);
  while (ok && maker->written < maker->n_events)
    ok = sentinel_store_write (store, write_events, maker, error);
  sentinel_store_close (store);
  return ok;
}

int
main (int argc, char **argv)
{
  gint64 seed = 1;
  Maker maker = { .n_events = -1, .n_rules = 20 };
  const GOptionEntry entries[] = {
    { "events", 0, 0, G_OPTION_ARG_INT64, &maker.n_events, "How many events", "N" },
    { "rules", 0, 0, G_OPTION_ARG_INT64, &maker.n_rules, "How many rules (20)", "N" },
    { "samples",
      0,
      0,
      G_OPTION_ARG_INT64,
      &maker.n_samples,
      "How many samples the first rule has, at least 360",
      "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "The same seed gives the same history (1)", "N" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("FILE - write a database of made-up history");
  g_autoptr (GError) error = NULL;
  gboolean ok;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || maker.n_events < 0
      || maker.n_rules < 1) {
    g_printerr ("sentinel-bench-data: %s\n",
                error != NULL ? error->message
                              : "usage: --events N [--rules N] [--samples N] [--seed N] FILE");
    return 2;
  }
  if (g_file_test (argv[1], G_FILE_TEST_EXISTS)) {
    g_printerr ("sentinel-bench-data: %s exists already; name a new file\n", argv[1]);
    return 1;
  }
  maker.random = g_rand_new_with_seed ((guint32) seed);
  maker.sample_random = g_rand_new_with_seed ((guint32) seed);
  maker.targets = g_array_new (FALSE, FALSE, sizeof (Target));
  ok = make_history (argv[1], &maker, &error);
  if (!ok)
    g_printerr ("sentinel-bench-data: cannot write %s: %s\n", argv[1], error->message);
  g_array_unref (maker.targets);
  g_rand_free (maker.sample_random);
  g_rand_free (maker.random);
  return ok ? 0 : 1;
}
