/* SPDX-License-Identifier: MIT */
/* Which rules the page shows, in which order and sections, and what it says where there are none.
 */
#include "sentinel-rule-acts.h"
#include "sentinel-rule-cell.h"
#include "sentinel-rules-filter.h"
#include "sentinel-rules-page.h"
#include "sentinel-ui-test.h"

#define WIDTH 1280
#define WIDER 1480
#define HEIGHT 720
#define NARROW 360

typedef struct {
  SentinelUiTest *ui;
  guint n_wanted;
  const char *text;
} Fixture;

typedef struct {
  const char *name, *category;
  SentinelImportance importance;
  gboolean is_off;
} Sample;

static const Sample samples[] = {
  { "Build server", "System", SENTINEL_IMPORTANCE_CRITICAL, FALSE },
  { "Backup", "System", SENTINEL_IMPORTANCE_HIGH, FALSE },
  { "Shop", "Web & mail", SENTINEL_IMPORTANCE_HIGH, FALSE },
  { "Mail queue", "Web & mail", SENTINEL_IMPORTANCE_LOW, TRUE },
};

static gboolean
add_samples (SentinelTransaction *tx, gpointer unused, GError **error)
{
  static const SentinelActor actor = { "somebody", SENTINEL_VIA_COMMAND_LINE };

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++) {
    SentinelRule *rule = sentinel_rule_new ();
    g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, 0, &actor);

    g_set_str (&rule->name, samples[i].name);
    g_set_str (&rule->category, samples[i].category);
    g_set_str (&rule->trigger, "cpu-usage");
    rule->importance = samples[i].importance;
    rule->enabled = !samples[i].is_off;
    rule->period_ms = 3600 * 1000;
    if (!sentinel_rule_acts_add (tx, act, error))
      return FALSE;
  }
  return TRUE;
}

static GtkWidget *
get_page (Fixture *self)
{
  return sentinel_window_get_page (self->ui->window);
}

static GtkColumnView *
get_view (Fixture *self)
{
  return GTK_COLUMN_VIEW (sentinel_ui_test_find (get_page (self), GTK_TYPE_COLUMN_VIEW, NULL));
}

static gboolean
has_rows (gpointer data)
{
  Fixture *self = data;
  GtkWidget *view = sentinel_ui_test_find (get_page (self), GTK_TYPE_COLUMN_VIEW, NULL);

  return view != NULL
         && g_list_model_get_n_items (
                G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view))))
                == self->n_wanted;
}

static void
wait_for_rows (Fixture *self, guint n)
{
  self->n_wanted = n;
  if (!sentinel_test_wait_until (has_rows, self, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("There never are %u rows", n);
  sentinel_ui_test_wait_for_frames (self->ui);
}

static gboolean
shows_text (gpointer data)
{
  Fixture *self = data;

  return sentinel_ui_test_find (get_page (self), GTK_TYPE_LABEL, self->text) != NULL;
}

static void
wait_for (Fixture *self, const char *text)
{
  self->text = text;
  if (!sentinel_test_wait_until (shows_text, self, SENTINEL_TEST_TIMEOUT_MS))
    g_error ("The page never says “%s”", text);
}

static void
set_up (Fixture *self, gconstpointer width)
{
  g_autoptr (GError) error = NULL;

  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, GPOINTER_TO_INT (width), HEIGHT);
  sentinel_store_write (sentinel_context_get_store (self->ui->context), add_samples, NULL, &error);
  g_assert_no_error (error);
  sentinel_window_show_page (self->ui->window, "rules");
  wait_for_rows (self, G_N_ELEMENTS (samples));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  sentinel_ui_test_free (self->ui);
}

static SentinelRulesFilter *
get_filter (Fixture *self)
{
  return SENTINEL_RULES_FILTER (sentinel_ui_test_find (get_page (self),
                                                       SENTINEL_TYPE_RULES_FILTER,
                                                       NULL));
}

static void
choose (Fixture *self, const char *fact, const char *value)
{
  sentinel_rule_facets_choose (sentinel_rules_filter_get_facets (get_filter (self)), fact, value);
}

static char *
dup_name_at (Fixture *self, guint position)
{
  g_autoptr (SentinelRuleRow) row =
      g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (get_view (self))), position);

  return g_strdup (sentinel_rule_row_get_status (row)->rule->name);
}

static void
assert_names (Fixture *self, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++) {
    g_autofree char *name = dup_name_at (self, i);

    g_assert_cmpstr (name, ==, names[i]);
  }
}

/* Of one fact any of the chosen values will do, of different facts all. */
static void
test_facts (Fixture *self, gconstpointer unused)
{
  choose (self, "importance", "high");
  wait_for_rows (self, 2);
  choose (self, "importance", "critical");
  wait_for_rows (self, 3);
  choose (self, "category", "System");
  wait_for_rows (self, 2);
  choose (self, "health", "off");
  wait_for (self, "No Rule Matches");
  sentinel_rules_filter_clear (get_filter (self));
  choose (self, "health", "off");
  wait_for_rows (self, 1);
  sentinel_rules_filter_clear (get_filter (self));
  choose (self, "health", "not-run");
  wait_for_rows (self, 3);
  sentinel_rules_filter_clear (get_filter (self));
  choose (self, "trigger", "cpu-usage");
  wait_for_rows (self, 4);
}

