/* SPDX-License-Identifier: MIT */
/* sentinel-screenshots DIR: every state of the window in every look, as pictures. Each look is a
 * process of its own, as some of what makes it is read only once. */
#include "config.h"
#include "sentinel-demonstration.h"
#include "sentinel-event-maker.h"
#include "sentinel-form-driver.h"
#include "sentinel-import-item.h"
#include "sentinel-json-editor.h"
#include "sentinel-metric-chart.h"
#include "sentinel-metric-maker.h"
#include "sentinel-preferences-dialog.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-export.h"
#include "sentinel-rule-import-dialog.h"
#include "sentinel-rule-row.h"
#include "sentinel-rule-versions-dialog.h"
#include "sentinel-rules-filter.h"
#include "sentinel-shortcuts-dialog.h"
#include "sentinel-ui-test.h"
#include <locale.h>
#include <string.h>

#define WIDTH 1280
#define HEIGHT 800
#define NARROW_WIDTH 360
#define NARROW_HEIGHT 720

typedef struct {
  const char *name; /* the end of the file's name; empty for the plain one */
  int width, height;
  int scale;
  const char *color_scheme, *high_contrast; /* (nullable): as libadwaita's variables have them */
  gboolean is_large; /* text at 200 % */
  gboolean is_mirrored; /* as for languages that are written from right to left */
} Look;

static const Look looks[] = {
  { "", WIDTH, HEIGHT, 1, NULL, NULL, FALSE, FALSE },
  { "-dark", WIDTH, HEIGHT, 1, "prefer-dark", NULL, FALSE, FALSE },
  { "-narrow", NARROW_WIDTH, NARROW_HEIGHT, 1, NULL, NULL, FALSE, FALSE },
  { "-contrast", WIDTH, HEIGHT, 1, NULL, "1", FALSE, FALSE },
  { "-contrast-dark", WIDTH, HEIGHT, 1, "prefer-dark", "1", FALSE, FALSE },
  { "-large", WIDTH, HEIGHT, 1, NULL, NULL, TRUE, FALSE },
  { "-mirrored", WIDTH, HEIGHT, 1, NULL, NULL, FALSE, TRUE },
  { "-2x", WIDTH, HEIGHT, 2, NULL, NULL, FALSE, FALSE },
};

typedef struct {
  const char *name;
  const char *page; /* as win.show-page has it */
  void (*prepare) (SentinelUiTest *test); /* (nullable): before the window opens */
  void (*act) (SentinelUiTest *test); /* (nullable): in the open window */
} Scene;

/* Scenes */

static void
prepare_events (SentinelUiTest *test)
{
  sentinel_demonstration_write_day (test->path);
  sentinel_demonstration_write_portraits (test->path);
  sentinel_demonstration_write_events (test->path);
}

static void
prepare_rules (SentinelUiTest *test)
{
  sentinel_demonstration_write_rules (test->path);
}

static void
prepare_garbage (SentinelUiTest *test)
{
  g_autofree char *garbage = g_strnfill (8192, '?');

  g_assert_true (g_file_set_contents (test->path, garbage, 8192, NULL));
}

static void
act_on_page (SentinelUiTest *test, const char *action)
{
  g_assert_true (gtk_widget_activate_action (sentinel_window_get_page (test->window),
                                             action,
                                             NULL));
}

static GtkWidget *
get_dialog (SentinelUiTest *test)
{
  return GTK_WIDGET (
      adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (test->window)));
}

static void
select_rows (SentinelUiTest *test, guint first, guint n)
{
  GtkSelectionModel *model = gtk_column_view_get_model (sentinel_ui_test_get_view (test));

  for (guint i = first; i < first + n; i++)
    gtk_selection_model_select_item (model, i, FALSE);
}

static void
act_select_one (SentinelUiTest *test)
{
  select_rows (test, 3, 1);
}

static void
act_select (SentinelUiTest *test)
{
  select_rows (test, 1, 1);
  select_rows (test, 3, 2);
}

static void
act_find_nothing (SentinelUiTest *test)
{
  sentinel_live_page_set_filter (sentinel_ui_test_get_page (test), "no such word", FALSE);
}

static void
act_show_all (SentinelUiTest *test)
{
  sentinel_live_page_set_filter (sentinel_ui_test_get_page (test), "importance:critical", TRUE);
}

static void
paused_cb (GObject *pause, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  sentinel_pause_set_finish (SENTINEL_PAUSE (pause), result, &error);
  g_assert_no_error (error);
}

