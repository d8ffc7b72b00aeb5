/* SPDX-License-Identifier: MIT */
/* A column is two functions: one makes the widgets, one shows a rule in them. */
#include "sentinel-rule-cell.h"
#include "sentinel-age.h"
#include "sentinel-event-words.h"
#include "sentinel-rule-switch.h"
#include "sentinel-rule-words.h"
#include "sentinel-sparkline.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>
#include <math.h>

#define MAX_TEXT_BYTES 200
#define SPARKLINE_GAP_US (G_TIME_SPAN_HOUR)
#define SPARKLINE_WIDTH 56
#define SPARKLINE_HEIGHT 24

typedef struct {
  const char *id;
  void (*make) (SentinelRuleCell *self);
  void (*show) (SentinelRuleCell *self, const SentinelRuleStatus *status);
  gboolean ticks; /* what it shows changes with the time */
} CellKind;

struct _SentinelRuleCell {
  GtkBox parent_instance;
  const CellKind *kind;
  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelRuleList *list;
  SentinelRuleRow *row; /* nullable */
  gulong changed_id, tick_id;
  GtkWidget *icon, *title, *subtitle, *chip, *chip_icon, *since, *spark, *bar, *toggle;
  GtkWidget *mark, *value; /* of a whole rule */
  const char *tone; /* a class that is set, static; nullable */
};

G_DEFINE_FINAL_TYPE (SentinelRuleCell, sentinel_rule_cell, GTK_TYPE_BOX)

/* Parts */

static GtkWidget *
make_label (const char *css_class, float xalign)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
make_two_lines (SentinelRuleCell *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->title = make_label (NULL, 0);
  self->subtitle = make_label ("caption", 0);
  gtk_widget_add_css_class (self->subtitle, "secondary");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->subtitle);
  gtk_box_append (GTK_BOX (self), lines);
}

static GtkWidget *
make_shape (void)
{
  GtkWidget *shape = gtk_image_new ();

  gtk_accessible_update_state (GTK_ACCESSIBLE (shape), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return shape;
}

static void
make_chip_in (SentinelRuleCell *self, GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->chip_icon = make_shape ();
  gtk_widget_add_css_class (self->chip, "chip");
  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_halign (self->chip, GTK_ALIGN_START);
  gtk_widget_set_valign (self->chip, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->chip), self->chip_icon);
  gtk_box_append (GTK_BOX (self->chip), label);
  gtk_box_append (GTK_BOX (box), self->chip);
}

static void
set_label (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_label (GTK_LABEL (label)), text))
    gtk_label_set_label (GTK_LABEL (label), text);
}

static char *
dup_line (const char *text)
{
  return sentinel_text_to_line (text != NULL ? text : "", MAX_TEXT_BYTES);
}

static void
set_tone (SentinelRuleCell *self, GtkWidget *widget, const char *tone)
{
  if (tone == self->tone)
    return;
  if (self->tone != NULL)
    gtk_widget_remove_css_class (widget, self->tone);
  if (tone != NULL)
    gtk_widget_add_css_class (widget, tone);
  self->tone = tone;
}

/* Columns */

static void
make_switch (SentinelRuleCell *self)
{
  self->toggle = sentinel_rule_switch_new (self->context);
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), self->toggle);
}

static void
show_switch (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  sentinel_rule_switch_set_rule (SENTINEL_RULE_SWITCH (self->toggle), status->rule);
}

static void
make_name (SentinelRuleCell *self)
{
  self->icon = make_shape ();
  gtk_widget_set_margin_end (self->icon, 12);
  gtk_box_append (GTK_BOX (self), self->icon);
  make_two_lines (self);
}

static void
show_name (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *name = dup_line (status->rule->name);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                sentinel_rule_get_icon_name (status->rule, self->context));
  set_label (self->title, name);
  set_label (self->subtitle, sentinel_rule_get_trigger_name (status->rule, self->context));
}

static void
make_text (SentinelRuleCell *self)
{
  self->title = make_label (NULL, 0);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (self), self->title);
}

static void
show_category (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *category = dup_line (status->rule->category);

  set_label (self->title, category);
}

static void
show_trigger (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  set_label (self->title, sentinel_rule_get_trigger_name (status->rule, self->context));
}

static void
show_created (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *time = sentinel_age_format_exact (status->rule->created_at_us,
                                                     sentinel_ticker_get_zone (self->ticker));

  set_label (self->title, time);
}

