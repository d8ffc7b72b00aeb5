/* SPDX-License-Identifier: MIT */
/* A rule: what it watches, what its last run found, how far each instance is from firing, and what
 * keeps it from being evaluated. */
#include "sentinel-explanation-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sentinel-event-store.h"
#include "sentinel-instance-map.h"
#include "sentinel-instance-store.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"
#include "sentinel-schedule.h"
#include "sentinel-series-store.h"
#include "sentinel-setting-store.h"
#include "sentinel-text.h"
#include "sentinel-words.h"

#define VALUE_SERIES "value"
#define MAX_RUNS 300 /* more than are kept */
#define MAX_LABEL_BYTES 100

static void
add_rule (SentinelExplanation *self, char *text)
{
  sentinel_explanation_add (self, SENTINEL_REASON_RULE, 0, text);
}

static void
add_now (SentinelExplanation *self, char *text)
{
  sentinel_explanation_add (self, SENTINEL_REASON_NOW, self->then_us, text);
}

static gboolean
is_fed_by_hand (const SentinelRule *rule)
{
  return g_str_equal (rule->trigger, SENTINEL_MANUAL_TRIGGER);
}

/* The definition: */

static void
add_levels (SentinelExplanation *self)
{
  const SentinelPlan *plan = self->plan;

  for (guint i = 0; i < plan->n_levels; i++) {
    const SentinelLevel *level = &plan->levels[i];
    const char *importance = sentinel_words_importance (level->importance);
    g_autofree char *raise = sentinel_words_raise (level, self->unit);
    g_autofree char *clear = sentinel_words_clear (level, self->unit);

    /* Translators: an importance and two sides of limits, as in "High above 90 %, over when at
     * 81 % or below" */
    add_rule (self, g_strdup_printf (_ ("%s %s, over when %s"), importance, raise, clear));
  }
  if (plan->n_levels == 0)
    add_rule (self, g_strdup (_ ("The trigger itself says what counts")));
}

static void
add_clocks (SentinelExplanation *self)
{
  const SentinelRule *rule = self->rule;
  g_autofree char *wait = sentinel_words_duration (rule->for_ms);
  g_autofree char *keep = sentinel_words_duration (rule->keep_ms);

  if (rule->event_mode == SENTINEL_EVENT_MODE_EVERY_RUN) {
    add_rule (self, g_strdup (_ ("Each check that finds something is an event of its own")));
    return;
  }
  if (rule->for_ms > 0)
    add_rule (self, g_strdup_printf (_ ("Fires after it lasted %s"), wait));
  if (rule->need_n > 1)
    add_rule (self,
              g_strdup_printf (_ ("Fires when %d of the last %d checks found it"),
                               rule->need_n,
                               rule->of_m));
  if (rule->keep_ms > 0)
    add_rule (self, g_strdup_printf (_ ("Ends after it was over for %s"), keep));
}

static char *
dup_head (const SentinelRule *rule)
{
  int version = (int) MIN (rule->version, G_MAXINT);
  g_autoptr (SentinelSchedule) schedule = NULL;
  g_autofree char *words = NULL;

  if (sentinel_rule_is_manual (rule))
    return g_strdup_printf (_ ("Rule “%s” (%s), version %d, checked by hand only"),
                            rule->name,
                            rule->trigger,
                            version);
  if (rule->cron != NULL) {
    schedule = sentinel_schedule_new_of_rule (rule, NULL);
    words = schedule != NULL ? sentinel_schedule_dup_words (schedule) : g_strdup (rule->cron);
    /* Translators: name, trigger, number of the version, a schedule as "At 09:30 on weekdays" */
    return g_strdup_printf (_ ("Rule “%s” (%s), version %d, checked by its calendar: %s"),
                            rule->name,
                            rule->trigger,
                            version,
                            words);
  }
  words = sentinel_words_duration (rule->period_ms);
  /* Translators: name, trigger, number of the version, duration */
  return g_strdup_printf (_ ("Rule “%s” (%s), version %d, checked every %s"),
                          rule->name,
                          rule->trigger,
                          version,
                          words);
}

/**
 * sentinel_explanation_add_rule:
 * @self: an explanation, its unit known
 */
void
sentinel_explanation_add_rule (SentinelExplanation *self)
{
  const SentinelRule *rule = self->rule;

  if (rule == NULL)
    return;
  if (is_fed_by_hand (rule)) {
    add_rule (self, g_strdup_printf (_ ("Raised by hand or by a program: rule “%s”"), rule->name));
    return;
  }
  add_rule (self, dup_head (rule));
  if (self->plan == NULL) {
    add_rule (self, g_strdup (_ ("Its levels contradict each other")));
    return;
  }
  add_levels (self);
  add_clocks (self);
}

