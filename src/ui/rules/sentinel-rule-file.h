/* SPDX-License-Identifier: MIT */
/* A file that a person chose, read and written away from the main thread. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* FAILED: it cannot be read, or is no file; INVALID: it is longer than rules may be */
void sentinel_rule_file_read_async (GFile *file,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GBytes *sentinel_rule_file_read_finish (GAsyncResult *result, GError **error);
/* whole or not at all, also over one that exists */
void sentinel_rule_file_write_async (GFile *file,
                                     const char *text,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean sentinel_rule_file_write_finish (GAsyncResult *result, GError **error);
char *sentinel_rule_file_dup_name (GFile *file); /* as people see it, in one line */

G_END_DECLS
