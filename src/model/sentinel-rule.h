/* SPDX-License-Identifier: MIT */
/* What to watch: trigger, parameters, schedule, levels, and what to do. A plain value: treat one
 * that is shared as immutable and copy it to change it. */
#pragma once
#include "sentinel-catch-up.h"
#include "sentinel-level.h"
#include <glib-object.h>
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

/* rule.nodata_policy, rule.error_policy: what bad_limit bad evaluations in a row count as */
typedef enum {
  SENTINEL_BAD_POLICY_EVENT = 0, /* one event "Rule cannot evaluate" (default) */
  SENTINEL_BAD_POLICY_BREACH = 1,
  SENTINEL_BAD_POLICY_OK = 2,
  SENTINEL_BAD_POLICY_KEEP = 3, /* only the rule's health tells */
} SentinelBadPolicy;

typedef enum {
  SENTINEL_EVENT_MODE_CONDITION = 0, /* one event while the condition lasts */
  SENTINEL_EVENT_MODE_EVERY_RUN = 1, /* one point event per triggered answer */
} SentinelEventMode;

/* rule_state.health */
typedef enum {
  SENTINEL_HEALTH_UNKNOWN = 0, /* not evaluated yet */
  SENTINEL_HEALTH_OK = 1,
  SENTINEL_HEALTH_BAD = 2, /* the last evaluation was bad, fewer than bad_limit in a row */
  SENTINEL_HEALTH_FAILING = 3,
} SentinelHealth;

extern const SentinelNick sentinel_bad_policy_nicks[]; /* event breach ok keep */
extern const SentinelNick sentinel_event_mode_nicks[]; /* condition every-run */
extern const SentinelNick sentinel_health_nicks[]; /* unknown ok bad failing */

#define SENTINEL_MANUAL_TRIGGER "manual" /* trigger of rules that are fed by raise, never run */
#define SENTINEL_MANUAL_RULE_UID "manual" /* the built-in rule behind sentinelctl raise */
#define SENTINEL_RULE_MAX_INSTANCES 500
#define SENTINEL_RULE_MAX_OF_M 60

typedef struct {
  gint64 id; /* 0: not stored yet */
  char *uid;
  char *name;
  char *trigger;
  JsonNode *parameters; /* an object, sealed */
  gint64 period_ms; /* 0: none */
  char *cron; /* NULL: none */
  char *zone; /* of cron and active hours; NULL: that of this computer */
  SentinelImportance importance;
  char *category; /* the name; the table holds its id */
  GArray *levels; /* of SentinelLevel, highest first; NULL: taken from the trigger */
  gint64 for_ms, keep_ms;
  int need_n, of_m;
  SentinelBadPolicy nodata_policy, error_policy;
  int bad_limit;
  SentinelEventMode event_mode;
  gint64 display_minutes;
  int catch_up; /* how many missed runs are made up for, see SentinelCatchUp */
  char *active_hours; /* NULL: always */
  gboolean flap;
  JsonNode *actions; /* an array, sealed */
  char *comment;
  gboolean enabled;
  gint64 paused_until_us; /* 0: not paused */
  gint64 version;
  gint64 created_at_us, updated_at_us, deleted_at_us; /* deleted 0: not */
} SentinelRule;

#define SENTINEL_TYPE_RULE (sentinel_rule_get_type ())
GType sentinel_rule_get_type (void);
/* the defaults of the schema: importance high, category System, enabled, version 1, no schedule,
 * new uid */
SentinelRule *sentinel_rule_new (void);
SentinelRule *sentinel_rule_ref (SentinelRule *self);
void sentinel_rule_unref (SentinelRule *self);
SentinelRule *sentinel_rule_copy (const SentinelRule *self);
/* another rule that does the same: a uid of its own, and not stored yet */
SentinelRule *sentinel_rule_duplicate (const SentinelRule *self, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRule, sentinel_rule_unref)

/* ranges and combinations; parameters are the trigger's to judge */
gboolean sentinel_rule_validate (const SentinelRule *self, GError **error);
gboolean sentinel_rule_is_manual (const SentinelRule *self); /* neither period nor cron */
/* same trigger and source parameters: open events may go on */
gboolean sentinel_rule_has_same_identity (const SentinelRule *a, const SentinelRule *b);

/* keys are the columns (plus "category"), stable order, parameters/levels/actions as JSON */
JsonObject *sentinel_rule_to_json (const SentinelRule *self);
/* the same without what only this database means: id, pause, version, times */
JsonObject *sentinel_rule_to_portable_json (const SentinelRule *self);
/* missing keys = defaults; an unknown key is an error that names it */
SentinelRule *sentinel_rule_from_json (JsonObject *object, GError **error);

G_END_DECLS
