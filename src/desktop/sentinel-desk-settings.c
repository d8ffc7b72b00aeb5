/* SPDX-License-Identifier: MIT */
/* One table says which keys there are; each is a property that GSettings is bound to where it has
 * the schema. */
#include "sentinel-desk-settings.h"

typedef struct {
  const char *key;
  GType type;
  const char *default_value; /* of a boolean: "" is FALSE; of an a{sv}: unused */
} DeskKey;

#define YES "true"
#define NO ""

static const DeskKey keys[] = {
  { "color-scheme", G_TYPE_STRING, "system" },
  { "density", G_TYPE_STRING, "comfortable" },
  { "times-in-utc", G_TYPE_BOOLEAN, NO },
  { "run-in-background", G_TYPE_BOOLEAN, YES },
  { "background-asked", G_TYPE_BOOLEAN, NO },
  { "notify-critical", G_TYPE_BOOLEAN, YES },
  { "notify-high", G_TYPE_BOOLEAN, YES },
  { "notify-medium", G_TYPE_BOOLEAN, YES },
  { "notify-low", G_TYPE_BOOLEAN, YES },
  { "notify-through-do-not-disturb", G_TYPE_BOOLEAN, NO },
  { "window-width", G_TYPE_INT, "1180" },
  { "window-height", G_TYPE_INT, "740" },
  { "window-maximized", G_TYPE_BOOLEAN, NO },
  { "last-page", G_TYPE_STRING, "live" },
  { "details-shown", G_TYPE_BOOLEAN, YES },
  { "live-columns", G_TYPE_VARIANT, NULL },
  { "rule-columns", G_TYPE_VARIANT, NULL },
  { "rules-by-category", G_TYPE_BOOLEAN, NO },
};

#define N_KEYS G_N_ELEMENTS (keys)

struct _SentinelDeskSettings {
  GObject parent_instance;
  GSettings *settings; /* NULL: nothing is kept */
  GValue values[N_KEYS];
};

static GParamSpec *properties[N_KEYS + 1];

G_DEFINE_FINAL_TYPE (SentinelDeskSettings, sentinel_desk_settings, G_TYPE_OBJECT)

static void
sentinel_desk_settings_get_property (GObject *object,
                                     guint property_id,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  g_value_copy (&SENTINEL_DESK_SETTINGS (object)->values[property_id - 1], value);
}

static void
sentinel_desk_settings_set_property (GObject *object,
                                     guint property_id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  SentinelDeskSettings *self = SENTINEL_DESK_SETTINGS (object);

  if (g_param_values_cmp (pspec, &self->values[property_id - 1], value) == 0)
    return;
  g_value_copy (value, &self->values[property_id - 1]);
  g_object_notify_by_pspec (object, pspec);
}

static void
sentinel_desk_settings_dispose (GObject *object)
{
  SentinelDeskSettings *self = SENTINEL_DESK_SETTINGS (object);

  if (self->settings != NULL)
    for (guint i = 0; i < N_KEYS; i++)
      g_settings_unbind (self, keys[i].key);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sentinel_desk_settings_parent_class)->dispose (object);
}

static void
sentinel_desk_settings_finalize (GObject *object)
{
  SentinelDeskSettings *self = SENTINEL_DESK_SETTINGS (object);

  for (guint i = 0; i < N_KEYS; i++)
    g_value_unset (&self->values[i]);
  G_OBJECT_CLASS (sentinel_desk_settings_parent_class)->finalize (object);
}

static GParamSpec *
make_property (const DeskKey *key)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (key->type) {
  case G_TYPE_BOOLEAN:
    return g_param_spec_boolean (key->key, NULL, NULL, *key->default_value != '\0', flags);
  case G_TYPE_INT:
    return g_param_spec_int (key->key,
                             NULL,
                             NULL,
                             0,
                             G_MAXINT,
                             (int) g_ascii_strtoll (key->default_value, NULL, 10),
                             flags);
  case G_TYPE_STRING:
    return g_param_spec_string (key->key, NULL, NULL, key->default_value, flags);
  default:
    return g_param_spec_variant (key->key,
                                 NULL,
                                 NULL,
                                 G_VARIANT_TYPE_VARDICT,
                                 g_variant_new ("a{sv}", NULL),
                                 flags);
  }
}

static void
sentinel_desk_settings_class_init (SentinelDeskSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sentinel_desk_settings_get_property;
  object_class->set_property = sentinel_desk_settings_set_property;
  object_class->dispose = sentinel_desk_settings_dispose;
  object_class->finalize = sentinel_desk_settings_finalize;
  for (guint i = 0; i < N_KEYS; i++)
    properties[i + 1] = make_property (&keys[i]);
  g_object_class_install_properties (object_class, N_KEYS + 1, properties);
}

