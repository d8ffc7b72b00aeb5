/* SPDX-License-Identifier: MIT */
/* Who is used to a shell is told where this is none. */
#include "sentinel-command-line.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sentinel-text.h"

#define MAX_SHOWN_ARGUMENTS 12
#define MAX_SHOWN_BYTES 100

static const char plain_letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";
static const char *const shell_words[] = { "|",  "||", "&",  "&&",   ";",  ">",
                                           ">>", "<",  "2>", "2>&1", "&>", NULL };

/**
 * sentinel_command_line_format:
 * @argv: (nullable) (array zero-terminated=1): the program and its arguments
 *
 * Returns: (transfer full): one line; quoted where that is needed
 */
char *
sentinel_command_line_format (const char *const *argv)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; argv != NULL && argv[i] != NULL; i++) {
    gsize n_plain = strspn (argv[i], plain_letters);
    g_autofree char *quoted = n_plain > 0 && argv[i][n_plain] == '\0' ? g_strdup (argv[i])
                                                                      : g_shell_quote (argv[i]);

    g_string_append_printf (line, "%s%s", i > 0 ? " " : "", quoted);
  }
  return g_string_free (line, FALSE);
}

/**
 * sentinel_command_line_parse:
 * @text: as it was typed
 * @problem: (out) (transfer full): what is wrong with it
 *
 * Returns: (transfer full) (nullable): the program and its arguments; %NULL with @problem
 */
char **
sentinel_command_line_parse (const char *text, char **problem)
{
  g_autoptr (GError) error = NULL;
  char **argv = NULL;

  if (g_shell_parse_argv (text, NULL, &argv, &error))
    return argv;
  if (g_error_matches (error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
    *problem = g_strdup (_ ("Type the program to run and its arguments, like /usr/bin/logger "
                            "fired"));
  else
    *problem = g_strdup (_ ("A quotation mark is not closed, or a backslash is the last letter"));
  return NULL;
}

/* (nullable): the first one that somebody expects a shell for. */
static const char *
find_shell_word (const char *const *argv)
{
  for (guint i = 0; argv[i] != NULL; i++)
    if (g_strv_contains (shell_words, argv[i]) || argv[i][0] == '$' || g_str_equal (argv[i], "~")
        || g_str_has_prefix (argv[i], "~/"))
      return argv[i];
  return NULL;
}

static gboolean
is_shell (const char *program)
{
  g_autofree char *name = g_path_get_basename (program);

  return g_str_equal (name, "sh") || g_str_equal (name, "bash") || g_str_equal (name, "dash")
         || g_str_equal (name, "zsh");
}

static void
append_arguments (GString *text, const char *const *arguments)
{
  for (guint i = 0; arguments[i] != NULL && i < MAX_SHOWN_ARGUMENTS; i++) {
    g_autofree char *line = sentinel_text_to_line (arguments[i], MAX_SHOWN_BYTES);

    g_string_append_c (text, ' ');
    /* Translators: one argument of a command, in quotation marks */
    g_string_append_printf (text, _ ("“%s”"), line);
  }
  if (g_strv_length ((char **) arguments) > MAX_SHOWN_ARGUMENTS)
    g_string_append (text, " …");
}

/**
 * sentinel_command_line_describe:
 * @argv: the program and its arguments
 *
 * Returns: (transfer full): for people: the parts apart, each as it is passed on
 */
char *
sentinel_command_line_describe (const char *const *argv)
{
  g_autofree char *program = sentinel_text_to_line (argv[0], MAX_SHOWN_BYTES);
  const char *shell_word = is_shell (argv[0]) ? NULL : find_shell_word (argv + 1);
  g_autoptr (GString) text = g_string_new (NULL);

  if (argv[1] == NULL)
    g_string_printf (text, _ ("Program “%s”, without arguments"), program);
  else
    /* Translators: the arguments follow, each in quotation marks */
    g_string_printf (text, _ ("Program “%s”, arguments"), program);
  append_arguments (text, argv + 1);
  if (shell_word != NULL) {
    g_autofree char *word = sentinel_text_to_line (shell_word, MAX_SHOWN_BYTES);

    /* Translators: a part of a command line that means something to a shell */
    g_string_append_printf (text,
                            _ (". No shell is run, so “%s” is passed on as it stands; if it is "
                               "meant for one, write sh -c '…'"),
                            word);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
