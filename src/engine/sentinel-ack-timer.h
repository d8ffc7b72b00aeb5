/* SPDX-License-Identifier: MIT */
/* Ends acknowledgements "until TIME" when their time has come: the owner's business. Internal to
 * the folder. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct _SentinelAckTimer SentinelAckTimer;

SentinelAckTimer *sentinel_ack_timer_new (SentinelStore *store); /* begins at once */
void sentinel_ack_timer_free (SentinelAckTimer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelAckTimer, sentinel_ack_timer_free)

G_END_DECLS
