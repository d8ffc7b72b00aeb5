/* SPDX-License-Identifier: MIT */
/* The log entry as a value. */
#include "sentinel-log-entry.h"

#include "sentinel-json.h"
#include "sentinel-text.h"

#define MESSAGE_MAX_BYTES (8 * 1024)

const SentinelNick sentinel_log_level_nicks[] = {
  { SENTINEL_LOG_DEBUG, "debug" },     { SENTINEL_LOG_INFO, "info" },
  { SENTINEL_LOG_SUCCESS, "success" }, { SENTINEL_LOG_WARNING, "warning" },
  { SENTINEL_LOG_ERROR, "error" },     { 0, NULL },
};

/**
 * sentinel_log_entry_new:
 * @level: how bad it is
 * @type: the component that speaks
 * @message: any text, from outside too: made one line of at most 8 KiB, control characters escaped
 * @at_us: when, microseconds UTC
 *
 * Returns: (transfer full): an entry that refers to nothing yet
 */
SentinelLogEntry *
sentinel_log_entry_new (SentinelLogLevel level, const char *type, const char *message, gint64 at_us)
{
  SentinelLogEntry *self = g_new0 (SentinelLogEntry, 1);

  self->level = level;
  self->type = g_strdup (type);
  self->message = sentinel_text_to_line (message, MESSAGE_MAX_BYTES);
  self->at_us = at_us;
  return self;
}

/**
 * sentinel_log_entry_free:
 * @self: (transfer full): an entry
 */
void
sentinel_log_entry_free (SentinelLogEntry *self)
{
  g_free (self->type);
  g_free (self->message);
  g_free (self->user);
  g_free (self);
}

/**
 * sentinel_log_entry_to_json:
 * @self: an entry
 *
 * Returns: (transfer full): the columns of the table, level and importance as words; null means
 * none
 */
JsonObject *
sentinel_log_entry_to_json (const SentinelLogEntry *self)
{
  JsonObject *object = json_object_new ();
  gboolean has_importance = self->importance != SENTINEL_IMPORTANCE_NONE;

  json_object_set_int_member (object, "id", self->id);
  json_object_set_int_member (object, "at_us", self->at_us);
  json_object_set_string_member (object,
                                 "level",
                                 sentinel_nick_of (sentinel_log_level_nicks, (int) self->level));
  sentinel_json_set_text (object, "type", self->type);
  sentinel_json_set_text (object, "message", self->message);
  sentinel_json_set_text (object, "user", self->user);
  sentinel_json_set_id (object, "source_id", self->source_id);
  sentinel_json_set_text (object,
                          "importance",
                          has_importance ? sentinel_importance_to_string (self->importance) : NULL);
  sentinel_json_set_id (object, "rule_id", self->rule_id);
  sentinel_json_set_id (object, "event_id", self->event_id);
  sentinel_json_set_id (object, "run_id", self->run_id);
  return object;
}
