/* SPDX-License-Identifier: MIT */
/* What a rule once was: who changed what, compared as text, and set back. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

void sentinel_rule_versions_show (GtkWidget *parent,
                                  SentinelContext *context,
                                  SentinelTicker *ticker,
                                  gint64 rule_id);

G_END_DECLS
