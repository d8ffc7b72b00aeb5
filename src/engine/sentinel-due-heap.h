/* SPDX-License-Identifier: MIT */
/* What is due, the earliest first. Each item knows its place, so that any change costs O(log n),
 * and nothing is allocated for one that is due. Internal to the folder. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define SENTINEL_DUE_NOWHERE G_MAXUINT

/* begins the structure of whatever is due */
typedef struct {
  gint64 rule_id;
  guint place; /* in the heap; SENTINEL_DUE_NOWHERE: not in it */
} SentinelDueItem;

typedef struct _SentinelDueHeap SentinelDueHeap;

SentinelDueHeap *sentinel_due_heap_new (void);
void sentinel_due_heap_free (SentinelDueHeap *self); /* items are the caller's */
void sentinel_due_heap_put (SentinelDueHeap *self, SentinelDueItem *item, gint64 due_us);
void sentinel_due_heap_remove (SentinelDueHeap *self, SentinelDueItem *item);
SentinelDueItem *sentinel_due_heap_get_first (SentinelDueHeap *self); /* nullable */
gint64 sentinel_due_heap_get_first_due_us (SentinelDueHeap *self); /* -1: empty */
void sentinel_due_heap_put_off_first (SentinelDueHeap *self, gint64 due_us); /* later only */
gint64 sentinel_due_heap_get_due_us (SentinelDueHeap *self, const SentinelDueItem *item); /* -1 */

G_END_DECLS
