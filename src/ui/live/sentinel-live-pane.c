/* SPDX-License-Identifier: MIT */
/* What is selected, what is shown of it beside the list, and the menu of the rows. */
#include "sentinel-event-cell.h"
#include "sentinel-event-details.h"
#include "sentinel-event-selection.h"
#include "sentinel-live-page-private.h"
#include <glib/gi18n.h>

/* Details */

static void
ensure_pane (SentinelLivePage *self)
{
  GtkWidget *pane;

  if (self->pane != NULL)
    return;
  pane = sentinel_details_pane_new (self->context, self->ticker);
  self->pane = SENTINEL_DETAILS_PANE (pane);
  g_object_bind_property (self->split, "collapsed", pane, "collapsed", G_BINDING_SYNC_CREATE);
  adw_overlay_split_view_set_sidebar (self->split, pane);
}

static void
show_details (SentinelLivePage *self)
{
  g_autoptr (GArray) ids = sentinel_event_selection_list (self->selection, NULL);
  SentinelEventDetails *details;

  if (!adw_overlay_split_view_get_show_sidebar (self->split))
    return;
  ensure_pane (self);
  details = sentinel_details_pane_get_details (self->pane);
  if (ids->len > 1)
    sentinel_event_details_set_selection (details, ids);
  else
    sentinel_event_details_set_event_id (details,
                                         ids->len == 1 ? g_array_index (ids, gint64, 0) : 0);
}

static gboolean
has_size_cb (GtkWidget *split, GdkFrameClock *frame_clock, gpointer data)
{
  if (gtk_widget_get_width (split) == 0)
    return G_SOURCE_CONTINUE;
  sentinel_live_pane_update (data);
  return G_SOURCE_REMOVE;
}

/* libadwaita divides by the width when it slides the pane in: before the first frame, by 0. */
static gboolean
waits_for_size (SentinelLivePage *self)
{
  GtkWidget *split = GTK_WIDGET (self->split);

  if (!gtk_widget_get_mapped (split) || gtk_widget_get_width (split) > 0)
    return FALSE;
  gtk_widget_add_tick_callback (split, has_size_cb, self, NULL);
  return TRUE;
}

/**
 * sentinel_live_pane_update:
 * @self: a page with a context
 *
 * Beside the list the details stay as the person left them; over it they come when asked for. Main
 * thread.
 */
void
sentinel_live_pane_update (SentinelLivePage *self)
{
  SentinelDeskSettings *settings = sentinel_context_get_desk_settings (self->context);
  gboolean has_rows = g_str_equal (sentinel_live_page_get_state (self), "list");

  if (waits_for_size (self))
    return;
  adw_overlay_split_view_set_show_sidebar (self->split,
                                           has_rows && self->width == WIDTH_WIDE
                                               && sentinel_desk_settings_get_boolean (settings,
                                                                                      "details-"
                                                                                      "shown"));
}

static void
pane_shown_cb (SentinelLivePage *self)
{
  gboolean is_shown = adw_overlay_split_view_get_show_sidebar (self->split);

  if (self->context == NULL)
    return;
  /* A window that grows narrow closes them by itself, before it says so. */
  if (self->width == WIDTH_WIDE && !adw_overlay_split_view_get_collapsed (self->split)
      && g_str_equal (sentinel_live_page_get_state (self), "list"))
    sentinel_desk_settings_set_boolean (sentinel_context_get_desk_settings (self->context),
                                        "details-shown",
                                        is_shown);
  sentinel_live_pane_follow_selection (self);
}

static void
show_details_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_overlay_split_view_set_show_sidebar (SENTINEL_LIVE_PAGE (widget)->split, TRUE);
}

static void
close_details_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_overlay_split_view_set_show_sidebar (SENTINEL_LIVE_PAGE (widget)->split, FALSE);
}

static void
row_activated_cb (SentinelLivePage *self, guint position)
{
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

/* Selection */

static void
ensure_selection_bar (SentinelLivePage *self)
{
  GtkWidget *bar;

  if (self->selection_bar != NULL)
    return;
  bar = sentinel_selection_bar_new ();
  self->selection_bar = SENTINEL_SELECTION_BAR (bar);
  sentinel_selection_bar_set_narrow (self->selection_bar, self->width == WIDTH_NARROW);
  adw_toolbar_view_add_bottom_bar (self->toolbar, bar);
}

/* What is done with one event stands in its details, where they are shown. */
static void
update_selection_bar (SentinelLivePage *self, guint n_selected)
{
  gboolean has_details = adw_overlay_split_view_get_show_sidebar (self->split);
  gboolean is_needed = n_selected > 1 || (n_selected == 1 && !has_details);

  if (is_needed)
    ensure_selection_bar (self);
  if (self->selection_bar == NULL)
    return;
  sentinel_selection_bar_set_n_selected (self->selection_bar, n_selected);
  sentinel_selection_bar_set_revealed (self->selection_bar, is_needed);
}

/**
 * sentinel_live_pane_make:
 * @self: a page with a context
 *
 * Makes what the person will see next, so that it comes at once. Main thread.
 */
void
sentinel_live_pane_make (SentinelLivePage *self)
{
  ensure_pane (self);
  ensure_selection_bar (self);
}

/**
 * sentinel_live_pane_follow_selection:
 * @self: a page with a context
 *
 * Main thread.
 */
void
sentinel_live_pane_follow_selection (SentinelLivePage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint n = (guint) gtk_bitset_get_size (selected);

  update_selection_bar (self, n);
  sentinel_live_acts_enable (self, n);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.clear-selection", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.show-menu", n > 0);
  show_details (self);
}

