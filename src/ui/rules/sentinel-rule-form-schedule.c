/* SPDX-License-Identifier: MIT */
/* The cron expression is what counts; the rows above it write it, and follow it where it has a form
 * of its own. */
#include "sentinel-rule-form-schedule.h"

#include <glib/gi18n.h>

#include "sentinel-duration-row.h"
#include "sentinel-next-runs.h"
#include "sentinel-pause-row.h"
#include "sentinel-schedule-preset.h"
#include "sentinel-spin.h"
#include "sentinel-time-row.h"
#include "sentinel-zone-row.h"

#define DEFAULT_PERIOD_MS 60000
#define DEFAULT_HOUR 9
#define WORKING_HOURS "mon-fri 08:00-18:00"
#define N_DAYS 31

enum {
  ACTIVE_ALWAYS,
  ACTIVE_WORKING_HOURS,
  ACTIVE_OTHER,
};

enum {
  CATCH_UP_SKIP,
  CATCH_UP_ONCE,
  CATCH_UP_MORE,
};

struct _SentinelRuleFormSchedule {
  SentinelRuleForm parent_instance;
  AdwComboRow *repeat, *weekday, *day, *catch_up, *active;
  SentinelDurationRow *period;
  AdwSpinRow *minute, *catch_up_limit;
  SentinelTimeRow *time;
  SentinelZoneRow *zone;
  AdwEntryRow *cron, *active_hours;
  SentinelPauseRow *paused;
  SentinelNextRuns *next_runs;
  SentinelFieldNote *period_note, *zone_note, *cron_note, *active_note, *catch_up_note;
  gboolean is_showing; /* what is set is no edit */
};

G_DEFINE_FINAL_TYPE (SentinelRuleFormSchedule, sentinel_rule_form_schedule, SENTINEL_TYPE_RULE_FORM)

static SentinelRepeat
get_repeat (SentinelRuleFormSchedule *self)
{
  return (SentinelRepeat) adw_combo_row_get_selected (self->repeat);
}

static gboolean
has_cron (SentinelRuleFormSchedule *self)
{
  return get_repeat (self) != SENTINEL_REPEAT_PERIOD && get_repeat (self) != SENTINEL_REPEAT_MANUAL;
}

static const char *
get_active_hours (SentinelRuleFormSchedule *self)
{
  switch (adw_combo_row_get_selected (self->active)) {
  case ACTIVE_WORKING_HOURS:
    return WORKING_HOURS;
  case ACTIVE_OTHER:
    return gtk_editable_get_text (GTK_EDITABLE (self->active_hours));
  case ACTIVE_ALWAYS:
  default:
    return NULL;
  }
}

/* A zone without anything that it is about is refused. */
static const char *
get_zone (SentinelRuleFormSchedule *self)
{
  return has_cron (self) || get_active_hours (self) != NULL
             ? sentinel_zone_row_get_zone (self->zone)
             : NULL;
}

/* Showing what follows from the choices */

static void
show_rows (SentinelRuleFormSchedule *self)
{
  SentinelRepeat repeat = get_repeat (self);
  gboolean has_time = has_cron (self) && repeat != SENTINEL_REPEAT_HOURLY
                      && repeat != SENTINEL_REPEAT_CRON;

  gtk_widget_set_visible (GTK_WIDGET (self->period), repeat == SENTINEL_REPEAT_PERIOD);
  gtk_widget_set_visible (GTK_WIDGET (self->minute), repeat == SENTINEL_REPEAT_HOURLY);
  gtk_widget_set_visible (GTK_WIDGET (self->weekday), repeat == SENTINEL_REPEAT_WEEKLY);
  gtk_widget_set_visible (GTK_WIDGET (self->day), repeat == SENTINEL_REPEAT_MONTHLY);
  gtk_widget_set_visible (GTK_WIDGET (self->time), has_time);
  gtk_widget_set_visible (GTK_WIDGET (self->cron), has_cron (self));
  gtk_widget_set_visible (GTK_WIDGET (self->zone),
                          has_cron (self) || get_active_hours (self) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->catch_up), has_cron (self));
  gtk_widget_set_visible (GTK_WIDGET (self->catch_up_limit),
                          has_cron (self)
                              && adw_combo_row_get_selected (self->catch_up) == CATCH_UP_MORE);
  gtk_widget_set_visible (GTK_WIDGET (self->active), repeat != SENTINEL_REPEAT_MANUAL);
  gtk_widget_set_visible (GTK_WIDGET (self->active_hours),
                          repeat != SENTINEL_REPEAT_MANUAL
                              && adw_combo_row_get_selected (self->active) == ACTIVE_OTHER);
}

