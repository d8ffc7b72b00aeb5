/* SPDX-License-Identifier: MIT */
/* What is on the desktop at this moment: at most six notifications that stand alone, and those that
 * the summary speaks for. It knows nothing of buses. */
#pragma once
#include "sentinel-id-ranges.h"
#include "sentinel-importance.h"
G_BEGIN_DECLS

#define SENTINEL_SHELF_MAX_ALONE 6

typedef enum {
  SENTINEL_SHELF_NOWHERE,
  SENTINEL_SHELF_ALONE,
  SENTINEL_SHELF_SUMMARY,
} SentinelShelfPlace;

typedef struct {
  gint64 event_id;
  SentinelImportance importance;
  char *text; /* what the summary says of it */
  SentinelShelfPlace place;
} SentinelShelfEntry;

typedef struct _SentinelNotificationShelf SentinelNotificationShelf;

SentinelNotificationShelf *sentinel_notification_shelf_new (void);
void sentinel_notification_shelf_free (SentinelNotificationShelf *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelNotificationShelf, sentinel_notification_shelf_free)

/* Returns: where it is now. What stands alone stays so; new ones do while there is room and
 * may_stand_alone. */
SentinelShelfPlace sentinel_notification_shelf_put (SentinelNotificationShelf *self,
                                                    const char *id,
                                                    const SentinelShelfEntry *entry,
                                                    gboolean may_stand_alone);
SentinelShelfPlace sentinel_notification_shelf_find (SentinelNotificationShelf *self,
                                                     const char *id);
/* Returns: where it was */
SentinelShelfPlace sentinel_notification_shelf_remove (SentinelNotificationShelf *self,
                                                       const char *id);
/* (transfer full): the notification of that event; NULL: it has none */
char *sentinel_notification_shelf_dup_id (SentinelNotificationShelf *self, gint64 event_id);
/* (element-type gint64) (transfer full): the events it is about; ids NULL: all */
GArray *sentinel_notification_shelf_list_events (SentinelNotificationShelf *self,
                                                 const SentinelIdRanges *ids);
gboolean sentinel_notification_shelf_has_room (SentinelNotificationShelf *self); /* to stand alone
                                                                                  */
guint sentinel_notification_shelf_get_n_in_summary (SentinelNotificationShelf *self);
/* (transfer none) (nullable): the newest of the most important ones that have no place of their own
 */
const SentinelShelfEntry *sentinel_notification_shelf_get_worst (SentinelNotificationShelf *self);

G_END_DECLS
