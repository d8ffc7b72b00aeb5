/* SPDX-License-Identifier: MIT */
/* Rules from a file into a real database and back: what a plan says, that it is carried out wholly
 * or not at all, and what setting a rule back does. */
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-json.h"
#include "sentinel-restore-act.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-diff.h"
#include "sentinel-rule-export.h"
#include "sentinel-rule-import.h"
#include "sentinel-rule-store.h"
#include "sentinel-rule-version-store.h"
#include "sentinel-test-store.h"
#include "sentinel-test-trigger.h"

#define HEAD "{\"format\":\"sentinel-alerts-rules\",\"version\":1,\"rules\":["
#define TAIL "]}"

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

typedef struct {
  SentinelTestStore *base;
  SentinelRegistry *registry;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->base = sentinel_test_store_new ();
  self->registry = sentinel_registry_new ();
  sentinel_registry_add (self->registry, SENTINEL_TRIGGER (sentinel_test_trigger_new ()));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  sentinel_test_store_free (self->base);
  g_object_unref (self->registry);
}

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = sentinel_json_parse (text, -1, 0, &error);

  g_assert_no_error (error);
  return node;
}

static SentinelRule *
make_rule (const char *uid, const char *name, const char *parameters)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->uid, uid);
  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "test");
  json_node_unref (rule->parameters);
  rule->parameters = parse (parameters);
  rule->period_ms = 10000;
  return rule;
}

static gint64
add_rule (Fixture *self, const char *uid, const char *name, const char *parameters)
{
  g_autoptr (SentinelRuleAct) act =
      sentinel_rule_act_new (make_rule (uid, name, parameters), 0, &ada);

  sentinel_test_store_write (self->base, sentinel_rule_acts_add, act);
  return act->rule_id;
}

static gpointer
get_rule_cb (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_rule_store_get (db, *(const gint64 *) id, error);
}

static SentinelRule *
get_rule (Fixture *self, gint64 id)
{
  return sentinel_test_store_read (self->base, get_rule_cb, &id);
}

static void
write_edit (Fixture *self, SentinelRule *rule)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &ada);

  sentinel_test_store_write (self->base, sentinel_rule_acts_edit, act);
}

static void
delete_rule (Fixture *self, gint64 id)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, id, &ada);

  sentinel_test_store_write (self->base, sentinel_rule_acts_delete, act);
}

