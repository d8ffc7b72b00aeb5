/* SPDX-License-Identifier: MIT */
/* From the words of a command line to one command: global options are taken out wherever they
 * stand, then the table says who runs. */
#include "sentinel-ctl.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-output.h"
#include "sentinel-error.h"

static const SentinelCommand *const command_groups[] = {
  sentinel_engine_commands,    sentinel_rule_commands,         sentinel_rule_edit_commands,
  sentinel_rule_file_commands, sentinel_rule_version_commands, sentinel_event_commands,
  sentinel_event_act_commands, sentinel_raise_commands,        sentinel_watch_commands,
  sentinel_trigger_commands,   sentinel_setting_commands,      sentinel_log_commands,
  sentinel_database_commands,  sentinel_explain_commands,      sentinel_schedule_commands,
};

static void
sentinel_ctl_clear (SentinelCtl *self)
{
  if (self->context != NULL)
    sentinel_context_close (self->context);
  g_clear_object (&self->context);
  g_clear_object (&self->registry);
  g_free (self->database);
  g_free (self->actor_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SentinelCtl, sentinel_ctl_clear)

/**
 * sentinel_ctl_open:
 * @self: the call
 *
 * Returns: (transfer none): store, registry and engine over the database of this call
 */
SentinelContext *
sentinel_ctl_open (SentinelCtl *self)
{
  if (self->context == NULL)
    self->context = sentinel_context_new (self->database);
  return self->context;
}

/**
 * sentinel_ctl_get_store:
 * @self: the call
 *
 * Returns: (transfer none): the store of this call
 */
SentinelStore *
sentinel_ctl_get_store (SentinelCtl *self)
{
  return sentinel_context_get_store (sentinel_ctl_open (self));
}

/**
 * sentinel_ctl_get_registry:
 * @self: the call
 *
 * Opens no database.
 *
 * Returns: (transfer none): the triggers there are
 */
SentinelRegistry *
sentinel_ctl_get_registry (SentinelCtl *self)
{
  if (self->registry == NULL)
    self->registry = sentinel_context_make_registry ();
  return self->registry;
}

/**
 * sentinel_ctl_get_actor:
 * @self: the call
 *
 * Returns: who acts, for the record; its name lives as long as @self
 */
SentinelActor
sentinel_ctl_get_actor (SentinelCtl *self)
{
  if (self->actor_name == NULL)
    self->actor_name = sentinel_context_dup_actor_name (sentinel_ctl_open (self));
  return (SentinelActor) { self->actor_name, SENTINEL_VIA_COMMAND_LINE };
}

/**
 * sentinel_ctl_fail:
 * @what: (nullable): what was tried, "cannot …"; NULL where the error says it
 * @error: why it did not work; its text may come from outside, and cannot steer a terminal
 *
 * Returns: the status that goes with the error
 */
SentinelExit
sentinel_ctl_fail (const char *what, const GError *error)
{
  g_autofree char *message = sentinel_ctl_dup_line (error->message);

  if (what != NULL)
    g_printerr ("sentinelctl: %s: %s\n", what, message);
  else
    g_printerr ("sentinelctl: %s\n", message);
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return SENTINEL_EXIT_NOT_FOUND;
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_OWNED))
    return SENTINEL_EXIT_OWNED;
  return SENTINEL_EXIT_FAILED;
}

/**
 * sentinel_ctl_misuse:
 * @format: what is wrong with the command line, and what is right
 *
 * Returns: the status of a wrong command line
 */
SentinelExit
sentinel_ctl_misuse (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("sentinelctl: %s\n", message);
  return SENTINEL_EXIT_USAGE;
}

