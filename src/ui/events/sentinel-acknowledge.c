/* SPDX-License-Identifier: MIT */
/* The rows change when the commit is announced; here is only the asking, the writing and the
 * toast. */
#include "sentinel-acknowledge.h"
#include "sentinel-acknowledge-dialog.h"
#include "sentinel-toast.h"
#include "sentinel-undo-offer.h"
#include <adwaita.h>
#include <glib/gi18n.h>

/* One write on its way. It does not keep the window alive, and is written whether or not it lives.
 */
typedef struct {
  GWeakRef parent;
  SentinelContext *context;
  SentinelAcknowledgeAct *act;
} Acknowledging;

static Acknowledging *
acknowledging_new (GtkWidget *parent, SentinelContext *context)
{
  Acknowledging *self = g_new0 (Acknowledging, 1);
  g_autofree char *name = sentinel_context_dup_actor_name (context);

  g_weak_ref_init (&self->parent, parent);
  self->context = g_object_ref (context);
  self->act = sentinel_acknowledge_act_new (&(SentinelActor) { name, SENTINEL_VIA_WINDOW });
  return self;
}

static void
acknowledging_free (Acknowledging *self)
{
  g_weak_ref_clear (&self->parent);
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
free_acknowledging_closure (gpointer data, GClosure *closure)
{
  acknowledging_free (data);
}

static void
acknowledged_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Acknowledging) self = data;
  g_autoptr (GtkWidget) parent = finish_write (self, store, result, _ ("Not acknowledged"));

  guint n = self->act->done_ids->len;
  g_autofree char *title = NULL;

  if (parent == NULL)
    return;
  if (n == 0) {
    sentinel_toast_show (parent, _ ("Nothing to acknowledge: the events are gone"));
    return;
  }
  title = g_strdup_printf (ngettext ("Acknowledged", "%u events acknowledged", n), n);
  sentinel_undo_offer (parent, self->context, title, self->act->batch);
}

static void
accepted_cb (SentinelAcknowledgeDialog *dialog, Acknowledging *asked)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&asked->parent);
  Acknowledging *accepted;

  if (parent == NULL)
    return;
  accepted = acknowledging_new (parent, asked->context);
  set_events (accepted, asked->act->event_ids);
  sentinel_acknowledge_dialog_fill_act (dialog, accepted->act);
  write_act (accepted, sentinel_event_acts_acknowledge, acknowledged_cb);
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
  Acknowledging *self = acknowledging_new (parent, context);
  SentinelAcknowledgeDialog *dialog =
      sentinel_acknowledge_dialog_new (events, ids->len, sentinel_context_get_clock (context));

  set_events (self, ids);
  g_signal_connect_data (dialog,
                         "accepted",
                         G_CALLBACK (accepted_cb),
                         self,
                         free_acknowledging_closure,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), parent);
}