static void
act_pause (SentinelUiTest *test)
{
  SentinelEngine *engine = sentinel_context_get_engine (test->context);

  sentinel_pause_set_async (sentinel_engine_get_pause (engine), TRUE, NULL, paused_cb, NULL);
  sentinel_ui_test_wait_for_text (test, "Resume");
}

static void
act_acknowledge (SentinelUiTest *test)
{
  GtkWidget *comment;

  select_rows (test, 1, 1);
  select_rows (test, 3, 1);
  sentinel_ui_test_act (test, "live.acknowledge");
  comment = adw_dialog_get_focus (ADW_DIALOG (get_dialog (test)));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (comment)),
                            "Known since the last update; the restart is planned for tonight.",
                            -1);
}

/* An event with a chart and notes, which comes while the window is open. */
static void
act_details (SentinelUiTest *test)
{
  static const SentinelActor actor = { "Grace", SENTINEL_VIA_COMMAND_LINE };
  SentinelEventMaker maker = { .message = "CPU usage of build-02 is 95 %",
                               .payload = "{\"top\":[\"cc1\",\"ld\"]}",
                               .n_samples = 40 };
  SentinelStore *store = sentinel_context_get_store (test->context);
  g_autoptr (SentinelNoteAct) note = NULL;

  g_assert_true (sentinel_store_write (store, sentinel_event_maker_write, &maker, NULL));
  note = sentinel_note_act_new (maker.event_id,
                                "Known since the 16.4 update,\nrestart planned for tonight.",
                                &actor);
  g_assert_true (sentinel_store_write (store, sentinel_event_acts_note, note, NULL));
  sentinel_ui_test_wait_for_text (test, maker.message);
  select_rows (test, 0, 1);
  sentinel_ui_test_act (test, "live.show-details");
  sentinel_ui_test_wait_for_text (test, "Note by Grace (command line)");
}

static void
act_note (SentinelUiTest *test)
{
  select_rows (test, 3, 1);
  sentinel_ui_test_act (test, "live.add-note");
}

static GtkColumnView *
get_rules_view (SentinelUiTest *test)
{
  return GTK_COLUMN_VIEW (sentinel_ui_test_find (sentinel_window_get_page (test->window),
                                                 GTK_TYPE_COLUMN_VIEW,
                                                 NULL));
}

static void
act_select_rules (SentinelUiTest *test)
{
  GtkSelectionModel *model = gtk_column_view_get_model (get_rules_view (test));

  gtk_selection_model_select_item (model, 1, TRUE);
  gtk_selection_model_select_range (model, 3, 2, FALSE);
}

static SentinelRulesFilter *
get_rules_filter (SentinelUiTest *test)
{
  return SENTINEL_RULES_FILTER (sentinel_ui_test_find (sentinel_window_get_page (test->window),
                                                       SENTINEL_TYPE_RULES_FILTER,
                                                       NULL));
}

static void
act_filter_rules (SentinelUiTest *test)
{
  SentinelRuleFacets *facets = sentinel_rules_filter_get_facets (get_rules_filter (test));

  sentinel_rule_facets_choose (facets, "importance", "critical");
  sentinel_rule_facets_choose (facets, "importance", "high");
  sentinel_rule_facets_choose (facets, "category", "Services");
}

static void
act_find_no_rule (SentinelUiTest *test)
{
  act_filter_rules (test);
  sentinel_rules_filter_set_group (get_rules_filter (test), "firing");
}

static void
group_rules (SentinelUiTest *test, gboolean is_grouped)
{
  sentinel_desk_settings_set_boolean (sentinel_context_get_desk_settings (test->context),
                                      "rules-by-category",
                                      is_grouped);
}

static void
act_group_rules (SentinelUiTest *test)
{
  group_rules (test, TRUE);
}

static void
act_add_rule (SentinelUiTest *test)
{
  act_on_page (test, "rules.new");
}

/* On its page of that name, with the first rule. */
static void
open_rule (SentinelUiTest *test, const char *page)
{
  GtkWidget *stack;

  gtk_selection_model_select_item (gtk_column_view_get_model (get_rules_view (test)), 0, TRUE);
  act_on_page (test, "rules.edit");
  sentinel_ui_test_wait_for_frames (test);
  stack = sentinel_ui_test_find (get_dialog (test), ADW_TYPE_VIEW_STACK, NULL);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (stack), page);
}

