/* SPDX-License-Identifier: MIT */
/* The sample of a trigger: what it is called and takes (describe), what the schema cannot say
 * (validate), which values matter (dup_levels), one measurement (check_async), and how to be woken
 * instead of asking again and again (create_watch). */
#include "sentinel-cpu-usage-trigger.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "sentinel-cpu-sample.h"
#include "sentinel-error.h"
#include "sentinel-nick.h"
#include "sentinel-proc-file.h"

#define DEFAULT_CRITICAL 95.0
#define STAT_SHARED_US (5 * G_TIME_SPAN_MILLISECOND)
#define CLEAR_SHARE 0.9 /* of the threshold: 10 % of hysteresis */
/* The kernel wakes us after so much stalled time within ten seconds; unprivileged, a window is a
 * multiple of 2 s. */
#define PRESSURE_WINDOW_US 10000000u
#define PRESSURE_US_PER_PERCENT 100000

typedef enum {
  METRIC_USAGE,
  METRIC_LOAD,
  METRIC_PRESSURE,
  METRIC_STEAL,
  METRIC_IOWAIT,
} Metric;

static const SentinelNick metric_nicks[] = {
  { METRIC_USAGE, "usage" },
  { METRIC_LOAD, "load" },
  { METRIC_PRESSURE, "pressure" },
  { METRIC_PRESSURE, "psi" },
  { METRIC_STEAL, "steal" },
  { METRIC_IOWAIT, "iowait" },
  { 0, NULL },
};

static const char *const metric_titles[] = {
  [METRIC_USAGE] = "CPU Load",        [METRIC_LOAD] = "Load per Core",
  [METRIC_PRESSURE] = "CPU Pressure", [METRIC_STEAL] = "Stolen CPU",
  [METRIC_IOWAIT] = "Disk Waiting",
};

static const char parameters_schema[] =
    "{\"type\":\"object\",\"properties\":{"
    "\"server\":{\"type\":\"string\",\"title\":\"Server\",\"default\":\"localhost\","
    "\"description\":\"Which computer; only this one for now\"},"
    "\"threshold\":{\"type\":\"number\",\"title\":\"Threshold\",\"default\":90,\"minimum\":0,"
    "\"maximum\":100,\"x-unit\":\"%\","
    "\"description\":\"Above this it counts as high; with metric load: the load per core\"},"
    "\"critical_threshold\":{\"type\":\"number\",\"title\":\"Critical Threshold\",\"default\":95,"
    "\"minimum\":0,\"maximum\":100,\"x-unit\":\"%\","
    "\"description\":\"Above this it counts as critical\"},"
    "\"metric\":{\"type\":\"string\",\"title\":\"What to Measure\",\"default\":\"usage\","
    "\"enum\":[\"usage\",\"load\",\"pressure\",\"psi\",\"steal\",\"iowait\"],"
    "\"description\":\"usage: time not idle; load: processes that want to run, per core; pressure "
    "(or psi): time in which some process had to wait for the processor; steal: taken by other "
    "virtual machines; iowait: idle because of disks\"},"
    "\"scope\":{\"type\":\"string\",\"title\":\"Cores\",\"default\":\"all\","
    "\"pattern\":\"^(all|max_core|core:[0-9]{1,4})$\","
    "\"description\":\"all, max_core (the busiest one) or core:N\"},"
    "\"count_iowait\":{\"type\":\"boolean\",\"title\":\"Count Waiting for "
    "Disks\",\"default\":false,"
    "\"description\":\"Whether waiting for disks counts as usage\"}}}";

static const SentinelTriggerInfo trigger_info = {
  .id = "cpu-usage",
  .alias = "cpu_usage_trigger",
  .name = "CPU Usage",
  .description = "Tells when the processor is busy: all cores, the busiest or one of them, load, "
                 "pressure, time taken by other virtual machines or spent waiting for disks.",
  .icon_name = "sentinel-trigger-cpu-symbolic",
  .category = "System",
  .importance = SENTINEL_IMPORTANCE_HIGH,
  .period_ms = 10 * 1000,
  .for_ms = 120 * 1000,
  .keep_ms = 60 * 1000,
  .parameters = parameters_schema,
};

/* the parameters of one rule */
typedef struct {
  const char *server; /* borrowed from the parameters */
  double threshold, critical_threshold;
  Metric metric;
  gint64 scope; /* as in SentinelCpuSample */
  gboolean count_iowait;
} Settings;

