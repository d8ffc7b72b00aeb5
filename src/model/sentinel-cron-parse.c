/* SPDX-License-Identifier: MIT */
/* Reading a cron expression, driven by a table of its fields. */
#include <string.h>

#include "sentinel-cron.h"
#include "sentinel-error.h"
#include "sentinel-text.h"

#define N_FIELDS 6
#define MAX_BYTES 1000
#define ANY_TIME_US G_GINT64_CONSTANT (946684800000000) /* 2000; the calendar repeats */

typedef enum {
  FIELD_SECOND,
  FIELD_MINUTE,
  FIELD_HOUR,
  FIELD_DAY,
  FIELD_MONTH,
  FIELD_WEEKDAY,
} FieldKind;

typedef struct {
  const char *name;
  int minimum, maximum;
  int first_name_value;
  const char *const *names; /* nullable */
} Field;

static const char *const month_names[] = { "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL",
                                           "AUG", "SEP", "OCT", "NOV", "DEC", NULL };
static const char *const weekday_names[] = {
  "SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", NULL
};

static const Field fields[N_FIELDS] = {
  [FIELD_SECOND] = { "second", 0, 59, 0, NULL },
  [FIELD_MINUTE] = { "minute", 0, 59, 0, NULL },
  [FIELD_HOUR] = { "hour", 0, 23, 0, NULL },
  [FIELD_DAY] = { "day of the month", 1, 31, 0, NULL },
  [FIELD_MONTH] = { "month", 1, 12, 1, month_names },
  [FIELD_WEEKDAY] = { "weekday", 0, 7, 0, weekday_names },
};

static const char *const aliases[][2] = {
  { "@YEARLY", "0 0 1 1 *" }, { "@ANNUALLY", "0 0 1 1 *" }, { "@MONTHLY", "0 0 1 * *" },
  { "@WEEKLY", "0 0 * * 0" }, { "@DAILY", "0 0 * * *" },    { "@MIDNIGHT", "0 0 * * *" },
  { "@HOURLY", "0 * * * *" },
};

static gboolean
refuse (GError **error, FieldKind kind, const char *text, const char *wanted)
{
  g_autofree char *quoted = sentinel_text_quote (text);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "the %s is %s: must be %s",
               fields[kind].name,
               quoted,
               wanted);
  return FALSE;
}

static gboolean
parse_name (const Field *field, const char *text, int *value)
{
  for (int i = 0; field->names != NULL && field->names[i] != NULL; i++)
    if (strcmp (field->names[i], text) == 0) {
      *value = field->first_name_value + i;
      return TRUE;
    }
  return FALSE;
}

static gboolean
parse_number (FieldKind kind,
              const char *text,
              int minimum,
              int maximum,
              int *value,
              GError **error)
{
  g_autofree char *wanted = NULL;
  guint64 number;

  if (g_ascii_isdigit (*text)
      && g_ascii_string_to_unsigned (text,
                                     10,
                                     (guint64) minimum,
                                     (guint64) maximum,
                                     &number,
                                     NULL)) {
    *value = (int) number;
    return TRUE;
  }
  wanted = g_strdup_printf ("a number from %d to %d", minimum, maximum);
  return refuse (error, kind, text, wanted);
}

static gboolean
parse_value (FieldKind kind, const char *text, int *value, GError **error)
{
  const Field *field = &fields[kind];

  return parse_name (field, text, value)
         || parse_number (kind, text, field->minimum, field->maximum, value, error);
}

static guint64
make_bits (int first, int last, int step)
{
  guint64 bits = 0;

  for (int i = first; i <= last; i += step)
    bits |= G_GUINT64_CONSTANT (1) << i;
  return bits;
}

