/* SPDX-License-Identifier: MIT */
/* sentinelctl raise: an event from a script. */
#include <math.h>
#include <stdio.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-event-acts.h"

typedef struct {
  char *importance, *source, *message, *key, *category, *unit, *value;
  gboolean resolve;
} RaiseOptions;

static void
raise_options_clear (RaiseOptions *options)
{
  g_free (options->importance);
  g_free (options->source);
  g_free (options->message);
  g_free (options->key);
  g_free (options->category);
  g_free (options->unit);
  g_free (options->value);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RaiseOptions, raise_options_clear)

/* FALSE: the mistake was said. */
static gboolean
check (const RaiseOptions *options)
{
  const char *missing = NULL;

  if (options->source == NULL)
    missing = "--source NAME";
  else if (options->resolve && options->key == NULL)
    missing = "--key ID, to say which event is over";
  else if (!options->resolve && options->message == NULL)
    missing = "--message TEXT";
  else if (!options->resolve && options->importance == NULL)
    missing = "--importance low, medium, high or critical";
  if (missing != NULL)
    sentinel_ctl_misuse ("raise: give %s", missing);
  return missing == NULL;
}

static gboolean
read_value (const char *text, double *value)
{
  char *end;

  if (text == NULL)
    return TRUE;
  *value = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (*value))
    return TRUE;
  sentinel_ctl_misuse ("raise: --value “%s” is no number", text);
  return FALSE;
}

static SentinelRaiseAct *
make_act (RaiseOptions *options)
{
  SentinelImportance importance = SENTINEL_IMPORTANCE_LOW;
  g_autoptr (SentinelRaiseAct) act = NULL;
  g_autoptr (GError) error = NULL;

  if (options->importance != NULL
      && !sentinel_importance_from_string (options->importance, &importance, &error)) {
    sentinel_ctl_misuse ("raise: %s", error->message);
    return NULL;
  }
  act = sentinel_raise_act_new (importance, options->source, options->message);
  if (!read_value (options->value, &act->value))
    return NULL;
  act->key = g_steal_pointer (&options->key);
  act->category = g_steal_pointer (&options->category);
  act->unit = g_steal_pointer (&options->unit);
  act->resolve = options->resolve;
  return g_steal_pointer (&act);
}

/* FALSE: the mistake was said. */
static gboolean
parse (RaiseOptions *options, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "importance",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options->importance,
      "low, medium, high or critical",
      "IMPORTANCE" },
    { "source",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options->source,
      "What it is about: a host, a job, a ticker",
      "NAME" },
    { "message", 0, 0, G_OPTION_ARG_STRING, &options->message, "What happened", "TEXT" },
    { "key",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options->key,
      "Stays open until it is resolved; the same again counts",
      "ID" },
    { "resolve",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options->resolve,
      "What --source and --key name is over",
      NULL },
    { "category",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options->category,
      "General (default), Market, System, Security or any other",
      "NAME" },
    { "value", 0, 0, G_OPTION_ARG_STRING, &options->value, "A number that was measured", "N" },
    { "unit", 0, 0, G_OPTION_ARG_STRING, &options->unit, "Its unit", "UNIT" },
    G_OPTION_ENTRY_NULL
  };

  return sentinel_ctl_parse ("", "Puts an event in, and prints its number.", entries, argc, argv)
         && check (options);
}

static SentinelExit
raise_event (SentinelCtl *ctl, int argc, char **argv)
{
  g_auto (RaiseOptions) options = { 0 };
  g_autoptr (SentinelRaiseAct) act = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse (&options, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  act = make_act (&options);
  if (act == NULL)
    return SENTINEL_EXIT_USAGE;
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_event_acts_raise, act, &error))
    return sentinel_ctl_fail (act->resolve ? "cannot resolve" : "cannot raise the event", error);
  sentinel_ctl_print_number (ctl->json, "id", act->event_id);
  return SENTINEL_EXIT_DONE;
}

const SentinelCommand sentinel_raise_commands[] = {
  { NULL,
    "raise",
    "--importance … --source NAME --message TEXT [--key ID]",
    "Put an event in from a script",
    raise_event },
  { NULL },
};
