/* SPDX-License-Identifier: MIT */
/* The list keeps three things: a result (which id stands where), slots (objects that views hold,
 * one per id, as long as somebody holds them) and a cache of rows.
 *
 *   get_item ──► slot ──► in the cache? ──no──► wanted ──(idle)──► read the pages around on a
 * reader ──► cache, fill the slots events-changed ──► touched slots are read again └──► one query
 * at a time on a reader ──► runs ──► items-changed, from the last run to the first
 *
 * Each id that is being read has the number of its latest read, so that an older answer that comes
 * in later is not believed. */
#include "sentinel-event-list.h"
#include "sentinel-event-cache.h"
#include "sentinel-event-store.h"
#include "sentinel-list-diff.h"
#include "sentinel-query-job.h"

#define MAX_CACHED_ROWS (64 * SENTINEL_LIST_PAGE)
/* Positions and heights of rows are ints in a view; more than this it cannot show. */
#define MAX_ROWS 60000000

typedef struct {
  gint64 id; /* the key */
  SentinelEventSlot *slot; /* weak */
  SentinelEventList *list; /* owner */
} SlotEntry;

typedef struct {
  gint64 id;
  guint position;
} WantedRow;

struct _SentinelEventList {
  GObject parent_instance;

  SentinelStore *store;
  GMainContext *context;
  GCancellable *closed; /* ends with the list; for reading rows */

  SentinelQuery query;
  gboolean has_query;
  guint query_generation; /* an answer of another one is ignored */
  gboolean query_running, query_again, loading;
  GCancellable *query_cancellable;
  SentinelIdRanges *changed_meanwhile; /* while a query runs */
  GError *error;

  SentinelResult *result;
  SentinelResult *previous; /* only while runs are emitted: the rows before split_old still stand as
                               in it */
  guint split_old, split_new;

  GHashTable *slots; /* of SlotEntry, by its id */
  SentinelEventCache *cache;
  GArray *wanted; /* of WantedRow */
  GHashTable *reads; /* ids that are being read, to the number of their latest read */
  guint last_read;
  GSource *wanted_source;
  GSource *stale_source;
};

/* What the callback of an asynchronous read needs; the list may be gone by then. */
typedef struct {
  GWeakRef list;
  guint number; /* generation of a query or number of a read */
  GArray *ids; /* of a read */
} Request;

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

static Request *
request_new (SentinelEventList *self, guint number, GArray *ids)
{
  Request *request = g_new0 (Request, 1);

  g_weak_ref_init (&request->list, self);
  request->number = number;
  request->ids = ids != NULL ? g_array_ref (ids) : NULL;
  return request;
}

static void
request_free (Request *request)
{
  g_weak_ref_clear (&request->list);
  g_clear_pointer (&request->ids, g_array_unref);
  g_free (request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

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

/* Slots */

static void
slot_gone_cb (gpointer data, GObject *where_the_object_was)
{
  SlotEntry *entry = data;

  g_hash_table_remove (entry->list->slots, &entry->id);
}

static void
add_slot (SentinelEventList *self, gint64 id, SentinelEventSlot *slot)
{
  SlotEntry *entry = g_new0 (SlotEntry, 1);

  entry->id = id;
  entry->slot = slot;
  entry->list = self;
  g_object_weak_ref (G_OBJECT (slot), slot_gone_cb, entry);
  g_hash_table_insert (self->slots, &entry->id, entry);
}

static void
forget_slots (SentinelEventList *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_object_weak_unref (G_OBJECT (((SlotEntry *) entry)->slot), slot_gone_cb, entry);
  g_hash_table_remove_all (self->slots);
}

static void
fill_slot (SentinelEventList *self, SentinelEvent *event)
{
  SlotEntry *entry = g_hash_table_lookup (self->slots, &event->id);
  /* Whoever is notified may let go of the slot. */
  g_autoptr (SentinelEventSlot) slot = entry != NULL ? g_object_ref (entry->slot) : NULL;

  if (slot != NULL)
    sentinel_event_slot_set (slot, event->id, event);
}

static void
accept_rows (SentinelEventList *self, GPtrArray *events)
{
  sentinel_event_cache_add_page (self->cache, events);
  for (guint i = 0; i < events->len; i++)
    fill_slot (self, g_ptr_array_index (events, i));
}

/* Reading rows */

static gpointer
read_rows (SentinelDatabase *db, gpointer data, GError **error)
{
  GArray *ids = data;

  return sentinel_event_store_get_many (db, (const gint64 *) ids->data, ids->len, error);
}

/* Takes the ids whose latest read is this one off the table of reads. Returns those of them that
 * exist. */
static GPtrArray *
finish_read (SentinelEventList *self, Request *request, GPtrArray *events)
{
  GPtrArray *accepted = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  for (guint i = 0; i < request->ids->len; i++) {
    gint64 id = g_array_index (request->ids, gint64, i);
    SentinelEvent *event = events != NULL ? g_ptr_array_index (events, i) : NULL;

    if (GPOINTER_TO_UINT (g_hash_table_lookup (self->reads, &id)) != request->number)
      continue;
    g_hash_table_remove (self->reads, &id);
    if (event != NULL)
      g_ptr_array_add (accepted, sentinel_event_ref (event));
  }
  return accepted;
}

static void
rows_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  g_autoptr (SentinelEventList) self = g_weak_ref_get (&request->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read_finish (SENTINEL_STORE (source), result, &error);
  g_autoptr (GPtrArray) accepted = NULL;

  if (self == NULL || g_cancellable_is_cancelled (self->closed))
    return;
  accepted = finish_read (self, request, events);
  if (events == NULL)
    take_error (self, g_steal_pointer (&error));
  accept_rows (self, accepted);
}

static void
start_read (SentinelEventList *self, GArray *ids)
{
  if (ids->len == 0)
    return;
  self->last_read++;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (self->reads,
                         g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)),
                         GUINT_TO_POINTER (self->last_read));
  sentinel_store_read_async (self->store,
                             read_rows,
                             g_array_ref (ids),
                             (GDestroyNotify) g_array_unref,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->closed,
                             rows_read_cb,
                             request_new (self, self->last_read, ids));
}

