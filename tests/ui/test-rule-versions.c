/* SPDX-License-Identifier: MIT */
/* The versions of a rule as a person meets them, over a real store. */
#include "sentinel-rule-acts.h"
#include "sentinel-rule-driver.h"
#include "sentinel-rule-versions-dialog.h"
#include <string.h>

#define WIDTH 1280
#define NARROW 360

static void
set_up (SentinelRuleDriver *self, gconstpointer width)
{
  sentinel_rule_driver_open (self, GPOINTER_TO_INT (width));
}

static void
tear_down (SentinelRuleDriver *self, gconstpointer unused)
{
  sentinel_rule_driver_close (self);
}

static void
show_versions (SentinelRuleDriver *self, const char *name)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_driver_find_rule (self, name);

  sentinel_rule_versions_show (GTK_WIDGET (self->ui->window),
                               self->ui->context,
                               self->ticker,
                               rule->id);
}

/* Position 0 is the newest. */
static void
choose_version (SentinelRuleDriver *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (sentinel_rule_driver_get_items (self)),
                                   position,
                                   TRUE);
}

static void
compare (SentinelRuleDriver *self, const char *with)
{
  GtkWidget *group =
      sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self), ADW_TYPE_TOGGLE_GROUP, NULL);

  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (group), with);
}

static void
make_three_versions (SentinelRuleDriver *self)
{
  sentinel_rule_driver_add_rule (self, "Shop", "{\"threshold\":80}");
  sentinel_rule_driver_edit_rule (self, "Shop", "{\"threshold\":70}");
  sentinel_rule_driver_edit_rule (self, "Shop", "{\"threshold\":60,\"scope\":\"max_core\"}");
}

static void
test_versions_are_compared (SentinelRuleDriver *self, gconstpointer unused)
{
  make_three_versions (self);
  show_versions (self, "Shop");
  sentinel_rule_driver_wait_for (self, "Version 3 (now)");
  sentinel_rule_driver_wait_for (self, "Threshold, Cores");
  sentinel_rule_driver_wait_for (self, "New rule");
  sentinel_rule_driver_wait_for (self, "By Ada, ");
  g_assert_cmpstr (sentinel_rule_driver_get_diff (self),
                   ==,
                   "- Threshold: 70\n+ Threshold: 60\n- Cores: all\n+ Cores: max_core");
  g_assert_false (sentinel_rule_driver_is_offered (self, "_Restore"));
  choose_version (self, 1);
  g_assert_cmpstr (sentinel_rule_driver_get_diff (self), ==, "- Threshold: 80\n+ Threshold: 70");
  choose_version (self, 2);
  g_assert_nonnull (strstr (sentinel_rule_driver_get_diff (self), "+ Name: Shop"));
  compare (self, "now");
  g_assert_cmpstr (sentinel_rule_driver_get_diff (self),
                   ==,
                   "- Threshold: 80\n+ Threshold: 60\n- Cores: all\n+ Cores: max_core");
  choose_version (self, 0);
  g_assert_cmpstr (sentinel_rule_driver_get_diff (self), ==, "");
  sentinel_rule_driver_wait_for (self, "Nothing is different.");
}

static void
test_version_is_restored (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;

  make_three_versions (self);
  show_versions (self, "Shop");
  sentinel_rule_driver_wait_for (self, "Version 3 (now)");
  choose_version (self, 2);
  sentinel_rule_driver_press (self, "_Restore");
  sentinel_rule_driver_wait_for (self, "Version 1 restored");
  sentinel_rule_driver_wait_for (self, "Version 4 (now)");
  rule = sentinel_rule_driver_find_rule (self, "Shop");
  g_assert_cmpint (rule->version, ==, 4);
  g_assert_cmpint ((int) json_object_get_double_member (json_node_get_object (rule->parameters),
                                                        "threshold"),
                   ==,
                   80);
  /* what was chosen is still chosen */
  compare (self, "now");
  g_assert_cmpstr (sentinel_rule_driver_get_diff (self), ==, "");
  sentinel_rule_driver_press (self, "_Restore");
  sentinel_rule_driver_wait_for (self, "The rule is like version 1 already");
}

static void
test_versions_follow (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;

  make_three_versions (self);
  show_versions (self, "Shop");
  sentinel_rule_driver_wait_for (self, "Version 3 (now)");
  choose_version (self, 1);
  g_assert_true (sentinel_rule_driver_is_offered (self, "_Restore"));
  rule = sentinel_rule_driver_find_rule (self, "Shop");
  sentinel_rule_driver_write_rule (self, sentinel_rule_acts_delete, NULL, rule->id);
  sentinel_rule_driver_wait_for (self, "The rule is deleted.");
  g_assert_false (sentinel_rule_driver_is_offered (self, "_Restore"));
  g_assert_cmpstr (sentinel_rule_driver_get_diff (self), ==, "- Threshold: 80\n+ Threshold: 70");
  sentinel_rule_driver_write_rule (self, sentinel_rule_acts_undelete, NULL, rule->id);
  sentinel_rule_driver_wait_for (self, "Brought back");
  g_assert_true (sentinel_rule_driver_is_offered (self, "_Restore"));
}

