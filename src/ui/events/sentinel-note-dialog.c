/* SPDX-License-Identifier: MIT */
/* It stays until the commit, so that nothing typed is lost when there is none; the timeline follows
 * the store. */
#include "sentinel-note-dialog.h"
#include "sentinel-event-acts.h"
#include <glib/gi18n.h>

struct _SentinelNoteDialog {
  AdwDialog parent_instance;
  GtkLabel *question;
  GtkTextView *text;
  GtkLabel *notice;
  SentinelContext *context;
  gint64 event_id;
  SentinelNoteKind kind;
  gboolean is_writing;
};

G_DEFINE_FINAL_TYPE (SentinelNoteDialog, sentinel_note_dialog, ADW_TYPE_DIALOG)

static char *
dup_text (SentinelNoteDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
update_accept (SentinelNoteDialog *self)
{
  g_autofree char *text = dup_text (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "note.accept",
                                 *text != '\0' && !self->is_writing);
}

/* The person may have closed it while the note was on its way. */
static gboolean
is_open (SentinelNoteDialog *self)
{
  return gtk_widget_get_root (GTK_WIDGET (self)) != NULL;
}

static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelNoteDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  self->is_writing = FALSE;
  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error)) {
    if (is_open (self))
      adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }
  if (!is_open (self)) {
    g_warning ("The note was not stored: %s", error->message);
    return;
  }
  /* Translators: why a note could not be stored */
  words = g_strdup_printf (_ ("The note was not stored: %s"), error->message);
  gtk_label_set_label (self->notice, words);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           words,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  update_accept (self);
}

static void
accept_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelNoteDialog *self = SENTINEL_NOTE_DIALOG (widget);
  g_autofree char *text = dup_text (self);
  g_autofree char *name = sentinel_context_dup_actor_name (self->context);
  SentinelNoteAct *act =
      sentinel_note_act_new (self->event_id, text, &(SentinelActor) { name, SENTINEL_VIA_WINDOW });

  act->kind = self->kind;
  self->is_writing = TRUE;
  update_accept (self);
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              sentinel_event_acts_note,
                              act,
                              (GDestroyNotify) sentinel_note_act_free,
                              NULL,
                              written_cb,
                              g_object_ref (self));
}

static void
cancel_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
sentinel_note_dialog_dispose (GObject *object)
{
  SentinelNoteDialog *self = SENTINEL_NOTE_DIALOG (object);

  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_NOTE_DIALOG);
  G_OBJECT_CLASS (sentinel_note_dialog_parent_class)->dispose (object);
}

static void
sentinel_note_dialog_class_init (SentinelNoteDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_note_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-note-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelNoteDialog, question);
  gtk_widget_class_bind_template_child (widget_class, SentinelNoteDialog, text);
  gtk_widget_class_bind_template_child (widget_class, SentinelNoteDialog, notice);
  gtk_widget_class_install_action (widget_class, "note.accept", NULL, accept_action);
  gtk_widget_class_install_action (widget_class, "note.cancel", NULL, cancel_action);
}

static void
sentinel_note_dialog_init (SentinelNoteDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text),
                           "changed",
                           G_CALLBACK (update_accept),
                           self,
                           G_CONNECT_SWAPPED);
  update_accept (self);
}

/**
 * sentinel_note_ask:
 * @parent: a widget of the window
 * @context: the program's parts
 * @event_id: the event
 * @kind: a comment, or what was done about the event
 *
 * Presents the dialog; what is accepted there is written. Main thread.
 */
void
sentinel_note_ask (GtkWidget *parent,
                   SentinelContext *context,
                   gint64 event_id,
                   SentinelNoteKind kind)
{
  SentinelNoteDialog *self = g_object_new (SENTINEL_TYPE_NOTE_DIALOG, NULL);
  gboolean is_action = kind == SENTINEL_NOTE_ACTION;

  self->context = g_object_ref (context);
  self->event_id = event_id;
  self->kind = kind;
  adw_dialog_set_title (ADW_DIALOG (self), is_action ? _ ("Action Taken") : _ ("Add Note"));
  gtk_label_set_label (self->question,
                       is_action ? _ ("What was done about this event?")
                                 : _ ("The note stays with the event."));
  adw_dialog_present (ADW_DIALOG (self), parent);
}
