/* SPDX-License-Identifier: MIT */
/* What a rule does besides keeping an event: one item of its "actions". A plain value. Stored is
 * the JSON; what stands there may be older than this version, so reading it for a delivery is
 * lenient, and only who adds or edits a rule is told what is wrong. */
#pragma once
#include "sentinel-nick.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

#define SENTINEL_ACTION_DESKTOP "desktop" /* on unless an action says that it is off */
#define SENTINEL_ACTION_COMMAND "command"
#define SENTINEL_ACTION_MIN_TIMEOUT_MS 1000
#define SENTINEL_ACTION_MAX_TIMEOUT_MS 600000
#define SENTINEL_ACTION_MAX_COOLDOWN_MS (7 * G_GINT64_CONSTANT (86400000))
#define SENTINEL_ACTION_MAX_PER_HOUR 1000

/* What a command is run for: bits. */
typedef enum {
  SENTINEL_ACTION_ON_FIRED = 1 << 0,
  SENTINEL_ACTION_ON_LEVEL = 1 << 1, /* a rise while firing */
  SENTINEL_ACTION_ON_RESOLVED = 1 << 2,
} SentinelActionOn;

extern const SentinelNick sentinel_action_on_nicks[]; /* fired level resolved */

typedef struct {
  char *channel; /* "desktop", "command", or one that this version does not have, which is off */
  gboolean enabled;
  JsonNode *other; /* sealed: all of it, where this version does not have the channel; else NULL */
  /* for a command: */
  char *name;
  char **argv;
  guint on; /* of SentinelActionOn */
  gint64 timeout_ms, cooldown_ms; /* cooldown 0: none */
  gint64 max_per_hour;
} SentinelAction;

/* the defaults; a command lacks only its argv */
SentinelAction *sentinel_action_new (const char *channel);
void sentinel_action_free (SentinelAction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelAction, sentinel_action_free)
SentinelAction *sentinel_action_from_json (JsonObject *object, GError **error);
JsonObject *sentinel_action_to_json (const SentinelAction *self);
/* what the outbox calls it: "desktop", "command", "command:NAME" */
char *sentinel_action_dup_id (const SentinelAction *self);

/* of a rule: an array. Errors name the place, like actions[1].argv */
gboolean sentinel_actions_validate (JsonNode *actions, GError **error);
/* (transfer full) (element-type utf8): ids of those that are on, and the desktop unless it is off
 */
GPtrArray *sentinel_actions_list_ids (JsonNode *actions);
/* *action NULL: there is none */
gboolean sentinel_actions_find (JsonNode *actions,
                                const char *id,
                                SentinelAction **action,
                                GError **error);

G_END_DECLS
