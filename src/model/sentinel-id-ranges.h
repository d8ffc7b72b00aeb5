/* SPDX-License-Identifier: MIT */
/* A set of ids as ordered, disjoint ranges: what one batch of commits touched. Immutable once it is
 * handed out. */
#pragma once
#include <glib-object.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_ID_RANGES (sentinel_id_ranges_get_type ())
typedef struct _SentinelIdRanges SentinelIdRanges;
GType sentinel_id_ranges_get_type (void);

SentinelIdRanges *sentinel_id_ranges_new (void);
SentinelIdRanges *sentinel_id_ranges_ref (SentinelIdRanges *self);
void sentinel_id_ranges_unref (SentinelIdRanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelIdRanges, sentinel_id_ranges_unref)

/* merges what touches */
void sentinel_id_ranges_add (SentinelIdRanges *self, gint64 first_id, gint64 last_id);
guint sentinel_id_ranges_get_n_ranges (const SentinelIdRanges *self);
void sentinel_id_ranges_get (const SentinelIdRanges *self,
                             guint index,
                             gint64 *first_id,
                             gint64 *last_id);
gboolean sentinel_id_ranges_contains (const SentinelIdRanges *self, gint64 id);

G_END_DECLS
