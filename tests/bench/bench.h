/* SPDX-License-Identifier: MIT */
/* What the benches share: rounds of two sides, the figures they give, and the one line that each
 * goal prints. */
#pragma once
#include "sentinel-store.h"
G_BEGIN_DECLS

#define BENCH_ROUNDS 7

typedef struct {
  const char *number; /* of design/07, "B7" */
  const char *name;
  double ours, other; /* medians; other NAN: there is no other side */
  const char *unit;
  double ratio; /* what is held against the goal */
  double goal;
  gboolean at_least; /* the ratio must reach the goal; else it must not pass it */
  char *detail; /* pragmas, spread; nullable */
} BenchLine;

typedef struct {
  gboolean full; /* the sizes of the goals, else a tenth where a goal allows it */
  const char *folder; /* on the disk of the checkout, so that both sides pay for real flushes */
  GPtrArray *lines; /* of BenchLine */
} Bench;

typedef void (*BenchFunc) (Bench *bench);

void bench_ingest (Bench *bench);
void bench_durable (Bench *bench);
void bench_schedule (Bench *bench);
void bench_engine (Bench *bench);
void bench_idle (Bench *bench);
void bench_start (Bench *bench);
void bench_scroll (Bench *bench);
void bench_latency (Bench *bench);
void bench_storm (Bench *bench);
void bench_preview (Bench *bench);
void bench_cron (Bench *bench);
void bench_drag (Bench *bench);
void bench_form (Bench *bench);
void bench_rules (Bench *bench);

void bench_add (Bench *bench, const BenchLine *line); /* takes detail */
double bench_median (GArray *figures); /* of double; sorts it */
double bench_percentile (GArray *figures, double percent);
double bench_seconds (void); /* monotonic */
double bench_cpu_seconds (void); /* user and system time of this process */
double bench_append_ms (int fd); /* 4 KiB, written and flushed to the disk */
char *bench_make_folder (Bench *bench, const char *name); /* fresh and empty */
void bench_remove_folder (const char *path);
SentinelStore *bench_open_store (const char *folder);

G_END_DECLS
