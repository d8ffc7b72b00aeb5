/* SPDX-License-Identifier: MIT */
/* A few statements a rule, each by an index: what it costs grows with the rules, never with runs,
 * samples or events. */
#include "sentinel-rule-status-store.h"
#include "sentinel-error.h"
#include "sentinel-rows.h"
#include "sentinel-run-store.h"
#include "sentinel-sample-range.h"
#include <math.h>

#define MAIN_SERIES "value"

G_DEFINE_BOXED_TYPE (SentinelRuleStatus,
                     sentinel_rule_status,
                     sentinel_rule_status_ref,
                     sentinel_rule_status_unref)

/**
 * sentinel_rule_status_ref:
 * @self: a status
 *
 * Returns: (transfer full): the same
 */
SentinelRuleStatus *
sentinel_rule_status_ref (SentinelRuleStatus *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_status (gpointer data)
{
  SentinelRuleStatus *self = data;

  sentinel_rule_unref (self->rule);
  g_free (self->health_text);
  g_free (self->unit);
}

/**
 * sentinel_rule_status_unref:
 * @self: (transfer full): a status
 */
void
sentinel_rule_status_unref (SentinelRuleStatus *self)
{
  g_atomic_rc_box_release_full (self, clear_status);
}

/* Health */

static gboolean
read_state (SentinelDatabase *db, SentinelRuleStatus *self, GError **error)
{
  g_autoptr (SentinelRuleState) state = sentinel_rule_store_get_state (db, self->rule->id, error);

  if (state == NULL)
    return FALSE;
  self->health = state->health;
  self->health_text = g_strdup (state->health_text);
  self->last_run_at_us = state->last_run_at_us;
  return TRUE;
}

/* The last run that could be measured bounds the search; at most those that are kept are read. */
static gboolean
read_bad_begin (SentinelDatabase *db, SentinelRuleStatus *self, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT started_at_us FROM run WHERE rule_id = ? AND outcome IN (2, "
                              "3) AND id > coalesce((SELECT id FROM run WHERE rule_id = ? AND "
                              "outcome NOT IN (2, 3, 4) ORDER BY id DESC LIMIT 1), 0)"
                              " ORDER BY id LIMIT 1",
                              error);
  gboolean has_row = FALSE;

  G_STATIC_ASSERT (SENTINEL_OUTCOME_NO_DATA == 2 && SENTINEL_OUTCOME_ERROR == 3
                   && SENTINEL_OUTCOME_SKIPPED == 4);
  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "ii", self->rule->id, self->rule->id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    self->bad_since_us = sentinel_statement_get_int (statement, 0);
  return TRUE;
}

/* Whether the first run that is kept was bad already, and others were before it. */
static gboolean
read_bad_began_before (SentinelDatabase *db, SentinelRuleStatus *self, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT count(*) >= ? AND min(started_at_us) = ? FROM (SELECT "
                              "started_at_us FROM run WHERE rule_id = ? ORDER BY id LIMIT ?)",
                              error);
  gint64 answer;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement,
                           "iiii",
                           (gint64) SENTINEL_RUNS_KEPT,
                           self->bad_since_us,
                           self->rule->id,
                           (gint64) SENTINEL_RUNS_KEPT);
  answer = sentinel_rows_read_int (statement, error);
  self->bad_began_before = answer > 0;
  return answer >= 0;
}

static gboolean
read_phase (SentinelDatabase *db, SentinelRuleStatus *self, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT phase FROM run WHERE rule_id = ? ORDER BY id DESC LIMIT 1",
                              error);
  gboolean has_row = FALSE;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "i", self->rule->id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    self->phase = (SentinelPhase) sentinel_statement_get_int (statement, 0);
  return TRUE;
}

static gboolean
read_bad_runs (SentinelDatabase *db, SentinelRuleStatus *self, GError **error)
{
  if (self->health != SENTINEL_HEALTH_BAD && self->health != SENTINEL_HEALTH_FAILING)
    return TRUE;
  if (!read_bad_begin (db, self, error))
    return FALSE;
  return self->bad_since_us == 0
         || (read_bad_began_before (db, self, error) && read_phase (db, self, error));
}

/* Instances */

static gboolean
is_on (gint64 condition)
{
  return condition == SENTINEL_CONDITION_FIRING || condition == SENTINEL_CONDITION_RECOVERING;
}

/* Firing before recovering before pending, then the higher level. */
static gint64
rank (gint64 condition, gint64 level)
{
  static const gint64 ranks[] = {
    [SENTINEL_CONDITION_NORMAL] = 0,
    [SENTINEL_CONDITION_PENDING] = 1,
    [SENTINEL_CONDITION_RECOVERING] = 2,
    [SENTINEL_CONDITION_FIRING] = 3,
  };

  return ranks[CLAMP (condition, 0, 3)] * 100 + level;
}

static void
add_instance (SentinelRuleStatus *self, SentinelStatement *row)
{
  gint64 condition = sentinel_statement_get_int (row, 1);
  gint64 level = sentinel_statement_get_int (row, 2);

  self->n_instances++;
  self->n_firing += is_on (condition);
  if (self->instance_id != 0
      && rank (condition, level) <= rank (self->condition, (gint64) self->level))
    return;
  self->instance_id = sentinel_statement_get_int (row, 0);
  self->condition = (SentinelCondition) condition;
  self->level = (SentinelImportance) level;
  self->since_us = sentinel_statement_get_int (row, 3);
  self->observed_breach_ms = sentinel_statement_get_int (row, 4);
  self->last_value = sentinel_statement_get_double (row, 5);
}

