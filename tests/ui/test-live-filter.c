/* SPDX-License-Identifier: MIT */
/* Finding, stepping through, following and copying what the live page lists. */
#include "sentinel-ui-test.h"

#define WIDTH 1000
#define HEIGHT 680
#define ALL_TEXT "All events that match are listed, also those that need nobody"

typedef struct {
  SentinelUiTest *test;
  guint n_rows;
} Rows;

static GtkSelectionModel *
get_model (SentinelUiTest *test)
{
  return gtk_column_view_get_model (sentinel_ui_test_get_view (test));
}

static gboolean
has_rows (gpointer data)
{
  Rows *rows = data;

  return g_list_model_get_n_items (G_LIST_MODEL (get_model (rows->test))) == rows->n_rows;
}

static void
wait_for_rows (SentinelUiTest *test, guint n_rows)
{
  g_assert_true (sentinel_test_wait_until (has_rows,
                                           &(Rows) { test, n_rows },
                                           SENTINEL_TEST_TIMEOUT_MS));
}

static GtkWidget *
find_in_page (SentinelUiTest *test, GType type)
{
  GtkWidget *found =
      sentinel_ui_test_find (GTK_WIDGET (sentinel_ui_test_get_page (test)), type, NULL);

  g_assert_nonnull (found);
  return found;
}

static void
search_for (SentinelUiTest *test, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (find_in_page (test, GTK_TYPE_SEARCH_ENTRY)), text);
}

static void
choose_quick (SentinelUiTest *test, const char *name)
{
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (find_in_page (test, ADW_TYPE_TOGGLE_GROUP)),
                                    name);
}

static void
open_with_three (SentinelUiTest *test)
{
  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "disk", "Almost full");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "disk", "A little full");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "net", "Slow");
  wait_for_rows (test, 3);
  sentinel_ui_test_wait_for_frames (test);
}

static void
test_combined (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  open_with_three (test);
  search_for (test, "source:disk");
  wait_for_rows (test, 2);
  choose_quick (test, "grave");
  wait_for_rows (test, 1);
  g_assert_true (sentinel_ui_test_shows (test, "Almost full"));
  search_for (test, "");
  wait_for_rows (test, 2);
  choose_quick (test, "all");
  wait_for_rows (test, 3);
}

/* A filter of which the search is wrong keeps what it found and says what is wrong. */
static void
test_wrong_search (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GtkWidget *search;
  int position = (int) strlen ("source:net");

  open_with_three (test);
  search_for (test, "source:net");
  wait_for_rows (test, 1);
  search = find_in_page (test, GTK_TYPE_SEARCH_ENTRY);
  g_assert_false (gtk_widget_has_css_class (search, "error"));
  gtk_editable_insert_text (GTK_EDITABLE (search), " importance:enormous", -1, &position);
  sentinel_ui_test_wait_for_frames (test);
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (gtk_widget_has_css_class (search, "error"));
  wait_for_rows (test, 1);
  search_for (test, "");
  wait_for_rows (test, 3);
  g_assert_false (gtk_widget_has_css_class (search, "error"));
}

static void
test_no_match (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  open_with_three (test);
  search_for (test, "nowhere");
  sentinel_ui_test_wait_for_state (test, "no-match");
  sentinel_ui_test_act (test, "live.clear-filters");
  wait_for_rows (test, 3);
  sentinel_ui_test_wait_for_state (test, "list");
}

static void
test_all_events (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  SentinelLivePage *page;

  open_with_three (test);
  page = sentinel_ui_test_get_page (test);
  sentinel_live_page_set_filter (page, "source:disk", TRUE);
  wait_for_rows (test, 2);
  sentinel_ui_test_wait_for_text (test, ALL_TEXT);
  sentinel_ui_test_act (test, "live.clear-filters");
  wait_for_rows (test, 3);
  sentinel_ui_test_wait_for_frames (test);
  g_assert_false (sentinel_ui_test_shows (test, ALL_TEXT));
}

static void
assert_selected (SentinelUiTest *test, guint position)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (get_model (test));

  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 1);
  g_assert_cmpuint (gtk_bitset_get_minimum (selected), ==, position);
}

static void
test_steps (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  open_with_three (test);
  sentinel_ui_test_act (test, "live.next");
  assert_selected (test, 0);
  sentinel_ui_test_act (test, "live.next");
  assert_selected (test, 1);
  sentinel_ui_test_act (test, "live.previous");
  assert_selected (test, 0);
  sentinel_ui_test_act (test, "live.previous");
  assert_selected (test, 0);
}

/* The event stays selected wherever another order or new rows put it. */
static void
test_selection_by_id (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  open_with_three (test);
  gtk_selection_model_select_item (get_model (test), 2, TRUE); /* the oldest, critical */
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "more", "More");
  wait_for_rows (test, 4);
  assert_selected (test, 3);
  choose_quick (test, "grave");
  wait_for_rows (test, 2);
  assert_selected (test, 1);
}

static void
raise_many (SentinelUiTest *test, guint n)
{
  for (guint i = 0; i < n; i++) {
    g_autofree char *message = g_strdup_printf ("Message %u of many", i);

    sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "many", message);
  }
}

static void
test_new_events (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GtkAdjustment *adjustment;
  gint64 first_id, new_id;
  SentinelLivePage *page;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  first_id = sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "first", "The first");
  raise_many (test, 60);
  wait_for_rows (test, 61);
  sentinel_ui_test_wait_for_frames (test);
  page = sentinel_ui_test_get_page (test);
  g_assert_false (sentinel_live_page_shows_event (page, first_id));
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (sentinel_ui_test_get_view (test)));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  sentinel_ui_test_wait_for_frames (test);
  g_assert_true (sentinel_live_page_shows_event (page, first_id));
  new_id = sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "new", "Brand new");
  sentinel_ui_test_wait_for_text (test, "1 New Event");
  g_assert_false (sentinel_live_page_shows_event (page, new_id));
  sentinel_ui_test_act (test, "live.show-new");
  sentinel_ui_test_wait_for_text (test, "Brand new");
  sentinel_ui_test_wait_for_frames (test);
  g_assert_true (sentinel_live_page_shows_event (page, new_id));
  g_assert_false (sentinel_ui_test_shows (test, "1 New Event"));
  sentinel_window_show_page (test->window, "overview");
  sentinel_ui_test_wait_for_frames (test);
  g_assert_false (sentinel_live_page_shows_event (page, new_id));
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/live-filter/combined", test_combined);
  g_test_add_func ("/ui/live-filter/wrong-search", test_wrong_search);
  g_test_add_func ("/ui/live-filter/no-match", test_no_match);
  g_test_add_func ("/ui/live-filter/all-events", test_all_events);
  g_test_add_func ("/ui/live-filter/steps", test_steps);
  g_test_add_func ("/ui/live-filter/selection-by-id", test_selection_by_id);
  g_test_add_func ("/ui/live-filter/new-events", test_new_events);
  return g_test_run ();
}
