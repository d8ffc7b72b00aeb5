/* SPDX-License-Identifier: MIT */
/* Which triggers there are, by id and by the original's names for them. */
#pragma once
#include "sentinel-schema.h"
#include "sentinel-trigger.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_REGISTRY (sentinel_registry_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRegistry, sentinel_registry, SENTINEL, REGISTRY, GObject)

SentinelRegistry *sentinel_registry_new (void);
void sentinel_registry_add (SentinelRegistry *self, SentinelTrigger *trigger); /* (transfer full) */
/* (transfer none) NOT_FOUND lists the known ones; any thread once filled */
SentinelTrigger *sentinel_registry_find (SentinelRegistry *self,
                                         const char *id_or_alias,
                                         GError **error);
GPtrArray *sentinel_registry_list (SentinelRegistry *self); /* (transfer container) by id */

G_END_DECLS
