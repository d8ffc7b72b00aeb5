/* SPDX-License-Identifier: MIT */
#include "sentinel-explanation.h"
#include "sentinel-error.h"

const SentinelNick sentinel_reason_nicks[] = {
  { SENTINEL_REASON_RULE, "rule" },
  { SENTINEL_REASON_READING, "reading" },
  { SENTINEL_REASON_CHANGE, "change" },
  { SENTINEL_REASON_ACT, "act" },
  { SENTINEL_REASON_DELIVERY, "delivery" },
  { SENTINEL_REASON_NOW, "now" },
  { 0, NULL },
};

gpointer
sentinel_explain (SentinelDatabase *db, gpointer question, GError **error)
{
  g_set_error_literal (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED, "Not there yet");
  return NULL;
}
