/* SPDX-License-Identifier: MIT */
/* Pure. All of it holds for the largest numbers as well, whose difference may not be one. */
#include "sentinel-value-axis.h"
#include <math.h>

#define N_NOTCHES 100
#define MOST_DECIMALS 9

static gboolean
is_same (double a, double b)
{
  return !(a < b) && !(a > b);
}

/* the least 1, 2, 2.5 or 5 times a power of ten that is not below rough; 2.5 where it is allowed */
static double
find_round (double rough, gboolean has_quarters)
{
  static const double factors[] = { 1, 2, 2.5, 5, 10 };
  double scale = pow (10, floor (log10 (rough)));

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (factors[i] * scale >= rough * (1 - 1e-9) && (has_quarters || i != 2))
      return factors[i] * scale;
  return 10 * scale;
}

/* Zero belongs to the axis where it is not further away than the values are apart. */
static void
make_room (double *low, double *high)
{
  double span = *high - *low;

  if (is_same (*low, *high)) {
    double room = is_same (*low, 0) ? 1 : fabs (*low) / 5;

    *high = *low >= 0 ? fmin (*high + room, G_MAXDOUBLE) : 0;
    *low = *low >= 0 ? 0 : fmax (*low - room, -G_MAXDOUBLE);
  } else if (*low > 0 && *low <= span) {
    *low = 0;
  } else if (*high < 0 && -*high <= span) {
    *high = 0;
  }
}

static gboolean
try_step (SentinelValueAxis *self, double low, double high, double step, guint n_steps)
{
  double first = floor (low / step + 1e-9);
  double last = ceil (high / step - 1e-9);

  if (!isfinite (first * step) || !isfinite (last * step) || last - first > n_steps)
    return FALSE;
  self->bottom = fmin (first * step, low);
  self->top = fmax (last * step, high);
  self->step = step;
  self->n_lines = (guint) (last - first) + 1;
  return self->top > self->bottom;
}

/**
 * sentinel_value_axis_fit:
 * @self: (out caller-allocates): an axis
 * @low: the least value that is to be shown, finite
 * @high: the greatest, finite and not below @low
 * @n_steps: how many steps there may be at most, from 1
 *
 * Finds round ends and a round step. Any thread.
 */
void
sentinel_value_axis_fit (SentinelValueAxis *self, double low, double high, guint n_steps)
{
  double step;

  make_room (&low, &high);
  *self = (SentinelValueAxis) { .bottom = low, .top = high, .step = 0, .n_lines = 2 };
  step = (high - low) / MAX (n_steps, 1);
  if (!isfinite (step) || !isnormal (step))
    return;
  step = find_round (step, TRUE);
  for (guint i = 0; i < 8; i++, step = find_round (step * 1.01, TRUE))
    if (try_step (self, low, high, step, MAX (n_steps, 1)))
      return;
  *self = (SentinelValueAxis) { .bottom = low, .top = high, .step = 0, .n_lines = 2 };
}

/**
 * sentinel_value_axis_get_line:
 * @self: an axis
 * @index: from 0 to its number of lines less one
 *
 * Returns: the value of that line
 */
double
sentinel_value_axis_get_line (const SentinelValueAxis *self, guint index)
{
  double line = self->bottom + index * self->step;

  if (self->step <= 0)
    return index == 0 ? self->bottom : self->top;
  /* what addition leaves of a zero */
  return fabs (line) < self->step / 1e6 ? 0 : line;
}

static int
count_decimals (double step)
{
  double scaled = step;
  int n = 0;

  while (n < MOST_DECIMALS && fabs (scaled - round (scaled)) > 1e-6) {
    scaled *= 10;
    n++;
  }
  return n;
}

/**
 * sentinel_value_axis_format:
 * @self: an axis
 * @value: a value on it
 *
 * Returns: (transfer full): the number, grouped as people write it
 */
char *
sentinel_value_axis_format (const SentinelValueAxis *self, double value)
{
  double notch = self->step > 0 ? self->step : self->top - self->bottom;
  double largest = fmax (fabs (self->bottom), fabs (self->top));

  if (largest >= 1e9 || notch < 1e-6)
    return g_strdup_printf ("%.4g", value);
  return g_strdup_printf ("%'.*f", count_decimals (notch), value);
}

/**
 * sentinel_value_axis_get_notch:
 * @self: an axis
 *
 * Returns: how far apart the values are that can be chosen on it, above 0
 */
double
sentinel_value_axis_get_notch (const SentinelValueAxis *self)
{
  double rough = self->top / N_NOTCHES - self->bottom / N_NOTCHES;

  return isnormal (rough) && rough > 0 ? find_round (rough, FALSE) : 1;
}

/**
 * sentinel_value_axis_snap:
 * @self: an axis
 * @value: a value, finite
 *
 * Returns: the value next to it that can be chosen
 */
double
sentinel_value_axis_snap (const SentinelValueAxis *self, double value)
{
  double notch = sentinel_value_axis_get_notch (self);
  double decimals = notch < 1 ? round (1 / notch) : 0;
  double snapped = round (value / notch) * notch;

  /* 0.07 and not 0.07000000000000001: a person sees it in a field */
  if (decimals > 0 && isfinite (value * decimals))
    snapped = round (value * decimals) / decimals;
  return isfinite (snapped) ? snapped : value;
}
