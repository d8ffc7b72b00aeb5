/* SPDX-License-Identifier: MIT */
/* The frame around the pages, and the banners: who watches, and whether it can be stored. */
#include "sentinel-window.h"
#include "sentinel-live-page.h"
#include <glib/gi18n.h>

struct _SentinelWindow {
  AdwApplicationWindow parent_instance;
  AdwBanner *owner_banner, *trouble_banner;
  SentinelLivePage *live_page;
  SentinelContext *context;
  SentinelTicker *ticker;
};

G_DEFINE_FINAL_TYPE (SentinelWindow, sentinel_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_owner_banner (SentinelWindow *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->context);

  adw_banner_set_revealed (self->owner_banner,
                           sentinel_engine_get_state (engine) == SENTINEL_ENGINE_WAITING);
}

static char *
format_trouble (const GError *trouble, guint n_unstored)
{
  g_autofree char *kept = NULL;

  if (n_unstored == 0)
    return g_strdup (trouble->message);
  kept =
      g_strdup_printf (ngettext ("%u event is not stored", "%u events are not stored", n_unstored),
                       n_unstored);
  /* Translators: how many events are not stored, and the reason */
  return trouble != NULL ? g_strdup_printf (_ ("%s: %s"), kept, trouble->message)
                         : g_steal_pointer (&kept);
}

/* A page that has nothing else to show says what is wrong, and what can be done, at length. */
static gboolean
is_told_by_page (SentinelWindow *self)
{
  return g_str_equal (sentinel_live_page_get_state (self->live_page), "error");
}

static void
update_trouble_banner (SentinelWindow *self)
{
  const GError *trouble = sentinel_store_get_trouble (sentinel_context_get_store (self->context));
  g_autofree char *title = NULL;
  guint n_unstored;

  g_object_get (sentinel_context_get_engine (self->context), "n-unstored", &n_unstored, NULL);
  if (trouble != NULL || n_unstored > 0) {
    title = format_trouble (trouble, n_unstored);
    adw_banner_set_title (self->trouble_banner, title);
  }
  adw_banner_set_revealed (self->trouble_banner, title != NULL && !is_told_by_page (self));
}

static void
sentinel_window_dispose (GObject *object)
{
  SentinelWindow *self = SENTINEL_WINDOW (object);

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
  g_type_ensure (SENTINEL_TYPE_LIVE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-window.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelWindow, owner_banner);
  gtk_widget_class_bind_template_child (widget_class, SentinelWindow, trouble_banner);
  gtk_widget_class_bind_template_child (widget_class, SentinelWindow, live_page);
}

static void
sentinel_window_init (SentinelWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
follow_context (SentinelWindow *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->context);

  g_signal_connect_object (engine,
                           "notify::state",
                           G_CALLBACK (update_owner_banner),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine,
                           "notify::n-unstored",
                           G_CALLBACK (update_trouble_banner),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->live_page,
                           "notify::state",
                           G_CALLBACK (update_trouble_banner),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sentinel_context_get_store (self->context),
                           "notify::trouble",
                           G_CALLBACK (update_trouble_banner),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * sentinel_window_new:
 * @application: the application it belongs to
 * @context: the program's parts
 *
 * Returns: (transfer none): a window, owned by GTK, not presented yet
 */
SentinelWindow *
sentinel_window_new (AdwApplication *application, SentinelContext *context)
{
  SentinelWindow *self = g_object_new (SENTINEL_TYPE_WINDOW, "application", application, NULL);

  self->context = g_object_ref (context);
  follow_context (self);
  update_owner_banner (self);
  update_trouble_banner (self);
  self->ticker = sentinel_ticker_new (sentinel_context_get_clock (context));
  sentinel_live_page_set_context (self->live_page, context, self->ticker);
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
  sentinel_live_page_show_event (self->live_page, event_id);
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
  g_return_val_if_fail (SENTINEL_IS_WINDOW (self), FALSE);
  return FALSE;
}

void
sentinel_window_show_page (SentinelWindow *self, const char *name)
{
}

GtkWidget *
sentinel_window_get_page (SentinelWindow *self)
{
  return GTK_WIDGET (self->live_page);
}
