/* SPDX-License-Identifier: MIT */
/* Who was told, when and with which result; and where nobody was, why. */
#include "sentinel-explanation-private.h"

#include <glib/gi18n.h>

#include "sentinel-delivery-plan.h"
#include "sentinel-words.h"

/* One delivery of an event. */
typedef struct {
  const SentinelDelivery *row;
  gint64 caused_at_us; /* 0: not known any more */
  gboolean is_sent; /* by then */
  gboolean is_open; /* then, or what became of it has no time */
} Telling;

static const SentinelTransition *
find_transition (GPtrArray *transitions, gint64 id)
{
  for (guint i = 0; i < transitions->len; i++) {
    const SentinelTransition *transition = g_ptr_array_index (transitions, i);

    if (transition->id == id)
      return transition;
  }
  return NULL;
}

static const char *
get_news_words (SentinelDeliveryReason reason)
{
  switch (reason) {
  case SENTINEL_DELIVERY_RAISED:
    /* Translators: this and the next ones go into "“desktop” was told …" */
    return _ ("that it rose");
  case SENTINEL_DELIVERY_RESOLVED:
    return _ ("that it is over");
  case SENTINEL_DELIVERY_FLAPPING:
    return _ ("that it is flapping");
  case SENTINEL_DELIVERY_EFFECT:
    return _ ("what the trigger asked for");
  case SENTINEL_DELIVERY_FIRED:
  case SENTINEL_DELIVERY_TEST: /* about no event */
  default:
    return _ ("that it fired");
  }
}

static char *
describe_waiting (const SentinelDelivery *row, const char *news)
{
  int n_attempts = (int) MIN (row->attempts, G_MAXINT);

  if (n_attempts == 0)
    return g_strdup_printf (_ ("“%s” is still to be told %s"), row->channel, news);
  return sentinel_explanation_join_quote (g_strdup_printf (ngettext ("“%s” is still to be told %s, "
                                                                     "after %d attempt",
                                                                     "“%s” is still to be told %s, "
                                                                     "after %d attempts",
                                                                     (gulong) n_attempts),
                                                           row->channel,
                                                           news,
                                                           n_attempts),
                                          row->error);
}

static char *
describe_failed (const SentinelDelivery *row, const char *news)
{
  return sentinel_explanation_join_quote (g_strdup_printf (_ ("“%s” could not be told %s"),
                                                           row->channel,
                                                           news),
                                          row->error);
}

static char *
describe_telling (const Telling *telling)
{
  const SentinelDelivery *row = telling->row;
  const char *news = get_news_words (row->reason);

  if (telling->is_sent)
    return sentinel_explanation_join_quote (g_strdup_printf (_ ("“%s” was told %s"),
                                                             row->channel,
                                                             news),
                                            row->error);
  if (telling->is_open)
    return describe_waiting (row, news);
  if (row->state == SENTINEL_DELIVERY_FAILED)
    return describe_failed (row, news);
  if (row->state == SENTINEL_DELIVERY_EXPIRED)
    return g_strdup_printf (_ ("“%s” was never told %s: nobody delivered it in time"),
                            row->channel,
                            news);
  if (row->error != NULL)
    return sentinel_explanation_join_quote (g_strdup_printf (_ ("“%s” was not told %s"),
                                                             row->channel,
                                                             news),
                                            row->error);
  return g_strdup_printf (_ ("“%s” was not told %s: it was seen or over before"), row->channel, news);
}

static gboolean
has_ended (const SentinelDelivery *row)
{
  return row->state == SENTINEL_DELIVERY_FAILED || row->state == SENTINEL_DELIVERY_EXPIRED
         || row->state == SENTINEL_DELIVERY_CANCELLED;
}

static Telling
judge_row (const SentinelExplanation *self, const SentinelDelivery *row, GPtrArray *transitions)
{
  const SentinelTransition *cause = find_transition (transitions, row->transition_id);
  Telling telling = { .row = row, .caused_at_us = cause != NULL ? cause->at_us : 0 };

  telling.is_sent = row->state == SENTINEL_DELIVERY_SENT && row->sent_at_us <= self->then_us;
  telling.is_open = !telling.is_sent && (self->is_past || !has_ended (row));
  return telling;
}

static gint64
get_telling_us (const Telling *telling)
{
  return telling->is_sent ? telling->row->sent_at_us : telling->caused_at_us;
}

static void
add_left_out (SentinelExplanation *self, gint64 n_left_out, gint64 at_us)
{
  int n = (int) MIN (n_left_out, G_MAXINT);

  if (n > 0)
    sentinel_explanation_add (self,
                              SENTINEL_REASON_DELIVERY,
                              at_us,
                              g_strdup_printf (ngettext ("%d earlier delivery is not shown",
                                                         "%d earlier deliveries are not shown",
                                                         (gulong) n),
                                               n));
}

