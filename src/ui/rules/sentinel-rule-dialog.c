/* SPDX-License-Identifier: MIT */
/* The rule as it is typed is judged whole after every change: by the schema of its trigger, by the
 * trigger, by what a rule may be, and by its plan. */
#include "sentinel-rule-dialog.h"

#include <glib/gi18n.h>

#include "sentinel-age.h"
#include "sentinel-error.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-form-actions.h"
#include "sentinel-rule-form-levels.h"
#include "sentinel-rule-form-schedule.h"
#include "sentinel-rule-form-source.h"
#include "sentinel-rule-form-test.h"
#include "sentinel-rule-merge.h"
#include "sentinel-rule-picker.h"
#include "sentinel-rule-store.h"
#include "sentinel-rule-versions-dialog.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"

#define N_PAGES 4
#define MAX_PROBLEM_BYTES 300

struct _SentinelRuleDialog {
  AdwDialog parent_instance;
  AdwNavigationView *navigation;
  AdwNavigationPage *edit_page;
  SentinelRulePicker *picker;
  AdwViewStack *stack;
  AdwViewStackPage *source_page, *schedule_page, *levels_page, *actions_page;
  SentinelRuleFormSource *source;
  SentinelRuleFormSchedule *schedule;
  SentinelRuleFormLevels *levels;
  SentinelRuleFormActions *actions;
  SentinelRuleFormTest *test;
  AdwBin *test_bin, *side_bin;
  AdwBanner *banner;
  GtkRevealer *problem;
  GtkLabel *problem_label;
  GtkButton *save_button;
  GtkWidget *cancel_button, *versions_button;

  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelTrigger *trigger; /* nullable: not picked yet, or not known here */
  SentinelRule *base; /* nullable; what the edit began with */
  JsonNode *unchanged; /* nullable; the same, to see what is unsaved; NULL: everything is */
  SentinelRule *theirs; /* nullable: what somebody else stored meanwhile */
  GCancellable *cancellable;
  int wrong_page; /* -1: none, or on no certain one */
  gboolean is_saving, is_gone, is_disposed;
};

enum {
  SIGNAL_SAVED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRuleDialog, sentinel_rule_dialog, ADW_TYPE_DIALOG)

static SentinelRuleForm *
get_form (SentinelRuleDialog *self, int page)
{
  SentinelRuleForm *forms[N_PAGES] = { SENTINEL_RULE_FORM (self->source),
                                       SENTINEL_RULE_FORM (self->schedule),
                                       SENTINEL_RULE_FORM (self->levels),
                                       SENTINEL_RULE_FORM (self->actions) };

  return forms[page];
}

static AdwViewStackPage *
get_stack_page (SentinelRuleDialog *self, int page)
{
  AdwViewStackPage *pages[N_PAGES] = { self->source_page,
                                       self->schedule_page,
                                       self->levels_page,
                                       self->actions_page };

  return pages[page];
}

/* As it is typed, right or wrong. */
static SentinelRule *
dup_rule (SentinelRuleDialog *self)
{
  SentinelRule *rule = sentinel_rule_copy (self->base);

  for (int i = 0; i < N_PAGES; i++)
    sentinel_rule_form_fill (get_form (self, i), rule);
  return rule;
}

/* To compare: which parameter comes first means nothing. */
static JsonNode *
dup_json (const SentinelRule *rule)
{
  g_autoptr (JsonObject) object = sentinel_rule_to_json (rule);

  return json_node_init_object (json_node_alloc (), object);
}

/* Judging */

static SentinelPlan *
compile (SentinelRuleDialog *self, const SentinelRule *rule, GError **error)
{
  g_autoptr (GArray) levels = NULL;

  if (self->trigger != NULL)
    levels = sentinel_trigger_dup_levels (self->trigger, json_node_get_object (rule->parameters));
  return sentinel_plan_compile (rule, levels, error);
}

