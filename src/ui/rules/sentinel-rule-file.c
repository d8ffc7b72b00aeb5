/* SPDX-License-Identifier: MIT */
/* In a thread each: what a file is behind (a network, a portal) may take its time. */
#include "sentinel-rule-file.h"
#include "sentinel-error.h"
#include "sentinel-rule-document.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>
#include <string.h>

#define BYTES_PER_MIB (1024 * 1024)
#define NAME_BYTES 200
#define FILE_MODE 0666 /* less the umask, as of any file that a person makes */

/* Reading */

/* A pipe would be waited for, and a folder says nothing of itself. */
static gboolean
check_type (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file,
                                                  G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                  G_FILE_QUERY_INFO_NONE,
                                                  cancellable,
                                                  error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    return TRUE;
  g_set_error_literal (error,
                       SENTINEL_ERROR,
                       SENTINEL_ERROR_FAILED,
                       _ ("It is not a file: choose one that rules were exported to"));
  return FALSE;
}

static GBytes *
read_stream (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  const gsize max_bytes = SENTINEL_RULE_DOCUMENT_MAX_BYTES;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 buffer[65536];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) > 0) {
    g_byte_array_append (bytes, buffer, (guint) n);
    if (bytes->len <= max_bytes)
      continue;
    g_set_error (error,
                 SENTINEL_ERROR,
                 SENTINEL_ERROR_INVALID,
                 _ ("It is longer than %d MiB: divide it into several files"),
                 SENTINEL_RULE_DOCUMENT_MAX_BYTES / BYTES_PER_MIB);
    return NULL;
  }
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer file, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  GBytes *bytes = NULL;

  if (check_type (file, cancellable, &error))
    stream = g_file_read (file, cancellable, &error);
  if (stream != NULL)
    bytes = read_stream (G_INPUT_STREAM (stream), cancellable, &error);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * sentinel_rule_file_read_async:
 * @file: a file from outside
 * @cancellable: (nullable): nobody waits any more
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Reads a file up to the length that rules may have.
 */
void
sentinel_rule_file_read_async (GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, sentinel_rule_file_read_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * sentinel_rule_file_read_finish:
 * @result: what the callback got
 * @error: return location; %G_IO_ERROR of what kept it from being read; %SENTINEL_ERROR_INVALID: it
 * is too long; %SENTINEL_ERROR_FAILED: it is no file
 *
 * Returns: (transfer full): what is in it; %NULL on error
 */
GBytes *
sentinel_rule_file_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Writing */

typedef struct {
  GFile *file;
  char *text;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *self = data;

  g_object_unref (self->file);
  g_free (self->text);
  g_free (self);
}

/* GIO makes a file that is not there yet where it will be, and a full disk would leave half of it.
 */
static gboolean
write_whole (Writing *self, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (self->file);
  gsize length = strlen (self->text);

  if (path == NULL)
    return g_file_replace_contents (self->file,
                                    self->text,
                                    length,
                                    NULL,
                                    FALSE,
                                    G_FILE_CREATE_NONE,
                                    NULL,
                                    cancellable,
                                    error);
  return g_file_set_contents_full (path,
                                   self->text,
                                   (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   FILE_MODE,
                                   error);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (write_whole (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * sentinel_rule_file_write_async:
 * @file: where to
 * @text: what; copied
 * @cancellable: (nullable): nobody waits any more
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Whoever reads the file never sees half of it, nor does a full disk destroy the old one.
 */
void
sentinel_rule_file_write_async (GFile *file,
                                const char *text,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);

  writing->file = g_object_ref (file);
  writing->text = g_strdup (text);
  g_task_set_source_tag (task, sentinel_rule_file_write_async);
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * sentinel_rule_file_write_finish:
 * @result: what the callback got
 * @error: return location; why it was not written
 *
 * Returns: whether it is there
 */
gboolean
sentinel_rule_file_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * sentinel_rule_file_dup_name:
 * @file: a file
 *
 * Returns: (transfer full): its name without the folder, fit to be shown
 */
char *
sentinel_rule_file_dup_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = name != NULL ? g_filename_display_name (name) : g_file_get_uri (file);

  return sentinel_text_to_line (shown, NAME_BYTES);
}
