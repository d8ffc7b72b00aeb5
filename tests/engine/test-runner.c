/* SPDX-License-Identifier: MIT */
/* The runner with a trigger that does what each test tells it: answers, fails, hangs, ignores being
 * cancelled, answers too late. */
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-fake-clock.h"
#include "sentinel-json.h"
#include "sentinel-runner.h"
#include "sentinel-test-trigger.h"

#define NOW_US (G_GINT64_CONSTANT (1764036732) * G_USEC_PER_SEC)

typedef struct {
  SentinelFakeClock *clock;
  SentinelTestTrigger *trigger; /* borrowed from the registry */
  SentinelRegistry *registry;
  SentinelRunner *runner;
} Fixture;

typedef struct {
  gboolean done;
  SentinelEvaluation *evaluation;
  GError *error;
} Answer;

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->clock = sentinel_fake_clock_new (NOW_US);
  fixture->registry = sentinel_registry_new ();
  fixture->trigger = sentinel_test_trigger_new ();
  sentinel_registry_add (fixture->registry, SENTINEL_TRIGGER (fixture->trigger));
  fixture->runner = sentinel_runner_new (fixture->registry, SENTINEL_CLOCK (fixture->clock));
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_assert_cmpuint (sentinel_runner_get_n_running (fixture->runner), ==, 0);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fixture->clock, SENTINEL_CLOCK_BOOTTIME),
                   ==,
                   -1);
  g_assert_finalize_object (fixture->runner);
  g_assert_finalize_object (fixture->registry);
  g_clear_object (&fixture->clock);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
advance (Fixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->clock, duration_us);
  settle ();
}

static void
answered_cb (GObject *runner, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  g_assert_false (answer->done);
  answer->done = TRUE;
  answer->evaluation =
      sentinel_runner_run_finish (SENTINEL_RUNNER (runner), result, &answer->error);
}

static void
clear_answer (Answer *answer)
{
  g_clear_pointer (&answer->evaluation, sentinel_evaluation_unref);
  g_clear_error (&answer->error);
  answer->done = FALSE;
}

static SentinelRule *
make_rule (gint64 id, const char *trigger, gint64 period_ms)
{
  SentinelRule *rule = sentinel_rule_new ();

  rule->id = id;
  rule->period_ms = period_ms;
  g_set_str (&rule->trigger, trigger);
  return rule;
}

static void
run (Fixture *fixture, SentinelRule *rule, GCancellable *cancellable, Answer *answer)
{
  sentinel_runner_run_async (fixture->runner,
                             rule,
                             NULL,
                             NOW_US - 5,
                             cancellable,
                             answered_cb,
                             answer);
  settle ();
}

static void
test_answers (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = make_rule (3, "test", 10000);
  Answer answer = { 0 };

  fixture->trigger->waits = TRUE;
  run (fixture, rule, NULL, &answer);
  g_assert_false (answer.done);
  g_assert_true (sentinel_runner_is_running (fixture->runner, 3));
  advance (fixture, 250 * G_TIME_SPAN_MILLISECOND);
  sentinel_test_trigger_answer (fixture->trigger, 42);
  settle ();
  g_assert_no_error (answer.error);
  g_assert_true (answer.done);
  g_assert_cmpint (answer.evaluation->rule_id, ==, 3);
  g_assert_cmpint (answer.evaluation->slot_us, ==, NOW_US - 5);
  g_assert_cmpint (answer.evaluation->started_at_us, ==, NOW_US);
  g_assert_cmpint (answer.evaluation->duration_ms, ==, 250);
  g_assert_cmpint (answer.evaluation->now_us, ==, NOW_US + 250 * G_TIME_SPAN_MILLISECOND);
  g_assert_no_error (answer.evaluation->error);
  g_assert_cmpuint (answer.evaluation->result->readings->len, ==, 1);
  clear_answer (&answer);
}

static void
test_an_error_is_an_answer (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = make_rule (3, "test", 10000);
  Answer answer = { 0 };

  fixture->trigger->error =
      g_error_new_literal (SENTINEL_PHASE_ERROR, SENTINEL_PHASE_CONNECT, "no route");
  run (fixture, rule, NULL, &answer);
  g_assert_no_error (answer.error);
  g_assert_error (answer.evaluation->error, SENTINEL_PHASE_ERROR, SENTINEL_PHASE_CONNECT);
  g_assert_null (answer.evaluation->result);
  clear_answer (&answer);
}

static void
test_what_is_wrong_with_the_rule (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) unknown = make_rule (3, "no-such", 10000);
  g_autoptr (SentinelRule) wrong = make_rule (4, "test", 10000);
  g_autoptr (JsonNode) limit = json_node_init_int (json_node_alloc (), 500);
  Answer answer = { 0 };

  run (fixture, unknown, NULL, &answer);
  g_assert_no_error (answer.error);
  g_assert_error (answer.evaluation->error, SENTINEL_PHASE_ERROR, SENTINEL_PHASE_PARAMETERS);
  g_assert_cmpstr (answer.evaluation->error->message,
                   ==,
                   "there is no trigger \"no-such\": the known ones are test");
  clear_answer (&answer);
  g_clear_pointer (&wrong->parameters, json_node_unref);
  wrong->parameters = sentinel_json_parse ("{\"limit\":500}", -1, 0, NULL);
  run (fixture, wrong, NULL, &answer);
  g_assert_error (answer.evaluation->error, SENTINEL_PHASE_ERROR, SENTINEL_PHASE_PARAMETERS);
  g_assert_cmpstr (answer.evaluation->error->message, ==, "limit is 500: must be from 0 to 100");
  clear_answer (&answer);
}

