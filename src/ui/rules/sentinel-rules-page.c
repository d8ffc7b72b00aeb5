/* SPDX-License-Identifier: MIT */
/* Rows → search and filter → order → selection: four models, each of which does one thing. */
#include "sentinel-rules-page.h"
#include "sentinel-banners.h"
#include "sentinel-check-dialog.h"
#include "sentinel-column-state.h"
#include "sentinel-rule-cell.h"
#include "sentinel-rule-columns.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rule-groups.h"
#include "sentinel-rule-words.h"
#include "sentinel-rules-acts.h"
#include "sentinel-run-now.h"
#include "sentinel-starter.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

struct _SentinelRulesPage {
  AdwBin parent_instance;
  AdwWindowTitle *title;
  SentinelBanners *banners;
  GtkSearchEntry *search;
  AdwToggleGroup *filter_group;
  GtkBox *filter_row;
  GtkButton *new_button, *new_icon_button;
  GtkStack *stack;
  GtkColumnView *view;
  AdwStatusPage *error_page;
  GtkActionBar *action_bar;
  GtkLabel *selected_label;
  GMenuModel *row_menu;
  GtkPopover *menu; /* made when it is first asked for */

  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelRuleList *list;
  GtkCustomFilter *matcher;
  GtkSelectionModel *selection;
  SentinelColumnState *columns;
  GCancellable *cancellable;
  gint64 wanted_rule_id; /* 0: none; to be shown when the list is there */
};

G_DEFINE_FINAL_TYPE (SentinelRulesPage, sentinel_rules_page, ADW_TYPE_BIN)

/* Filter */

static gboolean
matches (gpointer item, gpointer data)
{
  SentinelRulesPage *self = data;
  const char *group = adw_toggle_group_get_active_name (self->filter_group);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  return sentinel_rule_groups_contain (group, sentinel_rule_row_get_status (item))
         && (*text == '\0' || sentinel_rule_columns_match (item, text, self->context));
}

/* States */

static guint
count_all (SentinelRulesPage *self)
{
  return g_list_model_get_n_items (sentinel_rule_list_get_rows (self->list));
}

static guint
count_shown (SentinelRulesPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static const char *
choose_state (SentinelRulesPage *self)
{
  if (count_shown (self) > 0)
    return "list";
  if (sentinel_rule_list_get_error (self->list) != NULL)
    return "error";
  if (!sentinel_rule_list_is_loaded (self->list))
    return "loading";
  return count_all (self) > 0 ? "no-match" : "first-run";
}

static void
describe_error (SentinelRulesPage *self)
{
  const GError *error = sentinel_rule_list_get_error (self->list);
  g_autofree char *text = error != NULL ? g_markup_escape_text (error->message, -1) : NULL;

  adw_status_page_set_description (self->error_page, text != NULL ? text : "");
}

static char *
format_summary (guint n_firing, guint n_failing)
{
  g_autofree char *firing =
      g_strdup_printf (ngettext ("%u firing", "%u firing", n_firing), n_firing);
  g_autofree char *failing =
      g_strdup_printf (ngettext ("%u cannot be measured", "%u cannot be measured", n_failing),
                       n_failing);

  if (n_firing > 0 && n_failing > 0)
    /* Translators: "2 firing, 1 cannot be measured" */
    return g_strdup_printf (_ ("%s, %s"), firing, failing);
  if (n_firing > 0)
    return g_steal_pointer (&firing);
  return n_failing > 0 ? g_steal_pointer (&failing) : g_strdup ("");
}

static void
describe_title (SentinelRulesPage *self)
{
  GListModel *rows = sentinel_rule_list_get_rows (self->list);
  guint n_firing = 0;
  guint n_failing = 0;
  g_autofree char *summary = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (SentinelRuleRow) row = g_list_model_get_item (rows, i);
    SentinelRuleStanding standing =
        sentinel_rule_status_get_standing (sentinel_rule_row_get_status (row));

    n_firing += standing == SENTINEL_RULE_FIRING;
    n_failing += standing == SENTINEL_RULE_FAILING;
  }
  summary = format_summary (n_firing, n_failing);
  adw_window_title_set_subtitle (self->title, summary);
}

