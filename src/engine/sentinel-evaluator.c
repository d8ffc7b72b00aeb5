/* SPDX-License-Identifier: MIT */
/* The state table of docs/evaluation.md. One evaluation goes through it in this order: on which
 * side is the input, what does the condition make of it, is the instance flapping, and is the event
 * over. */
#include "sentinel-evaluator.h"
#include "sentinel-flap.h"
#include <math.h>

#define RING_MASK ((G_GUINT64_CONSTANT (1) << SENTINEL_RULE_MAX_OF_M) - 1)
#define MISSING_LIMIT 2

typedef enum {
  SIDE_CLEAR, /* past the clear value of every level */
  SIDE_BAND, /* between clear and raise */
  SIDE_BREACH,
} Side;

typedef struct {
  const SentinelPlan *plan;
  SentinelInstance *instance;
  const SentinelInput *input;
  SentinelDecision *decision;
  Side side;
  SentinelImportance level; /* with SIDE_BREACH: the highest level that is breached */
} Step;

static void
add_step (Step *step, SentinelTransitionKind kind, int from_code, int to_code, int reason)
{
  SentinelDecision *decision = step->decision;

  g_return_if_fail (decision->n_steps < SENTINEL_MAX_STEPS);
  decision->steps[decision->n_steps++] = (SentinelStep) { kind, from_code, to_code, reason };
}

static void
change_condition (Step *step, SentinelTransitionKind kind, SentinelCondition condition)
{
  add_step (step, kind, step->instance->condition, condition, 0);
  step->instance->condition = condition;
}

/* Which side: */

static void
judge_verdict (Step *step, gboolean triggered, SentinelImportance importance)
{
  step->side = triggered ? SIDE_BREACH : SIDE_CLEAR;
  step->level = triggered ? importance : SENTINEL_IMPORTANCE_NONE;
}

static void
judge_value (Step *step, double value)
{
  const SentinelPlan *plan = step->plan;

  step->side = SIDE_CLEAR;
  for (guint i = 0; i < plan->n_levels; i++) {
    if (sentinel_level_is_breached (&plan->levels[i], value)) {
      step->side = SIDE_BREACH;
      step->level = plan->levels[i].importance;
      return;
    }
    if (!sentinel_level_is_clear (&plan->levels[i], value))
      step->side = SIDE_BAND;
  }
}

/* FALSE: the input says nothing about the condition. */
static gboolean
judge (Step *step)
{
  const SentinelInput *input = step->input;

  switch (input->kind) {
  case SENTINEL_INPUT_READING:
    if (input->has_verdict)
      judge_verdict (step, input->triggered, input->importance);
    else if (isfinite (input->value))
      judge_value (step, input->value);
    else
      return FALSE;
    return TRUE;
  case SENTINEL_INPUT_BREACH:
    /* What could not be measured lowers nothing. */
    judge_verdict (step, TRUE, MAX (input->importance, step->instance->level));
    return TRUE;
  case SENTINEL_INPUT_OK:
    judge_verdict (step, FALSE, SENTINEL_IMPORTANCE_NONE);
    return TRUE;
  case SENTINEL_INPUT_BAD:
  case SENTINEL_INPUT_MISSING:
  case SENTINEL_INPUT_CLOSE:
  default:
    return FALSE;
  }
}

/* Each level lets go at its own clear value; one that was not reached holds nothing. */
static SentinelImportance
get_firing_level (const Step *step)
{
  const SentinelPlan *plan = step->plan;
  SentinelImportance held = step->instance->level;

  if (step->input->kind != SENTINEL_INPUT_READING || step->input->has_verdict)
    return step->level;
  for (guint i = 0; i < plan->n_levels; i++) {
    const SentinelLevel *level = &plan->levels[i];

    if (sentinel_level_is_breached (level, step->input->value))
      return level->importance;
    if (level->importance <= held && !sentinel_level_is_clear (level, step->input->value))
      return level->importance;
  }
  return held;
}

/* Clocks: */

static gint64
get_observed_ms (const Step *step)
{
  gint64 gap_ms = step->plan->gap_ms;
  gint64 elapsed_ms = step->input->elapsed_ms;

  if (elapsed_ms <= 0 || (gap_ms > 0 && elapsed_ms > gap_ms))
    return 0;
  return elapsed_ms;
}

static void
push_ring (Step *step)
{
  SentinelInstance *instance = step->instance;
  guint64 bit = step->side == SIDE_BREACH ? 1 : 0;

  instance->ring = ((instance->ring << 1) | bit) & RING_MASK;
  instance->ring_used = MIN (instance->ring_used + 1, SENTINEL_RULE_MAX_OF_M);
}

static int
count_breaches (guint64 ring, int of_m)
{
  int n = 0;

  for (int i = 0; i < of_m; i++)
    n += (ring >> i) & 1;
  return n;
}