static void
show_trigger_levels (SentinelRuleDialog *self, const SentinelRule *rule)
{
  g_autoptr (SentinelRule) plain = sentinel_rule_copy (rule);
  g_autoptr (SentinelPlan) plan = NULL;
  g_autoptr (GArray) levels = NULL;

  g_clear_pointer (&plain->levels, g_array_unref);
  plan = compile (self, plain, NULL);
  if (plan != NULL && plan->n_levels > 0) {
    levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
    g_array_append_vals (levels, plan->levels, plan->n_levels);
  }
  sentinel_rule_form_levels_set_trigger_levels (self->levels, levels);
}

static void
add_problem (GPtrArray *problems, GError *error)
{
  if (error != NULL)
    g_ptr_array_add (problems, error);
}

/* Each page by itself: a rule names only the first thing that is wrong with it. What the edit began
 * with may be wrong on another page, where it may have been mended. */
static void
find_page_problems (SentinelRuleDialog *self, GPtrArray *problems)
{
  for (int i = 0; i < N_PAGES; i++) {
    g_autoptr (SentinelRule) rule = sentinel_rule_copy (self->base);
    GError *error = NULL;

    sentinel_rule_form_fill (get_form (self, i), rule);
    if (sentinel_rule_validate (rule, &error))
      continue;
    if (sentinel_rule_form_show_error (get_form (self, i), error))
      add_problem (problems, error);
    else
      g_error_free (error);
  }
}

/* All that is wrong, so that it can be mended in one go. */
static GPtrArray *
find_problems (SentinelRuleDialog *self, const SentinelRule *rule, SentinelPlan **plan)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  GError *name = NULL, *parameters = NULL, *whole = NULL;

  sentinel_rule_form_source_check_name (self->source, &name);
  sentinel_rule_form_source_check_parameters (self->source, &parameters);
  if (parameters == NULL && sentinel_rule_validate (rule, &whole))
    *plan = compile (self, rule, &whole);
  add_problem (problems, name);
  find_page_problems (self, problems);
  add_problem (problems, parameters);
  add_problem (problems, whole);
  return problems;
}

/* What is wrong with the parameters is marked by the form that they are typed into. */
static void
mark_fields (SentinelRuleDialog *self, GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    for (int page = 0; page < N_PAGES; page++)
      if (sentinel_rule_form_show_error (get_form (self, page), g_ptr_array_index (problems, i)))
        break;
}

static SentinelFieldNote *
mark_pages (SentinelRuleDialog *self)
{
  SentinelFieldNote *first = NULL;

  self->wrong_page = -1;
  for (int i = N_PAGES - 1; i >= 0; i--) {
    SentinelFieldNote *wrong = sentinel_rule_form_find_wrong (get_form (self, i));

    adw_view_stack_page_set_needs_attention (get_stack_page (self, i), wrong != NULL);
    if (wrong == NULL)
      continue;
    first = wrong;
    self->wrong_page = i;
  }
  return first;
}

/* The line says where it is as well, since that field may be out of sight. */
static void
show_problems (SentinelRuleDialog *self, GPtrArray *problems)
{
  SentinelFieldNote *first;
  g_autofree char *sentence = NULL;
  g_autofree char *line = NULL;

  mark_fields (self, problems);
  first = mark_pages (self);
  gtk_revealer_set_reveal_child (self->problem, problems->len > 0);
  if (problems->len == 0)
    return;
  if (first != NULL)
    sentence = sentinel_field_note_dup_sentence (first);
  else
    sentence = g_strdup (((GError *) g_ptr_array_index (problems, 0))->message);
  line = sentinel_text_to_line (sentence, MAX_PROBLEM_BYTES);
  gtk_label_set_text (self->problem_label, line);
}

/* Not over what somebody else did: that is answered first. */
static gboolean
may_save (SentinelRuleDialog *self)
{
  return !self->is_saving && !self->is_gone && self->theirs == NULL;
}

static gboolean
is_changed (SentinelRuleDialog *self, const SentinelRule *rule)
{
  g_autoptr (JsonNode) now = dup_json (rule);

  return self->unchanged == NULL || !json_node_equal (now, self->unchanged)
         || sentinel_rule_form_source_is_unread (self->source);
}

