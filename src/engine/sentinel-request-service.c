/* SPDX-License-Identifier: MIT */
/* A request is taken in a write of its own, so that it is executed once even if two owners follow
 * each other closely. */
#include "sentinel-request-service.h"

#include "sentinel-json.h"
#include "sentinel-request-store.h"

struct _SentinelRequestService {
  SentinelStore *store;
  SentinelRuleLoop *loop;
  gulong changed_id; /* 0: nothing is taken any more */
  gboolean is_taking, is_more;
};

typedef struct {
  SentinelRequestService *service; /* owned */
  GPtrArray *requests; /* out */
} Take;

typedef struct {
  SentinelStore *store;
  gint64 request_id;
  SentinelRequestState state;
  char *result;
} Answer;

static void take (SentinelRequestService *self);

static void
clear_service (gpointer data)
{
  SentinelRequestService *self = data;

  g_object_unref (self->loop);
  g_object_unref (self->store);
}

static void
take_free (gpointer data)
{
  Take *job = data;

  g_rc_box_release_full (job->service, clear_service);
  g_clear_pointer (&job->requests, g_ptr_array_unref);
  g_free (job);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->store);
  g_free (answer->result);
  g_free (answer);
}

static gboolean
write_answer (SentinelTransaction *tx, gpointer data, GError **error)
{
  Answer *answer = data;

  return sentinel_request_store_answer (tx,
                                        answer->request_id,
                                        answer->state,
                                        answer->result,
                                        error);
}

static void
answered_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_warning ("Answering request %" G_GINT64_FORMAT " failed: %s",
               answer->request_id,
               error->message);
}

static void
rule_ran_cb (GObject *loop, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRun) run =
      sentinel_rule_loop_run_finish (SENTINEL_RULE_LOOP (loop), result, &error);

  answer->state = run != NULL ? SENTINEL_REQUEST_DONE : SENTINEL_REQUEST_FAILED;
  if (run != NULL) {
    g_autoptr (JsonObject) json = sentinel_run_to_json (run);

    answer->result = sentinel_json_object_to_text (json);
  } else
    answer->result = g_strdup (error->message);
  sentinel_store_write_async (answer->store,
                              write_answer,
                              answer,
                              answer_free,
                              NULL,
                              answered_cb,
                              answer);
}

static void
execute (SentinelRequestService *self, const SentinelRequest *request)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->store = g_object_ref (self->store);
  answer->request_id = request->id;
  if (request->kind == SENTINEL_REQUEST_RUN_RULE) {
    sentinel_rule_loop_run_async (self->loop, request->rule_id, rule_ran_cb, answer);
    return;
  }
  answer->state = SENTINEL_REQUEST_FAILED;
  answer->result = g_strdup ("this version does not know how to do that");
  sentinel_store_write_async (self->store,
                              write_answer,
                              answer,
                              answer_free,
                              NULL,
                              answered_cb,
                              answer);
}

static gboolean
take_requests (SentinelTransaction *tx, gpointer data, GError **error)
{
  Take *job = data;

  g_clear_pointer (&job->requests, g_ptr_array_unref);
  job->requests = sentinel_request_store_take (tx, error);
  return job->requests != NULL;
}

static void
execute_all (SentinelRequestService *self, GPtrArray *requests)
{
  for (guint i = 0; i < requests->len; i++)
    execute (self, g_ptr_array_index (requests, i));
}

static void
taken_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Take *job = user_data;
  SentinelRequestService *self = job->service;
  g_autoptr (GError) error = NULL;
  gboolean is_taken = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  self->is_taking = FALSE;
  if (is_taken)
    execute_all (self, job->requests);
  else
    g_debug ("Requests wait: %s", error->message);
  if (self->is_more)
    take (self);
}

static void
take (SentinelRequestService *self)
{
  Take *job;

  self->is_more = self->is_taking;
  if (self->is_taking || self->changed_id == 0)
    return;
  self->is_taking = TRUE;
  job = g_new0 (Take, 1);
  job->service = g_rc_box_acquire (self);
  sentinel_store_write_async (self->store, take_requests, job, take_free, NULL, taken_cb, job);
}

static void
requests_changed_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer user_data)
{
  take (user_data);
}

/**
 * sentinel_request_service_new:
 * @store: the database
 * @loop: what runs rules
 *
 * Returns: (transfer full): a service that takes what waits and what comes
 */
SentinelRequestService *
sentinel_request_service_new (SentinelStore *store, SentinelRuleLoop *loop)
{
  SentinelRequestService *self = g_rc_box_new0 (SentinelRequestService);

  self->store = g_object_ref (store);
  self->loop = g_object_ref (loop);
  self->changed_id =
      g_signal_connect (store, "requests-changed", G_CALLBACK (requests_changed_cb), self);
  take (self);
  return self;
}

/**
 * sentinel_request_service_free:
 * @self: (transfer full): a service
 */
void
sentinel_request_service_free (SentinelRequestService *self)
{
  g_clear_signal_handler (&self->changed_id, self->store);
  g_rc_box_release_full (self, clear_service);
}
