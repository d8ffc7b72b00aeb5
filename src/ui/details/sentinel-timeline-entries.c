/* SPDX-License-Identifier: MIT */
/* Words of the timeline. */
#include "sentinel-timeline-entries.h"
#include "sentinel-delivery-store.h"
#include "sentinel-details-label.h"
#include "sentinel-event-words.h"
#include "sentinel-note.h"
#include "sentinel-text.h"
#include "sentinel-transition.h"
#include <glib/gi18n.h>

#define MAX_COMMENT_BYTES 16000

static void
entry_clear (gpointer data)
{
  SentinelTimelineEntry *self = data;

  g_free (self->text);
  g_free (self->comment);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const SentinelTimelineEntry *one = a, *other = b;

  if (one->at_us != other->at_us)
    return one->at_us > other->at_us ? -1 : 1;
  return one->order > other->order ? -1 : one->order < other->order;
}

static char *
dup_comment (const char *text)
{
  g_autofree char *block = text != NULL ? sentinel_text_to_block (text) : NULL;

  if (block == NULL || *block == '\0')
    return NULL;
  if (strlen (block) > MAX_COMMENT_BYTES)
    g_strlcpy (g_utf8_find_prev_char (block, block + MAX_COMMENT_BYTES), "…", sizeof "…");
  return g_steal_pointer (&block);
}

/* text: (transfer full) */
static SentinelTimelineEntry *
add_entry (GArray *entries, gint64 at_us, const char *icon_name, char *text, const char *comment)
{
  SentinelTimelineEntry entry = {
    at_us, entries->len, icon_name, NULL, text, dup_comment (comment)
  };

  g_array_append_val (entries, entry);
  return &g_array_index (entries, SentinelTimelineEntry, entries->len - 1);
}

/* Of the others the note of the act says more, or they were before the event. */
static const struct {
  SentinelTransitionKind kind;
  const char *icon_name, *text;
} sentences[] = {
  { SENTINEL_TRANSITION_RECOVERING, "go-down-symbolic", N_ ("Recovering") },
  { SENTINEL_TRANSITION_REFIRED, "view-refresh-symbolic", N_ ("Fired again") },
  { SENTINEL_TRANSITION_ACK_ENDED, "alarm-symbolic", N_ ("Acknowledgement ended") },
  { SENTINEL_TRANSITION_FLAP_START, "view-refresh-symbolic", N_ ("Comes and goes") },
  { SENTINEL_TRANSITION_FLAP_END, "object-select-symbolic", N_ ("Steady again") },
  { SENTINEL_TRANSITION_SNOOZED, "alarm-symbolic", N_ ("Snoozed") },
  { SENTINEL_TRANSITION_SNOOZE_ENDED, "alarm-symbolic", N_ ("Snooze ended") },
};

static void
add_marked (GArray *entries, gint64 at_us, SentinelImportance level, char *text)
{
  add_entry (entries, at_us, sentinel_importance_get_icon_name (level), text, NULL)->css_class =
      sentinel_importance_get_css_class (level);
}

/* The event has the highest level that it reached; the one it began with is that from which it was
 * first changed. Where changes are left out, the first of them is not known. */
static SentinelImportance
find_first_level (const SentinelEventRecord *record)
{
  for (guint i = 0; i < record->transitions->len; i++) {
    const SentinelTransition *transition = g_ptr_array_index (record->transitions, i);

    if (transition->kind != SENTINEL_TRANSITION_LEVEL)
      continue;
    return record->n_left_out > 0 && i >= 2 ? SENTINEL_IMPORTANCE_NONE
                                            : (SentinelImportance) transition->from_code;
  }
  return record->event->importance;
}

static void
add_fired (GArray *entries, const SentinelEventRecord *record, gint64 at_us)
{
  SentinelImportance level = find_first_level (record);

  if (level == SENTINEL_IMPORTANCE_NONE)
    add_entry (entries, at_us, "dialog-warning-symbolic", g_strdup (_ ("Fired")), NULL);
  else
    add_marked (entries,
                at_us,
                level,
                /* Translators: an importance, "Fired as High" */
                g_strdup_printf (_ ("Fired as %s"), sentinel_importance_get_word (level)));
}

static void
add_level (GArray *entries, const SentinelTransition *transition)
{
  SentinelImportance level = (SentinelImportance) transition->to_code;
  const char *word = sentinel_importance_get_word (level);

  add_marked (entries,
              transition->at_us,
              level,
              transition->to_code > transition->from_code
                  /* Translators: a higher importance, "Escalated to Critical" */
                  ? g_strdup_printf (_ ("Escalated to %s"), word)
                  /* Translators: a lower importance, "Eased to Medium" */
                  : g_strdup_printf (_ ("Eased to %s"), word));
}

/* (transfer full): with who did it, where a person did */
static char *
dup_by (const char *words, const char *actor)
{
  g_autofree char *name = sentinel_details_dup_name (actor, 100);

  if (*name == '\0')
    return g_strdup (words);
  /* Translators: what happened, and who did it: "Snoozed by Ada" */
  return g_strdup_printf (_ ("%s by %s"), words, name);
}