static void
update_state (SentinelRulesPage *self)
{
  const char *state = choose_state (self);
  gboolean has_rules = count_all (self) > 0;

  describe_error (self);
  gtk_widget_set_visible (GTK_WIDGET (self->filter_row), has_rules);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "rules.watch-this-computer",
                                 !has_rules && sentinel_rule_list_is_loaded (self->list));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rules.check-all", has_rules);
  g_object_set (self->banners, "trouble-told", g_str_equal (state, "error"), NULL);
  gtk_stack_set_visible_child_name (self->stack, state);
}

static gint64
find_position (SentinelRulesPage *self, gint64 rule_id)
{
  for (guint i = 0; i < count_shown (self); i++) {
    g_autoptr (SentinelRuleRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

    if (sentinel_rule_row_get_id (row) == rule_id)
      return i;
  }
  return -1;
}

static void
show_wanted_rule (SentinelRulesPage *self)
{
  gint64 position = find_position (self, self->wanted_rule_id);

  self->wanted_rule_id = 0;
  if (position >= 0)
    gtk_column_view_scroll_to (self->view,
                               (guint) position,
                               NULL,
                               GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS,
                               NULL);
  else
    sentinel_toast_show (GTK_WIDGET (self), _ ("That rule is not there any more"));
}

/* What a rule is compared by may have changed. */
static void
refreshed_cb (SentinelRulesPage *self)
{
  gtk_filter_changed (GTK_FILTER (self->matcher), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_column_view_get_sorter (self->view), GTK_SORTER_CHANGE_DIFFERENT);
  describe_title (self);
  sentinel_rule_groups_count (self->filter_group, sentinel_rule_list_get_rows (self->list));
  update_state (self);
  if (self->wanted_rule_id != 0)
    show_wanted_rule (self);
}

static void
filter_changed_cb (SentinelRulesPage *self)
{
  if (self->matcher == NULL)
    return;
  gtk_filter_changed (GTK_FILTER (self->matcher), GTK_FILTER_CHANGE_DIFFERENT);
  update_state (self);
}

/* Selection */

/* (transfer full) (element-type SentinelRuleRow) */
static GPtrArray *
list_selected (SentinelRulesPage *self)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    g_ptr_array_add (rows, g_list_model_get_item (G_LIST_MODEL (self->selection), position));
  return rows;
}

static GArray *
list_selected_ids (SentinelRulesPage *self)
{
  g_autoptr (GPtrArray) rows = list_selected (self);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < rows->len; i++) {
    gint64 id = sentinel_rule_row_get_id (g_ptr_array_index (rows, i));

    g_array_append_val (ids, id);
  }
  return ids;
}

static void
selection_changed_cb (SentinelRulesPage *self)
{
  static const char *const for_any[] = {
    "rules.delete", "rules.enable",          "rules.disable",
    "rules.copy",   "rules.clear-selection", "rules.show-menu"
  };
  static const char *const for_one[] = { "rules.edit",
                                         "rules.duplicate",
                                         "rules.run-now",
                                         "rules.show-events" };
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint n = (guint) gtk_bitset_get_size (selected);
  g_autofree char *text = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  gtk_label_set_label (self->selected_label, text);
  gtk_action_bar_set_revealed (self->action_bar, n > 0);
  for (guint i = 0; i < G_N_ELEMENTS (for_any); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_any[i], n > 0);
  for (guint i = 0; i < G_N_ELEMENTS (for_one); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_one[i], n == 1);
}

/* Actions */

static void
present_dialog (SentinelRulesPage *self, const SentinelRule *rule)
{
  adw_dialog_present (sentinel_rule_dialog_new (self->context, self->ticker, rule),
                      GTK_WIDGET (self));
}

static void
new_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  present_dialog (SENTINEL_RULES_PAGE (widget), NULL);
}