static SentinelSchedule *
make_schedule (SentinelRuleFormSchedule *self)
{
  SentinelRepeat repeat = get_repeat (self);

  if (repeat == SENTINEL_REPEAT_MANUAL)
    return NULL;
  return sentinel_schedule_new (repeat == SENTINEL_REPEAT_PERIOD
                                    ? MAX (1, sentinel_duration_row_get_ms (self->period))
                                    : 0,
                                has_cron (self) ? gtk_editable_get_text (GTK_EDITABLE (self->cron))
                                                : NULL,
                                get_zone (self),
                                get_active_hours (self),
                                NULL);
}

static void
show_runs (SentinelRuleFormSchedule *self)
{
  g_autoptr (SentinelSchedule) schedule = make_schedule (self);
  gboolean is_odd = schedule != NULL && sentinel_schedule_joins_days_by_or (schedule);

  sentinel_next_runs_set_schedule (self->next_runs, schedule);
  sentinel_field_note_set_hint (self->cron_note,
                                is_odd ? _ ("A day that fits either the day of the month or the "
                                            "weekday is enough. Begin one of them with * if both "
                                            "have to fit.")
                                       : NULL);
}

/* From the rows to the expression, and back */

static void
write_cron (SentinelRuleFormSchedule *self)
{
  SentinelSchedulePreset preset = {
    .repeat = get_repeat (self),
    .minute = (int) adw_spin_row_get_value (self->minute),
    .weekday = (int) adw_combo_row_get_selected (self->weekday),
    .day = (int) adw_combo_row_get_selected (self->day) + 1,
  };
  g_autofree char *cron = NULL;

  if (preset.repeat != SENTINEL_REPEAT_HOURLY)
    sentinel_time_row_get_time (self->time, &preset.hour, &preset.minute);
  cron = sentinel_schedule_preset_format (&preset);
  gtk_editable_set_text (GTK_EDITABLE (self->cron), cron);
}

static void
follow_cron (SentinelRuleFormSchedule *self)
{
  SentinelSchedulePreset preset = {
    .minute = (int) adw_spin_row_get_value (self->minute),
    .weekday = (int) adw_combo_row_get_selected (self->weekday),
    .day = (int) adw_combo_row_get_selected (self->day) + 1,
  };

  sentinel_time_row_get_time (self->time, &preset.hour, &preset.minute);
  if (!sentinel_schedule_preset_parse (gtk_editable_get_text (GTK_EDITABLE (self->cron)), &preset))
    preset.repeat = SENTINEL_REPEAT_CRON;
  adw_combo_row_set_selected (self->repeat, preset.repeat);
  sentinel_spin_set_value (GTK_WIDGET (self->minute), preset.minute);
  sentinel_time_row_set_time (self->time, preset.hour, preset.minute);
  adw_combo_row_set_selected (self->weekday, (guint) preset.weekday);
  adw_combo_row_set_selected (self->day, (guint) MAX (0, preset.day - 1));
}

static void
show_all (SentinelRuleFormSchedule *self)
{
  show_rows (self);
  show_runs (self);
}

static void
changed (SentinelRuleFormSchedule *self)
{
  show_all (self);
  sentinel_rule_form_changed (SENTINEL_RULE_FORM (self));
}

/* A row that the expression is made of. */
static void
part_edited_cb (SentinelRuleFormSchedule *self)
{
  if (self->is_showing)
    return;
  self->is_showing = TRUE;
  if (has_cron (self) && get_repeat (self) != SENTINEL_REPEAT_CRON)
    write_cron (self);
  self->is_showing = FALSE;
  changed (self);
}

/* While it is typed it passes through what has a form of its own: the rows above do not come and go
 * for that. */
static void
cron_edited_cb (SentinelRuleFormSchedule *self)
{
  if (self->is_showing)
    return;
  self->is_showing = TRUE;
  adw_combo_row_set_selected (self->repeat, SENTINEL_REPEAT_CRON);
  self->is_showing = FALSE;
  changed (self);
}

