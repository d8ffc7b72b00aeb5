/* SPDX-License-Identifier: MIT */
/* The cursor, which pointer and keys share, and the lines that a person moves. */
#include "sentinel-metric-chart-private.h"
#include "sentinel-metric-cursor.h"
#include "sentinel-metric-levels.h"
#include "sentinel-metric-words.h"
#include <glib/gi18n.h>
#include <math.h>

#define REACH 6 /* from a line to the pointer that drags it */
#define PAGE_NOTCHES 10

static guint
count_stops (SentinelMetricChart *self)
{
  graphene_rect_t plot;

  sentinel_chart_get_plot (SENTINEL_CHART (self), &plot);
  return sentinel_metric_chart_ensure_stops (self, &plot)->stops->len;
}

/* The cursor */

static void
say (SentinelMetricChart *self, char *text, gboolean is_announced)
{
  g_autofree char *owned = text;
  g_autofree char *line = NULL;
  GStrv lines;

  if (!g_set_str (&self->cursor_text, owned))
    return;
  if (owned == NULL) {
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
    return;
  }
  lines = g_strsplit (owned, "\n", -1);
  /* Translators: between the parts of "31 events, 2 critical, 29 low" */
  line = g_strjoinv (_ (", "), lines);
  g_strfreev (lines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  line,
                                  -1);
  if (is_announced)
    gtk_accessible_announce (GTK_ACCESSIBLE (self),
                             line,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
put_cursor (SentinelMetricChart *self, guint stop, gboolean is_announced)
{
  SentinelMetricView *view = &self->view;

  if (self->cursor == stop)
    return;
  self->cursor = stop;
  if (stop == G_MAXUINT) {
    say (self, NULL, FALSE);
  } else {
    self->cursor_us = g_array_index (view->stops->stops, SentinelMetricStop, stop).at_us;
    say (self,
         sentinel_metric_format_stop (view->data, view->stops, stop, view->zone),
         is_announced);
  }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The time at a place of the pointer. */
static gint64
find_time (SentinelMetricChart *self, const graphene_rect_t *plot, double x)
{
  double fraction = (x - plot->origin.x) / MAX (plot->size.width, 1);

  if (sentinel_metric_view_is_rtl (&self->view))
    fraction = 1 - fraction;
  return self->view.data->from_us
         + (gint64) (CLAMP (fraction, 0, 1)
                     * (double) (self->view.data->to_us - self->view.data->from_us));
}

static void
show_pointer (SentinelMetricChart *self, gboolean is_over_line)
{
  if (self->is_over_line == is_over_line)
    return;
  self->is_over_line = is_over_line;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_over_line ? "ns-resize" : NULL);
}

static void
motion_cb (SentinelMetricChart *self, double x, double y, GtkEventControllerMotion *controller)
{
  graphene_rect_t plot;
  guint handle = SENTINEL_METRIC_NO_HANDLE;

  sentinel_chart_get_plot (SENTINEL_CHART (self), &plot);
  if (self->view.data == NULL || self->dragged != SENTINEL_METRIC_NO_HANDLE)
    return;
  if (self->is_editable)
    handle = sentinel_metric_levels_find (&self->view, &plot, y, REACH);
  show_pointer (self, handle != SENTINEL_METRIC_NO_HANDLE);
  put_cursor (self,
              sentinel_metric_stops_find (sentinel_metric_chart_ensure_stops (self, &plot),
                                          find_time (self, &plot, x)),
              FALSE);
}

static void
left_cb (SentinelMetricChart *self, GtkEventController *controller)
{
  show_pointer (self, FALSE);
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    put_cursor (self, G_MAXUINT, FALSE);
}

static void
focus_left_cb (SentinelMetricChart *self, GtkEventController *controller)
{
  self->view.chosen = SENTINEL_METRIC_NO_HANDLE;
  put_cursor (self, G_MAXUINT, FALSE);
  sentinel_chart_redraw (SENTINEL_CHART (self));
}

/* Without a cursor the first key puts it where people look first: at the newest, or at Home. */
static gboolean
move_cursor_cb (GtkWidget *widget, GVariant *step, gpointer unused)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (widget);
  guint n_stops = count_stops (self);
  int by = g_variant_get_int32 (step);

  if (n_stops == 0)
    return FALSE;
  if (sentinel_metric_view_is_rtl (&self->view) && (by == 1 || by == -1))
    by = -by;
  if (self->cursor == G_MAXUINT)
    put_cursor (self, by == G_MININT ? 0 : n_stops - 1, TRUE);
  else
    put_cursor (self, (guint) CLAMP ((gint64) self->cursor + by, 0, (gint64) n_stops - 1), TRUE);
  return TRUE;
}

static gboolean
move_by_band_cb (GtkWidget *widget, GVariant *is_right, gpointer unused)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (widget);
  gboolean is_forward = g_variant_get_boolean (is_right)
                        != sentinel_metric_view_is_rtl (&self->view);
  guint n_stops = count_stops (self);

  if (n_stops == 0)
    return FALSE;
  if (self->cursor == G_MAXUINT)
    put_cursor (self, is_forward ? 0 : n_stops - 1, FALSE);
  put_cursor (self, sentinel_metric_cursor_find_band (&self->view, self->cursor, is_forward), TRUE);
  return TRUE;
}

