/* SPDX-License-Identifier: MIT */
/* Words, icons and style classes of events. */
#include "sentinel-event-words.h"
#include "sentinel-age.h"
#include "sentinel-attention.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>
#include <math.h>

/* More than any row can show; what is longer is for the details. */
#define MAX_TEXT_BYTES 500

typedef struct {
  SentinelImportance importance;
  const char *word, *icon_name, *css_class;
} ImportanceStyle;

static const ImportanceStyle styles[] = {
  { SENTINEL_IMPORTANCE_CRITICAL, N_ ("Critical"), "sentinel-critical-symbolic", "critical" },
  { SENTINEL_IMPORTANCE_HIGH, N_ ("High"), "sentinel-high-symbolic", "high" },
  { SENTINEL_IMPORTANCE_MEDIUM, N_ ("Medium"), "sentinel-medium-symbolic", "medium" },
  { SENTINEL_IMPORTANCE_LOW, N_ ("Low"), "sentinel-low-symbolic", "low" },
};

static const ImportanceStyle *
get_style (SentinelImportance importance)
{
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (importance >= styles[i].importance)
      return &styles[i];
  return &styles[G_N_ELEMENTS (styles) - 1];
}

/**
 * sentinel_importance_get_word:
 * @importance: an importance; one between two of the four counts as the lower one
 *
 * Returns: (transfer none): its translated name
 */
const char *
sentinel_importance_get_word (SentinelImportance importance)
{
  return _ (get_style (importance)->word);
}

/**
 * sentinel_importance_get_icon_name:
 * @importance: an importance
 *
 * Returns: (transfer none): the name of its shape
 */
const char *
sentinel_importance_get_icon_name (SentinelImportance importance)
{
  return get_style (importance)->icon_name;
}

/**
 * sentinel_importance_get_css_class:
 * @importance: an importance
 *
 * Returns: (transfer none): the class that sets "--mark" to its colour
 */
const char *
sentinel_importance_get_css_class (SentinelImportance importance)
{
  return get_style (importance)->css_class;
}

static char *
dup_line (const char *text)
{
  return sentinel_text_to_line (text != NULL ? text : "", MAX_TEXT_BYTES);
}

/**
 * sentinel_event_dup_message:
 * @event: an event
 *
 * Returns: (transfer full): its message as one line of valid UTF-8, cut where it is very long
 */
char *
sentinel_event_dup_message (const SentinelEvent *event)
{
  return dup_line (event->message);
}

/**
 * sentinel_event_dup_source:
 * @event: an event
 *
 * Returns: (transfer full): its source as one line of valid UTF-8
 */
char *
sentinel_event_dup_source (const SentinelEvent *event)
{
  return dup_line (event->source);
}

/**
 * sentinel_event_dup_rule:
 * @event: an event
 *
 * Returns: (transfer full): the name of its rule as one line; empty: it has none
 */
char *
sentinel_event_dup_rule (const SentinelEvent *event)
{
  return dup_line (event->rule);
}

/**
 * sentinel_event_dup_category:
 * @event: an event
 *
 * Returns: (transfer full): its category as one line
 */
char *
sentinel_event_dup_category (const SentinelEvent *event)
{
  return dup_line (event->category);
}

/**
 * sentinel_event_dup_comment:
 * @event: an event
 *
 * Returns: (transfer full): what was said when it was acknowledged, as one line; empty: nothing
 */
char *
sentinel_event_dup_comment (const SentinelEvent *event)
{
  return dup_line (event->ack_comment);
}

/**
 * sentinel_event_dup_value:
 * @event: an event
 *
 * Returns: (transfer full): the value that was measured last, with its unit; empty: none
 */
char *
sentinel_event_dup_value (const SentinelEvent *event)
{
  g_autofree char *unit = dup_line (event->unit);

  if (isnan (event->value_last))
    return g_strdup ("");
  if (*unit == '\0')
    return g_strdup_printf ("%.4g", event->value_last);
  /* Translators: a value and its unit; the space is a no-break space */
  return g_strdup_printf (_ ("%.4g %s"), event->value_last, unit);
}

