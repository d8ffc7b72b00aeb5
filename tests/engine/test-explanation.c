/* SPDX-License-Identifier: MIT */
/* Why an event fired, or a rule did not, and who was told: whole answers over a timeline that is
 * known, and that an answer stays short whatever the history. */
#include "sentinel-applier.h"
#include "sentinel-delivery-plan.h"
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-explanation.h"
#include "sentinel-json.h"
#include "sentinel-rule-acts.h"
#include "sentinel-snooze-act.h"
#include "sentinel-test-store.h"

#define SECOND G_TIME_SPAN_SECOND

static const SentinelActor ada = { "Ada", SENTINEL_VIA_COMMAND_LINE };

typedef struct {
  SentinelTestStore *store;
  SentinelRegistry *registry;
  SentinelApplier *applier;
  SentinelEvaluation *evaluation; /* the one being applied */
  gint64 rule_id;
} Fixture;

static void
add_level (SentinelRule *rule, const char *text)
{
  g_autoptr (GError) error = NULL;
  SentinelLevel level;

  sentinel_level_parse (text, &level, &error);
  g_assert_no_error (error);
  g_array_append_val (rule->levels, level);
}

static void
set_up (Fixture *fixture, gconstpointer actions)
{
  SentinelRule *rule = sentinel_rule_new ();
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &ada);

  g_set_str (&rule->name, "CPU");
  g_set_str (&rule->trigger, "probe");
  rule->period_ms = 30000;
  rule->for_ms = rule->keep_ms = 60000;
  rule->levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  add_level (rule, "critical>95,90");
  add_level (rule, "high>80,70");
  if (actions != NULL) {
    g_clear_pointer (&rule->actions, json_node_unref);
    rule->actions = sentinel_json_parse (actions, -1, 0, NULL);
  }
  fixture->store = sentinel_test_store_new ();
  fixture->registry = sentinel_registry_new ();
  fixture->applier = sentinel_applier_new (fixture->registry);
  sentinel_test_store_write (fixture->store, sentinel_rule_acts_add, act);
  fixture->rule_id = act->rule_id;
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  sentinel_applier_unref (fixture->applier);
  g_object_unref (fixture->registry);
  sentinel_test_store_free (fixture->store);
}

/* The timeline: */

static gboolean
apply (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (SentinelApplied) applied = sentinel_applied_new ();

  return sentinel_applier_apply (fixture->applier, tx, fixture->evaluation, applied, error);
}

static void
begin_run (Fixture *fixture)
{
  sentinel_fake_clock_advance (fixture->store->clock, 30 * SECOND);
  fixture->evaluation = sentinel_evaluation_new (fixture->rule_id);
  fixture->evaluation->now_us = sentinel_test_store_now_us (fixture->store);
  fixture->evaluation->started_at_us = fixture->evaluation->now_us;
}

static void
end_run (Fixture *fixture)
{
  sentinel_test_store_write (fixture->store, apply, fixture);
  g_clear_pointer (&fixture->evaluation, sentinel_evaluation_unref);
}

/* Half a minute later. */
static void
measure (Fixture *fixture, double value)
{
  begin_run (fixture);
  fixture->evaluation->result = sentinel_check_result_new ();
  sentinel_check_result_add (fixture->evaluation->result,
                             sentinel_reading_new ("host-1", value, "%"));
  end_run (fixture);
}

static void
fail_to_measure (Fixture *fixture, const char *message)
{
  begin_run (fixture);
  fixture->evaluation->error =
      g_error_new_literal (SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED, message);
  end_run (fixture);
}

/* Event 1, 90 s after the begin. */
static void
fire (Fixture *fixture)
{
  for (int i = 0; i < 3; i++)
    measure (fixture, 93.5);
}

static void
acknowledge (Fixture *fixture, const char *comment)
{
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&ada);
  const gint64 event_id = 1;

  act->comment = g_strdup (comment);
  g_array_append_val (act->event_ids, event_id);
  sentinel_test_store_write (fixture->store, sentinel_event_acts_acknowledge, act);
}

static void
add_note (Fixture *fixture, const char *body)
{
  g_autoptr (SentinelNoteAct) act = sentinel_note_act_new (1, body, &ada);

  sentinel_test_store_write (fixture->store, sentinel_event_acts_note, act);
}

typedef struct {
  gint64 delivery_id;
  SentinelDeliveryState state;
  const char *message; /* nullable */
} Outcome;

