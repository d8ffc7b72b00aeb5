/* SPDX-License-Identifier: MIT */
/* The backlog on a disk that takes no more: this program's own pwrite() stands before the C
 * library's and fails as long as a test wants it to. */
#include "sentinel-backlog.h"
#include "sentinel-error.h"
#include "sentinel-event-counts.h"
#include "sentinel-event-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-store.h"
#include "sentinel-run-store.h"
#include "sentinel-test-store.h"
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

typedef struct {
  SentinelTestStore *base;
  SentinelRegistry *registry;
  SentinelBacklog *backlog;
  gint64 rule_ids[2];
  guint n_unstored_changed;
} Fixture;

typedef struct {
  gboolean is_done, is_stored;
  SentinelApplied *applied;
  GError *error;
} Answer;

static int is_disk_full; /* atomic */

/* What SQLite writes its files with. */
ssize_t
pwrite64 (int fd, const void *bytes, size_t n_bytes, off64_t offset)
{
  if (!g_atomic_int_get (&is_disk_full))
    return syscall (SYS_pwrite64, fd, bytes, n_bytes, offset);
  errno = ENOSPC;
  return -1;
}

static void
set_disk_full (gboolean is_full)
{
  g_atomic_int_set (&is_disk_full, is_full);
}

static gint64
add_rule (Fixture *fixture, const char *name)
{
  static const SentinelLevel level = { SENTINEL_IMPORTANCE_HIGH, SENTINEL_OP_GT, 80, 70 };
  SentinelRule *rule = sentinel_rule_new ();
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &ada);

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "probe");
  rule->period_ms = 10000;
  rule->levels = g_array_new (FALSE, FALSE, sizeof level);
  g_array_append_val (rule->levels, level);
  sentinel_test_store_write (fixture->base, sentinel_rule_acts_add, act);
  return act->rule_id;
}

static void
unstored_changed_cb (SentinelBacklog *backlog, gpointer user_data)
{
  ((Fixture *) user_data)->n_unstored_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelApplier) applier = NULL;

  fixture->base = sentinel_test_store_new ();
  fixture->registry = sentinel_registry_new ();
  fixture->rule_ids[0] = add_rule (fixture, "CPU");
  fixture->rule_ids[1] = add_rule (fixture, "Disk");
  applier = sentinel_applier_new (fixture->registry);
  fixture->backlog = sentinel_backlog_new (fixture->base->store, applier);
  g_signal_connect (fixture->backlog,
                    "unstored-changed",
                    G_CALLBACK (unstored_changed_cb),
                    fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  set_disk_full (FALSE);
  g_assert_finalize_object (fixture->backlog);
  g_clear_object (&fixture->registry);
  sentinel_test_store_free (fixture->base);
}

static SentinelEvaluation *
make_evaluation (Fixture *fixture, guint rule, double value)
{
  SentinelEvaluation *evaluation = sentinel_evaluation_new (fixture->rule_ids[rule]);

  sentinel_fake_clock_advance (fixture->base->clock, G_TIME_SPAN_SECOND);
  evaluation->now_us = sentinel_test_store_now_us (fixture->base);
  evaluation->started_at_us = evaluation->now_us;
  evaluation->slot_us = evaluation->now_us;
  evaluation->result = sentinel_check_result_new ();
  sentinel_check_result_add (evaluation->result, sentinel_reading_new ("host-1", value, "%"));
  return evaluation;
}

