/* SPDX-License-Identifier: MIT */
/* Reads like the table in docs/evaluation.md: each question is answered by walking back through the
 * history. */
#include "reference-machine.h"

#define BREACH 'b'
#define BAND '-'
#define CLEAR 'c'
#define NOTHING ' '

typedef struct {
  ReferenceInput input;
  char side;
  SentinelImportance raised; /* the highest level whose raise value is passed */
  ReferenceAnswer answer;
  gboolean is_forgotten; /* closed from outside: nothing before this entry counts any more */
} Entry;

struct _ReferenceMachine {
  const SentinelPlan *plan;
  GArray *history; /* of Entry */
};

ReferenceMachine *
reference_machine_new (const SentinelPlan *plan)
{
  ReferenceMachine *self = g_new0 (ReferenceMachine, 1);

  self->plan = plan;
  self->history = g_array_new (FALSE, FALSE, sizeof (Entry));
  return self;
}

void
reference_machine_free (ReferenceMachine *self)
{
  g_array_unref (self->history);
  g_free (self);
}

static Entry *
get (ReferenceMachine *self, int index)
{
  return &g_array_index (self->history, Entry, index);
}

static int
get_newest (ReferenceMachine *self)
{
  return (int) self->history->len - 1;
}

static gboolean
is_good (const Entry *entry)
{
  return entry->side != NOTHING;
}

/* Sides: */

static gboolean
is_past (const SentinelLevel *level, double value, double limit)
{
  gboolean is_upward = level->op == SENTINEL_OP_GT;

  return is_upward ? value > limit : value < limit;
}

static void
find_side (ReferenceMachine *self, Entry *entry)
{
  entry->side = CLEAR;
  entry->raised = SENTINEL_IMPORTANCE_NONE;
  for (guint i = 0; i < self->plan->n_levels; i++) {
    const SentinelLevel *level = &self->plan->levels[i];

    if (is_past (level, entry->input.value, level->clear))
      entry->side = BAND;
    if (is_past (level, entry->input.value, level->raise))
      entry->raised = MAX (entry->raised, level->importance);
  }
  if (entry->raised != SENTINEL_IMPORTANCE_NONE)
    entry->side = BREACH;
}

static void
judge (ReferenceMachine *self, Entry *entry, SentinelImportance before)
{
  entry->side = NOTHING;
  if (entry->input.kind == SENTINEL_INPUT_READING)
    find_side (self, entry);
  if (entry->input.kind == SENTINEL_INPUT_OK)
    entry->side = CLEAR;
  if (entry->input.kind == SENTINEL_INPUT_BREACH) {
    entry->side = BREACH;
    entry->raised = MAX (before, self->plan->rule->importance);
  }
}

/* History: */

/* Neighbours are two good entries with nothing between them, and awake. */
static gint64
get_elapsed_before (ReferenceMachine *self, int index)
{
  const Entry *entry = get (self, index);

  if (index == 0 || !is_good (entry) || !is_good (get (self, index - 1))
      || entry->input.is_asleep_before)
    return 0;
  return entry->input.at_ms - get (self, index - 1)->input.at_ms;
}

gint64
reference_machine_get_elapsed_ms (ReferenceMachine *self)
{
  return get_elapsed_before (self, get_newest (self));
}

/* Observed is the time between neighbours that are close enough together. */
static gint64
get_observed_before (ReferenceMachine *self, int index)
{
  gint64 elapsed_ms = get_elapsed_before (self, index);

  return elapsed_ms <= self->plan->gap_ms ? elapsed_ms : 0;
}

/* How long the newest entries have been on one side: the sum of what was observed between
 * neighbours that were both there. */
static gint64
sum_observed (ReferenceMachine *self, char side)
{
  gint64 sum_ms = 0;

  for (int i = get_newest (self); i >= 0 && !get (self, i)->is_forgotten; i--) {
    const Entry *entry = get (self, i);

    if (is_good (entry) && entry->side != side)
      break;
    if (is_good (entry) && i > 0 && get (self, i - 1)->side == side)
      sum_ms += get_observed_before (self, i);
  }
  return sum_ms;
}

