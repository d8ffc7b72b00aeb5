/* SPDX-License-Identifier: MIT */
/* The title of the group says the schedule as a sentence. */
#include "sentinel-rule-form-schedule.h"

#include <glib/gi18n.h>

#include "sentinel-duration-row.h"

#define MS_PER_MINUTE 60000
#define DEFAULT_PERIOD_MS 60000

struct _SentinelRuleFormSchedule {
  SentinelRuleForm parent_instance;
  AdwPreferencesGroup *sentence;
  AdwSwitchRow *repeats;
  SentinelDurationRow *period, *display;
  SentinelFieldNote *period_note, *display_note;
  AdwComboRow *catch_up;
};

G_DEFINE_FINAL_TYPE (SentinelRuleFormSchedule, sentinel_rule_form_schedule, SENTINEL_TYPE_RULE_FORM)

static void
show_sentence (SentinelRuleFormSchedule *self)
{
  g_autofree char *words =
      sentinel_duration_dup_words (sentinel_duration_row_get_ms (self->period));
  g_autofree char *sentence = NULL;

  if (adw_switch_row_get_active (self->repeats))
    /* Translators: how often a rule runs, as in "Every 10 s" */
    sentence = g_strdup_printf (_ ("Every %s"), words);
  else
    sentence = g_strdup (_ ("Only by Hand"));
  adw_preferences_group_set_title (self->sentence, sentence);
}

static void
sentinel_rule_form_schedule_load (SentinelRuleForm *form, const SentinelRule *rule)
{
  SentinelRuleFormSchedule *self = SENTINEL_RULE_FORM_SCHEDULE (form);

  adw_switch_row_set_active (self->repeats, rule->period_ms > 0);
  sentinel_duration_row_set_ms (self->period,
                                rule->period_ms > 0 ? rule->period_ms : DEFAULT_PERIOD_MS);
  sentinel_duration_row_set_ms (self->display, rule->display_minutes * MS_PER_MINUTE);
  adw_combo_row_set_selected (self->catch_up, rule->catch_up);
  show_sentence (self);
}

static void
sentinel_rule_form_schedule_fill (SentinelRuleForm *form, SentinelRule *rule)
{
  SentinelRuleFormSchedule *self = SENTINEL_RULE_FORM_SCHEDULE (form);
  gint64 display_ms = sentinel_duration_row_get_ms (self->display);

  /* A period of 0 would mean "by hand"; 1 ms is refused with the reason. */
  rule->period_ms = adw_switch_row_get_active (self->repeats)
                        ? MAX (1, sentinel_duration_row_get_ms (self->period))
                        : 0;
  rule->display_minutes = (display_ms + MS_PER_MINUTE - 1) / MS_PER_MINUTE;
  rule->catch_up = (int) adw_combo_row_get_selected (self->catch_up);
}

static void
sentinel_rule_form_schedule_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_RULE_FORM_SCHEDULE);
  G_OBJECT_CLASS (sentinel_rule_form_schedule_parent_class)->dispose (object);
}

static void
sentinel_rule_form_schedule_class_init (SentinelRuleFormScheduleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  SentinelRuleFormClass *form_class = SENTINEL_RULE_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_form_schedule_dispose;
  form_class->load = sentinel_rule_form_schedule_load;
  form_class->fill = sentinel_rule_form_schedule_fill;
  g_type_ensure (SENTINEL_TYPE_DURATION_ROW);
  g_type_ensure (SENTINEL_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-form-schedule.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, sentence);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, repeats);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, period);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, period_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, display);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, display_note);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, catch_up);
}

static void
sentinel_rule_form_schedule_init (SentinelRuleFormSchedule *self)
{
  SentinelRuleForm *form = SENTINEL_RULE_FORM (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->period,
                           "changed",
                           G_CALLBACK (show_sentence),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->repeats,
                           "notify::active",
                           G_CALLBACK (show_sentence),
                           self,
                           G_CONNECT_SWAPPED);
  sentinel_rule_form_watch (form, self->repeats, "notify::active");
  sentinel_rule_form_watch (form, self->period, "changed");
  sentinel_rule_form_watch (form, self->display, "changed");
  sentinel_rule_form_watch (form, self->catch_up, "notify::selected");
  sentinel_rule_form_add_note (form, "period", self->period_note);
  sentinel_rule_form_add_note (form, "display-minutes", self->display_note);
}
