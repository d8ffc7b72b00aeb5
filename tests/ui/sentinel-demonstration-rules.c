/* SPDX-License-Identifier: MIT */
/* Rules in every state that they can be in, each with a day of samples behind it; written through
 * the stores, as waiting a day for them is too long. */
#include "sentinel-delivery-store.h"
#include "sentinel-demonstration.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"
#include "sentinel-series-store.h"
#include "sentinel-system-clock.h"
#include <math.h>

#define AUTHOR "Ada"
#define DAY_US (24 * G_TIME_SPAN_HOUR)
#define SAMPLE_STEP_US (5 * G_TIME_SPAN_MINUTE)

typedef struct {
  const char *name, *category;
  SentinelImportance importance;
  gint64 period_s;
  SentinelCondition condition;
  int since_s; /* how long it has been pending or firing */
  double value; /* what it is now */
  double calm; /* where it was before */
  double noise;
  const char *failure; /* nullable: why it cannot be evaluated */
  gboolean is_off;
  gboolean is_paused, is_outside_hours; /* now */
} Portrait;

static const Portrait portraits[] = {
  { "Build server is busy",
    "System",
    SENTINEL_IMPORTANCE_HIGH,
    10,
    SENTINEL_CONDITION_FIRING,
    720,
    97.4,
    55,
    6,
    NULL,
    FALSE },
  { "Database is busy",
    "System",
    SENTINEL_IMPORTANCE_CRITICAL,
    30,
    SENTINEL_CONDITION_FIRING,
    130,
    98.9,
    70,
    9,
    NULL,
    FALSE },
  { "Backup slows things down",
    "System",
    SENTINEL_IMPORTANCE_MEDIUM,
    300,
    SENTINEL_CONDITION_PENDING,
    420,
    91.2,
    40,
    5,
    NULL,
    FALSE },
  { "Processor of the old host",
    "Services",
    SENTINEL_IMPORTANCE_CRITICAL,
    30,
    SENTINEL_CONDITION_NORMAL,
    0,
    NAN,
    NAN,
    0,
    "“/proc/stat” of host-4 cannot be read: it was not found",
    FALSE },
  { "Render queue",
    "Media",
    SENTINEL_IMPORTANCE_MEDIUM,
    60,
    SENTINEL_CONDITION_NORMAL,
    0,
    21.3,
    20,
    14,
    NULL,
    FALSE },
  { "Shop front page",
    "Services",
    SENTINEL_IMPORTANCE_HIGH,
    30,
    SENTINEL_CONDITION_NORMAL,
    0,
    18.2,
    18,
    7,
    NULL,
    FALSE },
  { "Nightly training",
    "Data",
    SENTINEL_IMPORTANCE_HIGH,
    3600,
    SENTINEL_CONDITION_NORMAL,
    0,
    48,
    47,
    2,
    NULL,
    FALSE },
  { "Desk computer",
    "System",
    SENTINEL_IMPORTANCE_LOW,
    900,
    SENTINEL_CONDITION_NORMAL,
    0,
    6.8,
    12,
    8,
    NULL,
    FALSE },
  { "Exchange gateway",
    "Services",
    SENTINEL_IMPORTANCE_MEDIUM,
    60,
    SENTINEL_CONDITION_NORMAL,
    0,
    31,
    30,
    4,
    NULL,
    FALSE,
    FALSE,
    TRUE },
  { "Compile farm",
    "System",
    SENTINEL_IMPORTANCE_HIGH,
    120,
    SENTINEL_CONDITION_NORMAL,
    0,
    64,
    60,
    9,
    NULL,
    FALSE,
    TRUE,
    FALSE },
  { "Mail queue",
    "Services",
    SENTINEL_IMPORTANCE_LOW,
    300,
    SENTINEL_CONDITION_NORMAL,
    0,
    12,
    11,
    9,
    NULL,
    TRUE },
};

/* Of the day after tomorrow. */
static char *
dup_other_hours (gint64 now_us)
{
  static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_utc_usec (now_us + 2 * DAY_US);

  return g_strdup_printf ("%s 09:00-17:30", days[g_date_time_get_day_of_week (then) - 1]);
}

