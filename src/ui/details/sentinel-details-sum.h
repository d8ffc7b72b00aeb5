/* SPDX-License-Identifier: MIT */
/* Several events at once: how many of which importance, and what can be done with them. */
#pragma once
#include "sentinel-event.h"
#include <adwaita.h>
G_BEGIN_DECLS

typedef struct {
  guint n_all, n_gone;
  guint n_acknowledged, n_snoozed, n_over;
} SentinelDetailsCounts;

#define SENTINEL_TYPE_DETAILS_SUM (sentinel_details_sum_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDetailsSum, sentinel_details_sum, SENTINEL, DETAILS_SUM, AdwBin)

GtkWidget *sentinel_details_sum_new (void);
/* (element-type SentinelEvent) NULL elements: gone */
void sentinel_details_sum_set_events (SentinelDetailsSum *self, GPtrArray *events);
const SentinelDetailsCounts *sentinel_details_sum_get_counts (SentinelDetailsSum *self);

G_END_DECLS
