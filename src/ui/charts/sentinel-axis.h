/* SPDX-License-Identifier: MIT */
/* Round numbers for the axis of a count, and which of many labels have room. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define SENTINEL_AXIS_N_STEPS 4

/* how far apart four lines are so that the uppermost is not below highest */
gint64 sentinel_axis_find_step (gint64 highest);
/* every how manyth label fits: 1, 2, 3, 6, 12, … */
guint sentinel_axis_find_stride (float pitch, float label_width);

G_END_DECLS
