/* SPDX-License-Identifier: MIT */
/* inotify on the one file. GFileMonitor watches its folder instead, and would be woken by each page
 * that is written to the log. */
#include "sentinel-change-file.h"
#include "sentinel-error.h"
#include "sentinel-file.h"
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define REST_US 10000

typedef struct {
  GSource parent;
  int fd;
  gpointer tag;
} WatchSource;

struct _SentinelChangeFile {
  char *path;
  int watch_fd; /* inotify; -1: it could not be had */
  GSource *source; /* in the context */
  int fd; /* writer thread; -1: not open */
  gboolean is_watched; /* writer thread */
};

static void
drain (int fd)
{
  char events[4096];

  while (read (fd, events, sizeof events) > 0)
    ;
}

/* After a wake-up the source rests for 10 ms, so that a storm of commits is looked at a hundred
 * times a second and not more. */
static gboolean
dispatch_watch (GSource *source, GSourceFunc func, gpointer data)
{
  WatchSource *self = (WatchSource *) source;

  if (g_source_query_unix_fd (source, self->tag) == 0) {
    g_source_set_ready_time (source, -1);
    g_source_modify_unix_fd (source, self->tag, G_IO_IN);
    return G_SOURCE_CONTINUE;
  }
  drain (self->fd);
  g_source_modify_unix_fd (source, self->tag, 0);
  g_source_set_ready_time (source, g_source_get_time (source) + REST_US);
  ((GSourceOnceFunc) (void (*) (void)) func) (data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs watch_funcs = { .dispatch = dispatch_watch };

static GSource *
create_source (int fd, GSourceOnceFunc func, gpointer data)
{
  GSource *source = g_source_new (&watch_funcs, sizeof (WatchSource));
  WatchSource *self = (WatchSource *) source;

  self->fd = fd;
  self->tag = g_source_add_unix_fd (source, fd, G_IO_IN);
  g_source_set_static_name (source, "sentinel.changed");
  g_source_set_callback (source, (GSourceFunc) (void (*) (void)) func, data, NULL);
  return source;
}

/**
 * sentinel_change_file_new:
 * @database_path: the database
 * @context: where @func runs
 * @func: what to do when somebody committed
 * @data: for @func
 *
 * Returns: (transfer full): it touches no file before sentinel_change_file_watch()
 */
SentinelChangeFile *
sentinel_change_file_new (const char *database_path,
                          GMainContext *context,
                          GSourceOnceFunc func,
                          gpointer data)
{
  SentinelChangeFile *self = g_new0 (SentinelChangeFile, 1);

  self->path = sentinel_file_build_sibling (database_path, "sentinel.changed");
  self->fd = -1;
  self->watch_fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->watch_fd < 0)
    return self;
  self->source = create_source (self->watch_fd, func, data);
  g_source_attach (self->source, context);
  return self;
}

/**
 * sentinel_change_file_free:
 * @self: (nullable) (transfer full): when the writer thread has ended
 */
void
sentinel_change_file_free (SentinelChangeFile *self)
{
  if (self == NULL)
    return;
  if (self->source != NULL) {
    g_source_destroy (self->source);
    g_source_unref (self->source);
  }
  if (self->watch_fd >= 0)
    close (self->watch_fd);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

static gboolean
is_deleted (int fd)
{
  struct stat status;

  return fstat (fd, &status) != 0 || status.st_nlink == 0;
}

static gboolean
ensure_open (SentinelChangeFile *self, GError **error)
{
  if (self->fd >= 0 && !is_deleted (self->fd))
    return TRUE;
  if (self->fd >= 0)
    close (self->fd);
  self->is_watched = FALSE;
  self->fd = sentinel_file_open (self->path, O_WRONLY | O_CREAT, error);
  return self->fd >= 0;
}

static gboolean
set_watch_error (SentinelChangeFile *self, const char *what, GError **error)
{
  int cause = errno;

  g_set_error (error,
               SENTINEL_ERROR,
               cause == ENOSPC || cause == EDQUOT ? SENTINEL_ERROR_FULL : SENTINEL_ERROR_IO,
               "%s %s: %s. Changes by other processes are seen late",
               what,
               self->path,
               g_strerror (cause));
  return FALSE;
}

/**
 * sentinel_change_file_watch:
 * @self: the file
 *
 * Watches it, making it where it is missing. Harmless to repeat; again after it was deleted. Writer
 * thread.
 *
 * Returns: FALSE with an error of the file system
 */
gboolean
sentinel_change_file_watch (SentinelChangeFile *self, GError **error)
{
  if (!ensure_open (self, error))
    return FALSE;
  if (self->is_watched)
    return TRUE;
  /* IN_ATTRIB: its deletion, too, is a reason to look, and so to make it again. */
  self->is_watched = inotify_add_watch (self->watch_fd, self->path, IN_MODIFY | IN_ATTRIB) >= 0;
  return self->is_watched || set_watch_error (self, "Cannot watch", error);
}

/**
 * sentinel_change_file_poke:
 * @self: the file
 *
 * Wakes whoever watches it. Writer thread, after the commit.
 *
 * Returns: FALSE with an error of the file system
 */
gboolean
sentinel_change_file_poke (SentinelChangeFile *self, GError **error)
{
  if (!sentinel_change_file_watch (self, error))
    return FALSE;
  return pwrite (self->fd, "\n", 1, 0) == 1 || set_watch_error (self, "Cannot write to", error);
}