static gboolean
end_delivery (SentinelTransaction *tx, gpointer data, GError **error)
{
  const Outcome *outcome = data;
  g_autoptr (SentinelDelivery) delivery =
      sentinel_delivery_store_get (sentinel_transaction_get_database (tx),
                                   outcome->delivery_id,
                                   error);

  if (delivery == NULL)
    return FALSE;
  delivery->state = outcome->state;
  delivery->attempts = 1;
  g_set_str (&delivery->error, outcome->message);
  if (outcome->state == SENTINEL_DELIVERY_SENT)
    delivery->sent_at_us = sentinel_transaction_get_now_us (tx);
  return sentinel_delivery_plan_mark (tx, delivery, error);
}

static void
deliver (Fixture *fixture, gint64 delivery_id, SentinelDeliveryState state, const char *message)
{
  Outcome outcome = { delivery_id, state, message };

  sentinel_test_store_write (fixture->store, end_delivery, &outcome);
}

/* The answer: */

/* As one text: a line a sentence, with its kind and the seconds since the begin. */
static char *
explain (Fixture *fixture, SentinelExplainQuestion question, gint64 at_s)
{
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);

  question.registry = fixture->registry;
  question.now_us = sentinel_test_store_now_us (fixture->store);
  question.at_us = at_s > 0 ? SENTINEL_TEST_NOW_US + at_s * SECOND : 0;
  reasons = sentinel_test_store_read (fixture->store, sentinel_explain, &question);
  for (guint i = 0; i < reasons->len; i++) {
    const SentinelReason *reason = g_ptr_array_index (reasons, i);

    g_string_append_printf (lines,
                            "%s ",
                            sentinel_nick_of (sentinel_reason_nicks, (int) reason->kind));
    if (reason->at_us != 0)
      g_string_append_printf (lines,
                              "%d ",
                              (int) ((reason->at_us - SENTINEL_TEST_NOW_US) / SECOND));
    g_string_append_printf (lines, "%s\n", reason->text);
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static char *
explain_event (Fixture *fixture, gint64 at_s)
{
  return explain (fixture, (SentinelExplainQuestion) { .event_id = 1 }, at_s);
}

static char *
explain_rule (Fixture *fixture, gint64 at_s)
{
  return explain (fixture, (SentinelExplainQuestion) { .rule_id = fixture->rule_id }, at_s);
}

static void
assert_says (const char *answer, const char *line)
{
  if (strstr (answer, line) == NULL)
    g_test_fail_printf ("no “%s” in:\n%s", line, answer);
}

static void
assert_silent (const char *answer, const char *line)
{
  if (strstr (answer, line) != NULL)
    g_test_fail_printf ("“%s” in:\n%s", line, answer);
}

/* The spaces before units are no-break spaces. */
#define RULE_LINES \
  "rule Rule “CPU” (probe), version 1, checked every 30 s\n" \
  "rule Critical above 95 %, over when at 90 % or below\n" \
  "rule High above 80 %, over when at 70 % or below\n" \
  "rule Fires after it lasted 1 min\n" \
  "rule Ends after it was over for 1 min\n"
#define FIRED_LINES \
  RULE_LINES "reading 30 First breach: 93.5 % is above 80 %\n" \
             "change 30 Waited: the rule wants it for 1 min\n" \
             "change 90 Fired as High after 1 min: 93.5 % is above 80 %\n"
#define END_LINE "It ends when the value is at 70 % or below for 1 min\n"

/* What it was answered, whole. */
static void
assert_answer (Fixture *fixture, gint64 at_s, const char *expected)
{
  g_autofree char *answer = explain_event (fixture, at_s);

  g_assert_cmpstr (answer, ==, expected);
}

static void
test_firing (Fixture *fixture, gconstpointer unused)
{
  fire (fixture);
  assert_answer (fixture,
                 0,
                 FIRED_LINES "delivery 90 “desktop” is still to be told that it fired\n"
                             "now 90 Firing as High: 93.5 % is above 80 %\n"
                             "now 90 " END_LINE "now 90 Nobody has acknowledged it\n");
}

#define TOLD_LINES FIRED_LINES "delivery 90 “desktop” was told that it fired\n"
#define ROSE_LINES \
  TOLD_LINES "change 120 Rose from High to Critical: 97 % is above 95 %\n" \
             "act 120 Ada acknowledged it until it is resolved: “on it”\n" \
             "act 120 Ada wrote: “A cron job”\n"
#define RECOVERING_LINE \
  "change 150 Recovering: it ends when this lasts 1 min: 60 % is at 70 % or below\n"

static void
live_a_life (Fixture *fixture)
{
  fire (fixture);
  deliver (fixture, 1, SENTINEL_DELIVERY_SENT, NULL);
  measure (fixture, 97);
  acknowledge (fixture, "on it");
  add_note (fixture, "A cron job");
  for (int i = 0; i < 3; i++)
    measure (fixture, 60);
}

static void
test_whole_life (Fixture *fixture, gconstpointer unused)
{
  live_a_life (fixture);
  assert_answer (fixture,
                 0,
                 ROSE_LINES "delivery 120 “desktop” was not told that it rose: it was seen or over "
                            "before\n" RECOVERING_LINE
                            "change 210 Resolved: 60 % is at 70 % or below\n"
                            "delivery 210 “desktop” is still to be told that it is over\n"
                            "now 210 Acknowledged by Ada\n");
}

/* What came later is not known then: neither the rise nor the act nor the end. */
static void
test_as_it_stood (Fixture *fixture, gconstpointer unused)
{
  live_a_life (fixture);
  assert_answer (fixture, 80, RULE_LINES "now 80 The event had not fired then\n");
  assert_answer (fixture, 110, TOLD_LINES "now 110 Firing as High\nnow 110 " END_LINE);
  assert_answer (fixture,
                 140,
                 ROSE_LINES "delivery 120 “desktop” is still to be told that it rose\n"
                            "now 140 Firing as Critical\n"
                            "now 140 " END_LINE);
  assert_answer (fixture,
                 170,
                 ROSE_LINES
                 "delivery 120 “desktop” is still to be told that it rose\n" RECOVERING_LINE
                 "now 170 Recovering\n"
                 "now 170 " END_LINE);
}

/* What became of a delivery, and what is said about it. */
typedef struct {
  SentinelDeliveryState state;
  const char *message, *said;
} Telling;

static const Telling tellings[] = {
  { SENTINEL_DELIVERY_CANCELLED,
    "the preferences want no notifications of high events",
    "delivery 90 “desktop” was not told that it fired: “the preferences want no notifications of "
    "high "
    "events”\n" },
  { SENTINEL_DELIVERY_CANCELLED,
    NULL,
    "delivery 90 “desktop” was not told that it fired: it was seen or over before\n" },
  { SENTINEL_DELIVERY_FAILED,
    "no server",
    "delivery 90 “desktop” could not be told that it fired: “no server”\n" },
  { SENTINEL_DELIVERY_EXPIRED,
    NULL,
    "delivery 90 “desktop” was never told that it fired: nobody delivered it in time\n" },
  { SENTINEL_DELIVERY_PENDING,
    "no server",
    "delivery 90 “desktop” is still to be told that it fired, after 1 attempt: “no server”\n" },
};

static void
test_tellings (Fixture *fixture, gconstpointer unused)
{
  fire (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (tellings); i++) {
    g_autofree char *answer = NULL;

    deliver (fixture, 1, tellings[i].state, tellings[i].message);
    answer = explain_event (fixture, 0);
    assert_says (answer, tellings[i].said);
  }
}

static void
test_no_channel (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *answer = NULL;

  fire (fixture);
  answer = explain_event (fixture, 0);
  assert_says (answer,
               "delivery 90 Nobody was told: the rule has switched off the desktop and names no "
               "other channel\n");
}

static void
test_other_channel (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *answer = NULL;

  fire (fixture);
  answer = explain_event (fixture, 0);
  assert_says (answer, "“desktop” is not told: the rule has switched it off\n");
  assert_says (answer, "“command:pager” is still to be told that it fired\n");
}

static gboolean
put_told (SentinelTransaction *tx, gpointer event, GError **error)
{
  const SentinelEvent *told = event;
  const SentinelTold what = { told->id, told->importance, sentinel_transaction_get_now_us (tx) };

  return sentinel_delivery_store_put_told (tx, "desktop", told->instance_id, &what, error);
}

static gpointer
read_event (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_event_store_get (db, *(const gint64 *) id, error);
}

/* Of many at once the least important have no row; what was told last is kept apart from rows. */
static void
test_without_a_row (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GPtrArray) acts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_raise_act_free);
  SentinelRaiseAct *least = sentinel_raise_act_new (SENTINEL_IMPORTANCE_LOW, "bulk", "least");
  SentinelExplainQuestion question = { 0 };
  g_autoptr (SentinelEvent) event = NULL;
  g_autofree char *untold = NULL;
  g_autofree char *told = NULL;

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (acts, sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "bulk", "text"));
  g_ptr_array_add (acts, least);
  least->key = g_strdup ("k");
  sentinel_test_store_write (fixture->store, sentinel_event_acts_raise_many, acts);
  question.event_id = least->event_id;
  untold = explain (fixture, question, 0);
  assert_says (untold, "There is no record of anybody being told: it was one of very many");
  event = sentinel_test_store_read (fixture->store, read_event, &least->event_id);
  sentinel_test_store_write (fixture->store, put_told, event);
  told = explain (fixture, question, 0);
  assert_says (told, "“desktop” was told\n");
  assert_silent (told, "no record");
}