struct _SentinelCpuUsageTrigger {
  SentinelTrigger parent;

  /* tells samples of another start of the machine; all 0 where it cannot be known */
  guint8 boot_id[16];
  /* The rules that share a wake-up share one look at the kernel's counters too: making that file is
   * most of what a check costs. */
  char *stat_text; /* nullable */
  gint64 stat_at_us; /* boottime */
};

G_DEFINE_FINAL_TYPE (SentinelCpuUsageTrigger, sentinel_cpu_usage_trigger, SENTINEL_TYPE_TRIGGER)

static gint64
parse_scope (const char *text)
{
  if (strcmp (text, "all") == 0)
    return SENTINEL_CPU_SCOPE_ALL;
  if (strcmp (text, "max_core") == 0)
    return SENTINEL_CPU_SCOPE_MAX_CORE;
  return g_ascii_strtoll (text + strlen ("core:"), NULL, 10);
}

/* The schema has seen the parameters: every member is there and of its type. */
static Settings
read_settings (JsonObject *parameters)
{
  int metric = METRIC_USAGE;

  sentinel_nick_parse (metric_nicks,
                       "metric",
                       json_object_get_string_member (parameters, "metric"),
                       &metric,
                       NULL);
  return (Settings) {
    .server = json_object_get_string_member (parameters, "server"),
    .threshold = json_object_get_double_member (parameters, "threshold"),
    .critical_threshold = json_object_get_double_member (parameters, "critical_threshold"),
    .metric = metric,
    .scope = parse_scope (json_object_get_string_member (parameters, "scope")),
    .count_iowait = json_object_get_boolean_member (parameters, "count_iowait"),
  };
}

static const SentinelTriggerInfo *
sentinel_cpu_usage_trigger_describe (SentinelTrigger *trigger)
{
  return &trigger_info;
}

static gboolean
is_this_computer (const char *server)
{
  return strcmp (server, "localhost") == 0 || strcmp (server, g_get_host_name ()) == 0;
}

static gboolean
validate_server (const char *server, GError **error)
{
  static const char *const remote[] = { "prom:", "node:", "ssh:" };

  for (gsize i = 0; i < G_N_ELEMENTS (remote); i++)
    if (g_str_has_prefix (server, remote[i])) {
      g_set_error (error,
                   SENTINEL_ERROR,
                   SENTINEL_ERROR_INVALID,
                   "server is \"%s\": measuring other computers by %s comes later, use localhost",
                   server,
                   remote[i]);
      sentinel_error_set_field (error, "server");
      return FALSE;
    }
  if (is_this_computer (server))
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "server is \"%s\": must be localhost or \"%s\", other computers come later",
               server,
               g_get_host_name ());
  sentinel_error_set_field (error, "server");
  return FALSE;
}

static gboolean
is_default_critical (const Settings *settings)
{
  return fabs (settings->critical_threshold - DEFAULT_CRITICAL) <= 0;
}

/* A threshold above the default of the critical one only means that there is no critical level;
 * asking for both is a mistake. */
static gboolean
validate_thresholds (const Settings *settings, GError **error)
{
  if (settings->critical_threshold > settings->threshold || is_default_critical (settings))
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "critical_threshold is %.15g: must be above threshold, which is %.15g, up to 100 %%",
               settings->critical_threshold,
               settings->threshold);
  sentinel_error_set_field (error, "critical_threshold");
  return FALSE;
}

static gboolean
validate_scope (const Settings *settings, GError **error)
{
  if (settings->scope == SENTINEL_CPU_SCOPE_ALL)
    return TRUE;
  if (settings->metric != METRIC_LOAD && settings->metric != METRIC_PRESSURE)
    return TRUE;
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "scope is given with metric %s: must be all, the kernel counts it for all cores "
               "only",
               sentinel_nick_of (metric_nicks, (int) settings->metric));
  sentinel_error_set_field (error, "scope");
  return FALSE;
}

static gboolean
sentinel_cpu_usage_trigger_validate (SentinelTrigger *trigger,
                                     JsonObject *parameters,
                                     GError **error)
{
  Settings settings = read_settings (parameters);

  return validate_server (settings.server, error) && validate_thresholds (&settings, error)
         && validate_scope (&settings, error);
}

