/* SPDX-License-Identifier: MIT */
/* Notes: who, by which way, and their JSON. */
#include "sentinel-json.h"
#include "sentinel-note.h"

static void
test_json (void)
{
  SentinelActor actor = { "A person", SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelNote) note =
      sentinel_note_new (7, SENTINEL_NOTE_ACTION, "restarted", &actor, 5);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  note->id = 1;
  object = sentinel_note_to_json (note);
  text = sentinel_json_object_to_text (object);
  g_assert_cmpstr (text,
                   ==,
                   "{\"id\":1,\"event_id\":7,\"at_us\":5,\"author\":\"A "
                   "person\",\"via\":\"command-line\",\"kind\":\"action\","
                   "\"body\":\"restarted\",\"batch\":null}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note/json", test_json);
  return g_test_run ();
}
