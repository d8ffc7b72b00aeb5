/* SPDX-License-Identifier: MIT */
/* JSON from outside, guarded: what json-glib's own parser would crash on, bend or silently accept
 * is refused with its place. */
#pragma once
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

#define SENTINEL_JSON_MAX_DEPTH 64
#define SENTINEL_JSON_MAX_BYTES (1024 * 1024)

/* RFC 8259 to the letter: UTF-8, one document, depth <= SENTINEL_JSON_MAX_DEPTH, finite numbers,
 * integers inside int64, no duplicate key, no NUL in strings. The answer is sealed (immutable), so
 * that threads may share it. max_bytes 0 means SENTINEL_JSON_MAX_BYTES; length -1 means
 * NUL-terminated. Errors: SENTINEL_ERROR_INVALID with line and column. */
JsonNode *sentinel_json_parse (const char *text, gssize length, gsize max_bytes, GError **error);
JsonObject *sentinel_json_parse_object (const char *text,
                                        gssize length,
                                        gsize max_bytes,
                                        GError **error);

/* one line, members in their order, numbers that read back to the same bits */
char *sentinel_json_to_text (JsonNode *node);
char *sentinel_json_object_to_text (JsonObject *object);
/* the same for people: a line for each member, indented by two */
char *sentinel_json_object_to_lines (JsonObject *object);

/* Typed members: FALSE with SENTINEL_ERROR_INVALID when the member has another type; absent or
 * null: TRUE and the value untouched. */
gboolean sentinel_json_read_string (JsonObject *object,
                                    const char *member,
                                    char **value,
                                    GError **error);
gboolean sentinel_json_read_int (JsonObject *object,
                                 const char *member,
                                 gint64 *value,
                                 GError **error);
gboolean sentinel_json_read_double (JsonObject *object,
                                    const char *member,
                                    double *value,
                                    GError **error);
gboolean sentinel_json_read_boolean (JsonObject *object,
                                     const char *member,
                                     gboolean *value,
                                     GError **error);

/* Writers that leave the member null for "no value", so that a line of JSON always has the same
 * keys. */
void sentinel_json_set_text (JsonObject *object, const char *member, const char *text_or_null);
void sentinel_json_set_time (JsonObject *object, const char *member, gint64 at_us); /* 0 = null */
void sentinel_json_set_id (JsonObject *object, const char *member, gint64 id); /* 0 = null */
/* NAN = null */
void sentinel_json_set_number (JsonObject *object, const char *member, double value);

G_END_DECLS
