/* SPDX-License-Identifier: MIT */
/* The list is read again when the rule changes, and what was chosen stays chosen by its number. */
#include "sentinel-rule-versions-dialog.h"
#include "sentinel-age.h"
#include "sentinel-id-ranges.h"
#include "sentinel-refresher.h"
#include "sentinel-restore-act.h"
#include "sentinel-rule-diff-view.h"
#include "sentinel-rule-version-row.h"
#include "sentinel-rule-version-store.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define INTERVAL_MS 250
#define NAME_BYTES 200

#define SENTINEL_TYPE_RULE_VERSIONS_DIALOG (sentinel_rule_versions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleVersionsDialog,
                      sentinel_rule_versions_dialog,
                      SENTINEL,
                      RULE_VERSIONS_DIALOG,
                      AdwDialog)

struct _SentinelRuleVersionsDialog {
  AdwDialog parent_instance;
  GtkStack *stack;
  AdwNavigationSplitView *split;
  AdwWindowTitle *window_title;
  AdwNavigationPage *content_page;
  AdwBanner *gone_banner;
  GtkListView *list;
  GtkLabel *facts_label, *legend_label;
  AdwToggleGroup *compare_group;
  AdwToggle *now_toggle;
  GtkWidget *diff_window;
  SentinelRuleDiffView *diff;
  AdwStatusPage *error_page;

  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelRefresher *refresher;
  GCancellable *cancellable;
  GListStore *items; /* of SentinelRuleVersionItem, newest first */
  GtkSingleSelection *selection;
  gint64 rule_id;
  gboolean is_deleted, is_writing, is_filling;
};

G_DEFINE_FINAL_TYPE (SentinelRuleVersionsDialog, sentinel_rule_versions_dialog, ADW_TYPE_DIALOG)

/* One version */

/* (transfer none) (nullable) */
static SentinelRuleVersionItem *
get_selected (SentinelRuleVersionsDialog *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

/* (nullable): of that version; it may have been another one once */
static SentinelTrigger *
find_trigger (SentinelRuleVersionsDialog *self, SentinelRuleVersionItem *item)
{
  return sentinel_registry_find (sentinel_context_get_registry (self->context),
                                 sentinel_rule_version_item_get_version (item)->body->trigger,
                                 NULL);
}

static void
show_facts (SentinelRuleVersionsDialog *self, SentinelRuleVersionItem *item)
{
  const SentinelRuleVersion *version = sentinel_rule_version_item_get_version (item);
  g_autofree char *title = sentinel_rule_version_item_dup_title (item);
  g_autofree char *author = sentinel_rule_version_item_dup_author (item);
  g_autofree char *at =
      sentinel_age_format_exact (version->at_us, sentinel_ticker_get_zone (self->ticker));
  /* Translators: who wrote a version of a rule, and when */
  g_autofree char *facts = g_strdup_printf (_ ("By %s, %s"), author, at);

  adw_navigation_page_set_title (self->content_page, title);
  gtk_label_set_label (self->facts_label, facts);
}

static void
show_changes (SentinelRuleVersionsDialog *self, SentinelRuleVersionItem *item)
{
  gboolean is_to_now = g_strcmp0 (adw_toggle_group_get_active_name (self->compare_group), "now")
                       == 0;
  g_autoptr (GPtrArray) changes = is_to_now ? sentinel_rule_version_item_list_changes_to_now (item)
                                            : sentinel_rule_version_item_list_changes (item);
  const char *legend = is_to_now ? _ ("- as in this version, + as it is now")
                                 : _ ("- as it was before, + as it became");

  sentinel_rule_diff_view_set_changes (self->diff,
                                       changes,
                                       find_trigger (self, item),
                                       sentinel_ticker_get_zone (self->ticker));
  gtk_label_set_label (self->legend_label, changes->len > 0 ? legend : _ ("Nothing is different."));
  gtk_widget_set_visible (self->diff_window, changes->len > 0);
}

static void
update (SentinelRuleVersionsDialog *self)
{
  SentinelRuleVersionItem *item = get_selected (self);
  gboolean is_old = item != NULL && !sentinel_rule_version_item_is_now (item);

  if (self->is_filling)
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "versions.restore",
                                 is_old && !self->is_deleted);
  if (item == NULL)
    return;
  show_facts (self, item);
  show_changes (self, item);
}

static void
compare_cb (SentinelRuleVersionsDialog *self)
{
  update (self);
}

