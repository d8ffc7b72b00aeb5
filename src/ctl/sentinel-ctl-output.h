/* SPDX-License-Identifier: MIT */
/* What sentinelctl prints: tables for people, one JSON object a line for scripts. */
#pragma once
#include "sentinel-event.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

void sentinel_ctl_print_json (JsonObject *object); /* one line, flushed */
/* {"name":number}, or the bare number for a person and for $(…) */
void sentinel_ctl_print_number (gboolean json, const char *name, gint64 number);

/* A table: columns are as wide as their widest cell, the last one as long as it is. */
typedef struct _SentinelTable SentinelTable;

SentinelTable *sentinel_table_new (const char *const *titles); /* NULL-terminated */
void sentinel_table_add (SentinelTable *self, ...) G_GNUC_NULL_TERMINATED; /* one text a column */
void sentinel_table_print (SentinelTable *self);
void sentinel_table_free (SentinelTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelTable, sentinel_table_free)

gboolean sentinel_ctl_is_terminal (void); /* standard output, and colours are wanted */
char *sentinel_ctl_colour_importance (SentinelImportance importance); /* the word, coloured on a
                                                                         terminal */
char *sentinel_ctl_dup_line (const char *text_or_null); /* on one line, without control characters
                                                         */
void sentinel_ctl_print_event_line (SentinelEvent *event); /* "12:04:11  high  new  source  message"
                                                            */
/* of SentinelRuleChange: "- period: 1m" and "+ period: 30s", a line each */
void sentinel_ctl_print_changes (GPtrArray *changes, const char *indent);
char *sentinel_ctl_dup_fact_name (const char *column); /* "period_ms" is "period" */
void sentinel_ctl_print_facts (JsonObject *object); /* "name: value", a line each, without nulls */

G_END_DECLS
