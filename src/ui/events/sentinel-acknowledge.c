/* SPDX-License-Identifier: MIT */
/* The rows change when the commit is announced; here is only the asking, the writing and the toast.
 * The dialog stays until the commit, so that nothing typed is lost when there is none. */
#include "sentinel-acknowledge.h"
#include "sentinel-acknowledge-dialog.h"
#include "sentinel-acknowledge-news.h"
#include "sentinel-event-store.h"
#include "sentinel-toast.h"
#include "sentinel-undo-offer.h"
#include <adwaita.h>
#include <glib/gi18n.h>

/* One write on its way. It does not keep the window alive, and is written whether or not it lives.
 */
typedef struct {
  GWeakRef parent;
  GWeakRef dialog; /* empty when taking back */
  SentinelContext *context;
  SentinelAcknowledgeAct *act;
} Acknowledging;

static Acknowledging *
acknowledging_new (GtkWidget *parent, SentinelContext *context)
{
  Acknowledging *self = g_new0 (Acknowledging, 1);
  g_autofree char *name = sentinel_context_dup_actor_name (context);

  g_weak_ref_init (&self->parent, parent);
  g_weak_ref_init (&self->dialog, NULL);
  self->context = g_object_ref (context);
  self->act = sentinel_acknowledge_act_new (&(SentinelActor) { name, SENTINEL_VIA_WINDOW });
  return self;
}

static void
acknowledging_free (Acknowledging *self)
{
  g_weak_ref_clear (&self->parent);
  g_weak_ref_clear (&self->dialog);
  g_object_unref (self->context);
  sentinel_acknowledge_act_free (self->act);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Acknowledging, acknowledging_free)

static void
set_events (Acknowledging *self, const GArray *ids)
{
  g_array_set_size (self->act->event_ids, 0);
  g_array_append_vals (self->act->event_ids, ids->data, ids->len);
}

static void
write_act (Acknowledging *self, SentinelWriteFunc func, GAsyncReadyCallback callback)
{
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              func,
                              self->act,
                              NULL,
                              NULL,
                              callback,
                              self);
}

/* (transfer full) (nullable): the widget, where it still is and the write did its work */
static GtkWidget *
finish_write (Acknowledging *self, GObject *store, GAsyncResult *result, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    return g_steal_pointer (&parent);
  if (parent != NULL)
    sentinel_toast_show_error (parent, what, error);
  else
    g_warning ("%s: %s", what, error->message);
  return NULL;
}

/* Taking back */

static void
taken_back_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Acknowledging) self = data;
  g_autoptr (GtkWidget) parent = finish_write (self, store, result, _ ("Still acknowledged"));
  guint n = self->act->done_ids->len;
  g_autofree char *title = NULL;

  if (parent == NULL || n == 0)
    return;
  title =
      g_strdup_printf (ngettext ("No longer acknowledged", "%u events no longer acknowledged", n),
                       n);
  sentinel_undo_offer (parent, self->context, title, self->act->batch);
}

/**
 * sentinel_acknowledge_undo:
 * @parent: a widget below the overlay that shows the toast
 * @context: the program's parts
 * @ids: (element-type gint64): events, at most 5,000
 *
 * Takes the acknowledgements of @ids back, those that have one. Main thread.
 */
void
sentinel_acknowledge_undo (GtkWidget *parent, SentinelContext *context, GArray *ids)
{
  Acknowledging *self = acknowledging_new (parent, context);

  set_events (self, ids);
  write_act (self, sentinel_event_acts_unacknowledge, taken_back_cb);
}

/* Acknowledging */

static void
say_done (Acknowledging *self, GtkWidget *parent)
{
  guint n = self->act->done_ids->len;
  g_autofree char *title =
      g_strdup_printf (ngettext ("Acknowledged", "%u events acknowledged", n), n);

  if (n == 0)
    sentinel_toast_show (parent, _ ("Nothing to acknowledge: the events are gone"));
  else
    sentinel_undo_offer (parent, self->context, title, self->act->batch);
}

