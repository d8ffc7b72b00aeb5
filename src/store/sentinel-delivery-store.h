/* SPDX-License-Identifier: MIT */
/* The outbox, written in the transaction of its cause, and what each channel last said about an
 * instance. */
#pragma once
#include "sentinel-importance.h"
#include "sentinel-store.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

/* outbox.state */
typedef enum {
  SENTINEL_DELIVERY_PENDING = 0,
  SENTINEL_DELIVERY_SENT = 1,
  SENTINEL_DELIVERY_FAILED = 2, /* for good: attempts used up, or the channel said so */
  SENTINEL_DELIVERY_EXPIRED = 3,
  SENTINEL_DELIVERY_CANCELLED = 4, /* its cause was over before it was told */
  SENTINEL_DELIVERY_CLAIMED = 5, /* a process is at it; pending again when that process is gone */
} SentinelDeliveryState;

/* outbox.reason */
typedef enum {
  SENTINEL_DELIVERY_FIRED = 1,
  SENTINEL_DELIVERY_RAISED = 2, /* to a higher level */
  SENTINEL_DELIVERY_RESOLVED = 3,
  SENTINEL_DELIVERY_EFFECT = 4, /* asked for by a run of a trigger */
  SENTINEL_DELIVERY_FLAPPING = 5,
  SENTINEL_DELIVERY_TEST = 6, /* a person tries an action: about no event, and tried once */
} SentinelDeliveryReason;

/* pending sent failed expired cancelled claimed */
extern const SentinelNick sentinel_delivery_state_nicks[];
/* fired raised resolved effect flapping test */
extern const SentinelNick sentinel_delivery_reason_nicks[];

typedef struct {
  gint64 id;
  char *channel;
  gint64 rule_id, event_id, transition_id; /* 0: none */
  char *idem_key;
  SentinelDeliveryReason reason;
  char *body; /* JSON */
  SentinelDeliveryState state;
  gint64 attempts, expires_at_us; /* 0: none */
  gint64 next_at_us; /* 0: at once; when it was decided, once it failed, expired or was cancelled */
  char *claimed_by;
  gint64 sent_at_us; /* while claimed: when it was begun, where it must not be done twice */
  char *error;
} SentinelDelivery;

SentinelDelivery *sentinel_delivery_new (const char *channel, SentinelDeliveryReason reason);
void sentinel_delivery_free (SentinelDelivery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelDelivery, sentinel_delivery_free)
JsonObject *sentinel_delivery_to_json (const SentinelDelivery *self);
/* what is delivered in order: its channel for its rule */
char *sentinel_delivery_dup_lane (const SentinelDelivery *self);

/* an idem_key that is there already: TRUE, id 0, nothing written */
gboolean sentinel_delivery_store_insert (SentinelTransaction *tx,
                                         SentinelDelivery *delivery,
                                         GError **error);
/* state, attempts, next, claim, sent, error */
gboolean sentinel_delivery_store_update (SentinelTransaction *tx,
                                         const SentinelDelivery *delivery,
                                         GError **error);
SentinelDelivery *sentinel_delivery_store_get (SentinelDatabase *db, gint64 id, GError **error);
/* oldest first */
GPtrArray *sentinel_delivery_store_list_of_event (SentinelDatabase *db,
                                                  gint64 event_id,
                                                  GError **error);
/* The newest limit, none of a later transition; oldest first. How many lie before them. */
GPtrArray *sentinel_delivery_store_list_newest_of_event (SentinelDatabase *db,
                                                         gint64 event_id,
                                                         gint64 until_transition_id,
                                                         guint limit,
                                                         gint64 *n_left_out,
                                                         GError **error);
/* pending, next_at_us <= now, oldest first */
GPtrArray *sentinel_delivery_store_list_due (SentinelDatabase *db,
                                             const char *const *channels,
                                             gint64 now_us,
                                             guint limit,
                                             GError **error);
/* 0: none; -1 on error */
gint64 sentinel_delivery_store_get_next_due_us (SentinelDatabase *db,
                                                const char *const *channels,
                                                GError **error);
gboolean sentinel_delivery_store_cancel_pending (SentinelTransaction *tx,
                                                 gint64 event_id,
                                                 const char *channel,
                                                 gboolean *was_pending,
                                                 GError **error);
/* how many; -1 on error */
gint64 sentinel_delivery_store_expire (SentinelTransaction *tx,
                                       gint64 now_us,
                                       guint limit,
                                       GError **error);
/* what waits for a time after latest_us is due at now_us; how many; -1 on error */
gint64 sentinel_delivery_store_hasten (SentinelTransaction *tx,
                                       gint64 latest_us,
                                       gint64 now_us,
                                       GError **error);
/* claimed rows of events; NULL: everybody's */
GPtrArray *sentinel_delivery_store_list_claimed (SentinelDatabase *db,
                                                 const char *claimed_by,
                                                 GError **error);
/* NULL: all (the owner, at start) */
gint64 sentinel_delivery_store_release_claims (SentinelTransaction *tx,
                                               const char *claimed_by,
                                               GError **error);
/* what was begun and must not be done twice has failed; NULL: everybody's; how many; -1 on error */
gint64 sentinel_delivery_store_fail_begun (SentinelTransaction *tx,
                                           const char *claimed_by,
                                           const char *why,
                                           GError **error);

typedef struct {
  gint64 event_id; /* 0: the end was told */
  SentinelImportance level;
  gint64 at_us;
} SentinelTold;
/* all 0: never */
gboolean sentinel_delivery_store_get_told (SentinelDatabase *db,
                                           const char *channel,
                                           gint64 instance_id,
                                           SentinelTold *told,
                                           GError **error);
/* (element-type gint64): the events that the channel told last and did not tell the end of, newest
 * first */
GArray *sentinel_delivery_store_list_told (SentinelDatabase *db,
                                           const char *channel,
                                           guint limit,
                                           GError **error);
gboolean sentinel_delivery_store_put_told (SentinelTransaction *tx,
                                           const char *channel,
                                           gint64 instance_id,
                                           const SentinelTold *told,
                                           GError **error);

G_END_DECLS
