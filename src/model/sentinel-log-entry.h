/* SPDX-License-Identifier: MIT */
/* One line of the system log. A plain value. */
#pragma once
#include "sentinel-importance.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

typedef enum {
  SENTINEL_LOG_DEBUG = 0,
  SENTINEL_LOG_INFO = 1,
  SENTINEL_LOG_SUCCESS = 2,
  SENTINEL_LOG_WARNING = 3,
  SENTINEL_LOG_ERROR = 4,
} SentinelLogLevel;

extern const SentinelNick sentinel_log_level_nicks[]; /* debug info success warning error */

typedef struct {
  gint64 id, at_us;
  SentinelLogLevel level;
  char *type; /* the component: "engine", "rule", "store", … */
  char *message; /* one line, control characters escaped, 8 KiB at most */
  char *user; /* nullable */
  gint64 source_id;
  SentinelImportance importance; /* NONE: none */
  gint64 rule_id, event_id, run_id; /* 0: none */
} SentinelLogEntry;

SentinelLogEntry *sentinel_log_entry_new (SentinelLogLevel level,
                                          const char *type,
                                          const char *message,
                                          gint64 at_us);
void sentinel_log_entry_free (SentinelLogEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelLogEntry, sentinel_log_entry_free)
JsonObject *sentinel_log_entry_to_json (const SentinelLogEntry *self);

G_END_DECLS
