/* SPDX-License-Identifier: MIT */
/* A result says which id stands where; SentinelEventRows gives the slots for ids. When events
 * changed, the query runs again on a reader, one at a time, and what differs from what is shown
 * comes back as runs, which are emitted from the last to the first. */
#include "sentinel-event-list.h"
#include "sentinel-event-rows.h"
#include "sentinel-list-diff.h"
#include "sentinel-query-job.h"

/* Positions and heights of rows are ints in a view; more than this it cannot show. */
#define MAX_ROWS 60000000

/* A view makes widgets for every row that comes, so the more rows one answer brought, the longer
 * the next one waits: in a storm the frames between answers are the many, and one event alone is
 * shown at once. */
#define PACE_US (20 * G_TIME_SPAN_MILLISECOND)
#define PACE_PER_ROW_US (5 * G_TIME_SPAN_MILLISECOND)
#define PACE_MOST_ROWS 200

struct _SentinelEventList {
  GObject parent_instance;

  SentinelStore *store; /* NULL: disposed */
  GMainContext *context;
  SentinelEventRows *rows;

  SentinelQuery query;
  gboolean has_query;
  guint query_generation; /* an answer of another one is ignored */
  gboolean query_running, query_again, loading;
  GCancellable *query_cancellable;
  SentinelIdRanges *changed_meanwhile; /* while a query runs */
  GError *error;

  SentinelResult *result;
  /* only while runs are emitted: the rows before split_old still stand as in it */
  SentinelResult *previous;
  guint split_old, split_new;

  guint n_offered; /* rows after these are kept back */
  GSource *stale_source;
  gint64 next_query_us; /* boottime: what changed meanwhile is asked for then */
  GSource *pace_source;
};

/* What the callback of a query needs; the list may be gone by then. */
typedef struct {
  GWeakRef list;
  guint generation;
} QueryRequest;

static void sentinel_event_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SentinelEventList,
                               sentinel_event_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      sentinel_event_list_model_init))