static void
act_edit_rule (SentinelUiTest *test)
{
  open_rule (test, "watch");
}

static void
act_edit_schedule (SentinelUiTest *test)
{
  open_rule (test, "schedule");
}

/* The first rule is told to run on weekdays, and it shows when. */
static void
act_edit_calendar (SentinelUiTest *test)
{
  open_rule (test, "schedule");
  sentinel_form_driver_choose (get_dialog (test), "Repeat", "On weekdays");
}

static void
act_edit_levels (SentinelUiTest *test)
{
  open_rule (test, "levels");
}

static void
act_edit_actions (SentinelUiTest *test)
{
  open_rule (test, "actions");
  sentinel_ui_test_wait_for_frames (test);
}

/* Further down, with a command unfolded that was tried. */
static void
act_edit_command (SentinelUiTest *test)
{
  GtkWidget *row;

  act_edit_actions (test);
  row = sentinel_form_driver_get_row (get_dialog (test), "page-duty");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  sentinel_ui_test_wait_for_frames (test);
  gtk_widget_grab_focus (sentinel_form_driver_get_row (get_dialog (test), "At most per hour"));
  sentinel_ui_test_wait_for_frames (test);
  gtk_widget_grab_focus (sentinel_form_driver_get_row (get_dialog (test), "Name"));
}

static gboolean
has_ended (gpointer row)
{
  return g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "Ada was called");
}

/* With what came of a test. */
static void
act_try_command (SentinelUiTest *test)
{
  GtkWidget *command, *row;

  act_edit_command (test);
  command = sentinel_form_driver_get_row (get_dialog (test), "page-duty");
  sentinel_form_driver_type (command, "Command", "echo Ada was called");
  row = sentinel_form_driver_get_row (command, "Test");
  g_signal_emit_by_name (sentinel_ui_test_find (row, GTK_TYPE_BUTTON, "Test"), "clicked");
  g_assert_true (sentinel_test_wait_until (has_ended, row, SENTINEL_TEST_TIMEOUT_MS));
}

static void
act_mistype_command (SentinelUiTest *test)
{
  act_edit_command (test);
  sentinel_form_driver_type (get_dialog (test), "Name", "on call");
  sentinel_form_driver_type (get_dialog (test), "Command", "notify-team 'it fires");
}

static void
act_mistype (SentinelUiTest *test)
{
  open_rule (test, "watch");
  sentinel_form_driver_type (get_dialog (test), "Name", "");
  sentinel_form_driver_type (get_dialog (test), "Threshold", "140");
}

static GtkWidget *
show_json (SentinelUiTest *test)
{
  GtkWidget *views;

  open_rule (test, "watch");
  sentinel_ui_test_wait_for_frames (test);
  views = sentinel_ui_test_find (get_dialog (test), ADW_TYPE_TOGGLE_GROUP, NULL);
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (views), "json");
  sentinel_ui_test_wait_for_frames (test);
  return sentinel_ui_test_find (get_dialog (test), SENTINEL_TYPE_JSON_EDITOR, NULL);
}

static void
act_edit_json (SentinelUiTest *test)
{
  show_json (test);
}

static void
act_mistype_json (SentinelUiTest *test)
{
  GtkWidget *editor = show_json (test);
  GtkWidget *view = sentinel_ui_test_find (editor, GTK_TYPE_TEXT_VIEW, NULL);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                            "{\n  \"scope\": \"max_core\",\n  \"threshold\": \"ninety\"\n}",
                            -1);
}

static SentinelRule *
get_rule (SentinelUiTest *test, guint position)
{
  GtkWidget *view =
      sentinel_ui_test_find (sentinel_window_get_page (test->window), GTK_TYPE_COLUMN_VIEW, NULL);
  GListModel *rows = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
  g_autoptr (SentinelRuleRow) row = g_list_model_get_item (rows, position);

  return sentinel_rule_ref (sentinel_rule_row_get_status (row)->rule);
}

static void
edit_rule (SentinelUiTest *test, const SentinelRule *edited)
{
  static const SentinelActor actor = { "Grace Hopper", SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelRuleAct) act =
      sentinel_rule_act_new (sentinel_rule_copy (edited), edited->id, &actor);

  g_assert_true (sentinel_store_write (sentinel_context_get_store (test->context),
                                       sentinel_rule_acts_edit,
                                       act,
                                       NULL));
}

