/* SPDX-License-Identifier: MIT */
/* Is the database sound? Structure, references, and the promises that no constraint can hold. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

/* (element-type utf8) one line per problem, empty = content: integrity_check, foreign_key_check,
 * event ids dense up to the high-water mark, each open event is the open_event_id of its instance
 * and the other way round, no two runs of one slot, each acknowledged event with its note and
 * transition, each fired transition with its event. */
GPtrArray *sentinel_check_database (SentinelDatabase *db, GError **error);

G_END_DECLS
