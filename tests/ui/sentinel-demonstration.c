/* SPDX-License-Identifier: MIT */
/* Two hours of an ordinary morning, told from the end: each line says how long ago it began. */
#include "sentinel-demonstration.h"
#include "sentinel-builtin-triggers.h"
#include "sentinel-event-acts.h"
#include "sentinel-fake-clock.h"
#include "sentinel-starter-rules.h"
#include "sentinel-system-clock.h"

#define ACTOR "Ada"

typedef enum {
  FATE_NEW,
  FATE_ACKNOWLEDGED,
  FATE_OVER, /* resolved, and nobody has seen it */
} Fate;

typedef struct {
  int age_s;
  SentinelImportance importance;
  const char *source, *category, *message;
  Fate fate;
} Happening;

static const Happening happenings[] = {
  { 7240, SENTINEL_IMPORTANCE_LOW, "AMZN", "Market", "Volume 1.7 × the usual", FATE_ACKNOWLEDGED },
  { 6900, SENTINEL_IMPORTANCE_MEDIUM, "mail", "System", "214 messages wait", FATE_ACKNOWLEDGED },
  { 4210, SENTINEL_IMPORTANCE_LOW, "web-2", "System", "CPU 81 % for 5 minutes", FATE_ACKNOWLEDGED },
  { 3980,
    SENTINEL_IMPORTANCE_MEDIUM,
    "GOOGL",
    "Market",
    "Volume 2.1 × the usual",
    FATE_ACKNOWLEDGED },
  { 3700, SENTINEL_IMPORTANCE_HIGH, "payments", "System", "Certificate ends in 6 days", FATE_NEW },
  { 3480, SENTINEL_IMPORTANCE_LOW, "redis", "System", "Grows by 2 MB/min", FATE_ACKNOWLEDGED },
  { 3120,
    SENTINEL_IMPORTANCE_MEDIUM,
    "ETH-USD",
    "Market",
    "Up 3.4 % in 5 minutes",
    FATE_ACKNOWLEDGED },
  { 2820,
    SENTINEL_IMPORTANCE_LOW,
    "SAP.DE",
    "Market",
    "Volume 1.5 × the usual",
    FATE_ACKNOWLEDGED },
  { 2460,
    SENTINEL_IMPORTANCE_MEDIUM,
    "db-2",
    "System",
    "CPU 93 % for 10 minutes",
    FATE_ACKNOWLEDGED },
  { 2280, SENTINEL_IMPORTANCE_LOW, "docs-site", "System", "Answer took 2.1 s", FATE_ACKNOWLEDGED },
  { 2040, SENTINEL_IMPORTANCE_HIGH, "AMD", "Market", "Down 3.9 % in 5 minutes", FATE_OVER },
  { 1860,
    SENTINEL_IMPORTANCE_MEDIUM,
    "fx-rates",
    "System",
    "Rates are 6 minutes old",
    FATE_ACKNOWLEDGED },
  { 1500, SENTINEL_IMPORTANCE_LOW, "web-1", "System", "CPU 82 % for 5 minutes", FATE_ACKNOWLEDGED },
  { 1320, SENTINEL_IMPORTANCE_MEDIUM, "BTC-USD", "Market", "Volume 2.4 × the usual", FATE_NEW },
  { 1080, SENTINEL_IMPORTANCE_HIGH, "search-api", "System", "Grows by 12 MB/min", FATE_OVER },
  { 840, SENTINEL_IMPORTANCE_LOW, "TSLA", "Market", "Volume 1.5 × the usual", FATE_ACKNOWLEDGED },
  { 660, SENTINEL_IMPORTANCE_MEDIUM, "AAPL", "Market", "Up 3.1 % in 5 minutes", FATE_ACKNOWLEDGED },
  { 540,
    SENTINEL_IMPORTANCE_HIGH,
    "nightly-load",
    "System",
    "Timeout while prices were loaded",
    FATE_NEW },
  { 360, SENTINEL_IMPORTANCE_MEDIUM, "build-02", "System", "CPU 91 % for 10 minutes", FATE_NEW },
  { 240,
    SENTINEL_IMPORTANCE_CRITICAL,
    "postgres",
    "System",
    "Memory grows by 38 MB/min, now 8.41 GB",
    FATE_NEW },
  { 75, SENTINEL_IMPORTANCE_LOW, "MSFT", "Market", "Volume 1.6 × the usual", FATE_NEW },
  { 52,
    SENTINEL_IMPORTANCE_CRITICAL,
    "api-gateway",
    "System",
    "HTTP 503, third failure",
    FATE_NEW },
  { 8, SENTINEL_IMPORTANCE_HIGH, "NVDA", "Market", "Up 4.8 % in 5 minutes", FATE_NEW },
};

static void
write_act (SentinelStore *store, SentinelWriteFunc func, gpointer act)
{
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write (store, func, act, &error))
    g_error ("The demonstration cannot be written: %s", error->message);
}

static SentinelRaiseAct *
make_act (const Happening *happening)
{
  SentinelRaiseAct *act =
      sentinel_raise_act_new (happening->importance, happening->source, happening->message);

  g_set_str (&act->key, happening->source);
  g_set_str (&act->category, happening->category);
  return act;
}

static void
acknowledge (SentinelStore *store, gint64 event_id)
{
  g_autoptr (SentinelAcknowledgeAct) act =
      sentinel_acknowledge_act_new (&(SentinelActor) { ACTOR, SENTINEL_VIA_WINDOW });

  g_array_append_val (act->event_ids, event_id);
  g_set_str (&act->comment, "Known");
  write_act (store, sentinel_event_acts_acknowledge, act);
}

static void
write_happening (SentinelStore *store, const Happening *happening)
{
  g_autoptr (SentinelRaiseAct) act = make_act (happening);
  g_autoptr (SentinelRaiseAct) end = make_act (happening);

  write_act (store, sentinel_event_acts_raise, act);
  if (happening->fate == FATE_ACKNOWLEDGED)
    acknowledge (store, act->event_id);
  if (happening->fate != FATE_OVER)
    return;
  end->resolve = TRUE;
  write_act (store, sentinel_event_acts_raise, end);
}

/**
 * sentinel_demonstration_write_events:
 * @database_path: where to; made where missing
 *
 * Writes the events, the newest a few seconds old. Blocks until they are on disk.
 */
void
sentinel_demonstration_write_events (const char *database_path)
{
  g_autoptr (SentinelClock) system = sentinel_system_clock_new ();
  gint64 now_us = sentinel_clock_get_realtime_us (system);
  g_autoptr (SentinelFakeClock) clock = sentinel_fake_clock_new (now_us);
  g_autoptr (SentinelStore) store = sentinel_store_new (database_path, SENTINEL_CLOCK (clock));

  for (guint i = 0; i < G_N_ELEMENTS (happenings); i++) {
    sentinel_fake_clock_set_realtime (clock,
                                      now_us - happenings[i].age_s * (gint64) G_USEC_PER_SEC);
    write_happening (store, &happenings[i]);
  }
  sentinel_store_close (store);
}

/**
 * sentinel_demonstration_write_rules:
 * @database_path: where to; made where missing
 *
 * Writes the starter rules. Blocks until they are on disk.
 */
void
sentinel_demonstration_write_rules (const char *database_path)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (SentinelStore) store = sentinel_store_new (database_path, clock);
  g_autoptr (SentinelRegistry) registry = sentinel_registry_new ();
  SentinelStarterAct act = { .registry = registry, .author = ACTOR };

  sentinel_builtin_triggers_add (registry);
  write_act (store, sentinel_starter_rules_add, &act);
  sentinel_store_close (store);
}
