/* SPDX-License-Identifier: MIT */
/* One write for many rules: all of them or none, and who is gone meanwhile is no reason to stop. */
#include "sentinel-error.h"
#include "sentinel-rule-store.h"
#include "sentinel-rules-act.h"
#include "sentinel-test-store.h"

static const SentinelActor ada = { "Ada", SENTINEL_VIA_WINDOW };

static SentinelRule *
make_rule (const char *name)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "probe");
  rule->period_ms = 30000;
  return rule;
}

static GPtrArray *
make_rules (const char *const *names)
{
  GPtrArray *rules = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_unref);

  for (; *names != NULL; names++)
    g_ptr_array_add (rules, make_rule (*names));
  return rules;
}

/* (transfer full): the ids that they got */
static GArray *
add_rules (SentinelTestStore *store, const char *const *names)
{
  g_autoptr (GPtrArray) rules = make_rules (names);
  g_autoptr (SentinelRulesAct) act =
      sentinel_rules_act_new (sentinel_rule_acts_add, NULL, rules, &ada);

  sentinel_test_store_write (store, sentinel_rules_act_write, act);
  g_assert_cmpuint (act->done_ids->len, ==, rules->len);
  return g_array_ref (act->done_ids);
}

static guint
write_ids (SentinelTestStore *store, SentinelWriteFunc func, GArray *ids)
{
  g_autoptr (SentinelRulesAct) act = sentinel_rules_act_new (func, ids, NULL, &ada);

  sentinel_test_store_write (store, sentinel_rules_act_write, act);
  return act->done_ids->len;
}

static gpointer
list_rules (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

static guint
count (SentinelTestStore *store, gboolean only_enabled)
{
  g_autoptr (GPtrArray) rules = sentinel_test_store_read (store, list_rules, NULL);
  guint n = 0;

  for (guint i = 0; i < rules->len; i++)
    n += !only_enabled || ((SentinelRule *) g_ptr_array_index (rules, i))->enabled;
  return n;
}

static const char *const three[] = { "a", "b", "c", NULL };

static void
test_switch_many (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GArray) ids = add_rules (store, three);

  g_assert_cmpuint (write_ids (store, sentinel_rule_acts_disable, ids), ==, 3);
  g_assert_cmpuint (count (store, TRUE), ==, 0);
  g_assert_cmpuint (write_ids (store, sentinel_rule_acts_enable, ids), ==, 3);
  g_assert_cmpuint (count (store, TRUE), ==, 3);
}

static void
test_delete_many_and_back (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GArray) ids = add_rules (store, three);

  g_assert_cmpuint (write_ids (store, sentinel_rule_acts_delete, ids), ==, 3);
  g_assert_cmpuint (count (store, FALSE), ==, 0);
  g_assert_cmpuint (write_ids (store, sentinel_rule_acts_undelete, ids), ==, 3);
  g_assert_cmpuint (count (store, FALSE), ==, 3);
}

/* Somebody else deleted one of them: the others are done, and only they can be brought back. */
static void
test_one_is_gone (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GArray) ids = add_rules (store, three);
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (SentinelRulesAct) act =
      sentinel_rules_act_new (sentinel_rule_acts_delete, ids, NULL, &ada);

  g_array_append_val (gone, g_array_index (ids, gint64, 1));
  write_ids (store, sentinel_rule_acts_delete, gone);
  sentinel_test_store_write (store, sentinel_rules_act_write, act);
  g_assert_cmpuint (act->done_ids->len, ==, 2);
  g_assert_cmpuint (write_ids (store, sentinel_rule_acts_undelete, act->done_ids), ==, 2);
  g_assert_cmpuint (count (store, FALSE), ==, 2);
}

static void
test_all_or_none (void)
{
  static const char *const taken[] = { "d", "e", "b", NULL };
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GArray) ids = add_rules (store, three);
  g_autoptr (GPtrArray) rules = make_rules (taken);
  g_autoptr (SentinelRulesAct) act =
      sentinel_rules_act_new (sentinel_rule_acts_add, NULL, rules, &ada);
  g_autoptr (GError) error = NULL;

  g_assert_false (sentinel_store_write (store->store, sentinel_rules_act_write, act, &error));
  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT);
  g_assert_cmpuint (count (store, FALSE), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules-act/switch-many", test_switch_many);
  g_test_add_func ("/rules-act/delete-many-and-back", test_delete_many_and_back);
  g_test_add_func ("/rules-act/one-is-gone", test_one_is_gone);
  g_test_add_func ("/rules-act/all-or-none", test_all_or_none);
  return g_test_run ();
}
