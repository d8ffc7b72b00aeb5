/* SPDX-License-Identifier: MIT */
/* Durations as people write them: 30s, 2m, 1h30m, 250ms, 7d; a bare number is seconds. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

gboolean sentinel_duration_parse (const char *text, gint64 *duration_ms, GError **error); /* >= 0 */
/* exact, parses back to the same: "1h30m", "250ms", "0s" */
char *sentinel_duration_format (gint64 duration_ms);

G_END_DECLS
