/* SPDX-License-Identifier: MIT */
/* One dialog for the wait and for the results; closing it while it waits cancels the check. */
#include "sentinel-check-dialog.h"
#include "sentinel-json.h"
#include "sentinel-rule-store.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>
#include <math.h>

#define LINE_BYTES 300
#define OUTPUT_BYTES (1024 * 1024)

#define SENTINEL_TYPE_CHECK_DIALOG (sentinel_check_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelCheckDialog, sentinel_check_dialog, SENTINEL, CHECK_DIALOG, AdwDialog)

struct _SentinelCheckDialog {
  AdwDialog parent_instance;
  GtkWidget *parent; /* weak: whose window shows the toast */
  SentinelContext *context;
  GCancellable *cancellable;
  GPtrArray *runs; /* of SentinelRun; NULL while they are on their way */
  GtkStack *stack;
  GtkLabel *summary_label;
  GtkListBox *results;
  AdwStatusPage *error_page;
};

G_DEFINE_FINAL_TYPE (SentinelCheckDialog, sentinel_check_dialog, ADW_TYPE_DIALOG)

/* What is needed to name a rule and to say what it measured. */
typedef struct {
  GPtrArray *rules; /* of SentinelRule */
  GPtrArray *states; /* of SentinelRuleState */
} Names;

static void
names_free (gpointer data)
{
  Names *self = data;

  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Names, names_free)

static gpointer
read_names (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autoptr (Names) names = g_new0 (Names, 1);

  names->rules = sentinel_rule_store_list (db, error);
  if (names->rules == NULL)
    return NULL;
  names->states = sentinel_rule_store_list_states (db, error);
  return names->states != NULL ? g_steal_pointer (&names) : NULL;
}

static const SentinelRule *
find_rule (const Names *names, gint64 rule_id)
{
  for (guint i = 0; i < names->rules->len; i++) {
    const SentinelRule *rule = g_ptr_array_index (names->rules, i);

    if (rule->id == rule_id)
      return rule;
  }
  return NULL;
}

static const char *
find_output (const Names *names, gint64 rule_id)
{
  for (guint i = 0; i < names->states->len; i++) {
    const SentinelRuleState *state = g_ptr_array_index (names->states, i);

    if (state->rule_id == rule_id)
      return state->last_output;
  }
  return NULL;
}

/* What a single reading was, or how many there were; NULL: nothing to tell. */
static char *
dup_value (const char *output)
{
  g_autoptr (JsonNode) root = output != NULL ? sentinel_json_parse (output, -1, OUTPUT_BYTES, NULL)
                                             : NULL;
  JsonArray *readings = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root)
                                                                     : NULL;
  guint n_readings = readings != NULL ? json_array_get_length (readings) : 0;
  JsonObject *reading;
  g_autofree char *unit = NULL;

  if (n_readings > 1)
    return g_strdup_printf (ngettext ("%u reading", "%u readings", n_readings), n_readings);
  if (n_readings == 0 || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (readings, 0)))
    return NULL;
  reading = json_array_get_object_element (readings, 0);
  if (!json_object_has_member (reading, "value") || json_object_get_null_member (reading, "value"))
    return NULL;
  unit =
      sentinel_text_to_line (json_object_get_string_member_with_default (reading, "unit", ""), 32);
  return g_strdup_printf (*unit != '\0' ? "%'.4g\302\240%s" : "%'.4g%s",
                          json_object_get_double_member_with_default (reading, "value", NAN),
                          unit);
}

static gboolean
is_bad (const SentinelRun *run)
{
  return run->outcome == SENTINEL_OUTCOME_ERROR || run->outcome == SENTINEL_OUTCOME_NO_DATA;
}