static void
edit_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  g_autoptr (GPtrArray) rows = list_selected (self);

  if (rows->len == 1)
    present_dialog (self, sentinel_rule_row_get_status (g_ptr_array_index (rows, 0))->rule);
}

static void
row_activated_cb (SentinelRulesPage *self, guint position)
{
  gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "rules.edit", NULL);
}

static void
duplicate_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  g_autoptr (GPtrArray) rows = list_selected (self);
  g_autoptr (SentinelRule) copy = NULL;
  g_autofree char *name = NULL;
  const SentinelRule *rule;

  if (rows->len != 1)
    return;
  rule = sentinel_rule_row_get_status (g_ptr_array_index (rows, 0))->rule;
  name = sentinel_rules_dup_copy_name (sentinel_rule_list_get_rows (self->list), rule->name);
  copy = sentinel_rule_duplicate (rule, name);
  present_dialog (self, copy);
}

static void
delete_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  g_autoptr (GArray) ids = list_selected_ids (self);

  if (ids->len > 0)
    sentinel_rules_delete (widget, self->context, ids);
}

static void
enable_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  g_autoptr (GArray) ids = list_selected_ids (self);

  sentinel_rules_enable (widget, self->context, ids, g_str_equal (action_name, "rules.enable"));
}

static void
run_now_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  g_autoptr (GPtrArray) rows = list_selected (self);

  if (rows->len == 1)
    sentinel_run_now (widget,
                      self->context,
                      sentinel_rule_row_get_status (g_ptr_array_index (rows, 0))->rule);
}

static void
copy_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GPtrArray) rows = list_selected (SENTINEL_RULES_PAGE (widget));
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (rules, sentinel_rule_row_get_status (g_ptr_array_index (rows, i))->rule);
  sentinel_rules_copy (widget, rules);
}

static void
show_events_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GArray) ids = list_selected_ids (SENTINEL_RULES_PAGE (widget));
  g_autofree char *filter = NULL;

  if (ids->len != 1)
    return;
  filter = g_strdup_printf ("rule:%" G_GINT64_FORMAT, g_array_index (ids, gint64, 0));
  gtk_widget_activate_action (widget, "win.show-live", "(sb)", filter, TRUE);
}

static void
check_all_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_check_all (widget, SENTINEL_RULES_PAGE (widget)->context);
}

static void
clear_selection_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_selection_model_unselect_all (SENTINEL_RULES_PAGE (widget)->selection);
}

static void
search_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (SENTINEL_RULES_PAGE (widget)->search));
}

static void
clear_filters_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  adw_toggle_group_set_active_name (self->filter_group, "all");
}

static void
try_again_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_rule_list_refresh (SENTINEL_RULES_PAGE (widget)->list);
}

static void
sort_by_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  GtkColumnViewColumn *column =
      sentinel_column_state_find (self->columns, g_variant_get_string (parameter, NULL));

  if (column != NULL)
    gtk_column_view_sort_by_column (self->view, column, GTK_SORT_ASCENDING);
}

static void
reset_columns_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_column_state_reset (SENTINEL_RULES_PAGE (widget)->columns);
}

static void
started_cb (GObject *context, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRulesPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_starter_add_finish (SENTINEL_CONTEXT (context), result, &error)
      && !g_cancellable_is_cancelled (self->cancellable))
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("The rules could not be added"), error);
}

static void
watch_this_computer_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  gtk_widget_action_set_enabled (widget, "rules.watch-this-computer", FALSE);
  sentinel_starter_add_async (self->context, self->cancellable, started_cb, g_object_ref (self));
}

/* The menu of the rows */

static void
pop_up_menu (SentinelRulesPage *self, const GdkRectangle *at)
{
  if (self->menu == NULL) {
    self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (self->row_menu));
    gtk_popover_set_has_arrow (self->menu, FALSE);
    gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
    gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  }
  gtk_popover_set_pointing_to (self->menu, at);
  gtk_popover_popup (self->menu);
}

