/* SPDX-License-Identifier: MIT */
/* Asks for what fired since the last announcement: ids grow in the order of firing. */
#include "sentinel-announcer.h"
#include "sentinel-event-store.h"
#include "sentinel-event-words.h"
#include "sentinel-refresher.h"
#include "sentinel-result.h"
#include <glib/gi18n.h>

#define INTERVAL_MS 1000
#define MOST_COUNTED 100

struct _SentinelAnnouncer {
  GObject parent_instance;
  SentinelContext *context;
  SentinelTicker *ticker;
  GtkAccessible *speaker; /* weak */
  SentinelRefresher *refresher;
  GCancellable *cancellable;
  gint64 last_id; /* announced up to here; -1: not known yet, and then nothing is new */
};

enum {
  SIGNAL_ANNOUNCE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelAnnouncer, sentinel_announcer, G_TYPE_OBJECT)

/* What is new */

typedef struct {
  gint64 after_id; /* in; -1: only the newest id is wanted */
  gint64 newest_id;
  SentinelEvent *newest; /* nullable: nothing critical is new */
  guint n_critical;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_clear_pointer (&news->newest, sentinel_event_unref);
  g_free (news);
}

static gboolean
add_event (SentinelDatabase *db, gint64 id, News *news, GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_event_store_get (db, id, error);

  if (event == NULL)
    return FALSE;
  if (event->importance < SENTINEL_IMPORTANCE_CRITICAL || event->acked_at_us != 0)
    return TRUE;
  news->n_critical++;
  if (news->newest == NULL)
    news->newest = sentinel_event_ref (event);
  return TRUE;
}

static gboolean
read_criticals (SentinelDatabase *db, News *news, GError **error)
{
  g_autoptr (SentinelFilter) filter = sentinel_filter_parse ("importance:critical", error);
  SentinelQuery query = { .filter = filter, .live = TRUE, .limit = MOST_COUNTED };
  g_autoptr (SentinelResult) result = NULL;

  if (filter == NULL)
    return FALSE;
  result = sentinel_result_query (db, &query, error);
  if (result == NULL)
    return FALSE;
  for (gint64 i = 0; i < sentinel_result_get_count (result); i++) {
    gint64 id = sentinel_result_get_id (result, i);

    if (id <= news->after_id)
      break;
    if (!add_event (db, id, news, error))
      return FALSE;
  }
  return TRUE;
}

static gpointer
read_news (SentinelDatabase *db, gpointer data, GError **error)
{
  gint64 *after_id = data;
  News *news = g_new0 (News, 1);
  gboolean is_read;

  news->after_id = *after_id;
  news->newest_id = sentinel_event_store_get_newest_id (db, error);
  is_read = news->newest_id >= 0
            && (news->after_id < 0 || news->newest_id <= news->after_id
                || read_criticals (db, news, error));
  if (is_read)
    return news;
  news_free (news);
  return NULL;
}

/* Saying it */

static void
announce (SentinelAnnouncer *self, const News *news)
{
  g_autofree char *text = NULL;

  if (news->n_critical == 1)
    text = sentinel_event_dup_sentence (news->newest, sentinel_ticker_get_zone (self->ticker));
  else
    text = g_strdup_printf (ngettext ("%u new critical event",
                                      "%u new critical events",
                                      news->n_critical),
                            news->n_critical);
  g_signal_emit (self, signals[SIGNAL_ANNOUNCE], 0, text);
  if (self->speaker != NULL)
    gtk_accessible_announce (self->speaker, text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
news_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelAnnouncer) self = data;
  g_autoptr (GError) error = NULL;
  News *news = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (news != NULL && !g_cancellable_is_cancelled (self->cancellable)) {
    if (news->n_critical > 0)
      announce (self, news);
    self->last_id = MAX (self->last_id, news->newest_id);
  }
  g_clear_pointer (&news, news_free);
  if (error != NULL)
    g_debug ("What to announce could not be read: %s", error->message);
  sentinel_refresher_done (self->refresher);
}

static void
refresh_cb (SentinelAnnouncer *self)
{
  gint64 *after_id = g_new (gint64, 1);

  *after_id = self->last_id;
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             read_news,
                             after_id,
                             g_free,
                             news_free,
                             self->cancellable,
                             news_read_cb,
                             g_object_ref (self));
}

/* The object */

static void
sentinel_announcer_dispose (GObject *object)
{
  SentinelAnnouncer *self = SENTINEL_ANNOUNCER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->speaker);
  G_OBJECT_CLASS (sentinel_announcer_parent_class)->dispose (object);
}

static void
sentinel_announcer_finalize (GObject *object)
{
  SentinelAnnouncer *self = SENTINEL_ANNOUNCER (object);

  g_object_unref (self->context);
  g_object_unref (self->ticker);
  g_object_unref (self->refresher);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (sentinel_announcer_parent_class)->finalize (object);
}

static void
sentinel_announcer_class_init (SentinelAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_announcer_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_announcer_finalize;
  signals[SIGNAL_ANNOUNCE] = g_signal_new ("announce",
                                           SENTINEL_TYPE_ANNOUNCER,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           1,
                                           G_TYPE_STRING);
}

static void
sentinel_announcer_init (SentinelAnnouncer *self)
{
  self->cancellable = g_cancellable_new ();
  self->last_id = -1;
}

/**
 * sentinel_announcer_new:
 * @context: the program's parts
 * @ticker: in whose zone times are told
 * @speaker: (transfer none): through whom it speaks; not kept alive
 *
 * What is there already is not announced. Main thread.
 *
 * Returns: (transfer full): an announcer
 */
SentinelAnnouncer *
sentinel_announcer_new (SentinelContext *context, SentinelTicker *ticker, GtkAccessible *speaker)
{
  SentinelAnnouncer *self = g_object_new (SENTINEL_TYPE_ANNOUNCER, NULL);

  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  g_set_weak_pointer (&self->speaker, speaker);
  self->refresher = sentinel_refresher_new (sentinel_context_get_clock (context), INTERVAL_MS);
  g_signal_connect_object (self->refresher,
                           "refresh",
                           G_CALLBACK (refresh_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sentinel_context_get_store (context),
                           "events-changed",
                           G_CALLBACK (sentinel_refresher_ask),
                           self->refresher,
                           G_CONNECT_SWAPPED);
  sentinel_refresher_ask (self->refresher);
  return self;
}
