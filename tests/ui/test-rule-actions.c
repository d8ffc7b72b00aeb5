/* SPDX-License-Identifier: MIT */
/* The page of a rule's actions over a real store, with real commands: what is typed is what is
 * stored and what is run. */
#include "sentinel-action-run-store.h"
#include "sentinel-command-row.h"
#include "sentinel-form-driver.h"
#include "sentinel-json.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rule-store.h"
#include "sentinel-toast.h"
#include "sentinel-ui-test.h"

/* A desktop that takes everything. */

#define TEST_TYPE_DESKTOP (test_desktop_get_type ())
G_DECLARE_FINAL_TYPE (TestDesktop, test_desktop, TEST, DESKTOP, SentinelChannel)

struct _TestDesktop {
  SentinelChannel parent;
  guint n_told;
};

G_DEFINE_FINAL_TYPE (TestDesktop, test_desktop, SENTINEL_TYPE_CHANNEL)

static const char *
test_desktop_get_id (SentinelChannel *channel)
{
  return SENTINEL_CHANNEL_DESKTOP;
}

static void
test_desktop_deliver_async (SentinelChannel *channel,
                            const char *idem_key,
                            JsonObject *body,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);

  TEST_DESKTOP (channel)->n_told++;
  g_task_return_boolean (task, TRUE);
}

static gboolean
test_desktop_deliver_finish (SentinelChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_desktop_class_init (TestDesktopClass *klass)
{
  SentinelChannelClass *channel_class = SENTINEL_CHANNEL_CLASS (klass);

  channel_class->get_id = test_desktop_get_id;
  channel_class->deliver_async = test_desktop_deliver_async;
  channel_class->deliver_finish = test_desktop_deliver_finish;
}

static void
test_desktop_init (TestDesktop *self)
{
}

/* The dialog */

typedef struct {
  SentinelUiTest *ui;
  SentinelTicker *ticker;
  GtkWidget *dialog; /* NULL: it closed */
  TestDesktop *desktop; /* nullable */
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, 1100, 800);
  self->ticker = sentinel_ticker_new (sentinel_context_get_clock (self->ui->context));
}

static gboolean
is_closed (gpointer data)
{
  return ((Fixture *) data)->dialog == NULL;
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  if (self->dialog != NULL)
    adw_dialog_force_close (ADW_DIALOG (self->dialog));
  g_assert_true (sentinel_test_wait_until (is_closed, self, SENTINEL_TEST_TIMEOUT_MS));
  g_object_unref (self->ticker);
  sentinel_ui_test_free (self->ui);
  g_clear_object (&self->desktop);
}

static void
start_engine (Fixture *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->ui->context);
  g_autoptr (GError) error = NULL;

  self->desktop = g_object_new (TEST_TYPE_DESKTOP, NULL);
  sentinel_engine_add_channel (engine, g_object_ref (SENTINEL_CHANNEL (self->desktop)));
  sentinel_engine_try_start (engine, &error);
  g_assert_no_error (error);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
show_actions (Fixture *self)
{
  GtkWidget *stack = sentinel_ui_test_find (self->dialog, ADW_TYPE_VIEW_STACK, NULL);

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), "actions");
  sentinel_ui_test_wait_for_frames (self->ui);
}