/* Everything that there is of rules, to see that nothing was written. */
static gpointer
dump_cb (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autoptr (GPtrArray) rules = sentinel_rule_store_list_any (db, error);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; rules != NULL && i < rules->len; i++) {
    g_autoptr (JsonObject) object = sentinel_rule_to_json (rules->pdata[i]);
    g_autofree char *line = sentinel_json_object_to_text (object);

    g_string_append_printf (text, "%s\n", line);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dump (Fixture *self)
{
  return sentinel_test_store_read (self->base, dump_cb, NULL);
}

static gpointer
list_versions_cb (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_rule_version_store_list_records (db, *(const gint64 *) id, error);
}

static GPtrArray *
list_versions (Fixture *self, gint64 rule_id)
{
  return sentinel_test_store_read (self->base, list_versions_cb, &rule_id);
}

static SentinelRuleImport *
try_plan (Fixture *self, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  SentinelRuleImportRequest request = { bytes, self->registry };

  return sentinel_store_read (self->base->store, sentinel_rule_import_read, &request, error);
}

static SentinelRuleImport *
plan (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  SentinelRuleImport *import = try_plan (self, text, &error);

  g_assert_no_error (error);
  return import;
}

static SentinelImportEntry *
get_entry (SentinelRuleImport *import, guint index)
{
  g_assert_cmpuint (index, <, import->entries->len);
  return g_ptr_array_index (import->entries, index);
}

static gboolean
apply (Fixture *self, SentinelRuleImport *import, GError **error)
{
  g_autoptr (SentinelRuleImportAct) act = sentinel_rule_import_act_new (import, &ada);

  return sentinel_store_write (self->base->store, sentinel_rule_import_apply, act, error);
}

static void
import_all (Fixture *self, const char *text)
{
  g_autoptr (SentinelRuleImport) import = plan (self, text);
  g_autoptr (GError) error = NULL;

  apply (self, import, &error);
  g_assert_no_error (error);
}

static void
assert_says (const char *text, const char *words)
{
  if (strstr (text, words) == NULL)
    g_test_fail_printf ("“%s” is not in “%s”", words, text);
}

static SentinelRuleExport *
export_all (Fixture *self)
{
  SentinelRuleExportRequest request = { self->registry, NULL };

  return sentinel_test_store_read (self->base, sentinel_rule_export_read, &request);
}

/* Planning: */

static const char four_rules[] = HEAD
    "{\"uid\":\"u-1\",\"name\":\"One\",\"trigger\":\"test_trigger\",\"period_ms\":10000},"
    "{\"uid\":\"u-2\",\"name\":\"Two again\",\"trigger\":\"test\",\"period_ms\":20000,"
    "\"parameters\":{\"limit\":60}},"
    "{\"name\":\"Three\",\"trigger\":\"test\",\"period_ms\":10000},"
    "{\"uid\":\"u-4\",\"name\":\"Four\",\"trigger\":\"test\",\"parameters\":{\"limit\":101}}" TAIL;

static void
test_a_plan_tells_what_is_new_changed_and_wrong (Fixture *self, gconstpointer unused)
{
  gint64 one = add_rule (self, "u-1", "One", "{\"limit\":50,\"server\":\"\"}");
  gint64 two = add_rule (self, "u-2", "Two", "{\"limit\":50,\"server\":\"\"}");
  g_autofree char *before = dump (self);
  g_autoptr (SentinelRuleImport) import = plan (self, four_rules);
  g_autofree char *after = dump (self);
  const SentinelImportEntry *entry = get_entry (import, 0);
  const SentinelRuleChange *change;

  g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_SAME);
  g_assert_cmpint (entry->rule_id, ==, one);
  g_assert_false (entry->chosen);

  entry = get_entry (import, 1);
  g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_CHANGED);
  g_assert_cmpint (entry->rule_id, ==, two);
  g_assert_true (entry->chosen);
  g_assert_cmpuint (entry->changes->len, ==, 3);
  change = g_ptr_array_index (entry->changes, 0);
  g_assert_cmpstr (change->field, ==, "name");
  g_assert_cmpstr (json_node_get_string (change->before), ==, "Two");
  change = g_ptr_array_index (entry->changes, 1);
  g_assert_cmpstr (change->field, ==, "parameters.limit");
  change = g_ptr_array_index (entry->changes, 2);
  g_assert_cmpstr (change->field, ==, "period_ms");

  entry = get_entry (import, 2);
  g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_NEW);
  g_assert_true (entry->chosen);
  g_assert_cmpint (entry->rule_id, ==, 0);

  entry = get_entry (import, 3);
  g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_PROBLEM);
  g_assert_false (entry->chosen);
  assert_says (entry->problem->message, "limit");

  g_assert_cmpuint (sentinel_rule_import_count (import, SENTINEL_IMPORT_PROBLEM), ==, 1);
  g_assert_cmpstr (after, ==, before);
}

/* As the window stores it: what nobody set is not written down. */
static void
test_defaults_are_no_change (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRuleExport) file = NULL;
  g_autoptr (SentinelRuleImport) import = NULL;

  add_rule (self, "u-1", "One", "{}");
  add_rule (self, "u-2", "Two", "{\"limit\":60}");
  file = export_all (self);
  import = plan (self, file->text);
  g_assert_cmpuint (sentinel_rule_import_count (import, SENTINEL_IMPORT_SAME),
                    ==,
                    import->entries->len);
}

