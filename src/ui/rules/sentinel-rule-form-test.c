/* SPDX-License-Identifier: MIT */
/* The verdict is the evaluator's own, so that a test never says what the engine would not. */
#include "sentinel-rule-form-test.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sentinel-error.h"
#include "sentinel-evaluator.h"
#include "sentinel-event-words.h"
#include "sentinel-rule-words.h"
#include "sentinel-text.h"

#define SPINNER_AFTER_MS 100 /* what is over sooner needs none */
#define MAX_SHOWN_READINGS 5
#define MAX_TEXT_BYTES 500
#define MAX_NATURAL_CHARS 20

struct _SentinelRuleFormTest {
  AdwBin parent_instance;
  GtkButton *button;
  GtkLabel *button_label, *advice, *footnote;
  GtkWidget *spinner, *card;
  GtkBox *readings;
  SentinelRulePreview *preview;
  SentinelEngine *engine; /* nullable */
  SentinelPlan *plan; /* nullable */
  SentinelPlan *tested; /* nullable: what runs, or ran last */
  GCancellable *running; /* nullable */
  guint spinner_source;
};

G_DEFINE_FINAL_TYPE (SentinelRuleFormTest, sentinel_rule_form_test, ADW_TYPE_BIN)

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* What it asks for; it gets the width of the pane, which does not jump with what is said. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_NATURAL_CHARS);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static char *
dup_value (const SentinelReading *reading)
{
  if (isnan (reading->value))
    /* Translators: a trigger judged without a number */
    return g_strdup (_ ("No value"));
  return sentinel_rule_dup_value (reading->value, reading->unit);
}

static SentinelImportance
judge (SentinelRuleFormTest *self, const SentinelReading *reading)
{
  SentinelInput input = { .kind = SENTINEL_INPUT_READING,
                          .value = reading->value,
                          .has_verdict = reading->has_verdict,
                          .triggered = reading->triggered,
                          .importance = reading->importance };
  SentinelImportance level;

  return sentinel_evaluator_judge (self->tested, &input, &level) == SENTINEL_OUTCOME_BREACH
             ? level
             : SENTINEL_IMPORTANCE_NONE;
}

static GtkWidget *
make_chip (SentinelImportance level)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gboolean is_quiet = level == SENTINEL_IMPORTANCE_NONE;

  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  if (!is_quiet) {
    GtkWidget *shape = gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (level));

    gtk_widget_add_css_class (chip, sentinel_importance_get_css_class (level));
    gtk_widget_add_css_class (shape, "mark");
    gtk_box_append (GTK_BOX (chip), shape);
  }
  gtk_box_append (GTK_BOX (chip),
                  /* Translators: the verdict of a test: no level is reached */
                  gtk_label_new (is_quiet ? _ ("OK") : sentinel_importance_get_word (level)));
  return chip;
}

static void
add_reading (SentinelRuleFormTest *self, const SentinelReading *reading)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *value = dup_value (reading);
  g_autofree char *message =
      sentinel_text_to_line (reading->message != NULL ? reading->message : reading->source,
                             MAX_TEXT_BYTES);
  GtkWidget *number = make_label (value, "title-2");

  gtk_widget_add_css_class (number, "numeric");
  gtk_widget_set_hexpand (number, TRUE);
  gtk_box_append (GTK_BOX (head), number);
  gtk_box_append (GTK_BOX (head), make_chip (judge (self, reading)));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), make_label (message, NULL));
  gtk_box_append (self->readings, box);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  return (int) judge (data, *(SentinelReading *const *) b)
         - (int) judge (data, *(SentinelReading *const *) a);
}

/* The worst first; what has no room is counted. */
static void
show_readings (SentinelRuleFormTest *self, GPtrArray *found)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint n_shown = MIN (found->len, MAX_SHOWN_READINGS);

  g_ptr_array_extend (sorted, found, NULL, NULL);
  g_ptr_array_sort_with_data (sorted, compare_cb, self);
  for (guint i = 0; i < n_shown; i++)
    add_reading (self, g_ptr_array_index (sorted, i));
  if (n_shown < found->len) {
    guint n_more = found->len - n_shown;
    g_autofree char *more =
        g_strdup_printf (ngettext ("And %u more", "And %u more", n_more), n_more);

    gtk_box_append (self->readings, make_label (more, "secondary"));
  }
}

static const char *
get_advice (const GError *error)
{
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NO_DATA))
    return _ ("The source answered without anything to measure. Check what is asked for.");
  if (error->domain != SENTINEL_PHASE_ERROR)
    return _ ("Check the parameters, then test again.");
  switch (error->code) {
  case SENTINEL_PHASE_PARAMETERS:
    return _ ("The parameters were refused. Correct them under Watch.");
  case SENTINEL_PHASE_START:
    return _ ("The trigger could not be started. Check that its program is there and may run.");
  case SENTINEL_PHASE_CONNECT:
    return _ ("There was no connection. Check the address and whether the other side runs.");
  case SENTINEL_PHASE_READ:
    return _ ("It could not be read. Check that it is there and may be read.");
  case SENTINEL_PHASE_PARSE:
    return _ ("The answer was not understood. Check that the source is the right one.");
  case SENTINEL_PHASE_TIMEOUT:
    return _ ("No answer came in time. Try again, or give it longer.");
  default:
    return _ ("Check the parameters, then test again.");
  }
}

static void
show_trouble (SentinelRuleFormTest *self, const GError *error)
{
  gboolean is_no_data = g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NO_DATA);
  g_autofree char *message = sentinel_text_to_line (error->message, MAX_TEXT_BYTES);
  GtkWidget *title = make_label (is_no_data ? _ ("No Data") : _ ("It Cannot Be Measured"), "heading");

  gtk_widget_add_css_class (title, "error");
  gtk_box_append (self->readings, title);
  gtk_box_append (self->readings, make_label (message, NULL));
  gtk_label_set_text (self->advice, get_advice (error));
}

