/* SPDX-License-Identifier: MIT */
/* The history is read once for each stretch of time; each change of the rule is tried on it in a
 * thread, and the next change ends a try that still runs. */
#include "sentinel-rule-preview.h"

#include <glib/gi18n.h>

#include "sentinel-age.h"
#include "sentinel-event-words.h"
#include "sentinel-metric-chart.h"
#include "sentinel-preview-metric.h"
#include "sentinel-preview-words.h"
#include "sentinel-text.h"

#define MAX_SHOWN 5
#define MAX_TEXT_BYTES 200

struct _SentinelRulePreview {
  AdwBin parent_instance;
  AdwToggleGroup *span;
  GtkDropDown *series;
  GtkStringList *series_names;
  GtkLabel *state, *count, *spared, *limits;
  GtkWidget *found;
  GtkBox *events, *spared_events;
  SentinelMetricChart *chart;

  SentinelContext *context; /* nullable */
  SentinelTicker *ticker; /* nullable */
  SentinelRule *stored; /* nullable */
  SentinelPlan *plan; /* nullable */
  SentinelRuleHistory *history; /* nullable: not read */
  SentinelPreviewMetric *metric; /* nullable */
  SentinelPreview *now; /* nullable: what the stored rule did */
  SentinelPreview *shown; /* nullable */
  GCancellable *reading, *trying; /* nullable */
  gboolean is_disposed;
};

enum {
  SIGNAL_LEVEL_DRAGGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRulePreview, sentinel_rule_preview, ADW_TYPE_BIN)

static gint64
get_span_us (SentinelRulePreview *self)
{
  const char *name = adw_toggle_group_get_active_name (self->span);

  if (g_strcmp0 (name, "month") == 0)
    return 30 * G_TIME_SPAN_DAY;
  return g_strcmp0 (name, "week") == 0 ? 7 * G_TIME_SPAN_DAY : G_TIME_SPAN_DAY;
}

static GTimeZone *
get_zone (SentinelRulePreview *self)
{
  return sentinel_ticker_get_zone (self->ticker);
}

static void
show_state (SentinelRulePreview *self, const char *text)
{
  gtk_label_set_text (self->state, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), text != NULL);
  gtk_widget_set_visible (self->found, text == NULL);
}

/* What was found */

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_line (GtkBox *box, SentinelImportance importance, const char *left, const char *right)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *shape = gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (importance));
  GtkWidget *end = make_label (right, "secondary");

  gtk_widget_add_css_class (shape, "mark");
  gtk_widget_add_css_class (line, sentinel_importance_get_css_class (importance));
  gtk_accessible_update_property (GTK_ACCESSIBLE (shape),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentinel_importance_get_word (importance),
                                  -1);
  gtk_widget_set_hexpand (end, TRUE);
  gtk_widget_set_halign (end, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (line), shape);
  gtk_box_append (GTK_BOX (line), make_label (left, NULL));
  gtk_box_append (GTK_BOX (line), end);
  gtk_box_append (box, line);
}

static void
add_more (GtkBox *box, guint n_more)
{
  g_autofree char *more = g_strdup_printf (ngettext ("And %u more", "And %u more", n_more), n_more);

  if (n_more > 0)
    gtk_box_append (box, make_label (more, "secondary"));
}

/* "25 Nov 14:02": short, as the rest of the line says more. */
static char *
dup_time (SentinelRulePreview *self, gint64 at_us)
{
  g_autofree char *day = sentinel_age_format_day (at_us, get_zone (self));
  g_autofree char *clock = sentinel_age_format_clock (at_us, get_zone (self));

  return g_strdup_printf ("%s %s", day, clock);
}

static const char *
get_unit (SentinelRulePreview *self, guint series)
{
  const SentinelMeasuredSeries *measured = g_ptr_array_index (self->history->measured, series);

  return measured->series->unit;
}

/* The newest first. */
static void
show_events (SentinelRulePreview *self)
{
  guint n_events = self->shown->events->len, n_lines = MIN (n_events, MAX_SHOWN);

  clear_box (self->events);
  for (guint i = 0; i < n_lines; i++) {
    const SentinelPreviewEvent *event =
        &g_array_index (self->shown->events, SentinelPreviewEvent, n_events - 1 - i);
    g_autofree char *time = dup_time (self, event->opened_at_us);
    g_autofree char *words = sentinel_preview_words_event (event, get_unit (self, event->series));

    add_line (self->events, event->importance, time, words);
  }
  add_more (self->events, n_events - n_lines);
  gtk_widget_set_visible (GTK_WIDGET (self->events), n_events > 0);
}

