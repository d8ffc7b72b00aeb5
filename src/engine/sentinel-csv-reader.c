/* SPDX-License-Identifier: MIT */
/* CSV: one pass over the text, no copy but the fields. */
#include "sentinel-csv-reader.h"
#include "sentinel-error.h"

typedef struct {
  const char *at;
  guint line;
  SentinelCsvRecord *record;
  GPtrArray *records;
} Reader;

static void
record_free (gpointer data)
{
  SentinelCsvRecord *self = data;

  g_ptr_array_unref (self->fields);
  g_free (self);
}

static void
begin_record (Reader *reader)
{
  reader->record = g_new0 (SentinelCsvRecord, 1);
  reader->record->line = reader->line;
  reader->record->fields = g_ptr_array_new_with_free_func (g_free);
}

static gboolean
is_empty (const SentinelCsvRecord *record)
{
  return record->fields->len == 1 && *(const char *) g_ptr_array_index (record->fields, 0) == '\0';
}

static void
end_record (Reader *reader)
{
  if (is_empty (reader->record))
    record_free (reader->record);
  else
    g_ptr_array_add (reader->records, reader->record);
  reader->record = NULL;
}

static gboolean
refuse (const Reader *reader, const char *what, GError **error)
{
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "CSV line %u: %s",
               reader->line,
               what);
  return FALSE;
}

/* Stands behind the opening quote; afterwards behind the closing one. */
static gboolean
read_quoted (Reader *reader, GString *field, GError **error)
{
  for (; *reader->at != '\0'; reader->at++) {
    if (*reader->at == '\n')
      reader->line++;
    if (*reader->at != '"') {
      g_string_append_c (field, *reader->at);
      continue;
    }
    if (reader->at[1] != '"') {
      reader->at++;
      return TRUE;
    }
    reader->at++;
    g_string_append_c (field, '"');
  }
  return refuse (reader, "a quoted field does not end", error);
}

static gboolean
read_field (Reader *reader, GError **error)
{
  g_autoptr (GString) field = g_string_new (NULL);
  gsize length;

  if (*reader->at == '"') {
    reader->at++;
    if (!read_quoted (reader, field, error))
      return FALSE;
    if (*reader->at != '\0' && strchr (",\r\n", *reader->at) == NULL)
      return refuse (reader, "there is text behind a quoted field", error);
  }
  length = strcspn (reader->at, ",\r\n");
  g_string_append_len (field, reader->at, (gssize) length);
  reader->at += length;
  g_ptr_array_add (reader->record->fields, g_string_free_and_steal (g_steal_pointer (&field)));
  return TRUE;
}

static void
skip_line_end (Reader *reader)
{
  if (reader->at[0] == '\r' && reader->at[1] == '\n')
    reader->at++;
  if (*reader->at != '\0')
    reader->at++;
  reader->line++;
}

static gboolean
read_record (Reader *reader, GError **error)
{
  begin_record (reader);
  while (read_field (reader, error)) {
    if (*reader->at != ',') {
      end_record (reader);
      skip_line_end (reader);
      return TRUE;
    }
    reader->at++;
  }
  g_clear_pointer (&reader->record, record_free);
  return FALSE;
}

/**
 * sentinel_csv_parse:
 * @text: UTF-8
 * @error: INVALID names the line
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type SentinelCsvRecord): the records, the header too
 */
GPtrArray *
sentinel_csv_parse (const char *text, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (record_free);
  Reader reader = { text, 1, NULL, records };

  while (*reader.at != '\0')
    if (!read_record (&reader, error))
      return NULL;
  return g_steal_pointer (&records);
}
