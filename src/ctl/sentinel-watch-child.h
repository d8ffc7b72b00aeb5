/* SPDX-License-Identifier: MIT */
/* A command that is run for watch: its output goes on unchanged while its last lines are kept. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct {
  int status; /* as a shell would have it: 0 … 255, 126, 127, 128 + signal */
  char *reason; /* "failed with status 1", "was ended by signal 9", "could not be started: …"; NULL:
                   it did well */
  char *last_lines; /* valid UTF-8 */
} SentinelWatchOutcome;

void sentinel_watch_outcome_clear (SentinelWatchOutcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SentinelWatchOutcome, sentinel_watch_outcome_clear)

/* Runs argv with our standard input; signals that would end us go to it. Blocks until it has ended.
 */
void sentinel_watch_child_run (char **argv, SentinelWatchOutcome *outcome);

G_END_DECLS
