/* SPDX-License-Identifier: MIT */
/* An alert dialog with a text; it is written when the dialog is accepted, and the timeline follows
 * the commit. */
#include "sentinel-note-dialog.h"
#include "sentinel-event-acts.h"
#include "sentinel-toast.h"
#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  GtkWidget *parent; /* referenced */
  SentinelContext *context;
  gint64 event_id;
  SentinelNoteKind kind;
  GtkTextBuffer *buffer;
} NoteQuestion;

static void
note_question_free (gpointer data, GClosure *closure)
{
  NoteQuestion *self = data;

  g_object_unref (self->parent);
  g_object_unref (self->context);
  g_object_unref (self->buffer);
  g_free (self);
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) parent = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    sentinel_toast_show_error (parent, _ ("The note was not stored"), error);
}

static void
response_cb (AdwAlertDialog *dialog, const char *response, NoteQuestion *self)
{
  g_autofree char *text = dup_text (self->buffer);
  g_autofree char *name = sentinel_context_dup_actor_name (self->context);
  SentinelNoteAct *act;

  if (!g_str_equal (response, "add") || *text == '\0')
    return;
  act =
      sentinel_note_act_new (self->event_id, text, &(SentinelActor) { name, SENTINEL_VIA_WINDOW });
  act->kind = self->kind;
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              sentinel_event_acts_note,
                              act,
                              (GDestroyNotify) sentinel_note_act_free,
                              NULL,
                              written_cb,
                              g_object_ref (self->parent));
}

static void
text_changed_cb (AdwAlertDialog *dialog, GtkTextBuffer *buffer)
{
  g_autofree char *text = dup_text (buffer);

  adw_alert_dialog_set_response_enabled (dialog, "add", *text != '\0');
}

static gboolean
accept_cb (GtkWidget *dialog, GVariant *unused, gpointer buffer)
{
  g_autofree char *text = dup_text (buffer);

  if (*text == '\0')
    return TRUE;
  g_signal_emit_by_name (dialog, "response::add", "add");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  return TRUE;
}

static GtkWidget *
make_text_view (GtkTextBuffer **buffer)
{
  GtkWidget *frame = gtk_scrolled_window_new ();
  GtkWidget *text = gtk_text_view_new ();

  *buffer = g_object_ref (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)));
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text), FALSE);
  gtk_widget_add_css_class (text, "comment");
  gtk_widget_add_css_class (frame, "card");
  gtk_widget_set_size_request (frame, 300, 96);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (text), 9);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (text), 9);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (text), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (text), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Note"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), text);
  return frame;
}

static void
add_accept_shortcut (AdwDialog *dialog, GtkTextBuffer *buffer)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Cont"
                                                                                             "rol>"
                                                                                             "Retur"
                                                                                             "n"),
                                                          gtk_callback_action_new (accept_cb,
                                                                                   buffer,
                                                                                   NULL)));
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (dialog), controller);
}

/**
 * sentinel_note_ask:
 * @parent: a widget below the overlay that shows toasts
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
  gboolean is_action = kind == SENTINEL_NOTE_ACTION;
  AdwDialog *dialog = adw_alert_dialog_new (is_action ? _ ("Action Taken") : _ ("Add Note"),
                                            is_action ? _ ("What was done about this event?")
                                                      : _ ("It stays with the event."));
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);
  NoteQuestion *self = g_new0 (NoteQuestion, 1);

  self->parent = g_object_ref (parent);
  self->context = g_object_ref (context);
  self->event_id = event_id;
  self->kind = kind;
  adw_alert_dialog_set_extra_child (alert, make_text_view (&self->buffer));
  adw_alert_dialog_add_responses (alert, "cancel", _ ("_Cancel"), "add", _ ("_Add"), NULL);
  adw_alert_dialog_set_response_appearance (alert, "add", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_response_enabled (alert, "add", FALSE);
  g_signal_connect_object (self->buffer,
                           "changed",
                           G_CALLBACK (text_changed_cb),
                           dialog,
                           G_CONNECT_SWAPPED);
  add_accept_shortcut (dialog, self->buffer);
  g_signal_connect_data (dialog,
                         "response",
                         G_CALLBACK (response_cb),
                         self,
                         note_question_free,
                         G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, parent);
}
