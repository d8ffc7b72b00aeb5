/* SPDX-License-Identifier: MIT */
/* A run that answered: each reading goes to its instance, and whoever did not answer is noticed. */
#include "sentinel-apply-readings.h"
#include "sentinel-apply-bad.h"
#include "sentinel-event-writer.h"
#include "sentinel-instance-store.h"
#include "sentinel-series-store.h"
#include <math.h>

#define VALUE_SERIES "value"

typedef struct {
  GPtrArray *readings; /* of SentinelReading, borrowed */
  GPtrArray *fingerprints; /* of GBytes: one a reading */
  GHashTable *present; /* the fingerprints as a set, borrowed from there */
} Answer;

/* A run may not say two things about one identity, nor numbers that are none: both are bugs of the
 * source, and a guess would hide them. */

static gboolean
has_finite_metrics (const SentinelReading *reading)
{
  for (guint i = 0; reading->metrics != NULL && i < reading->metrics->len; i++)
    if (!isfinite (g_array_index (reading->metrics, SentinelMetric, i).value))
      return FALSE;
  return TRUE;
}

static gboolean
is_sound (const SentinelReading *reading)
{
  gboolean has_sound_value = isfinite (reading->value)
                             || (reading->has_verdict && isnan (reading->value));

  return has_sound_value && has_finite_metrics (reading);
}

static char *
find_unsound (GPtrArray *readings)
{
  for (guint i = 0; i < readings->len; i++) {
    const SentinelReading *reading = g_ptr_array_index (readings, i);
    g_autofree char *labels = NULL;

    if (is_sound (reading))
      continue;
    labels = sentinel_reading_dup_labels_json (reading);
    return g_strdup_printf ("The reading of %s is not a finite number", labels);
  }
  return NULL;
}

static guint8 *
dup_fingerprint (const SentinelApplyRun *self, const SentinelReading *reading)
{
  guint8 *fingerprint = g_malloc (SENTINEL_FINGERPRINT_BYTES);

  sentinel_reading_fingerprint (reading, self->plan->rule->uid, fingerprint);
  return fingerprint;
}

