/* SPDX-License-Identifier: MIT */
/* What there is to choose from when somebody asks what was measured for a rule. */
#include "sentinel-series.h"
#include "sentinel-json.h"
#include "sentinel-rows.h"

/**
 * sentinel_series_free:
 * @self: (nullable) (transfer full): a series
 */
void
sentinel_series_free (SentinelSeries *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->unit);
  g_free (self->labels);
  g_free (self->source);
  g_free (self);
}

/* The labels of a rule's own health name none. */
static char *
dup_source (const char *labels)
{
  g_autoptr (JsonObject) object = sentinel_json_parse_object (labels, -1, 0, NULL);
  char *source = NULL;

  if (object != NULL)
    sentinel_json_read_string (object, "source", &source, NULL);
  return source;
}

static gpointer
read_series (SentinelStatement *row, GError **error)
{
  SentinelSeries *self = g_new0 (SentinelSeries, 1);

  self->id = sentinel_statement_get_int (row, 0);
  self->instance_id = sentinel_statement_get_int (row, 1);
  self->name = sentinel_statement_dup_text (row, 2);
  self->unit = sentinel_statement_dup_text (row, 3);
  self->labels = sentinel_statement_dup_text (row, 4);
  self->source = dup_source (self->labels);
  return self;
}

/**
 * sentinel_series_list_of_rule:
 * @db: any connection
 * @rule_id: a rule
 * @limit: at most so many
 * @error: the store's
 *
 * Reader thread.
 *
 * Returns: (transfer full) (nullable) (element-type SentinelSeries): what was ever measured of its
 * instances, by instance and then in the order in which it was first seen; NULL with error
 */
GPtrArray *
sentinel_series_list_of_rule (SentinelDatabase *db, gint64 rule_id, guint limit, GError **error)
{
  g_autoptr (SentinelStatement) statement =
      sentinel_statement_get (db,
                              "SELECT series.id, instance_id, name, unit, labels FROM instance"
                              " CROSS JOIN series ON instance_id = instance.id WHERE rule_id = ?"
                              " ORDER BY instance_id, series.id LIMIT ?",
                              error);

  if (statement == NULL)
    return NULL;
  sentinel_statement_bind (statement, "ii", rule_id, (gint64) limit);
  return sentinel_rows_collect (statement,
                                read_series,
                                (GDestroyNotify) sentinel_series_free,
                                error);
}
