/* SPDX-License-Identifier: MIT */
/* The live page over a real store: what a person sees when events come, and what acting on them
 * does. */
#include "sentinel-acknowledge-dialog.h"
#include "sentinel-event-store.h"
#include "sentinel-note-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-summary-cell.h"
#include "sentinel-ui-test.h"

#define WIDTH 1000
#define HEIGHT 680

static gpointer
list_rules (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

static gpointer
list_notes (SentinelDatabase *db, gpointer event_id, GError **error)
{
  return sentinel_note_store_list (db, *(gint64 *) event_id, error);
}

static GPtrArray *
read_list (SentinelUiTest *test, SentinelReadFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *list =
      sentinel_store_read (sentinel_context_get_store (test->context), func, data, &error);

  g_assert_no_error (error);
  return list;
}

static void
test_first_run (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (GPtrArray) rules = NULL;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_wait_for_state (test, "first-run");
  g_assert_true (sentinel_ui_test_shows (test, "Nothing Is Being Watched Yet"));
  sentinel_ui_test_act (test, "live.watch-this-computer");
  sentinel_ui_test_wait_for_state (test, "quiet");
  g_assert_true (sentinel_ui_test_shows (test, "3 rules are watching."));
  rules = read_list (test, list_rules, NULL);
  g_assert_cmpuint (rules->len, ==, 3);
}

static void
test_row_appears (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "api-gateway", "HTTP 503");
  sentinel_ui_test_wait_for_text (test, "HTTP 503");
  g_assert_cmpstr (sentinel_live_page_get_state (sentinel_ui_test_get_page (test)), ==, "list");
  g_assert_true (sentinel_ui_test_shows (test, "Critical"));
  g_assert_true (sentinel_ui_test_shows (test, "api-gateway"));
  g_assert_true (sentinel_ui_test_shows (test, "New"));
}

static void
test_odd_text (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autofree char *long_text = g_strnfill (100000, 'x');

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "long", long_text);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "markup", "<b>5 & 6</b>");
  sentinel_ui_test_wait_for_text (test, "<b>5 & 6</b>");
  sentinel_ui_test_wait_for_text (test, "long");
}

/* Rows */

/* Where the row with a text is drawn, in pixels below the top of the list; -1: it is not. */
static int
get_row_y (SentinelUiTest *test, const char *text)
{
  GtkWidget *view = GTK_WIDGET (sentinel_ui_test_get_view (test));
  GtkWidget *label = sentinel_ui_test_find (view, GTK_TYPE_LABEL, text);
  graphene_rect_t bounds;

  if (label == NULL || !gtk_widget_compute_bounds (label, view, &bounds))
    return -1;
  if (bounds.origin.y < 0 || bounds.origin.y >= (float) gtk_widget_get_height (view))
    return -1;
  return (int) bounds.origin.y;
}

typedef struct {
  SentinelUiTest *test;
  const char *text;
  int y; /* -1: anywhere */
} Place;

static gboolean
is_in_place (gpointer data)
{
  Place *place = data;
  int y = get_row_y (place->test, place->text);

  return place->y < 0 ? y >= 0 : y == place->y;
}

static void
wait_for_place (SentinelUiTest *test, const char *text, int y)
{
  g_assert_true (sentinel_test_wait_until (is_in_place,
                                           &(Place) { test, text, y },
                                           SENTINEL_TEST_TIMEOUT_MS));
}

typedef struct {
  SentinelUiTest *test;
  guint n;
} Rows;

static gboolean
has_rows (gpointer data)
{
  Rows *rows = data;
  GtkColumnView *view = sentinel_ui_test_get_view (rows->test);

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view))) == rows->n;
}

/* Until there are so many rows and they are drawn. */
static void
wait_for_rows (SentinelUiTest *test, guint n)
{
  g_assert_true (sentinel_test_wait_until (has_rows,
                                           &(Rows) { test, n },
                                           SENTINEL_TEST_TIMEOUT_MS));
  sentinel_ui_test_wait_for_frames (test);
}

/* Acknowledging */

static AdwDialog *
get_dialog (SentinelUiTest *test)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (test->window));
}

static gboolean
has_no_dialog (gpointer test)
{
  return get_dialog (test) == NULL;
}

static void
select_row (SentinelUiTest *test, guint position)
{
  gtk_selection_model_select_item (gtk_column_view_get_model (sentinel_ui_test_get_view (test)),
                                   position,
                                   TRUE);
}

