/* SPDX-License-Identifier: MIT */
/* The chain of one event: its first breach, the wait, and each change and act since. */
#include "sentinel-explanation-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sentinel-error.h"
#include "sentinel-event-store.h"
#include "sentinel-instance-store.h"
#include "sentinel-note-store.h"
#include "sentinel-words.h"

#define ACK_NOTES (1u << SENTINEL_NOTE_ACKNOWLEDGED | 1u << SENTINEL_NOTE_UNACKNOWLEDGED)
#define OWN_NOTES \
  (1u << SENTINEL_NOTE_COMMENT | 1u << SENTINEL_NOTE_ACTION | 1u << SENTINEL_NOTE_SYSTEM)

typedef struct {
  SentinelExplanation *explanation;
  const SentinelEvent *event;
  GPtrArray *transitions; /* of SentinelTransition, until then */
  GPtrArray *notes; /* of SentinelNote: the newest that stand for themselves */
  GPtrArray *ack_notes; /* of SentinelNote: what was said with acknowledgements */
  SentinelCondition condition; /* where the transitions leave it */
  SentinelImportance level;
} Chain;

static void
chain_clear (Chain *chain)
{
  g_clear_pointer (&chain->transitions, g_ptr_array_unref);
  g_clear_pointer (&chain->notes, g_ptr_array_unref);
  g_clear_pointer (&chain->ack_notes, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Chain, chain_clear)

static void
say (Chain *chain, SentinelReasonKind kind, gint64 at_us, char *text)
{
  sentinel_explanation_add (chain->explanation, kind, at_us, text);
}

static void
say_change (Chain *chain, const SentinelTransition *transition, char *text)
{
  text = sentinel_explanation_join_reading (chain->explanation, text, transition->value);
  say (chain, SENTINEL_REASON_CHANGE, transition->at_us, text);
}

/* Firing: */

static char *
describe_wait (const SentinelRule *rule)
{
  g_autofree char *duration = sentinel_words_duration (rule->for_ms);

  if (rule->need_n > 1 && rule->for_ms > 0)
    /* Translators: a duration, and two numbers of checks */
    return g_strdup_printf (_ ("Waited: the rule wants it for %s, and in %d of %d checks"),
                            duration,
                            rule->need_n,
                            rule->of_m);
  if (rule->need_n > 1)
    return g_strdup_printf (_ ("Waited: the rule wants it in %d of %d checks"),
                            rule->need_n,
                            rule->of_m);
  return g_strdup_printf (_ ("Waited: the rule wants it for %s"), duration);
}

static gboolean
say_first_breach (Chain *chain, const SentinelTransition *fired, GError **error)
{
  SentinelExplanation *self = chain->explanation;
  g_autoptr (SentinelTransition) pending = NULL;

  if (fired->instance_id == 0 || fired->from_code != SENTINEL_CONDITION_PENDING)
    return TRUE;
  if (!sentinel_event_store_find_before (self->db, fired->instance_id, fired->id, &pending, error))
    return FALSE;
  if (pending == NULL || pending->kind != SENTINEL_TRANSITION_PENDING)
    return TRUE;
  say (chain,
       SENTINEL_REASON_READING,
       pending->at_us,
       sentinel_explanation_join_reading (self, g_strdup (_ ("First breach")), pending->value));
  if (self->rule != NULL)
    say (chain, SENTINEL_REASON_CHANGE, pending->at_us, describe_wait (self->rule));
  return TRUE;
}

static void
say_fired (Chain *chain, const SentinelTransition *fired)
{
  const SentinelEvent *event = chain->event;
  const char *level = sentinel_words_importance (chain->level);
  gint64 waited_us = event->opened_at_us - event->began_at_us;
  g_autofree char *waited = sentinel_words_duration (waited_us / G_TIME_SPAN_MILLISECOND);
  char *text = waited_us > 0 ? g_strdup_printf (_ ("Fired as %s after %s"), level, waited)
                             : g_strdup_printf (_ ("Fired as %s"), level);

  if (isfinite (fired->value))
    say_change (chain, fired, text);
  else
    say (chain,
         SENTINEL_REASON_CHANGE,
         fired->at_us,
         sentinel_explanation_join_quote (text, event->message));
}

/* Changes: */

static void
say_level (Chain *chain, const SentinelTransition *transition)
{
  const char *from = sentinel_words_importance ((SentinelImportance) transition->from_code);
  const char *to = sentinel_words_importance ((SentinelImportance) transition->to_code);

  chain->level = (SentinelImportance) transition->to_code;
  say_change (chain,
              transition,
              transition->to_code > transition->from_code
                  ? g_strdup_printf (_ ("Rose from %s to %s"), from, to)
                  : g_strdup_printf (_ ("Fell from %s to %s"), from, to));
}

static char *
describe_recovering (const SentinelExplanation *self)
{
  g_autofree char *keep = NULL;

  if (self->rule == NULL || self->rule->keep_ms == 0)
    return g_strdup (_ ("Recovering"));
  keep = sentinel_words_duration (self->rule->keep_ms);
  return g_strdup_printf (_ ("Recovering: it ends when this lasts %s"), keep);
}

static const char *
get_close_words (SentinelCloseReason reason)
{
  switch (reason) {
  case SENTINEL_CLOSE_MISSING:
    return _ ("Ended: what was watched no longer answers");
  case SENTINEL_CLOSE_DISABLED:
    return _ ("Ended: the rule was switched off");
  case SENTINEL_CLOSE_DELETED:
    return _ ("Ended: the rule was deleted");
  case SENTINEL_CLOSE_IDENTITY:
    return _ ("Ended: the rule was made to watch something else");
  case SENTINEL_CLOSE_MANUAL:
    return _ ("Ended: whoever raised it said that it is over");
  case SENTINEL_CLOSE_POINT:
  case SENTINEL_CLOSE_NONE:
  case SENTINEL_CLOSE_RESOLVED:
  default:
    return _ ("Resolved");
  }
}

static void
say_resolved (Chain *chain, const SentinelTransition *transition)
{
  const char *words = get_close_words ((SentinelCloseReason) transition->reason);

  say_change (chain,
              transition,
              transition->actor != NULL
                  /* Translators: why an event ended, and who did it */
                  ? g_strdup_printf (_ ("%s (%s)"), words, transition->actor)
                  : g_strdup (words));
}

/* Acts: */

static const SentinelNote *
find_note (const Chain *chain, const SentinelTransition *transition, SentinelNoteKind kind)
{
  for (guint i = 0; i < chain->ack_notes->len; i++) {
    const SentinelNote *note = g_ptr_array_index (chain->ack_notes, i);

    if (note->kind == kind && note->batch == transition->batch && note->at_us == transition->at_us)
      return note;
  }
  return NULL;
}

/* Only the last acknowledgement still knows its time. */
static char *
dup_ack_until (const SentinelEvent *event)
{
  return event->ack_until_us != 0 ? sentinel_words_time (event->ack_until_us)
                                  : g_strdup (_ ("a certain time"));
}

static char *
describe_acknowledged (const Chain *chain, const SentinelTransition *transition)
{
  const char *who = transition->actor != NULL ? transition->actor : "?";
  g_autofree char *until = dup_ack_until (chain->event);

  if (transition->batch == 0)
    return g_strdup_printf ( _ ("Acknowledged from the beginning: %s had acknowledged an earlier "
                                "event until %s"),
                            who,
                            until);
  switch ((SentinelAckScope) transition->reason) {
  case SENTINEL_ACK_UNTIL_CHANGED:
    return g_strdup_printf (_ ("%s acknowledged it until it changes"), who);
  case SENTINEL_ACK_UNTIL_TIME:
    return g_strdup_printf (_ ("%s acknowledged it until %s"), who, until);
  case SENTINEL_ACK_UNTIL_RESOLVED:
  default:
    return g_strdup_printf (_ ("%s acknowledged it until it is resolved"), who);
  }
}

static void
say_acknowledged (Chain *chain, const SentinelTransition *transition)
{
  const SentinelNote *note = find_note (chain, transition, SENTINEL_NOTE_ACKNOWLEDGED);
  char *text = describe_acknowledged (chain, transition);

  say (chain,
       SENTINEL_REASON_ACT,
       transition->at_us,
       sentinel_explanation_join_quote (text, note != NULL ? note->body : NULL));
}

static void
say_unacknowledged (Chain *chain, const SentinelTransition *transition)
{
  const SentinelNote *note = find_note (chain, transition, SENTINEL_NOTE_UNACKNOWLEDGED);
  const char *who = transition->actor != NULL ? transition->actor : "?";
  char *text = g_strdup_printf (_ ("%s took the acknowledgement back"), who);

  say (chain,
       SENTINEL_REASON_ACT,
       transition->at_us,
       sentinel_explanation_join_quote (text, note != NULL ? note->body : NULL));
}

static void
say_ack_ended (Chain *chain, const SentinelTransition *transition, const SentinelTransition *before)
{
  gboolean is_by_level = before != NULL && before->kind == SENTINEL_TRANSITION_LEVEL
                         && before->at_us == transition->at_us;

  say (chain,
       SENTINEL_REASON_CHANGE,
       transition->at_us,
       g_strdup (is_by_level ? _ ("The acknowledgement ended: the importance changed")
                             : _ ("The acknowledgement ended: its time had come")));
}

static void
say_note (Chain *chain, const SentinelNote *note)
{
  char *text;

  switch (note->kind) {
  case SENTINEL_NOTE_COMMENT:
    text = g_strdup_printf (_ ("%s wrote"), note->author);
    break;
  case SENTINEL_NOTE_ACTION:
    text = g_strdup_printf (_ ("%s took an action"), note->author);
    break;
  case SENTINEL_NOTE_SYSTEM:
    text = g_strdup (note->author);
    break;
  case SENTINEL_NOTE_ACKNOWLEDGED:
  case SENTINEL_NOTE_UNACKNOWLEDGED:
  default:
    return; /* said by its transition */
  }
  say (chain, SENTINEL_REASON_ACT, note->at_us, sentinel_explanation_join_quote (text, note->body));
}

/* By a person, or by its time or a rise. */
static void
say_snooze (Chain *chain, const SentinelTransition *transition, const char *what)
{
  if (transition->actor == NULL)
    say (chain, SENTINEL_REASON_CHANGE, transition->at_us, g_strdup (what));
  else
    /* Translators: what was done, and by whom */
    say (chain,
         SENTINEL_REASON_ACT,
         transition->at_us,
         g_strdup_printf (_ ("%s (%s)"), what, transition->actor));
}

static void
say_transition (Chain *chain,
                const SentinelTransition *transition,
                const SentinelTransition *before)
{
  switch (transition->kind) {
  case SENTINEL_TRANSITION_FIRED:
    chain->condition = SENTINEL_CONDITION_FIRING;
    say_fired (chain, transition);
    break;
  case SENTINEL_TRANSITION_LEVEL:
    say_level (chain, transition);
    break;
  case SENTINEL_TRANSITION_RECOVERING:
    chain->condition = SENTINEL_CONDITION_RECOVERING;
    say_change (chain, transition, describe_recovering (chain->explanation));
    break;
  case SENTINEL_TRANSITION_REFIRED:
    chain->condition = SENTINEL_CONDITION_FIRING;
    say_change (chain, transition, g_strdup (_ ("Fired again, still the same event")));
    break;
  case SENTINEL_TRANSITION_RESOLVED:
    chain->condition = SENTINEL_CONDITION_NORMAL;
    say_resolved (chain, transition);
    break;
  case SENTINEL_TRANSITION_ACKNOWLEDGED:
    say_acknowledged (chain, transition);
    break;
  case SENTINEL_TRANSITION_UNACKNOWLEDGED:
    say_unacknowledged (chain, transition);
    break;
  case SENTINEL_TRANSITION_ACK_ENDED:
    say_ack_ended (chain, transition, before);
    break;
  case SENTINEL_TRANSITION_FLAP_START:
    say_change (chain,
                transition,
                g_strdup (_ ("Flapping: it begins and ends too often, and stays open until it is "
                             "steady")));
    break;
  case SENTINEL_TRANSITION_FLAP_END:
    say_change (chain, transition, g_strdup (_ ("No longer flapping")));
    break;
  case SENTINEL_TRANSITION_SNOOZED:
    say_snooze (chain,
                transition,
                _ ("Snoozed: unless it gets worse, nothing is told before that is over"));
    break;
  case SENTINEL_TRANSITION_SNOOZE_ENDED:
    say_snooze (chain, transition, _ ("The snooze ended"));
    break;
  case SENTINEL_TRANSITION_PENDING:
  case SENTINEL_TRANSITION_CALMED:
  default:
    say_change (chain,
                transition,
                g_strdup (sentinel_nick_of (sentinel_transition_nicks, (int) transition->kind)));
  }
}

static void
say_left_out (Chain *chain, gint64 n_left_out, gint64 at_us)
{
  int n = (int) MIN (n_left_out, G_MAXINT);

  say (chain,
       SENTINEL_REASON_CHANGE,
       at_us,
       g_strdup_printf (ngettext ("%d change is not shown here",
                                  "%d changes are not shown here",
                                  (gulong) n),
                        n));
}

/* What was left out may have changed the level. */
static gboolean
skip_left_out (Chain *chain, gint64 n_left_out, GError **error)
{
  const SentinelTransition *last = g_ptr_array_index (chain->transitions, 1);
  const SentinelTransition *next;

  if (n_left_out == 0)
    return TRUE;
  say_left_out (chain, n_left_out, last->at_us);
  next = g_ptr_array_index (chain->transitions, 2);
  return sentinel_event_store_find_level (chain->explanation->db,
                                          chain->event->id,
                                          next->id,
                                          &chain->level,
                                          error);
}

static gboolean
say_transitions (Chain *chain, gint64 n_left_out, GError **error)
{
  const SentinelTransition *before = NULL;

  if (!sentinel_event_store_find_level (chain->explanation->db,
                                        chain->event->id,
                                        0,
                                        &chain->level,
                                        error))
    return FALSE;
  for (guint i = 0; i < chain->transitions->len; i++) {
    const SentinelTransition *transition = g_ptr_array_index (chain->transitions, i);

    if (transition->kind == SENTINEL_TRANSITION_FIRED
        && !say_first_breach (chain, transition, error))
      return FALSE;
    say_transition (chain, transition, before);
    if (i == 1 && !skip_left_out (chain, n_left_out, error))
      return FALSE;
    before = transition;
  }
  return TRUE;
}

static void
say_notes (Chain *chain, gint64 n_left_out)
{
  int n = (int) MIN (n_left_out, G_MAXINT);

  if (n > 0)
    say (chain,
         SENTINEL_REASON_ACT,
         ((const SentinelNote *) g_ptr_array_index (chain->notes, 0))->at_us,
         g_strdup_printf (ngettext ("%d earlier note is not shown here",
                                    "%d earlier notes are not shown here",
                                    (gulong) n),
                          n));
  for (guint i = 0; i < chain->notes->len; i++)
    say_note (chain, g_ptr_array_index (chain->notes, i));
}

/* How it stands: */

static void
say_now (Chain *chain, char *text)
{
  say (chain, SENTINEL_REASON_NOW, chain->explanation->then_us, text);
}

static char *
describe_end (const SentinelExplanation *self, const SentinelInstance *instance)
{
  g_autofree char *end = sentinel_explanation_dup_end (self);
  gint64 keep_ms = self->rule != NULL ? self->rule->keep_ms : 0;
  g_autofree char *keep = sentinel_words_duration (keep_ms);

  if (instance != NULL && sentinel_explanation_is_health (instance))
    return g_strdup (_ ("It ends when the rule can be evaluated again"));
  if (self->rule != NULL && g_str_equal (self->rule->trigger, SENTINEL_MANUAL_TRIGGER))
    return g_strdup (_ ("It ends when whoever raised it says that it is over"));
  if (end == NULL && keep_ms == 0)
    return g_strdup (_ ("It ends with the first good answer"));
  if (end == NULL)
    return g_strdup_printf (_ ("It ends after %s of good answers"), keep);
  if (keep_ms == 0)
    /* Translators: the side of a limit, as in "It ends when the value is at 85 % or below" */
    return g_strdup_printf (_ ("It ends when the value is %s"), end);
  /* Translators: the side of a limit, and a duration */
  return g_strdup_printf (_ ("It ends when the value is %s for %s"), end, keep);
}

static void
say_firing (Chain *chain, const SentinelInstance *instance)
{
  SentinelExplanation *self = chain->explanation;
  double value = instance != NULL && !self->is_past ? instance->last_value : NAN;
  char *text = g_strdup_printf (_ ("Firing as %s"), sentinel_words_importance (chain->level));

  say_now (chain, sentinel_explanation_join_reading (self, text, value));
  say_now (chain, describe_end (self, instance));
}

static void
say_recovering (Chain *chain, const SentinelInstance *instance)
{
  SentinelExplanation *self = chain->explanation;
  g_autofree char *end = sentinel_explanation_dup_end (self);
  gint64 left_ms = 0;
  g_autofree char *left = NULL;

  if (instance == NULL || self->rule == NULL || self->is_past || instance->flapping) {
    say_now (chain, g_strdup (_ ("Recovering")));
    say_now (chain, describe_end (self, instance));
    return;
  }
  left_ms = self->rule->keep_ms - instance->observed_clear_ms;
  left = sentinel_words_duration (left_ms);
  say_now (chain,
           end != NULL
               /* Translators: a duration, and the side of a limit */
               ? g_strdup_printf (_ ("Resolved in %s if the value stays %s"), left, end)
               : g_strdup_printf (_ ("Resolved in %s if it stays good"), left));
}

static gboolean
read_instance (const Chain *chain, SentinelInstance **instance, GError **error)
{
  const SentinelExplanation *self = chain->explanation;
  g_autoptr (GError) local_error = NULL;

  *instance = NULL;
  if (chain->event->instance_id == 0)
    return TRUE;
  *instance = sentinel_instance_store_get (self->db, chain->event->instance_id, &local_error);
  if (*instance != NULL || g_error_matches (local_error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
say_attention (Chain *chain)
{
  const SentinelEvent *event = chain->event;
  g_autofree char *until = NULL;

  if (chain->explanation->is_past)
    return;
  if (event->snoozed_until_us > chain->explanation->then_us) {
    until = sentinel_words_time (event->snoozed_until_us);
    say_now (chain,
             g_strdup_printf (_ ("Snoozed until %s: unless it gets worse, nothing is told before"),
                              until));
  }
  if (event->acked_at_us == 0)
    say_now (chain, g_strdup (_ ("Nobody has acknowledged it")));
  else
    say_now (chain, g_strdup_printf (_ ("Acknowledged by %s"), event->acked_by));
}

/* What is open is evaluated by the rule as it is now. */
static void
say_newer_rule (Chain *chain)
{
  const SentinelExplanation *self = chain->explanation;
  int version = self->current != NULL ? (int) MIN (self->current->version, G_MAXINT) : 0;

  if (!self->is_past && version > chain->event->rule_version)
    say_now (chain, g_strdup_printf (_ ("The rule was changed since: version %d counts now"), version));
}

static gboolean
say_condition (Chain *chain, GError **error)
{
  g_autoptr (SentinelInstance) instance = NULL;

  if (chain->condition == SENTINEL_CONDITION_NORMAL || chain->event->point)
    return TRUE;
  if (!read_instance (chain, &instance, error))
    return FALSE;
  say_newer_rule (chain);
  if (chain->condition == SENTINEL_CONDITION_RECOVERING)
    say_recovering (chain, instance);
  else
    say_firing (chain, instance);
  return sentinel_explanation_add_obstacles (chain->explanation, error);
}

static gboolean
read_chain (Chain *chain, gint64 *n_changes_left_out, gint64 *n_notes_left_out, GError **error)
{
  const SentinelExplanation *self = chain->explanation;
  gint64 event_id = chain->event->id;
  gint64 unused;

  chain->transitions = sentinel_event_store_list_timeline (self->db,
                                                           event_id,
                                                           self->then_us,
                                                           SENTINEL_EXPLAIN_MAX_CHANGES,
                                                           n_changes_left_out,
                                                           error);
  if (chain->transitions != NULL)
    chain->notes = sentinel_note_store_list_newest (self->db,
                                                    event_id,
                                                    OWN_NOTES,
                                                    self->then_us,
                                                    SENTINEL_EXPLAIN_MAX_OTHERS,
                                                    n_notes_left_out,
                                                    error);
  if (chain->notes != NULL)
    chain->ack_notes = sentinel_note_store_list_newest (self->db,
                                                        event_id,
                                                        ACK_NOTES,
                                                        self->then_us,
                                                        SENTINEL_EXPLAIN_MAX_CHANGES,
                                                        &unused,
                                                        error);
  return chain->ack_notes != NULL;
}

/**
 * sentinel_explanation_add_event:
 * @self: an explanation
 * @event: had fired then
 * @error: the store's
 *
 * Returns: whether everything could be read
 */
gboolean
sentinel_explanation_add_event (SentinelExplanation *self,
                                const SentinelEvent *event,
                                GError **error)
{
  g_auto (Chain) chain = { .explanation = self, .event = event };
  gint64 n_changes_left_out = 0, n_notes_left_out = 0;

  if (!read_chain (&chain, &n_changes_left_out, &n_notes_left_out, error)
      || !say_transitions (&chain, n_changes_left_out, error))
    return FALSE;
  say_notes (&chain, n_notes_left_out);
  if (!sentinel_explanation_add_deliveries (self, event, chain.transitions, error)
      || !say_condition (&chain, error))
    return FALSE;
  say_attention (&chain);
  return TRUE;
}
