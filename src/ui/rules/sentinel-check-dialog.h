/* SPDX-License-Identifier: MIT */
/* Checks every rule that is switched on, now, and says of each what came of it. */
#pragma once
#include "sentinel-context.h"
#include <adwaita.h>
G_BEGIN_DECLS

void sentinel_check_all (GtkWidget *parent, SentinelContext *context);

G_END_DECLS
