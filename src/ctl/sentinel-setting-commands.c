/* SPDX-License-Identifier: MIT */
/* sentinelctl settings: what the engine needs to know of the person's wishes. */
#include <stdio.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-setting-store.h"

static gpointer
read_cb (SentinelDatabase *db, gpointer key, GError **error)
{
  return sentinel_setting_store_get (db, key, error);
}

static gboolean
write_cb (SentinelTransaction *tx, gpointer pair, GError **error)
{
  const char *const *words = pair;

  return sentinel_setting_store_set (tx, words[0], words[1], error);
}

static void
print_setting (SentinelCtl *ctl, const char *key, const char *value)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "key", key);
  json_object_set_string_member (object, "value", value);
  sentinel_ctl_print_json (object);
}

static SentinelExit
list (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelTable) table =
      sentinel_table_new ((const char *const[]) { "KEY", "VALUE", "WHAT IT IS", NULL });
  g_autoptr (GError) error = NULL;
  guint n_settings;
  const SentinelSetting *settings = sentinel_settings (&n_settings);

  if (!sentinel_ctl_parse ("", "Lists all settings.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  for (guint i = 0; i < n_settings; i++) {
    g_autofree char *value = sentinel_store_read (sentinel_ctl_get_store (ctl),
                                                  read_cb,
                                                  (gpointer) settings[i].key,
                                                  &error);

    if (value == NULL)
      return sentinel_ctl_fail ("cannot read the settings", error);
    if (ctl->json)
      print_setting (ctl, settings[i].key, value);
    else
      sentinel_table_add (table, settings[i].key, value, settings[i].description, NULL);
  }
  if (!ctl->json)
    sentinel_table_print (table);
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
get (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("KEY", "Prints one setting.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("settings get: name one setting; “settings list” shows them");
  value = sentinel_store_read (sentinel_ctl_get_store (ctl), read_cb, argv[1], &error);
  if (value == NULL)
    return sentinel_ctl_fail (NULL, error);
  if (ctl->json)
    print_setting (ctl, argv[1], value);
  else
    printf ("%s\n", value);
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
set (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("KEY VALUE", "Changes one setting.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 3)
    return sentinel_ctl_misuse ("settings set: give a setting and its value");
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), write_cb, argv + 1, &error))
    return sentinel_ctl_fail (NULL, error);
  return SENTINEL_EXIT_DONE;
}

const SentinelCommand sentinel_setting_commands[] = {
  { "settings", "list", "", "List all settings", list },
  { "settings", "get", "KEY", "Print one setting", get },
  { "settings", "set", "KEY VALUE", "Change one setting", set },
  { NULL },
};
