/* SPDX-License-Identifier: MIT */
/* The file is read once; what it would do is planned against the rules as they are, and once more
 * when they are not so any more. */
#include "sentinel-rule-import-dialog.h"
#include "sentinel-error.h"
#include "sentinel-import-row.h"
#include "sentinel-rule-file.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define SENTINEL_TYPE_RULE_IMPORT_DIALOG (sentinel_rule_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelRuleImportDialog,
                      sentinel_rule_import_dialog,
                      SENTINEL,
                      RULE_IMPORT_DIALOG,
                      AdwDialog)

struct _SentinelRuleImportDialog {
  AdwDialog parent_instance;
  AdwWindowTitle *window_title;
  GtkButton *import_button;
  AdwBanner *news_banner, *problem_banner;
  GtkStack *stack;
  GtkLabel *summary_label;
  GtkListView *list;
  AdwStatusPage *error_page;

  GtkWidget *parent; /* weak: whose window shows the toast */
  SentinelContext *context;
  SentinelTicker *ticker;
  GCancellable *cancellable;
  GFile *file;
  GBytes *bytes; /* NULL until it is read */
  SentinelRuleImport *import; /* NULL until it is planned */
  GListStore *items; /* of SentinelImportItem */
  gboolean is_writing, is_filling;
};

G_DEFINE_FINAL_TYPE (SentinelRuleImportDialog, sentinel_rule_import_dialog, ADW_TYPE_DIALOG)

/* What is said of the whole */

