/* SPDX-License-Identifier: MIT */
/* Table setting: each key stands in one table with its default and what it accepts. A new setting
 * is a line there. */
#include "sentinel-setting-store.h"
#include "sentinel-duration.h"
#include "sentinel-error.h"
#include "sentinel-rows.h"

#define NAME_MAX_CHARACTERS 100
#define ATTEMPTS_MAX 100
#define BACKOFF_MAX_MS (60 * 60 * 1000)

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

static const SentinelSetting settings[] = {
  { "user.name",
    "",
    "Your name, as it stands beside what you acknowledge and write; empty: the name of the "
    "account" },
  { "delivery.attempts", "8", "How often a delivery is tried before it counts as failed" },
  { "delivery.backoff",
    "5s",
    "How long to wait after the first failed attempt of a delivery; doubles each time" },
};

static const SettingCheck checks[] = { check_name, check_attempts, check_backoff };

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
  const char *allowed;

  if (index < 0)
    return FALSE;
  allowed = checks[index](value);
  if (allowed != NULL) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "Setting %s cannot be “%s”; allowed is %s",
                 key,
                 value,
                 allowed);
    return FALSE;
  }
  if (!sentinel_statement_run_bound (sentinel_transaction_get_database (tx),
                                     error,
                                     "INSERT INTO setting (key, value) VALUES (?, ?)"
                                     " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                     "ss",
                                     key,
                                     value))
    return FALSE;
  sentinel_transaction_touch (tx, SENTINEL_NOUN_SETTING, 0);
  return TRUE;
}
