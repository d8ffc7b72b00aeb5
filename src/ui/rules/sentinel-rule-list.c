/* SPDX-License-Identifier: MIT */
/* The first read gives all rules; after that only those are read that the store says have changed,
 * and added, removed or refilled. */
#include "sentinel-rule-list.h"
#include "sentinel-refresher.h"

#define INTERVAL_MS 400
#define N_SPANS 56

struct _SentinelRuleList {
  GObject parent_instance;
  SentinelContext *context;
  SentinelTicker *ticker;
  GListStore *rows; /* by id */
  SentinelRefresher *refresher;
  GCancellable *cancellable;
  GHashTable *asked; /* of gint64: rules whose samples are being read */
  GError *error; /* nullable */
  SentinelIdRanges *changed; /* what is to be read; NULL: everything */
  gboolean is_loaded;
  gboolean is_watched;
  gboolean is_late; /* there was something to read while nobody looked */
};

enum {
  SIGNAL_REFRESHED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRuleList, sentinel_rule_list, G_TYPE_OBJECT)

static SentinelStore *
get_store (SentinelRuleList *self)
{
  return sentinel_context_get_store (self->context);
}

/* Rules */

typedef struct {
  SentinelRuleList *list; /* owned */
  SentinelIdRanges *ids; /* NULL: everything */
} StatusRequest;

static void
status_request_free (gpointer data)
{
  StatusRequest *self = data;

  g_object_unref (self->list);
  g_clear_pointer (&self->ids, sentinel_id_ranges_unref);
  g_free (self);
}

static gpointer
read_statuses (SentinelDatabase *db, gpointer data, GError **error)
{
  const StatusRequest *request = data;

  return request->ids != NULL ? sentinel_rule_status_store_list_some (db, request->ids, error)
                              : sentinel_rule_status_store_list (db, error);
}

static gint64
get_id_at (SentinelRuleList *self, guint position)
{
  g_autoptr (SentinelRuleRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  return row != NULL ? sentinel_rule_row_get_id (row) : G_MAXINT64;
}

static void
refill (SentinelRuleList *self, guint position, SentinelRuleStatus *status)
{
  g_autoptr (SentinelRuleRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  sentinel_rule_row_set_status (row, status);
}

/* Where the read was about some rules only, it says nothing of others. */
static gboolean
was_asked_for (const SentinelIdRanges *ids, gint64 rule_id)
{
  return ids == NULL || sentinel_id_ranges_contains (ids, rule_id);
}

static guint
count_gone (SentinelRuleList *self, const SentinelIdRanges *ids, guint place, gint64 before_id)
{
  guint n = 0;

  while (get_id_at (self, place + n) < before_id
         && was_asked_for (ids, get_id_at (self, place + n)))
    n++;
  return n;
}

/* Removes what was asked for and is not there any more, up to the next rule that is; where that
 * one stands. */
static guint
remove_until (SentinelRuleList *self, const SentinelIdRanges *ids, guint place, gint64 before_id)
{
  while (get_id_at (self, place) < before_id) {
    guint n_gone = count_gone (self, ids, place, before_id);

    if (n_gone > 0)
      g_list_store_splice (self->rows, place, n_gone, NULL, 0);
    else
      place++;
  }
  return place;
}

/* @n statuses as new rows, with one signal. */
static void
insert_rows (SentinelRuleList *self, guint place, GPtrArray *statuses, guint first, guint n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < first + n; i++)
    g_ptr_array_add (rows, sentinel_rule_row_new (g_ptr_array_index (statuses, i)));
  g_list_store_splice (self->rows, place, 0, rows->pdata, rows->len);
}

static gint64
get_status_id (GPtrArray *statuses, guint index)
{
  return ((const SentinelRuleStatus *) g_ptr_array_index (statuses, index))->rule->id;
}

/* Those from @first on that belong before the row at @place. */
static guint
count_new (SentinelRuleList *self, guint place, GPtrArray *statuses, guint first)
{
  gint64 before_id = get_id_at (self, place);
  guint n = 0;

  while (first + n < statuses->len && get_status_id (statuses, first + n) < before_id)
    n++;
  return n;
}

/* Both are in the order of ids. */
static void
merge (SentinelRuleList *self, GPtrArray *statuses, const SentinelIdRanges *ids)
{
  guint place = 0;
  guint i = 0;

  while (i < statuses->len) {
    guint n_new;

    place = remove_until (self, ids, place, get_status_id (statuses, i));
    n_new = count_new (self, place, statuses, i);
    if (n_new > 0)
      insert_rows (self, place, statuses, i, n_new);
    else
      refill (self, place, g_ptr_array_index (statuses, i));
    place += MAX (n_new, 1);
    i += MAX (n_new, 1);
  }
  remove_until (self, ids, place, G_MAXINT64);
}

/* Nothing to read yet. */
static void
forget_changed (SentinelRuleList *self)
{
  g_clear_pointer (&self->changed, sentinel_id_ranges_unref);
  self->changed = sentinel_id_ranges_new ();
}

static void
statuses_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  StatusRequest *request = data;
  SentinelRuleList *self = request->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) statuses =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  if (statuses != NULL)
    merge (self, statuses, request->ids);
  else
    g_clear_pointer (&self->changed, sentinel_id_ranges_unref); /* all, next time */
  self->is_loaded = TRUE;
  g_signal_emit (self, signals[SIGNAL_REFRESHED], 0);
  sentinel_refresher_done (self->refresher);
}

