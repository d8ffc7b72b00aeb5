/* SPDX-License-Identifier: MIT */
/* Both clocks: the fake one fires in the order of times, the real one fires at all, and neither
 * wakes anybody for nothing. */
#include <sys/resource.h>

#include "sentinel-fake-clock.h"
#include "sentinel-system-clock.h"

#define NOW_US G_GINT64_CONSTANT (1700000000000000)
#define DEADLINE_MS 10000

typedef struct {
  GString *trace; /* names in the order of firing */
  const char *name;
  GSource *source;
  gint64 next_due_us; /* to arm from inside the callback; -1: not */
  gboolean remove;
} Probe;

static gboolean
fired_cb (gpointer data)
{
  Probe *probe = data;

  g_string_append (probe->trace, probe->name);
  if (probe->next_due_us >= 0)
    sentinel_clock_source_set_due (probe->source, probe->next_due_us);
  probe->next_due_us = -1;
  return probe->remove ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
probe_attach (Probe *probe,
              GMainContext *context,
              SentinelClock *clock,
              SentinelClockKind kind,
              gint64 due_us)
{
  probe->source = sentinel_clock_create_source (clock, kind, due_us);
  g_source_set_callback (probe->source, fired_cb, probe, NULL);
  g_source_attach (probe->source, context);
}

static void
probe_detach (Probe *probe)
{
  g_source_destroy (probe->source);
  g_source_unref (probe->source);
}

static void
settle (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

static void
test_fake_time_moves_only_when_told (void)
{
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  SentinelClock *clock = SENTINEL_CLOCK (fake);

  g_assert_cmpint (sentinel_clock_get_realtime_us (clock), ==, NOW_US);
  g_assert_cmpint (sentinel_clock_get_boottime_us (clock), ==, 0);
  sentinel_fake_clock_advance (fake, 5);
  g_assert_cmpint (sentinel_clock_get_realtime_us (clock), ==, NOW_US + 5);
  g_assert_cmpint (sentinel_clock_get_boottime_us (clock), ==, 5);
  sentinel_fake_clock_set_realtime (fake, 10);
  g_assert_cmpint (sentinel_clock_get_realtime_us (clock), ==, 10);
  g_assert_cmpint (sentinel_clock_get_boottime_us (clock), ==, 5);
}

static void
test_fake_sources_fire_in_order_of_time (void)
{
  static const gint64 due_us[] = { 30, 10, 20, 40 };
  static const char *const names[] = { "c", "a", "b", "d" };
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Probe probes[4];

  for (int i = 0; i < 4; i++) {
    gboolean is_wall = i == 2; /* the two clocks are compared by how late a source is */

    probes[i] = (Probe) { trace, names[i], NULL, -1, FALSE };
    probe_attach (&probes[i],
                  context,
                  SENTINEL_CLOCK (fake),
                  is_wall ? SENTINEL_CLOCK_REALTIME : SENTINEL_CLOCK_BOOTTIME,
                  is_wall ? NOW_US + due_us[i] : due_us[i]);
  }
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fake, SENTINEL_CLOCK_BOOTTIME), ==, 10);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fake, SENTINEL_CLOCK_REALTIME),
                   ==,
                   NOW_US + 20);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "");
  sentinel_fake_clock_advance (fake, 30);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "abc");
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fake, SENTINEL_CLOCK_BOOTTIME), ==, 40);
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fake, SENTINEL_CLOCK_REALTIME), ==, -1);
  for (int i = 0; i < 4; i++)
    probe_detach (&probes[i]);
}

static void
test_fake_order_holds_inside_a_priority (void)
{
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Probe urgent = { trace, "u", NULL, -1, FALSE }, early = { trace, "e", NULL, -1, FALSE };

  probe_attach (&early, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_BOOTTIME, 10);
  probe_attach (&urgent, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_BOOTTIME, 20);
  g_source_set_priority (urgent.source, G_PRIORITY_HIGH);
  sentinel_fake_clock_advance (fake, 20);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "ue");
  probe_detach (&early);
  probe_detach (&urgent);
}

static void
test_fake_source_is_armed_from_its_callback (void)
{
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Probe probe = { trace, "x", NULL, 15, FALSE };

  probe_attach (&probe, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_BOOTTIME, 10);
  sentinel_fake_clock_advance (fake, 12);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "x");
  sentinel_fake_clock_advance (fake, 3);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "xx");
  sentinel_fake_clock_advance (fake, 1000);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "xx"); /* nobody armed it again */
  probe_detach (&probe);
}

static void
test_fake_source_ends_when_its_callback_says_so (void)
{
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Probe probe = { trace, "x", NULL, 15, TRUE };

  probe_attach (&probe, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_BOOTTIME, 0);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "x");
  g_assert_true (g_source_is_destroyed (probe.source));
  g_assert_cmpint (sentinel_fake_clock_get_next_due_us (fake, SENTINEL_CLOCK_BOOTTIME), ==, -1);
  g_source_unref (probe.source);
}

