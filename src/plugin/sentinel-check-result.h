/* SPDX-License-Identifier: MIT */
/* What a trigger answers: readings, its new state, and effects it asks for. And how it fails: with
 * the phase that broke. */
#pragma once
#include "sentinel-reading.h"
#include "sentinel-run.h"
G_BEGIN_DECLS

/* Errors of a check: the code is a SentinelPhase. "No data" is SENTINEL_ERROR_NO_DATA instead. */
#define SENTINEL_PHASE_ERROR (sentinel_phase_error_quark ())
GQuark sentinel_phase_error_quark (void);

/* Something to be done because of this run; the engine writes it to the outbox in the same
 * transaction. */
typedef struct {
  char *channel;
  char *idem_key; /* what must not be done twice; NULL: the engine makes one of rule and slot */
  JsonNode *body;
} SentinelEffect;

typedef struct {
  gboolean primed; /* only the first sample was taken: nothing to evaluate yet */
  GPtrArray *readings; /* of SentinelReading */
  GBytes *state; /* nullable; given back at the next check */
  GPtrArray *effects; /* of SentinelEffect */
} SentinelCheckResult;

SentinelCheckResult *sentinel_check_result_new (void);
SentinelCheckResult *sentinel_check_result_ref (SentinelCheckResult *self);
void sentinel_check_result_unref (SentinelCheckResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelCheckResult, sentinel_check_result_unref)
/* (transfer full) */
void sentinel_check_result_add (SentinelCheckResult *self, SentinelReading *reading);
void sentinel_check_result_add_effect (SentinelCheckResult *self,
                                       const char *channel,
                                       const char *idem_key,
                                       JsonNode *body);

G_END_DECLS