static void
judge (SentinelRuleDialog *self)
{
  g_autoptr (SentinelRule) rule = dup_rule (self);
  g_autoptr (SentinelPlan) plan = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  for (int i = 0; i < N_PAGES; i++)
    sentinel_rule_form_clear_errors (get_form (self, i));
  problems = find_problems (self, rule, &plan);
  show_problems (self, problems);
  show_trigger_levels (self, rule);
  sentinel_rule_form_test_set_plan (self->test, plan);
  sentinel_rule_preview_set_rule (sentinel_rule_form_test_get_preview (self->test),
                                  self->base->id != 0 ? self->base : NULL,
                                  plan);
  sentinel_rule_form_actions_set_plan (self->actions, plan);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "rule.save",
                                 problems->len == 0 && may_save (self));
  adw_dialog_set_can_close (ADW_DIALOG (self), !self->is_saving && !is_changed (self, rule));
}

/* base: (transfer full): what counts as unchanged. */
static void
set_base (SentinelRuleDialog *self, SentinelRule *base)
{
  g_clear_pointer (&self->base, sentinel_rule_unref);
  g_clear_pointer (&self->unchanged, json_node_unref);
  self->base = base;
  self->unchanged = dup_json (base);
}

static void
load (SentinelRuleDialog *self, const SentinelRule *rule)
{
  for (int i = 0; i < N_PAGES; i++)
    sentinel_rule_form_load (get_form (self, i), rule);
}

/* What the pages make of an untouched rule is the unchanged one. */
static void
begin (SentinelRuleDialog *self)
{
  set_base (self, dup_rule (self));
  judge (self);
}

static void
show_edit_page (SentinelRuleDialog *self, SentinelTrigger *trigger)
{
  gboolean is_new = self->base->id == 0;
  const char *name = trigger != NULL ? sentinel_trigger_describe (trigger)->name
                                     : self->base->trigger;

  adw_navigation_page_set_title (self->edit_page, name);
  gtk_widget_set_visible (self->versions_button, !is_new);
  gtk_button_set_label (self->save_button, is_new ? _ ("_Add Rule") : _ ("_Save"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->save_button),
                               is_new ? _ ("Add Rule (Ctrl+Enter)") : _ ("Save (Ctrl+Enter)"));
}

/* Picking */

static SentinelRule *
make_rule (const SentinelTriggerInfo *info)
{
  SentinelRule *rule = sentinel_rule_new ();

  g_set_str (&rule->trigger, info->id);
  g_set_str (&rule->name, info->name);
  g_set_str (&rule->category, info->category);
  rule->importance = info->importance;
  rule->period_ms = info->period_ms;
  rule->for_ms = info->for_ms;
  rule->keep_ms = info->keep_ms;
  return rule;
}

static void
picked_cb (SentinelRuleDialog *self, SentinelTrigger *trigger)
{
  /* Who comes back to the same trigger finds what was typed. */
  if (self->trigger != trigger) {
    self->trigger = trigger;
    set_base (self, make_rule (sentinel_trigger_describe (trigger)));
    sentinel_rule_form_source_set_trigger (self->source, trigger);
    load (self, self->base);
    sentinel_rule_form_source_propose_name (self->source);
    show_edit_page (self, trigger);
    adw_view_stack_set_visible_child_name (self->stack, "watch");
    begin (self);
  }
  adw_navigation_view_push (self->navigation, self->edit_page);
}

/* Other edits */

static void
show_theirs (SentinelRuleDialog *self)
{
  g_autofree char *time = sentinel_age_format_clock (self->theirs->updated_at_us,
                                                     sentinel_ticker_get_zone (self->ticker));
  /* Translators: the rule in the dialog was edited by somebody else; a time of day */
  g_autofree char *title = g_strdup_printf (_ ("Changed elsewhere at %s. Reloading keeps what you "
                                               "typed."),
                                            time);

  adw_banner_set_title (self->banner, title);
  adw_banner_set_button_label (self->banner, _ ("_Reload"));
  adw_banner_set_revealed (self->banner, TRUE);
}