/**
 * sentinel_event_dup_line:
 * @event: an event
 *
 * Returns: (transfer full): what it says, as somebody would tell it
 */
char *
sentinel_event_dup_line (const SentinelEvent *event)
{
  g_autofree char *message = sentinel_event_dup_message (event);
  g_autofree char *source = sentinel_event_dup_source (event);

  if (*source == '\0')
    /* Translators: an event in a line of text: importance, message */
    return g_strdup_printf (_ ("%s: %s"), sentinel_importance_get_word (event->importance), message);
  /* Translators: an event in a line of text: importance, source, message */
  return g_strdup_printf (_ ("%s, %s: %s"),
                          sentinel_importance_get_word (event->importance),
                          source,
                          message);
}

/**
 * sentinel_event_get_status_word:
 * @event: an event
 *
 * Returns: (transfer none): its attention as a translated word
 */
const char *
sentinel_event_get_status_word (const SentinelEvent *event)
{
  switch (sentinel_event_get_attention (event)) {
  case SENTINEL_ATTENTION_SUPPRESSED:
    return _ ("Suppressed");
  case SENTINEL_ATTENTION_SNOOZED:
    return _ ("Snoozed");
  case SENTINEL_ATTENTION_ACKNOWLEDGED:
    return _ ("Acknowledged");
  case SENTINEL_ATTENTION_UNSEEN:
    /* Translators: the event is over, and nobody acknowledged it */
    return _ ("Unseen");
  case SENTINEL_ATTENTION_RESOLVED:
    return _ ("Resolved");
  case SENTINEL_ATTENTION_NEW:
  default:
    return _ ("New");
  }
}

/**
 * sentinel_event_is_seen:
 * @event: an event
 *
 * Returns: whether a person has dealt with it, for now or for good
 */
gboolean
sentinel_event_is_seen (const SentinelEvent *event)
{
  SentinelAttention attention = sentinel_event_get_attention (event);

  return attention != SENTINEL_ATTENTION_NEW && attention != SENTINEL_ATTENTION_UNSEEN;
}

/**
 * sentinel_event_dup_sentence:
 * @event: an event
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Says when it was as a point in time: an age would be wrong a minute later.
 *
 * Returns: (transfer full): its row as a screen reader says it
 */
char *
sentinel_event_dup_sentence (const SentinelEvent *event, GTimeZone *zone)
{
  g_autofree char *time = sentinel_age_format_time (event->opened_at_us, zone);
  g_autofree char *message = sentinel_event_dup_message (event);
  g_autofree char *source = sentinel_event_dup_source (event);

  /* Translators: a row of the list, read aloud: importance, source, message, status, time; as in
   * "Critical, api-gateway: HTTP 503. New, Wednesday, 14:02." */
  return g_strdup_printf (_ ("%s, %s: %s. %s, %s."),
                          sentinel_importance_get_word (event->importance),
                          source,
                          message,
                          sentinel_event_get_status_word (event),
                          time);
}

/**
 * sentinel_event_get_close_words:
 * @reason: why an event was closed
 *
 * Returns: (transfer none): that in few words, translated
 */
const char *
sentinel_event_get_close_words (SentinelCloseReason reason)
{
  switch (reason) {
  case SENTINEL_CLOSE_MISSING:
    return _ ("Ended: no longer answers");
  case SENTINEL_CLOSE_DISABLED:
    return _ ("Ended: rule switched off");
  case SENTINEL_CLOSE_DELETED:
    return _ ("Ended: rule deleted");
  case SENTINEL_CLOSE_IDENTITY:
    return _ ("Ended: rule watches something else");
  case SENTINEL_CLOSE_MANUAL:
    return _ ("Ended by who raised it");
  case SENTINEL_CLOSE_POINT:
  case SENTINEL_CLOSE_NONE:
  case SENTINEL_CLOSE_RESOLVED:
  default:
    return _ ("Resolved");
  }
}
