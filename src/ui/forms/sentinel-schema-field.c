/* SPDX-License-Identifier: MIT */
/* What all kinds of field share: the value as it was given, whether a person changed it, and what
 * is wrong with it. */
#include "sentinel-schema-field.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "sentinel-choice-field.h"
#include "sentinel-error.h"
#include "sentinel-json-field.h"
#include "sentinel-json.h"
#include "sentinel-list-field.h"
#include "sentinel-number-field.h"
#include "sentinel-object-field.h"
#include "sentinel-switch-field.h"
#include "sentinel-text-field.h"

#define MAX_SUBTITLE_CHARS 60

typedef struct {
  const SentinelProperty *property; /* borrowed from the schema */
  char *path;
  GtkWidget *row; /* NULL until somebody asks for it */
  SentinelFieldNote *note; /* likewise */
  JsonNode *given; /* nullable */
  gboolean is_edited, is_showing;
} SentinelSchemaFieldPrivate;

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SentinelSchemaField, sentinel_schema_field, G_TYPE_OBJECT)

static SentinelSchemaFieldPrivate *
get_private (SentinelSchemaField *self)
{
  return sentinel_schema_field_get_instance_private (self);
}

static void
sentinel_schema_field_dispose (GObject *object)
{
  SentinelSchemaFieldPrivate *priv = get_private (SENTINEL_SCHEMA_FIELD (object));

  g_clear_object (&priv->row);
  g_clear_object (&priv->note);
  G_OBJECT_CLASS (sentinel_schema_field_parent_class)->dispose (object);
}

static void
sentinel_schema_field_finalize (GObject *object)
{
  SentinelSchemaFieldPrivate *priv = get_private (SENTINEL_SCHEMA_FIELD (object));

  g_clear_pointer (&priv->given, json_node_unref);
  g_free (priv->path);
  G_OBJECT_CLASS (sentinel_schema_field_parent_class)->finalize (object);
}

static void
sentinel_schema_field_class_init (SentinelSchemaFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_schema_field_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_schema_field_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_SCHEMA_FIELD,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_schema_field_init (SentinelSchemaField *self)
{
}

static gboolean
is_type (const SentinelProperty *property, const char *type)
{
  return property != NULL && g_str_equal (property->type, type);
}

static gboolean
is_scalar (const SentinelProperty *property)
{
  return property == NULL || is_type (property, "string") || is_type (property, "integer")
         || is_type (property, "number");
}

static GType
choose_type (const SentinelProperty *property)
{
  gboolean may_be_missing = property->is_nullable
                            || (!property->is_required && property->default_value == NULL);

  if (property->choices != NULL || (is_type (property, "boolean") && may_be_missing))
    return SENTINEL_TYPE_CHOICE_FIELD;
  if (is_type (property, "boolean"))
    return SENTINEL_TYPE_SWITCH_FIELD;
  if ((is_type (property, "integer") || is_type (property, "number")) && !may_be_missing
      && isfinite (property->minimum) && isfinite (property->maximum))
    return SENTINEL_TYPE_NUMBER_FIELD;
  if (is_type (property, "array") && is_scalar (sentinel_property_get_items (property)))
    return SENTINEL_TYPE_LIST_FIELD;
  if (is_type (property, "object") && sentinel_property_get_n_members (property) > 0)
    return SENTINEL_TYPE_OBJECT_FIELD;
  if (is_type (property, "object") || is_type (property, "array") || is_type (property, "any"))
    return SENTINEL_TYPE_JSON_FIELD;
  return SENTINEL_TYPE_TEXT_FIELD;
}

/* What is long goes below the row: beside its value there is no room for it. */
static void
show_hint (SentinelSchemaField *self)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);
  g_autofree char *hint = sentinel_schema_field_dup_hint (self);

  if (SENTINEL_SCHEMA_FIELD_GET_CLASS (self)->has_subtitle
      && (ADW_IS_EXPANDER_ROW (priv->row) || g_utf8_strlen (hint, -1) <= MAX_SUBTITLE_CHARS))
    g_object_set (priv->row, "subtitle", hint, NULL);
  else
    sentinel_field_note_set_hint (priv->note, hint);
}

