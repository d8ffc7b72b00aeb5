/* SPDX-License-Identifier: MIT */
/* Text from outside, made fit to be shown: one valid line without control characters, of a bounded
 * length. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* control characters escaped as \n or \x1b, those that turn the direction as \u202e; cut with "…"
 */
char *sentinel_text_to_line (const char *text, gsize max_bytes);
char *sentinel_text_to_block (const char *text); /* the same, whole, and with its line breaks */
/* for messages: in quotation marks, 100 bytes at most */
char *sentinel_text_quote (const char *text_or_null);
gboolean sentinel_text_is_plain (const char *text); /* valid UTF-8 without control characters */

G_END_DECLS
