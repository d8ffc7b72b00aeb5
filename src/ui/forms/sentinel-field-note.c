/* SPDX-License-Identifier: MIT */
/* A row of its own, as an entry row has no room for a second line. */
#include "sentinel-field-note.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SentinelFieldNote {
  AdwPreferencesRow parent_instance;
  GtkWidget *field; /* borrowed: both are in one list */
  GtkLabel *error_label, *hint_label;
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
                                  self->error_label,
                                  NULL,
                                  -1);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

/* For who hears the form: the field says its note, and the note, which is a row, has a name. */
static void
describe_field (SentinelFieldNote *self, gboolean is_shown)
{
  GtkAccessible *target = GTK_ACCESSIBLE (get_focus_target (self->field));
  GtkLabel *says = self->error != NULL ? self->error_label : self->hint_label;

  if (is_shown)
    gtk_accessible_update_relation (target, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, says, NULL, -1);
  else
    gtk_accessible_reset_relation (target, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (says),
                                  -1);
}

/* What is wrong does not hide what would be right. */
static void
show (SentinelFieldNote *self)
{
  gboolean is_shown = self->error != NULL || (self->hint != NULL && *self->hint != '\0');

  show_text (self->error_label, self->error);
  show_text (self->hint_label, self->hint);
  gtk_widget_set_visible (GTK_WIDGET (self), is_shown);
  if (self->field == NULL)
    return;
  describe_field (self, is_shown);
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

/* A list gives up at a row that takes no focus: it goes to the row behind this one. */
static gboolean
sentinel_field_note_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean is_back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *next = widget;

  do
    next = is_back ? gtk_widget_get_prev_sibling (next) : gtk_widget_get_next_sibling (next);
  while (next != NULL && !gtk_widget_get_visible (next));
  return next != NULL && gtk_widget_child_focus (next, direction);
}

static void
sentinel_field_note_class_init (SentinelFieldNoteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sentinel_field_note_get_property;
  object_class->set_property = sentinel_field_note_set_property;
  object_class->finalize = sentinel_field_note_finalize;
  GTK_WIDGET_CLASS (klass)->focus = sentinel_field_note_focus;
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
clicked_cb (SentinelFieldNote *self)
{
  if (self->error != NULL)
    sentinel_field_note_go_to_field (self);
}

static GtkLabel *
add_label (GtkBox *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
sentinel_field_note_init (SentinelFieldNote *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_object (click, "released", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  self->error_label = add_label (GTK_BOX (box), "error");
  self->hint_label = add_label (GTK_BOX (box), "hint");
  gtk_widget_add_css_class (GTK_WIDGET (self), "note");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
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

/* Errors read "threshold is 140: must be from 0 to 100", and those of levels "level high>90 (clear
 * 95): the clear value must …". */
static const char *
find_reason (const char *field, const char *message)
{
  gboolean is_named = g_str_has_prefix (message, field);
  const char *rest = is_named ? message + strlen (field) : "";
  const char *reason = NULL;

  if (g_str_has_prefix (message, "level "))
    reason = strstr (message, "): ");
  else if (g_str_has_prefix (rest, " is "))
    reason = g_strrstr (rest, ": must be ");
  else if (g_str_has_prefix (rest, ": "))
    reason = rest;
  return reason != NULL ? strstr (reason, ": ") + strlen (": ") : message;
}

/**
 * sentinel_field_note_show_refusal:
 * @self: a note
 * @field: what the error calls the field
 * @message: of the error
 */
void
sentinel_field_note_show_refusal (SentinelFieldNote *self, const char *field, const char *message)
{
  const char *reason = find_reason (field, message);
  g_autofree char *sentence = NULL;
  char first[7] = { 0 };

  g_unichar_to_utf8 (g_unichar_toupper (g_utf8_get_char (reason)), first);
  sentence = g_strconcat (first, *reason != '\0' ? g_utf8_next_char (reason) : "", NULL);
  sentinel_field_note_set_error (self, sentence);
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
 * sentinel_field_note_dup_sentence:
 * @self: a note
 *
 * Returns: (transfer full) (nullable): the title of the field and what is wrong with it
 */
char *
sentinel_field_note_dup_sentence (SentinelFieldNote *self)
{
  const char *title = NULL;

  if (self->error == NULL)
    return NULL;
  if (ADW_IS_PREFERENCES_ROW (self->field))
    title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->field));
  if (title == NULL || *title == '\0')
    return g_strdup (self->error);
  /* Translators: the title of a field of a form, and what is wrong with it */
  return g_strdup_printf (_ ("%s: %s"), title, self->error);
}

/**
 * sentinel_field_note_find_wrong:
 * @root: a widget
 *
 * Returns: (transfer none) (nullable): the first note below it with an error
 */
SentinelFieldNote *
sentinel_field_note_find_wrong (GtkWidget *root)
{
  if (SENTINEL_IS_FIELD_NOTE (root))
    return SENTINEL_FIELD_NOTE (root)->error != NULL ? SENTINEL_FIELD_NOTE (root) : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    SentinelFieldNote *found = sentinel_field_note_find_wrong (child);

    if (found != NULL)
      return found;
  }
  return NULL;
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