static gboolean
may_fire (const Step *step)
{
  const SentinelRule *rule = step->plan->rule;
  const SentinelInstance *instance = step->instance;

  return instance->observed_breach_ms >= rule->for_ms
         && count_breaches (instance->ring, rule->of_m) >= rule->need_n;
}

static void
reset_clocks (SentinelInstance *instance)
{
  instance->observed_breach_ms = 0;
  instance->observed_clear_ms = 0;
  instance->first_breach_at_us = 0;
  instance->first_clear_at_us = 0;
}

static void
become_normal (SentinelInstance *instance)
{
  instance->condition = SENTINEL_CONDITION_NORMAL;
  instance->level = SENTINEL_IMPORTANCE_NONE;
  reset_clocks (instance);
}

/* From outside the machine: nothing that was seen before says anything about what comes after. */
static void
forget (SentinelInstance *instance)
{
  become_normal (instance);
  instance->ring = 0;
  instance->ring_used = 0;
  instance->missing_count = 0;
  instance->flap = (SentinelFlap) { 0 };
  instance->flapping = FALSE;
}

/* Conditions: */

static void
fire (Step *step)
{
  change_condition (step, SENTINEL_TRANSITION_FIRED, SENTINEL_CONDITION_FIRING);
  step->decision->opens = TRUE;
}

static void
step_normal (Step *step)
{
  SentinelInstance *instance = step->instance;

  if (step->side != SIDE_BREACH)
    return;
  instance->level = step->level;
  instance->first_breach_at_us = step->input->now_us;
  instance->observed_breach_ms = 0;
  if (may_fire (step))
    fire (step);
  else
    change_condition (step, SENTINEL_TRANSITION_PENDING, SENTINEL_CONDITION_PENDING);
}

static void
step_pending (Step *step)
{
  if (step->side != SIDE_BREACH) {
    change_condition (step, SENTINEL_TRANSITION_CALMED, SENTINEL_CONDITION_NORMAL);
    become_normal (step->instance);
    return;
  }
  step->instance->level = step->level;
  step->instance->observed_breach_ms += get_observed_ms (step);
  if (may_fire (step))
    fire (step);
}

static void
change_level (Step *step, SentinelImportance level)
{
  if (level == step->instance->level)
    return;
  add_step (step, SENTINEL_TRANSITION_LEVEL, step->instance->level, level, 0);
  step->instance->level = level;
}

static void
step_firing (Step *step)
{
  SentinelInstance *instance = step->instance;

  if (step->side != SIDE_CLEAR) {
    change_level (step, get_firing_level (step));
    return;
  }
  instance->condition = SENTINEL_CONDITION_RECOVERING;
  instance->observed_clear_ms = 0;
  instance->first_clear_at_us = step->input->now_us;
}

static void
step_recovering (Step *step)
{
  SentinelInstance *instance = step->instance;

  switch (step->side) {
  case SIDE_BREACH:
    change_condition (step, SENTINEL_TRANSITION_REFIRED, SENTINEL_CONDITION_FIRING);
    instance->observed_clear_ms = 0;
    instance->first_clear_at_us = 0;
    change_level (step, step->level);
    break;
  case SIDE_BAND:
    instance->observed_clear_ms = 0;
    instance->first_clear_at_us = 0;
    break;
  case SIDE_CLEAR:
  default:
    if (instance->first_clear_at_us == 0)
      instance->first_clear_at_us = step->input->now_us;
    else
      instance->observed_clear_ms += get_observed_ms (step);
    break;
  }
}

static void
step_condition (Step *step)
{
  switch (step->instance->condition) {
  case SENTINEL_CONDITION_NORMAL:
    step_normal (step);
    break;
  case SENTINEL_CONDITION_PENDING:
    step_pending (step);
    break;
  case SENTINEL_CONDITION_FIRING:
    step_firing (step);
    break;
  case SENTINEL_CONDITION_RECOVERING:
  default:
    step_recovering (step);
    break;
  }
}

static void
set_flapping (Step *step, gboolean flapping)
{
  if (step->instance->flapping == flapping)
    return;
  step->instance->flapping = flapping;
  add_step (step,
            flapping ? SENTINEL_TRANSITION_FLAP_START : SENTINEL_TRANSITION_FLAP_END,
            0,
            0,
            0);
}

static void
step_flap (Step *step, gboolean changed)
{
  SentinelInstance *instance = step->instance;
  double percent;

  if (!step->plan->rule->flap) {
    instance->flap = (SentinelFlap) { 0 };
    set_flapping (step, FALSE);
    return;
  }
  percent = sentinel_flap_push (&instance->flap, changed, step->input->now_us);
  if (percent > SENTINEL_FLAP_ON_PERCENT)
    set_flapping (step, TRUE);
  else if (percent < SENTINEL_FLAP_OFF_PERCENT)
    set_flapping (step, FALSE);
}