static void
applied_cb (GObject *backlog, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->applied = sentinel_backlog_apply_finish (SENTINEL_BACKLOG (backlog),
                                                   result,
                                                   &answer->is_stored,
                                                   &answer->error);
  answer->is_done = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
apply (Fixture *fixture, guint rule, double value, Answer *answer)
{
  g_autoptr (SentinelEvaluation) evaluation = make_evaluation (fixture, rule, value);

  sentinel_backlog_apply_async (fixture->backlog, evaluation, applied_cb, answer);
}

static void
clear_answer (Answer *answer)
{
  g_clear_pointer (&answer->applied, sentinel_applied_free);
  g_clear_error (&answer->error);
  answer->is_done = FALSE;
}

static void
wait_for (Answer *answer)
{
  g_assert_true (sentinel_test_wait_until (is_true, &answer->is_done, SENTINEL_TEST_TIMEOUT_MS));
}

/* Applies and expects that it must wait; how many events it would have opened. */
static guint
apply_in_vain (Fixture *fixture, guint rule, double value)
{
  Answer answer = { 0 };
  guint n_opened;

  apply (fixture, rule, value, &answer);
  wait_for (&answer);
  g_assert_false (answer.is_stored);
  g_assert_true (sentinel_error_is_storage (answer.error));
  g_assert_nonnull (answer.applied);
  n_opened = answer.applied->opened->len;
  clear_answer (&answer);
  return n_opened;
}

static guint
get_uint (Fixture *fixture, const char *name)
{
  guint value = 0;

  g_object_get (fixture->backlog, name, &value, NULL);
  return value;
}

static gpointer
read_counts (SentinelDatabase *db, gpointer data, GError **error)
{
  sentinel_event_counts_read (db, data, error);
  return NULL;
}

static gint64
count_open (Fixture *fixture)
{
  SentinelEventCounts counts = { 0 };

  sentinel_test_store_read (fixture->base, read_counts, &counts);
  return counts.n_open;
}

static gpointer
read_runs (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_run_store_list (db, *(gint64 *) rule_id, 1000, error);
}

/* All are there, each once, in their order. */
static void
assert_runs (Fixture *fixture, guint rule, guint n_runs)
{
  g_autoptr (GPtrArray) runs =
      sentinel_test_store_read (fixture->base, read_runs, &fixture->rule_ids[rule]);

  g_assert_cmpuint (runs->len, ==, n_runs);
  for (guint i = 1; i < runs->len; i++) {
    SentinelRun *newer = g_ptr_array_index (runs, i - 1), *older = g_ptr_array_index (runs, i);

    g_assert_cmpint (newer->slot_us, >, older->slot_us);
  }
}

static void
test_all_is_well (Fixture *fixture, gconstpointer unused)
{
  Answer answers[20] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    apply (fixture, i % 2, 90, &answers[i]);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    wait_for (&answers[i]);
    g_assert_no_error (answers[i].error);
    g_assert_true (answers[i].is_stored);
    g_assert_cmpuint (answers[i].applied->opened->len, ==, i < 2 ? 1 : 0);
    clear_answer (&answers[i]);
  }
  g_assert_cmpuint (get_uint (fixture, "n-waiting"), ==, 0);
  g_assert_cmpuint (fixture->n_unstored_changed, ==, 0);
  assert_runs (fixture, 0, 10);
}

