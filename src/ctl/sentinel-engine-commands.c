/* SPDX-License-Identifier: MIT */
/* sentinelctl monitor, status: the engine without a window, and how it is doing. */
#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-events.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-ctl-runs.h"
#include "sentinel-ctl-wait.h"
#include "sentinel-event-counts.h"
#include "sentinel-event-store.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include "sentinel-schedule.h"
#include "sentinel-setting-store.h"

typedef struct {
  SentinelCtl *ctl;
  GMainLoop *loop;
  SentinelEventFollower *follower; /* NULL: without --follow */
  gboolean is_ending;
} Monitor;

static gboolean
end_cb (gpointer user_data)
{
  Monitor *monitor = user_data;

  if (monitor->is_ending) {
    g_printerr ("sentinelctl: ended without waiting for what was running\n");
    _exit (SENTINEL_EXIT_FAILED);
  }
  monitor->is_ending = TRUE;
  g_main_loop_quit (monitor->loop);
  return G_SOURCE_CONTINUE;
}

static void
follow_cb (SentinelStore *store, SentinelIdRanges *ids, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!sentinel_event_follower_tell (user_data, ids, &error))
    sentinel_ctl_fail ("cannot read what changed", error);
}

/* A headless engine has nobody to show a banner to: it says it here, when it begins and when it
 * ends. */
static void
trouble_cb (SentinelStore *store, GParamSpec *property, gpointer user_data)
{
  const GError *trouble = sentinel_store_get_trouble (store);

  if (trouble != NULL)
    g_printerr ("sentinelctl: not stored: %s\n", trouble->message);
  else
    g_printerr ("sentinelctl: the database can be written again\n");
}

static SentinelExit
drain (Monitor *monitor)
{
  SentinelEngine *engine = sentinel_context_get_engine (monitor->ctl->context);
  g_auto (SentinelWait) wait;
  g_autoptr (GError) error = NULL;

  sentinel_wait_init (&wait);
  sentinel_engine_stop_async (engine, sentinel_wait_cb, &wait);
  if (!sentinel_engine_stop_finish (engine, sentinel_wait_for (&wait), &error))
    return sentinel_ctl_fail ("cannot end the engine in order", error);
  return SENTINEL_EXIT_DONE;
}

static gpointer
list_rules_cb (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

/* The engine waits for a database that cannot be read and tries again; a person in front of a
 * terminal, or what restarts us, is told at once. */
static gboolean
start (SentinelCtl *ctl, GError **error)
{
  g_autoptr (GPtrArray) rules =
      sentinel_store_read (sentinel_ctl_get_store (ctl), list_rules_cb, NULL, error);

  return rules != NULL
         && sentinel_engine_try_start (sentinel_context_get_engine (ctl->context), error);
}

static SentinelExit
watch_on (SentinelCtl *ctl, gboolean follow)
{
  SentinelStore *store = sentinel_ctl_get_store (ctl);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SentinelEventFollower) follower = follow ? sentinel_event_follower_new (ctl, 0) : NULL;
  Monitor monitor = { ctl, loop, follower, FALSE };
  g_autoptr (GError) error = NULL;
  guint signals[2];
  SentinelExit status;

  if (!start (ctl, &error))
    return sentinel_ctl_fail ("cannot watch", error);
  signals[0] = g_unix_signal_add (SIGINT, end_cb, &monitor);
  signals[1] = g_unix_signal_add (SIGTERM, end_cb, &monitor);
  g_signal_connect (store, "notify::trouble", G_CALLBACK (trouble_cb), NULL);
  if (follower != NULL)
    g_signal_connect (store, "events-changed", G_CALLBACK (follow_cb), follower);
  if (!ctl->json) {
    printf ("Watching with the rules of %s; Ctrl+C ends it.\n", sentinel_store_get_path (store));
    fflush (stdout);
  }
  g_main_loop_run (loop);
  status = drain (&monitor);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
  g_signal_handlers_disconnect_by_func (store, trouble_cb, NULL);
  g_signal_handlers_disconnect_by_func (store, follow_cb, follower);
  return status;
}

static SentinelExit
check_once (SentinelCtl *ctl)
{
  SentinelEngine *engine = sentinel_context_get_engine (sentinel_ctl_open (ctl));
  g_auto (SentinelWait) wait;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;

  sentinel_wait_init (&wait);
  sentinel_engine_run_all_async (engine, NULL, sentinel_wait_cb, &wait);
  runs = sentinel_engine_run_all_finish (engine, sentinel_wait_for (&wait), &error);
  if (runs == NULL)
    return sentinel_ctl_fail ("cannot check all rules", error);
  return sentinel_ctl_print_runs (ctl, runs) ? SENTINEL_EXIT_DONE : SENTINEL_EXIT_FAILED;
}