static char *
dup_comment (const SentinelEvent *event)
{
  if (event->acked_at_us == 0)
    return g_strdup (_ ("Not acknowledged"));
  if (event->ack_comment == NULL || *event->ack_comment == '\0')
    return g_strdup (_ ("No comment"));
  return sentinel_text_to_line (event->ack_comment, MAX_TEXT_BYTES);
}

static void
show_spared (SentinelRulePreview *self)
{
  g_autoptr (GPtrArray) spared = sentinel_preview_list_spared (self->shown, self->history);
  g_autofree char *words = sentinel_preview_words_spared (spared);
  guint n_lines = MIN (spared->len, MAX_SHOWN);

  clear_box (self->spared_events);
  gtk_label_set_text (self->spared, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->spared), words != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->spared_events), words != NULL);
  for (guint i = 0; i < n_lines; i++) {
    const SentinelEvent *event = g_ptr_array_index (spared, spared->len - 1 - i);
    g_autofree char *time = dup_time (self, event->opened_at_us);
    g_autofree char *comment = dup_comment (event);

    add_line (self->spared_events, event->importance, time, comment);
  }
  add_more (self->spared_events, spared->len - n_lines);
}

static gboolean
is_upwards (const SentinelPlan *plan)
{
  return plan->n_levels == 0 || plan->levels[0].op == SENTINEL_OP_GT
         || plan->levels[0].op == SENTINEL_OP_GE;
}

static gboolean
has_same_count (SentinelRulePreview *self)
{
  return self->now == NULL || self->now->events->len == self->shown->events->len;
}

static void
show_words (SentinelRulePreview *self)
{
  g_autofree char *limits = sentinel_preview_words_limits (self->shown,
                                                           self->history,
                                                           is_upwards (self->plan),
                                                           get_zone (self));
  g_autofree char *count =
      sentinel_preview_words_count (self->shown->events->len,
                                    has_same_count (self) ? -1 : (int) self->now->events->len,
                                    self->history->to_us - self->history->from_us);

  gtk_label_set_text (self->limits, limits != NULL ? limits : "");
  gtk_widget_set_visible (GTK_WIDGET (self->limits), limits != NULL);
  if (g_strcmp0 (gtk_label_get_text (self->count), count) == 0)
    return;
  gtk_label_set_text (self->count, count);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_accessible_announce (GTK_ACCESSIBLE (self->count),
                             count,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
}

static void
show_chart (SentinelRulePreview *self)
{
  g_autoptr (SentinelMetricData) data =
      sentinel_preview_metric_make_data (self->metric, self->plan, self->shown);

  sentinel_metric_chart_set_data (self->chart, data, get_zone (self));
}

/* Trying */

static void
take_result (SentinelRulePreview *self, SentinelPreview *preview)
{
  g_clear_pointer (&self->shown, sentinel_preview_unref);
  self->shown = preview;
  show_state (self, NULL);
  show_chart (self);
  show_words (self);
  show_events (self);
  show_spared (self);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRulePreview) self = data;
  g_autoptr (GError) error = NULL;
  SentinelPreview *preview = sentinel_preview_run_finish (result, &error);

  /* Cancelled: the next one is on its way. */
  if (preview == NULL)
    return;
  if (self->is_disposed || self->metric == NULL)
    sentinel_preview_unref (preview);
  else
    take_result (self, preview);
}

static void
stop_trying (SentinelRulePreview *self)
{
  if (self->trying != NULL)
    g_cancellable_cancel (self->trying);
  g_clear_object (&self->trying);
}

static void
try_rule (SentinelRulePreview *self)
{
  stop_trying (self);
  if (self->plan == NULL || self->metric == NULL)
    return;
  if (self->plan->n_levels == 0) {
    show_state (self,
                _ ("Its trigger judges by itself, without levels, so it cannot be tried on what "
                   "was "
                   "measured."));
    return;
  }
  self->trying = g_cancellable_new ();
  sentinel_preview_run_async (self->plan,
                              self->history,
                              self->trying,
                              tried_cb,
                              g_object_ref (self));
}

