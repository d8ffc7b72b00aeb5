/* SPDX-License-Identifier: MIT */
/* Printing. Text from outside never reaches a terminal with its control characters. */
#include "sentinel-ctl-output.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sentinel-attention.h"
#include "sentinel-duration.h"
#include "sentinel-json.h"
#include "sentinel-rule-diff.h"
#include "sentinel-text.h"
#include "sentinel-timestamp.h"

#define MAX_CELL_BYTES 8192

struct _SentinelTable {
  guint n_columns;
  GPtrArray *cells; /* of char *, row after row, the titles first */
};

/**
 * sentinel_ctl_print_json:
 * @object: what is printed
 *
 * Prints one line and hands it on at once, so that a script behind a pipe need not wait.
 */
void
sentinel_ctl_print_json (JsonObject *object)
{
  g_autofree char *text = sentinel_json_object_to_text (object);

  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}

/**
 * sentinel_ctl_print_number:
 * @json: whether it is for a script that reads JSON
 * @name: the key
 * @number: an id or a count
 *
 * Prints a line with one number.
 */
void
sentinel_ctl_print_number (gboolean json, const char *name, gint64 number)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!json) {
    printf ("%" G_GINT64_FORMAT "\n", number);
    return;
  }
  json_object_set_int_member (object, name, number);
  sentinel_ctl_print_json (object);
}

/**
 * sentinel_ctl_is_terminal:
 *
 * Returns: whether colours help: standard output is a terminal and NO_COLOR is not set
 */
gboolean
sentinel_ctl_is_terminal (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0');
}

/**
 * sentinel_ctl_colour_importance:
 * @importance: an importance
 *
 * Returns: (transfer full): its word; the colour only repeats it
 */
char *
sentinel_ctl_colour_importance (SentinelImportance importance)
{
  const char *word = sentinel_importance_to_string (importance);
  const char *colour;

  if (!sentinel_ctl_is_terminal () || importance < SENTINEL_IMPORTANCE_MEDIUM)
    return g_strdup (word);
  if (importance == SENTINEL_IMPORTANCE_CRITICAL)
    colour = "1;31";
  else
    colour = importance == SENTINEL_IMPORTANCE_HIGH ? "31" : "33";
  return g_strdup_printf ("\033[%sm%s\033[0m", colour, word);
}

/**
 * sentinel_ctl_dup_line:
 * @text_or_null: any text, from outside too
 *
 * Returns: (transfer full): one line that cannot steer a terminal; empty for %NULL
 */
char *
sentinel_ctl_dup_line (const char *text_or_null)
{
  return sentinel_text_to_line (text_or_null != NULL ? text_or_null : "", MAX_CELL_BYTES);
}

/**
 * sentinel_table_new:
 * @titles: (array zero-terminated=1): what stands over the columns
 *
 * Returns: (transfer full): a table without rows
 */
SentinelTable *
sentinel_table_new (const char *const *titles)
{
  SentinelTable *self = g_new0 (SentinelTable, 1);

  self->cells = g_ptr_array_new_with_free_func (g_free);
  for (; *titles != NULL; titles++, self->n_columns++)
    g_ptr_array_add (self->cells, g_strdup (*titles));
  return self;
}

/**
 * sentinel_table_free:
 * @self: (transfer full): a table
 */
void
sentinel_table_free (SentinelTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/**
 * sentinel_table_add:
 * @self: a table
 * @...: one text for each column, then NULL
 */
void
sentinel_table_add (SentinelTable *self, ...)
{
  va_list texts;

  va_start (texts, self);
  for (guint i = 0; i < self->n_columns; i++) {
    const char *text = va_arg (texts, const char *);

    g_ptr_array_add (self->cells, sentinel_ctl_dup_line (text));
  }
  va_end (texts);
}

static guint
compute_width (SentinelTable *self, guint column)
{
  guint width = 0;

  for (guint i = column; i < self->cells->len; i += self->n_columns)
    width = MAX (width, (guint) g_utf8_strlen (self->cells->pdata[i], -1));
  return width;
}

static void
print_row (SentinelTable *self, guint first, const guint *widths)
{
  for (guint column = 0; column + 1 < self->n_columns; column++) {
    const char *text = self->cells->pdata[first + column];
    SentinelImportance importance;
    g_autofree char *shown = sentinel_importance_from_string (text, &importance, NULL)
                                 ? sentinel_ctl_colour_importance (importance)
                                 : g_strdup (text);

    printf ("%s%*s", shown, (int) (widths[column] - g_utf8_strlen (text, -1) + 2), "");
  }
  printf ("%s\n", (const char *) self->cells->pdata[first + self->n_columns - 1]);
}

/**
 * sentinel_table_print:
 * @self: a table
 *
 * Prints the titles and the rows.
 */
void
sentinel_table_print (SentinelTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);

  for (guint column = 0; column < self->n_columns; column++)
    widths[column] = compute_width (self, column);
  for (guint first = 0; first < self->cells->len; first += self->n_columns)
    print_row (self, first, widths);
  fflush (stdout);
}

