/* SPDX-License-Identifier: MIT */
/* What a write function gets: the open transaction. It lives on the writer thread and only while
 * the function runs. */
#pragma once
#include "sentinel-database.h"
G_BEGIN_DECLS

typedef struct _SentinelTransaction SentinelTransaction;

/* change.noun */
typedef enum {
  SENTINEL_NOUN_RULE = 1, /* ids of rules whose definition changed */
  SENTINEL_NOUN_RUN = 2, /* ids of the *rules* that ran or whose state changed */
  SENTINEL_NOUN_EVENT = 3, /* events, their notes and transitions; ids of the events */
  SENTINEL_NOUN_OUTBOX = 4,
  SENTINEL_NOUN_LOG = 5,
  SENTINEL_NOUN_REQUEST = 6,
  SENTINEL_NOUN_SETTING = 7, /* ids are 0 */
} SentinelNoun;
#define SENTINEL_N_NOUNS 8

/* reading sees what this transaction wrote */
SentinelDatabase *sentinel_transaction_get_database (SentinelTransaction *self);
gint64 sentinel_transaction_get_now_us (SentinelTransaction *self); /* wall clock at its begin */
/* a number that the rows of one act share */
gint64 sentinel_transaction_new_batch (SentinelTransaction *self);

/* For the stores: */
/* becomes a row of change at commit */
void sentinel_transaction_touch (SentinelTransaction *self, SentinelNoun noun, gint64 id);
/* dense; given back when the function fails; 0 on error */
gint64 sentinel_transaction_take_event_id (SentinelTransaction *self, GError **error);
/* id; 0 on error */
gint64 sentinel_transaction_ensure_category (SentinelTransaction *self,
                                             const char *name,
                                             GError **error);
/* id; 0 on error */
gint64 sentinel_transaction_ensure_source (SentinelTransaction *self,
                                           const char *name,
                                           GError **error);

G_END_DECLS