/* What the worst ones do, and what an import of another program left behind. */
static const char actions[] =
    "[{\"channel\":\"command\",\"name\":\"page-duty\",\"argv\":[\"/usr/local/bin/page\","
    "\"--team\",\"night shift\"],\"on\":[\"fired\",\"resolved\"]},"
    "{\"channel\":\"command\",\"name\":\"journal\",\"argv\":[\"logger\",\"-t\",\"sentinel\"],"
    "\"enabled\":false},"
    "{\"channel\":\"email\",\"to\":\"ops@example.org\",\"enabled\":false}]";

static gint64
insert_rule (SentinelTransaction *tx, const Portrait *portrait, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  g_set_str (&rule->name, portrait->name);
  g_set_str (&rule->trigger, "cpu-usage");
  g_set_str (&rule->category, portrait->category);
  g_clear_pointer (&rule->parameters, json_node_unref);
  rule->parameters = sentinel_json_parse ("{\"metric\":\"usage\",\"threshold\":90}", -1, 0, error);
  if (portrait->importance >= SENTINEL_IMPORTANCE_CRITICAL) {
    json_node_unref (rule->actions);
    rule->actions = sentinel_json_parse (actions, -1, 0, error);
  }
  rule->importance = portrait->importance;
  rule->period_ms = portrait->period_s * 1000;
  rule->for_ms = portrait->condition == SENTINEL_CONDITION_PENDING ? 600 * 1000 : 0;
  rule->enabled = !portrait->is_off;
  if (portrait->is_paused)
    rule->paused_until_us = sentinel_transaction_get_now_us (tx) + 5 * G_TIME_SPAN_HOUR;
  if (portrait->is_outside_hours)
    rule->active_hours = dup_other_hours (sentinel_transaction_get_now_us (tx));
  return sentinel_rule_store_insert (tx, rule, AUTHOR, error);
}

static gboolean
put_delivery (SentinelTransaction *tx,
              gint64 rule_id,
              const char *channel,
              const char *failure,
              GError **error)
{
  g_autoptr (SentinelDelivery) delivery = sentinel_delivery_new (channel, SENTINEL_DELIVERY_FIRED);

  delivery->rule_id = rule_id;
  delivery->idem_key = g_strdup_printf ("%s/%" G_GINT64_FORMAT, channel, rule_id);
  if (!sentinel_delivery_store_insert (tx, delivery, error))
    return FALSE;
  delivery->state = failure != NULL ? SENTINEL_DELIVERY_FAILED : SENTINEL_DELIVERY_SENT;
  delivery->sent_at_us = delivery->next_at_us = sentinel_transaction_get_now_us (tx);
  delivery->error = g_strdup (failure);
  return sentinel_delivery_store_update (tx, delivery, error);
}

static gboolean
put_deliveries (SentinelTransaction *tx, gint64 rule_id, GError **error)
{
  return put_delivery (tx, rule_id, "desktop", NULL, error)
         && put_delivery (tx,
                          rule_id,
                          "command:page-duty",
                          "exited with status 7: page: nobody is on duty",
                          error);
}

static gboolean
put_state (SentinelTransaction *tx, const Portrait *portrait, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelRuleState) state = sentinel_rule_state_new (rule_id);

  state->last_run_at_us = sentinel_transaction_get_now_us (tx) - 2 * G_USEC_PER_SEC;
  state->health = portrait->failure != NULL ? SENTINEL_HEALTH_FAILING : SENTINEL_HEALTH_OK;
  state->health_text = g_strdup (portrait->failure);
  state->bad_count = portrait->failure != NULL ? 12 : 0;
  return sentinel_rule_store_put_state (tx, state, error);
}

/* Two hours of them. */
static gboolean
add_bad_runs (SentinelTransaction *tx, const Portrait *portrait, gint64 rule_id, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);

  for (int i = 12; i > 0; i--) {
    g_autoptr (SentinelRun) run = sentinel_run_new (rule_id);

    run->started_at_us = now_us - i * 10 * G_TIME_SPAN_MINUTE;
    run->outcome = SENTINEL_OUTCOME_ERROR;
    run->phase = SENTINEL_PHASE_READ;
    run->message = g_strdup (portrait->failure);
    if (!sentinel_run_store_insert (tx, run, error))
      return FALSE;
  }
  return TRUE;
}

