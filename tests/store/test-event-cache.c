/* SPDX-License-Identifier: MIT */
/* The cache of rows and the slots that views hold. */
#include "sentinel-event-cache.h"
#include "sentinel-event-slot.h"

static SentinelEvent *
make_event (gint64 id)
{
  SentinelEvent *event = sentinel_event_new ();

  event->id = id;
  return event;
}

static void
add_page (SentinelEventCache *cache, gint64 first_id, gint64 last_id)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  for (gint64 id = first_id; id <= last_id; id++)
    g_ptr_array_add (events, make_event (id));
  sentinel_event_cache_add_page (cache, events);
}

static void
test_least_used_page_goes (void)
{
  g_autoptr (SentinelEventCache) cache = sentinel_event_cache_new (30);

  add_page (cache, 1, 10);
  add_page (cache, 11, 20);
  add_page (cache, 21, 30);
  g_assert_nonnull (sentinel_event_cache_lookup (cache, 5));
  add_page (cache, 31, 40);
  g_assert_true (sentinel_event_cache_contains (cache, 5));
  g_assert_false (sentinel_event_cache_contains (cache, 15));
  g_assert_true (sentinel_event_cache_contains (cache, 25));
  g_assert_cmpuint (sentinel_event_cache_get_n_rows (cache), ==, 30);
}

static void
test_a_page_larger_than_the_cache_stays (void)
{
  g_autoptr (SentinelEventCache) cache = sentinel_event_cache_new (5);

  add_page (cache, 1, 10);
  g_assert_cmpuint (sentinel_event_cache_get_n_rows (cache), ==, 10);
}

static void
test_a_row_read_again_outlives_its_old_page (void)
{
  g_autoptr (SentinelEventCache) cache = sentinel_event_cache_new (20);

  add_page (cache, 1, 10);
  add_page (cache, 5, 5);
  add_page (cache, 11, 20);
  add_page (cache, 21, 22);
  g_assert_true (sentinel_event_cache_contains (cache, 5));
  g_assert_false (sentinel_event_cache_contains (cache, 4));
}

static void
test_drop (void)
{
  g_autoptr (SentinelEventCache) cache = sentinel_event_cache_new (100);
  g_autoptr (SentinelIdRanges) ids = sentinel_id_ranges_new ();

  add_page (cache, 1, 10);
  sentinel_id_ranges_add (ids, 2, 3);
  sentinel_id_ranges_add (ids, 50, 60);
  sentinel_event_cache_drop (cache, ids);
  g_assert_null (sentinel_event_cache_lookup (cache, 2));
  g_assert_nonnull (sentinel_event_cache_lookup (cache, 4));
  g_assert_cmpuint (sentinel_event_cache_get_n_rows (cache), ==, 8);
  sentinel_event_cache_drop (cache, NULL);
  g_assert_cmpuint (sentinel_event_cache_get_n_rows (cache), ==, 0);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_slot_notifies_what_changed (void)
{
  g_autoptr (SentinelEventSlot) slot = g_object_new (SENTINEL_TYPE_EVENT_SLOT, NULL);
  g_autoptr (SentinelEvent) event = make_event (7);
  g_autoptr (SentinelEvent) read = NULL;
  guint n_id = 0, n_event = 0;
  gint64 id;

  g_signal_connect_swapped (slot, "notify::id", G_CALLBACK (count_cb), &n_id);
  g_signal_connect_swapped (slot, "notify::event", G_CALLBACK (count_cb), &n_event);
  sentinel_event_slot_set (slot, 7, NULL);
  g_assert_cmpuint (n_id, ==, 1);
  g_assert_cmpuint (n_event, ==, 0);
  sentinel_event_slot_set (slot, 7, event);
  sentinel_event_slot_set (slot, 7, event);
  g_assert_cmpuint (n_id, ==, 1);
  g_assert_cmpuint (n_event, ==, 1);
  g_object_get (slot, "id", &id, "event", &read, NULL);
  g_assert_cmpint (id, ==, 7);
  g_assert_true (read == event);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-cache/least-used-page-goes", test_least_used_page_goes);
  g_test_add_func ("/event-cache/a-page-larger-than-the-cache-stays",
                   test_a_page_larger_than_the_cache_stays);
  g_test_add_func ("/event-cache/a-row-read-again-outlives-its-old-page",
                   test_a_row_read_again_outlives_its_old_page);
  g_test_add_func ("/event-cache/drop", test_drop);
  g_test_add_func ("/event-slot/notifies-what-changed", test_slot_notifies_what_changed);
  return g_test_run ();
}