static void
show_last_run (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  gint64 age_us = sentinel_ticker_get_now_us (self->ticker) - status->last_run_at_us;
  g_autofree char *age = sentinel_age_format (age_us);

  set_label (self->title, status->last_run_at_us != 0 ? age : "");
}

static void
make_importance (SentinelRuleCell *self)
{
  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->icon = make_shape ();
  gtk_widget_add_css_class (self->bar, "importance-bar");
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->icon, "mark");
  gtk_widget_set_margin_start (self->icon, 10);
  gtk_widget_set_margin_end (self->icon, 8);
  gtk_box_append (GTK_BOX (self), self->bar);
  gtk_box_append (GTK_BOX (self), self->icon);
  make_text (self);
}

static void
show_importance (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  SentinelImportance importance = status->rule->importance;

  set_tone (self, GTK_WIDGET (self), sentinel_importance_get_css_class (importance));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon),
                                sentinel_importance_get_icon_name (importance));
  set_label (self->title, sentinel_importance_get_word (importance));
}

/* The chip, and below it since when or until when it is so. */
static void
make_status (SentinelRuleCell *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  make_chip_in (self, lines);
  self->since = make_label ("caption", 0);
  gtk_widget_add_css_class (self->since, "secondary");
  gtk_widget_add_css_class (self->since, "below-chip");
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), self->since);
  gtk_box_append (GTK_BOX (self), lines);
}

static const char *
get_chip_tone (const SentinelRuleStatus *status, SentinelRuleStanding standing)
{
  switch (standing) {
  case SENTINEL_RULE_FIRING:
  case SENTINEL_RULE_PENDING:
    return sentinel_importance_get_css_class (status->level != SENTINEL_IMPORTANCE_NONE
                                                  ? status->level
                                                  : status->rule->importance);
  case SENTINEL_RULE_FAILING:
    return "outline";
  case SENTINEL_RULE_OK:
    return "good";
  case SENTINEL_RULE_NOT_RUN:
  case SENTINEL_RULE_OFF:
  default:
    return "quiet";
  }
}

static void
show_chip (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  gint64 now_us = sentinel_ticker_get_now_us (self->ticker);
  GTimeZone *zone = sentinel_ticker_get_zone (self->ticker);
  SentinelRuleStanding standing = sentinel_rule_status_get_look (status, now_us);
  g_autofree char *text = sentinel_rule_status_dup_text (status, now_us);
  g_autofree char *details = sentinel_rule_status_dup_details (status, now_us, zone);

  set_tone (self, self->chip, get_chip_tone (status, standing));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->chip_icon),
                                sentinel_rule_standing_get_icon_name (standing));
  set_label (gtk_widget_get_last_child (self->chip), text);
  gtk_widget_set_tooltip_text (self->chip, details);
}

static char *
dup_since (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  return sentinel_rule_status_dup_since (status,
                                         sentinel_ticker_get_now_us (self->ticker),
                                         sentinel_ticker_get_zone (self->ticker));
}

static void
show_status (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *since = dup_since (self, status);

  show_chip (self, status);
  set_label (self->since, since != NULL ? since : "");
  gtk_widget_set_visible (self->since, since != NULL);
}

static void
make_spark (SentinelRuleCell *self)
{
  self->spark = sentinel_sparkline_new ();
  gtk_widget_set_size_request (self->spark, SPARKLINE_WIDTH, SPARKLINE_HEIGHT);
  gtk_widget_set_valign (self->spark, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (self->spark, GTK_ALIGN_START);
}

static void
make_value (SentinelRuleCell *self)
{
  make_spark (self);
  self->title = make_label (NULL, 1);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_box_append (GTK_BOX (self), self->spark);
  gtk_box_append (GTK_BOX (self), self->title);
}

/* At the end of a line. */
static void
make_value_in (SentinelRuleCell *self, GtkWidget *box)
{
  make_spark (self);
  self->value = make_label (NULL, 1);
  gtk_widget_set_hexpand (self->value, TRUE);
  gtk_widget_set_margin_start (self->value, 6);
  gtk_widget_set_margin_start (self->spark, 8);
  gtk_box_append (GTK_BOX (box), self->value);
  gtk_box_append (GTK_BOX (box), self->spark);
}

static void
say_points (SentinelRuleCell *self, GArray *points)
{
  double top = NAN;
  g_autofree char *text = NULL;

  for (guint i = 0; i < points->len; i++)
    top = fmax (top, g_array_index (points, SentinelPoint, i).max);
  /* Translators: what the little line of a rule shows to who does not see it */
  text = g_strdup_printf (_ ("Last 24 hours, at most %.3g"), top);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spark),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  -1);
}

