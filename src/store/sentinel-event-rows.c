/* SPDX-License-Identifier: MIT */
/* A slot lives as long as somebody holds it; there is one per id. Its event comes from the cache,
 * or from a reader:
 *
 *   ref_slot ──► in the cache? ──no──► wanted ──(idle)──► read it with the page around it ──►
 * cache, slots refresh ──► forget what was read, read again what is held; a slot shows its old
 * event until then
 *
 * Each id that is being read has the number of its latest read, so that an older answer that comes
 * in later is not believed. */
#include "sentinel-event-rows.h"
#include "sentinel-event-cache.h"
#include "sentinel-event-store.h"

#define PAGE SENTINEL_EVENT_ROWS_PAGE
#define MAX_CACHED_ROWS (64 * PAGE)

typedef struct {
  gint64 id; /* the key */
  SentinelEventSlot *slot; /* weak */
  SentinelEventRows *rows;
} SlotEntry;

typedef struct {
  gint64 id;
  guint position;
} WantedRow;

struct _SentinelEventRows {
  GObject parent_instance;

  SentinelStore *store;
  const SentinelEventRowsOwner *owner;
  gpointer list; /* closes us before it goes; NULL: closed */
  GMainContext *context;
  GCancellable *closed;

  GHashTable *slots; /* of SlotEntry, by its id */
  SentinelEventCache *cache;
  GArray *wanted; /* of WantedRow */
  GSource *wanted_source;
  GHashTable *reads; /* ids that are being read, to the number of their latest read */
  guint last_read;
};

/* What the callback of a read needs; the rows may be gone by then. */
typedef struct {
  GWeakRef rows;
  guint number;
  GArray *ids;
} ReadRequest;

G_DEFINE_FINAL_TYPE (SentinelEventRows, sentinel_event_rows, G_TYPE_OBJECT)

static ReadRequest *
read_request_new (SentinelEventRows *self, GArray *ids)
{
  ReadRequest *request = g_new0 (ReadRequest, 1);

  g_weak_ref_init (&request->rows, self);
  request->number = self->last_read;
  request->ids = g_array_ref (ids);
  return request;
}

static void
read_request_free (ReadRequest *request)
{
  g_weak_ref_clear (&request->rows);
  g_array_unref (request->ids);
  g_free (request);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadRequest, read_request_free)

/* Slots */

static void
slot_gone_cb (gpointer data, GObject *where_the_object_was)
{
  SlotEntry *entry = data;

  g_hash_table_remove (entry->rows->slots, &entry->id);
}

static SentinelEventSlot *
ref_slot (SentinelEventRows *self, gint64 id)
{
  SlotEntry *entry = g_hash_table_lookup (self->slots, &id);

  if (entry != NULL)
    return g_object_ref (entry->slot);
  entry = g_new0 (SlotEntry, 1);
  entry->id = id;
  entry->rows = self;
  entry->slot = g_object_new (SENTINEL_TYPE_EVENT_SLOT, NULL);
  sentinel_event_slot_set (entry->slot, id, NULL);
  g_object_weak_ref (G_OBJECT (entry->slot), slot_gone_cb, entry);
  g_hash_table_insert (self->slots, &entry->id, entry);
  return entry->slot;
}

static void
forget_slots (SentinelEventRows *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_object_weak_unref (G_OBJECT (((SlotEntry *) entry)->slot), slot_gone_cb, entry);
  g_hash_table_remove_all (self->slots);
}

static void
fill_slot (SentinelEventRows *self, SentinelEvent *event)
{
  SlotEntry *entry = g_hash_table_lookup (self->slots, &event->id);
  /* Whoever is notified may let go of the slot. */
  g_autoptr (SentinelEventSlot) slot = entry != NULL ? g_object_ref (entry->slot) : NULL;

  if (slot != NULL)
    sentinel_event_slot_set (slot, event->id, event);
}

