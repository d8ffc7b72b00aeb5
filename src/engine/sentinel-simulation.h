/* SPDX-License-Identifier: MIT */
/* A rule over given readings, in a database of its own that is thrown away: the exact list of
 * events, transitions and deliveries. The format of the scenario tests, and a way to report a bug.
 * Blocks; command line and tests. The lines that come out are described in docs/evaluation.md.
 *
 * The readings are CSV with a header. Columns, all optional but at:
 *   at          offset like 90s from 2026-01-01T00:00:00Z, or ISO 8601; never goes back
 *   value       what was measured; nan and inf are taken as they are
 *   source      default: the rule's name
 *   message     of the reading, of the error, or the arguments of an act
 *   outcome     ok or breach (a verdict), no-data, error, skipped, primed; default: by value
 *   importance  of a breach; default: the rule's
 *   labels      a=b;c=d
 *   do          an act instead of a reading
 * All lines with readings at one time are one run.
 *
 * Acts, with their arguments as NAME=VALUE words first, then text:
 *   ack, unack, note   event=ID (default: the newest), until=changed|resolved|TIME; comment
 *   raise, resolve     importance=, source=, key=, value=; message
 *   edit               FIELD=VALUE as of the flags of sentinelctl, param.NAME=JSON
 *   enable, disable, delete
 *   restart            the program ends and starts again
 *   sleep DURATION     the computer sleeps; the next line must not be before it wakes
 *   clock DURATION     the wall clock is set forward, or back with a minus
 *   offline, online    whether channels can deliver
 */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

/* One line; (transfer none). */
typedef void (*SentinelSimulationFunc) (JsonObject *line, gpointer user_data);

gboolean sentinel_simulation_run (SentinelRegistry *registry,
                                  SentinelRule *rule,
                                  const char *csv,
                                  SentinelSimulationFunc func,
                                  gpointer user_data,
                                  GError **error);

G_END_DECLS
