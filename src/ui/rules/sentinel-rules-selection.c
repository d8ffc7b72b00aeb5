/* SPDX-License-Identifier: MIT */
/* What is selected stays selected while rules change: rows are the same objects. */
#include "sentinel-rule-cell.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rules-acts.h"
#include "sentinel-rules-files.h"
#include "sentinel-rules-page-private.h"
#include "sentinel-run-now.h"
#include <glib/gi18n.h>

static guint
count_shown (SentinelRulesPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

/**
 * sentinel_rules_selection_find:
 * @self: a page with a model
 * @rule_id: a rule
 *
 * Returns: where it stands among those that are shown; -1: not there
 */
gint64
sentinel_rules_selection_find (SentinelRulesPage *self, gint64 rule_id)
{
  for (guint i = 0; i < count_shown (self); i++) {
    g_autoptr (SentinelRuleRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

    if (sentinel_rule_row_get_id (row) == rule_id)
      return i;
  }
  return -1;
}

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

/* (transfer full) (element-type SentinelRule) */
static GPtrArray *
list_selected_rules (SentinelRulesPage *self)
{
  g_autoptr (GPtrArray) rows = list_selected (self);
  GPtrArray *rules = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (rules,
                     sentinel_rule_ref (sentinel_rule_row_get_status (g_ptr_array_index (rows, i))
                                            ->rule));
  return rules;
}

/* What can be done */

static void
enable_actions (SentinelRulesPage *self, const char *const *names, gboolean is_enabled)
{
  for (; *names != NULL; names++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), *names, is_enabled);
}

static void
enable_switching (SentinelRulesPage *self)
{
  g_autoptr (GPtrArray) rules = list_selected_rules (self);
  guint n_on = 0;

  for (guint i = 0; i < rules->len; i++)
    n_on += ((const SentinelRule *) g_ptr_array_index (rules, i))->enabled;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rules.enable", n_on < rules->len);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rules.disable", n_on > 0);
}

/* One that is selected is read aloud as a row. */
static void
say_number (SentinelRulesPage *self, guint n, const char *text)
{
  if (n != self->n_selected && (n > 1 || (n == 0 && self->n_selected > 1)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self->view),
                             text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  self->n_selected = n;
}

/**
 * sentinel_rules_selection_update:
 * @self: a page with a model
 *
 * Main thread.
 */
void
sentinel_rules_selection_update (SentinelRulesPage *self)
{
  static const char *const for_any[] = { "rules.delete",
                                         "rules.copy",
                                         "rules.duplicate",
                                         "rules.run-now",
                                         "rules.clear-selection",
                                         "rules.export-selected",
                                         NULL };
  static const char *const for_one[] = { "rules.edit",
                                         "rules.show-events",
                                         "rules.versions",
                                         NULL };
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint n = (guint) gtk_bitset_get_size (selected);
  g_autofree char *text = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  gtk_label_set_label (self->selected_label, text);
  gtk_action_bar_set_revealed (self->action_bar, n > 0);
  enable_actions (self, for_any, n > 0);
  enable_actions (self, for_one, n == 1);
  enable_switching (self);
  say_number (self, n, text);
}

/**
 * sentinel_rules_selection_set_narrow:
 * @self: a page
 * @is_narrow: whether there is no room for every button
 *
 * Main thread.
 */
void
sentinel_rules_selection_set_narrow (SentinelRulesPage *self, gboolean is_narrow)
{
  gtk_widget_set_visible (GTK_WIDGET (self->enable_button), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->disable_button), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->duplicate_button), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), is_narrow);
}

/* Actions */

