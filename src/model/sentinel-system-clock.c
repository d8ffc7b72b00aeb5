/* SPDX-License-Identifier: MIT */
/* Sources on timerfd. CLOCK_BOOTTIME counts on during suspend, which the main loop's own timeouts
 * do not; CLOCK_REALTIME with TFD_TIMER_CANCEL_ON_SET tells at once when somebody set the clock. A
 * source that is not armed has a disarmed timer: no wake-ups. */
#include "sentinel-system-clock.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define NSEC_PER_USEC 1000

struct _SentinelSystemClock {
  GObject parent;
};

static void sentinel_system_clock_clock_init (SentinelClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SentinelSystemClock,
                               sentinel_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SENTINEL_TYPE_CLOCK,
                                                      sentinel_system_clock_clock_init))

typedef struct {
  SentinelClockSource base;
  SentinelClockKind kind;
  int fd; /* -1: the process has no file descriptor left; see set_due_without_timer() */
  gint64 due_us; /* -1: not armed */
  gboolean clock_was_set; /* noticed while arming, still to be told */
} TimerSource;

static gint64
read_clock_us (clockid_t id)
{
  struct timespec now;

  clock_gettime (id, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / NSEC_PER_USEC;
}

static gint64
read_kind_us (SentinelClockKind kind)
{
  return read_clock_us (kind == SENTINEL_CLOCK_REALTIME ? CLOCK_REALTIME : CLOCK_BOOTTIME);
}

static struct itimerspec
timer_value (gint64 due_us)
{
  struct itimerspec value = { 0 };

  if (due_us < 0)
    return value;
  value.it_value.tv_sec = due_us / G_USEC_PER_SEC;
  value.it_value.tv_nsec = due_us % G_USEC_PER_SEC * NSEC_PER_USEC;
  if (due_us == 0) /* all zero would disarm */
    value.it_value.tv_nsec = 1;
  return value;
}

/* The main loop's timeout stands in: on time while the machine is awake, late by the length of a
 * suspend. */
static void
set_due_without_timer (TimerSource *self, gint64 due_us)
{
  gint64 wait_us;

  if (due_us < 0) {
    g_source_set_ready_time (&self->base.parent, -1);
    return;
  }
  wait_us = MAX (0, due_us - read_kind_us (self->kind));
  g_source_set_ready_time (&self->base.parent, g_get_monotonic_time () + wait_us);
}

static void
timer_source_set_due (GSource *source, gint64 due_us)
{
  TimerSource *self = (TimerSource *) source;
  struct itimerspec value = timer_value (due_us);
  int flags = TFD_TIMER_ABSTIME;

  if (self->due_us == due_us)
    return;
  self->due_us = due_us;
  if (self->fd < 0) {
    set_due_without_timer (self, due_us);
    return;
  }
  if (self->kind == SENTINEL_CLOCK_REALTIME && due_us >= 0)
    flags |= TFD_TIMER_CANCEL_ON_SET;
  /* ECANCELED: the clock was set since the timer was armed before. The new time is armed all the
   * same. */
  if (timerfd_settime (self->fd, flags, &value, NULL) == 0 || errno != ECANCELED)
    return;
  self->clock_was_set = TRUE;
  g_source_set_ready_time (source, 0);
}

/* Takes what the timer has to say: has its time come, or was its clock set? */
static gboolean
take_expiry (TimerSource *self)
{
  guint64 n_expirations;

  if (self->fd < 0)
    return self->due_us >= 0 && read_kind_us (self->kind) >= self->due_us;
  if (self->clock_was_set)
    return TRUE;
  return read (self->fd, &n_expirations, sizeof n_expirations) == sizeof n_expirations
         || errno == ECANCELED;
}

static gboolean
timer_source_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  TimerSource *self = (TimerSource *) source;

  if (!take_expiry (self)) {
    /* Armed anew since the loop saw it ready; or the main loop's timeout came a little early. */
    if (self->fd < 0)
      set_due_without_timer (self, self->due_us);
    return G_SOURCE_CONTINUE;
  }
  timer_source_set_due (source, -1);
  self->clock_was_set = FALSE;
  g_source_set_ready_time (source, -1);
  return callback != NULL ? callback (data) : G_SOURCE_CONTINUE;
}

static void
timer_source_finalize (GSource *source)
{
  TimerSource *self = (TimerSource *) source;

  if (self->fd >= 0)
    close (self->fd);
}

static GSourceFuncs timer_source_funcs = {
  .dispatch = timer_source_dispatch,
  .finalize = timer_source_finalize,
};

static void
open_timer (TimerSource *self)
{
  clockid_t id = self->kind == SENTINEL_CLOCK_REALTIME ? CLOCK_REALTIME : CLOCK_BOOTTIME;

  self->fd = timerfd_create (id, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->fd >= 0)
    g_source_add_unix_fd (&self->base.parent, self->fd, G_IO_IN);
  else
    g_warning ("Creating a timer failed (%s): rules may run late after a suspend",
               g_strerror (errno));
}

static GSource *
sentinel_system_clock_create_source (SentinelClock *clock, SentinelClockKind kind, gint64 due_us)
{
  GSource *source = g_source_new (&timer_source_funcs, sizeof (TimerSource));
  TimerSource *self = (TimerSource *) source;

  self->base.set_due = timer_source_set_due;
  self->kind = kind;
  self->due_us = -1;
  open_timer (self);
  timer_source_set_due (source, due_us);
  g_source_set_static_name (source, "sentinel-clock");
  return source;
}

static gint64
sentinel_system_clock_get_realtime_us (SentinelClock *clock)
{
  return read_clock_us (CLOCK_REALTIME);
}

static gint64
sentinel_system_clock_get_boottime_us (SentinelClock *clock)
{
  return read_clock_us (CLOCK_BOOTTIME);
}

static void
sentinel_system_clock_clock_init (SentinelClockInterface *iface)
{
  iface->get_realtime_us = sentinel_system_clock_get_realtime_us;
  iface->get_boottime_us = sentinel_system_clock_get_boottime_us;
  iface->create_source = sentinel_system_clock_create_source;
}

static void
sentinel_system_clock_class_init (SentinelSystemClockClass *klass)
{
}

static void
sentinel_system_clock_init (SentinelSystemClock *self)
{
}

/**
 * sentinel_system_clock_new:
 *
 * Returns: (transfer full): the clock of the machine. Its sources belong to one thread each, the
 * one that runs their context.
 */
SentinelClock *
sentinel_system_clock_new (void)
{
  return g_object_new (SENTINEL_TYPE_SYSTEM_CLOCK, NULL);
}
