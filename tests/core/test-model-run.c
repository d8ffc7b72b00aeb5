/* SPDX-License-Identifier: MIT */
/* Runs: copies and their JSON. */
#include "sentinel-json.h"
#include "sentinel-run.h"

static char *
to_text (const SentinelRun *run)
{
  g_autoptr (JsonObject) object = sentinel_run_to_json (run);

  return sentinel_json_object_to_text (object);
}

static void
test_json (void)
{
  g_autoptr (SentinelRun) run = sentinel_run_new (3);
  g_autoptr (SentinelRun) copy = NULL;
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;

  run->started_at_us = 9;
  good = to_text (run);
  g_assert_cmpstr (good,
                   ==,
                   "{\"id\":0,\"rule_id\":3,\"slot_us\":null,\"started_at_us\":9,\"duration_ms\":0,"
                   "\"outcome\":\"ok\",\"phase\":null,"
                   "\"message\":null}");
  run->outcome = SENTINEL_OUTCOME_ERROR;
  run->phase = SENTINEL_PHASE_CONNECT;
  run->slot_us = 8;
  run->message = g_strdup ("refused");
  copy = sentinel_run_copy (run);
  g_set_str (&run->message, "changed");
  bad = to_text (copy);
  g_assert_cmpstr (bad,
                   ==,
                   "{\"id\":0,\"rule_id\":3,\"slot_us\":8,\"started_at_us\":9,\"duration_ms\":0,"
                   "\"outcome\":\"error\","
                   "\"phase\":\"connect\",\"message\":\"refused\"}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/json", test_json);
  return g_test_run ();
}