/* Obstacles: */

static void
add_pause (SentinelExplanation *self, gint64 until_us, const char *text, const char *text_until)
{
  g_autofree char *until = NULL;

  if (until_us <= self->then_us)
    return;
  until = until_us < G_MAXINT64 ? sentinel_words_time (until_us) : NULL;
  add_now (self, until != NULL ? g_strdup_printf ("%s %s", text_until, until) : g_strdup (text));
}

static gboolean
add_pauses (SentinelExplanation *self, GError **error)
{
  SentinelPauseSetting pause;

  if (self->is_past)
    return TRUE;
  if (!sentinel_setting_store_get_pause (self->db, &pause, error))
    return FALSE;
  add_pause (self,
             pause.until_us,
             _ ("Watching is paused: nothing changes before it goes on"),
             /* Translators: followed by a time */
             _ ("Watching is paused: nothing changes until"));
  if (self->current != NULL)
    add_pause (self,
               self->current->paused_until_us,
               _ ("The rule is paused"),
               /* Translators: followed by a time */
               _ ("The rule is paused until"));
  return TRUE;
}

static gboolean
is_bad (const SentinelRun *run)
{
  return run->outcome == SENTINEL_OUTCOME_NO_DATA || run->outcome == SENTINEL_OUTCOME_ERROR;
}

static gboolean
is_good (const SentinelRun *run)
{
  return run->outcome == SENTINEL_OUTCOME_OK || run->outcome == SENTINEL_OUTCOME_BREACH;
}

/* Of those that had begun then, the newest first. */
static const SentinelRun *
find_last (const SentinelExplanation *self, GPtrArray *runs, guint *index)
{
  for (*index = 0; *index < runs->len; ++*index) {
    const SentinelRun *run = g_ptr_array_index (runs, *index);

    if (run->started_at_us <= self->then_us)
      return run;
  }
  return NULL;
}

/* What is skipped or only primes says nothing. Runs that are no longer kept may lie before. */
static void
add_failing (SentinelExplanation *self, GPtrArray *runs)
{
  const SentinelRun *newest = NULL, *oldest = NULL;
  const char *phase;
  g_autofree char *since = NULL;
  guint first;

  find_last (self, runs, &first);
  for (guint i = first; i < runs->len; i++) {
    const SentinelRun *run = g_ptr_array_index (runs, i);

    if (is_good (run))
      break;
    if (!is_bad (run))
      continue;
    newest = newest != NULL ? newest : run;
    oldest = run;
  }
  if (newest == NULL)
    return;
  since = sentinel_words_time (oldest->started_at_us);
  phase = sentinel_words_phase (newest->phase);
  add_now (self,
           sentinel_explanation_join_quote (phase != NULL
                                                /* Translators: a time, and what it was doing, as in
                                                   "connecting" */
                                                ? g_strdup_printf (_ ("It cannot be evaluated "
                                                                      "since %s, while %s"),
                                                                   since,
                                                                   phase)
                                                : g_strdup_printf (_ ("It cannot be evaluated "
                                                                      "since %s"),
                                                                   since),
                                            newest->message));
}

static gboolean
add_obstacles_of (SentinelExplanation *self, GPtrArray *runs, GError **error)
{
  if (!self->is_past && self->current == NULL)
    add_now (self, g_strdup (_ ("The rule is deleted")));
  else if (self->rule != NULL && !(self->is_past ? self->rule : self->current)->enabled)
    add_now (self, g_strdup (_ ("The rule is switched off: it is not checked")));
  add_failing (self, runs);
  return add_pauses (self, error);
}

/**
 * sentinel_explanation_add_obstacles:
 * @self: an explanation
 * @error: the store's
 *
 * Returns: whether everything could be read
 */
gboolean
sentinel_explanation_add_obstacles (SentinelExplanation *self, GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;

  if (self->current == NULL || is_fed_by_hand (self->current))
    return TRUE;
  runs = sentinel_run_store_list (self->db, self->current->id, MAX_RUNS, error);
  return runs != NULL && add_obstacles_of (self, runs, error);
}

/* The last run: */

