/* SPDX-License-Identifier: MIT */
/* cpu-usage over recorded files: known answers, what is discarded, what is refused. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "sentinel-cpu-sample.h"
#include "sentinel-cpu-usage-trigger.h"
#include "sentinel-error.h"
#include "sentinel-fake-clock.h"
#include "sentinel-json.h"

#define ONE_CPU(times) "cpu  " times "\ncpu0 " times "\nintr 1 2 3\nctxt 5\n"

typedef struct {
  const char *name;
  const char *before, *after;
  gboolean count_iowait;
  double usage; /* NAN: the interval says nothing */
} Known;

static const Known known_answers[] = {
  { "half",
    ONE_CPU ("100 0 100 800 0 0 0 0 0 0"),
    ONE_CPU ("180 0 120 890 10 0 0 0 0 0"),
    FALSE,
    50 },
  { "iowait-counted",
    ONE_CPU ("100 0 100 800 0 0 0 0 0 0"),
    ONE_CPU ("180 0 120 890 10 0 0 0 0 0"),
    TRUE,
    55 },
  { "guest-is-inside-user",
    ONE_CPU ("100 0 100 800 0 0 0 0 0 0"),
    ONE_CPU ("180 0 120 890 10 0 0 0 50 0"),
    FALSE,
    50 },
  { "iowait-steps-back",
    ONE_CPU ("100 0 100 800 20 0 0 0 0 0"),
    ONE_CPU ("180 0 120 900 15 0 0 0 0 0"),
    FALSE,
    50 },
  { "old-kernel-with-four-counters",
    ONE_CPU ("100 0 100 800"),
    ONE_CPU ("150 0 150 900"),
    FALSE,
    50 },
  { "equal",
    ONE_CPU ("100 0 100 800 0 0 0 0 0 0"),
    ONE_CPU ("100 0 100 800 0 0 0 0 0 0"),
    FALSE,
    NAN },
  { "counters-reset",
    ONE_CPU ("100 0 100 800 0 0 0 0"),
    ONE_CPU ("10 0 10 80 0 0 0 0"),
    FALSE,
    NAN },
  { "idle-3-s-back",
    ONE_CPU ("100 0 100 800 0 0 0 0"),
    ONE_CPU ("900 0 100 500 0 0 0 0"),
    FALSE,
    NAN },
  { "idle-2-s-back",
    ONE_CPU ("100 0 100 800 0 0 0 0"),
    ONE_CPU ("400 0 100 600 0 0 0 0"),
    FALSE,
    100 },
  { "a-processor-came",
    ONE_CPU ("100 0 100 800 0 0 0 0"),
    "cpu  180 0 120 890 10 0 0 0\ncpu0 90 0 60 445 5 0 0 0\ncpu1 90 0 60 445 5 0 0 0\nintr 1\n",
    FALSE,
    NAN },
  { "another-processor",
    ONE_CPU ("100 0 100 800 0 0 0 0"),
    "cpu  180 0 120 890 10 0 0 0\ncpu1 180 0 120 890 10 0 0 0\nintr 1\n",
    FALSE,
    NAN },
};

static void
test_known (gconstpointer data)
{
  const Known *known = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelCpuSample) before = sentinel_cpu_sample_parse (known->before, -1, &error);
  g_autoptr (SentinelCpuSample) after = sentinel_cpu_sample_parse (known->after, -1, &error);
  SentinelCpuShares shares;

  g_assert_no_error (error);
  if (isnan (known->usage)) {
    g_assert_false (sentinel_cpu_sample_compare (before, after, known->count_iowait, &shares));
    return;
  }
  g_assert_true (sentinel_cpu_sample_compare (before, after, known->count_iowait, &shares));
  g_assert_cmpfloat_with_epsilon (shares.usage, known->usage, 1e-9);
  g_assert_cmpint (shares.core, ==, -1);
}

