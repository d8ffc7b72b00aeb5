/* SPDX-License-Identifier: MIT */
/* The state machine by known answers. A case is a rule, a line of inputs ten seconds apart, and
 * what each of them leads to.
 *
 * Inputs: a number is a value; ~ before it: the time since the one before was not observed; !LEVEL
 * a triggered verdict, !ok one that is not; x bad; m missing; B and K bad, counted as breach or as
 * ok by policy; c closed from outside. Answers: the condition after it (N P F R) and the level's
 * first letter, then the transitions. */
#include "sentinel-evaluator.h"
#include <math.h>

#define STEP_MS 10000
#define GAP_MS 25000

typedef struct {
  const char *name;
  const char *levels; /* NULL: medium 70/60, high 80/75, critical 90/85 */
  int for_s, keep_s, need_n, of_m;
  gboolean flap;
  const char *inputs;
  const char *answers;
} Case;

static const Case cases[] = {
  /* Normal */
  { "normal-ok", NULL, 0, 0, 1, 1, 0, "50 60 70", "N N N" },
  { "normal-band-does-not-raise", NULL, 0, 0, 1, 1, 0, "65 70", "N N" },
  { "first-is-breach", NULL, 0, 0, 1, 1, 0, "85", "Fh:fired" },
  { "raise-is-strict", NULL, 0, 0, 1, 1, 0, "70 70.5", "N Fm:fired" },
  { "for-waits", NULL, 20, 0, 1, 1, 0, "85 85 85 85", "Ph:pending Ph Fh:fired Fh" },
  { "fires-at-the-level-of-the-moment", NULL, 10, 0, 1, 1, 0, "75 95", "Pm:pending Fc:fired" },
  /* Pending */
  { "pending-ok",
    NULL,
    30,
    0,
    1,
    1,
    0,
    "85 50 85 85 85 85",
    "Ph:pending N:calmed Ph:pending Ph Ph Fh:fired" },
  { "pending-uses-raise-only", NULL, 30, 0, 1, 1, 0, "85 65", "Ph:pending N:calmed" },
  { "pending-gap-adds-nothing", NULL, 20, 0, 1, 1, 0, "85 ~85 85 85", "Ph:pending Ph Ph Fh:fired" },
  { "pending-bad-freezes",
    NULL,
    20,
    0,
    1,
    1,
    0,
    "85 85 x x ~85 85",
    "Ph:pending Ph Ph Ph Ph Fh:fired" },
  { "pending-missing", NULL, 30, 0, 1, 1, 0, "85 m ~85 m m", "Ph:pending Ph Ph Ph N:calmed" },
  { "pending-closed", NULL, 30, 0, 1, 1, 0, "85 c 85", "Ph:pending N:calmed Ph:pending" },
  /* N of M */
  { "n-of-m", NULL, 0, 0, 3, 5, 0, "85 85 50 85", "Ph:pending Ph N:calmed Fh:fired" },
  { "n-of-m-too-long-ago",
    NULL,
    0,
    0,
    3,
    4,
    0,
    "85 50 50 85 85",
    "Ph:pending N:calmed N Ph:pending Ph" },
  { "n-of-m-and-for", NULL, 20, 0, 2, 3, 0, "85 85 85", "Ph:pending Ph Fh:fired" },
  { "n-of-m-bad-is-not-counted", NULL, 0, 0, 2, 2, 0, "85 x ~85", "Ph:pending Ph Fh:fired" },
  { "n-of-m-ring-goes-on-while-firing",
    NULL,
    0,
    0,
    2,
    3,
    0,
    "85 85 50 85",
    "Ph:pending Fh:fired N:resolved Fh:fired" },
  /* Firing: three levels with a band each */
  { "level-up-and-down",
    NULL,
    0,
    0,
    1,
    1,
    0,
    "75 95 82 72",
    "Fm:fired Fc:level Fh:level Fm:level" },
  { "critical-stays-in-its-band",
    NULL,
    0,
    0,
    1,
    1,
    0,
    "95 86 85 76 75 61 60",
    "Fc:fired Fc Fh:level Fh Fm:level Fm N:resolved" },
  { "a-band-above-holds-nothing", NULL, 0, 0, 1, 1, 0, "75 79", "Fm:fired Fm" },
  { "band-keeps-firing", NULL, 0, 0, 1, 1, 0, "85 65 65 60", "Fh:fired Fm:level Fm N:resolved" },
  { "clear-is-inclusive", NULL, 0, 0, 1, 1, 0, "75 60.5 60", "Fm:fired Fm N:resolved" },
  { "firing-bad-freezes",
    NULL,
    0,
    10,
    1,
    1,
    0,
    "85 x x ~50 x ~50 50",
    "Fh:fired Fh Fh Rh:recovering Rh Rh N:resolved" },
  { "firing-missing-twice", NULL, 0, 60, 1, 1, 0, "85 m m", "Fh:fired Fh N:resolved/missing" },
  { "firing-missing-once", NULL, 0, 60, 1, 1, 0, "85 m 85 m 85", "Fh:fired Fh Fh Fh Fh" },
  { "firing-closed", NULL, 0, 60, 1, 1, 0, "85 c", "Fh:fired N:resolved/disabled" },
  /* Recovering */
  { "keep", NULL, 0, 20, 1, 1, 0, "85 50 50 50", "Fh:fired Rh:recovering Rh N:resolved" },
  { "keep-gap",
    NULL,
    0,
    20,
    1,
    1,
    0,
    "85 50 ~50 50 50",
    "Fh:fired Rh:recovering Rh Rh N:resolved" },
  { "keep-band-begins-again",
    NULL,
    0,
    20,
    1,
    1,
    0,
    "75 50 50 65 50 50 50",
    "Fm:fired Rm:recovering Rm Rm Rm Rm N:resolved" },
  { "refire",
    NULL,
    0,
    30,
    1,
    1,
    0,
    "85 50 85 50",
    "Fh:fired Rh:recovering Fh:refired Rh:recovering" },
  { "refire-at-another-level",
    NULL,
    0,
    30,
    1,
    1,
    0,
    "85 50 95 50 75",
    "Fh:fired Rh:recovering Fc:refired,level Rc:recovering Fm:refired,level" },
  { "refire-needs-raise",
    NULL,
    0,
    30,
    1,
    1,
    0,
    "95 50 89",
    "Fc:fired Rc:recovering Fh:refired,level" },
  { "refire-does-not-wait",
    NULL,
    20,
    30,
    1,
    1,
    0,
    "85 85 85 50 85",
    "Ph:pending Ph Fh:fired Rh:recovering Fh:refired" },
  { "recovering-missing",
    NULL,
    0,
    60,
    1,
    1,
    0,
    "85 50 m m",
    "Fh:fired Rh:recovering Rh N:resolved/missing" },
  { "recovering-closed",
    NULL,
    0,
    60,
    1,
    1,
    0,
    "85 50 c",
    "Fh:fired Rh:recovering N:resolved/disabled" },
  /* Verdicts and policies */
  { "verdict", NULL, 0, 0, 1, 1, 0, "!low !critical !ok", "Fl:fired Fc:level N:resolved" },
  { "verdict-has-no-band", NULL, 0, 0, 1, 1, 0, "!critical !low", "Fc:fired Fl:level" },
  { "policy-breach-fires", NULL, 10, 0, 1, 1, 0, "B B K", "Ph:pending Fh:fired N:resolved" },
  { "policy-breach-lowers-nothing",
    NULL,
    0,
    0,
    1,
    1,
    0,
    "95 B 75 B",
    "Fc:fired Fc Fm:level Fh:level" },
  { "policy-ok-recovers", NULL, 0, 10, 1, 1, 0, "95 K K", "Fc:fired Rc:recovering N:resolved" },
  { "no-levels", "", 0, 0, 1, 1, 0, "1e300 -1e300", "N N" },
  { "not-a-number-freezes", NULL, 0, 0, 1, 1, 0, "85 nan", "Fh:fired Fh" },
  { "downwards", "<", 0, 0, 1, 1, 0, "10 9 11 15 19 20", "N Fh:fired Fh Fh Fh N:resolved" },
  /* Flapping: the sixth change in a row goes above 30 per cent */
  { "flapping-starts",
    NULL,
    0,
    0,
    1,
    1,
    1,
    "85 50 85 50 85 50",
    "Fh:fired N:resolved Fh:fired N:resolved Fh:fired Rh:flap-start,recovering" },
  { "flapping-off",
    NULL,
    0,
    0,
    1,
    1,
    0,
    "85 50 85 50 85 50 85",
    "Fh:fired N:resolved Fh:fired N:resolved Fh:fired N:resolved Fh:fired" },
  { "flapping-ends",
    NULL,
    0,
    0,
    1,
    1,
    1,
    "85 50 85 50 85 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50 50",
    "Fh:fired N:resolved Fh:fired N:resolved Fh:fired Rh:flap-start,recovering"
    " Rh Rh Rh Rh Rh Rh Rh Rh Rh Rh Rh Rh Rh Rh Rh N:flap-end,resolved" },
  { "flapping-refires",
    NULL,
    0,
    0,
    1,
    1,
    1,
    "85 50 85 50 85 50 85 c",
    "Fh:fired N:resolved Fh:fired N:resolved Fh:fired Rh:flap-start,recovering Fh:refired "
    "N:resolved/disabled" },
};

