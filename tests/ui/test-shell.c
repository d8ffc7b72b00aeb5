/* SPDX-License-Identifier: MIT */
/* What is around the pages: sidebar, badge, state of the engine, what is remembered, what is said
 * aloud, preferences. */
#include "sentinel-announcer.h"
#include "sentinel-badge.h"
#include "sentinel-engine-status.h"
#include "sentinel-overview-page.h"
#include "sentinel-preferences-dialog.h"
#include "sentinel-refresher.h"
#include "sentinel-rules-page.h"
#include "sentinel-shortcuts-dialog.h"
#include "sentinel-ui-test.h"

#define WIDTH 1000
#define HEIGHT 640

static SentinelDeskSettings *
get_settings (SentinelUiTest *test)
{
  return sentinel_context_get_desk_settings (test->context);
}

static GtkWidget *
find (SentinelUiTest *test, GType type)
{
  return sentinel_ui_test_find (GTK_WIDGET (test->window), type, NULL);
}

static gboolean
is_at_page (SentinelUiTest *test, GType type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (sentinel_window_get_page (test->window), type);
}

static void
test_pages (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  g_assert_true (is_at_page (test, SENTINEL_TYPE_LIVE_PAGE));
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.show-page", "s", "overview");
  g_assert_true (is_at_page (test, SENTINEL_TYPE_OVERVIEW_PAGE));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (test->window)),
                   ==,
                   "Overview – Sentinel Alerts");
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.show-rules", "s", "firing");
  g_assert_true (is_at_page (test, SENTINEL_TYPE_RULES_PAGE));
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.show-live", "(sb)", "cpu", FALSE);
  g_assert_true (is_at_page (test, SENTINEL_TYPE_LIVE_PAGE));
  sentinel_window_show_page (test->window, "no such page");
  g_assert_true (is_at_page (test, SENTINEL_TYPE_LIVE_PAGE));
}

static void
test_what_is_remembered (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autofree char *page = NULL;
  int width;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_window_show_page (test->window, "rules");
  page = sentinel_desk_settings_dup_string (get_settings (test), "last-page");
  g_assert_cmpstr (page, ==, "rules");
  gtk_window_set_default_size (GTK_WINDOW (test->window), 1234, 777);
  g_object_get (get_settings (test), "window-width", &width, NULL);
  g_assert_cmpint (width, ==, 1234);
}

/* The badge */

static gboolean
shows_badge (gpointer data)
{
  SentinelUiTest *test = data;
  GtkWidget *badge = find (test, SENTINEL_TYPE_BADGE);

  return badge != NULL && gtk_widget_has_css_class (badge, "critical")
         && sentinel_ui_test_find (badge, GTK_TYPE_LABEL, "2") != NULL;
}

static gboolean
shows_no_badge (gpointer data)
{
  return find (data, SENTINEL_TYPE_BADGE) == NULL;
}

static void
test_badge (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  const SentinelActor actor = { "Ada", SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&actor);
  g_autoptr (GError) error = NULL;
  gint64 ids[2];

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  g_assert_true (shows_no_badge (test));
  ids[0] = sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "a", "one");
  ids[1] = sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "b", "two");
  g_assert_true (sentinel_test_wait_until (shows_badge, test, SENTINEL_TEST_TIMEOUT_MS));
  g_array_append_vals (act->event_ids, ids, 2);
  sentinel_store_write (sentinel_context_get_store (test->context),
                        sentinel_event_acts_acknowledge,
                        act,
                        &error);
  g_assert_no_error (error);
  g_assert_true (sentinel_test_wait_until (shows_no_badge, test, SENTINEL_TEST_TIMEOUT_MS));
}

/* The engine */

static void
test_engine_status (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_wait_for_text (test, "Not Watching");
  sentinel_engine_start_or_wait (sentinel_context_get_engine (test->context));
  sentinel_ui_test_wait_for_text (test, "Watching Nothing");
  sentinel_ui_test_act (test, "live.watch-this-computer");
  sentinel_ui_test_wait_for_text (test, "Watching 3 rules");
}

static void
paused_cb (GObject *pause, GAsyncResult *result, gpointer unused)
{
  g_autoptr (GError) error = NULL;

  sentinel_pause_set_finish (SENTINEL_PAUSE (pause), result, &error);
  g_assert_no_error (error);
}

static void
test_paused (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  SentinelPause *pause;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  pause = sentinel_engine_get_pause (sentinel_context_get_engine (test->context));
  sentinel_engine_start_or_wait (sentinel_context_get_engine (test->context));
  sentinel_ui_test_wait_for_text (test, "Watching Nothing");
  sentinel_pause_set_async (pause, TRUE, NULL, paused_cb, NULL);
  sentinel_ui_test_wait_for_text (test, "Paused");
  sentinel_pause_set_async (pause, FALSE, NULL, paused_cb, NULL);
  sentinel_ui_test_wait_for_text (test, "Watching Nothing");
}

/* Said aloud */

typedef struct {
  GPtrArray *said;
  guint n_wanted;
} Listener;

static void
announced_cb (SentinelAnnouncer *announcer, const char *text, gpointer data)
{
  Listener *listener = data;

  g_ptr_array_add (listener->said, g_strdup (text));
}

static gboolean
has_heard (gpointer data)
{
  Listener *listener = data;

  return listener->said->len >= listener->n_wanted;
}