static void
test_secrets_are_not_shown (SentinelRuleDriver *self, gconstpointer unused)
{
  sentinel_rule_driver_add_rule_of (self,
                                    SENTINEL_SAFE_TRIGGER_ID,
                                    "Vault",
                                    "{\"code\":\"xyzzy\"}");
  sentinel_rule_driver_edit_rule (self, "Vault", "{\"code\":\"plugh\"}");
  show_versions (self, "Vault");
  sentinel_rule_driver_wait_for_diff (self, "+ Code: hidden, as it is secret");
  g_assert_null (strstr (sentinel_rule_driver_get_diff (self), "xyzzy"));
  g_assert_null (strstr (sentinel_rule_driver_get_diff (self), "plugh"));
}

static GtkSelectionModel *
get_rows (SentinelRuleDriver *self)
{
  GtkWidget *page = sentinel_window_get_page (self->ui->window);

  return gtk_column_view_get_model (GTK_COLUMN_VIEW (sentinel_ui_test_find (page,
                                                                            GTK_TYPE_COLUMN_VIEW,
                                                                            NULL)));
}

/* From the page: for one rule at a time. */
static void
test_action_of_the_page (SentinelRuleDriver *self, gconstpointer unused)
{
  GtkWidget *page = sentinel_window_get_page (self->ui->window);
  GtkSelectionModel *rows;

  make_three_versions (self);
  sentinel_rule_driver_add_rule (self, "Desk", "{}");
  sentinel_rule_driver_wait_for (self, "Desk");
  rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (sentinel_ui_test_find (page,
                                                                            GTK_TYPE_COLUMN_VIEW,
                                                                            NULL)));
  gtk_selection_model_select_all (rows);
  gtk_widget_activate_action (page, "rules.versions", NULL);
  g_assert_null (sentinel_rule_driver_get_dialog (self));
  gtk_selection_model_select_item (rows, 1, TRUE);
  g_assert_true (gtk_widget_activate_action (page, "rules.versions", NULL));
  sentinel_rule_driver_wait_for (self, "Version 3 (now)");
}

/* From the dialog of the rule, which then says that the rule was changed. */
static void
test_restored_while_it_is_edited (SentinelRuleDriver *self, gconstpointer unused)
{
  GtkWidget *page = sentinel_window_get_page (self->ui->window);

  make_three_versions (self);
  sentinel_rule_driver_wait_for (self, "Shop");
  gtk_selection_model_select_item (get_rows (self), 0, TRUE);
  g_assert_true (gtk_widget_activate_action (page, "rules.edit", NULL));
  g_assert_true (gtk_widget_activate_action (sentinel_rule_driver_get_dialog (self),
                                             "rule.versions",
                                             NULL));
  sentinel_rule_driver_wait_for (self, "Version 3 (now)");
  choose_version (self, 2);
  sentinel_rule_driver_press (self, "_Restore");
  sentinel_rule_driver_wait_for (self, "Version 4 (now)");
  adw_dialog_close (ADW_DIALOG (sentinel_rule_driver_get_dialog (self)));
  sentinel_rule_driver_wait_for (self, "Changed elsewhere at ");
}

static gboolean
is_back (gpointer data)
{
  return sentinel_rule_driver_find_words (sentinel_rule_driver_get_dialog (data), "Version 3 (now)")
         != NULL;
}

/* One column: a version opens over the list, and the list comes back. */
static void
test_narrow_versions (SentinelRuleDriver *self, gconstpointer unused)
{
  GtkWidget *list;

  make_three_versions (self);
  show_versions (self, "Shop");
  sentinel_rule_driver_wait_for (self, "Version 3 (now)");
  list = sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self), GTK_TYPE_LIST_VIEW, NULL);
  g_signal_emit_by_name (list, "activate", 1);
  sentinel_rule_driver_wait_for (self, "What It Changed");
  g_assert_cmpstr (sentinel_rule_driver_get_diff (self), ==, "- Threshold: 80\n+ Threshold: 70");
  g_assert_true (gtk_widget_activate_action (
      sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self), ADW_TYPE_TOGGLE_GROUP, NULL),
      "navigation.pop",
      NULL));
  g_assert_true (sentinel_test_wait_until (is_back, self, SENTINEL_TEST_TIMEOUT_MS));
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
#define ADD(name, width) \
  g_test_add ("/rule-versions/" #name, \
              SentinelRuleDriver, \
              GINT_TO_POINTER (width), \
              set_up, \
              test_##name, \
              tear_down)
  ADD (versions_are_compared, WIDTH);
  ADD (version_is_restored, WIDTH);
  ADD (versions_follow, WIDTH);
  ADD (secrets_are_not_shown, WIDTH);
  ADD (action_of_the_page, WIDTH);
  ADD (restored_while_it_is_edited, WIDTH);
  ADD (narrow_versions, NARROW);
#undef ADD
  return g_test_run ();
}
