/* SPDX-License-Identifier: MIT */
/* The pane of details over a real store: what it says of an event, whatever was sent or happens to
 * it meanwhile. */
#include "sentinel-details-text.h"
#include "sentinel-event-details.h"
#include "sentinel-event-maker.h"
#include "sentinel-metric-chart.h"
#include "sentinel-rule-acts.h"
#include "sentinel-ui-test.h"

typedef struct {
  SentinelUiTest *ui;
  SentinelTicker *ticker;
  GtkWidget *window, *pane;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  SentinelClock *clock;

  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, 900, 600);
  clock = sentinel_context_get_clock (self->ui->context);
  self->ticker = sentinel_ticker_new (clock);
  self->pane = g_object_new (SENTINEL_TYPE_EVENT_DETAILS, NULL);
  sentinel_event_details_set_context (SENTINEL_EVENT_DETAILS (self->pane),
                                      self->ui->context,
                                      self->ticker);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), self->pane);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->ticker);
  sentinel_ui_test_free (self->ui);
}

static gboolean
shows (Fixture *self, const char *text)
{
  return sentinel_ui_test_find (self->pane, GTK_TYPE_LABEL, text) != NULL;
}

typedef struct {
  Fixture *fixture;
  const char *text;
} Wanted;

static gboolean
shows_wanted (gpointer data)
{
  Wanted *wanted = data;

  return shows (wanted->fixture, wanted->text);
}

static void
wait_for (Fixture *self, const char *text)
{
  if (!sentinel_test_wait_until (shows_wanted, &(Wanted) { self, text }, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("Nothing says “%s”", text);
}

static void
write_act (Fixture *self, SentinelWriteFunc func, gpointer act)
{
  g_autoptr (GError) error = NULL;

  sentinel_store_write (sentinel_context_get_store (self->ui->context), func, act, &error);
  g_assert_no_error (error);
}

static void
acknowledge (Fixture *self, gint64 event_id, const char *comment)
{
  g_autoptr (SentinelAcknowledgeAct) act =
      sentinel_acknowledge_act_new (&(SentinelActor) { "somebody", SENTINEL_VIA_COMMAND_LINE });

  g_set_str (&act->comment, comment);
  g_array_append_val (act->event_ids, event_id);
  write_act (self, sentinel_event_acts_acknowledge, act);
}

static void
add_note (Fixture *self, gint64 event_id, const char *body)
{
  g_autoptr (SentinelNoteAct) act =
      sentinel_note_act_new (event_id, body, &(SentinelActor) { "Ada", SENTINEL_VIA_WINDOW });

  write_act (self, sentinel_event_acts_note, act);
}

static void
make_and_show (Fixture *self, SentinelEventMaker *maker)
{
  write_act (self, sentinel_event_maker_write, maker);
  sentinel_event_details_set_event_id (SENTINEL_EVENT_DETAILS (self->pane), maker->event_id);
}

static gint64
show (Fixture *self, const char *message)
{
  gint64 id = sentinel_ui_test_raise (self->ui, SENTINEL_IMPORTANCE_CRITICAL, "db-2", message);

  sentinel_event_details_set_event_id (SENTINEL_EVENT_DETAILS (self->pane), id);
  return id;
}

static void
test_event (Fixture *self, gconstpointer unused)
{
  wait_for (self, "Select an event to see its details.");
  show (self, "Disk is full");
  wait_for (self, "Disk is full");
  g_assert_true (shows (self, "Critical"));
  g_assert_true (shows (self, "db-2"));
  g_assert_true (shows (self, "New"));
  g_assert_true (shows (self, "Timeline"));
}

/* What is not the program's own is never markup, and cannot turn what stands around it. */
static void
test_odd_text (Fixture *self, gconstpointer unused)
{
  show (self, "<b>5 & 6</b>");
  wait_for (self, "<b>5 & 6</b>");
  show (self, "one\ttwo\nthree");
  wait_for (self, "one\ttwo\nthree");
  show (self, "a\x1b[31mb\u202ecod.exe\u2066");
  wait_for (self, "a\\x1b[31mb\\u202ecod.exe\\u2066");
}

static void
test_invalid_utf8 (Fixture *self, gconstpointer unused)
{
  SentinelEventMaker maker = { .message = "disk \xff\xfe"
                                          "full",
                               .labels = "{\"a\":\"\xc3\x28\"}" };

  make_and_show (self, &maker);
  wait_for (self,
            "disk \uFFFD\uFFFD"
            "full");
}

static void
test_long_text (Fixture *self, gconstpointer unused)
{
  g_autofree char *long_text = g_strnfill (100 * 1024, 'x');
  g_autofree char *head = g_strnfill (300, 'x');
  g_autofree char *shown = g_strconcat (head, "…", NULL);

  show (self, long_text);
  wait_for (self, "The first 300 of 102400 characters");
  g_assert_true (shows (self, shown));
  g_assert_true (gtk_widget_activate_action (self->pane, "details.show-text", "s", "message"));
  g_assert_true (gtk_widget_activate_action (self->pane, "details.copy-text", "s", "message"));
}

/* Many short lines would push all else out of sight. */
static void
test_many_lines (Fixture *self, gconstpointer unused)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < 100; i++)
    g_string_append (lines, "a\n");
  show (self, lines->str);
  wait_for (self, "The first 19 of 200 characters");
}