static SentinelTicker *
get_ticker (SentinelUiTest *test)
{
  return sentinel_ticker_new (sentinel_context_get_clock (test->context));
}

/* Three versions, the one in the middle. */
static void
act_versions (SentinelUiTest *test)
{
  g_autoptr (SentinelRule) rule = get_rule (test, 0);
  g_autoptr (SentinelTicker) ticker = get_ticker (test);
  g_autoptr (SentinelRule) edited = sentinel_rule_copy (rule);
  GtkWidget *list;

  edited->for_ms = 300 * 1000;
  edited->importance = SENTINEL_IMPORTANCE_MEDIUM;
  g_set_str (&edited->comment,
             "Calmer since the builds run at night.\nAsk Ada before changing it.");
  edit_rule (test, edited);
  edited->version++;
  edited->period_ms = 45 * 1000;
  edit_rule (test, edited);
  sentinel_rule_versions_show (GTK_WIDGET (test->window), test->context, ticker, rule->id);
  sentinel_ui_test_wait_for_text (test, "Version 3 (now)");
  list = sentinel_ui_test_find (get_dialog (test), GTK_TYPE_LIST_VIEW, NULL);
  gtk_selection_model_select_item (gtk_list_view_get_model (GTK_LIST_VIEW (list)), 1, TRUE);
  if (gtk_widget_get_width (GTK_WIDGET (test->window)) == NARROW_WIDTH)
    g_signal_emit_by_name (list, "activate", 1);
}

static void
show_import (SentinelUiTest *test, const char *text)
{
  g_autofree char *path = g_build_filename (test->folder, "rules-of-build-02.json", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (SentinelTicker) ticker = get_ticker (test);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  sentinel_rule_import_show (sentinel_window_get_page (test->window), test->context, ticker, file);
}

static void
open_changed (SentinelUiTest *test)
{
  GtkWidget *list = sentinel_ui_test_find (get_dialog (test), GTK_TYPE_LIST_VIEW, NULL);
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (SentinelImportItem) item = g_list_model_get_item (model, i);

    if (sentinel_import_item_get_entry (item)->status == SENTINEL_IMPORT_CHANGED)
      g_object_set (item, "expanded", TRUE, NULL);
  }
}

#define IMPORT_HEAD "{\"format\":\"sentinel-alerts-rules\",\"version\":1,\"rules\":["

/* As the window stores it. */
static SentinelRule *
complete_rule (SentinelUiTest *test, guint position)
{
  g_autoptr (SentinelRule) rule = get_rule (test, position);
  SentinelRule *complete = sentinel_rule_copy (rule);
  SentinelTrigger *trigger =
      sentinel_registry_find (sentinel_context_get_registry (test->context), rule->trigger, NULL);

  json_node_unref (complete->parameters);
  complete->parameters = sentinel_trigger_validate (trigger, rule->parameters, NULL);
  edit_rule (test, complete);
  complete->version++;
  return complete;
}

/* One of each kind; the changed one is opened. */
static void
act_import (SentinelUiTest *test)
{
  g_autoptr (SentinelRule) changed = complete_rule (test, 0);
  g_autoptr (SentinelRule) same = complete_rule (test, 1);
  g_autoptr (GPtrArray) rules = g_ptr_array_new ();
  g_autoptr (SentinelRuleExport) file = NULL;
  g_autoptr (GString) text = g_string_new (IMPORT_HEAD);

  g_ptr_array_add (rules, changed);
  g_ptr_array_add (rules, same);
  file = sentinel_rule_export_new (rules, sentinel_context_get_registry (test->context));
  changed->for_ms = 300 * 1000;
  g_set_str (&changed->comment, "Only here");
  edit_rule (test, changed);
  g_string_append (text,
                   "{\"name\":\"Builds of the night\",\"trigger\":\"cpu-usage\","
                   "\"period_ms\":60000},"
                   "{\"name\":\"Price of tea\",\"trigger\":\"price-surge\"},");
  g_string_append (text, strchr (file->text, '[') + 1);
  show_import (test, text->str);
  sentinel_ui_test_wait_for_text (test, "Builds of the night");
  open_changed (test);
}

static void
act_import_of_half (SentinelUiTest *test)
{
  show_import (test, IMPORT_HEAD "{\"name\":\"Disk\",\"trigger\":\"cpu-usa");
  sentinel_ui_test_wait_for_text (test, "Choose Another File…");
}