static void
add_level (GArray *levels, SentinelImportance importance, double threshold)
{
  SentinelLevel level = { .importance = importance,
                          .op = SENTINEL_OP_GT,
                          .raise = threshold,
                          .clear = threshold * CLEAR_SHARE };

  g_array_append_val (levels, level);
}

static GArray *
sentinel_cpu_usage_trigger_dup_levels (SentinelTrigger *trigger, JsonObject *parameters)
{
  Settings settings = read_settings (parameters);
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (SentinelLevel));
  gboolean is_meant = settings.metric != METRIC_LOAD || !is_default_critical (&settings);

  if (is_meant && settings.critical_threshold > settings.threshold)
    add_level (levels, SENTINEL_IMPORTANCE_CRITICAL, settings.critical_threshold);
  add_level (levels, SENTINEL_IMPORTANCE_HIGH, settings.threshold);
  return levels;
}

static char *
compose_message (const Settings *settings, double value, gint64 core)
{
  const char *title = metric_titles[settings->metric];
  g_autofree char *place = core >= 0 ? g_strdup_printf (" (core %" G_GINT64_FORMAT ")", core)
                                     : g_strdup ("");

  if (settings->metric == METRIC_LOAD)
    return g_strdup_printf ("%s%s on %s%s: %.2f (Threshold: %.15g)",
                            value > settings->threshold ? "High " : "",
                            title,
                            settings->server,
                            place,
                            value,
                            settings->threshold);
  return g_strdup_printf ("%s%s on %s%s: %.1f%% (Threshold: %.15g%%)",
                          value > settings->threshold ? "High " : "",
                          title,
                          settings->server,
                          place,
                          value,
                          settings->threshold);
}

static void
add_reading (SentinelCheckResult *result, const Settings *settings, double value, gint64 core)
{
  const char *unit = settings->metric == METRIC_LOAD ? NULL : "%";
  SentinelReading *reading = sentinel_reading_new (settings->server, value, unit);

  reading->message = compose_message (settings, value, core);
  sentinel_check_result_add (result, reading);
}

static double
choose_share (Metric metric, const SentinelCpuShares *shares)
{
  switch (metric) {
  case METRIC_STEAL:
    return shares->steal;
  case METRIC_IOWAIT:
    return shares->iowait;
  case METRIC_USAGE:
  case METRIC_LOAD:
  case METRIC_PRESSURE:
  default:
    return shares->usage;
  }
}

static void
add_shares (SentinelCheckResult *result, const Settings *settings, const SentinelCpuShares *shares)
{
  add_reading (result, settings, choose_share (settings->metric, shares), shares->core);
}

/* (transfer none); files of a test are read each time. */
static const char *
read_stat (SentinelCpuUsageTrigger *self, SentinelClock *clock, GError **error)
{
  gint64 now_us = sentinel_clock_get_boottime_us (clock);

  if (self->stat_text != NULL && sentinel_proc_is_real ()
      && now_us - self->stat_at_us < STAT_SHARED_US)
    return self->stat_text;
  g_free (self->stat_text);
  self->stat_text = sentinel_proc_read ("stat", "\nintr", error);
  self->stat_at_us = now_us;
  return self->stat_text;
}

static SentinelCpuSample *
take_sample (SentinelCpuUsageTrigger *self,
             const SentinelCheck *check,
             gint64 scope,
             GError **error)
{
  const char *text = read_stat (self, check->clock, error);
  SentinelCpuSample *sample;

  if (text == NULL)
    return NULL;
  sample = sentinel_cpu_sample_parse (text, scope, error);
  if (sample == NULL)
    return NULL;
  memcpy (sample->boot_id, self->boot_id, sizeof sample->boot_id);
  if (sentinel_proc_is_real ())
    sample->boottime_us = self->stat_at_us;
  return sample;
}

static gboolean
measure_shares (SentinelCpuUsageTrigger *self,
                const SentinelCheck *check,
                const Settings *settings,
                SentinelCheckResult *result,
                GError **error)
{
  g_autoptr (SentinelCpuSample) before = sentinel_cpu_sample_from_bytes (check->state);
  g_autoptr (SentinelCpuSample) after = take_sample (self, check, settings->scope, error);
  SentinelCpuShares shares;

  if (after == NULL)
    return FALSE;
  result->state = sentinel_cpu_sample_to_bytes (after);
  if (before != NULL
      && sentinel_cpu_sample_compare (before, after, settings->count_iowait, &shares))
    add_shares (result, settings, &shares);
  else
    result->primed = TRUE;
  return TRUE;
}

