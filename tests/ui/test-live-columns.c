/* SPDX-License-Identifier: MIT */
/* The columns of the live page: what a person makes of them lasts, what a narrow window makes of
 * them does not. */
#include "sentinel-ui-test.h"

static SentinelDeskSettings *
get_settings (SentinelUiTest *test)
{
  return sentinel_context_get_desk_settings (test->context);
}

static GtkColumnViewColumn *
find_column (SentinelUiTest *test, const char *id)
{
  GListModel *columns = gtk_column_view_get_columns (sentinel_ui_test_get_view (test));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    if (g_str_equal (gtk_column_view_column_get_id (column), id))
      return column; /* the view holds it */
  }
  g_assert_not_reached ();
}

static gboolean
is_shown (SentinelUiTest *test, const char *id)
{
  return gtk_column_view_column_get_visible (find_column (test, id));
}

static char *
dup_id_at (SentinelUiTest *test, guint position)
{
  GListModel *columns = gtk_column_view_get_columns (sentinel_ui_test_get_view (test));
  g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, position);

  return g_strdup (gtk_column_view_column_get_id (column));
}

static void
act (SentinelUiTest *test, const char *action, GVariant *parameter)
{
  g_autoptr (GVariant) sunk = parameter != NULL ? g_variant_ref_sink (parameter) : NULL;

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (sentinel_ui_test_get_page (test)),
                                                     action,
                                                     sunk));
}

static gboolean
is_kept_hidden (SentinelUiTest *test, const char *id)
{
  g_autoptr (GVariant) kept =
      sentinel_desk_settings_ref_variant (get_settings (test), "live-columns");
  g_autofree const char **hidden = NULL;

  return g_variant_lookup (kept, "hidden", "^a&s", &hidden) && g_strv_contains (hidden, id);
}

static void
open_with_row (SentinelUiTest *test, int width)
{
  sentinel_ui_test_open (test, width, 640);
  sentinel_ui_test_act (test, "live.reset-columns");
  sentinel_ui_test_raise (test, SENTINEL_IMPORTANCE_HIGH, "db-2", "Slow");
  sentinel_ui_test_wait_for_state (test, "list");
  sentinel_ui_test_wait_for_frames (test);
}

static void
test_remembered (void)
{
  g_autoptr (SentinelUiTest) first = sentinel_ui_test_new ();
  g_autoptr (SentinelUiTest) second = sentinel_ui_test_new ();
  g_autofree char *third_id = NULL;

  open_with_row (first, 1280);
  g_assert_false (is_shown (first, "rule"));
  act (first, "columns.rule", NULL);
  act (first, "columns.status", NULL);
  act (first, "live.move-column", g_variant_new ("(si)", "source", -1));
  gtk_column_view_column_set_fixed_width (find_column (first, "source"), 217);
  act (first, "order.by", g_variant_new_string ("message"));
  g_clear_pointer (&first, sentinel_ui_test_free);

  sentinel_ui_test_open (second, 1280, 640);
  g_assert_true (is_shown (second, "rule"));
  g_assert_false (is_shown (second, "status"));
  third_id = dup_id_at (second, 2);
  g_assert_cmpstr (third_id, ==, "time");
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (find_column (second, "source")),
                   ==,
                   217);
  sentinel_ui_test_act (second, "live.reset-columns");
  g_assert_false (is_shown (second, "rule"));
  g_assert_true (is_shown (second, "status"));
  act (second, "order.by", g_variant_new_string ("time"));
}

/* What is changed while two lines stand for all columns does not hide them for ever. */
static void
test_narrow_hides_nothing (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();

  open_with_row (test, 360);
  g_assert_true (is_shown (test, "summary"));
  g_assert_false (is_shown (test, "message"));
  act (test, "order.by", g_variant_new_string ("importance"));
  g_assert_false (is_kept_hidden (test, "message"));
  g_assert_false (is_kept_hidden (test, "status"));
  g_assert_true (is_kept_hidden (test, "summary"));
  act (test, "order.by", g_variant_new_string ("time"));
}

