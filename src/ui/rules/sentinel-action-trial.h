/* SPDX-License-Identifier: MIT */
/* One action being tried: put into the outbox, and followed until it is known what came of it. */
#pragma once
#include "sentinel-delivery-store.h"
#include "sentinel-rule.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_ACTION_TRIAL_SECONDS 30 /* so long somebody has to begin it */

typedef enum {
  SENTINEL_TRIAL_NONE, /* nothing was tried yet */
  SENTINEL_TRIAL_WAITING, /* nobody has taken it yet */
  SENTINEL_TRIAL_RUNNING,
  SENTINEL_TRIAL_ENDED, /* the delivery says how */
  SENTINEL_TRIAL_TIMED_OUT, /* nobody took it; it was taken back */
  SENTINEL_TRIAL_CANCELLED, /* taken back before anybody took it */
  SENTINEL_TRIAL_LEFT, /* cancelled, but somebody is at it and goes on */
  SENTINEL_TRIAL_BROKEN, /* the error says why it is not known */
} SentinelTrialState;

#define SENTINEL_TYPE_ACTION_TRIAL (sentinel_action_trial_get_type ())
G_DECLARE_FINAL_TYPE (SentinelActionTrial, sentinel_action_trial, SENTINEL, ACTION_TRIAL, GObject)

/* Signal "changed" (): the state. */
SentinelActionTrial *sentinel_action_trial_new (SentinelStore *store);
/* not while it waits or runs */
void sentinel_action_trial_begin (SentinelActionTrial *self,
                                  const SentinelRule *rule,
                                  const char *channel);
void sentinel_action_trial_cancel (SentinelActionTrial *self); /* nothing where nothing goes on */
void sentinel_action_trial_forget (SentinelActionTrial *self); /* how it ended */
SentinelTrialState sentinel_action_trial_get_state (SentinelActionTrial *self);
gboolean sentinel_action_trial_is_going_on (SentinelActionTrial *self);
const SentinelDelivery *sentinel_action_trial_get_delivery (SentinelActionTrial *self); /* nullable
                                                                                         */
const GError *sentinel_action_trial_get_error (SentinelActionTrial *self); /* nullable */

G_END_DECLS
