/* SPDX-License-Identifier: MIT */
/* Reading a timeline: which column is where, and what each line stands for. */
#include "sentinel-simulation-row.h"
#include "sentinel-csv-reader.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-timestamp.h"
#include <math.h>

typedef enum {
  COLUMN_AT,
  COLUMN_VALUE,
  COLUMN_SOURCE,
  COLUMN_MESSAGE,
  COLUMN_OUTCOME,
  COLUMN_IMPORTANCE,
  COLUMN_LABELS,
  COLUMN_DO,
  N_COLUMNS,
} Column;

static const char *const column_names[N_COLUMNS] = {
  "at", "value", "source", "message", "outcome", "importance", "labels", "do",
};

enum {
  OUTCOME_OK,
  OUTCOME_BREACH,
  OUTCOME_NO_DATA,
  OUTCOME_ERROR,
  OUTCOME_SKIPPED,
  OUTCOME_PRIMED,
};

static const SentinelNick outcome_nicks[] = {
  { OUTCOME_OK, "ok" },
  { OUTCOME_BREACH, "breach" },
  { OUTCOME_NO_DATA, "no-data" },
  { OUTCOME_ERROR, "error" },
  { OUTCOME_SKIPPED, "skipped" },
  { OUTCOME_PRIMED, "primed" },
  { 0, NULL },
};

typedef struct {
  int positions[N_COLUMNS]; /* -1: not there */
  guint n_fields;
} Header;

static void
row_free (gpointer data)
{
  SentinelSimulationRow *self = data;

  g_free (self->source);
  g_free (self->message);
  g_free (self->act);
  g_strfreev (self->labels);
  g_free (self);
}

/**
 * sentinel_simulation_time_parse:
 * @text: an offset like 90s, or ISO 8601
 * @at_us: (out): microseconds UTC; offsets count from SENTINEL_SIMULATION_EPOCH_US
 * @is_iso: (out): which of the two it was
 * @error: INVALID
 *
 * Returns: whether it is a time
 */
gboolean
sentinel_simulation_time_parse (const char *text, gint64 *at_us, gboolean *is_iso, GError **error)
{
  gint64 offset_ms;

  *is_iso = strchr (text, '-') != NULL;
  if (*is_iso)
    return sentinel_timestamp_parse (text, at_us, error);
  if (!sentinel_duration_parse (text, &offset_ms, error))
    return FALSE;
  *at_us = SENTINEL_SIMULATION_EPOCH_US + offset_ms * G_TIME_SPAN_MILLISECOND;
  return TRUE;
}

/**
 * sentinel_simulation_time_format:
 * @at_us: microseconds UTC
 * @is_iso: as ISO 8601, or as an offset in seconds
 *
 * Returns: (transfer full): the text
 */
char *
sentinel_simulation_time_format (gint64 at_us, gboolean is_iso)
{
  gint64 offset_us = at_us - SENTINEL_SIMULATION_EPOCH_US;

  if (is_iso)
    return sentinel_timestamp_format_utc (at_us);
  if (offset_us % G_USEC_PER_SEC == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT "s", offset_us / G_USEC_PER_SEC);
  return g_strdup_printf ("%.3fs", (double) offset_us / G_USEC_PER_SEC);
}

/* The header: */

static gboolean
find_column (const char *name, guint *column)
{
  for (*column = 0; *column < N_COLUMNS; ++*column)
    if (g_str_equal (column_names[*column], name))
      return TRUE;
  return FALSE;
}

static gboolean
refuse_column (const char *name, GError **error)
{
  g_autofree char *known = g_strjoin (", ",
                                      column_names[0],
                                      column_names[1],
                                      column_names[2],
                                      column_names[3],
                                      column_names[4],
                                      column_names[5],
                                      column_names[6],
                                      column_names[7],
                                      NULL);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "Unknown column “%s”; there are %s",
               name,
               known);
  return FALSE;
}

static gboolean
read_header (const SentinelCsvRecord *record, Header *header, GError **error)
{
  header->n_fields = record->fields->len;
  for (guint i = 0; i < N_COLUMNS; i++)
    header->positions[i] = -1;
  for (guint i = 0; i < record->fields->len; i++) {
    const char *name = g_ptr_array_index (record->fields, i);
    guint column;

    if (!find_column (name, &column))
      return refuse_column (name, error);
    header->positions[column] = (int) i;
  }
  if (header->positions[COLUMN_AT] >= 0)
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_INVALID,
                       "The readings need a header with a column “at”");
  return FALSE;
}

/* A line: */

