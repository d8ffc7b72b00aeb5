/* SPDX-License-Identifier: MIT */
/* One source on the wall clock, armed for the next such time; when there is none it never wakes. It
 * also fires when the clock was set: then it ends what is over by now, and looks again. */
#include "sentinel-attention-timer.h"

#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-snooze-act.h"

struct _SentinelAttentionTimer {
  SentinelStore *store;
  GSource *source; /* NULL: it has ended */
  gulong changed_id, reload_id;
  gboolean is_looking, is_changed;
};

typedef struct {
  SentinelAttentionTimer *timer; /* owned */
  gint64 next_us; /* out; 0: none */
} Look;

static void look (SentinelAttentionTimer *self);

static void
clear_timer (gpointer data)
{
  SentinelAttentionTimer *self = data;

  g_object_unref (self->store);
}

static void
timer_unref (gpointer timer)
{
  g_rc_box_release_full (timer, clear_timer);
}

static void
look_free (gpointer data)
{
  timer_unref (((Look *) data)->timer);
  g_free (data);
}

static gpointer
read_next (SentinelDatabase *db, gpointer data, GError **error)
{
  ((Look *) data)->next_us = sentinel_event_store_get_next_end_us (db, error);
  return NULL;
}

static void
looked_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Look *request = user_data;
  SentinelAttentionTimer *self = request->timer;
  g_autoptr (GError) error = NULL;

  sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  self->is_looking = FALSE;
  if (error != NULL)
    g_debug ("When acknowledgements and snoozes end is not known: %s", error->message);
  else if (self->source != NULL)
    sentinel_clock_source_set_due (self->source, request->next_us > 0 ? request->next_us : -1);
  if (self->is_changed)
    look (self);
}

static void
look (SentinelAttentionTimer *self)
{
  Look *request;

  self->is_changed = self->is_looking;
  if (self->is_looking || self->source == NULL)
    return;
  self->is_looking = TRUE;
  request = g_new0 (Look, 1);
  request->timer = g_rc_box_acquire (self);
  sentinel_store_read_async (self->store,
                             read_next,
                             request,
                             look_free,
                             NULL,
                             NULL,
                             looked_cb,
                             request);
}

static void
ended_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_written = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  if (is_written)
    look (user_data);
  else
    g_debug ("Acknowledgements and snoozes that are over end later: %s", error->message);
  timer_unref (user_data);
}

static gboolean
due_cb (gpointer user_data)
{
  SentinelAttentionTimer *self = user_data;

  sentinel_store_write_async (self->store,
                              sentinel_attention_end_due,
                              NULL,
                              NULL,
                              NULL,
                              ended_cb,
                              g_rc_box_acquire (self));
  return G_SOURCE_CONTINUE;
}

static void
events_changed_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer user_data)
{
  look (user_data);
}

static void
reload_cb (SentinelStore *store, gpointer user_data)
{
  look (user_data);
}

/**
 * sentinel_attention_timer_new:
 * @store: the database
 *
 * Returns: (transfer full): a timer in the thread-default main context
 */
SentinelAttentionTimer *
sentinel_attention_timer_new (SentinelStore *store)
{
  SentinelAttentionTimer *self = g_rc_box_new0 (SentinelAttentionTimer);

  self->store = g_object_ref (store);
  self->source =
      sentinel_clock_create_source (sentinel_store_get_clock (store), SENTINEL_CLOCK_REALTIME, -1);
  g_source_set_callback (self->source, due_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  self->changed_id =
      g_signal_connect (store, "events-changed", G_CALLBACK (events_changed_cb), self);
  self->reload_id = g_signal_connect (store, "reload", G_CALLBACK (reload_cb), self);
  look (self);
  return self;
}

/**
 * sentinel_attention_timer_free:
 * @self: (transfer full): a timer
 */
void
sentinel_attention_timer_free (SentinelAttentionTimer *self)
{
  g_clear_signal_handler (&self->changed_id, self->store);
  g_clear_signal_handler (&self->reload_id, self->store);
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  timer_unref (self);
}

/**
 * sentinel_attention_end_due:
 * @tx: the transaction
 * @unused: nothing
 * @error: the store's
 *
 * Ends every acknowledgement and every snooze whose time has come. Writer thread.
 *
 * Returns: whether it was done
 */
gboolean
sentinel_attention_end_due (SentinelTransaction *tx, gpointer unused, GError **error)
{
  return sentinel_event_acts_end_acknowledgements (tx, NULL, error)
         && sentinel_event_acts_end_snoozes (tx, NULL, error);
}
