/* SPDX-License-Identifier: MIT */
/* A handful of id ranges; a plain value. */
#include "sentinel-changes.h"

/**
 * sentinel_changes_add:
 * @self: changes that nobody else looks at
 * @noun: what kind of thing was touched; one that this program does not know is left out
 * @first_id: first id of the range
 * @last_id: last id of the range
 */
void
sentinel_changes_add (SentinelChanges *self, SentinelNoun noun, gint64 first_id, gint64 last_id)
{
  if (noun < SENTINEL_NOUN_RULE || noun >= SENTINEL_N_NOUNS || first_id > last_id)
    return;
  if (self->ranges[noun] == NULL)
    self->ranges[noun] = sentinel_id_ranges_new ();
  sentinel_id_ranges_add (self->ranges[noun], first_id, last_id);
}

static void
merge_ranges (SentinelChanges *self, SentinelNoun noun, const SentinelIdRanges *ranges)
{
  for (guint i = 0; i < sentinel_id_ranges_get_n_ranges (ranges); i++) {
    gint64 first_id, last_id;

    sentinel_id_ranges_get (ranges, i, &first_id, &last_id);
    sentinel_changes_add (self, noun, first_id, last_id);
  }
}

/**
 * sentinel_changes_merge:
 * @self: changes that nobody else looks at
 * @other: what to add to them
 */
void
sentinel_changes_merge (SentinelChanges *self, const SentinelChanges *other)
{
  self->reload = self->reload || other->reload;
  for (SentinelNoun noun = SENTINEL_NOUN_RULE; noun < SENTINEL_N_NOUNS; noun++)
    if (other->ranges[noun] != NULL)
      merge_ranges (self, noun, other->ranges[noun]);
}

/**
 * sentinel_changes_are_empty:
 * @self: changes
 *
 * Returns: whether there is nothing to tell
 */
gboolean
sentinel_changes_are_empty (const SentinelChanges *self)
{
  for (SentinelNoun noun = SENTINEL_NOUN_RULE; noun < SENTINEL_N_NOUNS; noun++)
    if (self->ranges[noun] != NULL)
      return FALSE;
  return !self->reload;
}

/**
 * sentinel_changes_clear:
 * @self: changes
 *
 * Forgets them.
 */
void
sentinel_changes_clear (SentinelChanges *self)
{
  for (SentinelNoun noun = SENTINEL_NOUN_RULE; noun < SENTINEL_N_NOUNS; noun++)
    g_clear_pointer (&self->ranges[noun], sentinel_id_ranges_unref);
  self->reload = FALSE;
}
