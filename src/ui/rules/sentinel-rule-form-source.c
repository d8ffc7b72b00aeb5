/* SPDX-License-Identifier: MIT */
/* The group of the trigger is made from its schema. */
#include "sentinel-rule-form-source.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sentinel-error.h"
#include "sentinel-lines-row.h"
#include "sentinel-parameters.h"
#include "sentinel-schema-defaults.h"
#include "sentinel-suggestion-row.h"

#define MAX_NAME_PARTS 2

struct _SentinelRuleFormSource {
  SentinelRuleForm parent_instance;
  AdwEntryRow *name_row, *category_row;
  SentinelLinesRow *comment_row;
  SentinelFieldNote *name_note, *category_note, *comment_note;
  SentinelTrigger *trigger; /* nullable */
  SentinelParameters *parameters; /* nullable; owned by the page */
  GPtrArray *rules; /* nullable */
  gint64 rule_id; /* 0: new */
  gboolean proposes_name, is_proposing;
};

G_DEFINE_FINAL_TYPE (SentinelRuleFormSource, sentinel_rule_form_source, SENTINEL_TYPE_RULE_FORM)

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static const SentinelRule *
find_by_name (SentinelRuleFormSource *self, const char *name)
{
  for (guint i = 0; self->rules != NULL && i < self->rules->len; i++) {
    const SentinelRule *rule = g_ptr_array_index (self->rules, i);

    if (rule->id != self->rule_id && g_str_equal (rule->name, name))
      return rule;
  }
  return NULL;
}

static char *
make_unique (SentinelRuleFormSource *self, const char *wanted)
{
  char *name = g_strdup (wanted);

  for (guint n = 2; find_by_name (self, name) != NULL; n++) {
    g_free (name);
    name = g_strdup_printf ("%s %u", wanted, n);
  }
  return name;
}

/* What tells this rule from others of its trigger: choices that are not the usual ones. */
static char *
dup_difference (SentinelRuleFormSource *self, SentinelSchema *schema)
{
  g_autoptr (JsonNode) values = sentinel_parameters_dup_values (self->parameters);
  JsonObject *object = values != NULL ? json_node_get_object (values) : NULL;
  GString *text = g_string_new (NULL);
  guint n_parts = 0;

  if (object == NULL)
    return g_string_free (text, FALSE);
  for (guint i = 0; i < sentinel_schema_get_n_properties (schema) && n_parts < MAX_NAME_PARTS;
       i++) {
    const SentinelProperty *property = sentinel_schema_get_property (schema, i);
    JsonNode *value = json_object_get_member (object, property->name);

    if (!g_str_equal (property->type, "string") || property->is_secret || value == NULL
        || !JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_STRING
        || *json_node_get_string (value) == '\0'
        || (property->default_value != NULL && json_node_equal (value, property->default_value)))
      continue;
    g_string_append_printf (text, "%s%s", n_parts > 0 ? ", " : "", json_node_get_string (value));
    n_parts++;
  }
  return g_string_free (text, FALSE);
}

static char *
dup_proposal (SentinelRuleFormSource *self)
{
  const SentinelTriggerInfo *info = sentinel_trigger_describe (self->trigger);
  SentinelSchema *schema = sentinel_trigger_get_schema (self->trigger, NULL);
  g_autofree char *difference = NULL;
  g_autofree char *wanted = NULL;

  if (self->parameters != NULL && schema != NULL)
    difference = dup_difference (self, schema);
  if (difference == NULL || *difference == '\0')
    return make_unique (self, info->name);
  /* Translators: the proposed name of a rule: its trigger, what is special about it; as in "CPU
   * Usage: pressure" */
  wanted = g_strdup_printf (_ ("%s: %s"), info->name, difference);
  return make_unique (self, wanted);
}

static void
show_proposal (SentinelRuleFormSource *self)
{
  g_autofree char *name = NULL;

  if (!self->proposes_name || self->trigger == NULL)
    return;
  name = dup_proposal (self);
  self->is_proposing = TRUE;
  set_text (self->name_row, name);
  self->is_proposing = FALSE;
}

static void
name_edited_cb (SentinelRuleFormSource *self)
{
  if (self->is_proposing)
    return;
  self->proposes_name = FALSE;
  sentinel_rule_form_changed (SENTINEL_RULE_FORM (self));
}

