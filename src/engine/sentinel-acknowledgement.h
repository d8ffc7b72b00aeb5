/* SPDX-License-Identifier: MIT */
/* The columns of an acknowledgement, as one thing. Internal to the folder. */
#pragma once
#include "sentinel-event.h"
G_BEGIN_DECLS

typedef struct {
  gint64 at_us;
  SentinelImportance level;
  SentinelAckScope scope;
  gint64 until_us; /* 0: none */
  const char *by;
  const char *comment; /* nullable */
} SentinelAcknowledgement;

void sentinel_acknowledgement_set (SentinelEvent *event,
                                   const SentinelAcknowledgement *acknowledgement);
void sentinel_acknowledgement_clear (SentinelEvent *event);
gboolean sentinel_acknowledgement_is_inherited (const SentinelEvent *from, gint64 now_us);
gboolean sentinel_acknowledgement_inherit (SentinelEvent *event,
                                           const SentinelEvent *from,
                                           gint64 now_us);

G_END_DECLS
