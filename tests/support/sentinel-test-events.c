/* SPDX-License-Identifier: MIT */
/* Made-up events: open, not acknowledged, opened at SENTINEL_TEST_NOW_US and shown for a day. */
#include "sentinel-test-events.h"

/**
 * sentinel_test_event_new:
 * @importance: its importance and level
 * @source: the name of its source
 * @message: its message
 *
 * Returns: (transfer full): an event that is not stored yet
 */
SentinelEvent *
sentinel_test_event_new (SentinelImportance importance, const char *source, const char *message)
{
  SentinelEvent *event = sentinel_event_new ();

  event->importance = event->level_now = importance;
  event->opened_at_us = event->began_at_us = event->last_seen_at_us = SENTINEL_TEST_NOW_US;
  event->shown_until_us = SENTINEL_TEST_NOW_US + G_TIME_SPAN_DAY;
  g_set_str (&event->category, "System");
  g_set_str (&event->source, source);
  g_set_str (&event->message, message);
  return event;
}

static gboolean
insert_events (SentinelTransaction *tx, gpointer data, GError **error)
{
  GPtrArray *events = data;

  for (guint i = 0; i < events->len; i++)
    if (!sentinel_event_store_insert (tx, g_ptr_array_index (events, i), NULL, error))
      return FALSE;
  return TRUE;
}

/**
 * sentinel_test_store_insert_events:
 * @self: a test store
 * @events: (element-type SentinelEvent): they get their ids
 *
 * Inserts events in one transaction.
 */
void
sentinel_test_store_insert_events (SentinelTestStore *self, GPtrArray *events)
{
  sentinel_test_store_write (self, insert_events, events);
}

/**
 * sentinel_test_store_insert_event:
 * @self: a test store
 * @event: gets its id
 */
void
sentinel_test_store_insert_event (SentinelTestStore *self, SentinelEvent *event)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new ();

  g_ptr_array_add (events, event);
  sentinel_test_store_insert_events (self, events);
}

static gboolean
update_event (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_event_store_update (tx, data, error);
}

/**
 * sentinel_test_store_update_event:
 * @self: a test store
 * @event: as it shall be
 */
void
sentinel_test_store_update_event (SentinelTestStore *self, SentinelEvent *event)
{
  sentinel_test_store_write (self, update_event, event);
}

static void
run_transaction (gconstpointer data)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();

  sentinel_test_store_write (store, *(const SentinelWriteFunc *) data, NULL);
}

/**
 * sentinel_test_add_transaction:
 * @path: the path of the test
 * @body: the test; runs on the writer thread of a new store, in one transaction
 */
void
sentinel_test_add_transaction (const char *path, SentinelWriteFunc body)
{
  g_test_add_data_func_full (path, g_memdup2 (&body, sizeof body), run_transaction, g_free);
}
