/* SPDX-License-Identifier: MIT */
/* Rules in a file: {"format":"sentinel-alerts-rules","version":1,"rules":[…]}, or a list of the
 * original's dictionaries. */
#pragma once
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

#define SENTINEL_RULE_DOCUMENT_FORMAT "sentinel-alerts-rules"
#define SENTINEL_RULE_DOCUMENT_VERSION 1
#define SENTINEL_RULE_DOCUMENT_MAX_BYTES (16 * 1024 * 1024)
#define SENTINEL_RULE_DOCUMENT_MAX_RULES 10000

/* its rules, at least one; what each is like is not looked at. *is_original: they are the
 * original's */
JsonArray *sentinel_rule_document_read (GBytes *bytes, gboolean *is_original, GError **error);
char *sentinel_rule_document_write (JsonArray *rules);

G_END_DECLS
