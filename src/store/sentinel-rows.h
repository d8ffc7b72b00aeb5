/* SPDX-License-Identifier: MIT */
/* From the rows of a bound statement to values; for the noun stores of this folder. */
#pragma once
#include "sentinel-statement.h"
G_BEGIN_DECLS

typedef gpointer (*SentinelRowFunc) (SentinelStatement *row, GError **error);

GPtrArray *sentinel_rows_collect (SentinelStatement *statement,
                                  SentinelRowFunc read_row,
                                  GDestroyNotify destroy,
                                  GError **error);
gpointer sentinel_rows_read_one (SentinelStatement *statement,
                                 SentinelRowFunc read_row,
                                 GError **error);
GArray *sentinel_rows_collect_ids (SentinelStatement *statement, GError **error);
gint64 sentinel_rows_read_int (SentinelStatement *statement, GError **error);
gint64 sentinel_rows_get_n_changed (SentinelDatabase *db);
/* a JSON array for json_each, as a parameter of IN */
char *sentinel_rows_join_texts (const char *const *texts);

G_END_DECLS
