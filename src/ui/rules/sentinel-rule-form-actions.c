/* SPDX-License-Identifier: MIT */
/* Actions keep their order, and what nobody touched comes back as it was: also what this version
 * does not have. */
#include "sentinel-rule-form-actions.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sentinel-action-last-row.h"
#include "sentinel-action-try-row.h"
#include "sentinel-action.h"
#include "sentinel-command-row.h"
#include "sentinel-duration-row.h"
#include "sentinel-error.h"
#include "sentinel-kept-action-row.h"
#include "sentinel-notify-words.h"
#include "sentinel-toast.h"

#define MS_PER_MINUTE 60000
#define UNDO_ROW_KEY "sentinel-removed-row"
#define UNDO_INDEX_KEY "sentinel-removed-index"

struct _SentinelRuleFormActions {
  SentinelRuleForm parent_instance;
  AdwSwitchRow *desktop;
  SentinelActionTryRow *desktop_try;
  SentinelActionLastRow *desktop_last;
  SentinelDurationRow *display;
  SentinelFieldNote *display_note;
  AdwPreferencesGroup *commands, *kept;
  GtkWidget *add_row;
  SentinelContext *context; /* nullable: not yet */
  SentinelTicker *ticker; /* nullable */
  GPtrArray *rows; /* of GtkWidget: each action's, in their order; the switch is the desktop's */
  gint64 rule_id;
};

G_DEFINE_FINAL_TYPE (SentinelRuleFormActions, sentinel_rule_form_actions, SENTINEL_TYPE_RULE_FORM)

/* The rows: */

static gboolean
is_ours (SentinelRuleFormActions *self, GtkWidget *row)
{
  return row != GTK_WIDGET (self->desktop);
}

static void
put_into_group (SentinelRuleFormActions *self, GtkWidget *row)
{
  if (SENTINEL_IS_COMMAND_ROW (row)) {
    adw_preferences_group_add (self->commands, row);
  } else if (SENTINEL_IS_KEPT_ACTION_ROW (row)) {
    SentinelFieldNote *note = sentinel_kept_action_row_get_note (SENTINEL_KEPT_ACTION_ROW (row));

    adw_preferences_group_add (self->kept, row);
    adw_preferences_group_add (self->kept, GTK_WIDGET (note));
  }
}

static void
take_out_of_group (SentinelRuleFormActions *self, GtkWidget *row)
{
  if (SENTINEL_IS_COMMAND_ROW (row)) {
    adw_preferences_group_remove (self->commands, row);
  } else if (SENTINEL_IS_KEPT_ACTION_ROW (row)) {
    SentinelFieldNote *note = sentinel_kept_action_row_get_note (SENTINEL_KEPT_ACTION_ROW (row));

    adw_preferences_group_remove (self->kept, row);
    adw_preferences_group_remove (self->kept, GTK_WIDGET (note));
  }
}

static gboolean
has_name_before (SentinelRuleFormActions *self, guint end, const char *name)
{
  for (guint i = 0; i < end; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (SENTINEL_IS_COMMAND_ROW (row)
        && strcmp (sentinel_command_row_get_name (SENTINEL_COMMAND_ROW (row)), name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* What only all of them together show. */
static void
judge (SentinelRuleFormActions *self)
{
  gboolean has_kept = FALSE;

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    SentinelCommandRow *command = SENTINEL_IS_COMMAND_ROW (row) ? SENTINEL_COMMAND_ROW (row) : NULL;

    has_kept = has_kept || SENTINEL_IS_KEPT_ACTION_ROW (row);
    if (command != NULL)
      sentinel_command_row_set_name_is_taken (
          command,
          has_name_before (self, i, sentinel_command_row_get_name (command)));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->kept), has_kept);
}

static void
changed (SentinelRuleFormActions *self)
{
  judge (self);
  sentinel_rule_form_changed (SENTINEL_RULE_FORM (self));
}

/* Removing, and taking it back: */

/* A group only takes rows at its end. */
static void
put_back (SentinelRuleFormActions *self, GtkWidget *row, guint index)
{
  index = MIN (index, self->rows->len);
  for (guint i = index; i < self->rows->len; i++)
    take_out_of_group (self, g_ptr_array_index (self->rows, i));
  g_ptr_array_insert (self->rows, (int) index, g_object_ref (row));
  for (guint i = index; i < self->rows->len; i++)
    put_into_group (self, g_ptr_array_index (self->rows, i));
}

static void
undo_cb (AdwToast *toast, SentinelRuleFormActions *self)
{
  GtkWidget *row = g_object_get_data (G_OBJECT (toast), UNDO_ROW_KEY);

  if (g_ptr_array_find (self->rows, row, NULL))
    return;
  put_back (self, row, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), UNDO_INDEX_KEY)));
  changed (self);
  gtk_widget_grab_focus (row);
}