typedef struct {
  const char *rule;
  const char *words;
} ProblemCase;

static const ProblemCase problem_cases[] = {
  { "5", "object" },
  { "{\"name\":\"A\",\"trigger\":\"test\",\"colour\":\"red\"}", "colour" },
  { "{\"name\":\"A\",\"trigger\":\"test\",\"period_ms\":\"10\"}", "period_ms" },
  { "{\"name\":\"A\",\"trigger\":\"test\",\"period_ms\":5}", "100ms" },
  { "{\"name\":\"A\",\"trigger\":\"test\",\"importance\":\"urgent\"}", "urgent" },
  { "{\"trigger\":\"test\"}", "name" },
  { "{\"name\":\"A\\nB\",\"trigger\":\"test\"}", "name" },
  { "{\"name\":\"A\",\"trigger\":\"test\",\"uid\":\"\"}", "uid" },
  { "{\"name\":\"A\",\"trigger\":\"test\",\"parameters\":{\"limi\":5}}", "limi" },
  { "{\"name\":\"A\",\"trigger\":\"manual\",\"period_ms\":1000}", "period" },
  { "{\"name\":\"A\",\"trigger\":\"test\",\"uid\":\"manual\"}", "built-in" },
  { "{\"name\":\"A\",\"trigger\":\"nothing\"}", "nothing" },
  { "{\"name\":\"A\"}", "trigger" },
  { "{\"name\":\"One\",\"uid\":\"u-2\",\"trigger\":\"test\"}", "rule (1)" },
};

/* A download that broke off is refused wherever that was, and so is one with a byte that is not
 * its own, or it is still JSON: then each rule is judged. */
static void
test_a_damaged_file_is_never_half_imported (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) stored = g_ptr_array_new ();
  gsize length = strlen (four_rules);

  for (gsize i = 0; i < length; i++) {
    g_autofree char *damaged = g_strdup (four_rules);
    g_autoptr (GBytes) half = g_bytes_new (four_rules, i);
    g_autoptr (GBytes) whole = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelRuleImport) import = NULL;

    g_assert_null (sentinel_rule_import_plan (half, self->registry, stored, &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    damaged[i] = (char) (damaged[i] ^ 0x11);
    whole = g_bytes_new (damaged, length);
    import = sentinel_rule_import_plan (whole, self->registry, stored, NULL);
    g_assert_true (import == NULL || import->entries->len > 0);
  }
}

static void
test_what_is_wrong_with_a_rule_is_its_problem (Fixture *self, gconstpointer unused)
{
  add_rule (self, "u-1", "One", "{}");
  add_rule (self, "u-2", "Two", "{}");
  for (gsize i = 0; i < G_N_ELEMENTS (problem_cases); i++) {
    g_autofree char *text = g_strconcat (HEAD, problem_cases[i].rule, TAIL, NULL);
    g_autoptr (SentinelRuleImport) import = plan (self, text);
    const SentinelImportEntry *entry = get_entry (import, 0);

    g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_PROBLEM);
    g_assert_nonnull (entry->problem);
    assert_says (entry->problem->message, problem_cases[i].words);
    g_assert_cmpint (entry->is_unknown_trigger, ==, i == 11 || i == 12);
  }
}

static void
test_two_of_one_name_or_uid_are_refused (Fixture *self, gconstpointer unused)
{
  static const char *const texts[] = {
    HEAD "{\"name\":\"A\",\"trigger\":\"test\"},{\"name\":\"A\",\"trigger\":\"test\"}" TAIL,
    HEAD "{\"name\":\"A\",\"uid\":\"u\"},{\"name\":\"B\",\"uid\":\"u\"}" TAIL,
    "[{\"name\":\"A\",\"is_active\":true},{\"name\":\"A\"}]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (try_plan (self, texts[i], &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    assert_says (error->message, "two of its rules");
  }
}

