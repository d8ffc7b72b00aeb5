/* SPDX-License-Identifier: MIT */
/* One line of a simulated timeline. Internal to the folder. */
#pragma once
#include "sentinel-importance.h"
G_BEGIN_DECLS

#define SENTINEL_SIMULATION_EPOCH_US \
  (G_GINT64_CONSTANT (1767225600) * G_USEC_PER_SEC) /* 2026-01-01T00:00:00Z */

typedef enum {
  SENTINEL_SIMULATED_READING, /* a value, or a verdict by outcome ok or breach */
  SENTINEL_SIMULATED_NO_DATA,
  SENTINEL_SIMULATED_ERROR,
  SENTINEL_SIMULATED_SKIPPED,
  SENTINEL_SIMULATED_PRIMED,
  SENTINEL_SIMULATED_ACT,
} SentinelSimulatedKind;

typedef struct {
  guint line;
  gint64 at_us; /* UTC */
  gboolean is_iso; /* how at was written */
  SentinelSimulatedKind kind;
  double value; /* NAN: none */
  gboolean has_verdict, triggered;
  SentinelImportance importance; /* NONE: the rule's */
  char *source, *message, *act; /* nullable */
  char **labels; /* NAME=VALUE; nullable */
} SentinelSimulationRow;

/* Of SentinelSimulationRow. */
GPtrArray *sentinel_simulation_rows_parse (const char *csv, GError **error);
gboolean sentinel_simulation_time_parse (const char *text,
                                         gint64 *at_us,
                                         gboolean *is_iso,
                                         GError **error);
char *sentinel_simulation_time_format (gint64 at_us, gboolean is_iso);

G_END_DECLS