static void
show_last_selected (gpointer data)
{
  g_autoptr (SentinelLivePage) self = data;
  g_autoptr (GtkBitset) selected = NULL;

  if (self->selection == NULL)
    return;
  selected = gtk_selection_model_get_selection (self->selection);
  if (!gtk_bitset_is_empty (selected))
    gtk_column_view_scroll_to (self->view,
                               gtk_bitset_get_maximum (selected),
                               NULL,
                               GTK_LIST_SCROLL_NONE,
                               NULL);
}

/* The bar takes room from the list when it comes, and must not cover the row that it came for. The
 * list is being laid out now: where it is scrolled to would be forgotten with the next row. */
static void
page_size_changed_cb (SentinelLivePage *self, GParamSpec *pspec, GtkAdjustment *adjustment)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  double lost = self->page_size - gtk_adjustment_get_page_size (adjustment);
  double bottom;

  self->page_size = gtk_adjustment_get_page_size (adjustment);
  if (lost <= 0 || n_rows == 0 || gtk_bitset_is_empty (selected))
    return;
  bottom = (gtk_bitset_get_maximum (selected) + 1) * gtk_adjustment_get_upper (adjustment) / n_rows
           - gtk_adjustment_get_value (adjustment);
  if (bottom > self->page_size + 1 && bottom <= self->page_size + lost + 1)
    g_idle_add_once (show_last_selected, g_object_ref (self));
}

/**
 * sentinel_live_pane_set_up:
 * @self: a page with a context and a list
 *
 * Main thread, once.
 */
void
sentinel_live_pane_set_up (SentinelLivePage *self)
{
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller),
                           "notify::page-size",
                           G_CALLBACK (page_size_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection,
                           "selection-changed",
                           G_CALLBACK (sentinel_live_pane_follow_selection),
                           self,
                           G_CONNECT_SWAPPED);
  /* Rows that leave take their selection with them. */
  g_signal_connect_object (self->selection,
                           "items-changed",
                           G_CALLBACK (sentinel_live_pane_follow_selection),
                           self,
                           G_CONNECT_SWAPPED);
  sentinel_live_pane_follow_selection (self);
}

static void
clear_selection_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_selection_model_unselect_all (SENTINEL_LIVE_PAGE (widget)->selection);
}

/* Escape: out of the details that lie over the list, else out of the selection. */
static void
back_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);

  if (adw_overlay_split_view_get_collapsed (self->split)
      && adw_overlay_split_view_get_show_sidebar (self->split))
    adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  else
    gtk_selection_model_unselect_all (self->selection);
}

/* The menu of the rows */

static void
pop_up_menu (SentinelLivePage *self, const GdkRectangle *at)
{
  if (self->menu == NULL) {
    self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (self->row_menu));
    gtk_popover_set_has_arrow (self->menu, FALSE);
    gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
    gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  }
  gtk_popover_set_pointing_to (self->menu, at);
  gtk_popover_popup (self->menu);
}

static void
menu_requested_cb (SentinelLivePage *self, int n_press, double x, double y, GtkGesture *gesture)
{
  SentinelEventSlot *slot = sentinel_event_cell_find_slot_at (GTK_WIDGET (self->view), x, y);
  gint64 position;
  graphene_point_t at;

  if (slot == NULL)
    return;
  position = sentinel_event_list_get_position (self->list, sentinel_event_slot_get_id (slot));
  if (position < 0
      || !gtk_widget_compute_point (GTK_WIDGET (self->view),
                                    GTK_WIDGET (self),
                                    &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                    &at))
    return;
  if (!gtk_selection_model_is_selected (self->selection, (guint) position))
    gtk_selection_model_select_item (self->selection, (guint) position, TRUE);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu (self, &(GdkRectangle) { (int) at.x, (int) at.y, 1, 1 });
}

static void
show_menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      || !gtk_widget_compute_bounds (focus, widget, &bounds))
    return;
  pop_up_menu (self,
               &(GdkRectangle) { (int) bounds.origin.x,
                                 (int) bounds.origin.y,
                                 MIN ((int) bounds.size.width, 1),
                                 (int) bounds.size.height });
}

/**
 * sentinel_live_pane_install:
 * @widget_class: of the live page
 *
 * Its actions and what its template calls.
 */
void
sentinel_live_pane_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "live.show-details", NULL, show_details_action);
  gtk_widget_class_install_action (widget_class, "live.close-details", NULL, close_details_action);
  gtk_widget_class_install_action (widget_class,
                                   "live.clear-selection",
                                   NULL,
                                   clear_selection_action);
  gtk_widget_class_install_action (widget_class, "live.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "live.show-menu", NULL, show_menu_action);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, pane_shown_cb);
}