static void
activated_cb (SentinelRuleVersionsDialog *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* Reading */

static void
show_error (SentinelRuleVersionsDialog *self, const char *words)
{
  g_autofree char *plain = sentinel_text_to_block (words);
  g_autofree char *text = g_markup_escape_text (plain, -1);

  adw_status_page_set_description (self->error_page, text);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static gint64
get_selected_number (SentinelRuleVersionsDialog *self)
{
  SentinelRuleVersionItem *item = get_selected (self);

  return item != NULL ? sentinel_rule_version_item_get_version (item)->version : 0;
}

static void
select_number (SentinelRuleVersionsDialog *self, gint64 number)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++) {
    g_autoptr (SentinelRuleVersionItem) item =
        g_list_model_get_item (G_LIST_MODEL (self->items), i);

    if (sentinel_rule_version_item_get_version (item)->version == number) {
      gtk_single_selection_set_selected (self->selection, i);
      return;
    }
  }
}

static void
show_rule (SentinelRuleVersionsDialog *self, const SentinelRule *now)
{
  g_autofree char *name = sentinel_text_to_line (now->name, NAME_BYTES);

  self->is_deleted = now->deleted_at_us != 0;
  adw_window_title_set_subtitle (self->window_title, name);
  adw_banner_set_revealed (self->gone_banner, self->is_deleted);
}

static void
show_versions (SentinelRuleVersionsDialog *self, GPtrArray *versions)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const SentinelRuleVersion *newest = g_ptr_array_index (versions, versions->len - 1);
  gint64 number = get_selected_number (self);

  for (guint i = versions->len; i > 0; i--)
    g_ptr_array_add (items, sentinel_rule_version_item_new (versions, i - 1));
  self->is_filling = TRUE;
  g_list_store_splice (self->items,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata,
                       items->len);
  select_number (self, number);
  self->is_filling = FALSE;
  show_rule (self, newest->body);
  update (self);
  gtk_stack_set_visible_child_name (self->stack, "versions");
}

static gpointer
read_versions (SentinelDatabase *db, gpointer rule_id, GError **error)
{
  return sentinel_rule_version_store_list_records (db, *(const gint64 *) rule_id, error);
}

static void
read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRuleVersionsDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) versions =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  sentinel_refresher_done (self->refresher);
  if (versions == NULL)
    show_error (self, error->message);
  else if (versions->len == 0)
    show_error (self, _ ("The rule is gone: it was removed from the database."));
  else
    show_versions (self, versions);
}

static void
refresh_cb (SentinelRuleVersionsDialog *self)
{
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             read_versions,
                             g_memdup2 (&self->rule_id, sizeof self->rule_id),
                             g_free,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             read_cb,
                             g_object_ref (self));
}

static void
rules_changed_cb (SentinelRuleVersionsDialog *self, SentinelIdRanges *ids)
{
  if (sentinel_id_ranges_contains (ids, self->rule_id))
    sentinel_refresher_ask (self->refresher);
}

/* Restoring */

typedef struct {
  SentinelRuleVersionsDialog *dialog;
  SentinelRestoreAct *act;
} Restoring;

static void
restoring_free (Restoring *self)
{
  g_object_unref (self->dialog);
  sentinel_restore_act_free (self->act);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Restoring, restoring_free)

static char *
dup_result (const SentinelRestoreAct *act)
{
  if (!act->is_changed)
    return g_strdup_printf (_ ("The rule is like version %" G_GINT64_FORMAT " already"), act->version);
  if (act->n_closed > 0)
    return g_strdup_printf (ngettext ("Version %" G_GINT64_FORMAT " restored; %u event ended",
                                      "Version %" G_GINT64_FORMAT " restored; %u events ended",
                                      act->n_closed),
                            act->version,
                            act->n_closed);
  return g_strdup_printf (_ ("Version %" G_GINT64_FORMAT " restored"), act->version);
}

/* At once, in place of what was said of the one before. */
static void
tell (SentinelRuleVersionsDialog *self, const SentinelRestoreAct *act)
{
  g_autofree char *words = dup_result (act);
  AdwToast *toast = sentinel_toast_new (words);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  sentinel_toast_add (GTK_WIDGET (self->stack), toast);
}

static void
restored_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Restoring) restoring = data;
  SentinelRuleVersionsDialog *self = restoring->dialog;
  g_autoptr (GError) error = NULL;
  gboolean is_done = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  self->is_writing = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable)) {
    if (!is_done)
      g_warning ("The rule was not set back: %s", error->message);
    return;
  }
  if (is_done)
    tell (self, restoring->act);
  else
    sentinel_toast_show_error (GTK_WIDGET (self->stack), _ ("The rule was not set back"), error);
  update (self);
}

