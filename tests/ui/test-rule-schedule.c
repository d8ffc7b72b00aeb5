/* SPDX-License-Identifier: MIT */
/* The page of a rule's schedule: the choices, the cron expression, the sentence and the next runs
 * say the same, and what is shown is what the rule gets. */
#include "sentinel-duration-row.h"
#include "sentinel-fake-clock.h"
#include "sentinel-form-driver.h"
#include "sentinel-rule-form-schedule.h"
#include "sentinel-schedule-preset.h"
#include "sentinel-ui-test.h"

#define NOW_US G_GINT64_CONSTANT (1795644000000000) /* Wednesday 25 November 2026, 22:00 UTC */

typedef struct {
  SentinelFakeClock *clock;
  SentinelTicker *ticker;
  SentinelRuleForm *form;
  GtkWidget *window;
  guint n_changed;
} Fixture;

static void
count_cb (Fixture *self)
{
  self->n_changed++;
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static void
load (Fixture *self, const char *cron, gint64 period_ms)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();

  rule->period_ms = period_ms;
  g_set_str (&rule->cron, cron);
  g_set_str (&rule->zone, cron != NULL ? "UTC" : NULL);
  sentinel_rule_form_load (self->form, rule);
  sentinel_test_settle ();
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->clock = sentinel_fake_clock_new (NOW_US);
  self->ticker = sentinel_ticker_new (SENTINEL_CLOCK (self->clock));
  self->form = g_object_new (SENTINEL_TYPE_RULE_FORM_SCHEDULE, NULL);
  sentinel_rule_form_schedule_set_ticker (SENTINEL_RULE_FORM_SCHEDULE (self->form), self->ticker);
  self->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 900);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->form));
  gtk_window_present (GTK_WINDOW (self->window));
  g_assert_true (sentinel_test_wait_until (is_mapped, self->form, SENTINEL_TEST_TIMEOUT_MS));
  load (self, NULL, 30000);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (count_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->ticker);
  g_object_unref (self->clock);
}

static SentinelRule *
read_rule (Fixture *self)
{
  SentinelRule *rule = sentinel_rule_new ();

  sentinel_rule_form_fill (self->form, rule);
  return rule;
}

static void
choose (Fixture *self, const char *title, const char *item)
{
  sentinel_form_driver_choose (GTK_WIDGET (self->form), title, item);
  sentinel_test_settle ();
}

static void
type (Fixture *self, const char *title, const char *text)
{
  sentinel_form_driver_type (GTK_WIDGET (self->form), title, text);
  sentinel_test_settle ();
}

static void
finish_typing (Fixture *self, const char *title)
{
  g_signal_emit_by_name (sentinel_form_driver_get_row (GTK_WIDGET (self->form), title),
                         "entry-activated");
  sentinel_test_settle ();
}

static gboolean
shows_row (Fixture *self, const char *title)
{
  GtkWidget *label = sentinel_ui_test_find (GTK_WIDGET (self->form), GTK_TYPE_LABEL, title);

  return label != NULL && gtk_widget_get_mapped (label);
}

static void
assert_chosen (Fixture *self, const char *title, const char *item)
{
  AdwComboRow *row = ADW_COMBO_ROW (sentinel_form_driver_get_row (GTK_WIDGET (self->form), title));
  GtkStringObject *selected = adw_combo_row_get_selected_item (row);

  g_assert_cmpstr (gtk_string_object_get_string (selected), ==, item);
}

static void
assert_cron (Fixture *self, const char *cron)
{
  g_autoptr (SentinelRule) rule = read_rule (self);

  g_assert_cmpstr (rule->cron, ==, cron);
  g_assert_cmpint (rule->period_ms, ==, cron != NULL ? 0 : rule->period_ms);
}

static void
test_period (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = read_rule (self);

  g_assert_cmpint (rule->period_ms, ==, 30000);
  g_assert_null (rule->cron);
  g_assert_null (rule->zone);
  g_assert_true (shows_row (self, "Every 30\u00a0s"));
  g_assert_false (shows_row (self, "Time zone"));
  g_assert_cmpuint (self->n_changed, ==, 0);
}

