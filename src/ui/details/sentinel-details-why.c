/* SPDX-License-Identifier: MIT */
/* A text view lays out only what is seen, so it may be long. */
#include "sentinel-details-why.h"
#include "sentinel-details-text.h"
#include "sentinel-explanation.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

static void
copy_cb (GtkWidget *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static void
free_text (gpointer text, GClosure *closure)
{
  g_free (text);
}

static GtkWidget *
make_copy_button (const char *text)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Copy"));

  g_signal_connect_data (button,
                         "clicked",
                         G_CALLBACK (copy_cb),
                         g_strdup (text),
                         free_text,
                         G_CONNECT_DEFAULT);
  return button;
}

static GtkWidget *
make_view (const char *title, const char *text)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();
  g_autofree char *lines = sentinel_details_text_break_lines (text);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), lines, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 18);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 18);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 18);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  return scroller;
}

/**
 * sentinel_details_show_text:
 * @parent: a widget of the window
 * @title: of the dialog
 * @text: from outside, of any length
 *
 * Presents a dialog with the whole text, to be read and copied. Very long lines are broken on
 * screen, not in what is copied by the button. Main thread.
 */
void
sentinel_details_show_text (GtkWidget *parent, const char *title, const char *text)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *toolbar = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  g_autofree char *block = sentinel_text_to_block (text);

  adw_header_bar_pack_start (ADW_HEADER_BAR (header), make_copy_button (block));
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), make_view (title, block));
  adw_dialog_set_title (dialog, title);
  adw_dialog_set_content_width (dialog, 560);
  adw_dialog_set_content_height (dialog, 440);
  adw_dialog_set_child (dialog, toolbar);
  adw_dialog_present (dialog, parent);
}

typedef struct {
  GWeakRef parent;
  SentinelExplainQuestion question;
} Why;

static void
why_free (Why *self)
{
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->question.registry);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Why, why_free)

static void
explained_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Why) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);
  g_autoptr (GPtrArray) reasons =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *command = NULL;

  if (parent == NULL)
    return;
  if (reasons == NULL) {
    sentinel_toast_show_error (parent, _ ("Not explained"), error);
    return;
  }
  for (guint i = 0; i < reasons->len; i++)
    g_string_append_printf (text, "%s.\n", ((SentinelReason *) reasons->pdata[i])->text);
  command = g_strdup_printf ("sentinelctl explain %" G_GINT64_FORMAT, self->question.event_id);
  /* Translators: a command */
  g_string_append_printf (text, _ ("\nIn a terminal: %s"), command);
  sentinel_details_show_text (parent, _ ("Why?"), text->str);
}

/**
 * sentinel_details_show_why:
 * @parent: a widget of the window
 * @context: the program's parts
 * @event_id: an event
 *
 * Reads why the event fired, then presents it as sentences. Main thread.
 */
void
sentinel_details_show_why (GtkWidget *parent, SentinelContext *context, gint64 event_id)
{
  Why *self = g_new0 (Why, 1);

  g_weak_ref_init (&self->parent, parent);
  self->question.event_id = event_id;
  self->question.now_us = sentinel_clock_get_realtime_us (sentinel_context_get_clock (context));
  self->question.registry = g_object_ref (sentinel_context_get_registry (context));
  sentinel_store_read_async (sentinel_context_get_store (context),
                             sentinel_explain,
                             &self->question,
                             NULL,
                             (GDestroyNotify) g_ptr_array_unref,
                             NULL,
                             explained_cb,
                             self);
}
