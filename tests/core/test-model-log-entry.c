/* SPDX-License-Identifier: MIT */
/* Log entries: one line whatever comes in, and their JSON. */
#include <string.h>

#include "sentinel-json.h"
#include "sentinel-log-entry.h"

static void
test_message_is_one_bounded_line (void)
{
  g_autofree char *long_text = g_strnfill (20000, 'x');
  g_autoptr (SentinelLogEntry) entry =
      sentinel_log_entry_new (SENTINEL_LOG_ERROR, "rule", "a\nb\x1b[31m\xff", 5);
  g_autoptr (SentinelLogEntry) longer =
      sentinel_log_entry_new (SENTINEL_LOG_INFO, "rule", long_text, 5);

  g_assert_cmpstr (entry->message, ==, "a\\nb\\x1b[31m\xef\xbf\xbd");
  g_assert_cmpuint (strlen (longer->message), <=, 8 * 1024);
  g_assert_true (g_str_has_suffix (longer->message, "x…"));
}

static void
test_json (void)
{
  g_autoptr (SentinelLogEntry) entry =
      sentinel_log_entry_new (SENTINEL_LOG_SUCCESS, "engine", "started", 5);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  entry->id = 1;
  entry->rule_id = 2;
  entry->importance = SENTINEL_IMPORTANCE_HIGH;
  object = sentinel_log_entry_to_json (entry);
  text = sentinel_json_object_to_text (object);
  g_assert_cmpstr (text,
                   ==,
                   "{\"id\":1,\"at_us\":5,\"level\":\"success\",\"type\":\"engine\",\"message\":"
                   "\"started\",\"user\":null,\"source_id\":null,"
                   "\"importance\":\"high\",\"rule_id\":2,\"event_id\":null,\"run_id\":null}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log-entry/message-is-one-bounded-line", test_message_is_one_bounded_line);
  g_test_add_func ("/log-entry/json", test_json);
  return g_test_run ();
}
