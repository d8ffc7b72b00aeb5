/* SPDX-License-Identifier: MIT */
/* An OFD lock belongs to the open file and not to the process: other descriptors of the file, also
 * in the same process, cannot lose it by closing. The file stays when the lock is given back; the
 * pid in it is for people. */
#include "sentinel-owner-lock.h"
#include "sentinel-error.h"
#include "sentinel-file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct _SentinelOwnerLock {
  GObject parent_instance;
  char *path;
  int fd; /* -1: not held */
};

G_DEFINE_FINAL_TYPE (SentinelOwnerLock, sentinel_owner_lock, G_TYPE_OBJECT)

static const struct flock whole_file = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

static void
sentinel_owner_lock_finalize (GObject *object)
{
  SentinelOwnerLock *self = SENTINEL_OWNER_LOCK (object);

  sentinel_owner_lock_release (self);
  g_free (self->path);
  G_OBJECT_CLASS (sentinel_owner_lock_parent_class)->finalize (object);
}

static void
sentinel_owner_lock_class_init (SentinelOwnerLockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_owner_lock_finalize;
}

static void
sentinel_owner_lock_init (SentinelOwnerLock *self)
{
  self->fd = -1;
}

/**
 * sentinel_owner_lock_new:
 * @database_path: the database whose engine is to be owned
 *
 * Returns: (transfer full): a lock that is not held
 */
SentinelOwnerLock *
sentinel_owner_lock_new (const char *database_path)
{
  SentinelOwnerLock *self = g_object_new (SENTINEL_TYPE_OWNER_LOCK, NULL);

  self->path = sentinel_file_build_sibling (database_path, "sentinel.lock");
  return self;
}

static int
open_lock_file (const char *path, GError **error)
{
  return sentinel_file_open (path, O_RDWR | O_CREAT, error);
}

static int
read_pid (int fd)
{
  char text[16] = "";
  gssize n = pread (fd, text, sizeof text - 1, 0);
  int pid = n > 0 ? atoi (text) : 0;

  return MAX (pid, 0);
}

/* The pid is only a courtesy: to have the lock is what counts, so a full disk is no reason to give
 * it back. */
static void
write_pid (int fd)
{
  g_autofree char *text = g_strdup_printf ("%d\n", (int) getpid ());

  if (ftruncate (fd, 0) != 0 || pwrite (fd, text, strlen (text), 0) < 0)
    g_debug ("Cannot write the pid of the owner: %s", g_strerror (errno));
}

static void
set_lock_error (GError **error, const char *path, int cause)
{
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_IO,
               "Cannot lock %s: %s. Keep it on a local disk",
               path,
               g_strerror (cause));
}

static void
set_owned_error (GError **error, int fd, const char *path)
{
  int pid = read_pid (fd);

  if (pid > 0)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_OWNED,
                 "Another process (%d) evaluates the rules of this database. End it, or name "
                 "another database",
                 pid);
  else
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_OWNED,
                 "Another process evaluates the rules of this database (it holds %s). End it, or "
                 "name another"
                 " database",
                 path);
}

/**
 * sentinel_owner_lock_try:
 * @self: a lock
 *
 * Takes the lock, if nobody holds it. Does not wait.
 *
 * Returns: TRUE when it is held; FALSE with %SENTINEL_ERROR_OWNED, or an error of the file system
 */
gboolean
sentinel_owner_lock_try (SentinelOwnerLock *self, GError **error)
{
  struct flock lock = whole_file;
  int fd;

  if (self->fd >= 0)
    return TRUE;
  fd = open_lock_file (self->path, error);
  if (fd < 0)
    return FALSE;
  if (fcntl (fd, F_OFD_SETLK, &lock) == 0) {
    write_pid (fd);
    self->fd = fd;
    return TRUE;
  }
  if (errno == EAGAIN || errno == EACCES)
    set_owned_error (error, fd, self->path);
  else
    set_lock_error (error, self->path, errno);
  close (fd);
  return FALSE;
}

/**
 * sentinel_owner_lock_is_held:
 * @self: a lock
 *
 * Returns: whether we hold it
 */
gboolean
sentinel_owner_lock_is_held (SentinelOwnerLock *self)
{
  return self->fd >= 0;
}

/**
 * sentinel_owner_lock_release:
 * @self: a lock; one that is not held is fine
 *
 * Gives it back; whoever waits gets it.
 */
void
sentinel_owner_lock_release (SentinelOwnerLock *self)
{
  if (self->fd < 0)
    return;
  if (ftruncate (self->fd, 0) != 0)
    g_debug ("Cannot clear the pid of the owner: %s", g_strerror (errno));
  close (self->fd);
  self->fd = -1;
}

/* One wait. Its task is answered in the caller's context only, so that the lock and the
 * cancellation cannot both answer it. */
typedef struct {
  char *path;
  GMainContext *context;
  GTask *task; /* context; NULL: answered */
  GSource *cancel_source; /* context */
  GMutex mutex;
  gboolean is_abandoned; /* mutex */
  int fd; /* mutex; -1: not got */
  GError *error; /* mutex */
} Wait;