static void
test_suspend (void)
{
  g_autoptr (SentinelCpuSample) before =
      sentinel_cpu_sample_parse (ONE_CPU ("100 0 100 800 0 0 0 0"), -1, NULL);
  g_autoptr (SentinelCpuSample) after =
      sentinel_cpu_sample_parse (ONE_CPU ("180 0 120 890 10 0 0 0"), -1, NULL);
  SentinelCpuShares shares;

  before->boottime_us = 50 * G_USEC_PER_SEC;
  after->boottime_us = 53 * G_USEC_PER_SEC; /* two seconds of ticks: awake */
  g_assert_true (sentinel_cpu_sample_compare (before, after, FALSE, &shares));
  after->boottime_us = 60 * G_USEC_PER_SEC; /* asleep for eight of ten seconds */
  g_assert_false (sentinel_cpu_sample_compare (before, after, FALSE, &shares));
  after->boottime_us = 53 * G_USEC_PER_SEC;
  after->boot_id[3] = 1;
  g_assert_false (sentinel_cpu_sample_compare (before, after, FALSE, &shares));
}

/* One second of each core has passed, or none; one core was busy for some of its 100 ticks. */
static char *
compose_many_cores (guint n, guint busy_core, guint ticks, gboolean has_passed)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint all = has_passed ? 100 : 0;

  g_string_append_printf (text, "cpu  %u 0 0 %u 0 0 0 0 0 0\n", ticks, n * all - ticks);
  for (guint i = 0; i < n; i++) {
    guint busy = i == busy_core ? ticks : 0;

    g_string_append_printf (text, "cpu%u %u 0 0 %u 0 0 0 0 0 0\n", i, busy, all - busy);
  }
  g_string_append (text, "intr 1234 0 0\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_512_cores (void)
{
  g_autofree char *first = compose_many_cores (512, 400, 0, FALSE);
  g_autofree char *second = compose_many_cores (512, 400, 75, TRUE);
  static const struct {
    gint64 scope;
    double usage;
    gint64 core;
  } cases[] = { { SENTINEL_CPU_SCOPE_MAX_CORE, 75, 400 }, { 400, 75, 400 }, { 7, 0, 7 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelCpuSample) before =
        sentinel_cpu_sample_parse (first, cases[i].scope, &error);
    g_autoptr (SentinelCpuSample) after =
        sentinel_cpu_sample_parse (second, cases[i].scope, &error);
    SentinelCpuShares shares;

    g_assert_no_error (error);
    g_assert_cmpuint (after->n_cpus, ==, 512);
    g_assert_true (sentinel_cpu_sample_compare (before, after, FALSE, &shares));
    g_assert_cmpfloat_with_epsilon (shares.usage, cases[i].usage, 1e-9);
    g_assert_cmpint (shares.core, ==, cases[i].core);
  }
}

static void
test_state_survives (void)
{
  g_autofree char *text = compose_many_cores (4, 2, 30, TRUE);
  g_autoptr (SentinelCpuSample) sample =
      sentinel_cpu_sample_parse (text, SENTINEL_CPU_SCOPE_MAX_CORE, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SentinelCpuSample) again = NULL;

  sample->boottime_us = 77;
  bytes = sentinel_cpu_sample_to_bytes (sample);
  again = sentinel_cpu_sample_from_bytes (bytes);
  g_assert_nonnull (again);
  g_assert_cmpint (again->boottime_us, ==, 77);
  g_assert_cmpuint (again->n_cpus, ==, 4);
  g_assert_cmpmem (&again->all, sizeof again->all, &sample->all, sizeof sample->all);
  g_assert_cmpmem (again->cores->data, again->cores->len, sample->cores->data, sample->cores->len);
  g_assert_null (sentinel_cpu_sample_from_bytes (NULL));
}

static void
test_foreign_state (void)
{
  g_autoptr (SentinelCpuSample) sample =
      sentinel_cpu_sample_parse (ONE_CPU ("1 1 1 1"), SENTINEL_CPU_SCOPE_ALL, NULL);
  g_autoptr (GBytes) bytes = sentinel_cpu_sample_to_bytes (sample);
  gsize size = g_bytes_get_size (bytes);

  for (gsize cut = 0; cut < size; cut++) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, cut);

    g_assert_null (sentinel_cpu_sample_from_bytes (part));
  }
  for (gsize i = 0; i < sizeof (guint64); i++) {
    g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
    g_autoptr (GBytes) other = NULL;

    data[i] ^= 0x40; /* the version */
    other = g_bytes_new (data, size);
    g_assert_null (sentinel_cpu_sample_from_bytes (other));
  }
}

/* A trigger over a folder that stands in for /proc. */
typedef struct {
  char *root;
  SentinelTrigger *trigger;
  SentinelClock *clock;
  GBytes *state;
} Fixture;