static void
test_snoozed (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelSnoozeAct) act = sentinel_snooze_act_new (&ada);
  const gint64 event_id = 1;
  g_autofree char *answer = NULL;

  fire (fixture);
  act->until_us = sentinel_test_store_now_us (fixture->store) + G_TIME_SPAN_HOUR;
  g_array_append_val (act->event_ids, event_id);
  sentinel_test_store_write (fixture->store, sentinel_event_acts_snooze, act);
  answer = explain_event (fixture, 0);
  assert_says (answer,
               "act 90 Snoozed: unless it gets worse, nothing is told before that is over (Ada)\n");
  assert_says (answer, "“desktop” was not told that it fired: it was seen or over before\n");
  assert_says (answer, ": unless it gets worse, nothing is told before\n");
}

/* Rules: */

static void
test_rule_on_its_way (Fixture *fixture, gconstpointer unused)
{
  static const char *const said[] = {
    "now 0 It was never checked\n",
    "reading 30 Checked: a level is breached\n"
    "now 30 host-1: 93.5 % is above 80 %\n"
    "now 30 host-1: fires in 1 min if it stays above 80 %\n",
    "now 60 host-1: fires in 30 s if it stays above 80 %\n",
    "now 90 host-1: firing, event 1: 93.5 % is above 80 %\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_autofree char *answer = explain_rule (fixture, 0);

    assert_says (answer, said[i]);
    measure (fixture, 93.5);
  }
}

