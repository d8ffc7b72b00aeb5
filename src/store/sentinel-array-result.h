/* SPDX-License-Identifier: MIT */
/* A result as a plain array of ids. */
#pragma once
#include "sentinel-result.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_ARRAY_RESULT (sentinel_array_result_get_type ())
G_DECLARE_FINAL_TYPE (SentinelArrayResult,
                      sentinel_array_result,
                      SENTINEL,
                      ARRAY_RESULT,
                      SentinelResult)

SentinelResult *sentinel_array_result_new (GArray *ids, gint64 n_older, gint64 stale_at_us);

G_END_DECLS
