/* SPDX-License-Identifier: MIT */
/* A filter as SQL: an expression over "event e" and what to bind to its numbered parameters. Pure
 * but for sentinel_filter_sql_register(). */
#pragma once
#include "sentinel-filter.h"
#include "sentinel-statement.h"
G_BEGIN_DECLS

typedef struct {
  char *text; /* NULL: bind number */
  gint64 number;
} SentinelFilterBinding;

typedef struct {
  char *where; /* "1" for a filter without terms; parameters ?1, ?2, … in the order of bindings */
  GArray *bindings; /* of SentinelFilterBinding */
} SentinelFilterSql;

/* The word of sentinel_event_get_attention() as its number, over "event e". */
#define SENTINEL_ATTENTION_SQL \
  "(CASE WHEN e.suppressed_by IS NOT NULL THEN 0 WHEN e.snoozed_until_us IS NOT NULL THEN 1" \
  " WHEN e.acked_at_us IS NOT NULL THEN iif (e.closed_at_us IS NULL, 2, 5) WHEN e.closed_at_us " \
  "IS NULL THEN 3 ELSE 4 END)"

/* It needs a person: nobody acknowledged it or put it off, and it goes on or is at least high. */
#define SENTINEL_WAITING_SQL \
  "(e.acked_at_us IS NULL AND e.snoozed_until_us IS NULL AND e.suppressed_by IS NULL" \
  " AND (e.closed_at_us IS NULL OR e.importance >= 30))"

SentinelFilterSql *sentinel_filter_sql_new (const SentinelFilter *filter);
void sentinel_filter_sql_free (SentinelFilterSql *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelFilterSql, sentinel_filter_sql_free)
void sentinel_filter_sql_bind (const SentinelFilterSql *self, SentinelStatement *statement);

gboolean sentinel_filter_sql_register (sqlite3 *db);
char *sentinel_filter_sql_fold (const char *text);

G_END_DECLS
