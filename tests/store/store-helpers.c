/* SPDX-License-Identifier: MIT */
/* Shared by the tests of the store's machinery. */
#include "store-helpers.h"
#include "sentinel-check.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-statement.h"
#include "sentinel-test-events.h"

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

GSubprocess *
helper_spawn_self (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  GSubprocess *child;

  g_strv_builder_add (builder, "/proc/self/exe");
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  child = g_subprocess_newv ((const char *const *) argv,
                             G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                             &error);
  g_assert_no_error (error);
  return child;
}

char *
helper_read_line (GSubprocess *child)
{
  GInputStream *stream = g_subprocess_get_stdout_pipe (child);
  g_autoptr (GString) line = g_string_new (NULL);
  char c;

  while (g_input_stream_read (stream, &c, 1, NULL, NULL) == 1) {
    if (c == '\n')
      return g_string_free (g_steal_pointer (&line), FALSE);
    g_string_append_c (line, c);
  }
  return NULL;
}
