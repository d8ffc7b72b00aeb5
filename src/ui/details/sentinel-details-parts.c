/* SPDX-License-Identifier: MIT */
/* Texts from outside are set as text; what is long is cut and said to be. */
#include "sentinel-details-parts.h"
#include "sentinel-age-label.h"
#include "sentinel-age.h"
#include "sentinel-details-timeline.h"
#include "sentinel-event-words.h"
#include "sentinel-series-store.h"
#include "sentinel-sparkline.h"
#include "sentinel-text.h"
#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 18
#define MAX_TITLE_BYTES 600
#define MAX_TEXT_BYTES 20000
#define GAP_US (5 * G_TIME_SPAN_MINUTE)

typedef struct {
  const SentinelEventRecord *record;
  const SentinelEvent *event;
  SentinelTicker *ticker;
  GTimeZone *zone;
  GtkWidget *box, *grid;
  int n_facts;
} Parts;

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static char *
dup_quantity (double value, const char *unit)
{
  g_autofree char *unit_line = sentinel_text_to_line (unit != NULL ? unit : "", 40);

  if (!isfinite (value))
    return NULL;
  if (*unit_line == '\0')
    return g_strdup_printf ("%.4g", value);
  return g_strdup_printf (_ ("%.4g %s"), value, unit_line);
}

static void
add_button (Parts *self, const char *label, const char *action_name)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
add_head (Parts *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *shape =
      gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (self->event->importance));
  GtkWidget *word = make_label (sentinel_importance_get_word (self->event->importance), "heading");
  GtkWidget *status = make_label (sentinel_event_get_status_word (self->event), "secondary");
  g_autofree char *title = sentinel_text_to_line (self->event->message, MAX_TITLE_BYTES);
  GtkWidget *message = make_label (title, "title-4");

  gtk_widget_add_css_class (shape, "mark");
  gtk_widget_add_css_class (shape, sentinel_importance_get_css_class (self->event->importance));
  gtk_widget_set_hexpand (word, TRUE);
  gtk_box_append (GTK_BOX (row), shape);
  gtk_box_append (GTK_BOX (row), word);
  gtk_box_append (GTK_BOX (row), status);
  gtk_box_append (GTK_BOX (self->box), row);
  gtk_label_set_selectable (GTK_LABEL (message), TRUE);
  gtk_box_append (GTK_BOX (self->box), message);
  if (self->event->message != NULL && strlen (self->event->message) > MAX_TITLE_BYTES)
    add_button (self, _ ("_Show All"), "details.show-message");
}

static GArray *
make_points (GArray *samples)
{
  GArray *points = g_array_sized_new (FALSE, FALSE, sizeof (SentinelPoint), samples->len);

  for (guint i = 0; i < samples->len; i++) {
    const SentinelSample *sample = &g_array_index (samples, SentinelSample, i);
    SentinelPoint point = { sample->at_us, sample->min, sample->max, sample->last };

    g_array_append_val (points, point);
  }
  return points;
}

static double
find_limit (const SentinelEventRecord *record)
{
  GArray *levels = record->rule != NULL ? record->rule->levels : NULL;

  for (guint i = 0; levels != NULL && i < levels->len; i++) {
    const SentinelLevel *level = &g_array_index (levels, SentinelLevel, i);

    if (level->importance == record->event->importance)
      return level->raise;
  }
  return NAN;
}

static void
add_chart (Parts *self)
{
  const SentinelEventRecord *record = self->record;
  g_autoptr (GArray) points = make_points (record->samples);
  GtkWidget *card, *line, *head, *name;
  g_autofree char *title = NULL, *value = NULL, *spoken = NULL;

  if (points->len == 0)
    return;
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  line = sentinel_sparkline_new ();
  head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  title = sentinel_text_to_line (record->series_name, 100);
  value = dup_quantity (g_array_index (points, SentinelPoint, points->len - 1).last,
                        record->series_unit);
  /* Translators: what was measured, and its last value */
  spoken = g_strdup_printf (_ ("%s, last %s"), title, value != NULL ? value : "");
  sentinel_sparkline_set_large (SENTINEL_SPARKLINE (line), TRUE, self->zone);
  sentinel_sparkline_set_points (SENTINEL_SPARKLINE (line), points, GAP_US);
  sentinel_sparkline_set_limit (SENTINEL_SPARKLINE (line), find_limit (record));
  gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_size_request (line, -1, 130);
  name = make_label (title, "heading");
  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), make_label (value, "numeric"));
  gtk_box_append (GTK_BOX (card), head);
  gtk_box_append (GTK_BOX (card), line);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "chart-card");
  gtk_box_append (GTK_BOX (self->box), card);
}

static void
add_fact (Parts *self, const char *name, GtkWidget *value)
{
  GtkWidget *label = make_label (name, "secondary");

  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, self->n_facts, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), value, 1, self->n_facts, 1, 1);
  self->n_facts++;
}

static void
add_text_fact (Parts *self, const char *name, const char *text)
{
  g_autofree char *line = sentinel_text_to_line (text != NULL ? text : "", 500);
  GtkWidget *label = make_label (line, NULL);

  if (*line == '\0') {
    g_object_ref_sink (label);
    g_object_unref (label);
    return;
  }
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  add_fact (self, name, label);
}

static void
add_rule (Parts *self)
{
  g_autofree char *name = sentinel_event_dup_rule (self->event);
  g_autofree char *deleted = NULL;
  GtkWidget *button;

  if (*name == '\0')
    return;
  if (self->record->rule == NULL) {
    /* Translators: the name of a rule that is no more */
    deleted = g_strdup_printf (_ ("%s (rule deleted)"), name);
    add_text_fact (self, _ ("Rule"), deleted);
    return;
  }
  button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (button), make_label (name, NULL));
  gtk_widget_add_css_class (button, "link");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-rule");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", self->event->rule_id);
  gtk_widget_add_css_class (button, "fact-link");
  add_fact (self, _ ("Rule"), button);
}

