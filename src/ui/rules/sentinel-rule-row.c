/* SPDX-License-Identifier: MIT */
/* Status and points of one rule. */
#include "sentinel-rule-row.h"

struct _SentinelRuleRow {
  GObject parent_instance;
  SentinelRuleStatus *status;
  GArray *points; /* nullable */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRuleRow, sentinel_rule_row, G_TYPE_OBJECT)

static void
sentinel_rule_row_finalize (GObject *object)
{
  SentinelRuleRow *self = SENTINEL_RULE_ROW (object);

  sentinel_rule_status_unref (self->status);
  g_clear_pointer (&self->points, g_array_unref);
  G_OBJECT_CLASS (sentinel_rule_row_parent_class)->finalize (object);
}

static void
sentinel_rule_row_class_init (SentinelRuleRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_row_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_RULE_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_rule_row_init (SentinelRuleRow *self)
{
}

/**
 * sentinel_rule_row_new:
 * @status: how the rule stands
 *
 * Returns: (transfer full): a row
 */
SentinelRuleRow *
sentinel_rule_row_new (SentinelRuleStatus *status)
{
  SentinelRuleRow *self = g_object_new (SENTINEL_TYPE_RULE_ROW, NULL);

  self->status = sentinel_rule_status_ref (status);
  return self;
}

/**
 * sentinel_rule_row_set_status:
 * @self: a row
 * @status: how its rule stands now
 *
 * Main thread.
 */
void
sentinel_rule_row_set_status (SentinelRuleRow *self, SentinelRuleStatus *status)
{
  sentinel_rule_status_ref (status);
  sentinel_rule_status_unref (self->status);
  self->status = status;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * sentinel_rule_row_get_status:
 * @self: a row
 *
 * Returns: (transfer none): how its rule stands
 */
SentinelRuleStatus *
sentinel_rule_row_get_status (SentinelRuleRow *self)
{
  return self->status;
}

/**
 * sentinel_rule_row_get_id:
 * @self: a row
 *
 * Returns: its rule
 */
gint64
sentinel_rule_row_get_id (SentinelRuleRow *self)
{
  return self->status->rule->id;
}

/**
 * sentinel_rule_row_take_points:
 * @self: a row
 * @points: (transfer full) (element-type SentinelPoint): what was measured, oldest first
 *
 * Main thread.
 */
void
sentinel_rule_row_take_points (SentinelRuleRow *self, GArray *points)
{
  g_clear_pointer (&self->points, g_array_unref);
  self->points = points;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * sentinel_rule_row_get_points:
 * @self: a row
 *
 * Returns: (transfer none) (nullable) (element-type SentinelPoint): what was measured; %NULL: not
 *   read yet
 */
GArray *
sentinel_rule_row_get_points (SentinelRuleRow *self)
{
  return self->points;
}
