/* SPDX-License-Identifier: MIT */
/* Files of /proc, or of the folder that SENTINEL_PROC_ROOT names instead. Small, made by the kernel
 * while they are read, never blocking. */
#pragma once
#include "sentinel-check-result.h"
G_BEGIN_DECLS

gboolean sentinel_proc_is_real (void); /* FALSE: SENTINEL_PROC_ROOT stands in */
char *sentinel_proc_dup_path (const char *name); /* "stat" → "/proc/stat" */
/* The file from its begin, NUL-terminated; stop (nullable): nothing past this text is needed.
 * Errors: SENTINEL_PHASE_READ. */
char *sentinel_proc_read (const char *name, const char *stop, GError **error);

G_END_DECLS