/* What the stored rule did over the same values, to compare with. */
static void
now_tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRulePreview) self = data;
  g_autoptr (GError) error = NULL;
  SentinelPreview *preview = sentinel_preview_run_finish (result, &error);

  if (preview == NULL)
    return;
  g_clear_pointer (&self->now, sentinel_preview_unref);
  self->now = preview;
  if (!self->is_disposed && self->shown != NULL && self->metric != NULL)
    show_words (self);
}

static void
try_stored (SentinelRulePreview *self)
{
  g_autoptr (SentinelPlan) plan =
      sentinel_plan_compile_rule (self->stored,
                                  sentinel_context_get_registry (self->context),
                                  NULL);

  g_clear_pointer (&self->now, sentinel_preview_unref);
  if (plan != NULL && plan->n_levels > 0)
    sentinel_preview_run_async (plan,
                                self->history,
                                self->reading,
                                now_tried_cb,
                                g_object_ref (self));
}

/* Reading */

static void
series_chosen_cb (SentinelRulePreview *self)
{
  guint selected = gtk_drop_down_get_selected (self->series);

  if (self->history == NULL || selected >= self->history->measured->len)
    return;
  g_clear_pointer (&self->metric, sentinel_preview_metric_free);
  self->metric = sentinel_preview_metric_new (self->history, selected);
  if (self->shown != NULL && self->plan != NULL)
    show_chart (self);
}

static void
offer_series (SentinelRulePreview *self)
{
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->series_names));

  gtk_string_list_splice (self->series_names, 0, n_before, NULL);
  for (guint i = 0; i < self->history->measured->len; i++) {
    const SentinelMeasuredSeries *measured = g_ptr_array_index (self->history->measured, i);
    const char *source = measured->series->source;

    gtk_string_list_take (self->series_names,
                          sentinel_text_to_line (source != NULL ? source : measured->series->labels,
                                                 MAX_TEXT_BYTES));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->series), self->history->measured->len > 1);
}

static void
take_history (SentinelRulePreview *self, SentinelRuleHistory *history)
{
  g_clear_pointer (&self->shown, sentinel_preview_unref);
  g_clear_pointer (&self->metric, sentinel_preview_metric_free);
  g_clear_pointer (&self->history, sentinel_rule_history_unref);
  self->history = history;
  offer_series (self);
  if (history->measured->len == 0) {
    show_state (self,
                _ ("Nothing was measured in this time. What the rule would have done is shown "
                   "here when there are values."));
    return;
  }
  series_chosen_cb (self);
  try_stored (self);
  try_rule (self);
}

static void
read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRulePreview) self = data;
  g_autoptr (GError) error = NULL;
  SentinelRuleHistory *history =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->is_disposed) {
    g_clear_pointer (&history, sentinel_rule_history_unref);
    return;
  }
  if (history != NULL) {
    take_history (self, history);
  } else {
    g_autofree char *why =
        /* Translators: the reason */
        g_strdup_printf (_ ("What was measured cannot be read: %s"), error->message);

    show_state (self, why);
  }
}

static void
stop_reading (SentinelRulePreview *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
read_history (SentinelRulePreview *self)
{
  SentinelRuleHistoryQuestion *question;

  stop_reading (self);
  stop_trying (self);
  if (self->context == NULL || self->stored == NULL)
    return;
  question = g_new0 (SentinelRuleHistoryQuestion, 1);
  question->rule_id = self->stored->id;
  question->to_us = sentinel_ticker_get_now_us (self->ticker);
  question->from_us = question->to_us - get_span_us (self);
  self->reading = g_cancellable_new ();
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             sentinel_rule_history_read,
                             question,
                             g_free,
                             (GDestroyNotify) sentinel_rule_history_unref,
                             self->reading,
                             read_cb,
                             g_object_ref (self));
}

/* Dragging */