static SentinelPlan *
make_plan (const Case *test_case)
{
  static const SentinelLevel up[] = {
    { SENTINEL_IMPORTANCE_CRITICAL, SENTINEL_OP_GT, 90, 85 },
    { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, 80, 75 },
    { SENTINEL_IMPORTANCE_MEDIUM, SENTINEL_OP_GT, 70, 60 },
  };
  static const SentinelLevel down = { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_LT, 10, 20 };
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  g_autoptr (GError) error = NULL;
  SentinelPlan *plan;

  if (test_case->levels == NULL)
    g_array_append_vals (levels, up, G_N_ELEMENTS (up));
  else if (g_str_equal (test_case->levels, "<"))
    g_array_append_val (levels, down);
  rule->period_ms = STEP_MS;
  rule->for_ms = test_case->for_s * 1000;
  rule->keep_ms = test_case->keep_s * 1000;
  rule->need_n = test_case->need_n;
  rule->of_m = test_case->of_m;
  rule->flap = test_case->flap;
  rule->levels = g_array_ref (levels);
  plan = sentinel_plan_compile (rule, NULL, &error);
  g_assert_no_error (error);
  return plan;
}

static void
read_verdict (const char *word, SentinelInput *input)
{
  int importance = SENTINEL_IMPORTANCE_NONE;

  input->kind = SENTINEL_INPUT_READING;
  input->has_verdict = TRUE;
  input->triggered = !g_str_equal (word, "ok");
  if (input->triggered)
    g_assert_true (sentinel_nick_parse (sentinel_importance_nicks,
                                        "importance",
                                        word,
                                        &importance,
                                        NULL));
  input->importance = (SentinelImportance) importance;
}

