/* SPDX-License-Identifier: MIT */
/* Rows → filter → order and sections → as many as are shown → selection: models of which each does
 * one thing. */
#include "sentinel-first-rows.h"
#include "sentinel-rule-columns.h"
#include "sentinel-rule-section.h"
#include "sentinel-rules-page-private.h"
#include <glib/gi18n.h>

#define LOWEST_ROW_HEIGHT 44 /* pixels */
#define USUAL_HEIGHT 740 /* of a page that has no size yet */

/* Order */

static void
sort_by_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);
  GtkColumnViewColumn *column =
      sentinel_column_state_find (self->columns, g_variant_get_string (parameter, NULL));

  if (column != NULL)
    gtk_column_view_sort_by_column (self->view, column, GTK_SORT_ASCENDING);
}

/* Sections */

/* To the header of the first section, above the first row: that has a place only after the next
 * frame, and until then the view holds on to the row that was at the top. */
static gboolean
scroll_to_top_cb (GtkWidget *view, GdkFrameClock *clock, gpointer data)
{
  guint *n_frames = data;

  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), 0);
  return G_SOURCE_REMOVE;
}

static gboolean
is_grouped (SentinelRulesPage *self)
{
  return sentinel_desk_settings_get_boolean (sentinel_context_get_desk_settings (self->context),
                                             "rules-by-category");
}

static void
show_headers (SentinelRulesPage *self)
{
  g_autoptr (GtkListItemFactory) factory = is_grouped (self) ? sentinel_rule_section_factory_new ()
                                                             : NULL;

  gtk_column_view_set_header_factory (self->view, factory);
}

/* GTK 4.18 makes the cells of a column that comes in every child of the list, headers too, and
 * never takes them out again: there must be no headers while columns come. */
static void
hide_headers (SentinelRulesPage *self)
{
  gtk_column_view_set_header_factory (self->view, NULL);
}

static void
group_by_category (SentinelRulesPage *self)
{
  gtk_sort_list_model_set_section_sorter (self->sorted,
                                          is_grouped (self) ? self->section_sorter : NULL);
  show_headers (self);
}

static void
grouped_cb (SentinelRulesPage *self)
{
  group_by_category (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0)
    return;
  /* Every row has another place now: reading begins anew. */
  gtk_column_view_scroll_to (self->view, 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->view),
                                scroll_to_top_cb,
                                g_new0 (guint, 1),
                                g_free);
}

static void
set_up_sections (SentinelRulesPage *self)
{
  SentinelDeskSettings *settings = sentinel_context_get_desk_settings (self->context);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GPropertyAction) action =
      g_property_action_new ("by-category", settings, "rules-by-category");

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "sections", G_ACTION_GROUP (group));
  self->section_sorter = sentinel_rule_columns_make_sorter ("category", self->context);
  g_signal_connect_object (settings,
                           "notify::rules-by-category",
                           G_CALLBACK (grouped_cb),
                           self,
                           G_CONNECT_SWAPPED);
  group_by_category (self);
}

/**
 * sentinel_rules_layout_sort_again:
 * @self: a page with a model
 *
 * Main thread.
 */
