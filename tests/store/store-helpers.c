/* SPDX-License-Identifier: MIT */
/* Shared by the tests of the store's machinery. */
#include "store-helpers.h"
#include "sentinel-check.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-statement.h"
#include "sentinel-test-events.h"
#include <signal.h>
#include <sys/wait.h>

gboolean
helper_insert_event (SentinelTransaction *tx, gpointer data, GError **error)
{
  g_autoptr (SentinelEvent) event =
      sentinel_test_event_new (SENTINEL_IMPORTANCE_HIGH, "host-1", "Load is high");
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_new ("desktop", SENTINEL_DELIVERY_FIRED);
  gint64 *id = data;

  if (!sentinel_event_store_insert (tx, event, NULL, error))
    return FALSE;
  delivery->event_id = event->id;
  g_free (delivery->idem_key);
  delivery->idem_key = g_strdup_printf ("event-%" G_GINT64_FORMAT, event->id);
  g_set_str (&delivery->body, "{}");
  if (id != NULL)
    *id = event->id;
  return sentinel_delivery_store_insert (tx, delivery, error);
}

gboolean
helper_insert_and_fail (SentinelTransaction *tx, gpointer data, GError **error)
{
  if (!helper_insert_event (tx, data, error))
    return FALSE;
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT, "Refused on purpose");
  return FALSE;
}

gboolean
helper_touch_rule (SentinelTransaction *tx, gpointer data, GError **error)
{
  sentinel_transaction_touch (tx, SENTINEL_NOUN_RULE, 1);
  return TRUE;
}

gpointer
helper_read_int (SentinelDatabase *db, gpointer sql, GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_prepare (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !sentinel_statement_step (statement, &has_row, error))
    return NULL;
  g_assert_true (has_row);
  return GSIZE_TO_POINTER (sentinel_statement_get_int (statement, 0));
}

gint64
helper_query_int (SentinelStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gpointer answer = sentinel_store_read (store, helper_read_int, (gpointer) sql, &error);

  g_assert_no_error (error);
  return (gint64) GPOINTER_TO_SIZE (answer);
}

static gpointer
check (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_check_database (db, error);
}

static void
assert_no_lines (GPtrArray *lines)
{
  g_ptr_array_add (lines, NULL);
  g_assert_cmpstr (lines->pdata[0], ==, NULL);
}

void
helper_assert_sound (SentinelStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = sentinel_store_read (store, check, NULL, &error);

  g_assert_no_error (error);
  assert_no_lines (lines);
}

void
helper_assert_file_sound (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDatabase) db = sentinel_database_open (path, SENTINEL_DATABASE_READER, &error);
  g_autoptr (GPtrArray) lines = NULL;

  g_assert_no_error (error);
  lines = sentinel_check_database (db, &error);
  g_assert_no_error (error);
  assert_no_lines (lines);
}

HelperChild *
helper_spawn_self (const char *mode, const char *argument)
{
  const char *argv[] = { "/proc/self/exe", mode, argument, NULL };
  g_autoptr (GError) error = NULL;
  HelperChild *child = g_new0 (HelperChild, 1);
  int input, output;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &child->pid,
                            &input,
                            &output,
                            NULL,
                            &error);
  g_assert_no_error (error);
  child->input = fdopen (input, "w");
  child->output = fdopen (output, "r");
  return child;
}

char *
helper_read_line (HelperChild *child)
{
  char line[1024];

  if (fgets (line, sizeof line, child->output) == NULL)
    return NULL;
  return g_strdup (g_strchomp (line));
}

void
helper_write_line (HelperChild *child, const char *line)
{
  fprintf (child->input, "%s\n", line);
  fflush (child->input);
}

void
helper_kill (HelperChild *child)
{
  kill (child->pid, SIGKILL);
}

int
helper_join (HelperChild *child)
{
  int status;

  fclose (child->input);
  g_assert_cmpint (waitpid (child->pid, &status, 0), ==, child->pid);
  fclose (child->output);
  g_spawn_close_pid (child->pid);
  g_free (child);
  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}
