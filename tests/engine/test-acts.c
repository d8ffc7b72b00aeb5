/* SPDX-License-Identifier: MIT */
/* What acts of people leave in the database, and what of bad acts does not: columns, timeline,
 * notes, undo, deliveries. */
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-note-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-store.h"
#include "sentinel-test-store.h"
#include <math.h>

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };
static const SentinelActor window = { "Ada", SENTINEL_VIA_WINDOW };

typedef gpointer (*ListFunc) (SentinelDatabase *db, gint64 id, GError **error);

typedef struct {
  ListFunc list;
  gint64 id;
} Listing;

static gpointer
read_listing (SentinelDatabase *db, gpointer data, GError **error)
{
  Listing *listing = data;

  return listing->list (db, listing->id, error);
}

static gpointer
read_by_id (SentinelTestStore *store, gpointer list, gint64 id)
{
  Listing listing = { (ListFunc) list, id };

  return sentinel_test_store_read (store, read_listing, &listing);
}

static SentinelEvent *
get_event (SentinelTestStore *store, gint64 id)
{
  return read_by_id (store, sentinel_event_store_get, id);
}

static GPtrArray *
list_transitions (SentinelTestStore *store, gint64 id)
{
  return read_by_id (store, sentinel_event_store_list_transitions, id);
}

static GPtrArray *
list_deliveries (SentinelTestStore *store, gint64 id)
{
  return read_by_id (store, sentinel_delivery_store_list_of_event, id);
}

static SentinelInstance *
get_instance (SentinelTestStore *store, gint64 id)
{
  return read_by_id (store, sentinel_instance_store_get, id);
}

/* The words of a timeline, as "fired acknowledged". */
static void
assert_timeline (SentinelTestStore *store, gint64 event_id, const char *expected)
{
  g_autoptr (GPtrArray) transitions = list_transitions (store, event_id);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < transitions->len; i++) {
    const SentinelTransition *transition = g_ptr_array_index (transitions, i);

    g_string_append_printf (words,
                            "%s%s",
                            i > 0 ? " " : "",
                            sentinel_nick_of (sentinel_transition_nicks, (int) transition->kind));
  }
  g_assert_cmpstr (words->str, ==, expected);
}

static gint64
raise_event (SentinelTestStore *store, SentinelImportance importance, const char *key)
{
  g_autoptr (SentinelRaiseAct) act = sentinel_raise_act_new (importance, "backup", "Disk is full");

  act->key = g_strdup (key);
  sentinel_test_store_write (store, sentinel_event_acts_raise, act);
  return act->event_id;
}

static void
refuse (SentinelTestStore *store, SentinelWriteFunc func, gpointer act, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sentinel_store_write (store->store, func, act, &error));
  g_assert_error (error, SENTINEL_ERROR, code);
  if (strstr (error->message, word) == NULL)
    g_test_fail_printf ("“%s” does not name “%s”", error->message, word);
}

static SentinelAcknowledgeAct *
make_ack (gint64 event_id, const char *comment)
{
  SentinelAcknowledgeAct *act = sentinel_acknowledge_act_new (&ada);

  act->comment = g_strdup (comment);
  g_array_append_val (act->event_ids, event_id);
  return act;
}

/* Acknowledging: */