/* The uid is more certain than the name, and one stored rule is only one rule of the file. */
static void
test_a_rule_is_known_by_uid_before_name (Fixture *self, gconstpointer unused)
{
  gint64 one = add_rule (self, "u-1", "One", "{}");
  gint64 two = add_rule (self, "u-2", "Two", "{}");
  g_autoptr (SentinelRuleImport) import =
      plan (self,
            HEAD "{\"name\":\"One\",\"uid\":\"other\",\"trigger\":\"test\"},"
                 "{\"name\":\"Zwei\",\"uid\":\"u-2\",\"trigger\":\"test\"},"
                 "{\"name\":\"Two\",\"uid\":\"u-9\",\"trigger\":\"test\"}" TAIL);
  const SentinelImportEntry *entry = get_entry (import, 0);

  g_assert_cmpint (entry->rule_id, ==, one);
  g_assert_cmpstr (entry->rule->uid, ==, "u-1");
  g_assert_cmpint (get_entry (import, 1)->rule_id, ==, two);
  entry = get_entry (import, 2);
  g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_PROBLEM);
  assert_says (entry->problem->message, "name");
}

static void
test_the_originals_rules_are_planned (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRuleImport) import =
      plan (self,
            "[{\"id\":1,\"name\":\"A\",\"trigger_script\":\"test_trigger\","
            "\"parameters\":\"{\\\"limit\\\": 70}\",\"action_config\":{\"emails\":[\"a@b.c\"]}},"
            "{\"id\":2,\"name\":\"B\",\"trigger_script\":\"price_surge_trigger\"},"
            "{\"id\":3,\"name\":\"C\",\"trigger_script\":\"test_trigger\","
            "\"schedule_cron\":\"every day\"},"
            "{\"id\":4,\"name\":\"D\",\"trigger_script\":\"custom\"}]");
  const SentinelImportEntry *entry = get_entry (import, 0);

  g_assert_true (import->is_original);
  g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_NEW);
  g_assert_cmpstr (entry->rule->trigger, ==, "test");
  g_assert_cmpuint (entry->notes->len, >=, 2);
  entry = get_entry (import, 1);
  g_assert_true (entry->is_unknown_trigger);
  assert_says (entry->problem->message, "price-surge");
  entry = get_entry (import, 2);
  g_assert_cmpint (entry->status, ==, SENTINEL_IMPORT_PROBLEM);
  assert_says (entry->problem->message, "cron");
  g_assert_cmpint (get_entry (import, 3)->status, ==, SENTINEL_IMPORT_NEW);
}

/* Carrying out: */

static void
test_an_import_writes_by_the_acts (Fixture *self, gconstpointer unused)
{
  gint64 two = add_rule (self, "u-2", "Two", "{\"limit\":50,\"server\":\"a\"}");
  g_autoptr (SentinelRuleImport) import =
      plan (self,
            HEAD "{\"uid\":\"u-2\",\"name\":\"Two\",\"trigger\":\"test\",\"period_ms\":10000,"
                 "\"parameters\":{\"limit\":60,\"server\":\"a\"}},"
                 "{\"uid\":\"u-3\",\"name\":\"Three\",\"trigger\":\"test\"}" TAIL);
  g_autoptr (SentinelRuleImportAct) act = sentinel_rule_import_act_new (import, &ada);
  g_autoptr (SentinelRule) changed = NULL;
  g_autoptr (SentinelRule) added = NULL;
  g_autoptr (GPtrArray) versions = NULL;

  sentinel_test_store_write (self->base, sentinel_rule_import_apply, act);
  g_assert_cmpuint (act->n_added, ==, 1);
  g_assert_cmpuint (act->n_changed, ==, 1);
  changed = get_rule (self, two);
  g_assert_cmpint (changed->version, ==, 2);
  added = get_rule (self, get_entry (import, 1)->rule_id);
  g_assert_cmpstr (added->uid, ==, "u-3");
  g_assert_cmpint (added->created_at_us, ==, SENTINEL_TEST_NOW_US);
  versions = list_versions (self, two);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpstr (((SentinelRuleVersion *) versions->pdata[1])->author, ==, "Ada");
}