static void
refresh_cb (SentinelRuleList *self)
{
  StatusRequest *request;

  if (!self->is_watched) {
    self->is_late = TRUE;
    sentinel_refresher_done (self->refresher);
    return;
  }
  request = g_new0 (StatusRequest, 1);
  request->list = g_object_ref (self);
  request->ids = g_steal_pointer (&self->changed);
  forget_changed (self);
  sentinel_store_read_async (get_store (self),
                             read_statuses,
                             request,
                             status_request_free,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             statuses_read_cb,
                             request);
}

/**
 * sentinel_rule_list_refresh:
 * @self: a list
 *
 * Reads everything again, soon. Main thread.
 */
void
sentinel_rule_list_refresh (SentinelRuleList *self)
{
  g_clear_pointer (&self->changed, sentinel_id_ranges_unref);
  sentinel_refresher_ask (self->refresher);
}

/**
 * sentinel_rule_list_set_watched:
 * @self: a list
 * @is_watched: whether somebody looks
 *
 * Main thread.
 */
void
sentinel_rule_list_set_watched (SentinelRuleList *self, gboolean is_watched)
{
  self->is_watched = is_watched;
  if (!is_watched || !self->is_late)
    return;
  self->is_late = FALSE;
  sentinel_refresher_ask (self->refresher);
}

/* Runs and rules are told by the ids of rules; nothing else changes how a rule stands. */
static void
rules_changed_cb (SentinelRuleList *self, const SentinelIdRanges *ids)
{
  for (guint i = 0; self->changed != NULL && i < sentinel_id_ranges_get_n_ranges (ids); i++) {
    gint64 first_id, last_id;

    sentinel_id_ranges_get (ids, i, &first_id, &last_id);
    sentinel_id_ranges_add (self->changed, first_id, last_id);
  }
  sentinel_refresher_ask (self->refresher);
}

/* Samples */

typedef struct {
  SentinelRuleList *list; /* owned */
  gint64 rule_id, instance_id, now_us;
} PointRequest;

static void
point_request_free (gpointer data)
{
  PointRequest *self = data;

  g_object_unref (self->list);
  g_free (self);
}

static gpointer
read_points (SentinelDatabase *db, gpointer data, GError **error)
{
  PointRequest *request = data;
  g_autoptr (GArray) samples =
      sentinel_rule_status_store_list_samples (db,
                                               request->instance_id,
                                               request->now_us - G_TIME_SPAN_DAY,
                                               request->now_us + 1,
                                               N_SPANS,
                                               error);
  GArray *points;

  if (samples == NULL)
    return NULL;
  points = g_array_new (FALSE, FALSE, sizeof (SentinelPoint));
  for (guint i = 0; i < samples->len; i++) {
    const SentinelSample *sample = &g_array_index (samples, SentinelSample, i);
    SentinelPoint point = { sample->at_us, sample->min, sample->max, sample->last };

    g_array_append_val (points, point);
  }
  return points;
}

static void
points_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  PointRequest *request = data;
  SentinelRuleList *self = request->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) points = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  SentinelRuleRow *row;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_hash_table_remove (self->asked, &request->rule_id);
  row = sentinel_rule_list_find (self, request->rule_id);
  if (points != NULL && row != NULL)
    sentinel_rule_row_take_points (row, g_steal_pointer (&points));
  else if (error != NULL)
    g_debug ("The samples of a rule could not be read: %s", error->message);
}

/**
 * sentinel_rule_list_want_points:
 * @self: a list
 * @row: one of its rows, on screen
 *
 * Main thread.
 */
