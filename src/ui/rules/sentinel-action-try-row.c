/* SPDX-License-Identifier: MIT */
/* Commands are run by the owner of the engine alone, which may be another process: then it is said
 * who is waited for. */
#include "sentinel-action-try-row.h"

#include <glib/gi18n.h>

#include "sentinel-action-trial.h"
#include "sentinel-action-words.h"
#include "sentinel-action.h"
#include "sentinel-text.h"

#define MAX_ERROR_BYTES 300

struct _SentinelActionTryRow {
  AdwActionRow parent_instance;
  GtkImage *mark;
  GtkWidget *spinner;
  GtkButton *button;
  SentinelContext *context; /* nullable */
  SentinelTicker *ticker; /* nullable */
  SentinelActionTrial *trial; /* nullable */
  SentinelRule *rule; /* nullable */
  char *channel; /* nullable */
  char *said; /* nullable: the action as it is typed now */
};

G_DEFINE_FINAL_TYPE (SentinelActionTryRow, sentinel_action_try_row, ADW_TYPE_ACTION_ROW)

static gboolean
is_desktop (SentinelActionTryRow *self)
{
  return g_strcmp0 (self->channel, SENTINEL_ACTION_DESKTOP) == 0;
}

/* Words: */

static const char *
get_waiting_words (SentinelActionTryRow *self)
{
  switch (sentinel_engine_get_state (sentinel_context_get_engine (self->context))) {
  case SENTINEL_ENGINE_WAITING:
    return is_desktop (self) ? _ ("Waits for the desktop…")
                             : _ ("Waits for the other program that watches the rules: it runs "
                                  "the commands…");
  case SENTINEL_ENGINE_STOPPED:
  case SENTINEL_ENGINE_DRAINING:
    return _ ("Rules are not watched here now: waits for another program that does…");
  case SENTINEL_ENGINE_RUNNING:
  default:
    return _ ("Waits its turn…");
  }
}

static char *
dup_too_late_words (SentinelActionTryRow *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->context);

  if (sentinel_engine_get_state (engine) == SENTINEL_ENGINE_RUNNING)
    return g_strdup_printf (_ ("Not begun within %d seconds, and taken back: what the rule did "
                               "before is not over yet. Try again later."),
                            SENTINEL_ACTION_TRIAL_SECONDS);
  return g_strdup_printf (_ ("Nobody began it within %d seconds, and it was taken back: the "
                             "program "
                             "that watches the rules does not answer. See that it runs, and try "
                             "again."),
                          SENTINEL_ACTION_TRIAL_SECONDS);
}

static char *
dup_words (SentinelActionTryRow *self, gboolean *is_good)
{
  switch (sentinel_action_trial_get_state (self->trial)) {
  case SENTINEL_TRIAL_WAITING:
    return g_strdup (get_waiting_words (self));
  case SENTINEL_TRIAL_RUNNING:
    return g_strdup (_ ("Runs…"));
  case SENTINEL_TRIAL_ENDED:
    return sentinel_action_dup_test_words (sentinel_action_trial_get_delivery (self->trial),
                                           sentinel_ticker_get_zone (self->ticker),
                                           is_good);
  case SENTINEL_TRIAL_TIMED_OUT:
    return dup_too_late_words (self);
  case SENTINEL_TRIAL_CANCELLED:
    return g_strdup (_ ("Cancelled before it began"));
  case SENTINEL_TRIAL_LEFT:
    return g_strdup (_ ("It had begun and runs to its end; what comes of it is not waited for"));
  case SENTINEL_TRIAL_BROKEN:
    return sentinel_text_to_line (sentinel_action_trial_get_error (self->trial)->message,
                                  MAX_ERROR_BYTES);
  case SENTINEL_TRIAL_NONE:
  default:
    return g_strdup (is_desktop (self) ? _ ("Shows a notification that says it is a test")
                                       : _ ("Runs it now, with an event that is made up"));
  }
}

static const char *
get_mark (SentinelTrialState state, gboolean is_good)
{
  if (state == SENTINEL_TRIAL_ENDED && is_good)
    return "object-select-symbolic";
  return state == SENTINEL_TRIAL_ENDED || state == SENTINEL_TRIAL_TIMED_OUT
                 || state == SENTINEL_TRIAL_BROKEN
             ? "dialog-error-symbolic"
             : NULL;
}

/* Showing: */

static void
show_mark (SentinelActionTryRow *self, const char *icon_name, gboolean is_good)
{
  GtkWidget *mark = GTK_WIDGET (self->mark);

  gtk_widget_set_visible (mark, icon_name != NULL);
  gtk_image_set_from_icon_name (self->mark, icon_name);
  gtk_widget_remove_css_class (mark, is_good ? "error" : "success");
  gtk_widget_add_css_class (mark, is_good ? "success" : "error");
}

