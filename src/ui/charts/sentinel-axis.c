/* SPDX-License-Identifier: MIT */
/* Pure. */
#include "sentinel-axis.h"

/**
 * sentinel_axis_find_step:
 * @highest: the largest number to be shown, from 0
 *
 * Returns: the distance of the lines, a whole round number from 1
 */
gint64
sentinel_axis_find_step (gint64 highest)
{
  static const gint64 tenths[] = { 10, 15, 20, 25, 30, 40, 50, 60, 75, 80 };

  for (gint64 scale = 1; scale < G_MAXINT64 / 800; scale *= 10) {
    for (guint i = 0; i < G_N_ELEMENTS (tenths); i++) {
      gint64 step = tenths[i] * scale / 10;

      if (step * 10 == tenths[i] * scale && step >= highest / SENTINEL_AXIS_N_STEPS
          && step * SENTINEL_AXIS_N_STEPS >= highest)
        return step;
    }
  }
  return highest / SENTINEL_AXIS_N_STEPS + 1;
}

/**
 * sentinel_axis_find_stride:
 * @pitch: how far apart neighbouring places are, in pixels
 * @label_width: how wide a label is with the space around it, in pixels
 *
 * Returns: 1, 2, 3 or a multiple of 6, so that labels keep to round hours
 */
guint
sentinel_axis_find_stride (float pitch, float label_width)
{
  static const guint strides[] = { 1, 2, 3, 6, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    if ((float) strides[i] * pitch >= label_width)
      return strides[i];
  return 24;
}