static void
show_value (SentinelSchemaField *self)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);

  priv->is_showing = TRUE;
  SENTINEL_SCHEMA_FIELD_GET_CLASS (self)->show (self,
                                                priv->given != NULL
                                                    ? priv->given
                                                    : priv->property->default_value);
  priv->is_showing = FALSE;
}

/* A form of many fields makes the rows that are out of sight later. */
static void
make_row (SentinelSchemaField *self)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);
  g_autofree char *title = sentinel_schema_field_dup_title (self);

  priv->row = g_object_ref_sink (SENTINEL_SCHEMA_FIELD_GET_CLASS (self)->make_row (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (priv->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (priv->row), title);
  /* A row that expands has no name of its own otherwise. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
  priv->note = SENTINEL_FIELD_NOTE (g_object_ref_sink (sentinel_field_note_new (priv->row, NULL)));
  show_hint (self);
  show_value (self);
}

/**
 * sentinel_schema_field_new:
 * @property: a parameter; its schema outlives the field
 * @path: what errors call it, like "threshold" or "auth.token"
 *
 * Returns: (transfer full): a field of the kind that suits the parameter, without a value
 */
SentinelSchemaField *
sentinel_schema_field_new (const SentinelProperty *property, const char *path)
{
  SentinelSchemaField *self = g_object_new (choose_type (property), NULL);
  SentinelSchemaFieldPrivate *priv = get_private (self);

  priv->property = property;
  priv->path = g_strdup (path);
  return self;
}

/**
 * sentinel_schema_field_get_property:
 * @self: a field
 *
 * Returns: (transfer none): the parameter
 */
const SentinelProperty *
sentinel_schema_field_get_property (SentinelSchemaField *self)
{
  return get_private (self)->property;
}

/**
 * sentinel_schema_field_get_path:
 * @self: a field
 *
 * Returns: (transfer none): what errors call it
 */
const char *
sentinel_schema_field_get_path (SentinelSchemaField *self)
{
  return get_private (self)->path;
}

/**
 * sentinel_schema_field_get_row:
 * @self: a field
 *
 * Returns: (transfer none): the row to show
 */
GtkWidget *
sentinel_schema_field_get_row (SentinelSchemaField *self)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);

  if (priv->row == NULL)
    make_row (self);
  return priv->row;
}

/**
 * sentinel_schema_field_get_note:
 * @self: a field
 *
 * Returns: (transfer none): the line below the row
 */
SentinelFieldNote *
sentinel_schema_field_get_note (SentinelSchemaField *self)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);

  if (priv->row == NULL)
    make_row (self);
  return priv->note;
}

/**
 * sentinel_schema_field_set_value:
 * @self: a field
 * @value: (nullable): a value, allowed or not; %NULL: none is given, the default is shown
 *
 * Shows a value. It counts as not edited.
 */
void
sentinel_schema_field_set_value (SentinelSchemaField *self, JsonNode *value)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);

  g_clear_pointer (&priv->given, json_node_unref);
  priv->given = value != NULL ? json_node_copy (value) : NULL;
  priv->is_edited = FALSE;
  if (priv->row != NULL)
    show_value (self);
}

/**
 * sentinel_schema_field_dup_value:
 * @self: a field
 *
 * Returns: (transfer full) (nullable): what it says, allowed or not; %NULL: it is left out
 */
JsonNode *
sentinel_schema_field_dup_value (SentinelSchemaField *self)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);

  if (priv->is_edited)
    return SENTINEL_SCHEMA_FIELD_GET_CLASS (self)->read (self);
  return priv->given != NULL ? json_node_copy (priv->given) : NULL;
}

static const char *
get_title (SentinelSchemaField *self)
{
  const SentinelProperty *property = get_private (self)->property;

  return property->title != NULL ? property->title : property->name;
}

