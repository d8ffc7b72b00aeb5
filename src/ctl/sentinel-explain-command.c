/* SPDX-License-Identifier: MIT */
/* sentinelctl explain: why an event fired, or a rule did not, and who was told. */
#include <stdio.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-explanation.h"
#include "sentinel-rule-store.h"
#include "sentinel-timestamp.h"

#define EVENT_PREFIX "event:"
#define RULE_PREFIX "rule:"

typedef struct {
  const char *what; /* as it was written */
  SentinelExplainQuestion question;
} Explain;

static gboolean
is_number (const char *text, gint64 *id)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;
  *id = (gint64) number;
  return TRUE;
}

/* FALSE with error; *exists: whether there is one. */
static gboolean
has_event (SentinelDatabase *db, gint64 event_id, gboolean *exists, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (SentinelEvent) event = sentinel_event_store_get (db, event_id, &local_error);

  *exists = event != NULL;
  if (event != NULL || g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
find_rule (SentinelDatabase *db, Explain *explain, const char *id_or_name, GError **error)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_store_find (db, id_or_name, error);

  if (rule == NULL)
    return FALSE;
  explain->question.rule_id = rule->id;
  return TRUE;
}

/* A number is an event where there is one, else a rule. */
static gboolean
find_event_or_rule (SentinelDatabase *db, Explain *explain, gint64 number, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean exists;

  if (!has_event (db, number, &exists, error))
    return FALSE;
  if (exists)
    explain->question.event_id = number;
  if (exists || find_rule (db, explain, explain->what, &local_error))
    return TRUE;
  if (g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_NOT_FOUND,
                 "There is neither an event nor a rule %s; list them to see their numbers",
                 explain->what);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
find_what (SentinelDatabase *db, Explain *explain, GError **error)
{
  const char *what = explain->what;
  gint64 number;

  if (explain->question.event_id != 0)
    return TRUE;
  if (g_str_has_prefix (what, RULE_PREFIX))
    return find_rule (db, explain, what + strlen (RULE_PREFIX), error);
  if (is_number (what, &number))
    return find_event_or_rule (db, explain, number, error);
  return find_rule (db, explain, what, error);
}

static gpointer
explain_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  Explain *explain = data;

  return find_what (db, explain, error) ? sentinel_explain (db, &explain->question, error) : NULL;
}

static void
print_json (const SentinelReason *reason)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object,
                                 "kind",
                                 sentinel_nick_of (sentinel_reason_nicks, (int) reason->kind));
  if (reason->at_us != 0)
    json_object_set_int_member (object, "at_us", reason->at_us);
  else
    json_object_set_null_member (object, "at_us");
  json_object_set_string_member (object, "text", reason->text);
  sentinel_ctl_print_json (object);
}

/* What is watched and how it stands are at no time of the chain. */
static void
print_line (const SentinelReason *reason)
{
  gboolean has_time = reason->at_us != 0 && reason->kind != SENTINEL_REASON_NOW;
  g_autofree char *at = has_time ? sentinel_timestamp_format_local (reason->at_us) : NULL;

  printf ("%-8s  %-19s  %s\n",
          sentinel_nick_of (sentinel_reason_nicks, (int) reason->kind),
          at != NULL ? at : "",
          reason->text);
}

static void
print_reasons (SentinelCtl *ctl, GPtrArray *reasons)
{
  for (guint i = 0; i < reasons->len; i++) {
    const SentinelReason *reason = g_ptr_array_index (reasons, i);

    if (ctl->json)
      print_json (reason);
    else
      print_line (reason);
  }
}

static SentinelExit
answer (SentinelCtl *ctl, Explain *explain)
{
  SentinelStore *store = sentinel_ctl_get_store (ctl);
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (GError) error = NULL;

  explain->question.registry = sentinel_ctl_get_registry (ctl);
  explain->question.now_us = sentinel_clock_get_realtime_us (sentinel_store_get_clock (store));
  reasons = sentinel_store_read (store, explain_cb, explain, &error);
  if (reasons == NULL)
    return sentinel_ctl_fail ("cannot explain it", error);
  print_reasons (ctl, reasons);
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
explain_what (SentinelCtl *ctl, int argc, char **argv)
{
  g_autofree char *at = NULL;
  const GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, "As it stood then (default: now)", "TIME" },
    G_OPTION_ENTRY_NULL
  };
  Explain explain = { 0 };
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("EVENT|RULE",
                           "Says why an event fired, or a rule did not, and who was told.\n"
                           "A number is an event if there is one of that number, else a rule; any "
                           "other word is the\nexact name of a rule. “event:NUMBER” and "
                           "“rule:NUMBER” leave no doubt.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("explain: name one event or rule");
  if (at != NULL && !sentinel_timestamp_parse (at, &explain.question.at_us, &error))
    return sentinel_ctl_misuse ("explain: %s", error->message);
  explain.what = argv[1];
  if (g_str_has_prefix (explain.what, EVENT_PREFIX)
      && !is_number (explain.what + strlen (EVENT_PREFIX), &explain.question.event_id))
    return sentinel_ctl_misuse ("explain: “%s” is no event: write event:NUMBER", explain.what);
  return answer (ctl, &explain);
}

const SentinelCommand sentinel_explain_commands[] = {
  { NULL,
    "explain",
    "EVENT|RULE [--at TIME]",
    "Say why it fired, or did not, and who was told",
    explain_what },
  { NULL },
};