static void
test_rule_as_it_stood (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *before = NULL;
  g_autofree char *then = NULL;

  measure (fixture, 93.5);
  measure (fixture, 40);
  before = explain_rule (fixture, 20);
  assert_says (before, "now 20 It had not been checked, or the record is no longer kept\n");
  then = explain_rule (fixture, 45);
  assert_says (then,
               "reading 30 Checked: a level is breached\nnow 45 host-1: 93.5 % is above 80 %\n");
}

static void
test_rule_that_fails (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *answer = NULL;

  for (int i = 0; i < 3; i++)
    fail_to_measure (fixture, "no such file");
  answer = explain_rule (fixture, 0);
  assert_says (answer, "reading 90 Checked: it failed: “no such file”\n");
  assert_says (answer, "now 90 The rule itself: firing, event 1\n");
  assert_says (answer, "now 90 It cannot be evaluated since ");
}

static void
write_rule (Fixture *fixture, SentinelWriteFunc func)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (NULL, fixture->rule_id, &ada);

  sentinel_fake_clock_advance (fixture->store->clock, 30 * SECOND);
  sentinel_test_store_write (fixture->store, func, act);
}

static void
test_rule_off_and_away (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *off = NULL;
  g_autofree char *away = NULL;

  write_rule (fixture, sentinel_rule_acts_disable);
  off = explain_rule (fixture, 0);
  assert_says (off, "now 30 The rule is switched off: it is not checked\n");
  write_rule (fixture, sentinel_rule_acts_delete);
  write_rule (fixture, sentinel_rule_acts_undelete);
  away = explain_rule (fixture, 70);
  g_assert_cmpstr (away, ==, "now 70 There was no such rule then\n");
}