static gint64
open_event (SentinelTransaction *tx,
            const Portrait *portrait,
            SentinelInstance *instance,
            GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_event_new ();

  event->rule_id = instance->rule_id;
  event->rule_version = 1;
  event->instance_id = instance->id;
  event->opened_at_us = event->began_at_us = instance->first_breach_at_us;
  event->importance = event->level_now = portrait->importance;
  event->category = g_strdup (portrait->category);
  event->source = g_strdup ("build-02");
  event->message =
      g_strdup_printf ("High CPU Load on build-02: %.1f%% (Threshold: 90%%)", portrait->value);
  event->value_first = 91.3;
  event->value_peak = event->value_last = portrait->value;
  event->unit = g_strdup ("%");
  event->last_seen_at_us = sentinel_transaction_get_now_us (tx);
  event->shown_until_us = event->opened_at_us + DAY_US;
  return sentinel_event_store_insert (tx, event, NULL, error) ? event->id : 0;
}

static gboolean
record_firing (SentinelTransaction *tx, const SentinelInstance *instance, GError **error)
{
  g_autoptr (SentinelTransition) fired =
      sentinel_transition_new (SENTINEL_TRANSITION_FIRED, instance->first_breach_at_us);

  fired->event_id = instance->open_event_id;
  fired->instance_id = instance->id;
  fired->from_code = SENTINEL_CONDITION_NORMAL;
  fired->to_code = SENTINEL_CONDITION_FIRING;
  fired->value = 91.3;
  return sentinel_event_store_add_transition (tx, fired, error);
}

/* Calm, with one bump, until it began; then high. */
static double
make_value (const Portrait *portrait, gint64 age_us, GRand *random)
{
  double value = portrait->calm + g_rand_double_range (random, -1, 1) * portrait->noise;
  double bump = (double) age_us / DAY_US - 0.55;

  value += portrait->noise * 3 * exp (-bump * bump * 400);
  if (age_us < portrait->since_s * (gint64) G_USEC_PER_SEC)
    value = portrait->value - g_rand_double_range (random, 0, 3);
  return CLAMP (value, 0, 100);
}

static gboolean
add_samples (SentinelTransaction *tx, const Portrait *portrait, gint64 instance_id, GError **error)
{
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", "%", error);
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) portrait->period_s);

  if (series_id == 0)
    return FALSE;
  for (gint64 age_us = DAY_US - G_TIME_SPAN_MINUTE; age_us > 0; age_us -= SAMPLE_STEP_US)
    if (!sentinel_series_store_add (tx,
                                    series_id,
                                    now_us - age_us,
                                    make_value (portrait, age_us, random),
                                    error))
      return FALSE;
  return sentinel_series_store_add (tx, series_id, now_us, portrait->value, error);
}

static gboolean
put_instance (SentinelTransaction *tx, const Portrait *portrait, gint64 rule_id, GError **error)
{
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (rule_id);
  g_autoptr (SentinelReading) reading = sentinel_reading_new ("build-02", portrait->value, "%");
  gint64 now_us = sentinel_transaction_get_now_us (tx);

  sentinel_reading_fingerprint (reading, "build-02", instance->fingerprint);
  g_free (instance->labels);
  instance->labels = sentinel_reading_dup_labels_json (reading);
  instance->condition = portrait->condition;
  instance->last_value = portrait->value;
  instance->last_eval_at_us = now_us;
  if (portrait->condition != SENTINEL_CONDITION_NORMAL) {
    instance->level = portrait->importance;
    instance->first_breach_at_us = now_us - portrait->since_s * (gint64) G_USEC_PER_SEC;
    instance->observed_breach_ms = portrait->since_s * 1000;
  }
  if (!sentinel_instance_store_put (tx, instance, error)
      || !add_samples (tx, portrait, instance->id, error))
    return FALSE;
  if (portrait->condition != SENTINEL_CONDITION_FIRING)
    return TRUE;
  instance->open_event_id = open_event (tx, portrait, instance, error);
  return instance->open_event_id != 0 && record_firing (tx, instance, error)
         && sentinel_instance_store_put (tx, instance, error);
}

