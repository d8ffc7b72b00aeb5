/* SPDX-License-Identifier: MIT */
/* The contract of what finds things: the public calls over the class, and what all triggers share
 * in judging parameters. */
#include "sentinel-trigger.h"

#include "sentinel-error.h"

typedef struct {
  /* guards the schema: parameters are judged on the main thread and the writer thread */
  GMutex mutex;
  SentinelSchema *schema; /* parsed when it is first asked for */
} SentinelTriggerPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SentinelTrigger, sentinel_trigger, G_TYPE_OBJECT)

static void
sentinel_trigger_finalize (GObject *object)
{
  SentinelTriggerPrivate *priv = sentinel_trigger_get_instance_private (SENTINEL_TRIGGER (object));

  g_clear_pointer (&priv->schema, sentinel_schema_unref);
  g_mutex_clear (&priv->mutex);
  G_OBJECT_CLASS (sentinel_trigger_parent_class)->finalize (object);
}

static void
sentinel_trigger_class_init (SentinelTriggerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_trigger_finalize;
}

static void
sentinel_trigger_init (SentinelTrigger *self)
{
  SentinelTriggerPrivate *priv = sentinel_trigger_get_instance_private (self);

  g_mutex_init (&priv->mutex);
}

/**
 * sentinel_trigger_describe:
 * @self: a trigger
 *
 * Returns: (transfer none): what it is and what a new rule starts with; lives as long as @self. Any
 * thread.
 */
const SentinelTriggerInfo *
sentinel_trigger_describe (SentinelTrigger *self)
{
  return SENTINEL_TRIGGER_GET_CLASS (self)->describe (self);
}

/**
 * sentinel_trigger_get_schema:
 * @self: a trigger
 * @error: return location; %SENTINEL_ERROR_INVALID when the trigger's own schema is wrong
 *
 * Returns: (transfer none): the schema of its parameters; lives as long as @self. %NULL on error.
 * Any thread.
 */
SentinelSchema *
sentinel_trigger_get_schema (SentinelTrigger *self, GError **error)
{
  SentinelTriggerPrivate *priv = sentinel_trigger_get_instance_private (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->mutex);

  if (priv->schema == NULL)
    priv->schema = sentinel_schema_parse (sentinel_trigger_describe (self)->parameters, error);
  return priv->schema;
}

/**
 * sentinel_trigger_validate:
 * @self: a trigger
 * @parameters: (nullable): an object; %NULL is an empty one
 * @error: return location; %SENTINEL_ERROR_INVALID names the parameter, its value and the allowed
 * range
 *
 * Checks parameters against the schema and then by the trigger's own rules. Any thread.
 *
 * Returns: (transfer full): the parameters with defaults filled in, sealed; %NULL on error
 */
JsonNode *
sentinel_trigger_validate (SentinelTrigger *self, JsonNode *parameters, GError **error)
{
  SentinelTriggerClass *klass = SENTINEL_TRIGGER_GET_CLASS (self);
  SentinelSchema *schema = sentinel_trigger_get_schema (self, error);
  g_autoptr (JsonNode) applied = NULL;

  if (schema == NULL)
    return NULL;
  applied = sentinel_schema_apply (schema, parameters, error);
  if (applied == NULL)
    return NULL;
  if (klass->validate != NULL && !klass->validate (self, json_node_get_object (applied), error))
    return NULL;
  return g_steal_pointer (&applied);
}

/**
 * sentinel_trigger_dup_levels:
 * @self: a trigger
 * @parameters: as stored or as validated: defaults are filled in
 *
 * Returns: (transfer full) (nullable) (element-type SentinelLevel): the levels that the parameters
 *   stand for, the highest first; %NULL: readings bring verdicts, or the parameters are refused.
 *   Pure, any thread.
 */
GArray *
sentinel_trigger_dup_levels (SentinelTrigger *self, JsonObject *parameters)
{
  SentinelTriggerClass *klass = SENTINEL_TRIGGER_GET_CLASS (self);
  g_autoptr (JsonNode) given = json_node_init_object (json_node_alloc (), parameters);
  g_autoptr (JsonNode) complete = NULL;

  if (klass->dup_levels == NULL)
    return NULL;
  complete = sentinel_trigger_validate (self, given, NULL);
  return complete != NULL ? klass->dup_levels (self, json_node_get_object (complete)) : NULL;
}

/**
 * sentinel_trigger_check_async:
 * @self: a trigger
 * @check: what to check; borrowed for the call
 * @cancellable: (nullable): the deadline has passed, or nobody waits any more
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Measures once.
 */
void
sentinel_trigger_check_async (SentinelTrigger *self,
                              const SentinelCheck *check,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  SENTINEL_TRIGGER_GET_CLASS (self)->check_async (self, check, cancellable, callback, user_data);
}

/**
 * sentinel_trigger_check_finish:
 * @self: a trigger
 * @result: what the callback got
 * @error: return location; #SENTINEL_PHASE_ERROR with the phase that broke, or
 * %SENTINEL_ERROR_NO_DATA
 *
 * Returns: (transfer full): the readings, or that it only primed; %NULL on error
 */
SentinelCheckResult *
sentinel_trigger_check_finish (SentinelTrigger *self, GAsyncResult *result, GError **error)
{
  return SENTINEL_TRIGGER_GET_CLASS (self)->check_finish (self, result, error);
}

/**
 * sentinel_trigger_create_watch:
 * @self: a trigger
 * @parameters: validated parameters, as sentinel_trigger_validate() answers them
 * @error: return location; %SENTINEL_ERROR_UNSUPPORTED where this trigger or this computer cannot
 * watch
 *
 * Creates a source that becomes ready when what is watched may have gone past its lowest level. It
 * is not attached; its callback is a #GSourceFunc; ready may come more than once and may be a false
 * alarm.
 *
 * Returns: (transfer full): the source; %NULL on error: then the rule runs by its period
 */
GSource *
sentinel_trigger_create_watch (SentinelTrigger *self, JsonObject *parameters, GError **error)
{
  SentinelTriggerClass *klass = SENTINEL_TRIGGER_GET_CLASS (self);

  if (klass->create_watch != NULL)
    return klass->create_watch (self, parameters, error);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_UNSUPPORTED,
               "trigger %s cannot be waited for: it runs by its period",
               sentinel_trigger_describe (self)->id);
  return NULL;
}
