/* SPDX-License-Identifier: MIT */
/* The question, and the order of its answers. What is said about levels is said by the plan that
 * the evaluator uses, so that both mean the same. */
#include "sentinel-explanation-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-rule-store.h"
#include "sentinel-rule-version-store.h"
#include "sentinel-text.h"
#include "sentinel-words.h"

#define MAX_QUOTE_BYTES 500

const SentinelNick sentinel_reason_nicks[] = {
  { SENTINEL_REASON_RULE, "rule" },
  { SENTINEL_REASON_READING, "reading" },
  { SENTINEL_REASON_CHANGE, "change" },
  { SENTINEL_REASON_ACT, "act" },
  { SENTINEL_REASON_DELIVERY, "delivery" },
  { SENTINEL_REASON_NOW, "now" },
  { 0, NULL },
};

static void
reason_free (gpointer data)
{
  SentinelReason *reason = data;

  g_free (reason->text);
  g_free (reason);
}

/**
 * sentinel_explanation_add:
 * @self: an explanation
 * @kind: what is said
 * @at_us: when it was, microseconds UTC; 0: at no certain time
 * @text: (transfer full): the sentence
 */
void
sentinel_explanation_add (SentinelExplanation *self,
                          SentinelReasonKind kind,
                          gint64 at_us,
                          char *text)
{
  SentinelReason *reason = g_new0 (SentinelReason, 1);

  reason->kind = kind;
  reason->at_us = at_us;
  reason->text = text;
  g_ptr_array_add (self->reasons, reason);
}

/* Parts of sentences: */

static const SentinelLevel *
find_breached (const SentinelPlan *plan, double value)
{
  for (guint i = 0; i < plan->n_levels; i++)
    if (sentinel_level_is_breached (&plan->levels[i], value))
      return &plan->levels[i];
  return NULL;
}

/**
 * sentinel_explanation_dup_reading:
 * @self: an explanation
 * @value: what was measured; NAN: nothing
 *
 * Returns: (transfer full) (nullable): on which side of which level it lies
 */
char *
sentinel_explanation_dup_reading (const SentinelExplanation *self, double value)
{
  const SentinelPlan *plan = self->plan;
  const SentinelLevel *level;
  g_autofree char *quantity = NULL;
  g_autofree char *side = NULL;

  if (!isfinite (value))
    return NULL;
  quantity = sentinel_words_quantity (value, self->unit);
  if (plan == NULL || plan->n_levels == 0)
    return g_steal_pointer (&quantity);
  level = find_breached (plan, value);
  if (level != NULL) {
    side = sentinel_words_raise (level, self->unit);
    /* Translators: a value and the side of a limit, as in "96 % is above 90 %" */
    return g_strdup_printf (_ ("%s is %s"), quantity, side);
  }
  level = &plan->levels[plan->n_levels - 1];
  side = sentinel_words_clear (level, self->unit);
  if (sentinel_level_is_clear (level, value))
    return g_strdup_printf (_ ("%s is %s"), quantity, side);
  /* Translators: a value and the side of a limit, as in "87 % is not yet at 85 % or below" */
  return g_strdup_printf (_ ("%s is not yet %s"), quantity, side);
}

static char *
join (char *text, char *more)
{
  g_autofree char *head = text;
  g_autofree char *tail = more;

  /* Translators: what happened, and by which reading or with which words */
  return tail != NULL ? g_strdup_printf (_ ("%s: %s"), head, tail) : g_steal_pointer (&head);
}

/**
 * sentinel_explanation_join_reading:
 * @self: an explanation
 * @text: (transfer full): what happened
 * @value: by which reading; NAN: none
 *
 * Returns: (transfer full): both
 */
char *
sentinel_explanation_join_reading (const SentinelExplanation *self, char *text, double value)
{
  return join (text, sentinel_explanation_dup_reading (self, value));
}

/**
 * sentinel_explanation_join_quote:
 * @text: (transfer full): what happened
 * @outside: (nullable): words that are not ours
 *
 * Returns: (transfer full): both, on one line
 */
char *
sentinel_explanation_join_quote (char *text, const char *outside)
{
  g_autofree char *line = NULL;

  if (outside == NULL || *outside == '\0')
    return text;
  line = sentinel_text_to_line (outside, MAX_QUOTE_BYTES);
  return join (text, g_strdup_printf ("“%s”", line));
}

/**
 * sentinel_explanation_dup_end:
 * @self: an explanation
 *
 * Returns: (transfer full) (nullable): where the value must be for the event to end; %NULL: there
 *   are no levels
 */
char *
sentinel_explanation_dup_end (const SentinelExplanation *self)
{
  const SentinelPlan *plan = self->plan;

  if (plan == NULL || plan->n_levels == 0)
    return NULL;
  return sentinel_words_clear (&plan->levels[plan->n_levels - 1], self->unit);
}

/* The question: */

static gboolean
ignore_not_found (GError *local_error, GError **error)
{
  if (g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND)) {
    g_error_free (local_error);
    return TRUE;
  }
  g_propagate_error (error, local_error);
  return FALSE;
}

