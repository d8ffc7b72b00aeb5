/* SPDX-License-Identifier: MIT */
/* One piece per turn of the main loop and below the priority of everything that a person sees, so
 * that a flood slows nobody. */
#include "sentinel-capped-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

#define PIECE_BYTES 65536 /* what a pipe holds */

struct _SentinelCappedReader {
  int fd; /* -1: ended */
  GSource *source;
  GByteArray *kept;
  gsize max_bytes;
  gboolean is_cut;
  SentinelReaderEndedFunc ended;
  gpointer data;
};

static void
close_fd (SentinelCappedReader *self)
{
  if (self->fd < 0)
    return;
  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  close (self->fd);
  self->fd = -1;
}

static void
keep (SentinelCappedReader *self, const guint8 *piece, gsize length)
{
  gsize room = self->max_bytes - self->kept->len;

  self->is_cut = self->is_cut || length > room;
  g_byte_array_append (self->kept, piece, (guint) MIN (length, room));
}

static gssize
read_piece (SentinelCappedReader *self)
{
  guint8 piece[PIECE_BYTES];
  gssize length = read (self->fd, piece, sizeof piece);

  if (length > 0)
    keep (self, piece, (gsize) length);
  return length;
}

static gboolean
readable_cb (int fd, GIOCondition condition, gpointer data)
{
  SentinelCappedReader *self = data;
  gssize length = read_piece (self);

  if (length > 0 || (length < 0 && (errno == EAGAIN || errno == EINTR)))
    return G_SOURCE_CONTINUE;
  close_fd (self);
  self->ended (self->data);
  return G_SOURCE_REMOVE;
}

/**
 * sentinel_capped_reader_new:
 * @fd: (transfer full): the end of a pipe to read
 * @max_bytes: how much is kept; the rest is read and dropped
 * @ended: called once when nobody can write any more; may free the reader
 * @data: for @ended
 *
 * Reads in the thread-default main context.
 *
 * Returns: (transfer full): the reader
 */
SentinelCappedReader *
sentinel_capped_reader_new (int fd, gsize max_bytes, SentinelReaderEndedFunc ended, gpointer data)
{
  SentinelCappedReader *self = g_new0 (SentinelCappedReader, 1);

  g_return_val_if_fail (max_bytes <= G_MAXINT, NULL);
  self->fd = fd;
  self->max_bytes = max_bytes;
  self->ended = ended;
  self->data = data;
  self->kept = g_byte_array_new ();
  fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) | O_NONBLOCK);
  self->source = g_unix_fd_source_new (fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
  g_source_set_priority (self->source, G_PRIORITY_LOW);
  g_source_set_static_name (self->source, "sentinel-capped-reader");
  g_source_set_callback (self->source, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * sentinel_capped_reader_free:
 * @self: (transfer full): a reader
 *
 * Reads no more.
 */
void
sentinel_capped_reader_free (SentinelCappedReader *self)
{
  close_fd (self);
  g_byte_array_unref (self->kept);
  g_free (self);
}

/**
 * sentinel_capped_reader_stop:
 * @self: a reader
 *
 * Takes what is there already, as far as it may be kept, and reads no more. Never waits.
 */
void
sentinel_capped_reader_stop (SentinelCappedReader *self)
{
  while (self->fd >= 0 && self->kept->len < self->max_bytes && read_piece (self) > 0)
    continue;
  close_fd (self);
}

/**
 * sentinel_capped_reader_is_ended:
 * @self: a reader
 *
 * Returns: whether everything was read
 */
gboolean
sentinel_capped_reader_is_ended (const SentinelCappedReader *self)
{
  return self->fd < 0;
}

/**
 * sentinel_capped_reader_is_cut:
 * @self: a reader
 *
 * Returns: whether there was more than is kept
 */
gboolean
sentinel_capped_reader_is_cut (const SentinelCappedReader *self)
{
  return self->is_cut;
}

/**
 * sentinel_capped_reader_steal_bytes:
 * @self: a reader
 *
 * Returns: (transfer full): what was kept; the reader begins anew with nothing
 */
GBytes *
sentinel_capped_reader_steal_bytes (SentinelCappedReader *self)
{
  GBytes *bytes = g_byte_array_free_to_bytes (self->kept);

  self->kept = g_byte_array_new ();
  return bytes;
}
