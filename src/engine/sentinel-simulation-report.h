/* SPDX-License-Identifier: MIT */
/* The lines that a simulation answers; their format is in docs/evaluation.md. Internal to the
 * folder. */
#pragma once
#include "sentinel-delivery-store.h"
#include "sentinel-event.h"
#include "sentinel-transition.h"
G_BEGIN_DECLS

/* All (transfer full). event: nullable. is_iso: how times are written. */
JsonObject *sentinel_simulation_report_transition (const SentinelTransition *transition,
                                                   const SentinelEvent *event,
                                                   gint64 at_us,
                                                   gboolean is_iso);
JsonObject *sentinel_simulation_report_delivery (const SentinelDelivery *delivery,
                                                 gint64 at_us,
                                                 gboolean is_iso);
JsonObject *sentinel_simulation_report_event (const SentinelEvent *event, gboolean is_iso);

G_END_DECLS
