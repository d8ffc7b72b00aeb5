/* SPDX-License-Identifier: MIT */
/* Levels of its own begin as those that the parameters stand for. */
#include "sentinel-rule-form-levels.h"

#include <glib/gi18n.h>

#include "sentinel-duration-row.h"
#include "sentinel-event-words.h"
#include "sentinel-level-row.h"
#include "sentinel-spin.h"

static const SentinelImportance importances[] = { SENTINEL_IMPORTANCE_CRITICAL,
                                                  SENTINEL_IMPORTANCE_HIGH,
                                                  SENTINEL_IMPORTANCE_MEDIUM,
                                                  SENTINEL_IMPORTANCE_LOW };
static const char *const level_fields[] = { "levels.critical",
                                            "levels.high",
                                            "levels.medium",
                                            "levels.low" };
#define N_LEVELS G_N_ELEMENTS (importances)

struct _SentinelRuleFormLevels {
  SentinelRuleForm parent_instance;
  AdwComboRow *importance, *op, *nodata, *errors, *event_mode;
  AdwActionRow *summary;
  AdwSwitchRow *own, *flap;
  AdwPreferencesGroup *own_group;
  SentinelDurationRow *for_row, *keep_row;
  AdwSpinRow *bad_limit, *need_n, *of_m;
  SentinelFieldNote *own_note, *for_note, *keep_note, *bad_note, *need_note, *of_note;
  SentinelLevelRow *rows[N_LEVELS];
  GArray *trigger_levels; /* nullable; of SentinelLevel */
  gboolean is_loading;
};

G_DEFINE_FINAL_TYPE (SentinelRuleFormLevels, sentinel_rule_form_levels, SENTINEL_TYPE_RULE_FORM)

static const SentinelLevel *
find_level (GArray *levels, SentinelImportance importance)
{
  for (guint i = 0; levels != NULL && i < levels->len; i++) {
    const SentinelLevel *level = &g_array_index (levels, SentinelLevel, i);

    if (level->importance == importance)
      return level;
  }
  return NULL;
}

static void
show_levels (SentinelRuleFormLevels *self, GArray *levels)
{
  self->is_loading = TRUE;
  for (guint i = 0; i < N_LEVELS; i++)
    sentinel_level_row_set_level (self->rows[i], find_level (levels, importances[i]));
  if (levels != NULL && levels->len > 0)
    adw_combo_row_set_selected (self->op, g_array_index (levels, SentinelLevel, 0).op);
  self->is_loading = FALSE;
}

static void
own_switched_cb (SentinelRuleFormLevels *self)
{
  if (!self->is_loading && adw_switch_row_get_active (self->own))
    show_levels (self, self->trigger_levels);
}

static void
op_chosen_cb (SentinelRuleFormLevels *self)
{
  for (guint i = 0; !self->is_loading && i < N_LEVELS; i++)
    sentinel_level_row_set_op (self->rows[i], (SentinelOp) adw_combo_row_get_selected (self->op));
}

static void
sentinel_rule_form_levels_load (SentinelRuleForm *form, const SentinelRule *rule)
{
  SentinelRuleFormLevels *self = SENTINEL_RULE_FORM_LEVELS (form);

  self->is_loading = TRUE;
  adw_combo_row_set_selected (self->importance, (guint) rule->importance / 10 - 1);
  adw_switch_row_set_active (self->own, rule->levels != NULL);
  show_levels (self, rule->levels);
  self->is_loading = TRUE;
  sentinel_duration_row_set_ms (self->for_row, rule->for_ms);
  sentinel_duration_row_set_ms (self->keep_row, rule->keep_ms);
  adw_combo_row_set_selected (self->nodata, rule->nodata_policy);
  adw_combo_row_set_selected (self->errors, rule->error_policy);
  sentinel_spin_set_value (GTK_WIDGET (self->bad_limit), rule->bad_limit);
  sentinel_spin_set_value (GTK_WIDGET (self->of_m), rule->of_m);
  sentinel_spin_set_value (GTK_WIDGET (self->need_n), rule->need_n);
  adw_combo_row_set_selected (self->event_mode, rule->event_mode);
  adw_switch_row_set_active (self->flap, rule->flap);
  self->is_loading = FALSE;
}

static GArray *
read_levels (SentinelRuleFormLevels *self)
{
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));

  for (guint i = 0; i < N_LEVELS; i++) {
    SentinelLevel level;

    if (sentinel_level_row_get_level (self->rows[i], &level))
      g_array_append_val (levels, level);
  }
  return levels;
}

/* What is typed may be any number; the rule says what is too much. */
static int
read_int (AdwSpinRow *row)
{
  return (int) CLAMP (adw_spin_row_get_value (row), G_MININT, G_MAXINT);
}

static void
sentinel_rule_form_levels_fill (SentinelRuleForm *form, SentinelRule *rule)
{
  SentinelRuleFormLevels *self = SENTINEL_RULE_FORM_LEVELS (form);

  rule->importance =
      (SentinelImportance) (10 * (adw_combo_row_get_selected (self->importance) + 1));
  g_clear_pointer (&rule->levels, g_array_unref);
  if (adw_switch_row_get_active (self->own))
    rule->levels = read_levels (self);
  rule->for_ms = sentinel_duration_row_get_ms (self->for_row);
  rule->keep_ms = sentinel_duration_row_get_ms (self->keep_row);
  rule->nodata_policy = (SentinelBadPolicy) adw_combo_row_get_selected (self->nodata);
  rule->error_policy = (SentinelBadPolicy) adw_combo_row_get_selected (self->errors);
  rule->bad_limit = read_int (self->bad_limit);
  rule->need_n = read_int (self->need_n);
  rule->of_m = read_int (self->of_m);
  rule->event_mode = (SentinelEventMode) adw_combo_row_get_selected (self->event_mode);
  rule->flap = adw_switch_row_get_active (self->flap);
}