/* "FRI-SUN" ends the week, though Sunday is 0. */
static gboolean
parse_range (FieldKind kind, char **ends, int *first, int *last, GError **error)
{
  g_autofree char *text = NULL;

  if (!parse_value (kind, ends[0], first, error) || !parse_value (kind, ends[1], last, error))
    return FALSE;
  if (kind == FIELD_WEEKDAY && *last == 0 && *first > 0)
    *last = 7;
  if (*first <= *last)
    return TRUE;
  text = g_strdup_printf ("%s-%s", ends[0], ends[1]);
  return refuse (error, kind, text, "a range from the lower to the higher; else write two ranges");
}

/* "*", "5", "1-5", each with "/2" or without; "5/2" goes on to the end. */
static gboolean
parse_steps (FieldKind kind, const char *text, guint64 *bits, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "/", 2);
  g_auto (GStrv) ends = g_strsplit (parts[0] != NULL ? parts[0] : "", "-", 2);
  const Field *field = &fields[kind];
  int first = field->minimum, last = field->maximum, step = 1;

  if (parts[0] == NULL)
    return refuse (error, kind, text, "a value; a list must not have empty parts");
  if (parts[1] != NULL && !parse_number (kind, parts[1], 1, 9999, &step, error))
    return FALSE;
  if (strcmp (parts[0], "*") != 0) {
    if (ends[0] != NULL && ends[1] != NULL) {
      if (!parse_range (kind, ends, &first, &last, error))
        return FALSE;
    } else {
      if (!parse_value (kind, parts[0], &first, error))
        return FALSE;
      last = parts[1] != NULL ? field->maximum : first;
    }
  }
  *bits |= make_bits (first, last, step);
  return TRUE;
}

/* "L" and "LW". */
static gboolean
parse_special_day (const char *text, SentinelCron *cron)
{
  if (strcmp (text, "L") == 0)
    cron->last_day = TRUE;
  else if (strcmp (text, "LW") == 0)
    cron->last_working_day = TRUE;
  else
    return FALSE;
  return TRUE;
}

static guint32
get_weekday_bit (int value)
{
  return 1U << value % 7;
}

/* "FRI#2" and "FRIL"; *is_special FALSE: it is neither. */
static gboolean
parse_special_weekday (const char *text, SentinelCron *cron, gboolean *is_special, GError **error)
{
  gsize length = strlen (text);
  const char *hash = strchr (text, '#');
  g_autofree char *head = NULL;
  int weekday, nth;

  *is_special = hash != NULL || (length > 1 && text[length - 1] == 'L');
  if (!*is_special)
    return TRUE;
  head = g_strndup (text, hash != NULL ? (gsize) (hash - text) : length - 1);
  if (!parse_value (FIELD_WEEKDAY, head, &weekday, error))
    return FALSE;
  if (hash == NULL) {
    cron->last_weekdays |= get_weekday_bit (weekday);
    return TRUE;
  }
  if (!parse_number (FIELD_WEEKDAY, hash + 1, 1, 5, &nth, error))
    return FALSE;
  cron->nth_weekdays[nth] |= get_weekday_bit (weekday);
  return TRUE;
}

static gboolean
parse_term (FieldKind kind, const char *text, SentinelCron *cron, guint64 *bits, GError **error)
{
  gboolean is_special = FALSE;

  if (kind == FIELD_DAY && parse_special_day (text, cron))
    return TRUE;
  if (kind == FIELD_WEEKDAY && !parse_special_weekday (text, cron, &is_special, error))
    return FALSE;
  return is_special || parse_steps (kind, text, bits, error);
}

static void
set_bits (SentinelCron *cron, FieldKind kind, guint64 bits)
{
  switch (kind) {
  case FIELD_SECOND:
    cron->seconds = bits;
    break;
  case FIELD_MINUTE:
    cron->minutes = bits;
    break;
  case FIELD_HOUR:
    cron->hours = (guint32) bits;
    break;
  case FIELD_DAY:
    cron->days = (guint32) bits;
    break;
  case FIELD_MONTH:
    cron->months = (guint32) bits;
    break;
  case FIELD_WEEKDAY:
  default:
    cron->weekdays = (guint32) ((bits | bits >> 7) & 0x7F); /* 7 is Sunday too */
    break;
  }
}

