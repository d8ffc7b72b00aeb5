/* SPDX-License-Identifier: MIT */
/* A row of its own, as an entry row has no room for a second line. */
#include "sentinel-field-note.h"

struct _SentinelFieldNote {
  AdwPreferencesRow parent_instance;
  GtkWidget *field; /* borrowed: both are in one list */
  GtkLabel *label;
  char *hint, *error; /* nullable */
};

enum {
  PROP_0,
  PROP_FIELD,
  PROP_HINT,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SentinelFieldNote, sentinel_field_note, ADW_TYPE_PREFERENCES_ROW)

/* What has the focus while one types: the text deep inside an entry or spin row, else the row. */
static GtkWidget *
get_focus_target (GtkWidget *field)
{
  GtkWidget *target = field;

  while (GTK_IS_EDITABLE (target)) {
    GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (target));

    if (delegate == NULL)
      break;
    target = GTK_WIDGET (delegate);
  }
  return target;
}

static void
mark_field (SentinelFieldNote *self)
{
  GtkAccessible *target = GTK_ACCESSIBLE (get_focus_target (self->field));

  if (self->error == NULL) {
    gtk_widget_remove_css_class (self->field, "error");
    gtk_accessible_reset_state (target, GTK_ACCESSIBLE_STATE_INVALID);
    gtk_accessible_reset_relation (target, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
    return;
  }
  gtk_widget_add_css_class (self->field, "error");
  gtk_accessible_update_state (target,
                               GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_accessible_update_relation (target,
                                  GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                  self->label,
                                  NULL,
                                  -1);
}

static void
show (SentinelFieldNote *self)
{
  const char *text = self->error != NULL ? self->error : self->hint;
  gboolean is_shown = text != NULL && *text != '\0';

  gtk_label_set_text (self->label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (self->error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "wrong");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "wrong");
  if (self->field == NULL)
    return;
  if (is_shown)
    gtk_widget_add_css_class (self->field, "noted");
  else
    gtk_widget_remove_css_class (self->field, "noted");
}

static void
sentinel_field_note_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SentinelFieldNote *self = SENTINEL_FIELD_NOTE (object);

  switch (id) {
  case PROP_FIELD:
    g_value_set_object (value, self->field);
    break;
  case PROP_HINT:
    g_value_set_string (value, self->hint);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
sentinel_field_note_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SentinelFieldNote *self = SENTINEL_FIELD_NOTE (object);

  switch (id) {
  case PROP_FIELD:
    g_set_weak_pointer (&self->field, g_value_get_object (value));
    show (self);
    break;
  case PROP_HINT:
    sentinel_field_note_set_hint (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
sentinel_field_note_finalize (GObject *object)
{
  SentinelFieldNote *self = SENTINEL_FIELD_NOTE (object);

  g_clear_weak_pointer (&self->field);
  g_free (self->hint);
  g_free (self->error);
  G_OBJECT_CLASS (sentinel_field_note_parent_class)->finalize (object);
}

static void
sentinel_field_note_class_init (SentinelFieldNoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sentinel_field_note_get_property;
  object_class->set_property = sentinel_field_note_set_property;
  object_class->finalize = sentinel_field_note_finalize;
  properties[PROP_FIELD] = g_param_spec_object ("field",
                                                NULL,
                                                NULL,
                                                GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HINT] =
      g_param_spec_string ("hint", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
sentinel_field_note_init (SentinelFieldNote *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->label = GTK_LABEL (label);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "note");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sentinel_field_note_new:
 * @field: (transfer none): the row that it is about; both go into the same list, this one second
 * @hint: (nullable): what to know about the field
 *
 * Returns: (transfer floating): a note without an error
 */
GtkWidget *
sentinel_field_note_new (GtkWidget *field, const char *hint)
{
  return g_object_new (SENTINEL_TYPE_FIELD_NOTE, "field", field, "hint", hint, NULL);
}

/**
 * sentinel_field_note_set_hint:
 * @self: a note
 * @hint: (nullable): plain text
 */
void
sentinel_field_note_set_hint (SentinelFieldNote *self, const char *hint)
{
  if (!g_set_str (&self->hint, hint))
    return;
  show (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINT]);
}

/**
 * sentinel_field_note_set_error:
 * @self: a note
 * @message: (nullable): what is wrong with the field, plain text; %NULL: nothing
 *
 * Marks or clears the field. That it became wrong is announced; how a wrong value changes while one
 * types is not.
 */
void
sentinel_field_note_set_error (SentinelFieldNote *self, const char *message)
{
  gboolean was_wrong = self->error != NULL;

  if (!g_set_str (&self->error, message))
    return;
  show (self);
  if (self->field != NULL)
    mark_field (self);
  if (!was_wrong && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self),
                             message,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/**
 * sentinel_field_note_get_error:
 * @self: a note
 *
 * Returns: (transfer none) (nullable): what is wrong
 */
const char *
sentinel_field_note_get_error (SentinelFieldNote *self)
{
  return self->error;
}

/**
 * sentinel_field_note_go_to_field:
 * @self: a note
 */
void
sentinel_field_note_go_to_field (SentinelFieldNote *self)
{
  GtkWidget *above = GTK_WIDGET (self);

  if (self->field == NULL)
    return;
  while ((above = gtk_widget_get_parent (above)) != NULL)
    if (ADW_IS_EXPANDER_ROW (above))
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (above), TRUE);
  gtk_widget_grab_focus (self->field);
}