static void
test_fake_source_is_disarmed (void)
{
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Probe probe = { trace, "x", NULL, -1, FALSE };

  probe_attach (&probe, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_BOOTTIME, 10);
  sentinel_fake_clock_advance (fake, 10);
  sentinel_clock_source_set_due (probe.source, -1);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "");
  probe_detach (&probe);
}

static void
test_setting_the_wall_clock_fires_its_armed_sources (void)
{
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Probe wall = { trace, "w", NULL, -1, FALSE }, unarmed = { trace, "u", NULL, -1, FALSE },
        boot = { trace, "b", NULL, -1, FALSE };

  probe_attach (&wall, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_REALTIME, NOW_US + 1000);
  probe_attach (&unarmed, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_REALTIME, -1);
  probe_attach (&boot, context, SENTINEL_CLOCK (fake), SENTINEL_CLOCK_BOOTTIME, 1000);
  sentinel_fake_clock_set_realtime (fake, NOW_US - 5000);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "w");
  probe_detach (&wall);
  probe_detach (&unarmed);
  probe_detach (&boot);
}

typedef struct {
  SentinelClock *clock;
  GMainContext *context;
  GMainLoop *loop;
  GAsyncQueue *attached;
} Waiter;

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gpointer
run_waiter (gpointer data)
{
  Waiter *waiter = data;
  g_autoptr (GSource) source =
      sentinel_clock_create_source (waiter->clock, SENTINEL_CLOCK_BOOTTIME, 10);

  g_source_set_callback (source, quit_cb, waiter->loop, NULL);
  g_source_attach (source, waiter->context);
  g_async_queue_push (waiter->attached, waiter);
  g_main_loop_run (waiter->loop);
  return waiter;
}

/* The thread sleeps in poll until the clock is moved from here. */
static void
test_moving_the_clock_wakes_another_thread (void)
{
  g_autoptr (SentinelFakeClock) fake = sentinel_fake_clock_new (NOW_US);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GAsyncQueue) attached = g_async_queue_new ();
  Waiter waiter = { SENTINEL_CLOCK (fake), context, loop, attached };
  GThread *thread = g_thread_new ("waiter", run_waiter, &waiter);

  g_async_queue_pop (attached);
  sentinel_fake_clock_advance (fake, 10);
  g_assert_true (g_thread_join (thread) == &waiter);
}

static gboolean
deadline_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Blocks in the context until the trace has that length; FALSE at the deadline. */
static gboolean
wait_for_length (GMainContext *context, GString *trace, gsize length, guint deadline_ms)
{
  g_autoptr (GSource) deadline = g_timeout_source_new (deadline_ms);
  gboolean is_late = FALSE;

  g_source_set_callback (deadline, deadline_cb, &is_late, NULL);
  g_source_attach (deadline, context);
  while (trace->len < length && !is_late)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (deadline);
  return trace->len >= length;
}

static gint64
now_of_kind (SentinelClock *clock, SentinelClockKind kind)
{
  return kind == SENTINEL_CLOCK_REALTIME ? sentinel_clock_get_realtime_us (clock)
                                         : sentinel_clock_get_boottime_us (clock);
}

static void
assert_system_source_works (SentinelClockKind kind)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  gint64 due_us = now_of_kind (clock, kind) + 20000;
  Probe probe = { trace, "x", NULL, due_us + 20000, FALSE };

  probe_attach (&probe, context, clock, kind, due_us);
  settle (context);
  g_assert_cmpuint (trace->len, ==, 0);
  g_assert_true (wait_for_length (context, trace, 1, DEADLINE_MS));
  g_assert_cmpint (now_of_kind (clock, kind), >=, due_us);
  g_assert_true (wait_for_length (context, trace, 2, DEADLINE_MS)); /* armed from its callback */
  g_assert_cmpint (now_of_kind (clock, kind), >=, due_us + 20000);
  sentinel_clock_source_set_due (probe.source, 0); /* long past */
  g_assert_true (wait_for_length (context, trace, 3, DEADLINE_MS));
  sentinel_clock_source_set_due (probe.source, 0); /* the same time once more is a new order */
  g_assert_true (wait_for_length (context, trace, 4, DEADLINE_MS));
  sentinel_clock_source_set_due (probe.source, now_of_kind (clock, kind));
  sentinel_clock_source_set_due (probe.source, -1);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "xxxx");
  probe_detach (&probe);
}

static void
test_system_source_fires (gconstpointer data)
{
  assert_system_source_works ((SentinelClockKind) GPOINTER_TO_INT (data));
}

