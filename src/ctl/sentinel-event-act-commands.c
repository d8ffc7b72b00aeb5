/* SPDX-License-Identifier: MIT */
/* sentinelctl events ack, unack, snooze, undo, note: what a person does about an event. */
#include <stdio.h>

#include "sentinel-commands.h"
#include "sentinel-ctl-options.h"
#include "sentinel-ctl-output.h"
#include "sentinel-duration.h"
#include "sentinel-event-acts.h"
#include "sentinel-snooze-act.h"
#include "sentinel-timestamp.h"
#include "sentinel-undo-act.h"

/* FALSE: the mistake was said. */
static gboolean
read_ids (GArray *ids, const char *command, int argc, char **argv)
{
  if (argc < 2) {
    sentinel_ctl_misuse ("%s: give the number of at least one event", command);
    return FALSE;
  }
  for (int i = 1; i < argc; i++) {
    gint64 id;

    if (!sentinel_ctl_parse_id (argv[i], &id))
      return FALSE;
    g_array_append_val (ids, id);
  }
  return TRUE;
}

static gboolean
read_until (SentinelAcknowledgeAct *act, const char *text, gint64 now_us, GError **error)
{
  if (text == NULL || g_str_equal (text, "resolved")) {
    act->scope = SENTINEL_ACK_UNTIL_RESOLVED;
    return TRUE;
  }
  if (g_str_equal (text, "changed")) {
    act->scope = SENTINEL_ACK_UNTIL_CHANGED;
    return TRUE;
  }
  act->scope = SENTINEL_ACK_UNTIL_TIME;
  if (!sentinel_timestamp_parse (text, &act->until_us, error)) {
    g_prefix_error (error, "--until takes changed, resolved or a time: ");
    return FALSE;
  }
  if (act->until_us > now_us)
    return TRUE;
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               "--until %s lies in the past",
               text);
  return FALSE;
}

/* With the number that undoes it. */
static void
print_done (gint64 id, gint64 batch)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "id", id);
  json_object_set_int_member (object, "batch", batch);
  sentinel_ctl_print_json (object);
}

static SentinelExit
report (SentinelCtl *ctl, gint64 batch, GArray *done_ids, GArray *missing_ids)
{
  for (guint i = 0; ctl->json && i < done_ids->len; i++)
    print_done (g_array_index (done_ids, gint64, i), batch);
  if (!ctl->json)
    printf ("%u\n", done_ids->len);
  if (!ctl->json && done_ids->len > 0 && sentinel_ctl_is_terminal ())
    g_printerr ("sentinelctl events undo %" G_GINT64_FORMAT " takes it back\n", batch);
  for (guint i = 0; i < missing_ids->len; i++)
    g_printerr ("sentinelctl: there is no event %" G_GINT64_FORMAT "\n",
                g_array_index (missing_ids, gint64, i));
  return missing_ids->len > 0 ? SENTINEL_EXIT_NOT_FOUND : SENTINEL_EXIT_DONE;
}

static SentinelExit
ack (SentinelCtl *ctl, int argc, char **argv)
{
  g_autofree char *comment = NULL;
  g_autofree char *until = NULL;
  const GOptionEntry entries[] = {
    { "comment", 0, 0, G_OPTION_ARG_STRING, &comment, "What is known about it", "TEXT" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &until, "changed, resolved (default) or a time", "WHEN" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SentinelAcknowledgeAct) act = NULL;
  g_autoptr (GError) error = NULL;
  SentinelActor actor;

  if (!sentinel_ctl_parse ("ID…", "Acknowledges events.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  actor = sentinel_ctl_get_actor (ctl);
  act = sentinel_acknowledge_act_new (&actor);
  if (!read_ids (act->event_ids, "events ack", argc, argv))
    return SENTINEL_EXIT_USAGE;
  if (!read_until (act,
                   until,
                   sentinel_clock_get_realtime_us (sentinel_context_get_clock (ctl->context)),
                   &error))
    return sentinel_ctl_misuse ("events ack: %s", error->message);
  act->comment = g_steal_pointer (&comment);
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl),
                             sentinel_event_acts_acknowledge,
                             act,
                             &error))
    return sentinel_ctl_fail ("cannot acknowledge", error);
  return report (ctl, act->batch, act->done_ids, act->missing_ids);
}

static SentinelExit
unack (SentinelCtl *ctl, int argc, char **argv)
{
  g_autofree char *comment = NULL;
  const GOptionEntry entries[] = {
    { "comment", 0, 0, G_OPTION_ARG_STRING, &comment, "Why", "TEXT" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SentinelAcknowledgeAct) act = NULL;
  g_autoptr (GError) error = NULL;
  SentinelActor actor;

  if (!sentinel_ctl_parse ("ID…", "Takes acknowledgements back.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  actor = sentinel_ctl_get_actor (ctl);
  act = sentinel_acknowledge_act_new (&actor);
  if (!read_ids (act->event_ids, "events unack", argc, argv))
    return SENTINEL_EXIT_USAGE;
  act->comment = g_steal_pointer (&comment);
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl),
                             sentinel_event_acts_unacknowledge,
                             act,
                             &error))
    return sentinel_ctl_fail ("cannot take the acknowledgement back", error);
  return report (ctl, act->batch, act->done_ids, act->missing_ids);
}

