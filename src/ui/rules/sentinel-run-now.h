/* SPDX-License-Identifier: MIT */
/* Running one rule by hand from the window. */
#pragma once
#include "sentinel-context.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* Whoever is the owner. A run that takes longer than a second is said, and can be given up. */
void sentinel_run_now (GtkWidget *parent, SentinelContext *context, const SentinelRule *rule);

G_END_DECLS
