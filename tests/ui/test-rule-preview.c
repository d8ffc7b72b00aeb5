/* SPDX-License-Identifier: MIT */
/* "What would it have done?" in the dialog of a rule, over a real store: the count follows what is
 * typed and what is dragged, and says what would not have come. */
#include "sentinel-event-store.h"
#include "sentinel-form-driver.h"
#include "sentinel-instance-store.h"
#include "sentinel-metric-chart.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rule-fields.h"
#include "sentinel-rule-store.h"
#include "sentinel-series-store.h"
#include "sentinel-ui-test.h"

#define STEP_US (5 * G_TIME_SPAN_MINUTE)
#define N_SAMPLES 280 /* of a day */

typedef struct {
  SentinelUiTest *ui;
  SentinelTicker *ticker;
  GtkWidget *dialog; /* NULL: it closed */
  const char *wanted; /* for predicates */
} Fixture;

static gboolean
is_gone (gpointer data)
{
  return ((Fixture *) data)->dialog == NULL;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, 1100, 800);
  self->ticker = sentinel_ticker_new (sentinel_context_get_clock (self->ui->context));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  if (self->dialog != NULL)
    adw_dialog_force_close (ADW_DIALOG (self->dialog));
  g_assert_true (sentinel_test_wait_until (is_gone, self, SENTINEL_TEST_TIMEOUT_MS));
  g_object_unref (self->ticker);
  sentinel_ui_test_free (self->ui);
}

/* A day at 50 %, with peaks of a quarter of an hour: four to 93 %, then one to 99 %. */
static double
get_value (int index)
{
  if (index % 50 >= 3)
    return 50;
  return index / 50 == 5 ? 99 : index / 50 == 0 ? 50 : 93;
}

typedef struct {
  gint64 now_us;
  gboolean has_samples;
  SentinelRule *rule; /* out */
} Story;

static gboolean
add_samples (SentinelTransaction *tx, const Story *story, gint64 instance_id, GError **error)
{
  gint64 series_id = sentinel_series_store_ensure (tx, instance_id, "value", "%", error);

  for (int i = 0; i < N_SAMPLES; i++)
    if (!sentinel_series_store_add (tx,
                                    series_id,
                                    story->now_us - (N_SAMPLES - i) * STEP_US,
                                    get_value (i),
                                    error))
      return FALSE;
  return TRUE;
}

/* What the peaks to 93 % brought about. */
static gboolean
add_event (SentinelTransaction *tx,
           const Story *story,
           gint64 instance_id,
           int index,
           const char *comment,
           GError **error)
{
  g_autoptr (SentinelEvent) event = sentinel_event_new ();
  gint64 at_us = story->now_us - (N_SAMPLES - index) * STEP_US;

  event->rule_id = story->rule->id;
  event->rule_version = 1;
  event->instance_id = instance_id;
  event->opened_at_us = event->began_at_us = event->last_seen_at_us = at_us;
  event->shown_until_us = at_us;
  event->closed_at_us = at_us + 3 * STEP_US;
  event->close_reason = SENTINEL_CLOSE_RESOLVED;
  event->importance = SENTINEL_IMPORTANCE_HIGH;
  event->category = g_strdup ("System");
  event->source = g_strdup ("localhost");
  event->message = g_strdup ("CPU usage is 93 %");
  event->value_first = event->value_peak = event->value_last = 93;
  event->acked_at_us = comment != NULL ? at_us : 0;
  event->acked_by = g_strdup (comment != NULL ? "Ada" : NULL);
  event->ack_comment = g_strdup (comment);
  return sentinel_event_store_insert (tx, event, NULL, error);
}