static SentinelExit
monitor (SentinelCtl *ctl, int argc, char **argv)
{
  gboolean follow = FALSE;
  gboolean once = FALSE;
  const GOptionEntry entries[] = {
    { "follow", 0, 0, G_OPTION_ARG_NONE, &follow, "Print events as they change", NULL },
    { "once", 0, 0, G_OPTION_ARG_NONE, &once, "Check every enabled rule once, and end", NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!sentinel_ctl_parse ("",
                           "Watches by the rules until it is interrupted: the engine without a "
                           "window.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (follow && once)
    return sentinel_ctl_misuse ("monitor: takes either --follow or --once");
  return once ? check_once (ctl) : watch_on (ctl, follow);
}

typedef struct {
  gint64 n_rules, n_enabled, next_due_us;
  gint64 now_us;
  SentinelPauseSetting pause;
  SentinelEventCounts counts;
} Status;

/* 0: nobody can tell, as it never ran. */
static gint64
find_due_us (const SentinelRule *rule, const SentinelRuleState *state, gint64 now_us)
{
  g_autoptr (SentinelSchedule) schedule = sentinel_schedule_new_of_rule (rule, NULL);

  if (schedule == NULL)
    return 0;
  if (sentinel_schedule_has_slots (schedule))
    return MAX (0, sentinel_schedule_get_next_us (schedule, MAX (now_us, rule->paused_until_us)));
  if (state->last_run_at_us == 0)
    return 0;
  return sentinel_schedule_get_active_us (schedule,
                                          MAX (state->last_run_at_us + rule->period_ms * 1000,
                                               rule->paused_until_us));
}

/* From what is stored, since only the owner knows its own plan to the millisecond. */
static gboolean
read_next_due (SentinelDatabase *db, Status *status, GError **error)
{
  g_autoptr (GPtrArray) rules = sentinel_rule_store_list (db, error);

  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len; i++) {
    const SentinelRule *rule = rules->pdata[i];
    g_autoptr (SentinelRuleState) state = NULL;
    gint64 due_us;

    if (!rule->enabled || sentinel_rule_is_manual (rule))
      continue;
    state = sentinel_rule_store_get_state (db, rule->id, error);
    if (state == NULL)
      return FALSE;
    due_us = find_due_us (rule, state, status->now_us);
    if (due_us > 0 && (status->next_due_us == 0 || due_us < status->next_due_us))
      status->next_due_us = due_us;
  }
  return TRUE;
}

static gpointer
status_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  Status *status = data;

  status->n_rules = sentinel_rule_store_count (db, &status->n_enabled, error);
  if (status->n_rules < 0 || !sentinel_event_counts_read (db, &status->counts, error)
      || !sentinel_setting_store_get_pause (db, &status->pause, error)
      || !read_next_due (db, status, error))
    return NULL;
  return status;
}

static JsonObject *
status_to_json (SentinelCtl *ctl, const Status *status)
{
  const char *path = sentinel_store_get_path (sentinel_ctl_get_store (ctl));
  JsonObject *object = json_object_new ();
  int pid = 0;
  SentinelClock *clock = sentinel_store_get_clock (sentinel_ctl_get_store (ctl));
  gint64 until_us = status->pause.until_us;
  gboolean is_paused = until_us > sentinel_clock_get_realtime_us (clock);
  gboolean is_owned = sentinel_owner_lock_query (path, &pid);

  json_object_set_boolean_member (object, "running", is_owned);
  sentinel_json_set_id (object, "owner_pid", pid);
  json_object_set_boolean_member (object, "paused", is_paused);
  sentinel_json_set_time (object,
                          "paused_until_us",
                          is_paused && until_us < G_MAXINT64 ? until_us : 0);
  json_object_set_int_member (object, "rules", status->n_rules);
  json_object_set_int_member (object, "enabled_rules", status->n_enabled);
  sentinel_json_set_time (object,
                          "next_due_at_us",
                          is_owned && !is_paused ? status->next_due_us : 0);
  json_object_set_int_member (object, "open", status->counts.n_open);
  json_object_set_int_member (object, "unacknowledged", status->counts.n_waiting);
  json_object_set_string_member (object, "prefect", "off");
  json_object_set_string_member (object, "database", path);
  return object;
}

static SentinelExit
show_status (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  Status status = { 0 };

  if (!sentinel_ctl_parse ("",
                           "Says who is watching, and what needs a person.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  status.now_us =
      sentinel_clock_get_realtime_us (sentinel_store_get_clock (sentinel_ctl_get_store (ctl)));
  if (sentinel_store_read (sentinel_ctl_get_store (ctl), status_cb, &status, &error) == NULL)
    return sentinel_ctl_fail ("cannot read the status", error);
  object = status_to_json (ctl, &status);
  if (ctl->json)
    sentinel_ctl_print_json (object);
  else
    sentinel_ctl_print_facts (object);
  return SENTINEL_EXIT_DONE;
}

const SentinelCommand sentinel_engine_commands[] = {
  { NULL, "monitor", "[--follow | --once]", "Watch: the engine without a window", monitor },
  { NULL, "status", "", "Say who is watching, and what needs a person", show_status },
  { NULL },
};