static Wait *
wait_new (const char *path, GTask *task)
{
  Wait *self = g_atomic_rc_box_new0 (Wait);

  self->path = g_strdup (path);
  self->context = g_main_context_ref (g_task_get_context (task));
  self->task = task;
  self->fd = -1;
  g_mutex_init (&self->mutex);
  return self;
}

static void
wait_clear (Wait *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);
  g_free (self->path);
}

static void
wait_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, (GDestroyNotify) wait_clear);
}

static int
lock_blocking (const char *path, GError **error)
{
  struct flock lock = whole_file;
  int fd = open_lock_file (path, error);

  if (fd < 0)
    return -1;
  while (fcntl (fd, F_OFD_SETLKW, &lock) != 0)
    if (errno != EINTR) {
      set_lock_error (error, path, errno);
      close (fd);
      return -1;
    }
  return fd;
}

static GTask *
end_wait (Wait *self)
{
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
  return g_steal_pointer (&self->task);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Wait *self = data;
  g_autoptr (GTask) task = end_wait (self);

  g_mutex_lock (&self->mutex);
  self->is_abandoned = TRUE;
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_mutex_unlock (&self->mutex);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
take_over (SentinelOwnerLock *lock, int fd)
{
  sentinel_owner_lock_release (lock);
  lock->fd = fd;
  write_pid (fd);
}

static int
take_outcome (Wait *self, GError **error)
{
  int fd;

  g_mutex_lock (&self->mutex);
  fd = self->fd;
  self->fd = -1;
  *error = g_steal_pointer (&self->error);
  g_mutex_unlock (&self->mutex);
  return fd;
}

static gboolean
wait_ended_cb (gpointer data)
{
  Wait *self = data;
  g_autoptr (GError) error = NULL;
  int fd = take_outcome (self, &error);
  g_autoptr (GTask) task = end_wait (self);

  if (task == NULL)
    return G_SOURCE_REMOVE;
  if (error != NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return G_SOURCE_REMOVE;
  }
  take_over (g_task_get_source_object (task), fd);
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

/* With the mutex held: when the receiver has it, this thread is done with the source. */
static void
send_outcome (Wait *self)
{
  GSource *source = g_idle_source_new ();

  g_source_set_static_name (source, "owner lock");
  g_source_set_callback (source, wait_ended_cb, self, wait_unref);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static gpointer
wait_thread (gpointer data)
{
  Wait *self = data;
  GError *error = NULL;
  int fd = lock_blocking (self->path, &error);

  g_mutex_lock (&self->mutex);
  self->error = error;
  if (!self->is_abandoned)
    self->fd = fd;
  else if (fd >= 0)
    close (fd);
  send_outcome (self);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static GSource *
attach_cancel_source (Wait *self, GCancellable *cancellable)
{
  GSource *source = g_cancellable_source_new (cancellable);

  g_source_set_callback (source,
                         G_SOURCE_FUNC (cancelled_cb),
                         g_atomic_rc_box_acquire (self),
                         wait_unref);
  g_source_attach (source, self->context);
  return source;
}

/**
 * sentinel_owner_lock_wait_async:
 * @self: a lock that is not held
 * @cancellable: (nullable): ends the wait; the thread goes on waiting and gives the lock back at
 * once when it gets it
 * @callback: called in the caller's thread-default main context
 * @user_data: for @callback
 *
 * Waits for the lock on a thread of its own, however long that takes. Costs nothing meanwhile.
 */
void
sentinel_owner_lock_wait_async (SentinelOwnerLock *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Wait *wait;

  g_task_set_source_tag (task, sentinel_owner_lock_wait_async);
  g_task_set_static_name (task, "owner lock");
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  wait = wait_new (self->path, g_steal_pointer (&task));
  if (cancellable != NULL)
    wait->cancel_source = attach_cancel_source (wait, cancellable);
  g_thread_unref (g_thread_new ("owner-lock", wait_thread, wait));
}

/**
 * sentinel_owner_lock_wait_finish:
 * @self: a lock
 * @result: what the callback got
 *
 * Returns: TRUE when it is held; FALSE with %G_IO_ERROR_CANCELLED or an error of the file system
 */
gboolean
sentinel_owner_lock_wait_finish (SentinelOwnerLock *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sentinel_owner_lock_query:
 * @database_path: a database
 * @pid: (out) (optional): of the holder, as it wrote it; 0 where that cannot be read
 *
 * Returns: whether somebody, this process included, holds the lock
 */
gboolean
sentinel_owner_lock_query (const char *database_path, int *pid)
{
  g_autofree char *path = sentinel_file_build_sibling (database_path, "sentinel.lock");
  struct flock lock = whole_file;
  int fd = sentinel_file_open (path, O_RDONLY, NULL);
  gboolean is_held;

  if (pid != NULL)
    *pid = 0;
  if (fd < 0)
    return FALSE;
  is_held = fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  if (is_held && pid != NULL)
    *pid = read_pid (fd);
  close (fd);
  return is_held;
}
