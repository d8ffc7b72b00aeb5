/* SPDX-License-Identifier: MIT */
/* For tests: a store in a folder of its own with a clock that stands still, and waiting for
 * something without sleeping. */
#pragma once
#include "sentinel-fake-clock.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

/* 2025-11-25T02:12:12Z */
#define SENTINEL_TEST_NOW_US (G_GINT64_CONSTANT (1764036732) * G_USEC_PER_SEC)
#define SENTINEL_TEST_TIMEOUT_MS 10000

typedef struct {
  char *folder;
  char *path; /* of the database, inside the folder */
  SentinelFakeClock *clock; /* starts at SENTINEL_TEST_NOW_US */
  SentinelStore *store;
} SentinelTestStore;

typedef gboolean (*SentinelTestPredicate) (gpointer data);

SentinelTestStore *sentinel_test_store_new (void);
void sentinel_test_store_free (SentinelTestStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelTestStore, sentinel_test_store_free)

void sentinel_test_store_reopen (SentinelTestStore *self);
void sentinel_test_store_write (SentinelTestStore *self, SentinelWriteFunc func, gpointer data);
gpointer sentinel_test_store_read (SentinelTestStore *self, SentinelReadFunc func, gpointer data);
gint64 sentinel_test_store_now_us (SentinelTestStore *self);

gboolean sentinel_test_wait_until (SentinelTestPredicate predicate,
                                   gpointer data,
                                   guint timeout_ms);
/* of what nobody tells us: files, other processes */
gboolean sentinel_test_look_until (SentinelTestPredicate predicate, gpointer data);
gboolean sentinel_test_wait_for_file (const char *folder, const char *name);
void sentinel_test_settle (void);

char *sentinel_test_make_folder (void);
void sentinel_test_remove_folder (const char *path);

G_END_DECLS
