/* SPDX-License-Identifier: MIT */
/* What a line of a timeline may do instead of bringing a reading: acts of people, and of the world.
 */
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-store.h"
#include "sentinel-json.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-fields.h"
#include "sentinel-rule-store.h"
#include "sentinel-simulation-private.h"
#include "sentinel-snooze-act.h"
#include "sentinel-undo-act.h"

static const SentinelActor actor = { "Simulation", SENTINEL_VIA_COMMAND_LINE };

/* The message of an act: NAME=VALUE words first, the rest is text. */
typedef struct {
  GHashTable *options;
  char *text; /* NULL: none */
} Arguments;

static void
arguments_clear (Arguments *self)
{
  g_clear_pointer (&self->options, g_hash_table_unref);
  g_clear_pointer (&self->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static void
arguments_parse (Arguments *self, const char *message)
{
  g_auto (GStrv) words = g_strsplit (message != NULL ? message : "", " ", -1);
  guint n_options = 0;

  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (; words[n_options] != NULL; n_options++) {
    const char *equals = strchr (words[n_options], '=');

    if (equals == NULL)
      break;
    g_hash_table_replace (self->options,
                          g_strndup (words[n_options], (gsize) (equals - words[n_options])),
                          g_strdup (equals + 1));
  }
  if (words[n_options] != NULL)
    self->text = g_strjoinv (" ", words + n_options);
}

static const char *
get_option (const Arguments *self, const char *name)
{
  return g_hash_table_lookup (self->options, name);
}

static gpointer
read_newest_event (SentinelDatabase *db, gpointer data, GError **error)
{
  gint64 *event_id = data;

  *event_id = sentinel_event_store_get_newest_id (db, error);
  return NULL;
}

/* The event that is named, or the newest. */
static gboolean
find_event_id (SentinelSimulation *self,
               const Arguments *arguments,
               gint64 *event_id,
               GError **error)
{
  const char *name = get_option (arguments, "event");
  g_autoptr (GError) local_error = NULL;

  if (name != NULL)
    return g_ascii_string_to_signed (name, 10, 1, G_MAXINT64, event_id, error);
  sentinel_store_read (self->store, read_newest_event, event_id, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Acts on events: */

static gboolean
read_scope (const char *until, SentinelAcknowledgeAct *act, GError **error)
{
  gboolean is_iso;

  if (until == NULL || g_str_equal (until, "resolved"))
    return TRUE;
  if (g_str_equal (until, "changed")) {
    act->scope = SENTINEL_ACK_UNTIL_CHANGED;
    return TRUE;
  }
  act->scope = SENTINEL_ACK_UNTIL_TIME;
  return sentinel_simulation_time_parse (until, &act->until_us, &is_iso, error);
}

static gboolean
write_attention (SentinelSimulation *self,
                 const Arguments *arguments,
                 SentinelWriteFunc func,
                 GError **error)
{
  g_autoptr (SentinelAcknowledgeAct) act = sentinel_acknowledge_act_new (&actor);
  gint64 event_id;

  if (!find_event_id (self, arguments, &event_id, error)
      || !read_scope (get_option (arguments, "until"), act, error))
    return FALSE;
  act->comment = g_strdup (arguments->text);
  g_array_append_val (act->event_ids, event_id);
  if (!sentinel_store_write (self->store, func, act, error))
    return FALSE;
  self->last_batch = act->batch;
  if (act->missing_ids->len == 0)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "There is no event %" G_GINT64_FORMAT,
               event_id);
  return FALSE;
}

static gboolean
do_ack (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  return write_attention (self, arguments, sentinel_event_acts_acknowledge, error);
}

static gboolean
do_unack (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  return write_attention (self, arguments, sentinel_event_acts_unacknowledge, error);
}

static gboolean
do_snooze (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  g_autoptr (SentinelSnoozeAct) act = sentinel_snooze_act_new (&actor);
  const char *until = get_option (arguments, "until");
  gint64 event_id;
  gboolean is_iso;

  if (!find_event_id (self, arguments, &event_id, error)
      || (until != NULL && !sentinel_simulation_time_parse (until, &act->until_us, &is_iso, error)))
    return FALSE;
  g_array_append_val (act->event_ids, event_id);
  if (!sentinel_store_write (self->store, sentinel_event_acts_snooze, act, error))
    return FALSE;
  self->last_batch = act->batch;
  return TRUE;
}

/* The act before it. */
static gboolean
do_undo (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  g_autoptr (SentinelUndoAct) act = sentinel_undo_act_new (self->last_batch, &actor);

  if (!sentinel_store_write (self->store, sentinel_event_acts_undo, act, error))
    return FALSE;
  self->last_batch = act->undo_batch;
  return TRUE;
}

static gboolean
do_note (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  g_autoptr (SentinelNoteAct) act = NULL;
  gint64 event_id;

  if (!find_event_id (self, arguments, &event_id, error))
    return FALSE;
  act = sentinel_note_act_new (event_id, arguments->text, &actor);
  return sentinel_store_write (self->store, sentinel_event_acts_note, act, error);
}

static SentinelRaiseAct *
make_raise_act (const Arguments *arguments, GError **error)
{
  const char *importance_text = get_option (arguments, "importance");
  SentinelImportance importance = SENTINEL_IMPORTANCE_HIGH;
  SentinelRaiseAct *act;

  if (importance_text != NULL
      && !sentinel_importance_from_string (importance_text, &importance, error))
    return NULL;
  act = sentinel_raise_act_new (importance, get_option (arguments, "source"), arguments->text);
  act->key = g_strdup (get_option (arguments, "key"));
  if (get_option (arguments, "value") != NULL)
    act->value = g_ascii_strtod (get_option (arguments, "value"), NULL);
  return act;
}

static gboolean
do_raise (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  g_autoptr (SentinelRaiseAct) act = make_raise_act (arguments, error);

  return act != NULL && sentinel_store_write (self->store, sentinel_event_acts_raise, act, error);
}

static gboolean
do_resolve (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  g_autoptr (SentinelRaiseAct) act = make_raise_act (arguments, error);

  if (act == NULL)
    return FALSE;
  act->resolve = TRUE;
  return sentinel_store_write (self->store, sentinel_event_acts_raise, act, error);
}

/* Acts on the rule: */

static gpointer
read_rule (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_rule_store_get (db, *(gint64 *) data, error);
}

static gboolean
set_parameter (SentinelRule *rule, const char *name, const char *text, GError **error)
{
  g_autoptr (JsonNode) value = sentinel_json_parse (text, -1, 0, error);

  if (value == NULL)
    return FALSE;
  sentinel_rule_set_parameter (rule, name, value);
  return TRUE;
}

static gboolean
change_rule (SentinelRule *rule, const Arguments *arguments, GError **error)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, arguments->options);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    gboolean is_parameter = g_str_has_prefix (name, "param.");
    gboolean is_set = is_parameter
                          ? set_parameter (rule, (char *) name + strlen ("param."), value, error)
                          : sentinel_rule_set_field (rule, name, value, error);

    if (!is_set)
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_rule (SentinelSimulation *self, SentinelRule *rule, SentinelWriteFunc func, GError **error)
{
  g_autoptr (SentinelRuleAct) act = sentinel_rule_act_new (rule, self->rule_id, &actor);

  return sentinel_store_write (self->store, func, act, error);
}

static gboolean
do_edit (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  g_autoptr (SentinelRule) stored =
      sentinel_store_read (self->store, read_rule, &self->rule_id, error);
  g_autoptr (SentinelRule) rule = NULL;

  if (stored == NULL)
    return FALSE;
  rule = sentinel_rule_copy (stored);
  return change_rule (rule, arguments, error)
         && write_rule (self, g_steal_pointer (&rule), sentinel_rule_acts_edit, error);
}

static gboolean
do_disable (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  return write_rule (self, NULL, sentinel_rule_acts_disable, error);
}

static gboolean
do_enable (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  return write_rule (self, NULL, sentinel_rule_acts_enable, error);
}

static gboolean
do_delete (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  return write_rule (self, NULL, sentinel_rule_acts_delete, error);
}

/* The world: */

static gboolean
do_restart (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  sentinel_simulation_close_store (self);
  sentinel_simulation_open_store (self);
  self->last_run_boot_us = -1;
  return TRUE;
}

static gboolean
do_sleep (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  gint64 duration_ms;

  if (!sentinel_duration_parse (arguments->text != NULL ? arguments->text : "",
                                &duration_ms,
                                error))
    return FALSE;
  sentinel_fake_clock_advance (self->clock, duration_ms * G_TIME_SPAN_MILLISECOND);
  self->at_us += duration_ms * G_TIME_SPAN_MILLISECOND;
  return TRUE;
}

/* Sets the wall clock only, like “-1h” or “1d”; the timeline goes on. */
static gboolean
do_clock (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  const char *text = arguments->text != NULL ? arguments->text : "";
  gboolean is_back = *text == '-';
  gint64 now_us = sentinel_clock_get_realtime_us (SENTINEL_CLOCK (self->clock));
  gint64 duration_ms;

  if (!sentinel_duration_parse (is_back ? text + 1 : text, &duration_ms, error))
    return FALSE;
  duration_ms = is_back ? -duration_ms : duration_ms;
  sentinel_fake_clock_set_realtime (self->clock, now_us + duration_ms * G_TIME_SPAN_MILLISECOND);
  return TRUE;
}

static gboolean
do_offline (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  self->is_offline = TRUE;
  return TRUE;
}

static gboolean
do_online (SentinelSimulation *self, const Arguments *arguments, GError **error)
{
  self->is_offline = FALSE;
  return TRUE;
}

typedef struct {
  const char *name;
  gboolean (*run) (SentinelSimulation *self, const Arguments *arguments, GError **error);
} Act;

static const Act acts[] = {
  { "ack", do_ack },         { "unack", do_unack },   { "note", do_note },
  { "snooze", do_snooze },   { "undo", do_undo },     { "raise", do_raise },
  { "resolve", do_resolve }, { "edit", do_edit },     { "disable", do_disable },
  { "enable", do_enable },   { "delete", do_delete }, { "restart", do_restart },
  { "sleep", do_sleep },     { "clock", do_clock },   { "offline", do_offline },
  { "online", do_online },
};

static gboolean
refuse_act (const char *name, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", acts[i].name);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "Unknown act “%s”; there are %s",
               name,
               known->str);
  return FALSE;
}

/**
 * sentinel_simulation_act:
 * @self: the simulation
 * @row: a line that does something
 * @error: what the act says, or INVALID
 *
 * Returns: whether it was done
 */
gboolean
sentinel_simulation_act (SentinelSimulation *self, const SentinelSimulationRow *row, GError **error)
{
  g_auto (Arguments) arguments = { NULL, NULL };

  arguments_parse (&arguments, row->message);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (acts[i].name, row->act))
      return acts[i].run (self, &arguments, error);
  return refuse_act (row->act, error);
}