static void
test_only_what_is_chosen_is_written (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRuleImport) import =
      plan (self,
            HEAD "{\"name\":\"A\",\"trigger\":\"test\"},{\"name\":\"B\",\"trigger\":\"test\"},"
                 "{\"name\":\"C\",\"trigger\":\"nothing\"}" TAIL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  get_entry (import, 0)->chosen = FALSE;
  get_entry (import, 2)->chosen = TRUE; /* which a problem cannot be */
  apply (self, import, &error);
  g_assert_no_error (error);
  text = dump (self);
  g_assert_null (strstr (text, "\"name\":\"A\""));
  g_assert_nonnull (strstr (text, "\"name\":\"B\""));
  g_assert_null (strstr (text, "\"name\":\"C\""));
}

typedef enum {
  MEANWHILE_EDITED,
  MEANWHILE_DELETED,
  MEANWHILE_TAKEN
} Meanwhile;

static void
interfere (Fixture *self, gint64 id, Meanwhile meanwhile)
{
  SentinelRule *rule;

  switch (meanwhile) {
  case MEANWHILE_EDITED:
    rule = get_rule (self, id);
    g_set_str (&rule->comment, "mine");
    write_edit (self, rule);
    break;
  case MEANWHILE_DELETED:
    delete_rule (self, id);
    break;
  case MEANWHILE_TAKEN:
  default:
    add_rule (self, "u-9", "New", "{}");
  }
}

