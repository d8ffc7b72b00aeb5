/* SPDX-License-Identifier: MIT */
/* For the tests of the store's machinery: small things to write and read, and the test program
 * itself as a second process. */
#pragma once
#include "sentinel-test-store.h"
#include <stdio.h>
G_BEGIN_DECLS

/* SentinelWriteFunc: one event and its outbox row. data: (nullable) gint64 *, gets the id. */
gboolean helper_insert_event (SentinelTransaction *tx, gpointer data, GError **error);
/* SentinelWriteFunc: as before, and then it fails with SENTINEL_ERROR_CONFLICT. */
gboolean helper_insert_and_fail (SentinelTransaction *tx, gpointer data, GError **error);
/* SentinelWriteFunc: touches rule 1 and writes nothing else. */
gboolean helper_touch_rule (SentinelTransaction *tx, gpointer data, GError **error);

/* SentinelReadFunc: data is SQL with one integer as its answer; GSIZE_TO_POINTER of it. */
gpointer helper_read_int (SentinelDatabase *db, gpointer sql, GError **error);
gint64 helper_query_int (SentinelStore *store, const char *sql);
void helper_assert_sound (SentinelStore *store); /* the database check has nothing to say */
void helper_assert_file_sound (const char *path); /* the same, with a connection of its own */

/* This test program again, as another process. */
typedef struct {
  GPid pid;
  FILE *input; /* what it reads */
  FILE *output; /* what it writes */
} HelperChild;

HelperChild *helper_spawn_self (const char *mode, const char *argument);
char *helper_read_line (HelperChild *child); /* NULL at its end */
void helper_write_line (HelperChild *child, const char *line);
void helper_kill (HelperChild *child); /* with SIGKILL */
/* (transfer full): its exit status; negative: it was killed */
int helper_join (HelperChild *child);

G_END_DECLS