static void
present_dialog (SentinelRulesPage *self, const SentinelRule *rule)
{
  adw_dialog_present (sentinel_rule_dialog_new (self->context, self->ticker, rule),
                      GTK_WIDGET (self));
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
duplicate_one (SentinelRulesPage *self, const SentinelRule *rule)
{
  g_autofree char *name =
      sentinel_rules_dup_copy_name (sentinel_rule_list_get_rows (self->list), NULL, rule->name);
  g_autoptr (SentinelRule) copy = sentinel_rule_duplicate (rule, name);

  present_dialog (self, copy);
}

/* One is looked at before it is stored. */
static void
duplicate_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  g_autoptr (GPtrArray) rules = list_selected_rules (self);

  if (rules->len == 1)
    duplicate_one (self, g_ptr_array_index (rules, 0));
  else if (rules->len > 1)
    sentinel_rules_duplicate (widget,
                              self->context,
                              sentinel_rule_list_get_rows (self->list),
                              rules);
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
  g_autoptr (GPtrArray) rules = list_selected_rules (self);

  if (rules->len == 1)
    sentinel_run_now (widget, self->context, g_ptr_array_index (rules, 0));
  else if (rules->len > 1)
    sentinel_run_now_many (widget, self->context, rules);
}

static void
copy_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GPtrArray) rules = list_selected_rules (SENTINEL_RULES_PAGE (widget));

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
clear_selection_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_selection_model_unselect_all (SENTINEL_RULES_PAGE (widget)->selection);
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
  position = sentinel_rules_selection_find (self, sentinel_rule_row_get_id (row));
  if (position >= 0 && !gtk_selection_model_is_selected (self->selection, (guint) position))
    gtk_selection_model_select_item (self->selection, (guint) position, TRUE);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu (self, &(GdkRectangle) { (int) at.x, (int) at.y, 1, 1 });
}

static SentinelRuleCell *
find_cell_in (GtkWidget *root)
{
  SentinelRuleCell *cell = NULL;

  if (SENTINEL_IS_RULE_CELL (root))
    return SENTINEL_RULE_CELL (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && cell == NULL;
       child = gtk_widget_get_next_sibling (child))
    cell = find_cell_in (child);
  return cell;
}

/* The menu is about what is selected, so the row of the focus has to be. */
static void
select_row_of (SentinelRulesPage *self, GtkWidget *focus)
{
  GtkWidget *around = gtk_widget_get_ancestor (focus, SENTINEL_TYPE_RULE_CELL);
  SentinelRuleCell *cell = find_cell_in (around != NULL ? around : focus);
  SentinelRuleRow *row = cell != NULL ? sentinel_rule_cell_get_row (cell) : NULL;
  gint64 position =
      row != NULL ? sentinel_rules_selection_find (self, sentinel_rule_row_get_id (row)) : -1;

  if (position >= 0 && !gtk_selection_model_is_selected (self->selection, (guint) position))
    gtk_selection_model_select_item (self->selection, (guint) position, TRUE);
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
  select_row_of (self, focus);
  pop_up_menu (self,
               &(GdkRectangle) { (int) bounds.origin.x,
                                 (int) bounds.origin.y,
                                 MIN ((int) bounds.size.width, 1),
                                 (int) bounds.size.height });
}

/* Setting up */

/**
 * sentinel_rules_selection_set_up:
 * @self: a page with a model
 *
 * Main thread, once.
 */
void
sentinel_rules_selection_set_up (SentinelRulesPage *self)
{
  static const char *const signals[] = { "selection-changed", "items-changed" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (self->selection,
                             signals[i],
                             G_CALLBACK (sentinel_rules_selection_update),
                             self,
                             G_CONNECT_SWAPPED);
  sentinel_rules_selection_update (self);
}

/* Which rules they are about, if they are about some, is what is selected. */
static void
files_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  g_autoptr (GArray) ids = list_selected_ids (self);

  sentinel_rules_files_act (widget, self->context, self->ticker, action_name, ids);
}

/**
 * sentinel_rules_selection_install:
 * @widget_class: the page's
 *
 * Adds the actions on what is selected, and the callbacks of the template.
 */
void
sentinel_rules_selection_install (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "rules.edit", edit_action },
    { "rules.duplicate", duplicate_action },
    { "rules.delete", delete_action },
    { "rules.enable", enable_action },
    { "rules.disable", enable_action },
    { "rules.run-now", run_now_action },
    { "rules.copy", copy_action },
    { "rules.show-events", show_events_action },
    { "rules.clear-selection", clear_selection_action },
    { "rules.import", files_action },
    { "rules.export", files_action },
    { "rules.export-selected", files_action },
    { "rules.versions", files_action },
    { "rules.show-menu", show_menu_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
}