static SentinelImportItem *
get_item (SentinelRuleImportDialog *self, guint position)
{
  g_autoptr (SentinelImportItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return item; /* the list has it */
}

static guint
count_items (SentinelRuleImportDialog *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

typedef struct {
  guint n_chosen, n_unknown, n_wrong, n_left_out;
} Counts;

static Counts
count (SentinelRuleImportDialog *self)
{
  Counts counts = { 0 };

  for (guint i = 0; i < count_items (self); i++) {
    SentinelImportItem *item = get_item (self, i);

    counts.n_chosen += sentinel_import_entry_is_written (sentinel_import_item_get_entry (item));
    counts.n_left_out += sentinel_import_item_is_left_out (item);
    if (!sentinel_import_item_is_in_the_way (item))
      continue;
    if (sentinel_import_item_can_be_left_out (item))
      counts.n_unknown++;
    else
      counts.n_wrong++;
  }
  return counts;
}

static void
add_count (GString *text, guint n, char *words)
{
  if (n > 0)
    /* Translators: between "2 new" and "1 changed" */
    g_string_append_printf (text, "%s%s", text->len > 0 ? _ (", ") : "", words);
  g_free (words);
}

/* "2 new, 1 changed, 3 the same, 1 with a problem, 1 left out" */
static void
show_summary (SentinelRuleImportDialog *self, const Counts *counts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_new = sentinel_rule_import_count (self->import, SENTINEL_IMPORT_NEW);
  guint n_changed = sentinel_rule_import_count (self->import, SENTINEL_IMPORT_CHANGED);
  guint n_same = sentinel_rule_import_count (self->import, SENTINEL_IMPORT_SAME);
  guint n_wrong = counts->n_unknown + counts->n_wrong;

  add_count (text, n_new, g_strdup_printf (ngettext ("%u new", "%u new", n_new), n_new));
  add_count (text,
             n_changed,
             g_strdup_printf (ngettext ("%u changed", "%u changed", n_changed), n_changed));
  add_count (text,
             n_same,
             g_strdup_printf (ngettext ("%u the same", "%u the same", n_same), n_same));
  add_count (text,
             n_wrong,
             g_strdup_printf (ngettext ("%u with a problem", "%u with a problem", n_wrong),
                              n_wrong));
  add_count (text,
             counts->n_left_out,
             g_strdup_printf (ngettext ("%u left out", "%u left out", counts->n_left_out),
                              counts->n_left_out));
  gtk_label_set_label (self->summary_label, text->str);
}

/* What only the file can mend is said first: leaving out the others would not be enough. */
static void
show_problems (SentinelRuleImportDialog *self, const Counts *counts)
{
  g_autofree char *title = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.leave-out", counts->n_unknown > 0);
  adw_banner_set_revealed (self->problem_banner, counts->n_wrong + counts->n_unknown > 0);
  if (counts->n_wrong > 0)
    title = g_strdup_printf (ngettext ("Nothing can be imported before %u rule is mended in the "
                                       "file.",
                                       "Nothing can be imported before %u rules are mended in the "
                                       "file.",
                                       counts->n_wrong),
                             counts->n_wrong);
  else if (counts->n_unknown > 0)
    title = g_strdup_printf (ngettext ("The trigger of %u rule is not there. Leave it out to "
                                       "import the others.",
                                       "The triggers of %u rules are not there. Leave them out to "
                                       "import the others.",
                                       counts->n_unknown),
                             counts->n_unknown);
  else
    return;
  adw_banner_set_title (self->problem_banner, title);
  adw_banner_set_button_label (self->problem_banner, counts->n_wrong > 0 ? NULL : _ ("_Leave Out"));
}

static void
show_button (SentinelRuleImportDialog *self, const Counts *counts)
{
  g_autofree char *label =
      g_strdup_printf (ngettext ("_Import %u Rule", "_Import %u Rules", counts->n_chosen),
                       counts->n_chosen);

  gtk_button_set_label (self->import_button, counts->n_chosen > 0 ? label : _ ("_Import"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "import.apply",
                                 counts->n_chosen > 0 && counts->n_wrong + counts->n_unknown == 0
                                     && !self->is_writing);
}

static void
update (SentinelRuleImportDialog *self)
{
  Counts counts;

  if (self->is_filling)
    return;
  counts = count (self);
  show_summary (self, &counts);
  show_problems (self, &counts);
  show_button (self, &counts);
}

static void
show_error (SentinelRuleImportDialog *self, const GError *error)
{
  g_autofree char *plain = sentinel_text_to_block (error->message);
  g_autofree char *text = g_markup_escape_text (plain, -1);
  g_autofree char *name = sentinel_rule_file_dup_name (self->file);
  /* Translators: the name of a file */
  g_autofree char *title = g_strdup_printf (_ ("“%s” Cannot Be Imported"), name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_status_page_set_title (self->error_page, escaped);
  adw_status_page_set_description (self->error_page, text);
  adw_banner_set_revealed (self->news_banner, FALSE);
  adw_banner_set_revealed (self->problem_banner, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "error");
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           plain,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  gtk_widget_child_focus (GTK_WIDGET (self->error_page), GTK_DIR_TAB_FORWARD);
}

/* Planning */

static GPtrArray *
make_items (SentinelRuleImportDialog *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->import->entries->len; i++) {
    SentinelImportItem *item = sentinel_import_item_new (self->import, i);

    /* The same file has the same rules in the same order. */
    if (i < count_items (self))
      sentinel_import_item_take_choice (item, get_item (self, i));
    g_signal_connect_object (item, "notify::chosen", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (item,
                             "notify::left-out",
                             G_CALLBACK (update),
                             self,
                             G_CONNECT_SWAPPED);
    g_ptr_array_add (items, item);
  }
  return items;
}

static void
show_plan (SentinelRuleImportDialog *self)
{
  g_autoptr (GPtrArray) items = make_items (self);

  g_list_store_splice (self->items, 0, count_items (self), items->pdata, items->len);
  if (self->import->is_original)
    adw_dialog_set_title (ADW_DIALOG (self), _ ("Import From the Web Program"));
  update (self);
  gtk_stack_set_visible_child_name (self->stack, "preview");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
planned_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRuleImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRuleImport) import =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_writing = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), TRUE);
  if (import == NULL) {
    show_error (self, error);
    return;
  }
  g_clear_pointer (&self->import, sentinel_rule_import_unref);
  self->import = g_steal_pointer (&import);
  show_plan (self);
}

static void
request_free (gpointer data)
{
  SentinelRuleImportRequest *request = data;

  g_bytes_unref (request->bytes);
  g_object_unref (request->registry);
  g_free (request);
}

static void
plan (SentinelRuleImportDialog *self)
{
  SentinelRuleImportRequest *request = g_new0 (SentinelRuleImportRequest, 1);

  request->bytes = g_bytes_ref (self->bytes);
  request->registry = g_object_ref (sentinel_context_get_registry (self->context));
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             sentinel_rule_import_read,
                             request,
                             request_free,
                             (GDestroyNotify) sentinel_rule_import_unref,
                             self->cancellable,
                             planned_cb,
                             g_object_ref (self));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRuleImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = sentinel_rule_file_read_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_clear_pointer (&bytes, g_bytes_unref);
    return;
  }
  self->bytes = bytes;
  if (bytes != NULL)
    plan (self);
  else
    show_error (self, error);
}

