/* SPDX-License-Identifier: MIT */
/* Figures, folders and lines for the benches. */
#include "bench.h"
#include "sentinel-system-clock.h"
#include <errno.h>
#include <ftw.h>
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void
bench_add (Bench *bench, const BenchLine *line)
{
  BenchLine *copy = g_memdup2 (line, sizeof *line);
  g_autofree char *other = isnan (line->other) ? g_strdup ("-")
                                               : g_strdup_printf ("%.4g", line->other);
  gboolean ok = line->at_least ? line->ratio >= line->goal : line->ratio <= line->goal;

  g_ptr_array_add (bench->lines, copy);
  g_print ("%-4s %-34s ours %.4g %s, other %s, ratio %.4g, goal %s %g%s%s  %s\n",
           line->number,
           line->name,
           line->ours,
           line->unit,
           other,
           line->ratio,
           line->at_least ? ">=" : "<=",
           line->goal,
           line->detail ? ", " : "",
           line->detail ? line->detail : "",
           ok ? "ok" : "SHORT");
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_percentile (GArray *figures, double percent)
{
  g_return_val_if_fail (figures->len > 0, NAN);
  g_array_sort (figures, compare_doubles);
  return g_array_index (figures, double, (guint) ((figures->len - 1) * percent / 100.0 + 0.5));
}

double
bench_median (GArray *figures)
{
  return bench_percentile (figures, 50);
}

double
bench_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

double
bench_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int
remove_entry (const char *path, const struct stat *info, int type, struct FTW *walk)
{
  return remove (path);
}

void
bench_remove_folder (const char *path)
{
  nftw (path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

char *
bench_make_folder (Bench *bench, const char *name)
{
  g_autofree char *path = g_build_filename (bench->folder, name, NULL);

  bench_remove_folder (path);
  if (g_mkdir_with_parents (path, 0700) != 0)
    g_error ("bench: cannot make %s", path);
  return g_steal_pointer (&path);
}

SentinelStore *
bench_open_store (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "sentinel.db", NULL);
  g_autoptr (SentinelClock) clock = sentinel_system_clock_new ();

  return sentinel_store_new (path, clock);
}

double
bench_append_ms (int fd)
{
  char block[4096] = { 1 };
  double begin = bench_seconds ();

  if (write (fd, block, sizeof block) != sizeof block || fdatasync (fd) != 0)
    g_error ("bench: cannot append: %s", g_strerror (errno));
  return (bench_seconds () - begin) * 1e3;
}
