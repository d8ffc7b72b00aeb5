/* SPDX-License-Identifier: MIT */
/* Ends acknowledgements "until TIME" and snoozes when their time has come: the owner's business.
 * Internal to the folder. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

typedef struct _SentinelAttentionTimer SentinelAttentionTimer;

SentinelAttentionTimer *sentinel_attention_timer_new (SentinelStore *store); /* begins at once */
void sentinel_attention_timer_free (SentinelAttentionTimer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelAttentionTimer, sentinel_attention_timer_free)

/* what the timer writes when it is due */
gboolean sentinel_attention_end_due (SentinelTransaction *tx, gpointer unused, GError **error);

G_END_DECLS
