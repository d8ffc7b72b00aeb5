/* SPDX-License-Identifier: MIT */
/* Actions: reading, checking and writing them, one and a rule's whole list. */
#include "sentinel-action.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-json.h"
#include "sentinel-text.h"

#define DEFAULT_TIMEOUT_MS 30000
#define DEFAULT_COOLDOWN_MS 300000
#define DEFAULT_MAX_PER_HOUR 20
#define MAX_NAME_BYTES 64
#define MAX_CHANNEL_BYTES 64
#define MAX_ARGUMENTS 256
#define MAX_ARGUMENT_BYTES 8192

const SentinelNick sentinel_action_on_nicks[] = {
  { SENTINEL_ACTION_ON_FIRED, "fired" },
  { SENTINEL_ACTION_ON_LEVEL, "level" },
  { SENTINEL_ACTION_ON_RESOLVED, "resolved" },
  { 0, NULL },
};

static const char *const common_members[] = { "channel", "enabled", NULL };
static const char *const command_members[] = { "channel",      "name",       "argv",
                                               "on",           "timeout_ms", "cooldown_ms",
                                               "max_per_hour", "enabled",    NULL };

/**
 * sentinel_action_new:
 * @channel: on which it acts
 *
 * Returns: (transfer full): an action that is on; a command without arguments, which is run when an
 * event fires, for 30 seconds at most, every 5 minutes and 20 times an hour at most. Any thread.
 */
SentinelAction *
sentinel_action_new (const char *channel)
{
  SentinelAction *self = g_new0 (SentinelAction, 1);

  self->channel = g_strdup (channel);
  self->enabled = TRUE;
  self->name = g_strdup (SENTINEL_ACTION_COMMAND);
  self->on = SENTINEL_ACTION_ON_FIRED;
  self->timeout_ms = DEFAULT_TIMEOUT_MS;
  self->cooldown_ms = DEFAULT_COOLDOWN_MS;
  self->max_per_hour = DEFAULT_MAX_PER_HOUR;
  return self;
}

/**
 * sentinel_action_free:
 * @self: (transfer full): an action
 */
void
sentinel_action_free (SentinelAction *self)
{
  g_clear_pointer (&self->other, json_node_unref);
  g_strfreev (self->argv);
  g_free (self->channel);
  g_free (self->name);
  g_free (self);
}

/* Reading: */

static gboolean
refuse (GError **error, int code, const char *member, const char *value, const char *why)
{
  g_autofree char *quoted = value != NULL ? sentinel_text_quote (value) : NULL;

  if (quoted != NULL)
    g_set_error (error, SENTINEL_ERROR, code, "%s is %s: %s", member, quoted, why);
  else
    g_set_error (error, SENTINEL_ERROR, code, "%s: %s", member, why);
  return FALSE;
}

static gboolean
check_members (JsonObject *object, const char *const *known, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    if (!g_strv_contains (known, name->data)) {
      g_autofree char *allowed = g_strjoinv (", ", (char **) known);

      g_set_error (error,
                   SENTINEL_ERROR,
                   SENTINEL_ERROR_INVALID,
                   "%s: there is no such member; there are %s",
                   (const char *) name->data,
                   allowed);
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_')
      return FALSE;
  return length > 0 && length <= MAX_NAME_BYTES;
}

static gboolean
read_name (SentinelAction *self, JsonObject *object, GError **error)
{
  if (!sentinel_json_read_string (object, "name", &self->name, error))
    return FALSE;
  return is_name (self->name)
         || refuse (error,
                    SENTINEL_ERROR_INVALID,
                    "name",
                    self->name,
                    "must be 1 to " G_STRINGIFY (MAX_NAME_BYTES) " letters, digits, - and _");
}

/* (nullable) (transfer none): the strings of an array; anything else is NULL. */
static GPtrArray *
collect_strings (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  g_autoptr (GPtrArray) strings = g_ptr_array_new_null_terminated (4, NULL, TRUE);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (json_node_get_value_type (element) != G_TYPE_STRING)
      return NULL;
    g_ptr_array_add (strings, (gpointer) json_node_get_string (element));
  }
  return array != NULL ? g_steal_pointer (&strings) : NULL;
}