static SentinelRuleCell *
find_cell_at (SentinelRulesPage *self, double x, double y)
{
  GtkWidget *hit = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);

  for (; hit != NULL && hit != GTK_WIDGET (self->view); hit = gtk_widget_get_parent (hit)) {
    GtkWidget *child = gtk_widget_get_first_child (hit);

    if (SENTINEL_IS_RULE_CELL (hit))
      return SENTINEL_RULE_CELL (hit);
    if (child != NULL && SENTINEL_IS_RULE_CELL (child))
      return SENTINEL_RULE_CELL (child);
  }
  return NULL;
}

static void
menu_requested_cb (SentinelRulesPage *self, int n_press, double x, double y, GtkGesture *gesture)
{
  SentinelRuleCell *cell = find_cell_at (self, x, y);
  SentinelRuleRow *row = cell != NULL ? sentinel_rule_cell_get_row (cell) : NULL;
  graphene_point_t at;
  gint64 position;

  if (row == NULL
      || !gtk_widget_compute_point (GTK_WIDGET (self->view),
                                    GTK_WIDGET (self),
                                    &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                    &at))
    return;
  position = find_position (self, sentinel_rule_row_get_id (row));
  if (position >= 0 && !gtk_selection_model_is_selected (self->selection, (guint) position))
    gtk_selection_model_select_item (self->selection, (guint) position, TRUE);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu (self, &(GdkRectangle) { (int) at.x, (int) at.y, 1, 1 });
}

static void
show_menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      || !gtk_widget_compute_bounds (focus, widget, &bounds))
    return;
  pop_up_menu (self,
               &(GdkRectangle) { (int) bounds.origin.x,
                                 (int) bounds.origin.y,
                                 MIN ((int) bounds.size.width, 1),
                                 (int) bounds.size.height });
}

/* Width */

static void
set_narrow (SentinelRulesPage *self, gboolean is_narrow)
{
  GListModel *all = gtk_column_view_get_columns (self->view);
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  sentinel_rule_groups_set_narrow (self->filter_group, is_narrow);
  if (self->columns == NULL)
    return;
  sentinel_column_state_freeze (self->columns);
  sentinel_column_state_restore (self->columns);
  for (guint i = 0; is_narrow && i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    gboolean is_summary = g_str_equal (gtk_column_view_column_get_id (column), "summary");

    gtk_column_view_column_set_visible (column, is_summary);
  }
  sentinel_column_state_thaw (self->columns);
  if (is_narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->view), "narrow");
  if (header != NULL)
    gtk_widget_set_visible (header, !is_narrow);
}

static void
narrow_applied_cb (SentinelRulesPage *self)
{
  set_narrow (self, TRUE);
}

static void
wide_applied_cb (SentinelRulesPage *self)
{
  set_narrow (self, FALSE);
}

/* The object */

static gboolean
sentinel_rules_page_grab_focus (GtkWidget *widget)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  if (g_str_equal (sentinel_rules_page_get_state (self), "list"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
sentinel_rules_page_dispose (GObject *object)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_object (&self->columns);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULES_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->matcher);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (sentinel_rules_page_parent_class)->dispose (object);
}

static void
sentinel_rules_page_finalize (GObject *object)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (object);

  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (sentinel_rules_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SentinelRulesPage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rules-page.ui");
  BIND (title);
  BIND (banners);
  BIND (search);
  BIND (filter_group);
  BIND (filter_row);
  BIND (new_button);
  BIND (new_icon_button);
  BIND (stack);
  BIND (view);
  BIND (error_page);
  BIND (action_bar);
  BIND (selected_label);
  BIND (row_menu);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, wide_applied_cb);
}

#undef BIND

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name, *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "rules.new", NULL, new_action },
    { "rules.edit", NULL, edit_action },
    { "rules.duplicate", NULL, duplicate_action },
    { "rules.delete", NULL, delete_action },
    { "rules.enable", NULL, enable_action },
    { "rules.disable", NULL, enable_action },
    { "rules.run-now", NULL, run_now_action },
    { "rules.copy", NULL, copy_action },
    { "rules.show-events", NULL, show_events_action },
    { "rules.check-all", NULL, check_all_action },
    { "rules.clear-selection", NULL, clear_selection_action },
    { "rules.show-menu", NULL, show_menu_action },
    { "rules.search", NULL, search_action },
    { "rules.clear-filters", NULL, clear_filters_action },
    { "rules.sort-by", "s", sort_by_action },
    { "rules.reset-columns", NULL, reset_columns_action },
    { "rules.watch-this-computer", NULL, watch_this_computer_action },
    { "rules.try-again", NULL, try_again_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class,
                                     actions[i].name,
                                     actions[i].parameter_type,
                                     actions[i].activate);
}

