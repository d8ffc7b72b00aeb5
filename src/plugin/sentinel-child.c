/* SPDX-License-Identifier: MIT */
/* The child leads a session, so that one signal reaches all that it started. It is reaped only when
 * everything is over: until then nobody else can get its number, and no signal goes astray. What it
 * reads is in memory and not in a pipe, so that nobody waits for a child that does not read. */
#include "sentinel-child.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sentinel-capped-reader.h"
#include "sentinel-error.h"
#include "sentinel-text.h"

#define TERMINATE_US (5 * G_TIME_SPAN_SECOND) /* from SIGTERM to SIGKILL */
#define KILL_US (5 * G_TIME_SPAN_SECOND) /* after that the kernel itself holds it */
#define LINGER_US G_TIME_SPAN_SECOND /* how long grandchildren may go on writing */

typedef enum {
  STAGE_RUNNING,
  STAGE_TERMINATED, /* was asked to end */
  STAGE_KILLED,
  STAGE_EXITED, /* not reaped yet; grandchildren may write on */
} Stage;

typedef struct {
  GTask *task;
  SentinelClock *clock;
  GPid pid;
  int pidfd;
  Stage stage;
  SentinelChildEnd end; /* what we did to it; EXITED: nothing */
  SentinelCappedReader *output, *errors;
  GSource *exit_source, *timer;
  GSource *cancel_source; /* nullable */
} Child;

/* What is set between fork and exec. */
typedef struct {
  int nice;
  rlim_t max_memory, max_file_size, max_files;
} Setup;

/**
 * sentinel_child_result_free:
 * @self: (transfer full): how a child ended
 */
void
sentinel_child_result_free (SentinelChildResult *self)
{
  g_bytes_unref (self->output);
  g_bytes_unref (self->errors);
  g_free (self);
}

/* Ending: */

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
child_free (Child *self)
{
  drop_source (&self->exit_source);
  drop_source (&self->timer);
  drop_source (&self->cancel_source);
  g_clear_pointer (&self->output, sentinel_capped_reader_free);
  g_clear_pointer (&self->errors, sentinel_capped_reader_free);
  if (self->pidfd >= 0)
    close (self->pidfd);
  g_clear_object (&self->clock);
  g_clear_object (&self->task);
  g_free (self);
}

static void
reaped_cb (GPid pid, int status, gpointer unused)
{
  g_spawn_close_pid (pid);
}

