/* SPDX-License-Identifier: MIT */
/* An explanation while it is put together. Internal to the folder; reader thread, one snapshot. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-explanation.h"
#include "sentinel-instance.h"
#include "sentinel-plan.h"
G_BEGIN_DECLS

#define SENTINEL_EXPLAIN_MAX_CHANGES 200
#define SENTINEL_EXPLAIN_MAX_OTHERS 50 /* notes, deliveries, instances */

typedef struct {
  SentinelDatabase *db;
  const SentinelExplainQuestion *question;
  gint64 then_us; /* the moment that is explained */
  gboolean is_past;
  SentinelRule *rule; /* nullable: the definition that counts */
  SentinelPlan *plan; /* nullable: there is no rule, or it cannot be compiled */
  SentinelRule *current; /* nullable: the rule as it is now; deleted */
  char *unit; /* nullable: of the values */
  GPtrArray *reasons; /* of SentinelReason */
} SentinelExplanation;

/* text: (transfer full) */
void sentinel_explanation_add (SentinelExplanation *self,
                               SentinelReasonKind kind,
                               gint64 at_us,
                               char *text);
/* "96 % is above 90 %"; NULL for a value that is none */
char *sentinel_explanation_dup_reading (const SentinelExplanation *self, double value);
/* "TEXT: 96 % is above 90 %"; text: (transfer full) */
char *sentinel_explanation_join_reading (const SentinelExplanation *self, char *text, double value);
/* "TEXT: “from outside”"; text: (transfer full), outside: (nullable) */
char *sentinel_explanation_join_quote (char *text, const char *outside);
/* what the value must be for the event to end; NULL: the trigger says so */
char *sentinel_explanation_dup_end (const SentinelExplanation *self);

/* it stands for the rule, not for what is watched */
gboolean sentinel_explanation_is_health (const SentinelInstance *instance);

gboolean sentinel_explanation_add_event (SentinelExplanation *self,
                                         const SentinelEvent *event,
                                         GError **error);
gboolean sentinel_explanation_add_deliveries (SentinelExplanation *self,
                                              const SentinelEvent *event,
                                              GPtrArray *transitions,
                                              GError **error);
/* the definition */
void sentinel_explanation_add_rule (SentinelExplanation *self);
/* its last run, and its instances */
gboolean sentinel_explanation_add_state (SentinelExplanation *self, GError **error);
/* what keeps the rule from being evaluated */
gboolean sentinel_explanation_add_obstacles (SentinelExplanation *self, GError **error);

G_END_DECLS
