/* SPDX-License-Identifier: MIT */
/* What the engine needs to know of the person's wishes (table setting). The keys that exist, their
 * defaults and what they accept are in one table. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_SETTING_PAUSED "engine.paused"

typedef struct {
  const char *key;
  const char *default_value;
  const char *description;
} SentinelSetting;

const SentinelSetting *sentinel_settings (guint *n_settings);
/* the default where unset; NOT_FOUND for a key that is none */
char *sentinel_setting_store_get (SentinelDatabase *db, const char *key, GError **error);
/* INVALID names the key, the value and what is allowed */
gboolean sentinel_setting_store_set (SentinelTransaction *tx,
                                     const char *key,
                                     const char *value,
                                     GError **error);

/* engine.paused */
typedef struct {
  gint64 until_us; /* realtime; G_MAXINT64: until somebody resumes; 0: not paused */
  gint64 ended_at_us; /* when a pause before that one ended; 0: never */
} SentinelPauseSetting;
gboolean sentinel_setting_store_get_pause (SentinelDatabase *db,
                                           SentinelPauseSetting *pause,
                                           GError **error);

G_END_DECLS
