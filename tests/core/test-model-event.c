/* SPDX-License-Identifier: MIT */
/* The event as a value and as JSON. */
#include <math.h>

#include "sentinel-event.h"
#include "sentinel-json.h"

static const char *const keys[] = {
  "id",          "rule_id",      "rule",         "rule_version",     "instance_id",
  "point",       "opened_at_us", "began_at_us",  "closed_at_us",     "close_reason",
  "importance",  "level_now",    "category_id",  "category",         "source_id",
  "source",      "message",      "value_first",  "value_peak",       "value_last",
  "unit",        "refire_count", "repeat_count", "last_seen_at_us",  "shown_until_us",
  "status",      "acked_at_us",  "acked_level",  "ack_scope",        "ack_until_us",
  "acked_by",    "ack_comment",  "action_taken", "snoozed_until_us", "suppressed_by",
  "flow_run_id",
};

static SentinelEvent *
make_event (void)
{
  SentinelEvent *event = sentinel_event_new ();

  event->id = 5;
  event->rule_id = 2;
  event->rule = g_strdup ("CPU");
  event->source = g_strdup ("host-1");
  event->category = g_strdup ("System");
  event->message = g_strdup ("CPU is at 97 %");
  event->unit = g_strdup ("%");
  event->importance = SENTINEL_IMPORTANCE_CRITICAL;
  event->level_now = SENTINEL_IMPORTANCE_HIGH;
  event->value_last = 97.5;
  event->opened_at_us = 1000;
  return event;
}

static void
acknowledge (SentinelEvent *event)
{
  event->acked_at_us = 2000;
  event->acked_level = SENTINEL_IMPORTANCE_HIGH;
  event->ack_scope = SENTINEL_ACK_UNTIL_RESOLVED;
  event->acked_by = g_strdup ("A person");
  event->ack_comment = g_strdup ("known");
  event->action_taken = g_strdup ("restarted");
}

static void
test_new_event_has_no_values (void)
{
  g_autoptr (SentinelEvent) event = sentinel_event_new ();

  g_assert_true (isnan (event->value_first) && isnan (event->value_peak)
                 && isnan (event->value_last));
  g_assert_cmpint (event->repeat_count, ==, 1);
  g_assert_true (sentinel_event_is_open (event));
  event->closed_at_us = 1;
  g_assert_false (sentinel_event_is_open (event));
}

static void
test_copy_is_independent (void)
{
  g_autoptr (SentinelEvent) event = make_event ();
  g_autoptr (SentinelEvent) copy = NULL;
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) after = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;

  acknowledge (event);
  before = sentinel_event_to_json (event);
  expected = sentinel_json_object_to_text (before);
  copy = sentinel_event_copy (event);
  g_set_str (&event->message, "changed");
  g_set_str (&event->rule, "changed");
  g_set_str (&event->acked_by, "changed");
  event->id = 6;
  after = sentinel_event_to_json (copy);
  found = sentinel_json_object_to_text (after);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_json_has_every_key_in_every_state (void)
{
  g_autoptr (SentinelEvent) event = make_event ();

  for (int round = 0; round < 3; round++) {
    g_autoptr (JsonObject) object = sentinel_event_to_json (event);

    g_assert_cmpuint (json_object_get_size (object), ==, G_N_ELEMENTS (keys));
    for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
      g_assert_true (json_object_has_member (object, keys[i]));
    if (round == 0)
      acknowledge (event);
    event->closed_at_us = 3000;
  }
}

static void
test_json_of_an_open_event (void)
{
  g_autoptr (SentinelEvent) event = make_event ();
  g_autoptr (JsonObject) object = sentinel_event_to_json (event);

  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, 5);
  g_assert_cmpstr (json_object_get_string_member (object, "rule"), ==, "CPU");
  g_assert_cmpstr (json_object_get_string_member (object, "importance"), ==, "critical");
  g_assert_cmpstr (json_object_get_string_member (object, "level_now"), ==, "high");
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "new");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (object, "value_last"), 97.5, 1e-9);
  g_assert_true (json_object_get_null_member (object, "value_first"));
  g_assert_true (json_object_get_null_member (object, "closed_at_us"));
  g_assert_true (json_object_get_null_member (object, "close_reason"));
  g_assert_true (json_object_get_null_member (object, "ack_scope"));
}

static void
test_json_of_a_closed_event (void)
{
  g_autoptr (SentinelEvent) event = make_event ();
  g_autoptr (JsonObject) object = NULL;

  acknowledge (event);
  event->closed_at_us = 3000;
  event->close_reason = SENTINEL_CLOSE_IDENTITY;
  event->level_now = SENTINEL_IMPORTANCE_NONE;
  object = sentinel_event_to_json (event);
  g_assert_cmpint (json_object_get_int_member (object, "closed_at_us"), ==, 3000);
  g_assert_cmpstr (json_object_get_string_member (object, "close_reason"), ==, "identity");
  g_assert_true (json_object_get_null_member (object, "level_now"));
  g_assert_cmpstr (json_object_get_string_member (object, "ack_scope"), ==, "resolved");
  g_assert_cmpstr (json_object_get_string_member (object, "status"), ==, "resolved");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event/new-has-no-values", test_new_event_has_no_values);
  g_test_add_func ("/event/copy-is-independent", test_copy_is_independent);
  g_test_add_func ("/event/json-has-every-key-in-every-state",
                   test_json_has_every_key_in_every_state);
  g_test_add_func ("/event/json-of-an-open-event", test_json_of_an_open_event);
  g_test_add_func ("/event/json-of-a-closed-event", test_json_of_a_closed_event);
  return g_test_run ();
}
