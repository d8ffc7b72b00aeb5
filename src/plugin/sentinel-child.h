/* SPDX-License-Identifier: MIT */
/* Runs one program to its end: no shell, in a session of its own, within a time and with capped
 * output. Whatever it does, it is over by then and nothing of it is left. */
#pragma once
#include "sentinel-clock.h"
#include <gio/gio.h>
G_BEGIN_DECLS

#define SENTINEL_CHILD_MAX_OUTPUT 65536
#define SENTINEL_CHILD_MAX_ERRORS 16384

/* All is copied by the call. */
typedef struct {
  const char *const *argv; /* [0] is looked up in PATH */
  const char *const *environment; /* nullable, "NAME=value": all of it; NULL: ours */
  const char *const *additions; /* nullable, "NAME=value": on top of it */
  GBytes *input; /* nullable: what it finds on standard input */
  gint64 timeout_us;
  gsize max_output, max_errors; /* bytes that are kept of standard output and standard error */
  int nice; /* its priority, 0 to 19 */
  guint64 max_memory, max_file_size, max_files; /* rlimits; 0: as ours */
} SentinelChildSpec;

typedef enum {
  SENTINEL_CHILD_EXITED, /* code: its status, 0 to 255 */
  SENTINEL_CHILD_SIGNALLED, /* code: the signal that ended it, not by us */
  SENTINEL_CHILD_TIMED_OUT,
  SENTINEL_CHILD_CANCELLED,
} SentinelChildEnd;

typedef struct {
  SentinelChildEnd end;
  int code;
  GBytes *output, *errors; /* any bytes */
  gboolean is_output_cut, are_errors_cut;
} SentinelChildResult;

void sentinel_child_result_free (SentinelChildResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelChildResult, sentinel_child_result_free)

void sentinel_child_run_async (const SentinelChildSpec *spec,
                               SentinelClock *clock,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* NULL with error: it was never started */
SentinelChildResult *sentinel_child_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
