/* SPDX-License-Identifier: MIT */
/* One table: which there are, and what belongs to each. */
#include "sentinel-rule-groups.h"
#include "sentinel-counted-toggle.h"
#include "sentinel-rule-row.h"
#include "sentinel-rule-words.h"
#include <glib/gi18n.h>

static gboolean
is_any (const SentinelRuleStatus *status)
{
  return TRUE;
}

static gboolean
is_active (const SentinelRuleStatus *status)
{
  return status->rule->enabled;
}

static gboolean
is_firing (const SentinelRuleStatus *status)
{
  return sentinel_rule_status_get_standing (status) == SENTINEL_RULE_FIRING;
}

static gboolean
is_failing (const SentinelRuleStatus *status)
{
  return sentinel_rule_status_get_standing (status) == SENTINEL_RULE_FAILING;
}

static gboolean
is_off (const SentinelRuleStatus *status)
{
  return sentinel_rule_status_get_standing (status) == SENTINEL_RULE_OFF;
}

static const struct {
  const char *name, *title;
  gboolean (*contains) (const SentinelRuleStatus *status);
} groups[] = {
  { "all", N_ ("All"), is_any },          { "active", N_ ("Active"), is_active },
  { "firing", N_ ("Firing"), is_firing }, { "failing", N_ ("Failing"), is_failing },
  { "paused", N_ ("Off"), is_off },
};

/**
 * sentinel_rule_groups_fill:
 * @toggles: an empty group
 *
 * Adds a toggle for each. Main thread, once.
 */
void
sentinel_rule_groups_fill (AdwToggleGroup *toggles)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    adw_toggle_group_add (toggles, sentinel_counted_toggle_new (groups[i].name, _ (groups[i].title)));
}

/**
 * sentinel_rule_groups_contain:
 * @group: the name of one; any other is like "all"
 * @status: a rule
 *
 * Returns: whether it belongs there
 */
gboolean
sentinel_rule_groups_contain (const char *group, const SentinelRuleStatus *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (groups[i].name, group) == 0)
      return groups[i].contains (status);
  return TRUE;
}

/**
 * sentinel_rule_groups_get_title:
 * @group: the name of one
 *
 * Returns: (transfer none): what it is called
 */
const char *
sentinel_rule_groups_get_title (const char *group)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].name, group))
      return _ (groups[i].title);
  return group;
}

/**
 * sentinel_rule_groups_count:
 * @toggles: that were filled here
 * @rows: (element-type SentinelRuleRow): all rules
 *
 * Main thread.
 */
void
sentinel_rule_groups_count (AdwToggleGroup *toggles, GListModel *rows)
{
  guint counts[G_N_ELEMENTS (groups)] = { 0 };

  for (guint position = 0; position < g_list_model_get_n_items (rows); position++) {
    g_autoptr (SentinelRuleRow) row = g_list_model_get_item (rows, position);

    for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
      counts[i] += groups[i].contains (sentinel_rule_row_get_status (row)) ? 1 : 0;
  }
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    sentinel_counted_toggle_set_count (adw_toggle_group_get_toggle (toggles, i), counts[i]);
}

/**
 * sentinel_rule_groups_set_narrow:
 * @toggles: that were filled here
 * @is_narrow: whether there is no room for numbers
 *
 * Main thread.
 */
void
sentinel_rule_groups_set_narrow (AdwToggleGroup *toggles, gboolean is_narrow)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    sentinel_counted_toggle_set_narrow (adw_toggle_group_get_toggle (toggles, i), is_narrow);
}
