/* SPDX-License-Identifier: MIT */
/* An alert dialog with two answers; both are settings that can be changed later. */
#include "sentinel-background-question.h"
#include <glib/gi18n.h>

#define KEEP "keep"
#define QUIT "quit"

typedef struct {
  GtkWindow *window; /* owned */
  SentinelDeskSettings *settings;
} Question;

static void
answered_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result);

  if (g_str_equal (answer, KEEP) || g_str_equal (answer, QUIT)) {
    sentinel_desk_settings_set_boolean (question->settings,
                                        "run-in-background",
                                        g_str_equal (answer, KEEP));
    sentinel_desk_settings_set_boolean (question->settings, "background-asked", TRUE);
    gtk_window_close (question->window);
  }
  g_object_unref (question->window);
  g_object_unref (question->settings);
  g_free (question);
}

/**
 * sentinel_background_question_is_due:
 * @context: the program's parts
 *
 * Returns: whether the person was never asked, and there is something to watch
 */
gboolean
sentinel_background_question_is_due (SentinelContext *context)
{
  SentinelDeskSettings *settings = sentinel_context_get_desk_settings (context);

  return !sentinel_desk_settings_get_boolean (settings, "background-asked")
         && sentinel_engine_get_n_rules (sentinel_context_get_engine (context)) > 0;
}

/**
 * sentinel_background_question_ask:
 * @window: the one that is being closed
 * @context: the program's parts
 *
 * Main thread.
 */
void
sentinel_background_question_ask (GtkWindow *window, SentinelContext *context)
{
  Question *question = g_new0 (Question, 1);
  AdwDialog *dialog =
      adw_alert_dialog_new (_ ("Keep Watching?"),
                            _ ("Your rules can be checked while no window is open, and "
                               "notifications tell you what they find. You can change this in "
                               "Preferences."));
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);

  question->window = g_object_ref (window);
  question->settings = g_object_ref (sentinel_context_get_desk_settings (context));
  adw_alert_dialog_add_responses (alert, QUIT, _ ("_Quit"), KEEP, _ ("_Keep Watching"), NULL);
  adw_alert_dialog_set_response_appearance (alert, KEEP, ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (alert, KEEP);
  adw_alert_dialog_set_close_response (alert, "close");
  adw_alert_dialog_choose (alert, GTK_WIDGET (window), NULL, answered_cb, question);
}
