/* SPDX-License-Identifier: MIT */
/* The instance as a value, and the stored form of its flap history. */
#include "sentinel-instance.h"

#include <math.h>
#include <string.h>

#define FLAP_HEADER_BYTES 5 /* n, then changed */

const SentinelNick sentinel_condition_nicks[] = {
  { SENTINEL_CONDITION_NORMAL, "normal" },
  { SENTINEL_CONDITION_PENDING, "pending" },
  { SENTINEL_CONDITION_FIRING, "firing" },
  { SENTINEL_CONDITION_RECOVERING, "recovering" },
  { 0, NULL },
};

const SentinelNick sentinel_outcome_nicks[] = {
  { SENTINEL_OUTCOME_OK, "ok" },
  { SENTINEL_OUTCOME_BREACH, "breach" },
  { SENTINEL_OUTCOME_NO_DATA, "no-data" },
  { SENTINEL_OUTCOME_ERROR, "error" },
  { SENTINEL_OUTCOME_SKIPPED, "skipped" },
  { SENTINEL_OUTCOME_PRIMED, "primed" },
  { 0, NULL },
};

/**
 * sentinel_instance_new:
 * @rule_id: the rule that it stands under
 *
 * Returns: (transfer full): an instance in Normal that was never evaluated and is not stored yet
 */
SentinelInstance *
sentinel_instance_new (gint64 rule_id)
{
  SentinelInstance *self = g_new0 (SentinelInstance, 1);

  self->rule_id = rule_id;
  self->last_value = NAN;
  return self;
}

/**
 * sentinel_instance_copy:
 * @self: an instance
 *
 * Returns: (transfer full): an instance of its own with the same contents
 */
SentinelInstance *
sentinel_instance_copy (const SentinelInstance *self)
{
  SentinelInstance *copy = g_memdup2 (self, sizeof *self);

  copy->labels = g_strdup (self->labels);
  return copy;
}

/**
 * sentinel_instance_free:
 * @self: (transfer full): an instance
 */
void
sentinel_instance_free (SentinelInstance *self)
{
  g_free (self->labels);
  g_free (self);
}

static gboolean
same_identity (const SentinelInstance *a, const SentinelInstance *b)
{
  return a->id == b->id && a->rule_id == b->rule_id
         && memcmp (a->fingerprint, b->fingerprint, SENTINEL_FINGERPRINT_BYTES) == 0
         && g_strcmp0 (a->labels, b->labels) == 0;
}

static gboolean
same_condition (const SentinelInstance *a, const SentinelInstance *b)
{
  return a->condition == b->condition && a->level == b->level
         && a->observed_breach_ms == b->observed_breach_ms
         && a->observed_clear_ms == b->observed_clear_ms
         && a->first_breach_at_us == b->first_breach_at_us
         && a->first_clear_at_us == b->first_clear_at_us;
}

static gboolean
same_history (const SentinelInstance *a, const SentinelInstance *b)
{
  return a->ring == b->ring && a->ring_used == b->ring_used && a->missing_count == b->missing_count
         && a->flapping == b->flapping && a->flap.n == b->flap.n
         && a->flap.changed == b->flap.changed
         && memcmp (a->flap.at_us, b->flap.at_us, a->flap.n * sizeof a->flap.at_us[0]) == 0;
}

/* By the bits, as the store would see it; any NAN is "none". */
static gboolean
same_value (double a, double b)
{
  return (isnan (a) && isnan (b)) || memcmp (&a, &b, sizeof a) == 0;
}

/**
 * sentinel_instance_equal:
 * @a: an instance
 * @b: another one
 *
 * Returns: whether every column is the same, so that nothing has to be written
 */
gboolean
sentinel_instance_equal (const SentinelInstance *a, const SentinelInstance *b)
{
  return same_identity (a, b) && same_condition (a, b) && same_history (a, b)
         && same_value (a->last_value, b->last_value) && a->last_eval_at_us == b->last_eval_at_us
         && a->open_event_id == b->open_event_id && a->ack_event_id == b->ack_event_id;
}

static void
put_little_endian (guint8 *bytes, guint64 value, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) (value >> (8 * i));
}

static guint64
get_little_endian (const guint8 *bytes, gsize n_bytes)
{
  guint64 value = 0;

  for (gsize i = 0; i < n_bytes; i++)
    value |= (guint64) bytes[i] << (8 * i);
  return value;
}

/**
 * sentinel_flap_to_bytes:
 * @flap: a flap history
 *
 * Writes the column instance.flap: the number of slots (one byte), the bits of changes (four
 * bytes), then the time of each slot, the newest first (eight bytes each); all little endian.
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL when no slot is in use
 */
GBytes *
sentinel_flap_to_bytes (const SentinelFlap *flap)
{
  guint8 bytes[FLAP_HEADER_BYTES + SENTINEL_FLAP_SLOTS * sizeof (gint64)];
  gsize n_slots = MIN (flap->n, SENTINEL_FLAP_SLOTS);

  if (n_slots == 0)
    return NULL;
  bytes[0] = (guint8) n_slots;
  put_little_endian (bytes + 1, flap->changed, sizeof flap->changed);
  for (gsize i = 0; i < n_slots; i++)
    put_little_endian (bytes + FLAP_HEADER_BYTES + i * sizeof (gint64),
                       (guint64) flap->at_us[i],
                       sizeof (gint64));
  return g_bytes_new (bytes, FLAP_HEADER_BYTES + n_slots * sizeof (gint64));
}

/**
 * sentinel_flap_from_bytes:
 * @data: (nullable): what the column holds
 * @length: its length in bytes; 0 for NULL
 * @flap: (out): the flap history; empty when the answer is %FALSE
 *
 * Returns: whether @data is what sentinel_flap_to_bytes() writes; no bytes at all are a history
 * without slots
 */
gboolean
sentinel_flap_from_bytes (const guint8 *data, gsize length, SentinelFlap *flap)
{
  *flap = (SentinelFlap) { 0 };
  if (length == 0)
    return TRUE;
  if (length < FLAP_HEADER_BYTES || data[0] == 0 || data[0] > SENTINEL_FLAP_SLOTS)
    return FALSE;
  if (length != FLAP_HEADER_BYTES + data[0] * sizeof (gint64))
    return FALSE;
  flap->n = data[0];
  flap->changed = (guint32) get_little_endian (data + 1, sizeof flap->changed);
  for (gsize i = 0; i < flap->n; i++)
    flap->at_us[i] = (gint64) get_little_endian (data + FLAP_HEADER_BYTES + i * sizeof (gint64),
                                                 sizeof (gint64));
  return TRUE;
}