static char *
make_labels (guint n)
{
  g_autoptr (GString) labels = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (labels, "%s\"label-%u\":\"%050u <b>\"", i > 0 ? "," : "", i, i);
  g_string_append_c (labels, '}');
  return g_string_free (g_steal_pointer (&labels), FALSE);
}

static guint
count_widgets (GtkWidget *root)
{
  guint n = 1;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child);
  return n;
}

/* They are one text, which is cut and said to be. */
static void
test_many_labels (Fixture *self, gconstpointer unused)
{
  g_autofree char *labels = make_labels (500);
  g_autofree char *indented = sentinel_details_text_format_json (labels);
  g_autofree char *notice =
      g_strdup_printf ("The first 20000 of %zu characters", strlen (indented));
  SentinelEventMaker maker = { .message = "Busy", .labels = labels };
  GtkWidget *expander;

  make_and_show (self, &maker);
  wait_for (self, "Busy");
  wait_for (self, "Labels");
  expander = gtk_widget_get_ancestor (sentinel_ui_test_find (self->pane, GTK_TYPE_LABEL, "Labels"),
                                      GTK_TYPE_EXPANDER);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), TRUE);
  wait_for (self, notice);
  g_assert_cmpuint (count_widgets (self->pane), <, 300);
}

static void
test_chain (Fixture *self, gconstpointer unused)
{
  SentinelEventMaker maker = { .message = "Busy", .n_samples = 20 };

  make_and_show (self, &maker);
  wait_for (self, "Fired as Medium");
  g_assert_true (shows (self, "Escalated to High"));
  g_assert_true (shows (self, "CPU Usage")); /* what was measured, not what its series is called */
  g_assert_true (shows (self, "above 90\u00a0%"));
  g_assert_false (shows (self, "value"));
}

static const char *
get_summary (Fixture *self)
{
  GtkWidget *chart = sentinel_ui_test_find (self->pane, SENTINEL_TYPE_METRIC_CHART, NULL);

  return chart != NULL ? sentinel_metric_chart_get_summary (SENTINEL_METRIC_CHART (chart)) : NULL;
}

/* Each sample is a minute from the next, but for half an hour in which nobody looked. */
static void
test_chart (Fixture *self, gconstpointer unused)
{
  SentinelEventMaker maker = { .message = "Busy", .n_samples = 20, .gap_minutes = 30 };

  make_and_show (self, &maker);
  wait_for (self, "Busy");
  g_assert_cmpstr (get_summary (self),
                   ==,
                   "CPU Usage, last 95\u00a0%, from 76\u00a0% to 95\u00a0%, 1 event, 1 gap");
  show (self, "Nothing is measured");
  wait_for (self, "Nothing is measured");
  g_assert_null (get_summary (self));
}

static void
test_rule_deleted (Fixture *self, gconstpointer unused)
{
  SentinelEventMaker maker = { .message = "Busy" };
  g_autoptr (SentinelRuleAct) act = NULL;

  make_and_show (self, &maker);
  wait_for (self, "Busy processor");
  act =
      sentinel_rule_act_new (NULL, maker.rule_id, &(SentinelActor) { "Ada", SENTINEL_VIA_WINDOW });
  write_act (self, sentinel_rule_acts_delete, act);
  wait_for (self, "Busy processor (rule deleted)");
  g_assert_false (shows (self, "Busy processor"));
  g_assert_true (shows (self, "Busy"));
}

/* acknowledged by somebody else while it is open */
static void
test_follows (Fixture *self, gconstpointer unused)
{
  gint64 id = show (self, "Disk is full");

  wait_for (self, "Disk is full");
  acknowledge (self, id, "known since noon\nask Ada <first>");
  wait_for (self, "Acknowledged by somebody (command line)");
  g_assert_true (shows (self, "known since noon\nask Ada <first>"));
  g_assert_true (shows (self, "Acknowledged"));
  g_assert_nonnull (sentinel_ui_test_find (self->pane, GTK_TYPE_BUTTON, "Un-_Acknowledge"));
}