void
sentinel_rule_list_want_points (SentinelRuleList *self, SentinelRuleRow *row)
{
  const SentinelRuleStatus *status = sentinel_rule_row_get_status (row);
  PointRequest *request;
  gint64 *key;

  if (status->instance_id == 0 || g_hash_table_contains (self->asked, &status->rule->id))
    return;
  key = g_memdup2 (&status->rule->id, sizeof *key);
  g_hash_table_add (self->asked, key);
  request = g_new0 (PointRequest, 1);
  request->list = g_object_ref (self);
  request->rule_id = status->rule->id;
  request->instance_id = status->instance_id;
  request->now_us = sentinel_ticker_get_now_us (self->ticker);
  sentinel_store_read_async (get_store (self),
                             read_points,
                             request,
                             point_request_free,
                             (GDestroyNotify) g_array_unref,
                             self->cancellable,
                             points_read_cb,
                             request);
}

/* The object */

static void
sentinel_rule_list_dispose (GObject *object)
{
  g_cancellable_cancel (SENTINEL_RULE_LIST (object)->cancellable);
  G_OBJECT_CLASS (sentinel_rule_list_parent_class)->dispose (object);
}

static void
sentinel_rule_list_finalize (GObject *object)
{
  SentinelRuleList *self = SENTINEL_RULE_LIST (object);

  g_object_unref (self->rows);
  g_object_unref (self->refresher);
  g_object_unref (self->cancellable);
  g_object_unref (self->context);
  g_object_unref (self->ticker);
  g_hash_table_unref (self->asked);
  g_clear_pointer (&self->changed, sentinel_id_ranges_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (sentinel_rule_list_parent_class)->finalize (object);
}

static void
sentinel_rule_list_class_init (SentinelRuleListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_list_finalize;
  signals[SIGNAL_REFRESHED] = g_signal_new ("refreshed",
                                            SENTINEL_TYPE_RULE_LIST,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            0);
}

static void
sentinel_rule_list_init (SentinelRuleList *self)
{
  self->rows = g_list_store_new (SENTINEL_TYPE_RULE_ROW);
  self->cancellable = g_cancellable_new ();
  self->is_watched = TRUE;
  self->asked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
follow (SentinelRuleList *self, const char *signal, GCallback callback)
{
  g_signal_connect_object (get_store (self), signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_rule_list_new:
 * @context: the program's parts
 * @ticker: what tells the time
 *
 * Main thread.
 *
 * Returns: (transfer full): a list that begins to read
 */
SentinelRuleList *
sentinel_rule_list_new (SentinelContext *context, SentinelTicker *ticker)
{
  SentinelRuleList *self = g_object_new (SENTINEL_TYPE_RULE_LIST, NULL);

  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->refresher = sentinel_refresher_new (sentinel_context_get_clock (context), INTERVAL_MS);
  g_signal_connect_object (self->refresher,
                           "refresh",
                           G_CALLBACK (refresh_cb),
                           self,
                           G_CONNECT_SWAPPED);
  follow (self, "rules-changed", G_CALLBACK (rules_changed_cb));
  follow (self, "runs-changed", G_CALLBACK (rules_changed_cb));
  follow (self, "reload", G_CALLBACK (sentinel_rule_list_refresh));
  follow (self, "notify::trouble", G_CALLBACK (sentinel_rule_list_refresh));
  sentinel_refresher_ask (self->refresher);
  return self;
}

/**
 * sentinel_rule_list_get_rows:
 * @self: a list
 *
 * Returns: (transfer none): the rows, by id
 */
GListModel *
sentinel_rule_list_get_rows (SentinelRuleList *self)
{
  return G_LIST_MODEL (self->rows);
}

/**
 * sentinel_rule_list_is_loaded:
 * @self: a list
 *
 * Returns: whether it was read, or could not be
 */
gboolean
sentinel_rule_list_is_loaded (SentinelRuleList *self)
{
  return self->is_loaded;
}

/**
 * sentinel_rule_list_get_error:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): why what is shown may be out of date
 */
const GError *
sentinel_rule_list_get_error (SentinelRuleList *self)
{
  return self->error;
}

/* The first place of a row with this id or a greater one. */
static guint
find_place (SentinelRuleList *self, gint64 rule_id)
{
  guint from = 0;
  guint to = g_list_model_get_n_items (G_LIST_MODEL (self->rows));

  while (from < to) {
    guint middle = from + (to - from) / 2;

    if (get_id_at (self, middle) < rule_id)
      from = middle + 1;
    else
      to = middle;
  }
  return from;
}

/**
 * sentinel_rule_list_find:
 * @self: a list
 * @rule_id: a rule
 *
 * Returns: (transfer none) (nullable): its row
 */
SentinelRuleRow *
sentinel_rule_list_find (SentinelRuleList *self, gint64 rule_id)
{
  guint place = find_place (self, rule_id);
  g_autoptr (SentinelRuleRow) row = NULL;

  if (get_id_at (self, place) != rule_id)
    return NULL;
  row = g_list_model_get_item (G_LIST_MODEL (self->rows), place);
  return row; /* the store holds it */
}