/* Carrying it out */

static char *
dup_counts (const SentinelRuleImportAct *act)
{
  g_autofree char *added =
      g_strdup_printf (ngettext ("%u rule added", "%u rules added", act->n_added), act->n_added);
  g_autofree char *changed =
      g_strdup_printf (ngettext ("%u rule changed", "%u rules changed", act->n_changed),
                       act->n_changed);

  if (act->n_changed == 0)
    return g_steal_pointer (&added);
  if (act->n_added == 0)
    return g_steal_pointer (&changed);
  /* Translators: "2 rules added, 1 rule changed" */
  return g_strdup_printf (_ ("%s, %s"), added, changed);
}

static char *
dup_result (const SentinelRuleImportAct *act)
{
  g_autofree char *counts = dup_counts (act);

  if (act->n_closed == 0)
    return g_steal_pointer (&counts);
  /* Translators: what was imported, as in "1 rule changed"; events that were open */
  return g_strdup_printf (ngettext ("%s; %u event ended", "%s; %u events ended", act->n_closed),
                          counts,
                          act->n_closed);
}

typedef struct {
  SentinelRuleImportDialog *dialog;
  SentinelRuleImportAct *act;
} Writing;

static void
writing_free (Writing *self)
{
  g_object_unref (self->dialog);
  sentinel_rule_import_act_free (self->act);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

static void
say_news (SentinelRuleImportDialog *self, const char *title)
{
  adw_banner_set_title (self->news_banner, title);
  adw_banner_set_revealed (self->news_banner, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self),
                           title,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
finish (SentinelRuleImportDialog *self, const SentinelRuleImportAct *act)
{
  g_autofree char *words = dup_result (act);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->parent != NULL)
    sentinel_toast_show (self->parent, words);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* The plan is made again also when the store failed: it may be at another time. */
static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Writing) writing = data;
  SentinelRuleImportDialog *self = writing->dialog;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error)) {
    finish (self, writing->act);
    return;
  }
  /* The window may have been closed meanwhile. */
  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_warning ("Rules were not imported: %s", error->message);
    return;
  }
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT)) {
    say_news (self,
              _ ("Nothing was imported: the rules changed meanwhile. This is what the import "
                 "would do now."));
  } else {
    /* Translators: why */
    words = g_strdup_printf (_ ("Nothing was imported: %s"), error->message);
    say_news (self, words);
  }
  plan (self);
}

static void
apply_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleImportDialog *self = SENTINEL_RULE_IMPORT_DIALOG (widget);
  g_autofree char *name = sentinel_context_dup_actor_name (self->context);
  Writing *writing = g_new0 (Writing, 1);

  writing->dialog = g_object_ref (self);
  writing->act =
      sentinel_rule_import_act_new (self->import, &(SentinelActor) { name, SENTINEL_VIA_WINDOW });
  /* The plan belongs to the writer until it answers. */
  self->is_writing = TRUE;
  gtk_widget_action_set_enabled (widget, "import.apply", FALSE);
  gtk_widget_action_set_enabled (widget, "import.leave-out", FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), FALSE);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  adw_banner_set_revealed (self->news_banner, FALSE);
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              sentinel_rule_import_apply,
                              writing->act,
                              NULL,
                              NULL,
                              written_cb,
                              writing);
}

/* Other actions */

static void
leave_out_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleImportDialog *self = SENTINEL_RULE_IMPORT_DIALOG (widget);

  self->is_filling = TRUE;
  for (guint i = 0; i < count_items (self); i++) {
    SentinelImportItem *item = get_item (self, i);

    if (sentinel_import_item_can_be_left_out (item))
      g_object_set (item, "left-out", TRUE, NULL);
  }
  self->is_filling = FALSE;
  update (self);
}

