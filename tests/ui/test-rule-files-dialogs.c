/* SPDX-License-Identifier: MIT */
/* Import and export of rules as a person meets them, over a real store and real files. */
#include "sentinel-rule-document.h"
#include "sentinel-rule-driver.h"
#include "sentinel-rule-export-act.h"
#include "sentinel-rule-import-dialog.h"
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define WIDTH 1280
#define NARROW 360
#define HEAD "{\"format\":\"sentinel-alerts-rules\",\"version\":1,\"rules\":["
#define TAIL "]}"
#define CPU "\"trigger\":\"cpu-usage\",\"period_ms\":3600000"

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

/* Import */

static GFile *
write_file (SentinelRuleDriver *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->ui->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static void
show_file (SentinelRuleDriver *self, GFile *file)
{
  sentinel_rule_import_show (sentinel_window_get_page (self->ui->window),
                             self->ui->context,
                             self->ticker,
                             file);
}

static void
show_text (SentinelRuleDriver *self, const char *text)
{
  g_autoptr (GFile) file = write_file (self, "some.json", text);

  show_file (self, file);
}

/* Of the row of that position. */
static void
set_item (SentinelRuleDriver *self, guint position, const char *property, gboolean value)
{
  g_autoptr (GObject) item =
      g_list_model_get_item (sentinel_rule_driver_get_items (self), position);

  g_object_set (item, property, value, NULL);
}

static void
test_import_of_new_rules (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;

  show_text (self, HEAD "{\"name\":\"One\"," CPU "},{\"name\":\"Two\"," CPU "}" TAIL);
  sentinel_rule_driver_wait_for (self, "2 new");
  sentinel_rule_driver_wait_for (self, "some.json");
  sentinel_rule_driver_press (self, "_Import 2 Rules");
  sentinel_rule_driver_wait_until_closed (self);
  sentinel_rule_driver_wait_for (self, "2 rules added");
  rule = sentinel_rule_driver_find_rule (self, "Two");
  g_assert_nonnull (rule);
  g_assert_cmpint (rule->period_ms, ==, 3600000);
}

/* By the keys that the other dialogs have, and one of them not. */
static void
test_choice (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) one = NULL, two = NULL;

  show_text (self, HEAD "{\"name\":\"One\"," CPU "},{\"name\":\"Two\"," CPU "}" TAIL);
  sentinel_rule_driver_wait_for (self, "2 new");
  set_item (self, 0, "chosen", FALSE);
  g_assert_true (sentinel_rule_driver_is_offered (self, "_Import 1 Rule"));
  set_item (self, 1, "chosen", FALSE);
  g_assert_false (sentinel_rule_driver_is_offered (self, "_Import"));
  set_item (self, 1, "chosen", TRUE);
  g_assert_true (sentinel_ui_test_press (sentinel_rule_driver_get_dialog (self),
                                         GDK_KEY_Return,
                                         GDK_CONTROL_MASK));
  sentinel_rule_driver_wait_until_closed (self);
  sentinel_rule_driver_wait_for (self, "1 rule added");
  one = sentinel_rule_driver_find_rule (self, "One");
  two = sentinel_rule_driver_find_rule (self, "Two");
  g_assert_null (one);
  g_assert_nonnull (two);
}

static const char all_states[] = HEAD
    "{\"name\":\"New one\"," CPU "},"
    "{\"name\":\"Shop\"," CPU ",\"parameters\":{\"threshold\":70}},"
    "{\"name\":\"Desk\"," CPU "},"
    "{\"name\":\"Wrong\"," CPU ",\"parameters\":{\"threshold\":140}}" TAIL;

