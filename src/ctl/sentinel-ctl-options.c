/* SPDX-License-Identifier: MIT */
/* GOption, once for all commands: its messages in our form, its help with our words. */
#include "sentinel-ctl-options.h"

/* FALSE: the mistake was said. */
static gboolean
parse_options (GOptionContext *context, int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  sentinel_ctl_misuse ("%s: %s (“sentinelctl %s --help” says more)",
                       (*argv)[0],
                       error->message,
                       (*argv)[0]);
  return FALSE;
}

/**
 * sentinel_ctl_parse:
 * @arguments: what follows the command in the line of usage; empty: it takes options only
 * @summary: what the command does, for help
 * @entries: its options, ending in an empty entry
 * @argc: (inout): how many words
 * @argv: (inout): the words; what remains behind the first are the command's own arguments
 *
 * --help prints and ends the program with 0.
 *
 * Returns: whether the options were right; else the mistake was said
 */
gboolean
sentinel_ctl_parse (const char *arguments,
                    const char *summary,
                    const GOptionEntry *entries,
                    int *argc,
                    char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autofree char *program = g_strdup_printf ("sentinelctl %s", (*argv)[0]);

  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!parse_options (context, argc, argv))
    return FALSE;
  if (arguments[0] != '\0' || *argc == 1)
    return TRUE;
  sentinel_ctl_misuse ("%s: “%s” is one word too many; a text of several words goes in quotation "
                       "marks",
                       (*argv)[0],
                       (*argv)[1]);
  return FALSE;
}

static gboolean
parse_number (const char *text, gint64 *number)
{
  guint64 read;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &read, NULL))
    return FALSE;
  *number = (gint64) read;
  return TRUE;
}

/**
 * sentinel_ctl_parse_number:
 * @what: what is counted: "version"
 * @text: a number as written
 * @number: (out): it, from 1
 *
 * Returns: whether it is one; else the mistake was said
 */
gboolean
sentinel_ctl_parse_number (const char *what, const char *text, gint64 *number)
{
  if (parse_number (text, number))
    return TRUE;
  sentinel_ctl_misuse ("“%s” is no %s: give its number, from 1", text, what);
  return FALSE;
}

/**
 * sentinel_ctl_parse_id:
 * @text: a number as written
 * @id: (out): the number
 *
 * Returns: whether it is an id; else the mistake was said
 */
gboolean
sentinel_ctl_parse_id (const char *text, gint64 *id)
{
  if (parse_number (text, id))
    return TRUE;
  sentinel_ctl_misuse ("“%s” is no event: give its number, as “sentinelctl events list” shows it",
                       text);
  return FALSE;
}
