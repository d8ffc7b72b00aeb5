/* SPDX-License-Identifier: MIT */
/* The run as a value. */
#include "sentinel-run.h"

#include "sentinel-json.h"

const SentinelNick sentinel_phase_nicks[] = {
  { SENTINEL_PHASE_NONE, "none" },
  { SENTINEL_PHASE_PARAMETERS, "parameters" },
  { SENTINEL_PHASE_START, "start" },
  { SENTINEL_PHASE_CONNECT, "connect" },
  { SENTINEL_PHASE_READ, "read" },
  { SENTINEL_PHASE_PARSE, "parse" },
  { SENTINEL_PHASE_TIMEOUT, "timeout" },
  { SENTINEL_PHASE_EVALUATE, "evaluate" },
  { 0, NULL },
};

/**
 * sentinel_run_new:
 * @rule_id: the rule that was run
 *
 * Returns: (transfer full): a run without a slot, outcome ok
 */
SentinelRun *
sentinel_run_new (gint64 rule_id)
{
  SentinelRun *self = g_new0 (SentinelRun, 1);

  self->rule_id = rule_id;
  return self;
}

/**
 * sentinel_run_copy:
 * @self: a run
 *
 * Returns: (transfer full): a run of its own with the same contents
 */
SentinelRun *
sentinel_run_copy (const SentinelRun *self)
{
  SentinelRun *copy = g_memdup2 (self, sizeof *self);

  copy->message = g_strdup (self->message);
  return copy;
}

/**
 * sentinel_run_free:
 * @self: (transfer full): a run
 */
void
sentinel_run_free (SentinelRun *self)
{
  g_free (self->message);
  g_free (self);
}

/**
 * sentinel_run_to_json:
 * @self: a run
 *
 * Returns: (transfer full): the columns of the table, outcome and phase as words; null means none
 */
JsonObject *
sentinel_run_to_json (const SentinelRun *self)
{
  JsonObject *object = json_object_new ();
  gboolean has_phase = self->phase != SENTINEL_PHASE_NONE;

  json_object_set_int_member (object, "id", self->id);
  json_object_set_int_member (object, "rule_id", self->rule_id);
  sentinel_json_set_time (object, "slot_us", self->slot_us);
  json_object_set_int_member (object, "started_at_us", self->started_at_us);
  json_object_set_int_member (object, "duration_ms", self->duration_ms);
  json_object_set_string_member (object,
                                 "outcome",
                                 sentinel_nick_of (sentinel_outcome_nicks, (int) self->outcome));
  sentinel_json_set_text (object,
                          "phase",
                          has_phase ? sentinel_nick_of (sentinel_phase_nicks, (int) self->phase)
                                    : NULL);
  sentinel_json_set_text (object, "message", self->message);
  return object;
}
