/* SPDX-License-Identifier: MIT */
/* The contract of what finds things. A trigger measures and answers; it never opens the database,
 * never notifies, never posts. triggers/cpu-usage is the documented sample to copy. One object
 * serves all rules: what belongs to a rule comes in with each check. */
#pragma once
#include "sentinel-check-result.h"
#include "sentinel-clock.h"
#include "sentinel-level.h"
#include "sentinel-schema.h"
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct {
  const char *id; /* ^[a-z0-9][a-z0-9._-]{0,63}$ */
  const char *alias; /* the original's name for it; nullable */
  const char *name, *description, *icon_name;
  const char *category; /* preset of a new rule */
  SentinelImportance importance; /* preset */
  gint64 period_ms, for_ms, keep_ms; /* presets */
  const char *parameters; /* JSON Schema (the subset of sentinel-schema.h) */
} SentinelTriggerInfo;

typedef struct {
  JsonObject *parameters; /* validated, defaults filled in; borrowed */
  GBytes *state; /* nullable: what the last check of this rule left */
  gint64 deadline_us; /* boottime of the clock */
  SentinelClock *clock;
} SentinelCheck;

#define SENTINEL_TYPE_TRIGGER (sentinel_trigger_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelTrigger, sentinel_trigger, SENTINEL, TRIGGER, GObject)

struct _SentinelTriggerClass {
  GObjectClass parent_class;
  const SentinelTriggerInfo *(*describe) (SentinelTrigger *self);
  /* optional: what the schema cannot say */
  gboolean (*validate) (SentinelTrigger *self, JsonObject *parameters, GError **error);
  /* optional, pure, any thread: of SentinelLevel; NULL: readings bring verdicts */
  GArray *(*dup_levels) (SentinelTrigger *self, JsonObject *parameters);
  void (*check_async) (SentinelTrigger *self,
                       const SentinelCheck *check,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  SentinelCheckResult *(*check_finish) (SentinelTrigger *self,
                                        GAsyncResult *result,
                                        GError **error);
  /* Optional: a source that becomes ready when the thing may have gone past its level, so that the
   * rule needs no runs while all is well. NULL with error SENTINEL_ERROR_UNSUPPORTED where this
   * computer cannot; then the rule runs by its period. */
  GSource *(*create_watch) (SentinelTrigger *self, JsonObject *parameters, GError **error);
};

const SentinelTriggerInfo *sentinel_trigger_describe (SentinelTrigger *self);
/* (transfer none) of its parameters; any thread */
SentinelSchema *sentinel_trigger_get_schema (SentinelTrigger *self, GError **error);
/* Schema and the trigger's own rules: INVALID names the parameter, the value and the allowed range.
 * Answers the parameters with defaults filled in. */
JsonNode *sentinel_trigger_validate (SentinelTrigger *self, JsonNode *parameters, GError **error);
GArray *sentinel_trigger_dup_levels (SentinelTrigger *self, JsonObject *parameters);
void sentinel_trigger_check_async (SentinelTrigger *self,
                                   const SentinelCheck *check,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
SentinelCheckResult *sentinel_trigger_check_finish (SentinelTrigger *self,
                                                    GAsyncResult *result,
                                                    GError **error);
GSource *sentinel_trigger_create_watch (SentinelTrigger *self,
                                        JsonObject *parameters,
                                        GError **error);

G_END_DECLS