/* Shown also over what was said of a change: there is nothing to reload any more. */
static void
show_gone (SentinelRuleDialog *self)
{
  g_clear_pointer (&self->theirs, sentinel_rule_unref);
  self->is_gone = TRUE;
  adw_banner_set_title (self->banner, _ ("The rule was deleted elsewhere."));
  adw_banner_set_button_label (self->banner, _ ("_Add as New"));
  adw_banner_set_revealed (self->banner, TRUE);
}

/* Deleting and bringing back, switching off and on: a new version that says the same. */
static gboolean
says_the_same (SentinelRuleDialog *self, const SentinelRule *stored)
{
  g_autoptr (SentinelRule) copy = sentinel_rule_copy (stored);
  g_autoptr (JsonNode) was = dup_json (self->base);
  g_autoptr (JsonNode) is = NULL;

  copy->version = self->base->version;
  copy->updated_at_us = self->base->updated_at_us;
  is = dup_json (copy);
  return json_node_equal (was, is);
}

static void
show_stored (SentinelRuleDialog *self, SentinelRule *stored)
{
  self->is_gone = FALSE;
  g_clear_pointer (&self->theirs, sentinel_rule_unref);
  if (stored->version == self->base->version) {
    adw_banner_set_revealed (self->banner, FALSE);
  } else if (says_the_same (self, stored)) {
    set_base (self, sentinel_rule_copy (stored));
    adw_banner_set_revealed (self->banner, FALSE);
  } else {
    self->theirs = sentinel_rule_ref (stored);
    show_theirs (self);
  }
}

static void
compare_with_stored (SentinelRuleDialog *self, GPtrArray *rules)
{
  if (self->base == NULL || self->base->id == 0 || self->is_saving)
    return;
  for (guint i = 0; i < rules->len; i++) {
    SentinelRule *rule = g_ptr_array_index (rules, i);

    if (rule->id == self->base->id) {
      show_stored (self, rule);
      return;
    }
  }
  show_gone (self);
}

static gpointer
read_rules (SentinelDatabase *db, gpointer data, GError **error)
{
  return sentinel_rule_store_list (db, error);
}

static void
rules_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRuleDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (self->is_disposed || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rules == NULL) {
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("The rules cannot be read"), error);
    return;
  }
  sentinel_rule_form_source_set_rules (self->source, rules);
  compare_with_stored (self, rules);
  if (self->base == NULL)
    return;
  if (adw_dialog_get_can_close (ADW_DIALOG (self)) && self->base->id == 0)
    begin (self);
  else
    judge (self);
}

static void
read_again (SentinelRuleDialog *self)
{
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             read_rules,
                             NULL,
                             NULL,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             rules_read_cb,
                             g_object_ref (self));
}

/* Whoever deleted it meant that one: this is another, and as unsaved as a new one. */
static void
begin_anew (SentinelRuleDialog *self)
{
  g_autoptr (SentinelRule) fresh = sentinel_rule_new ();
  SentinelRule *mine = dup_rule (self);

  self->is_gone = FALSE;
  g_set_str (&mine->uid, fresh->uid);
  mine->id = fresh->id;
  mine->version = fresh->version;
  set_base (self, mine);
  g_clear_pointer (&self->unchanged, json_node_unref);
  load (self, mine);
}

static void
take_theirs (SentinelRuleDialog *self)
{
  g_autoptr (SentinelRule) mine = dup_rule (self);
  g_autoptr (SentinelRule) merged = sentinel_rule_merge (self->base, mine, self->theirs);

  set_base (self, g_steal_pointer (&self->theirs));
  load (self, merged);
}

static void
reload_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleDialog *self = SENTINEL_RULE_DIALOG (widget);

  if (!self->is_gone && self->theirs == NULL)
    return;
  adw_banner_set_revealed (self->banner, FALSE);
  if (self->is_gone)
    begin_anew (self);
  else
    take_theirs (self);
  show_edit_page (self, self->trigger);
  judge (self);
}

/* Saving */

static void
show_save_error (SentinelRuleDialog *self, const GError *error)
{
  if (g_strcmp0 (sentinel_error_get_field (error), "name") == 0) {
    g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);

    g_ptr_array_add (problems, g_error_copy (error));
    show_problems (self, problems);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "rule.save", FALSE);
  } else if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND)) {
    show_gone (self);
  } else if (self->base->id == 0
             || !g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_CONFLICT)) {
    /* A conflict with what somebody else stored is said when that was read. */
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("The rule was not stored"), error);
  }
}

