/* SPDX-License-Identifier: MIT */
/* sentinelctl events list, show, tail: what happened. */
#include <stdio.h>

#include "sentinel-attention.h"
#include "sentinel-commands.h"
#include "sentinel-ctl-events.h"
#include "sentinel-ctl-follow.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-json.h"
#include "sentinel-note-store.h"
#include "sentinel-result.h"
#include "sentinel-timestamp.h"

#define PAGE_ROWS 500
#define TERMINAL_LIMIT 50
#define TAIL_LIMIT 10

static const SentinelNick sort_columns[] = {
  { SENTINEL_SORT_TIME, "id" },
  { SENTINEL_SORT_TIME, "opened_at_us" },
  { SENTINEL_SORT_SOURCE, "ticker" },
  { SENTINEL_SORT_SOURCE, "source_id" },
  { SENTINEL_SORT_CATEGORY, "category_id" },
  { SENTINEL_SORT_RULE, "rule_id" },
  { SENTINEL_SORT_VALUE, "value_last" },
  { SENTINEL_SORT_CLOSED, "closed_at_us" },
  { 0, NULL },
};

typedef struct {
  SentinelQuery query;
  gboolean count_only;
  gint64 count; /* out */
} ListQuery;

static gpointer
query_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  ListQuery *list = data;

  if (!list->count_only)
    return sentinel_result_query (db, &list->query, error);
  list->count = sentinel_result_query_count (db, &list->query, error);
  return NULL;
}

typedef struct {
  SentinelResult *result;
  gint64 first, n;
} Page;

static gpointer
page_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  const Page *page = data;
  g_autofree gint64 *ids = g_new (gint64, page->n);

  for (gint64 i = 0; i < page->n; i++)
    ids[i] = sentinel_result_get_id (page->result, page->first + i);
  return sentinel_event_store_get_many (db, ids, (guint) page->n, error);
}

static void
add_event (SentinelTable *table, SentinelEvent *event)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, event->id);
  g_autofree char *opened = sentinel_timestamp_format_local (event->opened_at_us);

  sentinel_table_add (table,
                      id,
                      sentinel_importance_to_string (event->importance),
                      opened,
                      event->source,
                      sentinel_nick_of (sentinel_attention_nicks,
                                        (int) sentinel_event_get_attention (event)),
                      event->message,
                      NULL);
}

static void
print_events (SentinelCtl *ctl, GPtrArray *events)
{
  g_autoptr (SentinelTable) table = sentinel_table_new ((const char *const[]) { "ID",
                                                                                "IMPORTANCE",
                                                                                "OPENED",
                                                                                "SOURCE",
                                                                                "STATUS",
                                                                                "MESSAGE",
                                                                                NULL });

  for (guint i = 0; i < events->len; i++) {
    if (events->pdata[i] == NULL)
      continue;
    if (ctl->json) {
      g_autoptr (JsonObject) object = sentinel_event_to_json (events->pdata[i]);

      sentinel_ctl_print_json (object);
    } else {
      add_event (table, events->pdata[i]);
    }
  }
  if (!ctl->json)
    sentinel_table_print (table);
}

/* Page by page, so that any number of rows takes the same memory. */
static gboolean
print_result (SentinelCtl *ctl, SentinelResult *result, GError **error)
{
  gint64 count = sentinel_result_get_count (result);

  for (gint64 first = 0; first < count; first += PAGE_ROWS) {
    Page page = { result, first, MIN (PAGE_ROWS, count - first) };
    g_autoptr (GPtrArray) events =
        sentinel_store_read (sentinel_ctl_get_store (ctl), page_cb, &page, error);

    if (events == NULL)
      return FALSE;
    print_events (ctl, events);
  }
  return TRUE;
}

static gboolean
parse_sort (const char *text, SentinelSort *sort, GError **error)
{
  int value;

  if (sentinel_nick_parse (sort_columns, "sort", text, &value, NULL)) {
    *sort = (SentinelSort) value;
    return TRUE;
  }
  if (!sentinel_nick_parse (sentinel_sort_nicks, "sort", text, &value, error))
    return FALSE;
  *sort = (SentinelSort) value;
  return TRUE;
}