/* The rule that is new comes first in the file, so that something was written before it fails. */
static void
test_a_conflict_undoes_all_of_it (Fixture *self, gconstpointer data)
{
  gint64 one = add_rule (self, "u-1", "One", "{}");
  g_autoptr (SentinelRuleImport) import =
      plan (self,
            HEAD "{\"name\":\"First\",\"trigger\":\"test\"},"
                 "{\"uid\":\"u-1\",\"name\":\"One\",\"trigger\":\"test\",\"period_ms\":30000},"
                 "{\"name\":\"New\",\"trigger\":\"test\"}" TAIL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  interfere (self, one, (Meanwhile) GPOINTER_TO_INT (data));
  before = dump (self);
  g_assert_false (apply (self, import, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
  assert_says (error->message, GPOINTER_TO_INT (data) == MEANWHILE_TAKEN ? "New" : "One");
  after = dump (self);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (get_entry (import, 0)->rule_id, ==, 0);
}

static void
test_a_deleted_rule_comes_back_with_its_history (Fixture *self, gconstpointer unused)
{
  gint64 id = add_rule (self, "u-1", "One", "{}");
  g_autoptr (SentinelRuleImport) import = NULL;
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GError) error = NULL;

  delete_rule (self, id);
  /* Its name has another owner by now, and it comes under another one. */
  add_rule (self, "u-2", "One", "{}");
  import = plan (self, HEAD "{\"uid\":\"u-1\",\"name\":\"Eins\",\"trigger\":\"test\"}" TAIL);
  g_assert_cmpint (get_entry (import, 0)->status, ==, SENTINEL_IMPORT_NEW);
  g_assert_cmpuint (get_entry (import, 0)->notes->len, ==, 1);
  apply (self, import, &error);
  g_assert_no_error (error);
  rule = get_rule (self, id);
  g_assert_cmpstr (rule->name, ==, "Eins");
  g_assert_cmpint (rule->deleted_at_us, ==, 0);
  versions = list_versions (self, id);
  g_assert_cmpuint (versions->len, ==, 3);
}

static void
test_a_pause_survives_an_import (Fixture *self, gconstpointer unused)
{
  gint64 id = add_rule (self, "u-1", "One", "{}");
  SentinelRule *paused = get_rule (self, id);
  g_autoptr (SentinelRule) rule = NULL;

  paused->paused_until_us = SENTINEL_TEST_NOW_US + 5;
  write_edit (self, paused);
  import_all (self, HEAD "{\"uid\":\"u-1\",\"name\":\"Eins\",\"trigger\":\"test\"}" TAIL);
  rule = get_rule (self, id);
  g_assert_cmpstr (rule->name, ==, "Eins");
  g_assert_cmpint (rule->paused_until_us, ==, SENTINEL_TEST_NOW_US + 5);
}

/* Writing files: */

static void
test_an_export_comes_back_as_the_same_bytes (Fixture *self, gconstpointer unused)
{
  Fixture other = { NULL };
  g_autoptr (SentinelRuleExport) first = NULL;
  g_autoptr (SentinelRuleExport) second = NULL;

  add_rule (self, "u-2", "Zwei", "{\"server\":\"x\"}");
  add_rule (self, "u-1", "Eins", "{\"limit\":12.5}");
  first = export_all (self);
  set_up (&other, NULL);
  import_all (&other, first->text);
  second = export_all (&other);
  tear_down (&other, NULL);
  g_assert_cmpuint (first->n_rules, ==, 2);
  g_assert_cmpuint (first->withheld->len, ==, 0);
  g_assert_cmpstr (first->text, ==, second->text);
  g_assert_true (strstr (first->text, "Eins") < strstr (first->text, "Zwei"));
}

static void
test_a_secret_stays_here_and_is_kept (Fixture *self, gconstpointer unused)
{
  gint64 id = add_rule (self, "u-1", "One", "{\"limit\":50,\"server\":\"\",\"token\":\"hush\"}");
  g_autoptr (SentinelRuleExport) answer = export_all (self);
  g_autoptr (SentinelRuleImport) import = plan (self, answer->text);
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GString) text = g_string_new (answer->text);

  g_assert_null (strstr (answer->text, "hush"));
  g_assert_null (strstr (answer->text, "token"));
  g_assert_cmpuint (answer->withheld->len, ==, 1);
  assert_says (answer->withheld->pdata[0], "token");
  g_assert_cmpint (get_entry (import, 0)->status, ==, SENTINEL_IMPORT_SAME);

  g_string_replace (text, "\"limit\": 50", "\"limit\": 60", 1);
  import_all (self, text->str);
  rule = get_rule (self, id);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (rule->parameters), "token"),
                   ==,
                   "hush");
}

static gboolean
insert_cb (SentinelTransaction *tx, gpointer rule, GError **error)
{
  return sentinel_rule_store_insert (tx, rule, "Ada", error) != 0;
}

static void
test_parameters_nobody_can_judge_stay_here (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = make_rule ("u-1", "One", "{\"anything\":\"hush\"}");
  g_autoptr (SentinelRuleExport) answer = NULL;

  g_set_str (&rule->trigger, "gone");
  sentinel_test_store_write (self->base, insert_cb, rule);
  answer = export_all (self);
  g_assert_null (strstr (answer->text, "hush"));
  g_assert_cmpuint (answer->withheld->len, ==, 1);
  assert_says (answer->withheld->pdata[0], "One");
}

