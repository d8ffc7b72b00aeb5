/* SPDX-License-Identifier: MIT */
/* "Watch This Computer": the rules that a newcomer starts with (processor, pressure, load), as a
 * write function. */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct {
  SentinelRegistry *registry;
  const char *author;
  guint n_added; /* out */
} SentinelStarterAct;

/* those whose names are not taken yet */
gboolean sentinel_starter_rules_add (SentinelTransaction *tx, gpointer act, GError **error);

G_END_DECLS
