/* SPDX-License-Identifier: MIT */
/* The source also fires when the clock was set: what that made due is handled as after a sleep, and
 * slots that it made come again stay done with. */
#include "sentinel-calendar.h"

#include "sentinel-catch-up.h"
#include "sentinel-due-heap.h"

#define MAX_COUNTED 10000 /* of missed slots; more are said to be as many */
/* The clock is set back by an hour or a day; beyond that it was wrong before. */
#define MAX_SET_BACK_US (25 * G_TIME_SPAN_HOUR)

typedef struct {
  SentinelDueItem item;
  SentinelSchedule *schedule; /* owned */
  int catch_up;
  gint64 after_us; /* slots up to here are done with */
} Entry;

struct _SentinelCalendar {
  GObject parent;

  SentinelClock *clock;
  SentinelSlotsFunc func;
  gpointer user_data;
  GHashTable *entries; /* by rule id; owned */
  SentinelDueHeap *heap; /* by realtime */
  GSource *source; /* NULL: not started */
  gboolean is_dispatching; /* the source is armed once at the end */
};

G_DEFINE_FINAL_TYPE (SentinelCalendar, sentinel_calendar, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  sentinel_schedule_unref (entry->schedule);
  g_free (entry);
}

static void
arm (SentinelCalendar *self)
{
  if (self->source != NULL && !self->is_dispatching)
    sentinel_clock_source_set_due (self->source, sentinel_calendar_get_next_due_us (self));
}

static void
place (SentinelCalendar *self, Entry *entry)
{
  gint64 due_us = sentinel_schedule_get_next_us (entry->schedule, entry->after_us);

  if (due_us >= 0)
    sentinel_due_heap_put (self->heap, &entry->item, due_us);
  else
    sentinel_due_heap_remove (self->heap, &entry->item);
}

static guint
get_n_wanted (const Entry *entry, gint64 newest_us, gint64 now_us)
{
  if (entry->catch_up > SENTINEL_CATCH_UP_SKIP)
    return (guint) entry->catch_up;
  return now_us - newest_us <= SENTINEL_SLOT_ON_TIME_US ? 1 : 0;
}

/* Of the slots that have passed the newest that are wanted, oldest first. */
static GArray *
choose_slots (const Entry *entry, gint64 newest_us, gint64 now_us)
{
  guint n_wanted = get_n_wanted (entry, newest_us, now_us);
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 slot_us = newest_us; slots->len < n_wanted && slot_us >= 0;
       slot_us = sentinel_schedule_get_newest_us (entry->schedule, entry->after_us, slot_us - 1))
    g_array_prepend_val (slots, slot_us);
  return slots;
}

static gint64
count_passed (const Entry *entry, gint64 newest_us)
{
  return sentinel_schedule_count_slots (entry->schedule,
                                        entry->after_us,
                                        newest_us + 1,
                                        MAX_COUNTED);
}

static void
handle_first (SentinelCalendar *self, gint64 now_us)
{
  Entry *entry = (Entry *) sentinel_due_heap_get_first (self->heap);
  gint64 newest_us = sentinel_schedule_get_newest_us (entry->schedule, entry->after_us, now_us);
  g_autoptr (GArray) slots = choose_slots (entry, newest_us, now_us);
  gint64 missed = MAX (0, count_passed (entry, newest_us) - slots->len);

  entry->after_us = newest_us;
  place (self, entry);
  self->func (entry->item.rule_id, slots, missed, self->user_data);
}

/* What was done with in a future that the clock has come back from is no promise for then. */
static void
follow_set_back (SentinelCalendar *self, gint64 now_us)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Entry *entry = value;

    if (entry->after_us <= now_us + MAX_SET_BACK_US)
      continue;
    entry->after_us = now_us;
    place (self, entry);
  }
}

static gboolean
due_cb (gpointer user_data)
{
  g_autoptr (SentinelCalendar) self = g_object_ref (user_data);
  gint64 now_us = sentinel_clock_get_realtime_us (self->clock);

  self->is_dispatching = TRUE;
  follow_set_back (self, now_us);
  while (self->source != NULL && sentinel_due_heap_get_first (self->heap) != NULL
         && sentinel_due_heap_get_first_due_us (self->heap) <= now_us)
    handle_first (self, now_us);
  self->is_dispatching = FALSE;
  arm (self);
  return self->source != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
sentinel_calendar_dispose (GObject *object)
{
  sentinel_calendar_stop (SENTINEL_CALENDAR (object));
  G_OBJECT_CLASS (sentinel_calendar_parent_class)->dispose (object);
}

static void
sentinel_calendar_finalize (GObject *object)
{
  SentinelCalendar *self = SENTINEL_CALENDAR (object);

  sentinel_due_heap_free (self->heap);
  g_hash_table_unref (self->entries);
  g_object_unref (self->clock);
  G_OBJECT_CLASS (sentinel_calendar_parent_class)->finalize (object);
}

static void
sentinel_calendar_class_init (SentinelCalendarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_calendar_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_calendar_finalize;
}

static void
sentinel_calendar_init (SentinelCalendar *self)
{
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);
  self->heap = sentinel_due_heap_new ();
}

