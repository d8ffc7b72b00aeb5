/* SPDX-License-Identifier: MIT */
/* Files that a person names, standard input among them. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* path: "-" is standard input. The bytes are followed by a NUL that does not count. */
GBytes *sentinel_ctl_read_input (const char *path, gsize max_bytes, GError **error);

G_END_DECLS