static void
test_resolved (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRaiseAct) act =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_CRITICAL, "db-2", "Disk is full");

  show (self, "Disk is full");
  wait_for (self, "Disk is full");
  g_set_str (&act->key, "Disk is full");
  act->resolve = TRUE;
  write_act (self, sentinel_event_acts_raise, act);
  wait_for (self, "Ended by who raised it");
}

/* Somebody reads, selects and scrolls while things happen to the event. */
static void
test_keeps_place (Fixture *self, gconstpointer unused)
{
  gint64 id = show (self, "Disk is full of things that nobody needs");
  GtkWidget *message, *note, *scroller;
  GtkAdjustment *place;
  int from, to;

  wait_for (self, "Disk is full of things that nobody needs");
  for (guint i = 0; i < 30; i++) {
    g_autofree char *body = g_strdup_printf ("note %u", i);

    add_note (self, id, body);
  }
  wait_for (self, "note 29");
  message = sentinel_ui_test_find (self->pane,
                                   GTK_TYPE_LABEL,
                                   "Disk is full of things that nobody needs");
  note = sentinel_ui_test_find (self->pane, GTK_TYPE_LABEL, "note 3");
  scroller = gtk_widget_get_ancestor (message, GTK_TYPE_SCROLLED_WINDOW);
  place = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_widget_grab_focus (note);
  gtk_label_select_region (GTK_LABEL (note), 1, 4);
  sentinel_ui_test_wait_for_frames (self->ui);
  gtk_adjustment_set_value (place, 120);
  acknowledge (self, id, "known");
  wait_for (self, "Acknowledged by somebody (command line)");
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (self->window)) == note);
  g_assert_true (gtk_label_get_selection_bounds (GTK_LABEL (note), &from, &to));
  g_assert_cmpint (from, ==, 1);
  g_assert_cmpint (to, ==, 4);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (place), 120, 0.5);
  g_assert_true (sentinel_ui_test_find (self->pane, GTK_TYPE_LABEL, "note 3") == note);
}

static void
test_several (Fixture *self, gconstpointer unused)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 missing = 4711;

  for (guint i = 0; i < 3; i++) {
    g_autofree char *message = g_strdup_printf ("message %u", i);
    gint64 id =
        sentinel_ui_test_raise (self->ui,
                                i == 0 ? SENTINEL_IMPORTANCE_CRITICAL : SENTINEL_IMPORTANCE_LOW,
                                "db-2",
                                message);

    g_array_append_val (ids, id);
  }
  sentinel_event_details_set_selection (SENTINEL_EVENT_DETAILS (self->pane), ids);
  wait_for (self, "3 events selected");
  g_assert_true (shows (self, "Critical") && shows (self, "1"));
  g_assert_true (shows (self, "Low") && shows (self, "2"));
  g_assert_false (shows (self, "High"));
  g_assert_true (shows (self, "3 to acknowledge"));
  acknowledge (self, g_array_index (ids, gint64, 0), NULL);
  wait_for (self, "2 to acknowledge\n1 acknowledged already");
  g_assert_true (gtk_widget_activate_action (self->pane, "details.unacknowledge", NULL));
  wait_for (self, "3 to acknowledge");
  acknowledge (self, g_array_index (ids, gint64, 0), NULL);
  wait_for (self, "2 to acknowledge\n1 acknowledged already");
  g_array_append_val (ids, missing);
  sentinel_event_details_set_selection (SENTINEL_EVENT_DETAILS (self->pane), ids);
  wait_for (self,
            "2 to acknowledge\n1 acknowledged already\n"
            "1 is gone: it was removed from the database");
}

static void
test_gone (Fixture *self, gconstpointer unused)
{
  sentinel_event_details_set_event_id (SENTINEL_EVENT_DETAILS (self->pane), 4711);
  wait_for (self, "This event is gone. It was removed from the database.");
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
#define ADD(name) \
  g_test_add ("/event-details/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (event);
  ADD (odd_text);
  ADD (invalid_utf8);
  ADD (long_text);
  ADD (many_lines);
  ADD (many_labels);
  ADD (chain);
  ADD (chart);
  ADD (rule_deleted);
  ADD (follows);
  ADD (resolved);
  ADD (keeps_place);
  ADD (several);
  ADD (gone);
#undef ADD
  return g_test_run ();
}
