/* SPDX-License-Identifier: MIT */
/* One clock source is armed for the earliest; when it fires, everything due within the window is
 * handled in one go. */
#include "sentinel-scheduler.h"

#include "sentinel-due-heap.h"

#define PHASE_STEP_US 10000

typedef struct {
  SentinelDueItem item; /* not in the heap: parked */
  gint64 period_us;
} Entry;

struct _SentinelScheduler {
  GObject parent;

  SentinelClock *clock;
  SentinelDueFunc func;
  gpointer user_data;

  GHashTable *entries; /* by rule id; owned */
  SentinelDueHeap *heap; /* by boottime */
  GSource *source; /* NULL: not started */
  gboolean is_dispatching; /* the source is armed once at the end */
};

G_DEFINE_FINAL_TYPE (SentinelScheduler, sentinel_scheduler, G_TYPE_OBJECT)

static void
arm (SentinelScheduler *self)
{
  if (self->source != NULL && !self->is_dispatching)
    sentinel_clock_source_set_due (self->source, sentinel_scheduler_get_next_due_us (self));
}

/* Takes the earliest rule on to its next due time, then tells that it was due. */
static void
handle_first (SentinelScheduler *self, gint64 now_us, gint64 realtime_us)
{
  Entry *entry = (Entry *) sentinel_due_heap_get_first (self->heap);
  gint64 due_us = sentinel_due_heap_get_first_due_us (self->heap);
  gint64 late_us = now_us - due_us;
  gint64 missed = late_us >= entry->period_us ? late_us / entry->period_us : 0;

  sentinel_due_heap_put_off_first (self->heap, due_us + (missed + 1) * entry->period_us);
  self->func (entry->item.rule_id, realtime_us - late_us, missed, self->user_data);
}

