/* SPDX-License-Identifier: MIT */
/* Each part is read by its own store; here they only come together in one snapshot. */
#include "sentinel-event-record.h"
#include "sentinel-delivery-store.h"
#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-note-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-sample-range.h"
#include "sentinel-statement.h"

#define MAX_TRANSITIONS 300
#define BEFORE_US G_TIME_SPAN_HOUR
#define AFTER_US (10 * G_TIME_SPAN_MINUTE)
#define MAX_SPAN_US G_TIME_SPAN_DAY

/**
 * sentinel_event_record_free:
 * @self: (nullable): a record
 */
void
sentinel_event_record_free (SentinelEventRecord *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->event, sentinel_event_unref);
  g_clear_pointer (&self->transitions, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->deliveries, g_ptr_array_unref);
  g_clear_pointer (&self->rule, sentinel_rule_unref);
  g_clear_pointer (&self->samples, g_array_unref);
  g_free (self->payload);
  g_free (self->labels);
  g_free (self->series_name);
  g_free (self->series_unit);
  g_free (self);
}

/* A rule that was deleted is no error: the event outlives it. */
static gboolean
read_rule (SentinelEventRecord *self, SentinelDatabase *db, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (self->event->rule_id == 0)
    return TRUE;
  self->rule = sentinel_rule_store_get (db, self->event->rule_id, &cause);
  if (self->rule != NULL || g_error_matches (cause, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
read_labels (SentinelEventRecord *self, SentinelDatabase *db, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (SentinelInstance) instance =
      sentinel_instance_store_get (db, self->event->instance_id, &cause);

  if (instance != NULL)
    self->labels = g_steal_pointer (&instance->labels);
  if (cause == NULL || g_error_matches (cause, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
find_series (SentinelEventRecord *self, SentinelDatabase *db, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT name, unit FROM series WHERE instance_id = ? ORDER BY id "
                              "LIMIT 1",
                              error);
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  sentinel_statement_bind (statement, "i", self->event->instance_id);
  if (!sentinel_statement_step (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    self->series_name = sentinel_statement_dup_text (statement, 0);
    self->series_unit = sentinel_statement_dup_text (statement, 1);
  }
  return TRUE;
}

static gboolean
list_samples (SentinelEventRecord *self,
              SentinelDatabase *db,
              gint64 from_us,
              gint64 to_us,
              GError **error)
{
  g_autoptr (SentinelSampleRange) range = sentinel_sample_range_read (db,
                                                                      self->event->instance_id,
                                                                      self->series_name,
                                                                      from_us,
                                                                      to_us,
                                                                      error);

  if (range == NULL)
    return FALSE;
  g_array_unref (self->samples);
  self->samples = g_array_ref (range->samples);
  self->sample_span_us = sentinel_sample_range_get_span_us (range);
  return TRUE;
}

static gboolean
read_samples (SentinelEventRecord *self, SentinelDatabase *db, gint64 now_us, GError **error)
{
  const SentinelEvent *event = self->event;
  gint64 to_us = event->closed_at_us != 0 ? MIN (now_us, event->closed_at_us + AFTER_US) : now_us;
  gint64 from_us =
      MAX (MIN (event->began_at_us, event->opened_at_us) - BEFORE_US, to_us - MAX_SPAN_US);

  if (event->instance_id == 0)
    return TRUE;
  if (!read_labels (self, db, error) || !find_series (self, db, error))
    return FALSE;
  if (self->series_name == NULL)
    return TRUE;
  return list_samples (self, db, from_us, to_us, error);
}

static gboolean
read_parts (SentinelEventRecord *self, SentinelDatabase *db, gint64 now_us, GError **error)
{
  gint64 id = self->event->id;
  g_autoptr (GError) cause = NULL;

  self->transitions = sentinel_event_store_list_timeline (db,
                                                          id,
                                                          G_MAXINT64,
                                                          MAX_TRANSITIONS,
                                                          &self->n_left_out,
                                                          error);
  if (self->transitions == NULL)
    return FALSE;
  self->notes = sentinel_note_store_list (db, id, error);
  if (self->notes == NULL)
    return FALSE;
  self->deliveries = sentinel_delivery_store_list_of_event (db, id, error);
  if (self->deliveries == NULL)
    return FALSE;
  self->payload = sentinel_event_store_get_payload (db, id, &cause);
  if (cause != NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }
  return read_rule (self, db, error) && read_samples (self, db, now_us, error);
}

/**
 * sentinel_event_record_read:
 * @db: any connection
 * @question: a #SentinelEventRecordQuestion
 *
 * Reads an event with all that hangs on it. Reader thread.
 *
 * Returns: (transfer full) (nullable): a #SentinelEventRecord; NULL with error, NOT_FOUND when the
 *   event is gone
 */
gpointer
sentinel_event_record_read (SentinelDatabase *db, gpointer question, GError **error)
{
  const SentinelEventRecordQuestion *asked = question;
  g_autoptr (SentinelEventRecord) self = g_new0 (SentinelEventRecord, 1);

  self->samples = g_array_new (FALSE, FALSE, sizeof (SentinelSample));
  self->event = sentinel_event_store_get (db, asked->event_id, error);
  if (self->event == NULL || !read_parts (self, db, asked->now_us, error))
    return NULL;
  return g_steal_pointer (&self);
}