static void
read_value (const char *word, SentinelInput *input)
{
  if (*word == '~')
    input->elapsed_ms = 0;
  input->kind = SENTINEL_INPUT_READING;
  input->value = g_ascii_strtod (*word == '~' ? word + 1 : word, NULL);
}

static SentinelInput
read_input (const char *word, gint64 now_us)
{
  static const struct {
    const char *word;
    SentinelInputKind kind;
  } kinds[] = {
    { "x", SENTINEL_INPUT_BAD }, { "m", SENTINEL_INPUT_MISSING }, { "B", SENTINEL_INPUT_BREACH },
    { "K", SENTINEL_INPUT_OK },  { "c", SENTINEL_INPUT_CLOSE },
  };
  SentinelInput input = {
    .value = NAN,
    .importance = SENTINEL_IMPORTANCE_HIGH,
    .close_reason = SENTINEL_CLOSE_DISABLED,
    .now_us = now_us,
    .elapsed_ms = STEP_MS,
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (word, kinds[i].word)) {
      input.kind = kinds[i].kind;
      return input;
    }
  if (*word == '!')
    read_verdict (word + 1, &input);
  else
    read_value (word, &input);
  return input;
}

static void
append_step (GString *text, const SentinelStep *step)
{
  gboolean has_reason = step->kind == SENTINEL_TRANSITION_RESOLVED
                        && step->reason != SENTINEL_CLOSE_RESOLVED;

  if (text->str[text->len - 1] != ':')
    g_string_append_c (text, ',');
  g_string_append (text, sentinel_nick_of (sentinel_transition_nicks, (int) step->kind));
  if (has_reason)
    g_string_append_printf (text,
                            "/%s",
                            sentinel_nick_of (sentinel_close_reason_nicks, step->reason));
}