static void
test_one_run_per_rule (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = make_rule (3, "test", 10000);
  g_autoptr (SentinelRule) other = make_rule (4, "test", 10000);
  Answer first = { 0 }, second = { 0 }, third = { 0 };

  fixture->trigger->waits = TRUE;
  run (fixture, rule, NULL, &first);
  run (fixture, rule, NULL, &second);
  run (fixture, other, NULL, &third);
  g_assert_error (second.error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
  g_assert_cmpuint (sentinel_runner_get_n_running (fixture->runner), ==, 2);
  sentinel_test_trigger_answer (fixture->trigger, 1);
  sentinel_test_trigger_answer (fixture->trigger, 2);
  settle ();
  g_assert_true (first.done);
  g_assert_true (third.done);
  clear_answer (&first);
  clear_answer (&second);
  clear_answer (&third);
}

static void
check_late (Fixture *fixture, gint64 period_ms, gint64 deadline_us, const char *message)
{
  g_autoptr (SentinelRule) rule = make_rule (3, "test", period_ms);
  Answer answer = { 0 };

  run (fixture, rule, NULL, &answer);
  advance (fixture, deadline_us - 1);
  g_assert_false (answer.done);
  advance (fixture, 1);
  g_assert_true (answer.done);
  g_assert_no_error (answer.error);
  g_assert_error (answer.evaluation->error, SENTINEL_PHASE_ERROR, SENTINEL_PHASE_TIMEOUT);
  g_assert_cmpstr (answer.evaluation->error->message, ==, message);
  g_assert_false (sentinel_runner_is_running (fixture->runner, 3));
  clear_answer (&answer);
}

static void
test_late_is_not_waited_for (Fixture *fixture, gconstpointer unused)
{
  fixture->trigger->waits = TRUE;
  check_late (fixture, 2500, 2500 * G_TIME_SPAN_MILLISECOND, "test gave no answer within 2.5 s");
  check_late (fixture, 3600 * 1000, 30 * G_TIME_SPAN_SECOND, "test gave no answer within 30 s");
  check_late (fixture, 0, 30 * G_TIME_SPAN_SECOND, "test gave no answer within 30 s");
  g_assert_cmpuint (fixture->trigger->n_cancelled, ==, 3);
}

/* The answer comes after all, while the next run of the rule is on its way: it must not be taken
 * for that one's. */
static void
test_ignoring_the_cancellable (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = make_rule (3, "test", 1000);
  Answer answer = { 0 };

  fixture->trigger->waits = TRUE;
  fixture->trigger->ignores_cancel = TRUE;
  run (fixture, rule, NULL, &answer);
  advance (fixture, G_TIME_SPAN_SECOND);
  g_assert_error (answer.evaluation->error, SENTINEL_PHASE_ERROR, SENTINEL_PHASE_TIMEOUT);
  clear_answer (&answer);
  run (fixture, rule, NULL, &answer);
  sentinel_test_trigger_answer (fixture->trigger, 1); /* of the first run */
  settle ();
  g_assert_false (answer.done);
  sentinel_test_trigger_answer (fixture->trigger, 2);
  settle ();
  g_assert_true (answer.done);
  g_assert_no_error (answer.evaluation->error);
  clear_answer (&answer);
}

static void
test_caller_gives_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = make_rule (3, "test", 1000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  fixture->trigger->waits = TRUE;
  run (fixture, rule, cancellable, &answer);
  g_cancellable_cancel (cancellable);
  settle ();
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->trigger->n_cancelled, ==, 1);
  clear_answer (&answer);
}

/* Ten triggers hang; a healthy rule is answered at once all the same. */
static void
test_hanging_ones_delay_nobody (Fixture *fixture, gconstpointer unused)
{
  Answer hanging[10] = { 0 }, healthy = { 0 };
  g_autoptr (SentinelRule) rule = make_rule (100, "test", 1000);

  fixture->trigger->waits = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++) {
    g_autoptr (SentinelRule) slow = make_rule (i + 1, "test", 60000);

    run (fixture, slow, NULL, &hanging[i]);
  }
  fixture->trigger->waits = FALSE;
  run (fixture, rule, NULL, &healthy);
  g_assert_true (healthy.done);
  g_assert_no_error (healthy.evaluation->error);
  clear_answer (&healthy);
  advance (fixture, 30 * G_TIME_SPAN_SECOND);
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++) {
    g_assert_error (hanging[i].evaluation->error, SENTINEL_PHASE_ERROR, SENTINEL_PHASE_TIMEOUT);
    clear_answer (&hanging[i]);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/runner/answers", test_answers },
    { "/runner/an-error-is-an-answer", test_an_error_is_an_answer },
    { "/runner/what-is-wrong-with-the-rule", test_what_is_wrong_with_the_rule },
    { "/runner/one-run-per-rule", test_one_run_per_rule },
    { "/runner/late-is-not-waited-for", test_late_is_not_waited_for },
    { "/runner/ignoring-the-cancellable", test_ignoring_the_cancellable },
    { "/runner/caller-gives-up", test_caller_gives_up },
    { "/runner/hanging-ones-delay-nobody", test_hanging_ones_delay_nobody },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