static void
test_presets_write_cron (Fixture *self, gconstpointer unused)
{
  choose (self, "Repeat", "On weekdays");
  assert_cron (self, "0 9 * * 1-5");
  g_assert_true (shows_row (self, "At 09:00 on weekdays"));
  g_assert_true (shows_row (self, "Thursday 26 November"));
  g_assert_true (shows_row (self, "in 11\u00a0h"));
  choose (self, "Repeat", "Every week");
  choose (self, "Day of the week", "Friday");
  assert_cron (self, "0 9 * * 5");
  choose (self, "Repeat", "Every month");
  choose (self, "Day of the month", "The last");
  assert_cron (self, "0 9 L * *");
  choose (self, "Repeat", "Every hour");
  assert_cron (self, "0 * * * *");
  choose (self, "Repeat", "At an interval");
  assert_cron (self, NULL);
  g_assert_cmpuint (self->n_changed, >=, 7);
}

static void
test_cron_chooses_presets (Fixture *self, gconstpointer unused)
{
  load (self, "30 17 * * 1-5", 0);
  assert_chosen (self, "Repeat", "On weekdays");
  type (self, "Cron", "15 8 * * *");
  assert_chosen (self, "Repeat", "By a cron expression"); /* it may go on */
  finish_typing (self, "Cron");
  assert_chosen (self, "Repeat", "Every day");
  assert_cron (self, "15 8 * * *");
  type (self, "Cron", "*/7 8-10 * * *");
  finish_typing (self, "Cron");
  assert_chosen (self, "Repeat", "By a cron expression");
  assert_cron (self, "*/7 8-10 * * *");
}

/* Whatever was stored comes back as it was. */
static void
test_untouched (Fixture *self, gconstpointer unused)
{
  static const char *const expressions[] = { "0 0 1 1 *",     "5 * * * *",   "0 9 L * *",
                                             "@daily",        "00 09 * * *", "0 9 * * 7",
                                             "*/5 * * * * *", "0 9 * * MON" };

  for (gsize i = 0; i < G_N_ELEMENTS (expressions); i++) {
    load (self, expressions[i], 0);
    assert_cron (self, expressions[i]);
  }
  g_assert_cmpuint (self->n_changed, ==, 0);
}

static void
test_or_of_days_is_warned_of (Fixture *self, gconstpointer unused)
{
  load (self, "0 0 13 * FRI", 0);
  g_assert_nonnull (sentinel_ui_test_find (GTK_WIDGET (self->form),
                                           GTK_TYPE_LABEL,
                                           "A day that fits either the day of the month or the "
                                           "weekday is enough. Begin one of them with * if both "
                                           "have to fit."));
}

static void
test_what_never_runs_has_no_runs (Fixture *self, gconstpointer unused)
{
  load (self, "0 9 * * *", 0);
  g_assert_true (shows_row (self, "The next five runs"));
  type (self, "Cron", "0 0 31 2 *");
  g_assert_false (shows_row (self, "The next five runs"));
  choose (self, "Repeat", "Only by hand");
  g_assert_false (shows_row (self, "The next five runs"));
}

static void
test_catch_up (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;

  load (self, "0 9 * * *", 0);
  choose (self, "When a run was missed", "Catch up each, at most");
  type (self, "Catch up at most", "7");
  rule = read_rule (self);
  g_assert_cmpint (rule->catch_up, ==, 7);
  sentinel_rule_form_load (self->form, rule);
  sentinel_test_settle ();
  assert_chosen (self, "When a run was missed", "Catch up each, at most");
}

