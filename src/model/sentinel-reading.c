/* SPDX-License-Identifier: MIT */
/* The reading as a value, and the fingerprint that tells one instance from another. */
#include "sentinel-reading.h"

#include <math.h>
#include <string.h>

#include "sentinel-json.h"

static void
clear_metric (gpointer data)
{
  SentinelMetric *metric = data;

  g_free (metric->name);
  g_free (metric->unit);
}

/**
 * sentinel_reading_new:
 * @source: (nullable): what was measured, as it is shown
 * @value: the value; NAN for none, then a verdict must follow
 * @unit: (nullable): the value's unit
 *
 * Returns: (transfer full): a reading without labels and verdict
 */
SentinelReading *
sentinel_reading_new (const char *source, double value, const char *unit)
{
  SentinelReading *self = g_atomic_rc_box_new0 (SentinelReading);

  self->source = g_strdup (source);
  self->value = value;
  self->unit = g_strdup (unit);
  return self;
}

/**
 * sentinel_reading_ref:
 * @self: a reading
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelReading *
sentinel_reading_ref (SentinelReading *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_reading (gpointer data)
{
  SentinelReading *self = data;

  g_free (self->unit);
  g_free (self->source);
  g_free (self->message);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  g_clear_pointer (&self->payload, json_node_unref);
  g_clear_pointer (&self->metrics, g_array_unref);
}

/**
 * sentinel_reading_unref:
 * @self: (transfer full): a reading
 *
 * Gives one reference back. Any thread.
 */
void
sentinel_reading_unref (SentinelReading *self)
{
  g_atomic_rc_box_release_full (self, clear_reading);
}

/**
 * sentinel_reading_set_verdict:
 * @self: a reading
 * @triggered: whether it is bad
 * @importance: how much it matters when it is
 *
 * Gives the reading a verdict of its own: the levels of the rule are skipped.
 */
void
sentinel_reading_set_verdict (SentinelReading *self,
                              gboolean triggered,
                              SentinelImportance importance)
{
  self->has_verdict = TRUE;
  self->triggered = triggered;
  self->importance = importance;
}

/**
 * sentinel_reading_add_label:
 * @self: a reading
 * @name: the label's name; a second one of the same name replaces the first
 * @value: its value
 *
 * Adds to the identity of what was measured.
 */
void
sentinel_reading_add_label (SentinelReading *self, const char *name, const char *value)
{
  if (self->labels == NULL)
    self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_replace (self->labels, g_strdup (name), g_strdup (value));
}

/**
 * sentinel_reading_add_metric:
 * @self: a reading
 * @name: the metric's name
 * @unit: (nullable): its unit
 * @value: its value
 *
 * Adds a number that is stored as a series of the instance and never evaluated.
 */
void
sentinel_reading_add_metric (SentinelReading *self,
                             const char *name,
                             const char *unit,
                             double value)
{
  SentinelMetric metric = { g_strdup (name), g_strdup (unit), value };

  if (self->metrics == NULL) {
    self->metrics = g_array_new (FALSE, FALSE, sizeof (SentinelMetric));
    g_array_set_clear_func (self->metrics, clear_metric);
  }
  g_array_append_val (self->metrics, metric);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static GList *
list_label_names (const SentinelReading *self)
{
  if (self->labels == NULL)
    return NULL;
  return g_list_sort (g_hash_table_get_keys (self->labels), compare_names);
}

/* The length goes first (eight bytes, little endian), so that ("ab", "c") and ("a", "bc") differ.
 */
static void
add_field (GChecksum *checksum, const char *text)
{
  guint64 length = text != NULL ? strlen (text) : 0;
  guint64 prefix = GUINT64_TO_LE (length);

  g_checksum_update (checksum, (const guchar *) &prefix, sizeof prefix);
  if (length > 0)
    g_checksum_update (checksum, (const guchar *) text, (gssize) length);
}

/**
 * sentinel_reading_fingerprint:
 * @self: a reading
 * @rule_uid: the uid of its rule
 * @fingerprint: (out caller-allocates): the identity of the instance
 *
 * Computes SHA-256, first 128 bits, over length-prefixed rule uid, source, and the labels sorted by
 * name. The value, message and metrics never count. The result is stored: it must not change
 * between versions. Any thread.
 */
void
sentinel_reading_fingerprint (const SentinelReading *self,
                              const char *rule_uid,
                              guint8 fingerprint[SENTINEL_FINGERPRINT_BYTES])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GList) names = list_label_names (self);
  guint8 digest[32];
  gsize length = sizeof digest;

  add_field (checksum, rule_uid);
  add_field (checksum, self->source);
  for (GList *name = names; name != NULL; name = name->next) {
    add_field (checksum, name->data);
    add_field (checksum, g_hash_table_lookup (self->labels, name->data));
  }
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (fingerprint, digest, SENTINEL_FINGERPRINT_BYTES);
}

/**
 * sentinel_reading_dup_labels_json:
 * @self: a reading
 *
 * Writes the identity for people: `{"source":"host-1","core":"3"}`, the labels sorted by name. A
 * label that is itself called "source" appears as "label.source". Any thread.
 *
 * Returns: (transfer full): one line of JSON
 */
char *
sentinel_reading_dup_labels_json (const SentinelReading *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GList) names = list_label_names (self);

  sentinel_json_set_text (object, "source", self->source);
  for (GList *name = names; name != NULL; name = name->next) {
    gboolean is_taken = strcmp (name->data, "source") == 0;

    json_object_set_string_member (object,
                                   is_taken ? "label.source" : name->data,
                                   g_hash_table_lookup (self->labels, name->data));
  }
  return sentinel_json_object_to_text (object);
}