static void
test_not_found (Fixture *fixture, gconstpointer unused)
{
  SentinelExplainQuestion questions[] = { { .event_id = 9 }, { .rule_id = 9 } };

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++) {
    g_autoptr (GError) error = NULL;

    questions[i].registry = fixture->registry;
    g_assert_null (sentinel_store_read (fixture->store->store,
                                        sentinel_explain,
                                        &questions[i],
                                        &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
  }
}

/* Whatever the history: */

#define N_MANY 130 /* of each, where 50 are shown */

static gboolean
add_deliveries (SentinelTransaction *tx, gpointer unused, GError **error)
{
  for (guint i = 0; i < N_MANY; i++) {
    g_autoptr (SentinelDelivery) delivery =
        sentinel_delivery_new ("pager", SENTINEL_DELIVERY_FLAPPING);

    delivery->event_id = 1;
    g_set_str (&delivery->body, "{}");
    g_free (delivery->idem_key);
    delivery->idem_key = g_strdup_printf ("many-%u", i);
    if (!sentinel_delivery_store_insert (tx, delivery, error))
      return FALSE;
  }
  return TRUE;
}

static guint
count_lines (const char *answer, const char *beginning)
{
  g_auto (GStrv) lines = g_strsplit (answer, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_has_prefix (lines[i], beginning);
  return n;
}

static void
test_many_notes (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *answer = NULL;
  g_autofree char *then = NULL;

  fire (fixture);
  acknowledge (fixture, "on it");
  for (guint i = 0; i < N_MANY; i++) {
    g_autofree char *body = g_strdup_printf ("note %u", i);

    sentinel_fake_clock_advance (fixture->store->clock, SECOND);
    add_note (fixture, body);
  }
  answer = explain_event (fixture, 0);
  assert_says (answer,
               "act 171 80 earlier notes are not shown here\nact 171 Ada wrote: “note 80”\n");
  assert_says (answer, "act 220 Ada wrote: “note 129”\n");
  assert_says (answer, "Ada acknowledged it until it is resolved: “on it”\n");
  g_assert_cmpuint (count_lines (answer, "act "), ==, 52);
  then = explain_event (fixture, 91);
  assert_says (then, "act 91 Ada wrote: “note 0”\n");
  assert_silent (then, "not shown");
  g_assert_cmpuint (count_lines (then, "act "), ==, 2);
}

static void
test_many_deliveries (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *answer = NULL;

  fire (fixture);
  sentinel_test_store_write (fixture->store, add_deliveries, NULL);
  answer = explain_event (fixture, 0);
  assert_says (answer, "81 earlier deliveries are not shown\n");
  g_assert_cmpuint (count_lines (answer, "delivery "), ==, 51);
}

/* The level of now is known although the changes that led to it are not shown. */
static gboolean
add_changes (SentinelTransaction *tx, gpointer unused, GError **error)
{
  for (guint i = 0; i < 300; i++) {
    SentinelTransitionKind kind = i == 10 ? SENTINEL_TRANSITION_LEVEL : SENTINEL_TRANSITION_REFIRED;
    g_autoptr (SentinelTransition) transition =
        sentinel_transition_new (kind, sentinel_transaction_get_now_us (tx));

    transition->event_id = 1;
    if (i == 10) {
      transition->from_code = SENTINEL_IMPORTANCE_HIGH;
      transition->to_code = SENTINEL_IMPORTANCE_CRITICAL;
    }
    if (!sentinel_event_store_add_transition (tx, transition, error))
      return FALSE;
  }
  return TRUE;
}

static void
test_many_changes (Fixture *fixture, gconstpointer unused)
{
  g_autofree char *answer = NULL;

  fire (fixture);
  sentinel_test_store_write (fixture->store, add_changes, NULL);
  answer = explain_event (fixture, 0);
  assert_says (answer, "Fired as High after");
  assert_says (answer, "99 changes are not shown here\n");
  assert_says (answer, "Firing as Critical");
  g_assert_cmpuint (count_lines (answer, "change "), ==, 204);
}

int
main (int argc, char **argv)
{
  static const char off[] = "[{\"channel\":\"desktop\",\"enabled\":false}]";
  static const char pager[] =
      "[{\"channel\":\"desktop\",\"enabled\":false},{\"channel\":\"command\","
      "\"name\":\"pager\",\"argv\":[\"pager\"]}]";
  static const struct {
    const char *path, *actions;
    void (*func) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/explanation/firing", NULL, test_firing },
    { "/explanation/whole-life", NULL, test_whole_life },
    { "/explanation/as-it-stood", NULL, test_as_it_stood },
    { "/explanation/tellings", NULL, test_tellings },
    { "/explanation/no-channel", off, test_no_channel },
    { "/explanation/other-channel", pager, test_other_channel },
    { "/explanation/without-a-row", NULL, test_without_a_row },
    { "/explanation/snoozed", NULL, test_snoozed },
    { "/explanation/rule-on-its-way", NULL, test_rule_on_its_way },
    { "/explanation/rule-as-it-stood", NULL, test_rule_as_it_stood },
    { "/explanation/rule-that-fails", NULL, test_rule_that_fails },
    { "/explanation/rule-off-and-away", NULL, test_rule_off_and_away },
    { "/explanation/not-found", NULL, test_not_found },
    { "/explanation/many-notes", NULL, test_many_notes },
    { "/explanation/many-deliveries", NULL, test_many_deliveries },
    { "/explanation/many-changes", NULL, test_many_changes },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].actions, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
