/* SPDX-License-Identifier: MIT */
/* The arithmetic of /proc/stat, see proc_stat(5): total = user + nice + system + idle + iowait +
 * irq + softirq + steal. The kernel calls iowait unreliable, and idle may step back a little, so
 * every difference is clamped at 0. */
#include "sentinel-cpu-sample.h"

#include <string.h>
#include <unistd.h>

#define STATE_VERSION 1
/* Idle time that goes back further than this was set back by processors going away and coming
 * again. */
#define MAX_STEP_BACK_SECONDS 3
/* The ticks of a machine that was awake all the time lag behind its clock by less. */
#define MAX_ASLEEP_US (2 * G_USEC_PER_SEC)

#define N_COUNTERS 8

/* what is kept between two checks: read back on the same machine only, so in its byte order */
typedef struct {
  guint64 version;
  guint8 boot_id[16];
  gint64 boottime_us;
  gint64 scope;
  guint64 n_cpus, cpu_set, n_cores;
} StateHeader;

static gint64
ticks_per_second (void)
{
  return MAX (1, sysconf (_SC_CLK_TCK));
}

static gboolean
refuse_line (const char *line, GError **error)
{
  int length = (int) MIN (strcspn (line, "\n"), 80);

  g_set_error (error,
               SENTINEL_PHASE_ERROR,
               SENTINEL_PHASE_PARSE,
               "/proc/stat has the line \"%.*s\": expected cpu and at least four counters",
               length,
               line);
  return FALSE;
}

/* Reads one counter behind blanks; FALSE at the end of the line. A number too large for 64 bits
 * ends at the largest. */
static gboolean
take_counter (const char **at, guint64 *counter)
{
  guint64 value = 0;

  while (**at == ' ')
    (*at)++;
  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); (*at)++)
    if (!g_uint64_checked_mul (&value, value, 10)
        || !g_uint64_checked_add (&value, value, **at - '0'))
      value = G_MAXUINT64 / 16;
  *counter = value;
  return TRUE;
}

/* at: behind the name of the line. Kernels before 2.6.11 had fewer counters; later ones may have
 * more. */
static gboolean
parse_times (const char *at, const char *line, SentinelCpuTimes *times, GError **error)
{
  guint64 counters[N_COUNTERS] = { 0 };
  guint n = 0;

  while (n < N_COUNTERS && take_counter (&at, &counters[n]))
    n++;
  if (n < 4 || (*at != '\n' && *at != ' ' && *at != '\0'))
    return refuse_line (line, error);
  *times = (SentinelCpuTimes) { counters[0], counters[1], counters[2], counters[3],
                                counters[4], counters[5], counters[6], counters[7] };
  return TRUE;
}

static gboolean
parse_core (SentinelCpuSample *self, const char *line, GError **error)
{
  const char *at = line + strlen ("cpu");
  SentinelCpuTimes times;
  guint64 number;

  if (!take_counter (&at, &number))
    return refuse_line (line, error);
  self->n_cpus++;
  self->cpu_set = self->cpu_set * 31 + number + 1;
  if (self->scope != SENTINEL_CPU_SCOPE_MAX_CORE && (guint64) self->scope != number)
    return TRUE;
  if (!parse_times (at, line, &times, error))
    return FALSE;
  g_array_append_val (self->cores, times);
  return TRUE;
}