enum {
  PROP_LOADING = 1,
  PROP_ERROR,
  PROP_N_OLDER,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void start_query (SentinelEventList *self);

static QueryRequest *
query_request_new (SentinelEventList *self)
{
  QueryRequest *request = g_new0 (QueryRequest, 1);

  g_weak_ref_init (&request->list, self);
  request->generation = self->query_generation;
  return request;
}

static void
query_request_free (QueryRequest *request)
{
  g_weak_ref_clear (&request->list);
  g_free (request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QueryRequest, query_request_free)

static void
set_loading (SentinelEventList *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
take_error (SentinelEventList *self, GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* The model */

static guint
count_rows (SentinelEventList *self)
{
  guint n_rows = self->result != NULL ? (guint) sentinel_result_get_count (self->result) : 0;

  return n_rows + self->split_old - self->split_new;
}

static guint
get_n_rows (SentinelEventList *self)
{
  return MIN (count_rows (self), self->n_offered);
}

static gint64
get_id_at (SentinelEventList *self, guint position)
{
  if (position < self->split_old)
    return sentinel_result_get_id (self->previous, position);
  if (self->result == NULL)
    return 0;
  return sentinel_result_get_id (self->result,
                                 (gint64) position - self->split_old + self->split_new);
}

static gint64
rows_get_id_at (gpointer list, guint position)
{
  return get_id_at (list, position);
}

static void
rows_read_failed (gpointer list, GError *error)
{
  take_error (list, error);
}

static const SentinelEventRowsOwner rows_owner = { rows_get_id_at, rows_read_failed };

static gpointer
sentinel_event_list_get_item (GListModel *model, guint position)
{
  SentinelEventList *self = SENTINEL_EVENT_LIST (model);
  gint64 id = position < get_n_rows (self) ? get_id_at (self, position) : 0;

  return id != 0 ? sentinel_event_rows_ref_slot (self->rows, id, position) : NULL;
}

static guint
sentinel_event_list_get_n_items (GListModel *model)
{
  return get_n_rows (SENTINEL_EVENT_LIST (model));
}

static GType
sentinel_event_list_get_item_type (GListModel *model)
{
  return SENTINEL_TYPE_EVENT_SLOT;
}

static void
sentinel_event_list_model_init (GListModelInterface *iface)
{
  iface->get_item = sentinel_event_list_get_item;
  iface->get_n_items = sentinel_event_list_get_n_items;
  iface->get_item_type = sentinel_event_list_get_item_type;
}

static void
offer (SentinelEventList *self, guint n_rows)
{
  guint n_before = get_n_rows (self);
  guint n_after;

  self->n_offered = n_rows;
  n_after = get_n_rows (self);
  if (n_after > n_before)
    g_list_model_items_changed (G_LIST_MODEL (self), n_before, 0, n_after - n_before);
}

/* The query */

/* Between two runs the list is the old result before the split and the new one after it, so that it
 * is true to its signals at every moment. */
static void
emit_runs (SentinelEventList *self, const GArray *runs)
{
  for (guint i = runs->len; i > 0; i--) {
    const SentinelListRun *run = &g_array_index (runs, SentinelListRun, i - 1);

    self->split_old = run->old_position;
    self->split_new = run->new_position;
    g_list_model_items_changed (G_LIST_MODEL (self),
                                run->old_position,
                                run->n_removed,
                                run->n_added);
  }
}

/* The first answer of all is shown as far as it is offered; a list that others look at already is
 * offered whole. */
static void
publish (SentinelEventList *self, SentinelQueryAnswer *answer)
{
  gint64 n_older = self->result != NULL ? sentinel_result_get_n_older (self->result) : 0;

  if (count_rows (self) > 0)
    offer (self, G_MAXUINT);
  self->previous = g_steal_pointer (&self->result);
  self->result = g_object_ref (answer->result);
  self->split_old = self->split_new = 0;
  if (self->previous != NULL && sentinel_result_get_count (self->previous) > 0)
    emit_runs (self, answer->runs);
  else if (get_n_rows (self) > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, get_n_rows (self));
  self->split_old = self->split_new = 0;
  g_clear_object (&self->previous);
  if (sentinel_result_get_n_older (self->result) != n_older)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_OLDER]);
}

static gint64
get_boottime_us (SentinelEventList *self)
{
  return sentinel_clock_get_boottime_us (sentinel_store_get_clock (self->store));
}

static void
request_query (SentinelEventList *self)
{
  if (!self->has_query)
    return;
  if (self->query_running)
    self->query_again = TRUE;
  else if (get_boottime_us (self) < self->next_query_us)
    sentinel_clock_source_set_due (self->pace_source, self->next_query_us);
  else
    start_query (self);
}

static gboolean
pace_over_cb (gpointer data)
{
  SentinelEventList *self = data;

  sentinel_clock_source_set_due (self->pace_source, -1);
  request_query (self);
  return G_SOURCE_CONTINUE;
}

static void
set_pace (SentinelEventList *self, const GArray *runs)
{
  guint64 n_rows = 0;

  for (guint i = 0; i < runs->len; i++) {
    const SentinelListRun *run = &g_array_index (runs, SentinelListRun, i);

    n_rows += (guint64) run->n_added + run->n_removed;
  }
  self->next_query_us = get_boottime_us (self) + PACE_US
                        + (gint64) MIN (n_rows, PACE_MOST_ROWS) * PACE_PER_ROW_US;
}

static gboolean
stale_cb (gpointer data)
{
  request_query (data);
  return G_SOURCE_CONTINUE;
}

static void
arm_stale_source (SentinelEventList *self, gint64 stale_at_us)
{
  gint64 due_us = stale_at_us > 0 ? stale_at_us : -1;

  if (self->stale_source != NULL) {
    sentinel_clock_source_set_due (self->stale_source, due_us);
    return;
  }
  if (due_us < 0)
    return;
  self->stale_source = sentinel_clock_create_source (sentinel_store_get_clock (self->store),
                                                     SENTINEL_CLOCK_REALTIME,
                                                     due_us);
  g_source_set_callback (self->stale_source, stale_cb, self, NULL);
  g_source_set_static_name (self->stale_source, "sentinel-event-list-stale");
  g_source_attach (self->stale_source, self->context);
}

static void
accept_answer (SentinelEventList *self, SentinelQueryAnswer *answer)
{
  take_error (self, NULL);
  sentinel_event_rows_accept (self->rows, answer->events, self->changed_meanwhile);
  publish (self, answer);
  set_pace (self, answer->runs);
  arm_stale_source (self, sentinel_result_get_stale_at_us (answer->result));
}

static void
query_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (QueryRequest) request = data;
  g_autoptr (SentinelEventList) self = g_weak_ref_get (&request->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelQueryAnswer) answer =
      sentinel_store_read_finish (SENTINEL_STORE (source), result, &error);

  if (self == NULL || self->store == NULL || request->generation != self->query_generation)
    return;
  self->query_running = FALSE;
  if (answer != NULL)
    accept_answer (self, answer);
  else
    take_error (self, g_steal_pointer (&error));
  /* A signal handler may have asked for something else meanwhile. */
  if (request->generation != self->query_generation)
    return;
  set_loading (self, FALSE);
  if (self->query_again)
    request_query (self);
}

static void
start_query (SentinelEventList *self)
{
  SentinelQueryJob *job;

  self->query_running = TRUE;
  self->query_again = FALSE;
  g_clear_pointer (&self->changed_meanwhile, sentinel_id_ranges_unref);
  self->changed_meanwhile = sentinel_id_ranges_new ();
  g_clear_object (&self->query_cancellable);
  self->query_cancellable = g_cancellable_new ();
  job = sentinel_query_job_new (&self->query, self->result);
  if (job->query.live)
    job->query.now_us = sentinel_clock_get_realtime_us (sentinel_store_get_clock (self->store));
  if (job->query.limit <= 0)
    job->query.limit = MAX_ROWS;
  sentinel_store_read_async (self->store,
                             sentinel_query_job_run,
                             job,
                             (GDestroyNotify) sentinel_query_job_free,
                             (GDestroyNotify) sentinel_query_answer_free,
                             self->query_cancellable,
                             query_answered_cb,
                             query_request_new (self));
}

/* What the store says */

static void
events_changed_cb (SentinelEventList *self, SentinelIdRanges *ids)
{
  if (self->query_running)
    for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ids); i++) {
      gint64 first_id, last_id;

      sentinel_id_ranges_get (ids, i, &first_id, &last_id);
      sentinel_id_ranges_add (self->changed_meanwhile, first_id, last_id);
    }
  sentinel_event_rows_refresh (self->rows, ids);
  request_query (self);
}

