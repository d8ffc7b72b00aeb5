/* SPDX-License-Identifier: MIT */
/* A clock for tests. A source becomes ready when the clock was moved past its time; of several that
 * are ready in one main context (at one priority) the earliest is dispatched first, however they
 * were created. */
#include "sentinel-fake-clock.h"

struct _SentinelFakeClock {
  GObject parent;

  /* guards all below, and the fields of the sources: tests move the clock from one thread while
   * others run */
  GMutex mutex;
  gint64 realtime_us;
  gint64 boottime_us;
  GPtrArray *sources; /* of FakeSource, borrowed: each takes itself out when it goes */
};

static void sentinel_fake_clock_clock_init (SentinelClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SentinelFakeClock,
                               sentinel_fake_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SENTINEL_TYPE_CLOCK,
                                                      sentinel_fake_clock_clock_init))

typedef struct {
  SentinelClockSource base;
  SentinelFakeClock *clock;
  SentinelClockKind kind;
  gint64 due_us; /* -1: not armed */
  gboolean clock_was_set;
  GMainContext *context; /* borrowed and only compared, never used */
} FakeSource;

static gint64
kind_now_us (SentinelFakeClock *self, SentinelClockKind kind)
{
  return kind == SENTINEL_CLOCK_REALTIME ? self->realtime_us : self->boottime_us;
}

/* How long the source should have fired already; negative: not yet. A source that only tells that
 * the clock was set is due now. */
static gint64
overdue_us (FakeSource *source)
{
  gint64 late_us;

  if (source->due_us < 0)
    return -1;
  late_us = kind_now_us (source->clock, source->kind) - source->due_us;
  return source->clock_was_set ? MAX (late_us, 0) : late_us;
}

/* Also wakes the context of a source that is ready now. */
static void
update_ready (FakeSource *source)
{
  g_source_set_ready_time (&source->base.parent, overdue_us (source) >= 0 ? 0 : -1);
}

static void
update_all (SentinelFakeClock *self)
{
  for (guint i = 0; i < self->sources->len; i++)
    update_ready (g_ptr_array_index (self->sources, i));
}

static gboolean
is_rival (FakeSource *source, FakeSource *other)
{
  GSource *a = &source->base.parent, *b = &other->base.parent;

  return other != source && other->context == source->context && !g_source_is_destroyed (b)
         && g_source_get_priority (a) == g_source_get_priority (b);
}

static gboolean
is_first_in_line (FakeSource *source)
{
  GPtrArray *sources = source->clock->sources;
  gint64 late_us = overdue_us (source);

  for (guint i = 0; i < sources->len; i++) {
    FakeSource *other = g_ptr_array_index (sources, i);

    if (is_rival (source, other) && overdue_us (other) > late_us)
      return FALSE;
  }
  return TRUE;
}

static void
fake_source_set_due (GSource *source, gint64 due_us)
{
  FakeSource *self = (FakeSource *) source;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->clock->mutex);

  self->due_us = due_us;
  self->clock_was_set = FALSE;
  update_ready (self);
}

/* The loop prepares every source of a priority before it dispatches one, so all contexts are known
 * when the line is formed. */
static gboolean
fake_source_prepare (GSource *source, int *timeout_ms)
{
  FakeSource *self = (FakeSource *) source;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->clock->mutex);

  self->context = g_source_get_context (source);
  *timeout_ms = -1;
  return FALSE;
}

/* Not its turn: it stays ready, and the next round of the loop asks again. */
static gboolean
take_turn (FakeSource *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->clock->mutex);

  if (overdue_us (self) < 0 || !is_first_in_line (self))
    return FALSE;
  self->due_us = -1;
  self->clock_was_set = FALSE;
  update_ready (self);
  return TRUE;
}

static gboolean
fake_source_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  if (!take_turn ((FakeSource *) source) || callback == NULL)
    return G_SOURCE_CONTINUE;
  return callback (data);
}

static void
fake_source_dispose (GSource *source)
{
  FakeSource *self = (FakeSource *) source;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->clock->mutex);

  g_ptr_array_remove_fast (self->clock->sources, self);
}

static void
fake_source_finalize (GSource *source)
{
  FakeSource *self = (FakeSource *) source;

  g_clear_object (&self->clock);
}

static GSourceFuncs fake_source_funcs = {
  .prepare = fake_source_prepare,
  .dispatch = fake_source_dispatch,
  .finalize = fake_source_finalize,
};