static gboolean
due_cb (gpointer user_data)
{
  g_autoptr (SentinelScheduler) self = g_object_ref (user_data);
  gint64 now_us = sentinel_clock_get_boottime_us (self->clock);
  gint64 realtime_us = sentinel_clock_get_realtime_us (self->clock);

  self->is_dispatching = TRUE;
  while (self->source != NULL && sentinel_due_heap_get_first (self->heap) != NULL
         && sentinel_due_heap_get_first_due_us (self->heap)
                <= now_us + SENTINEL_SCHEDULER_WINDOW_US)
    handle_first (self, now_us, realtime_us);
  self->is_dispatching = FALSE;
  arm (self);
  return self->source != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Neighbours by id lie 10 ms apart: those of one window share a wake-up, a commit and, as their
 * rows lie beside each other too, the pages that it writes. Many rules still fill the whole period.
 */
static gint64
compute_phase_us (gint64 rule_id, gint64 period_us)
{
  guint64 range_us = (guint64) MIN (period_us, SENTINEL_PHASE_MAX_US);

  return (gint64) ((guint64) rule_id * PHASE_STEP_US % range_us);
}

/* A last run in the future means that the wall clock was set back: then a whole period is waited
 * for at most. */
static gint64
compute_first_due_us (SentinelScheduler *self,
                      gint64 rule_id,
                      gint64 period_us,
                      gint64 last_run_at_us)
{
  gint64 phase_us = compute_phase_us (rule_id, period_us);
  gint64 wait_us = 0;

  if (last_run_at_us > 0) {
    gint64 since_us = sentinel_clock_get_realtime_us (self->clock) - last_run_at_us;

    wait_us = period_us - CLAMP (since_us, 0, period_us);
  }
  return sentinel_clock_get_boottime_us (self->clock) + MAX (phase_us, wait_us);
}

static Entry *
find_entry (SentinelScheduler *self, gint64 rule_id)
{
  return g_hash_table_lookup (self->entries, &rule_id);
}

static Entry *
ensure_entry (SentinelScheduler *self, gint64 rule_id)
{
  Entry *entry = find_entry (self, rule_id);

  if (entry != NULL)
    return entry;
  entry = g_new0 (Entry, 1);
  entry->item = (SentinelDueItem) { rule_id, SENTINEL_DUE_NOWHERE };
  g_hash_table_insert (self->entries, &entry->item.rule_id, entry);
  return entry;
}

static void
sentinel_scheduler_dispose (GObject *object)
{
  sentinel_scheduler_stop (SENTINEL_SCHEDULER (object));
  G_OBJECT_CLASS (sentinel_scheduler_parent_class)->dispose (object);
}

static void
sentinel_scheduler_finalize (GObject *object)
{
  SentinelScheduler *self = SENTINEL_SCHEDULER (object);

  sentinel_due_heap_free (self->heap);
  g_hash_table_unref (self->entries);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (sentinel_scheduler_parent_class)->finalize (object);
}

static void
sentinel_scheduler_class_init (SentinelSchedulerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_scheduler_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_scheduler_finalize;
}

static void
sentinel_scheduler_init (SentinelScheduler *self)
{
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->heap = sentinel_due_heap_new ();
}

/**
 * sentinel_scheduler_new:
 * @clock: the time
 * @func: told of each rule that is due, in the order of their times; it may change the schedule
 * @user_data: for @func; must outlive the scheduler
 *
 * Returns: (transfer full): a scheduler without rules, not started
 */
SentinelScheduler *
sentinel_scheduler_new (SentinelClock *clock, SentinelDueFunc func, gpointer user_data)
{
  SentinelScheduler *self = g_object_new (SENTINEL_TYPE_SCHEDULER, NULL);

  self->clock = g_object_ref (clock);
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * sentinel_scheduler_put:
 * @self: a scheduler
 * @rule_id: a rule
 * @period_us: microseconds from run to run, above 0
 * @last_run_at_us: when it last ran, microseconds UTC; 0: never
 *
 * Adds or changes a rule, see the header for when it is first due.
 */
void
sentinel_scheduler_put (SentinelScheduler *self,
                        gint64 rule_id,
                        gint64 period_us,
                        gint64 last_run_at_us)
{
  Entry *entry;

  g_return_if_fail (period_us > 0);
  entry = ensure_entry (self, rule_id);
  entry->period_us = period_us;
  sentinel_due_heap_put (self->heap,
                         &entry->item,
                         compute_first_due_us (self, rule_id, period_us, last_run_at_us));
  arm (self);
}

/**
 * sentinel_scheduler_park:
 * @self: a scheduler
 * @rule_id: a rule; an unknown one is ignored
 *
 * Keeps a rule from becoming due until sentinel_scheduler_run_soon().
 */
void
sentinel_scheduler_park (SentinelScheduler *self, gint64 rule_id)
{
  Entry *entry = find_entry (self, rule_id);

  if (entry == NULL)
    return;
  sentinel_due_heap_remove (self->heap, &entry->item);
  arm (self);
}

/**
 * sentinel_scheduler_run_soon:
 * @self: a scheduler
 * @rule_id: a rule; an unknown one is ignored
 *
 * Makes a rule due at once, then by its period again.
 */
void
sentinel_scheduler_run_soon (SentinelScheduler *self, gint64 rule_id)
{
  Entry *entry = find_entry (self, rule_id);

  if (entry == NULL)
    return;
  sentinel_due_heap_put (self->heap, &entry->item, sentinel_clock_get_boottime_us (self->clock));
  arm (self);
}

/**
 * sentinel_scheduler_put_off:
 * @self: a scheduler
 * @rule_id: a rule; one that is unknown or parked is ignored
 * @due_us: when it is due next, boottime in microseconds
 *
 * Lets a rule be, then it is due by its period again.
 */
void
sentinel_scheduler_put_off (SentinelScheduler *self, gint64 rule_id, gint64 due_us)
{
  Entry *entry = find_entry (self, rule_id);

  if (entry == NULL || sentinel_due_heap_get_due_us (self->heap, &entry->item) < 0)
    return;
  sentinel_due_heap_put (self->heap, &entry->item, due_us);
  arm (self);
}

/**
 * sentinel_scheduler_remove:
 * @self: a scheduler
 * @rule_id: a rule; an unknown one is ignored
 *
 * Forgets a rule.
 */
void
sentinel_scheduler_remove (SentinelScheduler *self, gint64 rule_id)
{
  Entry *entry = find_entry (self, rule_id);

  if (entry == NULL)
    return;
  sentinel_due_heap_remove (self->heap, &entry->item);
  g_hash_table_remove (self->entries, &rule_id);
  arm (self);
}

/**
 * sentinel_scheduler_start:
 * @self: a scheduler
 *
 * Begins to tell what is due, in the thread-default main context of the caller.
 */
void
sentinel_scheduler_start (SentinelScheduler *self)
{
  if (self->source != NULL)
    return;
  self->source = sentinel_clock_create_source (self->clock,
                                               SENTINEL_CLOCK_BOOTTIME,
                                               sentinel_scheduler_get_next_due_us (self));
  g_source_set_callback (self->source, due_cb, self, NULL);
  g_source_set_static_name (self->source, "sentinel-scheduler");
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * sentinel_scheduler_stop:
 * @self: a scheduler
 *
 * Stops telling; the rules stay. Idempotent.
 */
void
sentinel_scheduler_stop (SentinelScheduler *self)
{
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/**
 * sentinel_scheduler_get_next_due_us:
 * @self: a scheduler
 *
 * Returns: the earliest due time, boottime in microseconds; -1: nothing is due
 */
gint64
sentinel_scheduler_get_next_due_us (SentinelScheduler *self)
{
  return sentinel_due_heap_get_first_due_us (self->heap);
}

/**
 * sentinel_scheduler_get_due_us:
 * @self: a scheduler
 * @rule_id: a rule
 *
 * Returns: when it is due next, boottime in microseconds; -1: it is parked or unknown
 */
gint64
sentinel_scheduler_get_due_us (SentinelScheduler *self, gint64 rule_id)
{
  Entry *entry = find_entry (self, rule_id);

  return entry != NULL ? sentinel_due_heap_get_due_us (self->heap, &entry->item) : -1;
}

/**
 * sentinel_scheduler_get_n_rules:
 * @self: a scheduler
 *
 * Returns: how many rules it knows, parked ones included
 */
guint
sentinel_scheduler_get_n_rules (SentinelScheduler *self)
{
  return g_hash_table_size (self->entries);
}
