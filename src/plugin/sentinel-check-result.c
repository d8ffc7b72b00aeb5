/* SPDX-License-Identifier: MIT */
/* What a check answered: a value that crosses from the main thread to the writer thread. */
#include "sentinel-check-result.h"

G_DEFINE_QUARK (sentinel - phase - error - quark, sentinel_phase_error)

static void
free_effect (gpointer data)
{
  SentinelEffect *effect = data;

  g_free (effect->channel);
  g_free (effect->idem_key);
  json_node_unref (effect->body);
  g_free (effect);
}

/**
 * sentinel_check_result_new:
 *
 * Returns: (transfer full): an answer without readings, state and effects
 */
SentinelCheckResult *
sentinel_check_result_new (void)
{
  SentinelCheckResult *self = g_atomic_rc_box_new0 (SentinelCheckResult);

  self->readings = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_reading_unref);
  self->effects = g_ptr_array_new_with_free_func (free_effect);
  return self;
}

/**
 * sentinel_check_result_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelCheckResult *
sentinel_check_result_ref (SentinelCheckResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_result (gpointer data)
{
  SentinelCheckResult *self = data;

  g_ptr_array_unref (self->readings);
  g_ptr_array_unref (self->effects);
  g_clear_pointer (&self->state, g_bytes_unref);
}

/**
 * sentinel_check_result_unref:
 * @self: (transfer full): an answer
 *
 * Gives one reference back. Any thread.
 */
void
sentinel_check_result_unref (SentinelCheckResult *self)
{
  g_atomic_rc_box_release_full (self, clear_result);
}

/**
 * sentinel_check_result_add:
 * @self: an answer
 * @reading: (transfer full): one thing that was measured
 *
 * Adds a reading. Only before the answer is handed out.
 */
void
sentinel_check_result_add (SentinelCheckResult *self, SentinelReading *reading)
{
  g_ptr_array_add (self->readings, reading);
}

/**
 * sentinel_check_result_add_effect:
 * @self: an answer
 * @channel: the id of the channel that is to do it
 * @idem_key: (nullable): what must not be done twice; %NULL: made of rule and slot
 * @body: what the channel needs; copied
 *
 * Asks for something to be done because of this run. Only before the answer is handed out.
 */
void
sentinel_check_result_add_effect (SentinelCheckResult *self,
                                  const char *channel,
                                  const char *idem_key,
                                  JsonNode *body)
{
  SentinelEffect *effect = g_new0 (SentinelEffect, 1);

  effect->channel = g_strdup (channel);
  effect->idem_key = g_strdup (idem_key);
  effect->body = json_node_copy (body);
  json_node_seal (effect->body);
  g_ptr_array_add (self->effects, effect);
}
