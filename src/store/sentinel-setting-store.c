/* SPDX-License-Identifier: MIT */
/* Table setting: each key stands in one table with its default and what it accepts. A new setting
 * is a line there. */
#include "sentinel-setting-store.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-log-store.h"
#include "sentinel-rows.h"
#include "sentinel-timestamp.h"

#define NAME_MAX_CHARACTERS 100
#define ATTEMPTS_MAX 100
#define BACKOFF_MAX_MS (60 * 60 * 1000)
#define RETENTION_MIN_MS (60 * 60 * 1000)
#define RETENTION_MAX_MS (G_GINT64_CONSTANT (3650) * 24 * 60 * 60 * 1000)

/* NULL when the value is fine, else what is allowed. */
typedef const char *(*SettingCheck) (const char *value);

static const char *
check_name (const char *value)
{
  const char *allowed =
      "a name of at most 100 characters without control characters; empty: the name of the account";

  if (!g_utf8_validate (value, -1, NULL) || g_utf8_strlen (value, -1) > NAME_MAX_CHARACTERS)
    return allowed;
  for (const char *at = value; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return allowed;
  return NULL;
}

static const char *
check_attempts (const char *value)
{
  guint64 attempts;

  if (g_ascii_string_to_unsigned (value, 10, 1, ATTEMPTS_MAX, &attempts, NULL))
    return NULL;
  return "a whole number from 1 to 100";
}

static const char *
check_backoff (const char *value)
{
  gint64 duration_ms;

  if (sentinel_duration_parse (value, &duration_ms, NULL) && duration_ms >= 1000
      && duration_ms <= BACKOFF_MAX_MS)
    return NULL;
  return "a duration from 1s to 1h";
}

static const char *
check_retention (const char *value)
{
  gint64 duration_ms;

  if (sentinel_duration_parse (value, &duration_ms, NULL) && duration_ms >= RETENTION_MIN_MS
      && duration_ms <= RETENTION_MAX_MS)
    return NULL;
  return "a duration from 1h to 3650d";
}

static gboolean
parse_pause (const char *value, gint64 *until_us)
{
  *until_us = 0;
  if (g_str_equal (value, "yes"))
    *until_us = G_MAXINT64;
  return *until_us != 0 || g_str_equal (value, "no")
         || sentinel_timestamp_parse (value, until_us, NULL);
}

static const char *
check_pause (const char *value)
{
  gint64 until_us;

  if (parse_pause (value, &until_us))
    return NULL;
  return "no, yes, or the time until which it is paused, such as 2026-11-25T14:00";
}

static const SentinelSetting settings[] = {
  { "user.name",
    "",
    "Your name, as it stands beside what you acknowledge and write; empty: the name of the "
    "account" },
  { "delivery.attempts", "8", "How often a delivery is tried before it counts as failed" },
  { "delivery.backoff",
    "5s",
    "How long to wait after the first failed attempt of a delivery; doubles each time" },
  { SENTINEL_SETTING_PAUSED,
    "no",
    "Whether watching is paused: no, yes, or the time until which it is" },
  { "retention.samples",
    "48h",
    "How long what was measured is kept as it came; then by the minute" },
  { "retention.samples-1m",
    "14d",
    "How long what was measured is kept by the minute; then by the hour" },
  { "retention.samples-1h",
    "180d",
    "How long what was measured is kept by the hour; then by the day" },
  { "retention.samples-1d",
    "1095d",
    "How long what was measured is kept by the day; then it goes" },
};

static const SettingCheck checks[] = {
  check_name,      check_attempts,  check_backoff,   check_pause,
  check_retention, check_retention, check_retention, check_retention,
};

G_STATIC_ASSERT (G_N_ELEMENTS (settings) == G_N_ELEMENTS (checks));

/**
 * sentinel_settings:
 * @n_settings: (out): how many there are
 *
 * Any thread.
 *
 * Returns: (transfer none) (array length=n_settings): every setting that exists
 */
const SentinelSetting *
sentinel_settings (guint *n_settings)
{
  *n_settings = G_N_ELEMENTS (settings);
  return settings;
}

static int
find_setting (const char *key, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (g_str_equal (settings[i].key, key))
      return (int) i;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_NOT_FOUND,
               "There is no setting “%s”; list the settings to see their names",
               key);
  return -1;
}

/**
 * sentinel_setting_store_get:
 * @db: any connection
 * @key: a key
 *
 * Returns: (transfer full) (nullable): its value, the default where unset; NULL with
 * SENTINEL_ERROR_NOT_FOUND for a key that is none, or an error of the database
 */
char *
sentinel_setting_store_get (SentinelDatabase *db, const char *key, GError **error)
{
  int index = find_setting (key, error);
  g_autoptr (SentinelStatement) statement = NULL;
  gboolean has_row;

  if (index < 0)
    return NULL;
  statement = sentinel_statement_get (db, "SELECT value FROM setting WHERE key = ?", error);
  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "s", key);
  if (!sentinel_statement_step (statement, &has_row, error))
    return NULL;
  return has_row ? sentinel_statement_dup_text (statement, 0)
                 : g_strdup (settings[index].default_value);
}

