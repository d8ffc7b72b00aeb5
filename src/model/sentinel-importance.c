/* SPDX-License-Identifier: MIT */
/* The words of importance. */
#include "sentinel-importance.h"

const SentinelNick sentinel_importance_nicks[] = {
  { SENTINEL_IMPORTANCE_LOW, "low" },
  { SENTINEL_IMPORTANCE_MEDIUM, "medium" },
  { SENTINEL_IMPORTANCE_HIGH, "high" },
  { SENTINEL_IMPORTANCE_CRITICAL, "critical" },
  { 0, NULL },
};

/**
 * sentinel_importance_to_string:
 * @importance: a level or none
 *
 * Returns: (transfer none): its word; "none" for %SENTINEL_IMPORTANCE_NONE, "unknown" for a number
 * that is no importance. Any thread.
 */
const char *
sentinel_importance_to_string (SentinelImportance importance)
{
  if (importance == SENTINEL_IMPORTANCE_NONE)
    return "none";
  return sentinel_nick_of (sentinel_importance_nicks, importance);
}

/**
 * sentinel_importance_from_string:
 * @text: (nullable): low, medium, high or critical
 * @importance: (out): what it stands for; untouched on error
 * @error: return location; %SENTINEL_ERROR_INVALID names the allowed words
 *
 * Returns: whether @text is one of the four words. Any thread.
 */
gboolean
sentinel_importance_from_string (const char *text, SentinelImportance *importance, GError **error)
{
  int value;

  if (!sentinel_nick_parse (sentinel_importance_nicks, "importance", text, &value, error))
    return FALSE;
  *importance = value;
  return TRUE;
}