static void
act_preferences (SentinelUiTest *test)
{
  adw_dialog_present (
      sentinel_preferences_dialog_new (sentinel_context_get_desk_settings (test->context)),
      GTK_WIDGET (test->window));
}

static void
act_notifications (SentinelUiTest *test)
{
  AdwDialog *dialog =
      sentinel_preferences_dialog_new (sentinel_context_get_desk_settings (test->context));

  adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), "notifications");
  adw_dialog_present (dialog, GTK_WIDGET (test->window));
}

static void
act_shortcuts (SentinelUiTest *test)
{
  adw_dialog_present (sentinel_shortcuts_dialog_new (), GTK_WIDGET (test->window));
}

static GtkWidget *
make_metric_chart (SentinelUiTest *test, int height)
{
  GtkWidget *chart = sentinel_metric_chart_new ();
  gint64 now_us = sentinel_clock_get_realtime_us (sentinel_context_get_clock (test->context));
  g_autoptr (SentinelMetricData) data = sentinel_metric_maker_new_day (now_us);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  sentinel_metric_chart_set_title (SENTINEL_METRIC_CHART (chart), "CPU");
  sentinel_metric_chart_set_levels_editable (SENTINEL_METRIC_CHART (chart), TRUE);
  sentinel_metric_chart_set_data (SENTINEL_METRIC_CHART (chart), data, zone);
  gtk_widget_set_size_request (chart, -1, height);
  return chart;
}

/* As wide as the window lets it be, in two heights: the higher one with a line that was chosen, the
 * other with the cursor. */
static void
act_metric_chart (SentinelUiTest *test)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *large = make_metric_chart (test, 260), *small = make_metric_chart (test, 130);

  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_end (box, 24);
  gtk_box_append (GTK_BOX (box), large);
  gtk_box_append (GTK_BOX (box), small);
  adw_dialog_set_title (dialog, "CPU");
  adw_dialog_set_content_width (dialog, 720);
  adw_dialog_set_child (dialog, box);
  adw_dialog_present (dialog, GTK_WIDGET (test->window));
  sentinel_ui_test_wait_for_frames (test);
  sentinel_ui_test_press (large, GDK_KEY_bracketright, 0);
  sentinel_ui_test_press (large, GDK_KEY_bracketright, 0);
  sentinel_ui_test_press (small, GDK_KEY_Home, 0);
  sentinel_ui_test_press (small, GDK_KEY_Right, GDK_CONTROL_MASK);
  sentinel_ui_test_press (small, GDK_KEY_Right, GDK_CONTROL_MASK);
}

static const Scene scenes[] = {
  { "overview", "overview", prepare_events, NULL },
  { "overview-empty", "overview", NULL, NULL },
  { "live", "live", prepare_events, act_select_one },
  { "live-selection", "live", prepare_events, act_select },
  { "live-all", "live", prepare_events, act_show_all },
  { "live-nomatch", "live", prepare_events, act_find_nothing },
  { "live-paused", "live", prepare_events, act_pause },
  { "acknowledge", "live", prepare_events, act_acknowledge },
  { "details", "live", prepare_events, act_details },
  { "note", "live", prepare_events, act_note },
  { "live-empty", "live", prepare_rules, NULL },
  { "first-run", "live", NULL, NULL },
  { "error", "live", prepare_garbage, NULL },
  { "rules", "rules", prepare_events, NULL },
  { "rules-empty", "rules", NULL, NULL },
  { "rules-selection", "rules", prepare_events, act_select_rules },
  { "rules-filtered", "rules", prepare_events, act_filter_rules },
  { "rules-nomatch", "rules", prepare_events, act_find_no_rule },
  { "rules-sections", "rules", prepare_events, act_group_rules },
  { "rule-picker", "rules", prepare_events, act_add_rule },
  { "rule", "rules", prepare_events, act_edit_rule },
  { "rule-schedule", "rules", prepare_events, act_edit_schedule },
  { "rule-calendar", "rules", prepare_events, act_edit_calendar },
  { "rule-levels", "rules", prepare_events, act_edit_levels },
  { "rule-actions", "rules", prepare_events, act_edit_actions },
  { "rule-command", "rules", prepare_events, act_edit_command },
  { "rule-command-tried", "rules", prepare_events, act_try_command },
  { "rule-command-mistyped", "rules", prepare_events, act_mistype_command },
  { "rule-mistyped", "rules", prepare_events, act_mistype },
  { "rule-json", "rules", prepare_events, act_edit_json },
  { "rule-json-mistyped", "rules", prepare_events, act_mistype_json },
  { "rule-versions", "rules", prepare_events, act_versions },
  { "rule-import", "rules", prepare_events, act_import },
  { "rule-import-half", "rules", prepare_events, act_import_of_half },
  { "preferences", "live", prepare_events, act_preferences },
  { "preferences-notifications", "live", prepare_events, act_notifications },
  { "shortcuts", "live", prepare_events, act_shortcuts },
  { "metric-chart", "live", NULL, act_metric_chart },
};

