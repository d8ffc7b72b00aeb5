/* SPDX-License-Identifier: MIT */
/* One property of a parsed schema, with what is needed to judge a value. Internal to the folder. */
#pragma once
#include "sentinel-schema.h"
G_BEGIN_DECLS

typedef enum {
  SENTINEL_KIND_ANY, /* no type given: every value is fine */
  SENTINEL_KIND_STRING,
  SENTINEL_KIND_INTEGER,
  SENTINEL_KIND_NUMBER,
  SENTINEL_KIND_BOOLEAN,
  SENTINEL_KIND_ARRAY,
  SENTINEL_KIND_OBJECT,
} SentinelSchemaKind;

typedef struct _SentinelSchemaNode SentinelSchemaNode;
struct _SentinelSchemaNode {
  /* first, as the public functions get only this; all in it is borrowed from the document */
  SentinelProperty property;
  SentinelSchemaKind kind;
  GRegex *pattern; /* nullable */
  SentinelSchemaNode *items; /* of an array; nullable: any */
  GPtrArray *properties; /* of an object, of SentinelSchemaNode; nullable: free form */
};

/* path: how the value is called in messages, like "threshold" or "auth.token". Answers the value as
 * it is to be stored. */
JsonNode *sentinel_schema_node_check (const SentinelSchemaNode *self,
                                      const char *path,
                                      JsonNode *value,
                                      GError **error);
JsonNode *sentinel_schema_node_parse_text (const SentinelSchemaNode *self,
                                           const char *text,
                                           GError **error);
const SentinelSchemaNode *sentinel_schema_node_find (const SentinelSchemaNode *self,
                                                     const char *name,
                                                     GError **error);

G_END_DECLS