static void
open_dialog (Fixture *self, const SentinelRule *rule)
{
  AdwDialog *dialog = sentinel_rule_dialog_new (self->ui->context, self->ticker, rule);

  self->dialog = GTK_WIDGET (dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &self->dialog);
  adw_dialog_present (dialog, GTK_WIDGET (self->ui->window));
  g_assert_true (sentinel_test_wait_until (is_mapped, dialog, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_test_settle ();
  sentinel_ui_test_wait_for_frames (self->ui);
  if (rule == NULL) {
    sentinel_form_driver_activate (self->dialog, "CPU Usage");
    sentinel_ui_test_wait_for_frames (self->ui);
  }
  show_actions (self);
}

static gboolean
can_save (Fixture *self)
{
  GtkWidget *button = sentinel_ui_test_find (self->dialog, GTK_TYPE_BUTTON, "_Add Rule");

  if (button == NULL)
    button = sentinel_ui_test_find (self->dialog, GTK_TYPE_BUTTON, "_Save");
  g_assert_nonnull (button);
  return gtk_widget_is_sensitive (button);
}

static void
save (Fixture *self)
{
  g_assert_true (can_save (self));
  g_assert_true (gtk_widget_activate_action (self->dialog, "rule.save", NULL));
  g_assert_true (sentinel_test_wait_until (is_closed, self, SENTINEL_TEST_TIMEOUT_MS));
}

static void
type (Fixture *self, const char *title, const char *text)
{
  sentinel_form_driver_type (self->dialog, title, text);
}

static void
assert_error (Fixture *self, const char *title, const char *error)
{
  g_assert_cmpstr (sentinel_form_driver_get_error (self->dialog, title), ==, error);
}

/* An action that was there already, unfolded. */
static GtkWidget *
unfold (Fixture *self, const char *name)
{
  GtkWidget *row = sentinel_form_driver_get_row (self->dialog, name);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  sentinel_ui_test_wait_for_frames (self->ui);
  return row;
}

static void
add_command (Fixture *self)
{
  sentinel_form_driver_activate (self->dialog, "Add Command");
  sentinel_ui_test_wait_for_frames (self->ui);
}

static GtkWidget *
find_check (Fixture *self, const char *title)
{
  return sentinel_ui_test_find (sentinel_form_driver_get_row (self->dialog, title),
                                GTK_TYPE_CHECK_BUTTON,
                                NULL);
}

static void
check (Fixture *self, const char *title, gboolean is_on)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_check (self, title)), is_on);
}

/* The store */

static gpointer
list_rules (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

static SentinelRule *
read_only_rule (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = sentinel_store_read (sentinel_context_get_store (self->ui->context),
                                                     list_rules,
                                                     NULL,
                                                     &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rules->len, ==, 1);
  return sentinel_rule_ref (g_ptr_array_index (rules, 0));
}

static void
write_to_store (Fixture *self, SentinelWriteFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  sentinel_store_write (sentinel_context_get_store (self->ui->context), func, data, &error);
  g_assert_no_error (error);
  sentinel_test_settle ();
}

/* As another version may have done it: without asking whether it is right. */
static gboolean
insert_rule (SentinelTransaction *tx, gpointer rule, GError **error)
{
  return sentinel_rule_store_insert (tx, rule, "somebody", error) != 0;
}

static SentinelRule *
add_rule (Fixture *self, const char *actions)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  g_set_str (&rule->name, "Build server");
  g_set_str (&rule->trigger, "cpu-usage");
  json_node_unref (rule->parameters);
  rule->parameters = sentinel_json_parse ("{\"threshold\":70}", -1, 0, NULL);
  json_node_unref (rule->actions);
  rule->actions = sentinel_json_parse (actions, -1, 0, NULL);
  g_assert_nonnull (rule->actions);
  write_to_store (self, insert_rule, rule);
  return read_only_rule (self);
}

static void
assert_stored (Fixture *self, const char *actions)
{
  g_autoptr (SentinelRule) rule = read_only_rule (self);
  g_autofree char *text = sentinel_json_to_text (rule->actions);

  g_assert_cmpstr (text, ==, actions);
}

/* What is typed is what is stored */

static void
test_add (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;

  open_dialog (self, NULL);
  add_command (self);
  assert_error (self,
                "Command",
                "Type the program to run and its arguments, like /usr/bin/logger fired");
  g_assert_false (can_save (self));
  type (self, "Command", "/usr/bin/logger -t 'night shift'");
  assert_error (self, "Command", NULL);
  g_assert_true (sentinel_ui_test_shows (self->ui,
                                         "Program “/usr/bin/logger”, arguments “-t” “night "
                                         "shift”"));
  type (self, "Name", "journal");
  check (self, "Runs when it is over", TRUE);
  type (self, "Stopped after", "10");
  type (self, "Cooldown", "0");
  type (self, "At most per hour", "7");
  type (self, "Shown in Live for", "3");
  save (self);
  assert_stored (self,
                 "[{\"channel\":\"command\",\"name\":\"journal\",\"argv\":[\"/usr/bin/logger\","
                 "\"-t\",\"night shift\"],\"on\":[\"fired\",\"resolved\"],\"timeout_ms\":10000,"
                 "\"cooldown_ms\":0,\"max_per_hour\":7,\"enabled\":true}]");
  rule = read_only_rule (self);
  g_assert_cmpint (rule->display_minutes, ==, 3 * 24 * 60);
}