static const char *
get_outcome_word (SentinelOutcome outcome)
{
  switch (outcome) {
  case SENTINEL_OUTCOME_OK:
    return _ ("OK");
  case SENTINEL_OUTCOME_BREACH:
    return _ ("Firing");
  case SENTINEL_OUTCOME_NO_DATA:
    return _ ("No data");
  case SENTINEL_OUTCOME_ERROR:
    return _ ("Cannot be measured");
  case SENTINEL_OUTCOME_PRIMED:
    return _ ("First sample taken");
  case SENTINEL_OUTCOME_SKIPPED:
  default:
    return _ ("Skipped");
  }
}

static const char *
get_phase_word (SentinelPhase phase)
{
  switch (phase) {
  case SENTINEL_PHASE_PARAMETERS:
    return _ ("Wrong parameters");
  case SENTINEL_PHASE_START:
    return _ ("Could not start");
  case SENTINEL_PHASE_CONNECT:
    return _ ("Could not connect");
  case SENTINEL_PHASE_READ:
    return _ ("Could not read");
  case SENTINEL_PHASE_PARSE:
    return _ ("Answer not understood");
  case SENTINEL_PHASE_TIMEOUT:
    return _ ("No answer in time");
  case SENTINEL_PHASE_EVALUATE:
    return _ ("Could not evaluate");
  case SENTINEL_PHASE_NONE:
  default:
    return get_outcome_word (SENTINEL_OUTCOME_ERROR);
  }
}

static GtkWidget *
make_icon (const SentinelRun *run)
{
  const char *name = "content-loading-symbolic", *tone = "dim-label";
  GtkWidget *icon;

  if (is_bad (run)) {
    name = "action-unavailable-symbolic";
    tone = "error";
  } else if (run->outcome == SENTINEL_OUTCOME_BREACH) {
    name = "preferences-system-notifications-symbolic";
    tone = "warning";
  } else if (run->outcome == SENTINEL_OUTCOME_OK) {
    name = "object-select-symbolic";
    tone = "success";
  }
  icon = gtk_image_new_from_icon_name (name);
  gtk_widget_add_css_class (icon, tone);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return icon;
}

/* "Firing · 97.4 %", "Could not connect: …" */
static char *
dup_subtitle (const Names *names, const SentinelRun *run)
{
  const char *word = is_bad (run) && run->phase != SENTINEL_PHASE_NONE
                         ? get_phase_word (run->phase)
                         : get_outcome_word (run->outcome);
  g_autofree char *message = run->message != NULL ? sentinel_text_to_line (run->message, LINE_BYTES)
                                                  : NULL;
  g_autofree char *value =
      is_bad (run) || message != NULL ? NULL : dup_value (find_output (names, run->rule_id));

  if (message != NULL && *message != '\0')
    /* Translators: what came of a check, and the reason that was given */
    return g_strdup_printf (_ ("%s: %s"), word, message);
  if (value != NULL)
    return g_strdup_printf ("%s · %s", word, value);
  return g_strdup (word);
}

static GtkWidget *
make_row (const Names *names, const SentinelRun *run)
{
  const SentinelRule *rule = find_rule (names, run->rule_id);
  g_autofree char *title = rule != NULL ? sentinel_text_to_line (rule->name, LINE_BYTES)
                                        : g_strdup (_ ("Deleted rule"));
  g_autofree char *subtitle = dup_subtitle (names, run);
  /* Translators: how long a check took; the space before ms is a no-break space */
  g_autofree char *took = g_strdup_printf (_ ("%d ms"), (int) run->duration_ms);
  GtkWidget *row = adw_action_row_new (), *label = gtk_label_new (took);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_icon (run));
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), rule != NULL);
  return row;
}

/* "5 checked, 1 firing, 1 cannot be measured" */
static char *
dup_summary (GPtrArray *runs)
{
  guint n_firing = 0, n_bad = 0;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++) {
    const SentinelRun *run = g_ptr_array_index (runs, i);

    n_firing += run->outcome == SENTINEL_OUTCOME_BREACH;
    n_bad += is_bad (run);
  }
  /* Translators: how many rules; the two that follow are appended to it */
  g_string_printf (text, ngettext ("%u checked", "%u checked", runs->len), runs->len);
  if (n_firing > 0)
    g_string_append_printf (text, ngettext (", %u firing", ", %u firing", n_firing), n_firing);
  if (n_bad > 0)
    g_string_append_printf (text,
                            ngettext (", %u cannot be measured", ", %u cannot be measured", n_bad),
                            n_bad);
  return g_string_free (text, FALSE);
}

