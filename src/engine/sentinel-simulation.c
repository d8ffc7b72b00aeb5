/* SPDX-License-Identifier: MIT */
/* A rule over given readings: the store, the applier and the acts are the real ones, only time and
 * the channels are made up. */
#include "sentinel-simulation.h"
#include "sentinel-attention-timer.h"
#include "sentinel-delivery-plan.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-store.h"
#include "sentinel-simulation-private.h"
#include "sentinel-simulation-report.h"
#include <glib/gstdio.h>

#define MEMORY_FOLDER "/dev/shm" /* nothing of a simulation need survive it */
#define SENT_AT_ONCE 1000

/* The store: */

/* Opens the database in the simulation's folder; a restart of the program, as far as the database
 * can tell. */
void
sentinel_simulation_open_store (SentinelSimulation *self)
{
  self->store = sentinel_store_new (self->path, SENTINEL_CLOCK (self->clock));
}

/* Closes it; everything that was answered is in the file. */
void
sentinel_simulation_close_store (SentinelSimulation *self)
{
  sentinel_store_close (self->store);
  g_clear_object (&self->store);
}

static char *
make_folder (GError **error)
{
  gboolean has_memory = g_access (MEMORY_FOLDER, W_OK | X_OK) == 0;
  g_autofree char *path = g_build_filename (has_memory ? MEMORY_FOLDER : g_get_tmp_dir (),
                                            "sentinel-simulation-XXXXXX",
                                            NULL);

  if (g_mkdtemp (path) != NULL)
    return g_steal_pointer (&path);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_FAILED,
               "Cannot make a folder like %s: %s",
               path,
               g_strerror (errno));
  return NULL;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_unlink (file);
  }
  g_rmdir (path);
}

static gboolean
add_rule (SentinelSimulation *self, SentinelRule *rule, GError **error)
{
  static const SentinelActor author = { "Simulation", SENTINEL_VIA_COMMAND_LINE };
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (sentinel_rule_ref (rule), 0, &author);

  if (!sentinel_store_write (self->store, sentinel_rule_acts_add, act, error))
    return FALSE;
  self->rule_id = act->rule_id;
  self->rule_name = g_strdup (rule->name);
  return TRUE;
}

static gboolean
begin (SentinelSimulation *self,
       SentinelRegistry *registry,
       SentinelRule *rule,
       const SentinelSimulationRow *first,
       GError **error)
{
  self->folder = make_folder (error);
  if (self->folder == NULL)
    return FALSE;
  self->path = g_build_filename (self->folder, "sentinel.db", NULL);
  self->at_us = first->at_us;
  self->is_iso = first->is_iso;
  self->last_run_boot_us = -1;
  self->clock = sentinel_fake_clock_new (first->at_us);
  self->applier = sentinel_applier_new (registry);
  self->channels = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  sentinel_simulation_open_store (self);
  return add_rule (self, rule, error);
}

static void
end (SentinelSimulation *self)
{
  if (self->store != NULL)
    sentinel_simulation_close_store (self);
  if (self->folder != NULL)
    remove_folder (self->folder);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->applier, sentinel_applier_unref);
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->rule_name, g_free);
}

/* Reporting: */

static gpointer
report_transitions (SentinelDatabase *db, gpointer data, GError **error)
{
  SentinelSimulation *self = data;
  g_autoptr (GPtrArray) news =
      sentinel_event_store_list_transitions_after (db, self->last_transition_id, G_MAXINT, error);

  for (guint i = 0; news != NULL && i < news->len; i++) {
    const SentinelTransition *transition = g_ptr_array_index (news, i);
    g_autoptr (SentinelEvent) event = NULL;

    if (transition->event_id != 0)
      event = sentinel_event_store_get (db, transition->event_id, error);
    if (transition->event_id != 0 && event == NULL)
      return NULL;
    g_ptr_array_add (self->lines,
                     sentinel_simulation_report_transition (transition,
                                                            event,
                                                            self->at_us,
                                                            self->is_iso));
    self->last_transition_id = transition->id;
  }
  return NULL;
}