static void
test_unknown_columns (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (SentinelUiTest) other = sentinel_ui_test_new ();

  open_with_row (test, 1280);
  sentinel_desk_settings_set_variant (get_settings (test),
                                      "live-columns",
                                      g_variant_new_parsed ("{'order': <['of-tomorrow', 'message', "
                                                            "'time']>,"
                                                            " 'hidden': <['of-tomorrow', 'source', "
                                                            "'summary']>,"
                                                            " 'widths': <{'of-tomorrow': 12, "
                                                            "'time': -4}>,"
                                                            " 'sort': <('of-tomorrow', true)>, "
                                                            "'more': <7>}"));
  g_clear_pointer (&test, sentinel_ui_test_free);
  sentinel_ui_test_open (other, 1280, 640);
  g_assert_false (is_shown (other, "source"));
  g_assert_true (is_shown (other, "message"));
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (find_column (other, "time")), >, 0);
  sentinel_ui_test_act (other, "live.reset-columns");
}

/* What was kept fits the text wherever it is read again. */
static void
test_large_text (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (GVariant) kept = NULL;
  g_autoptr (GVariant) widths = NULL;
  GtkSettings *settings = gtk_settings_get_default ();
  int dpi, width, kept_width = 0;

  open_with_row (test, 1280);
  gtk_column_view_column_set_fixed_width (find_column (test, "time"), 90);
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * dpi, NULL);
  width = gtk_column_view_column_get_fixed_width (find_column (test, "time"));
  gtk_column_view_column_set_fixed_width (find_column (test, "source"), 300);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
  g_assert_cmpint (width, ==, 180);
  g_assert_cmpint (gtk_column_view_column_get_fixed_width (find_column (test, "time")), ==, 90);
  kept = sentinel_desk_settings_ref_variant (get_settings (test), "live-columns");
  widths = g_variant_lookup_value (kept, "widths", G_VARIANT_TYPE ("a{si}"));
  g_assert_true (g_variant_lookup (widths, "source", "i", &kept_width));
  g_assert_cmpint (kept_width, ==, 150);
  sentinel_ui_test_act (test, "live.reset-columns");
}

/* A window that is narrow for a while does not take the details away for ever. */
static void
test_narrow_keeps_details (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  GtkWidget *split;

  open_with_row (test, 1280);
  split = sentinel_ui_test_find (GTK_WIDGET (sentinel_ui_test_get_page (test)),
                                 ADW_TYPE_OVERLAY_SPLIT_VIEW,
                                 NULL);
  sentinel_ui_test_act (test, "live.show-details");
  g_assert_true (sentinel_desk_settings_get_boolean (get_settings (test), "details-shown"));
  adw_overlay_split_view_set_collapsed (ADW_OVERLAY_SPLIT_VIEW (split), TRUE);
  g_assert_false (adw_overlay_split_view_get_show_sidebar (ADW_OVERLAY_SPLIT_VIEW (split)));
  g_assert_true (sentinel_desk_settings_get_boolean (get_settings (test), "details-shown"));
  adw_overlay_split_view_set_collapsed (ADW_OVERLAY_SPLIT_VIEW (split), FALSE);
  sentinel_ui_test_act (test, "live.close-details");
  g_assert_false (sentinel_desk_settings_get_boolean (get_settings (test), "details-shown"));
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/live-columns/remembered", test_remembered);
  g_test_add_func ("/ui/live-columns/narrow-hides-nothing", test_narrow_hides_nothing);
  g_test_add_func ("/ui/live-columns/unknown-columns", test_unknown_columns);
  g_test_add_func ("/ui/live-columns/large-text", test_large_text);
  g_test_add_func ("/ui/live-columns/narrow-keeps-details", test_narrow_keeps_details);
  return g_test_run ();
}