static SentinelExit
note (SentinelCtl *ctl, int argc, char **argv)
{
  gboolean is_action = FALSE;
  const GOptionEntry entries[] = { { "action",
                                     0,
                                     0,
                                     G_OPTION_ARG_NONE,
                                     &is_action,
                                     "It says what was done about the event",
                                     NULL },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelNoteAct) act = NULL;
  g_autoptr (GError) error = NULL;
  SentinelActor actor;
  gint64 id;

  if (!sentinel_ctl_parse ("ID TEXT", "Writes a note on an event.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 3 || argv[2][0] == '\0')
    return sentinel_ctl_misuse ("events note: give the number of one event and the text of the "
                                "note");
  if (!sentinel_ctl_parse_id (argv[1], &id))
    return SENTINEL_EXIT_USAGE;
  actor = sentinel_ctl_get_actor (ctl);
  act = sentinel_note_act_new (id, argv[2], &actor);
  act->kind = is_action ? SENTINEL_NOTE_ACTION : SENTINEL_NOTE_COMMENT;
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_event_acts_note, act, &error))
    return sentinel_ctl_fail ("cannot write the note", error);
  sentinel_ctl_print_number (ctl->json, "id", act->note_id);
  return SENTINEL_EXIT_DONE;
}

/* Snoozing */

typedef struct {
  char *until, *duration;
  gboolean ends;
} SnoozeOptions;

static void
snooze_options_clear (SnoozeOptions *self)
{
  g_free (self->until);
  g_free (self->duration);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SnoozeOptions, snooze_options_clear)

static gboolean
read_snooze_end (const SnoozeOptions *options, gint64 now_us, gint64 *until_us, GError **error)
{
  gint64 duration_ms = G_TIME_SPAN_HOUR / G_TIME_SPAN_MILLISECOND;

  if (options->ends + (options->until != NULL) + (options->duration != NULL) > 1) {
    g_set_error_literal (error,
                         G_OPTION_ERROR,
                         G_OPTION_ERROR_BAD_VALUE,
                         "give one of --for, --until and --end");
    return FALSE;
  }
  *until_us = 0;
  if (options->ends)
    return TRUE;
  if (options->until != NULL)
    return sentinel_timestamp_parse (options->until, until_us, error);
  if (options->duration != NULL
      && !sentinel_duration_parse (options->duration, &duration_ms, error))
    return FALSE;
  *until_us = now_us + duration_ms * G_TIME_SPAN_MILLISECOND;
  return TRUE;
}

static SentinelExit
snooze (SentinelCtl *ctl, int argc, char **argv)
{
  g_auto (SnoozeOptions) options = { 0 };
  const GOptionEntry entries[] = {
    { "for",
      0,
      0,
      G_OPTION_ARG_STRING,
      &options.duration,
      "For how long (default 1h)",
      "DURATION" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &options.until, "Until when", "TIME" },
    { "end", 0, 0, G_OPTION_ARG_NONE, &options.ends, "Ends the snooze", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (SentinelSnoozeAct) act = NULL;
  g_autoptr (GError) error = NULL;
  SentinelActor actor;

  if (!sentinel_ctl_parse ("ID…", "Puts events off.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  actor = sentinel_ctl_get_actor (ctl);
  act = sentinel_snooze_act_new (&actor);
  if (!read_ids (act->event_ids, "events snooze", argc, argv))
    return SENTINEL_EXIT_USAGE;
  if (!read_snooze_end (&options,
                        sentinel_clock_get_realtime_us (sentinel_context_get_clock (ctl->context)),
                        &act->until_us,
                        &error))
    return sentinel_ctl_misuse ("events snooze: %s", error->message);
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_event_acts_snooze, act, &error))
    return sentinel_ctl_fail ("cannot snooze", error);
  return report (ctl, act->batch, act->done_ids, act->missing_ids);
}

/* Undoing */

static SentinelExit
undo (SentinelCtl *ctl, int argc, char **argv)
{
  const GOptionEntry entries[] = { G_OPTION_ENTRY_NULL };
  g_autoptr (SentinelUndoAct) act = NULL;
  g_autoptr (GError) error = NULL;
  SentinelActor actor;
  gint64 batch;

  if (!sentinel_ctl_parse ("BATCH", "Takes an act on events back.", entries, &argc, &argv))
    return SENTINEL_EXIT_USAGE;
  if (argc != 2)
    return sentinel_ctl_misuse ("events undo: give the number of one act, which ack, unack and "
                                "snooze print with --json");
  if (!sentinel_ctl_parse_id (argv[1], &batch))
    return SENTINEL_EXIT_USAGE;
  actor = sentinel_ctl_get_actor (ctl);
  act = sentinel_undo_act_new (batch, &actor);
  if (!sentinel_store_write (sentinel_ctl_get_store (ctl), sentinel_event_acts_undo, act, &error))
    return sentinel_ctl_fail ("cannot undo", error);
  for (guint i = 0; i < act->changed_ids->len; i++)
    g_printerr ("sentinelctl: event %" G_GINT64_FORMAT " was changed since and stays as it is\n",
                g_array_index (act->changed_ids, gint64, i));
  for (guint i = 0; ctl->json && i < act->done_ids->len; i++)
    print_done (g_array_index (act->done_ids, gint64, i), act->undo_batch);
  if (!ctl->json)
    printf ("%u\n", act->done_ids->len);
  return act->changed_ids->len > 0 ? SENTINEL_EXIT_NOT_FOUND : SENTINEL_EXIT_DONE;
}

const SentinelCommand sentinel_event_act_commands[] = {
  { "events",
    "ack",
    "ID… [--comment TEXT] [--until changed|resolved|TIME]",
    "Acknowledge events",
    ack },
  { "events", "unack", "ID… [--comment TEXT]", "Take acknowledgements back", unack },
  { "events",
    "snooze",
    "ID… [--for DURATION | --until TIME | --end]",
    "Put events off, or end that",
    snooze },
  { "events", "undo", "BATCH", "Take an act on events back", undo },
  { "events", "note", "ID TEXT [--action]", "Write a note on an event", note },
  { NULL },
};