static void
add_values (Parts *self)
{
  const SentinelEvent *event = self->event;
  g_autofree char *first = dup_quantity (event->value_first, event->unit);
  g_autofree char *peak = dup_quantity (event->value_peak, event->unit);
  g_autofree char *last = dup_quantity (event->value_last, event->unit);
  g_autofree char *refires = g_strdup_printf ("%" G_GINT64_FORMAT, event->refire_count);
  g_autofree char *repeats = g_strdup_printf ("%" G_GINT64_FORMAT, event->repeat_count);

  add_text_fact (self, _ ("First value"), first);
  add_text_fact (self, _ ("Peak"), peak);
  add_text_fact (self, _ ("Last value"), last);
  if (event->refire_count > 0)
    add_text_fact (self, _ ("Fired again"), refires);
  if (event->repeat_count > 1)
    add_text_fact (self, _ ("Repeats"), repeats);
}

static void
add_times (Parts *self)
{
  const SentinelEvent *event = self->event;
  g_autofree char *opened = sentinel_age_format_exact (event->opened_at_us, self->zone);
  g_autofree char *lasted = NULL;
  GtkWidget *age;

  add_text_fact (self, _ ("Opened"), opened);
  if (event->closed_at_us != 0) {
    lasted = sentinel_age_format (event->closed_at_us - event->opened_at_us);
    add_text_fact (self, _ ("Lasted"), lasted);
    return;
  }
  age = sentinel_age_label_new (self->ticker);
  sentinel_age_label_set_time (SENTINEL_AGE_LABEL (age), event->opened_at_us);
  gtk_widget_set_halign (age, GTK_ALIGN_START);
  add_fact (self, _ ("Open for"), age);
}

static void
add_acknowledgement (Parts *self)
{
  const SentinelEvent *event = self->event;
  g_autofree char *until = NULL, *snoozed = NULL;

  if (event->acked_at_us != 0) {
    add_text_fact (self, _ ("Acknowledged by"), event->acked_by);
    if (event->ack_scope == SENTINEL_ACK_UNTIL_TIME)
      until = sentinel_age_format_time (event->ack_until_us, self->zone);
    else if (event->ack_scope == SENTINEL_ACK_UNTIL_CHANGED)
      until = g_strdup (_ ("It changes"));
    else
      until = g_strdup (_ ("It is resolved"));
    add_text_fact (self, _ ("Until"), until);
    add_text_fact (self, _ ("Comment"), event->ack_comment);
  }
  if (event->snoozed_until_us != 0) {
    snoozed = sentinel_age_format_time (event->snoozed_until_us, self->zone);
    add_text_fact (self, _ ("Snoozed until"), snoozed);
  }
  add_text_fact (self, _ ("Action taken"), event->action_taken);
}

static void
add_facts (Parts *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_box_append (GTK_BOX (self->box), self->grid);
  add_rule (self);
  add_text_fact (self, _ ("Source"), self->event->source);
  add_text_fact (self, _ ("Category"), self->event->category);
  add_times (self);
  add_values (self);
  add_acknowledgement (self);
}

/* Collapsed, read-only, and of a bounded length: 500 labels are one text, not 500 widgets. */
static void
add_json (Parts *self, const char *name, const char *json)
{
  g_autofree char *valid = NULL;
  GtkWidget *expander, *view, *frame;

  if (json == NULL || *json == '\0' || g_str_equal (json, "{}"))
    return;
  {
    g_autoptr (JsonNode) node = json_from_string (json, NULL);
    g_autofree char *pretty = node != NULL ? json_to_string (node, TRUE) : g_strdup (json);

    valid = g_utf8_make_valid (pretty, MIN ((gssize) strlen (pretty), MAX_TEXT_BYTES));
  }
  expander = gtk_expander_new (name);
  view = gtk_text_view_new ();
  frame = gtk_scrolled_window_new ();
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), valid, -1);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), view);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (frame), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (frame), 240);
  gtk_expander_set_child (GTK_EXPANDER (expander), frame);
  gtk_box_append (GTK_BOX (self->box), expander);
}

/**
 * sentinel_details_parts_new:
 * @record: what is stored about an event
 * @context: the program's parts
 * @ticker: by which ages grow, and in whose zone times are told
 *
 * Returns: (transfer floating): all of it, to be scrolled; it keeps nothing of @record
 */
GtkWidget *
sentinel_details_parts_new (const SentinelEventRecord *record,
                            SentinelContext *context,
                            SentinelTicker *ticker)
{
  Parts self = { record, record->event, ticker, sentinel_ticker_get_zone (ticker) };

  self.box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_start (self.box, MARGIN);
  gtk_widget_set_margin_end (self.box, MARGIN);
  gtk_widget_set_margin_top (self.box, 6);
  gtk_widget_set_margin_bottom (self.box, MARGIN);
  add_head (&self);
  add_chart (&self);
  add_facts (&self);
  gtk_box_append (GTK_BOX (self.box), make_label (_ ("Timeline"), "heading"));
  gtk_box_append (GTK_BOX (self.box), sentinel_details_timeline_new (record, self.zone));
  add_json (&self, _ ("Payload"), record->payload);
  add_json (&self, _ ("Labels"), record->labels);
  add_button (&self, _ ("_Why?"), "details.why");
  return self.box;
}
