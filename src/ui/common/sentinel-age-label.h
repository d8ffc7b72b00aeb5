/* SPDX-License-Identifier: MIT */
/* The age of something, which grows while it is on screen and costs nothing while it is not; the
 * exact time is its tooltip. */
#pragma once
#include "sentinel-ticker.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_AGE_LABEL (sentinel_age_label_get_type ())
G_DECLARE_FINAL_TYPE (SentinelAgeLabel, sentinel_age_label, SENTINEL, AGE_LABEL, GtkWidget)

GtkWidget *sentinel_age_label_new (SentinelTicker *ticker);
void sentinel_age_label_set_time (SentinelAgeLabel *self, gint64 at_us); /* 0: shows nothing */
const char *sentinel_age_label_get_text (SentinelAgeLabel *self);

G_END_DECLS
