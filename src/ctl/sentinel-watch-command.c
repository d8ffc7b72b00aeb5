/* SPDX-License-Identifier: MIT */
/* sentinelctl watch: a command whose failure is an event, and whose next success ends it. */
#include <string.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-event-acts.h"
#include "sentinel-watch-child.h"

#define WATCH_KEY "watch"
/* The source of commands without a name: what follows a failure may be another command. */
#define UNNAMED "watch"

/* Splits at "--": the options before it are ours. NULL: there is none. */
static char **
find_command (int *argc, char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (strcmp (argv[i], "--") == 0) {
      *argc = i;
      argv[i] = NULL;
      return argv + i + 1;
    }
  return NULL;
}

static char *
compose_message (const char *name, const SentinelWatchOutcome *outcome, double seconds)
{
  const char *last_line = strrchr (outcome->last_lines, '\n');
  g_autofree char *message = g_strdup_printf ("%s %s after %.1f s", name, outcome->reason, seconds);

  last_line = last_line != NULL ? last_line + 1 : outcome->last_lines;
  if (last_line[0] == '\0')
    return g_steal_pointer (&message);
  return g_strdup_printf ("%s: %s", message, last_line);
}

static JsonNode *
make_payload (char **command, const SentinelWatchOutcome *outcome, gint64 duration_us)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *words = json_array_new ();

  for (char **word = command; *word != NULL; word++) {
    g_autofree char *valid = g_utf8_make_valid (*word, -1);

    json_array_add_string_element (words, valid);
  }
  json_object_set_array_member (object, "command", words);
  json_object_set_int_member (object, "status", outcome->status);
  json_object_set_int_member (object, "duration_ms", duration_us / 1000);
  json_object_set_string_member (object, "last_lines", outcome->last_lines);
  json_node_take_object (node, object);
  return node;
}

static char *
dup_command_name (char **command)
{
  g_autofree char *name = g_path_get_basename (command[0]);

  return g_utf8_make_valid (name, -1);
}

/* The command's own status counts, whatever becomes of our record of it. */
static void
record (SentinelCtl *ctl, SentinelRaiseAct *act)
{
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_event_acts_raise, act, &error))
    sentinel_ctl_fail ("the command has ended, but that cannot be recorded", error);
}

static SentinelExit
run (SentinelCtl *ctl, const char *name, SentinelImportance importance, char **command)
{
  g_autofree char *shown = name != NULL ? g_strdup (name) : dup_command_name (command);
  SentinelClock *clock = sentinel_context_get_clock (sentinel_ctl_open (ctl));
  g_auto (SentinelWatchOutcome) outcome = { 0 };
  g_autoptr (SentinelRaiseAct) act = NULL;
  g_autofree char *message = NULL;
  gint64 begin_us = sentinel_clock_get_boottime_us (clock);
  gint64 duration_us;

  sentinel_watch_child_run (command, &outcome);
  duration_us = sentinel_clock_get_boottime_us (clock) - begin_us;
  if (outcome.reason != NULL)
    message = compose_message (shown, &outcome, (double) duration_us / G_USEC_PER_SEC);
  act = sentinel_raise_act_new (importance, name != NULL ? name : UNNAMED, message);
  act->key = g_strdup (WATCH_KEY);
  act->category = g_strdup ("System");
  act->resolve = act->resolve_if_open = outcome.reason == NULL;
  act->payload = outcome.reason != NULL ? make_payload (command, &outcome, duration_us) : NULL;
  record (ctl, act);
  return (SentinelExit) outcome.status;
}

static SentinelExit
watch (SentinelCtl *ctl, int argc, char **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *importance_text = NULL;
  const GOptionEntry entries[] = { { "name",
                                     0,
                                     0,
                                     G_OPTION_ARG_STRING,
                                     &name,
                                     "What is watched; commands without a name are one",
                                     "NAME" },
                                   { "importance",
                                     0,
                                     0,
                                     G_OPTION_ARG_STRING,
                                     &importance_text,
                                     "Of a failure: low, medium, high (default), critical",
                                     "IMPORTANCE" },
                                   G_OPTION_ENTRY_NULL };
  char **command = find_command (&argc, argv);
  SentinelImportance importance = SENTINEL_IMPORTANCE_HIGH;
  g_autofree char *valid = NULL;
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("-- CMD…",
                           "Runs a command and passes its output and exit status through. A "
                           "failure raises an event\n"
                           "with its last lines; the next success of the same name resolves it. "
                           "Name "
                           "each job:\n"
                           "those without a name count as one.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (command == NULL || command[0] == NULL || argc > 1)
    return sentinel_ctl_misuse ("watch: the command goes behind “--”, as in “sentinelctl watch -- "
                                "make backup”");
  if (importance_text != NULL
      && !sentinel_importance_from_string (importance_text, &importance, &error))
    return sentinel_ctl_misuse ("watch: %s", error->message);
  valid = name != NULL ? g_utf8_make_valid (name, -1) : NULL;
  return run (ctl, valid, importance, command);
}

const SentinelCommand sentinel_watch_commands[] = {
  { NULL, "watch", "[--name NAME] -- CMD…", "Run a command; its failure is an event", watch },
  { NULL },
};
