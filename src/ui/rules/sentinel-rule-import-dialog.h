/* SPDX-License-Identifier: MIT */
/* Rules from a file: what each of them would change is shown before anything is written, and then
 * all that is wanted is written, or nothing. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-ticker.h"
#include <adwaita.h>
G_BEGIN_DECLS

/* asks for the file first */
void sentinel_rule_import_choose (GtkWidget *parent,
                                  SentinelContext *context,
                                  SentinelTicker *ticker);
void sentinel_rule_import_show (GtkWidget *parent,
                                SentinelContext *context,
                                SentinelTicker *ticker,
                                GFile *file);

G_END_DECLS
