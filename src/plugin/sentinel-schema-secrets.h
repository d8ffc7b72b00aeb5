/* SPDX-License-Identifier: MIT */
/* Parameters that a schema calls secret: they never leave this computer in a file. */
#pragma once
#include "sentinel-schema.h"
G_BEGIN_DECLS

/* without them; names: of char *, gets "token" or "login.password" for each that was set */
JsonNode *sentinel_schema_withhold_secrets (SentinelSchema *self,
                                            JsonNode *parameters,
                                            GPtrArray *names);
/* given, with those of stored that it does not have */
JsonNode *sentinel_schema_keep_secrets (SentinelSchema *self, JsonNode *stored, JsonNode *given);

G_END_DECLS