static void
everything_changed_cb (SentinelEventList *self)
{
  if (self->query_running)
    sentinel_id_ranges_add (self->changed_meanwhile, 1, G_MAXINT64);
  sentinel_event_rows_refresh (self->rows, NULL);
  request_query (self);
}

static void
trouble_changed_cb (SentinelEventList *self)
{
  if (self->error != NULL && sentinel_store_get_trouble (self->store) == NULL)
    everything_changed_cb (self);
}

/* The object */

static void
sentinel_event_list_get_property (GObject *object,
                                  guint property_id,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  SentinelEventList *self = SENTINEL_EVENT_LIST (object);

  switch (property_id) {
  case PROP_LOADING:
    g_value_set_boolean (value, self->loading);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_N_OLDER:
    g_value_set_int64 (value,
                       self->result != NULL ? sentinel_result_get_n_older (self->result) : 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_event_list_dispose (GObject *object)
{
  SentinelEventList *self = SENTINEL_EVENT_LIST (object);

  if (self->query_cancellable != NULL)
    g_cancellable_cancel (self->query_cancellable);
  if (self->stale_source != NULL)
    g_source_destroy (self->stale_source);
  g_clear_pointer (&self->stale_source, g_source_unref);
  if (self->pace_source != NULL)
    g_source_destroy (self->pace_source);
  g_clear_pointer (&self->pace_source, g_source_unref);
  sentinel_event_rows_close (self->rows);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (sentinel_event_list_parent_class)->dispose (object);
}

static void
sentinel_event_list_finalize (GObject *object)
{
  SentinelEventList *self = SENTINEL_EVENT_LIST (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->query_cancellable);
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  g_clear_pointer (&self->query.filter, sentinel_filter_unref);
  g_clear_pointer (&self->changed_meanwhile, sentinel_id_ranges_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (sentinel_event_list_parent_class)->finalize (object);
}

static void
sentinel_event_list_class_init (SentinelEventListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sentinel_event_list_get_property;
  object_class->dispose = sentinel_event_list_dispose;
  object_class->finalize = sentinel_event_list_finalize;
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_N_OLDER] = g_param_spec_int64 ("n-older", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sentinel_event_list_init (SentinelEventList *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->changed_meanwhile = sentinel_id_ranges_new ();
  self->n_offered = G_MAXUINT;
}

static GSource *
make_pace_source (SentinelEventList *self)
{
  GSource *source = sentinel_clock_create_source (sentinel_store_get_clock (self->store),
                                                  SENTINEL_CLOCK_BOOTTIME,
                                                  -1);

  g_source_set_callback (source, pace_over_cb, self, NULL);
  g_source_set_static_name (source, "sentinel-event-list-pace");
  g_source_attach (source, self->context);
  return source;
}

/**
 * sentinel_event_list_new:
 * @store: where the events are
 *
 * Makes a list that is empty until sentinel_event_list_set_query() is answered. It lives in the
 * thread-default main context of the caller, which must be the one that the store was made in.
 *
 * Returns: (transfer full): the list
 */
SentinelEventList *
sentinel_event_list_new (SentinelStore *store)
{
  SentinelEventList *self;

  g_return_val_if_fail (SENTINEL_IS_STORE (store), NULL);
  self = g_object_new (SENTINEL_TYPE_EVENT_LIST, NULL);
  self->store = g_object_ref (store);
  self->rows = sentinel_event_rows_new (store, &rows_owner, self);
  self->pace_source = make_pace_source (self);
  g_signal_connect_object (store,
                           "events-changed",
                           G_CALLBACK (events_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  /* The names of rules stand in the rows, and filters and orders may ask for them. */
  g_signal_connect_object (store,
                           "rules-changed",
                           G_CALLBACK (everything_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store,
                           "reload",
                           G_CALLBACK (everything_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store,
                           "notify::trouble",
                           G_CALLBACK (trouble_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * sentinel_event_list_set_query:
 * @self: a list
 * @query: what it shall show; copied; of a live query now_us is not looked at, it is counted at the
 * store's clock
 *
 * Asks for other events. What is shown stays until the answer is there; then it changes with as few
 * signals as can be. The query before it is interrupted. Main thread.
 */
void
sentinel_event_list_set_query (SentinelEventList *self, const SentinelQuery *query)
{
  SentinelFilter *filter;

  g_return_if_fail (SENTINEL_IS_EVENT_LIST (self));
  g_return_if_fail (query != NULL);
  filter = query->filter != NULL ? sentinel_filter_ref (query->filter) : NULL;
  g_clear_pointer (&self->query.filter, sentinel_filter_unref);
  self->query = *query;
  self->query.filter = filter;
  self->has_query = TRUE;
  self->query_generation++;
  if (self->query_cancellable != NULL)
    g_cancellable_cancel (self->query_cancellable);
  start_query (self);
  set_loading (self, TRUE);
}

/**
 * sentinel_event_list_offer:
 * @self: a list
 * @n_rows: how many rows it may show; %G_MAXUINT: all
 *
 * A view makes widgets for the first two hundred rows at once, which is too much for a first frame:
 * offer it what fits into the window before it has any, and more after each frame. It never shrinks
 * what is shown. Main thread.
 */
void
sentinel_event_list_offer (SentinelEventList *self, guint n_rows)
{
  g_return_if_fail (SENTINEL_IS_EVENT_LIST (self));
  if (n_rows > self->n_offered || count_rows (self) == 0)
    offer (self, n_rows);
}

/**
 * sentinel_event_list_is_offered_whole:
 * @self: a list
 *
 * Returns: whether every row is shown
 */
gboolean
sentinel_event_list_is_offered_whole (SentinelEventList *self)
{
  g_return_val_if_fail (SENTINEL_IS_EVENT_LIST (self), TRUE);
  return self->n_offered >= count_rows (self);
}

/**
 * sentinel_event_list_get_position:
 * @self: a list
 * @id: an event
 *
 * Main thread.
 *
 * Returns: where it stands; -1: not in it
 */
gint64
sentinel_event_list_get_position (SentinelEventList *self, gint64 id)
{
  g_return_val_if_fail (SENTINEL_IS_EVENT_LIST (self), -1);
  return self->result != NULL ? sentinel_result_get_position (self->result, id) : -1;
}

/**
 * sentinel_event_list_is_loading:
 * @self: a list
 *
 * Main thread.
 *
 * Returns: whether the answer to the latest sentinel_event_list_set_query() is on its way
 */
gboolean
sentinel_event_list_is_loading (SentinelEventList *self)
{
  g_return_val_if_fail (SENTINEL_IS_EVENT_LIST (self), FALSE);
  return self->loading;
}

/**
 * sentinel_event_list_get_error:
 * @self: a list
 *
 * Main thread.
 *
 * Returns: (transfer none) (nullable): why what is shown may be out of date; NULL: it is not
 */
const GError *
sentinel_event_list_get_error (SentinelEventList *self)
{
  g_return_val_if_fail (SENTINEL_IS_EVENT_LIST (self), NULL);
  return self->error;
}