static void
search (Fixture *self, const char *text)
{
  GtkWidget *entry = sentinel_ui_test_find (get_page (self), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
test_with_search_and_group (Fixture *self, gconstpointer unused)
{
  choose (self, "category", "Web & mail");
  wait_for_rows (self, 2);
  sentinel_rules_filter_set_group (get_filter (self), "active");
  wait_for_rows (self, 1);
  search (self, "mail");
  wait_for_rows (self, 1); /* the category has the word */
  search (self, "queue");
  wait_for (self, "No Rule Matches");
  wait_for (self, "Nothing fits: “queue”, Active, Web & mail");
  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.clear-filters", NULL));
  wait_for_rows (self, 4);
}

static GtkWidget *
find_chip (Fixture *self, const char *title)
{
  GtkWidget *label = sentinel_ui_test_find (GTK_WIDGET (get_filter (self)), GTK_TYPE_LABEL, title);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;
}

/* What is chosen stands there, and a press on it takes it back. */
static void
test_chips (Fixture *self, gconstpointer unused)
{
  GtkWidget *chip;

  choose (self, "importance", "low");
  choose (self, "importance", "high");
  wait_for_rows (self, 3);
  chip = find_chip (self, "Low");
  g_assert_nonnull (chip);
  g_assert_true (gtk_widget_grab_focus (chip));
  g_assert_true (gtk_widget_activate (chip));
  wait_for_rows (self, 2);
  g_assert_null (find_chip (self, "Low"));
  g_assert_nonnull (find_chip (self, "High"));
  g_assert_nonnull (gtk_root_get_focus (GTK_ROOT (self->ui->window)));
}

/* The label of a value, as "High (2)". */
static gboolean
menu_says (GMenuModel *menu, int fact, const char *text)
{
  g_autoptr (GMenuModel) values = g_menu_model_get_item_link (menu, fact, G_MENU_LINK_SUBMENU);

  for (int i = 0; i < g_menu_model_get_n_items (values); i++) {
    g_autofree char *label = NULL;

    g_menu_model_get_item_attribute (values, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
    if (g_str_equal (label, text))
      return TRUE;
  }
  return FALSE;
}

static void
test_menu_counts (Fixture *self, gconstpointer unused)
{
  g_autoptr (GMenuModel) menu =
      sentinel_rule_facets_make_menu (sentinel_rules_filter_get_facets (get_filter (self)));

  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 4);
  g_assert_true (menu_says (menu, 0, "High (2)"));
  g_assert_true (menu_says (menu, 0, "Medium (0)"));
  g_assert_true (menu_says (menu, 1, "System (2)"));
  g_assert_true (menu_says (menu, 1, "Web & mail (2)"));
  g_assert_true (menu_says (menu, 2, "CPU Usage (4)"));
  g_assert_true (menu_says (menu, 3, "Off or Paused (1)"));
}

static void
test_menu_opens (Fixture *self, gconstpointer unused)
{
  GtkWidget *button =
      sentinel_ui_test_find (GTK_WIDGET (get_filter (self)), GTK_TYPE_MENU_BUTTON, NULL);

  for (guint i = 0; i < 2; i++) {
    gtk_menu_button_popup (GTK_MENU_BUTTON (button));
    sentinel_ui_test_wait_for_frames (self->ui);
    g_assert_true (gtk_widget_get_mapped (
        GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)))));
    gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
    choose (self, "importance", "high");
    wait_for_rows (self, 2);
  }
}

/* It is the same page when one comes back. */
static void
test_kept (Fixture *self, gconstpointer unused)
{
  choose (self, "importance", "high");
  wait_for_rows (self, 2);
  sentinel_window_show_page (self->ui->window, "live");
  sentinel_ui_test_wait_for_frames (self->ui);
  sentinel_window_show_page (self->ui->window, "rules");
  wait_for_rows (self, 2);
  g_assert_nonnull (find_chip (self, "High"));
}

/* Sections */

static void
test_sections (Fixture *self, gconstpointer unused)
{
  static const char *const grouped[] = { "Backup", "Build server", "Mail queue", "Shop", NULL };
  static const char *const reversed[] = { "Build server", "Backup", "Shop", "Mail queue", NULL };
  SentinelDeskSettings *settings = sentinel_context_get_desk_settings (self->ui->context);
  GtkSectionModel *model = GTK_SECTION_MODEL (gtk_column_view_get_model (get_view (self)));
  guint start, end;

  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.sort-by", "s", "name"));
  g_assert_true (gtk_widget_activate_action (get_page (self), "sections.by-category", NULL));
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_true (sentinel_desk_settings_get_boolean (settings, "rules-by-category"));
  assert_names (self, grouped);
  gtk_section_model_get_section (model, 2, &start, &end);
  g_assert_cmpuint (start, ==, 2);
  g_assert_cmpuint (end, ==, 4);
  wait_for (self, "Web & mail");
  /* The order holds within a section. */
  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.sort-by", "s", "importance"));
  assert_names (self, reversed);
  g_assert_true (gtk_widget_activate_action (get_page (self), "sections.by-category", NULL));
  g_assert_false (sentinel_desk_settings_get_boolean (settings, "rules-by-category"));
  gtk_section_model_get_section (model, 2, &start, &end);
  g_assert_cmpuint (end - start, >=, 4);
}