static void
acknowledge_in_dialog (SentinelUiTest *test, const char *comment)
{
  AdwDialog *dialog;
  GtkWidget *text;

  sentinel_ui_test_act (test, "live.acknowledge");
  dialog = get_dialog (test);
  g_assert_true (SENTINEL_IS_ACKNOWLEDGE_DIALOG (dialog));
  text = adw_dialog_get_focus (dialog);
  g_assert_true (GTK_IS_TEXT_VIEW (text));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), comment, -1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "acknowledge.accept", NULL));
  g_assert_true (sentinel_test_wait_until (has_no_dialog, test, SENTINEL_TEST_TIMEOUT_MS));
}

static void
test_acknowledge (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (GPtrArray) notes = NULL;
  gint64 event_id;
  const SentinelNote *note;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  event_id = sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_MEDIUM, "disk", "Almost full");
  sentinel_ui_test_wait_for_text (test, "Almost full");
  select_row (test, 0);
  sentinel_ui_test_wait_for_text (test, "1 selected");
  acknowledge_in_dialog (test, "  A new disk comes on Monday\n");
  wait_for_place (test, "Acknowledged", -1);
  g_assert_false (sentinel_ui_test_shows (test, "New"));
  notes = read_list (test, list_notes, &event_id);
  g_assert_cmpuint (notes->len, ==, 1);
  note = g_ptr_array_index (notes, 0);
  g_assert_cmpstr (note->body, ==, "A new disk comes on Monday");
  g_assert_cmpint (note->kind, ==, SENTINEL_NOTE_ACKNOWLEDGED);
  g_assert_cmpint (note->via, ==, SENTINEL_VIA_WINDOW);
}

static gboolean
has_undo (gpointer data)
{
  SentinelUiTest *test = data;

  return sentinel_ui_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo") != NULL;
}

static void
test_undo (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GtkWidget *button;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "disk", "Almost full");
  sentinel_ui_test_wait_for_text (test, "Almost full");
  select_row (test, 0);
  acknowledge_in_dialog (test, "");
  g_assert_true (sentinel_test_wait_until (has_undo, test, SENTINEL_TEST_TIMEOUT_MS));
  button = sentinel_ui_test_find (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, "_Undo");
  g_signal_emit_by_name (button, "clicked");
  wait_for_place (test, "New", -1);
}

static void
test_acknowledge_many (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GtkSelectionModel *model;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  for (guint i = 0; i < 5; i++) {
    g_autofree char *message = g_strdup_printf ("Message %u", i);

    sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "many", message);
  }
  sentinel_ui_test_wait_for_text (test, "Message 4");
  sentinel_ui_test_wait_for_text (test, "Message 0");
  model = gtk_column_view_get_model (sentinel_ui_test_get_view (test));
  gtk_selection_model_select_all (model);
  sentinel_ui_test_wait_for_text (test, "5 selected");
  acknowledge_in_dialog (test, "All of them");
  sentinel_ui_test_wait_for_text (test, "5 events acknowledged");
  wait_for_rows (test, 0);
}

static gboolean
has_menu (gpointer data)
{
  SentinelUiTest *test = data;

  return sentinel_ui_test_find (GTK_WIDGET (test->window), GTK_TYPE_POPOVER_MENU, NULL) != NULL;
}

static void
test_menu_by_keyboard (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_MEDIUM, "disk", "Almost full");
  sentinel_ui_test_wait_for_text (test, "Almost full");
  select_row (test, 0);
  sentinel_ui_test_wait_for_frames (test);
  gtk_widget_grab_focus (GTK_WIDGET (sentinel_ui_test_get_view (test)));
  sentinel_ui_test_act (test, "live.show-menu");
  g_assert_true (sentinel_test_wait_until (has_menu, test, SENTINEL_TEST_TIMEOUT_MS));
}

/* Place */

static GtkAdjustment *
get_adjustment (SentinelUiTest *test)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (sentinel_ui_test_get_view (test)));
}

static void
test_follows_at_top (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  int top;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise_many (test, 0, 40);
  wait_for_place (test, "Message 39", -1);
  top = get_row_y (test, "Message 39");
  for (guint batch = 1; batch <= 4; batch++) {
    g_autofree char *newest = g_strdup_printf ("Message %u", 40 + batch * 20 - 1);
    g_autofree char *below = g_strdup_printf ("Message %u", 40 + batch * 20 - 10);

    sentinel_ui_test_raise_many (test, 20 + batch * 20, 20);
    wait_for_rows (test, 40 + batch * 20);
    g_assert_cmpint (get_row_y (test, newest), ==, top);
    g_assert_cmpint (get_row_y (test, below), >, top);
  }
}

