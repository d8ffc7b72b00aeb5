/* SPDX-License-Identifier: MIT */
/* What a pane of details reads about an event, also when it is long over. */
#include "sentinel-event-record.h"
#include "sentinel-instance-store.h"
#include "sentinel-rollup-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-series-store.h"
#include "sentinel-test-events.h"

typedef struct {
  int age_days;
  gint64 span_us; /* in which its samples are told */
} Case;

static gint64
add_event (SentinelTransaction *tx, gint64 rule_id, int age_days, GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "a", "m");
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (rule_id);
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  gint64 series_id;

  instance->fingerprint[0] = (guint8) age_days;
  g_set_str (&instance->labels, "{}");
  if (!sentinel_instance_store_put (tx, instance, error))
    return 0;
  event->rule_id = rule_id;
  event->instance_id = instance->id;
  event->opened_at_us = event->began_at_us = now_us - age_days * G_TIME_SPAN_DAY;
  event->closed_at_us = event->opened_at_us + G_TIME_SPAN_HOUR;
  series_id = sentinel_series_store_ensure (tx, instance->id, "value", "%", error);
  for (gint64 at_us = event->opened_at_us; at_us < event->closed_at_us; at_us += G_USEC_PER_SEC)
    if (!sentinel_series_store_add (tx, series_id, at_us, 95, error))
      return 0;
  return sentinel_event_store_insert (tx, event, NULL, error) ? event->id : 0;
}

static gboolean
roll_up (SentinelTransaction *tx, GError **error)
{
  SentinelRollupPass pass = { 0 };

  while (!pass.is_done)
    if (!sentinel_rollup_store_step (tx, &pass, error))
      return FALSE;
  return TRUE;
}

static gboolean
test_samples_of_old_events (SentinelTransaction *tx, gpointer unused, GError **error)
{
  static const Case cases[] = { { 1, SENTINEL_SAMPLE_SPAN_US },
                                { 4, G_TIME_SPAN_MINUTE },
                                { 40, G_TIME_SPAN_HOUR } };
  gint64 rule_id = sentinel_rule_store_ensure_manual (tx, error);
  gint64 ids[G_N_ELEMENTS (cases)];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    ids[i] = add_event (tx, rule_id, cases[i].age_days, error);
  if (!roll_up (tx, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    SentinelEventRecordQuestion question = { ids[i], sentinel_transaction_get_now_us (tx) };
    g_autoptr (SentinelEventRecord) record =
        sentinel_event_record_read (sentinel_transaction_get_database (tx), &question, error);

    if (record == NULL)
      return FALSE;
    g_assert_cmpstr (record->series_name, ==, "value");
    g_assert_cmpuint (record->samples->len, >, 0);
    g_assert_cmpuint (record->samples->len, <=, G_TIME_SPAN_HOUR / cases[i].span_us + 1);
    g_assert_cmpint (record->sample_span_us, ==, cases[i].span_us);
  }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sentinel_test_add_transaction ("/event-record/samples-of-old-events", test_samples_of_old_events);
  return g_test_run ();
}