/* As dragging its title does. */
static void
move_last_to_first (GtkColumnView *view)
{
  GListModel *columns = gtk_column_view_get_columns (view);
  g_autoptr (GtkColumnViewColumn) column =
      g_list_model_get_item (columns, g_list_model_get_n_items (columns) - 1);

  gtk_column_view_insert_column (view, 0, column);
}

/* GTK makes the cells of a column that comes in the headers too: none may be there then. */
static void
test_columns_with_sections (Fixture *self, gconstpointer unused)
{
  g_assert_true (gtk_widget_activate_action (get_page (self), "sections.by-category", NULL));
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_true (gtk_widget_activate_action (get_page (self), "columns.run", NULL));
  sentinel_ui_test_wait_for_frames (self->ui);
  wait_for (self, "Last Run");
  wait_for (self, "Web & mail");
  move_last_to_first (get_view (self));
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_true (gtk_widget_activate_action (get_page (self), "sections.by-category", NULL));
  sentinel_ui_test_wait_for_frames (self->ui);
  g_assert_true (gtk_widget_activate_action (get_page (self), "rules.reset-columns", NULL));
}

/* As it is when the window is opened the next time. */
static void
test_sections_at_first (Fixture *self, gconstpointer width)
{
  SentinelDeskSettings *settings;

  gtk_window_destroy (GTK_WINDOW (self->ui->window));
  sentinel_ui_test_open (self->ui, GPOINTER_TO_INT (width), HEIGHT);
  settings = sentinel_context_get_desk_settings (self->ui->context);
  sentinel_desk_settings_set_boolean (settings, "rules-by-category", TRUE);
  sentinel_window_show_page (self->ui->window, "rules");
  wait_for_rows (self, G_N_ELEMENTS (samples));
  wait_for (self, "Web & mail");
  sentinel_desk_settings_set_boolean (settings, "rules-by-category", FALSE);
  sentinel_ui_test_wait_for_frames (self->ui);
}

/* Width */

/* Labels that say when a rule runs. */
static guint
count_next (GtkWidget *root)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (root))
    return 0;
  if (GTK_IS_LABEL (root))
    return g_str_has_prefix (gtk_label_get_label (GTK_LABEL (root)), "In ");
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_next (child);
  return n;
}

static gboolean
says_next (gpointer data)
{
  return count_next (get_page (data)) >= 3;
}

static void
test_next_run_is_a_column (Fixture *self, gconstpointer unused)
{
  sentinel_engine_start_or_wait (sentinel_context_get_engine (self->ui->context));
  wait_for (self, "Next Run");
  g_assert_true (sentinel_test_wait_until (says_next, self, SENTINEL_TEST_TIMEOUT_MS));
  /* It is said once. */
  g_assert_cmpuint (count_next (get_page (self)), ==, 3);
}

static void
test_no_room_for_it (Fixture *self, gconstpointer unused)
{
  wait_for (self, "Schedule");
  g_assert_null (sentinel_ui_test_find (get_page (self), GTK_TYPE_LABEL, "Next Run"));
  g_assert_true (gtk_widget_activate_action (get_page (self), "columns.run", NULL));
  wait_for (self, "Last Run");
}

static void
test_narrow (Fixture *self, gconstpointer unused)
{
  choose (self, "importance", "high");
  wait_for_rows (self, 2);
  g_assert_nonnull (find_chip (self, "High"));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (self->ui->window)), <=, NARROW);
}

static void
add (const char *path, int width, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (width), set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  add ("/ui/rules-filter/facts", WIDTH, test_facts);
  add ("/ui/rules-filter/with-search-and-group", WIDTH, test_with_search_and_group);
  add ("/ui/rules-filter/chips", WIDTH, test_chips);
  add ("/ui/rules-filter/menu-counts", WIDTH, test_menu_counts);
  add ("/ui/rules-filter/menu-opens", WIDTH, test_menu_opens);
  add ("/ui/rules-filter/kept", WIDTH, test_kept);
  add ("/ui/rules-filter/sections", WIDTH, test_sections);
  add ("/ui/rules-filter/columns-with-sections", WIDTH, test_columns_with_sections);
  add ("/ui/rules-filter/sections-at-first", WIDTH, test_sections_at_first);
  add ("/ui/rules-filter/sections-at-first-wider", WIDER, test_sections_at_first);
  add ("/ui/rules-filter/sections-at-first-narrow", NARROW, test_sections_at_first);
  add ("/ui/rules-filter/next-run-is-a-column", WIDER, test_next_run_is_a_column);
  add ("/ui/rules-filter/no-room-for-it", WIDTH, test_no_room_for_it);
  add ("/ui/rules-filter/narrow", NARROW, test_narrow);
  return g_test_run ();
}
