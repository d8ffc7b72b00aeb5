/* SPDX-License-Identifier: MIT */
/* Events have no index by rule; the ids of the stretch of time are gone through from the newest. */
#include "sentinel-rule-history.h"

#include "sentinel-event-range.h"
#include "sentinel-event-store.h"
#include "sentinel-rows.h"

#define MAX_SERIES 500
#define VALUE_SERIES "value"

static void
measured_series_free (gpointer data)
{
  SentinelMeasuredSeries *self = data;

  g_clear_pointer (&self->series, sentinel_series_free);
  g_clear_pointer (&self->range, sentinel_sample_range_free);
  g_free (self);
}

static void
clear_history (gpointer data)
{
  SentinelRuleHistory *self = data;

  g_clear_pointer (&self->measured, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
}

/**
 * sentinel_rule_history_ref:
 * @self: a history
 *
 * Returns: (transfer full): @self
 */
SentinelRuleHistory *
sentinel_rule_history_ref (SentinelRuleHistory *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * sentinel_rule_history_unref:
 * @self: (transfer full): a history
 */
void
sentinel_rule_history_unref (SentinelRuleHistory *self)
{
  g_atomic_rc_box_release_full (self, clear_history);
}

static gboolean
read_one (SentinelRuleHistory *self, SentinelDatabase *db, SentinelSeries **series, GError **error)
{
  SentinelSampleRange *range = sentinel_sample_range_read (db,
                                                           (*series)->instance_id,
                                                           (*series)->name,
                                                           self->from_us,
                                                           self->to_us,
                                                           error);
  SentinelMeasuredSeries *measured;

  if (range == NULL)
    return FALSE;
  if (range->samples->len == 0) {
    sentinel_sample_range_free (range);
    return TRUE;
  }
  measured = g_new0 (SentinelMeasuredSeries, 1);
  measured->series = g_steal_pointer (series);
  measured->range = range;
  g_ptr_array_add (self->measured, measured);
  return TRUE;
}

static gboolean
read_measured (SentinelRuleHistory *self, SentinelDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) all = sentinel_series_list_of_rule (db, self->rule_id, MAX_SERIES, error);

  if (all == NULL)
    return FALSE;
  g_ptr_array_set_free_func (all, (GDestroyNotify) sentinel_series_free);
  for (guint i = 0; i < all->len; i++) {
    SentinelSeries **series = (SentinelSeries **) &all->pdata[i];

    self->is_cut = self->measured->len == SENTINEL_RULE_HISTORY_MAX_SERIES;
    if (self->is_cut)
      break;
    if (g_str_equal ((*series)->name, VALUE_SERIES) && !read_one (self, db, series, error))
      return FALSE;
  }
  return TRUE;
}

static GArray *
read_ids (const SentinelRuleHistory *self, SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT id FROM event WHERE id >= " SENTINEL_ID_FROM_SQL (
                                  "?1") " AND rule_id = ?2"
                                        " AND opened_at_us >= ?1 AND opened_at_us < ?3 ORDER BY id "
                                        "DESC LIMIT ?4",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement,
                           "iiii",
                           self->from_us,
                           self->rule_id,
                           self->to_us,
                           (gint64) SENTINEL_RULE_HISTORY_MAX_EVENTS);
  return sentinel_rows_collect_ids (statement, error);
}

static gboolean
read_events (SentinelRuleHistory *self, SentinelDatabase *db, GError **error)
{
  g_autoptr (GArray) ids = read_ids (self, db, error);

  if (ids == NULL)
    return FALSE;
  self->is_cut |= ids->len == SENTINEL_RULE_HISTORY_MAX_EVENTS;
  for (guint i = ids->len; i > 0; i--) {
    SentinelEvent *event = sentinel_event_store_get (db, g_array_index (ids, gint64, i - 1), error);

    if (event == NULL)
      return FALSE;
    g_ptr_array_add (self->events, event);
  }
  return TRUE;
}

/**
 * sentinel_rule_history_read:
 * @db: any connection
 * @question: (type SentinelRuleHistoryQuestion): which rule, and from when to when
 * @error: the store's; %G_IO_ERROR_CANCELLED
 *
 * Reader thread.
 *
 * Returns: (transfer full) (nullable): a #SentinelRuleHistory; NULL with error
 */
gpointer
sentinel_rule_history_read (SentinelDatabase *db, gpointer question, GError **error)
{
  const SentinelRuleHistoryQuestion *asked = question;
  g_autoptr (SentinelRuleHistory) self = g_atomic_rc_box_new0 (SentinelRuleHistory);

  self->rule_id = asked->rule_id;
  self->from_us = asked->from_us;
  self->to_us = asked->to_us;
  self->measured = g_ptr_array_new_with_free_func (measured_series_free);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  if (!read_measured (self, db, error) || !read_events (self, db, error))
    return NULL;
  return g_steal_pointer (&self);
}
