/* SPDX-License-Identifier: MIT */
/* The note as a value. */
#include "sentinel-note.h"

#include "sentinel-json.h"

const SentinelNick sentinel_note_kind_nicks[] = {
  { SENTINEL_NOTE_COMMENT, "comment" },
  { SENTINEL_NOTE_ACKNOWLEDGED, "acknowledged" },
  { SENTINEL_NOTE_UNACKNOWLEDGED, "unacknowledged" },
  { SENTINEL_NOTE_ACTION, "action" },
  { SENTINEL_NOTE_SYSTEM, "system" },
  { 0, NULL },
};

const SentinelNick sentinel_via_nicks[] = {
  { SENTINEL_VIA_WINDOW, "window" },
  { SENTINEL_VIA_NOTIFICATION, "notification" },
  { SENTINEL_VIA_COMMAND_LINE, "command-line" },
  { SENTINEL_VIA_DBUS, "dbus" },
  { SENTINEL_VIA_ENGINE, "engine" },
  { 0, NULL },
};

/**
 * sentinel_note_new:
 * @event_id: the event that it is about
 * @kind: what was done
 * @body: what was written, empty allowed
 * @actor: who, and by which way; copied
 * @at_us: when, microseconds UTC
 *
 * Returns: (transfer full): a note that is not stored yet
 */
SentinelNote *
sentinel_note_new (gint64 event_id,
                   SentinelNoteKind kind,
                   const char *body,
                   const SentinelActor *actor,
                   gint64 at_us)
{
  SentinelNote *self = g_new0 (SentinelNote, 1);

  self->event_id = event_id;
  self->kind = kind;
  self->body = g_strdup (body);
  self->author = g_strdup (actor->name);
  self->via = actor->via;
  self->at_us = at_us;
  return self;
}

/**
 * sentinel_note_free:
 * @self: (transfer full): a note
 */
void
sentinel_note_free (SentinelNote *self)
{
  g_free (self->author);
  g_free (self->body);
  g_free (self);
}

/**
 * sentinel_note_to_json:
 * @self: a note
 *
 * Returns: (transfer full): the columns of the table, via and kind as words; null means none
 */
JsonObject *
sentinel_note_to_json (const SentinelNote *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", self->id);
  json_object_set_int_member (object, "event_id", self->event_id);
  json_object_set_int_member (object, "at_us", self->at_us);
  sentinel_json_set_text (object, "author", self->author);
  json_object_set_string_member (object,
                                 "via",
                                 sentinel_nick_of (sentinel_via_nicks, (int) self->via));
  json_object_set_string_member (object,
                                 "kind",
                                 sentinel_nick_of (sentinel_note_kind_nicks, (int) self->kind));
  sentinel_json_set_text (object, "body", self->body);
  sentinel_json_set_id (object, "batch", self->batch);
  return object;
}
