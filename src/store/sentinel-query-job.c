/* SPDX-License-Identifier: MIT */
/* The reader's part of a list. It also reads the rows that were added first, so that new events are
 * never painted as placeholders. */
#include "sentinel-query-job.h"
#include "sentinel-event-rows.h"
#include "sentinel-event-store.h"
#include "sentinel-list-diff.h"

/**
 * sentinel_query_job_new:
 * @query: what to ask
 * @shown: (nullable): the result that is shown
 *
 * Returns: (transfer full): a job for a reader
 */
SentinelQueryJob *
sentinel_query_job_new (const SentinelQuery *query, SentinelResult *shown)
{
  SentinelQueryJob *self = g_new0 (SentinelQueryJob, 1);

  self->query = *query;
  if (query->filter != NULL)
    self->query.filter = sentinel_filter_ref (query->filter);
  g_set_object (&self->shown, shown);
  return self;
}

/**
 * sentinel_query_job_free:
 * @self: (nullable): a job
 */
void
sentinel_query_job_free (SentinelQueryJob *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->query.filter, sentinel_filter_unref);
  g_clear_object (&self->shown);
  g_free (self);
}

/**
 * sentinel_query_answer_free:
 * @self: (nullable): an answer
 */
void
sentinel_query_answer_free (SentinelQueryAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->result);
  g_clear_pointer (&self->runs, g_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_free (self);
}

static GArray *
list_added_ids (SentinelQueryAnswer *answer)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < answer->runs->len && ids->len < SENTINEL_EVENT_ROWS_PAGE; i++) {
    const SentinelListRun *run = &g_array_index (answer->runs, SentinelListRun, i);

    for (guint j = 0; j < run->n_added && ids->len < SENTINEL_EVENT_ROWS_PAGE; j++) {
      gint64 id = sentinel_result_get_id (answer->result, run->new_position + j);

      g_array_append_val (ids, id);
    }
  }
  return ids;
}

/**
 * sentinel_query_job_run:
 * @db: a connection
 * @job: a SentinelQueryJob
 *
 * A SentinelReadFunc.
 *
 * Returns: (transfer full) (nullable): a SentinelQueryAnswer; NULL with error
 */
gpointer
sentinel_query_job_run (SentinelDatabase *db, gpointer job, GError **error)
{
  SentinelQueryJob *self = job;
  g_autoptr (SentinelQueryAnswer) answer = g_new0 (SentinelQueryAnswer, 1);
  g_autoptr (GArray) ids = NULL;

  answer->result = sentinel_result_query (db, &self->query, error);
  if (answer->result == NULL)
    return NULL;
  answer->runs = sentinel_list_diff (self->shown, answer->result);
  ids = list_added_ids (answer);
  answer->events = sentinel_event_store_get_many (db, (const gint64 *) ids->data, ids->len, error);
  if (answer->events == NULL)
    return NULL;
  return g_steal_pointer (&answer);
}
