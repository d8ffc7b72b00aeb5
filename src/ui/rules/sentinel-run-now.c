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
  char *name; /* of the rule; NULL: there are many */
  guint n_rules;
  GCancellable *cancellable;
  GSource *wonder; /* NULL: said already */
  AdwToast *toast; /* owned, nullable: is shown while it runs */
  /* of many: */
  guint n_run; /* were run, whatever came of it */
  guint n_firing, n_bad, n_not_run;
  GError *error; /* nullable: why one was not run */
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
  g_clear_error (&self->error);
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

/* Many */

static gboolean
is_bad (const SentinelRun *run)
{
  return run->outcome == SENTINEL_OUTCOME_ERROR || run->outcome == SENTINEL_OUTCOME_NO_DATA;
}

/* "5 rules run: 1 firing, 1 cannot be measured" */
static char *
describe_runs (const RunNow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autofree char *list = NULL;

  g_string_printf (text, ngettext ("%u rule run", "%u rules run", self->n_run), self->n_run);
  if (self->n_firing > 0)
    g_strv_builder_take (parts,
                         g_strdup_printf (ngettext ("%u firing", "%u firing", self->n_firing),
                                          self->n_firing));
  if (self->n_bad > 0)
    g_strv_builder_take (parts,
                         g_strdup_printf (ngettext ("%u cannot be measured",
                                                    "%u cannot be measured",
                                                    self->n_bad),
                                          self->n_bad));
  if (self->n_not_run > 0)
    g_strv_builder_take (parts,
                         g_strdup_printf (ngettext ("%u not run", "%u not run", self->n_not_run),
                                          self->n_not_run));
  all = g_strv_builder_end (parts);
  list = g_strjoinv (", ", all);
  if (*list == '\0')
    return g_strdup (text->str);
  /* Translators: how many rules were run, and what came of some of them */
  return g_strdup_printf (_ ("%s: %s"), text->str, list);
}

static void
count_run (RunNow *self, const SentinelRun *run)
{
  if (run == NULL) {
    self->n_not_run++;
    return;
  }
  self->n_run++;
  self->n_firing += run->outcome == SENTINEL_OUTCOME_BREACH;
  self->n_bad += is_bad (run);
}

/* The last one tells; why some were not run is said once, by the first of them. */
static void
one_ran_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  RunNow *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRun) run =
      sentinel_engine_run_rule_finish (SENTINEL_ENGINE (engine), result, &error);
  g_autofree char *text = NULL;

  count_run (self, run);
  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (self->n_run + self->n_not_run < self->n_rules)
    return;
  if (g_cancellable_is_cancelled (self->cancellable))
    text = g_strdup (_ ("The runs were given up"));
  else
    text = describe_runs (self);
  if (self->n_run == 0 && self->error != NULL && !g_cancellable_is_cancelled (self->cancellable))
    sentinel_toast_show_error (self->parent, _ ("The rules were not run"), self->error);
  else
    sentinel_toast_show (self->parent, text);
  run_now_free (self);
}

/* A run that takes long */

static void
cancel_clicked_cb (AdwToast *toast, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static char *
format_wonder (const RunNow *self)
{
  if (self->n_rules > 1)
    return g_strdup_printf (ngettext ("Running %u rule…", "Running %u rules…", self->n_rules),
                            self->n_rules);
  /* Translators: the name of a rule */
  return g_strdup_printf (_ ("Running “%s”…"), self->name);
}

static gboolean
wonder_cb (gpointer data)
{
  RunNow *self = data;
  g_autofree char *title = format_wonder (self);

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

static RunNow *
run_now_new (GtkWidget *parent, SentinelContext *context, guint n_rules)
{
  RunNow *self = g_new0 (RunNow, 1);

  self->parent = g_object_ref (parent);
  self->n_rules = n_rules;
  self->cancellable = g_cancellable_new ();
  start_wondering (self, sentinel_context_get_clock (context));
  return self;
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
  RunNow *self = run_now_new (parent, context, 1);

  self->name = sentinel_text_to_line (rule->name, MAX_TEXT_BYTES);
  sentinel_engine_run_rule_async (sentinel_context_get_engine (context),
                                  rule->id,
                                  self->cancellable,
                                  ran_cb,
                                  self);
}

/**
 * sentinel_run_now_many:
 * @parent: a widget below the overlay that shows toasts
 * @context: the program's parts
 * @rules: (element-type SentinelRule): rules that are stored, at least one
 *
 * Runs all of them and says what came of it in one toast. Main thread.
 */
void
sentinel_run_now_many (GtkWidget *parent, SentinelContext *context, GPtrArray *rules)
{
  RunNow *self = run_now_new (parent, context, rules->len);

  for (guint i = 0; i < rules->len; i++)
    sentinel_engine_run_rule_async (sentinel_context_get_engine (context),
                                    ((const SentinelRule *) g_ptr_array_index (rules, i))->id,
                                    self->cancellable,
                                    one_ran_cb,
                                    self);
}
