/* SPDX-License-Identifier: MIT */
/* For tests: events with little writing, and test bodies that run inside one transaction of a store
 * of their own. */
#pragma once
#include "sentinel-event-store.h"
#include "sentinel-test-store.h"
G_BEGIN_DECLS

SentinelEvent *sentinel_test_event_new (SentinelImportance importance,
                                        const char *source,
                                        const char *message);
void sentinel_test_store_insert_event (SentinelTestStore *self, SentinelEvent *event);
void sentinel_test_store_insert_events (SentinelTestStore *self, GPtrArray *events);
void sentinel_test_store_update_event (SentinelTestStore *self, SentinelEvent *event);

void sentinel_test_add_transaction (const char *path, SentinelWriteFunc body);

G_END_DECLS