static void
test_announcements (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (SentinelTicker) ticker = NULL;
  g_autoptr (SentinelAnnouncer) announcer = NULL;
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  Listener listener = { said, 1 };

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "old", "was there before");
  ticker = sentinel_ticker_new (sentinel_context_get_clock (test->context));
  announcer = sentinel_announcer_new (test->context, ticker, NULL);
  g_signal_connect (announcer, "announce", G_CALLBACK (announced_cb), &listener);
  sentinel_ui_test_wait_for_frames (test);
  sentinel_test_settle ();
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "a", "not critical");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "b", "on fire");
  g_assert_true (sentinel_test_wait_until (has_heard, &listener, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_true (g_str_has_prefix (said->pdata[0], "Critical, b: on fire. New, "));
  /* What comes within a second is said in one go. */
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "c", "and this");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "d", "and that");
  listener.n_wanted = 2;
  g_assert_true (sentinel_test_wait_until (has_heard, &listener, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_cmpstr (said->pdata[1], ==, "2 new critical events");
}

/* Read again */

static void
count_cb (SentinelRefresher *refresher, guint *n)
{
  (*n)++;
}

static void
test_refresher (void)
{
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (SENTINEL_TEST_NOW_US);
  g_autoptr (SentinelRefresher) refresher = sentinel_refresher_new (SENTINEL_CLOCK (clock), 100);
  guint n = 0;

  g_signal_connect (refresher, "refresh", G_CALLBACK (count_cb), &n);
  sentinel_refresher_ask (refresher);
  g_assert_cmpuint (n, ==, 1);
  /* It is on its way, and then the interval is not over. */
  sentinel_refresher_ask (refresher);
  sentinel_refresher_ask (refresher);
  g_assert_cmpuint (n, ==, 1);
  sentinel_refresher_done (refresher);
  g_assert_cmpuint (n, ==, 1);
  sentinel_fake_clock_advance (clock, 100 * G_TIME_SPAN_MILLISECOND);
  sentinel_test_settle ();
  g_assert_cmpuint (n, ==, 2);
  sentinel_refresher_done (refresher);
  sentinel_fake_clock_advance (clock, G_TIME_SPAN_SECOND);
  sentinel_test_settle ();
  g_assert_cmpuint (n, ==, 2);
}

/* Preferences */

static void
test_preferences (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  SentinelDeskSettings *settings;
  AdwDialog *dialog;
  GtkWidget *row;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  settings = get_settings (test);
  dialog = sentinel_preferences_dialog_new (settings);
  adw_dialog_present (dialog, GTK_WIDGET (test->window));
  sentinel_ui_test_wait_for_text (test, "Show times in UTC");
  row = sentinel_ui_test_find (GTK_WIDGET (dialog), ADW_TYPE_SWITCH_ROW, NULL);
  adw_switch_row_set_active (ADW_SWITCH_ROW (row), TRUE);
  g_assert_true (sentinel_desk_settings_get_boolean (settings, "times-in-utc"));
  sentinel_desk_settings_set_boolean (settings, "times-in-utc", FALSE);
  g_assert_false (adw_switch_row_get_active (ADW_SWITCH_ROW (row)));
  row = sentinel_ui_test_find (GTK_WIDGET (dialog), ADW_TYPE_TOGGLE_GROUP, NULL);
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (row), "compact");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (test->window), "compact"));
  sentinel_desk_settings_set_string (settings, "density", "comfortable");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (test->window), "compact"));
}

static void
test_settings_without_schema (void)
{
  g_autoptr (SentinelDeskSettings) settings = NULL;
  g_autoptr (GVariant) columns = NULL;

  g_test_expect_message ("sentinel", G_LOG_LEVEL_MESSAGE, "*not installed*");
  settings = sentinel_desk_settings_new ("io.github.orkapodavid.NoSuchSchema");
  g_test_assert_expected_messages ();
  g_assert_false (sentinel_desk_settings_is_kept (settings));
  g_assert_true (sentinel_desk_settings_get_boolean (settings, "run-in-background"));
  sentinel_desk_settings_set_boolean (settings, "run-in-background", FALSE);
  g_assert_false (sentinel_desk_settings_get_boolean (settings, "run-in-background"));
  columns = sentinel_desk_settings_ref_variant (settings, "live-columns");
  g_assert_cmpuint (g_variant_n_children (columns), ==, 0);
}

static void
test_shortcuts (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  adw_dialog_present (sentinel_shortcuts_dialog_new (), GTK_WIDGET (test->window));
  sentinel_ui_test_wait_for_text (test, "Ctrl+Q");
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/shell/pages", test_pages);
  g_test_add_func ("/ui/shell/what-is-remembered", test_what_is_remembered);
  g_test_add_func ("/ui/shell/badge", test_badge);
  g_test_add_func ("/ui/shell/engine-status", test_engine_status);
  g_test_add_func ("/ui/shell/paused", test_paused);
  g_test_add_func ("/ui/shell/announcements", test_announcements);
  g_test_add_func ("/ui/shell/refresher", test_refresher);
  g_test_add_func ("/ui/shell/preferences", test_preferences);
  g_test_add_func ("/ui/shell/settings-without-schema", test_settings_without_schema);
  g_test_add_func ("/ui/shell/shortcuts", test_shortcuts);
  return g_test_run ();
}