static gboolean
read_current (SentinelExplanation *self, gint64 rule_id, GError **error)
{
  GError *local_error = NULL;

  self->current = sentinel_rule_store_get (self->db, rule_id, &local_error);
  return self->current != NULL || ignore_not_found (local_error, error);
}

static void
choose_rule (SentinelExplanation *self, const SentinelRule *rule)
{
  if (rule == NULL)
    return;
  self->rule = sentinel_rule_copy (rule);
  self->plan = sentinel_plan_compile_rule (self->rule, self->question->registry, NULL);
}

/* As the event fired. */
static gboolean
read_rule_of_event (SentinelExplanation *self, const SentinelEvent *event, GError **error)
{
  g_autoptr (SentinelRule) version = NULL;

  if (!read_current (self, event->rule_id, error)
      || !sentinel_rule_version_store_find (self->db,
                                            event->rule_id,
                                            event->rule_version,
                                            &version,
                                            error))
    return FALSE;
  choose_rule (self, version != NULL ? version : self->current);
  return TRUE;
}

/* While it was deleted there was none. */
static gboolean
read_rule_of_then (SentinelExplanation *self, GError **error)
{
  g_autoptr (SentinelRule) version = NULL;
  gint64 rule_id = self->question->rule_id;

  self->current = sentinel_rule_store_get (self->db, rule_id, error);
  if (self->current == NULL)
    return FALSE;
  if (!self->is_past) {
    choose_rule (self, self->current);
    return TRUE;
  }
  if (!sentinel_rule_version_store_find_at (self->db, rule_id, self->then_us, &version, error))
    return FALSE;
  if (version != NULL && version->deleted_at_us == 0)
    choose_rule (self, version);
  return TRUE;
}

static gboolean
explain_event (SentinelExplanation *self, GError **error)
{
  g_autoptr (SentinelEvent) event =
      sentinel_event_store_get (self->db, self->question->event_id, error);

  if (event == NULL || !read_rule_of_event (self, event, error))
    return FALSE;
  self->unit = g_strdup (event->unit);
  sentinel_explanation_add_rule (self);
  if (self->then_us < event->opened_at_us) {
    sentinel_explanation_add (self,
                              SENTINEL_REASON_NOW,
                              self->then_us,
                              g_strdup (_ ("The event had not fired then")));
    return TRUE;
  }
  return sentinel_explanation_add_event (self, event, error);
}

static gboolean
explain_rule (SentinelExplanation *self, GError **error)
{
  if (!read_rule_of_then (self, error))
    return FALSE;
  if (self->rule == NULL) {
    sentinel_explanation_add (self,
                              SENTINEL_REASON_NOW,
                              self->then_us,
                              g_strdup (_ ("There was no such rule then")));
    return TRUE;
  }
  return sentinel_explanation_add_state (self, error);
}

static int
get_place (const SentinelReason *reason)
{
  if (reason->kind == SENTINEL_REASON_RULE)
    return 0;
  return reason->kind == SENTINEL_REASON_NOW ? 2 : 1;
}

static int
compare_reasons (gconstpointer a, gconstpointer b)
{
  const SentinelReason *reason_a = a, *reason_b = b;
  int place_a = get_place (reason_a), place_b = get_place (reason_b);

  if (place_a != place_b || place_a != 1)
    return place_a - place_b;
  return (reason_a->at_us > reason_b->at_us) - (reason_a->at_us < reason_b->at_us);
}

static void
explanation_clear (SentinelExplanation *self)
{
  g_clear_pointer (&self->rule, sentinel_rule_unref);
  g_clear_pointer (&self->plan, sentinel_plan_unref);
  g_clear_pointer (&self->current, sentinel_rule_unref);
  g_clear_pointer (&self->unit, g_free);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SentinelExplanation, explanation_clear)

/**
 * sentinel_explain:
 * @db: any connection
 * @question: a #SentinelExplainQuestion
 * @error: return location; %SENTINEL_ERROR_NOT_FOUND: no such event or rule
 *
 * Any thread. What is equal in time keeps the order in which it was written.
 *
 * Returns: (transfer full) (element-type SentinelReason): the sentences; %NULL on error
 */
gpointer
sentinel_explain (SentinelDatabase *db, gpointer question, GError **error)
{
  const SentinelExplainQuestion *asked = question;
  gboolean is_past = asked->at_us != 0 && asked->at_us < asked->now_us;
  g_auto (SentinelExplanation) self = {
    .db = db,
    .question = asked,
    .then_us = is_past ? asked->at_us : asked->now_us,
    .is_past = is_past,
    .reasons = g_ptr_array_new_with_free_func (reason_free),
  };
  gboolean is_done = asked->event_id != 0 ? explain_event (&self, error)
                                          : explain_rule (&self, error);

  if (!is_done)
    return NULL;
  g_ptr_array_sort_values (self.reasons, compare_reasons);
  return g_steal_pointer (&self.reasons);
}