/* The pause: */

/**
 * sentinel_setting_store_get_pause:
 * @db: any connection
 * @pause: (out): until when watching is paused
 *
 * Returns: whether it could be read
 */
gboolean
sentinel_setting_store_get_pause (SentinelDatabase *db, SentinelPauseSetting *pause, GError **error)
{
  g_autofree char *value = sentinel_setting_store_get (db, SENTINEL_SETTING_PAUSED, error);
  g_autoptr (SentinelStatement) statement = NULL;
  gboolean has_row;

  *pause = (SentinelPauseSetting) { 0 };
  if (value == NULL)
    return FALSE;
  if (!parse_pause (value, &pause->until_us)) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "Setting " SENTINEL_SETTING_PAUSED " is “%s”, which is %s",
                 value,
                 "neither no, nor yes, nor a time; set it again");
    return FALSE;
  }
  statement =
      sentinel_statement_get (db, "SELECT value FROM meta WHERE key = 'pause_ended_at_us'", error);
  if (statement == NULL || !sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row)
    pause->ended_at_us = sentinel_statement_get_int (statement, 0);
  return TRUE;
}

/* That there was a pause is known after it is over: what was not observed counts towards nothing,
 * whoever evaluates next. */
static gboolean
remember_pause (SentinelTransaction *tx, const SentinelPauseSetting *before, GError **error)
{
  gint64 ended_at_us = MIN (before->until_us, sentinel_transaction_get_now_us (tx));

  return ended_at_us == 0
         || sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                          error,
                                          "INSERT INTO meta (key, value) VALUES "
                                          "('pause_ended_at_us', ?)"
                                          " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                          "i",
                                          ended_at_us);
}

static char *
describe_pause (gint64 until_us, gint64 now_us)
{
  g_autofree char *until = NULL;

  if (until_us == G_MAXINT64)
    return g_strdup ("Watching is paused");
  if (until_us <= now_us)
    return g_strdup ("Watching goes on");
  until = sentinel_timestamp_format_utc (until_us);
  return g_strdup_printf ("Watching is paused until %s", until);
}

static gboolean
log_pause (SentinelTransaction *tx, gint64 until_us, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  g_autofree char *message = describe_pause (until_us, now_us);
  g_autofree char *user =
      sentinel_setting_store_get (sentinel_transaction_get_database (tx), "user.name", error);
  g_autoptr (SentinelLogEntry) entry = NULL;

  if (user == NULL)
    return FALSE;
  entry = sentinel_log_entry_new (SENTINEL_LOG_INFO, "engine", message, now_us);
  entry->user = g_strdup (*user != '\0' ? user : g_get_user_name ());
  return sentinel_log_store_insert (tx, entry, error);
}

static gboolean
note_pause (SentinelTransaction *tx, const char *value, GError **error)
{
  gint64 now_us = sentinel_transaction_get_now_us (tx);
  SentinelPauseSetting before = { 0 };
  g_autoptr (GError) local_error = NULL;
  gint64 until_us;

  parse_pause (value, &until_us);
  /* What cannot be read is mended by what is written now. */
  if (!sentinel_setting_store_get_pause (sentinel_transaction_get_database (tx),
                                         &before,
                                         &local_error)
      && !g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  if (!remember_pause (tx, &before, error))
    return FALSE;
  return MAX (before.until_us, now_us) == MAX (until_us, now_us) || log_pause (tx, until_us, error);
}

/* Setting: */

/* A time is stored in UTC: who reads it may live in another zone. */
static char *
dup_canonical (const char *key, const char *value)
{
  gint64 at_us;

  if (g_str_equal (key, SENTINEL_SETTING_PAUSED) && sentinel_timestamp_parse (value, &at_us, NULL))
    return sentinel_timestamp_format_utc (at_us);
  return g_strdup (value);
}

static gboolean
check_value (int index, const char *value, GError **error)
{
  const char *allowed = checks[index](value);

  if (allowed == NULL)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "Setting %s cannot be “%s”; allowed is %s",
               settings[index].key,
               value,
               allowed);
  return FALSE;
}

/**
 * sentinel_setting_store_set:
 * @tx: the open transaction
 * @key: a key
 * @value: its new value
 *
 * Returns: whether it was written; SENTINEL_ERROR_NOT_FOUND for a key that is none,
 * SENTINEL_ERROR_INVALID for a value that the key does not accept
 */
gboolean
sentinel_setting_store_set (SentinelTransaction *tx,
                            const char *key,
                            const char *value,
                            GError **error)
{
  int index = find_setting (key, error);
  g_autofree char *canonical = NULL;

  if (index < 0 || !check_value (index, value, error))
    return FALSE;
  if (g_str_equal (key, SENTINEL_SETTING_PAUSED) && !note_pause (tx, value, error))
    return FALSE;
  canonical = dup_canonical (key, value);
  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     "INSERT INTO setting (key, value) VALUES (?, ?)"
                                     " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                     "ss",
                                     key,
                                     canonical))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_SETTING, 0);
  return TRUE;
}