static void
test_acknowledge (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_HIGH, "disk");
  g_autoptr (SentinelAcknowledgeAct) act = make_ack (id, "on it");
  g_autoptr (SentinelEvent) event = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) transitions = NULL;
  g_autoptr (GPtrArray) deliveries = NULL;
  const SentinelTransition *transition;
  const SentinelNote *note;

  sentinel_test_store_write (store, sentinel_event_acts_acknowledge, act);

  event = get_event (store, id);
  g_assert_cmpint (event->acked_at_us, ==, SENTINEL_TEST_NOW_US);
  g_assert_cmpint (event->acked_level, ==, SENTINEL_IMPORTANCE_HIGH);
  g_assert_cmpint (event->ack_scope, ==, SENTINEL_ACK_UNTIL_RESOLVED);
  g_assert_cmpint (event->ack_until_us, ==, 0);
  g_assert_cmpstr (event->acked_by, ==, "Ada");
  g_assert_cmpstr (event->ack_comment, ==, "on it");

  notes = read_by_id (store, sentinel_note_store_list, id);
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpint (note->kind, ==, SENTINEL_NOTE_ACKNOWLEDGED);
  g_assert_cmpstr (note->body, ==, "on it");
  g_assert_cmpstr (note->author, ==, "Ada");
  g_assert_cmpint (note->via, ==, SENTINEL_VIA_COMMAND_LINE);

  transitions = list_transitions (store, id);
  transition = g_ptr_array_index (transitions, 1);
  g_assert_cmpint (transition->kind, ==, SENTINEL_TRANSITION_ACKNOWLEDGED);
  g_assert_cmpstr (transition->actor, ==, "Ada");
  g_assert_cmpint (transition->batch, ==, act->batch);
  g_assert_cmpint (note->batch, ==, act->batch);
  g_assert_cmpint (act->batch, !=, 0);

  deliveries = list_deliveries (store, id);
  g_assert_cmpuint (deliveries->len, ==, 1);
  g_assert_cmpint (((SentinelDelivery *) g_ptr_array_index (deliveries, 0))->state,
                   ==,
                   SENTINEL_DELIVERY_CANCELLED);
}

static void
test_acknowledge_many (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 first = raise_event (store, SENTINEL_IMPORTANCE_HIGH, "a");
  gint64 second = raise_event (store, SENTINEL_IMPORTANCE_LOW, NULL);
  gint64 gone = 77;
  g_autoptr (SentinelAcknowledgeAct) act = make_ack (first, NULL);
  g_autoptr (SentinelEvent) point = NULL;

  g_array_append_val (act->event_ids, gone);
  g_array_append_val (act->event_ids, second);
  g_array_append_val (act->event_ids, first);
  sentinel_test_store_write (store, sentinel_event_acts_acknowledge, act);

  g_assert_cmpuint (act->done_ids->len, ==, 2);
  g_assert_cmpint (g_array_index (act->done_ids, gint64, 0), ==, first);
  g_assert_cmpint (g_array_index (act->done_ids, gint64, 1), ==, second);
  g_assert_cmpuint (act->missing_ids->len, ==, 1);
  g_assert_cmpint (g_array_index (act->missing_ids, gint64, 0), ==, gone);
  assert_timeline (store, first, "fired acknowledged");

  /* A closed event has no level now: what was acknowledged is what it reached. */
  point = get_event (store, second);
  g_assert_cmpint (point->acked_level, ==, SENTINEL_IMPORTANCE_LOW);
}

static void
test_acknowledge_again (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_HIGH, "disk");
  g_autoptr (SentinelAcknowledgeAct) first = make_ack (id, "one");
  g_autoptr (SentinelAcknowledgeAct) second = make_ack (id, NULL);
  g_autoptr (SentinelEvent) event = NULL;
  g_autoptr (SentinelInstance) instance = NULL;

  first->scope = SENTINEL_ACK_UNTIL_TIME;
  first->until_us = SENTINEL_TEST_NOW_US + G_TIME_SPAN_HOUR;
  sentinel_test_store_write (store, sentinel_event_acts_acknowledge, first);
  event = get_event (store, id);
  instance = get_instance (store, event->instance_id);
  g_assert_cmpint (event->ack_until_us, ==, first->until_us);
  g_assert_cmpint (instance->ack_event_id, ==, id);

  sentinel_test_store_write (store, sentinel_event_acts_acknowledge, second);
  g_clear_pointer (&event, sentinel_event_unref);
  g_clear_pointer (&instance, sentinel_instance_free);
  event = get_event (store, id);
  instance = get_instance (store, event->instance_id);
  g_assert_cmpint (event->ack_until_us, ==, 0);
  g_assert_null (event->ack_comment);
  g_assert_cmpint (instance->ack_event_id, ==, 0);
  assert_timeline (store, id, "fired acknowledged acknowledged");
}

