/* SPDX-License-Identifier: MIT */
/* Remembers when each was acknowledged and whether it was over; of an event that is seen for the
 * first time, what it is like then. */
#include "sentinel-acknowledge-news.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

typedef struct {
  gint64 acked_at_us;
  gboolean is_open;
} Seen;

struct _SentinelAcknowledgeNews {
  GHashTable *seen; /* of gint64 → Seen, by the event's id */
};

static const Seen *
remember (SentinelAcknowledgeNews *self, const SentinelEvent *event)
{
  Seen *seen = g_hash_table_lookup (self->seen, &event->id);

  if (seen != NULL)
    return seen;
  seen = g_new (Seen, 1);
  *seen = (Seen) { event->acked_at_us, sentinel_event_is_open (event) };
  g_hash_table_insert (self->seen, g_memdup2 (&event->id, sizeof event->id), seen);
  return seen;
}

/**
 * sentinel_acknowledge_news_new:
 * @events: (element-type SentinelEvent): events as the person saw them
 *
 * Returns: (transfer full): what they were like
 */
SentinelAcknowledgeNews *
sentinel_acknowledge_news_new (GPtrArray *events)
{
  SentinelAcknowledgeNews *self = g_new0 (SentinelAcknowledgeNews, 1);

  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < events->len; i++)
    remember (self, g_ptr_array_index (events, i));
  return self;
}

/**
 * sentinel_acknowledge_news_free:
 * @self: (transfer full): news
 */
void
sentinel_acknowledge_news_free (SentinelAcknowledgeNews *self)
{
  g_hash_table_unref (self->seen);
  g_free (self);
}

typedef struct {
  guint n_acknowledged, n_over, n_gone;
  const SentinelEvent *acknowledged; /* the last of them */
} Changes;

static Changes
count_changes (SentinelAcknowledgeNews *self, GPtrArray *events)
{
  Changes changes = { 0 };

  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);
    const Seen *seen;

    if (event == NULL) {
      changes.n_gone++;
      continue;
    }
    seen = remember (self, event);
    if (event->acked_at_us != 0 && event->acked_at_us != seen->acked_at_us) {
      changes.n_acknowledged++;
      changes.acknowledged = event;
    }
    if (seen->is_open && !sentinel_event_is_open (event))
      changes.n_over++;
  }
  return changes;
}

static char *
say_acknowledged (const Changes *changes, guint n_all)
{
  g_autofree char *name = NULL;

  if (n_all > 1)
    return g_strdup_printf (ngettext ("%u of these events was acknowledged meanwhile. "
                                      "Acknowledging it again takes the place of that.",
                                      "%u of these events were acknowledged meanwhile. "
                                      "Acknowledging them again takes the place of that.",
                                      changes->n_acknowledged),
                            changes->n_acknowledged);
  name = sentinel_text_to_line (changes->acknowledged->acked_by != NULL
                                    ? changes->acknowledged->acked_by
                                    : "",
                                100);
  /* Translators: a person's name */
  return g_strdup_printf (_ ("%s acknowledged this event meanwhile. Acknowledging it again takes "
                             "the place of that."),
                          name);
}

/**
 * sentinel_acknowledge_news_dup_words:
 * @self: what the events were like
 * @events: (element-type SentinelEvent): all of them as they are now; %NULL elements: gone
 *
 * Returns: (transfer full) (nullable): the most important change as a sentence; %NULL: none
 */
char *
sentinel_acknowledge_news_dup_words (SentinelAcknowledgeNews *self, GPtrArray *events)
{
  Changes changes = count_changes (self, events);

  if (changes.n_gone == events->len)
    return g_strdup (ngettext ("This event is gone: it was removed from the database.",
                               "These events are gone: they were removed from the database.",
                               events->len));
  if (changes.n_acknowledged > 0)
    return say_acknowledged (&changes, events->len);
  if (changes.n_gone > 0)
    return g_strdup_printf (ngettext ("%u of these events is gone.",
                                      "%u of these events are gone.",
                                      changes.n_gone),
                            changes.n_gone);
  if (changes.n_over > 0 && events->len == 1)
    return g_strdup (_ ("This event is over meanwhile. It can still be acknowledged."));
  if (changes.n_over > 0)
    return g_strdup_printf (ngettext ("%u of these events is over meanwhile.",
                                      "%u of these events are over meanwhile.",
                                      changes.n_over),
                            changes.n_over);
  return NULL;
}
