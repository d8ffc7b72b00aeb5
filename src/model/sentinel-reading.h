/* SPDX-License-Identifier: MIT */
/* One thing that a trigger measured: a value, or a verdict of its own, with the identity of what
 * was measured. */
#pragma once
#include "sentinel-importance.h"
#include <glib-object.h>
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

typedef struct {
  char *name;
  char *unit;
  double value;
} SentinelMetric;

typedef struct {
  double value; /* NAN: none, then there must be a verdict */
  char *unit;
  char *source; /* what is shown and filtered: the original's "ticker" */
  /* identity labels, string to string; NULL or empty: the source alone is the identity */
  GHashTable *labels;
  char *message;
  gboolean has_verdict; /* then the levels are skipped */
  gboolean triggered;
  SentinelImportance importance; /* of a triggered verdict */
  JsonNode *payload; /* nullable: the trigger's metadata and its own timestamp */
  GArray *metrics; /* nullable: of SentinelMetric; stored as series, never evaluated */
} SentinelReading;

#define SENTINEL_FINGERPRINT_BYTES 16

SentinelReading *sentinel_reading_new (const char *source, double value, const char *unit);
SentinelReading *sentinel_reading_ref (SentinelReading *self);
void sentinel_reading_unref (SentinelReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelReading, sentinel_reading_unref)

void sentinel_reading_set_verdict (SentinelReading *self,
                                   gboolean triggered,
                                   SentinelImportance importance);
void sentinel_reading_add_label (SentinelReading *self, const char *name, const char *value);
void sentinel_reading_add_metric (SentinelReading *self,
                                  const char *name,
                                  const char *unit,
                                  double value);

/* SHA-256, first 128 bits, over length-prefixed rule uid, source and the labels sorted by name.
 * Never the value or the message. */
void sentinel_reading_fingerprint (const SentinelReading *self,
                                   const char *rule_uid,
                                   guint8 fingerprint[SENTINEL_FINGERPRINT_BYTES]);
/* {"source":…, labels sorted} */
char *sentinel_reading_dup_labels_json (const SentinelReading *self);

G_END_DECLS
