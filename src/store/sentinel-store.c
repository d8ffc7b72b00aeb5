/* SPDX-License-Identifier: MIT */
/* Puts the parts together: requests go to the writer or to a reader, and what they tell comes back
 * as signals. */
#include "sentinel-store.h"
#include "sentinel-change-file.h"
#include "sentinel-job.h"
#include "sentinel-news.h"
#include "sentinel-reader-pool.h"
#include "sentinel-writer.h"

struct _SentinelStore {
  GObject parent_instance;
  char *path;
  SentinelClock *clock;
  SentinelNews *news;
  SentinelChangeFile *file;
  SentinelWriter *writer;
  SentinelReaderPool *readers;
  GSource *idle_source; /* armed only while the log is long */
  GError *trouble;
};

enum {
  PROP_TROUBLE = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];
static guint noun_signals[SENTINEL_N_NOUNS];
static guint reload_signal;

static const char *const noun_signal_names[SENTINEL_N_NOUNS] = {
  [SENTINEL_NOUN_RULE] = "rules-changed",       [SENTINEL_NOUN_RUN] = "runs-changed",
  [SENTINEL_NOUN_EVENT] = "events-changed",     [SENTINEL_NOUN_OUTBOX] = "outbox-changed",
  [SENTINEL_NOUN_LOG] = "logs-changed",         [SENTINEL_NOUN_REQUEST] = "requests-changed",
  [SENTINEL_NOUN_SETTING] = "settings-changed",
};

G_DEFINE_FINAL_TYPE (SentinelStore, sentinel_store, G_TYPE_OBJECT)

static gboolean
are_same_trouble (const GError *a, const GError *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_error_matches (a, b->domain, b->code) && g_str_equal (a->message, b->message);
}

static void
set_trouble (SentinelStore *self, const GError *trouble)
{
  if (are_same_trouble (self->trouble, trouble))
    return;
  g_clear_error (&self->trouble);
  self->trouble = trouble != NULL ? g_error_copy (trouble) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TROUBLE]);
}

static void
emit_changes (SentinelStore *self, const SentinelChanges *changes)
{
  if (changes->reload)
    g_signal_emit (self, reload_signal, 0);
  for (SentinelNoun noun = SENTINEL_NOUN_RULE; noun < SENTINEL_N_NOUNS; noun++)
    if (changes->ranges[noun] != NULL)
      g_signal_emit (self, noun_signals[noun], 0, changes->ranges[noun]);
}

static void
news_arrived_cb (const SentinelNewsItem *item, gpointer data)
{
  g_autoptr (SentinelStore) self = g_object_ref (data);

  if (item->wants_idle)
    sentinel_clock_source_set_due (self->idle_source,
                                   sentinel_clock_get_boottime_us (self->clock)
                                       + SENTINEL_WRITER_IDLE_US);
  set_trouble (self, item->trouble);
  emit_changes (self, &item->changes);
}

static gboolean
idle_passed_cb (gpointer data)
{
  SentinelStore *self = data;

  sentinel_writer_merge_if_idle (self->writer);
  return G_SOURCE_CONTINUE;
}

static void
somebody_committed_cb (gpointer data)
{
  SentinelStore *self = data;

  sentinel_writer_look (self->writer);
}

static void
sentinel_store_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  SentinelStore *self = SENTINEL_STORE (object);

  if (property_id == PROP_TROUBLE)
    g_value_set_boxed (value, self->trouble);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
sentinel_store_finalize (GObject *object)
{
  SentinelStore *self = SENTINEL_STORE (object);

  sentinel_store_close (self);
  sentinel_reader_pool_free (self->readers);
  sentinel_writer_free (self->writer);
  sentinel_change_file_free (self->file);
  sentinel_news_free (self->news);
  g_source_destroy (self->idle_source);
  g_source_unref (self->idle_source);
  g_clear_error (&self->trouble);
  g_object_unref (self->clock);
  g_free (self->path);
  G_OBJECT_CLASS (sentinel_store_parent_class)->finalize (object);
}

