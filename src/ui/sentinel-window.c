/* SPDX-License-Identifier: MIT */
/* One table says which pages there are. A page is made when it is first shown, so that the first
 * frame has no more to draw than what is seen. */
#include "sentinel-window.h"
#include "sentinel-announcer.h"
#include "sentinel-live-page.h"
#include "sentinel-overview-page.h"
#include "sentinel-rules-page.h"
#include "sentinel-sidebar.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

struct _SentinelWindow {
  AdwApplicationWindow parent_instance;
  AdwNavigationSplitView *split;
  AdwNavigationPage *content_page;
  SentinelSidebar *sidebar;
  GtkStack *pages;
  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelAnnouncer *announcer;
};

G_DEFINE_FINAL_TYPE (SentinelWindow, sentinel_window, ADW_TYPE_APPLICATION_WINDOW)

/* Pages */

typedef struct {
  const char *name, *title, *icon_name;
  GtkWidget *(*make) (SentinelWindow *self);
} WindowPage;

static GtkWidget *
make_overview (SentinelWindow *self)
{
  GtkWidget *page = g_object_new (SENTINEL_TYPE_OVERVIEW_PAGE, NULL);

  sentinel_overview_page_set_context (SENTINEL_OVERVIEW_PAGE (page), self->context, self->ticker);
  return page;
}

static GtkWidget *
make_live (SentinelWindow *self)
{
  GtkWidget *page = g_object_new (SENTINEL_TYPE_LIVE_PAGE, NULL);

  sentinel_live_page_set_context (SENTINEL_LIVE_PAGE (page), self->context, self->ticker);
  return page;
}

static GtkWidget *
make_rules (SentinelWindow *self)
{
  GtkWidget *page = g_object_new (SENTINEL_TYPE_RULES_PAGE, NULL);

  sentinel_rules_page_set_context (SENTINEL_RULES_PAGE (page), self->context, self->ticker);
  return page;
}

/* In the order of their keys: Ctrl+1 is the first. */
static const WindowPage window_pages[] = {
  { "overview", N_ ("Overview"), "view-grid-symbolic", make_overview },
  { "live", N_ ("Live"), "preferences-system-notifications-symbolic", make_live },
  { "rules", N_ ("Rules"), "view-list-bullet-symbolic", make_rules },
};

/* Returns: the page of that name, else Live */
static const WindowPage *
find_page (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (window_pages); i++)
    if (g_strcmp0 (window_pages[i].name, name) == 0)
      return &window_pages[i];
  return &window_pages[1];
}

/* Returns: (transfer none): the page, made if it was not there yet */
static GtkWidget *
ensure_page (SentinelWindow *self, const WindowPage *page)
{
  GtkWidget *widget = gtk_stack_get_child_by_name (self->pages, page->name);

  if (widget == NULL) {
    widget = page->make (self);
    gtk_stack_add_named (self->pages, widget, page->name);
  }
  return widget;
}

/* The name goes first, as lists of windows cut the end. */
static void
set_titles (SentinelWindow *self, const char *page_title)
{
  /* Translators: the title of the window: page, program */
  g_autofree char *title = g_strdup_printf (_ ("%s – Sentinel Alerts"), page_title);

  adw_navigation_page_set_title (self->content_page, page_title);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/**
 * sentinel_window_show_page:
 * @self: a window
 * @name: the page; one that does not exist shows Live
 *
 * Main thread.
 */
void
sentinel_window_show_page (SentinelWindow *self, const char *name)
{
  const WindowPage *page;

  g_return_if_fail (SENTINEL_IS_WINDOW (self));
  page = find_page (name);
  gtk_stack_set_visible_child (self->pages, ensure_page (self, page));
  set_titles (self, _ (page->title));
  sentinel_sidebar_set_page (self->sidebar, page->name);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  sentinel_desk_settings_set_string (sentinel_context_get_desk_settings (self->context),
                                     "last-page",
                                     page->name);
}

/**
 * sentinel_window_get_page:
 * @self: a window
 *
 * Returns: (transfer none): the page that is shown
 */
GtkWidget *
sentinel_window_get_page (SentinelWindow *self)
{
  g_return_val_if_fail (SENTINEL_IS_WINDOW (self), NULL);
  return gtk_stack_get_visible_child (self->pages);
}

static SentinelLivePage *
show_live (SentinelWindow *self)
{
  sentinel_window_show_page (self, "live");
  return SENTINEL_LIVE_PAGE (sentinel_window_get_page (self));
}

static SentinelRulesPage *
show_rules (SentinelWindow *self)
{
  sentinel_window_show_page (self, "rules");
  return SENTINEL_RULES_PAGE (sentinel_window_get_page (self));
}

/* Actions */

static void
show_page_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelWindow *self = SENTINEL_WINDOW (widget);

  sentinel_window_show_page (self, g_variant_get_string (parameter, NULL));
  gtk_widget_child_focus (sentinel_window_get_page (self), GTK_DIR_TAB_FORWARD);
}

static void
show_live_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *filter;
  gboolean all;

  g_variant_get (parameter, "(&sb)", &filter, &all);
  sentinel_live_page_set_filter (show_live (SENTINEL_WINDOW (widget)), filter, all);
}