/* For one that is not waited for. */
static void
reap_later (GPid pid)
{
  GSource *source = g_child_watch_source_new (pid);

  g_source_set_callback (source, G_SOURCE_FUNC (reaped_cb), NULL, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  g_source_unref (source);
}

static int
reap (Child *self)
{
  int status = 0;

  if (self->stage != STAGE_EXITED) {
    reap_later (self->pid);
    return 0;
  }
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    continue;
  return status;
}

static gboolean
are_pipes_closed (const Child *self)
{
  return sentinel_capped_reader_is_ended (self->output)
         && sentinel_capped_reader_is_ended (self->errors);
}

static SentinelChildResult *
make_result (Child *self, int status)
{
  SentinelChildResult *result = g_new0 (SentinelChildResult, 1);

  result->end = self->end;
  if (result->end == SENTINEL_CHILD_EXITED && WIFSIGNALED (status))
    result->end = SENTINEL_CHILD_SIGNALLED;
  if (result->end == SENTINEL_CHILD_EXITED)
    result->code = WEXITSTATUS (status);
  else if (result->end == SENTINEL_CHILD_SIGNALLED)
    result->code = WTERMSIG (status);
  result->is_output_cut = sentinel_capped_reader_is_cut (self->output);
  result->are_errors_cut = sentinel_capped_reader_is_cut (self->errors);
  result->output = sentinel_capped_reader_steal_bytes (self->output);
  result->errors = sentinel_capped_reader_steal_bytes (self->errors);
  return result;
}

/* Those that the child left behind may live on only when it ended by itself and they hold nothing
 * of ours. */
static void
finish (Child *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (self->end != SENTINEL_CHILD_EXITED || !are_pipes_closed (self))
    kill (-self->pid, SIGKILL);
  sentinel_capped_reader_stop (self->output);
  sentinel_capped_reader_stop (self->errors);
  g_task_return_pointer (task,
                         make_result (self, reap (self)),
                         (GDestroyNotify) sentinel_child_result_free);
  child_free (self);
}

static void
set_timer (Child *self, gint64 delay_us)
{
  sentinel_clock_source_set_due (self->timer,
                                 sentinel_clock_get_boottime_us (self->clock) + delay_us);
}

static void
terminate (Child *self, SentinelChildEnd end)
{
  self->end = end;
  self->stage = STAGE_TERMINATED;
  kill (-self->pid, SIGTERM);
  set_timer (self, TERMINATE_US);
}

static void
pipe_ended_cb (gpointer data)
{
  Child *self = data;

  if (self->stage == STAGE_EXITED && are_pipes_closed (self))
    finish (self);
}

static gboolean
exited_cb (int fd, GIOCondition condition, gpointer data)
{
  Child *self = data;

  drop_source (&self->exit_source); /* it would be ready again and again */
  self->stage = STAGE_EXITED;
  if (self->end != SENTINEL_CHILD_EXITED)
    kill (-self->pid, SIGKILL); /* grandchildren that did not heed the signal */
  if (are_pipes_closed (self))
    finish (self);
  else
    set_timer (self, LINGER_US);
  return G_SOURCE_REMOVE;
}

static gboolean
timer_cb (gpointer data)
{
  Child *self = data;

  switch (self->stage) {
  case STAGE_RUNNING:
    terminate (self, SENTINEL_CHILD_TIMED_OUT);
    break;
  case STAGE_TERMINATED:
    self->stage = STAGE_KILLED;
    kill (-self->pid, SIGKILL);
    set_timer (self, KILL_US);
    break;
  case STAGE_KILLED:
  case STAGE_EXITED:
  default:
    finish (self);
  }
  return G_SOURCE_CONTINUE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Child *self = data;

  drop_source (&self->cancel_source);
  if (self->stage == STAGE_RUNNING)
    terminate (self, SENTINEL_CHILD_CANCELLED);
  return G_SOURCE_REMOVE;
}

/* Starting: */

static void
limit (int resource, rlim_t value)
{
  const struct rlimit both = { value, value };

  if (value != 0)
    setrlimit (resource, &both);
}

/* Between fork and exec: nothing but system calls. */
static void
set_up_cb (gpointer data)
{
  const Setup *setup = data;
  const struct rlimit no_core = { 0, 0 };

  setsid ();
  prctl (PR_SET_PDEATHSIG, SIGKILL); /* nobody would be left to watch its time */
  setpriority (PRIO_PROCESS, 0, setup->nice);
  setrlimit (RLIMIT_CORE, &no_core);
  limit (RLIMIT_AS, setup->max_memory);
  limit (RLIMIT_FSIZE, setup->max_file_size);
  limit (RLIMIT_NOFILE, setup->max_files);
}

static gboolean
fill (int fd, GBytes *input)
{
  gsize length, done = 0;
  const guint8 *bytes = g_bytes_get_data (input, &length);

  while (done < length) {
    gssize written = write (fd, bytes + done, length - done);

    if (written < 0 && errno != EINTR)
      return FALSE;
    done += (gsize) MAX (written, 0);
  }
  return lseek (fd, 0, SEEK_SET) == 0;
}

/* *fd: -1: it finds nothing. */
static gboolean
open_input (GBytes *input, int *fd, GError **error)
{
  *fd = -1;
  if (input == NULL)
    return TRUE;
  *fd = memfd_create ("input", MFD_CLOEXEC);
  if (*fd >= 0 && fill (*fd, input))
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_FAILED,
               "Cannot hand over the standard input: %s",
               g_strerror (errno));
  if (*fd >= 0)
    close (*fd);
  return FALSE;
}

static char **
make_environment (const SentinelChildSpec *spec)
{
  char **environment = spec->environment != NULL ? g_strdupv ((char **) spec->environment)
                                                 : g_get_environ ();

  for (guint i = 0; spec->additions != NULL && spec->additions[i] != NULL; i++) {
    g_auto (GStrv) parts = g_strsplit (spec->additions[i], "=", 2);

    if (g_strv_length (parts) == 2)
      environment = g_environ_setenv (environment, parts[0], parts[1], TRUE);
  }
  return environment;
}

typedef struct {
  GPid pid;
  int output, errors; /* the ends to read */
} Spawned;