/* Of those that matter alike, what was measured last speaks: neither the instance of the rule's own
 * health, nor what no longer answers. */
static gboolean
read_instances (SentinelDatabase *db, SentinelRuleStatus *self, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id, condition, level, coalesce((SELECT opened_at_us FROM "
                              "event WHERE id = open_event_id), first_breach_at_us), "
                              "observed_breach_ms, last_value FROM instance WHERE rule_id = ?"
                              " ORDER BY last_value IS NULL, last_eval_at_us DESC, id",
                              error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "i", self->rule->id);
  while (has_row) {
    if (!sentinel_statement_step (statement, &has_row, error))
      return FALSE;
    if (has_row)
      add_instance (self, statement);
  }
  return TRUE;
}

static gboolean
read_unit (SentinelDatabase *db, SentinelRuleStatus *self, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT unit FROM series WHERE instance_id = ? AND name = "
                              "'" MAIN_SERIES "'",
                              error);
  gboolean has_row = FALSE;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "i", self->instance_id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    self->unit = sentinel_statement_dup_text (statement, 0);
  return TRUE;
}

static SentinelRuleStatus *
read_status (SentinelDatabase *db, SentinelRule *rule, GError **error)
{
  g_autoptr (SentinelRuleStatus) self = g_atomic_rc_box_new0 (SentinelRuleStatus);

  self->rule = sentinel_rule_ref (rule);
  self->last_value = NAN;
  if (!read_state (db, self, error) || !read_bad_runs (db, self, error)
      || !read_instances (db, self, error)
      || (self->instance_id != 0 && !read_unit (db, self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sentinel_rule_status_store_list:
 * @db: any connection
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRuleStatus): every rule but the
 * built-in one behind raised events, by id; %NULL with error
 */
GPtrArray *
sentinel_rule_status_store_list (SentinelDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) rules = sentinel_rule_store_list (db, error);
  g_autoptr (GPtrArray) statuses =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_status_unref);

  if (rules == NULL)
    return NULL;
  for (guint i = 0; i < rules->len; i++) {
    SentinelRule *rule = g_ptr_array_index (rules, i);
    SentinelRuleStatus *status;

    if (g_str_equal (rule->uid, SENTINEL_MANUAL_RULE_UID))
      continue;
    status = read_status (db, rule, error);
    if (status == NULL)
      return NULL;
    g_ptr_array_add (statuses, status);
  }
  return g_steal_pointer (&statuses);
}

/* Those that are there still are added. */
static gboolean
add_status (SentinelDatabase *db, gint64 rule_id, GPtrArray *statuses, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelRule) rule = sentinel_rule_store_get (db, rule_id, &local_error);
  SentinelRuleStatus *status;

  if (g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  if (rule == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (g_str_equal (rule->uid, SENTINEL_MANUAL_RULE_UID))
    return TRUE;
  status = read_status (db, rule, error);
  if (status == NULL)
    return FALSE;
  g_ptr_array_add (statuses, status);
  return TRUE;
}

/**
 * sentinel_rule_status_store_list_some:
 * @db: any connection
 * @ids: rules
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelRuleStatus): those of @ids that are
 * not deleted, by id, without the built-in one behind raised events; %NULL with error
 */
GPtrArray *
sentinel_rule_status_store_list_some (SentinelDatabase *db,
                                      const SentinelIdRanges *ids,
                                      GError **error)
{
  g_autoptr (GPtrArray) statuses =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_status_unref);

  for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ids); i++) {
    gint64 first_id, last_id;

    sentinel_id_ranges_get (ids, i, &first_id, &last_id);
    for (gint64 id = first_id; id <= last_id; id++)
      if (!add_status (db, id, statuses, error))
        return NULL;
  }
  return g_steal_pointer (&statuses);
}

/* Samples */

/**
 * sentinel_rule_status_store_list_samples:
 * @db: any connection
 * @instance_id: an instance
 * @from_us: microseconds UTC
 * @to_us: microseconds UTC, after @from_us
 * @n_spans: at most so many stretches, at least one
 * @error: the store's
 *
 * Returns: (transfer full) (nullable) (element-type SentinelSample): the stretches in which
 * something was measured, each with its begin, oldest first; %NULL with error
 */
GArray *
sentinel_rule_status_store_list_samples (SentinelDatabase *db,
                                         gint64 instance_id,
                                         gint64 from_us,
                                         gint64 to_us,
                                         guint n_spans,
                                         GError **error)
{
  gint64 span_us = (to_us - from_us - 1) / MAX (n_spans, 1) + 1;
  g_autoptr (GArray) spans = NULL;
  g_autoptr (SentinelSampleRange) range =
      sentinel_sample_range_read (db, instance_id, MAIN_SERIES, from_us, to_us, error);

  if (range == NULL)
    return NULL;
  spans = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  for (guint i = 0; i < range->samples->len; i++) {
    SentinelSample sample = g_array_index (range->samples, SentinelSample, i);
    gint64 begin_us = from_us + (sample.at_us - from_us) / span_us * span_us;
    SentinelSample *span = spans->len > 0 ? &g_array_index (spans, SentinelSample, spans->len - 1)
                                          : NULL;

    if (span == NULL || span->at_us != begin_us) {
      sample.at_us = begin_us;
      g_array_append_val (spans, sample);
      continue;
    }
    span->last = sample.last;
    span->min = MIN (span->min, sample.min);
    span->max = MAX (span->max, sample.max);
    span->n += sample.n;
  }
  return g_steal_pointer (&spans);
}
