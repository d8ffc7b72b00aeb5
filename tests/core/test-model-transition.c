/* SPDX-License-Identifier: MIT */
/* Transitions: their words and their JSON. */
#include "sentinel-json.h"
#include "sentinel-transition.h"

static void
test_json (void)
{
  g_autoptr (SentinelTransition) transition =
      sentinel_transition_new (SENTINEL_TRANSITION_ACK_ENDED, 5);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  transition->id = 1;
  transition->event_id = 2;
  object = sentinel_transition_to_json (transition);
  text = sentinel_json_object_to_text (object);
  g_assert_cmpstr (text,
                   ==,
                   "{\"id\":1,\"event_id\":2,\"instance_id\":null,\"at_us\":5,\"kind\":\"ack-"
                   "ended\",\"from_code\":0,\"to_code\":0,"
                   "\"reason\":0,\"value\":null,\"actor\":null,\"batch\":null}");
}

static void
test_every_kind_has_a_word (void)
{
  for (int kind = SENTINEL_TRANSITION_PENDING; kind <= SENTINEL_TRANSITION_FLAP_END; kind++)
    g_assert_cmpstr (sentinel_nick_of (sentinel_transition_nicks, kind), !=, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transition/json", test_json);
  g_test_add_func ("/transition/every-kind-has-a-word", test_every_kind_has_a_word);
  return g_test_run ();
}
