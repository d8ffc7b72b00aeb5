/* SPDX-License-Identifier: MIT */
/* The triggers here took over the original's parameters with their spelling, so that most need only
 * another name. */
#include "sentinel-original-trigger.h"

#include <math.h>
#include <string.h>

#include "sentinel-json.h"
#include "sentinel-text.h"

/* It drew random numbers: above this one the processor counted as critical. */
#define CPU_CRITICAL 95.0
#define CPU_THRESHOLD 90.0 /* where none was given */
#define CPU_CLEAR_SHARE 0.9 /* the hysteresis of cpu-usage */

static void add_note (GPtrArray *notes, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_note (GPtrArray *notes, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* The original's server was a word in a message. One that is not this computer cannot be measured
 * from here, and what is measured instead must not begin to tell by itself. */
static void
adapt_server (SentinelRule *rule, JsonObject *parameters, GPtrArray *notes)
{
  g_autofree char *server = NULL;
  g_autofree char *quoted = NULL;

  if (!sentinel_json_read_string (parameters, "server", &server, NULL) || server == NULL
      || strcmp (server, "localhost") == 0 || strcmp (server, g_get_host_name ()) == 0)
    return;
  quoted = sentinel_text_quote (server);
  add_note (notes,
            "server %s became localhost, because only this computer can be measured; the rule is "
            "off until you have looked at it",
            quoted);
  json_object_set_string_member (parameters, "server", "localhost");
  rule->enabled = FALSE;
}

/* From a threshold of 95 on, all that fired was critical. */
static void
adapt_high_threshold (SentinelRule *rule, JsonObject *parameters, GPtrArray *notes)
{
  SentinelLevel level = { .importance = SENTINEL_IMPORTANCE_CRITICAL, .op = SENTINEL_OP_GT };
  double threshold = CPU_THRESHOLD;

  if (!sentinel_json_read_double (parameters, "threshold", &threshold, NULL)
      || threshold < CPU_CRITICAL)
    return;
  level.raise = threshold;
  level.clear = threshold * CPU_CLEAR_SHARE;
  rule->levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  g_array_append_val (rule->levels, level);
  add_note (notes, "above its threshold of %g it counts as critical, as it did there", threshold);
}

static void
adapt_cpu (SentinelRule *rule, JsonObject *parameters, GPtrArray *notes)
{
  adapt_server (rule, parameters, notes);
  adapt_high_threshold (rule, parameters, notes);
}

/* A rule that is fed by raise is not run, and takes nothing. */
static void
adapt_manual (SentinelRule *rule, JsonObject *parameters, GPtrArray *notes)
{
  g_autoptr (GList) names = json_object_get_members (parameters);
  g_autoptr (GString) dropped = g_string_new (NULL);

  add_note (notes, "it is fed by “sentinelctl raise”: its schedule is left out");
  rule->period_ms = 0;
  g_clear_pointer (&rule->cron, g_free);
  g_clear_pointer (&rule->zone, g_free);
  for (GList *name = names; name != NULL; name = name->next) {
    g_autofree char *quoted = sentinel_text_quote (name->data);

    g_string_append_printf (dropped, "%s%s", dropped->len > 0 ? ", " : "", quoted);
    json_object_remove_member (parameters, name->data);
  }
  if (dropped->len > 0)
    add_note (notes, "left out, because nothing reads it here: parameters %s", dropped->str);
}

#define NUMBERS(...) ((const char *const[]) { __VA_ARGS__, NULL })

static const SentinelOriginalTrigger triggers[] = {
  { "cpu_usage_trigger", "cpu-usage", FALSE, NUMBERS ("threshold"), adapt_cpu },
  { "memory_leak_trigger", "memory-leak", FALSE, NUMBERS ("limit_mb"), NULL },
  { "price_surge_trigger", "price-surge", FALSE, NUMBERS ("threshold"), NULL },
  { "volume_spike_trigger",
    "volume-spike",
    FALSE,
    NUMBERS ("avg_volume", "threshold_percent"),
    NULL },
  { "health_check_trigger", "health-check", TRUE, NUMBERS (NULL), NULL },
  { "prefect_deployment_trigger", "prefect-deployment", TRUE, NUMBERS (NULL), NULL },
  { "custom", SENTINEL_MANUAL_TRIGGER, FALSE, NUMBERS (NULL), adapt_manual },
};

/**
 * sentinel_original_trigger_find:
 * @script: a trigger_script of the original
 *
 * Returns: (transfer none) (nullable): what it is here; %NULL: the original has none of that name.
 * Any thread.
 */
const SentinelOriginalTrigger *
sentinel_original_trigger_find (const char *script)
{
  for (gsize i = 0; i < G_N_ELEMENTS (triggers); i++)
    if (strcmp (triggers[i].script, script) == 0)
      return &triggers[i];
  return NULL;
}

/* As Python's float (): what is no number stays, for the trigger to refuse. */
static void
read_number (JsonObject *parameters, const char *name)
{
  g_autofree char *text = NULL;
  char *end = NULL;
  double value;

  if (!sentinel_json_read_string (parameters, name, &text, NULL) || text == NULL)
    return;
  g_strstrip (text);
  value = g_ascii_strtod (text, &end);
  if (end != text && *end == '\0' && isfinite (value))
    json_object_set_double_member (parameters, name, value);
}

/**
 * sentinel_original_trigger_apply:
 * @self: a trigger of the original
 * @rule: (inout): the rule, complete but for trigger and parameters
 * @parameters: (inout): as the original had them; changed to what the trigger here takes, and
 * shared with @rule
 * @notes: (element-type utf8): gets what a person should know about it
 *
 * Gives the rule its trigger. Whether its parameters are right is the trigger's to say. Any thread.
 */
void
sentinel_original_trigger_apply (const SentinelOriginalTrigger *self,
                                 SentinelRule *rule,
                                 JsonObject *parameters,
                                 GPtrArray *notes)
{
  g_set_str (&rule->trigger, self->id);
  for (const char *const *name = self->numbers; *name != NULL; name++)
    read_number (parameters, *name);
  if (self->fires_on_every_run) {
    rule->event_mode = SENTINEL_EVENT_MODE_EVERY_RUN;
    add_note (notes, "one event for every run that answers, as it did there");
  }
  if (self->adapt != NULL)
    self->adapt (rule, parameters, notes);
  json_node_unref (rule->parameters);
  rule->parameters = json_node_init_object (json_node_alloc (), parameters);
  json_node_seal (rule->parameters);
}
