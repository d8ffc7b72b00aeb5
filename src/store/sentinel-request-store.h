/* SPDX-License-Identifier: MIT */
/* What a process that does not own the engine asks of the one that does. Older than 30 s: never
 * executed. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_REQUEST_LIFE_US (30 * G_TIME_SPAN_SECOND)

/* request.kind */
typedef enum {
  SENTINEL_REQUEST_RUN_RULE = 1,
} SentinelRequestKind;

/* request.state */
typedef enum {
  SENTINEL_REQUEST_WAITING = 0,
  SENTINEL_REQUEST_TAKEN = 1,
  SENTINEL_REQUEST_DONE = 2,
  SENTINEL_REQUEST_FAILED = 3,
} SentinelRequestState;

typedef struct {
  gint64 id;
  SentinelRequestKind kind;
  gint64 rule_id;
  char *body; /* nullable, JSON */
  SentinelRequestState state;
  char *result; /* nullable, JSON when done, text when failed */
  gint64 at_us;
} SentinelRequest;

void sentinel_request_free (SentinelRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRequest, sentinel_request_free)

/* id; 0 on error */
gint64 sentinel_request_store_insert (SentinelTransaction *tx,
                                      SentinelRequestKind kind,
                                      gint64 rule_id,
                                      const char *body,
                                      GError **error);
SentinelRequest *sentinel_request_store_get (SentinelDatabase *db, gint64 id, GError **error);
/* waiting ones, now taken; those past their life are failed and not given */
GPtrArray *sentinel_request_store_take (SentinelTransaction *tx, GError **error);
gboolean sentinel_request_store_answer (SentinelTransaction *tx,
                                        gint64 id,
                                        SentinelRequestState state,
                                        const char *result,
                                        GError **error);

G_END_DECLS