static void
show_events (SentinelEventRows *self, GPtrArray *events)
{
  sentinel_event_cache_add_page (self->cache, events);
  for (guint i = 0; i < events->len; i++)
    fill_slot (self, g_ptr_array_index (events, i));
}

/* Reading */

static gpointer
read_events (SentinelDatabase *db, gpointer data, GError **error)
{
  GArray *ids = data;

  return sentinel_event_store_get_many (db, (const gint64 *) ids->data, ids->len, error);
}

/* Takes the ids whose latest read is this one off the table of reads. Returns those of them that
 * exist. */
static GPtrArray *
finish_read (SentinelEventRows *self, ReadRequest *request, GPtrArray *events)
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
events_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (ReadRequest) request = data;
  g_autoptr (SentinelEventRows) self = g_weak_ref_get (&request->rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read_finish (SENTINEL_STORE (source), result, &error);
  g_autoptr (GPtrArray) accepted = NULL;

  if (self == NULL || self->list == NULL)
    return;
  accepted = finish_read (self, request, events);
  if (events == NULL)
    self->owner->read_failed (self->list, g_steal_pointer (&error));
  show_events (self, accepted);
}

static void
start_read (SentinelEventRows *self, GArray *ids)
{
  if (ids->len == 0)
    return;
  self->last_read++;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_insert (self->reads,
                         g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)),
                         GUINT_TO_POINTER (self->last_read));
  sentinel_store_read_async (self->store,
                             read_events,
                             g_array_ref (ids),
                             (GDestroyNotify) g_array_unref,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->closed,
                             events_read_cb,
                             read_request_new (self, ids));
}

static void
add_if_unknown (SentinelEventRows *self, GArray *ids, gint64 id, GHashTable *chosen)
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
  SentinelEventRows *self = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) chosen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < self->wanted->len; i++) {
    const WantedRow *row = &g_array_index (self->wanted, WantedRow, i);
    guint begin = row->position - row->position % PAGE;

    if (!g_hash_table_contains (self->slots, &row->id)
        || g_hash_table_contains (self->reads, &row->id))
      continue;
    add_if_unknown (self, ids, row->id, chosen);
    for (guint j = 0; j < PAGE; j++)
      add_if_unknown (self, ids, self->owner->get_id_at (self->list, begin + j), chosen);
  }
  g_array_set_size (self->wanted, 0);
  g_clear_pointer (&self->wanted_source, g_source_unref);
  start_read (self, ids);
  return G_SOURCE_REMOVE;
}

static void
want_row (SentinelEventRows *self, gint64 id, guint position)
{
  const WantedRow row = { id, position };

  g_array_append_val (self->wanted, row);
  if (self->wanted_source != NULL)
    return;
  self->wanted_source = g_idle_source_new ();
  g_source_set_priority (self->wanted_source, G_PRIORITY_HIGH_IDLE);
  g_source_set_callback (self->wanted_source, read_wanted_cb, self, NULL);
  g_source_set_static_name (self->wanted_source, "sentinel-event-rows-wanted");
  g_source_attach (self->wanted_source, self->context);
}

static void
forget_reads (SentinelEventRows *self, const SentinelIdRanges *ids)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->reads);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (ids == NULL || sentinel_id_ranges_contains (ids, *(gint64 *) id))
      g_hash_table_iter_remove (&iter);
}

/* The object */

static void
sentinel_event_rows_dispose (GObject *object)
{
  sentinel_event_rows_close (SENTINEL_EVENT_ROWS (object));
  G_OBJECT_CLASS (sentinel_event_rows_parent_class)->dispose (object);
}