/* NULL where the column is not there or the field is empty. */
static const char *
get_field (const Header *header, const SentinelCsvRecord *record, Column column)
{
  int position = header->positions[column];
  const char *text;

  if (position < 0 || (guint) position >= record->fields->len)
    return NULL;
  text = g_ptr_array_index (record->fields, position);
  return *text != '\0' ? text : NULL;
}

/* A field too many is a comma that was not meant as one: a text has to be quoted. */
static gboolean
check_length (const Header *header, const SentinelCsvRecord *record, GError **error)
{
  if (record->fields->len <= header->n_fields)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%u fields, but the header has %u; a text with commas goes in quotation marks",
               record->fields->len,
               header->n_fields);
  return FALSE;
}

static gboolean
read_value (const char *text, double *value, GError **error)
{
  char *end;

  *value = NAN;
  if (text == NULL)
    return TRUE;
  *value = g_ascii_strtod (text, &end);
  if (*end == '\0')
    return TRUE;
  g_set_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID, "value “%s” is not a number", text);
  return FALSE;
}

static void
set_outcome (SentinelSimulationRow *row, int outcome)
{
  static const SentinelSimulatedKind kinds[] = {
    [OUTCOME_OK] = SENTINEL_SIMULATED_READING,      [OUTCOME_BREACH] = SENTINEL_SIMULATED_READING,
    [OUTCOME_NO_DATA] = SENTINEL_SIMULATED_NO_DATA, [OUTCOME_ERROR] = SENTINEL_SIMULATED_ERROR,
    [OUTCOME_SKIPPED] = SENTINEL_SIMULATED_SKIPPED, [OUTCOME_PRIMED] = SENTINEL_SIMULATED_PRIMED,
  };

  row->kind = kinds[outcome];
  row->has_verdict = row->kind == SENTINEL_SIMULATED_READING;
  row->triggered = outcome == OUTCOME_BREACH;
}

static gboolean
read_outcome (SentinelSimulationRow *row,
              const char *outcome,
              const char *importance,
              GError **error)
{
  int code;

  if (importance != NULL && !sentinel_importance_from_string (importance, &row->importance, error))
    return FALSE;
  if (outcome == NULL)
    return TRUE;
  if (!sentinel_nick_parse (outcome_nicks, "outcome", outcome, &code, error))
    return FALSE;
  set_outcome (row, code);
  return TRUE;
}

static gboolean
read_row (const Header *header,
          const SentinelCsvRecord *record,
          SentinelSimulationRow *row,
          GError **error)
{
  const char *at = get_field (header, record, COLUMN_AT);
  const char *value = get_field (header, record, COLUMN_VALUE);
  const char *labels = get_field (header, record, COLUMN_LABELS);

  row->line = record->line;
  row->act = g_strdup (get_field (header, record, COLUMN_DO));
  row->source = g_strdup (get_field (header, record, COLUMN_SOURCE));
  row->message = g_strdup (get_field (header, record, COLUMN_MESSAGE));
  row->labels = labels != NULL ? g_strsplit (labels, ";", -1) : NULL;
  if (!check_length (header, record, error)
      || !sentinel_simulation_time_parse (at != NULL ? at : "", &row->at_us, &row->is_iso, error)
      || !read_value (value, &row->value, error)
      || !read_outcome (row,
                        get_field (header, record, COLUMN_OUTCOME),
                        get_field (header, record, COLUMN_IMPORTANCE),
                        error))
    return FALSE;
  if (row->act != NULL)
    row->kind = SENTINEL_SIMULATED_ACT;
  if (row->kind != SENTINEL_SIMULATED_READING || value != NULL || row->has_verdict)
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_INVALID,
                       "neither a value nor an outcome nor anything to do");
  return FALSE;
}

/**
 * sentinel_simulation_rows_parse:
 * @csv: the timeline with its header
 * @error: INVALID names the line and what is wrong with it
 *
 * Returns: (transfer full) (nullable) (element-type SentinelSimulationRow): its lines
 */
GPtrArray *
sentinel_simulation_rows_parse (const char *csv, GError **error)
{
  g_autoptr (GPtrArray) records = sentinel_csv_parse (csv, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  Header header;

  if (records == NULL)
    return NULL;
  if (records->len == 0) {
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "There are no readings: give CSV with a header");
    return NULL;
  }
  if (!read_header (g_ptr_array_index (records, 0), &header, error))
    return NULL;
  for (guint i = 1; i < records->len; i++) {
    const SentinelCsvRecord *record = g_ptr_array_index (records, i);
    SentinelSimulationRow *row = g_new0 (SentinelSimulationRow, 1);

    g_ptr_array_add (rows, row);
    if (!read_row (&header, record, row, error)) {
      g_prefix_error (error, "Line %u: ", record->line);
      return NULL;
    }
  }
  return g_steal_pointer (&rows);
}
