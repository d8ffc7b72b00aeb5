/* SPDX-License-Identifier: MIT */
/* The desktop's dialog for files, before that of the import. */
#include "sentinel-rule-import-dialog.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

typedef struct {
  GWeakRef parent;
  SentinelContext *context;
  SentinelTicker *ticker;
} Asking;

static Asking *
asking_new (GtkWidget *parent, SentinelContext *context, SentinelTicker *ticker)
{
  Asking *self = g_new0 (Asking, 1);

  g_weak_ref_init (&self->parent, parent);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  return self;
}

static void
asking_free (Asking *self)
{
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->context);
  g_object_unref (self->ticker);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
chosen_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  g_autoptr (Asking) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (dialog), result, &error);
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (parent == NULL)
    return;
  if (file != NULL)
    sentinel_rule_import_show (parent, self->context, self->ticker, file);
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
           && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    sentinel_toast_show_error (parent, _ ("No file could be chosen"), error);
}

static GListModel *
make_filters (void)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) json = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (json, _ ("JSON files"));
  gtk_file_filter_add_mime_type (json, "application/json");
  gtk_file_filter_add_suffix (json, "json");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, json);
  g_list_store_append (filters, all);
  return G_LIST_MODEL (filters);
}

/**
 * sentinel_rule_import_choose:
 * @parent: a widget of the window, below its toast overlay
 * @context: the program's parts
 * @ticker: in which zone times are told
 *
 * Asks for a file, and goes on with sentinel_rule_import_show(). Main thread.
 */
void
sentinel_rule_import_choose (GtkWidget *parent, SentinelContext *context, SentinelTicker *ticker)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = make_filters ();

  gtk_file_dialog_set_title (dialog, _ ("Import Rules"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open (dialog,
                        GTK_WINDOW (gtk_widget_get_root (parent)),
                        NULL,
                        chosen_cb,
                        asking_new (parent, context, ticker));
}
