/* SPDX-License-Identifier: MIT */
/* Has old samples rolled up and deleted, soon after it was made and then every hour: the owner's
 * business. Internal to the folder. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_SAMPLE_KEEPER_FIRST_US G_TIME_SPAN_MINUTE
#define SENTINEL_SAMPLE_KEEPER_PERIOD_US G_TIME_SPAN_HOUR

typedef struct _SentinelSampleKeeper SentinelSampleKeeper;

SentinelSampleKeeper *sentinel_sample_keeper_new (SentinelStore *store);
void sentinel_sample_keeper_free (SentinelSampleKeeper *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelSampleKeeper, sentinel_sample_keeper_free)

G_END_DECLS
