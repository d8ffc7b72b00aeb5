/* SPDX-License-Identifier: MIT */
/* The options of one command, by GOption. */
#pragma once
#include "sentinel-ctl.h"
G_BEGIN_DECLS

/* FALSE after the mistake was said; --help prints and ends the program. */
gboolean sentinel_ctl_parse (const char *arguments,
                             const char *summary,
                             const GOptionEntry *entries,
                             int *argc,
                             char ***argv);
gboolean sentinel_ctl_parse_id (const char *text, gint64 *id); /* of an event; says what is wrong */
/* from 1; says that it is no what ("version") */
gboolean sentinel_ctl_parse_number (const char *what, const char *text, gint64 *number);

G_END_DECLS
