/* SPDX-License-Identifier: MIT */
/* Requests: group commit, jobs that fail, answers, snapshots, cancelling, closing. */
#include "sentinel-error.h"
#include "sentinel-statement.h"
#include "store-helpers.h"
#include <string.h>
#include <sys/stat.h>

/* holds the writer inside a transaction until it is opened */
typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean is_reached;
  gboolean is_open;
} Gate;

static gboolean
wait_at_gate (SentinelTransaction *tx, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->is_reached = TRUE;
  g_cond_broadcast (&gate->cond);
  while (!gate->is_open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return TRUE;
}

static void
gate_wait_reached (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  while (!gate->is_reached)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
gate_open (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->is_open = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

typedef struct {
  gint64 id; /* of the event that the function inserted */
  gboolean is_written;
  GError *error;
  guint *n_answered;
} Request;

static void
write_answered_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Request *request = data;

  request->is_written =
      sentinel_store_write_finish (SENTINEL_STORE (object), result, &request->error);
  (*request->n_answered)++;
}

typedef struct {
  guint *n_answered;
  guint n_expected;
} Expectation;

static gboolean
are_answered (gpointer data)
{
  const Expectation *expectation = data;

  return *expectation->n_answered >= expectation->n_expected;
}

static void
wait_for_answers (guint *n_answered, guint n_expected)
{
  Expectation expectation = { n_answered, n_expected };

  g_assert_true (sentinel_test_wait_until (are_answered, &expectation, SENTINEL_TEST_TIMEOUT_MS));
}

static void
count_cb (SentinelStore *store, SentinelIdRanges *ranges, gpointer data)
{
  (*(guint *) data)++;
}

#define N_REQUESTS 30

/* They wait behind the gate together, so they share its transaction: one signal tells of all. */
static void
test_one_failing_among_many (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  Gate gate = { 0 };
  Request gate_request = { 0 };
  Request requests[N_REQUESTS] = { 0 };
  guint n_answered = 0;
  guint n_signals = 0;
  gint64 expected_id = 0;

  g_signal_connect (test->store, "events-changed", G_CALLBACK (count_cb), &n_signals);
  gate_request.n_answered = &n_answered;
  sentinel_store_write_async (test->store,
                              wait_at_gate,
                              &gate,
                              NULL,
                              NULL,
                              write_answered_cb,
                              &gate_request);
  gate_wait_reached (&gate);
  for (guint i = 0; i < N_REQUESTS; i++) {
    requests[i].n_answered = &n_answered;
    sentinel_store_write_async (test->store,
                                i % 10 == 3 ? helper_insert_and_fail : helper_insert_event,
                                &requests[i].id,
                                NULL,
                                NULL,
                                write_answered_cb,
                                &requests[i]);
  }
  gate_open (&gate);
  wait_for_answers (&n_answered, N_REQUESTS + 1);
  for (guint i = 0; i < N_REQUESTS; i++) {
    if (i % 10 == 3)
      g_assert_error (requests[i].error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
    else
      g_assert_cmpint (requests[i].id, ==, ++expected_id);
    g_assert_true (requests[i].is_written == (i % 10 != 3));
    g_clear_error (&requests[i].error);
  }
  g_assert_cmpuint (n_signals, ==, 1);
  g_assert_cmpint (helper_query_int (test->store, "SELECT count(*) FROM event"), ==, expected_id);
  g_assert_null (sentinel_store_get_trouble (test->store));
  helper_assert_sound (test->store);
}

static void
test_failing_first_gives_its_id_back (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  g_assert_false (sentinel_store_write (test->store, helper_insert_and_fail, &id, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
  g_assert_cmpint (id, ==, 1);
  sentinel_test_store_write (test, helper_insert_event, &id);
  g_assert_cmpint (id, ==, 1);
  sentinel_test_store_reopen (test);
  sentinel_test_store_write (test, helper_insert_event, &id);
  g_assert_cmpint (id, ==, 2);
  helper_assert_sound (test->store);
}

static gboolean
learn_and_fail (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_assert_cmpint (sentinel_transaction_ensure_source (tx, "only here", error), >, 0);
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT, "Refused on purpose");
  return FALSE;
}

static gboolean
learn (SentinelTransaction *tx, gpointer data, GError **error)
{
  *(gint64 *) data = sentinel_transaction_ensure_source (tx, "only here", error);
  return TRUE;
}

static void
test_forgets_names_of_failed_functions (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (GError) error = NULL;
  gint64 id, again;

  g_assert_false (sentinel_store_write (test->store, learn_and_fail, NULL, &error));
  sentinel_test_store_write (test, learn, &id);
  sentinel_test_store_write (test, learn, &again);
  g_assert_cmpint (id, ==, again);
  g_assert_cmpint (helper_query_int (test->store, "SELECT id FROM source WHERE name = 'only here'"),
                   ==,
                   id);
}

static gboolean
take_batches (SentinelTransaction *tx, gpointer data, GError **error)
{
  gint64 *batches = data;

  batches[0] = sentinel_transaction_new_batch (tx);
  batches[1] = sentinel_transaction_new_batch (tx);
  return TRUE;
}

static void
test_batches_differ_across_restarts (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  gint64 first[2], second[2];

  sentinel_test_store_write (test, take_batches, first);
  sentinel_test_store_reopen (test);
  sentinel_test_store_write (test, take_batches, second);
  g_assert_cmpint (first[0], <, first[1]);
  g_assert_cmpint (first[1], <, second[0]);
}

static gboolean
fail_without_error (SentinelTransaction *tx, gpointer data, GError **error)
{
  return FALSE;
}

static void
test_failure_always_has_an_error (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (sentinel_store_write (test->store, fail_without_error, NULL, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED);
}

static void
test_cancelled_write_is_not_begun (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n_answered = 0;
  Gate gate = { 0 };
  Request gate_request = { .n_answered = &n_answered };
  Request request = { .n_answered = &n_answered };

  sentinel_store_write_async (test->store,
                              wait_at_gate,
                              &gate,
                              NULL,
                              NULL,
                              write_answered_cb,
                              &gate_request);
  gate_wait_reached (&gate);
  sentinel_store_write_async (test->store,
                              helper_insert_event,
                              &request.id,
                              NULL,
                              cancellable,
                              write_answered_cb,
                              &request);
  g_cancellable_cancel (cancellable);
  gate_open (&gate);
  wait_for_answers (&n_answered, 2);
  g_assert_error (request.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&request.error);
  g_assert_cmpint (request.id, ==, 0);
  g_assert_true (gate_request.is_written);
}

/* What was committed is told as committed, whatever was cancelled meanwhile. */
static void
test_begun_write_tells_the_truth (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint n_answered = 0;
  Gate gate = { 0 };
  Request request = { .n_answered = &n_answered };

  sentinel_store_write_async (test->store,
                              wait_at_gate,
                              &gate,
                              NULL,
                              cancellable,
                              write_answered_cb,
                              &request);
  gate_wait_reached (&gate);
  g_cancellable_cancel (cancellable);
  gate_open (&gate);
  wait_for_answers (&n_answered, 1);
  g_assert_no_error (request.error);
  g_assert_true (request.is_written);
}

static gpointer
write_many_thread (gpointer data)
{
  SentinelStore *store = data;

  for (guint i = 0; i < 100; i++) {
    g_autoptr (GError) error = NULL;

    g_assert_true (sentinel_store_write (store, helper_insert_event, NULL, &error));
    g_assert_cmpint (helper_query_int (store, "SELECT count(*) FROM event"), >, 0);
  }
  return NULL;
}

static void
test_many_threads (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("writing", write_many_thread, test->store);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (helper_query_int (test->store, "SELECT count(*) FROM event"), ==, 400);
  helper_assert_sound (test->store);
}

static void
destroy_cb (gpointer data)
{
  gpointer *thread = data;

  *thread = g_thread_self ();
}

/* The data of a request may hold widgets: it is freed where it was made. */
static void
test_data_is_freed_by_the_caller (void)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
    gpointer thread = NULL;

    sentinel_store_write_async (test->store,
                                helper_touch_rule,
                                &thread,
                                destroy_cb,
                                NULL,
                                NULL,
                                NULL);
    sentinel_store_close (test->store);
    g_assert_null (thread);
    sentinel_test_settle ();
    g_assert_true (thread == g_thread_self ());
  }
}

static void
test_closing_answers_everything (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autofree char *log = g_strconcat (test->path, "-wal", NULL);
  g_autoptr (GError) error = NULL;
  Request requests[N_REQUESTS] = { 0 };
  guint n_answered = 0;

  for (guint i = 0; i < N_REQUESTS; i++) {
    requests[i].n_answered = &n_answered;
    sentinel_store_write_async (test->store,
                                helper_insert_event,
                                NULL,
                                NULL,
                                NULL,
                                write_answered_cb,
                                &requests[i]);
  }
  sentinel_store_close (test->store);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  wait_for_answers (&n_answered, N_REQUESTS);
  for (guint i = 0; i < N_REQUESTS; i++)
    g_assert_true (requests[i].is_written);
  g_assert_false (sentinel_store_write (test->store, helper_insert_event, NULL, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (sentinel_store_read (test->store, helper_read_int, (gpointer) "SELECT 1", &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_FAILED);
}

typedef struct {
  SentinelStore *store;
  gint64 before, after;
} Snapshot;

static gpointer
read_across_a_commit (SentinelDatabase *db, gpointer data, GError **error)
{
  Snapshot *snapshot = data;

  snapshot->before =
      GPOINTER_TO_SIZE (helper_read_int (db, (gpointer) "SELECT count(*) FROM event", error));
  g_assert_true (sentinel_store_write (snapshot->store, helper_insert_event, NULL, error));
  snapshot->after =
      GPOINTER_TO_SIZE (helper_read_int (db, (gpointer) "SELECT count(*) FROM event", error));
  return NULL;
}

static void
test_read_sees_one_snapshot (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  Snapshot snapshot = { test->store, -1, -1 };

  sentinel_test_store_read (test, read_across_a_commit, &snapshot);
  g_assert_cmpint (snapshot.before, ==, 0);
  g_assert_cmpint (snapshot.after, ==, 0);
  g_assert_cmpint (helper_query_int (test->store, "SELECT count(*) FROM event"), ==, 1);
}

#define ENDLESS \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n WHERE " \
  "i < 0"

static int n_reads_begun; /* atomic */

static gpointer
read_endlessly (SentinelDatabase *db, gpointer data, GError **error)
{
  g_atomic_int_inc (&n_reads_begun);
  return helper_read_int (db, (gpointer) ENDLESS, error);
}

typedef struct {
  GError *error;
  guint n_answered;
} ReadRequest;

static void
read_answered_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  ReadRequest *request = data;

  sentinel_store_read_finish (SENTINEL_STORE (object), result, &request->error);
  request->n_answered++;
}

/* Again and again, because there is more than one moment at which a cancellation can come. */
static void
test_cancel_interrupts_a_read (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();

  for (guint i = 0; i < 200; i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    ReadRequest request = { 0 };
    gint64 begin_us;

    g_atomic_int_set (&n_reads_begun, 0);
    sentinel_store_read_async (test->store,
                               read_endlessly,
                               NULL,
                               NULL,
                               NULL,
                               cancellable,
                               read_answered_cb,
                               &request);
    while (i % 2 == 0 && g_atomic_int_get (&n_reads_begun) == 0)
      g_thread_yield ();
    begin_us = g_get_monotonic_time ();
    g_cancellable_cancel (cancellable);
    wait_for_answers (&request.n_answered, 1);
    g_assert_error (request.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 2 * G_USEC_PER_SEC);
    g_clear_error (&request.error);
  }
  g_assert_cmpint (helper_query_int (test->store, "SELECT 7"), ==, 7);
}

/* Two endless reads occupy both readers; cancelling frees them for what waits. */
static void
test_cancel_frees_the_reader (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  ReadRequest endless[3] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (endless); i++)
    sentinel_store_read_async (test->store,
                               read_endlessly,
                               NULL,
                               NULL,
                               NULL,
                               cancellable,
                               read_answered_cb,
                               &endless[i]);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (helper_query_int (test->store, "SELECT 7"), ==, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (endless); i++) {
    wait_for_answers (&endless[i].n_answered, 1);
    g_assert_error (endless[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&endless[i].error);
  }
}

static gpointer
use_statement_twice (SentinelDatabase *db, gpointer data, GError **error)
{
  static const char sql[] = "SELECT id FROM category ORDER BY id";
  g_autoptr (SentinelStatement) outer = sentinel_statement_get (db, sql, error);
  g_autoptr (SentinelStatement) inner = NULL;
  gboolean has_row;

  g_assert_true (sentinel_statement_step (outer, &has_row, error));
  inner = sentinel_statement_get (db, sql, error);
  g_assert_true (sentinel_statement_step (inner, &has_row, error));
  g_assert_cmpint (sentinel_statement_get_int (inner, 0), ==, 1);
  g_assert_true (sentinel_statement_step (outer, &has_row, error));
  g_assert_cmpint (sentinel_statement_get_int (outer, 0), ==, 2);
  return NULL;
}

static void
test_statement_in_use_is_not_disturbed (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();

  sentinel_test_store_read (test, use_statement_twice, NULL);
}

/* The trouble is there until a write succeeds; nobody has to restart anything. */
static void
test_recovers_when_it_can_be_opened (void)
{
  g_autofree char *folder = sentinel_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "sentinel.db", NULL);
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (SentinelStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "This is no database, it is a text of some length",
                                      -1,
                                      NULL));
  store = sentinel_store_new (path, SENTINEL_CLOCK (clock));
  g_assert_false (sentinel_store_write (store, helper_insert_event, NULL, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (sentinel_store_read (store, helper_read_int, (gpointer) "SELECT 1", &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_CORRUPT);
  g_clear_error (&error);
  sentinel_test_settle ();
  g_assert_error (sentinel_store_get_trouble (store), SENTINEL_ERROR, SENTINEL_ERROR_CORRUPT);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_true (sentinel_store_write (store, helper_insert_event, NULL, &error));
  g_assert_no_error (error);
  sentinel_test_settle ();
  g_assert_null (sentinel_store_get_trouble (store));
  g_assert_cmpint (helper_query_int (store, "SELECT count(*) FROM event"), ==, 1);
  sentinel_store_close (store);
  sentinel_test_remove_folder (folder);
}

/* A process that stopped in the middle of a transaction. All that wait are told after one wait. */
static void
test_locked_by_another_program (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  Request requests[5] = { 0 };
  guint n_answered = 0;
  gint64 begin_us;
  sqlite3 *other = NULL;

  sentinel_test_store_write (test, helper_insert_event, NULL);
  g_assert_cmpint (sqlite3_open (test->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  begin_us = g_get_monotonic_time ();
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++) {
    requests[i].n_answered = &n_answered;
    sentinel_store_write_async (test->store,
                                helper_insert_event,
                                NULL,
                                NULL,
                                NULL,
                                write_answered_cb,
                                &requests[i]);
  }
  g_assert_cmpint (helper_query_int (test->store, "SELECT count(*) FROM event"), ==, 1);
  wait_for_answers (&n_answered, G_N_ELEMENTS (requests));
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 9 * G_USEC_PER_SEC);
  for (gsize i = 0; i < G_N_ELEMENTS (requests); i++) {
    g_assert_error (requests[i].error, SENTINEL_ERROR, SENTINEL_ERROR_BUSY);
    g_clear_error (&requests[i].error);
  }
  sqlite3_close (other);
  sentinel_test_store_write (test, helper_insert_event, NULL);
  sentinel_test_settle ();
  g_assert_null (sentinel_store_get_trouble (test->store));
}

static gint64
get_size (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? status.st_size : 0;
}

typedef struct {
  SentinelTestStore *test;
  gint64 size_before;
} Merge;

static gboolean
has_merged (gpointer data)
{
  Merge *merge = data;

  return get_size (merge->test->path) > merge->size_before;
}

static gboolean
insert_many (SentinelTransaction *tx, gpointer data, GError **error)
{
  for (guint i = 0; i < GPOINTER_TO_UINT (data); i++)
    if (!helper_insert_event (tx, NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
look_again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_merge (Merge *merge)
{
  guint tick = g_timeout_add (1, look_again_cb, NULL);

  g_assert_true (sentinel_test_wait_until (has_merged, merge, SENTINEL_TEST_TIMEOUT_MS));
  g_source_remove (tick);
}

static void
test_long_log_is_merged (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  Merge merge = { test, 0 };

  sentinel_test_store_write (test, insert_many, GUINT_TO_POINTER (10));
  merge.size_before = get_size (test->path);
  sentinel_test_store_write (test, insert_many, GUINT_TO_POINTER (30000));
  wait_for_merge (&merge);
  sentinel_test_settle ();
  g_assert_null (sentinel_store_get_trouble (test->store));
}

/* By the store's clock: as long as something is written it waits, and once it was merged nothing is
 * armed. */
static void
test_shorter_log_is_merged_when_idle (void)
{
  g_autoptr (SentinelTestStore) test = sentinel_test_store_new ();
  Merge merge = { test, 0 };

  sentinel_test_store_write (test, insert_many, GUINT_TO_POINTER (2000));
  merge.size_before = get_size (test->path);
  sentinel_test_settle ();
  sentinel_fake_clock_advance (test->clock, 6 * G_USEC_PER_SEC);
  sentinel_test_store_write (test, insert_many, GUINT_TO_POINTER (1));
  sentinel_fake_clock_advance (test->clock, 5 * G_USEC_PER_SEC);
  sentinel_test_settle ();
  helper_query_int (test->store, "SELECT 1");
  g_assert_false (has_merged (&merge));
  while (sentinel_fake_clock_get_next_due_us (test->clock, SENTINEL_CLOCK_BOOTTIME) < 0)
    g_main_context_iteration (NULL, TRUE);
  sentinel_fake_clock_advance (test->clock, 11 * G_USEC_PER_SEC);
  wait_for_merge (&merge);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (test->clock, SENTINEL_CLOCK_BOOTTIME),
                   <,
                   0);
}

static void
test_default_path (void)
{
  g_autofree char *path = NULL;

  g_setenv ("SENTINEL_DATABASE", "/somewhere/else.db", TRUE);
  path = sentinel_store_dup_default_path ();
  g_assert_cmpstr (path, ==, "/somewhere/else.db");
  g_unsetenv ("SENTINEL_DATABASE");
  g_free (path);
  path = sentinel_store_dup_default_path ();
  g_assert_true (g_str_has_suffix (path, "/sentinel-alerts/sentinel.db"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/one-failing-among-many", test_one_failing_among_many);
  g_test_add_func ("/store/failing-first-gives-its-id-back", test_failing_first_gives_its_id_back);
  g_test_add_func ("/store/forgets-names-of-failed-functions",
                   test_forgets_names_of_failed_functions);
  g_test_add_func ("/store/batches-differ-across-restarts", test_batches_differ_across_restarts);
  g_test_add_func ("/store/failure-always-has-an-error", test_failure_always_has_an_error);
  g_test_add_func ("/store/cancelled-write-is-not-begun", test_cancelled_write_is_not_begun);
  g_test_add_func ("/store/begun-write-tells-the-truth", test_begun_write_tells_the_truth);
  g_test_add_func ("/store/many-threads", test_many_threads);
  g_test_add_func ("/store/data-is-freed-by-the-caller", test_data_is_freed_by_the_caller);
  g_test_add_func ("/store/closing-answers-everything", test_closing_answers_everything);
  g_test_add_func ("/store/read-sees-one-snapshot", test_read_sees_one_snapshot);
  g_test_add_func ("/store/cancel-interrupts-a-read", test_cancel_interrupts_a_read);
  g_test_add_func ("/store/cancel-frees-the-reader", test_cancel_frees_the_reader);
  g_test_add_func ("/store/statement-in-use-is-not-disturbed",
                   test_statement_in_use_is_not_disturbed);
  g_test_add_func ("/store/recovers-when-it-can-be-opened", test_recovers_when_it_can_be_opened);
  g_test_add_func ("/store/locked-by-another-program", test_locked_by_another_program);
  g_test_add_func ("/store/long-log-is-merged", test_long_log_is_merged);
  g_test_add_func ("/store/shorter-log-is-merged-when-idle", test_shorter_log_is_merged_when_idle);
  g_test_add_func ("/store/default-path", test_default_path);
  return g_test_run ();
}