static void
offer_undo (SentinelRuleFormActions *self, GtkWidget *row, guint index)
{
  const char *name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  /* Translators: the name of an action */
  g_autofree char *title = g_strdup_printf (_ ("“%s” removed"), name);
  AdwToast *toast = sentinel_toast_new (title);

  g_object_set_data_full (G_OBJECT (toast), UNDO_ROW_KEY, g_object_ref (row), g_object_unref);
  g_object_set_data (G_OBJECT (toast), UNDO_INDEX_KEY, GUINT_TO_POINTER (index));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, 0);
  sentinel_toast_add_undo (GTK_WIDGET (self), toast);
}

static GtkWidget *
find_neighbour (SentinelRuleFormActions *self, guint index)
{
  GtkWidget *row = index < self->rows->len ? g_ptr_array_index (self->rows, index) : NULL;

  return row != NULL && is_ours (self, row) ? row : self->add_row;
}

static void
remove_cb (SentinelRuleFormActions *self, GtkWidget *row)
{
  guint index;

  if (!g_ptr_array_find (self->rows, row, &index))
    return;
  offer_undo (self, row, index);
  take_out_of_group (self, row);
  g_ptr_array_remove_index (self->rows, index);
  changed (self);
  gtk_widget_grab_focus (find_neighbour (self, index));
}

/* Adding: */

static void
append (SentinelRuleFormActions *self, GtkWidget *row)
{
  g_ptr_array_add (self->rows, g_object_ref_sink (row));
  put_into_group (self, row);
  if (!is_ours (self, row))
    return;
  g_signal_connect_object (row, "changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
}

static char *
make_name (SentinelRuleFormActions *self)
{
  char *name = g_strdup (SENTINEL_ACTION_COMMAND);

  for (guint i = 2; has_name_before (self, self->rows->len, name); i++) {
    g_free (name);
    name = g_strdup_printf ("%s-%u", SENTINEL_ACTION_COMMAND, i);
  }
  return name;
}

static void
add_cb (SentinelRuleFormActions *self)
{
  g_autoptr (SentinelAction) action = sentinel_action_new (SENTINEL_ACTION_COMMAND);
  SentinelCommandRow *row = sentinel_command_row_new (self->context, self->ticker);

  g_free (action->name);
  action->name = make_name (self);
  sentinel_command_row_set_action (row, action, NULL, self->rule_id);
  append (self, GTK_WIDGET (row));
  changed (self);
  sentinel_command_row_begin_editing (row);
}

/* Loading: */

static gboolean
has_desktop (SentinelRuleFormActions *self)
{
  return g_ptr_array_find (self->rows, self->desktop, NULL);
}

/* Two of them a rule cannot have: the second one is shown as what is wrong. */
static void
load_action (SentinelRuleFormActions *self, JsonNode *node)
{
  g_autoptr (SentinelAction) action = NULL;
  SentinelCommandRow *command;

  if (JSON_NODE_HOLDS_OBJECT (node))
    action = sentinel_action_from_json (json_node_get_object (node), NULL);
  if (action == NULL || action->other != NULL
      || (has_desktop (self) && g_str_equal (action->channel, SENTINEL_ACTION_DESKTOP))) {
    append (self, sentinel_kept_action_row_new (node));
  } else if (g_str_equal (action->channel, SENTINEL_ACTION_DESKTOP)) {
    adw_switch_row_set_active (self->desktop, action->enabled);
    append (self, GTK_WIDGET (self->desktop));
  } else {
    command = sentinel_command_row_new (self->context, self->ticker);
    sentinel_command_row_set_action (command, action, node, self->rule_id);
    append (self, GTK_WIDGET (command));
  }
}

static void
clear (SentinelRuleFormActions *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    take_out_of_group (self, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
sentinel_rule_form_actions_load (SentinelRuleForm *form, const SentinelRule *rule)
{
  SentinelRuleFormActions *self = SENTINEL_RULE_FORM_ACTIONS (form);
  JsonArray *actions = json_node_get_array (rule->actions);

  clear (self);
  self->rule_id = rule->id;
  adw_switch_row_set_active (self->desktop, TRUE);
  for (guint i = 0; i < json_array_get_length (actions); i++)
    load_action (self, json_array_get_element (actions, i));
  sentinel_duration_row_set_ms (self->display, rule->display_minutes * MS_PER_MINUTE);
  sentinel_action_last_row_set_action (self->desktop_last, rule->id, SENTINEL_ACTION_DESKTOP);
  judge (self);
}

/* Reading: */

static JsonNode *
dup_desktop_action (SentinelRuleFormActions *self)
{
  g_autoptr (SentinelAction) action = sentinel_action_new (SENTINEL_ACTION_DESKTOP);
  g_autoptr (JsonObject) object = NULL;

  action->enabled = adw_switch_row_get_active (self->desktop);
  object = sentinel_action_to_json (action);
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
dup_action (SentinelRuleFormActions *self, GtkWidget *row)
{
  if (SENTINEL_IS_COMMAND_ROW (row))
    return sentinel_command_row_dup_action (SENTINEL_COMMAND_ROW (row));
  if (SENTINEL_IS_KEPT_ACTION_ROW (row))
    return sentinel_kept_action_row_dup_action (SENTINEL_KEPT_ACTION_ROW (row));
  return dup_desktop_action (self);
}

static void
sentinel_rule_form_actions_fill (SentinelRuleForm *form, SentinelRule *rule)
{
  SentinelRuleFormActions *self = SENTINEL_RULE_FORM_ACTIONS (form);
  gint64 display_ms = sentinel_duration_row_get_ms (self->display);
  JsonArray *actions = json_array_new ();

  rule->display_minutes = (display_ms + MS_PER_MINUTE - 1) / MS_PER_MINUTE;
  /* It is on unless an action says otherwise. */
  if (!has_desktop (self) && !adw_switch_row_get_active (self->desktop))
    json_array_add_element (actions, dup_desktop_action (self));
  for (guint i = 0; i < self->rows->len; i++)
    json_array_add_element (actions, dup_action (self, g_ptr_array_index (self->rows, i)));
  json_node_unref (rule->actions);
  rule->actions = json_node_init_array (json_node_alloc (), actions);
  json_array_unref (actions);
  json_node_seal (rule->actions);
}

/* Each row has marked itself already. */
static gboolean
sentinel_rule_form_actions_show_error (SentinelRuleForm *form, const GError *error)
{
  return g_strcmp0 (sentinel_error_get_field (error), "actions") == 0;
}

/* Life: */

static void
sentinel_rule_form_actions_dispose (GObject *object)
{
  SentinelRuleFormActions *self = SENTINEL_RULE_FORM_ACTIONS (object);

  if (self->rows != NULL)
    g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_FORM_ACTIONS);
  G_OBJECT_CLASS (sentinel_rule_form_actions_parent_class)->dispose (object);
}

static void
sentinel_rule_form_actions_finalize (GObject *object)
{
  g_ptr_array_unref (SENTINEL_RULE_FORM_ACTIONS (object)->rows);
  G_OBJECT_CLASS (sentinel_rule_form_actions_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-form-actions.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, desktop);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, desktop_try);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, desktop_last);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, display);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, display_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, commands);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, kept);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormActions, add_row);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
