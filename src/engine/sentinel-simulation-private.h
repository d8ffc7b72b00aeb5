/* SPDX-License-Identifier: MIT */
/* What a running simulation is made of. Internal to the folder. */
#pragma once
#include "sentinel-applier.h"
#include "sentinel-fake-clock.h"
#include "sentinel-simulation-row.h"
#include "sentinel-simulation.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelApplier *applier;
  char *folder, *path;
  SentinelFakeClock *clock;
  SentinelStore *store;
  gint64 rule_id;
  char *rule_name;
  gint64 at_us; /* where the timeline stands; the wall clock differs once it was set */
  gint64 last_run_boot_us; /* -1: none since the start of the program */
  gboolean is_offline; /* what is to be delivered waits */
  gboolean is_iso;
  gint64 last_batch; /* of what was done to events by hand; for undo */
  gint64 last_transition_id; /* the newest that was reported */
  GPtrArray *channels; /* of char: all that the rule ever had */
  GPtrArray *lines; /* of JsonObject: not given yet */
} SentinelSimulation;

gboolean sentinel_simulation_act (SentinelSimulation *self,
                                  const SentinelSimulationRow *row,
                                  GError **error);
void sentinel_simulation_open_store (SentinelSimulation *self);
void sentinel_simulation_close_store (SentinelSimulation *self);

G_END_DECLS