/* *duplicate: (nullable): what is wrong when two readings have the same fingerprint. */
static void
answer_init (Answer *answer, const SentinelApplyRun *self, GPtrArray *readings, char **duplicate)
{
  answer->readings = readings;
  answer->fingerprints = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  answer->present = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  for (guint i = 0; i < readings->len; i++) {
    const SentinelReading *reading = g_ptr_array_index (readings, i);
    GBytes *fingerprint =
        g_bytes_new_take (dup_fingerprint (self, reading), SENTINEL_FINGERPRINT_BYTES);
    g_autofree char *labels = NULL;

    g_ptr_array_add (answer->fingerprints, fingerprint);
    if (g_hash_table_add (answer->present, fingerprint) || *duplicate != NULL)
      continue;
    labels = sentinel_reading_dup_labels_json (reading);
    *duplicate = g_strdup_printf ("Two readings of one run have the same labels %s", labels);
  }
}

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->present, g_hash_table_unref);
  g_clear_pointer (&answer->fingerprints, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static SentinelInstance *
make_instance (const SentinelApplyRun *self,
               const SentinelReading *reading,
               const guint8 *fingerprint)
{
  SentinelInstance *instance = sentinel_instance_new (self->plan->rule->id);

  memcpy (instance->fingerprint, fingerprint, SENTINEL_FINGERPRINT_BYTES);
  g_free (instance->labels);
  instance->labels = sentinel_reading_dup_labels_json (reading);
  return instance;
}

/* The new row comes first: an id that is free is given away again, but past events keep theirs. */
static gboolean
replace_instance (SentinelApplyRun *self,
                  SentinelInstance *idle,
                  SentinelInstance *instance,
                  GError **error)
{
  if (!sentinel_instance_store_put (self->tx, instance, error)
      || !sentinel_instance_store_delete (self->tx, idle, error))
    return FALSE;
  sentinel_instance_map_remove (self->instances, idle);
  return TRUE;
}

/* *instance: NULL: a new one, and the rule has as many as it may have; those that ceased to answer
 * make room. */
static gboolean
ensure_instance (SentinelApplyRun *self,
                 const Answer *answer,
                 guint index,
                 SentinelInstance **instance,
                 GError **error)
{
  const guint8 *bytes = g_bytes_get_data (g_ptr_array_index (answer->fingerprints, index), NULL);
  SentinelInstance *idle = NULL;

  *instance = sentinel_instance_map_find (self->instances, bytes);
  if (*instance != NULL)
    return TRUE;
  if (sentinel_instance_map_get_n (self->instances) >= SENTINEL_RULE_MAX_INSTANCES) {
    idle = sentinel_instance_map_find_idle (self->instances, answer->present);
    if (idle == NULL)
      return TRUE;
  }
  *instance = sentinel_instance_map_add (self->instances,
                                         make_instance (self,
                                                        g_ptr_array_index (answer->readings, index),
                                                        bytes));
  return idle == NULL || replace_instance (self, idle, *instance, error);
}

static gboolean
store_sample (const SentinelApplyRun *self,
              gint64 instance_id,
              const char *name,
              const char *unit,
              double value,
              GError **error)
{
  gint64 series_id = sentinel_series_store_ensure (self->tx, instance_id, name, unit, error);

  return series_id != 0
         && sentinel_series_store_add (self->tx, series_id, self->evaluation->now_us, value, error);
}

static gboolean
store_samples (const SentinelApplyRun *self,
               gint64 instance_id,
               const SentinelReading *reading,
               GError **error)
{
  if (isfinite (reading->value)
      && !store_sample (self, instance_id, VALUE_SERIES, reading->unit, reading->value, error))
    return FALSE;
  for (guint i = 0; reading->metrics != NULL && i < reading->metrics->len; i++) {
    const SentinelMetric *metric = &g_array_index (reading->metrics, SentinelMetric, i);

    if (!store_sample (self, instance_id, metric->name, metric->unit, metric->value, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
apply_reading (SentinelApplyRun *self,
               SentinelInstance *instance,
               const SentinelReading *reading,
               GError **error)
{
  SentinelInput input = {
    .kind = SENTINEL_INPUT_READING,
    .value = reading->value,
    .has_verdict = reading->has_verdict,
    .triggered = reading->triggered,
    .importance = reading->importance,
  };

  if (input.importance == SENTINEL_IMPORTANCE_NONE)
    input.importance = self->plan->rule->importance;
  return sentinel_apply_run_step (self, instance, reading, &input, error)
         && store_samples (self, instance->id, reading, error);
}

/* Counts those that found no room. */
static gboolean
apply_each (SentinelApplyRun *self, const Answer *answer, guint *n_refused, GError **error)
{
  for (guint i = 0; i < answer->readings->len; i++) {
    const SentinelReading *reading = g_ptr_array_index (answer->readings, i);
    SentinelInstance *instance;

    if (!ensure_instance (self, answer, i, &instance, error))
      return FALSE;
    if (instance == NULL)
      ++*n_refused;
    else if (!apply_reading (self, instance, reading, error))
      return FALSE;
  }
  return TRUE;
}

/* A clock that was set back must not make what is gone pass for what answered the newest run. */
static gboolean
forget_later_time (SentinelApplyRun *self, SentinelInstance *instance, GError **error)
{
  if (instance->last_eval_at_us < self->evaluation->now_us)
    return TRUE;
  instance->last_eval_at_us = 0;
  return sentinel_instance_store_put (self->tx, instance, error);
}

static gboolean
apply_missing (SentinelApplyRun *self, const Answer *answer, GError **error)
{
  for (guint i = 0; i < sentinel_instance_map_get_n (self->instances); i++) {
    SentinelInstance *instance = sentinel_instance_map_get (self->instances, i);
    g_autoptr (GBytes) fingerprint =
        g_bytes_new_static (instance->fingerprint, SENTINEL_FINGERPRINT_BYTES);
    SentinelInput input = { .kind = SENTINEL_INPUT_MISSING, .value = NAN };

    if (g_hash_table_contains (answer->present, fingerprint))
      continue;
    if (!forget_later_time (self, instance, error))
      return FALSE;
    if (instance->condition != SENTINEL_CONDITION_NORMAL
        && !sentinel_apply_run_step (self, instance, NULL, &input, error))
      return FALSE;
  }
  return TRUE;
}

static char *
describe_width (guint n_readings, guint n_refused)
{
  if (n_refused == 0)
    return NULL;
  return g_strdup_printf ("Rule too wide: %u things answered, at most %d are watched and %u are "
                          "not",
                          n_readings,
                          SENTINEL_RULE_MAX_INSTANCES,
                          n_refused);
}

/**
 * sentinel_apply_readings:
 * @self: the run
 * @readings: (element-type SentinelReading): what it answered, at least one
 * @error: the store's
 *
 * Readings that contradict themselves make the run a bad one.
 *
 * Returns: whether everything could be written
 */
gboolean
sentinel_apply_readings (SentinelApplyRun *self, GPtrArray *readings, GError **error)
{
  g_autofree char *flaw = find_unsound (readings);
  g_autofree char *width = NULL;
  g_auto (Answer) answer = { 0 };
  guint n_refused = 0;

  answer_init (&answer, self, readings, &flaw);
  if (flaw != NULL) {
    sentinel_apply_run_set_bad (self, SENTINEL_OUTCOME_ERROR, SENTINEL_PHASE_EVALUATE, flaw);
    return sentinel_apply_bad (self, error);
  }
  self->outcome = SENTINEL_OUTCOME_OK;
  if (!apply_each (self, &answer, &n_refused, error) || !apply_missing (self, &answer, error))
    return FALSE;
  width = describe_width (readings->len, n_refused);
  return sentinel_apply_good_health (self, width, error);
}