/* It was typed to the end. */
static void
cron_left_cb (SentinelRuleFormSchedule *self)
{
  if (!has_cron (self))
    return;
  self->is_showing = TRUE;
  follow_cron (self);
  self->is_showing = FALSE;
  show_all (self);
}

static void
edited_cb (SentinelRuleFormSchedule *self)
{
  if (!self->is_showing)
    changed (self);
}

/* Loading and filling */

static void
load_cron (SentinelRuleFormSchedule *self, const SentinelRule *rule)
{
  if (rule->cron != NULL) {
    gtk_editable_set_text (GTK_EDITABLE (self->cron), rule->cron);
    follow_cron (self);
    return;
  }
  sentinel_time_row_set_time (self->time, DEFAULT_HOUR, 0);
  adw_combo_row_set_selected (self->weekday, 1);
  adw_combo_row_set_selected (self->day, 0);
  adw_combo_row_set_selected (self->repeat,
                              rule->period_ms > 0 ? SENTINEL_REPEAT_PERIOD
                                                  : SENTINEL_REPEAT_MANUAL);
  write_cron (self);
}

static void
load_active_hours (SentinelRuleFormSchedule *self, const char *hours)
{
  guint selected = ACTIVE_OTHER;

  if (hours == NULL)
    selected = ACTIVE_ALWAYS;
  else if (g_str_equal (hours, WORKING_HOURS))
    selected = ACTIVE_WORKING_HOURS;
  gtk_editable_set_text (GTK_EDITABLE (self->active_hours), hours != NULL ? hours : WORKING_HOURS);
  adw_combo_row_set_selected (self->active, selected);
}

static void
load_catch_up (SentinelRuleFormSchedule *self, int catch_up)
{
  adw_combo_row_set_selected (self->catch_up, (guint) CLAMP (catch_up, 0, CATCH_UP_MORE));
  if (catch_up >= CATCH_UP_MORE)
    sentinel_spin_set_value (GTK_WIDGET (self->catch_up_limit), catch_up);
}

static void
sentinel_rule_form_schedule_load (SentinelRuleForm *form, const SentinelRule *rule)
{
  SentinelRuleFormSchedule *self = SENTINEL_RULE_FORM_SCHEDULE (form);

  self->is_showing = TRUE;
  sentinel_duration_row_set_ms (self->period,
                                rule->period_ms > 0 ? rule->period_ms : DEFAULT_PERIOD_MS);
  load_cron (self, rule);
  sentinel_zone_row_set_zone (self->zone, rule->zone);
  load_catch_up (self, rule->catch_up);
  load_active_hours (self, rule->active_hours);
  sentinel_pause_row_set_until (self->paused, rule->paused_until_us);
  self->is_showing = FALSE;
  show_all (self);
}

static int
get_catch_up (SentinelRuleFormSchedule *self)
{
  guint selected = adw_combo_row_get_selected (self->catch_up);

  return selected == CATCH_UP_MORE ? (int) adw_spin_row_get_value (self->catch_up_limit)
                                   : (int) selected;
}

static void
sentinel_rule_form_schedule_fill (SentinelRuleForm *form, SentinelRule *rule)
{
  SentinelRuleFormSchedule *self = SENTINEL_RULE_FORM_SCHEDULE (form);
  gboolean is_manual = get_repeat (self) == SENTINEL_REPEAT_MANUAL;

  /* A period of 0 would mean "by hand"; 1 ms is refused with the reason. */
  rule->period_ms = get_repeat (self) == SENTINEL_REPEAT_PERIOD
                        ? MAX (1, sentinel_duration_row_get_ms (self->period))
                        : 0;
  g_set_str (&rule->cron,
             has_cron (self) ? gtk_editable_get_text (GTK_EDITABLE (self->cron)) : NULL);
  g_set_str (&rule->active_hours, is_manual ? NULL : get_active_hours (self));
  g_set_str (&rule->zone, is_manual ? NULL : get_zone (self));
  rule->catch_up = get_catch_up (self);
  rule->paused_until_us = sentinel_pause_row_get_until_us (self->paused);
}

static void
sentinel_rule_form_schedule_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_RULE_FORM_SCHEDULE);
  G_OBJECT_CLASS (sentinel_rule_form_schedule_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-form-schedule.ui");
#define BIND(child) \
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormSchedule, child)
  BIND (repeat);
  BIND (period);
  BIND (period_note);
  BIND (minute);
  BIND (weekday);
  BIND (day);
  BIND (time);
  BIND (zone);
  BIND (zone_note);
  BIND (cron);
  BIND (cron_note);
  BIND (next_runs);
  BIND (catch_up);
  BIND (catch_up_limit);
  BIND (catch_up_note);
  BIND (active);
  BIND (active_hours);
  BIND (active_note);
  BIND (paused);
