/* SPDX-License-Identifier: MIT */
/* sentinelctl logs: the system log, once or as it grows. */
#include <stdio.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-follow.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-log-store.h"
#include "sentinel-timestamp.h"

#define DEFAULT_LIMIT 100
#define MAX_LIMIT 1000000

typedef struct {
  SentinelCtl *ctl;
  gint64 after_id;
  SentinelLogLevel min_level;
  guint limit;
} LogQuery;

static gpointer
list_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  const LogQuery *query = data;

  return sentinel_log_store_list (db, query->after_id, query->min_level, query->limit, error);
}

static void
print_entry (SentinelCtl *ctl, const SentinelLogEntry *entry)
{
  g_autoptr (JsonObject) object = sentinel_log_entry_to_json (entry);
  g_autofree char *at = sentinel_timestamp_format_local (entry->at_us);

  if (ctl->json)
    sentinel_ctl_print_json (object);
  else
    printf ("%s  %-7s  %-8s  %s\n",
            at,
            sentinel_nick_of (sentinel_log_level_nicks, (int) entry->level),
            entry->type,
            entry->message);
}

/* Prints what is new since the last time. */
static gboolean
print_new (LogQuery *query, GError **error)
{
  g_autoptr (GPtrArray) entries =
      sentinel_store_read (sentinel_ctl_get_store (query->ctl), list_cb, query, error);

  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    const SentinelLogEntry *entry = entries->pdata[i];

    print_entry (query->ctl, entry);
    query->after_id = MAX (query->after_id, entry->id);
  }
  fflush (stdout);
  return TRUE;
}

/* FALSE: the mistake was said. */
static gboolean
parse (LogQuery *query, const char *summary, int *argc, char ***argv)
{
  g_autofree char *level = NULL;
  int limit = DEFAULT_LIMIT;
  int value = SENTINEL_LOG_DEBUG;
  const GOptionEntry entries[] = {
    { "level",
      0,
      0,
      G_OPTION_ARG_STRING,
      &level,
      "At least this: debug, info, success, warning, error",
      "LEVEL" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, "At most so many, the newest (100; 0: all)", "N" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("", summary, entries, argc, argv))
    return FALSE;
  if (limit < 0) {
    sentinel_ctl_misuse ("%s: --limit must be 0 or more", (*argv)[0]);
    return FALSE;
  }
  if (level != NULL
      && !sentinel_nick_parse (sentinel_log_level_nicks, "level", level, &value, &error)) {
    sentinel_ctl_misuse ("%s", error->message);
    return FALSE;
  }
  query->min_level = (SentinelLogLevel) value;
  query->limit = limit > 0 ? (guint) limit : MAX_LIMIT;
  return TRUE;
}

static SentinelExit
list (SentinelCtl *ctl, int argc, char **argv)
{
  LogQuery query = { .ctl = ctl };
  g_autoptr (GError) error = NULL;

  if (!parse (&query, "Lists the newest lines of the log, the newest last.", &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (!print_new (&query, &error))
    return sentinel_ctl_fail ("cannot read the log", error);
  return SENTINEL_EXIT_DONE;
}

static gboolean
follow_cb (SentinelIdRanges *ids, gpointer user_data, GError **error)
{
  LogQuery *query = user_data;

  query->limit = MAX_LIMIT;
  return print_new (query, error);
}

static SentinelExit
tail (SentinelCtl *ctl, int argc, char **argv)
{
  LogQuery query = { .ctl = ctl };

  if (!parse (&query,
              "Prints the newest lines of the log, then each new one, until it is interrupted.",
              &argc,
              &argv))
    return SENTINEL_EXIT_USAGE;
  return sentinel_ctl_follow (ctl, "logs-changed", follow_cb, &query);
}

const SentinelCommand sentinel_log_commands[] = {
  { "logs", "list", "[--level LEVEL] [--limit N]", "List the newest lines of the log", list },
  { "logs", "tail", "[--level LEVEL] [--limit N]", "Follow the log", tail },
  { NULL },
};
