/* SPDX-License-Identifier: MIT */
/* A row knows the name of its page; what it opens is the window's to know. */
#include "sentinel-sidebar.h"
#include "sentinel-badge.h"
#include "sentinel-engine-status.h"
#include "sentinel-late-menu.h"
#include <glib/gi18n.h>

struct _SentinelSidebar {
  AdwBin parent_instance;
  GtkMenuButton *menu_button;
  GMenuModel *primary_menu;
  GtkListBox *pages, *statuses;
  SentinelEngineStatus *engine_status;
  SentinelStatusRow *prefect_status;
  SentinelCounters *counters;
};

G_DEFINE_FINAL_TYPE (SentinelSidebar, sentinel_sidebar, ADW_TYPE_BIN)

static const char *
get_page_name (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "sentinel-page");
}

static void
page_activated_cb (SentinelSidebar *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", get_page_name (row));
}

static void
status_activated_cb (SentinelSidebar *self, GtkListBoxRow *row)
{
  if (row == GTK_LIST_BOX_ROW (self->engine_status))
    sentinel_engine_status_open_cause (self->engine_status);
}

static void
sentinel_sidebar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_SIDEBAR);
  g_clear_object (&SENTINEL_SIDEBAR (object)->counters);
  G_OBJECT_CLASS (sentinel_sidebar_parent_class)->dispose (object);
}

static void
sentinel_sidebar_class_init (SentinelSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_sidebar_dispose;
  g_type_ensure (SENTINEL_TYPE_ENGINE_STATUS);
  g_type_ensure (SENTINEL_TYPE_STATUS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SentinelSidebar, primary_menu);
  gtk_widget_class_bind_template_child (widget_class, SentinelSidebar, pages);
  gtk_widget_class_bind_template_child (widget_class, SentinelSidebar, statuses);
  gtk_widget_class_bind_template_child (widget_class, SentinelSidebar, engine_status);
  gtk_widget_class_bind_template_child (widget_class, SentinelSidebar, prefect_status);
  gtk_widget_class_bind_template_callback (widget_class, page_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, status_activated_cb);
}

static void
sentinel_sidebar_init (SentinelSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sentinel_late_menu_set (self->menu_button, self->primary_menu);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->prefect_status), FALSE);
  sentinel_status_row_show (self->prefect_status,
                            SENTINEL_TONE_NONE,
                            _ ("Prefect"),
                            /* Translators: Prefect is not connected */
                            _ ("Off"));
}

/**
 * sentinel_sidebar_set_context:
 * @self: a sidebar without one
 * @context: the program's parts
 * @ticker: what counts down
 * @counters: how much needs a person
 *
 * Main thread, once, before the pages are added.
 */
void
sentinel_sidebar_set_context (SentinelSidebar *self,
                              SentinelContext *context,
                              SentinelTicker *ticker,
                              SentinelCounters *counters)
{
  g_return_if_fail (SENTINEL_IS_SIDEBAR (self));
  self->counters = g_object_ref (counters);
  sentinel_engine_status_set_context (self->engine_status, context, ticker);
}

static GtkWidget *
make_content (SentinelSidebar *self, const char *name, const char *title, const char *icon_name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_name);
  GtkWidget *label = gtk_label_new (title);

  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  if (g_str_equal (name, "live"))
    gtk_box_append (GTK_BOX (box), sentinel_badge_new (self->counters));
  return box;
}

/**
 * sentinel_sidebar_add_page:
 * @self: a sidebar with a context
 * @name: how win.show-page calls it
 * @title: what it is called, translated
 * @icon_name: its symbol
 *
 * Main thread.
 */
void
sentinel_sidebar_add_page (SentinelSidebar *self,
                           const char *name,
                           const char *title,
                           const char *icon_name)
{
  GtkWidget *row = gtk_list_box_row_new ();

  g_object_set_data_full (G_OBJECT (row), "sentinel-page", g_strdup (name), g_free);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), make_content (self, name, title, icon_name));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_list_box_append (self->pages, row);
}

/**
 * sentinel_sidebar_set_page:
 * @self: a sidebar
 * @name: the page that is shown
 *
 * Main thread.
 */
void
sentinel_sidebar_set_page (SentinelSidebar *self, const char *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->pages, i)) != NULL; i++)
    if (g_str_equal (get_page_name (row), name))
      gtk_list_box_select_row (self->pages, row);
}
