/* SPDX-License-Identifier: MIT */
/* What /proc/stat says about the processor at one moment, and what two such moments mean. Pure. */
#pragma once
#include "sentinel-check-result.h"
G_BEGIN_DECLS

#define SENTINEL_CPU_SCOPE_ALL (-1)
#define SENTINEL_CPU_SCOPE_MAX_CORE (-2)

/* ticks since the machine started; guest times are inside user and nice */
typedef struct {
  guint64 user, nice, system, idle, iowait, irq, softirq, steal;
} SentinelCpuTimes;

typedef struct {
  guint8 boot_id[16];
  gint64 boottime_us; /* when it was taken; -1: not tied to a clock */
  gint64 scope; /* one of the above, or the number of a core */
  /* which processors there were: their number, and a checksum of their numbers */
  guint64 n_cpus, cpu_set;
  SentinelCpuTimes all;
  GArray *cores; /* of SentinelCpuTimes: those of the scope; none for all */
} SentinelCpuSample;

/* SENTINEL_PHASE_PARSE, SENTINEL_PHASE_READ for a core that is not there */
SentinelCpuSample *sentinel_cpu_sample_parse (const char *text, gint64 scope, GError **error);
void sentinel_cpu_sample_free (SentinelCpuSample *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelCpuSample, sentinel_cpu_sample_free)
GBytes *sentinel_cpu_sample_to_bytes (const SentinelCpuSample *self);
/* NULL: none, or not what this version writes */
SentinelCpuSample *sentinel_cpu_sample_from_bytes (GBytes *bytes);

/* shares of the time between two samples, in % */
typedef struct {
  double usage, iowait, steal;
  gint64 core; /* which one it is of; -1: all */
} SentinelCpuShares;

/* FALSE: the interval says nothing (nothing passed, reboot, suspend, counters reset, other
 * processors): take the newer one as a new begin. */
gboolean sentinel_cpu_sample_compare (const SentinelCpuSample *before,
                                      const SentinelCpuSample *after,
                                      gboolean count_iowait,
                                      SentinelCpuShares *shares);

G_END_DECLS
