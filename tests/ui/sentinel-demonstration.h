/* SPDX-License-Identifier: MIT */
/* A database that looks as if somebody had worked with it: for pictures. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* the day before the last two hours, all dealt with; first, as ids grow with time */
void sentinel_demonstration_write_day (const char *database_path);
/* raised, acknowledged and resolved through the same acts as by hand, at a clock that runs fast */
void sentinel_demonstration_write_events (const char *database_path);
/* the starter rules and nothing else */
void sentinel_demonstration_write_rules (const char *database_path);
/* rules in every state that they can be in, with a day of samples */
void sentinel_demonstration_write_portraits (const char *database_path);

G_END_DECLS