static void
saved_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRuleDialog) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_saved = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);

  self->is_saving = FALSE;
  if (self->is_disposed)
    return;
  if (is_saved) {
    g_signal_emit (self, signals[SIGNAL_SAVED], 0);
    adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }
  judge (self);
  show_save_error (self, error);
  read_again (self);
}

static void
save_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleDialog *self = SENTINEL_RULE_DIALOG (widget);
  g_autofree char *name = sentinel_context_dup_actor_name (self->context);
  SentinelActor actor = { .name = name, .via = SENTINEL_VIA_WINDOW };
  SentinelRule *rule;
  gboolean is_new;

  /* By keyboard it would also come from the page before. */
  if (self->base == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->edit_page)))
    return;
  rule = dup_rule (self);
  is_new = rule->id == 0;
  self->is_saving = TRUE;
  gtk_widget_action_set_enabled (widget, "rule.save", FALSE);
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              is_new ? sentinel_rule_acts_add : sentinel_rule_acts_edit,
                              sentinel_rule_act_new (rule, rule->id, &actor),
                              (GDestroyNotify) sentinel_rule_act_free,
                              NULL,
                              saved_cb,
                              g_object_ref (self));
}

static void
show_problem_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleDialog *self = SENTINEL_RULE_DIALOG (widget);
  int page = MAX (self->wrong_page, 0);
  SentinelFieldNote *wrong = sentinel_rule_form_find_wrong (get_form (self, page));

  adw_view_stack_set_visible_child (self->stack,
                                    adw_view_stack_page_get_child (get_stack_page (self, page)));
  if (wrong != NULL)
    sentinel_field_note_go_to_field (wrong);
}

/* Closing */

static void
discard_chosen_cb (AdwAlertDialog *alert, const char *response, SentinelRuleDialog *self)
{
  if (g_str_equal (response, "discard"))
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
sentinel_rule_dialog_close_attempt (AdwDialog *dialog)
{
  SentinelRuleDialog *self = SENTINEL_RULE_DIALOG (dialog);
  AdwDialog *alert;

  if (self->is_saving)
    return;
  alert = adw_alert_dialog_new (_ ("Discard Changes?"), _ ("What you changed is not stored yet."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert),
                                  "cancel",
                                  _ ("_Keep Editing"),
                                  "discard",
                                  _ ("_Discard"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert),
                                            "discard",
                                            ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (alert, "response", G_CALLBACK (discard_chosen_cb), self, 0);
  adw_dialog_present (alert, GTK_WIDGET (self));
}

static void
cancel_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
versions_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRuleDialog *self = SENTINEL_RULE_DIALOG (widget);

  sentinel_rule_versions_show (widget, self->context, self->ticker, self->base->id);
}

/* The pane has one parent at a time: beside the pages, or as one of them. */
static void
move_test (SentinelRuleDialog *self, AdwBin *from, AdwBin *to)
{
  g_autoptr (SentinelRuleFormTest) test = g_object_ref (self->test);

  adw_bin_set_child (from, NULL);
  adw_bin_set_child (to, GTK_WIDGET (test));
}

static void
narrowed_cb (SentinelRuleDialog *self)
{
  move_test (self, self->side_bin, self->test_bin);
}

static void
widened_cb (SentinelRuleDialog *self)
{
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "test") == 0)
    adw_view_stack_set_visible_child_name (self->stack, "watch");
  move_test (self, self->test_bin, self->side_bin);
}

static void
sentinel_rule_dialog_dispose (GObject *object)
{
  SentinelRuleDialog *self = SENTINEL_RULE_DIALOG (object);

  self->is_disposed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULE_DIALOG);
  g_clear_pointer (&self->base, sentinel_rule_unref);
  g_clear_pointer (&self->theirs, sentinel_rule_unref);
  g_clear_pointer (&self->unchanged, json_node_unref);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_rule_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, edit_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, picker);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, source_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, schedule_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, levels_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, actions_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, source);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, schedule);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, levels);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, actions);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, test);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, test_bin);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, side_bin);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, problem_label);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, SentinelRuleDialog, versions_button);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrowed_cb);
  gtk_widget_class_bind_template_callback (widget_class, widened_cb);
}

