/* SPDX-License-Identifier: MIT */
/* How much a thing matters: the numbers are stored, the words are shown. */
#pragma once
#include "sentinel-nick.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_IMPORTANCE_NONE = 0, /* no level reached; never stored in event.importance */
  SENTINEL_IMPORTANCE_LOW = 10,
  SENTINEL_IMPORTANCE_MEDIUM = 20,
  SENTINEL_IMPORTANCE_HIGH = 30,
  SENTINEL_IMPORTANCE_CRITICAL = 40,
} SentinelImportance;

extern const SentinelNick sentinel_importance_nicks[]; /* low, medium, high, critical */
const char *sentinel_importance_to_string (SentinelImportance importance);
gboolean sentinel_importance_from_string (const char *text,
                                          SentinelImportance *importance,
                                          GError **error);

G_END_DECLS
