/* SPDX-License-Identifier: MIT */
/* The overview in the real window over a real database: its numbers follow what happens, and each
 * leads to exactly what it counted. */
#include "sentinel-overview-card.h"
#include "sentinel-overview-page.h"
#include "sentinel-ui-test.h"

typedef struct {
  SentinelUiTest *test;
  const char *title, *value; /* of a card */
} Wanted;

static SentinelOverviewPage *
get_overview (SentinelUiTest *test)
{
  return SENTINEL_OVERVIEW_PAGE (sentinel_ui_test_find (GTK_WIDGET (test->window),
                                                        SENTINEL_TYPE_OVERVIEW_PAGE,
                                                        NULL));
}

static void
open_overview (SentinelUiTest *test)
{
  sentinel_ui_test_open (test, 1280, 800);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (test->window),
                                             "win.show-page",
                                             "s",
                                             "overview"));
  sentinel_ui_test_wait_for_frames (test);
}

static SentinelOverviewCard *
find_card (GtkWidget *root, const char *title)
{
  if (SENTINEL_IS_OVERVIEW_CARD (root))
    return sentinel_ui_test_find (root, GTK_TYPE_LABEL, title) != NULL
               ? SENTINEL_OVERVIEW_CARD (root)
               : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    SentinelOverviewCard *card = find_card (child, title);

    if (card != NULL)
      return card;
  }
  return NULL;
}

static gboolean
card_shows (gpointer data)
{
  const Wanted *wanted = data;
  SentinelOverviewCard *card = find_card (GTK_WIDGET (wanted->test->window), wanted->title);

  return card != NULL && g_str_equal (sentinel_overview_card_get_value (card), wanted->value);
}

static SentinelOverviewCard *
wait_for_card (SentinelUiTest *test, const char *title, const char *value)
{
  Wanted wanted = { test, title, value };

  g_assert_true (sentinel_test_wait_until (card_shows, &wanted, SENTINEL_TEST_TIMEOUT_MS));
  return find_card (GTK_WIDGET (test->window), title);
}

static gboolean
shows_state (gpointer data)
{
  const Wanted *wanted = data;

  return g_str_equal (sentinel_overview_page_get_state (get_overview (wanted->test)),
                      wanted->value);
}

static void
wait_for_state (SentinelUiTest *test, const char *state)
{
  Wanted wanted = { test, NULL, state };

  g_assert_true (sentinel_test_wait_until (shows_state, &wanted, SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_first_run (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  open_overview (test);
  wait_for_state (test, "first-run");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_overview (test)),
                                             "overview.watch-this-computer",
                                             NULL));
  wait_for_state (test, "overview");
  g_assert_cmpstr (sentinel_overview_card_get_note (find_card (GTK_WIDGET (test->window),
                                                               "Events Today")),
                   ==,
                   "as many as yesterday");
}

static void
test_cards_follow (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  SentinelOverviewCard *waiting;

  open_overview (test);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "db", "Disk is full");
  wait_for_card (test, "Events Today", "1");
  waiting = wait_for_card (test, "Unacknowledged", "1");
  g_assert_cmpstr (sentinel_overview_card_get_note (waiting), ==, "1 high");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "api", "Does not answer");
  wait_for_card (test, "Events Today", "2");
  waiting = wait_for_card (test, "Unacknowledged", "2");
  g_assert_cmpstr (sentinel_overview_card_get_note (waiting), ==, "1 critical · 1 high");
  sentinel_ui_test_wait_for_text (test, "Does not answer");
}

static void
test_prefect_is_off (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  SentinelOverviewCard *card;

  open_overview (test);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "db", "m");
  wait_for_state (test, "overview");
  card = wait_for_card (test, "Flows Running", "Off");
  g_assert_cmpstr (sentinel_overview_card_get_note (card), ==, "Prefect is not connected");
  card = wait_for_card (test, "Prefect Server", "Off");
  g_assert_cmpstr (sentinel_overview_card_get_note (card), ==, "Prefect is not connected");
}

static gboolean
lists_two (gpointer data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (data))) == 2;
}

static void
acknowledge (SentinelUiTest *test, gint64 id)
{
  const SentinelActor actor = { "Ada", SENTINEL_VIA_WINDOW };
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&actor);
  g_autoptr (GError) error = NULL;

  g_array_append_val (act->event_ids, id);
  sentinel_store_write (sentinel_context_get_store (test->context),
                        sentinel_event_acts_acknowledge,
                        act,
                        &error);
  g_assert_no_error (error);
}

/* three events, two of which wait */
static void
test_card_leads_to_what_it_counted (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  SentinelOverviewCard *card;
  gint64 id;

  open_overview (test);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "db", "one");
  id = sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "db", "two");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "db", "three");
  g_assert_cmpint (id, >, 0);
  acknowledge (test, id);
  card = wait_for_card (test, "Unacknowledged", "2");
  g_signal_emit_by_name (card, "clicked");
  g_assert_true (sentinel_test_wait_until (lists_two,
                                           sentinel_ui_test_get_view (test),
                                           SENTINEL_TEST_TIMEOUT_MS));
}

static gboolean
lists_three (gpointer data)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (data))) == 3;
}

/* also what nobody has to do anything about any more */
static void
test_today_leads_to_all (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  SentinelOverviewCard *card;

  open_overview (test);
  acknowledge (test, sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "db", "one"));
  acknowledge (test, sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "db", "two"));
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "db", "three");
  card = wait_for_card (test, "Events Today", "3");
  g_signal_emit_by_name (card, "clicked");
  g_assert_true (sentinel_test_wait_until (lists_three,
                                           sentinel_ui_test_get_view (test),
                                           SENTINEL_TEST_TIMEOUT_MS));
}

static gboolean
shows_a_result (gpointer data)
{
  SentinelUiTest *test = data;

  return sentinel_ui_test_find (GTK_WIDGET (test->window), ADW_TYPE_ACTION_ROW, NULL) != NULL;
}

static void
test_check_all (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GtkWidget *page;

  open_overview (test);
  wait_for_state (test, "first-run");
  page = GTK_WIDGET (get_overview (test));
  g_assert_true (gtk_widget_activate_action (page, "overview.watch-this-computer", NULL));
  wait_for_state (test, "overview");
  g_assert_true (gtk_widget_activate_action (page, "overview.check-all", NULL));
  g_assert_true (sentinel_test_wait_until (shows_a_result, test, SENTINEL_TEST_TIMEOUT_MS));
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/overview/first-run", test_first_run);
  g_test_add_func ("/overview/cards-follow", test_cards_follow);
  g_test_add_func ("/overview/prefect-is-off", test_prefect_is_off);
  g_test_add_func ("/overview/card-leads-to-what-it-counted", test_card_leads_to_what_it_counted);
  g_test_add_func ("/overview/today-leads-to-all", test_today_leads_to_all);
  g_test_add_func ("/overview/check-all", test_check_all);
  return g_test_run ();
}
