/* SPDX-License-Identifier: MIT */
/* Holds the last counts that could be read: while the database has trouble, the window says so
 * elsewhere. */
#include "sentinel-counters.h"
#include "sentinel-event-counts.h"
#include "sentinel-refresher.h"

#define INTERVAL_MS 250

struct _SentinelCounters {
  GObject parent_instance;
  SentinelStore *store;
  SentinelRefresher *refresher;
  GCancellable *cancellable;
  SentinelEventCounts counts;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelCounters, sentinel_counters, G_TYPE_OBJECT)

static gpointer
read_counts (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autofree SentinelEventCounts *counts = g_new0 (SentinelEventCounts, 1);

  return sentinel_event_counts_read (db, counts, error) ? g_steal_pointer (&counts) : NULL;
}

static void
counts_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelCounters) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree SentinelEventCounts *counts =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (counts != NULL) {
    self->counts = *counts;
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  } else {
    g_debug ("The events could not be counted: %s", error->message);
  }
  sentinel_refresher_done (self->refresher);
}

static void
refresh_cb (SentinelCounters *self)
{
  sentinel_store_read_async (self->store,
                             read_counts,
                             NULL,
                             NULL,
                             g_free,
                             self->cancellable,
                             counts_read_cb,
                             g_object_ref (self));
}

static void
changed_cb (SentinelCounters *self)
{
  sentinel_refresher_ask (self->refresher);
}

static void
sentinel_counters_dispose (GObject *object)
{
  SentinelCounters *self = SENTINEL_COUNTERS (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (sentinel_counters_parent_class)->dispose (object);
}

static void
sentinel_counters_finalize (GObject *object)
{
  SentinelCounters *self = SENTINEL_COUNTERS (object);

  g_object_unref (self->store);
  g_object_unref (self->refresher);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (sentinel_counters_parent_class)->finalize (object);
}

static void
sentinel_counters_class_init (SentinelCountersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_counters_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_counters_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_COUNTERS,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_counters_init (SentinelCounters *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
follow (SentinelCounters *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_counters_new:
 * @context: the program's parts
 *
 * Returns: (transfer full): the counters, which begin to read; main thread
 */
SentinelCounters *
sentinel_counters_new (SentinelContext *context)
{
  SentinelCounters *self = g_object_new (SENTINEL_TYPE_COUNTERS, NULL);

  self->store = g_object_ref (sentinel_context_get_store (context));
  self->refresher = sentinel_refresher_new (sentinel_context_get_clock (context), INTERVAL_MS);
  follow (self, self->refresher, "refresh", G_CALLBACK (refresh_cb));
  follow (self, self->store, "events-changed", G_CALLBACK (changed_cb));
  follow (self, self->store, "reload", G_CALLBACK (changed_cb));
  follow (self, self->store, "notify::trouble", G_CALLBACK (changed_cb));
  sentinel_refresher_ask (self->refresher);
  return self;
}

/**
 * sentinel_counters_get_n_waiting:
 * @self: counters
 *
 * Returns: how many events need a person
 */
gint64
sentinel_counters_get_n_waiting (SentinelCounters *self)
{
  return self->counts.n_waiting;
}

/**
 * sentinel_counters_get_worst:
 * @self: counters
 *
 * Returns: the highest importance among them
 */
SentinelImportance
sentinel_counters_get_worst (SentinelCounters *self)
{
  return self->counts.worst_waiting;
}