static gboolean
write_story (SentinelTransaction *tx, gpointer data, GError **error)
{
  Story *story = data;
  g_autoptr (SentinelInstance) instance = NULL;
  g_autoptr (JsonNode) metric = json_node_init_string (json_node_alloc (), "usage");

  story->rule = sentinel_rule_new ();
  g_set_str (&story->rule->name, "Desk");
  g_set_str (&story->rule->trigger, "cpu-usage");
  story->rule->period_ms = STEP_US / 1000;
  sentinel_rule_set_parameter (story->rule, "metric", metric);
  story->rule->id = sentinel_rule_store_insert (tx, story->rule, "Ada", error);
  instance = sentinel_instance_new (story->rule->id);
  g_set_str (&instance->labels, "{\"source\":\"localhost\"}");
  if (story->rule->id == 0 || !sentinel_instance_store_put (tx, instance, error))
    return FALSE;
  if (!story->has_samples)
    return TRUE;
  return add_samples (tx, story, instance->id, error)
         && add_event (tx, story, instance->id, 50, "Nothing to worry about", error)
         && add_event (tx, story, instance->id, 100, NULL, error);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
open_dialog (Fixture *self, gboolean has_samples)
{
  Story story = { .now_us = sentinel_ticker_get_now_us (self->ticker), .has_samples = has_samples };
  g_autoptr (GError) error = NULL;
  AdwDialog *dialog;

  sentinel_store_write (sentinel_context_get_store (self->ui->context),
                        write_story,
                        &story,
                        &error);
  g_assert_no_error (error);
  dialog = sentinel_rule_dialog_new (self->ui->context, self->ticker, story.rule);
  sentinel_rule_unref (story.rule);
  self->dialog = GTK_WIDGET (dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &self->dialog);
  adw_dialog_present (dialog, GTK_WIDGET (self->ui->window));
  g_assert_true (sentinel_test_wait_until (is_mapped, dialog, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_ui_test_wait_for_frames (self->ui);
}

static gboolean
shows_wanted (gpointer data)
{
  Fixture *self = data;

  return sentinel_ui_test_find (self->dialog, GTK_TYPE_LABEL, self->wanted) != NULL;
}

static void
wait_for (Fixture *self, const char *text)
{
  self->wanted = text;
  g_test_message ("%s", text);
  g_assert_true (sentinel_test_wait_until (shows_wanted, self, SENTINEL_TEST_TIMEOUT_MS));
}

static void
show_page (Fixture *self, const char *name)
{
  GtkWidget *stack = sentinel_ui_test_find (self->dialog, ADW_TYPE_VIEW_STACK, NULL);

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), name);
  sentinel_ui_test_wait_for_frames (self->ui);
}

static void
test_as_it_is (Fixture *self, gconstpointer unused)
{
  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  g_assert_nonnull (sentinel_ui_test_find (self->dialog,
                                           GTK_TYPE_LABEL,
                                           "15\u00a0min, peak 99\u00a0%"));
}

static void
test_follows_what_is_typed (Fixture *self, gconstpointer unused)
{
  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  sentinel_form_driver_type (self->dialog, "Threshold", "94");
  wait_for (self, "Would have fired 1 time in the last 24 hours (now: 5)");
  wait_for (self, "2 events would not have come: 1 acknowledged, 1 without a comment");
  wait_for (self, "Nothing to worry about");
  wait_for (self, "Not acknowledged");
  sentinel_form_driver_type (self->dialog, "Threshold", "30");
  wait_for (self, "Would have fired 1 time in the last 24 hours (now: 5)");
}

/* "for" and the others count too. */
static void
test_follows_patience (Fixture *self, gconstpointer unused)
{
  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  show_page (self, "levels");
  sentinel_form_driver_type (self->dialog, "Raise after", "3600");
  wait_for (self, "Would not have fired in the last 24 hours (now: 5)");
}

/* What is not valid leaves what was shown. */
static void
test_invalid_stays (Fixture *self, gconstpointer unused)
{
  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  sentinel_form_driver_type (self->dialog, "Threshold", "140");
  sentinel_test_settle ();
  wait_for (self, "Would have fired 5 times in the last 24 hours");
}

static GtkWidget *
get_chart (Fixture *self)
{
  return sentinel_ui_test_find (self->dialog, SENTINEL_TYPE_METRIC_CHART, NULL);
}

/* A level that is moved in the chart becomes the rule's own, and the count follows. */
static void
test_dragged (Fixture *self, gconstpointer unused)
{
  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  show_page (self, "levels");
  g_signal_emit_by_name (get_chart (self), "level-dragged", 1U, FALSE, 94.0, FALSE);
  wait_for (self, "Would have fired 1 time in the last 24 hours (now: 5)");
  wait_for (self, "Raised above 94, cleared at 85");
}

static void
test_dragged_by_keys (Fixture *self, gconstpointer unused)
{
  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  gtk_widget_grab_focus (get_chart (self));
  for (int i = 0; i < 4; i++)
    if (sentinel_ui_test_press (get_chart (self), GDK_KEY_bracketright, 0)
        && g_str_has_prefix (
            sentinel_metric_chart_get_cursor_text (SENTINEL_METRIC_CHART (get_chart (self))),
            "High 90"))
      break;
  for (int i = 0; i < 10; i++)
    sentinel_ui_test_press (get_chart (self), GDK_KEY_Up, 0);
  wait_for (self, "Would have fired 1 time in the last 24 hours (now: 5)");
}

static void
test_something_else (Fixture *self, gconstpointer unused)
{
  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  sentinel_form_driver_choose (self->dialog, "What to Measure", "load");
  wait_for (self, "It would watch something else, of which nothing was measured yet.");
  sentinel_form_driver_choose (self->dialog, "What to Measure", "usage");
  wait_for (self, "Would have fired 5 times in the last 24 hours");
}

static void
test_nothing_measured (Fixture *self, gconstpointer unused)
{
  open_dialog (self, FALSE);
  wait_for (self,
            "Nothing was measured in this time. What the rule would have done is shown here when "
            "there are values.");
}

static void
test_longer (Fixture *self, gconstpointer unused)
{
  GtkWidget *group;

  open_dialog (self, TRUE);
  wait_for (self, "Would have fired 5 times in the last 24 hours");
  group = sentinel_ui_test_find (gtk_widget_get_ancestor (get_chart (self), ADW_TYPE_BIN),
                                 ADW_TYPE_TOGGLE_GROUP,
                                 NULL);
  g_assert_nonnull (group);
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (group), "week");
  wait_for (self, "Would have fired 5 times in the last 7 days");
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/rule-preview/as-it-is", test_as_it_is },
    { "/rule-preview/follows-what-is-typed", test_follows_what_is_typed },
    { "/rule-preview/follows-patience", test_follows_patience },
    { "/rule-preview/invalid-stays", test_invalid_stays },
    { "/rule-preview/dragged", test_dragged },
    { "/rule-preview/dragged-by-keys", test_dragged_by_keys },
    { "/rule-preview/something-else", test_something_else },
    { "/rule-preview/nothing-measured", test_nothing_measured },
    { "/rule-preview/longer", test_longer },
  };

  sentinel_ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
