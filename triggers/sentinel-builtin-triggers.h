/* SPDX-License-Identifier: MIT */
/* The triggers that come with the program. The table behind it is written by the build from the
 * list in triggers/meson.build. */
#pragma once
#include "sentinel-registry.h"
G_BEGIN_DECLS

void sentinel_builtin_triggers_add (SentinelRegistry *registry);

G_END_DECLS
