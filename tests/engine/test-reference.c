/* SPDX-License-Identifier: MIT */
/* The evaluator against the slow and obvious machine, over random rules and random timelines: they
 * must agree at every entry. */
#include "reference-machine.h"
#include <math.h>

#define N_TIMELINES 10000
#define MAX_ENTRIES 80
#define PERIOD_MS 10000

typedef struct {
  GRand *rand;
  SentinelPlan *plan;
  ReferenceMachine *reference;
  SentinelInstance *instance;
  gint64 at_ms;
} Timeline;

static int
pick (GRand *rand, const int *choices, guint n_choices)
{
  return choices[g_rand_int_range (rand, 0, (gint32) n_choices)];
}

#define PICK(rand, ...) \
  pick (rand, (const int[]) { __VA_ARGS__ }, G_N_ELEMENTS (((const int[]) { __VA_ARGS__ })))

/* Levels ten apart, each with a band of 0, 5 or 10; downwards is the mirror image. */
static GArray *
make_levels (GRand *rand)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  gboolean is_upward = g_rand_boolean (rand);
  double sign = is_upward ? 1 : -1;
  double band = PICK (rand, 0, 5, 10);

  for (int i = g_rand_int_range (rand, 1, 5); i >= 1; i--) {
    SentinelLevel level = {
      .importance = (SentinelImportance) (10 * i),
      .op = is_upward ? SENTINEL_OP_GT : SENTINEL_OP_LT,
      .raise = sign * (40 + 10 * i),
      .clear = sign * (40 + 10 * i - band),
    };

    g_array_append_val (levels, level);
  }
  return levels;
}

static SentinelPlan *
make_plan (GRand *rand)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (GArray) levels = make_levels (rand);
  g_autoptr (GError) error = NULL;
  SentinelPlan *plan;

  rule->period_ms = PERIOD_MS;
  rule->importance = (SentinelImportance) PICK (rand, 10, 20, 30, 40);
  rule->for_ms = PICK (rand, 0, 0, 10000, 20000, 45000);
  rule->keep_ms = PICK (rand, 0, 0, 10000, 20000, 45000);
  rule->of_m = PICK (rand, 1, 1, 3, 5, 60);
  rule->need_n = g_rand_int_range (rand, 1, MIN (rule->of_m, 4) + 1);
  rule->flap = g_rand_boolean (rand);
  rule->levels = g_array_ref (levels);
  plan = sentinel_plan_compile (rule, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

/* Values stick to the neighbourhood of the levels, and often to the levels themselves. */
static double
make_value (Timeline *timeline)
{
  double value = 5 * g_rand_int_range (timeline->rand, 6, 18) + PICK (timeline->rand, 0, 0, 1, 2);

  return timeline->plan->levels[0].op == SENTINEL_OP_GT ? value : -value;
}

static ReferenceInput
make_input (Timeline *timeline)
{
  static const SentinelInputKind rare[] = {
    SENTINEL_INPUT_BREACH,  SENTINEL_INPUT_OK,      SENTINEL_INPUT_BAD,
    SENTINEL_INPUT_MISSING, SENTINEL_INPUT_MISSING, SENTINEL_INPUT_CLOSE,
  };
  GRand *rand = timeline->rand;
  ReferenceInput input = { .kind = SENTINEL_INPUT_READING, .value = make_value (timeline) };

  if (g_rand_int_range (rand, 0, 6) == 0)
    input.kind = rare[g_rand_int_range (rand, 0, G_N_ELEMENTS (rare))];
  timeline->at_ms +=
      PICK (rand, PERIOD_MS, PERIOD_MS, PERIOD_MS, 1, 24999, 25000, 25001, 3600 * 1000);
  input.at_ms = timeline->at_ms;
  input.is_asleep_before = g_rand_int_range (rand, 0, 12) == 0;
  return input;
}

static guint
get_kinds (const SentinelDecision *decision)
{
  guint kinds = 0;

  for (guint i = 0; i < decision->n_steps; i++)
    kinds |= 1u << decision->steps[i].kind;
  return kinds;
}

static gboolean
agree (const Timeline *timeline, const ReferenceAnswer *answer, const SentinelDecision *decision)
{
  const SentinelInstance *instance = timeline->instance;

  return instance->condition == answer->condition && instance->level == answer->level
         && instance->flapping == answer->flapping && get_kinds (decision) == answer->kinds
         && decision->close_reason == answer->close_reason
         && decision->closes == (answer->close_reason != SENTINEL_CLOSE_NONE)
         && decision->opens == (int) ((answer->kinds >> SENTINEL_TRANSITION_FIRED) & 1);
}

static gboolean
run_entry (Timeline *timeline)
{
  ReferenceInput entry = make_input (timeline);
  ReferenceAnswer answer = reference_machine_push (timeline->reference, &entry);
  SentinelInput input = {
    .kind = entry.kind,
    .value = entry.kind == SENTINEL_INPUT_READING ? entry.value : NAN,
    .importance = timeline->plan->rule->importance,
    .close_reason = SENTINEL_CLOSE_DISABLED,
    .now_us = entry.at_ms * G_TIME_SPAN_MILLISECOND,
    .elapsed_ms = reference_machine_get_elapsed_ms (timeline->reference),
  };
  SentinelDecision decision;

  sentinel_evaluator_step (timeline->plan, timeline->instance, &input, &decision);
  if (agree (timeline, &answer, &decision))
    return TRUE;
  g_test_message ("condition %d must be %d, level %d must be %d, transitions %x must be %x",
                  (int) timeline->instance->condition,
                  (int) answer.condition,
                  (int) timeline->instance->level,
                  (int) answer.level,
                  get_kinds (&decision),
                  answer.kinds);
  return FALSE;
}

static void
run_timeline (guint32 seed, guint *n_fired)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (SentinelPlan) plan = make_plan (rand);
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (1);
  Timeline timeline = { rand, plan, reference_machine_new (plan), instance, 1000 };
  int n_entries = g_rand_int_range (rand, 1, MAX_ENTRIES);

  for (int i = 0; i < n_entries && !g_test_failed (); i++) {
    if (!run_entry (&timeline))
      g_test_fail_printf ("timeline %u, entry %d", seed, i);
    *n_fired += instance->condition == SENTINEL_CONDITION_FIRING;
  }
  reference_machine_free (timeline.reference);
}

static void
test_timelines (void)
{
  guint n_fired = 0;

  for (guint32 seed = 1; seed <= N_TIMELINES; seed++)
    run_timeline (seed, &n_fired);
  /* A test in which nothing happens would agree too. */
  g_assert_cmpuint (n_fired, >, 10 * N_TIMELINES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/timelines", test_timelines);
  return g_test_run ();
}