void
sentinel_rules_layout_sort_again (SentinelRulesPage *self)
{
  gtk_filter_changed (GTK_FILTER (self->matcher), GTK_FILTER_CHANGE_DIFFERENT);
  if (gtk_sort_list_model_get_section_sorter (self->sorted) != NULL)
    gtk_sorter_changed (self->section_sorter, GTK_SORTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (gtk_column_view_get_sorter (self->view), GTK_SORTER_CHANGE_DIFFERENT);
}

/* Columns */

static void
column_chosen_cb (SentinelRulesPage *self, GVariant *state, GSimpleAction *action)
{
  GtkColumnViewColumn *column =
      sentinel_column_state_find (self->columns, g_action_get_name (G_ACTION (action)));

  hide_headers (self);
  gtk_column_view_column_set_visible (column, g_variant_get_boolean (state));
  show_headers (self);
}

static void
column_shown_cb (GSimpleAction *action, GParamSpec *pspec, GtkColumnViewColumn *column)
{
  gboolean is_shown = gtk_column_view_column_get_visible (column);

  g_simple_action_set_state (action, g_variant_new_boolean (is_shown));
}

/* A toggle that is as the column is, whoever showed or hid it. */
static GAction *
make_column_action (SentinelRulesPage *self, GtkColumnViewColumn *column)
{
  gboolean is_shown = gtk_column_view_column_get_visible (column);
  GSimpleAction *action = g_simple_action_new_stateful (gtk_column_view_column_get_id (column),
                                                        NULL,
                                                        g_variant_new_boolean (is_shown));

  g_signal_connect_object (action,
                           "change-state",
                           G_CALLBACK (column_chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (column,
                           "notify::visible",
                           G_CALLBACK (column_shown_cb),
                           action,
                           G_CONNECT_SWAPPED);
  return G_ACTION (action);
}

static void
insert_column_actions (SentinelRulesPage *self)
{
  GListModel *all = gtk_column_view_get_columns (self->view);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    g_autoptr (GAction) action = make_column_action (self, column);

    g_action_map_add_action (G_ACTION_MAP (group), action);
  }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns", G_ACTION_GROUP (group));
}

/* Width */

static gboolean
is_shown_at (const char *id, RulesWidth width)
{
  if (width == RULES_NARROW)
    return g_str_equal (id, "summary");
  return width == RULES_WIDE || !g_str_equal (id, "next");
}

static void
set_class (GtkWidget *widget, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* What there is no room for is hidden by the window, not by the person. */
static void
show_columns (SentinelRulesPage *self)
{
  GListModel *all = gtk_column_view_get_columns (self->view);
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  hide_headers (self);
  sentinel_column_state_freeze (self->columns);
  sentinel_column_state_restore (self->columns);
  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);

    if (!is_shown_at (gtk_column_view_column_get_id (column), self->width))
      gtk_column_view_column_set_visible (column, FALSE);
    else if (self->width == RULES_NARROW)
      gtk_column_view_column_set_visible (column, TRUE);
  }
  sentinel_column_state_thaw (self->columns);
  show_headers (self);
  if (header != NULL)
    gtk_widget_set_visible (header, self->width != RULES_NARROW);
}

static void
next_shown_cb (SentinelRulesPage *self, GParamSpec *pspec, GtkColumnViewColumn *column)
{
  set_class (GTK_WIDGET (self->view), "with-next", gtk_column_view_column_get_visible (column));
}

/* The schedule says when a rule runs next, unless that has a column of its own. */
static void
follow_next (SentinelRulesPage *self)
{
  GtkColumnViewColumn *column = sentinel_column_state_find (self->columns, "next");

  g_signal_connect_object (column,
                           "notify::visible",
                           G_CALLBACK (next_shown_cb),
                           self,
                           G_CONNECT_SWAPPED);
  next_shown_cb (self, NULL, column);
}

static void
set_width (SentinelRulesPage *self, RulesWidth width)
{
  self->width = width;
  sentinel_rules_filter_set_narrow (self->filter, width == RULES_NARROW);
  sentinel_rules_selection_set_narrow (self, width == RULES_NARROW);
  set_class (GTK_WIDGET (self->view), "narrow", width == RULES_NARROW);
  if (self->columns != NULL)
    show_columns (self);
}

static void
narrow_applied_cb (SentinelRulesPage *self)
{
  set_width (self, RULES_NARROW);
}

static void
wide_applied_cb (SentinelRulesPage *self)
{
  set_width (self, RULES_WIDE);
}

static void
medium_applied_cb (SentinelRulesPage *self)
{
  set_width (self, RULES_MEDIUM);
}

static void
reset_columns_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  hide_headers (self);
  sentinel_column_state_reset (self->columns);
  show_columns (self);
}

/* The first rows */

static guint
count_first_rows (SentinelRulesPage *self)
{
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  return (guint) (height > 0 ? height : USUAL_HEIGHT) / LOWEST_ROW_HEIGHT + 1;
}

/**
 * sentinel_rules_layout_show_first:
 * @self: a page with a model
 *
 * Shows what fits into the window at once and the rest soon. Main thread, once.
 */
void
sentinel_rules_layout_show_first (SentinelRulesPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->sorted)) == 0) {
    sentinel_rules_layout_show_all (self);
    return;
  }
  gtk_slice_list_model_set_size (self->slice, count_first_rows (self));
  sentinel_first_rows_begin (GTK_WIDGET (self->view), self->slice);
}

/**
 * sentinel_rules_layout_show_all:
 * @self: a page with a model
 *
 * Main thread.
 */
void
sentinel_rules_layout_show_all (SentinelRulesPage *self)
{
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
}

/* Setting up */

static gboolean
matches (gpointer item, gpointer data)
{
  return sentinel_rules_filter_match (data, item);
}

/**
 * sentinel_rules_layout_set_up:
 * @self: a page with a list
 *
 * Main thread, once.
 */
void
sentinel_rules_layout_set_up (SentinelRulesPage *self)
{
  GListModel *rows = g_object_ref (sentinel_rule_list_get_rows (self->list));
  GtkFilterListModel *filtered;

  sentinel_rule_columns_set_up (self->view, self->context, self->ticker, self->list);
  self->columns = sentinel_column_state_new (self->view,
                                             sentinel_context_get_desk_settings (self->context),
                                             "rule-columns");
  show_columns (self);
  follow_next (self);
  insert_column_actions (self);
  self->matcher = gtk_custom_filter_new (matches, self->filter, NULL);
  filtered = gtk_filter_list_model_new (rows, g_object_ref (GTK_FILTER (self->matcher)));
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                          g_object_ref (gtk_column_view_get_sorter (self->view)));
  set_up_sections (self);
  self->slice = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->sorted)), 0, 0);
  self->selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->slice))));
  gtk_column_view_set_model (self->view, self->selection);
}

/**
 * sentinel_rules_layout_install:
 * @widget_class: the page's
 *
 * Adds the actions on order and columns, and the callbacks of the template.
 */
void
sentinel_rules_layout_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "rules.sort-by", "s", sort_by_action);
  gtk_widget_class_install_action (widget_class, "rules.reset-columns", NULL, reset_columns_action);
  gtk_widget_class_bind_template_callback (widget_class, narrow_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, medium_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, wide_applied_cb);
}