static void
test_keeps_place_below (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  int y;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise_many (test, 0, 200);
  wait_for_rows (test, 200);
  gtk_adjustment_set_value (get_adjustment (test), 100 * 34);
  wait_for_place (test, "Message 95", -1);
  y = get_row_y (test, "Message 95");
  sentinel_ui_test_raise_many (test, 200, 20);
  wait_for_rows (test, 220);
  g_assert_cmpint (get_row_y (test, "Message 95"), ==, y);
}

/* More rows than were ever looked at: all that is selected is acknowledged, not what is read. */
static gboolean
has_every_row (gpointer data)
{
  GtkSelectionModel *model = gtk_column_view_get_model (sentinel_ui_test_get_view (data));

  return g_list_model_get_n_items (G_LIST_MODEL (model)) == 1500;
}

static void
test_acknowledge_unread (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise_many (test, 0, 1500);
  wait_for_place (test, "Message 1499", -1);
  g_assert_true (sentinel_test_wait_until (has_every_row, test, SENTINEL_TEST_TIMEOUT_MS));
  gtk_selection_model_select_all (gtk_column_view_get_model (sentinel_ui_test_get_view (test)));
  sentinel_ui_test_wait_for_text (test, "1500 selected");
  acknowledge_in_dialog (test, "");
  sentinel_ui_test_wait_for_text (test, "1500 events acknowledged");
}

/* Order */

static void
test_sort (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GListModel *columns;
  g_autoptr (GtkColumnViewColumn) importance = NULL;
  int top;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_CRITICAL, "a", "The oldest");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_LOW, "b", "The second");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_MEDIUM, "c", "The newest");
  wait_for_place (test, "The newest", -1);
  wait_for_place (test, "The oldest", -1);
  top = get_row_y (test, "The newest");
  columns = gtk_column_view_get_columns (sentinel_ui_test_get_view (test));
  importance = g_list_model_get_item (columns, 0);
  gtk_column_view_sort_by_column (sentinel_ui_test_get_view (test), importance, GTK_SORT_ASCENDING);
  wait_for_place (test, "The oldest", top);
  gtk_column_view_sort_by_column (sentinel_ui_test_get_view (test),
                                  importance,
                                  GTK_SORT_DESCENDING);
  wait_for_place (test, "The second", top);
}

static void
test_show_event (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GtkSelectionModel *model;

  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  sentinel_ui_test_raise_many (test, 0, 300);
  wait_for_place (test, "Message 299", -1);
  sentinel_window_show_event (test->window, 11);
  wait_for_place (test, "Message 10", -1);
  model = gtk_column_view_get_model (sentinel_ui_test_get_view (test));
  g_assert_true (gtk_selection_model_is_selected (model, 289));
  sentinel_window_show_event (test->window, 4711);
  sentinel_ui_test_wait_for_text (test, "That event is not there any more");
}

static gboolean
has_summary (gpointer data)
{
  SentinelUiTest *test = data;
  GtkWidget *window = GTK_WIDGET (test->window);

  return sentinel_ui_test_find (window, SENTINEL_TYPE_SUMMARY_CELL, NULL) != NULL;
}

static void
test_narrow (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  sentinel_ui_test_open (test, 360, 640);
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "db-2", "Slow");
  g_assert_true (sentinel_test_wait_until (has_summary, test, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_ui_test_wait_for_text (test, "High · db-2 · New");
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (test->window)), <=, 360);
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/live/first-run", test_first_run);
  g_test_add_func ("/ui/live/row-appears", test_row_appears);
  g_test_add_func ("/ui/live/odd-text", test_odd_text);
  g_test_add_func ("/ui/live/acknowledge", test_acknowledge);
  g_test_add_func ("/ui/live/undo", test_undo);
  g_test_add_func ("/ui/live/acknowledge-many", test_acknowledge_many);
  g_test_add_func ("/ui/live/menu-by-keyboard", test_menu_by_keyboard);
  g_test_add_func ("/ui/live/acknowledge-unread", test_acknowledge_unread);
  g_test_add_func ("/ui/live/follows-at-top", test_follows_at_top);
  g_test_add_func ("/ui/live/keeps-place-below", test_keeps_place_below);
  g_test_add_func ("/ui/live/sort", test_sort);
  g_test_add_func ("/ui/live/show-event", test_show_event);
  g_test_add_func ("/ui/live/narrow", test_narrow);
  return g_test_run ();
}
