/* SPDX-License-Identifier: MIT */
/* Running rules by hand from the window. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Whoever is the owner. A run that takes longer than a second is said, and can be given up. */
void sentinel_run_now (GtkWidget *parent, SentinelContext *context, const SentinelRule *rule);
/* (element-type SentinelRule): one toast says how many came to what */
void sentinel_run_now_many (GtkWidget *parent, SentinelContext *context, GPtrArray *rules);

G_END_DECLS