static void
cancel_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
choose_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleImportDialog *self = SENTINEL_RULE_IMPORT_DIALOG (widget);

  if (self->parent != NULL)
    sentinel_rule_import_choose (self->parent, self->context, self->ticker);
  adw_dialog_close (ADW_DIALOG (self));
}

/* Rows */

static void
activated_cb (SentinelRuleImportDialog *self, guint position)
{
  SentinelImportItem *item = get_item (self, position);
  gboolean is_expanded;

  g_object_get (item, "expanded", &is_expanded, NULL);
  g_object_set (item, "expanded", !is_expanded, NULL);
}

static void
setup_cb (SentinelRuleImportDialog *self, GtkListItem *cell)
{
  gtk_list_item_set_child (cell, sentinel_import_row_new ());
}

static void
bind_cb (SentinelRuleImportDialog *self, GtkListItem *cell)
{
  SentinelImportItem *item = gtk_list_item_get_item (cell);
  g_autofree char *sentence = sentinel_import_item_dup_sentence (item);

  sentinel_import_row_set_item (SENTINEL_IMPORT_ROW (gtk_list_item_get_child (cell)),
                                item,
                                sentinel_context_get_registry (self->context),
                                sentinel_ticker_get_zone (self->ticker));
  gtk_list_item_set_accessible_label (cell, sentence);
}

static void
unbind_cb (SentinelRuleImportDialog *self, GtkListItem *cell)
{
  sentinel_import_row_set_item (SENTINEL_IMPORT_ROW (gtk_list_item_get_child (cell)),
                                NULL,
                                NULL,
                                NULL);
}

static void
set_up_list (SentinelRuleImportDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) model =
      gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->items)));

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (model));
}

/* The object */

static void
sentinel_rule_import_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (SENTINEL_RULE_IMPORT_DIALOG (dialog)->cancellable);
}

static void
sentinel_rule_import_dialog_dispose (GObject *object)
{
  SentinelRuleImportDialog *self = SENTINEL_RULE_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->parent);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_IMPORT_DIALOG);
  g_clear_object (&self->items);
  g_clear_object (&self->file);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_rule_import_dialog_parent_class)->dispose (object);
}

static void
sentinel_rule_import_dialog_finalize (GObject *object)
{
  SentinelRuleImportDialog *self = SENTINEL_RULE_IMPORT_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->import, sentinel_rule_import_unref);
  G_OBJECT_CLASS (sentinel_rule_import_dialog_parent_class)->finalize (object);
}

#define BIND(name) \
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleImportDialog, name)

static void
sentinel_rule_import_dialog_class_init (SentinelRuleImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_import_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = sentinel_rule_import_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-import-dialog.ui");
  BIND (window_title);
  BIND (import_button);
  BIND (news_banner);
  BIND (problem_banner);
  BIND (stack);
  BIND (summary_label);
  BIND (list);
  BIND (error_page);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_install_action (widget_class, "import.apply", NULL, apply_action);
  gtk_widget_class_install_action (widget_class, "import.leave-out", NULL, leave_out_action);
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_action);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, cancel_action);
}

#undef BIND

static void
sentinel_rule_import_dialog_init (SentinelRuleImportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_list_store_new (SENTINEL_TYPE_IMPORT_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.apply", FALSE);
  set_up_list (self);
}

/**
 * sentinel_rule_import_show:
 * @parent: a widget of the window, below its toast overlay
 * @context: the program's parts
 * @ticker: in which zone times are told
 * @file: that the person chose
 *
 * Reads the file and presents what importing it would do. Main thread.
 */
void
sentinel_rule_import_show (GtkWidget *parent,
                           SentinelContext *context,
                           SentinelTicker *ticker,
                           GFile *file)
{
  SentinelRuleImportDialog *self = g_object_new (SENTINEL_TYPE_RULE_IMPORT_DIALOG, NULL);
  g_autofree char *name = sentinel_rule_file_dup_name (file);

  g_set_weak_pointer (&self->parent, parent);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->file = g_object_ref (file);
  adw_window_title_set_subtitle (self->window_title, name);
  sentinel_rule_file_read_async (file, self->cancellable, read_cb, g_object_ref (self));
  adw_dialog_present (ADW_DIALOG (self), parent);
}
