/* SPDX-License-Identifier: MIT */
/* The files in the folder of the database: made for their owner only, never through a symbolic
 * link. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/* the real path; makes folder and empty file where missing */
char *sentinel_file_ensure (const char *path, GError **error);
/* "name" in the folder of path */
char *sentinel_file_build_sibling (const char *path, const char *name);
/* for the files beside the database, never for itself */
int sentinel_file_open (const char *path, int flags, GError **error);
gint64 sentinel_file_get_size (const char *path); /* bytes; 0 where there is none */

G_END_DECLS
