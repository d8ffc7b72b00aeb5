/* SPDX-License-Identifier: MIT */
/* Of what is rolled up the extreme counts that is nearer to firing: the highest value where levels
 * are raised upwards, else the lowest. */
#include "sentinel-preview.h"

#include <math.h>

#include "sentinel-evaluator.h"
#include "sentinel-schedule.h"

#define CANCEL_EVERY 8192 /* samples */
#define US_PER_MS 1000
#define SLACK_MS 5000 /* as the engine has it for two periods */
#define N_DISTANCES 1001 /* that tell the usual one */
#define MISSED_SLOTS 2 /* of a calendar, as the engine has it */

/* one series on its way through the state machine */
typedef struct {
  const SentinelPlan *plan;
  SentinelInstance *instance;
  GArray *events;
  guint series;
  SentinelSchedule *schedule; /* nullable: of a calendar */
  gint64 longest_ms; /* from one evaluation to the next, if somebody looked all the time */
  gint64 last_us; /* 0: none */
  gint64 open; /* index of the open event; -1: none */
} Walk;

static gboolean
is_upwards (const SentinelPlan *plan)
{
  return plan->n_levels == 0 || plan->levels[0].op == SENTINEL_OP_GT
         || plan->levels[0].op == SENTINEL_OP_GE;
}

/* Between two runs of a calendar there may be a night; only slots that passed unseen are a gap. The
 * last of those that are counted is the one of this sample itself. */
static gboolean
is_next_slot (const Walk *walk, gint64 at_us)
{
  return walk->schedule != NULL
         && sentinel_schedule_count_slots (walk->schedule,
                                           walk->last_us,
                                           at_us + 1,
                                           MISSED_SLOTS + 1)
                <= MISSED_SLOTS;
}

static gint64
get_elapsed_ms (const Walk *walk, gint64 at_us)
{
  gint64 elapsed_ms = (at_us - walk->last_us) / US_PER_MS;

  if (walk->last_us == 0 || (elapsed_ms > walk->longest_ms && !is_next_slot (walk, at_us)))
    return 0;
  return elapsed_ms;
}

