/* SPDX-License-Identifier: MIT */
/* "Test Now": a rule's trigger is run and nothing is stored; where it only primes, a second time
 * after a second. Internal to the folder. */
#pragma once
#include "sentinel-runner.h"
G_BEGIN_DECLS

void sentinel_rule_test_async (SentinelRunner *runner,
                               SentinelClock *clock,
                               const SentinelRule *rule,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
SentinelEvaluation *sentinel_rule_test_finish (SentinelRunner *runner,
                                               GAsyncResult *result,
                                               GError **error);

G_END_DECLS
