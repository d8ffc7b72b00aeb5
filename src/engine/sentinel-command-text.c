/* SPDX-License-Identifier: MIT */
/* Texts of events come from outside. On standard input they are JSON and exact; in the environment
 * each is one line without control characters, so that a script may print it. */
#include "sentinel-command-text.h"

#include <string.h>

#include "sentinel-duration.h"
#include "sentinel-json.h"
#include "sentinel-text.h"
#include "sentinel-timestamp.h"

#define MAX_VALUE_BYTES 8192 /* the kernel refuses to start anything with 128 KiB */
#define MAX_LINE_BYTES 300

/* The event: */

/**
 * sentinel_command_text_make_input:
 * @event: an event as JSON
 * @rule_name: its rule
 * @reason: what the command is run for
 * @is_test: whether the event is made up
 *
 * Returns: (transfer full): one line of JSON
 */
GBytes *
sentinel_command_text_make_input (JsonObject *event,
                                  const char *rule_name,
                                  const char *reason,
                                  gboolean is_test)
{
  g_autoptr (JsonObject) input = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (event);
  g_autoptr (GString) text = NULL;
  g_autofree char *line = NULL;

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (input, name->data, json_object_dup_member (event, name->data));
  json_object_set_string_member (input, "rule", rule_name);
  json_object_set_string_member (input, "reason", reason);
  json_object_set_boolean_member (input, "test", is_test);
  line = sentinel_json_object_to_text (input);
  text = g_string_new (line);
  g_string_append_c (text, '\n');
  return g_string_free_to_bytes (g_steal_pointer (&text));
}

/* As JSON writes it, without quotation marks; null and what is not there is empty. */
static char *
dup_member (JsonObject *event, const char *name)
{
  JsonNode *node = json_object_get_member (event, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  return sentinel_json_to_text (node);
}

static char *
dup_time (JsonObject *event, const char *name)
{
  JsonNode *node = json_object_get_member (event, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return g_strdup ("");
  return sentinel_timestamp_format_utc (json_node_get_int (node));
}

static void
set_variable (GPtrArray *variables, const char *name, const char *value)
{
  g_autofree char *line = sentinel_text_to_line (value, MAX_VALUE_BYTES);

  g_ptr_array_add (variables, g_strconcat (name, "=", line, NULL));
}

/**
 * sentinel_command_text_make_environment:
 * @event: an event as JSON
 * @rule_name: its rule
 * @reason: what the command is run for
 * @is_test: whether the event is made up
 *
 * Returns: (transfer full): "NAME=value", NULL-terminated
 */
char **
sentinel_command_text_make_environment (JsonObject *event,
                                        const char *rule_name,
                                        const char *reason,
                                        gboolean is_test)
{
  static const char *const columns[][2] = {
    { "SENTINEL_EVENT_ID", "id" },       { "SENTINEL_IMPORTANCE", "importance" },
    { "SENTINEL_SOURCE", "source" },     { "SENTINEL_MESSAGE", "message" },
    { "SENTINEL_VALUE", "value_last" },  { "SENTINEL_UNIT", "unit" },
    { "SENTINEL_CATEGORY", "category" }, { "SENTINEL_STATUS", "status" },
  };
  GPtrArray *variables = g_ptr_array_new_null_terminated (16, g_free, TRUE);
  g_autofree char *opened_at = dup_time (event, "opened_at_us");

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++) {
    g_autofree char *value = dup_member (event, columns[i][1]);

    set_variable (variables, columns[i][0], value);
  }
  set_variable (variables, "SENTINEL_OPENED_AT", opened_at);
  set_variable (variables, "SENTINEL_RULE", rule_name);
  set_variable (variables, "SENTINEL_REASON", reason);
  if (is_test)
    set_variable (variables, "SENTINEL_TEST", "1");
  return (char **) g_ptr_array_free (variables, FALSE);
}

/* The end: */

static char *
dup_text (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *valid = data != NULL ? g_utf8_make_valid (data, (gssize) length) : g_strdup ("");

  return g_strchomp (sentinel_text_to_block (valid));
}

/* NULL: there is none. */
static char *
dup_last_line (GBytes *bytes)
{
  g_autofree char *text = dup_text (bytes);
  const char *line_end = strrchr (text, '\n');
  const char *line = line_end != NULL ? line_end + 1 : text;

  return *line != '\0' ? sentinel_text_to_line (line, MAX_LINE_BYTES) : NULL;
}

static char *
describe_end (const SentinelChildResult *result, gint64 timeout_ms)
{
  g_autofree char *timeout = NULL;

  switch (result->end) {
  case SENTINEL_CHILD_EXITED:
    return g_strdup_printf ("exited with status %d", result->code);
  case SENTINEL_CHILD_SIGNALLED:
    return g_strdup_printf ("was ended by signal %d (%s)",
                            result->code,
                            g_strsignal (result->code));
  case SENTINEL_CHILD_TIMED_OUT:
    timeout = sentinel_duration_format (timeout_ms);
    return g_strdup_printf ("took longer than %s and was ended", timeout);
  case SENTINEL_CHILD_CANCELLED:
  default:
    return g_strdup ("was ended, because the program that ran it ended");
  }
}

/**
 * sentinel_command_text_describe_failure:
 * @result: how a command ended
 * @timeout_ms: how long it might have taken
 *
 * Returns: (transfer full) (nullable): what went wrong, with the last that it said about it; %NULL:
 * nothing
 */
char *
sentinel_command_text_describe_failure (const SentinelChildResult *result, gint64 timeout_ms)
{
  g_autofree char *end = NULL;
  g_autofree char *line = NULL;

  if (result->end == SENTINEL_CHILD_EXITED && result->code == 0)
    return NULL;
  end = describe_end (result, timeout_ms);
  line = dup_last_line (result->errors);
  return line != NULL ? g_strdup_printf ("%s: %s", end, line) : g_steal_pointer (&end);
}

/**
 * sentinel_command_text_dup_output:
 * @result: how a command ended
 *
 * Returns: (transfer full) (nullable): what it wrote, fit to be shown; %NULL: nothing
 */
char *
sentinel_command_text_dup_output (const SentinelChildResult *result)
{
  g_autofree char *text = dup_text (result->output);

  if (*text == '\0')
    return NULL;
  if (!result->is_output_cut)
    return g_steal_pointer (&text);
  return g_strconcat (text, "\n… (the rest is not kept)", NULL);
}

/**
 * sentinel_command_text_dup_first_line:
 * @result: how a command ended
 *
 * Returns: (transfer full) (nullable): the first line that it wrote, fit to be shown and bounded;
 * %NULL: it wrote nothing
 */
char *
sentinel_command_text_dup_first_line (const SentinelChildResult *result)
{
  g_autofree char *text = dup_text (result->output);
  const char *start = text + strspn (text, "\n");
  g_autofree char *line = g_strndup (start, strcspn (start, "\n"));

  return *line != '\0' ? sentinel_text_to_line (line, MAX_LINE_BYTES) : NULL;
}
