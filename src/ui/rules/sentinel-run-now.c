/* SPDX-License-Identifier: MIT */
/* A toast while it runs, if that is long enough to wonder, and one for what came of it. */
#include "sentinel-run-now.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define MAX_TEXT_BYTES 200
#define WONDER_US G_TIME_SPAN_SECOND

typedef struct {
  GtkWidget *parent; /* owned */
  char *name; /* of the rule */
  GCancellable *cancellable;
  GSource *wonder; /* NULL: said already */
  AdwToast *toast; /* owned, nullable: is shown while it runs */
} RunNow;

static void
run_now_free (RunNow *self)
{
  if (self->wonder != NULL)
    g_source_destroy (self->wonder);
  g_clear_pointer (&self->wonder, g_source_unref);
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  g_clear_object (&self->toast);
  g_object_unref (self->cancellable);
  g_object_unref (self->parent);
  g_free (self->name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RunNow, run_now_free)

static char *
describe_run (const RunNow *self, const SentinelRun *run)
{
  g_autofree char *message =
      sentinel_text_to_line (run->message != NULL ? run->message : "", MAX_TEXT_BYTES);

  switch (run->outcome) {
  case SENTINEL_OUTCOME_OK:
    if (*message == '\0')
      /* Translators: the name of a rule that was run by hand; nothing is wrong */
      return g_strdup_printf (_ ("“%s” is OK"), self->name);
    /* Translators: a rule was run by hand and nothing is wrong */
    return g_strdup_printf (_ ("OK: %s"), message);
  case SENTINEL_OUTCOME_BREACH:
    return g_strdup_printf (_ ("Firing: %s"), message);
  case SENTINEL_OUTCOME_NO_DATA:
    return g_strdup_printf (_ ("No data: %s"), message);
  case SENTINEL_OUTCOME_ERROR:
    return g_strdup_printf (_ ("Cannot be measured: %s"), message);
  case SENTINEL_OUTCOME_SKIPPED:
  case SENTINEL_OUTCOME_PRIMED:
  default:
    return g_strdup (_ ("It has only taken its first sample; run it again"));
  }
}

static void
ran_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  g_autoptr (RunNow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRun) run =
      sentinel_engine_run_rule_finish (SENTINEL_ENGINE (engine), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    sentinel_toast_show (self->parent, _ ("The run was given up"));
    return;
  }
  if (run == NULL) {
    sentinel_toast_show_error (self->parent, _ ("The rule was not run"), error);
    return;
  }
  text = describe_run (self, run);
  sentinel_toast_show (self->parent, text);
}

static void
cancel_clicked_cb (AdwToast *toast, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static gboolean
wonder_cb (gpointer data)
{
  RunNow *self = data;
  /* Translators: the name of a rule */
  g_autofree char *title = g_strdup_printf (_ ("Running “%s”…"), self->name);

  self->toast = g_object_ref (sentinel_toast_new (title));
  adw_toast_set_timeout (self->toast, 0);
  adw_toast_set_button_label (self->toast, _ ("_Cancel"));
  g_signal_connect_object (self->toast,
                           "button-clicked",
                           G_CALLBACK (cancel_clicked_cb),
                           self->cancellable,
                           0);
  sentinel_toast_add (self->parent, self->toast);
  return G_SOURCE_CONTINUE;
}

static void
start_wondering (RunNow *self, SentinelClock *clock)
{
  gint64 due_us = sentinel_clock_get_boottime_us (clock) + WONDER_US;

  self->wonder = sentinel_clock_create_source (clock, SENTINEL_CLOCK_BOOTTIME, due_us);
  g_source_set_callback (self->wonder, wonder_cb, self, NULL);
  g_source_attach (self->wonder, g_main_context_get_thread_default ());
}

/**
 * sentinel_run_now:
 * @parent: a widget below the overlay that shows toasts
 * @context: the program's parts
 * @rule: a rule that is stored
 *
 * Runs it and says what came of it. Main thread.
 */
void
sentinel_run_now (GtkWidget *parent, SentinelContext *context, const SentinelRule *rule)
{
  RunNow *self = g_new0 (RunNow, 1);

  self->parent = g_object_ref (parent);
  self->name = sentinel_text_to_line (rule->name, MAX_TEXT_BYTES);
  self->cancellable = g_cancellable_new ();
  start_wondering (self, sentinel_context_get_clock (context));
  sentinel_engine_run_rule_async (sentinel_context_get_engine (context),
                                  rule->id,
                                  self->cancellable,
                                  ran_cb,
                                  self);
}