/**
 * sentinel_ctl_print_event_line:
 * @event: an event
 *
 * Prints what it is now, in one line: for tail and monitor --follow.
 */
void
sentinel_ctl_print_event_line (SentinelEvent *event)
{
  gint64 at_us = event->closed_at_us != 0 ? event->closed_at_us : event->last_seen_at_us;
  g_autofree char *at = sentinel_timestamp_format_local (at_us);
  g_autofree char *importance = sentinel_ctl_colour_importance (event->importance);
  g_autofree char *message = sentinel_ctl_dup_line (event->message);
  g_autofree char *source = sentinel_ctl_dup_line (event->source);

  printf ("%s  %" G_GINT64_FORMAT "  %s  %s  %s  %s\n",
          at,
          event->id,
          importance,
          sentinel_nick_of (sentinel_attention_nicks, sentinel_event_get_attention (event)),
          source,
          message);
  fflush (stdout);
}

/* Stored times and durations are for machines: people read them in words. */
static char *
format_fact (const char *name, JsonNode *value)
{
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_INT64) {
    if (g_str_has_suffix (name, "_us"))
      return sentinel_timestamp_format_local (json_node_get_int (value));
    if (g_str_has_suffix (name, "_ms"))
      return sentinel_duration_format (json_node_get_int (value));
  }
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return sentinel_ctl_dup_line (json_node_get_string (value));
  return sentinel_json_to_text (value);
}

/**
 * sentinel_ctl_dup_fact_name:
 * @column: the name of a column
 *
 * Returns: (transfer full): the name for people, without its unit, as one line
 */
char *
sentinel_ctl_dup_fact_name (const char *column)
{
  char *name = sentinel_ctl_dup_line (column);

  if (g_str_has_suffix (name, "_us") || g_str_has_suffix (name, "_ms"))
    name[strlen (name) - strlen ("_us")] = '\0';
  return name;
}

/* A value that is not there has no line. */
static void
print_side (const char *indent, char sign, const char *field, JsonNode *value)
{
  g_autofree char *name = sentinel_ctl_dup_fact_name (field);
  g_autofree char *text = NULL;

  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return;
  text = format_fact (field, value);
  printf ("%s%c %s: %s\n", indent, sign, name, text);
}

/**
 * sentinel_ctl_print_changes:
 * @changes: (element-type SentinelRuleChange): what is different
 * @indent: stands before each line
 *
 * Prints what was and what came instead.
 */
void
sentinel_ctl_print_changes (GPtrArray *changes, const char *indent)
{
  for (guint i = 0; i < changes->len; i++) {
    const SentinelRuleChange *change = g_ptr_array_index (changes, i);

    print_side (indent, '-', change->field, change->before);
    print_side (indent, '+', change->field, change->after);
  }
  fflush (stdout);
}

/**
 * sentinel_ctl_print_facts:
 * @object: what is printed
 *
 * Prints each member that has a value: "name: value", names without their units.
 */
void
sentinel_ctl_print_facts (JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &value)) {
    g_autofree char *shown = sentinel_ctl_dup_fact_name (name);
    g_autofree char *text = NULL;

    if (JSON_NODE_HOLDS_NULL (value))
      continue;
    text = format_fact (name, value);
    printf ("%s: %s\n", shown, text);
  }
  fflush (stdout);
}