static void
fixture_set_up (Fixture *fixture, gconstpointer unused)
{
  fixture->root = g_dir_make_tmp ("sentinel-proc-XXXXXX", NULL);
  g_assert_nonnull (fixture->root);
  g_setenv ("SENTINEL_PROC_ROOT", fixture->root, TRUE);
  fixture->trigger = sentinel_cpu_usage_trigger_new ();
  fixture->clock = SENTINEL_CLOCK (sentinel_fake_clock_new (0));
}

static void
remove_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);

  g_remove (path);
}

static void
fixture_tear_down (Fixture *fixture, gconstpointer unused)
{
  remove_file (fixture, "stat");
  remove_file (fixture, "loadavg");
  remove_file (fixture, "pressure/cpu");
  remove_file (fixture, "pressure");
  g_assert_cmpint (g_rmdir (fixture->root), ==, 0);
  g_unsetenv ("SENTINEL_PROC_ROOT");
  g_clear_object (&fixture->trigger);
  g_clear_object (&fixture->clock);
  g_clear_pointer (&fixture->state, g_bytes_unref);
  g_free (fixture->root);
}

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
copy_recorded (Fixture *fixture, const char *recorded, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", recorded, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  write_file (fixture, name, text);
}

static JsonNode *
validate (Fixture *fixture, const char *parameters, GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) node = sentinel_json_parse (parameters, -1, 0, &parse_error);

  g_assert_no_error (parse_error);
  return sentinel_trigger_validate (fixture->trigger, node, error);
}

static void
checked_cb (GObject *trigger, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static SentinelCheckResult *
check (Fixture *fixture, const char *parameters, GError **error)
{
  g_autoptr (JsonNode) node = validate (fixture, parameters, error);
  g_autoptr (GAsyncResult) result = NULL;
  SentinelCheckResult *answer;
  SentinelCheck request = { .clock = fixture->clock, .state = fixture->state };

  g_assert_nonnull (node);
  request.parameters = json_node_get_object (node);
  sentinel_trigger_check_async (fixture->trigger, &request, NULL, checked_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = sentinel_trigger_check_finish (fixture->trigger, result, error);
  if (answer != NULL && answer->state != NULL) {
    g_clear_pointer (&fixture->state, g_bytes_unref);
    fixture->state = g_bytes_ref (answer->state);
  }
  return answer;
}

static SentinelReading *
get_only_reading (SentinelCheckResult *result)
{
  g_assert_false (result->primed);
  g_assert_cmpuint (result->readings->len, ==, 1);
  return g_ptr_array_index (result->readings, 0);
}

static void
test_primes_then_reads (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelCheckResult) first = NULL, second = NULL, third = NULL;
  SentinelReading *reading;

  copy_recorded (fixture, "stat-2-cpus-before", "stat");
  first = check (fixture, "{}", &error);
  g_assert_no_error (error);
  g_assert_true (first->primed);
  g_assert_cmpuint (first->readings->len, ==, 0);
  copy_recorded (fixture, "stat-2-cpus-after", "stat");
  second = check (fixture, "{}", &error);
  g_assert_no_error (error);
  reading = get_only_reading (second);
  g_assert_cmpfloat_with_epsilon (reading->value, 93.4, 1e-9);
  g_assert_cmpstr (reading->unit, ==, "%");
  g_assert_cmpstr (reading->source, ==, "localhost");
  g_assert_cmpstr (reading->message, ==, "High CPU Load on localhost: 93.4% (Threshold: 90%)");
  third = check (fixture, "{}", &error); /* nothing has passed */
  g_assert_no_error (error);
  g_assert_true (third->primed);
}

static void
test_scopes_and_metrics (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *parameters;
    double value;
    const char *message;
  } cases[] = {
    { "{\"scope\":\"max_core\"}",
      100,
      "High CPU Load on localhost (core 1): 100.0% (Threshold: 90%)" },
    { "{\"scope\":\"core:0\"}", 86.8, "CPU Load on localhost (core 0): 86.8% (Threshold: 90%)" },
    { "{\"metric\":\"iowait\",\"threshold\":1}",
      1.6,
      "High Disk Waiting on localhost: 1.6% (Threshold: 1%)" },
    { "{\"metric\":\"steal\"}", 0, "Stolen CPU on localhost: 0.0% (Threshold: 90%)" },
    { "{\"count_iowait\":true}", 95, "High CPU Load on localhost: 95.0% (Threshold: 90%)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelCheckResult) first = NULL, second = NULL;
    SentinelReading *reading;

    copy_recorded (fixture, "stat-2-cpus-before", "stat");
    first = check (fixture, cases[i].parameters, &error);
    g_assert_no_error (error);
    g_assert_true (first->primed); /* the scope before is not that of now */
    copy_recorded (fixture, "stat-2-cpus-after", "stat");
    second = check (fixture, cases[i].parameters, &error);
    g_assert_no_error (error);
    reading = get_only_reading (second);
    g_assert_cmpfloat_with_epsilon (reading->value, cases[i].value, 1e-9);
    g_assert_cmpstr (reading->message, ==, cases[i].message);
    g_clear_pointer (&fixture->state, g_bytes_unref);
  }
}

static void
test_load_and_pressure (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelCheckResult) load = NULL, pressure = NULL;
  SentinelReading *reading;

  copy_recorded (fixture, "stat-2-cpus-before", "stat");
  write_file (fixture, "loadavg", "4.50 3.20 1.10 3/512 12345\n");
  write_file (fixture,
              "pressure/cpu",
              "some avg10=41.25 avg60=12.00 avg300=3.00 total=1\nfull avg10=9.00 avg60=0.00 "
              "avg300=0.00 total=0\n");
  load = check (fixture, "{\"metric\":\"load\",\"threshold\":2}", &error);
  g_assert_no_error (error);
  reading = get_only_reading (load);
  g_assert_cmpfloat_with_epsilon (reading->value, 2.25, 1e-9);
  g_assert_null (reading->unit);
  g_assert_cmpstr (reading->message, ==, "High Load per Core on localhost: 2.25 (Threshold: 2)");
  pressure = check (fixture, "{\"metric\":\"psi\",\"threshold\":40}", &error);
  g_assert_no_error (error);
  reading = get_only_reading (pressure);
  g_assert_cmpfloat_with_epsilon (reading->value, 41.25, 1e-9);
  g_assert_cmpstr (reading->message, ==, "High CPU Pressure on localhost: 41.2% (Threshold: 40%)");
}

