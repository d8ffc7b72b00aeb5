/* SPDX-License-Identifier: MIT */
/* sentinelctl check, version. */
#include <stdio.h>

#include "config.h"
#include "sentinel-check.h"
#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-error.h"

static gpointer
check_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_check_database (db, error);
}

static void
print_problem (SentinelCtl *ctl, const char *problem)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!ctl->json) {
    printf ("%s\n", problem);
    return;
  }
  json_object_set_string_member (object, "problem", problem);
  sentinel_ctl_print_json (object);
}

/* Opening makes a database where there is none, and that one would be sound. */
static gboolean
check_exists (SentinelCtl *ctl, GError **error)
{
  g_autofree char *path = ctl->database != NULL ? g_strdup (ctl->database)
                                                : sentinel_store_dup_default_path ();

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "there is no database %s; name another one with --database",
               path);
  return FALSE;
}

static SentinelExit
check (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("", "Checks that the database is sound.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (!check_exists (ctl, &error))
    return sentinel_ctl_fail ("cannot check the database", error);
  problems = sentinel_store_read (sentinel_ctl_get_store (ctl), check_cb, NULL, &error);
  if (problems == NULL)
    return sentinel_ctl_fail ("cannot check the database", error);
  for (guint i = 0; i < problems->len; i++)
    print_problem (ctl, problems->pdata[i]);
  if (problems->len > 0) {
    g_printerr ("sentinelctl: %s has %u problems; keep a copy of the file before anything else\n",
                sentinel_store_get_path (sentinel_ctl_get_store (ctl)),
                problems->len);
    return SENTINEL_EXIT_FAILED;
  }
  if (ctl->json)
    sentinel_ctl_print_number (TRUE, "problems", 0);
  else
    printf ("The database is sound.\n");
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
version (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (JsonObject) object = json_object_new ();

  if (!sentinel_ctl_parse ("", "Says which version this is.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (!ctl->json) {
    printf ("Sentinel Alerts %s\n", SENTINEL_VERSION);
    return SENTINEL_EXIT_DONE;
  }
  json_object_set_string_member (object, "version", SENTINEL_VERSION);
  json_object_set_string_member (object, "application_id", SENTINEL_APP_ID);
  sentinel_ctl_print_json (object);
  return SENTINEL_EXIT_DONE;
}

const SentinelCommand sentinel_database_commands[] = {
  { NULL, "check", "", "Check that the database is sound", check },
  { NULL, "version", "", "Say which version this is", version },
  { NULL },
};