/* The number behind a key, like "avg10=" in "some avg10=0.12 avg60=…". */
static gboolean
find_number (const char *text, const char *key, double *number)
{
  const char *at = strstr (text, key);
  char *end = NULL;

  if (at == NULL)
    return FALSE;
  at += strlen (key);
  *number = g_ascii_strtod (at, &end);
  return end != at && isfinite (*number) && *number >= 0;
}

static gboolean
refuse_text (const char *name, const char *text, GError **error)
{
  g_autofree char *path = sentinel_proc_dup_path (name);

  g_set_error (error,
               SENTINEL_PHASE_ERROR,
               SENTINEL_PHASE_PARSE,
               "%s begins with \"%.*s\": not understood",
               path,
               (int) MIN (strcspn (text, "\n"), 80),
               text);
  return FALSE;
}

static gboolean
measure_load (SentinelCpuUsageTrigger *self,
              const SentinelCheck *check,
              const Settings *settings,
              SentinelCheckResult *result,
              GError **error)
{
  g_autofree char *text = sentinel_proc_read ("loadavg", NULL, error);
  const char *stat = text != NULL ? read_stat (self, check->clock, error) : NULL;
  g_autoptr (SentinelCpuSample) sample = NULL;
  double load;

  if (stat == NULL)
    return FALSE;
  sample = sentinel_cpu_sample_parse (stat, SENTINEL_CPU_SCOPE_ALL, error);
  if (sample == NULL)
    return FALSE;
  if (!find_number (text, "", &load))
    return refuse_text ("loadavg", text, error);
  add_reading (result, settings, load / (double) sample->n_cpus, -1);
  return TRUE;
}

static gboolean
measure_pressure (const Settings *settings, SentinelCheckResult *result, GError **error)
{
  g_autofree char *text = sentinel_proc_read ("pressure/cpu", NULL, error);
  double some;

  if (text == NULL) {
    g_prefix_error_literal (error, "this kernel tells no pressure (psi=1 turns it on): ");
    return FALSE;
  }
  if (!g_str_has_prefix (text, "some ") || !find_number (text, "avg10=", &some))
    return refuse_text ("pressure/cpu", text, error);
  add_reading (result, settings, some, -1);
  return TRUE;
}

static gboolean
measure (SentinelCpuUsageTrigger *self,
         const SentinelCheck *check,
         SentinelCheckResult *result,
         GError **error)
{
  Settings settings = read_settings (check->parameters);

  switch (settings.metric) {
  case METRIC_LOAD:
    return measure_load (self, check, &settings, result, error);
  case METRIC_PRESSURE:
    return measure_pressure (&settings, result, error);
  case METRIC_USAGE:
  case METRIC_STEAL:
  case METRIC_IOWAIT:
  default:
    return measure_shares (self, check, &settings, result, error);
  }
}

static void
sentinel_cpu_usage_trigger_check_async (SentinelTrigger *trigger,
                                        const SentinelCheck *check,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (trigger, cancellable, callback, user_data);
  g_autoptr (SentinelCheckResult) result = sentinel_check_result_new ();
  GError *error = NULL;

  g_task_set_source_tag (task, sentinel_cpu_usage_trigger_check_async);
  if (measure (SENTINEL_CPU_USAGE_TRIGGER (trigger), check, result, &error))
    g_task_return_pointer (task,
                           g_steal_pointer (&result),
                           (GDestroyNotify) sentinel_check_result_unref);
  else
    g_task_return_error (task, error);
}

static SentinelCheckResult *
sentinel_cpu_usage_trigger_check_finish (SentinelTrigger *trigger,
                                         GAsyncResult *result,
                                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, trigger), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct {
  GSource parent;
  int fd; /* closing it ends the kernel's trigger */
  gpointer tag; /* of the descriptor */
} PressureSource;

/* An error stays with the descriptor: it is told once, as an alarm, and that was the end of it. */
static gboolean
pressure_source_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  GIOCondition condition = g_source_query_unix_fd (source, ((PressureSource *) source)->tag);
  gboolean is_wanted = callback == NULL || callback (data);

  return is_wanted && (condition & G_IO_ERR) == 0;
}