static void
add_last_run (SentinelExplanation *self, GPtrArray *runs)
{
  guint index;
  const SentinelRun *run = find_last (self, runs, &index);
  const char *outcome;

  if (run == NULL) {
    add_now (self,
             g_strdup (runs->len > 0 ? _ ("It had not been checked, or the record is no longer "
                                          "kept")
                                     : _ ("It was never checked")));
    return;
  }
  switch (run->outcome) {
  case SENTINEL_OUTCOME_OK:
    outcome = _ ("Checked: nothing wrong");
    break;
  case SENTINEL_OUTCOME_BREACH:
    outcome = _ ("Checked: a level is breached");
    break;
  case SENTINEL_OUTCOME_NO_DATA:
    outcome = _ ("Checked: no data");
    break;
  case SENTINEL_OUTCOME_ERROR:
    outcome = _ ("Checked: it failed");
    break;
  case SENTINEL_OUTCOME_PRIMED:
    outcome = _ ("Checked for the first time: the next check compares with it");
    break;
  case SENTINEL_OUTCOME_SKIPPED:
  default:
    outcome = _ ("The check was skipped");
  }
  sentinel_explanation_add (self,
                            SENTINEL_REASON_READING,
                            run->started_at_us,
                            sentinel_explanation_join_quote (g_strdup (outcome), run->message));
}

/* Instances: */

/**
 * sentinel_explanation_is_health:
 * @instance: an instance
 *
 * Returns: whether it stands for the rule, which could not be evaluated
 */
gboolean
sentinel_explanation_is_health (const SentinelInstance *instance)
{
  return g_str_equal (instance->labels, SENTINEL_HEALTH_LABELS);
}