static void
level_dragged_cb (SentinelRulePreview *self,
                  guint index,
                  gboolean is_clear,
                  double value,
                  gboolean is_done)
{
  SentinelLevel level;

  if (self->plan == NULL || index >= self->plan->n_levels)
    return;
  level = self->plan->levels[index];
  if (is_clear) {
    level.clear = value;
  } else {
    /* The clear value keeps its distance, so that it stays on the safe side. */
    level.clear += value - level.raise;
    level.raise = value;
  }
  g_signal_emit (self, signals[SIGNAL_LEVEL_DRAGGED], 0, &level);
}

static void
sentinel_rule_preview_dispose (GObject *object)
{
  SentinelRulePreview *self = SENTINEL_RULE_PREVIEW (object);

  self->is_disposed = TRUE;
  stop_reading (self);
  stop_trying (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_PREVIEW);
  g_clear_pointer (&self->metric, sentinel_preview_metric_free);
  g_clear_pointer (&self->history, sentinel_rule_history_unref);
  g_clear_pointer (&self->now, sentinel_preview_unref);
  g_clear_pointer (&self->shown, sentinel_preview_unref);
  g_clear_pointer (&self->plan, sentinel_plan_unref);
  g_clear_pointer (&self->stored, sentinel_rule_unref);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_rule_preview_parent_class)->dispose (object);
}

static void
sentinel_rule_preview_class_init (SentinelRulePreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_preview_dispose;
  signals[SIGNAL_LEVEL_DRAGGED] = g_signal_new ("level-dragged",
                                                SENTINEL_TYPE_RULE_PREVIEW,
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                1,
                                                G_TYPE_POINTER);
  g_type_ensure (SENTINEL_TYPE_METRIC_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-preview.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, SentinelRulePreview, child)
  BIND (span);
  BIND (series);
  BIND (series_names);
  BIND (state);
  BIND (found);
  BIND (chart);
  BIND (count);
  BIND (events);
  BIND (spared);
  BIND (spared_events);
  BIND (limits);
#undef BIND
}

static void
follow (SentinelRulePreview *self, gpointer widget, const char *signal, GCallback callback)
{
  g_signal_connect_object (widget, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
sentinel_rule_preview_init (SentinelRulePreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sentinel_metric_chart_set_levels_editable (self->chart, TRUE);
  sentinel_metric_chart_set_title (self->chart, _ ("Preview"));
  follow (self, self->span, "notify::active-name", G_CALLBACK (read_history));
  follow (self, self->series, "notify::selected", G_CALLBACK (series_chosen_cb));
  follow (self, self->chart, "level-dragged", G_CALLBACK (level_dragged_cb));
  show_state (self,
              _ ("What the rule would have done is shown here once it is stored and has measured "
                 "something."));
}

/**
 * sentinel_rule_preview_set_context:
 * @self: a preview that has none yet
 * @context: whose store is read
 * @ticker: tells the time, and in which zone it is told
 */
void
sentinel_rule_preview_set_context (SentinelRulePreview *self,
                                   SentinelContext *context,
                                   SentinelTicker *ticker)
{
  g_return_if_fail (self->context == NULL);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
}

static gboolean
is_other (SentinelRulePreview *self, const SentinelRule *stored)
{
  if (self->stored == NULL || stored == NULL)
    return self->stored != NULL || stored != NULL;
  return self->stored->id != stored->id || self->stored->version != stored->version;
}

/**
 * sentinel_rule_preview_set_rule:
 * @self: a preview
 * @stored: (nullable): the rule as it is; %NULL: a new one, that never measured anything
 * @plan: (nullable): the rule as it would be; %NULL: it is not valid, and what was shown stays
 */
void
sentinel_rule_preview_set_rule (SentinelRulePreview *self,
                                const SentinelRule *stored,
                                SentinelPlan *plan)
{
  if (is_other (self, stored)) {
    g_clear_pointer (&self->stored, sentinel_rule_unref);
    self->stored = stored != NULL ? sentinel_rule_copy (stored) : NULL;
    read_history (self);
  }
  if (plan == NULL)
    return;
  g_clear_pointer (&self->plan, sentinel_plan_unref);
  self->plan = sentinel_plan_ref (plan);
  if (self->stored != NULL && !sentinel_rule_has_same_identity (self->stored, plan->rule)) {
    stop_trying (self);
    show_state (self, _ ("It would watch something else, of which nothing was measured yet."));
    return;
  }
  try_rule (self);
}