static gboolean
parse_cores (SentinelCpuSample *self, const char *line, GError **error)
{
  for (; line != NULL && g_str_has_prefix (line + 1, "cpu"); line = strchr (line + 1, '\n'))
    if (!parse_core (self, line + 1, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_scope (const SentinelCpuSample *self, GError **error)
{
  if (self->n_cpus == 0) {
    g_set_error_literal (error,
                         SENTINEL_PHASE_ERROR,
                         SENTINEL_PHASE_PARSE,
                         "/proc/stat lists no processor");
    return FALSE;
  }
  if (self->scope >= 0 && self->cores->len == 0) {
    g_set_error (error,
                 SENTINEL_PHASE_ERROR,
                 SENTINEL_PHASE_READ,
                 "core %" G_GINT64_FORMAT " is not there: this computer shows %" G_GUINT64_FORMAT
                 " processors now; choose another scope",
                 self->scope,
                 self->n_cpus);
    return FALSE;
  }
  return TRUE;
}

/**
 * sentinel_cpu_sample_parse:
 * @text: /proc/stat, at least up to the line after the last processor
 * @scope: %SENTINEL_CPU_SCOPE_ALL, %SENTINEL_CPU_SCOPE_MAX_CORE, or the number of a core
 * @error: return location; #SENTINEL_PHASE_ERROR
 *
 * Returns: (transfer full): a sample without boot id and time; %NULL on error
 */
SentinelCpuSample *
sentinel_cpu_sample_parse (const char *text, gint64 scope, GError **error)
{
  g_autoptr (SentinelCpuSample) self = g_new0 (SentinelCpuSample, 1);

  self->boottime_us = -1;
  self->scope = scope;
  self->cores = g_array_new (FALSE, FALSE, sizeof (SentinelCpuTimes));
  if (!g_str_has_prefix (text, "cpu ")) {
    refuse_line (text, error);
    return NULL;
  }
  if (!parse_times (text + strlen ("cpu "), text, &self->all, error)
      || !parse_cores (self, strchr (text, '\n'), error) || !check_scope (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sentinel_cpu_sample_free:
 * @self: (transfer full): a sample
 */
void
sentinel_cpu_sample_free (SentinelCpuSample *self)
{
  g_array_unref (self->cores);
  g_free (self);
}

/**
 * sentinel_cpu_sample_to_bytes:
 * @self: a sample
 *
 * Returns: (transfer full): what sentinel_cpu_sample_from_bytes() reads on the same machine
 */
GBytes *
sentinel_cpu_sample_to_bytes (const SentinelCpuSample *self)
{
  StateHeader header = { .version = STATE_VERSION,
                         .boottime_us = self->boottime_us,
                         .scope = self->scope,
                         .n_cpus = self->n_cpus,
                         .cpu_set = self->cpu_set,
                         .n_cores = self->cores->len };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  memcpy (header.boot_id, self->boot_id, sizeof header.boot_id);
  g_byte_array_append (bytes, (const guint8 *) &header, sizeof header);
  g_byte_array_append (bytes, (const guint8 *) &self->all, sizeof self->all);
  if (self->cores->len > 0)
    g_byte_array_append (bytes,
                         (const guint8 *) self->cores->data,
                         self->cores->len * sizeof (SentinelCpuTimes));
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/**
 * sentinel_cpu_sample_from_bytes:
 * @bytes: (nullable): what a check left
 *
 * Returns: (transfer full) (nullable): the sample; %NULL for none and for bytes of another version
 */
SentinelCpuSample *
sentinel_cpu_sample_from_bytes (GBytes *bytes)
{
  SentinelCpuSample *self;
  StateHeader header;
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  const gsize fixed = sizeof header + sizeof (SentinelCpuTimes);

  if (data == NULL || size < fixed)
    return NULL;
  memcpy (&header, data, sizeof header);
  if (header.version != STATE_VERSION || (size - fixed) % sizeof (SentinelCpuTimes) != 0
      || header.n_cores != (size - fixed) / sizeof (SentinelCpuTimes))
    return NULL;
  self = g_new0 (SentinelCpuSample, 1);
  memcpy (self->boot_id, header.boot_id, sizeof self->boot_id);
  self->boottime_us = header.boottime_us;
  self->scope = header.scope;
  self->n_cpus = header.n_cpus;
  self->cpu_set = header.cpu_set;
  memcpy (&self->all, data + sizeof header, sizeof self->all);
  self->cores = g_array_new (FALSE, FALSE, sizeof (SentinelCpuTimes));
  g_array_append_vals (self->cores, data + fixed, (guint) header.n_cores);
  return self;
}

static guint64
get_total (const SentinelCpuTimes *times)
{
  return times->user + times->nice + times->system + times->idle + times->iowait + times->irq
         + times->softirq + times->steal;
}

static guint64
rise (guint64 before, guint64 after)
{
  return after > before ? after - before : 0;
}

static SentinelCpuTimes
subtract (const SentinelCpuTimes *before, const SentinelCpuTimes *after)
{
  return (SentinelCpuTimes) { .user = rise (before->user, after->user),
                              .nice = rise (before->nice, after->nice),
                              .system = rise (before->system, after->system),
                              .idle = rise (before->idle, after->idle),
                              .iowait = rise (before->iowait, after->iowait),
                              .irq = rise (before->irq, after->irq),
                              .softirq = rise (before->softirq, after->softirq),
                              .steal = rise (before->steal, after->steal) };
}

static gboolean
is_reset (const SentinelCpuTimes *before, const SentinelCpuTimes *after)
{
  guint64 max_step_back = MAX_STEP_BACK_SECONDS * ticks_per_second ();

  return get_total (after) < get_total (before)
         || rise (after->idle, before->idle) >= max_step_back;
}

/* Processor time stands still while the machine sleeps, the boot clock does not. */
static gboolean
was_asleep (const SentinelCpuSample *before, const SentinelCpuSample *after)
{
  SentinelCpuTimes passed = subtract (&before->all, &after->all);
  gint64 awake_us;

  if (before->boottime_us < 0 || after->boottime_us < 0)
    return FALSE;
  awake_us = (gint64) (get_total (&passed) * G_USEC_PER_SEC / after->n_cpus / ticks_per_second ());
  return after->boottime_us - before->boottime_us - awake_us > MAX_ASLEEP_US;
}

static gboolean
is_same_ground (const SentinelCpuSample *before, const SentinelCpuSample *after)
{
  return memcmp (before->boot_id, after->boot_id, sizeof after->boot_id) == 0
         && before->scope == after->scope && before->n_cpus == after->n_cpus
         && before->cpu_set == after->cpu_set && before->cores->len == after->cores->len;
}

static gboolean
compute_shares (const SentinelCpuTimes *before,
                const SentinelCpuTimes *after,
                gboolean count_iowait,
                SentinelCpuShares *shares)
{
  SentinelCpuTimes passed = subtract (before, after);
  guint64 total = get_total (&passed);
  guint64 idle = passed.idle + (count_iowait ? 0 : passed.iowait);

  if (total == 0)
    return FALSE;
  *shares = (SentinelCpuShares) {
    .usage = 100.0 * (double) (total - idle) / (double) total,
    .iowait = 100.0 * (double) passed.iowait / (double) total,
    .steal = 100.0 * (double) passed.steal / (double) total,
    .core = -1,
  };
  return TRUE;
}

static gboolean
compare_cores (const SentinelCpuSample *before,
               const SentinelCpuSample *after,
               gboolean count_iowait,
               SentinelCpuShares *shares)
{
  gboolean is_found = FALSE;

  for (guint i = 0; i < after->cores->len; i++) {
    const SentinelCpuTimes *one = &g_array_index (before->cores, SentinelCpuTimes, i);
    const SentinelCpuTimes *other = &g_array_index (after->cores, SentinelCpuTimes, i);
    SentinelCpuShares core;

    if (is_reset (one, other))
      return FALSE;
    if (!compute_shares (one, other, count_iowait, &core)
        || (is_found && core.usage <= shares->usage))
      continue;
    is_found = TRUE;
    *shares = core;
    shares->core = after->scope >= 0 ? after->scope : (gint64) i;
  }
  return is_found;
}

/**
 * sentinel_cpu_sample_compare:
 * @before: the older sample
 * @after: the newer one
 * @count_iowait: whether waiting for disks counts as used
 * @shares: (out): in %; of the busiest core when the scope is that
 *
 * Returns: whether the time between the two can be judged
 */
gboolean
sentinel_cpu_sample_compare (const SentinelCpuSample *before,
                             const SentinelCpuSample *after,
                             gboolean count_iowait,
                             SentinelCpuShares *shares)
{
  if (!is_same_ground (before, after) || is_reset (&before->all, &after->all)
      || was_asleep (before, after))
    return FALSE;
  if (after->scope == SENTINEL_CPU_SCOPE_ALL)
    return compute_shares (&before->all, &after->all, count_iowait, shares);
  return compare_cores (before, after, count_iowait, shares);
}