static void
show_points (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  GArray *points = sentinel_rule_row_get_points (self->row);
  gboolean is_on = status->n_firing > 0 && status->rule->enabled;
  gint64 now_us = sentinel_ticker_get_now_us (self->ticker);

  gtk_widget_set_visible (self->spark, points != NULL && points->len > 1);
  if (points == NULL) {
    sentinel_rule_list_want_points (self->list, self->row);
    return;
  }
  sentinel_chart_set_time_range (SENTINEL_CHART (self->spark), now_us - G_TIME_SPAN_DAY, now_us);
  sentinel_sparkline_set_points (SENTINEL_SPARKLINE (self->spark), points, SPARKLINE_GAP_US);
  sentinel_sparkline_set_tone (SENTINEL_SPARKLINE (self->spark),
                               is_on ? status->level : SENTINEL_IMPORTANCE_NONE);
  if (points->len > 1)
    say_points (self, points);
}

static void
show_value (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *value = sentinel_rule_status_dup_value (status);

  show_points (self, status);
  set_label (self->title, *value != '\0' ? value : _ ("No value"));
  if (*value != '\0')
    gtk_widget_remove_css_class (self->title, "secondary");
  else
    gtk_widget_add_css_class (self->title, "secondary");
}

/* What has a column of its own is not said twice. */
static gboolean
says_next_elsewhere (SentinelRuleCell *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_COLUMN_VIEW);

  return view != NULL && gtk_widget_has_css_class (view, "with-next");
}

static void
show_schedule (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *schedule = sentinel_rule_dup_schedule (status->rule);
  g_autofree char *next = sentinel_rule_dup_next (status->rule, self->context);

  set_label (self->title, schedule);
  set_label (self->subtitle, next);
  gtk_widget_set_visible (self->subtitle, *next != '\0' && !says_next_elsewhere (self));
}

static void
show_next (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *next = sentinel_rule_dup_next (status->rule, self->context);

  set_label (self->title, next);
}

/* What the cell holds goes into a box. */
static void
move_into (SentinelRuleCell *self, GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL) {
    g_object_ref (child);
    gtk_box_remove (GTK_BOX (self), child);
    gtk_box_append (GTK_BOX (box), child);
    g_object_unref (child);
  }
}

/* A whole rule, where there is no room for columns: name, schedule and switch above importance,
 * status and value. */
static void
make_summary (SentinelRuleCell *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *bottom = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  make_name (self);
  make_switch (self);
  move_into (self, top);
  self->subtitle = gtk_widget_get_next_sibling (self->title);
  self->mark = make_shape ();
  gtk_widget_set_margin_end (self->mark, 12);
  gtk_box_append (GTK_BOX (bottom), self->mark);
  make_chip_in (self, bottom);
  make_value_in (self, bottom);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), top);
  gtk_box_append (GTK_BOX (lines), bottom);
  gtk_box_append (GTK_BOX (self), lines);
}

static void
show_mark (SentinelRuleCell *self, SentinelImportance importance)
{
  const char *classes[] = { "mark", sentinel_importance_get_css_class (importance), NULL };

  gtk_widget_set_css_classes (self->mark, classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark),
                                sentinel_importance_get_icon_name (importance));
  gtk_widget_set_tooltip_text (self->mark, sentinel_importance_get_word (importance));
}

/* Since when or until when it is so is said instead of the next run. */
static char *
dup_summary_line (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *schedule = sentinel_rule_dup_schedule (status->rule);
  g_autofree char *since = dup_since (self, status);
  g_autofree char *next = sentinel_rule_dup_next (status->rule, self->context);
  const char *more = since != NULL ? since : next;

  return *more != '\0' ? g_strdup_printf ("%s · %s", schedule, more) : g_strdup (schedule);
}

static void
show_summary (SentinelRuleCell *self, const SentinelRuleStatus *status)
{
  g_autofree char *line = dup_summary_line (self, status);
  g_autofree char *value = sentinel_rule_status_dup_value (status);

  show_name (self, status);
  set_label (self->subtitle, line);
  show_mark (self, status->rule->importance);
  show_chip (self, status);
  set_label (self->value, value);
  show_points (self, status);
  show_switch (self, status);
}