static int
count_breaches (ReferenceMachine *self, int of_m)
{
  int n_breaches = 0, n_seen = 0;

  for (int i = get_newest (self); i >= 0 && n_seen < of_m && !get (self, i)->is_forgotten; i--) {
    if (!is_good (get (self, i)))
      continue;
    n_seen++;
    n_breaches += get (self, i)->side == BREACH;
  }
  return n_breaches;
}

static int
count_missing (ReferenceMachine *self)
{
  int n_missing = 0;

  for (int i = get_newest (self); i >= 0 && !is_good (get (self, i)); i--)
    n_missing += get (self, i)->input.kind == SENTINEL_INPUT_MISSING;
  return n_missing;
}

static SentinelCondition
get_condition_before (ReferenceMachine *self, int index)
{
  return index > 0 ? get (self, index - 1)->answer.condition : SENTINEL_CONDITION_NORMAL;
}

static gboolean
is_flip (ReferenceMachine *self, int index)
{
  gboolean was_firing = get_condition_before (self, index) == SENTINEL_CONDITION_FIRING;
  gboolean is_firing = get (self, index)->answer.condition == SENTINEL_CONDITION_FIRING;

  return was_firing != is_firing;
}

/* In hundredths: the newest of twenty weighs 118, each before it two less, and all of them 1980. */
static double
get_flap_percent (ReferenceMachine *self)
{
  gint64 now_ms = get (self, get_newest (self))->input.at_ms;
  int slot = 0, sum = 0;

  for (int i = get_newest (self); i >= 0 && slot < 20 && !get (self, i)->is_forgotten; i--) {
    if (!is_good (get (self, i)))
      continue;
    if (now_ms - get (self, i)->input.at_ms > 6 * 3600 * 1000)
      break;
    if (is_flip (self, i))
      sum += 118 - 2 * slot;
    slot++;
  }
  return sum * 100.0 / 1980;
}

/* The table: */

static void
mark (Entry *entry, SentinelTransitionKind kind)
{
  entry->answer.kinds |= 1u << kind;
}

static void
set_level (Entry *entry, SentinelImportance level)
{
  if (level != entry->answer.level)
    mark (entry, SENTINEL_TRANSITION_LEVEL);
  entry->answer.level = level;
}

static void
begin_or_go_on (ReferenceMachine *self, Entry *entry)
{
  const SentinelRule *rule = self->plan->rule;
  gboolean fires = sum_observed (self, BREACH) >= rule->for_ms
                   && count_breaches (self, rule->of_m) >= rule->need_n;

  if (fires)
    mark (entry, SENTINEL_TRANSITION_FIRED);
  else if (entry->answer.condition == SENTINEL_CONDITION_NORMAL)
    mark (entry, SENTINEL_TRANSITION_PENDING);
  entry->answer.condition = fires ? SENTINEL_CONDITION_FIRING : SENTINEL_CONDITION_PENDING;
  entry->answer.level = entry->raised;
}

static void
go_on_firing (ReferenceMachine *self, Entry *entry)
{
  SentinelImportance held = SENTINEL_IMPORTANCE_NONE;

  if (entry->side == CLEAR) {
    entry->answer.condition = SENTINEL_CONDITION_RECOVERING;
    return;
  }
  for (guint i = 0; entry->input.kind == SENTINEL_INPUT_READING && i < self->plan->n_levels; i++) {
    const SentinelLevel *level = &self->plan->levels[i];

    if (level->importance <= entry->answer.level
        && is_past (level, entry->input.value, level->clear))
      held = MAX (held, level->importance);
  }
  held = MAX (held, entry->raised);
  if (held != SENTINEL_IMPORTANCE_NONE)
    set_level (entry, held);
}

