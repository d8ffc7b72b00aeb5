/* SPDX-License-Identifier: MIT */
/* Names of enumeration values, as scripts write and read them: one table per enumeration, in the
 * file of its noun. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct {
  int value;
  const char *nick;
} SentinelNick;

/* Tables end in { 0, NULL }. */
/* "unknown" for a value that is not in the table */
const char *sentinel_nick_of (const SentinelNick *table, int value);
gboolean sentinel_nick_parse (const SentinelNick *table,
                              const char *what,
                              const char *text,
                              int *value,
                              GError **error);

G_END_DECLS