#define UNTOUCHED \
  "{\"channel\":\"command\",\"argv\":[\"true\"]}," \
  "{\"channel\":\"email\",\"to\":[\"a@example.org\"],\"enabled\":false}"

/* What nobody touched comes back letter by letter, in its order. */
static void
test_edit (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule =
      add_rule (self,
                "[" UNTOUCHED ",{\"channel\":\"command\",\"name\":\"b\",\"argv\":[\"false\"]}]");

  open_dialog (self, rule);
  unfold (self, "b");
  type (self, "Command", "sh -c 'echo \"$SENTINEL_RULE\" | cat'");
  save (self);
  assert_stored (self,
                 "[" UNTOUCHED ",{\"channel\":\"command\",\"name\":\"b\",\"argv\":[\"sh\",\"-c\","
                 "\"echo \\\"$SENTINEL_RULE\\\" | cat\"],\"on\":[\"fired\"],\"timeout_ms\":30000,"
                 "\"cooldown_ms\":300000,\"max_per_hour\":20,\"enabled\":true}]");
}

static void
test_untouched (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self, "[" UNTOUCHED "]");

  open_dialog (self, rule);
  g_assert_true (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
  g_assert_true (sentinel_ui_test_shows (self->ui,
                                         "Off: not there yet in this version; kept as it is"));
}

static void
test_desktop_off (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = add_rule (self, "[]");

  open_dialog (self, rule);
  sentinel_form_driver_set_on (self->dialog, "Notify on the desktop", FALSE);
  save (self);
  assert_stored (self, "[{\"channel\":\"desktop\",\"enabled\":false}]");
  g_clear_pointer (&rule, sentinel_rule_unref);
  rule = read_only_rule (self);
  open_dialog (self, rule);
  g_assert_false (adw_switch_row_get_active (
      ADW_SWITCH_ROW (sentinel_form_driver_get_row (self->dialog, "Notify on the desktop"))));
  sentinel_form_driver_set_on (self->dialog, "Notify on the desktop", TRUE);
  save (self);
  assert_stored (self, "[{\"channel\":\"desktop\",\"enabled\":true}]");
}