static void
test_unacknowledge (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_HIGH, "disk");
  gint64 other = raise_event (store, SENTINEL_IMPORTANCE_HIGH, "other");
  g_autoptr (SentinelAcknowledgeAct) act = make_ack (id, NULL);
  g_autoptr (SentinelAcknowledgeAct) back = make_ack (id, NULL);
  g_autoptr (SentinelEvent) event = NULL;

  sentinel_test_store_write (store, sentinel_event_acts_acknowledge, act);
  g_array_append_val (back->event_ids, other);
  sentinel_test_store_write (store, sentinel_event_acts_unacknowledge, back);

  g_assert_cmpuint (back->done_ids->len, ==, 1);
  event = get_event (store, id);
  g_assert_cmpint (event->acked_at_us, ==, 0);
  g_assert_null (event->acked_by);
  assert_timeline (store, id, "fired acknowledged unacknowledged");
  assert_timeline (store, other, "fired");
}

static void
test_acknowledge_refused (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_HIGH, "disk");
  g_autoptr (SentinelAcknowledgeAct) past = make_ack (id, NULL);
  g_autoptr (SentinelAcknowledgeAct) many = make_ack (id, NULL);

  past->scope = SENTINEL_ACK_UNTIL_TIME;
  past->until_us = SENTINEL_TEST_NOW_US;
  refuse (store, sentinel_event_acts_acknowledge, past, SENTINEL_ERROR_INVALID, "over");
  g_array_set_size (many->event_ids, 5001);
  refuse (store, sentinel_event_acts_acknowledge, many, SENTINEL_ERROR_INVALID, "5001");
  assert_timeline (store, id, "fired");
}

/* Notes: */

static void
test_note (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_HIGH, NULL);
  g_autoptr (SentinelNoteAct) act = sentinel_note_act_new (id, "Restarted it", &window);
  g_autoptr (SentinelNoteAct) empty = sentinel_note_act_new (id, "", &window);
  g_autoptr (SentinelNoteAct) lost = sentinel_note_act_new (99, "Hello", &window);
  g_autoptr (SentinelEvent) event = NULL;
  g_autoptr (GPtrArray) notes = NULL;

  act->kind = SENTINEL_NOTE_ACTION;
  sentinel_test_store_write (store, sentinel_event_acts_note, act);
  g_assert_cmpint (act->note_id, !=, 0);
  event = get_event (store, id);
  g_assert_cmpstr (event->action_taken, ==, "Restarted it");

  refuse (store, sentinel_event_acts_note, empty, SENTINEL_ERROR_INVALID, "empty");
  refuse (store, sentinel_event_acts_note, lost, SENTINEL_ERROR_NOT_FOUND, "99");
  notes = read_by_id (store, sentinel_note_store_list, id);
  g_assert_cmpuint (notes->len, ==, 1);
}

/* Raising: */

static void
test_raise_key (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_MEDIUM, "disk");
  g_autoptr (SentinelRaiseAct) again =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_CRITICAL, "backup", "Disk is gone");
  g_autoptr (SentinelEvent) event = NULL;

  again->key = g_strdup ("disk");
  again->value = 3;
  again->category = g_strdup ("Storage");
  sentinel_fake_clock_advance (store->clock, G_TIME_SPAN_MINUTE);
  sentinel_test_store_write (store, sentinel_event_acts_raise, again);
  g_assert_true (again->repeated);
  g_assert_cmpint (again->event_id, ==, id);

  event = get_event (store, id);
  g_assert_cmpint (event->repeat_count, ==, 2);
  g_assert_cmpint (event->importance, ==, SENTINEL_IMPORTANCE_CRITICAL);
  g_assert_cmpint (event->level_now, ==, SENTINEL_IMPORTANCE_CRITICAL);
  g_assert_cmpint (event->last_seen_at_us, ==, SENTINEL_TEST_NOW_US + G_TIME_SPAN_MINUTE);
  g_assert_cmpstr (event->message, ==, "Disk is gone");
  g_assert_cmpstr (event->category, ==, "General");
  g_assert_cmpfloat_with_epsilon (event->value_last, 3, 1e-9);
  assert_timeline (store, id, "fired level");
}

