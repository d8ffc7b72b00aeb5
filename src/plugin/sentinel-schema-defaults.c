/* SPDX-License-Identifier: MIT */
#include "sentinel-schema-defaults.h"

#include "sentinel-rule-fields.h"

/**
 * sentinel_schema_leave_defaults_out:
 * @self: the schema of the parameters
 * @before: the rule as it was
 * @rule: (inout): an edit of it, of the caller's own
 *
 * Takes out of the parameters of @rule what is the default of its property and is not among those
 * of
 * @before, so that it is no difference. Any thread.
 */
void
sentinel_schema_leave_defaults_out (SentinelSchema *self,
                                    const SentinelRule *before,
                                    SentinelRule *rule)
{
  JsonObject *was = json_node_get_object (before->parameters);

  for (guint i = 0; i < sentinel_schema_get_n_properties (self); i++) {
    const SentinelProperty *property = sentinel_schema_get_property (self, i);
    JsonObject *is = json_node_get_object (rule->parameters);
    JsonNode *value = json_object_get_member (is, property->name);

    if (value != NULL && property->default_value != NULL
        && !json_object_has_member (was, property->name)
        && json_node_equal (value, property->default_value))
      sentinel_rule_set_parameter (rule, property->name, NULL);
  }
}