/**
 * sentinel_schema_field_check_text:
 * @self: a field
 * @error: return location; %SENTINEL_ERROR_INVALID, with the field
 *
 * Returns: whether what a person typed can be read as a value, allowed or not
 */
gboolean
sentinel_schema_field_check_text (SentinelSchemaField *self, GError **error)
{
  SentinelSchemaFieldClass *klass = SENTINEL_SCHEMA_FIELD_GET_CLASS (self);

  if (klass->check_text == NULL || !get_private (self)->is_edited)
    return TRUE;
  return klass->check_text (self, error);
}

/**
 * sentinel_schema_field_check:
 * @self: a field
 * @error: return location; %SENTINEL_ERROR_INVALID, with the field
 *
 * Returns: whether the schema allows what the field says
 */
gboolean
sentinel_schema_field_check (SentinelSchemaField *self, GError **error)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);
  g_autoptr (JsonNode) value = sentinel_schema_field_dup_value (self);
  g_autoptr (JsonNode) checked = NULL;

  if (!sentinel_schema_field_check_text (self, error))
    return FALSE;
  if (value != NULL) {
    checked = sentinel_property_check (priv->property, priv->path, value, error);
    return checked != NULL;
  }
  if (!priv->property->is_required || priv->property->default_value != NULL)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               /* Translators: the title of a field that must not be left empty */
               _ ("%s must be given"),
               get_title (self));
  sentinel_error_set_field (error, priv->path);
  return FALSE;
}

/* What is wrong inside the value: the rest of the path, empty for the value itself. */
static const char *
strip_path (SentinelSchemaField *self, const char *field)
{
  const char *path = get_private (self)->path;
  gsize length = strlen (path);

  if (strncmp (path, field, length) != 0)
    return NULL;
  return strchr (".[", field[length]) != NULL ? field + length : NULL;
}

/**
 * sentinel_schema_field_show_error:
 * @self: a field
 * @field: what is wrong, as sentinel_error_get_field() says it
 * @message: why
 *
 * Returns: whether it is about this field, which is marked now
 */
gboolean
sentinel_schema_field_show_error (SentinelSchemaField *self, const char *field, const char *message)
{
  SentinelSchemaFieldClass *klass = SENTINEL_SCHEMA_FIELD_GET_CLASS (self);
  const char *rest = strip_path (self, field);
  SentinelFieldNote *note;

  if (rest == NULL)
    return FALSE;
  note = sentinel_schema_field_get_note (self);
  if (klass->show_error == NULL || !klass->show_error (self, rest, message))
    sentinel_field_note_show_refusal (note, field, message);
  return TRUE;
}

/**
 * sentinel_schema_field_clear_error:
 * @self: a field
 */
void
sentinel_schema_field_clear_error (SentinelSchemaField *self)
{
  SentinelSchemaFieldClass *klass = SENTINEL_SCHEMA_FIELD_GET_CLASS (self);

  if (get_private (self)->row == NULL)
    return;
  sentinel_field_note_set_error (get_private (self)->note, NULL);
  if (klass->clear_error != NULL)
    klass->clear_error (self);
}

/**
 * sentinel_schema_field_is_edited:
 * @self: a field
 *
 * Returns: whether a person changed it since its value was set
 */
gboolean
sentinel_schema_field_is_edited (SentinelSchemaField *self)
{
  return get_private (self)->is_edited;
}

/**
 * sentinel_schema_field_edited:
 * @self: a field
 *
 * Says that the row says something else now.
 */
