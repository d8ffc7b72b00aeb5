/* SPDX-License-Identifier: MIT */
/* Reading files of /proc with as few system calls as they need: their size is not known before. */
#include "sentinel-proc-file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FIRST_BYTES 4096
#define MAX_BYTES (4 * 1024 * 1024)

static const char *
get_root (void)
{
  return g_getenv ("SENTINEL_PROC_ROOT");
}

/**
 * sentinel_proc_is_real:
 *
 * Returns: whether the kernel's own /proc is read. A stand-in has no tie to the clock and none to
 * the kernel's triggers.
 */
gboolean
sentinel_proc_is_real (void)
{
  return get_root () == NULL;
}

/**
 * sentinel_proc_dup_path:
 * @name: a file below /proc, like "pressure/cpu"
 *
 * Returns: (transfer full): its path
 */
char *
sentinel_proc_dup_path (const char *name)
{
  const char *root = get_root ();

  return g_build_filename (root != NULL ? root : "/proc", name, NULL);
}

static gboolean
refuse_file (const char *path, int code, GError **error)
{
  g_set_error (error,
               SENTINEL_PHASE_ERROR,
               SENTINEL_PHASE_READ,
               "reading %s failed: %s",
               path,
               g_strerror (code));
  return FALSE;
}

/* Reads on until stop has come, the file has ended, or it is more than any such file should be. */
static gboolean
fill (int fd, GString *text, const char *stop, const char *path, GError **error)
{
  gsize used = 0;

  for (;;) {
    gssize n_read;

    g_string_set_size (text, MAX (FIRST_BYTES, used * 2));
    n_read = read (fd, text->str + used, text->len - used);
    if (n_read < 0 && errno == EINTR)
      continue;
    if (n_read < 0)
      return refuse_file (path, errno, error);
    used += n_read;
    text->str[used] = '\0';
    if (n_read == 0 || (stop != NULL && strstr (text->str, stop) != NULL))
      return TRUE;
    if (used > MAX_BYTES)
      return refuse_file (path, EFBIG, error);
  }
}

/**
 * sentinel_proc_read:
 * @name: a file below /proc, like "stat"
 * @stop: (nullable): reading may end where this text has appeared
 * @error: return location; #SENTINEL_PHASE_ERROR with phase read: the message names the file
 *
 * Returns: (transfer full): the text, or its begin up to @stop and somewhat more; %NULL on error
 */
char *
sentinel_proc_read (const char *name, const char *stop, GError **error)
{
  g_autofree char *path = sentinel_proc_dup_path (name);
  g_autoptr (GString) text = g_string_sized_new (FIRST_BYTES);
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean is_read;

  if (fd < 0) {
    refuse_file (path, errno, error);
    return NULL;
  }
  is_read = fill (fd, text, stop, path, error);
  close (fd);
  return is_read ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