/* The model */

static guint
get_n_rows (SentinelEventList *self)
{
  guint n_rows = self->result != NULL ? (guint) sentinel_result_get_count (self->result) : 0;

  return n_rows + self->split_old - self->split_new;
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

static void
add_if_unknown (SentinelEventList *self, GArray *ids, gint64 id, GHashTable *chosen)
{
  if (id == 0 || sentinel_event_cache_contains (self->cache, id)
      || g_hash_table_contains (self->reads, &id) || g_hash_table_contains (chosen, &id))
    return;
  g_array_append_val (ids, id);
  g_hash_table_add (chosen, g_memdup2 (&id, sizeof id));
}

/* Only for slots that somebody still holds: a view that searches its anchor asks for many rows and
 * keeps none. */
static gboolean
read_wanted_cb (gpointer data)
{
  SentinelEventList *self = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) chosen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->wanted->len; i++) {
    const WantedRow *row = &g_array_index (self->wanted, WantedRow, i);
    guint begin = row->position - row->position % SENTINEL_LIST_PAGE;

    if (!g_hash_table_contains (self->slots, &row->id)
        || g_hash_table_contains (self->reads, &row->id))
      continue;
    add_if_unknown (self, ids, row->id, chosen);
    for (guint j = 0; j < SENTINEL_LIST_PAGE; j++)
      add_if_unknown (self, ids, get_id_at (self, begin + j), chosen);
  }
  g_array_set_size (self->wanted, 0);
  g_clear_pointer (&self->wanted_source, g_source_unref);
  start_read (self, ids);
  return G_SOURCE_REMOVE;
}

static void
want_row (SentinelEventList *self, gint64 id, guint position)
{
  const WantedRow row = { id, position };

  g_array_append_val (self->wanted, row);
  if (self->wanted_source != NULL)
    return;
  self->wanted_source = g_idle_source_new ();
  g_source_set_priority (self->wanted_source, G_PRIORITY_HIGH_IDLE);
  g_source_set_callback (self->wanted_source, read_wanted_cb, self, NULL);
  g_source_set_static_name (self->wanted_source, "sentinel-event-list-wanted");
  g_source_attach (self->wanted_source, self->context);
}

static SentinelEventSlot *
ref_slot (SentinelEventList *self, gint64 id)
{
  SlotEntry *entry = g_hash_table_lookup (self->slots, &id);
  SentinelEventSlot *slot;

  if (entry != NULL)
    return g_object_ref (entry->slot);
  slot = g_object_new (SENTINEL_TYPE_EVENT_SLOT, NULL);
  sentinel_event_slot_set (slot, id, NULL);
  add_slot (self, id, slot);
  return slot;
}

static gpointer
sentinel_event_list_get_item (GListModel *model, guint position)
{
  SentinelEventList *self = SENTINEL_EVENT_LIST (model);
  gint64 id = get_id_at (self, position);
  SentinelEventSlot *slot;
  SentinelEvent *event;

  if (id == 0)
    return NULL;
  slot = ref_slot (self, id);
  if (sentinel_event_slot_get_event (slot) != NULL)
    return slot;
  event = sentinel_event_cache_lookup (self->cache, id);
  if (event != NULL)
    sentinel_event_slot_set (slot, id, event);
  else
    want_row (self, id, position);
  return slot;
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

/* The query */

/* Between two runs the list is the old result before the split and the new one after it, so that it
 * is true to its signals at every moment. */
static void
publish (SentinelEventList *self, SentinelQueryAnswer *answer)
{
  gint64 n_older = self->result != NULL ? sentinel_result_get_n_older (self->result) : 0;

  self->previous = g_steal_pointer (&self->result);
  self->result = g_object_ref (answer->result);
  self->split_old = self->split_new = 0;
  for (guint i = answer->runs->len; i > 0; i--) {
    const SentinelListRun *run = &g_array_index (answer->runs, SentinelListRun, i - 1);

    self->split_old = run->old_position;
    self->split_new = run->new_position;
    g_list_model_items_changed (G_LIST_MODEL (self),
                                run->old_position,
                                run->n_removed,
                                run->n_added);
  }
  self->split_old = self->split_new = 0;
  g_clear_object (&self->previous);
  if (sentinel_result_get_n_older (self->result) != n_older)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_OLDER]);
}

