/* SPDX-License-Identifier: MIT */
/* One change of an event or an instance. Append-only: the timeline. A plain value. */
#pragma once
#include "sentinel-importance.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

/* transition.kind; from_code and to_code: conditions for PENDING … RESOLVED, levels for LEVEL, else
 * unused */
typedef enum {
  SENTINEL_TRANSITION_PENDING = 1, /* Normal → Pending (no event yet) */
  SENTINEL_TRANSITION_CALMED = 2, /* Pending → Normal */
  SENTINEL_TRANSITION_FIRED = 3,
  SENTINEL_TRANSITION_LEVEL = 4,
  SENTINEL_TRANSITION_RECOVERING = 5,
  SENTINEL_TRANSITION_REFIRED = 6,
  SENTINEL_TRANSITION_RESOLVED = 7, /* closed; reason says why */
  SENTINEL_TRANSITION_ACKNOWLEDGED = 8, /* reason: the scope */
  SENTINEL_TRANSITION_UNACKNOWLEDGED = 9,
  SENTINEL_TRANSITION_ACK_ENDED = 10, /* by a rise, a change or its time */
  SENTINEL_TRANSITION_FLAP_START = 11,
  SENTINEL_TRANSITION_FLAP_END = 12,
  SENTINEL_TRANSITION_SNOOZED = 13,
  SENTINEL_TRANSITION_SNOOZE_ENDED = 14, /* by its time, by hand or by a rise */
} SentinelTransitionKind;

/* pending calmed fired level recovering refired resolved acknowledged unacknowledged ack-ended
 * flap-start flap-end snoozed snooze-ended */
extern const SentinelNick sentinel_transition_nicks[];

typedef struct {
  gint64 id;
  gint64 event_id, instance_id; /* 0: none */
  gint64 at_us;
  SentinelTransitionKind kind;
  int from_code, to_code, reason; /* 0: none */
  double value; /* NAN: none */
  char *actor; /* nullable: who, when a person did it */
  gint64 batch; /* 0: none; acts on many events share one */
} SentinelTransition;

SentinelTransition *sentinel_transition_new (SentinelTransitionKind kind, gint64 at_us);
void sentinel_transition_free (SentinelTransition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelTransition, sentinel_transition_free)
/* columns; kind as word */
JsonObject *sentinel_transition_to_json (const SentinelTransition *self);

G_END_DECLS