static void
test_resolve (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_MEDIUM, "disk");
  g_autoptr (SentinelRaiseAct) act =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "backup", NULL);
  g_autoptr (SentinelEvent) event = NULL;

  act->key = g_strdup ("disk");
  act->resolve = TRUE;
  sentinel_test_store_write (store, sentinel_event_acts_raise, act);
  g_assert_cmpint (act->event_id, ==, id);
  event = get_event (store, id);
  g_assert_cmpint (event->close_reason, ==, SENTINEL_CLOSE_MANUAL);
  g_assert_cmpint (event->level_now, ==, SENTINEL_IMPORTANCE_NONE);

  refuse (store, sentinel_event_acts_raise, act, SENTINEL_ERROR_NOT_FOUND, "disk");
  act->resolve_if_open = TRUE;
  sentinel_test_store_write (store, sentinel_event_acts_raise, act);
  g_assert_cmpint (act->event_id, ==, 0);
}

static void
test_raise_refused (void)
{
  static const struct {
    SentinelImportance importance;
    const char *source, *message;
    double value;
    gboolean resolve;
    const char *word;
  } bad[] = {
    { SENTINEL_IMPORTANCE_HIGH, "", "text", NAN, FALSE, "source" },
    { SENTINEL_IMPORTANCE_HIGH, NULL, "text", NAN, FALSE, "source" },
    { SENTINEL_IMPORTANCE_HIGH, "s", NULL, NAN, FALSE, "message" },
    { SENTINEL_IMPORTANCE_NONE, "s", "text", NAN, FALSE, "importance" },
    { SENTINEL_IMPORTANCE_HIGH, "s", "text", INFINITY, FALSE, "finite" },
    { SENTINEL_IMPORTANCE_HIGH, "s", NULL, NAN, TRUE, "key" },
  };
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (SentinelRaiseAct) act =
        sentinel_raise_act_new (bad[i].importance, bad[i].source, bad[i].message);

    act->value = bad[i].value;
    act->resolve = bad[i].resolve;
    refuse (store, sentinel_event_acts_raise, act, SENTINEL_ERROR_INVALID, bad[i].word);
  }
  g_assert_cmpint (raise_event (store, SENTINEL_IMPORTANCE_HIGH, NULL), ==, 1);
}

static GPtrArray *
make_raises (guint n_low, guint n_critical)
{
  GPtrArray *acts = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_raise_act_free);

  for (guint i = 0; i < n_low + n_critical; i++) {
    SentinelImportance importance = i < n_low ? SENTINEL_IMPORTANCE_LOW
                                              : SENTINEL_IMPORTANCE_CRITICAL;

    g_ptr_array_add (acts, sentinel_raise_act_new (importance, "bulk", "text"));
  }
  return acts;
}

static guint
count_told (SentinelTestStore *store, GPtrArray *acts, SentinelImportance importance)
{
  guint n_told = 0;

  for (guint i = 0; i < acts->len; i++) {
    const SentinelRaiseAct *act = g_ptr_array_index (acts, i);
    g_autoptr (GPtrArray) deliveries = list_deliveries (store, act->event_id);

    if (act->importance == importance)
      n_told += deliveries->len;
  }
  return n_told;
}

static void
test_raise_many (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) acts = make_raises (30, 5);
  g_autoptr (GPtrArray) few = make_raises (20, 0);

  sentinel_test_store_write (store, sentinel_event_acts_raise_many, acts);
  for (guint i = 0; i < acts->len; i++)
    g_assert_cmpint (((SentinelRaiseAct *) g_ptr_array_index (acts, i))->event_id, ==, i + 1);
  g_assert_cmpuint (count_told (store, acts, SENTINEL_IMPORTANCE_CRITICAL), ==, 5);
  g_assert_cmpuint (count_told (store, acts, SENTINEL_IMPORTANCE_LOW), ==, 15);

  sentinel_test_store_write (store, sentinel_event_acts_raise_many, few);
  g_assert_cmpuint (count_told (store, few, SENTINEL_IMPORTANCE_LOW), ==, 20);
}

