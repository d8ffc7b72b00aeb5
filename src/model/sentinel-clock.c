/* SPDX-License-Identifier: MIT */
/* The clock interface: what the rest of the program may ask about time. */
#include "sentinel-clock.h"

G_DEFINE_INTERFACE (SentinelClock, sentinel_clock, G_TYPE_OBJECT)

static void
sentinel_clock_default_init (SentinelClockInterface *iface)
{
}

/**
 * sentinel_clock_get_realtime_us:
 * @self: a clock
 *
 * Returns: the wall clock, microseconds UTC since 1970. It may jump either way. Any thread.
 */
gint64
sentinel_clock_get_realtime_us (SentinelClock *self)
{
  return SENTINEL_CLOCK_GET_IFACE (self)->get_realtime_us (self);
}

/**
 * sentinel_clock_get_boottime_us:
 * @self: a clock
 *
 * Returns: microseconds since the machine started, suspend included. It never goes back. Any
 * thread.
 */
gint64
sentinel_clock_get_boottime_us (SentinelClock *self)
{
  return SENTINEL_CLOCK_GET_IFACE (self)->get_boottime_us (self);
}

/**
 * sentinel_clock_create_source:
 * @self: a clock
 * @kind: the time that @due_us counts in; a source of %SENTINEL_CLOCK_REALTIME that is armed fires
 * also when the clock was set
 * @due_us: when to fire, microseconds; -1 for not yet
 *
 * Creates a source that is not attached yet. Its callback is a #GSourceFunc; it runs once when the
 * clock has reached @due_us, then the source waits without a wake-up until
 * sentinel_clock_source_set_due(). A callback that returns %G_SOURCE_REMOVE ends the source. A time
 * that has passed already fires at once. Any thread.
 *
 * Returns: (transfer full): the source
 */
GSource *
sentinel_clock_create_source (SentinelClock *self, SentinelClockKind kind, gint64 due_us)
{
  return SENTINEL_CLOCK_GET_IFACE (self)->create_source (self, kind, due_us);
}

/**
 * sentinel_clock_source_set_due:
 * @source: a source of sentinel_clock_create_source()
 * @due_us: when to fire next, microseconds of the source's kind; -1 for not any more
 *
 * Arms the source anew. It may be called from the source's own callback and from any thread.
 */
void
sentinel_clock_source_set_due (GSource *source, gint64 due_us)
{
  SentinelClockSource *self = (SentinelClockSource *) source;

  self->set_due (source, due_us);
}
