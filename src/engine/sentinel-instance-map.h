/* SPDX-License-Identifier: MIT */
/* The instances of one rule inside a transaction, by fingerprint, with the one that stands for the
 * rule's own health kept apart. Internal to the folder. */
#pragma once
#include "sentinel-database.h"
#include "sentinel-instance.h"
G_BEGIN_DECLS

/* Of the instance that stands for the rule itself. No reading can have these labels: theirs begin
 * with a source. */
#define SENTINEL_HEALTH_LABELS "{\"sentinel\":\"health\"}"

typedef struct _SentinelInstanceMap SentinelInstanceMap;

SentinelInstanceMap *sentinel_instance_map_load (SentinelDatabase *db,
                                                 gint64 rule_id,
                                                 GError **error);
void sentinel_instance_map_free (SentinelInstanceMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelInstanceMap, sentinel_instance_map_free)

guint sentinel_instance_map_get_n (SentinelInstanceMap *self); /* without health */
SentinelInstance *sentinel_instance_map_get (SentinelInstanceMap *self, guint index);
SentinelInstance *sentinel_instance_map_find (SentinelInstanceMap *self, const guint8 *fingerprint);
/* (transfer full); answers it */
SentinelInstance *sentinel_instance_map_add (SentinelInstanceMap *self, SentinelInstance *instance);
/* nullable: one that may make room for another. present: (element-type GBytes) fingerprints. */
SentinelInstance *sentinel_instance_map_find_idle (SentinelInstanceMap *self, GHashTable *present);
void sentinel_instance_map_remove (SentinelInstanceMap *self, SentinelInstance *instance);
SentinelInstance *sentinel_instance_map_find_health (SentinelInstanceMap *self); /* nullable */
SentinelInstance *sentinel_instance_map_ensure_health (SentinelInstanceMap *self,
                                                       const char *rule_uid);
gboolean sentinel_instance_map_is_all_normal (SentinelInstanceMap *self);

G_END_DECLS