#undef BIND
}

static void
sentinel_rule_form_schedule_class_init (SentinelRuleFormScheduleClass *klass)
{
  SentinelRuleFormClass *form_class = SENTINEL_RULE_FORM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_form_schedule_dispose;
  form_class->load = sentinel_rule_form_schedule_load;
  form_class->fill = sentinel_rule_form_schedule_fill;
  g_type_ensure (SENTINEL_TYPE_DURATION_ROW);
  g_type_ensure (SENTINEL_TYPE_FIELD_NOTE);
  g_type_ensure (SENTINEL_TYPE_TIME_ROW);
  g_type_ensure (SENTINEL_TYPE_ZONE_ROW);
  g_type_ensure (SENTINEL_TYPE_PAUSE_ROW);
  g_type_ensure (SENTINEL_TYPE_NEXT_RUNS);
  bind_template (GTK_WIDGET_CLASS (klass));
}

/* The last is whichever day that is. */
static void
offer_days (SentinelRuleFormSchedule *self)
{
  g_autoptr (GtkStringList) days = gtk_string_list_new (NULL);

  for (int i = 1; i <= N_DAYS; i++)
    gtk_string_list_take (days, g_strdup_printf ("%d", i));
  gtk_string_list_append (days, _ ("The last"));
  adw_combo_row_set_model (self->day, G_LIST_MODEL (days));
}

static void
follow (SentinelRuleFormSchedule *self, gpointer widget, const char *signal, GCallback callback)
{
  g_signal_connect_object (widget, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
follow_typing (SentinelRuleFormSchedule *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  follow (self, self->cron, "changed", G_CALLBACK (cron_edited_cb));
  follow (self, self->cron, "entry-activated", G_CALLBACK (cron_left_cb));
  follow (self, focus, "leave", G_CALLBACK (cron_left_cb));
  gtk_widget_add_controller (GTK_WIDGET (self->cron), focus);
}

static void
sentinel_rule_form_schedule_init (SentinelRuleFormSchedule *self)
{
  SentinelRuleForm *form = SENTINEL_RULE_FORM (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  offer_days (self);
  sentinel_spin_set_plain (GTK_WIDGET (self->minute), 0);
  sentinel_spin_set_plain (GTK_WIDGET (self->catch_up_limit), 0);
  follow (self, self->repeat, "notify::selected", G_CALLBACK (part_edited_cb));
  follow (self, self->minute, "notify::value", G_CALLBACK (part_edited_cb));
  follow (self, self->weekday, "notify::selected", G_CALLBACK (part_edited_cb));
  follow (self, self->day, "notify::selected", G_CALLBACK (part_edited_cb));
  follow (self, self->time, "changed", G_CALLBACK (part_edited_cb));
  follow_typing (self);
  follow (self, self->period, "changed", G_CALLBACK (edited_cb));
  follow (self, self->zone, "changed", G_CALLBACK (edited_cb));
  follow (self, self->catch_up, "notify::selected", G_CALLBACK (edited_cb));
  follow (self, self->active, "notify::selected", G_CALLBACK (edited_cb));
  follow (self, self->active_hours, "changed", G_CALLBACK (edited_cb));
  sentinel_rule_form_watch (form, self->catch_up_limit, "notify::value");
  sentinel_rule_form_watch (form, self->paused, "changed");
  sentinel_rule_form_add_note (form, "period", self->period_note);
  sentinel_rule_form_add_note (form, "cron", self->cron_note);
  sentinel_rule_form_add_note (form, "catch-up", self->catch_up_note);
  sentinel_rule_form_add_note (form, "zone", self->zone_note);
  sentinel_rule_form_add_note (form, "active-hours", self->active_note);
}

/**
 * sentinel_rule_form_schedule_set_ticker:
 * @self: a page that is not shown yet
 * @ticker: tells the time
 */
void
sentinel_rule_form_schedule_set_ticker (SentinelRuleFormSchedule *self, SentinelTicker *ticker)
{
  sentinel_next_runs_set_ticker (self->next_runs, ticker);
  sentinel_pause_row_set_ticker (self->paused, ticker);
}