static void
add_transition (GArray *entries,
                const SentinelEventRecord *record,
                const SentinelTransition *transition)
{
  gint64 at_us = transition->at_us;

  if (transition->kind == SENTINEL_TRANSITION_FIRED)
    add_fired (entries, record, at_us);
  else if (transition->kind == SENTINEL_TRANSITION_LEVEL)
    add_level (entries, transition);
  else if (transition->kind == SENTINEL_TRANSITION_RESOLVED
           && transition->reason != SENTINEL_CLOSE_POINT)
    add_entry (entries,
               at_us,
               "object-select-symbolic",
               dup_by (sentinel_event_get_close_words ((SentinelCloseReason) transition->reason),
                       transition->actor),
               NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].kind == transition->kind)
      add_entry (entries,
                 at_us,
                 sentences[i].icon_name,
                 dup_by (_ (sentences[i].text), transition->actor),
                 NULL);
}

/* Between the first two and the newest ones. */
static void
add_left_out (GArray *entries, const SentinelEventRecord *record, gint64 at_us)
{
  gulong n = (gulong) record->n_left_out;

  add_entry (entries,
             at_us,
             "view-more-symbolic",
             g_strdup_printf (ngettext ("%lu change is not shown", "%lu changes are not shown", n),
                              n),
             NULL);
}

/* The window goes without saying. NULL: so does the engine. */
static const char *
get_via_words (SentinelVia via)
{
  switch (via) {
  case SENTINEL_VIA_NOTIFICATION:
    return _ ("notification");
  case SENTINEL_VIA_COMMAND_LINE:
    return _ ("command line");
  case SENTINEL_VIA_DBUS:
    return _ ("D-Bus");
  case SENTINEL_VIA_WINDOW:
  case SENTINEL_VIA_ENGINE:
  default:
    return NULL;
  }
}

static char *
dup_author (const SentinelNote *note)
{
  const char *via = get_via_words (note->via);
  g_autofree char *name = sentinel_details_dup_name (note->author, 100);

  if (via == NULL)
    return g_steal_pointer (&name);
  /* Translators: who did something, and the way it came: "Ada (command line)" */
  return g_strdup_printf (_ ("%s (%s)"), name, via);
}

static void
add_note (GArray *entries, const SentinelNote *note)
{
  g_autofree char *author = dup_author (note);
  const char *icon_name = "document-edit-symbolic";
  char *text;

  if (note->kind == SENTINEL_NOTE_ACKNOWLEDGED) {
    text = g_strdup_printf (_ ("Acknowledged by %s"), author);
    icon_name = "object-select-symbolic";
  } else if (note->kind == SENTINEL_NOTE_UNACKNOWLEDGED) {
    text = g_strdup_printf (_ ("Acknowledgement taken back by %s"), author);
    icon_name = "edit-undo-symbolic";
  } else if (note->kind == SENTINEL_NOTE_ACTION) {
    text = g_strdup_printf (_ ("Action taken by %s"), author);
  } else {
    text = g_strdup_printf (_ ("Note by %s"), author);
  }
  add_entry (entries, note->at_us, icon_name, text, note->body);
}

static const struct {
  const char *channel, *word;
} channels[] = {
  { "desktop", N_ ("desktop") },
  { "webhook", N_ ("webhook") },
  { "command", N_ ("command") },
};

static char *
dup_channel (const char *channel)
{
  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    if (g_str_equal (channels[i].channel, channel))
      return g_strdup (_ (channels[i].word));
  return sentinel_details_dup_name (channel, 60);
}

static void
add_delivery (GArray *entries, const SentinelDelivery *delivery)
{
  g_autofree char *channel = dup_channel (delivery->channel);

  if (delivery->state == SENTINEL_DELIVERY_SENT)
    add_entry (entries,
               delivery->sent_at_us,
               "preferences-system-notifications-symbolic",
               g_strdup_printf (_ ("Notified: %s"), channel),
               NULL);
  else if (delivery->state == SENTINEL_DELIVERY_FAILED && delivery->next_at_us != 0)
    add_entry (entries,
               delivery->next_at_us,
               "dialog-error-symbolic",
               g_strdup_printf (_ ("Not notified: %s"), channel),
               delivery->error);
}

/**
 * sentinel_timeline_entries_new:
 * @record: what is stored about an event
 *
 * Returns: (transfer full): what its timeline says, newest first
 */
GArray *
sentinel_timeline_entries_new (const SentinelEventRecord *record)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (SentinelTimelineEntry));

  g_array_set_clear_func (entries, entry_clear);
  for (guint i = 0; i < record->transitions->len; i++) {
    const SentinelTransition *transition = g_ptr_array_index (record->transitions, i);

    if (i == 2 && record->n_left_out > 0)
      add_left_out (entries, record, transition->at_us);
    add_transition (entries, record, transition);
  }
  for (guint i = 0; i < record->notes->len; i++)
    add_note (entries, g_ptr_array_index (record->notes, i));
  for (guint i = 0; i < record->deliveries->len; i++)
    add_delivery (entries, g_ptr_array_index (record->deliveries, i));
  g_array_sort (entries, compare_entries);
  return entries;
}