static GSource *
sentinel_fake_clock_create_source (SentinelClock *clock, SentinelClockKind kind, gint64 due_us)
{
  SentinelFakeClock *self = SENTINEL_FAKE_CLOCK (clock);
  GSource *source = g_source_new (&fake_source_funcs, sizeof (FakeSource));
  FakeSource *fake = (FakeSource *) source;

  fake->base.set_due = fake_source_set_due;
  fake->clock = g_object_ref (self);
  fake->kind = kind;
  g_source_set_dispose_function (source, fake_source_dispose);
  g_source_set_static_name (source, "sentinel-fake-clock");
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->sources, fake);
  g_mutex_unlock (&self->mutex);
  fake_source_set_due (source, due_us);
  return source;
}

static gint64
sentinel_fake_clock_get_realtime_us (SentinelClock *clock)
{
  SentinelFakeClock *self = SENTINEL_FAKE_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->realtime_us;
}

static gint64
sentinel_fake_clock_get_boottime_us (SentinelClock *clock)
{
  SentinelFakeClock *self = SENTINEL_FAKE_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->boottime_us;
}

static void
sentinel_fake_clock_clock_init (SentinelClockInterface *iface)
{
  iface->get_realtime_us = sentinel_fake_clock_get_realtime_us;
  iface->get_boottime_us = sentinel_fake_clock_get_boottime_us;
  iface->create_source = sentinel_fake_clock_create_source;
}

static void
sentinel_fake_clock_finalize (GObject *object)
{
  SentinelFakeClock *self = SENTINEL_FAKE_CLOCK (object);

  g_ptr_array_unref (self->sources);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (sentinel_fake_clock_parent_class)->finalize (object);
}

static void
sentinel_fake_clock_class_init (SentinelFakeClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_fake_clock_finalize;
}

static void
sentinel_fake_clock_init (SentinelFakeClock *self)
{
  g_mutex_init (&self->mutex);
  self->sources = g_ptr_array_new ();
}

/**
 * sentinel_fake_clock_new:
 * @realtime_us: the wall clock to start with, microseconds UTC; the boot clock starts at 0
 *
 * Returns: (transfer full): a clock that stands still
 */
SentinelFakeClock *
sentinel_fake_clock_new (gint64 realtime_us)
{
  SentinelFakeClock *self = g_object_new (SENTINEL_TYPE_FAKE_CLOCK, NULL);

  self->realtime_us = realtime_us;
  return self;
}

/**
 * sentinel_fake_clock_advance:
 * @self: a fake clock
 * @duration_us: microseconds to go on, 0 or more
 *
 * Moves both clocks in one step. What is due then becomes ready and is dispatched by whoever runs
 * its context. Any thread.
 */
void
sentinel_fake_clock_advance (SentinelFakeClock *self, gint64 duration_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->realtime_us += duration_us;
  self->boottime_us += duration_us;
  update_all (self);
}

/**
 * sentinel_fake_clock_set_realtime:
 * @self: a fake clock
 * @realtime_us: the new wall clock, microseconds UTC, earlier or later
 *
 * Sets the wall clock, as a person or the network would: every armed source of
 * %SENTINEL_CLOCK_REALTIME fires. Any thread.
 */
void
sentinel_fake_clock_set_realtime (SentinelFakeClock *self, gint64 realtime_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->realtime_us = realtime_us;
  for (guint i = 0; i < self->sources->len; i++) {
    FakeSource *source = g_ptr_array_index (self->sources, i);

    if (source->kind == SENTINEL_CLOCK_REALTIME && source->due_us >= 0)
      source->clock_was_set = TRUE;
  }
  update_all (self);
}

/**
 * sentinel_fake_clock_get_next_due_us:
 * @self: a fake clock
 * @kind: of which sources
 *
 * Returns: the earliest time that a source waits for, microseconds of @kind; -1 when none is armed.
 * Any thread.
 */
gint64
sentinel_fake_clock_get_next_due_us (SentinelFakeClock *self, SentinelClockKind kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 next_us = -1;

  for (guint i = 0; i < self->sources->len; i++) {
    FakeSource *source = g_ptr_array_index (self->sources, i);

    if (source->kind != kind || source->due_us < 0 || g_source_is_destroyed (&source->base.parent))
      continue;
    if (next_us < 0 || source->due_us < next_us)
      next_us = source->due_us;
  }
  return next_us;
}
