/* SPDX-License-Identifier: MIT */
/* Events with their payloads and transitions. */
#pragma once
#include "sentinel-event.h"
#include "sentinel-filter.h"
#include "sentinel-note.h"
#include "sentinel-store.h"
#include "sentinel-transition.h"
G_BEGIN_DECLS

/* Fills id, category_id and source_id from the names. payload: nullable JSON. */
gboolean sentinel_event_store_insert (SentinelTransaction *tx,
                                      SentinelEvent *event,
                                      const char *payload,
                                      GError **error);
/* Writes every column that may change after the insert (by id). */
gboolean sentinel_event_store_update (SentinelTransaction *tx,
                                      const SentinelEvent *event,
                                      GError **error);
/* sets its id */
gboolean sentinel_event_store_add_transition (SentinelTransaction *tx,
                                              SentinelTransition *transition,
                                              GError **error);

/* NOT_FOUND */
SentinelEvent *sentinel_event_store_get (SentinelDatabase *db, gint64 event_id, GError **error);
/* (element-type SentinelEvent) in the order of ids; NULL elements for ids that are gone. */
GPtrArray *sentinel_event_store_get_many (SentinelDatabase *db,
                                          const gint64 *ids,
                                          guint n_ids,
                                          GError **error);
/* payload: JSON; takes the place of what was there */
gboolean sentinel_event_store_put_payload (SentinelTransaction *tx,
                                           gint64 event_id,
                                           const char *payload,
                                           GError **error);
/* NULL without error: none */
char *sentinel_event_store_get_payload (SentinelDatabase *db, gint64 event_id, GError **error);
/* oldest first */
GPtrArray *sentinel_event_store_list_transitions (SentinelDatabase *db,
                                                  gint64 event_id,
                                                  GError **error);
GPtrArray *sentinel_event_store_list_transitions_after (SentinelDatabase *db,
                                                        gint64 after_id,
                                                        guint limit,
                                                        GError **error);
/* The first two of an event and its newest limit, none after until_us; oldest first. How many lie
 * between them. */
GPtrArray *sentinel_event_store_list_timeline (SentinelDatabase *db,
                                               gint64 event_id,
                                               gint64 until_us,
                                               guint limit,
                                               gint64 *n_left_out,
                                               GError **error);
/* Which level an event had before a transition of it. */
gboolean sentinel_event_store_find_level (SentinelDatabase *db,
                                          gint64 event_id,
                                          gint64 before_id,
                                          SentinelImportance *level,
                                          GError **error);
/* The newest of an instance before another, where no event was open; *transition NULL: none. */
gboolean sentinel_event_store_find_before (SentinelDatabase *db,
                                           gint64 instance_id,
                                           gint64 before_id,
                                           SentinelTransition **transition,
                                           GError **error);
/* of gint64: ids, by way of its instances */
GArray *sentinel_event_store_list_open_of_rule (SentinelDatabase *db,
                                                gint64 rule_id,
                                                GError **error);
/* ids whose "until TIME" has come */
GArray *sentinel_event_store_list_ack_due (SentinelDatabase *db,
                                           gint64 now_us,
                                           guint limit,
                                           GError **error);
/* ids whose snooze is over */
GArray *sentinel_event_store_list_snooze_due (SentinelDatabase *db,
                                              gint64 now_us,
                                              guint limit,
                                              GError **error);
/* of an acknowledgement or a snooze; 0: none; -1 on error */
gint64 sentinel_event_store_get_next_end_us (SentinelDatabase *db, GError **error);

/* 0: none; -1 on error */
gint64 sentinel_event_store_get_newest_id (SentinelDatabase *db, GError **error);

G_END_DECLS
