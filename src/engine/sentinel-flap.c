/* SPDX-License-Identifier: MIT */
/* Flap damping, after the ring of Icinga (lib/icinga/checkable-flapping.cpp): twenty slots, the
 * newest weighs most. */
#include "sentinel-flap.h"

/* In hundredths, so that a share that is exactly on the line is not moved by rounding. */
#define NEWEST_WEIGHT 118
#define WEIGHT_STEP 2

static void
forget_old_slots (SentinelFlap *flap, gint64 now_us)
{
  while (flap->n > 0 && now_us - flap->at_us[flap->n - 1] > SENTINEL_FLAP_MEMORY_US)
    flap->n--;
  flap->changed &= (1u << flap->n) - 1;
}

static void
shift_in (SentinelFlap *flap, gboolean changed, gint64 now_us)
{
  flap->n = MIN (flap->n + 1, SENTINEL_FLAP_SLOTS);
  for (guint i = flap->n - 1; i > 0; i--)
    flap->at_us[i] = flap->at_us[i - 1];
  flap->at_us[0] = now_us;
  flap->changed = ((flap->changed << 1) | (changed ? 1u : 0u)) & ((1u << flap->n) - 1);
}

/* The whole is always a full ring: a condition that has only just begun is not flapping after one
 * change. */
static double
compute_percent (const SentinelFlap *flap)
{
  double changes = 0.0, whole = 0.0;

  for (guint i = 0; i < SENTINEL_FLAP_SLOTS; i++) {
    double weight = NEWEST_WEIGHT - WEIGHT_STEP * i;

    whole += weight;
    if (((flap->changed >> i) & 1) != 0)
      changes += weight;
  }
  return 100.0 * changes / whole;
}

/**
 * sentinel_flap_push:
 * @flap: the ring
 * @changed: whether the condition changed in this evaluation
 * @now_us: its time; slots more than six hours older fall out
 *
 * Returns: the weighted share of changes among the newest twenty evaluations, 0 to 100 per cent
 */
double
sentinel_flap_push (SentinelFlap *flap, gboolean changed, gint64 now_us)
{
  forget_old_slots (flap, now_us);
  shift_in (flap, changed, now_us);
  return compute_percent (flap);
}