static void
sentinel_event_rows_finalize (GObject *object)
{
  SentinelEventRows *self = SENTINEL_EVENT_ROWS (object);

  g_clear_object (&self->store);
  g_clear_object (&self->closed);
  g_clear_pointer (&self->slots, g_hash_table_unref);
  g_clear_pointer (&self->reads, g_hash_table_unref);
  g_clear_pointer (&self->wanted, g_array_unref);
  g_clear_pointer (&self->cache, sentinel_event_cache_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (sentinel_event_rows_parent_class)->finalize (object);
}

static void
sentinel_event_rows_class_init (SentinelEventRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_event_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_event_rows_finalize;
}

static void
sentinel_event_rows_init (SentinelEventRows *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->closed = g_cancellable_new ();
  self->slots = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->reads = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (WantedRow));
  self->cache = sentinel_event_cache_new (MAX_CACHED_ROWS);
}

/**
 * sentinel_event_rows_new:
 * @store: where the events are
 * @owner: what the list answers
 * @list: the list; it calls sentinel_event_rows_close() before it goes
 *
 * Returns: (transfer full): no rows yet
 */
SentinelEventRows *
sentinel_event_rows_new (SentinelStore *store, const SentinelEventRowsOwner *owner, gpointer list)
{
  SentinelEventRows *self = g_object_new (SENTINEL_TYPE_EVENT_ROWS, NULL);

  self->store = g_object_ref (store);
  self->owner = owner;
  self->list = list;
  return self;
}

/**
 * sentinel_event_rows_close:
 * @self: the rows
 *
 * Ends all reading; the list is not asked any more. Slots that are held keep their events.
 * Idempotent.
 */
void
sentinel_event_rows_close (SentinelEventRows *self)
{
  self->list = NULL;
  g_cancellable_cancel (self->closed);
  if (self->wanted_source != NULL)
    g_source_destroy (self->wanted_source);
  g_clear_pointer (&self->wanted_source, g_source_unref);
  forget_slots (self);
}

/**
 * sentinel_event_rows_ref_slot:
 * @self: the rows
 * @id: an event
 * @position: where it stands; what stands near it is read with it
 *
 * Returns: (transfer full): its slot, with its event or about to get it
 */
SentinelEventSlot *
sentinel_event_rows_ref_slot (SentinelEventRows *self, gint64 id, guint position)
{
  SentinelEventSlot *slot = ref_slot (self, id);
  SentinelEvent *event;

  if (sentinel_event_slot_get_event (slot) != NULL)
    return slot;
  event = sentinel_event_cache_lookup (self->cache, id);
  if (event != NULL)
    sentinel_event_slot_set (slot, id, event);
  else
    want_row (self, id, position);
  return slot;
}

/**
 * sentinel_event_rows_accept:
 * @self: the rows
 * @events: (element-type SentinelEvent): events that came with a query; NULL elements are skipped
 * @doubtful: ids that changed since the query began
 *
 * Takes rows that were read elsewhere. A doubtful one is shown as it was, which is better than
 * nothing, and read again.
 */
void
sentinel_event_rows_accept (SentinelEventRows *self,
                            GPtrArray *events,
                            const SentinelIdRanges *doubtful)
{
  g_autoptr (GPtrArray) accepted =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  g_autoptr (GArray) again = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < events->len; i++) {
    SentinelEvent *event = g_ptr_array_index (events, i);

    if (event == NULL || sentinel_event_cache_contains (self->cache, event->id))
      continue;
    g_ptr_array_add (accepted, sentinel_event_ref (event));
    if (sentinel_id_ranges_contains (doubtful, event->id))
      g_array_append_val (again, event->id);
  }
  show_events (self, accepted);
  start_read (self, again);
}

/**
 * sentinel_event_rows_refresh:
 * @self: the rows
 * @ids: (nullable): events that changed; NULL: all
 *
 * Reads again what is held of them, and forgets the rest.
 */
void
sentinel_event_rows_refresh (SentinelEventRows *self, const SentinelIdRanges *ids)
{
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  sentinel_event_cache_drop (self->cache, ids);
  forget_reads (self, ids);
  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (ids == NULL || sentinel_id_ranges_contains (ids, *(gint64 *) id))
      g_array_append_val (held, *(gint64 *) id);
  start_read (self, held);
}
