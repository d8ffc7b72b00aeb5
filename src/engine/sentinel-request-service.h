/* SPDX-License-Identifier: MIT */
/* What other processes ask of the owner: taken, done, answered. Internal to the folder. */
#pragma once
#include "sentinel-rule-loop.h"
G_BEGIN_DECLS

typedef struct _SentinelRequestService SentinelRequestService;

SentinelRequestService *sentinel_request_service_new (SentinelStore *store,
                                                      SentinelRuleLoop *loop); /* begins at once */
/* takes no more; what was taken is still answered */
void sentinel_request_service_free (SentinelRequestService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRequestService, sentinel_request_service_free)

G_END_DECLS
