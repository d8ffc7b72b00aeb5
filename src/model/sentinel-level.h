/* SPDX-License-Identifier: MIT */
/* One level of a rule: from which value on it counts (raise), and back to which value it must go to
 * end (clear). */
#pragma once
#include "sentinel-importance.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

typedef enum {
  SENTINEL_OP_GT, /* > : strictly, as the original compared */
  SENTINEL_OP_GE,
  SENTINEL_OP_LT,
  SENTINEL_OP_LE,
} SentinelOp;

typedef struct {
  SentinelImportance importance;
  SentinelOp op;
  double raise;
  double clear; /* on the safe side of raise; equal to it = no hysteresis */
} SentinelLevel;

extern const SentinelNick sentinel_op_nicks[]; /* ">" ">=" "<" "<=" */

/* value is past raise */
gboolean sentinel_level_is_breached (const SentinelLevel *level, double value);
/* value is back on the safe side of clear (not past it by op) */
gboolean sentinel_level_is_clear (const SentinelLevel *level, double value);

/* An array of levels (GArray of SentinelLevel, highest importance first): one per importance, all
 * of one direction, raise and clear monotone. */
gboolean sentinel_levels_validate (GArray *levels, GError **error);
/* [{"importance":"high","op":">","raise":90,"clear":81}], clear optional */
GArray *sentinel_levels_from_json (JsonArray *array, GError **error);
JsonArray *sentinel_levels_to_json (GArray *levels);
/* "high>90" or "high>90,81" (raise, clear) */
gboolean sentinel_level_parse (const char *text, SentinelLevel *level, GError **error);

G_END_DECLS