/* While it goes on the button stops it. The two are named apart, as there is one in each action. */
static void
show_button (SentinelActionTryRow *self, gboolean is_going_on)
{
  const char *title = is_desktop (self) ? _ ("the notification") : self->channel;
  g_autofree char *label = NULL;

  if (is_going_on)
    /* Translators: what a button does, read aloud: "the notification", or the id of an action */
    label = g_strdup_printf (_ ("Cancel the test of %s"), title);
  else
    /* Translators: what a button does, read aloud: "the notification", or the id of an action */
    label = g_strdup_printf (_ ("Test %s"), title);
  gtk_button_set_label (self->button, is_going_on ? _ ("Cancel") : _ ("Test"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), is_going_on || self->rule != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button),
                               is_going_on || self->rule != NULL
                                   ? NULL
                                   : _ ("Correct what is wrong with the rule first"));
}

static void
show (SentinelActionTryRow *self)
{
  SentinelTrialState state = sentinel_action_trial_get_state (self->trial);
  gboolean is_going_on = sentinel_action_trial_is_going_on (self->trial);
  gboolean is_good = FALSE;
  g_autofree char *words = NULL;

  if (self->channel == NULL)
    return;
  words = dup_words (self, &is_good);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words);
  gtk_widget_set_visible (self->spinner, is_going_on);
  show_mark (self, get_mark (state, is_good), is_good);
  show_button (self, is_going_on);
}

static void
trial_changed_cb (SentinelActionTryRow *self)
{
  show (self);
  if (sentinel_action_trial_get_state (self->trial) != SENTINEL_TRIAL_NONE)
    gtk_accessible_announce (GTK_ACCESSIBLE (self),
                             adw_action_row_get_subtitle (ADW_ACTION_ROW (self)),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
clicked_cb (SentinelActionTryRow *self)
{
  if (sentinel_action_trial_is_going_on (self->trial))
    sentinel_action_trial_cancel (self->trial);
  else if (self->rule != NULL)
    sentinel_action_trial_begin (self->trial, self->rule, self->channel);
}

/* Life: */

static void
sentinel_action_try_row_dispose (GObject *object)
{
  SentinelActionTryRow *self = SENTINEL_ACTION_TRY_ROW (object);

  if (self->trial != NULL)
    g_object_run_dispose (G_OBJECT (self->trial));
  g_clear_object (&self->trial);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  g_clear_pointer (&self->rule, sentinel_rule_unref);
  G_OBJECT_CLASS (sentinel_action_try_row_parent_class)->dispose (object);
}

static void
sentinel_action_try_row_finalize (GObject *object)
{
  SentinelActionTryRow *self = SENTINEL_ACTION_TRY_ROW (object);

  g_free (self->channel);
  g_free (self->said);
  G_OBJECT_CLASS (sentinel_action_try_row_parent_class)->finalize (object);
}

static void
sentinel_action_try_row_class_init (SentinelActionTryRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_action_try_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_action_try_row_finalize;
}

static void
sentinel_action_try_row_init (SentinelActionTryRow *self)
{
  AdwActionRow *row = ADW_ACTION_ROW (self);

  self->mark = GTK_IMAGE (gtk_image_new ());
  self->spinner = adw_spinner_new ();
  self->button = GTK_BUTTON (gtk_button_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Test"));
  gtk_widget_set_visible (GTK_WIDGET (self->mark), FALSE);
  gtk_widget_set_visible (self->spinner, FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (row, GTK_WIDGET (self->mark));
  adw_action_row_add_suffix (row, self->spinner);
  adw_action_row_add_suffix (row, GTK_WIDGET (self->button));
  g_signal_connect_object (self->button,
                           "clicked",
                           G_CALLBACK (clicked_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * sentinel_action_try_row_set_context:
 * @self: a row
 * @context: where the outbox is, and who delivers
 * @ticker: in which zone times are told
 *
 * Once.
 */
void
sentinel_action_try_row_set_context (SentinelActionTryRow *self,
                                     SentinelContext *context,
                                     SentinelTicker *ticker)
{
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->trial = sentinel_action_trial_new (sentinel_context_get_store (context));
  g_signal_connect_object (self->trial,
                           "changed",
                           G_CALLBACK (trial_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sentinel_context_get_engine (context),
                           "notify::state",
                           G_CALLBACK (show),
                           self,
                           G_CONNECT_SWAPPED);
}

/* (nullable): NULL: it is not there, as the desktop's may be. */
static char *
dup_said (const SentinelRule *rule, const char *channel)
{
  g_autoptr (SentinelAction) action = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!sentinel_actions_find (rule->actions, channel, &action, NULL) || action == NULL)
    return NULL;
  object = sentinel_action_to_json (action);
  node = json_node_init_object (json_node_alloc (), object);
  return json_to_string (node, FALSE);
}

/**
 * sentinel_action_try_row_set_rule:
 * @self: a row
 * @rule: (nullable): what would be tried now
 * @channel: the id of the action of it
 */
void
sentinel_action_try_row_set_rule (SentinelActionTryRow *self,
                                  const SentinelRule *rule,
                                  const char *channel)
{
  g_autofree char *said = rule != NULL ? dup_said (rule, channel) : g_strdup (self->said);

  g_clear_pointer (&self->rule, sentinel_rule_unref);
  if (rule != NULL)
    self->rule = sentinel_rule_copy (rule);
  g_set_str (&self->channel, channel);
  if (g_set_str (&self->said, said))
    sentinel_action_trial_forget (self->trial);
  show (self);
}
