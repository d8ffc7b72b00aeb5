/* SPDX-License-Identifier: MIT */
/* One stretch of an instance, opened when it fires and closed when it is resolved: one row of the
 * tables. A plain value. */
#pragma once
#include "sentinel-importance.h"
#include <glib-object.h>
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

/* event.close_reason, transition.reason of a close; 0 is "none" */
typedef enum {
  SENTINEL_CLOSE_NONE = 0,
  SENTINEL_CLOSE_RESOLVED = 1,
  SENTINEL_CLOSE_MISSING = 2,
  SENTINEL_CLOSE_DISABLED = 3,
  SENTINEL_CLOSE_DELETED = 4,
  SENTINEL_CLOSE_IDENTITY = 5, /* the rule was edited to watch something else */
  SENTINEL_CLOSE_POINT = 6, /* a point event closes as it opens */
  SENTINEL_CLOSE_MANUAL = 7, /* raise --resolve */
} SentinelCloseReason;

/* event.ack_scope */
typedef enum {
  SENTINEL_ACK_UNTIL_CHANGED = 1,
  SENTINEL_ACK_UNTIL_RESOLVED = 2, /* default */
  SENTINEL_ACK_UNTIL_TIME = 3,
} SentinelAckScope;

/* none resolved missing disabled deleted identity point manual */
extern const SentinelNick sentinel_close_reason_nicks[];
extern const SentinelNick sentinel_ack_scope_nicks[]; /* changed resolved time */

typedef struct {
  gint64 id;
  gint64 rule_id, rule_version, instance_id; /* 0: none */
  gboolean point;
  gint64 opened_at_us, began_at_us, closed_at_us; /* closed 0: open */
  SentinelCloseReason close_reason;
  SentinelImportance importance; /* the highest reached */
  SentinelImportance level_now; /* NONE once closed */
  gint64 category_id, source_id; /* 0: not looked up; writing fills them from the names */
  char *category, *source, *rule; /* names, joined when reading; rule is its name */
  char *message;
  double value_first, value_peak, value_last; /* NAN: none */
  char *unit;
  gint64 refire_count, repeat_count;
  gint64 last_seen_at_us, shown_until_us;
  gint64 acked_at_us; /* 0: not acknowledged */
  SentinelImportance acked_level;
  SentinelAckScope ack_scope;
  gint64 ack_until_us;
  char *acked_by, *ack_comment, *action_taken;
  gint64 snoozed_until_us; /* 0: not */
  gint64 suppressed_by; /* 0: not */
  gint64 flow_run_id; /* 0: none */
} SentinelEvent;

#define SENTINEL_TYPE_EVENT (sentinel_event_get_type ())
GType sentinel_event_get_type (void);
SentinelEvent *sentinel_event_new (void); /* values NAN, repeat_count 1 */
SentinelEvent *sentinel_event_ref (SentinelEvent *self);
void sentinel_event_unref (SentinelEvent *self);
SentinelEvent *sentinel_event_copy (const SentinelEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelEvent, sentinel_event_unref)

gboolean sentinel_event_is_open (const SentinelEvent *self);
/* keys are the columns, plus "rule", "category", "source" (names) and "status" (the attention
 * word); importance, close_reason, ack_scope as words */
JsonObject *sentinel_event_to_json (const SentinelEvent *self);

G_END_DECLS