static void
test_ends_need_no_quota (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) acts = make_raises (20, 20);

  for (guint i = 20; i < acts->len; i++) {
    SentinelRaiseAct *act = g_ptr_array_index (acts, i);

    act->key = g_strdup_printf ("key-%u", i);
    act->resolve = act->resolve_if_open = TRUE;
  }
  sentinel_test_store_write (store, sentinel_event_acts_raise_many, acts);
  g_assert_cmpuint (count_told (store, acts, SENTINEL_IMPORTANCE_LOW), ==, 20);
}

static void
test_raise_many_or_none (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  g_autoptr (GPtrArray) acts = make_raises (3, 0);

  g_ptr_array_add (acts, sentinel_raise_act_new (SENTINEL_IMPORTANCE_LOW, "bulk", NULL));
  refuse (store, sentinel_event_acts_raise_many, acts, SENTINEL_ERROR_INVALID, "bulk");
  g_assert_cmpint (raise_event (store, SENTINEL_IMPORTANCE_HIGH, NULL), ==, 1);
}

/* Rules: */

static SentinelRule *
make_rule (const char *name)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->name, name);
  g_set_str (&rule->trigger, "probe");
  rule->period_ms = 30000;
  return rule;
}

static gint64
add_rule (SentinelTestStore *store, const char *name)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (make_rule (name), 0, &ada);

  sentinel_test_store_write (store, sentinel_rule_acts_add, act);
  return act->rule_id;
}

static SentinelRule *
get_rule (SentinelTestStore *store, gint64 id)
{
  return read_by_id (store, sentinel_rule_store_get, id);
}

static void
write_rule (SentinelTestStore *store, SentinelWriteFunc func, gint64 id, guint n_closed)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, id, &ada);

  sentinel_test_store_write (store, func, act);
  g_assert_cmpuint (act->n_closed, ==, n_closed);
}

static void
test_rule_on_and_off (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = add_rule (store, "CPU");
  g_autoptr (SentinelRaiseAct) act = sentinel_raise_act_new (SENTINEL_IMPORTANCE_LOW, "s", "text");
  g_autoptr (SentinelRule) rule = NULL;

  act->rule_id = id;
  act->key = g_strdup ("k");
  sentinel_test_store_write (store, sentinel_event_acts_raise, act);
  write_rule (store, sentinel_rule_acts_enable, id, 0);
  write_rule (store, sentinel_rule_acts_disable, id, 1);
  assert_timeline (store, act->event_id, "fired resolved");
  write_rule (store, sentinel_rule_acts_disable, id, 0);

  rule = get_rule (store, id);
  g_assert_false (rule->enabled);
  g_assert_cmpint (rule->version, ==, 2);
  refuse (store, sentinel_event_acts_raise, act, SENTINEL_ERROR_CONFLICT, "CPU");
}

static void
test_rule_conflicts (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = add_rule (store, "CPU");
  g_autoptr (SentinelRule) rule = get_rule (store, id);
  g_autoptr (SentinelRuleAct) twice = sentinel_rule_act_new (make_rule ("CPU"), 0, &ada);
  g_autoptr (SentinelRuleAct) first = sentinel_rule_act_new (sentinel_rule_copy (rule), 0, &ada);
  g_autoptr (SentinelRuleAct) second = sentinel_rule_act_new (sentinel_rule_copy (rule), 0, &ada);
  g_autoptr (SentinelRuleAct) bad = sentinel_rule_act_new (sentinel_rule_copy (rule), 0, &ada);
  g_autoptr (SentinelRuleAct) gone = sentinel_rule_act_new (NULL, 99, &ada);

  refuse (store, sentinel_rule_acts_add, twice, SENTINEL_ERROR_CONFLICT, "CPU");
  first->rule->period_ms += 1000;
  sentinel_test_store_write (store, sentinel_rule_acts_edit, first);
  refuse (store, sentinel_rule_acts_edit, second, SENTINEL_ERROR_CONFLICT, "CPU");
  bad->rule->need_n = 9;
  refuse (store, sentinel_rule_acts_edit, bad, SENTINEL_ERROR_INVALID, "9");
  refuse (store, sentinel_rule_acts_delete, gone, SENTINEL_ERROR_NOT_FOUND, "99");
}