static SentinelExit
run_list (SentinelCtl *ctl, ListQuery *list)
{
  g_autoptr (SentinelResult) result = NULL;
  g_autoptr (GError) error = NULL;

  result = sentinel_store_read (sentinel_ctl_get_store (ctl), query_cb, list, &error);
  if (error != NULL)
    return sentinel_ctl_fail ("cannot list events", error);
  if (list->count_only)
    sentinel_ctl_print_number (ctl->json, "count", list->count);
  else if (!print_result (ctl, result, &error))
    return sentinel_ctl_fail ("cannot list events", error);
  return SENTINEL_EXIT_DONE;
}

static SentinelExit
list (SentinelCtl *ctl, int argc, char **argv)
{
  g_autofree char *filter_text = NULL;
  g_autofree char *sort = NULL;
  gint64 limit = sentinel_ctl_is_terminal () && !ctl->json ? TERMINAL_LIMIT : 0;
  ListQuery query = { 0 };
  const GOptionEntry entries[] = {
    { "filter",
      0,
      0,
      G_OPTION_ARG_STRING,
      &filter_text,
      "As in the search field: importance:critical is:unacknowledged rule:cpu \"disk full\"",
      "TEXT" },
    { "sort",
      0,
      0,
      G_OPTION_ARG_STRING,
      &sort,
      "time, importance, source, category, message, status, rule, value, closed",
      "COLUMN" },
    { "reverse",
      0,
      0,
      G_OPTION_ARG_NONE,
      &query.query.ascending,
      "The oldest or smallest first",
      NULL },
    { "limit",
      0,
      0,
      G_OPTION_ARG_INT64,
      &limit,
      "At most so many (0: all; on a terminal 50 unless given)",
      "N" },
    { "count", 0, 0, G_OPTION_ARG_NONE, &query.count_only, "Only how many", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SentinelFilter) filter = NULL;
  g_autoptr (GError) error = NULL;

  if (!sentinel_ctl_parse ("", "Lists events, the newest first.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (limit < 0)
    return sentinel_ctl_misuse ("events list: --limit must be 0 or more");
  filter = sentinel_filter_parse (filter_text, &error);
  if (filter == NULL || (sort != NULL && !parse_sort (sort, &query.query.sort, &error)))
    return sentinel_ctl_misuse ("events list: %s", error->message);
  query.query.filter = filter;
  query.query.limit = limit;
  return run_list (ctl, &query);
}

/* One event with all that belongs to it. */
static JsonArray *
collect (GPtrArray *values, JsonObject *(*to_json) (gconstpointer value))
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < values->len; i++)
    json_array_add_object_element (array, to_json (values->pdata[i]));
  return array;
}

static JsonObject *
transition_to_json (gconstpointer transition)
{
  return sentinel_transition_to_json (transition);
}

static JsonObject *
note_to_json (gconstpointer note)
{
  return sentinel_note_to_json (note);
}

static JsonObject *
delivery_to_json (gconstpointer delivery)
{
  return sentinel_delivery_to_json (delivery);
}

static gboolean
add_timeline (SentinelDatabase *db, gint64 event_id, JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) transitions = sentinel_event_store_list_transitions (db, event_id, error);
  g_autoptr (GPtrArray) notes = transitions != NULL ? sentinel_note_store_list (db, event_id, error)
                                                    : NULL;
  g_autoptr (GPtrArray) deliveries =
      notes != NULL ? sentinel_delivery_store_list_of_event (db, event_id, error) : NULL;

  if (deliveries == NULL)
    return FALSE;
  json_object_set_array_member (object, "transitions", collect (transitions, transition_to_json));
  json_object_set_array_member (object, "notes", collect (notes, note_to_json));
  json_object_set_array_member (object, "deliveries", collect (deliveries, delivery_to_json));
  return TRUE;
}

