/* SPDX-License-Identifier: MIT */
/* Round numbers for an axis of any values. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct {
  double bottom, top; /* top is above bottom */
  double step; /* between the lines, from bottom on; 0: only the two */
  guint n_lines;
} SentinelValueAxis;

/* low, high: what is to be shown; the same: room is made around it */
void sentinel_value_axis_fit (SentinelValueAxis *self, double low, double high, guint n_steps);
double sentinel_value_axis_get_line (const SentinelValueAxis *self, guint index);
/* a number with as many digits as tell the lines apart */
char *sentinel_value_axis_format (const SentinelValueAxis *self, double value);
/* to the next value that a person would choose: 1, 2 or 5 times a power of ten, about 100 of them
 * between bottom and top */
double sentinel_value_axis_get_notch (const SentinelValueAxis *self);
double sentinel_value_axis_snap (const SentinelValueAxis *self, double value);

G_END_DECLS
