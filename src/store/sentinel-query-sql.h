/* SPDX-License-Identifier: MIT */
/* A query for events as the statements that answer it. Pure but for sentinel_query_sql_prepare().
 */
#pragma once
#include "sentinel-filter-sql.h"
#include "sentinel-result.h"
G_BEGIN_DECLS

/* After the parameters of the filter come these, in each statement that mentions them. */
typedef enum {
  SENTINEL_QUERY_PARAMETER_LIMIT = 1,
  SENTINEL_QUERY_PARAMETER_NOW = 2,
} SentinelQueryParameter;

char *sentinel_query_sql_ids (const SentinelQuery *query, const SentinelFilterSql *filter);
char *sentinel_query_sql_count (const SentinelQuery *query, const SentinelFilterSql *filter);
char *sentinel_query_sql_stale (const SentinelFilterSql *filter);
char *sentinel_query_sql_facets (const SentinelFilterSql *filter);
/* a statement of these, with the parameters of the filter and of the query bound */
SentinelStatement *sentinel_query_sql_prepare (SentinelDatabase *db,
                                               const SentinelQuery *query,
                                               const SentinelFilterSql *filter,
                                               const char *sql,
                                               GError **error);
gint64 sentinel_query_get_limit (const SentinelQuery *query);

G_END_DECLS
