/* SPDX-License-Identifier: MIT */
/* All items share the list; what is different is found out when somebody looks. */
#include "sentinel-rule-version-item.h"
#include "sentinel-rule-change-words.h"
#include <glib/gi18n.h>

struct _SentinelRuleVersionItem {
  GObject parent_instance;
  GPtrArray *versions; /* of SentinelRuleVersion */
  guint index;
};

G_DEFINE_FINAL_TYPE (SentinelRuleVersionItem, sentinel_rule_version_item, G_TYPE_OBJECT)

static void
sentinel_rule_version_item_finalize (GObject *object)
{
  g_ptr_array_unref (SENTINEL_RULE_VERSION_ITEM (object)->versions);
  G_OBJECT_CLASS (sentinel_rule_version_item_parent_class)->finalize (object);
}

static void
sentinel_rule_version_item_class_init (SentinelRuleVersionItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_version_item_finalize;
}

static void
sentinel_rule_version_item_init (SentinelRuleVersionItem *self)
{
}

/**
 * sentinel_rule_version_item_new:
 * @versions: (element-type SentinelRuleVersion): all of a rule, oldest first; not changed any more
 * @index: which of them
 *
 * Returns: (transfer full): a row's object
 */
SentinelRuleVersionItem *
sentinel_rule_version_item_new (GPtrArray *versions, guint index)
{
  SentinelRuleVersionItem *self = g_object_new (SENTINEL_TYPE_RULE_VERSION_ITEM, NULL);

  self->versions = g_ptr_array_ref (versions);
  self->index = index;
  return self;
}

static const SentinelRuleVersion *
get (SentinelRuleVersionItem *self, guint index)
{
  return g_ptr_array_index (self->versions, index);
}

/**
 * sentinel_rule_version_item_get_version:
 * @self: an item
 *
 * Returns: (transfer none): the version
 */
const SentinelRuleVersion *
sentinel_rule_version_item_get_version (SentinelRuleVersionItem *self)
{
  return get (self, self->index);
}

/**
 * sentinel_rule_version_item_is_now:
 * @self: an item
 *
 * Returns: whether the rule is like that
 */
gboolean
sentinel_rule_version_item_is_now (SentinelRuleVersionItem *self)
{
  return self->index + 1 == self->versions->len;
}

/**
 * sentinel_rule_version_item_list_changes:
 * @self: an item
 *
 * Returns: (transfer full) (element-type SentinelRuleChange): what this version changed; of the
 * first one all that is not as in any new rule
 */
GPtrArray *
sentinel_rule_version_item_list_changes (SentinelRuleVersionItem *self)
{
  g_autoptr (SentinelRule) blank = NULL;

  if (self->index > 0)
    return sentinel_rule_diff (get (self, self->index - 1)->body, get (self, self->index)->body);
  blank = sentinel_rule_new ();
  return sentinel_rule_diff (blank, get (self, 0)->body);
}

/**
 * sentinel_rule_version_item_list_changes_to_now:
 * @self: an item
 *
 * Returns: (transfer full) (element-type SentinelRuleChange): what came instead of it since then
 */
GPtrArray *
sentinel_rule_version_item_list_changes_to_now (SentinelRuleVersionItem *self)
{
  return sentinel_rule_diff (get (self, self->index)->body,
                             get (self, self->versions->len - 1)->body);
}

/**
 * sentinel_rule_version_item_dup_summary:
 * @self: an item
 * @trigger: (nullable): of the rule
 *
 * Returns: (transfer full): which fields it changed, in one line
 */
char *
sentinel_rule_version_item_dup_summary (SentinelRuleVersionItem *self, SentinelTrigger *trigger)
{
  g_autoptr (GPtrArray) changes = NULL;

  if (self->index == 0)
    return g_strdup (get (self, 0)->version == 1 ? _ ("New rule") : _ ("Oldest that is known"));
  changes = sentinel_rule_version_item_list_changes (self);
  return changes->len > 0 ? sentinel_rule_changes_dup_summary (changes, trigger)
                          : g_strdup (_ ("Nothing changed"));
}
