/* SPDX-License-Identifier: MIT */
/* One finished run: a value that crosses from the main thread to the writer thread. */
#include "sentinel-evaluation.h"

/**
 * sentinel_evaluation_new:
 * @rule_id: the rule that ran
 *
 * Returns: (transfer full): an evaluation without result and error, by hand, with an unknown
 * distance to the one before
 */
SentinelEvaluation *
sentinel_evaluation_new (gint64 rule_id)
{
  SentinelEvaluation *self = g_atomic_rc_box_new0 (SentinelEvaluation);

  self->rule_id = rule_id;
  self->elapsed_ms = -1;
  return self;
}

/**
 * sentinel_evaluation_ref:
 * @self: an evaluation
 *
 * Returns: (transfer full): @self
 */
SentinelEvaluation *
sentinel_evaluation_ref (SentinelEvaluation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
evaluation_clear (gpointer data)
{
  SentinelEvaluation *self = data;

  g_clear_pointer (&self->result, sentinel_check_result_unref);
  g_clear_error (&self->error);
}

/**
 * sentinel_evaluation_unref:
 * @self: (transfer full): an evaluation
 */
void
sentinel_evaluation_unref (SentinelEvaluation *self)
{
  g_atomic_rc_box_release_full (self, evaluation_clear);
}