static void
close_event (Step *step, SentinelCondition from, SentinelCloseReason reason)
{
  add_step (step, SENTINEL_TRANSITION_RESOLVED, from, SENTINEL_CONDITION_NORMAL, reason);
  step->decision->closes = TRUE;
  step->decision->close_reason = reason;
}

/* Last, because flapping keeps an event open: a clear instance either goes on recovering or is
 * done. */
static void
settle (Step *step, SentinelCondition before)
{
  SentinelInstance *instance = step->instance;
  gboolean is_clear = instance->condition == SENTINEL_CONDITION_RECOVERING
                      && instance->first_clear_at_us != 0;

  if (is_clear && !instance->flapping && instance->observed_clear_ms >= step->plan->rule->keep_ms) {
    close_event (step, before, SENTINEL_CLOSE_RESOLVED);
    become_normal (instance);
  } else if (is_clear && before == SENTINEL_CONDITION_FIRING) {
    add_step (step, SENTINEL_TRANSITION_RECOVERING, before, SENTINEL_CONDITION_RECOVERING, 0);
  }
}

static void
step_good (Step *step)
{
  SentinelInstance *instance = step->instance;
  SentinelCondition before = instance->condition;

  step->decision->outcome = step->side == SIDE_BREACH ? SENTINEL_OUTCOME_BREACH
                                                      : SENTINEL_OUTCOME_OK;
  instance->missing_count = 0;
  instance->last_eval_at_us = step->input->now_us;
  if (isfinite (step->input->value))
    instance->last_value = step->input->value;
  push_ring (step);
  step_condition (step);
  step_flap (step,
             (before == SENTINEL_CONDITION_FIRING)
                 != (instance->condition == SENTINEL_CONDITION_FIRING));
  settle (step, before);
}

static void
end_from_outside (Step *step, SentinelCloseReason reason)
{
  SentinelCondition condition = step->instance->condition;

  if (condition == SENTINEL_CONDITION_PENDING)
    add_step (step, SENTINEL_TRANSITION_CALMED, condition, SENTINEL_CONDITION_NORMAL, reason);
  else if (condition != SENTINEL_CONDITION_NORMAL)
    close_event (step, condition, reason);
  forget (step->instance);
}

static void
step_missing (Step *step)
{
  if (step->instance->condition == SENTINEL_CONDITION_NORMAL)
    return;
  step->instance->missing_count++;
  if (step->instance->missing_count >= MISSING_LIMIT)
    end_from_outside (step, SENTINEL_CLOSE_MISSING);
}

/**
 * sentinel_evaluator_judge:
 * @plan: the compiled rule
 * @input: what one evaluation brought
 * @level: (out): the highest level that is breached, or none
 *
 * What the input comes to by itself, without any state: for rules that make one event of each
 * triggered answer. Pure, any thread.
 *
 * Returns: breach, ok, or skipped for an input that says nothing about the condition
 */
SentinelOutcome
sentinel_evaluator_judge (const SentinelPlan *plan,
                          const SentinelInput *input,
                          SentinelImportance *level)
{
  SentinelInstance stateless = { .level = SENTINEL_IMPORTANCE_NONE };
  Step step = { plan, &stateless, input, NULL, SIDE_CLEAR, SENTINEL_IMPORTANCE_NONE };

  *level = SENTINEL_IMPORTANCE_NONE;
  if (!judge (&step))
    return SENTINEL_OUTCOME_SKIPPED;
  *level = step.level;
  return step.side == SIDE_BREACH ? SENTINEL_OUTCOME_BREACH : SENTINEL_OUTCOME_OK;
}

/**
 * sentinel_evaluator_step:
 * @plan: the compiled rule
 * @instance: (inout): the state of one instance; becomes the state after the evaluation. Its open
 * event is the caller's to keep
 * @input: what one evaluation brought; elapsed_ms of less than 0 or more than the plan's gap counts
 * as not observed
 * @decision: (out caller-allocates): what came of it; the steps are in the order of the timeline
 *
 * Pure: the same arguments give the same answer. Any thread.
 */
void
sentinel_evaluator_step (const SentinelPlan *plan,
                         SentinelInstance *instance,
                         const SentinelInput *input,
                         SentinelDecision *decision)
{
  Step step = { plan, instance, input, decision, SIDE_CLEAR, SENTINEL_IMPORTANCE_NONE };

  *decision = (SentinelDecision) { .outcome = SENTINEL_OUTCOME_SKIPPED };
  if (judge (&step))
    step_good (&step);
  else if (input->kind == SENTINEL_INPUT_MISSING)
    step_missing (&step);
  else if (input->kind == SENTINEL_INPUT_CLOSE)
    end_from_outside (&step, input->close_reason);
}