static void
pressure_source_finalize (GSource *source)
{
  close (((PressureSource *) source)->fd);
}

static GSourceFuncs pressure_source_funcs = {
  .dispatch = pressure_source_dispatch,
  .finalize = pressure_source_finalize,
};

static GSource *
refuse_watch (GError **error, const char *why)
{
  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_UNSUPPORTED,
               "the kernel cannot wake us at this threshold (%s): the rule runs by its period",
               why);
  return NULL;
}

/* See Documentation/accounting/psi.rst of the kernel. */
static int
open_pressure_trigger (double threshold, GError **error)
{
  guint stall_us = (guint) lrint (threshold * PRESSURE_US_PER_PERCENT);
  g_autofree char *text = g_strdup_printf ("some %u %u", stall_us, PRESSURE_WINDOW_US);
  int fd = open ("/proc/pressure/cpu", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  int code;

  if (fd >= 0 && write (fd, text, strlen (text) + 1) >= 0)
    return fd;
  code = errno;
  if (fd >= 0)
    close (fd);
  refuse_watch (error, g_strerror (code));
  return -1;
}

static GSource *
sentinel_cpu_usage_trigger_create_watch (SentinelTrigger *trigger,
                                         JsonObject *parameters,
                                         GError **error)
{
  Settings settings = read_settings (parameters);
  GSource *source;
  int fd;

  if (settings.metric != METRIC_PRESSURE)
    return refuse_watch (error, "only metric pressure has such a trigger");
  if (!sentinel_proc_is_real ())
    return refuse_watch (error, "SENTINEL_PROC_ROOT stands in for /proc");
  if (settings.threshold < 1 || settings.threshold > 99)
    return refuse_watch (error, "threshold must be from 1 to 99 % for that");
  fd = open_pressure_trigger (settings.threshold, error);
  if (fd < 0)
    return NULL;
  source = g_source_new (&pressure_source_funcs, sizeof (PressureSource));
  ((PressureSource *) source)->fd = fd;
  ((PressureSource *) source)->tag = g_source_add_unix_fd (source, fd, G_IO_PRI | G_IO_ERR);
  g_source_set_static_name (source, "sentinel-cpu-pressure");
  return source;
}

static void
sentinel_cpu_usage_trigger_finalize (GObject *object)
{
  g_free (SENTINEL_CPU_USAGE_TRIGGER (object)->stat_text);
  G_OBJECT_CLASS (sentinel_cpu_usage_trigger_parent_class)->finalize (object);
}

static void
sentinel_cpu_usage_trigger_class_init (SentinelCpuUsageTriggerClass *klass)
{
  SentinelTriggerClass *trigger_class = SENTINEL_TRIGGER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sentinel_cpu_usage_trigger_finalize;
  trigger_class->describe = sentinel_cpu_usage_trigger_describe;
  trigger_class->validate = sentinel_cpu_usage_trigger_validate;
  trigger_class->dup_levels = sentinel_cpu_usage_trigger_dup_levels;
  trigger_class->check_async = sentinel_cpu_usage_trigger_check_async;
  trigger_class->check_finish = sentinel_cpu_usage_trigger_check_finish;
  trigger_class->create_watch = sentinel_cpu_usage_trigger_create_watch;
}

/* The 32 hexadecimal digits of a boot id, hyphens left out. */
static void
parse_boot_id (const char *text, guint8 boot_id[16])
{
  guint n = 0;

  for (; *text != '\0' && n < 32; text++)
    if (g_ascii_isxdigit (*text)) {
      boot_id[n / 2] = (guint8) (boot_id[n / 2] << 4 | g_ascii_xdigit_value (*text));
      n++;
    }
}

static void
sentinel_cpu_usage_trigger_init (SentinelCpuUsageTrigger *self)
{
  g_autofree char *text = sentinel_proc_read ("sys/kernel/random/boot_id", NULL, NULL);

  if (text != NULL)
    parse_boot_id (text, self->boot_id);
}

/**
 * sentinel_cpu_usage_trigger_new:
 *
 * Returns: (transfer full): the trigger "cpu-usage"
 */
SentinelTrigger *
sentinel_cpu_usage_trigger_new (void)
{
  return g_object_new (SENTINEL_TYPE_CPU_USAGE_TRIGGER, NULL);
}