static int
compare_distances (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

/* How far apart samples usually are: the period may be another in the plan than it was when they
 * were measured. */
static gint64
find_usual_ms (const SentinelSampleRange *range, guint first, guint end)
{
  g_autoptr (GArray) distances = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint step = MAX (1, (end - first) / N_DISTANCES);

  for (guint i = first + 1; i < end; i += step) {
    gint64 distance_us = g_array_index (range->samples, SentinelSample, i).at_us
                         - g_array_index (range->samples, SentinelSample, i - 1).at_us;

    g_array_append_val (distances, distance_us);
  }
  if (distances->len == 0)
    return 0;
  g_array_sort (distances, compare_distances);
  return g_array_index (distances, gint64, distances->len / 2) / US_PER_MS;
}

static void
open_event (Walk *walk, const SentinelInput *input, SentinelImportance level)
{
  SentinelPreviewEvent event = { .series = walk->series,
                                 .opened_at_us = input->now_us,
                                 .importance = level,
                                 .value_peak = input->value };

  walk->open = walk->events->len;
  g_array_append_val (walk->events, event);
}

static void
follow_event (Walk *walk, const SentinelInput *input)
{
  SentinelPreviewEvent *event =
      &g_array_index (walk->events, SentinelPreviewEvent, (guint) walk->open);
  gboolean is_more = is_upwards (walk->plan) ? input->value > event->value_peak
                                             : input->value < event->value_peak;

  event->importance = MAX (event->importance, walk->instance->level);
  if (is_more)
    event->value_peak = input->value;
}

static void
close_event (Walk *walk, gint64 at_us)
{
  g_array_index (walk->events, SentinelPreviewEvent, (guint) walk->open).closed_at_us = at_us;
  walk->open = -1;
}

/* One event of each triggered answer. */
static void
step_every_run (Walk *walk, const SentinelInput *input)
{
  SentinelImportance level;

  if (sentinel_evaluator_judge (walk->plan, input, &level) != SENTINEL_OUTCOME_BREACH)
    return;
  open_event (walk, input, level);
  close_event (walk, input->now_us);
}

static void
step (Walk *walk, gint64 at_us, double value)
{
  SentinelInput input = { .kind = SENTINEL_INPUT_READING, .value = value, .now_us = at_us };
  SentinelDecision decision;

  input.elapsed_ms = get_elapsed_ms (walk, at_us);
  walk->last_us = at_us;
  if (walk->plan->rule->event_mode == SENTINEL_EVENT_MODE_EVERY_RUN) {
    step_every_run (walk, &input);
    return;
  }
  sentinel_evaluator_step (walk->plan, walk->instance, &input, &decision);
  if (decision.opens)
    open_event (walk, &input, walk->instance->level);
  else if (walk->open >= 0)
    follow_event (walk, &input);
  if (decision.closes && walk->open >= 0)
    close_event (walk, at_us);
}

/* A part of the range: samples that all stand for as long. */
static gboolean
walk_part (Walk *walk,
           const SentinelSampleRange *range,
           guint first,
           guint end,
           gint64 span_us,
           GCancellable *cancellable)
{
  gboolean is_raw = span_us <= SENTINEL_SAMPLE_SPAN_US;
  gboolean takes_highest = is_upwards (walk->plan);

  walk->longest_ms = 2 * MAX (span_us / US_PER_MS, find_usual_ms (range, first, end)) + SLACK_MS;
  for (guint i = first; i < end; i++) {
    const SentinelSample *sample = &g_array_index (range->samples, SentinelSample, i);
    double extreme = takes_highest ? sample->max : sample->min;

    if (i % CANCEL_EVERY == 0 && g_cancellable_is_cancelled (cancellable))
      return FALSE;
    step (walk, sample->at_us, is_raw && sample->n == 1 ? sample->last : extreme);
  }
  return TRUE;
}

static gboolean
walk_series (const SentinelPlan *plan,
             const SentinelRuleHistory *history,
             guint index,
             SentinelPreview *preview,
             GCancellable *cancellable)
{
  const SentinelMeasuredSeries *measured = g_ptr_array_index (history->measured, index);
  const SentinelSampleRange *range = measured->range;
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (history->rule_id);
  g_autoptr (SentinelSchedule) schedule =
      plan->rule->cron != NULL ? sentinel_schedule_new_of_rule (plan->rule, NULL) : NULL;
  Walk walk = { .plan = plan,
                .schedule = schedule,
                .instance = instance,
                .events = preview->events,
                .series = index,
                .open = -1 };

  for (guint i = 0; i < range->parts->len; i++) {
    const SentinelSamplePart *part = &g_array_index (range->parts, SentinelSamplePart, i);
    guint end = i + 1 < range->parts->len
                    ? g_array_index (range->parts, SentinelSamplePart, i + 1).first
                    : range->samples->len;

    if (part->span_us <= SENTINEL_SAMPLE_SPAN_US)
      preview->fine_from_us = MAX (preview->fine_from_us, part->from_us);
    else
      preview->fine_from_us = MAX (preview->fine_from_us, history->from_us + 1);
    if (!walk_part (&walk, range, part->first, end, part->span_us, cancellable))
      return FALSE;
  }
  return TRUE;
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const SentinelPreviewEvent *left = a, *right = b;

  if (left->opened_at_us != right->opened_at_us)
    return left->opened_at_us < right->opened_at_us ? -1 : 1;
  return left->series < right->series ? -1 : left->series > right->series;
}

static void
clear_preview (gpointer data)
{
  SentinelPreview *self = data;

  g_array_unref (self->events);
}

/**
 * sentinel_preview_run:
 * @plan: the rule as it would be
 * @history: what it is tried on
 * @cancellable: (nullable): looked at every few thousand samples
 *
 * Returns: (transfer full) (nullable): what would have come of it; %NULL: cancelled
 */
SentinelPreview *
sentinel_preview_run (SentinelPlan *plan, SentinelRuleHistory *history, GCancellable *cancellable)
{
  g_autoptr (SentinelPreview) self = g_atomic_rc_box_new0 (SentinelPreview);
  g_autoptr (SentinelPlan) trusting = sentinel_plan_dup_without_gap (plan);

  self->events = g_array_new (FALSE, FALSE, sizeof (SentinelPreviewEvent));
  self->fine_from_us = history->from_us;
  for (guint i = 0; i < history->measured->len; i++)
    if (!walk_series (trusting, history, i, self, cancellable))
      return NULL;
  g_array_sort (self->events, compare_events);
  return g_steal_pointer (&self);
}

/**
 * sentinel_preview_ref:
 * @self: a preview
 *
 * Returns: (transfer full): @self
 */
SentinelPreview *
sentinel_preview_ref (SentinelPreview *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sentinel_preview_unref:
 * @self: (transfer full): a preview
 */
void
sentinel_preview_unref (SentinelPreview *self)
{
  g_atomic_rc_box_release_full (self, clear_preview);
}

static gboolean
overlaps (const SentinelPreviewEvent *predicted,
          const SentinelRuleHistory *history,
          const SentinelEvent *event)
{
  const SentinelMeasuredSeries *measured = g_ptr_array_index (history->measured, predicted->series);
  gint64 end_us = event->closed_at_us != 0 ? event->closed_at_us : G_MAXINT64;

  return measured->series->instance_id == event->instance_id && predicted->opened_at_us <= end_us
         && (predicted->closed_at_us == 0 || predicted->closed_at_us >= event->opened_at_us);
}

static gboolean
would_have_come (const SentinelPreview *self,
                 const SentinelRuleHistory *history,
                 const SentinelEvent *event)
{
  for (guint i = 0; i < self->events->len; i++)
    if (overlaps (&g_array_index (self->events, SentinelPreviewEvent, i), history, event))
      return TRUE;
  return FALSE;
}

/* Only what was measured can be said not to have come. */
static gboolean
is_measured (const SentinelRuleHistory *history, const SentinelEvent *event)
{
  for (guint i = 0; i < history->measured->len; i++) {
    const SentinelMeasuredSeries *measured = g_ptr_array_index (history->measured, i);
    const SentinelSample *first = &g_array_index (measured->range->samples, SentinelSample, 0);

    if (measured->series->instance_id == event->instance_id)
      return first->at_us <= event->opened_at_us;
  }
  return FALSE;
}

/**
 * sentinel_preview_list_spared:
 * @self: a preview
 * @history: what it was run over
 *
 * Returns: (transfer container) (element-type SentinelEvent): events that came and would not have,
 * oldest first; borrowed from @history
 */
GPtrArray *
sentinel_preview_list_spared (const SentinelPreview *self, const SentinelRuleHistory *history)
{
  GPtrArray *spared = g_ptr_array_new ();

  for (guint i = 0; i < history->events->len; i++) {
    SentinelEvent *event = g_ptr_array_index (history->events, i);

    if (isfinite (event->value_first) && is_measured (history, event)
        && !would_have_come (self, history, event))
      g_ptr_array_add (spared, event);
  }
  return spared;
}

typedef struct {
  SentinelPlan *plan;
  SentinelRuleHistory *history;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  sentinel_plan_unref (run->plan);
  sentinel_rule_history_unref (run->history);
  g_free (run);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  SentinelPreview *preview = sentinel_preview_run (run->plan, run->history, cancellable);

  if (preview != NULL)
    g_task_return_pointer (task, preview, (GDestroyNotify) sentinel_preview_unref);
  else
    g_task_return_error_if_cancelled (task);
}

/**
 * sentinel_preview_run_async:
 * @plan: the rule as it would be
 * @history: what it is tried on
 * @cancellable: (nullable): ends it early
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 */
void
sentinel_preview_run_async (SentinelPlan *plan,
                            SentinelRuleHistory *history,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->plan = sentinel_plan_ref (plan);
  run->history = sentinel_rule_history_ref (history);
  g_task_set_source_tag (task, sentinel_preview_run_async);
  g_task_set_task_data (task, run, run_free);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * sentinel_preview_run_finish:
 * @result: what the callback got
 * @error: return location; %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): what would have come of it; %NULL on error
 */
SentinelPreview *
sentinel_preview_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
