/* SPDX-License-Identifier: MIT */
/* Weeks of samples in a file, and an owner that comes and goes: whatever was measured is in one
 * place, and where its age wants it. The disk is this program's own pwrite(), which fails as long
 * as a test wants it to. */
#include "engine-fixture.h"
#include "sentinel-instance-store.h"
#include "sentinel-sample-keeper.h"
#include "sentinel-sample-range.h"
#include "sentinel-setting-store.h"
#include <errno.h>
#include <math.h>
#include <sys/syscall.h>
#include <unistd.h>

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY
#define PER_HOUR (G_TIME_SPAN_HOUR / SENTINEL_SAMPLE_SPAN_US)

static const struct {
  gint64 span_us, longer_us;
  const char *setting, *text;
  gint64 kept_us;
} tables[] = {
  { SENTINEL_SAMPLE_SPAN_US, G_TIME_SPAN_MINUTE, "retention.samples", "5h", 5 * HOUR },
  { G_TIME_SPAN_MINUTE, HOUR, "retention.samples-1m", "30h", 30 * HOUR },
  { HOUR, DAY, "retention.samples-1h", "3d", 3 * DAY },
  { DAY, DAY, "retention.samples-1d", "1000d", 1000 * DAY },
};

typedef struct {
  EngineFixture engine;
  SentinelTestStore *base; /* of the engine */
  SentinelSampleKeeper *keeper; /* nullable */
  gint64 instance_id, series_id;
  gint64 begin_us, end_us; /* of what was measured */
} Fixture;

static int is_disk_full; /* atomic */

/* What SQLite writes its files with. */
ssize_t
pwrite64 (int fd, const void *bytes, size_t n_bytes, off64_t offset)
{
  if (!g_atomic_int_get (&is_disk_full))
    return syscall (SYS_pwrite64, fd, bytes, n_bytes, offset);
  errno = ENOSPC;
  return -1;
}

/* Making: */