static void
test_named_rules_are_exported (Fixture *self, gconstpointer unused)
{
  const char *const names[] = { "2", "One", "One", NULL };
  const char *const unknown[] = { "One", "Nothing", NULL };
  SentinelRuleExportRequest request = { self->registry, names };
  g_autoptr (SentinelRuleExport) answer = NULL;
  g_autoptr (GError) error = NULL;

  add_rule (self, "u-1", "One", "{}");
  add_rule (self, "u-2", "Two", "{}");
  add_rule (self, "u-3", "Three", "{}");
  answer = sentinel_test_store_read (self->base, sentinel_rule_export_read, &request);
  g_assert_cmpuint (answer->n_rules, ==, 2);
  g_assert_null (strstr (answer->text, "Three"));
  request.names = unknown;
  g_assert_null (sentinel_store_read (self->base->store,
                                      sentinel_rule_export_read,
                                      &request,
                                      &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
}

/* Setting back: */

static void
edit_name_and_server (Fixture *self, gint64 id, const char *name, const char *parameters)
{
  SentinelRule *rule = get_rule (self, id);

  g_set_str (&rule->name, name);
  json_node_unref (rule->parameters);
  rule->parameters = parse (parameters);
  write_edit (self, rule);
}

static void
test_a_rule_is_set_back_as_a_new_version (Fixture *self, gconstpointer unused)
{
  gint64 id = add_rule (self, "u-1", "One", "{\"server\":\"a\"}");
  g_autoptr (SentinelRestoreAct) act = sentinel_restore_act_new (id, 1, &ada);
  g_autoptr (SentinelRestoreAct) again = sentinel_restore_act_new (id, 1, &ada);
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  SentinelRuleVersion *first, *last;

  edit_name_and_server (self, id, "Eins", "{\"server\":\"b\"}");
  sentinel_test_store_write (self->base, sentinel_rule_acts_restore, act);
  g_assert_true (act->is_changed);
  g_assert_cmpint (act->new_version, ==, 3);
  rule = get_rule (self, id);
  g_assert_cmpstr (rule->name, ==, "One");
  g_assert_cmpint (rule->version, ==, 3);

  sentinel_test_store_write (self->base, sentinel_rule_acts_restore, again);
  g_assert_false (again->is_changed);
  g_assert_cmpint (again->new_version, ==, 3);
  versions = list_versions (self, id);
  g_assert_cmpuint (versions->len, ==, 3);
  first = versions->pdata[0];
  last = versions->pdata[2];
  changes = sentinel_rule_diff (first->body, last->body);
  g_assert_cmpuint (changes->len, ==, 0);
  g_assert_cmpstr (last->author, ==, "Ada");
  g_assert_cmpint (last->at_us, ==, SENTINEL_TEST_NOW_US);
}

static void
refuse_restore (Fixture *self, gint64 id, gint64 version, int code, const char *words)
{
  g_autoptr (SentinelRestoreAct) act = sentinel_restore_act_new (id, version, &ada);
  g_autofree char *before = dump (self);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sentinel_store_write (self->base->store,
                                        sentinel_rule_acts_restore,
                                        act,
                                        &error));
  g_assert_error (error, SENTINEL_ERROR, code);
  assert_says (error->message, words);
  after = dump (self);
  g_assert_cmpstr (after, ==, before);
}

static void
test_what_cannot_be_set_back_is_told (Fixture *self, gconstpointer unused)
{
  gint64 id = add_rule (self, "u-1", "One", "{}");

  edit_name_and_server (self, id, "Eins", "{}");
  refuse_restore (self, id, 3, SENTINEL_ERROR_NOT_FOUND, "version 3");
  refuse_restore (self, id, 0, SENTINEL_ERROR_NOT_FOUND, "version 0");
  refuse_restore (self, 99, 1, SENTINEL_ERROR_NOT_FOUND, "99");
  add_rule (self, "u-2", "One", "{}");
  refuse_restore (self, id, 1, SENTINEL_ERROR_CONFLICT, "One");
  delete_rule (self, id);
  refuse_restore (self, id, 1, SENTINEL_ERROR_NOT_FOUND, "deleted");
}

/* Events that were open under what a rule no longer watches are closed, with the reason. */
static gpointer
get_event_cb (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_event_store_get (db, *(const gint64 *) id, error);
}

static gpointer
find_manual_cb (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_rule_store_find (db, "Manual", error);
}

static void
test_an_import_that_switches_off_closes_events (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRaiseAct) raise =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "backup", "Disk is full");
  g_autoptr (SentinelRule) manual = NULL;
  g_autoptr (SentinelRuleImport) import = NULL;
  g_autoptr (SentinelRuleImportAct) act = NULL;
  g_autoptr (SentinelEvent) event = NULL;

  raise->key = g_strdup ("disk");
  sentinel_test_store_write (self->base, sentinel_event_acts_raise, raise);
  manual = sentinel_test_store_read (self->base, find_manual_cb, NULL);
  import = plan (self,
                 HEAD "{\"uid\":\"manual\",\"name\":\"Manual\",\"trigger\":\"manual\","
                      "\"category\":\"General\",\"enabled\":false}" TAIL);
  g_assert_cmpint (get_entry (import, 0)->status, ==, SENTINEL_IMPORT_CHANGED);
  act = sentinel_rule_import_act_new (import, &ada);
  sentinel_test_store_write (self->base, sentinel_rule_import_apply, act);
  g_assert_cmpuint (act->n_closed, ==, 1);
  event = sentinel_test_store_read (self->base, get_event_cb, &raise->event_id);
  g_assert_cmpint (event->close_reason, ==, SENTINEL_CLOSE_DISABLED);
}

