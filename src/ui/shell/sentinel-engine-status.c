/* SPDX-License-Identifier: MIT */
/* Counts down with the ticker, and only while somebody looks. */
#include "sentinel-engine-status.h"
#include <glib/gi18n.h>

struct _SentinelEngineStatus {
  SentinelStatusRow parent_instance;
  SentinelContext *context; /* NULL: not set yet */
  SentinelTicker *ticker;
  gulong tick_id; /* 0 while it is not mapped */
};

G_DEFINE_FINAL_TYPE (SentinelEngineStatus, sentinel_engine_status, SENTINEL_TYPE_STATUS_ROW)

static gboolean
is_paused (SentinelEngineStatus *self)
{
  return sentinel_pause_is_paused (
      sentinel_engine_get_pause (sentinel_context_get_engine (self->context)));
}

static gboolean
has_trouble (SentinelEngineStatus *self)
{
  return sentinel_store_get_trouble (sentinel_context_get_store (self->context)) != NULL;
}

static char *
format_rules (guint n_rules)
{
  return g_strdup_printf (ngettext ("Watching %u rule", "Watching %u rules", n_rules), n_rules);
}

static char *
format_next (SentinelEngineStatus *self, SentinelEngine *engine)
{
  SentinelClock *clock = sentinel_context_get_clock (self->context);
  gint64 due_us = sentinel_engine_get_next_due_us (engine);
  gint64 left_us = MAX (due_us - sentinel_clock_get_boottime_us (clock), 0);
  int seconds = (int) ((left_us + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND);

  if (due_us < 0)
    return g_strdup (_ ("Nothing is due"));
  if (seconds < 120)
    /* Translators: when the next rule runs, in seconds; the space before s is a no-break space */
    return g_strdup_printf (_ ("Next in %d s"), seconds);
  /* Translators: when the next rule runs, in minutes; the space before min is a no-break space */
  return g_strdup_printf (_ ("Next in %d min"), seconds / 60);
}

static void
show_running (SentinelEngineStatus *self, SentinelEngine *engine)
{
  guint n_rules = sentinel_engine_get_n_rules (engine);
  g_autofree char *title = format_rules (n_rules);
  g_autofree char *next = format_next (self, engine);

  if (n_rules == 0)
    sentinel_status_row_show (SENTINEL_STATUS_ROW (self),
                              SENTINEL_TONE_NONE,
                              _ ("Watching Nothing"),
                              _ ("No rule is switched on"));
  else
    sentinel_status_row_show (SENTINEL_STATUS_ROW (self), SENTINEL_TONE_GOOD, title, next);
  if (n_rules > 0 && self->tick_id != 0)
    sentinel_ticker_want_second (self->ticker);
}

static void
show_status (SentinelEngineStatus *self)
{
  SentinelStatusRow *row = SENTINEL_STATUS_ROW (self);
  SentinelEngine *engine = sentinel_context_get_engine (self->context);

  if (has_trouble (self))
    sentinel_status_row_show (row, SENTINEL_TONE_ERROR, _ ("Not Stored"), _ ("The database has trouble"));
  else if (is_paused (self))
    sentinel_status_row_show (row, SENTINEL_TONE_WARNING, _ ("Paused"), _ ("Nothing is checked"));
  else if (sentinel_engine_get_state (engine) == SENTINEL_ENGINE_RUNNING)
    show_running (self, engine);
  else if (sentinel_engine_get_state (engine) == SENTINEL_ENGINE_WAITING)
    sentinel_status_row_show (row,
                              SENTINEL_TONE_GOOD,
                              _ ("Watched Elsewhere"),
                              _ ("By another Sentinel Alerts"));
  else
    sentinel_status_row_show (row, SENTINEL_TONE_NONE, _ ("Not Watching"), _ ("The engine is stopped"));
}

static void
sentinel_engine_status_map (GtkWidget *widget)
{
  SentinelEngineStatus *self = SENTINEL_ENGINE_STATUS (widget);

  GTK_WIDGET_CLASS (sentinel_engine_status_parent_class)->map (widget);
  if (self->context == NULL)
    return;
  sentinel_ticker_hold (self->ticker);
  self->tick_id = g_signal_connect_swapped (self->ticker, "tick", G_CALLBACK (show_status), self);
  show_status (self);
}

static void
sentinel_engine_status_unmap (GtkWidget *widget)
{
  SentinelEngineStatus *self = SENTINEL_ENGINE_STATUS (widget);

  if (self->tick_id != 0) {
    g_clear_signal_handler (&self->tick_id, self->ticker);
    sentinel_ticker_release (self->ticker);
  }
  GTK_WIDGET_CLASS (sentinel_engine_status_parent_class)->unmap (widget);
}

static void
sentinel_engine_status_dispose (GObject *object)
{
  SentinelEngineStatus *self = SENTINEL_ENGINE_STATUS (object);

  g_clear_object (&self->context);
  g_clear_object (&self->ticker);
  G_OBJECT_CLASS (sentinel_engine_status_parent_class)->dispose (object);
}

static void
sentinel_engine_status_class_init (SentinelEngineStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_engine_status_dispose;
  widget_class->map = sentinel_engine_status_map;
  widget_class->unmap = sentinel_engine_status_unmap;
}

static void
sentinel_engine_status_init (SentinelEngineStatus *self)
{
}

static void
follow (SentinelEngineStatus *self, gpointer object, const char *signal)
{
  g_signal_connect_object (object, signal, G_CALLBACK (show_status), self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_engine_status_set_context:
 * @self: a row without one
 * @context: the program's parts
 * @ticker: what counts down
 *
 * Main thread, once, before it is on screen.
 */
void
sentinel_engine_status_set_context (SentinelEngineStatus *self,
                                    SentinelContext *context,
                                    SentinelTicker *ticker)
{
  SentinelEngine *engine = sentinel_context_get_engine (context);

  g_return_if_fail (SENTINEL_IS_ENGINE_STATUS (self));
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  follow (self, engine, "notify::state");
  follow (self, engine, "notify::n-rules");
  follow (self, sentinel_engine_get_pause (engine), "notify::paused");
  follow (self, sentinel_context_get_store (context), "notify::trouble");
  show_status (self);
}

/**
 * sentinel_engine_status_open_cause:
 * @self: a row with a context
 *
 * Shows the rules where they are watched, else the page whose banner says what keeps them from it.
 */
void
sentinel_engine_status_open_cause (SentinelEngineStatus *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->context);

  if (!has_trouble (self) && !is_paused (self)
      && sentinel_engine_get_state (engine) == SENTINEL_ENGINE_RUNNING)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-rules", "s", "active");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "live");
}
