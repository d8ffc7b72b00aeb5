/* SPDX-License-Identifier: MIT */
#include "sentinel-applied.h"

/**
 * sentinel_applied_new:
 *
 * Returns: (transfer full): an empty answer
 */
SentinelApplied *
sentinel_applied_new (void)
{
  SentinelApplied *self = g_new0 (SentinelApplied, 1);

  self->opened = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  return self;
}

/**
 * sentinel_applied_free:
 * @self: (transfer full): an answer
 */
void
sentinel_applied_free (SentinelApplied *self)
{
  g_ptr_array_unref (self->opened);
  g_free (self);
}
