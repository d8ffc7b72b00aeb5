/* SPDX-License-Identifier: MIT */
/* Tests are left out: who tries an action sees what came of that beside it. */
#include "sentinel-action-last-row.h"

#include <glib/gi18n.h>

#include "sentinel-action-run-store.h"
#include "sentinel-action-words.h"
#include "sentinel-refresher.h"

#define REFRESH_MS 1000

struct _SentinelActionLastRow {
  AdwActionRow parent_instance;
  SentinelStore *store; /* nullable */
  SentinelTicker *ticker; /* nullable */
  SentinelRefresher *refresher; /* nullable */
  GCancellable *cancellable;
  gint64 rule_id;
  char *channel; /* nullable */
};

G_DEFINE_FINAL_TYPE (SentinelActionLastRow, sentinel_action_last_row, ADW_TYPE_ACTION_ROW)

typedef struct {
  gint64 rule_id;
  char *channel;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->channel);
  g_free (question);
}

static gpointer
read_last (SentinelDatabase *db, gpointer data, GError **error)
{
  const Question *question = data;
  SentinelDelivery *last = NULL;

  sentinel_delivery_store_get_last_real_result (db,
                                                question->rule_id,
                                                question->channel,
                                                &last,
                                                error);
  return last;
}

static void
show (SentinelActionLastRow *self, const SentinelDelivery *last)
{
  g_autofree char *words =
      sentinel_action_dup_last_words (last,
                                      self->channel,
                                      sentinel_ticker_get_now_us (self->ticker),
                                      sentinel_ticker_get_zone (self->ticker));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
}

static void
last_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelActionLastRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelDelivery) last =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (error == NULL)
    show (self, last);
  else
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), error->message);
  sentinel_refresher_done (self->refresher);
}

/* Another action may be asked for until the answer comes; then it is asked again. */
static void
refresh_cb (SentinelActionLastRow *self)
{
  Question *question = g_new0 (Question, 1);

  question->rule_id = self->rule_id;
  question->channel = g_strdup (self->channel);
  sentinel_store_read_async (self->store,
                             read_last,
                             question,
                             question_free,
                             (GDestroyNotify) sentinel_delivery_free,
                             self->cancellable,
                             last_read_cb,
                             g_object_ref (self));
}

static void
ask (SentinelActionLastRow *self)
{
  if (self->channel == NULL || self->store == NULL)
    return;
  if (self->rule_id == 0)
    show (self, NULL);
  else
    sentinel_refresher_ask (self->refresher);
}

static void
sentinel_action_last_row_dispose (GObject *object)
{
  SentinelActionLastRow *self = SENTINEL_ACTION_LAST_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->refresher);
  g_clear_object (&self->ticker);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (sentinel_action_last_row_parent_class)->dispose (object);
}

static void
sentinel_action_last_row_finalize (GObject *object)
{
  SentinelActionLastRow *self = SENTINEL_ACTION_LAST_ROW (object);

  g_object_unref (self->cancellable);
  g_free (self->channel);
  G_OBJECT_CLASS (sentinel_action_last_row_parent_class)->finalize (object);
}

static void
sentinel_action_last_row_class_init (SentinelActionLastRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_action_last_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_action_last_row_finalize;
}

static void
sentinel_action_last_row_init (SentinelActionLastRow *self)
{
  self->cancellable = g_cancellable_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "property");
}

/**
 * sentinel_action_last_row_set_context:
 * @self: a row
 * @context: where the outbox is
 * @ticker: what time it is, and in which zone times are told
 *
 * Once.
 */
void
sentinel_action_last_row_set_context (SentinelActionLastRow *self,
                                      SentinelContext *context,
                                      SentinelTicker *ticker)
{
  self->store = g_object_ref (sentinel_context_get_store (context));
  self->ticker = g_object_ref (ticker);
  self->refresher = sentinel_refresher_new (sentinel_context_get_clock (context), REFRESH_MS);
  g_signal_connect_object (self->refresher,
                           "refresh",
                           G_CALLBACK (refresh_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store,
                           "outbox-changed",
                           G_CALLBACK (ask),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "reload", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_action_last_row_set_action:
 * @self: a row
 * @rule_id: its rule; 0: it is not stored yet
 * @channel: the id of the action
 */
void
sentinel_action_last_row_set_action (SentinelActionLastRow *self,
                                     gint64 rule_id,
                                     const char *channel)
{
  gboolean is_other = g_set_str (&self->channel, channel);

  if (!is_other && self->rule_id == rule_id)
    return;
  self->rule_id = rule_id;
  ask (self);
}
