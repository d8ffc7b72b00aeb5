/* SPDX-License-Identifier: MIT */
/* Its switch is its own: an expander's would fold away what is off, and with it what is wrong. */
#include "sentinel-command-row.h"

#include <glib/gi18n.h>

#include "sentinel-action-last-row.h"
#include "sentinel-action-try-row.h"
#include "sentinel-command-line.h"
#include "sentinel-duration-row.h"
#include "sentinel-field-note.h"
#include "sentinel-spin.h"
#include "sentinel-text.h"

#define MAX_TITLE_BYTES 200

struct _SentinelCommandRow {
  AdwExpanderRow parent_instance;
  GtkSwitch *enabled;
  AdwEntryRow *name_row, *command_row;
  GtkCheckButton *on_fired, *on_level, *on_resolved;
  AdwActionRow *resolved_row;
  SentinelDurationRow *timeout_row, *cooldown_row;
  AdwSpinRow *cap_row;
  SentinelFieldNote *name_note, *command_note, *on_note, *timeout_note, *cooldown_note, *cap_note;
  SentinelActionTryRow *try_row;
  SentinelActionLastRow *last_row;
  JsonNode *original; /* nullable: nobody has edited it */
  gint64 rule_id;
  gboolean is_loading, is_name_taken;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelCommandRow, sentinel_command_row, ADW_TYPE_EXPANDER_ROW)

/* What is typed: */

static guint
read_on (SentinelCommandRow *self)
{
  return (gtk_check_button_get_active (self->on_fired) ? SENTINEL_ACTION_ON_FIRED : 0)
         | (gtk_check_button_get_active (self->on_level) ? SENTINEL_ACTION_ON_LEVEL : 0)
         | (gtk_check_button_get_active (self->on_resolved) ? SENTINEL_ACTION_ON_RESOLVED : 0);
}