static gpointer
report_events (SentinelDatabase *db, gpointer data, GError **error)
{
  SentinelSimulation *self = data;
  gint64 newest_id = sentinel_event_store_get_newest_id (db, error);

  for (gint64 id = 1; id <= newest_id; id++) {
    g_autoptr (SentinelEvent) event = sentinel_event_store_get (db, id, error);

    if (event == NULL)
      return NULL;
    g_ptr_array_add (self->lines, sentinel_simulation_report_event (event, self->is_iso));
  }
  return NULL;
}

/* A read that only reports has no result but its error. */
static gboolean
read_all (SentinelSimulation *self, SentinelReadFunc func, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  sentinel_store_read (self->store, func, self, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Channels that always succeed: */

static gboolean
deliver (SentinelSimulation *self,
         SentinelTransaction *tx,
         SentinelDelivery *delivery,
         GError **error)
{
  delivery->state = SENTINEL_DELIVERY_SENT;
  delivery->sent_at_us = sentinel_transaction_get_now_us (tx);
  delivery->attempts++;
  if (!sentinel_delivery_plan_mark (tx, delivery, error))
    return FALSE;
  g_ptr_array_add (self->lines,
                   sentinel_simulation_report_delivery (delivery, self->at_us, self->is_iso));
  return TRUE;
}

static gboolean
deliver_due (SentinelTransaction *tx, gpointer data, GError **error)
{
  SentinelSimulation *self = data;
  SentinelDatabase *db = sentinel_transaction_get_database (tx);
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  const char *const *channels = (const char *const *) self->channels->pdata;
  g_autoptr (GPtrArray) due = NULL;

  if (sentinel_delivery_store_expire (tx, now_us, SENT_AT_ONCE, error) < 0)
    return FALSE;
  due = sentinel_delivery_store_list_due (db, channels, now_us, SENT_AT_ONCE, error);
  for (guint i = 0; due != NULL && i < due->len; i++)
    if (!deliver (self, tx, g_ptr_array_index (due, i), error))
      return FALSE;
  return due != NULL;
}

/* A rule that was deleted has no new channels. */
static gpointer
learn_channels (SentinelDatabase *db, gpointer data, GError **error)
{
  SentinelSimulation *self = data;
  g_autoptr (SentinelRule) rule = sentinel_rule_store_get (db, self->rule_id, NULL);
  g_autoptr (GPtrArray) channels = NULL;

  if (rule == NULL)
    return NULL;
  channels = sentinel_delivery_plan_list_channels (rule);
  for (guint i = 0; i < channels->len; i++) {
    const char *channel = g_ptr_array_index (channels, i);

    if (!g_ptr_array_find_with_equal_func (self->channels, channel, g_str_equal, NULL))
      g_ptr_array_add (self->channels, g_strdup (channel));
  }
  return NULL;
}

/* What the last step brought about: first what changed, then what was told. */
static gboolean
report_step (SentinelSimulation *self, GError **error)
{
  if (!read_all (self, report_transitions, error) || !read_all (self, learn_channels, error))
    return FALSE;
  return self->is_offline || sentinel_store_write (self->store, deliver_due, self, error);
}

/* Time: */

static void
advance (SentinelSimulation *self, gint64 duration_us)
{
  sentinel_fake_clock_advance (self->clock, duration_us);
  self->at_us += duration_us;
}

static gpointer
read_next_end (SentinelDatabase *db, gpointer data, GError **error)
{
  gint64 *next_us = data;

  *next_us = sentinel_event_store_get_next_end_us (db, error);
  return NULL;
}

/* *wait_us: how long until the next “until TIME” or snooze ends; -1: there is none. */
static gboolean
find_next_end (SentinelSimulation *self, gint64 *wait_us, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 next_us = 0;

  sentinel_store_read (self->store, read_next_end, &next_us, &local_error);
  if (local_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  *wait_us = -1;
  if (next_us != 0)
    *wait_us = MAX (0, next_us - sentinel_clock_get_realtime_us (SENTINEL_CLOCK (self->clock)));
  return TRUE;
}

/* Goes to a point of the timeline; what has its own time before that happens on the way. */
static gboolean
go_to (SentinelSimulation *self, gint64 at_us, GError **error)
{
  gint64 wait_us;

  while (TRUE) {
    if (!find_next_end (self, &wait_us, error))
      return FALSE;
    if (wait_us < 0 || wait_us > at_us - self->at_us)
      break;
    advance (self, wait_us);
    if (!sentinel_store_write (self->store, sentinel_attention_end_due, NULL, error)
        || !report_step (self, error))
      return FALSE;
  }
  advance (self, at_us - self->at_us);
  return TRUE;
}

/* Runs: */

static void
add_labels (SentinelReading *reading, char **labels)
{
  for (guint i = 0; labels != NULL && labels[i] != NULL; i++) {
    const char *equals = strchr (labels[i], '=');
    g_autofree char *name = equals != NULL ? g_strndup (labels[i], (gsize) (equals - labels[i]))
                                           : g_strdup (labels[i]);

    sentinel_reading_add_label (reading, name, equals != NULL ? equals + 1 : "");
  }
}

static SentinelReading *
make_reading (const SentinelSimulation *self, const SentinelSimulationRow *row)
{
  const char *source = row->source != NULL ? row->source : self->rule_name;
  SentinelReading *reading = sentinel_reading_new (source, row->value, NULL);

  g_set_str (&reading->message, row->message);
  add_labels (reading, row->labels);
  if (row->has_verdict)
    sentinel_reading_set_verdict (reading, row->triggered, row->importance);
  return reading;
}

static GError *
make_error (const SentinelSimulationRow *row)
{
  const char *message = row->message != NULL ? row->message : "simulated";

  switch (row->kind) {
  case SENTINEL_SIMULATED_NO_DATA:
    return g_error_new_literal (SENTINEL_ERROR, SENTINEL_ERROR_NO_DATA, message);
  case SENTINEL_SIMULATED_ERROR:
    return g_error_new_literal (SENTINEL_PHASE_ERROR, SENTINEL_PHASE_READ, message);
  case SENTINEL_SIMULATED_SKIPPED:
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, message);
  case SENTINEL_SIMULATED_READING:
  case SENTINEL_SIMULATED_PRIMED:
  case SENTINEL_SIMULATED_ACT:
  default:
    return NULL;
  }
}

static SentinelEvaluation *
make_evaluation (SentinelSimulation *self)
{
  SentinelEvaluation *evaluation = sentinel_evaluation_new (self->rule_id);
  gint64 boot_us = sentinel_clock_get_boottime_us (SENTINEL_CLOCK (self->clock));

  evaluation->now_us = sentinel_clock_get_realtime_us (SENTINEL_CLOCK (self->clock));
  evaluation->started_at_us = evaluation->now_us;
  evaluation->slot_us = evaluation->now_us;
  if (self->last_run_boot_us >= 0)
    evaluation->elapsed_ms = (boot_us - self->last_run_boot_us) / G_TIME_SPAN_MILLISECOND;
  self->last_run_boot_us = boot_us;
  return evaluation;
}

/* All readings of one time are one run. */
static guint
count_rows_of_run (GPtrArray *rows, guint first)
{
  const SentinelSimulationRow *row = g_ptr_array_index (rows, first);
  guint n_rows = 1;

  if (row->kind != SENTINEL_SIMULATED_READING)
    return 1;
  for (; first + n_rows < rows->len; n_rows++) {
    const SentinelSimulationRow *next = g_ptr_array_index (rows, first + n_rows);

    if (next->kind != SENTINEL_SIMULATED_READING || next->at_us != row->at_us)
      break;
  }
  return n_rows;
}

typedef struct {
  SentinelApplier *applier;
  SentinelEvaluation *evaluation;
} ApplyWrite;

static gboolean
apply (SentinelTransaction *tx, gpointer data, GError **error)
{
  ApplyWrite *write = data;
  g_autoptr (SentinelApplied) applied = sentinel_applied_new ();

  return sentinel_applier_apply (write->applier, tx, write->evaluation, applied, error);
}

static gboolean
run (SentinelSimulation *self, GPtrArray *rows, guint first, guint n_rows, GError **error)
{
  const SentinelSimulationRow *row = g_ptr_array_index (rows, first);
  g_autoptr (SentinelEvaluation) evaluation = make_evaluation (self);
  ApplyWrite write = { self->applier, evaluation };

  evaluation->error = make_error (row);
  if (evaluation->error == NULL)
    evaluation->result = sentinel_check_result_new ();
  if (row->kind == SENTINEL_SIMULATED_PRIMED)
    evaluation->result->primed = TRUE;
  for (guint i = 0; row->kind == SENTINEL_SIMULATED_READING && i < n_rows; i++)
    sentinel_check_result_add (evaluation->result,
                               make_reading (self, g_ptr_array_index (rows, first + i)));
  return sentinel_store_write (self->store, apply, &write, error);
}

/* The timeline: */

static gboolean
check_order (const SentinelSimulation *self, const SentinelSimulationRow *row, GError **error)
{
  g_autofree char *at = NULL;

  if (row->at_us >= self->at_us)
    return TRUE;
  at = sentinel_simulation_time_format (self->at_us, self->is_iso);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "the timeline stands at %s already; it only goes on",
               at);
  return FALSE;
}

static gboolean
take_rows (SentinelSimulation *self, GPtrArray *rows, guint first, guint n_rows, GError **error)
{
  const SentinelSimulationRow *row = g_ptr_array_index (rows, first);
  gboolean is_act = row->kind == SENTINEL_SIMULATED_ACT;

  if (!check_order (self, row, error) || !go_to (self, row->at_us, error))
    return FALSE;
  if (is_act ? !sentinel_simulation_act (self, row, error)
             : !run (self, rows, first, n_rows, error))
    return FALSE;
  return report_step (self, error);
}

static void
give_lines (SentinelSimulation *self, SentinelSimulationFunc func, gpointer user_data)
{
  for (guint i = 0; i < self->lines->len; i++)
    func (g_ptr_array_index (self->lines, i), user_data);
  g_ptr_array_set_size (self->lines, 0);
}

static gboolean
play (SentinelSimulation *self,
      GPtrArray *rows,
      SentinelSimulationFunc func,
      gpointer user_data,
      GError **error)
{
  guint n_rows;

  for (guint i = 0; i < rows->len; i += n_rows) {
    n_rows = count_rows_of_run (rows, i);
    if (!take_rows (self, rows, i, n_rows, error)) {
      g_prefix_error (error,
                      "Line %u: ",
                      ((SentinelSimulationRow *) g_ptr_array_index (rows, i))->line);
      return FALSE;
    }
    give_lines (self, func, user_data);
  }
  if (!read_all (self, report_events, error))
    return FALSE;
  give_lines (self, func, user_data);
  return TRUE;
}

/**
 * sentinel_simulation_run:
 * @registry: the triggers; only asked for levels where @rule has none, so that a rule with its own
 * may name any trigger
 * @rule: what to evaluate
 * @csv: the timeline, as described at the top of the header
 * @func: gets each line, in the order of the timeline, then one line per event as it is in the end
 * @user_data: for @func
 * @error: INVALID names the line and what is wrong with it; the store's
 *
 * Blocks. Leaves nothing behind.
 *
 * Returns: whether the timeline was played to its end
 */
gboolean
sentinel_simulation_run (SentinelRegistry *registry,
                         SentinelRule *rule,
                         const char *csv,
                         SentinelSimulationFunc func,
                         gpointer user_data,
                         GError **error)
{
  g_autoptr (GPtrArray) rows = sentinel_simulation_rows_parse (csv, error);
  SentinelSimulation self = { 0 };
  gboolean played;

  if (rows == NULL)
    return FALSE;
  if (rows->len == 0)
    return TRUE;
  played = begin (&self, registry, rule, g_ptr_array_index (rows, 0), error)
           && play (&self, rows, func, user_data, error);
  end (&self);
  return played;
}