/* Levels */

static void
move_level (SentinelMetricChart *self, guint handle, double value, gboolean is_done)
{
  double before = sentinel_metric_levels_get (&self->view, handle), after;

  if (isfinite (value))
    sentinel_metric_levels_set (&self->view, handle, value);
  after = sentinel_metric_levels_get (&self->view, handle);
  if (!is_done && !(after < before) && !(after > before))
    return;
  if (is_done)
    sentinel_metric_chart_fit_values (self);
  sentinel_chart_redraw (SENTINEL_CHART (self));
  sentinel_metric_chart_emit_dragged (self, handle, after, is_done);
}

static double
find_value (SentinelMetricChart *self, double y)
{
  const SentinelValueAxis *axis = &self->view.axis;
  graphene_rect_t plot;
  double fraction;

  sentinel_chart_get_plot (SENTINEL_CHART (self), &plot);
  fraction = 1 - (y - plot.origin.y) / MAX (plot.size.height, 1);
  fraction = CLAMP (fraction, 0, 1);
  return sentinel_value_axis_snap (axis, axis->bottom * (1 - fraction) + axis->top * fraction);
}

static void
drag_begun_cb (SentinelMetricChart *self, double x, double y, GtkGesture *gesture)
{
  graphene_rect_t plot;

  sentinel_chart_get_plot (SENTINEL_CHART (self), &plot);
  if (self->is_editable)
    self->dragged = sentinel_metric_levels_find (&self->view, &plot, y, REACH);
  if (self->dragged == SENTINEL_METRIC_NO_HANDLE) {
    gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  /* from the line, so that it does not jump to the pointer */
  self->drag_y = sentinel_chart_get_y (SENTINEL_CHART (self),
                                       &plot,
                                       sentinel_metric_levels_get (&self->view, self->dragged));
  self->view.chosen = self->dragged;
  put_cursor (self, G_MAXUINT, FALSE);
  sentinel_chart_redraw (SENTINEL_CHART (self));
}

static void
dragged_cb (SentinelMetricChart *self, double dx, double dy, GtkGesture *gesture)
{
  if (self->dragged != SENTINEL_METRIC_NO_HANDLE)
    move_level (self, self->dragged, find_value (self, self->drag_y + dy), FALSE);
}

static void
drag_ended_cb (SentinelMetricChart *self, double dx, double dy, GtkGesture *gesture)
{
  guint handle = self->dragged;

  self->dragged = self->view.chosen = SENTINEL_METRIC_NO_HANDLE;
  if (handle != SENTINEL_METRIC_NO_HANDLE)
    move_level (self, handle, NAN, TRUE);
}

static gboolean
choose_level_cb (GtkWidget *widget, GVariant *is_up, gpointer unused)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (widget);
  guint handle;

  if (!self->is_editable)
    return FALSE;
  handle =
      sentinel_metric_levels_step (&self->view, self->view.chosen, g_variant_get_boolean (is_up));
  if (handle == SENTINEL_METRIC_NO_HANDLE)
    return FALSE;
  self->view.chosen = handle;
  put_cursor (self, G_MAXUINT, FALSE);
  say (self, sentinel_metric_levels_format (&self->view, handle), TRUE);
  sentinel_chart_redraw (SENTINEL_CHART (self));
  return TRUE;
}

