/* SPDX-License-Identifier: MIT */
/* The state of each action follows the view, whichever way that was changed. */
#include "sentinel-live-menus.h"
#include "sentinel-live-columns.h"
#include <glib/gi18n.h>

/* Order */

static void
order_by_cb (GSimpleAction *action, GVariant *id, gpointer data)
{
  GtkColumnView *view = data;
  gboolean descending;

  sentinel_live_columns_get_order_id (view, &descending);
  sentinel_live_columns_set_order (view, g_variant_get_string (id, NULL), descending);
}

static void
descending_cb (GSimpleAction *action, GVariant *descending, gpointer data)
{
  GtkColumnView *view = data;
  gboolean unused;
  const char *id = sentinel_live_columns_get_order_id (view, &unused);

  sentinel_live_columns_set_order (view,
                                   id != NULL ? id : "time",
                                   g_variant_get_boolean (descending));
}

static void
order_changed_cb (GtkColumnView *view, GtkSorterChange change, GtkSorter *sorter)
{
  GActionGroup *group = g_object_get_data (G_OBJECT (view), "sentinel-order");
  gboolean descending;
  const char *id = sentinel_live_columns_get_order_id (view, &descending);

  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group),
                                                                          "by")),
                             g_variant_new_string (id != NULL ? id : "time"));
  g_simple_action_set_state (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (group),
                                                                          "descending")),
                             g_variant_new_boolean (descending));
}

static GActionGroup *
make_order_group (GtkColumnView *view)
{
  static const GActionEntry entries[] = {
    { .name = "by", .parameter_type = "s", .state = "'time'", .change_state = order_by_cb },
    { .name = "descending", .state = "true", .change_state = descending_cb },
  };
  GSimpleActionGroup *group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), view);
  g_object_set_data_full (G_OBJECT (view), "sentinel-order", group, g_object_unref);
  g_signal_connect_object (gtk_column_view_get_sorter (view),
                           "changed",
                           G_CALLBACK (order_changed_cb),
                           view,
                           G_CONNECT_SWAPPED);
  order_changed_cb (view, GTK_SORTER_CHANGE_DIFFERENT, NULL);
  return G_ACTION_GROUP (group);
}

/* Columns */

static gboolean
may_be_hidden (const char *id)
{
  return !g_str_equal (id, "importance") && !g_str_equal (id, "message")
         && !g_str_equal (id, "summary") && !g_str_equal (id, "time");
}

static GActionGroup *
make_column_group (GtkColumnView *view)
{
  GListModel *all = gtk_column_view_get_columns (view);
  GSimpleActionGroup *group = g_simple_action_group_new ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    const char *id = gtk_column_view_column_get_id (column);
    g_autoptr (GPropertyAction) action = g_property_action_new (id, column, "visible");

    if (may_be_hidden (id))
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  }
  return G_ACTION_GROUP (group);
}

/**
 * sentinel_live_menus_insert:
 * @widget: above @view; gets the groups "order" and "columns"
 * @view: a view that was set up
 *
 * Main thread, once.
 */
void
sentinel_live_menus_insert (GtkWidget *widget, GtkColumnView *view)
{
  g_autoptr (GSimpleActionGroup) columns = G_SIMPLE_ACTION_GROUP (make_column_group (view));

  gtk_widget_insert_action_group (widget, "order", make_order_group (view));
  gtk_widget_insert_action_group (widget, "columns", G_ACTION_GROUP (columns));
}

/* Headers */

static void
append_moves (GMenu *menu, const char *id)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_autofree char *back = g_strdup_printf ("live.move-column(('%s', -1))", id);
  g_autofree char *on = g_strdup_printf ("live.move-column(('%s', 1))", id);

  /* Translators: moves a column of a table one place towards the start of the line */
  g_menu_append (section, _ ("Move Towards _Start"), back);
  /* Translators: moves a column of a table one place towards the end of the line */
  g_menu_append (section, _ ("Move Towards _End"), on);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
append_hide (GMenu *menu, const char *id)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_autofree char *hide = g_strdup_printf ("columns.%s", id);

  g_menu_append (section, _ ("Show This _Column"), hide);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/**
 * sentinel_live_menus_add_to_headers:
 * @view: a view that was set up
 *
 * Main thread, once.
 */
void
sentinel_live_menus_add_to_headers (GtkColumnView *view)
{
  GListModel *all = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    const char *id = gtk_column_view_column_get_id (column);
    g_autoptr (GMenu) menu = g_menu_new ();

    append_moves (menu, id);
    if (may_be_hidden (id))
      append_hide (menu, id);
    gtk_column_view_column_set_header_menu (column, G_MENU_MODEL (menu));
  }
}