static void
test_preview (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autofree char *before = NULL, *after = NULL;

  sentinel_rule_driver_add_rule (self, "Shop", "{\"threshold\":80}");
  sentinel_rule_driver_add_rule (self, "Desk", "{}");
  before = sentinel_rule_driver_dump (self);
  show_text (self, all_states);
  sentinel_rule_driver_wait_for (self, "1 new");
  sentinel_rule_driver_wait_for (self, "1 changed");
  sentinel_rule_driver_wait_for (self, "1 the same");
  sentinel_rule_driver_wait_for (self, "1 with a problem");
  set_item (self, 1, "expanded", TRUE);
  sentinel_rule_driver_wait_for_diff (self, "- Threshold: 80");
  sentinel_rule_driver_wait_for_diff (self, "+ Threshold: 70");
  sentinel_rule_driver_wait_for (self, "must be from 0 to 100");
  sentinel_rule_driver_wait_for (self,
                                 "Nothing can be imported before 1 rule is mended in the file.");
  g_assert_false (sentinel_rule_driver_is_offered (self, "_Import 2 Rules"));
  g_assert_null (sentinel_rule_driver_find_words (sentinel_rule_driver_get_dialog (self),
                                                  "Leave out"));
  g_assert_true (gtk_widget_activate_action (sentinel_rule_driver_get_dialog (self),
                                             "import.cancel",
                                             NULL));
  sentinel_rule_driver_wait_until_closed (self);
  after = sentinel_rule_driver_dump (self);
  g_assert_cmpstr (after, ==, before);
}

static const char original[] =
    "[{\"name\":\"Known\",\"trigger_script\":\"cpu_usage_trigger\",\"period_seconds\":60,"
    "\"is_active\":true,\"action_config\":{\"emails\":[\"a@b.c\"]}},"
    "{\"name\":\"Odd\",\"trigger_script\":\"no_such_thing\",\"is_active\":true},"
    "{\"name\":\"Odd too\",\"trigger_script\":\"no_such_thing\",\"is_active\":true}]";

static void
test_unknown_triggers_are_left_out_when_told (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) known = NULL, odd = NULL;

  show_text (self, original);
  sentinel_rule_driver_wait_for (self, "Import From the Web Program");
  sentinel_rule_driver_wait_for (self, "1 new, 2 with a problem");
  sentinel_rule_driver_wait_for (self, "no_such_thing");
  g_assert_false (sentinel_rule_driver_is_offered (self, "_Import 1 Rule"));
  set_item (self, 1, "left-out", TRUE);
  sentinel_rule_driver_wait_for (self, "1 new, 1 with a problem, 1 left out");
  sentinel_rule_driver_wait_for (self, "Left out");
  g_assert_false (sentinel_rule_driver_is_offered (self, "_Import 1 Rule"));
  sentinel_rule_driver_press (self, "_Leave Out"); /* of the banner: all that are left */
  sentinel_rule_driver_wait_for (self, "1 new, 2 left out");
  sentinel_rule_driver_press (self, "_Import 1 Rule");
  sentinel_rule_driver_wait_until_closed (self);
  known = sentinel_rule_driver_find_rule (self, "Known");
  odd = sentinel_rule_driver_find_rule (self, "Odd");
  g_assert_nonnull (known);
  g_assert_null (odd);
}

typedef struct {
  const char *name, *text, *words;
} WrongFile;

static const WrongFile wrong_files[] = {
  { "half", HEAD "{\"name\":\"One\"," CPU "},{\"na", "line 1" },
  { "newer",
    "{\"format\":\"sentinel-alerts-rules\",\"version\":2,\"rules\":[{}]}",
    "a newer version of Sentinel Alerts wrote it" },
  { "duplicate-names",
    HEAD "{\"name\":\"One\"," CPU "},{\"name\":\"One\"," CPU "}" TAIL,
    "two of its rules have the name" },
  { "empty", "", "line 1" },
  { "not-rules", "{\"a\":1}", "no rules" },
};

static void
test_wrong_files_are_refused_whole (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autofree char *before = sentinel_rule_driver_dump (self);
  g_autofree char *after = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong_files); i++) {
    g_test_message ("%s", wrong_files[i].name);
    show_text (self, wrong_files[i].text);
    sentinel_rule_driver_wait_for (self, "“some.json” Cannot Be Imported");
    sentinel_rule_driver_wait_for (self, wrong_files[i].words);
    g_assert_true (sentinel_rule_driver_is_offered (self, "Choose _Another File…"));
    g_assert_null (sentinel_ui_test_find (sentinel_rule_driver_get_dialog (self),
                                          GTK_TYPE_BUTTON,
                                          "_Import"));
    adw_dialog_close (ADW_DIALOG (sentinel_rule_driver_get_dialog (self)));
    sentinel_rule_driver_wait_until_closed (self);
  }
  after = sentinel_rule_driver_dump (self);
  g_assert_cmpstr (after, ==, before);
}