static void
sentinel_rule_dialog_class_init (SentinelRuleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->close_attempt = sentinel_rule_dialog_close_attempt;
  signals[SIGNAL_SAVED] = g_signal_new ("saved",
                                        SENTINEL_TYPE_RULE_DIALOG,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
  gtk_widget_class_install_action (widget_class, "rule.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "rule.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (widget_class, "rule.versions", NULL, versions_action);
  gtk_widget_class_install_action (widget_class, "rule.reload", NULL, reload_action);
  gtk_widget_class_install_action (widget_class, "rule.show-problem", NULL, show_problem_action);
  g_type_ensure (SENTINEL_TYPE_RULE_PICKER);
  g_type_ensure (SENTINEL_TYPE_RULE_FORM_SOURCE);
  g_type_ensure (SENTINEL_TYPE_RULE_FORM_SCHEDULE);
  g_type_ensure (SENTINEL_TYPE_RULE_FORM_LEVELS);
  g_type_ensure (SENTINEL_TYPE_RULE_FORM_ACTIONS);
  g_type_ensure (SENTINEL_TYPE_RULE_FORM_TEST);
  bind_template (widget_class);
}

static void
sentinel_rule_dialog_init (SentinelRuleDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->wrong_page = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rule.save", FALSE);
  g_signal_connect_object (sentinel_rule_form_test_get_preview (self->test),
                           "level-dragged",
                           G_CALLBACK (sentinel_rule_form_levels_move_level),
                           self->levels,
                           G_CONNECT_SWAPPED);
  for (int i = 0; i < N_PAGES; i++)
    g_signal_connect_object (get_form (self, i),
                             "changed",
                             G_CALLBACK (judge),
                             self,
                             G_CONNECT_SWAPPED);
}

static void
edit_rule (SentinelRuleDialog *self, const SentinelRule *rule)
{
  SentinelRegistry *registry = sentinel_context_get_registry (self->context);

  self->trigger = sentinel_registry_find (registry, rule->trigger, NULL);
  set_base (self, sentinel_rule_copy (rule));
  sentinel_rule_form_source_set_trigger (self->source, self->trigger);
  load (self, rule);
  show_edit_page (self, self->trigger);
  begin (self);
  gtk_widget_set_visible (self->cancel_button, TRUE);
  adw_navigation_view_replace (self->navigation, &self->edit_page, 1);
}

/**
 * sentinel_rule_dialog_new:
 * @context: where rules are stored and tested
 * @ticker: in which zone times are told
 * @rule: (nullable): the rule to edit; one with id 0: a new one with these values; %NULL: a new
 * one, whose trigger is picked first
 *
 * It emits "saved" when the commit is there, and closes.
 *
 * Returns: (transfer floating): a dialog to present
 */
AdwDialog *
sentinel_rule_dialog_new (SentinelContext *context,
                          SentinelTicker *ticker,
                          const SentinelRule *rule)
{
  SentinelRuleDialog *self = g_object_new (SENTINEL_TYPE_RULE_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  sentinel_rule_form_schedule_set_ticker (self->schedule, ticker);
  sentinel_rule_preview_set_context (sentinel_rule_form_test_get_preview (self->test),
                                     context,
                                     ticker);
  sentinel_rule_form_test_set_engine (self->test, sentinel_context_get_engine (context));
  sentinel_rule_form_actions_set_context (self->actions, context, ticker);
  sentinel_rule_picker_set_registry (self->picker, sentinel_context_get_registry (context));
  gtk_widget_set_visible (self->cancel_button, FALSE);
  if (rule != NULL)
    edit_rule (self, rule);
  g_signal_connect_object (sentinel_context_get_store (context),
                           "rules-changed",
                           G_CALLBACK (read_again),
                           self,
                           G_CONNECT_SWAPPED);
  read_again (self);
  return ADW_DIALOG (self);
}