static gboolean
has_long_argument (GPtrArray *arguments)
{
  for (guint i = 0; i < arguments->len; i++)
    if (strlen (g_ptr_array_index (arguments, i)) > MAX_ARGUMENT_BYTES)
      return TRUE;
  return FALSE;
}

static gboolean
read_argv (SentinelAction *self, JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) arguments = collect_strings (object, "argv");

  if (arguments == NULL || arguments->len == 0 || arguments->len > MAX_ARGUMENTS
      || has_long_argument (arguments))
    return refuse (
        error,
        SENTINEL_ERROR_INVALID,
        "argv",
        NULL,
        "must be an array of 1 to " G_STRINGIFY (MAX_ARGUMENTS) " strings of at most " G_STRINGIFY (MAX_ARGUMENT_BYTES) " bytes: the program and its arguments, like "
                                "[\"/usr/bin/logger\", \"fired\"]");
  if (*(const char *) g_ptr_array_index (arguments, 0) == '\0')
    return refuse (error,
                   SENTINEL_ERROR_INVALID,
                   "argv",
                   NULL,
                   "the first string must name the program");
  self->argv = g_strdupv ((char **) arguments->pdata);
  return TRUE;
}

static gboolean
read_on (SentinelAction *self, JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) words = NULL;

  if (!json_object_has_member (object, "on"))
    return TRUE;
  words = collect_strings (object, "on");
  if (words == NULL || words->len == 0)
    return refuse (error,
                   SENTINEL_ERROR_INVALID,
                   "on",
                   NULL,
                   "must be an array of one or more of fired, level, resolved");
  self->on = 0;
  for (guint i = 0; i < words->len; i++) {
    int bit;

    if (!sentinel_nick_parse (sentinel_action_on_nicks,
                              "on",
                              g_ptr_array_index (words, i),
                              &bit,
                              error))
      return FALSE;
    self->on |= (guint) bit;
  }
  return TRUE;
}

static gboolean
read_number (JsonObject *object,
             const char *member,
             gint64 minimum,
             gint64 maximum,
             gint64 *value,
             GError **error)
{
  if (!sentinel_json_read_int (object, member, value, error))
    return FALSE;
  if (*value >= minimum && *value <= maximum)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "%s is %" G_GINT64_FORMAT ": must be from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
               member,
               *value,
               minimum,
               maximum);
  return FALSE;
}

static gboolean
read_command (SentinelAction *self, JsonObject *object, GError **error)
{
  return check_members (object, command_members, error) && read_name (self, object, error)
         && read_argv (self, object, error) && read_on (self, object, error)
         && read_number (object,
                         "timeout_ms",
                         SENTINEL_ACTION_MIN_TIMEOUT_MS,
                         SENTINEL_ACTION_MAX_TIMEOUT_MS,
                         &self->timeout_ms,
                         error)
         && read_number (object,
                         "cooldown_ms",
                         0,
                         SENTINEL_ACTION_MAX_COOLDOWN_MS,
                         &self->cooldown_ms,
                         error)
         && read_number (object,
                         "max_per_hour",
                         1,
                         SENTINEL_ACTION_MAX_PER_HOUR,
                         &self->max_per_hour,
                         error);
}

/* What another version or another program wrote is kept as it is while it is off. */
static gboolean
read_other (SentinelAction *self, JsonObject *object, GError **error)
{
  if (self->enabled)
    return refuse (error,
                   SENTINEL_ERROR_UNSUPPORTED,
                   "channel",
                   self->channel,
                   "this version has only desktop and command; set \"enabled\" to false to keep "
                   "the action for later");
  self->other = json_node_init_object (json_node_alloc (), object);
  json_node_seal (self->other);
  return TRUE;
}