static void
add_rows (SentinelExplanation *self, GPtrArray *rows, gint64 n_left_out, GPtrArray *transitions)
{
  for (guint i = 0; i < rows->len; i++) {
    Telling telling = judge_row (self, g_ptr_array_index (rows, i), transitions);
    gint64 at_us = get_telling_us (&telling);

    if (i == 0)
      add_left_out (self, n_left_out, at_us);
    sentinel_explanation_add (self, SENTINEL_REASON_DELIVERY, at_us, describe_telling (&telling));
  }
}

/* Until then. */
static GPtrArray *
read_rows (const SentinelExplanation *self,
           const SentinelEvent *event,
           GPtrArray *transitions,
           gint64 *n_left_out,
           GError **error)
{
  const SentinelTransition *newest =
      transitions->len > 0 ? g_ptr_array_index (transitions, transitions->len - 1) : NULL;

  return sentinel_delivery_store_list_newest_of_event (self->db,
                                                       event->id,
                                                       newest != NULL ? newest->id : 0,
                                                       SENTINEL_EXPLAIN_MAX_OTHERS,
                                                       n_left_out,
                                                       error);
}

/* Nobody was told: */

static void
add_silence (SentinelExplanation *self, gint64 at_us, const char *text)
{
  sentinel_explanation_add (self, SENTINEL_REASON_DELIVERY, at_us, g_strdup (text));
}

static gboolean
is_born_acknowledged (const SentinelEvent *event, GPtrArray *transitions)
{
  for (guint i = 0; i < transitions->len; i++) {
    const SentinelTransition *transition = g_ptr_array_index (transitions, i);

    if (transition->kind == SENTINEL_TRANSITION_ACKNOWLEDGED && transition->batch == 0
        && transition->at_us == event->opened_at_us)
      return TRUE;
  }
  return FALSE;
}

/* What was sent is pruned in time; what was told last is kept. */
static gboolean
add_told (SentinelExplanation *self,
          const SentinelEvent *event,
          GPtrArray *channels,
          guint *n_told,
          GError **error)
{
  for (guint i = 0; event->instance_id != 0 && i < channels->len; i++) {
    const char *channel = g_ptr_array_index (channels, i);
    SentinelTold told;

    if (!sentinel_delivery_store_get_told (self->db, channel, event->instance_id, &told, error))
      return FALSE;
    if (told.event_id != event->id || told.at_us > self->then_us)
      continue;
    sentinel_explanation_add (self,
                              SENTINEL_REASON_DELIVERY,
                              told.at_us,
                              g_strdup_printf (_ ("“%s” was told"), channel));
    ++*n_told;
  }
  return TRUE;
}

static gboolean
explain_silence (SentinelExplanation *self,
                 const SentinelEvent *event,
                 GPtrArray *transitions,
                 GPtrArray *channels,
                 GError **error)
{
  gint64 at_us = event->opened_at_us;
  guint n_told = 0;

  if (is_born_acknowledged (event, transitions))
    add_silence (self, at_us, _ ("Nobody was told: it was acknowledged before it fired"));
  else if (event->suppressed_by != 0)
    add_silence (self, at_us, _ ("Nobody was told: it is suppressed"));
  else if (self->rule != NULL && channels->len == 0)
    add_silence (self,
                 at_us,
                 _ ("Nobody was told: the rule has switched off the desktop and names no other "
                    "channel"));
  else if (!add_told (self, event, channels, &n_told, error))
    return FALSE;
  else if (n_told == 0)
    add_silence (self,
                 at_us,
                 _ ("There is no record of anybody being told: it was one of very many that came "
                    "at once, or the record is no longer kept"));
  return TRUE;
}

/* A channel that is off although others are on. */
static void
add_switched_off (SentinelExplanation *self, const SentinelEvent *event, GPtrArray *channels)
{
  if (channels->len > 0
      && !g_ptr_array_find_with_equal_func (channels, SENTINEL_CHANNEL_DESKTOP, g_str_equal, NULL))
    add_silence (self, event->opened_at_us, _ ("“desktop” is not told: the rule has switched it off"));
}

/**
 * sentinel_explanation_add_deliveries:
 * @self: an explanation
 * @event: the event
 * @transitions: (element-type SentinelTransition): what happened to it until then
 * @error: the store's
 *
 * Returns: whether everything could be read
 */
gboolean
sentinel_explanation_add_deliveries (SentinelExplanation *self,
                                     const SentinelEvent *event,
                                     GPtrArray *transitions,
                                     GError **error)
{
  gint64 n_left_out = 0;
  g_autoptr (GPtrArray) rows = read_rows (self, event, transitions, &n_left_out, error);
  g_autoptr (GPtrArray) channels = NULL;

  if (rows == NULL)
    return FALSE;
  channels = self->rule != NULL ? sentinel_delivery_plan_list_channels (self->rule)
                                : g_ptr_array_new ();
  add_switched_off (self, event, channels);
  add_rows (self, rows, n_left_out, transitions);
  return rows->len > 0 || explain_silence (self, event, transitions, channels, error);
}
