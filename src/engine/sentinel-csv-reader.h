/* SPDX-License-Identifier: MIT */
/* CSV as of RFC 4180: quoted fields, doubled quotes, any line end. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct {
  guint line; /* where the record begins, from 1 */
  GPtrArray *fields; /* of char */
} SentinelCsvRecord;

/* of SentinelCsvRecord; empty lines are none */
GPtrArray *sentinel_csv_parse (const char *text, GError **error);

G_END_DECLS