sentinel_rule_form_actions_class_init (SentinelRuleFormActionsClass *klass)
{
  SentinelRuleFormClass *form_class = SENTINEL_RULE_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_form_actions_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_form_actions_finalize;
  form_class->load = sentinel_rule_form_actions_load;
  form_class->fill = sentinel_rule_form_actions_fill;
  form_class->show_error = sentinel_rule_form_actions_show_error;
  g_type_ensure (SENTINEL_TYPE_DURATION_ROW);
  g_type_ensure (SENTINEL_TYPE_FIELD_NOTE);
  g_type_ensure (SENTINEL_TYPE_ACTION_TRY_ROW);
  g_type_ensure (SENTINEL_TYPE_ACTION_LAST_ROW);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
sentinel_rule_form_actions_init (SentinelRuleFormActions *self)
{
  SentinelRuleForm *form = SENTINEL_RULE_FORM (self);

  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  sentinel_rule_form_watch (form, self->desktop, "notify::active");
  sentinel_rule_form_watch (form, self->display, "changed");
  sentinel_rule_form_add_note (form, "display-minutes", self->display_note);
}

/**
 * sentinel_rule_form_actions_set_context:
 * @self: a page
 * @context: where actions are tried, and what this desk wants to be told
 * @ticker: in which zone times are told
 */
void
sentinel_rule_form_actions_set_context (SentinelRuleFormActions *self,
                                        SentinelContext *context,
                                        SentinelTicker *ticker)
{
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  sentinel_action_try_row_set_context (self->desktop_try, context, ticker);
  sentinel_action_last_row_set_context (self->desktop_last, context, ticker);
}

/**
 * sentinel_rule_form_actions_set_plan:
 * @self: a page with a context
 * @plan: (nullable): what would be tried now
 */
void
sentinel_rule_form_actions_set_plan (SentinelRuleFormActions *self, SentinelPlan *plan)
{
  const SentinelRule *rule = plan != NULL ? plan->rule : NULL;

  if (plan != NULL) {
    g_autofree char *words =
        sentinel_notify_dup_words (plan, sentinel_context_get_desk_settings (self->context));

    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->desktop), words);
  }
  sentinel_action_try_row_set_rule (self->desktop_try, rule, SENTINEL_ACTION_DESKTOP);
  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);

    if (SENTINEL_IS_COMMAND_ROW (row))
      sentinel_command_row_set_rule (SENTINEL_COMMAND_ROW (row), rule);
  }
}
