/* SPDX-License-Identifier: MIT */
/* A spreadsheet takes text that begins like a formula for one; an apostrophe before it says that it
 * is text. Tabs and line breaks would make other cells of one text. */
#include "sentinel-event-clipboard.h"
#include "sentinel-event-words.h"
#include <glib/gi18n.h>
#include <math.h>

static char *
format_time (gint64 at_us, GTimeZone *zone)
{
  g_autoptr (GTimeZone) local = zone == NULL ? g_time_zone_new_local () : NULL;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (at_us);
  g_autoptr (GDateTime) there = NULL;

  if (at_us == 0 || utc == NULL)
    return g_strdup ("");
  there = g_date_time_to_timezone (utc, zone != NULL ? zone : local);
  return g_date_time_format (there, "%Y-%m-%dT%H:%M:%S%:z");
}

static void
append_cell (GString *table, const char *text)
{
  g_autofree char *cell = g_strdelimit (g_strdup (text != NULL ? text : ""), "\t\r\n", ' ');

  if (*cell != '\0' && strchr ("=+-@", *cell) != NULL)
    g_string_append_c (table, '\'');
  g_string_append (table, cell);
  g_string_append_c (table, '\t');
}

/* A number is no text: it keeps its sign, and its point whatever the language. */
static void
append_number (GString *table, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (!isnan (value))
    g_ascii_formatd (digits, sizeof digits, "%.10g", value);
  g_string_append (table, digits);
  g_string_append_c (table, '\t');
}

static void
end_line (GString *table)
{
  g_string_truncate (table, table->len - 1);
  g_string_append_c (table, '\n');
}

static void
append_header (GString *table)
{
  const char *const titles[] = { _ ("Time"),    _ ("Importance"), _ ("Source"), _ ("Category"),
                                 _ ("Message"), _ ("Status"),     _ ("Rule"),   _ ("Value"),
                                 _ ("Unit"),    _ ("Comment") };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    append_cell (table, titles[i]);
  end_line (table);
}

static void
append_event (GString *table, const SentinelEvent *event, GTimeZone *zone)
{
  g_autofree char *time = format_time (event->opened_at_us, zone);
  g_autofree char *source = sentinel_event_dup_source (event);
  g_autofree char *message = g_utf8_make_valid (event->message, -1);

  append_cell (table, time);
  append_cell (table, sentinel_importance_get_word (event->importance));
  append_cell (table, source);
  append_cell (table, event->category);
  append_cell (table, message);
  append_cell (table, sentinel_event_get_status_word (event));
  append_cell (table, event->rule);
  append_number (table, event->value_last);
  append_cell (table, event->unit);
  append_cell (table, event->ack_comment);
  end_line (table);
}

/**
 * sentinel_event_clipboard_as_tsv:
 * @events: (element-type SentinelEvent): events
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full): a table with a header, columns parted by tabs
 */
char *
sentinel_event_clipboard_as_tsv (GPtrArray *events, GTimeZone *zone)
{
  GString *table = g_string_new (NULL);

  append_header (table);
  for (guint i = 0; i < events->len; i++)
    append_event (table, g_ptr_array_index (events, i), zone);
  return g_string_free (table, FALSE);
}

/**
 * sentinel_event_clipboard_as_text:
 * @events: (element-type SentinelEvent): events
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full): a line for each, as somebody would write it in a message
 */
char *
sentinel_event_clipboard_as_text (GPtrArray *events, GTimeZone *zone)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);
    g_autofree char *time = format_time (event->opened_at_us, zone);
    g_autofree char *sentence = sentinel_event_dup_line (event);

    g_string_append_printf (lines, "%s%s  %s", i > 0 ? "\n" : "", time, sentence);
  }
  return g_string_free (lines, FALSE);
}

static GdkContentProvider *
provide (const char *mime_type, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gdk_content_provider_new_for_bytes (mime_type, bytes);
}

/**
 * sentinel_event_clipboard_set:
 * @widget: in whose display
 * @events: (element-type SentinelEvent): events
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Offers both forms; who pastes takes the one that suits. Main thread.
 */
void
sentinel_event_clipboard_set (GtkWidget *widget, GPtrArray *events, GTimeZone *zone)
{
  g_autofree char *text = sentinel_event_clipboard_as_text (events, zone);
  g_autofree char *table = sentinel_event_clipboard_as_tsv (events, zone);
  GdkContentProvider *forms[] = { gdk_content_provider_new_typed (G_TYPE_STRING, text),
                                  provide ("text/tab-separated-values", table) };
  g_autoptr (GdkContentProvider) both =
      gdk_content_provider_new_union (forms, G_N_ELEMENTS (forms));

  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), both);
}
