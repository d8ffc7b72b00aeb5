/* SPDX-License-Identifier: MIT */
/* Printing what runs of rules came to. */
#pragma once
#include "sentinel-ctl.h"
G_BEGIN_DECLS

gboolean sentinel_ctl_print_runs (SentinelCtl *ctl, GPtrArray *runs); /* FALSE: one of them failed
                                                                       */

G_END_DECLS
