/* SPDX-License-Identifier: MIT */
/* sentinelctl rules export, import: rules as a file. */
#include <stdio.h>
#include <string.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-input.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-rule-document.h"
#include "sentinel-rule-export.h"
#include "sentinel-rule-import.h"

#define FILE_MODE 0666 /* less the umask, as of any file that a person makes */

/* Export: */

/* At once: whoever reads the file never sees half of it, nor does a full disk destroy the old one.
 */
static SentinelExit
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents_full (path,
                                text,
                                (gssize) strlen (text),
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                FILE_MODE,
                                &error))
    return SENTINEL_EXIT_DONE;
  return sentinel_ctl_fail ("cannot write the file", error);
}

static void
warn (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++) {
    g_autofree char *line = sentinel_ctl_dup_line (lines->pdata[i]);

    g_printerr ("sentinelctl: %s\n", line);
  }
}

static SentinelExit
export_rules (SentinelCtl *ctl, int argc, char **argv)
{
  g_autofree char *output = NULL;
  const GOptionEntry entries[] = { { "output",
                                     'o',
                                     0,
                                     G_OPTION_ARG_FILENAME,
                                     &output,
                                     "Where to; “-” or nothing: standard output",
                                     "FILE" },
                                   G_OPTION_ENTRY_NULL };
  SentinelRuleExportRequest request = { .registry = sentinel_ctl_get_registry (ctl) };
  g_autoptr (SentinelRuleExport) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("[RULE…]",
                           "Writes rules as JSON that “rules import” reads, all of them unless "
                           "some are named.\n"
                           "Secret parameters stay out of it.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  request.names = (const char *const *) argv + 1;
  answer = sentinel_store_read (sentinel_ctl_get_store (ctl),
                                sentinel_rule_export_read,
                                &request,
                                &error);
  if (answer == NULL)
    return sentinel_ctl_fail ("cannot export the rules", error);
  warn (answer->withheld);
  if (output != NULL && strcmp (output, "-") != 0)
    return write_file (output, answer->text);
  fputs (answer->text, stdout);
  return SENTINEL_EXIT_DONE;
}

/* Import: */

typedef struct {
  gboolean is_dry_run, skip_unknown;
} ImportOptions;

static gboolean
is_left_out (const ImportOptions *options, const SentinelImportEntry *entry)
{
  return options->skip_unknown && entry->is_unknown_trigger;
}

static void
print_entry (const ImportOptions *options, const SentinelImportEntry *entry)
{
  g_autofree char *name = sentinel_ctl_dup_line (entry->name);
  const char *status = sentinel_nick_of (sentinel_import_status_nicks, (int) entry->status);

  printf ("%-8s  %s\n", is_left_out (options, entry) ? "left out" : status, name);
  if (entry->problem != NULL) {
    g_autofree char *problem = sentinel_ctl_dup_line (entry->problem->message);

    printf ("  ! %s\n", problem);
  }
  if (entry->changes != NULL)
    sentinel_ctl_print_changes (entry->changes, "  ");
  for (guint i = 0; i < entry->notes->len; i++) {
    g_autofree char *note = sentinel_ctl_dup_line (entry->notes->pdata[i]);

    printf ("  # %s\n", note);
  }
}

static void
print_entries (SentinelCtl *ctl, const ImportOptions *options, SentinelRuleImport *import)
{
  for (guint i = 0; i < import->entries->len; i++) {
    const SentinelImportEntry *entry = g_ptr_array_index (import->entries, i);

    if (ctl->json) {
      g_autoptr (JsonObject) object = sentinel_import_entry_to_json (entry);

      sentinel_ctl_print_json (object);
    } else {
      print_entry (options, entry);
    }
  }
}

/* How many rules keep the import from being done; for each of them why, where it is wanted. */
static guint
count_problems (const ImportOptions *options, SentinelRuleImport *import, gboolean is_said)
{
  guint n = 0;

  for (guint i = 0; i < import->entries->len; i++) {
    const SentinelImportEntry *entry = g_ptr_array_index (import->entries, i);
    g_autofree char *what = g_strdup_printf ("rule “%s”", entry->name);
    g_autofree char *line = sentinel_ctl_dup_line (what);

    if (entry->problem == NULL || is_left_out (options, entry))
      continue;
    n++;
    if (is_said)
      sentinel_ctl_fail (line, entry->problem);
  }
  return n;
}

static void
print_summary (const ImportOptions *options, SentinelRuleImport *import)
{
  guint n_problems = count_problems (options, import, FALSE);
  guint n_left_out = sentinel_rule_import_count (import, SENTINEL_IMPORT_PROBLEM) - n_problems;

  printf ("%s: %u new, %u changed, %u the same",
          options->is_dry_run ? "Would be imported" : "Imported",
          sentinel_rule_import_count (import, SENTINEL_IMPORT_NEW),
          sentinel_rule_import_count (import, SENTINEL_IMPORT_CHANGED),
          sentinel_rule_import_count (import, SENTINEL_IMPORT_SAME));
  if (n_left_out > 0)
    printf (", %u left out", n_left_out);
  if (n_problems > 0)
    printf (", %u with a problem, so that nothing would be", n_problems);
  printf ("\n");
}

static SentinelExit
preview (SentinelCtl *ctl, const ImportOptions *options, SentinelRuleImport *import)
{
  print_entries (ctl, options, import);
  if (!ctl->json)
    print_summary (options, import);
  return count_problems (options, import, FALSE) > 0 ? SENTINEL_EXIT_FAILED : SENTINEL_EXIT_DONE;
}

static SentinelExit
carry_out (SentinelCtl *ctl, const ImportOptions *options, SentinelRuleImport *import)
{
  SentinelActor actor = sentinel_ctl_get_actor (ctl);
  g_autoptr (SentinelRuleImportAct) act = sentinel_rule_import_act_new (import, &actor);
  g_autoptr (GError) error = NULL;

  if (count_problems (options, import, TRUE) > 0) {
    g_printerr ("sentinelctl: nothing was imported; “rules import --dry-run” shows the whole plan"
                "\n");
    return SENTINEL_EXIT_FAILED;
  }
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_rule_import_apply, act, &error))
    return sentinel_ctl_fail ("nothing was imported", error);
  print_entries (ctl, options, import);
  if (ctl->json)
    return SENTINEL_EXIT_DONE;
  print_summary (options, import);
  if (act->n_closed > 0)
    printf ("Open events that ended with what their rules watched: %u\n", act->n_closed);
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
import_file (SentinelCtl *ctl, const ImportOptions *options, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      sentinel_ctl_read_input (path, SENTINEL_RULE_DOCUMENT_MAX_BYTES, &error);
  SentinelRuleImportRequest request = { bytes, sentinel_ctl_get_registry (ctl) };
  g_autoptr (SentinelRuleImport) import = NULL;

  if (bytes == NULL)
    return sentinel_ctl_fail ("cannot import the rules", error);
  import = sentinel_store_read (sentinel_ctl_get_store (ctl),
                                sentinel_rule_import_read,
                                &request,
                                &error);
  if (import == NULL)
    return sentinel_ctl_fail ("cannot import the rules", error);
  return options->is_dry_run ? preview (ctl, options, import) : carry_out (ctl, options, import);
}

static SentinelExit
import_rules (SentinelCtl *ctl, int argc, char **argv)
{
  ImportOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &options.is_dry_run, "Only say what would be", NULL },
    { "skip-unknown",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.skip_unknown,
      "Leave out rules whose trigger is not known here",
      NULL },
    G_OPTION_ENTRY_NULL
  };

  if (!sentinel_ctl_parse ("FILE",
                           "Adds and changes rules as a file says, all of them or none: what "
                           "“rules export” wrote, or\n"
                           "a list of rules of the original web program. “-” is standard input.\n"
                           "A rule is known again by its uid, else by its exact name.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("rules import: name one file; “-” is standard input");
  return import_file (ctl, &options, argv[1]);
}

const SentinelCommand sentinel_rule_file_commands[] = {
  { "rules", "export", "[RULE…] [--output FILE]", "Write rules as a file", export_rules },
  { "rules",
    "import",
    "FILE [--dry-run] [--skip-unknown]",
    "Add and change rules as a file says",
    import_rules },
  { NULL },
};