static gboolean
spawn (const SentinelChildSpec *spec, int input, Spawned *spawned, GError **error)
{
  g_auto (GStrv) environment = make_environment (spec);
  Setup setup = { spec->nice, spec->max_memory, spec->max_file_size, spec->max_files };
  g_autoptr (GError) local_error = NULL;
  g_autofree char *quoted = NULL;

  if (g_spawn_async_with_pipes_and_fds ("/",
                                        spec->argv,
                                        (const char *const *) environment,
                                        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH
                                            | G_SPAWN_CLOEXEC_PIPES,
                                        set_up_cb,
                                        &setup,
                                        input,
                                        -1,
                                        -1,
                                        NULL,
                                        NULL,
                                        0,
                                        &spawned->pid,
                                        NULL,
                                        &spawned->output,
                                        &spawned->errors,
                                        &local_error))
    return TRUE;
  quoted = sentinel_text_quote (spec->argv[0]);
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_FAILED,
               "Cannot start %s: %s",
               quoted,
               local_error->message);
  return FALSE;
}

static gboolean
start (const SentinelChildSpec *spec, Spawned *spawned, GError **error)
{
  gboolean is_started;
  int input;

  if (!open_input (spec->input, &input, error))
    return FALSE;
  is_started = spawn (spec, input, spawned, error);
  if (input >= 0)
    close (input);
  return is_started;
}

static void
follow_exit (Child *self)
{
  self->exit_source = g_unix_fd_source_new (self->pidfd, G_IO_IN);
  g_source_set_callback (self->exit_source, G_SOURCE_FUNC (exited_cb), self, NULL);
  g_source_attach (self->exit_source, g_main_context_get_thread_default ());
}

static void
follow_time (Child *self, gint64 timeout_us)
{
  self->timer = sentinel_clock_create_source (self->clock, SENTINEL_CLOCK_BOOTTIME, -1);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
  set_timer (self, timeout_us);
}

static void
follow_cancellable (Child *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);

  if (cancellable == NULL)
    return;
  self->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, g_main_context_get_thread_default ());
}

/* Nobody could say when it ends: it is not left alone. */
static void
give_up (const Spawned *spawned, GTask *task)
{
  g_task_return_new_error (task,
                           SENTINEL_ERROR,
                           SENTINEL_ERROR_FAILED,
                           "Cannot follow what was started: %s",
                           g_strerror (errno));
  kill (-spawned->pid, SIGKILL);
  reap_later (spawned->pid);
  close (spawned->output);
  close (spawned->errors);
}

/**
 * sentinel_child_run_async:
 * @spec: what to run
 * @clock: by which its time is counted
 * @cancellable: (nullable): ends it before its time
 * @callback: called in the thread-default main context when it is over
 * @user_data: for @callback
 *
 * Runs a program in "/" and waits for its end and that of its output. When its time is over, all of
 * its session gets SIGTERM, and SIGKILL 5 seconds later. When it has ended and something that it
 * left behind keeps its output open for a second longer, that is killed. More output than may be
 * kept is read and dropped. It does not outlive the thread that calls this. Blocks only for the
 * start.
 */
void
sentinel_child_run_async (const SentinelChildSpec *spec,
                          SentinelClock *clock,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  Spawned spawned;
  int pidfd;
  Child *self;

  g_task_set_source_tag (task, sentinel_child_run_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_cancellable_set_error_if_cancelled (cancellable, &error)
      || !start (spec, &spawned, &error)) {
    g_task_return_error (task, error);
    return;
  }
  pidfd = pidfd_open (spawned.pid, 0);
  if (pidfd < 0) {
    give_up (&spawned, task);
    return;
  }
  self = g_new0 (Child, 1);
  self->task = g_steal_pointer (&task);
  self->clock = g_object_ref (clock);
  self->pid = spawned.pid;
  self->pidfd = pidfd;
  self->output = sentinel_capped_reader_new (spawned.output, spec->max_output, pipe_ended_cb, self);
  self->errors = sentinel_capped_reader_new (spawned.errors, spec->max_errors, pipe_ended_cb, self);
  follow_exit (self);
  follow_time (self, spec->timeout_us);
  follow_cancellable (self);
}

/**
 * sentinel_child_run_finish:
 * @result: what the callback got
 * @error: return location; %SENTINEL_ERROR_FAILED, or %G_IO_ERROR_CANCELLED where it was cancelled
 *   before: nothing was started
 *
 * Returns: (transfer full): how it ended; %NULL with error
 */
SentinelChildResult *
sentinel_child_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