static gboolean
write_portraits (SentinelTransaction *tx, gpointer unused, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (portraits); i++) {
    gint64 rule_id = insert_rule (tx, &portraits[i], error);

    if (rule_id == 0 || !put_deliveries (tx, rule_id, error)
        || !put_state (tx, &portraits[i], rule_id, error))
      return FALSE;
    if (portraits[i].failure != NULL && !add_bad_runs (tx, &portraits[i], rule_id, error))
      return FALSE;
    if (portraits[i].failure == NULL && !put_instance (tx, &portraits[i], rule_id, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * sentinel_demonstration_write_portraits:
 * @database_path: where to; made where missing
 *
 * Writes rules in every state. Blocks until they are on disk.
 */
void
sentinel_demonstration_write_portraits (const char *database_path)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (SentinelStore) store = sentinel_store_new (database_path, clock);
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write (store, write_portraits, NULL, &error))
    g_error ("The demonstration cannot be written: %s", error->message);
  sentinel_store_close (store);
}

/* A day of history */

typedef struct {
  SentinelImportance importance;
  const char *source, *category, *message;
} Usual;

static const Usual usuals[] = {
  { SENTINEL_IMPORTANCE_LOW, "web-1", "System", "Answer took 1.9 s" },
  { SENTINEL_IMPORTANCE_LOW, "MSFT", "Market", "Volume 1.5 × the usual" },
  { SENTINEL_IMPORTANCE_LOW, "redis", "System", "Grows by 2 MB/min" },
  { SENTINEL_IMPORTANCE_MEDIUM, "AAPL", "Market", "Up 3.1 % in 5 minutes" },
  { SENTINEL_IMPORTANCE_LOW, "TSLA", "Market", "Volume 1.6 × the usual" },
  { SENTINEL_IMPORTANCE_MEDIUM, "db-2", "System", "CPU 91 % for 10 minutes" },
  { SENTINEL_IMPORTANCE_LOW, "web-2", "System", "CPU 81 % for 5 minutes" },
  { SENTINEL_IMPORTANCE_MEDIUM, "mail", "System", "120 messages wait" },
  { SENTINEL_IMPORTANCE_HIGH, "AMD", "Market", "Down 3.9 % in 5 minutes" },
};

static gboolean
insert_usual (SentinelTransaction *tx, const Usual *usual, gint64 at_us, GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_event_new ();

  event->opened_at_us = event->began_at_us = at_us;
  event->closed_at_us = at_us + 4 * G_TIME_SPAN_MINUTE;
  event->close_reason = SENTINEL_CLOSE_RESOLVED;
  event->importance = usual->importance;
  event->category = g_strdup (usual->category);
  event->source = g_strdup (usual->source);
  event->message = g_strdup (usual->message);
  event->last_seen_at_us = event->closed_at_us;
  event->shown_until_us = at_us;
  event->acked_at_us = at_us + 2 * G_TIME_SPAN_MINUTE;
  event->acked_level = usual->importance;
  event->ack_scope = SENTINEL_ACK_UNTIL_RESOLVED;
  event->acked_by = g_strdup (AUTHOR);
  return sentinel_event_store_insert (tx, event, NULL, error);
}

/* More by day than by night, and one bad hour. */
static int
count_in_hour (int hour_ago)
{
  double phase = cos ((hour_ago - 3) * G_PI / 12);

  return (int) (11 + 9 * phase) + (hour_ago == 18 ? 8 : 0);
}

static gboolean
write_day (SentinelTransaction *tx, gpointer unused, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  guint number = 0;

  for (int hour_ago = 23; hour_ago >= 2; hour_ago--)
    for (int i = 0; i < count_in_hour (hour_ago); i++) {
      gint64 at_us = now_us - hour_ago * G_TIME_SPAN_HOUR
                     + i * G_TIME_SPAN_HOUR / count_in_hour (hour_ago);
      Usual usual = usuals[number++ % G_N_ELEMENTS (usuals)];

      if (hour_ago == 18 && i % 7 == 0)
        usual.importance = SENTINEL_IMPORTANCE_CRITICAL;
      if (!insert_usual (tx, &usual, at_us, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sentinel_demonstration_write_day:
 * @database_path: where to; made where missing
 *
 * Writes what happened on an ordinary day before the last two hours, all of it dealt with. Blocks
 * until it is on disk. Call it before sentinel_demonstration_write_events(): ids grow with time.
 */
void
sentinel_demonstration_write_day (const char *database_path)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (SentinelStore) store = sentinel_store_new (database_path, clock);
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write (store, write_day, NULL, &error))
    g_error ("The demonstration cannot be written: %s", error->message);
  sentinel_store_close (store);
}