#define ADD(name, func, data) \
  g_test_add ("/rule-files/" name, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-plan-tells-what-is-new-changed-and-wrong",
       test_a_plan_tells_what_is_new_changed_and_wrong,
       NULL);
  ADD ("a-damaged-file-is-never-half-imported", test_a_damaged_file_is_never_half_imported, NULL);
  ADD ("what-is-wrong-with-a-rule-is-its-problem",
       test_what_is_wrong_with_a_rule_is_its_problem,
       NULL);
  ADD ("two-of-one-name-or-uid-are-refused", test_two_of_one_name_or_uid_are_refused, NULL);
  ADD ("a-rule-is-known-by-uid-before-name", test_a_rule_is_known_by_uid_before_name, NULL);
  ADD ("defaults-are-no-change", test_defaults_are_no_change, NULL);
  ADD ("the-originals-rules-are-planned", test_the_originals_rules_are_planned, NULL);
  ADD ("an-import-writes-by-the-acts", test_an_import_writes_by_the_acts, NULL);
  ADD ("only-what-is-chosen-is-written", test_only_what_is_chosen_is_written, NULL);
  ADD ("edited-meanwhile", test_a_conflict_undoes_all_of_it, GINT_TO_POINTER (MEANWHILE_EDITED));
  ADD ("deleted-meanwhile", test_a_conflict_undoes_all_of_it, GINT_TO_POINTER (MEANWHILE_DELETED));
  ADD ("name-taken-meanwhile", test_a_conflict_undoes_all_of_it, GINT_TO_POINTER (MEANWHILE_TAKEN));
  ADD ("a-deleted-rule-comes-back-with-its-history",
       test_a_deleted_rule_comes_back_with_its_history,
       NULL);
  ADD ("a-pause-survives-an-import", test_a_pause_survives_an_import, NULL);
  ADD ("an-export-comes-back-as-the-same-bytes", test_an_export_comes_back_as_the_same_bytes, NULL);
  ADD ("a-secret-stays-here-and-is-kept", test_a_secret_stays_here_and_is_kept, NULL);
  ADD ("parameters-nobody-can-judge-stay-here", test_parameters_nobody_can_judge_stay_here, NULL);
  ADD ("named-rules-are-exported", test_named_rules_are_exported, NULL);
  ADD ("a-rule-is-set-back-as-a-new-version", test_a_rule_is_set_back_as_a_new_version, NULL);
  ADD ("what-cannot-be-set-back-is-told", test_what_cannot_be_set_back_is_told, NULL);
  ADD ("an-import-that-switches-off-closes-events",
       test_an_import_that_switches_off_closes_events,
       NULL);
  return g_test_run ();
}