static void
sentinel_rules_page_class_init (SentinelRulesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rules_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_rules_page_finalize;
  widget_class->grab_focus = sentinel_rules_page_grab_focus;
  g_type_ensure (SENTINEL_TYPE_BANNERS);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
sentinel_rules_page_init (SentinelRulesPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  sentinel_rule_groups_fill (self->filter_group);
}

static void
insert_column_actions (SentinelRulesPage *self)
{
  GListModel *all = gtk_column_view_get_columns (self->view);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    g_autoptr (GPropertyAction) action =
        g_property_action_new (gtk_column_view_column_get_id (column), column, "visible");

    g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", G_ACTION_GROUP (group));
}

static void
set_up_model (SentinelRulesPage *self)
{
  GListModel *rows = g_object_ref (sentinel_rule_list_get_rows (self->list));
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;

  self->matcher = gtk_custom_filter_new (matches, self, NULL);
  filtered = gtk_filter_list_model_new (rows, g_object_ref (GTK_FILTER (self->matcher)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                    g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (sorted)));
  gtk_column_view_set_model (self->view, self->selection);
}

static void
follow (SentinelRulesPage *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_rules_page_set_context:
 * @self: a page without one
 * @context: the program's parts
 * @ticker: what makes times count
 *
 * Starts showing the rules. Main thread, once.
 */
void
sentinel_rules_page_set_context (SentinelRulesPage *self,
                                 SentinelContext *context,
                                 SentinelTicker *ticker)
{
  g_return_if_fail (SENTINEL_IS_RULES_PAGE (self));
  g_return_if_fail (self->context == NULL);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->list = sentinel_rule_list_new (context, ticker);
  sentinel_banners_set_context (self->banners, context);
  sentinel_rule_columns_set_up (self->view, context, ticker, self->list);
  self->columns = sentinel_column_state_new (self->view,
                                             sentinel_context_get_desk_settings (context),
                                             "rule-columns");
  insert_column_actions (self);
  set_up_model (self);
  follow (self, self->list, "refreshed", G_CALLBACK (refreshed_cb));
  follow (self, self->selection, "selection-changed", G_CALLBACK (selection_changed_cb));
  follow (self, self->selection, "items-changed", G_CALLBACK (selection_changed_cb));
  selection_changed_cb (self);
  update_state (self);
}

/**
 * sentinel_rules_page_set_filter:
 * @self: a page with a context
 * @filter: "all", "active", "firing", "failing" or "paused"
 *
 * Main thread.
 */
void
sentinel_rules_page_set_filter (SentinelRulesPage *self, const char *filter)
{
  g_return_if_fail (SENTINEL_IS_RULES_PAGE (self));
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  adw_toggle_group_set_active_name (self->filter_group, filter);
}

/**
 * sentinel_rules_page_show_rule:
 * @self: a page with a context
 * @rule_id: a rule
 *
 * Selects the rule and scrolls to it, as soon as the list is there. Main thread.
 */
void
sentinel_rules_page_show_rule (SentinelRulesPage *self, gint64 rule_id)
{
  g_return_if_fail (SENTINEL_IS_RULES_PAGE (self));
  sentinel_rules_page_set_filter (self, "all");
  self->wanted_rule_id = rule_id;
  if (sentinel_rule_list_is_loaded (self->list))
    show_wanted_rule (self);
}

/**
 * sentinel_rules_page_get_state:
 * @self: a page
 *
 * Returns: (transfer none): which of its states it shows
 */
const char *
sentinel_rules_page_get_state (SentinelRulesPage *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}