static void
print_help (void)
{
  g_print ("Usage: sentinelctl [--database FILE] [--json] COMMAND\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (command_groups); i++)
    for (const SentinelCommand *command = command_groups[i]; command->name != NULL; command++) {
      g_autofree char *words = g_strdup_printf ("%s%s%s",
                                                command->group ? command->group : "",
                                                command->group ? " " : "",
                                                command->name);

      g_print ("  %-18s %s\n", words, command->description);
    }
  g_print ("\n  --database FILE    the database; else $SENTINEL_DATABASE, else the person's own\n"
           "  --json             one JSON object per line, with the names of the tables' "
           "columns\n\n"
           "“sentinelctl COMMAND --help” says more about one command. Exit status: 0 done, 1 "
           "failed,\n"
           "2 wrong use, 3 not found, 4 another process holds the engine.\n");
}

/* Takes --json and --database out of the arguments, wherever they stand before "--". FALSE: wrong.
 */
static gboolean
take_global_options (SentinelCtl *self, GPtrArray *words)
{
  for (guint i = 1; i < words->len && strcmp (words->pdata[i], "--") != 0;) {
    const char *word = words->pdata[i];

    if (strcmp (word, "--json") == 0) {
      self->json = TRUE;
    } else if (g_str_has_prefix (word, "--database=")) {
      g_set_str (&self->database, word + strlen ("--database="));
    } else if (strcmp (word, "--database") == 0) {
      if (i + 1 == words->len)
        return FALSE;
      g_set_str (&self->database, words->pdata[i + 1]);
      g_ptr_array_remove_index (words, i);
    } else {
      i++;
      continue;
    }
    g_ptr_array_remove_index (words, i);
  }
  return TRUE;
}

static gboolean
is_group (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (command_groups); i++)
    if (g_strcmp0 (command_groups[i][0].group, word) == 0)
      return TRUE;
  return FALSE;
}

static const SentinelCommand *
find_command (const char *group, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (command_groups); i++)
    for (const SentinelCommand *command = command_groups[i]; command->name != NULL; command++)
      if (g_strcmp0 (command->group, group) == 0 && g_strcmp0 (command->name, name) == 0)
        return command;
  return NULL;
}

static SentinelExit
explain_group (const char *group, gboolean is_wanted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (command_groups); i++)
    for (const SentinelCommand *command = command_groups[i]; command->name != NULL; command++)
      if (g_strcmp0 (command->group, group) == 0)
        g_string_append_printf (text,
                                "  sentinelctl %s %s %s\n",
                                group,
                                command->name,
                                command->arguments);
  if (is_wanted) {
    g_print ("Usage:\n%s", text->str);
    return SENTINEL_EXIT_DONE;
  }
  return sentinel_ctl_misuse ("“%s” needs one of its commands:\n%s", group, text->str);
}

static gboolean
is_help (const char *word)
{
  return g_strcmp0 (word, "--help") == 0 || g_strcmp0 (word, "-h") == 0;
}

/* words[0] is the program; the command's own arguments follow its one or two words. */
static SentinelExit
run_command (SentinelCtl *self, GPtrArray *words)
{
  const char *first = words->len > 1 ? words->pdata[1] : NULL;
  const char *second = words->len > 2 ? words->pdata[2] : NULL;
  guint n_words = first != NULL && is_group (first) ? 2 : 1;
  const SentinelCommand *command;
  g_autofree char *called = NULL;

  if (first == NULL)
    return sentinel_ctl_misuse ("name a command; “sentinelctl --help” lists them");
  if (is_help (first) || strcmp (first, "help") == 0) {
    print_help ();
    return SENTINEL_EXIT_DONE;
  }
  if (n_words == 2 && (second == NULL || is_help (second)))
    return explain_group (first, second != NULL);
  command = n_words == 2 ? find_command (first, second) : find_command (NULL, first);
  if (command == NULL)
    return sentinel_ctl_misuse ("there is no command “%s%s%s”; “sentinelctl --help” lists them",
                                first,
                                n_words == 2 ? " " : "",
                                n_words == 2 ? second : "");
  called = n_words == 2 ? g_strdup_printf ("%s %s", first, second) : g_strdup (first);
  g_ptr_array_remove_range (words, 0, n_words);
  words->pdata[0] = called;
  g_ptr_array_add (words, NULL); /* as main's argv ends */
  return command->run (self, (int) words->len - 1, (char **) words->pdata);
}

/* A list that was cut by a full disk must not look whole. A reader that had enough is no failure.
 */
static SentinelExit
finish_output (SentinelExit status)
{
  gboolean is_lost = fflush (stdout) != 0 || ferror (stdout);

  if (!is_lost || errno == EPIPE)
    return status;
  g_printerr ("sentinelctl: cannot write to standard output: %s\n", g_strerror (errno));
  return status == SENTINEL_EXIT_DONE ? SENTINEL_EXIT_FAILED : status;
}

/**
 * sentinel_ctl_main:
 * @argc: how many words
 * @argv: the words, the program first
 *
 * Returns: the exit status
 */
int
sentinel_ctl_main (int argc, char **argv)
{
  g_auto (SentinelCtl) self = { 0 };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  setlocale (LC_ALL, "");
  for (int i = 0; i < argc; i++)
    g_ptr_array_add (words, argv[i]);
  if (!take_global_options (&self, words))
    return sentinel_ctl_misuse ("--database needs the path of a file");
  return finish_output (run_command (&self, words));
}