/* A due source that is armed anew before its turn keeps quiet, though the loop saw it ready. */
static gboolean
postpone_cb (gpointer data)
{
  Probe *probe = data;

  g_string_append (probe->trace, "p");
  sentinel_clock_source_set_due (probe->source, -1);
  return G_SOURCE_REMOVE;
}

static void
test_system_source_is_disarmed_in_the_same_round (void)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  g_autoptr (GSource) first = g_idle_source_new ();
  Probe probe = { trace, "x", NULL, -1, FALSE };

  g_source_set_priority (first, G_PRIORITY_DEFAULT);
  g_source_set_callback (first, postpone_cb, &probe, NULL);
  g_source_attach (first, context);
  probe_attach (&probe, context, clock, SENTINEL_CLOCK_BOOTTIME, 0);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "p");
  probe_detach (&probe);
}

static void
test_unarmed_system_source_never_wakes (void)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Probe probe = { trace, "x", NULL, -1, FALSE };
  int timeout_ms = 0, priority;

  probe_attach (&probe, context, clock, SENTINEL_CLOCK_REALTIME, -1);
  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, priority, &timeout_ms, NULL, 0);
  g_main_context_release (context);
  g_assert_cmpint (timeout_ms, ==, -1);
  g_assert_false (wait_for_length (context, trace, 1, 30));
  probe_detach (&probe);
}

static void
test_system_time_is_sane (void)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  gint64 boot_us = sentinel_clock_get_boottime_us (clock);
  gint64 wall_us = sentinel_clock_get_realtime_us (clock);

  g_assert_cmpint (sentinel_clock_get_boottime_us (clock), >=, boot_us);
  g_assert_cmpint (boot_us, >, 0);
  g_assert_cmpint (ABS (wall_us - g_get_real_time ()), <, 10 * G_USEC_PER_SEC);
}

/* Without a file descriptor left for a timer, rules still run. */
static void
test_system_source_without_descriptors (void)
{
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  gint64 due_us = sentinel_clock_get_boottime_us (clock) + 20000;
  Probe probe = { trace, "x", NULL, due_us + 10000, FALSE };
  struct rlimit before, none;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  none = before;
  none.rlim_cur = 0;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  g_test_expect_message ("sentinel", G_LOG_LEVEL_WARNING, "Creating a timer failed*");
  probe.source = sentinel_clock_create_source (clock, SENTINEL_CLOCK_BOOTTIME, due_us);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  g_test_assert_expected_messages ();
  g_source_set_callback (probe.source, fired_cb, &probe, NULL);
  g_source_attach (probe.source, context);
  g_assert_true (wait_for_length (context, trace, 2, DEADLINE_MS));
  g_assert_cmpint (sentinel_clock_get_boottime_us (clock), >=, due_us + 10000);
  sentinel_clock_source_set_due (probe.source, due_us);
  sentinel_clock_source_set_due (probe.source, -1);
  settle (context);
  g_assert_cmpstr (trace->str, ==, "xx");
  probe_detach (&probe);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/fake/time-moves-only-when-told", test_fake_time_moves_only_when_told);
  g_test_add_func ("/clock/fake/sources-fire-in-order-of-time",
                   test_fake_sources_fire_in_order_of_time);
  g_test_add_func ("/clock/fake/order-holds-inside-a-priority",
                   test_fake_order_holds_inside_a_priority);
  g_test_add_func ("/clock/fake/source-is-armed-from-its-callback",
                   test_fake_source_is_armed_from_its_callback);
  g_test_add_func ("/clock/fake/source-ends-when-its-callback-says-so",
                   test_fake_source_ends_when_its_callback_says_so);
  g_test_add_func ("/clock/fake/source-is-disarmed", test_fake_source_is_disarmed);
  g_test_add_func ("/clock/fake/setting-the-wall-clock",
                   test_setting_the_wall_clock_fires_its_armed_sources);
  g_test_add_func ("/clock/fake/wakes-another-thread", test_moving_the_clock_wakes_another_thread);
  g_test_add_func ("/clock/system/time-is-sane", test_system_time_is_sane);
  g_test_add_data_func ("/clock/system/boottime-source-fires",
                        GINT_TO_POINTER (SENTINEL_CLOCK_BOOTTIME),
                        test_system_source_fires);
  g_test_add_data_func ("/clock/system/realtime-source-fires",
                        GINT_TO_POINTER (SENTINEL_CLOCK_REALTIME),
                        test_system_source_fires);
  g_test_add_func ("/clock/system/disarmed-in-the-same-round",
                   test_system_source_is_disarmed_in_the_same_round);
  g_test_add_func ("/clock/system/unarmed-never-wakes", test_unarmed_system_source_never_wakes);
  g_test_add_func ("/clock/system/without-descriptors", test_system_source_without_descriptors);
  return g_test_run ();
}
