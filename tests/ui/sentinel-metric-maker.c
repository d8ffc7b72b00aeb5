/* SPDX-License-Identifier: MIT */
/* The same day each time: what looks like noise is counted. */
#include "sentinel-metric-maker.h"
#include <math.h>

#define MINUTE G_TIME_SPAN_MINUTE
#define N_MINUTES (24 * 60)

static double
make_noise (int minute)
{
  return (double) ((minute * 7919 + minute * minute * 31) % 101) / 101 - 0.5;
}

static double
make_value (int minute)
{
  double hours = minute / 60.0;

  if (minute >= 600 && minute < 660)
    return 88;
  if (minute >= 1310)
    return 80;
  if (hours < 4)
    return 25;
  return hours < 6 ? 25 + (hours - 4) * 20 : 62 - (hours - 6) * 2.1;
}

static gboolean
is_observed (int minute)
{
  return minute < 840 || minute >= 930;
}

/**
 * sentinel_metric_maker_new_day:
 * @to_us: when the day ends, microseconds UTC
 *
 * Returns: (transfer full): the day
 */
SentinelMetricData *
sentinel_metric_maker_new_day (gint64 to_us)
{
  gint64 from_us = to_us - G_TIME_SPAN_DAY;
  SentinelMetricData *data = sentinel_metric_data_new ("%", from_us, to_us);
  const SentinelMetricLevel levels[] = { { SENTINEL_IMPORTANCE_CRITICAL, 90, 84 },
                                         { SENTINEL_IMPORTANCE_HIGH, 75, NAN } };
  const SentinelMetricBand bands[] = {
    { from_us + 60 * MINUTE,
      from_us + 150 * MINUTE,
      SENTINEL_IMPORTANCE_MEDIUM,
      SENTINEL_METRIC_BAND_PREDICTED },
    { from_us + 600 * MINUTE,
      from_us + 660 * MINUTE,
      SENTINEL_IMPORTANCE_CRITICAL,
      SENTINEL_METRIC_BAND_STORED },
    { from_us + 1310 * MINUTE, 0, SENTINEL_IMPORTANCE_HIGH, SENTINEL_METRIC_BAND_STORED },
  };
  const SentinelMetricMark mark = { from_us + 420 * MINUTE, SENTINEL_IMPORTANCE_LOW };

  for (int minute = 0; minute < N_MINUTES; minute++) {
    double value = make_value (minute) + 8 * make_noise (minute);
    SentinelPoint point = { from_us + minute * MINUTE, value - 1, value + 1.5, value };

    if (is_observed (minute))
      sentinel_metric_data_add_point (data, &point);
  }
  sentinel_metric_data_add_gap (data, from_us + 840 * MINUTE, from_us + 930 * MINUTE);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    sentinel_metric_data_add_level (data, &levels[i]);
  for (guint i = 0; i < G_N_ELEMENTS (bands); i++)
    sentinel_metric_data_add_band (data, &bands[i]);
  sentinel_metric_data_add_mark (data, &mark);
  return data;
}