static void
sentinel_desk_settings_init (SentinelDeskSettings *self)
{
  for (guint i = 0; i < N_KEYS; i++) {
    g_value_init (&self->values[i], G_PARAM_SPEC_VALUE_TYPE (properties[i + 1]));
    g_param_value_set_default (properties[i + 1], &self->values[i]);
  }
}

/* (transfer full) (nullable) */
static GSettings *
open_settings (const char *schema_id)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, schema_id, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static gboolean
take_variant (GValue *value, GVariant *variant, gpointer unused)
{
  g_value_set_variant (value, variant);
  return TRUE;
}

static GVariant *
give_variant (const GValue *value, const GVariantType *expected_type, gpointer unused)
{
  return g_value_dup_variant (value);
}

/* GSettings maps no dictionaries by itself. */
static void
bind_key (SentinelDeskSettings *self, const DeskKey *key)
{
  gboolean is_variant = key->type == G_TYPE_VARIANT;

  g_settings_bind_with_mapping (self->settings,
                                key->key,
                                self,
                                key->key,
                                G_SETTINGS_BIND_DEFAULT,
                                is_variant ? take_variant : NULL,
                                is_variant ? give_variant : NULL,
                                NULL,
                                NULL);
}

/* A schema of another version may lack a key; then that one is not kept. */
static void
bind_keys (SentinelDeskSettings *self)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (self->settings, "settings-schema", &schema, NULL);
  for (guint i = 0; i < N_KEYS; i++)
    if (g_settings_schema_has_key (schema, keys[i].key))
      bind_key (self, &keys[i]);
}

/**
 * sentinel_desk_settings_new:
 * @schema_id: the schema
 *
 * Returns: (transfer full): the settings; main thread
 */
SentinelDeskSettings *
sentinel_desk_settings_new (const char *schema_id)
{
  SentinelDeskSettings *self = g_object_new (SENTINEL_TYPE_DESK_SETTINGS, NULL);

  self->settings = open_settings (schema_id);
  if (self->settings != NULL)
    bind_keys (self);
  else
    g_message ("The settings schema %s is not installed: preferences last until the program ends",
               schema_id);
  return self;
}

/**
 * sentinel_desk_settings_is_kept:
 * @self: settings
 *
 * Returns: whether what is set is there at the next start
 */
gboolean
sentinel_desk_settings_is_kept (SentinelDeskSettings *self)
{
  return self->settings != NULL;
}

/**
 * sentinel_desk_settings_get_boolean:
 * @self: settings
 * @key: a key that holds a boolean
 *
 * Returns: its value
 */
gboolean
sentinel_desk_settings_get_boolean (SentinelDeskSettings *self, const char *key)
{
  gboolean value = FALSE;

  g_object_get (self, key, &value, NULL);
  return value;
}

/**
 * sentinel_desk_settings_set_boolean:
 * @self: settings
 * @key: a key that holds a boolean
 * @value: what it is from now on
 */
void
sentinel_desk_settings_set_boolean (SentinelDeskSettings *self, const char *key, gboolean value)
{
  g_object_set (self, key, value, NULL);
}

/**
 * sentinel_desk_settings_dup_string:
 * @self: settings
 * @key: a key that holds a string
 *
 * Returns: (transfer full): its value
 */
char *
sentinel_desk_settings_dup_string (SentinelDeskSettings *self, const char *key)
{
  char *value = NULL;

  g_object_get (self, key, &value, NULL);
  return value;
}

/**
 * sentinel_desk_settings_set_string:
 * @self: settings
 * @key: a key that holds a string
 * @value: what it is from now on; one that the schema does not allow is not kept
 */
void
sentinel_desk_settings_set_string (SentinelDeskSettings *self, const char *key, const char *value)
{
  g_object_set (self, key, value, NULL);
}

/**
 * sentinel_desk_settings_ref_variant:
 * @self: settings
 * @key: a key that holds an a{sv}
 *
 * Returns: (transfer full): its value
 */
GVariant *
sentinel_desk_settings_ref_variant (SentinelDeskSettings *self, const char *key)
{
  GVariant *value = NULL;

  g_object_get (self, key, &value, NULL);
  return value;
}

/**
 * sentinel_desk_settings_set_variant:
 * @self: settings
 * @key: a key that holds an a{sv}
 * @value: what it is from now on; a floating one is taken
 */
void
sentinel_desk_settings_set_variant (SentinelDeskSettings *self, const char *key, GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);

  g_object_set (self, key, sunk, NULL);
}
