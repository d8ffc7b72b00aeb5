/* SPDX-License-Identifier: MIT */
/* The version of a rule as a value. */
#include "sentinel-rule-version.h"

#include "sentinel-json.h"

/**
 * sentinel_rule_version_free:
 * @self: (transfer full): a version
 */
void
sentinel_rule_version_free (SentinelRuleVersion *self)
{
  g_clear_pointer (&self->body, sentinel_rule_unref);
  g_free (self->author);
  g_free (self);
}

/**
 * sentinel_rule_version_to_json:
 * @self: a version
 *
 * Returns: (transfer full): the columns of the table, the body as a rule. Any thread.
 */
JsonObject *
sentinel_rule_version_to_json (const SentinelRuleVersion *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "rule_id", self->rule_id);
  json_object_set_int_member (object, "version", self->version);
  sentinel_json_set_time (object, "at_us", self->at_us);
  sentinel_json_set_text (object, "author", self->author);
  json_object_set_object_member (object, "body", sentinel_rule_to_json (self->body));
  return object;
}
