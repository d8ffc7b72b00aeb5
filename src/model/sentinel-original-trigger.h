/* SPDX-License-Identifier: MIT */
/* The triggers of the original web program: what they are called here, and what becomes of their
 * parameters. */
#pragma once
#include "sentinel-rule.h"
G_BEGIN_DECLS

typedef struct {
  const char *script; /* trigger_script */
  const char *id; /* of the trigger that does it here */
  gboolean fires_on_every_run;
  const char *const *numbers; /* parameters that it also took as text; NULL-terminated */
  /* nullable: what else has to change; notes: of char *, for the person */
  void (*adapt) (SentinelRule *rule, JsonObject *parameters, GPtrArray *notes);
} SentinelOriginalTrigger;

/* NULL: none of the original's */
const SentinelOriginalTrigger *sentinel_original_trigger_find (const char *script);
/* takes the parameters over into the rule */
void sentinel_original_trigger_apply (const SentinelOriginalTrigger *self,
                                      SentinelRule *rule,
                                      JsonObject *parameters,
                                      GPtrArray *notes);

G_END_DECLS