static void
test_odd_files (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *parameters, *file, *text;
    SentinelPhase phase;
    const char *message; /* a part of it */
  } cases[] = {
    { "{}", "stat", NULL, SENTINEL_PHASE_READ, "stat failed: No such file" },
    { "{}", "stat", "", SENTINEL_PHASE_PARSE, "has the line \"\"" },
    { "{}", "stat", "cpu\n", SENTINEL_PHASE_PARSE, "has the line \"cpu\"" },
    { "{}", "stat", "cpu  1 2 3\n", SENTINEL_PHASE_PARSE, "at least four counters" },
    { "{}", "stat", "cpu  1 2 x 4 5\n", SENTINEL_PHASE_PARSE, "has the line \"cpu  1 2 x 4 5\"" },
    { "{}", "stat", "cpu  1 2 3 4 5x\ncpu0 1 2 3 4\n", SENTINEL_PHASE_PARSE, "has the line" },
    { "{}", "stat", "cpu  -1 2 3 4\n", SENTINEL_PHASE_PARSE, "has the line" },
    { "{}", "stat", "<html>\n", SENTINEL_PHASE_PARSE, "has the line \"<html>\"" },
    { "{}", "stat", "cpu  1 2 3 4\nintr 1\n", SENTINEL_PHASE_PARSE, "lists no processor" },
    { "{}", "stat", "cpu  1 2 3 4\ncpuX 1 2 3 4\n", SENTINEL_PHASE_PARSE, "\"cpuX 1 2 3 4\"" },
    { "{\"scope\":\"core:7\"}",
      "stat",
      ONE_CPU ("1 2 3 4"),
      SENTINEL_PHASE_READ,
      "core 7 is not there: this computer shows 1 processors" },
    { "{\"metric\":\"load\"}", "loadavg", "no number\n", SENTINEL_PHASE_PARSE, "not understood" },
    { "{\"metric\":\"load\"}", "loadavg", "nan 1 1\n", SENTINEL_PHASE_PARSE, "not understood" },
    { "{\"metric\":\"pressure\"}", "pressure/cpu", NULL, SENTINEL_PHASE_READ, "psi=1 turns it on" },
    { "{\"metric\":\"pressure\"}",
      "pressure/cpu",
      "full avg10=1\n",
      SENTINEL_PHASE_PARSE,
      "not und" },
    { "{\"metric\":\"pressure\"}",
      "pressure/cpu",
      "some avg10=\n",
      SENTINEL_PHASE_PARSE,
      "not und" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (SentinelCheckResult) result = NULL;

    write_file (fixture, "stat", ONE_CPU ("1 2 3 4"));
    if (cases[i].text != NULL)
      write_file (fixture, cases[i].file, cases[i].text);
    else
      remove_file (fixture, cases[i].file);
    result = check (fixture, cases[i].parameters, &error);
    g_assert_error (error, SENTINEL_PHASE_ERROR, (int) cases[i].phase);
    g_assert_null (result);
    g_assert_nonnull (strstr (error->message, cases[i].message));
  }
}

