/* SPDX-License-Identifier: MIT */
/* A file system for SQLite in which a chosen write or flush fails, and which knows what a power
 * loss at any moment would leave: what was flushed, and any part of what was not. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef enum {
  FAULT_WRITE, /* a write fails with an I/O error */
  FAULT_FULL, /* the disk is full */
  FAULT_FLUSH, /* fsync fails */
} FaultKind;

void fault_vfs_install (void); /* for all connections from now on; before the first one */
/* The n-th operation (write, truncate, flush) of this kind from now fails; for_good: all later ones
 * too. */
void fault_vfs_arm (FaultKind kind, guint n, gboolean for_good);
gboolean fault_vfs_disarm (void); /* whether it has struck */

/* From now on, before each operation: with the number of the operation. The functions below may be
 * called in it. */
typedef void (*FaultMomentFunc) (guint n, gpointer data);
void fault_vfs_watch (FaultMomentFunc func, gpointer data); /* NULL: no more */
/* the files as after a power loss now */
void fault_vfs_write_image (const char *folder, guint32 seed);

G_END_DECLS