static void
apply_good (ReferenceMachine *self, Entry *entry)
{
  switch (entry->answer.condition) {
  case SENTINEL_CONDITION_NORMAL:
  case SENTINEL_CONDITION_PENDING:
    if (entry->side == BREACH)
      begin_or_go_on (self, entry);
    else if (entry->answer.condition == SENTINEL_CONDITION_PENDING) {
      mark (entry, SENTINEL_TRANSITION_CALMED);
      entry->answer.condition = SENTINEL_CONDITION_NORMAL;
      entry->answer.level = SENTINEL_IMPORTANCE_NONE;
    }
    break;
  case SENTINEL_CONDITION_FIRING:
    go_on_firing (self, entry);
    break;
  case SENTINEL_CONDITION_RECOVERING:
  default:
    if (entry->side != BREACH)
      break;
    mark (entry, SENTINEL_TRANSITION_REFIRED);
    entry->answer.condition = SENTINEL_CONDITION_FIRING;
    set_level (entry, entry->raised);
    break;
  }
}

static void
apply_flap (ReferenceMachine *self, Entry *entry)
{
  double percent = self->plan->rule->flap ? get_flap_percent (self) : 0.0;
  gboolean was_flapping = entry->answer.flapping;

  if (percent > 30.0)
    entry->answer.flapping = TRUE;
  if (percent < 20.0)
    entry->answer.flapping = FALSE;
  if (was_flapping != entry->answer.flapping)
    mark (entry, was_flapping ? SENTINEL_TRANSITION_FLAP_END : SENTINEL_TRANSITION_FLAP_START);
}

static void
finish (ReferenceMachine *self, Entry *entry, SentinelCondition before)
{
  if (entry->answer.condition != SENTINEL_CONDITION_RECOVERING || entry->side != CLEAR)
    return;
  if (!entry->answer.flapping && sum_observed (self, CLEAR) >= self->plan->rule->keep_ms) {
    mark (entry, SENTINEL_TRANSITION_RESOLVED);
    entry->answer.close_reason = SENTINEL_CLOSE_RESOLVED;
    entry->answer.condition = SENTINEL_CONDITION_NORMAL;
    entry->answer.level = SENTINEL_IMPORTANCE_NONE;
  } else if (before == SENTINEL_CONDITION_FIRING) {
    mark (entry, SENTINEL_TRANSITION_RECOVERING);
  }
}

static void
end_from_outside (Entry *entry, SentinelCloseReason reason)
{
  gboolean is_pending = entry->answer.condition == SENTINEL_CONDITION_PENDING;

  if (entry->answer.condition != SENTINEL_CONDITION_NORMAL)
    mark (entry, is_pending ? SENTINEL_TRANSITION_CALMED : SENTINEL_TRANSITION_RESOLVED);
  if (!is_pending && entry->answer.condition != SENTINEL_CONDITION_NORMAL)
    entry->answer.close_reason = reason;
  entry->answer.condition = SENTINEL_CONDITION_NORMAL;
  entry->answer.level = SENTINEL_IMPORTANCE_NONE;
  entry->answer.flapping = FALSE;
  entry->is_forgotten = TRUE;
}

ReferenceAnswer
reference_machine_push (ReferenceMachine *self, const ReferenceInput *input)
{
  Entry fresh = { .input = *input };
  Entry *entry;
  SentinelCondition before = SENTINEL_CONDITION_NORMAL;

  if (self->history->len > 0)
    fresh.answer = get (self, get_newest (self))->answer;
  fresh.answer.kinds = 0;
  fresh.answer.close_reason = SENTINEL_CLOSE_NONE;
  before = fresh.answer.condition;
  judge (self, &fresh, fresh.answer.level);
  g_array_append_val (self->history, fresh);
  entry = get (self, get_newest (self));

  if (is_good (entry)) {
    apply_good (self, entry);
    apply_flap (self, entry);
    finish (self, entry, before);
  } else if (input->kind == SENTINEL_INPUT_MISSING && before != SENTINEL_CONDITION_NORMAL
             && count_missing (self) >= 2)
    end_from_outside (entry, SENTINEL_CLOSE_MISSING);
  else if (input->kind == SENTINEL_INPUT_CLOSE)
    end_from_outside (entry, SENTINEL_CLOSE_DISABLED);
  return entry->answer;
}