static gboolean
move_level_cb (GtkWidget *widget, GVariant *n_notches, gpointer unused)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (widget);
  guint handle = self->view.chosen;
  double notch = sentinel_value_axis_get_notch (&self->view.axis);
  double value;

  if (!self->is_editable || !sentinel_metric_levels_is_handle (&self->view, handle))
    return FALSE;
  value = sentinel_metric_levels_get (&self->view, handle)
          + notch * g_variant_get_int32 (n_notches);
  move_level (self, handle, sentinel_value_axis_snap (&self->view.axis, value), TRUE);
  if (sentinel_metric_levels_is_handle (&self->view, handle))
    say (self, sentinel_metric_levels_format (&self->view, handle), TRUE);
  return TRUE;
}

static gboolean
let_go_cb (GtkWidget *widget, GVariant *unused, gpointer data)
{
  SentinelMetricChart *self = SENTINEL_METRIC_CHART (widget);

  if (self->view.chosen == SENTINEL_METRIC_NO_HANDLE)
    return FALSE;
  self->view.chosen = SENTINEL_METRIC_NO_HANDLE;
  say (self, NULL, FALSE);
  sentinel_chart_redraw (SENTINEL_CHART (self));
  return TRUE;
}

/**
 * sentinel_metric_chart_renew_cursor:
 * @self: a chart
 *
 * Keeps the cursor at its time, with what is there now.
 */
void
sentinel_metric_chart_renew_cursor (SentinelMetricChart *self)
{
  graphene_rect_t plot;
  guint cursor;

  if (!sentinel_metric_levels_is_handle (&self->view, self->view.chosen))
    self->view.chosen = SENTINEL_METRIC_NO_HANDLE;
  if (self->cursor == G_MAXUINT)
    return;
  sentinel_chart_get_plot (SENTINEL_CHART (self), &plot);
  sentinel_metric_chart_ensure_stops (self, &plot);
  cursor = self->cursor;
  self->cursor = G_MAXUINT;
  if (cursor == G_MAXUINT)
    say (self, NULL, FALSE);
  else
    put_cursor (self, cursor, FALSE);
}

/**
 * sentinel_metric_chart_add_acts:
 * @self: a chart that is being made
 */
void
sentinel_metric_chart_add_acts (SentinelMetricChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (left_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (focus_left_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begun_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (dragged_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_ended_cb), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, focus);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
}

/**
 * sentinel_metric_chart_class_add_acts:
 * @klass: the class of the chart
 */
void
sentinel_metric_chart_class_add_acts (GtkWidgetClass *klass)
{
  GdkModifierType control = GDK_CONTROL_MASK;

  gtk_widget_class_add_binding (klass, GDK_KEY_Left, 0, move_cursor_cb, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Right, 0, move_cursor_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Home, 0, move_cursor_cb, "i", G_MININT);
  gtk_widget_class_add_binding (klass, GDK_KEY_End, 0, move_cursor_cb, "i", G_MAXINT);
  gtk_widget_class_add_binding (klass, GDK_KEY_Left, control, move_by_band_cb, "b", FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Right, control, move_by_band_cb, "b", TRUE);
  gtk_widget_class_add_binding (klass, GDK_KEY_bracketleft, 0, choose_level_cb, "b", FALSE);
  gtk_widget_class_add_binding (klass, GDK_KEY_bracketright, 0, choose_level_cb, "b", TRUE);
  gtk_widget_class_add_binding (klass, GDK_KEY_Up, 0, move_level_cb, "i", 1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Down, 0, move_level_cb, "i", -1);
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Up, 0, move_level_cb, "i", PAGE_NOTCHES);
  gtk_widget_class_add_binding (klass, GDK_KEY_Page_Down, 0, move_level_cb, "i", -PAGE_NOTCHES);
  gtk_widget_class_add_binding (klass, GDK_KEY_Escape, 0, let_go_cb, NULL);
}
