/* SPDX-License-Identifier: MIT */
/* One child, two pipes, and a ring of the bytes that came last. */
#include "sentinel-watch-child.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#define KEPT_BYTES 4096
#define KEPT_LINES 20
#define BUFFER_BYTES 16384

typedef struct {
  GMainLoop *loop;
  GSubprocess *process;
  GString *kept;
  int signal_fd; /* a byte for each signal that is to be handed on */
  guint n_open; /* pipes, and the process itself */
} Child;

typedef struct {
  Child *child;
  GInputStream *stream;
  int target_fd;
  guint8 buffer[BUFFER_BYTES];
} Pipe;

static const int forwarded_signals[] = { SIGINT, SIGTERM, SIGHUP };

static int noted_fd = -1; /* where note_signal writes: a handler is given nothing of ours */

/**
 * sentinel_watch_outcome_clear:
 * @self: an outcome
 */
void
sentinel_watch_outcome_clear (SentinelWatchOutcome *self)
{
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->last_lines, g_free);
}

static void
one_ended (Child *child)
{
  if (--child->n_open == 0)
    g_main_loop_quit (child->loop);
}

static void
keep (Child *child, const guint8 *data, gsize length)
{
  g_string_append_len (child->kept, (const char *) data, (gssize) length);
  if (child->kept->len > KEPT_BYTES)
    g_string_erase (child->kept, 0, (gssize) (child->kept->len - KEPT_BYTES));
}

/* Our output may be non-blocking, as whoever started us left it. */
static void
wait_writable (int fd)
{
  GPollFD poll = { fd, G_IO_OUT, 0 };

  g_poll (&poll, 1, -1);
}

/* A reader that went away must not end the command: what cannot be passed on is dropped. */
static void
pass_on (int fd, const guint8 *data, gsize length)
{
  while (length > 0) {
    gssize n = write (fd, data, length);

    if (n < 0 && errno == EAGAIN)
      wait_writable (fd);
    else if (n < 0 && errno != EINTR)
      return;
    if (n > 0) {
      data += n;
      length -= (gsize) n;
    }
  }
}

static void read_on (Pipe *pipe);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Pipe *pipe = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n > 0) {
    keep (pipe->child, pipe->buffer, (gsize) n);
    pass_on (pipe->target_fd, pipe->buffer, (gsize) n);
    read_on (pipe);
    return;
  }
  one_ended (pipe->child);
  g_free (pipe);
}

static void
read_on (Pipe *pipe)
{
  g_input_stream_read_async (pipe->stream,
                             pipe->buffer,
                             BUFFER_BYTES,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             read_cb,
                             pipe);
}

static void
add_pipe (Child *child, GInputStream *stream, int target_fd)
{
  Pipe *pipe = g_new0 (Pipe, 1);

  pipe->child = child;
  pipe->stream = stream;
  pipe->target_fd = target_fd;
  child->n_open++;
  read_on (pipe);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  one_ended (user_data);
}

/* The signal handler. What a terminal sends goes to all in the foreground, the command too, and
 * must not reach it twice: many programs take a second Ctrl+C for impatience. */
static void
note_signal (int number, siginfo_t *info, void *unused)
{
  guint8 byte = (guint8) number;
  int saved_errno = errno;
  gssize n = info->si_code != SI_KERNEL ? write (noted_fd, &byte, 1) : 0;

  (void) n; /* full of signals that are to be handed on already */
  errno = saved_errno;
}

static gboolean
forward_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Child *child = user_data;
  guint8 number;

  while (read (fd, &number, 1) == 1)
    g_subprocess_send_signal (child->process, number);
  return G_SOURCE_CONTINUE;
}

static char *
get_last_lines (const GString *kept)
{
  g_autofree char *text = g_utf8_make_valid (kept->str, (gssize) kept->len);
  const char *begin;
  guint n_lines = 0;

  g_strchomp (text);
  begin = text + strlen (text);
  while (begin > text && (begin[-1] != '\n' || ++n_lines < KEPT_LINES))
    begin--;
  return g_strdup (begin);
}

static void
read_status (GSubprocess *process, SentinelWatchOutcome *outcome)
{
  if (g_subprocess_get_if_signaled (process)) {
    outcome->status = 128 + g_subprocess_get_term_sig (process);
    outcome->reason =
        g_strdup_printf ("was ended by signal %d", g_subprocess_get_term_sig (process));
    return;
  }
  outcome->status = g_subprocess_get_exit_status (process);
  if (outcome->status != 0)
    outcome->reason = g_strdup_printf ("failed with status %d", outcome->status);
}

static void
follow (Child *child)
{
  const struct sigaction action = { .sa_sigaction = note_signal,
                                    .sa_flags = SA_SIGINFO | SA_RESTART };
  struct sigaction before[G_N_ELEMENTS (forwarded_signals)];
  guint source = g_unix_fd_add (child->signal_fd, G_IO_IN, forward_cb, child);

  for (guint i = 0; i < G_N_ELEMENTS (forwarded_signals); i++)
    sigaction (forwarded_signals[i], &action, &before[i]);
  child->n_open = 1;
  add_pipe (child, g_subprocess_get_stdout_pipe (child->process), STDOUT_FILENO);
  add_pipe (child, g_subprocess_get_stderr_pipe (child->process), STDERR_FILENO);
  g_subprocess_wait_async (child->process, NULL, ended_cb, child);
  g_main_loop_run (child->loop);
  for (guint i = 0; i < G_N_ELEMENTS (forwarded_signals); i++)
    sigaction (forwarded_signals[i], &before[i], NULL);
  g_source_remove (source);
}

static GSubprocess *
start (char **argv, GUnixPipe *signal_pipe, GError **error)
{
  if (!g_unix_pipe_open (signal_pipe, O_CLOEXEC | O_NONBLOCK, error))
    return NULL;
  noted_fd = g_unix_pipe_get (signal_pipe, G_UNIX_PIPE_END_WRITE);
  return g_subprocess_newv ((const char *const *) argv,
                            G_SUBPROCESS_FLAGS_STDIN_INHERIT | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                            error);
}

/**
 * sentinel_watch_child_run:
 * @argv: the command and its arguments, NULL-terminated
 * @outcome: (out caller-allocates): how it went
 *
 * Runs it without a shell. Blocks until it and its output have ended.
 */
void
sentinel_watch_child_run (char **argv, SentinelWatchOutcome *outcome)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GUnixPipe) signal_pipe = G_UNIX_PIPE_INIT;
  g_autoptr (GSubprocess) process = start (argv, &signal_pipe, &error);
  Child child = {
    loop, process, kept, g_unix_pipe_get (&signal_pipe, G_UNIX_PIPE_END_READ), 0,
  };

  *outcome = (SentinelWatchOutcome) { 0 };
  if (process == NULL) {
    outcome->status = g_error_matches (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT) ? 127 : 126;
    outcome->reason = g_strdup_printf ("could not be started: %s", error->message);
    outcome->last_lines = g_strdup ("");
    g_printerr ("sentinelctl: the command %s\n", outcome->reason);
    return;
  }
  signal (SIGPIPE, SIG_IGN);
  follow (&child);
  read_status (process, outcome);
  outcome->last_lines = get_last_lines (kept);
}
