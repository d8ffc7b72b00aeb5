/* SPDX-License-Identifier: MIT */
/* From an action or a drop to the dialog that does it. */
#include "sentinel-rules-files.h"
#include "sentinel-rule-export-act.h"
#include "sentinel-rule-import-dialog.h"
#include "sentinel-rule-versions-dialog.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

/**
 * sentinel_rules_files_act:
 * @page: the page of rules, below its window's toast overlay
 * @context: the program's parts
 * @ticker: in which zone times are told
 * @action_name: "rules.import", "rules.export", "rules.export-selected" or "rules.versions"
 * @rule_ids: (element-type gint64): what is selected
 *
 * Begins what the action is for. Main thread.
 */
void
sentinel_rules_files_act (GtkWidget *page,
                          SentinelContext *context,
                          SentinelTicker *ticker,
                          const char *action_name,
                          GArray *rule_ids)
{
  if (g_str_equal (action_name, "rules.import"))
    sentinel_rule_import_choose (page, context, ticker);
  else if (g_str_equal (action_name, "rules.export"))
    sentinel_rule_export_choose (page, context, NULL);
  else if (g_str_equal (action_name, "rules.export-selected") && rule_ids->len > 0)
    sentinel_rule_export_choose (page, context, rule_ids);
  else if (g_str_equal (action_name, "rules.versions") && rule_ids->len == 1)
    sentinel_rule_versions_show (page, context, ticker, g_array_index (rule_ids, gint64, 0));
}

/* Drops */

typedef struct {
  SentinelContext *context;
  SentinelTicker *ticker;
} Receiver;

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, Receiver *receiver)
{
  GtkWidget *page = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files == NULL)
    return FALSE;
  if (files->next != NULL)
    sentinel_toast_show (page, _ ("Rules can be imported from one file at a time"));
  else
    sentinel_rule_import_show (page, receiver->context, receiver->ticker, files->data);
  return TRUE;
}

static void
receiver_free (gpointer data, GClosure *closure)
{
  Receiver *self = data;

  g_object_unref (self->context);
  g_object_unref (self->ticker);
  g_free (self);
}

/**
 * sentinel_rules_files_accept_drops:
 * @page: the page of rules, below its window's toast overlay
 * @context: the program's parts
 * @ticker: in which zone times are told
 *
 * A file that is dropped on @page is shown by sentinel_rule_import_show(). Main thread.
 */
void
sentinel_rules_files_accept_drops (GtkWidget *page,
                                   SentinelContext *context,
                                   SentinelTicker *ticker)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  Receiver *receiver = g_new0 (Receiver, 1);

  receiver->context = g_object_ref (context);
  receiver->ticker = g_object_ref (ticker);
  g_signal_connect_data (target,
                         "drop",
                         G_CALLBACK (dropped_cb),
                         receiver,
                         receiver_free,
                         G_CONNECT_DEFAULT);
  gtk_widget_add_controller (page, GTK_EVENT_CONTROLLER (target));
}
