/* SPDX-License-Identifier: MIT */
/* Words, icons and style classes of events. */
#include "sentinel-event-words.h"
#include "sentinel-age.h"
#include "sentinel-attention.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

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
