/* SPDX-License-Identifier: MIT */
/* A row in request, then the signal that requests changed, until the row is answered or too old to
 * be executed at all. */
#include "sentinel-remote-run.h"

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-request-store.h"

/* The owner executes nothing older than this; a little more for what it took at the last moment. */
#define WAIT_US (SENTINEL_REQUEST_LIFE_US + G_TIME_SPAN_SECOND)

typedef struct {
  GTask *task; /* NULL: answered */
  SentinelStore *store;
  gint64 rule_id;
  gint64 request_id; /* 0: not written yet */
  GSource *deadline;
  GSource *cancelled; /* nullable */
  gulong changed_id;
} RemoteRun;

typedef struct {
  RemoteRun *run; /* owned */
  gint64 request_id; /* out */
} Insert;

static void
clear_remote_run (gpointer data)
{
  RemoteRun *self = data;

  g_clear_object (&self->task);
  g_object_unref (self->store);
}

static void
remote_run_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_remote_run);
}

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Nobody waits any more; the task that the caller must answer. NULL: it was answered before. */
static GTask *
end_wait (RemoteRun *self)
{
  drop_source (&self->deadline);
  drop_source (&self->cancelled);
  g_clear_signal_handler (&self->changed_id, self->store);
  return g_steal_pointer (&self->task);
}

static void
fail (RemoteRun *self, GError *error)
{
  g_autoptr (GTask) task = end_wait (self);

  if (task != NULL)
    g_task_return_error (task, error);
  else
    g_error_free (error);
}

static gboolean
read_word (JsonObject *object,
           const char *member,
           const SentinelNick *nicks,
           int *value,
           GError **error)
{
  g_autofree char *word = NULL;

  if (!sentinel_json_read_string (object, member, &word, error))
    return FALSE;
  return word == NULL || sentinel_nick_parse (nicks, member, word, value, error);
}

static SentinelRun *
parse_run (const char *text, GError **error)
{
  g_autoptr (JsonObject) object = sentinel_json_parse_object (text, -1, 0, error);
  g_autoptr (SentinelRun) run = sentinel_run_new (0);
  int outcome = SENTINEL_OUTCOME_OK, phase = SENTINEL_PHASE_NONE;

  if (object == NULL || !sentinel_json_read_int (object, "id", &run->id, error)
      || !sentinel_json_read_int (object, "rule_id", &run->rule_id, error)
      || !sentinel_json_read_int (object, "slot_us", &run->slot_us, error)
      || !sentinel_json_read_int (object, "started_at_us", &run->started_at_us, error)
      || !sentinel_json_read_int (object, "duration_ms", &run->duration_ms, error)
      || !sentinel_json_read_string (object, "message", &run->message, error)
      || !read_word (object, "outcome", sentinel_outcome_nicks, &outcome, error)
      || !read_word (object, "phase", sentinel_phase_nicks, &phase, error))
    return NULL;
  run->outcome = outcome;
  run->phase = phase;
  return g_steal_pointer (&run);
}

static void
take_answer (RemoteRun *self, const SentinelRequest *request)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (SentinelRun) run = NULL;
  GError *error = NULL;

  if (request->state != SENTINEL_REQUEST_DONE && request->state != SENTINEL_REQUEST_FAILED)
    return;
  task = end_wait (self);
  if (request->state == SENTINEL_REQUEST_FAILED)
    error = g_error_new_literal (SENTINEL_ERROR, SENTINEL_ERROR_FAILED, request->result);
  else
    run = parse_run (request->result, &error);
  if (run != NULL)
    g_task_return_pointer (task, g_steal_pointer (&run), (GDestroyNotify) sentinel_run_free);
  else
    g_task_return_error (task, error);
}

static gpointer
read_request (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_request_store_get (db, ((RemoteRun *) data)->request_id, error);
}

static void
looked_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  RemoteRun *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRequest) request =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (self->task == NULL)
    return;
  if (request == NULL)
    fail (self, g_steal_pointer (&error));
  else
    take_answer (self, request);
}

static void
look (RemoteRun *self)
{
  sentinel_store_read_async (self->store,
                             read_request,
                             g_rc_box_acquire (self),
                             remote_run_unref,
                             (GDestroyNotify) sentinel_request_free,
                             NULL,
                             looked_cb,
                             self);
}

static void
requests_changed_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer user_data)
{
  RemoteRun *self = user_data;

  if (self->request_id != 0 && sentinel_id_ranges_contains (ids, self->request_id))
    look (self);
}

static gboolean
deadline_cb (gpointer user_data)
{
  fail (user_data,
        g_error_new_literal (SENTINEL_ERROR,
                             SENTINEL_ERROR_TIMEOUT,
                             "the process that holds the engine did not answer within 30 s: see "
                             "what it does, or end it"));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  fail (user_data,
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody waits for the run"));
  return G_SOURCE_REMOVE;
}

static void
insert_free (gpointer data)
{
  remote_run_unref (((Insert *) data)->run);
  g_free (data);
}

static gboolean
insert_request (SentinelTransaction *tx, gpointer data, GError **error)
{
  Insert *insert = data;

  insert->request_id = sentinel_request_store_insert (tx,
                                                      SENTINEL_REQUEST_RUN_RULE,
                                                      insert->run->rule_id,
                                                      NULL,
                                                      error);
  return insert->request_id != 0;
}

static void
inserted_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Insert *insert = user_data;
  RemoteRun *self = insert->run;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error)) {
    fail (self, g_steal_pointer (&error));
    return;
  }
  self->request_id = insert->request_id;
  if (self->task != NULL)
    look (self); /* the answer may have come first */
}

static void
keep (RemoteRun *self, GSource *source, GSourceFunc callback)
{
  g_source_set_callback (source, callback, g_rc_box_acquire (self), remote_run_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

/**
 * sentinel_remote_run_async:
 * @store: the database
 * @rule_id: a rule
 * @cancellable: (nullable): gives up waiting; the run itself may take place
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Asks for a run and waits half a minute at most.
 */
void
sentinel_remote_run_async (SentinelStore *store,
                           gint64 rule_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  RemoteRun *self = g_rc_box_new0 (RemoteRun);
  Insert *insert = g_new0 (Insert, 1);
  SentinelClock *clock = sentinel_store_get_clock (store);

  self->task = g_task_new (store, NULL, callback, user_data);
  g_task_set_source_tag (self->task, sentinel_remote_run_async);
  self->store = g_object_ref (store);
  self->rule_id = rule_id;
  self->deadline = sentinel_clock_create_source (clock,
                                                 SENTINEL_CLOCK_BOOTTIME,
                                                 sentinel_clock_get_boottime_us (clock) + WAIT_US);
  keep (self, self->deadline, deadline_cb);
  if (cancellable != NULL) {
    self->cancelled = g_cancellable_source_new (cancellable);
    keep (self, self->cancelled, G_SOURCE_FUNC (cancelled_cb));
  }
  self->changed_id =
      g_signal_connect (store, "requests-changed", G_CALLBACK (requests_changed_cb), self);
  insert->run = self;
  sentinel_store_write_async (store,
                              insert_request,
                              insert,
                              insert_free,
                              cancellable,
                              inserted_cb,
                              insert);
}

/**
 * sentinel_remote_run_finish:
 * @store: the database
 * @result: what the callback got
 * @error: return location; %SENTINEL_ERROR_FAILED with what the owner said,
 * %SENTINEL_ERROR_TIMEOUT, %G_IO_ERROR_CANCELLED, or the store's
 *
 * Returns: (transfer full): the stored run; %NULL on error
 */
SentinelRun *
sentinel_remote_run_finish (SentinelStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