static void
test_active_hours (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (SentinelRule) other = NULL;

  choose (self, "Active", "Working hours");
  g_assert_true (shows_row (self, "Time zone"));
  choose (self, "Time zone", "UTC");
  rule = read_rule (self);
  g_assert_cmpstr (rule->active_hours, ==, "mon-fri 08:00-18:00");
  g_assert_cmpstr (rule->zone, ==, "UTC");
  choose (self, "Active", "At other hours");
  type (self, "Hours, like mon-fri 08:00-18:00; sat 10:00-14:00", "22:00-06:00");
  other = read_rule (self);
  g_assert_cmpstr (other->active_hours, ==, "22:00-06:00");
}

static void
test_pause (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = NULL;
  g_autoptr (SentinelRule) again = NULL;

  choose (self, "Paused", "For an hour");
  rule = read_rule (self);
  g_assert_cmpint (rule->paused_until_us, ==, NOW_US + G_TIME_SPAN_HOUR);
  sentinel_fake_clock_advance (self->clock, G_TIME_SPAN_MINUTE);
  again = read_rule (self);
  g_assert_cmpint (again->paused_until_us, ==, NOW_US + G_TIME_SPAN_HOUR);
  sentinel_rule_form_load (self->form, rule);
  choose (self, "Paused", "No");
  g_clear_pointer (&again, sentinel_rule_unref);
  again = read_rule (self);
  g_assert_cmpint (again->paused_until_us, ==, 0);
}

/* A zone that a file names and this computer does not list. */
static void
test_odd_zone (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  g_autoptr (SentinelRule) read = NULL;

  g_set_str (&rule->cron, "0 9 * * *");
  g_set_str (&rule->zone, "Mars/Phobos");
  sentinel_rule_form_load (self->form, rule);
  sentinel_test_settle ();
  assert_chosen (self, "Time zone", "Mars/Phobos");
  read = read_rule (self);
  g_assert_cmpstr (read->zone, ==, "Mars/Phobos");
}

static const struct {
  const char *cron;
  gboolean has_preset;
} presets[] = {
  { "0 * * * *", TRUE },   { "59 23 * * *", TRUE }, { "5 4 * * 0", TRUE },
  { "5 4 31 * *", TRUE },  { "5 4 L * *", TRUE },   { "5 4 * * 1-5", TRUE },
  { "* * * * *", FALSE },  { "5 4 * 1 *", FALSE },  { "5 4 1 * 1", FALSE },
  { "5 * 1 * *", FALSE },  { "5 4 32 * *", FALSE }, { "60 4 * * *", FALSE },
  { "5 4 * * 7", FALSE },  { "", FALSE },           { "0 5 4 * * *", FALSE },
  { "5  4 * * *", FALSE },
};

/* A preset of an expression is that expression. */
static void
test_presets (Fixture *self, gconstpointer unused)
{
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++) {
    SentinelSchedulePreset preset = { 0 };
    g_autofree char *cron = NULL;

    g_test_message ("%s", presets[i].cron);
    g_assert_cmpint (sentinel_schedule_preset_parse (presets[i].cron, &preset),
                     ==,
                     presets[i].has_preset);
    cron = sentinel_schedule_preset_format (&preset);
    if (presets[i].has_preset)
      g_assert_cmpstr (cron, ==, presets[i].cron);
  }
}

int
main (int argc, char **argv)
{
  const struct {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/rule-schedule/period", test_period },
    { "/rule-schedule/presets-write-cron", test_presets_write_cron },
    { "/rule-schedule/cron-chooses-presets", test_cron_chooses_presets },
    { "/rule-schedule/untouched", test_untouched },
    { "/rule-schedule/or-of-days-is-warned-of", test_or_of_days_is_warned_of },
    { "/rule-schedule/what-never-runs-has-no-runs", test_what_never_runs_has_no_runs },
    { "/rule-schedule/catch-up", test_catch_up },
    { "/rule-schedule/active-hours", test_active_hours },
    { "/rule-schedule/pause", test_pause },
    { "/rule-schedule/odd-zone", test_odd_zone },
    { "/rule-schedule/presets", test_presets },
  };

  sentinel_ui_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}
