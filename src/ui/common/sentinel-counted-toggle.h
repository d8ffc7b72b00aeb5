/* SPDX-License-Identifier: MIT */
/* A toggle of a filter that says how many it would show. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

AdwToggle *sentinel_counted_toggle_new (const char *name, const char *title);
void sentinel_counted_toggle_set_count (AdwToggle *toggle, gint64 n);
void sentinel_counted_toggle_set_narrow (AdwToggle *toggle, gboolean is_narrow); /* no room for it
                                                                                  */

G_END_DECLS