static void
test_remove_what_is_not_there_yet (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule =
      add_rule (self, "[" UNTOUCHED ",{\"channel\":\"command\",\"name\":\"b\",\"argv\":[\"y\"]}]");
  GtkWidget *row;

  open_dialog (self, rule);
  row = sentinel_form_driver_get_row (self->dialog, "email");
  g_signal_emit_by_name (sentinel_ui_test_find (row, GTK_TYPE_BUTTON, NULL), "clicked");
  sentinel_ui_test_wait_for_text (self->ui, "“email” removed");
  g_assert_false (sentinel_ui_test_shows (self->ui, "Other Actions"));
  sentinel_toast_undo (self->dialog);
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_true (sentinel_ui_test_shows (self->ui, "email"));
  g_assert_true (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
}

static void
test_remove_and_undo (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule =
      add_rule (self,
                "[{\"channel\":\"command\",\"name\":\"a\",\"argv\":[\"x\"]},"
                "{\"channel\":\"command\",\"name\":\"b\",\"argv\":[\"y\"]}]");

  open_dialog (self, rule);
  unfold (self, "a");
  sentinel_form_driver_activate (self->dialog, "Remove Command");
  sentinel_ui_test_wait_for_text (self->ui, "“a” removed");
  g_assert_false (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
  g_assert_false (sentinel_ui_test_shows (self->ui, "a"));
  sentinel_toast_undo (self->dialog);
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_true (adw_dialog_get_can_close (ADW_DIALOG (self->dialog)));
  g_assert_true (sentinel_ui_test_shows (self->ui, "a"));
  unfold (self, "b");
  sentinel_form_driver_activate (unfold (self, "b"), "Remove Command");
  save (self);
  assert_stored (self, "[{\"channel\":\"command\",\"name\":\"a\",\"argv\":[\"x\"]}]");
}

/* Validation */

static gboolean
needs_attention (Fixture *self)
{
  AdwViewStack *stack =
      ADW_VIEW_STACK (sentinel_ui_test_find (self->dialog, ADW_TYPE_VIEW_STACK, NULL));
  GtkWidget *page = adw_view_stack_get_child_by_name (stack, "actions");

  return adw_view_stack_page_get_needs_attention (adw_view_stack_get_page (stack, page));
}

static void
test_bad_input (Fixture *self, gconstpointer unused)
{
  open_dialog (self, NULL);
  add_command (self);
  type (self, "Name", "on call");
  type (self, "Command", "echo 'half");
  check (self, "Runs when an event begins", FALSE);
  type (self, "Stopped after", "0");
  type (self, "Cooldown", "99999");
  type (self, "At most per hour", "0");
  assert_error (self, "Name", "Must be 1 to 64 letters, digits, - and _");
  assert_error (self,
                "Command",
                "A quotation mark is not closed, or a backslash is the last letter");
  assert_error (self, "Runs when it is over", "Choose at least one, or switch the command off");
  assert_error (self, "Stopped after", "Must be from 1\u00a0s to 10\u00a0min");
  assert_error (self, "Cooldown", "Must be from 0\u00a0s to 7\u00a0d");
  assert_error (self, "At most per hour", "Must be from 1 to 1000");
  g_assert_true (needs_attention (self));
  g_assert_false (can_save (self));
  type (self, "Name", "call");
  type (self, "Command", "echo half");
  check (self, "Runs when its level rises", TRUE);
  type (self, "Stopped after", "5");
  type (self, "Cooldown", "5");
  type (self, "At most per hour", "5");
  assert_error (self, "Name", NULL);
  g_assert_false (needs_attention (self));
  g_assert_true (can_save (self));
}

static void
test_same_name (Fixture *self, gconstpointer unused)
{
  GtkWidget *second;

  open_dialog (self, NULL);
  add_command (self);
  type (self, "Command", "true");
  add_command (self);
  second = sentinel_form_driver_get_row (self->dialog, "command-2");
  sentinel_form_driver_type (second, "Command", "false");
  g_assert_true (can_save (self));
  sentinel_form_driver_type (second, "Name", "command");
  g_assert_cmpstr (sentinel_form_driver_get_error (second, "Name"),
                   ==,
                   "Another action of the rule has this name");
  g_assert_false (can_save (self));
  sentinel_form_driver_type (second, "Name", "other");
  g_assert_true (can_save (self));
}

/* One that is on, as a version with that channel stored it. */
static void
test_unknown_is_on (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule =
      add_rule (self, "[{\"channel\":\"email\",\"to\":\"a@example.org\"}]");
  GtkWidget *row;

  open_dialog (self, rule);
  row = sentinel_form_driver_get_row (self->dialog, "email");
  assert_error (self, "email", "Is on, and nothing can do it: switch it off");
  g_assert_true (needs_attention (self));
  g_signal_emit_by_name (sentinel_ui_test_find (row, GTK_TYPE_BUTTON, "Switch _Off"), "clicked");
  assert_error (self, "email", NULL);
  save (self);
  assert_stored (self, "[{\"channel\":\"email\",\"to\":\"a@example.org\",\"enabled\":false}]");
}

/* Trying */

static void
stopped_cb (GObject *engine, GAsyncResult *result, gpointer is_stopped)
{
  g_autoptr (GError) error = NULL;

  sentinel_engine_stop_finish (SENTINEL_ENGINE (engine), result, &error);
  g_assert_no_error (error);
  *(gboolean *) is_stopped = TRUE;
}

static gboolean
is_true (gpointer flag)
{
  return *(gboolean *) flag;
}

typedef struct {
  GtkWidget *row;
  const char *prefix;
} Subtitle;

static gboolean
has_subtitle (gpointer data)
{
  const Subtitle *wanted = data;

  return g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (wanted->row)),
                           wanted->prefix);
}

