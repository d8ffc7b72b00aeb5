/* SPDX-License-Identifier: MIT */
/* Rules are written by another hand than the window's. */
#include "sentinel-rule-driver.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-diff-view.h"
#include "sentinel-rule-store.h"
#include <string.h>

#define HEIGHT 720

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

/**
 * sentinel_rule_driver_open:
 * @self: nothing yet
 * @width: of the window, in pixels
 *
 * Opens the page of rules over a new database; there is also a #SentinelSafeTrigger.
 */
void
sentinel_rule_driver_open (SentinelRuleDriver *self, int width)
{
  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, width, HEIGHT);
  self->ticker = sentinel_ticker_new (sentinel_context_get_clock (self->ui->context));
  sentinel_registry_add (sentinel_context_get_registry (self->ui->context),
                         SENTINEL_TRIGGER (sentinel_safe_trigger_new ()));
  sentinel_window_show_page (self->ui->window, "rules");
  sentinel_ui_test_wait_for_frames (self->ui);
}

/**
 * sentinel_rule_driver_close:
 * @self: with a window
 *
 * Closes it and removes the database.
 */
void
sentinel_rule_driver_close (SentinelRuleDriver *self)
{
  g_clear_object (&self->ticker);
  sentinel_ui_test_free (self->ui);
}

static SentinelStore *
get_store (SentinelRuleDriver *self)
{
  return sentinel_context_get_store (self->ui->context);
}

/* Rules */

/**
 * sentinel_rule_driver_write_rule:
 * @self: with a window
 * @func: of sentinel-rule-acts.h
 * @rule: (transfer full) (nullable): to be written
 * @rule_id: 0: a new one
 *
 * Acts as Ada.
 *
 * Returns: the rule's id
 */
gint64
sentinel_rule_driver_write_rule (SentinelRuleDriver *self,
                                 SentinelWriteFunc func,
                                 SentinelRule *rule,
                                 gint64 rule_id)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, rule_id, &ada);
  g_autoptr (GError) error = NULL;

  sentinel_store_write (get_store (self), func, act, &error);
  g_assert_no_error (error);
  return act->rule_id;
}

/* With the defaults, as they are stored. */
static void
set_parameters (SentinelRuleDriver *self, SentinelRule *rule, const char *parameters)
{
  SentinelRegistry *registry = sentinel_context_get_registry (self->ui->context);
  SentinelTrigger *trigger = sentinel_registry_find (registry, rule->trigger, NULL);
  g_autoptr (JsonNode) given = json_from_string (parameters, NULL);
  g_autoptr (GError) error = NULL;

  json_node_unref (rule->parameters);
  rule->parameters = sentinel_trigger_validate (trigger, given, &error);
  g_assert_no_error (error);
}

/**
 * sentinel_rule_driver_add_rule_of:
 * @self: with a window
 * @trigger: its id
 * @name: of the rule
 * @parameters: JSON; defaults are filled in
 *
 * Returns: the rule's id
 */
gint64
sentinel_rule_driver_add_rule_of (SentinelRuleDriver *self,
                                  const char *trigger,
                                  const char *name,
                                  const char *parameters)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, trigger);
  rule->period_ms = 3600 * 1000;
  set_parameters (self, rule, parameters);
  return sentinel_rule_driver_write_rule (self, sentinel_rule_acts_add, rule, 0);
}

/**
 * sentinel_rule_driver_add_rule:
 * @self: with a window
 * @name: of the rule
 * @parameters: of cpu-usage, as JSON; defaults are filled in
 *
 * Returns: the rule's id
 */
gint64
sentinel_rule_driver_add_rule (SentinelRuleDriver *self, const char *name, const char *parameters)
{
  return sentinel_rule_driver_add_rule_of (self, "cpu-usage", name, parameters);
}

static gpointer
list_rules (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

static GPtrArray *
read_rules (SentinelRuleDriver *self)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rules = sentinel_store_read (get_store (self), list_rules, NULL, &error);

  g_assert_no_error (error);
  return rules;
}

/**
 * sentinel_rule_driver_find_rule:
 * @self: with a window
 * @name: of a rule
 *
 * Returns: (transfer full) (nullable): it, as it is stored
 */
SentinelRule *
sentinel_rule_driver_find_rule (SentinelRuleDriver *self, const char *name)
{
  g_autoptr (GPtrArray) rules = read_rules (self);

  for (guint i = 0; i < rules->len; i++) {
    SentinelRule *rule = g_ptr_array_index (rules, i);

    if (g_str_equal (rule->name, name))
      return sentinel_rule_ref (rule);
  }
  return NULL;
}

/**
 * sentinel_rule_driver_edit_rule:
 * @self: with a window
 * @name: of a rule
 * @parameters: what it has from here on, as JSON; defaults are filled in
 */