static void
acknowledged_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Acknowledging) self = data;
  g_autoptr (SentinelAcknowledgeDialog) dialog = g_weak_ref_get (&self->dialog);
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    /* Translators: why events could not be acknowledged */
    words = g_strdup_printf (_ ("Not acknowledged: %s"), error->message);
  if (dialog != NULL)
    sentinel_acknowledge_dialog_finish (dialog, words);
  if (error == NULL && parent != NULL)
    say_done (self, parent);
  else if (error != NULL && dialog == NULL && parent != NULL)
    sentinel_toast_show_error (parent, _ ("Not acknowledged"), error);
  else if (error != NULL && dialog == NULL)
    g_warning ("%s", words);
}

/* The dialog that asks, and what its events were like. */
typedef struct {
  GtkWidget *parent; /* weak */
  SentinelContext *context;
  GArray *ids;
  SentinelAcknowledgeNews *news;
  SentinelAcknowledgeDialog *dialog; /* borrowed: it owns this */
  GCancellable *cancellable;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_weak_pointer (&self->parent);
  g_object_unref (self->context);
  g_array_unref (self->ids);
  sentinel_acknowledge_news_free (self->news);
  g_free (self);
}

static void
accepted_cb (SentinelAcknowledgeDialog *dialog, Asking *asking)
{
  Acknowledging *accepted = acknowledging_new (asking->parent, asking->context);

  g_weak_ref_set (&accepted->dialog, dialog);
  set_events (accepted, asking->ids);
  sentinel_acknowledge_dialog_fill_act (dialog, accepted->act);
  write_act (accepted, sentinel_event_acts_acknowledge, acknowledged_cb);
}

/* reader thread; data: the ids */
static gpointer
read_events (SentinelDatabase *db, gpointer data, GError **error)
{
  GArray *ids = data;

  return sentinel_event_store_get_many (db, (const gint64 *) (gpointer) ids->data, ids->len, error);
}

/* When it cannot be read, nothing is said: accepting will say why. */
static void
news_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  Asking *self = data; /* not there when the read was cancelled */
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  g_autofree char *words = NULL;

  if (events == NULL)
    return;
  words = sentinel_acknowledge_news_dup_words (self->news, events);
  sentinel_acknowledge_dialog_set_news (self->dialog, words);
}

static void
read_news (Asking *self)
{
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             read_events,
                             g_array_ref (self->ids),
                             (GDestroyNotify) g_array_unref,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             news_read_cb,
                             self);
}

static void
events_changed_cb (SentinelAcknowledgeDialog *dialog, SentinelIdRanges *ids)
{
  Asking *self = g_object_get_data (G_OBJECT (dialog), "asking");

  for (guint i = 0; i < self->ids->len; i++)
    if (sentinel_id_ranges_contains (ids, g_array_index (self->ids, gint64, i))) {
      read_news (self);
      return;
    }
}

static void
follow (Asking *self, GPtrArray *events)
{
  self->cancellable = g_cancellable_new ();
  self->news = sentinel_acknowledge_news_new (events);
  g_object_set_data_full (G_OBJECT (self->dialog), "asking", self, asking_free);
  g_signal_connect (self->dialog, "accepted", G_CALLBACK (accepted_cb), self);
  g_signal_connect_object (sentinel_context_get_store (self->context),
                           "events-changed",
                           G_CALLBACK (events_changed_cb),
                           self->dialog,
                           G_CONNECT_SWAPPED);
  read_news (self);
}

/**
 * sentinel_acknowledge_ask:
 * @parent: a widget below the overlay that shows the toast
 * @context: the program's parts
 * @ids: (element-type gint64): events, at least one, at most 5,000
 * @events: (element-type SentinelEvent): those of them that are read already; the dialog names the
 *   first of them
 *
 * Presents the dialog; what is accepted there is written, and a toast offers to undo it. Main
 * thread.
 */
void
sentinel_acknowledge_ask (GtkWidget *parent,
                          SentinelContext *context,
                          GArray *ids,
                          GPtrArray *events)
{
  Asking *self = g_new0 (Asking, 1);

  g_set_weak_pointer (&self->parent, parent);
  self->context = g_object_ref (context);
  self->ids = g_array_copy (ids);
  self->dialog =
      sentinel_acknowledge_dialog_new (events, ids->len, sentinel_context_get_clock (context));
  follow (self, events);
  adw_dialog_present (ADW_DIALOG (self->dialog), parent);
}