static SentinelAction *
read_action (SentinelCommandRow *self)
{
  SentinelAction *action = sentinel_action_new (SENTINEL_ACTION_COMMAND);
  g_autofree char *problem = NULL;

  g_set_str (&action->name, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  action->argv =
      sentinel_command_line_parse (gtk_editable_get_text (GTK_EDITABLE (self->command_row)),
                                   &problem);
  action->enabled = gtk_switch_get_active (self->enabled);
  action->on = read_on (self);
  action->timeout_ms = sentinel_duration_row_get_ms (self->timeout_row);
  action->cooldown_ms = sentinel_duration_row_get_ms (self->cooldown_row);
  action->max_per_hour =
      (gint64) CLAMP (adw_spin_row_get_value (self->cap_row), G_MININT, G_MAXINT);
  return action;
}

/* Judging: */

/* (transfer full) (nullable): what is wrong with that one member alone. */
static GError *
find_problem (JsonObject *object, const char *member)
{
  g_autoptr (JsonObject) probe = json_object_new ();
  g_autoptr (SentinelAction) action = NULL;
  JsonArray *argv = json_array_new ();
  GError *error = NULL;

  json_array_add_string_element (argv, "true");
  json_object_set_string_member (probe, "channel", SENTINEL_ACTION_COMMAND);
  json_object_set_array_member (probe, "argv", argv);
  json_object_set_member (probe, member, json_object_dup_member (object, member));
  action = sentinel_action_from_json (probe, &error);
  return error;
}

static char *
dup_bounds (gint64 minimum_ms, gint64 maximum_ms)
{
  g_autofree char *minimum = sentinel_duration_dup_words (minimum_ms);
  g_autofree char *maximum = sentinel_duration_dup_words (maximum_ms);

  /* Translators: of what is typed; two durations */
  return g_strdup_printf (_ ("Must be from %s to %s"), minimum, maximum);
}

/* own: (transfer full) (nullable): how a form says what the model says otherwise. */
static void
mark (SentinelFieldNote *note, JsonObject *object, const char *member, char *own)
{
  g_autoptr (GError) error = find_problem (object, member);
  g_autofree char *text = own;

  if (error == NULL)
    sentinel_field_note_set_error (note, NULL);
  else if (text != NULL)
    sentinel_field_note_set_error (note, text);
  else
    sentinel_field_note_show_refusal (note, member, error->message);
}

static void
mark_command (SentinelCommandRow *self, JsonObject *object)
{
  g_autofree char *problem = NULL;
  g_autofree char *hint = NULL;
  g_auto (GStrv) argv =
      sentinel_command_line_parse (gtk_editable_get_text (GTK_EDITABLE (self->command_row)),
                                   &problem);

  if (argv != NULL)
    hint = sentinel_command_line_describe ((const char *const *) argv);
  sentinel_field_note_set_hint (self->command_note, hint);
  mark (self->command_note, object, "argv", g_strdup (problem));
}

static void
mark_name (SentinelCommandRow *self, JsonObject *object)
{
  mark (self->name_note, object, "name", NULL);
  if (self->is_name_taken && sentinel_field_note_get_error (self->name_note) == NULL)
    sentinel_field_note_set_error (self->name_note, _ ("Another action of the rule has this name"));
}

static void
judge (SentinelCommandRow *self, const SentinelAction *action)
{
  g_autoptr (JsonObject) object = sentinel_action_to_json (action);

  mark_name (self, object);
  mark_command (self, object);
  mark (self->on_note, object, "on", g_strdup (_ ("Choose at least one, or switch the command off")));
  mark (self->timeout_note,
        object,
        "timeout_ms",
        dup_bounds (SENTINEL_ACTION_MIN_TIMEOUT_MS, SENTINEL_ACTION_MAX_TIMEOUT_MS));
  mark (self->cooldown_note,
        object,
        "cooldown_ms",
        dup_bounds (0, SENTINEL_ACTION_MAX_COOLDOWN_MS));
  mark (self->cap_note, object, "max_per_hour", NULL);
}

/* Showing: */

static void
show_title (SentinelCommandRow *self)
{
  AdwExpanderRow *expander = ADW_EXPANDER_ROW (self);
  const char *name = sentinel_command_row_get_name (self);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->command_row));
  g_autofree char *title =
      sentinel_text_to_line (*name != '\0' ? name : _ ("Command"), MAX_TITLE_BYTES);
  g_autofree char *command = sentinel_text_to_line (typed, MAX_TITLE_BYTES);
  /* Translators: a switch, read aloud; the name of a command */
  g_autofree char *label = g_strdup_printf (_ ("Run %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_expander_row_set_subtitle (expander, *command != '\0' ? command : _ ("Nothing to run yet"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->enabled),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}

/* An end is held back by nothing where its beginning was run. */
static void
show_limits (SentinelCommandRow *self, const SentinelAction *action)
{
  gboolean is_free = (action->on & SENTINEL_ACTION_ON_FIRED) != 0
                     && (action->on & SENTINEL_ACTION_ON_RESOLVED) != 0;

  adw_action_row_set_subtitle (self->resolved_row,
                               is_free ? _ ("Also within the cooldown, as it ends what was begun")
                                       : _ ("It is back to normal, or was closed"));
}

static void
show (SentinelCommandRow *self)
{
  g_autoptr (SentinelAction) action = read_action (self);
  g_autofree char *id = sentinel_action_dup_id (action);

  show_title (self);
  show_limits (self, action);
  judge (self, action);
  sentinel_action_last_row_set_action (self->last_row, self->rule_id, id);
}

static void
edited_cb (SentinelCommandRow *self)
{
  if (self->is_loading)
    return;
  g_clear_pointer (&self->original, json_node_unref);
  show (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_cb (SentinelCommandRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

/* Life: */

static void
sentinel_command_row_dispose (GObject *object)
{
  SentinelCommandRow *self = SENTINEL_COMMAND_ROW (object);

  g_clear_pointer (&self->original, json_node_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_COMMAND_ROW);
  G_OBJECT_CLASS (sentinel_command_row_parent_class)->dispose (object);
}

static void
add_signal (guint id, const char *name)
{
  signals[id] = g_signal_new (name,
                              SENTINEL_TYPE_COMMAND_ROW,
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-command-row.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, enabled);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, name_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, name_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, command_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, command_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, on_fired);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, on_level);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, on_resolved);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, resolved_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, on_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, timeout_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, timeout_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, cooldown_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, cooldown_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, cap_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, cap_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, try_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelCommandRow, last_row);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
sentinel_command_row_class_init (SentinelCommandRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_command_row_dispose;
  add_signal (SIGNAL_CHANGED, "changed");
  add_signal (SIGNAL_REMOVE, "remove");
  g_type_ensure (SENTINEL_TYPE_DURATION_ROW);
  g_type_ensure (SENTINEL_TYPE_FIELD_NOTE);
  g_type_ensure (SENTINEL_TYPE_ACTION_TRY_ROW);
  g_type_ensure (SENTINEL_TYPE_ACTION_LAST_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
sentinel_command_row_init (SentinelCommandRow *self)
{
  self->is_loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  sentinel_spin_set_plain (GTK_WIDGET (self->cap_row), 0);
  self->is_loading = FALSE;
}

/**
 * sentinel_command_row_new:
 * @context: where it is tried
 * @ticker: in which zone times are told
 *
 * Returns: (transfer floating): a row; sentinel_command_row_set_action() comes next
 */
SentinelCommandRow *
sentinel_command_row_new (SentinelContext *context, SentinelTicker *ticker)
{
  SentinelCommandRow *self = g_object_new (SENTINEL_TYPE_COMMAND_ROW, NULL);

  sentinel_action_try_row_set_context (self->try_row, context, ticker);
  sentinel_action_last_row_set_context (self->last_row, context, ticker);
  return self;
}

/**
 * sentinel_command_row_set_action:
 * @self: a row
 * @action: a command
 * @node: (nullable): the same as it stands in the rule
 * @rule_id: of the rule; 0: it is not stored yet
 */
void
sentinel_command_row_set_action (SentinelCommandRow *self,
                                 const SentinelAction *action,
                                 JsonNode *node,
                                 gint64 rule_id)
{
  g_autofree char *command = sentinel_command_line_format ((const char *const *) action->argv);

  self->is_loading = TRUE;
  self->rule_id = rule_id;
  gtk_switch_set_active (self->enabled, action->enabled);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), action->name);
  gtk_editable_set_text (GTK_EDITABLE (self->command_row), command);
  gtk_check_button_set_active (self->on_fired, (action->on & SENTINEL_ACTION_ON_FIRED) != 0);
  gtk_check_button_set_active (self->on_level, (action->on & SENTINEL_ACTION_ON_LEVEL) != 0);
  gtk_check_button_set_active (self->on_resolved, (action->on & SENTINEL_ACTION_ON_RESOLVED) != 0);
  sentinel_duration_row_set_ms (self->timeout_row, action->timeout_ms);
  sentinel_duration_row_set_ms (self->cooldown_row, action->cooldown_ms);
  sentinel_spin_set_value (GTK_WIDGET (self->cap_row), (double) action->max_per_hour);
  g_clear_pointer (&self->original, json_node_unref);
  self->original = node != NULL ? json_node_copy (node) : NULL;
  self->is_loading = FALSE;
  show (self);
}

/**
 * sentinel_command_row_dup_action:
 * @self: a row
 *
 * Returns: (transfer full): what it shows, for a rule's actions
 */
JsonNode *
sentinel_command_row_dup_action (SentinelCommandRow *self)
{
  g_autoptr (SentinelAction) action = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (self->original != NULL)
    return json_node_copy (self->original);
  action = read_action (self);
  object = sentinel_action_to_json (action);
  return json_node_init_object (json_node_alloc (), object);
}

/**
 * sentinel_command_row_get_name:
 * @self: a row
 *
 * Returns: (transfer none): as it is typed
 */
const char *
sentinel_command_row_get_name (SentinelCommandRow *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->name_row));
}

/**
 * sentinel_command_row_set_name_is_taken:
 * @self: a row
 * @is_taken: whether another action of the rule has its name
 */
void
sentinel_command_row_set_name_is_taken (SentinelCommandRow *self, gboolean is_taken)
{
  g_autoptr (SentinelAction) action = NULL;

  if (self->is_name_taken == is_taken)
    return;
  self->is_name_taken = is_taken;
  action = read_action (self);
  judge (self, action);
}

/**
 * sentinel_command_row_set_rule:
 * @self: a row
 * @rule: (nullable): what would be tried now
 */
void
sentinel_command_row_set_rule (SentinelCommandRow *self, const SentinelRule *rule)
{
  g_autoptr (SentinelAction) action = read_action (self);
  g_autofree char *id = sentinel_action_dup_id (action);

  sentinel_action_try_row_set_rule (self->try_row, rule, id);
}

/**
 * sentinel_command_row_begin_editing:
 * @self: a row
 *
 * For one that was just added.
 */
void
sentinel_command_row_begin_editing (SentinelCommandRow *self)
{
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->command_row));
}