static gpointer
show_cb (SentinelDatabase *db, gpointer data, GError **error)
{
  gint64 event_id = *(const gint64 *) data;
  g_autoptr (SentinelEvent) event = sentinel_event_store_get (db, event_id, error);
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *payload = NULL;
  g_autoptr (GError) payload_error = NULL;

  if (event == NULL)
    return NULL;
  object = sentinel_event_to_json (event);
  payload = sentinel_event_store_get_payload (db, event_id, &payload_error);
  if (payload_error != NULL) {
    g_propagate_error (error, g_steal_pointer (&payload_error));
    return NULL;
  }
  if (payload != NULL) {
    JsonNode *node = sentinel_json_parse (payload, -1, 0, error);

    if (node == NULL)
      return NULL;
    json_object_set_member (object, "payload", node);
  }
  return add_timeline (db, event_id, object, error) ? g_steal_pointer (&object) : NULL;
}

/* "2026-11-25 03:12:12  fired": the members of a transition, a note or a delivery that say
 * something. */
static void
print_timeline (JsonObject *object,
                const char *member,
                const char *time_member,
                const char *const *members)
{
  JsonArray *array = json_object_get_array_member (object, member);

  if (json_array_get_length (array) > 0)
    printf ("%s:\n", member);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonObject *entry = json_array_get_object_element (array, i);
    gint64 at_us = json_object_get_int_member_with_default (entry, time_member, 0);
    g_autofree char *at = at_us != 0 ? sentinel_timestamp_format_local (at_us) : g_strdup ("-");

    printf ("  %-19s", at);
    for (const char *const *name = members; *name != NULL; name++) {
      g_autofree char *text =
          sentinel_ctl_dup_line (json_object_get_string_member_with_default (entry, *name, NULL));

      if (text[0] != '\0')
        printf ("  %s", text);
    }
    printf ("\n");
  }
}

static void
print_shown (JsonObject *object)
{
  g_autoptr (JsonObject) facts = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!JSON_NODE_HOLDS_ARRAY (value))
      json_object_set_member (facts, name, json_node_copy (value));
  sentinel_ctl_print_facts (facts);
  print_timeline (object, "transitions", "at_us", (const char *const[]) { "kind", "actor", NULL });
  print_timeline (object,
                  "notes",
                  "at_us",
                  (const char *const[]) { "kind", "author", "body", NULL });
  print_timeline (object,
                  "deliveries",
                  "sent_at_us",
                  (const char *const[]) { "channel", "reason", "state", "error", NULL });
}

static SentinelExit
show (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (!sentinel_ctl_parse ("ID",
                           "Shows one event with its timeline, notes and deliveries.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("events show: give the number of one event");
  if (!sentinel_ctl_parse_id (argv[1], &id))
    return SENTINEL_EXIT_USAGE;
  object = sentinel_store_read (sentinel_ctl_get_store (ctl), show_cb, &id, &error);
  if (object == NULL)
    return sentinel_ctl_fail (NULL, error);
  if (ctl->json)
    sentinel_ctl_print_json (object);
  else
    print_shown (object);
  return SENTINEL_EXIT_DONE;
}

static gboolean
tail_cb (SentinelIdRanges *ids, gpointer user_data, GError **error)
{
  return sentinel_event_follower_tell (user_data, ids, error);
}

static SentinelExit
tail (SentinelCtl *ctl, int argc, char **argv)
{
  gint64 limit = TAIL_LIMIT;
  const GOptionEntry entries[] = {
    { "limit", 0, 0, G_OPTION_ARG_INT64, &limit, "Begin with so many of the newest (10)", "N" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SentinelEventFollower) follower = NULL;

  if (!sentinel_ctl_parse ("",
                           "Prints the newest events, then each one that changes, until it is "
                           "interrupted.",
                           entries,
                           &argc,
                           &argv))
    return SENTINEL_EXIT_USAGE;
  if (limit < 0)
    return sentinel_ctl_misuse ("events tail: --limit must be 0 or more");
  follower = sentinel_event_follower_new (ctl, limit);
  return sentinel_ctl_follow (ctl, "events-changed", tail_cb, follower);
}

const SentinelCommand sentinel_event_commands[] = {
  { "events",
    "list",
    "[--filter TEXT] [--sort COLUMN] [--limit N] [--count]",
    "List events",
    list },
  { "events", "show", "ID", "Show one event with its timeline", show },
  { "events", "tail", "[--limit N]", "Follow what happens", tail },
  { NULL },
};
