/* SPDX-License-Identifier: MIT */
/* seq has no gaps (AUTOINCREMENT, and what is rolled back takes its numbers back), so a first row
 * beyond the next number means that rows were trimmed before we read them. */
#include "sentinel-change-feed.h"
#include "sentinel-statement.h"

#define KEPT_ROWS 10000
#define TRIM_ABOVE_ROWS 20000

struct _SentinelChangeFeed {
  gint64 seen_seq; /* everything up to here was told; -1: the feed was never read */
  gint64 own_seq; /* newest row of the open transaction */
  gint64 oldest_seq; /* at most so old is the oldest row; others may have trimmed more */
  gint64 data_version;
};

/**
 * sentinel_change_feed_new:
 *
 * Returns: (transfer full): a feed that knows nothing yet
 */
SentinelChangeFeed *
sentinel_change_feed_new (void)
{
  SentinelChangeFeed *self = g_new0 (SentinelChangeFeed, 1);

  self->seen_seq = -1;
  return self;
}

/**
 * sentinel_change_feed_free:
 * @self: (nullable) (transfer full): a feed
 */
void
sentinel_change_feed_free (SentinelChangeFeed *self)
{
  g_free (self);
}

static gboolean
read_ints (SentinelDatabase *db, const char *sql, gint64 *first, gint64 *second, GError **error)
{
  g_autoptr (SentinelStatement) statement = sentinel_statement_get (db, sql, error);
  gboolean has_row;

  if (statement == NULL || !sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  *first = has_row ? sentinel_statement_get_int (statement, 0) : 0;
  if (second != NULL)
    *second = has_row ? sentinel_statement_get_int (statement, 1) : 0;
  return TRUE;
}

/**
 * sentinel_change_feed_attach:
 * @self: a feed
 * @db: the connection, newly opened
 * @is_first: nobody can have read the database before
 * @changes: (inout): gets what was missed since the last connection
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_change_feed_attach (SentinelChangeFeed *self,
                             SentinelDatabase *db,
                             gboolean is_first,
                             SentinelChanges *changes,
                             GError **error)
{
  gint64 newest_seq;

  if (!read_ints (db, "PRAGMA data_version", &self->data_version, NULL, error)
      || !read_ints (db,
                     "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'change'),"
                     " (SELECT min (seq) FROM change)",
                     &newest_seq,
                     &self->oldest_seq,
                     error))
    return FALSE;
  if (self->seen_seq >= 0 && self->seen_seq <= newest_seq)
    return sentinel_change_feed_catch_up (self, db, changes, error);
  /* Either it could not be opened so far, or it has fewer rows than before and so is another file
   * than it was. */
  changes->reload = changes->reload || !is_first;
  self->seen_seq = newest_seq;
  return TRUE;
}

/**
 * sentinel_change_feed_catch_up:
 * @self: an attached feed
 * @db: its connection
 * @changes: (inout): gets what others committed since the last time, or reload
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_change_feed_catch_up (SentinelChangeFeed *self,
                               SentinelDatabase *db,
                               SentinelChanges *changes,
                               GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT seq, noun, first_id, last_id FROM change WHERE seq > ? ORDER "
                              "BY seq",
                              error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "i", self->seen_seq);
  while (TRUE) {
    gint64 seq;

    if (!sentinel_statement_step (statement, &has_row, error))
      return FALSE;
    if (!has_row)
      return TRUE;
    seq = sentinel_statement_get_int (statement, 0);
    changes->reload = changes->reload || seq > self->seen_seq + 1;
    self->seen_seq = seq;
    sentinel_changes_add (changes,
                          (SentinelNoun) sentinel_statement_get_int (statement, 1),
                          sentinel_statement_get_int (statement, 2),
                          sentinel_statement_get_int (statement, 3));
  }
}

/**
 * sentinel_change_feed_look:
 * @self: an attached feed
 * @db: its connection, outside of a transaction
 * @changes: (inout): gets what others committed since the last time, or reload
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_change_feed_look (SentinelChangeFeed *self,
                           SentinelDatabase *db,
                           SentinelChanges *changes,
                           GError **error)
{
  gint64 data_version;

  if (!read_ints (db, "PRAGMA data_version", &data_version, NULL, error))
    return FALSE;
  if (data_version == self->data_version)
    return TRUE;
  if (!sentinel_change_feed_catch_up (self, db, changes, error))
    return FALSE;
  self->data_version = data_version;
  return TRUE;
}

static gboolean
append_ranges (SentinelDatabase *db,
               SentinelNoun noun,
               const SentinelIdRanges *ranges,
               GError **error)
{
  for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ranges); i++) {
    gint64 first_id, last_id;

    sentinel_id_ranges_get (ranges, i, &first_id, &last_id);
    if (!sentinel_statement_run_bound (db,
                                       error,
                                       "INSERT INTO change (noun, first_id, last_id) VALUES (?, ?, "
                                       "?)",
                                       "iii",
                                       (gint64) noun,
                                       first_id,
                                       last_id))
      return FALSE;
  }
  return TRUE;
}

static gboolean
trim (SentinelChangeFeed *self, SentinelDatabase *db, GError **error)
{
  if (self->own_seq - self->oldest_seq <= TRIM_ABOVE_ROWS)
    return TRUE;
  if (!sentinel_statement_run_bound (db,
                                     error,
                                     "DELETE FROM change WHERE seq <= ?",
                                     "i",
                                     self->own_seq - KEPT_ROWS))
    return FALSE;
  self->oldest_seq = self->own_seq - KEPT_ROWS + 1;
  return TRUE;
}

/**
 * sentinel_change_feed_append:
 * @self: a feed that has caught up in this transaction
 * @db: its connection, inside of the transaction
 * @own: what the transaction touched
 *
 * Writes the rows of this commit, and drops the oldest ones when there are more than 20,000.
 *
 * Returns: FALSE with an error of the database
 */
gboolean
sentinel_change_feed_append (SentinelChangeFeed *self,
                             SentinelDatabase *db,
                             const SentinelChanges *own,
                             GError **error)
{
  self->own_seq = self->seen_seq;
  if (sentinel_changes_are_empty (own))
    return TRUE;
  for (SentinelNoun noun = SENTINEL_NOUN_RULE; noun < SENTINEL_N_NOUNS; noun++)
    if (own->ranges[noun] != NULL && !append_ranges (db, noun, own->ranges[noun], error))
      return FALSE;
  self->own_seq = sentinel_database_get_last_insert_id (db);
  return trim (self, db, error);
}

/**
 * sentinel_change_feed_mark_committed:
 * @self: a feed
 *
 * What was appended is durable now, and is not news when it is read back.
 */
void
sentinel_change_feed_mark_committed (SentinelChangeFeed *self)
{
  self->seen_seq = self->own_seq;
}