void
sentinel_schema_field_edited (SentinelSchemaField *self)
{
  SentinelSchemaFieldPrivate *priv = get_private (self);

  if (priv->is_showing)
    return;
  priv->is_edited = TRUE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * sentinel_schema_field_dup_title:
 * @self: a field
 *
 * Returns: (transfer full): its title, with a mark where it must be given
 */
char *
sentinel_schema_field_dup_title (SentinelSchemaField *self)
{
  const SentinelProperty *property = get_private (self)->property;
  const char *title = get_title (self);

  if (!property->is_required || property->default_value != NULL)
    return g_strdup (title);
  /* Translators: the title of a field that must be filled in */
  return g_strdup_printf (_ ("%s (required)"), title);
}

static char *
dup_range (const SentinelProperty *property)
{
  const char *unit = property->unit != NULL ? property->unit : "";
  const char *space = property->unit != NULL ? "\u00a0" : "";

  if (isfinite (property->minimum) && isfinite (property->maximum))
    /* Translators: the range of a number and its unit, as in "0 to 100 %"; between the last number
     * and the unit is a space that comes with the unit */
    return g_strdup_printf (_ ("%.15g to %.15g%s%s"),
                            property->minimum,
                            property->maximum,
                            space,
                            unit);
  if (isfinite (property->minimum))
    /* Translators: number, space, unit */
    return g_strdup_printf (_ ("at least %.15g%s%s"), property->minimum, space, unit);
  if (isfinite (property->maximum))
    /* Translators: number, space, unit */
    return g_strdup_printf (_ ("at most %.15g%s%s"), property->maximum, space, unit);
  return g_strdup (unit);
}

static char *
dup_default (const SentinelProperty *property)
{
  g_autofree char *text = NULL;

  if (property->default_value == NULL || JSON_NODE_HOLDS_NULL (property->default_value)
      || g_str_equal (property->type, "boolean") || property->is_secret)
    return g_strdup ("");
  text = sentinel_property_show_text (property->default_value);
  /* Translators: the value that a field has until one is given */
  return *text != '\0' ? g_strdup_printf (_ ("default %s"), text) : g_strdup ("");
}

/**
 * sentinel_schema_field_dup_hint:
 * @self: a field
 *
 * Returns: (transfer full): what to know before filling it in: description, range, default
 */
char *
sentinel_schema_field_dup_hint (SentinelSchemaField *self)
{
  const SentinelProperty *property = get_private (self)->property;
  g_autofree char *range = dup_range (property);
  g_autofree char *preset = dup_default (property);
  const char *parts[] = { property->description, range, preset };
  GString *hint = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (hint, "%s%s", hint->len > 0 ? " · " : "", parts[i]);
  return g_string_free (hint, FALSE);
}

/**
 * sentinel_schema_field_is_optional:
 * @self: a field
 *
 * Returns: whether it may be empty
 */
gboolean
sentinel_schema_field_is_optional (SentinelSchemaField *self)
{
  const SentinelProperty *property = get_private (self)->property;

  return property->is_nullable || (!property->is_required && property->default_value == NULL);
}

/* A number as it is written where the person is, or as JSON has it. */
static JsonNode *
read_number (const char *text)
{
  char *end = NULL;
  double number;
  JsonNode *node = sentinel_json_parse (text, -1, 0, NULL);

  if (node != NULL)
    return node;
  number = g_strtod (text, &end);
  if (*text == '\0' || *end != '\0' || !isfinite (number))
    return NULL;
  return json_node_init_double (json_node_alloc (), number);
}

/**
 * sentinel_property_read_text:
 * @property: (nullable): a parameter; %NULL: anything
 * @text: what was typed
 *
 * Returns: (transfer full): the text as the type of the parameter has it; what cannot be read so
 * stays a text, for the schema to refuse
 */
JsonNode *
sentinel_property_read_text (const SentinelProperty *property, const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  JsonNode *node = NULL;

  if (!is_type (property, "string"))
    node = read_number (stripped);
  return node != NULL ? node : json_node_init_string (json_node_alloc (), text);
}

/**
 * sentinel_property_show_text:
 * @value: (nullable): a value
 *
 * Returns: (transfer full): the value as one types it
 */
char *
sentinel_property_show_text (JsonNode *value)
{
  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (value));
  return sentinel_json_to_text (value);
}
