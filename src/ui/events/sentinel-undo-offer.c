/* SPDX-License-Identifier: MIT */
/* Taking back restores what was before the batch, and leaves alone what somebody changed since. */
#include "sentinel-undo-offer.h"
#include "sentinel-toast.h"
#include "sentinel-undo-act.h"
#include <glib/gi18n.h>

typedef struct {
  GWeakRef parent;
  SentinelContext *context;
  gint64 batch;
  SentinelUndoAct *act; /* once it is asked for */
} UndoOffer;

static void
undo_offer_free (UndoOffer *self)
{
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->context);
  g_clear_pointer (&self->act, sentinel_undo_act_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UndoOffer, undo_offer_free)

static UndoOffer *
undo_offer_new (GtkWidget *parent, SentinelContext *context, gint64 batch)
{
  UndoOffer *self = g_new0 (UndoOffer, 1);

  g_weak_ref_init (&self->parent, parent);
  self->context = g_object_ref (context);
  self->batch = batch;
  return self;
}

static void
free_offer_closure (gpointer data, GClosure *closure)
{
  undo_offer_free (data);
}

static void
show_outcome (GtkWidget *parent, guint n_done, guint n_changed)
{
  g_autofree char *title = NULL;

  if (n_changed == 0)
    title = g_strdup_printf (ngettext ("Taken back", "Taken back for %u events", n_done), n_done);
  else
    title = g_strdup_printf (ngettext ("Not taken back for %u event that was changed meanwhile",
                                       "Not taken back for %u events that were changed meanwhile",
                                       n_changed),
                             n_changed);
  sentinel_toast_show (parent, title);
}

static void
taken_back_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (UndoOffer) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);
  gboolean is_done = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  if (parent == NULL && !is_done)
    g_warning ("Not taken back: %s", error->message);
  if (parent == NULL)
    return;
  if (is_done)
    show_outcome (parent, self->act->done_ids->len, self->act->changed_ids->len);
  else
    sentinel_toast_show_error (parent, _ ("Not taken back"), error);
}

static void
undo_clicked_cb (AdwToast *toast, UndoOffer *offer)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&offer->parent);
  g_autofree char *name = sentinel_context_dup_actor_name (offer->context);
  UndoOffer *undoing;

  if (parent == NULL)
    return;
  undoing = undo_offer_new (parent, offer->context, offer->batch);
  undoing->act =
      sentinel_undo_act_new (offer->batch, &(SentinelActor) { name, SENTINEL_VIA_WINDOW });
  sentinel_store_write_async (sentinel_context_get_store (undoing->context),
                              sentinel_event_acts_undo,
                              undoing->act,
                              NULL,
                              NULL,
                              taken_back_cb,
                              undoing);
}

/**
 * sentinel_undo_offer:
 * @parent: a widget below the overlay that shows the toast
 * @context: the program's parts
 * @title: what was done, plain text
 * @batch: of the act that can be taken back
 *
 * Says what was done, with a button that restores what was. Main thread.
 */
void
sentinel_undo_offer (GtkWidget *parent, SentinelContext *context, const char *title, gint64 batch)
{
  AdwToast *toast = sentinel_toast_new (title);

  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (undo_clicked_cb),
                         undo_offer_new (parent, context, batch),
                         free_offer_closure,
                         G_CONNECT_DEFAULT);
  sentinel_toast_add_undo (parent, toast);
}
