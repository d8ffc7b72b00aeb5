/* SPDX-License-Identifier: MIT */
/* What events a person asks for: the text of the search field, parsed. Immutable.
 *
 *   importance:high,critical is:unacknowledged rule:cpu ticker:AAPL category:System
 *     after:2026-11-01 before:2026-12-01 -source:db "disk full" word
 *
 * Tokens are joined by AND, values in a list by OR; a leading - negates; words are searched in
 * message, source, category and rule name. */
#pragma once
#include "sentinel-importance.h"
#include <glib-object.h>
G_BEGIN_DECLS

typedef enum {
  SENTINEL_FILTER_IMPORTANCE, /* values: numbers */
  SENTINEL_FILTER_IS, /* values: SentinelFilterIs */
  SENTINEL_FILTER_RULE, /* texts: id or part of the name */
  SENTINEL_FILTER_SOURCE, /* texts; also written ticker: */
  SENTINEL_FILTER_CATEGORY, /* texts */
  SENTINEL_FILTER_TRIGGER, /* texts */
  SENTINEL_FILTER_AFTER, /* values: one time, opened at or after */
  SENTINEL_FILTER_BEFORE, /* values: one time, opened before */
  SENTINEL_FILTER_ID, /* values */
  SENTINEL_FILTER_TEXT, /* texts: one substring, case folded */
} SentinelFilterKey;

typedef enum {
  SENTINEL_IS_OPEN, /* still firing; also "firing" */
  SENTINEL_IS_CLOSED, /* also "over" */
  SENTINEL_IS_ACKNOWLEDGED, /* also "acked" */
  SENTINEL_IS_UNACKNOWLEDGED, /* also "unacked" */
  SENTINEL_IS_SNOOZED,
  SENTINEL_IS_SUPPRESSED,
  SENTINEL_IS_NEW,
  SENTINEL_IS_UNSEEN,
  SENTINEL_IS_RESOLVED,
  SENTINEL_IS_POINT,
  SENTINEL_IS_WAITING, /* needs a person: new, or over, at least high and unseen; not put off */
} SentinelFilterIs;

typedef struct {
  SentinelFilterKey key;
  gboolean negated;
  GArray *values; /* gint64 */
  char **texts; /* NULL-terminated; empty where values are used */
} SentinelFilterTerm;

#define SENTINEL_TYPE_FILTER (sentinel_filter_get_type ())
typedef struct _SentinelFilter SentinelFilter;
GType sentinel_filter_get_type (void);

/* names the token and what is allowed */
SentinelFilter *sentinel_filter_parse (const char *text_or_null, GError **error);
SentinelFilter *sentinel_filter_ref (SentinelFilter *self);
void sentinel_filter_unref (SentinelFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelFilter, sentinel_filter_unref)
guint sentinel_filter_get_n_terms (const SentinelFilter *self);
const SentinelFilterTerm *sentinel_filter_get_term (const SentinelFilter *self, guint index);
const char *sentinel_filter_get_text (const SentinelFilter *self); /* as it was written */

G_END_DECLS