/* Pictures */

static gboolean
save_picture (GtkWidget *widget, const char *path, int scale)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);

  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node,
                                         &GRAPHENE_RECT_INIT (0,
                                                              0,
                                                              (float) (width * scale),
                                                              (float) (height * scale)));
  return gdk_texture_save_to_png (texture, path);
}

static void
draw_scene (const Scene *scene, const Look *look, const char *folder)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autofree char *name = g_strdup_printf ("%s%s.png", scene->name, look->name);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (scene->prepare != NULL)
    scene->prepare (test);
  sentinel_ui_test_open (test, look->width, look->height);
  /* The frame that GTK draws where there is no compositor is not the window's. */
  gtk_widget_remove_css_class (GTK_WIDGET (test->window), "solid-csd");
  /* It looks as it does when rules are watched; none is due before the picture is taken. */
  if (sentinel_store_get_trouble (sentinel_context_get_store (test->context)) == NULL)
    sentinel_engine_start_or_wait (sentinel_context_get_engine (test->context));
  sentinel_window_show_page (test->window, scene->page);
  sentinel_ui_test_wait_for_frames (test);
  if (scene->act != NULL)
    scene->act (test);
  sentinel_ui_test_wait_for_frames (test);
  if (!save_picture (GTK_WIDGET (test->window), path, look->scale))
    g_error ("The picture %s cannot be written", path);
  g_print ("%s\n", path);
  group_rules (test, FALSE); /* settings outlive the window */
}

/* Looks */

static const Look *
find_look (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].name, name))
      return &looks[i];
  return NULL;
}

static void
set_variable (GSubprocessLauncher *launcher, const char *name, const char *value)
{
  if (value != NULL)
    g_subprocess_launcher_setenv (launcher, name, value, TRUE);
}

static gboolean
draw_look_elsewhere (const char *program, const Look *look, const char *folder, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *scale = g_strdup_printf ("%d", look->scale);

  set_variable (launcher, "GDK_SCALE", scale);
  set_variable (launcher, "ADW_DEBUG_COLOR_SCHEME", look->color_scheme);
  set_variable (launcher, "ADW_DEBUG_HIGH_CONTRAST", look->high_contrast);
  child = g_subprocess_launcher_spawn (launcher, error, program, folder, look->name, NULL);
  return child != NULL && g_subprocess_wait_check (child, NULL, error);
}

static int
draw_looks (const char *program, const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    g_autoptr (GError) error = NULL;

    if (!draw_look_elsewhere (program, &looks[i], folder, &error)) {
      g_printerr ("The pictures \"*%s.png\" could not be drawn: %s\n",
                  looks[i].name,
                  error->message);
      return 1;
    }
  }
  return 0;
}

/* Xft counts in 1024ths of a dot per inch. */
static void
set_up_gtk (const Look *look)
{
  GtkSettings *settings;
  int dpi;

  adw_init ();
  settings = gtk_settings_get_default ();
  g_object_set (settings, "gtk-decoration-layout", ":close", NULL);
  if (look->is_mirrored)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (!look->is_large)
    return;
  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * dpi, NULL);
}

int
main (int argc, char **argv)
{
  const Look *look = argc >= 3 ? find_look (argv[2]) : NULL;

  setlocale (LC_ALL, "");
  if (argc < 2 || argc > 4 || (argc >= 3 && look == NULL)) {
    g_printerr ("Usage: sentinel-screenshots FOLDER [LOOK [SCENE]]\n");
    return 2;
  }
  if (g_mkdir_with_parents (argv[1], 0755) != 0) {
    g_printerr ("The folder %s cannot be made: %s\n", argv[1], g_strerror (errno));
    return 1;
  }
  if (look == NULL)
    return draw_looks (argv[0], argv[1]);
  set_up_gtk (look);
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    if (argc < 4 || g_str_equal (scenes[i].name, argv[3]))
      draw_scene (&scenes[i], look, argv[1]);
  return 0;
}