static void
sentinel_store_class_init (SentinelStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sentinel_store_get_property;
  object_class->finalize = sentinel_store_finalize;

  properties[PROP_TROUBLE] =
      g_param_spec_boxed ("trouble",
                          NULL,
                          NULL,
                          G_TYPE_ERROR,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  for (SentinelNoun noun = SENTINEL_NOUN_RULE; noun < SENTINEL_N_NOUNS; noun++)
    noun_signals[noun] = g_signal_new (noun_signal_names[noun],
                                       SENTINEL_TYPE_STORE,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       SENTINEL_TYPE_ID_RANGES);
  reload_signal = g_signal_new ("reload",
                                SENTINEL_TYPE_STORE,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
}

static void
sentinel_store_init (SentinelStore *self)
{
}

/**
 * sentinel_store_dup_default_path:
 *
 * Returns: (transfer full): $SENTINEL_DATABASE, else sentinel-alerts/sentinel.db in the user's data
 * folder
 */
char *
sentinel_store_dup_default_path (void)
{
  const char *path = g_getenv ("SENTINEL_DATABASE");

  if (path != NULL && *path != '\0')
    return g_strdup (path);
  return g_build_filename (g_get_user_data_dir (), "sentinel-alerts", "sentinel.db", NULL);
}

/**
 * sentinel_store_new:
 * @path: the database; made where missing
 * @clock: for the time of transactions
 *
 * Opening happens on another thread, and its failure is a trouble and each request's answer.
 * Signals arrive in the caller's thread-default main context, whose thread also drops the last
 * reference.
 *
 * Returns: (transfer full): a store
 */
SentinelStore *
sentinel_store_new (const char *path, SentinelClock *clock)
{
  SentinelStore *self = g_object_new (SENTINEL_TYPE_STORE, NULL);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->path = g_strdup (path);
  self->clock = g_object_ref (clock);
  self->idle_source = sentinel_clock_create_source (clock, SENTINEL_CLOCK_BOOTTIME, -1);
  g_source_set_static_name (self->idle_source, "sentinel idle");
  g_source_set_callback (self->idle_source, idle_passed_cb, self, NULL);
  g_source_attach (self->idle_source, context);
  self->news = sentinel_news_new (context, news_arrived_cb, self);
  self->file = sentinel_change_file_new (path, context, somebody_committed_cb, self);
  self->writer = sentinel_writer_new (path, clock, self->news, self->file);
  self->readers = sentinel_reader_pool_new (path, self->writer);
  return self;
}

/**
 * sentinel_store_close:
 * @self: a store
 *
 * Runs and answers what is queued, merges the log into the file and joins the threads. Blocks until
 * then. Later requests are refused. Repeating it is harmless.
 */
void
sentinel_store_close (SentinelStore *self)
{
  /* The writer last: the last connection empties the log. */
  sentinel_reader_pool_stop (self->readers);
  sentinel_writer_stop (self->writer);
}

/**
 * sentinel_store_get_path:
 * @self: a store
 *
 * Returns: (transfer none): the database, as it was named
 */
const char *
sentinel_store_get_path (SentinelStore *self)
{
  return self->path;
}

/**
 * sentinel_store_get_clock:
 * @self: a store
 *
 * Returns: (transfer none): its clock
 */
SentinelClock *
sentinel_store_get_clock (SentinelStore *self)
{
  return self->clock;
}

/**
 * sentinel_store_get_trouble:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): what is wrong since the last success; NULL: nothing
 */
const GError *
sentinel_store_get_trouble (SentinelStore *self)
{
  return self->trouble;
}

/**
 * sentinel_store_write_async:
 * @self: a store
 * @func: runs on the writer thread inside a transaction
 * @func_data: for @func
 * @destroy: (nullable): frees @func_data, in the caller's context, after @callback
 * @cancellable: (nullable): stops a request that has not begun; one that has begun is answered with
 * what came of it
 * @callback: called in the caller's thread-default main context
 * @user_data: for @callback
 *
 * Any thread.
 */
void
sentinel_store_write_async (SentinelStore *self,
                            SentinelWriteFunc func,
                            gpointer func_data,
                            GDestroyNotify destroy,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SentinelJob *job = sentinel_job_new (SENTINEL_JOB_WRITE, task, func_data);

  g_task_set_source_tag (task, sentinel_store_write_async);
  g_task_set_static_name (task, "sentinel write");
  g_task_set_task_data (task, func_data, destroy);
  g_task_set_check_cancellable (task, FALSE);
  job->write = func;
  sentinel_writer_push (self->writer, job);
}

/**
 * sentinel_store_write_finish:
 * @self: a store
 * @result: what the callback got
 *
 * Returns: TRUE when the commit is durable; FALSE with the error of the function, of the database,
 * or %G_IO_ERROR_CANCELLED: nothing was written
 */
gboolean
sentinel_store_write_finish (SentinelStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sentinel_store_read_async:
 * @self: a store
 * @func: runs on a reader thread inside one snapshot
 * @func_data: for @func
 * @destroy: (nullable): frees @func_data, in the caller's context, after @callback
 * @result_free: (nullable): frees what @func returned, if nobody takes it
 * @cancellable: (nullable): interrupts it
 * @callback: called in the caller's thread-default main context
 * @user_data: for @callback
 *
 * Any thread.
 */
void
sentinel_store_read_async (SentinelStore *self,
                           SentinelReadFunc func,
                           gpointer func_data,
                           GDestroyNotify destroy,
                           GDestroyNotify result_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SentinelJob *job = sentinel_job_new (SENTINEL_JOB_READ, task, func_data);

  g_task_set_source_tag (task, sentinel_store_read_async);
  g_task_set_static_name (task, "sentinel read");
  g_task_set_task_data (task, func_data, destroy);
  job->read = func;
  job->result_free = result_free;
  sentinel_reader_pool_push (self->readers, job);
}

/**
 * sentinel_store_read_finish:
 * @self: a store
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): what the function returned; NULL with its error, one of the
 * database, or %G_IO_ERROR_CANCELLED
 */
gpointer
sentinel_store_read_finish (SentinelStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * sentinel_store_write:
 * @self: a store
 * @func: runs on the writer thread inside a transaction
 * @func_data: for @func; stays the caller's
 *
 * Blocks until the commit is durable; needs no main loop. Any thread but the store's own.
 *
 * Returns: as sentinel_store_write_finish()
 */
gboolean
sentinel_store_write (SentinelStore *self,
                      SentinelWriteFunc func,
                      gpointer func_data,
                      GError **error)
{
  g_autoptr (SentinelJob) job = sentinel_job_new (SENTINEL_JOB_WRITE, NULL, func_data);

  job->write = func;
  sentinel_writer_push (self->writer, job);
  sentinel_job_wait (job);
  if (job->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&job->error));
  return FALSE;
}

/**
 * sentinel_store_read:
 * @self: a store
 * @func: runs on a reader thread inside one snapshot
 * @func_data: for @func; stays the caller's
 *
 * Blocks until it has run; needs no main loop. Any thread but the store's own.
 *
 * Returns: (transfer full) (nullable): as sentinel_store_read_finish()
 */
gpointer
sentinel_store_read (SentinelStore *self, SentinelReadFunc func, gpointer func_data, GError **error)
{
  g_autoptr (SentinelJob) job = sentinel_job_new (SENTINEL_JOB_READ, NULL, func_data);

  job->read = func;
  sentinel_reader_pool_push (self->readers, job);
  sentinel_job_wait (job);
  if (job->error != NULL)
    g_propagate_error (error, g_steal_pointer (&job->error));
  return job->result;
}