static void
show_error (SentinelCheckDialog *self, const GError *error)
{
  g_autofree char *text = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->error_page, text);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
show_results (SentinelCheckDialog *self, const Names *names)
{
  g_autofree char *summary = dup_summary (self->runs);

  gtk_label_set_label (self->summary_label, summary);
  for (guint i = 0; i < self->runs->len; i++)
    gtk_list_box_append (self->results, make_row (names, g_ptr_array_index (self->runs, i)));
  gtk_stack_set_visible_child_name (self->stack, "results");
  if (self->parent != NULL)
    sentinel_toast_show (self->parent, summary);
}

static void
names_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelCheckDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Names) names = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (names != NULL)
    show_results (self, names);
  else
    show_error (self, error);
}

static void
checked_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelCheckDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs =
      sentinel_engine_run_all_finish (SENTINEL_ENGINE (engine), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (runs == NULL) {
    show_error (self, error);
    return;
  }
  if (runs->len == 0) {
    gtk_stack_set_visible_child_name (self->stack, "nothing");
    return;
  }
  self->runs = g_steal_pointer (&runs);
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             read_names,
                             NULL,
                             NULL,
                             names_free,
                             self->cancellable,
                             names_read_cb,
                             g_object_ref (self));
}

static void
row_activated_cb (SentinelCheckDialog *self, GtkListBoxRow *row)
{
  const SentinelRun *run = g_ptr_array_index (self->runs, gtk_list_box_row_get_index (row));

  if (self->parent != NULL)
    gtk_widget_activate_action (self->parent, "win.show-rule", "x", run->rule_id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
sentinel_check_dialog_closed (AdwDialog *dialog)
{
  g_cancellable_cancel (SENTINEL_CHECK_DIALOG (dialog)->cancellable);
}

static void
sentinel_check_dialog_dispose (GObject *object)
{
  SentinelCheckDialog *self = SENTINEL_CHECK_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_weak_pointer (&self->parent);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_CHECK_DIALOG);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_check_dialog_parent_class)->dispose (object);
}

static void
sentinel_check_dialog_finalize (GObject *object)
{
  SentinelCheckDialog *self = SENTINEL_CHECK_DIALOG (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  G_OBJECT_CLASS (sentinel_check_dialog_parent_class)->finalize (object);
}

static void
sentinel_check_dialog_class_init (SentinelCheckDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_check_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_check_dialog_finalize;
  ADW_DIALOG_CLASS (klass)->closed = sentinel_check_dialog_closed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-check-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelCheckDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SentinelCheckDialog, summary_label);
  gtk_widget_class_bind_template_child (widget_class, SentinelCheckDialog, results);
  gtk_widget_class_bind_template_child (widget_class, SentinelCheckDialog, error_page);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sentinel_check_dialog_init (SentinelCheckDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sentinel_check_all:
 * @parent: a widget of the window that asks, below its toast overlay
 * @context: the program's parts
 *
 * Checks every rule that is switched on, whoever watches, and shows what came of it. Main thread.
 */
void
sentinel_check_all (GtkWidget *parent, SentinelContext *context)
{
  SentinelCheckDialog *self = g_object_new (SENTINEL_TYPE_CHECK_DIALOG, NULL);

  g_set_weak_pointer (&self->parent, parent);
  self->context = g_object_ref (context);
  sentinel_engine_run_all_async (sentinel_context_get_engine (context),
                                 self->cancellable,
                                 checked_cb,
                                 g_object_ref (self));
  adw_dialog_present (ADW_DIALOG (self), parent);
}
