/* SPDX-License-Identifier: MIT */
/* Read by a reader, written in a thread, and told when it is on the disk. */
#include "sentinel-rule-export-act.h"
#include "sentinel-rule-export.h"
#include "sentinel-rule-file.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <adwaita.h>
#include <glib/gi18n.h>

#define LINE_BYTES 300
#define MAX_LINES 50 /* of what is kept out; a dialog is no list */

typedef struct {
  GWeakRef parent;
  SentinelContext *context;
  char **names; /* ids, as the export has them; empty: all */
  GFile *file; /* NULL until it is chosen */
  SentinelRuleExport *answer; /* NULL until it is read */
} Export;

static Export *
export_new (GtkWidget *parent, SentinelContext *context, GArray *rule_ids)
{
  Export *self = g_new0 (Export, 1);
  guint n = rule_ids != NULL ? rule_ids->len : 0;

  g_weak_ref_init (&self->parent, parent);
  self->context = g_object_ref (context);
  self->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->names[i] = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (rule_ids, gint64, i));
  return self;
}

static void
export_free (Export *self)
{
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->context);
  g_strfreev (self->names);
  g_clear_object (&self->file);
  g_clear_pointer (&self->answer, sentinel_rule_export_free);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

/* Telling */

static char *
dup_withheld (GPtrArray *withheld)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (withheld->len, MAX_LINES); i++) {
    g_autofree char *line = sentinel_text_to_line (g_ptr_array_index (withheld, i), LINE_BYTES);

    g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", line);
  }
  if (withheld->len > MAX_LINES)
    g_string_append_printf (text,
                            ngettext ("\nand %u more", "\nand %u more", withheld->len - MAX_LINES),
                            withheld->len - MAX_LINES);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
details_clicked_cb (AdwToast *toast, GtkWidget *parent)
{
  const char *text = g_object_get_data (G_OBJECT (toast), "withheld");
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Not in the File"), text);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  adw_dialog_present (dialog, parent);
}

static char *
dup_words (Export *self)
{
  g_autofree char *name = sentinel_rule_file_dup_name (self->file);
  const guint n = self->answer->n_rules, n_withheld = self->answer->withheld->len;
  /* Translators: %s is the name of a file */
  g_autofree char *done =
      g_strdup_printf (ngettext ("%u rule exported to “%s”", "%u rules exported to “%s”", n),
                       n,
                       name);

  if (n_withheld == 0)
    return g_steal_pointer (&done);
  if (n_withheld == 1)
    /* Translators: what was done; what is not in the file: "rule “A”: the secret parameter …" */
    return g_strdup_printf (_ ("%s. %s"), done, (char *) self->answer->withheld->pdata[0]);
  /* Translators: what was done; how many parameters are not in the file */
  return g_strdup_printf (ngettext ("%s, without %u parameter",
                                    "%s, without %u parameters",
                                    n_withheld),
                          done,
                          n_withheld);
}

static void
tell (Export *self, GtkWidget *parent)
{
  g_autofree char *words = dup_words (self);
  g_autofree char *line = sentinel_text_to_line (words, LINE_BYTES);
  AdwToast *toast = sentinel_toast_new (line);

  if (self->answer->withheld->len > 0) {
    adw_toast_set_button_label (toast, _ ("_Details"));
    adw_toast_set_timeout (toast, 10);
    g_object_set_data_full (G_OBJECT (toast),
                            "withheld",
                            dup_withheld (self->answer->withheld),
                            g_free);
    g_signal_connect_object (toast, "button-clicked", G_CALLBACK (details_clicked_cb), parent, 0);
  }
  sentinel_toast_add (parent, toast);
}

static void
tell_error (Export *self, const GError *error)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (parent != NULL)
    sentinel_toast_show_error (parent, _ ("The rules were not exported"), error);
  else
    g_warning ("The rules were not exported: %s", error->message);
}

/* Doing */

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Export) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (!sentinel_rule_file_write_finish (result, &error))
    tell_error (self, error);
  else if (parent != NULL)
    tell (self, parent);
}

static void
read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Export) self = data;
  g_autoptr (GError) error = NULL;
  GFile *file;
  const char *text;

  self->answer = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  if (self->answer == NULL) {
    tell_error (self, error);
    return;
  }
  file = self->file;
  text = self->answer->text;
  sentinel_rule_file_write_async (file, text, NULL, written_cb, g_steal_pointer (&self));
}

static void
request_free (gpointer data)
{
  SentinelRuleExportRequest *request = data;

  g_object_unref (request->registry);
  g_strfreev ((char **) request->names);
  g_free (request);
}

static void
begin (Export *self)
{
  SentinelRuleExportRequest *request = g_new0 (SentinelRuleExportRequest, 1);

  request->registry = g_object_ref (sentinel_context_get_registry (self->context));
  request->names = (const char *const *) g_strdupv (self->names);
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             sentinel_rule_export_read,
                             request,
                             request_free,
                             (GDestroyNotify) sentinel_rule_export_free,
                             NULL,
                             read_cb,
                             self);
}

/**
 * sentinel_rule_export_to:
 * @parent: a widget of the window, below its toast overlay
 * @context: the program's parts
 * @rule_ids: (nullable) (element-type gint64): rules; %NULL: all
 * @file: where to; one that is there is replaced
 *
 * Writes the rules and says so in a toast. Main thread.
 */
void
sentinel_rule_export_to (GtkWidget *parent, SentinelContext *context, GArray *rule_ids, GFile *file)
{
  Export *self = export_new (parent, context, rule_ids);

  self->file = g_object_ref (file);
  begin (self);
}

static void
chosen_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  g_autoptr (Export) self = data;
  g_autoptr (GError) error = NULL;

  self->file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (dialog), result, &error);
  if (self->file != NULL)
    begin (g_steal_pointer (&self));
  else if (!g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED)
           && !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_CANCELLED))
    tell_error (self, error);
}

/**
 * sentinel_rule_export_choose:
 * @parent: a widget of the window, below its toast overlay
 * @context: the program's parts
 * @rule_ids: (nullable) (element-type gint64): rules; %NULL: all
 *
 * Asks where to, and goes on as sentinel_rule_export_to(). Main thread.
 */
void
sentinel_rule_export_choose (GtkWidget *parent, SentinelContext *context, GArray *rule_ids)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Export Rules"));
  /* Translators: the proposed name of a file; the end has to stay */
  gtk_file_dialog_set_initial_name (dialog, _ ("rules.json"));
  gtk_file_dialog_save (dialog,
                        GTK_WINDOW (gtk_widget_get_root (parent)),
                        NULL,
                        chosen_cb,
                        export_new (parent, context, rule_ids));
}
