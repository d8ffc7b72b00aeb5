/* SPDX-License-Identifier: MIT */
/* Asks for the comment and the scope of an acknowledgement. */
#pragma once
#include "sentinel-clock.h"
#include "sentinel-event-acts.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_ACKNOWLEDGE_DIALOG (sentinel_acknowledge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelAcknowledgeDialog,
                      sentinel_acknowledge_dialog,
                      SENTINEL,
                      ACKNOWLEDGE_DIALOG,
                      AdwDialog)

/* Signal "accepted" (): fill the act now, then say finish(). Until then it waits, and what was
 * typed is kept. */
/* events: (element-type SentinelEvent): those that are read; n_events: how many there are */
SentinelAcknowledgeDialog *sentinel_acknowledge_dialog_new (GPtrArray *events,
                                                            guint n_events,
                                                            SentinelClock *clock);
/* comment, scope, until_us */
void sentinel_acknowledge_dialog_fill_act (SentinelAcknowledgeDialog *self,
                                           SentinelAcknowledgeAct *act);
/* words NULL: it was done, and the dialog closes; else why not, to be tried again */
void sentinel_acknowledge_dialog_finish (SentinelAcknowledgeDialog *self, const char *words);
/* (nullable): what happened to the events meanwhile; NULL: nothing */
void sentinel_acknowledge_dialog_set_news (SentinelAcknowledgeDialog *self, const char *words);

G_END_DECLS