static const CellKind kinds[] = {
  { "enabled", make_switch, show_switch, FALSE },
  { "name", make_name, show_name, FALSE },
  { "category", make_text, show_category, FALSE },
  { "importance", make_importance, show_importance, FALSE },
  { "status", make_status, show_status, TRUE },
  { "value", make_value, show_value, FALSE },
  { "schedule", make_two_lines, show_schedule, TRUE },
  { "next", make_text, show_next, TRUE },
  { "run", make_text, show_last_run, TRUE },
  { "trigger", make_text, show_trigger, FALSE },
  { "created", make_text, show_created, FALSE },
  { "summary", make_summary, show_summary, TRUE },
};

/* Following */

static void
show_row (SentinelRuleCell *self)
{
  SentinelRuleStatus *status;

  if (self->row == NULL)
    return;
  status = sentinel_rule_row_get_status (self->row);
  if (status->rule->enabled || self->toggle != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "off");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "off");
  self->kind->show (self, status);
}

static void
time_passed_cb (SentinelRuleCell *self)
{
  show_row (self);
  sentinel_ticker_want_second (self->ticker);
}

static void
sentinel_rule_cell_map (GtkWidget *widget)
{
  SentinelRuleCell *self = SENTINEL_RULE_CELL (widget);

  GTK_WIDGET_CLASS (sentinel_rule_cell_parent_class)->map (widget);
  if (!self->kind->ticks)
    return;
  sentinel_ticker_hold (self->ticker);
  self->tick_id =
      g_signal_connect_swapped (self->ticker, "tick", G_CALLBACK (time_passed_cb), self);
  time_passed_cb (self);
}

static void
sentinel_rule_cell_unmap (GtkWidget *widget)
{
  SentinelRuleCell *self = SENTINEL_RULE_CELL (widget);

  if (self->tick_id != 0) {
    g_clear_signal_handler (&self->tick_id, self->ticker);
    sentinel_ticker_release (self->ticker);
  }
  GTK_WIDGET_CLASS (sentinel_rule_cell_parent_class)->unmap (widget);
}

/**
 * sentinel_rule_cell_set_row:
 * @self: a cell
 * @row: (nullable): the rule; %NULL when the row is given up
 *
 * Main thread.
 */
void
sentinel_rule_cell_set_row (SentinelRuleCell *self, SentinelRuleRow *row)
{
  g_return_if_fail (SENTINEL_IS_RULE_CELL (self));
  if (self->row != NULL)
    g_clear_signal_handler (&self->changed_id, self->row);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  self->changed_id = g_signal_connect_swapped (row, "changed", G_CALLBACK (show_row), self);
  show_row (self);
}

/**
 * sentinel_rule_cell_get_row:
 * @self: a cell
 *
 * Returns: (transfer none) (nullable): the row that it shows
 */
SentinelRuleRow *
sentinel_rule_cell_get_row (SentinelRuleCell *self)
{
  return self->row;
}

static void
sentinel_rule_cell_dispose (GObject *object)
{
  SentinelRuleCell *self = SENTINEL_RULE_CELL (object);

  sentinel_rule_cell_set_row (self, NULL);
  g_clear_object (&self->context);
  g_clear_object (&self->ticker);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (sentinel_rule_cell_parent_class)->dispose (object);
}

static void
sentinel_rule_cell_class_init (SentinelRuleCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_cell_dispose;
  GTK_WIDGET_CLASS (klass)->map = sentinel_rule_cell_map;
  GTK_WIDGET_CLASS (klass)->unmap = sentinel_rule_cell_unmap;
}

static void
sentinel_rule_cell_init (SentinelRuleCell *self)
{
}

/**
 * sentinel_rule_cell_new:
 * @id: of the column
 * @context: the program's parts
 * @ticker: what makes it count
 * @list: reads samples for it
 *
 * Returns: (transfer floating): a cell that is bound to nothing
 */
GtkWidget *
sentinel_rule_cell_new (const char *id,
                        SentinelContext *context,
                        SentinelTicker *ticker,
                        SentinelRuleList *list)
{
  SentinelRuleCell *self = g_object_new (SENTINEL_TYPE_RULE_CELL, NULL);

  self->kind = &kinds[0];
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].id, id))
      self->kind = &kinds[i];
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->list = g_object_ref (list);
  self->kind->make (self);
  return GTK_WIDGET (self);
}