static void
append_answer (GString *text, const SentinelInstance *instance, const SentinelDecision *decision)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, "NPFR"[instance->condition]);
  if (instance->level != SENTINEL_IMPORTANCE_NONE)
    g_string_append_c (text, *sentinel_importance_to_string (instance->level));
  if (decision->n_steps > 0)
    g_string_append_c (text, ':');
  for (guint i = 0; i < decision->n_steps; i++)
    append_step (text, &decision->steps[i]);
}

static void
test_case_holds (gconstpointer data)
{
  const Case *test_case = data;
  g_autoptr (SentinelPlan) plan = make_plan (test_case);
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (1);
  g_auto (GStrv) words = g_strsplit (test_case->inputs, " ", -1);
  g_autoptr (GString) answers = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    SentinelInput input =
        read_input (words[i], G_TIME_SPAN_DAY + i * STEP_MS * G_TIME_SPAN_MILLISECOND);
    SentinelDecision decision;

    sentinel_evaluator_step (plan, instance, &input, &decision);
    g_assert_cmpint (decision.opens,
                     ==,
                     instance->condition == SENTINEL_CONDITION_FIRING && decision.n_steps > 0
                         && decision.steps[0].kind == SENTINEL_TRANSITION_FIRED);
    append_answer (answers, instance, &decision);
  }
  g_assert_cmpstr (answers->str, ==, test_case->answers);
}

static void
test_times (void)
{
  static const Case test_case = { "times", NULL, 20, 60, 1, 1, FALSE, NULL, NULL };
  g_autoptr (SentinelPlan) plan = make_plan (&test_case);
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (1);
  SentinelInput input = { .kind = SENTINEL_INPUT_READING,
                          .value = 85,
                          .now_us = 1000,
                          .elapsed_ms = 0 };
  SentinelDecision decision;

  sentinel_evaluator_step (plan, instance, &input, &decision);
  g_assert_cmpint (instance->first_breach_at_us, ==, 1000);
  g_assert_cmpint (instance->last_eval_at_us, ==, 1000);

  /* As far apart as may be, then one millisecond more. */
  input.now_us = 2000;
  input.elapsed_ms = GAP_MS + 1;
  sentinel_evaluator_step (plan, instance, &input, &decision);
  g_assert_cmpint (instance->observed_breach_ms, ==, 0);
  input.now_us = 3000;
  input.elapsed_ms = GAP_MS;
  sentinel_evaluator_step (plan, instance, &input, &decision);
  g_assert_cmpint (instance->observed_breach_ms, ==, GAP_MS);
  g_assert_true (decision.opens);
  g_assert_cmpint (instance->first_breach_at_us, ==, 1000);

  input.elapsed_ms = -5;
  input.kind = SENTINEL_INPUT_BAD;
  input.now_us = 4000;
  sentinel_evaluator_step (plan, instance, &input, &decision);
  g_assert_cmpint (decision.outcome, ==, SENTINEL_OUTCOME_SKIPPED);
  g_assert_cmpint (instance->last_eval_at_us, ==, 3000);
}

static void
test_plan_refuses (void)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (GError) error = NULL;

  rule->need_n = 4;
  rule->of_m = 3;
  g_assert_null (sentinel_plan_compile (rule, NULL, &error));
  g_assert_nonnull (strstr (error->message, "4 of 3"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/evaluator/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_case_holds);
  }
  g_test_add_func ("/evaluator/times", test_times);
  g_test_add_func ("/plan/refuses", test_plan_refuses);
  return g_test_run ();
}