/* "host-1, eth0"; NULL where the rule has only one. */
static char *
dup_identity (const SentinelInstance *instance)
{
  g_autoptr (JsonObject) labels = sentinel_json_parse_object (instance->labels, -1, 0, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObjectIter iter;
  JsonNode *value;

  if (labels == NULL)
    return NULL;
  if (sentinel_explanation_is_health (instance))
    return g_strdup (_ ("The rule itself"));
  json_object_iter_init_ordered (&iter, labels);
  while (json_object_iter_next_ordered (&iter, NULL, &value))
    if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
      g_string_append_printf (text,
                              "%s%s",
                              text->len > 0 ? ", " : "",
                              json_node_get_string (value));
  return text->len > 0 ? sentinel_text_to_line (text->str, MAX_LABEL_BYTES) : NULL;
}

/* text: (transfer full) */
static void
add_of_instance (SentinelExplanation *self, const SentinelInstance *instance, char *text)
{
  g_autofree char *identity = dup_identity (instance);
  g_autofree char *sentence = text;

  /* Translators: what is watched, and how it stands */
  add_now (self,
           identity != NULL ? g_strdup_printf (_ ("%s: %s"), identity, sentence)
                            : g_steal_pointer (&sentence));
}

static char *
describe_normal (const SentinelExplanation *self, double value)
{
  const SentinelPlan *plan = self->plan;
  g_autofree char *quantity = NULL;
  g_autofree char *raise = NULL;

  if (!isfinite (value))
    return g_strdup (_ ("the trigger found nothing wrong"));
  quantity = sentinel_words_quantity (value, self->unit);
  if (plan == NULL || plan->n_levels == 0)
    return g_steal_pointer (&quantity);
  raise = sentinel_words_raise (&plan->levels[plan->n_levels - 1], self->unit);
  if (sentinel_level_is_breached (&plan->levels[plan->n_levels - 1], value))
    return g_strdup_printf (_ ("%s is %s"), quantity, raise);
  /* Translators: a value and the side of a limit, as in "40 % is not above 90 %" */
  return g_strdup_printf (_ ("%s is not %s"), quantity, raise);
}

static int
count_found (const SentinelInstance *instance, int of_m)
{
  int n = 0;

  for (int i = 0; i < MIN (of_m, SENTINEL_RULE_MAX_OF_M); i++)
    n += (int) ((instance->ring >> i) & 1);
  return n;
}

static void
add_pending (SentinelExplanation *self, const SentinelInstance *instance)
{
  const SentinelPlan *plan = self->plan;
  const SentinelRule *rule = self->rule;
  gint64 left_ms = rule->for_ms - instance->observed_breach_ms;
  int n_found = count_found (instance, rule->of_m);
  g_autofree char *left = sentinel_words_duration (left_ms);
  g_autofree char *raise = NULL;

  if (plan != NULL && plan->n_levels > 0)
    raise = sentinel_words_raise (&plan->levels[plan->n_levels - 1], self->unit);
  if (left_ms > 0)
    add_of_instance (self,
                     instance,
                     raise != NULL
                         /* Translators: a duration, and the side of a limit */
                         ? g_strdup_printf (_ ("fires in %s if it stays %s"), left, raise)
                         : g_strdup_printf (_ ("fires in %s if it lasts"), left));
  if (n_found < rule->need_n)
    add_of_instance (self,
                     instance,
                     g_strdup_printf (_ ("%d of the last %d checks found it, %d are needed"),
                                      n_found,
                                      rule->of_m,
                                      rule->need_n));
}

/* text: (transfer full) */
static void
add_open (SentinelExplanation *self, const SentinelInstance *instance, char *text)
{
  if (!sentinel_explanation_is_health (instance))
    text = sentinel_explanation_join_reading (self, text, instance->last_value);
  add_of_instance (self, instance, text);
}

static void
add_condition (SentinelExplanation *self, const SentinelInstance *instance)
{
  g_autofree char *event_id = g_strdup_printf ("%" G_GINT64_FORMAT, instance->open_event_id);

  switch (instance->condition) {
  case SENTINEL_CONDITION_PENDING:
    add_of_instance (self, instance, describe_normal (self, instance->last_value));
    add_pending (self, instance);
    break;
  case SENTINEL_CONDITION_FIRING:
    /* Translators: the number of an event */
    add_open (self, instance, g_strdup_printf (_ ("firing, event %s"), event_id));
    break;
  case SENTINEL_CONDITION_RECOVERING:
    /* Translators: the number of an event */
    add_open (self, instance, g_strdup_printf (_ ("recovering, event %s"), event_id));
    break;
  case SENTINEL_CONDITION_NORMAL:
  default:
    add_of_instance (self, instance, describe_normal (self, instance->last_value));
  }
}

/* Then: what was measured, since only the newest state of an instance is kept. */
static gboolean
add_reading_of_then (SentinelExplanation *self, const SentinelInstance *instance, GError **error)
{
  SentinelSample sample;
  g_autofree char *unit = NULL;
  gboolean is_found;

  if (!sentinel_series_store_find_last (self->db,
                                        instance->id,
                                        VALUE_SERIES,
                                        self->then_us,
                                        &sample,
                                        &unit,
                                        &is_found,
                                        error))
    return FALSE;
  if (is_found)
    add_of_instance (self, instance, describe_normal (self, sample.last));
  return TRUE;
}

static gboolean
add_instance (SentinelExplanation *self, const SentinelInstance *instance, GError **error)
{
  if (self->is_past)
    return add_reading_of_then (self, instance, error);
  if (instance->condition != SENTINEL_CONDITION_NORMAL
      || (instance->last_eval_at_us != 0 && !sentinel_explanation_is_health (instance)))
    add_condition (self, instance);
  return TRUE;
}

static int
compare_instances (gconstpointer a, gconstpointer b)
{
  const SentinelInstance *instance_a = a, *instance_b = b;
  gboolean is_normal_a = instance_a->condition == SENTINEL_CONDITION_NORMAL;
  gboolean is_normal_b = instance_b->condition == SENTINEL_CONDITION_NORMAL;

  return is_normal_a - is_normal_b;
}

static gboolean
add_instances (SentinelExplanation *self, GPtrArray *instances, GError **error)
{
  guint n_shown = MIN (instances->len, SENTINEL_EXPLAIN_MAX_OTHERS);
  guint n_left_out = instances->len - n_shown;

  g_ptr_array_sort_values (instances, compare_instances);
  for (guint i = 0; i < n_shown; i++)
    if (!add_instance (self, g_ptr_array_index (instances, i), error))
      return FALSE;
  if (n_left_out > 0)
    add_now (self,
             g_strdup_printf (ngettext ("%d more is not shown",
                                        "%d more are not shown",
                                        n_left_out),
                              (int) n_left_out));
  return TRUE;
}

static gboolean
read_unit (SentinelExplanation *self, GPtrArray *instances, GError **error)
{
  for (guint i = 0; self->unit == NULL && i < MIN (instances->len, SENTINEL_EXPLAIN_MAX_OTHERS);
       i++) {
    const SentinelInstance *instance = g_ptr_array_index (instances, i);
    SentinelSample sample;
    gboolean is_found;

    if (!sentinel_series_store_find_last (self->db,
                                          instance->id,
                                          VALUE_SERIES,
                                          G_MAXINT64,
                                          &sample,
                                          &self->unit,
                                          &is_found,
                                          error))
      return FALSE;
  }
  return TRUE;
}

/**
 * sentinel_explanation_add_state:
 * @self: an explanation of a rule that existed then
 * @error: the store's
 *
 * Returns: whether everything could be read
 */
gboolean
sentinel_explanation_add_state (SentinelExplanation *self, GError **error)
{
  g_autoptr (GPtrArray) instances =
      sentinel_instance_store_list (self->db, self->current->id, error);
  g_autoptr (GPtrArray) runs = NULL;

  if (instances == NULL || !read_unit (self, instances, error))
    return FALSE;
  sentinel_explanation_add_rule (self);
  if (is_fed_by_hand (self->rule))
    return add_instances (self, instances, error);
  runs = sentinel_run_store_list (self->db, self->current->id, MAX_RUNS, error);
  if (runs == NULL)
    return FALSE;
  add_last_run (self, runs);
  return add_instances (self, instances, error) && add_obstacles_of (self, runs, error);
}