static void
test_refused_parameters (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *parameters, *message;
  } cases[] = {
    { "{\"threshold\":140}", "threshold is 140: must be from 0 to 100 %" },
    { "{\"threshold\":\"90\"}", "threshold is \"90\": must be a number from 0 to 100 %" },
    { "{\"metric\":\"heat\"}",
      "metric is \"heat\": must be one of usage, load, pressure, psi, steal, iowait" },
    { "{\"scope\":\"core:x\"}",
      "scope is \"core:x\": must be a text that matches ^(all|max_core|core:[0-9]{1,4})$" },
    { "{\"treshold\":1}",
      "there is no parameter \"treshold\": the known ones are server, threshold, "
      "critical_threshold, metric, "
      "scope, count_iowait" },
    { "{\"server\":\"ssh:web-1\"}",
      "server is \"ssh:web-1\": measuring other computers by ssh: comes later, use localhost" },
    { "{\"threshold\":90,\"critical_threshold\":90}",
      "critical_threshold is 90: must be above threshold, which is 90, up to 100 %" },
    { "{\"threshold\":90,\"critical_threshold\":50}",
      "critical_threshold is 50: must be above threshold, which is 90, up to 100 %" },
    { "{\"metric\":\"pressure\",\"scope\":\"core:1\"}",
      "scope is given with metric pressure: must be all, the kernel counts it for all cores only" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = validate (fixture, cases[i].parameters, &error);

    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].message);
    g_assert_null (node);
  }
}

static void
test_other_server_is_refused (Fixture *fixture, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = validate (fixture, "{\"server\":\"no-such-host-here\"}", &error);

  g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message,
                                   "server is \"no-such-host-here\": must be localhost or"));
}

static void
test_levels (Fixture *fixture, gconstpointer unused)
{
  static const struct {
    const char *parameters;
    double high, critical; /* NAN: no such level */
  } cases[] = {
    { "{}", 90, 95 },
    { "{\"threshold\":20}", 20, 95 },
    { "{\"threshold\":95}", 95, NAN },
    { "{\"threshold\":99}", 99, NAN },
    { "{\"threshold\":50,\"critical_threshold\":60}", 50, 60 },
    { "{\"metric\":\"load\",\"threshold\":2}", 2, NAN },
    { "{\"metric\":\"load\",\"threshold\":2,\"critical_threshold\":4}", 2, 4 },
    { "{\"threshold\":0}", 0, 95 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = validate (fixture, cases[i].parameters, &error);
    g_autoptr (GArray) levels = NULL;
    SentinelLevel *high;

    g_assert_no_error (error);
    levels = sentinel_trigger_dup_levels (fixture->trigger, json_node_get_object (node));
    g_assert_true (sentinel_levels_validate (levels, &error));
    g_assert_cmpuint (levels->len, ==, isnan (cases[i].critical) ? 1 : 2);
    if (levels->len == 2)
      g_assert_cmpfloat_with_epsilon (g_array_index (levels, SentinelLevel, 0).raise,
                                      cases[i].critical,
                                      1e-9);
    high = &g_array_index (levels, SentinelLevel, levels->len - 1);
    g_assert_cmpint (high->importance, ==, SENTINEL_IMPORTANCE_HIGH);
    g_assert_cmpint (high->op, ==, SENTINEL_OP_GT);
    g_assert_cmpfloat_with_epsilon (high->raise, cases[i].high, 1e-9);
    g_assert_cmpfloat_with_epsilon (high->clear, cases[i].high * 0.9, 1e-9);
  }
}

static void
test_watch_needs_the_kernel (Fixture *fixture, gconstpointer unused)
{
  static const char *const parameters[] = { "{}",
                                            "{\"metric\":\"pressure\"}",
                                            "{\"metric\":\"load\",\"threshold\":2}" };

  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonNode) node = validate (fixture, parameters[i], &error);
    g_autoptr (GSource) watch = NULL;

    g_assert_no_error (error);
    watch = sentinel_trigger_create_watch (fixture->trigger, json_node_get_object (node), &error);
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED);
    g_assert_null (watch);
  }
}

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gpointer
spin (gpointer data)
{
  volatile guint64 count = 0;

  while (!g_atomic_int_get ((int *) data))
    count++;
  return NULL;
}