void
sentinel_rule_driver_edit_rule (SentinelRuleDriver *self, const char *name, const char *parameters)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_driver_find_rule (self, name);
  SentinelRule *edited = sentinel_rule_copy (rule);

  set_parameters (self, edited, parameters);
  sentinel_rule_driver_write_rule (self, sentinel_rule_acts_edit, edited, rule->id);
}

/**
 * sentinel_rule_driver_dump:
 * @self: with a window
 *
 * Returns: (transfer full): all rules, without what belongs to one database
 */
char *
sentinel_rule_driver_dump (SentinelRuleDriver *self)
{
  g_autoptr (GPtrArray) rules = read_rules (self);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < rules->len; i++) {
    g_autoptr (JsonObject) object = sentinel_rule_to_portable_json (rules->pdata[i]);
    g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
    g_autofree char *line = json_to_string (node, FALSE);

    g_string_append_printf (text, "%s\n", line);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What the window says */

/**
 * sentinel_rule_driver_get_dialog:
 * @self: with a window
 *
 * Returns: (transfer none) (nullable): the dialog that is open
 */
GtkWidget *
sentinel_rule_driver_get_dialog (SentinelRuleDriver *self)
{
  return GTK_WIDGET (
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->ui->window)));
}

/**
 * sentinel_rule_driver_find_words:
 * @root: where to look
 * @words: a part of a text
 *
 * Returns: (transfer none) (nullable): the first label that says that
 */
GtkWidget *
sentinel_rule_driver_find_words (GtkWidget *root, const char *words)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), words) != NULL)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = sentinel_rule_driver_find_words (child, words);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
says (gpointer data)
{
  SentinelRuleDriver *self = data;

  return sentinel_rule_driver_find_words (GTK_WIDGET (self->ui->window), self->words) != NULL;
}

/**
 * sentinel_rule_driver_wait_for:
 * @self: with a window
 * @words: a part of a text
 *
 * Waits until the window says that.
 */
void
sentinel_rule_driver_wait_for (SentinelRuleDriver *self, const char *words)
{
  self->words = words;
  if (!sentinel_test_wait_until (says, self, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("The window never says “%s”", words);
}

static gboolean
has_no_dialog (gpointer data)
{
  return sentinel_rule_driver_get_dialog (data) == NULL;
}

/**
 * sentinel_rule_driver_wait_until_closed:
 * @self: with a window
 *
 * Waits until no dialog is open.
 */
void
sentinel_rule_driver_wait_until_closed (SentinelRuleDriver *self)
{
  g_assert_true (sentinel_test_wait_until (has_no_dialog, self, SENTINEL_TEST_TIMEOUT_MS));
}

/**
 * sentinel_rule_driver_is_offered:
 * @self: with a dialog
 * @label: of one of its buttons
 *
 * Returns: whether it does something
 */
gboolean
sentinel_rule_driver_is_offered (SentinelRuleDriver *self, const char *label)
{
  GtkWidget *button =
      sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  return gtk_widget_is_sensitive (button);
}

/**
 * sentinel_rule_driver_press:
 * @self: with a dialog
 * @label: of one of its buttons, which does something
 */
void
sentinel_rule_driver_press (SentinelRuleDriver *self, const char *label)
{
  g_assert_true (sentinel_rule_driver_is_offered (self, label));
  g_signal_emit_by_name (sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self),
                                                GTK_TYPE_BUTTON,
                                                label),
                         "clicked");
}

/**
 * sentinel_rule_driver_get_diff:
 * @self: with a dialog
 *
 * Returns: (transfer none): the first comparison in it; empty: none
 */
const char *
sentinel_rule_driver_get_diff (SentinelRuleDriver *self)
{
  GtkWidget *view = sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self),
                                           SENTINEL_TYPE_RULE_DIFF_VIEW,
                                           NULL);

  return view != NULL ? sentinel_rule_diff_view_get_text (SENTINEL_RULE_DIFF_VIEW (view)) : "";
}

static gboolean
differs_so (gpointer data)
{
  SentinelRuleDriver *self = data;

  return strstr (sentinel_rule_driver_get_diff (self), self->words) != NULL;
}

/**
 * sentinel_rule_driver_wait_for_diff:
 * @self: with a dialog
 * @line: one of a comparison
 *
 * Waits until the first comparison has it.
 */
void
sentinel_rule_driver_wait_for_diff (SentinelRuleDriver *self, const char *line)
{
  self->words = line;
  if (!sentinel_test_wait_until (differs_so, self, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("“%s” is not in “%s”", line, sentinel_rule_driver_get_diff (self));
}

/**
 * sentinel_rule_driver_get_items:
 * @self: with a dialog that has a list
 *
 * Returns: (transfer none): what is in it
 */
GListModel *
sentinel_rule_driver_get_items (SentinelRuleDriver *self)
{
  GtkWidget *list =
      sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self), GTK_TYPE_LIST_VIEW, NULL);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}