static const char *
wait_for_subtitle (GtkWidget *root, const char *title, const char *prefix)
{
  Subtitle wanted = { sentinel_form_driver_get_row (root, title), prefix };

  if (!sentinel_test_wait_until (has_subtitle, &wanted, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("It says “%s”", adw_action_row_get_subtitle (ADW_ACTION_ROW (wanted.row)));
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (wanted.row));
}

static void
press (GtkWidget *root, const char *label)
{
  GtkWidget *row = sentinel_form_driver_get_row (root, "Test");
  GtkWidget *button = sentinel_ui_test_find (row, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
type_script (Fixture *self, const char *script)
{
  const char *argv[] = { "/bin/sh", "-c", script, "sh", self->ui->folder, NULL };
  g_autofree char *quoted = g_shell_quote (script);
  g_autofree char *line = g_strdup_printf ("%s -c %s sh %s", argv[0], quoted, argv[4]);

  type (self, "Command", line);
}

static void
test_try (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->ui->folder, "input", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) input = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *row;

  start_engine (self);
  open_dialog (self, NULL);
  add_command (self);
  row = sentinel_form_driver_get_row (self->dialog, "command");
  type_script (self, "cat > $1/input; echo \"$SENTINEL_RULE $SENTINEL_TEST\"; echo more");
  press (row, "Test");
  g_assert_true (g_str_has_suffix (wait_for_subtitle (row, "Test", "Exit status 0 at "),
                                   ": CPU Usage 1"));
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  input = sentinel_json_parse_object (text, -1, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (input, "rule"), ==, "CPU Usage");
  g_assert_true (json_object_get_boolean_member (input, "test"));
  /* What came of another command is not said of this one. */
  type_script (self, "echo oops >&2; exit 3");
  wait_for_subtitle (row, "Test", "Runs it now");
  press (row, "Test");
  g_assert_true (g_str_has_suffix (wait_for_subtitle (row, "Test", "Failed at "),
                                   ": exited with status 3: oops"));
  wait_for_subtitle (row, "Last run", "Never ran");
  type (self, "Command", "/nowhere/siren");
  press (row, "Test");
  wait_for_subtitle (row, "Test", "Failed at ");
}

static void
test_try_the_desktop (Fixture *self, gconstpointer unused)
{
  start_engine (self);
  open_dialog (self, NULL);
  sentinel_form_driver_set_on (self->dialog, "Notify on the desktop", FALSE);
  press (self->dialog, "Test");
  wait_for_subtitle (self->dialog, "Test", "Sent to the desktop at ");
  g_assert_cmpuint (self->desktop->n_told, ==, 1);
  g_assert_cmpstr (wait_for_subtitle (self->dialog, "Last notification", ""), ==, "Never told");
}

static void
test_try_what_is_wrong (Fixture *self, gconstpointer unused)
{
  GtkWidget *button;

  open_dialog (self, NULL);
  add_command (self);
  button = sentinel_ui_test_find (sentinel_form_driver_get_row (self->dialog, "Test"),
                                  GTK_TYPE_BUTTON,
                                  "Test");
  g_assert_false (gtk_widget_is_sensitive (button));
  type (self, "Command", "true");
  g_assert_true (gtk_widget_is_sensitive (button));
}

/* Nobody runs commands here: it is said, and can be given up. */
static void
test_cancel (Fixture *self, gconstpointer unused)
{
  GtkWidget *row;

  open_dialog (self, NULL);
  add_command (self);
  row = sentinel_form_driver_get_row (self->dialog, "command");
  type_script (self, "echo run > $1/run");
  press (row, "Test");
  wait_for_subtitle (row, "Test", "Rules are not watched here now");
  press (row, "Cancel");
  wait_for_subtitle (row, "Test", "Cancelled before it began");
}

/* Where another process watches the rules, it runs the commands. */
static void
test_owned_elsewhere (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelContext) owner = sentinel_context_new (self->ui->path);
  SentinelEngine *engine = sentinel_context_get_engine (self->ui->context);
  gboolean is_stopped = FALSE;
  GtkWidget *row;

  g_assert_true (sentinel_engine_try_start (sentinel_context_get_engine (owner), NULL));
  sentinel_engine_start_or_wait (engine);
  g_assert_cmpint (sentinel_engine_get_state (engine), ==, SENTINEL_ENGINE_WAITING);
  open_dialog (self, NULL);
  add_command (self);
  row = sentinel_form_driver_get_row (self->dialog, "command");
  type (self, "Command", "echo elsewhere");
  press (row, "Test");
  wait_for_subtitle (row, "Test", "Waits for the other program that watches the rules");
  g_assert_true (g_str_has_suffix (wait_for_subtitle (row, "Test", "Exit status 0 at "),
                                   ": elsewhere"));
  sentinel_engine_stop_async (sentinel_context_get_engine (owner), stopped_cb, &is_stopped);
  g_assert_true (sentinel_test_wait_until (is_true, &is_stopped, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_context_close (owner);
}

/* What it last did */

static gboolean
insert_delivery (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelDelivery *delivery = data;

  delivery->sent_at_us = delivery->next_at_us = sentinel_transaction_get_now_us (tx);
  return sentinel_delivery_store_insert (tx, delivery, error)
         && sentinel_delivery_store_update (tx, delivery, error);
}

static void
deliver (Fixture *self, const SentinelRule *rule, const char *channel, const char *failure)
{
  g_autoptr (SentinelDelivery) delivery = sentinel_delivery_new (channel, SENTINEL_DELIVERY_FIRED);

  delivery->rule_id = rule->id;
  delivery->idem_key = g_uuid_string_random ();
  delivery->state = failure != NULL ? SENTINEL_DELIVERY_FAILED : SENTINEL_DELIVERY_SENT;
  delivery->error = g_strdup (failure);
  write_to_store (self, insert_delivery, delivery);
}

static void
test_last_result (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule =
      add_rule (self, "[{\"channel\":\"command\",\"name\":\"a\",\"argv\":[\"x\"]}]");
  GtkWidget *row;

  deliver (self, rule, "command:a", NULL);
  open_dialog (self, rule);
  row = unfold (self, "a");
  wait_for_subtitle (row, "Last run", "Ran ");
  g_assert_true (g_str_has_suffix (wait_for_subtitle (row, "Last run", "Ran"), ", exit status 0"));
  deliver (self, rule, "command:a", "exited with status 7");
  g_assert_true (g_str_has_suffix (wait_for_subtitle (row, "Last run", "Failed "),
                                   ": exited with status 7"));
  deliver (self, rule, "desktop", NULL);
  wait_for_subtitle (self->dialog, "Last notification", "Told ");
  sentinel_form_driver_type (row, "Name", "b");
  wait_for_subtitle (row, "Last run", "Never ran");
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/rule-actions/add", test_add },
    { "/rule-actions/edit", test_edit },
    { "/rule-actions/untouched", test_untouched },
    { "/rule-actions/desktop-off", test_desktop_off },
    { "/rule-actions/remove-and-undo", test_remove_and_undo },
    { "/rule-actions/remove-what-is-not-there-yet", test_remove_what_is_not_there_yet },
    { "/rule-actions/bad-input", test_bad_input },
    { "/rule-actions/same-name", test_same_name },
    { "/rule-actions/unknown-is-on", test_unknown_is_on },
    { "/rule-actions/try", test_try },
    { "/rule-actions/try-the-desktop", test_try_the_desktop },
    { "/rule-actions/try-what-is-wrong", test_try_what_is_wrong },
    { "/rule-actions/cancel", test_cancel },
    { "/rule-actions/owned-elsewhere", test_owned_elsewhere },
    { "/rule-actions/last-result", test_last_result },
  };

  sentinel_ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