static void
sentinel_rule_form_levels_dispose (GObject *object)
{
  SentinelRuleFormLevels *self = SENTINEL_RULE_FORM_LEVELS (object);

  g_clear_pointer (&self->trigger_levels, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_FORM_LEVELS);
  G_OBJECT_CLASS (sentinel_rule_form_levels_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, importance);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, summary);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, own);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, own_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, own_group);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, op);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, for_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, for_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, keep_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, keep_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, nodata);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, errors);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, bad_limit);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, bad_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, need_n);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, need_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, of_m);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, of_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, event_mode);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormLevels, flap);
}

static void
sentinel_rule_form_levels_class_init (SentinelRuleFormLevelsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SentinelRuleFormClass *form_class = SENTINEL_RULE_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_form_levels_dispose;
  form_class->load = sentinel_rule_form_levels_load;
  form_class->fill = sentinel_rule_form_levels_fill;
  g_type_ensure (SENTINEL_TYPE_DURATION_ROW);
  g_type_ensure (SENTINEL_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-form-levels.ui");
  bind_template (widget_class);
}

static void
add_level_rows (SentinelRuleFormLevels *self)
{
  SentinelRuleForm *form = SENTINEL_RULE_FORM (self);

  for (guint i = 0; i < N_LEVELS; i++) {
    GtkWidget *note;

    self->rows[i] = sentinel_level_row_new (importances[i]);
    note = sentinel_field_note_new (GTK_WIDGET (self->rows[i]), NULL);
    adw_preferences_group_add (self->own_group, GTK_WIDGET (self->rows[i]));
    adw_preferences_group_add (self->own_group, note);
    sentinel_rule_form_add_note (form, level_fields[i], SENTINEL_FIELD_NOTE (note));
    sentinel_rule_form_watch (form, self->rows[i], "changed");
  }
}

static void
watch_rows (SentinelRuleFormLevels *self)
{
  SentinelRuleForm *form = SENTINEL_RULE_FORM (self);
  gpointer combos[] = { self->importance, self->op, self->nodata, self->errors, self->event_mode };
  gpointer spins[] = { self->bad_limit, self->need_n, self->of_m };

  for (guint i = 0; i < G_N_ELEMENTS (combos); i++)
    sentinel_rule_form_watch (form, combos[i], "notify::selected");
  for (guint i = 0; i < G_N_ELEMENTS (spins); i++) {
    sentinel_spin_set_plain (spins[i], 0);
    sentinel_rule_form_watch (form, spins[i], "notify::value");
  }
  sentinel_rule_form_watch (form, self->own, "notify::active");
  sentinel_rule_form_watch (form, self->flap, "notify::active");
  sentinel_rule_form_watch (form, self->for_row, "changed");
  sentinel_rule_form_watch (form, self->keep_row, "changed");
}

static void
sentinel_rule_form_levels_init (SentinelRuleFormLevels *self)
{
  SentinelRuleForm *form = SENTINEL_RULE_FORM (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  add_level_rows (self);
  g_signal_connect_swapped (self->own, "notify::active", G_CALLBACK (own_switched_cb), self);
  g_signal_connect_swapped (self->op, "notify::selected", G_CALLBACK (op_chosen_cb), self);
  watch_rows (self);
  sentinel_rule_form_add_note (form, "levels", self->own_note);
  sentinel_rule_form_add_note (form, "for", self->for_note);
  sentinel_rule_form_add_note (form, "keep", self->keep_note);
  sentinel_rule_form_add_note (form, "bad-limit", self->bad_note);
  sentinel_rule_form_add_note (form, "need-n", self->need_note);
  sentinel_rule_form_add_note (form, "of-m", self->of_note);
}

static char *
dup_summary (GArray *levels)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < levels->len; i++) {
    const SentinelLevel *level = &g_array_index (levels, SentinelLevel, i);
    g_autofree char *words = sentinel_level_dup_words (level);

    g_string_append_printf (text,
                            "%s%s: %s",
                            i > 0 ? "\n" : "",
                            sentinel_importance_get_word (level->importance),
                            words);
  }
  return g_string_free (text, FALSE);
}

/**
 * sentinel_rule_form_levels_set_trigger_levels:
 * @self: a page
 * @levels: (nullable): what holds without levels of the rule's own
 */
void
sentinel_rule_form_levels_set_trigger_levels (SentinelRuleFormLevels *self, GArray *levels)
{
  g_autofree char *summary = levels != NULL ? dup_summary (levels)
                                            : g_strdup (_ ("The trigger judges by itself"));

  g_clear_pointer (&self->trigger_levels, g_array_unref);
  self->trigger_levels = levels != NULL ? g_array_ref (levels) : NULL;
  adw_action_row_set_subtitle (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), !adw_switch_row_get_active (self->own));
}

/**
 * sentinel_rule_form_levels_move_level:
 * @self: a page
 * @level: one of the levels that hold, with other values
 */
void
sentinel_rule_form_levels_move_level (SentinelRuleFormLevels *self, const SentinelLevel *level)
{
  adw_switch_row_set_active (self->own, TRUE);
  for (guint i = 0; i < N_LEVELS; i++)
    if (importances[i] == level->importance)
      sentinel_level_row_set_level (self->rows[i], level);
  sentinel_rule_form_changed (SENTINEL_RULE_FORM (self));
}
