/* SPDX-License-Identifier: MIT */
/* Reads a pipe to its end and keeps only the beginning: who writes without end is neither waited
 * for nor stored. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

typedef struct _SentinelCappedReader SentinelCappedReader;
typedef void (*SentinelReaderEndedFunc) (gpointer data);

/* fd is closed at its end, or with the reader */
SentinelCappedReader *sentinel_capped_reader_new (int fd,
                                                  gsize max_bytes,
                                                  SentinelReaderEndedFunc ended,
                                                  gpointer data);
void sentinel_capped_reader_free (SentinelCappedReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelCappedReader, sentinel_capped_reader_free)
/* what is there already is still taken */
void sentinel_capped_reader_stop (SentinelCappedReader *self);
gboolean sentinel_capped_reader_is_ended (const SentinelCappedReader *self);
gboolean sentinel_capped_reader_is_cut (const SentinelCappedReader *self);
GBytes *sentinel_capped_reader_steal_bytes (SentinelCappedReader *self);

G_END_DECLS
