/* SPDX-License-Identifier: MIT */
/* One source for all ages on screen. Who shows one asks for the next tick after each tick, so that
 * it stops by itself; what is asked for by many is one wake-up. */
#include "sentinel-ticker.h"

struct _SentinelTicker {
  GObject parent_instance;
  SentinelClock *clock;
  GSource *source;
  guint n_holds;
  gint64 due_us; /* -1: nobody asked */
  GTimeZone *zone; /* NULL: the local one */
};

enum {
  PROP_0,
  PROP_TIMES_IN_UTC,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_TICK,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelTicker, sentinel_ticker, G_TYPE_OBJECT)

static gboolean
second_passed_cb (gpointer data)
{
  SentinelTicker *self = data;
  g_autoptr (SentinelTicker) alive = g_object_ref (self);

  self->due_us = -1;
  g_signal_emit (self, signals[SIGNAL_TICK], 0, sentinel_ticker_get_now_us (alive));
  return G_SOURCE_CONTINUE;
}

static void
set_due (SentinelTicker *self, gint64 due_us)
{
  self->due_us = due_us;
  sentinel_clock_source_set_due (self->source, due_us);
}

static void
want_next (SentinelTicker *self, gint64 pace_us)
{
  gint64 now_us = sentinel_ticker_get_now_us (self);
  gint64 due_us = (now_us / pace_us + 1) * pace_us;

  if (self->n_holds > 0 && (self->due_us < 0 || due_us < self->due_us))
    set_due (self, due_us);
}

static void
sentinel_ticker_dispose (GObject *object)
{
  SentinelTicker *self = SENTINEL_TICKER (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (sentinel_ticker_parent_class)->dispose (object);
}

static void
sentinel_ticker_finalize (GObject *object)
{
  g_clear_pointer (&SENTINEL_TICKER (object)->zone, g_time_zone_unref);
  G_OBJECT_CLASS (sentinel_ticker_parent_class)->finalize (object);
}

static void
set_times_in_utc (SentinelTicker *self, gboolean times_in_utc)
{
  if (times_in_utc == (self->zone != NULL))
    return;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  if (times_in_utc)
    self->zone = g_time_zone_new_utc ();
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMES_IN_UTC]);
  g_signal_emit (self, signals[SIGNAL_TICK], 0, sentinel_ticker_get_now_us (self));
}

static void
sentinel_ticker_set_property (GObject *object,
                              guint property_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  switch (property_id) {
  case PROP_TIMES_IN_UTC:
    set_times_in_utc (SENTINEL_TICKER (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_ticker_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id) {
  case PROP_TIMES_IN_UTC:
    g_value_set_boolean (value, SENTINEL_TICKER (object)->zone != NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_ticker_class_init (SentinelTickerClass *klass)
{
  G_OBJECT_CLASS (klass)->set_property = sentinel_ticker_set_property;
  G_OBJECT_CLASS (klass)->get_property = sentinel_ticker_get_property;
  G_OBJECT_CLASS (klass)->dispose = sentinel_ticker_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_ticker_finalize;
  properties[PROP_TIMES_IN_UTC] =
      g_param_spec_boolean ("times-in-utc",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[SIGNAL_TICK] = g_signal_new ("tick",
                                       SENTINEL_TYPE_TICKER,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_INT64);
}

static void
sentinel_ticker_init (SentinelTicker *self)
{
  self->due_us = -1;
}

/**
 * sentinel_ticker_new:
 * @clock: whose wall clock it follows
 *
 * Returns: (transfer full): a ticker that is still, in the caller's thread-default main context
 */
SentinelTicker *
sentinel_ticker_new (SentinelClock *clock)
{
  SentinelTicker *self;

  g_return_val_if_fail (SENTINEL_IS_CLOCK (clock), NULL);
  self = g_object_new (SENTINEL_TYPE_TICKER, NULL);
  self->clock = g_object_ref (clock);
  self->source = sentinel_clock_create_source (clock, SENTINEL_CLOCK_REALTIME, -1);
  g_source_set_static_name (self->source, "sentinel-ticker");
  g_source_set_callback (self->source, second_passed_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * sentinel_ticker_get_now_us:
 * @self: a ticker
 *
 * Returns: the wall clock, microseconds UTC
 */
gint64
sentinel_ticker_get_now_us (SentinelTicker *self)
{
  return sentinel_clock_get_realtime_us (self->clock);
}

/**
 * sentinel_ticker_get_zone:
 * @self: a ticker
 *
 * Returns: (transfer none) (nullable): in which zone times are told; %NULL: the local one
 */
GTimeZone *
sentinel_ticker_get_zone (SentinelTicker *self)
{
  return self->zone;
}

/**
 * sentinel_ticker_hold:
 * @self: a ticker
 *
 * Says that an age came on screen. Main thread.
 */
void
sentinel_ticker_hold (SentinelTicker *self)
{
  self->n_holds++;
}

/**
 * sentinel_ticker_release:
 * @self: a ticker
 *
 * Says that an age is on screen no more; the last one stops the clock. Main thread.
 */
void
sentinel_ticker_release (SentinelTicker *self)
{
  g_return_if_fail (self->n_holds > 0);
  self->n_holds--;
  if (self->n_holds == 0 && self->source != NULL)
    set_due (self, -1);
}

/**
 * sentinel_ticker_want_second:
 * @self: a ticker
 *
 * Asks for one tick at the next full second. Main thread.
 */
void
sentinel_ticker_want_second (SentinelTicker *self)
{
  want_next (self, G_TIME_SPAN_SECOND);
}

/**
 * sentinel_ticker_want_minute:
 * @self: a ticker
 *
 * Asks for one tick at the next full minute. Main thread.
 */
void
sentinel_ticker_want_minute (SentinelTicker *self)
{
  want_next (self, G_TIME_SPAN_MINUTE);
}
