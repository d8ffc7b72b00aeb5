/* SPDX-License-Identifier: MIT */
/* A rule compiled for evaluation: what the engine, the preview, the simulation and the tests share.
 * Immutable, any thread. */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef struct _SentinelPlan SentinelPlan;

/* trigger_levels: what the trigger's dup_levels gave (nullable); the rule's own levels win. */
SentinelPlan *sentinel_plan_compile (const SentinelRule *rule,
                                     GArray *trigger_levels,
                                     GError **error);
/* The same, asking the rule's trigger for its levels where that is needed. */
SentinelPlan *sentinel_plan_compile_rule (const SentinelRule *rule,
                                          SentinelRegistry *registry,
                                          GError **error);
/* Only verdicts, at once: what raised events and the events about a rule's health run on, whatever
 * the rule says. */
SentinelPlan *sentinel_plan_new_plain (const SentinelRule *rule);
/* The same for evaluations whose neighbours are known: no distance is too long to have been
 * observed. */
SentinelPlan *sentinel_plan_dup_without_gap (const SentinelPlan *self);
SentinelPlan *sentinel_plan_ref (SentinelPlan *self);
void sentinel_plan_unref (SentinelPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelPlan, sentinel_plan_unref)

struct _SentinelPlan /* read-only outside sentinel-plan.c */
{
  SentinelRule *rule;
  guint n_levels;
  SentinelLevel levels[4]; /* highest first */
  /* two evaluations further apart than this: the time between was not observed (2 periods + 5 s);
   * 0: no such limit (manual) */
  gint64 gap_ms;
};

G_END_DECLS
