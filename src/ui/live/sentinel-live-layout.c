/* SPDX-License-Identifier: MIT */
/* What there is room for, the columns that the person wants, and the button that pauses. */
#include "sentinel-live-columns.h"
#include "sentinel-live-menus.h"
#include "sentinel-live-page-private.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define ROW_HEIGHT 34 /* pixels, as in the style sheet */
#define COMPACT_ROW_HEIGHT 28

/* Width and columns */

static void
set_column_visible (SentinelLivePage *self, const char *id, gboolean visible)
{
  gtk_column_view_column_set_visible (sentinel_column_state_find (self->columns, id), visible);
}

static void
hide_all_but_summary (SentinelLivePage *self)
{
  GListModel *all = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    gboolean is_summary = g_str_equal (gtk_column_view_column_get_id (column), "summary");

    gtk_column_view_column_set_visible (column, is_summary);
  }
}

/* What the window has no room for is not hidden by the person. */
static void
set_width (SentinelLivePage *self, PageWidth width)
{
  self->width = width;
  if (self->columns == NULL)
    return;
  sentinel_column_state_freeze (self->columns);
  sentinel_column_state_restore (self->columns);
  if (width == WIDTH_NARROW)
    hide_all_but_summary (self);
  else if (width == WIDTH_MEDIUM)
    set_column_visible (self, "category", FALSE);
  sentinel_column_state_thaw (self->columns);
  if (width == WIDTH_NARROW)
    gtk_widget_add_css_class (GTK_WIDGET (self->view), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->view), "narrow");
  sentinel_live_columns_set_headers_visible (self->view, width != WIDTH_NARROW);
  g_object_set (self->filter, "narrow", width == WIDTH_NARROW, NULL);
  if (self->selection_bar != NULL)
    sentinel_selection_bar_set_narrow (self->selection_bar, width == WIDTH_NARROW);
  sentinel_live_pane_update (self);
  sentinel_live_pane_follow_selection (self);
}

static void
wide_applied_cb (SentinelLivePage *self)
{
  set_width (self, WIDTH_WIDE);
}

static void
medium_applied_cb (SentinelLivePage *self)
{
  set_width (self, WIDTH_MEDIUM);
}

static void
narrow_applied_cb (SentinelLivePage *self)
{
  set_width (self, WIDTH_NARROW);
}

/**
 * sentinel_live_layout_count_first_rows:
 * @self: a page with a context
 *
 * Returns: how many rows the window can show at most, as it was when it was last closed. Main
 *   thread.
 */
guint
sentinel_live_layout_count_first_rows (SentinelLivePage *self)
{
  SentinelDeskSettings *settings = sentinel_context_get_desk_settings (self->context);
  g_autofree char *density = sentinel_desk_settings_dup_string (settings, "density");
  int row_height = g_strcmp0 (density, "compact") == 0 ? COMPACT_ROW_HEIGHT : ROW_HEIGHT;
  int window_height = 0;

  g_object_get (settings, "window-height", &window_height, NULL);
  return (guint) MAX (window_height / row_height, 1);
}

static void
move_column_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *id;
  int steps;

  g_variant_get (parameter, "(&si)", &id, &steps);
  sentinel_column_state_move (SENTINEL_LIVE_PAGE (widget)->columns, id, steps);
}

static void
reset_columns_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);

  sentinel_column_state_reset (self->columns);
  set_width (self, self->width);
}

/* Pausing */

static SentinelPause *
get_pause (SentinelLivePage *self)
{
  return sentinel_engine_get_pause (sentinel_context_get_engine (self->context));
}

static void
update_pause_button (SentinelLivePage *self)
{
  gboolean is_paused = sentinel_pause_is_paused (get_pause (self));
  const char *text = is_paused ? _ ("Resume Watching") : _ ("Pause Watching");

  gtk_button_set_icon_name (self->pause_button,
                            is_paused ? "media-playback-start-symbolic"
                                      : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause_button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
}

static void
pause_set_cb (GObject *pause, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelLivePage) self = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_pause_set_finish (SENTINEL_PAUSE (pause), result, &error)
      && !g_cancellable_is_cancelled (self->cancellable))
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("Nothing was paused or resumed"), error);
}

static void
toggle_pause_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);
  SentinelPause *pause = get_pause (self);

  sentinel_pause_set_async (pause,
                            !sentinel_pause_is_paused (pause),
                            self->cancellable,
                            pause_set_cb,
                            g_object_ref (self));
}

/**
 * sentinel_live_layout_install:
 * @widget_class: of the live page
 *
 * Its actions and what its template calls.
 */
void
sentinel_live_layout_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "live.move-column", "(si)", move_column_action);
  gtk_widget_class_install_action (widget_class, "live.reset-columns", NULL, reset_columns_action);
  gtk_widget_class_install_action (widget_class, "live.toggle-pause", NULL, toggle_pause_action);
  gtk_widget_class_bind_template_callback (widget_class, wide_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, medium_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_applied_cb);
}

/**
 * sentinel_live_layout_set_up:
 * @self: a page with a context
 *
 * Gives the view its columns as the person wants them. Main thread, once.
 */
void
sentinel_live_layout_set_up (SentinelLivePage *self)
{
  sentinel_live_columns_set_up (self->view, self->ticker);
  self->columns = sentinel_column_state_new (self->view,
                                             sentinel_context_get_desk_settings (self->context),
                                             "live-columns");
  sentinel_live_menus_insert (GTK_WIDGET (self), self->view);
  sentinel_live_menus_add_to_headers (self->view);
  g_signal_connect_object (gtk_column_view_get_columns (self->view),
                           "items-changed",
                           G_CALLBACK (sentinel_live_columns_align),
                           self->view,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  sentinel_live_columns_align (self->view);
  g_signal_connect_object (get_pause (self),
                           "notify::paused",
                           G_CALLBACK (update_pause_button),
                           self,
                           G_CONNECT_SWAPPED);
  update_pause_button (self);
}
