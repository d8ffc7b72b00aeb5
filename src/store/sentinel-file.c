/* SPDX-License-Identifier: MIT */
/* Folder 0700 and files 0600 whatever the umask says: what somebody watches is nobody else's
 * business. */
#include "sentinel-file.h"
#include "sentinel-error.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_MODE 0700
#define FILE_MODE 0600

static void
set_error (GError **error, int cause, const char *what, const char *path)
{
  gboolean is_denied = cause == EACCES || cause == EPERM || cause == EROFS;
  gboolean is_full = cause == ENOSPC || cause == EDQUOT;
  SentinelError code = is_denied ? SENTINEL_ERROR_READ_ONLY
                       : is_full ? SENTINEL_ERROR_FULL
                                 : SENTINEL_ERROR_IO;
  const char *advice = is_denied ? "Make its folder writable, or name a file elsewhere"
                       : is_full ? "Free some space on its disk"
                                 : "Check its folder, or name a file elsewhere";

  g_set_error (error,
               SENTINEL_ERROR,
               code,
               "%s %s: %s. %s",
               what,
               path,
               g_strerror (cause),
               advice);
}

static gboolean
ensure_folder (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, FOLDER_MODE) == 0)
    return TRUE;
  set_error (error, errno, "Cannot make the folder", folder);
  return FALSE;
}

static gboolean
check_plain_file (const char *path, GError **error)
{
  struct stat status;

  if (lstat (path, &status) != 0) {
    set_error (error, errno, "Cannot look at", path);
    return FALSE;
  }
  if (S_ISREG (status.st_mode))
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_FOREIGN,
               "%s is %s, not a plain file. Name the file itself",
               path,
               S_ISLNK (status.st_mode) ? "a symbolic link" : "a folder or a device");
  return FALSE;
}

/* On a read-only disk mknod() may fail for that reason before it sees that the file exists. */
static gboolean
create_file (const char *path, GError **error)
{
  struct stat status;
  int cause;

  if (mknod (path, S_IFREG | FILE_MODE, 0) == 0 || errno == EEXIST)
    return TRUE;
  cause = errno;
  if (lstat (path, &status) == 0)
    return TRUE;
  set_error (error, cause, "Cannot create", path);
  return FALSE;
}

/**
 * sentinel_file_ensure:
 * @path: of the database
 *
 * Makes the folder and an empty file where they are missing, and sees to it that the file is none
 * of somebody else's choice: no symbolic link, nothing but a plain file. It is made by mknod(),
 * because it must not be opened here.
 *
 * Returns: (transfer full) (nullable): the path with all links in its folder resolved; NULL with
 *   %SENTINEL_ERROR_READ_ONLY, %SENTINEL_ERROR_FULL, %SENTINEL_ERROR_IO or %SENTINEL_ERROR_FOREIGN
 */
char *
sentinel_file_ensure (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *real_path = NULL;
  char *real_folder;

  if (!ensure_folder (folder, error))
    return NULL;
  real_folder = realpath (folder, NULL);
  if (real_folder == NULL) {
    set_error (error, errno, "Cannot look at", folder);
    return NULL;
  }
  real_path = g_build_filename (real_folder, name, NULL);
  free (real_folder);
  if (!create_file (real_path, error) || !check_plain_file (real_path, error))
    return NULL;
  return g_steal_pointer (&real_path);
}

/**
 * sentinel_file_build_sibling:
 * @path: of the database
 * @name: of another file
 *
 * Returns: (transfer full): the path of @name in the same folder
 */
char *
sentinel_file_build_sibling (const char *path, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_build_filename (folder, name, NULL);
}

/**
 * sentinel_file_open:
 * @path: a file beside the database
 * @flags: for open(); the file is made if they have O_CREAT, and so is its folder
 *
 * Returns: a descriptor, closed on exec; -1 with an error as sentinel_file_ensure()
 */
int
sentinel_file_open (const char *path, int flags, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  if ((flags & O_CREAT) != 0 && !ensure_folder (folder, error))
    return -1;
  fd = open (path, flags | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
  if (fd >= 0)
    return fd;
  if (errno == ELOOP)
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_FOREIGN,
                 "%s is a symbolic link. Remove it",
                 path);
  else
    set_error (error, errno, "Cannot open", path);
  return -1;
}

/**
 * sentinel_file_get_size:
 * @path: any file
 *
 * Returns: its size in bytes; 0 where there is none
 */
gint64
sentinel_file_get_size (const char *path)
{
  struct stat status;

  return stat (path, &status) == 0 ? status.st_size : 0;
}