static void
parameters_edited_cb (SentinelRuleFormSource *self)
{
  show_proposal (self);
  sentinel_rule_form_changed (SENTINEL_RULE_FORM (self));
}

static void
sentinel_rule_form_source_load (SentinelRuleForm *page, const SentinelRule *rule)
{
  SentinelRuleFormSource *self = SENTINEL_RULE_FORM_SOURCE (page);

  self->rule_id = rule->id;
  self->proposes_name = FALSE;
  set_text (self->name_row, rule->name);
  set_text (self->category_row, rule->category);
  sentinel_lines_row_set_text (self->comment_row, rule->comment);
  if (self->parameters != NULL)
    sentinel_parameters_set_values (self->parameters, rule->parameters);
}

static void
sentinel_rule_form_source_fill (SentinelRuleForm *page, SentinelRule *rule)
{
  SentinelRuleFormSource *self = SENTINEL_RULE_FORM_SOURCE (page);
  g_autofree char *comment = sentinel_lines_row_dup_text (self->comment_row);
  g_autoptr (SentinelRule) before = sentinel_rule_copy (rule);
  SentinelSchema *schema = self->trigger != NULL ? sentinel_trigger_get_schema (self->trigger, NULL)
                                                 : NULL;
  JsonNode *parameters = NULL;

  g_set_str (&rule->name, get_text (self->name_row));
  g_set_str (&rule->category, get_text (self->category_row));
  g_set_str (&rule->comment, *comment != '\0' ? comment : NULL);
  if (self->parameters != NULL)
    parameters = sentinel_parameters_dup_values (self->parameters);
  if (parameters == NULL)
    return;
  json_node_unref (rule->parameters);
  rule->parameters = parameters;
  if (schema != NULL)
    sentinel_schema_leave_defaults_out (schema, before, rule);
}

static gboolean
sentinel_rule_form_source_show_error (SentinelRuleForm *page, const GError *error)
{
  SentinelRuleFormSource *self = SENTINEL_RULE_FORM_SOURCE (page);

  return self->parameters != NULL && sentinel_parameters_show_error (self->parameters, error);
}

static void
sentinel_rule_form_source_dispose (GObject *object)
{
  SentinelRuleFormSource *self = SENTINEL_RULE_FORM_SOURCE (object);

  g_clear_object (&self->trigger);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_FORM_SOURCE);
  G_OBJECT_CLASS (sentinel_rule_form_source_parent_class)->dispose (object);
}

static void
sentinel_rule_form_source_class_init (SentinelRuleFormSourceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SentinelRuleFormClass *form_class = SENTINEL_RULE_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_form_source_dispose;
  form_class->load = sentinel_rule_form_source_load;
  form_class->fill = sentinel_rule_form_source_fill;
  form_class->show_error = sentinel_rule_form_source_show_error;
  g_type_ensure (SENTINEL_TYPE_FIELD_NOTE);
  g_type_ensure (SENTINEL_TYPE_LINES_ROW);
  g_type_ensure (SENTINEL_TYPE_SUGGESTION_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-form-source.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSource, name_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSource, name_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSource, category_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSource, category_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSource, comment_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSource, comment_note);
}

static void
sentinel_rule_form_source_init (SentinelRuleFormSource *self)
{
  SentinelRuleForm *page = SENTINEL_RULE_FORM (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (self->name_row, "changed", G_CALLBACK (name_edited_cb), self);
  sentinel_rule_form_watch (page, self->category_row, "changed");
  sentinel_rule_form_watch (page, self->comment_row, "changed");
  sentinel_rule_form_add_note (page, "name", self->name_note);
  sentinel_rule_form_add_note (page, "category", self->category_note);
  sentinel_rule_form_add_note (page, "comment", self->comment_note);
}

static void
describe_parameters (SentinelRuleFormSource *self, SentinelTrigger *trigger)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (self->parameters);

  if (trigger != NULL) {
    adw_preferences_group_set_title (group, sentinel_trigger_describe (trigger)->name);
    return;
  }
  adw_preferences_group_set_title (group, _ ("Parameters"));
  adw_preferences_group_set_description (group,
                                         _ ("The trigger of this rule is not known here, so what "
                                            "they mean cannot be checked."));
}

