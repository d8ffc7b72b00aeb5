/* SPDX-License-Identifier: MIT */
/* What the page's actions need of it. Internal to the folder. */
#pragma once
#include "sentinel-live-page.h"
G_BEGIN_DECLS

SentinelContext *sentinel_live_page_get_context (SentinelLivePage *self);
SentinelTicker *sentinel_live_page_get_ticker (SentinelLivePage *self);
GtkSelectionModel *sentinel_live_page_get_selection (SentinelLivePage *self);

/* live.acknowledge, live.unacknowledge, live.snooze, live.add-note, live.action-taken, live.copy */
void sentinel_live_acts_install (GtkWidgetClass *widget_class);
/* by how many are selected */
void sentinel_live_acts_enable (SentinelLivePage *self, guint n_selected);

G_END_DECLS
