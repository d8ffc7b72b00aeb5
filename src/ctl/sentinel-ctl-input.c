/* SPDX-License-Identifier: MIT */
/* Reading what may be endless, up to a limit. */
#include "sentinel-ctl-input.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sentinel-error.h"

#define BYTES_PER_MIB (1024 * 1024)

static void
close_file (FILE *file)
{
  if (file != stdin)
    fclose (file);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FILE, close_file)

static void
set_error_from_errno (GError **error, int number, const char *what)
{
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_FAILED,
               "cannot read %s: %s",
               what,
               g_strerror (number));
}

/**
 * sentinel_ctl_read_input:
 * @path: a file; "-" for standard input
 * @max_bytes: how much is read at most, in bytes
 * @error: return location; FAILED: it cannot be read; INVALID: there is more of it
 *
 * Returns: (transfer full) (nullable): what is in it, with a NUL behind its end; NULL with error
 */
GBytes *
sentinel_ctl_read_input (const char *path, gsize max_bytes, GError **error)
{
  gboolean is_stdin = strcmp (path, "-") == 0;
  g_autofree char *what = is_stdin ? g_strdup ("standard input") : g_strdup_printf ("“%s”", path);
  g_autoptr (FILE) file = is_stdin ? stdin : fopen (path, "re");
  g_autoptr (GString) text = NULL;
  char buffer[65536];
  gsize n;

  if (file == NULL) {
    set_error_from_errno (error, errno, what);
    return NULL;
  }
  text = g_string_new (NULL);
  while (text->len <= max_bytes && (n = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  if (ferror (file)) {
    set_error_from_errno (error, errno, what);
    return NULL;
  }
  if (text->len > max_bytes) {
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 "%s is longer than %" G_GSIZE_FORMAT " MiB: divide it into several",
                 what,
                 max_bytes / BYTES_PER_MIB);
    return NULL;
  }
  return g_string_free_to_bytes (g_steal_pointer (&text));
}
