/* SPDX-License-Identifier: MIT */
/* Three facts decide: somebody asked, one is on its way, the interval is not over. */
#include "sentinel-refresher.h"

struct _SentinelRefresher {
  GObject parent_instance;
  SentinelClock *clock;
  GSource *source; /* fires when the interval is over */
  gint64 interval_us;
  gint64 next_us; /* boottime: not before */
  gboolean is_asked, is_busy;
};

enum {
  SIGNAL_REFRESH,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRefresher, sentinel_refresher, G_TYPE_OBJECT)

static void
refresh_if_due (SentinelRefresher *self)
{
  gint64 now_us = sentinel_clock_get_boottime_us (self->clock);

  if (!self->is_asked || self->is_busy || self->source == NULL)
    return;
  if (now_us < self->next_us) {
    sentinel_clock_source_set_due (self->source, self->next_us);
    return;
  }
  self->is_asked = FALSE;
  self->is_busy = TRUE;
  self->next_us = now_us + self->interval_us;
  g_signal_emit (self, signals[SIGNAL_REFRESH], 0);
}

static gboolean
interval_over_cb (gpointer data)
{
  SentinelRefresher *self = data;

  sentinel_clock_source_set_due (self->source, -1);
  refresh_if_due (self);
  return G_SOURCE_CONTINUE;
}

static void
sentinel_refresher_dispose (GObject *object)
{
  SentinelRefresher *self = SENTINEL_REFRESHER (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (sentinel_refresher_parent_class)->dispose (object);
}

static void
sentinel_refresher_class_init (SentinelRefresherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_refresher_dispose;
  signals[SIGNAL_REFRESH] = g_signal_new ("refresh",
                                          SENTINEL_TYPE_REFRESHER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_refresher_init (SentinelRefresher *self)
{
}

/**
 * sentinel_refresher_new:
 * @clock: by which the interval is measured
 * @interval_ms: at most one refresh in this time
 *
 * Returns: (transfer full): a refresher, in the caller's thread-default main context
 */
SentinelRefresher *
sentinel_refresher_new (SentinelClock *clock, gint64 interval_ms)
{
  SentinelRefresher *self;

  g_return_val_if_fail (SENTINEL_IS_CLOCK (clock), NULL);
  self = g_object_new (SENTINEL_TYPE_REFRESHER, NULL);
  self->clock = g_object_ref (clock);
  self->interval_us = interval_ms * G_TIME_SPAN_MILLISECOND;
  self->source = sentinel_clock_create_source (clock, SENTINEL_CLOCK_BOOTTIME, -1);
  g_source_set_static_name (self->source, "sentinel-refresher");
  g_source_set_callback (self->source, interval_over_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * sentinel_refresher_ask:
 * @self: a refresher
 *
 * Says that what was read is old. Main thread.
 */
void
sentinel_refresher_ask (SentinelRefresher *self)
{
  self->is_asked = TRUE;
  refresh_if_due (self);
}

/**
 * sentinel_refresher_done:
 * @self: a refresher that emitted "refresh"
 *
 * Says that the answer is there, or that there will be none. Main thread.
 */
void
sentinel_refresher_done (SentinelRefresher *self)
{
  self->is_busy = FALSE;
  refresh_if_due (self);
}
