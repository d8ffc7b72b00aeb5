/* SPDX-License-Identifier: MIT */
/* Points in time: microseconds UTC inside, ISO 8601 outside. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* ISO 8601, date alone = local midnight; without an offset = local time */
gboolean sentinel_timestamp_parse (const char *text, gint64 *at_us, GError **error);
/* 2026-11-25T02:12:12.123456Z, without the fraction when it is zero */
char *sentinel_timestamp_format_utc (gint64 at_us);
char *sentinel_timestamp_format_local (gint64 at_us); /* 2026-11-25 03:12:12 */

G_END_DECLS