/* Twice as many busy threads as processors: some must wait, which is what the kernel then tells us.
 */
static void
test_watch_wakes (void)
{
  g_autoptr (SentinelTrigger) trigger = sentinel_cpu_usage_trigger_new ();
  g_autoptr (JsonNode) parameters =
      sentinel_json_parse ("{\"metric\":\"pressure\",\"threshold\":1}", -1, 0, NULL);
  g_autoptr (JsonNode) node = sentinel_trigger_validate (trigger, parameters, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSource) watch =
      sentinel_trigger_create_watch (trigger, json_node_get_object (node), &error);
  g_autoptr (GSource) deadline = g_timeout_source_new_seconds (20);
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  gboolean woken = FALSE, late = FALSE;
  int stop = 0;

  if (watch == NULL) {
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED);
    g_test_skip (error->message);
    return;
  }
  g_source_set_callback (watch, stop_cb, &woken, NULL);
  g_source_attach (watch, NULL);
  g_source_set_callback (deadline, stop_cb, &late, NULL);
  g_source_attach (deadline, NULL);
  for (guint i = 0; i < 2 * g_get_num_processors (); i++)
    g_ptr_array_add (threads, g_thread_new ("busy", spin, &stop));
  while (!woken && !late)
    g_main_context_iteration (NULL, TRUE);
  g_atomic_int_set (&stop, 1);
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (g_ptr_array_index (threads, i));
  g_source_destroy (watch);
  g_source_destroy (deadline);
  g_assert_true (woken);
}

static void
test_real_machine (void)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture = { .trigger = sentinel_cpu_usage_trigger_new (),
                      .clock = SENTINEL_CLOCK (sentinel_fake_clock_new (0)) };
  g_autoptr (SentinelCheckResult) result = check (&fixture, "{\"scope\":\"max_core\"}", &error);

  g_assert_no_error (error);
  g_assert_true (result->primed);
  g_assert_nonnull (result->state);
  g_clear_object (&fixture.trigger);
  g_clear_object (&fixture.clock);
  g_clear_pointer (&fixture.state, g_bytes_unref);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer unused))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("SENTINEL_PROC_ROOT");
  for (gsize i = 0; i < G_N_ELEMENTS (known_answers); i++) {
    g_autofree char *path = g_strconcat ("/cpu-usage/known/", known_answers[i].name, NULL);

    g_test_add_data_func (path, &known_answers[i], test_known);
  }
  g_test_add_func ("/cpu-usage/suspend-and-reboot", test_suspend);
  g_test_add_func ("/cpu-usage/512-cores", test_512_cores);
  g_test_add_func ("/cpu-usage/state-survives", test_state_survives);
  g_test_add_func ("/cpu-usage/foreign-state", test_foreign_state);
  g_test_add_func ("/cpu-usage/real-machine", test_real_machine);
  g_test_add_func ("/cpu-usage/watch-wakes", test_watch_wakes);
  add ("/cpu-usage/primes-then-reads", test_primes_then_reads);
  add ("/cpu-usage/scopes-and-metrics", test_scopes_and_metrics);
  add ("/cpu-usage/load-and-pressure", test_load_and_pressure);
  add ("/cpu-usage/odd-files", test_odd_files);
  add ("/cpu-usage/refused-parameters", test_refused_parameters);
  add ("/cpu-usage/other-server-is-refused", test_other_server_is_refused);
  add ("/cpu-usage/levels", test_levels);
  add ("/cpu-usage/watch-needs-the-kernel", test_watch_needs_the_kernel);
  return g_test_run ();
}