static void
test_what_waits_is_known_and_goes_first (Fixture *fixture, gconstpointer unused)
{
  Answer answer = { 0 };
  SentinelEvent *event;

  set_disk_full (TRUE);
  g_assert_cmpuint (apply_in_vain (fixture, 0, 90), ==, 1);
  g_assert_cmpuint (apply_in_vain (fixture, 0, 91), ==, 0); /* the same event goes on */
  g_assert_cmpuint (apply_in_vain (fixture, 1, 92), ==, 1);
  g_assert_cmpuint (get_uint (fixture, "n-waiting"), ==, 3);
  g_assert_cmpuint (sentinel_backlog_get_unstored (fixture->backlog)->len, ==, 2);
  event = g_ptr_array_index (sentinel_backlog_get_unstored (fixture->backlog), 0);
  g_assert_cmpfloat_with_epsilon (event->value_first, 90, 1e-9);
  g_assert_cmpuint (fixture->n_unstored_changed, ==, 3);
  g_assert_cmpint (count_open (fixture), ==, 0);
  set_disk_full (FALSE);
  apply (fixture, 0, 10, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_true (answer.is_stored);
  clear_answer (&answer);
  g_assert_cmpuint (get_uint (fixture, "n-waiting"), ==, 0);
  g_assert_cmpuint (sentinel_backlog_get_unstored (fixture->backlog)->len, ==, 0);
  assert_runs (fixture, 0, 3);
  assert_runs (fixture, 1, 1);
  g_assert_cmpint (count_open (fixture), ==, 1); /* the first was over with the last evaluation */
}

static gboolean
write_nothing (SentinelTransaction *tx, gpointer rule_id, GError **error)
{
  g_autoptr (SentinelRuleState) state = sentinel_rule_state_new (*(gint64 *) rule_id);

  return sentinel_rule_store_put_state (tx, state, error);
}

static gboolean
nothing_waits (gpointer data)
{
  return get_uint (data, "n-waiting") == 0;
}

static void
test_it_goes_when_the_trouble_ends (Fixture *fixture, gconstpointer unused)
{
  set_disk_full (TRUE);
  apply_in_vain (fixture, 0, 90);
  set_disk_full (FALSE);
  sentinel_test_store_write (fixture->base, write_nothing, &fixture->rule_ids[1]);
  g_assert_true (sentinel_test_wait_until (nothing_waits, fixture, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpint (count_open (fixture), ==, 1);
}

/* Many at once, while the disk is full and gets free again: nothing is lost, nothing twice. */
static void
test_a_burst (Fixture *fixture, gconstpointer unused)
{
  Answer answers[60] = { 0 };
  Answer last = { 0 };

  set_disk_full (TRUE);
  for (guint i = 0; i < 30; i++)
    apply (fixture, i % 2, 90, &answers[i]);
  for (guint i = 0; i < 30; i++)
    wait_for (&answers[i]);
  for (guint i = 30; i < 60; i++)
    apply (fixture, i % 2, 90, &answers[i]);
  set_disk_full (FALSE);
  for (guint i = 30; i < 60; i++)
    wait_for (&answers[i]);
  apply (fixture, 0, 90, &last);
  wait_for (&last);
  g_assert_true (sentinel_test_wait_until (nothing_waits, fixture, SENTINEL_TEST_TIMEOUT_MS));
  assert_runs (fixture, 0, 31);
  assert_runs (fixture, 1, 30);
  g_assert_cmpint (count_open (fixture), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    clear_answer (&answers[i]);
  clear_answer (&last);
}

/* A long queue is rehearsed, not tried again and again; a condition that lasts stays one event. */
static void
test_a_long_queue (Fixture *fixture, gconstpointer unused)
{
  guint n_opened = 0;
  Answer answer = { 0 };

  set_disk_full (TRUE);
  for (guint i = 0; i < 150; i++)
    n_opened += apply_in_vain (fixture, i % 2, 90);
  g_assert_cmpuint (n_opened, ==, 2);
  g_assert_cmpuint (get_uint (fixture, "n-waiting"), ==, 150);
  g_assert_cmpuint (sentinel_backlog_get_unstored (fixture->backlog)->len, ==, 2);
  set_disk_full (FALSE);
  sentinel_fake_clock_advance (fixture->base->clock, 10 * G_TIME_SPAN_SECOND);
  apply (fixture, 0, 90, &answer);
  wait_for (&answer);
  g_assert_true (answer.is_stored);
  clear_answer (&answer);
  g_assert_cmpuint (get_uint (fixture, "n-waiting"), ==, 0);
  assert_runs (fixture, 0, 76);
  assert_runs (fixture, 1, 75);
  g_assert_cmpint (count_open (fixture), ==, 2);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/backlog/all-is-well", test_all_is_well },
    { "/backlog/what-waits-is-known-and-goes-first", test_what_waits_is_known_and_goes_first },
    { "/backlog/it-goes-when-the-trouble-ends", test_it_goes_when_the_trouble_ends },
    { "/backlog/a-burst", test_a_burst },
    { "/backlog/a-long-queue", test_a_long_queue },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