/* A row that may have changed after the snapshot of the query is shown as it was, which is better
 * than nothing, and read again. */
static void
accept_added_rows (SentinelEventList *self, GPtrArray *events)
{
  g_autoptr (GPtrArray) accepted =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  g_autoptr (GArray) doubtful = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < events->len; i++) {
    SentinelEvent *event = g_ptr_array_index (events, i);

    if (event == NULL || sentinel_event_cache_contains (self->cache, event->id))
      continue;
    g_ptr_array_add (accepted, sentinel_event_ref (event));
    if (sentinel_id_ranges_contains (self->changed_meanwhile, event->id))
      g_array_append_val (doubtful, event->id);
  }
  accept_rows (self, accepted);
  start_read (self, doubtful);
}

static void
request_query (SentinelEventList *self)
{
  if (!self->has_query)
    return;
  if (self->query_running)
    self->query_again = TRUE;
  else
    start_query (self);
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
  accept_added_rows (self, answer->events);
  publish (self, answer);
  arm_stale_source (self, sentinel_result_get_stale_at_us (answer->result));
}

static void
query_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Request) request = data;
  g_autoptr (SentinelEventList) self = g_weak_ref_get (&request->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelQueryAnswer) answer =
      sentinel_store_read_finish (SENTINEL_STORE (source), result, &error);

  if (self == NULL || request->number != self->query_generation
      || g_cancellable_is_cancelled (self->closed))
    return;
  self->query_running = FALSE;
  if (answer != NULL)
    accept_answer (self, answer);
  else
    take_error (self, g_steal_pointer (&error));
  /* A signal handler may have asked for something else meanwhile. */
  if (request->number != self->query_generation)
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
                             request_new (self, self->query_generation, NULL));
}

/* What the store says */

static void
forget_reads (SentinelEventList *self, const SentinelIdRanges *ids)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->reads);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (ids == NULL || sentinel_id_ranges_contains (ids, *(gint64 *) id))
      g_hash_table_iter_remove (&iter);
}

/* Rows in view keep what they show until the new one is read. @ids NULL: all. */
static void
refresh_rows (SentinelEventList *self, const SentinelIdRanges *ids)
{
  g_autoptr (GArray) visible = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  sentinel_event_cache_drop (self->cache, ids);
  forget_reads (self, ids);
  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (ids == NULL || sentinel_id_ranges_contains (ids, *(gint64 *) id))
      g_array_append_val (visible, *(gint64 *) id);
  start_read (self, visible);
}

static void
events_changed_cb (SentinelEventList *self, SentinelIdRanges *ids)
{
  if (self->query_running)
    for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ids); i++) {
      gint64 first_id, last_id;

      sentinel_id_ranges_get (ids, i, &first_id, &last_id);
      sentinel_id_ranges_add (self->changed_meanwhile, first_id, last_id);
    }
  refresh_rows (self, ids);
  request_query (self);
}

static void
everything_changed_cb (SentinelEventList *self)
{
  if (self->query_running)
    sentinel_id_ranges_add (self->changed_meanwhile, 1, G_MAXINT64);
  refresh_rows (self, NULL);
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
destroy_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
sentinel_event_list_dispose (GObject *object)
{
  SentinelEventList *self = SENTINEL_EVENT_LIST (object);

  g_cancellable_cancel (self->closed);
  if (self->query_cancellable != NULL)
    g_cancellable_cancel (self->query_cancellable);
  destroy_source (&self->wanted_source);
  destroy_source (&self->stale_source);
  forget_slots (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (sentinel_event_list_parent_class)->dispose (object);
}

static void
sentinel_event_list_finalize (GObject *object)
{
  SentinelEventList *self = SENTINEL_EVENT_LIST (object);

  g_clear_object (&self->closed);
  g_clear_object (&self->query_cancellable);
  g_clear_object (&self->result);
  g_clear_error (&self->error);
  g_clear_pointer (&self->query.filter, sentinel_filter_unref);
  g_clear_pointer (&self->changed_meanwhile, sentinel_id_ranges_unref);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  g_clear_pointer (&self->reads, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_pointer (&self->cache, sentinel_event_cache_free);
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
  self->closed = g_cancellable_new ();
  self->slots = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->reads = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (WantedRow));
  self->cache = sentinel_event_cache_new (MAX_CACHED_ROWS);
  self->changed_meanwhile = sentinel_id_ranges_new ();
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