static void
expect_refusal (SentinelRuleDriver *self, const char *path, const char *words)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  show_file (self, file);
  sentinel_rule_driver_wait_for (self, words);
  adw_dialog_close (ADW_DIALOG (sentinel_rule_driver_get_dialog (self)));
  sentinel_rule_driver_wait_until_closed (self);
}

/* Also what would never end. */
static void
test_what_is_no_file_is_refused (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autofree char *gone = g_build_filename (self->ui->folder, "gone.json", NULL);
  g_autofree char *pipe = g_build_filename (self->ui->folder, "pipe.json", NULL);
  g_autofree char *large = g_build_filename (self->ui->folder, "large.json", NULL);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_true (g_file_set_contents (large, "[", 1, NULL));
  g_assert_cmpint (truncate (large, SENTINEL_RULE_DOCUMENT_MAX_BYTES + 1), ==, 0);
  expect_refusal (self, gone, "No such file");
  expect_refusal (self, self->ui->folder, "It is not a file");
  expect_refusal (self, pipe, "It is not a file");
  expect_refusal (self, large, "It is longer than 16 MiB");
}

/* Somebody else was faster: it is shown what the import would do now, and what was not wanted stays
 * so. */
static void
test_conflict (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) shop = NULL, other = NULL;

  sentinel_rule_driver_add_rule (self, "Shop", "{\"threshold\":80}");
  show_text (self,
             HEAD "{\"name\":\"Shop\"," CPU ",\"parameters\":{\"threshold\":70}},"
                  "{\"name\":\"Other\"," CPU "}" TAIL);
  sentinel_rule_driver_wait_for (self, "1 new, 1 changed");
  set_item (self, 1, "chosen", FALSE);
  set_item (self, 0, "expanded", TRUE);
  sentinel_rule_driver_wait_for_diff (self, "- Threshold: 80");
  sentinel_rule_driver_edit_rule (self, "Shop", "{\"threshold\":60}");
  sentinel_rule_driver_press (self, "_Import 1 Rule");
  sentinel_rule_driver_wait_for (self, "Nothing was imported: the rules changed meanwhile.");
  sentinel_rule_driver_wait_for_diff (self, "- Threshold: 60");
  sentinel_rule_driver_press (self, "_Import 1 Rule");
  sentinel_rule_driver_wait_until_closed (self);
  sentinel_rule_driver_wait_for (self, "1 rule changed");
  shop = sentinel_rule_driver_find_rule (self, "Shop");
  other = sentinel_rule_driver_find_rule (self, "Other");
  g_assert_cmpint (shop->version, ==, 3);
  g_assert_null (other);
}

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_DROP_TARGET (controller))
      return GTK_DROP_TARGET (controller); /* the widget has it */
  }
  return NULL;
}

static gboolean
drop (SentinelRuleDriver *self, GFile **files, gsize n)
{
  GdkFileList *list = gdk_file_list_new_from_array (files, n);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, list);
  g_signal_emit_by_name (find_drop_target (sentinel_window_get_page (self->ui->window)),
                         "drop",
                         &value,
                         1.0,
                         1.0,
                         &is_taken);
  return is_taken;
}

static void
test_drop (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (GFile) file =
      write_file (self, "dropped.json", HEAD "{\"name\":\"One\"," CPU "}" TAIL);
  GFile *files[] = { file, file };

  g_assert_true (drop (self, files, 2));
  sentinel_rule_driver_wait_for (self, "Rules can be imported from one file at a time");
  g_assert_true (drop (self, files, 1));
  sentinel_rule_driver_wait_for (self, "dropped.json");
  sentinel_rule_driver_wait_for (self, "1 new");
  adw_dialog_close (ADW_DIALOG (sentinel_rule_driver_get_dialog (self)));
  sentinel_rule_driver_wait_until_closed (self);
}

