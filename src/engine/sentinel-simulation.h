/* SPDX-License-Identifier: MIT */
/* A rule over given readings, in a database of its own that is thrown away: the exact list of
 * events, transitions and deliveries. The format of the scenario tests, and a way to report a bug.
 * Blocks; command line and tests.
 *
 * The readings are CSV with a header. Columns (all optional but at): at (offset like 90s from
 * 2026-01-01T00:00:00Z, or ISO 8601), value, source, message, outcome (ok, breach, no-data, error,
 * skipped: what the run came to; default by value), importance (with outcome breach: a verdict),
 * labels (a=b;c=d), do (an act instead of a reading: ack, unack, note, edit, disable, enable,
 * delete, restart, sleep; arguments in message, like "until=resolved comment"). Rows with the same
 * at and outcome unset belong to one run with several readings. */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

/* One line: {"at":"…Z" or offset, "what":"fired", …}; (transfer none). */
typedef void (*SentinelSimulationFunc) (JsonObject *line, gpointer user_data);

gboolean sentinel_simulation_run (SentinelRegistry *registry,
                                  SentinelRule *rule,
                                  const char *csv,
                                  SentinelSimulationFunc func,
                                  gpointer user_data,
                                  GError **error);

G_END_DECLS