static void
restore_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleVersionsDialog *self = SENTINEL_RULE_VERSIONS_DIALOG (widget);
  g_autofree char *name = sentinel_context_dup_actor_name (self->context);
  Restoring *restoring;

  /* The button stays as it is: switched off it would lose the focus. */
  if (self->is_writing)
    return;
  restoring = g_new0 (Restoring, 1);
  restoring->dialog = g_object_ref (self);
  restoring->act = sentinel_restore_act_new (self->rule_id,
                                             get_selected_number (self),
                                             &(SentinelActor) { name, SENTINEL_VIA_WINDOW });
  self->is_writing = TRUE;
  update (self);
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              sentinel_rule_acts_restore,
                              restoring->act,
                              NULL,
                              NULL,
                              restored_cb,
                              restoring);
}

/* Rows */

static void
setup_cb (SentinelRuleVersionsDialog *self, GtkListItem *cell)
{
  gtk_list_item_set_child (cell, sentinel_rule_version_row_new (self->ticker));
}

static void
bind_cb (SentinelRuleVersionsDialog *self, GtkListItem *cell)
{
  SentinelRuleVersionItem *item = gtk_list_item_get_item (cell);
  SentinelTrigger *trigger = find_trigger (self, item);
  g_autofree char *sentence =
      sentinel_rule_version_item_dup_sentence (item,
                                               trigger,
                                               sentinel_ticker_get_zone (self->ticker));

  sentinel_rule_version_row_set_item (SENTINEL_RULE_VERSION_ROW (gtk_list_item_get_child (cell)),
                                      item,
                                      trigger);
  gtk_list_item_set_accessible_label (cell, sentence);
}

static void
set_up_list (SentinelRuleVersionsDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->items = g_list_store_new (SENTINEL_TYPE_RULE_VERSION_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection,
                           "notify::selected-item",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

/* The object */

static void
sentinel_rule_versions_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (SENTINEL_RULE_VERSIONS_DIALOG (dialog)->cancellable);
}

static void
sentinel_rule_versions_dialog_dispose (GObject *object)
{
  SentinelRuleVersionsDialog *self = SENTINEL_RULE_VERSIONS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  self->is_filling = TRUE;
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_VERSIONS_DIALOG);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->refresher);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_rule_versions_dialog_parent_class)->dispose (object);
}

static void
sentinel_rule_versions_dialog_finalize (GObject *object)
{
  g_object_unref (SENTINEL_RULE_VERSIONS_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (sentinel_rule_versions_dialog_parent_class)->finalize (object);
}

#define BIND(name) \
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleVersionsDialog, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-versions-dialog.ui");
  BIND (stack);
  BIND (split);
  BIND (window_title);
  BIND (content_page);
  BIND (gone_banner);
  BIND (list);
  BIND (facts_label);
  BIND (legend_label);
  BIND (compare_group);
  BIND (now_toggle);
  BIND (diff_window);
  BIND (diff);
  BIND (error_page);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

#undef BIND

static void
sentinel_rule_versions_dialog_class_init (SentinelRuleVersionsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_versions_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_versions_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = sentinel_rule_versions_dialog_closed;
  g_type_ensure (SENTINEL_TYPE_RULE_DIFF_VIEW);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "versions.restore", NULL, restore_action);
}

static void
sentinel_rule_versions_dialog_init (SentinelRuleVersionsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "versions.restore", FALSE);
  set_up_list (self);
  self->is_filling = FALSE;
}

static void
follow (SentinelRuleVersionsDialog *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
ask_cb (SentinelRuleVersionsDialog *self)
{
  sentinel_refresher_ask (self->refresher);
}

/**
 * sentinel_rule_versions_show:
 * @parent: a widget of the window
 * @context: the program's parts
 * @ticker: what makes ages count
 * @rule_id: a rule that is stored
 *
 * Presents the versions of a rule. Main thread.
 */
void
sentinel_rule_versions_show (GtkWidget *parent,
                             SentinelContext *context,
                             SentinelTicker *ticker,
                             gint64 rule_id)
{
  SentinelRuleVersionsDialog *self = g_object_new (SENTINEL_TYPE_RULE_VERSIONS_DIALOG, NULL);
  SentinelStore *store = sentinel_context_get_store (context);

  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->rule_id = rule_id;
  self->refresher = sentinel_refresher_new (sentinel_context_get_clock (context), INTERVAL_MS);
  follow (self, self->refresher, "refresh", G_CALLBACK (refresh_cb));
  follow (self, store, "rules-changed", G_CALLBACK (rules_changed_cb));
  follow (self, store, "reload", G_CALLBACK (ask_cb));
  sentinel_refresher_ask (self->refresher);
  adw_dialog_present (ADW_DIALOG (self), parent);
}
