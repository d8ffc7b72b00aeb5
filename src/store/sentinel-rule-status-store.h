/* SPDX-License-Identifier: MIT */
/* How rules stand: definition, health, and the instance that matters most, in one read. */
#pragma once
#include "sentinel-id-ranges.h"
#include "sentinel-instance.h"
#include "sentinel-rule-store.h"
#include "sentinel-run.h"
#include "sentinel-series-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelRule *rule;
  SentinelHealth health;
  char *health_text; /* nullable */
  /* while it is bad or failing, of the runs in a row that could not be measured: */
  SentinelPhase phase; /* where the newest one broke; NONE: not known */
  gint64 bad_since_us; /* when the first one began; 0: not known */
  gboolean bad_began_before; /* older ones are not kept: it began then or earlier */
  gint64 last_run_at_us; /* 0: never */
  guint n_instances, n_firing; /* firing or recovering */
  /* of the worst instance: */
  gint64 instance_id; /* 0: there is none yet */
  SentinelCondition condition;
  SentinelImportance level; /* NONE unless pending, firing or recovering */
  gint64 since_us; /* when its open event opened, else of its first breach; 0: none */
  gint64 observed_breach_ms;
  double last_value; /* NAN: none */
  char *unit; /* nullable */
} SentinelRuleStatus;

#define SENTINEL_TYPE_RULE_STATUS (sentinel_rule_status_get_type ())
GType sentinel_rule_status_get_type (void);
SentinelRuleStatus *sentinel_rule_status_ref (SentinelRuleStatus *self);
void sentinel_rule_status_unref (SentinelRuleStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleStatus, sentinel_rule_status_unref)

/* of SentinelRuleStatus, by id; without the built-in rule behind raise. Reader thread. */
GPtrArray *sentinel_rule_status_store_list (SentinelDatabase *db, GError **error);
/* the same of these rules alone; those that are deleted or none are left out */
GPtrArray *sentinel_rule_status_store_list_some (SentinelDatabase *db,
                                                 const SentinelIdRanges *ids,
                                                 GError **error);
/* of SentinelSample: the instance's main series in at most n_spans stretches of equal length that
 * were observed, oldest first. Reader thread. */
GArray *sentinel_rule_status_store_list_samples (SentinelDatabase *db,
                                                 gint64 instance_id,
                                                 gint64 from_us,
                                                 gint64 to_us,
                                                 guint n_spans,
                                                 GError **error);

G_END_DECLS
