/* SPDX-License-Identifier: MIT */
/* One identity under a rule, with its own state machine: what must survive between two evaluations.
 * A plain value. */
#pragma once
#include "sentinel-importance.h"
#include "sentinel-reading.h"
G_BEGIN_DECLS

/* instance.condition */
typedef enum {
  SENTINEL_CONDITION_NORMAL = 0,
  SENTINEL_CONDITION_PENDING = 1,
  SENTINEL_CONDITION_FIRING = 2,
  SENTINEL_CONDITION_RECOVERING = 3,
} SentinelCondition;

/* run.outcome, and what one evaluation of an instance came to */
typedef enum {
  SENTINEL_OUTCOME_OK = 0,
  SENTINEL_OUTCOME_BREACH = 1,
  SENTINEL_OUTCOME_NO_DATA = 2,
  SENTINEL_OUTCOME_ERROR = 3,
  SENTINEL_OUTCOME_SKIPPED = 4,
  SENTINEL_OUTCOME_PRIMED = 5, /* the trigger only took its first sample; counts as skipped */
} SentinelOutcome;

#define SENTINEL_FLAP_SLOTS 20

typedef struct {
  guint8 n; /* slots in use */
  guint32 changed; /* bit 0 = the newest slot; set = the condition changed in that evaluation */
  gint64 at_us[SENTINEL_FLAP_SLOTS]; /* index 0 = the newest */
} SentinelFlap;

typedef struct {
  gint64 id; /* 0: not stored yet */
  gint64 rule_id;
  guint8 fingerprint[SENTINEL_FINGERPRINT_BYTES];
  char *labels; /* JSON */
  SentinelCondition condition;
  SentinelImportance level; /* NONE unless pending, firing or recovering */
  gint64 observed_breach_ms, observed_clear_ms;
  gint64 first_breach_at_us, first_clear_at_us; /* 0: none */
  guint64 ring; /* bit 0 = the newest; set = breach; ok and breach only */
  int ring_used;
  int missing_count;
  SentinelFlap flap;
  gboolean flapping;
  double last_value; /* NAN: none */
  gint64 last_eval_at_us; /* 0: never; of the last ok or breach */
  gint64 open_event_id; /* 0: none */
  gint64 ack_event_id; /* 0: none; whose "until TIME" later events inherit */
} SentinelInstance;

extern const SentinelNick sentinel_condition_nicks[]; /* normal pending firing recovering */
extern const SentinelNick sentinel_outcome_nicks[]; /* ok breach no-data error skipped primed */

SentinelInstance *sentinel_instance_new (gint64 rule_id);
SentinelInstance *sentinel_instance_copy (const SentinelInstance *self);
void sentinel_instance_free (SentinelInstance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelInstance, sentinel_instance_free)
gboolean sentinel_instance_equal (const SentinelInstance *a, const SentinelInstance *b);

/* NULL when empty; little endian, the format is part of the schema */
GBytes *sentinel_flap_to_bytes (const SentinelFlap *flap);
/* FALSE and empty for bytes that are none */
gboolean sentinel_flap_from_bytes (const guint8 *data, gsize length, SentinelFlap *flap);

G_END_DECLS
