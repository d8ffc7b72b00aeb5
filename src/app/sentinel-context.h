/* SPDX-License-Identifier: MIT */
/* The composition root: builds clock, store, registry and engine for either program. No widgets. */
#pragma once
#include "sentinel-desk-settings.h"
#include "sentinel-engine.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_CONTEXT (sentinel_context_get_type ())
G_DECLARE_FINAL_TYPE (SentinelContext, sentinel_context, SENTINEL, CONTEXT, GObject)

SentinelRegistry *sentinel_context_make_registry (void); /* (transfer full) every trigger there is
                                                          */
SentinelContext *sentinel_context_new (const char *database_path); /* NULL: the default path */
SentinelClock *sentinel_context_get_clock (SentinelContext *self);
SentinelStore *sentinel_context_get_store (SentinelContext *self);
SentinelRegistry *sentinel_context_get_registry (SentinelContext *self);
SentinelEngine *sentinel_context_get_engine (SentinelContext *self);
/* made when it is first asked for */
SentinelDeskSettings *sentinel_context_get_desk_settings (SentinelContext *self);
/* setting user.name, else the account's real name */
char *sentinel_context_dup_actor_name (SentinelContext *self);
void sentinel_context_close (SentinelContext *self); /* blocks until what was answered is on disk */

G_END_DECLS