static void
test_an_edit_of_nothing_is_no_version (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = add_rule (store, "CPU");
  g_autoptr (SentinelRule) rule = get_rule (store, id);
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (sentinel_rule_copy (rule), 0, &ada);
  g_autoptr (SentinelRule) after = NULL;

  sentinel_test_store_write (store, sentinel_rule_acts_edit, act);
  after = get_rule (store, id);
  g_assert_cmpint (after->version, ==, rule->version);
  act->rule->paused_until_us = SENTINEL_TEST_NOW_US;
  sentinel_test_store_write (store, sentinel_rule_acts_edit, act);
  g_clear_pointer (&after, sentinel_rule_unref);
  after = get_rule (store, id);
  g_assert_cmpint (after->version, ==, rule->version + 1);
}

/* The rule is back as it was; what the delete had ended stays ended. */
static void
test_rule_delete_and_back (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = add_rule (store, "CPU");
  g_autoptr (SentinelRaiseAct) act =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "host-1", "Load is high");
  g_autoptr (SentinelRuleAct) again = sentinel_rule_act_new (NULL, id, &ada);
  g_autoptr (SentinelEvent) event = NULL;
  g_autoptr (SentinelRule) rule = NULL;

  act->rule_id = id;
  act->key = g_strdup ("k");
  sentinel_test_store_write (store, sentinel_event_acts_raise, act);
  write_rule (store, sentinel_rule_acts_delete, id, 1);
  refuse (store, sentinel_rule_acts_delete, again, SENTINEL_ERROR_NOT_FOUND, "1");
  write_rule (store, sentinel_rule_acts_undelete, id, 0);
  refuse (store, sentinel_rule_acts_undelete, again, SENTINEL_ERROR_NOT_FOUND, "deleted rule 1");
  event = get_event (store, act->event_id);
  g_assert_cmpint (event->close_reason, ==, SENTINEL_CLOSE_DELETED);
  g_assert_cmpint (event->rule_id, ==, id);
  g_assert_cmpstr (event->rule, ==, "CPU");
  assert_timeline (store, act->event_id, "fired resolved");
  rule = get_rule (store, id);
  g_assert_true (rule->enabled);
  g_assert_cmpstr (rule->name, ==, "CPU");
}

static void
test_manual_rule_stays (void)
{
  g_autoptr (SentinelTestStore) store = sentinel_test_store_new ();
  gint64 id = raise_event (store, SENTINEL_IMPORTANCE_LOW, "disk");
  g_autoptr (SentinelEvent) event = get_event (store, id);
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, event->rule_id, &ada);

  refuse (store, sentinel_rule_acts_delete, act, SENTINEL_ERROR_INVALID, "built in");
  assert_timeline (store, id, "fired");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/acts/acknowledge", test_acknowledge);
  g_test_add_func ("/acts/acknowledge-many", test_acknowledge_many);
  g_test_add_func ("/acts/acknowledge-again", test_acknowledge_again);
  g_test_add_func ("/acts/unacknowledge", test_unacknowledge);
  g_test_add_func ("/acts/acknowledge-refused", test_acknowledge_refused);
  g_test_add_func ("/acts/note", test_note);
  g_test_add_func ("/acts/raise-key", test_raise_key);
  g_test_add_func ("/acts/resolve", test_resolve);
  g_test_add_func ("/acts/raise-refused", test_raise_refused);
  g_test_add_func ("/acts/raise-many", test_raise_many);
  g_test_add_func ("/acts/ends-need-no-quota", test_ends_need_no_quota);
  g_test_add_func ("/acts/raise-many-or-none", test_raise_many_or_none);
  g_test_add_func ("/acts/rule-on-and-off", test_rule_on_and_off);
  g_test_add_func ("/acts/rule-conflicts", test_rule_conflicts);
  g_test_add_func ("/acts/an-edit-of-nothing-is-no-version", test_an_edit_of_nothing_is_no_version);
  g_test_add_func ("/acts/rule-delete-and-back", test_rule_delete_and_back);
  g_test_add_func ("/acts/manual-rule-stays", test_manual_rule_stays);
  return g_test_run ();
}