static void
test_closed_while_reading (SentinelRuleDriver *self, gconstpointer unused)
{
  show_text (self, all_states);
  adw_dialog_force_close (ADW_DIALOG (sentinel_rule_driver_get_dialog (self)));
  sentinel_rule_driver_wait_until_closed (self);
}

/* Export */

static char *
read_file (GFile *file)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
test_export_comes_back (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autofree char *folder = sentinel_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "all of them.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *before = NULL, *after = NULL;

  /* The file is in the order of the names. */
  sentinel_rule_driver_add_rule (self, "Desk", "{}");
  sentinel_rule_driver_add_rule (self, "Shop", "{\"threshold\":80,\"scope\":\"max_core\"}");
  before = sentinel_rule_driver_dump (self);
  sentinel_rule_export_to (sentinel_window_get_page (self->ui->window),
                           self->ui->context,
                           NULL,
                           file);
  sentinel_rule_driver_wait_for (self, "rules exported to “all of them.json”");
  sentinel_rule_driver_close (self);

  sentinel_rule_driver_open (self, WIDTH);
  show_file (self, file);
  sentinel_rule_driver_wait_for (self, "2 new");
  sentinel_rule_driver_press (self, "_Import 2 Rules");
  sentinel_rule_driver_wait_until_closed (self);
  after = sentinel_rule_driver_dump (self);
  g_assert_cmpstr (after, ==, before);
  sentinel_test_remove_folder (folder);
}

static void
test_export_of_one_rule (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GFile) file = write_file (self, "one.json", "what was there before");
  g_autofree char *text = NULL;
  gint64 id = sentinel_rule_driver_add_rule (self, "Shop", "{}");

  sentinel_rule_driver_add_rule (self, "Desk", "{}");
  g_array_append_val (ids, id);
  sentinel_rule_export_to (sentinel_window_get_page (self->ui->window),
                           self->ui->context,
                           ids,
                           file);
  sentinel_rule_driver_wait_for (self, "1 rule exported to “one.json”");
  text = read_file (file);
  g_assert_nonnull (strstr (text, "Shop"));
  g_assert_null (strstr (text, "Desk"));
  g_assert_null (strstr (text, "what was there before"));
}

static void
test_secrets_are_kept_out (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autoptr (GFile) file = write_file (self, "secret.json", "");
  g_autofree char *text = NULL;

  sentinel_rule_driver_add_rule_of (self,
                                    SENTINEL_SAFE_TRIGGER_ID,
                                    "Vault",
                                    "{\"code\":\"xyzzy\"}");
  sentinel_rule_export_to (sentinel_window_get_page (self->ui->window),
                           self->ui->context,
                           NULL,
                           file);
  sentinel_rule_driver_wait_for (self, "rule “Vault”: the secret parameter code is left out");
  text = read_file (file);
  g_assert_null (strstr (text, "xyzzy"));
}

static void
test_export_that_fails (SentinelRuleDriver *self, gconstpointer unused)
{
  g_autofree char *path = g_build_filename (self->ui->folder, "no such folder", "a.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  sentinel_rule_export_to (sentinel_window_get_page (self->ui->window),
                           self->ui->context,
                           NULL,
                           file);
  sentinel_rule_driver_wait_for (self, "The rules were not exported: ");
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
#define ADD(name, width) \
  g_test_add ("/rule-files-dialogs/" #name, \
              SentinelRuleDriver, \
              GINT_TO_POINTER (width), \
              set_up, \
              test_##name, \
              tear_down)
  ADD (import_of_new_rules, WIDTH);
  ADD (choice, NARROW);
  ADD (preview, WIDTH);
  ADD (unknown_triggers_are_left_out_when_told, WIDTH);
  ADD (wrong_files_are_refused_whole, WIDTH);
  ADD (what_is_no_file_is_refused, WIDTH);
  ADD (conflict, WIDTH);
  ADD (drop, WIDTH);
  ADD (closed_while_reading, WIDTH);
  ADD (export_comes_back, WIDTH);
  ADD (export_of_one_rule, WIDTH);
  ADD (secrets_are_kept_out, WIDTH);
  ADD (export_that_fails, WIDTH);
#undef ADD
  return g_test_run ();
}