static gboolean
parse_field (FieldKind kind, const char *text, SentinelCron *cron, GError **error)
{
  g_auto (GStrv) terms = g_strsplit (text, ",", -1);
  guint64 bits = 0;

  for (guint i = 0; terms[i] != NULL; i++)
    if (!parse_term (kind, terms[i], cron, &bits, error))
      return FALSE;
  set_bits (cron, kind, bits);
  return TRUE;
}

static const char *
expand_alias (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i][0], text) == 0)
      return aliases[i][1];
  return text;
}

/* (transfer full) without empty ones. */
static GPtrArray *
split_fields (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \t", -1);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (found, g_strdup (parts[i]));
  return found;
}

static gboolean
refuse_shape (const char *text, guint n_fields, GError **error)
{
  if (strcmp (text, "@REBOOT") == 0)
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "@reboot is no time; a rule with a period runs soon after the start");
  else if (*text == '@')
    g_set_error_literal (error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "the aliases are @yearly, @annually, @monthly, @weekly, @daily, @midnight "
                         "and @hourly");
  else
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "it has %u fields: must be five (minute, hour, day of the month, month, weekday), "
                 "or six with the second first",
                 n_fields);
  return FALSE;
}

static gboolean
parse_fields (GPtrArray *parts, SentinelCron *cron, GError **error)
{
  guint first = N_FIELDS - parts->len;

  cron->seconds = 1;
  for (guint i = 0; i < parts->len; i++)
    if (!parse_field ((FieldKind) (first + i), g_ptr_array_index (parts, i), cron, error))
      return FALSE;
  return TRUE;
}

static gboolean
begins_with_star (GPtrArray *parts, FieldKind kind)
{
  const char *text = g_ptr_array_index (parts, (guint) kind - (N_FIELDS - parts->len));

  return *text == '*';
}

static gboolean
check_that_it_runs (const SentinelCron *cron, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  if (sentinel_cron_get_next_us (cron, utc, ANY_TIME_US) >= 0)
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_INVALID,
                       "it would never run: no month that it names has such a day");
  return FALSE;
}

static gboolean
parse (const char *text, SentinelCron *cron, GError **error)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  g_autoptr (GPtrArray) parts = split_fields (expand_alias (g_strstrip (upper)));

  if (parts->len != N_FIELDS && parts->len != N_FIELDS - 1)
    return refuse_shape (upper, parts->len, error);
  if (!parse_fields (parts, cron, error))
    return FALSE;
  cron->days_begin_with_star = begins_with_star (parts, FIELD_DAY);
  cron->weekdays_begin_with_star = begins_with_star (parts, FIELD_WEEKDAY);
  cron->follows_elapsed_time = begins_with_star (parts, FIELD_MINUTE)
                               || begins_with_star (parts, FIELD_HOUR);
  return check_that_it_runs (cron, error);
}

/**
 * sentinel_cron_parse:
 * @text: an expression, see the header
 * @cron: (out caller-allocates): what it says
 * @error: return location; %SENTINEL_ERROR_INVALID with field "cron" names the part and what is
 * allowed there, or says that it would never run
 *
 * Any thread.
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_cron_parse (const char *text, SentinelCron *cron, GError **error)
{
  g_autofree char *quoted = NULL;
  g_autoptr (GError) local_error = NULL;

  *cron = (SentinelCron) { 0 };
  if (strlen (text) > MAX_BYTES)
    g_set_error_literal (&local_error,
                         SENTINEL_ERROR,
                         SENTINEL_ERROR_INVALID,
                         "it is longer than " G_STRINGIFY (MAX_BYTES) " bytes");
  else if (parse (text, cron, &local_error))
    return TRUE;
  quoted = sentinel_text_quote (text);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "cron is %s: %s",
               quoted,
               local_error->message);
  sentinel_error_set_field (error, "cron");
  return FALSE;
}