/**
 * sentinel_rule_form_source_set_trigger:
 * @self: a page
 * @trigger: (nullable): whose parameters it shows from now on; what was typed for another is gone
 */
void
sentinel_rule_form_source_set_trigger (SentinelRuleFormSource *self, SentinelTrigger *trigger)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (self);
  SentinelSchema *schema = NULL;

  g_set_object (&self->trigger, trigger);
  if (self->parameters != NULL)
    adw_preferences_page_remove (page, ADW_PREFERENCES_GROUP (self->parameters));
  if (trigger != NULL)
    schema = sentinel_trigger_get_schema (trigger, NULL);
  self->parameters = sentinel_parameters_new (schema);
  describe_parameters (self, trigger);
  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (self->parameters));
  g_signal_connect_object (self->parameters,
                           "changed",
                           G_CALLBACK (parameters_edited_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *) a, *(const char *const *) b);
}

static void
offer_categories (SentinelRuleFormSource *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) names = g_ptr_array_new_null_terminated (1, NULL, TRUE);

  for (guint i = 0; i < self->rules->len; i++) {
    const SentinelRule *rule = g_ptr_array_index (self->rules, i);

    if (*rule->category != '\0' && g_hash_table_add (seen, rule->category))
      g_ptr_array_add (names, rule->category);
  }
  g_ptr_array_sort (names, compare_names);
  sentinel_suggestion_row_set_suggestions (SENTINEL_SUGGESTION_ROW (self->category_row),
                                           (const char *const *) names->pdata);
}

/**
 * sentinel_rule_form_source_set_rules:
 * @self: a page
 * @rules: (element-type SentinelRule): every rule there is
 */
void
sentinel_rule_form_source_set_rules (SentinelRuleFormSource *self, GPtrArray *rules)
{
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  self->rules = g_ptr_array_ref (rules);
  offer_categories (self);
  show_proposal (self);
}

/**
 * sentinel_rule_form_source_check_name:
 * @self: a page
 * @error: return location; CONFLICT
 *
 * Returns: whether the name is free, as far as is known here
 */
gboolean
sentinel_rule_form_source_check_name (SentinelRuleFormSource *self, GError **error)
{
  const SentinelRule *other = find_by_name (self, get_text (self->name_row));

  if (other == NULL)
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_CONFLICT,
                       _ ("There is already a rule of this name; choose another one"));
  sentinel_error_set_field (error, "name");
  return FALSE;
}

/**
 * sentinel_rule_form_source_check_parameters:
 * @self: a page
 * @error: return location; INVALID: the first thing that is wrong
 *
 * Marks all that is wrong with the parameters, but not what was only not filled in yet.
 *
 * Returns: whether the trigger takes them
 */
gboolean
sentinel_rule_form_source_check_parameters (SentinelRuleFormSource *self, GError **error)
{
  g_autoptr (JsonNode) values = NULL;
  g_autoptr (JsonNode) complete = NULL;
  g_autoptr (GError) refusal = NULL;

  if (self->parameters == NULL)
    return TRUE;
  if (!sentinel_parameters_check (self->parameters, error))
    return FALSE;
  if (self->trigger == NULL)
    return TRUE;
  values = sentinel_parameters_dup_values (self->parameters);
  complete = sentinel_trigger_validate (self->trigger, values, &refusal);
  if (complete != NULL)
    return TRUE;
  sentinel_parameters_show_error (self->parameters, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/**
 * sentinel_rule_form_source_is_unread:
 * @self: a page
 *
 * Returns: whether parameters were typed that sentinel_rule_form_fill() cannot take over, as they
 * are no JSON yet
 */
gboolean
sentinel_rule_form_source_is_unread (SentinelRuleFormSource *self)
{
  g_autoptr (JsonNode) values = NULL;

  if (self->parameters == NULL)
    return FALSE;
  values = sentinel_parameters_dup_values (self->parameters);
  return values == NULL;
}

/**
 * sentinel_rule_form_source_propose_name:
 * @self: a page that is loaded
 */
void
sentinel_rule_form_source_propose_name (SentinelRuleFormSource *self)
{
  self->proposes_name = TRUE;
  show_proposal (self);
}