static void
show_event_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_window_show_event (SENTINEL_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
show_rules_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_rules_page_set_filter (show_rules (SENTINEL_WINDOW (widget)),
                                  g_variant_get_string (parameter, NULL));
}

static void
show_rule_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_rules_page_show_rule (show_rules (SENTINEL_WINDOW (widget)),
                                 g_variant_get_int64 (parameter));
}

static void
undo_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_toast_undo (widget);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.show-live", "(sb)", show_live_action);
  gtk_widget_class_install_action (widget_class, "win.show-event", "x", show_event_action);
  gtk_widget_class_install_action (widget_class, "win.show-rules", "s", show_rules_action);
  gtk_widget_class_install_action (widget_class, "win.show-rule", "x", show_rule_action);
  for (guint i = 0; i < G_N_ELEMENTS (window_pages); i++)
    gtk_widget_class_add_binding_action (widget_class,
                                         GDK_KEY_1 + i,
                                         GDK_CONTROL_MASK,
                                         "win.show-page",
                                         "s",
                                         window_pages[i].name);
}

/* The object */

static void
sentinel_window_dispose (GObject *object)
{
  SentinelWindow *self = SENTINEL_WINDOW (object);

  g_clear_object (&self->announcer);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_WINDOW);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_window_parent_class)->dispose (object);
}

static void
sentinel_window_class_init (SentinelWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_window_dispose;
  g_type_ensure (SENTINEL_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelWindow, split);
  gtk_widget_class_bind_template_child (widget_class, SentinelWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, SentinelWindow, pages);
  install_actions (widget_class);
}

static void
sentinel_window_init (SentinelWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_up_sidebar (SentinelWindow *self)
{
  g_autoptr (SentinelCounters) counters = sentinel_counters_new (self->context);

  sentinel_sidebar_set_context (self->sidebar, self->context, self->ticker, counters);
  for (guint i = 0; i < G_N_ELEMENTS (window_pages); i++)
    sentinel_sidebar_add_page (self->sidebar,
                               window_pages[i].name,
                               _ (window_pages[i].title),
                               window_pages[i].icon_name);
}

static void
follow_density (SentinelWindow *self, GParamSpec *pspec, SentinelDeskSettings *settings)
{
  g_autofree char *density = sentinel_desk_settings_dup_string (settings, "density");

  if (g_strcmp0 (density, "compact") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

static void
bind_both_ways (SentinelDeskSettings *settings, const char *key, gpointer self, const char *name)
{
  g_object_bind_property (settings,
                          key,
                          self,
                          name,
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
}

static void
follow_settings (SentinelWindow *self, SentinelDeskSettings *settings)
{
  bind_both_ways (settings, "window-width", self, "default-width");
  bind_both_ways (settings, "window-height", self, "default-height");
  bind_both_ways (settings, "window-maximized", self, "maximized");
  g_object_bind_property (settings,
                          "times-in-utc",
                          self->ticker,
                          "times-in-utc",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (settings,
                           "notify::density",
                           G_CALLBACK (follow_density),
                           self,
                           G_CONNECT_SWAPPED);
  follow_density (self, NULL, settings);
}

/**
 * sentinel_window_new:
 * @application: the application it belongs to
 * @context: the program's parts
 *
 * Returns: (transfer none): a window on the page that was shown last, owned by GTK, not presented
 *   yet
 */
SentinelWindow *
sentinel_window_new (AdwApplication *application, SentinelContext *context)
{
  SentinelWindow *self = g_object_new (SENTINEL_TYPE_WINDOW, "application", application, NULL);
  SentinelDeskSettings *settings = sentinel_context_get_desk_settings (context);
  g_autofree char *last_page = sentinel_desk_settings_dup_string (settings, "last-page");

  self->context = g_object_ref (context);
  self->ticker = sentinel_ticker_new (sentinel_context_get_clock (context));
  follow_settings (self, settings);
  set_up_sidebar (self);
  self->announcer = sentinel_announcer_new (context, self->ticker, GTK_ACCESSIBLE (self));
  sentinel_window_show_page (self, last_page);
  return self;
}

/**
 * sentinel_window_show_event:
 * @self: a window
 * @event_id: an event
 *
 * Shows the event in its page. Main thread.
 */
void
sentinel_window_show_event (SentinelWindow *self, gint64 event_id)
{
  g_return_if_fail (SENTINEL_IS_WINDOW (self));
  sentinel_live_page_show_event (show_live (self), event_id);
}

/**
 * sentinel_window_shows_event:
 * @self: a window
 * @event_id: an event
 *
 * Returns: whether the window has the focus and the event's row is on screen. Main thread.
 */
gboolean
sentinel_window_shows_event (SentinelWindow *self, gint64 event_id)
{
  GtkWidget *page;

  g_return_val_if_fail (SENTINEL_IS_WINDOW (self), FALSE);
  page = sentinel_window_get_page (self);
  return gtk_window_is_active (GTK_WINDOW (self)) && SENTINEL_IS_LIVE_PAGE (page)
         && sentinel_live_page_shows_event (SENTINEL_LIVE_PAGE (page), event_id);
}