static gboolean
write_series (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (SentinelInstance) instance = sentinel_instance_new (fixture->engine.rule_id);

  g_set_str (&instance->labels, "{\"source\":\"here\"}");
  if (!sentinel_instance_store_put (tx, instance, error))
    return FALSE;
  fixture->instance_id = instance->id;
  fixture->series_id = sentinel_series_store_ensure (tx, instance->id, "value", NULL, error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!sentinel_setting_store_set (tx, tables[i].setting, tables[i].text, error))
      return FALSE;
  return fixture->series_id != 0;
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  engine_fixture_set_up (&fixture->engine, NULL);
  fixture->base = fixture->engine.base;
  fixture->begin_us = fixture->end_us = sentinel_test_store_now_us (fixture->base)
                                        / SENTINEL_SAMPLE_SPAN_US * SENTINEL_SAMPLE_SPAN_US;
  sentinel_test_store_write (fixture->base, write_series, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  g_clear_pointer (&fixture->keeper, sentinel_sample_keeper_free);
  engine_fixture_tear_down (&fixture->engine, NULL);
}

/* What is measured then, so that it can be told again at any time. */
static double
measure (gint64 at_us)
{
  gint64 number = at_us / SENTINEL_SAMPLE_SPAN_US;

  return sin ((double) number / 500) * 40 + (double) (number * 7919 % 97);
}

static gboolean
write_samples (SentinelTransaction *tx, gpointer data, GError **error)
{
  Fixture *fixture = data;
  gint64 now_us = sentinel_transaction_get_now_us (tx);

  for (; fixture->end_us <= now_us; fixture->end_us += SENTINEL_SAMPLE_SPAN_US)
    if (!sentinel_series_store_add (tx,
                                    fixture->series_id,
                                    fixture->end_us,
                                    measure (fixture->end_us),
                                    error))
      return FALSE;
  return TRUE;
}

static void
advance (Fixture *fixture, gint64 duration_us)
{
  sentinel_fake_clock_advance (fixture->base->clock, duration_us);
}

static void
start (Fixture *fixture)
{
  fixture->keeper = sentinel_sample_keeper_new (fixture->base->store);
  sentinel_test_settle ();
}

/* Looking: */

static gpointer
read_all (SentinelDatabase *db, gpointer instance_id, GError **error)
{
  return sentinel_sample_range_read (db, *(gint64 *) instance_id, "value", 0, G_MAXINT64, error);
}

static SentinelSampleRange *
read_range (Fixture *fixture)
{
  return sentinel_test_store_read (fixture->base, read_all, &fixture->instance_id);
}

/* Nothing is left in a table that is older than it keeps. */
static gboolean
is_kept_well (gpointer data)
{
  Fixture *fixture = data;
  gint64 now_us = sentinel_test_store_now_us (fixture->base);
  g_autoptr (SentinelSampleRange) range = read_range (fixture);

  for (guint i = 0; i < range->parts->len; i++) {
    const SentinelSamplePart *part = &g_array_index (range->parts, SentinelSamplePart, i);

    for (guint k = 0; k < G_N_ELEMENTS (tables); k++) {
      gint64 old_us = now_us - tables[k].kept_us;

      if (part->span_us == tables[k].span_us
          && part->from_us < old_us - old_us % tables[k].longer_us)
        return FALSE;
    }
  }
  return TRUE;
}

static void
wait_until_kept (Fixture *fixture)
{
  g_assert_true (sentinel_test_wait_until (is_kept_well, fixture, SENTINEL_TEST_TIMEOUT_MS));
}

/* Against everything that was measured in its span. */
static void
assert_sample (Fixture *fixture, const SentinelSample *sample, gint64 span_us)
{
  gint64 from_us = MAX (sample->at_us, fixture->begin_us);
  gint64 to_us = MIN (sample->at_us + span_us, fixture->end_us);
  double min = INFINITY, max = -INFINITY;

  for (gint64 at_us = from_us; at_us < to_us; at_us += SENTINEL_SAMPLE_SPAN_US) {
    min = MIN (min, measure (at_us));
    max = MAX (max, measure (at_us));
  }
  g_assert_cmpint (sample->n, ==, (to_us - from_us) / SENTINEL_SAMPLE_SPAN_US);
  g_assert_cmpfloat_with_epsilon (sample->min, min, 1e-9);
  g_assert_cmpfloat_with_epsilon (sample->max, max, 1e-9);
  g_assert_cmpfloat_with_epsilon (sample->last, measure (to_us - SENTINEL_SAMPLE_SPAN_US), 1e-9);
}

/* Whoever reads while the keeper is at it may see a part of a minute and the rest of it beside it,
 * but never less than there is. */
static void
assert_nothing_is_lost (Fixture *fixture)
{
  g_autoptr (SentinelSampleRange) range = read_range (fixture);
  gint64 n = 0;

  for (guint i = 0; i < range->samples->len; i++)
    n += g_array_index (range->samples, SentinelSample, i).n;
  g_assert_cmpint (n, ==, (fixture->end_us - fixture->begin_us) / SENTINEL_SAMPLE_SPAN_US);
}

static void
assert_all_is_right (Fixture *fixture)
{
  g_autoptr (SentinelSampleRange) range = read_range (fixture);

  for (guint i = 0; i < range->parts->len; i++) {
    const SentinelSamplePart *part = &g_array_index (range->parts, SentinelSamplePart, i);
    guint end = i + 1 < range->parts->len ? part[1].first : range->samples->len;

    for (guint k = part->first; k < end; k++)
      assert_sample (fixture, &g_array_index (range->samples, SentinelSample, k), part->span_us);
  }
  assert_nothing_is_lost (fixture);
}

static gint64
get_armed_us (Fixture *fixture)
{
  return sentinel_fake_clock_get_next_due_us (fixture->base->clock, SENTINEL_CLOCK_BOOTTIME);
}

/* Tests: */

static void
test_a_week (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (SentinelSampleRange) range = NULL;

  start (fixture);
  advance (fixture, SENTINEL_SAMPLE_KEEPER_FIRST_US);
  for (guint hour = 0; hour < 7 * 24; hour++) {
    sentinel_test_store_write (fixture->base, write_samples, fixture);
    advance (fixture, HOUR);
    wait_until_kept (fixture);
  }
  assert_all_is_right (fixture);
  range = read_range (fixture);
  g_assert_cmpuint (range->parts->len, ==, 4); /* days, hours, minutes, and as it came */
  g_assert_cmpuint (range->samples->len, <, 6 * PER_HOUR + 54 * 60 + 96 + 5);
}

/* Whoever is the owner may end at any step; the next one goes on. */
static void
test_owners_come_and_go (Fixture *fixture, gconstpointer unused)
{
  for (guint day = 0; day < 7; day++) {
    advance (fixture, DAY);
    sentinel_test_store_write (fixture->base, write_samples, fixture);
    for (int i = g_test_rand_int_range (0, 4); i > 0; i--) {
      start (fixture);
      advance (fixture, SENTINEL_SAMPLE_KEEPER_FIRST_US);
      for (int k = g_test_rand_int_range (0, 20); k > 0; k--)
        g_main_context_iteration (NULL, FALSE);
      g_clear_pointer (&fixture->keeper, sentinel_sample_keeper_free);
    }
    assert_nothing_is_lost (fixture);
  }
  start (fixture);
  advance (fixture, SENTINEL_SAMPLE_KEEPER_FIRST_US);
  wait_until_kept (fixture);
  assert_all_is_right (fixture);
}

static void
test_it_wakes_once_an_hour (Fixture *fixture, gconstpointer unused)
{
  SentinelClock *clock = SENTINEL_CLOCK (fixture->base->clock);

  sentinel_test_settle ();
  engine_fixture_advance (&fixture->engine, 11 * G_TIME_SPAN_SECOND); /* the store tidies up */
  start (fixture);
  g_assert_cmpint (get_armed_us (fixture),
                   ==,
                   sentinel_clock_get_boottime_us (clock) + SENTINEL_SAMPLE_KEEPER_FIRST_US);
  advance (fixture, SENTINEL_SAMPLE_KEEPER_FIRST_US);
  for (guint i = 0; i < 5; i++) {
    sentinel_test_settle ();
    g_assert_cmpint (get_armed_us (fixture), ==, sentinel_clock_get_boottime_us (clock) + HOUR);
    sentinel_fake_clock_set_realtime (fixture->base->clock, /* which is no reason to wake */
                                      sentinel_clock_get_realtime_us (clock) - 2 * HOUR);
    advance (fixture, HOUR);
  }
  g_clear_pointer (&fixture->keeper, sentinel_sample_keeper_free);
  g_assert_cmpint (get_armed_us (fixture), ==, -1);
}

static gboolean
has_trouble (gpointer data)
{
  return sentinel_store_get_trouble (((Fixture *) data)->base->store) != NULL;
}

static void
test_a_full_disk_loses_nothing (Fixture *fixture, gconstpointer unused)
{
  advance (fixture, 2 * DAY);
  sentinel_test_store_write (fixture->base, write_samples, fixture);
  start (fixture);
  g_atomic_int_set (&is_disk_full, TRUE);
  advance (fixture, SENTINEL_SAMPLE_KEEPER_FIRST_US);
  g_assert_true (sentinel_test_wait_until (has_trouble, fixture, SENTINEL_TEST_TIMEOUT_MS));
  g_atomic_int_set (&is_disk_full, FALSE);
  assert_nothing_is_lost (fixture);
  g_assert_false (is_kept_well (fixture));
  advance (fixture, HOUR);
  wait_until_kept (fixture);
  assert_all_is_right (fixture);
}

/* The whole engine: only the owner keeps. */
static void
test_the_owner_keeps (Fixture *fixture, gconstpointer unused)
{
  advance (fixture, 2 * DAY);
  sentinel_test_store_write (fixture->base, write_samples, fixture);
  engine_fixture_start (&fixture->engine);
  advance (fixture, SENTINEL_SAMPLE_KEEPER_FIRST_US);
  wait_until_kept (fixture);
  assert_all_is_right (fixture);
  engine_process_stop (&fixture->engine.first);
  engine_fixture_advance (&fixture->engine, DAY);
  engine_fixture_advance (&fixture->engine, HOUR);
  g_assert_false (is_kept_well (fixture));
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer unused))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/sample-keeper/a-week", test_a_week);
  add ("/sample-keeper/owners-come-and-go", test_owners_come_and_go);
  add ("/sample-keeper/it-wakes-once-an-hour", test_it_wakes_once_an_hour);
  add ("/sample-keeper/a-full-disk-loses-nothing", test_a_full_disk_loses_nothing);
  add ("/sample-keeper/the-owner-keeps", test_the_owner_keeps);
  return g_test_run ();
}