/**
 * sentinel_calendar_new:
 * @clock: the time
 * @func: told of each rule that is due, in the order of their times; it may change the calendar
 * @user_data: for @func; must outlive the calendar
 *
 * Returns: (transfer full): a calendar without rules, not started
 */
SentinelCalendar *
sentinel_calendar_new (SentinelClock *clock, SentinelSlotsFunc func, gpointer user_data)
{
  SentinelCalendar *self = g_object_new (SENTINEL_TYPE_CALENDAR, NULL);

  self->clock = g_object_ref (clock);
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * sentinel_calendar_put:
 * @self: a calendar
 * @rule_id: a rule
 * @schedule: with a cron expression
 * @catch_up: how many missed slots are made up for, see #SentinelCatchUp
 * @after_us: slots up to this time are done with, microseconds UTC
 *
 * Adds or changes a rule.
 */
void
sentinel_calendar_put (SentinelCalendar *self,
                       gint64 rule_id,
                       SentinelSchedule *schedule,
                       int catch_up,
                       gint64 after_us)
{
  Entry *entry = g_new0 (Entry, 1);

  sentinel_calendar_remove (self, rule_id);
  entry->item = (SentinelDueItem) { rule_id, SENTINEL_DUE_NOWHERE };
  entry->schedule = sentinel_schedule_ref (schedule);
  entry->catch_up = catch_up;
  entry->after_us = after_us;
  g_hash_table_insert (self->entries, &entry->item.rule_id, entry);
  place (self, entry);
  arm (self);
}

static Entry *
find_entry (SentinelCalendar *self, gint64 rule_id)
{
  return g_hash_table_lookup (self->entries, &rule_id);
}

/**
 * sentinel_calendar_remove:
 * @self: a calendar
 * @rule_id: a rule; an unknown one is ignored
 *
 * Forgets a rule.
 */
void
sentinel_calendar_remove (SentinelCalendar *self, gint64 rule_id)
{
  Entry *entry = find_entry (self, rule_id);

  if (entry == NULL)
    return;
  sentinel_due_heap_remove (self->heap, &entry->item);
  g_hash_table_remove (self->entries, &rule_id);
  arm (self);
}

/**
 * sentinel_calendar_start:
 * @self: a calendar
 *
 * Begins to tell what is due, in the thread-default main context of the caller.
 */
void
sentinel_calendar_start (SentinelCalendar *self)
{
  if (self->source != NULL)
    return;
  self->source = sentinel_clock_create_source (self->clock,
                                               SENTINEL_CLOCK_REALTIME,
                                               sentinel_calendar_get_next_due_us (self));
  g_source_set_callback (self->source, due_cb, self, NULL);
  g_source_set_static_name (self->source, "sentinel-calendar");
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * sentinel_calendar_stop:
 * @self: a calendar
 *
 * Stops telling; the rules stay. Idempotent.
 */
void
sentinel_calendar_stop (SentinelCalendar *self)
{
  if (self->source == NULL)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/**
 * sentinel_calendar_get_next_due_us:
 * @self: a calendar
 *
 * Returns: the earliest slot, microseconds UTC; -1: nothing is due
 */
gint64
sentinel_calendar_get_next_due_us (SentinelCalendar *self)
{
  return sentinel_due_heap_get_first_due_us (self->heap);
}

/**
 * sentinel_calendar_get_due_us:
 * @self: a calendar
 * @rule_id: a rule
 *
 * Returns: its next slot, microseconds UTC; -1: it is unknown or never due
 */
gint64
sentinel_calendar_get_due_us (SentinelCalendar *self, gint64 rule_id)
{
  Entry *entry = find_entry (self, rule_id);

  return entry != NULL ? sentinel_due_heap_get_due_us (self->heap, &entry->item) : -1;
}

/**
 * sentinel_calendar_get_n_rules:
 * @self: a calendar
 *
 * Returns: how many rules it knows
 */
guint
sentinel_calendar_get_n_rules (SentinelCalendar *self)
{
  return g_hash_table_size (self->entries);
}