static gboolean
read_channel (JsonObject *object, char **channel, GError **error)
{
  if (!sentinel_json_read_string (object, "channel", channel, error))
    return FALSE;
  if (*channel == NULL || **channel == '\0' || strlen (*channel) > MAX_CHANNEL_BYTES
      || !sentinel_text_is_plain (*channel))
    return refuse (error,
                   SENTINEL_ERROR_INVALID,
                   "channel",
                   *channel != NULL ? *channel : "",
                   "must be desktop or command");
  return TRUE;
}

/**
 * sentinel_action_from_json:
 * @object: like `{"channel":"command","argv":["/usr/bin/logger","x"]}`; shared with the answer
 *   where this version does not have the channel, so do not change it
 * @error: return location; %SENTINEL_ERROR_INVALID, or %SENTINEL_ERROR_UNSUPPORTED for a channel
 *   that this version does not have and that is on; the message begins with the member
 *
 * Returns: (transfer full): the action, checked; %NULL on error. Any thread.
 */
SentinelAction *
sentinel_action_from_json (JsonObject *object, GError **error)
{
  g_autofree char *channel = NULL;
  g_autoptr (SentinelAction) self = NULL;
  gboolean is_good;

  if (!read_channel (object, &channel, error))
    return NULL;
  self = sentinel_action_new (channel);
  if (!sentinel_json_read_boolean (object, "enabled", &self->enabled, error))
    return NULL;
  if (strcmp (channel, SENTINEL_ACTION_COMMAND) == 0)
    is_good = read_command (self, object, error);
  else if (strcmp (channel, SENTINEL_ACTION_DESKTOP) == 0)
    is_good = check_members (object, common_members, error);
  else
    is_good = read_other (self, object, error);
  return is_good ? g_steal_pointer (&self) : NULL;
}

/* Writing: */

static void
write_command (const SentinelAction *self, JsonObject *object)
{
  JsonArray *argv = json_array_new ();
  JsonArray *on = json_array_new ();

  for (guint i = 0; self->argv != NULL && self->argv[i] != NULL; i++)
    json_array_add_string_element (argv, self->argv[i]);
  for (const SentinelNick *nick = sentinel_action_on_nicks; nick->nick != NULL; nick++)
    if ((self->on & (guint) nick->value) != 0)
      json_array_add_string_element (on, nick->nick);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_array_member (object, "argv", argv);
  json_object_set_array_member (object, "on", on);
  json_object_set_int_member (object, "timeout_ms", self->timeout_ms);
  json_object_set_int_member (object, "cooldown_ms", self->cooldown_ms);
  json_object_set_int_member (object, "max_per_hour", self->max_per_hour);
}

/**
 * sentinel_action_to_json:
 * @self: an action
 *
 * Returns: (transfer full): what sentinel_action_from_json() reads, with everything that is
 * implied; what this version does not know is as it was. Any thread.
 */
JsonObject *
sentinel_action_to_json (const SentinelAction *self)
{
  JsonObject *object;

  if (self->other != NULL)
    return json_object_ref (json_node_get_object (self->other));
  object = json_object_new ();
  json_object_set_string_member (object, "channel", self->channel);
  if (strcmp (self->channel, SENTINEL_ACTION_COMMAND) == 0)
    write_command (self, object);
  json_object_set_boolean_member (object, "enabled", self->enabled);
  return object;
}

static char *
join_id (const char *channel, const char *name)
{
  if (strcmp (channel, SENTINEL_ACTION_COMMAND) != 0 || strcmp (name, SENTINEL_ACTION_COMMAND) == 0)
    return g_strdup (channel);
  return g_strconcat (channel, ":", name, NULL);
}

/**
 * sentinel_action_dup_id:
 * @self: an action
 *
 * Returns: (transfer full): what tells it from the others of its rule, as the outbox has it:
 * "desktop", "command" or "command:NAME". Any thread.
 */
char *
sentinel_action_dup_id (const SentinelAction *self)
{
  return join_id (self->channel, self->name);
}

/* A rule's list: */