static void
clear_result (SentinelRuleFormTest *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->readings))) != NULL)
    gtk_box_remove (self->readings, child);
  gtk_label_set_text (self->advice, "");
  gtk_widget_remove_css_class (self->card, "stale");
  gtk_widget_set_visible (self->card, FALSE);
}

static char *
dup_footnote (gint64 duration_ms)
{
  if (duration_ms == 0)
    return g_strdup (_ ("Took less than 1\u00a0ms · nothing was stored"));
  /* Translators: how long the test of a rule took, in milliseconds */
  return g_strdup_printf (_ ("Took %" G_GINT64_FORMAT "\u00a0ms · nothing was stored"), duration_ms);
}

static void
show_result (SentinelRuleFormTest *self, SentinelEvaluation *evaluation)
{
  g_autofree char *footnote = dup_footnote (evaluation->duration_ms);

  clear_result (self);
  if (evaluation->error != NULL)
    show_trouble (self, evaluation->error);
  else if (evaluation->result->readings->len > 0)
    show_readings (self, evaluation->result->readings);
  else
    gtk_label_set_text (self->advice,
                        _ ("It measured nothing that could be judged yet. Test again."));
  gtk_widget_set_visible (GTK_WIDGET (self->advice), *gtk_label_get_text (self->advice) != '\0');
  gtk_label_set_text (self->footnote, footnote);
  gtk_widget_set_visible (self->card, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self->card),
                           footnote,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_running (SentinelRuleFormTest *self)
{
  gboolean is_running = self->running != NULL;

  gtk_label_set_text (self->button_label, is_running ? _ ("Cancel") : _ ("Test Now"));
  if (!is_running) {
    g_clear_handle_id (&self->spinner_source, g_source_remove);
    gtk_widget_set_visible (self->spinner, FALSE);
  }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "test.run", is_running || self->plan != NULL);
}

static gboolean
spinner_due_cb (gpointer data)
{
  SentinelRuleFormTest *self = data;

  self->spinner_source = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  return G_SOURCE_REMOVE;
}

static void
tested_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRuleFormTest) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelEvaluation) evaluation =
      sentinel_engine_test_rule_finish (SENTINEL_ENGINE (engine), result, &error);

  g_clear_object (&self->running);
  if (self->engine == NULL)
    return;
  show_running (self);
  if (evaluation != NULL) {
    show_result (self, evaluation);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    clear_result (self);
    show_trouble (self, error);
    gtk_widget_set_visible (self->card, TRUE);
  }
}

static void
run_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleFormTest *self = SENTINEL_RULE_FORM_TEST (widget);

  if (self->running != NULL) {
    g_cancellable_cancel (self->running);
    return;
  }
  if (self->plan == NULL || self->engine == NULL)
    return;
  g_clear_pointer (&self->tested, sentinel_plan_unref);
  self->tested = sentinel_plan_ref (self->plan);
  self->running = g_cancellable_new ();
  self->spinner_source = g_timeout_add (SPINNER_AFTER_MS, spinner_due_cb, self);
  show_running (self);
  sentinel_engine_test_rule_async (self->engine,
                                   self->tested->rule,
                                   self->running,
                                   tested_cb,
                                   g_object_ref (self));
}

static void
sentinel_rule_form_test_dispose (GObject *object)
{
  SentinelRuleFormTest *self = SENTINEL_RULE_FORM_TEST (object);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->plan, sentinel_plan_unref);
  g_clear_pointer (&self->tested, sentinel_plan_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_FORM_TEST);
  G_OBJECT_CLASS (sentinel_rule_form_test_parent_class)->dispose (object);
}

static void
sentinel_rule_form_test_class_init (SentinelRuleFormTestClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_form_test_dispose;
  gtk_widget_class_install_action (widget_class, "test.run", NULL, run_action);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-form-test.ui");
  g_type_ensure (SENTINEL_TYPE_RULE_PREVIEW);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, preview);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, button);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, button_label);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, spinner);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, card);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, readings);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, advice);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleFormTest, footnote);
}

static void
sentinel_rule_form_test_init (SentinelRuleFormTest *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_running (self);
}

/**
 * sentinel_rule_form_test_set_engine:
 * @self: a pane
 * @engine: what runs the test, in any state
 */
void
sentinel_rule_form_test_set_engine (SentinelRuleFormTest *self, SentinelEngine *engine)
{
  g_set_object (&self->engine, engine);
}

/**
 * sentinel_rule_form_test_get_preview:
 * @self: a pane
 *
 * Returns: (transfer none): what stands above the test
 */
SentinelRulePreview *
sentinel_rule_form_test_get_preview (SentinelRuleFormTest *self)
{
  return self->preview;
}

/**
 * sentinel_rule_form_test_set_plan:
 * @self: a pane
 * @plan: (nullable): what would be tested now
 */
void
sentinel_rule_form_test_set_plan (SentinelRuleFormTest *self, SentinelPlan *plan)
{
  g_clear_pointer (&self->plan, sentinel_plan_unref);
  if (plan != NULL)
    self->plan = sentinel_plan_ref (plan);
  if (gtk_widget_get_visible (self->card) && self->running == NULL
      && !gtk_widget_has_css_class (self->card, "stale")) {
    gtk_widget_add_css_class (self->card, "stale");
    gtk_label_set_text (self->footnote, _ ("From before the last change"));
  }
  show_running (self);
}
