/* SPDX-License-Identifier: MIT */
/* B18 inside the window: a threshold is dragged over a month of samples. */
#pragma once
#include "frame-meter.h"
#include "sentinel-context.h"
G_BEGIN_DECLS

/* How long frames take while the level moves with each of them, 95 of 100, in ms. window: mapped,
 * of the meter */
double bench_drag_run (GtkWidget *window, FrameMeter *meter, SentinelContext *context);

G_END_DECLS