static JsonObject *
get_action (JsonArray *actions, guint index)
{
  JsonNode *node = json_array_get_element (actions, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static SentinelAction *
read_at (JsonArray *actions, guint index, GError **error)
{
  JsonObject *object = get_action (actions, index);
  SentinelAction *action;

  if (object == NULL) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "actions[%u]: must be an object like {\"channel\":\"desktop\",\"enabled\":false}",
                 index);
    return NULL;
  }
  action = sentinel_action_from_json (object, error);
  if (action == NULL)
    g_prefix_error (error, "actions[%u].", index);
  return action;
}

/* Each is told by its id, so each has one of its own; what is only kept is told nothing. */
static gboolean
check_id (GHashTable *ids, const SentinelAction *action, guint index, GError **error)
{
  gboolean is_command = strcmp (action->channel, SENTINEL_ACTION_COMMAND) == 0;

  if (action->other != NULL || g_hash_table_add (ids, sentinel_action_dup_id (action)))
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "actions[%u].%s is \"%s\": another action of the rule has it already",
               index,
               is_command ? "name" : "channel",
               is_command ? action->name : action->channel);
  return FALSE;
}

/**
 * sentinel_actions_validate:
 * @actions: an array, as a rule has it
 * @error: return location; %SENTINEL_ERROR_INVALID or %SENTINEL_ERROR_UNSUPPORTED; the message
 *   begins with the place, like actions[1].argv; the field is "actions"
 *
 * Returns: whether a rule may have these. Any thread.
 */
gboolean
sentinel_actions_validate (JsonNode *actions, GError **error)
{
  JsonArray *array = json_node_get_array (actions);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < json_array_get_length (array); i++) {
    g_autoptr (SentinelAction) action = read_at (array, i, error);

    if (action == NULL || !check_id (ids, action, i, error)) {
      sentinel_error_set_field (error, "actions");
      return FALSE;
    }
  }
  return TRUE;
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* (nullable): the id of what stands there, however wrong it may be otherwise. */
static char *
dup_id_of (JsonObject *object)
{
  const char *channel = object != NULL ? get_text (object, "channel") : NULL;
  const char *name = channel != NULL ? get_text (object, "name") : NULL;

  return channel != NULL ? join_id (channel, name != NULL ? name : SENTINEL_ACTION_COMMAND) : NULL;
}

static gboolean
is_on (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "enabled");

  return node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN
         || json_node_get_boolean (node);
}

static void
put_id (GPtrArray *ids, const char *id, gboolean is_enabled)
{
  guint index;
  gboolean is_there = g_ptr_array_find_with_equal_func (ids, id, g_str_equal, &index);

  if (is_enabled && !is_there)
    g_ptr_array_add (ids, g_strdup (id));
  else if (!is_enabled && is_there)
    g_ptr_array_remove_index (ids, index);
}

/**
 * sentinel_actions_list_ids:
 * @actions: (nullable): an array, as a rule has it, checked or not
 *
 * Returns: (transfer full) (element-type utf8): what the rule's events are told on. Any thread.
 */
GPtrArray *
sentinel_actions_list_ids (JsonNode *actions)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  JsonArray *array = actions != NULL ? json_node_get_array (actions) : NULL;

  put_id (ids, SENTINEL_ACTION_DESKTOP, TRUE);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    JsonObject *object = get_action (array, i);
    g_autofree char *id = dup_id_of (object);

    if (id != NULL)
      put_id (ids, id, is_on (object));
  }
  return ids;
}

/**
 * sentinel_actions_find:
 * @actions: (nullable): an array, as a rule has it, checked or not
 * @id: an id of an action
 * @action: (out) (transfer full) (nullable): that action; %NULL: there is none
 * @error: return location; as sentinel_actions_validate(), about this one only
 *
 * Returns: whether the action is good, or not there. Any thread.
 */
gboolean
sentinel_actions_find (JsonNode *actions, const char *id, SentinelAction **action, GError **error)
{
  JsonArray *array = actions != NULL ? json_node_get_array (actions) : NULL;

  *action = NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++) {
    g_autofree char *id_of_this = dup_id_of (get_action (array, i));

    if (g_strcmp0 (id_of_this, id) != 0)
      continue;
    *action = read_at (array, i, error);
    return *action != NULL;
  }
  return TRUE;
}
