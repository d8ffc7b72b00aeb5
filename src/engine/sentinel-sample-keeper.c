/* SPDX-License-Identifier: MIT */
/* One source on the clock that counts on during suspend: a wall clock that jumps wakes nobody. A
 * pass is small writes one after the other, each asked for when the one before is stored, so that
 * runs and people never wait for more than one of them. A pass that fails or is broken off is begun
 * anew an hour later, and finds what is left to do. */
#include "sentinel-sample-keeper.h"

#include "sentinel-rollup-store.h"

struct _SentinelSampleKeeper {
  SentinelStore *store;
  GSource *source; /* NULL: it has ended */
  GCancellable *cancellable;
  gboolean is_busy; /* a pass is under way */
  gboolean is_due; /* and when it is over, another */
};

typedef struct {
  SentinelSampleKeeper *keeper; /* owned */
  SentinelRollupPass pass;
} Step;

static void
clear_keeper (gpointer data)
{
  SentinelSampleKeeper *self = data;

  g_object_unref (self->cancellable);
  g_object_unref (self->store);
}

static void
step_free (gpointer data)
{
  g_rc_box_release_full (((Step *) data)->keeper, clear_keeper);
  g_free (data);
}

static gboolean
write_step (SentinelTransaction *tx, gpointer data, GError **error)
{
  return sentinel_rollup_store_step (tx, &((Step *) data)->pass, error);
}

static void begin_step (SentinelSampleKeeper *self, const SentinelRollupPass *pass);

static void
begin_pass_if_due (SentinelSampleKeeper *self)
{
  const SentinelRollupPass pass = { 0 };

  if (!self->is_due || self->is_busy)
    return;
  self->is_due = FALSE;
  begin_step (self, &pass);
}

static void
step_written_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;
  SentinelSampleKeeper *self = step->keeper;
  g_autoptr (GError) error = NULL;
  gboolean is_written = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  self->is_busy = FALSE;
  if (self->source == NULL)
    return;
  if (!is_written)
    g_debug ("Old samples are rolled up later: %s", error->message);
  else if (!step->pass.is_done)
    begin_step (self, &step->pass);
  begin_pass_if_due (self);
}

static void
begin_step (SentinelSampleKeeper *self, const SentinelRollupPass *pass)
{
  Step *step = g_new0 (Step, 1);

  self->is_busy = TRUE;
  step->keeper = g_rc_box_acquire (self);
  step->pass = *pass;
  sentinel_store_write_async (self->store,
                              write_step,
                              step,
                              step_free,
                              self->cancellable,
                              step_written_cb,
                              step);
}

static void
arm (SentinelSampleKeeper *self, gint64 delay_us)
{
  SentinelClock *clock = sentinel_store_get_clock (self->store);

  sentinel_clock_source_set_due (self->source, sentinel_clock_get_boottime_us (clock) + delay_us);
}

static gboolean
due_cb (gpointer user_data)
{
  SentinelSampleKeeper *self = user_data;

  arm (self, SENTINEL_SAMPLE_KEEPER_PERIOD_US);
  self->is_due = TRUE;
  begin_pass_if_due (self);
  return G_SOURCE_CONTINUE;
}

/**
 * sentinel_sample_keeper_new:
 * @store: the database
 *
 * Returns: (transfer full): a keeper in the thread-default main context
 */
SentinelSampleKeeper *
sentinel_sample_keeper_new (SentinelStore *store)
{
  SentinelSampleKeeper *self = g_rc_box_new0 (SentinelSampleKeeper);

  self->store = g_object_ref (store);
  self->cancellable = g_cancellable_new ();
  self->source =
      sentinel_clock_create_source (sentinel_store_get_clock (store), SENTINEL_CLOCK_BOOTTIME, -1);
  g_source_set_callback (self->source, due_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  arm (self, SENTINEL_SAMPLE_KEEPER_FIRST_US);
  return self;
}

/**
 * sentinel_sample_keeper_free:
 * @self: (transfer full): a keeper
 *
 * The step that is being written is still stored, or not at all.
 */
void
sentinel_sample_keeper_free (SentinelSampleKeeper *self)
{
  g_cancellable_cancel (self->cancellable);
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_rc_box_release_full (self, clear_keeper);
}
