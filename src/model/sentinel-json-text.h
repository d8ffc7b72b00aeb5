/* SPDX-License-Identifier: MIT */
/* JSON as the text that a person edits: where something stands, and changing the text without
 * touching what nobody changed: the order of keys, and numbers as they are written. */
#pragma once
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

/* line and column from 1, start and end from 0: all in characters */
typedef struct {
  guint line, column;
  guint start, end;
} SentinelJsonPlace;

/* As sentinel_json_parse(), but the message does not say the place: place gets it. */
JsonNode *sentinel_json_text_parse (const char *text, SentinelJsonPlace *place, GError **error);
/* Where the value of a path stands ("auth.token", "list[2]"). FALSE: there is none, and place is
 * that of the innermost value that should have it. */
gboolean sentinel_json_text_find (const char *text, const char *path, SentinelJsonPlace *place);
/* one line a member; twice is the same as once */
char *sentinel_json_text_format (const char *text, GError **error);
/* a formatted text of value; what is equal to what text says of it stays as it is written there */
char *sentinel_json_text_merge (const char *text, JsonNode *value);

/* For the reader: from start up to end, both inside of text. */
void sentinel_json_place_set (SentinelJsonPlace *place,
                              const char *text,
                              const char *start,
                              const char *end);

G_END_DECLS
