/* SPDX-License-Identifier: MIT */
/* What every act on an event leaves behind: its columns, its timeline, its deliveries, and what is
 * needed to undo it. Internal to the folder. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-instance.h"
#include "sentinel-store.h"
#include "sentinel-transition.h"
G_BEGIN_DECLS

gboolean sentinel_act_record_change (SentinelTransaction *tx,
                                     const SentinelEvent *event,
                                     SentinelTransition *transition,
                                     GError **error);
gboolean sentinel_act_find_instance (SentinelTransaction *tx,
                                     gint64 instance_id,
                                     SentinelInstance **instance,
                                     GError **error);
gboolean sentinel_act_set_inherited (SentinelTransaction *tx,
                                     SentinelInstance *instance,
                                     gint64 ack_event_id,
                                     GError **error);
gboolean sentinel_act_remember (SentinelTransaction *tx,
                                gint64 batch,
                                const SentinelEvent *event,
                                GError **error);

G_END_DECLS
