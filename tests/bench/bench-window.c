/* SPDX-License-Identifier: MIT */
/* B1 to B4, B11, B13, B14, B15 and B18: what a person waits for in the window. Each figure comes
 * from a process of its own, sentinel-bench-window. */
#include "bench.h"
#include <math.h>

#define N_EVENTS "100000"
#define N_FEW_EVENTS "50"
#define N_FEW_SAMPLES "360"
#define N_MONTH_SAMPLES "259200"
#define N_PAIRS 31

/* What a child printed. */
typedef struct {
  GHashTable *figures; /* name → double */
  double started_at;
} Answer;

static double
get_figure (const Answer *answer, const char *name)
{
  const double *figure = g_hash_table_lookup (answer->figures, name);

  if (figure == NULL)
    g_error ("bench: the window did not say \"%s\"", name);
  return *figure;
}

static void
read_answer (Answer *answer, const char *output)
{
  g_auto (GStrv) lines = g_strsplit (output, "\n", -1);

  for (char **line = lines; *line != NULL; line++) {
    char *space = strchr (*line, ' ');
    double figure;

    if (space == NULL)
      continue;
    figure = g_ascii_strtod (space + 1, NULL);
    g_hash_table_insert (answer->figures,
                         g_strndup (*line, (gsize) (space - *line)),
                         g_memdup2 (&figure, sizeof figure));
  }
}

/* database NULL: the mode needs none */
static Answer
ask_window (const char *mode, const char *database)
{
  Answer answer = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                    bench_seconds () };
  const char *argv[] = { BENCH_WINDOW, mode, database, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_spawn_sync (NULL,
                     (char **) argv,
                     NULL,
                     G_SPAWN_DEFAULT,
                     NULL,
                     NULL,
                     &output,
                     NULL,
                     NULL,
                     &error))
    g_error ("bench: %s", error->message);
  read_answer (&answer, output);
  return answer;
}

static void
forget (Answer *answer)
{
  g_hash_table_unref (answer->figures);
}

static char *
make_data (const char *folder, const char *n_events, const char *n_rules, const char *n_samples)
{
  g_autofree char *path = g_strdup_printf ("%s/events-%s.db", folder, n_events);
  const char *argv[] = { BENCH_DATA,  "--events", n_events, "--rules", n_rules,
                         "--samples", n_samples,  path,     NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (!g_spawn_sync (NULL,
                     (char **) argv,
                     NULL,
                     G_SPAWN_STDOUT_TO_DEV_NULL,
                     NULL,
                     NULL,
                     NULL,
                     NULL,
                     &status,
                     &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("bench: %s", error->message);
  return g_steal_pointer (&path);
}

static char *
make_database_with_rules (const char *folder, const char *n_events, const char *n_rules)
{
  return make_data (folder, n_events, n_rules, N_FEW_SAMPLES);
}

static char *
make_database (const char *folder, const char *n_events)
{
  return make_database_with_rules (folder, n_events, "20");
}

/* First frame and memory */

typedef struct {
  const char *mode, *database;
  GArray *first_ms, *private_mb;
} Contender;

static void
start_once (Contender *self)
{
  Answer answer = ask_window (self->mode, self->database);
  double first_ms = (get_figure (&answer, "painted") - answer.started_at) * 1000;
  double private_mb = get_figure (&answer, "private-kb") / 1024;

  g_array_append_val (self->first_ms, first_ms);
  g_array_append_val (self->private_mb, private_mb);
  forget (&answer);
}

static Contender
make_contender (const char *mode, const char *database)
{
  return (Contender) { mode,
                       database,
                       g_array_new (FALSE, FALSE, sizeof (double)),
                       g_array_new (FALSE, FALSE, sizeof (double)) };
}

static void
clear_contender (Contender *self)
{
  g_array_unref (self->first_ms);
  g_array_unref (self->private_mb);
}

/* The upper end of the 95 % interval of the mean of paired logarithms, as a ratio. */
static double
get_upper_ratio (const Contender *a, const Contender *b)
{
  const double n = a->first_ms->len;
  double sum = 0;
  double squares = 0;
  double deviation;

  for (guint i = 0; i < a->first_ms->len; i++) {
    double ratio =
        log (g_array_index (a->first_ms, double, i) / g_array_index (b->first_ms, double, i));

    sum += ratio;
    squares += ratio * ratio;
  }
  deviation = sqrt (MAX (squares - sum * sum / n, 0) / (n - 1));
  return exp (sum / n + 1.96 * deviation / sqrt (n));
}

static void
add_first_frames (Bench *bench, Contender *many, Contender *few, Contender *none, Contender *blank)
{
  double upper_none = get_upper_ratio (many, none);
  double upper_few = get_upper_ratio (many, few);
  double many_ms = bench_median (many->first_ms);
  double blank_ms = bench_median (blank->first_ms);

  bench_add (bench,
             &(BenchLine) { .number = "B1",
                            .name = "first frame with rows, 100,000 events",
                            .ours = many_ms,
                            .other = blank_ms,
                            .unit = "ms",
                            .ratio = many_ms / blank_ms,
                            .goal = 1.5,
                            .detail = g_strdup ("against a blank window with a header bar") });
  bench_add (bench,
             &(BenchLine) { .number = "B2",
                            .name = "first frame, 100,000 / 0 events",
                            .ours = many_ms,
                            .other = bench_median (none->first_ms),
                            .unit = "ms",
                            .ratio = upper_none,
                            .goal = 1.05,
                            .detail = g_strdup_printf ("upper end of the 95 %% interval, %u pairs; "
                                                       "against %s events "
                                                       "(as many rows to draw) %.3f",
                                                       many->first_ms->len,
                                                       N_FEW_EVENTS,
                                                       upper_few) });
}

static void
add_memory (Bench *bench, Contender *many, Contender *blank)
{
  double many_mb = bench_median (many->private_mb);
  double blank_mb = bench_median (blank->private_mb);

  bench_add (bench,
             &(BenchLine) { .number = "B3",
                            .name = "private memory over a blank window",
                            .ours = many_mb,
                            .other = blank_mb,
                            .unit = "MB",
                            .ratio = many_mb - blank_mb,
                            .goal = 40,
                            .detail = g_strdup ("the ratio is the difference in MB") });
}

void
bench_start (Bench *bench)
{
  g_autofree char *folder = bench_make_folder (bench, "window");
  g_autofree char *many_path = make_database (folder, N_EVENTS);
  g_autofree char *few_path = make_database (folder, N_FEW_EVENTS);
  g_autofree char *none_path = make_database (folder, "0");
  Contender blank = make_contender ("blank", NULL);
  Contender many = make_contender ("live", many_path);
  Contender few = make_contender ("live", few_path);
  Contender none = make_contender ("live", none_path);
  guint n_pairs = bench->full ? N_PAIRS : BENCH_ROUNDS;

  for (guint i = 0; i < n_pairs; i++) {
    start_once (&blank);
    start_once (&many);
    start_once (&none);
    start_once (&few);
  }
  add_first_frames (bench, &many, &few, &none, &blank);
  add_memory (bench, &many, &blank);
  clear_contender (&blank);
  clear_contender (&many);
  clear_contender (&few);
  clear_contender (&none);
}

/* Scrolling */

static void
add_scroll (Bench *bench, const Answer *answer, const char *name, const char *what, double goal)
{
  g_autofree char *ours_name = g_strdup_printf ("%s-ours-ms", what);
  g_autofree char *other_name = g_strdup_printf ("%s-other-ms", what);
  double ours = get_figure (answer, ours_name);
  double other = get_figure (answer, other_name);
  double n_late = get_figure (answer, "n-late");
  gboolean is_late = g_str_equal (what, "jump") && n_late > 0;

  bench_add (bench,
             &(BenchLine) { .number = "B4",
                            .name = name,
                            .ours = ours,
                            .other = other,
                            .unit = "ms",
                            .ratio = is_late ? INFINITY : ours / other,
                            .goal = goal,
                            .detail = g_strdup_printf ("%.0f rows against 1,000 in a GListStore; "
                                                       "%.0f placeholders after "
                                                       "two frames",
                                                       get_figure (answer, "n-rows"),
                                                       n_late) });
}

void
bench_scroll (Bench *bench)
{
  g_autofree char *folder = bench_make_folder (bench, "scroll");
  g_autofree char *path = make_database (folder, N_EVENTS);
  Answer answer = ask_window ("scroll", path);

  add_scroll (bench, &answer, "p95 frame, three rows a frame", "scroll", 1.15);
  add_scroll (bench, &answer, "p95 frame, jump anywhere", "jump", 1.25);
  forget (&answer);
}

/* From the answer to the screen */

void
bench_latency (Bench *bench)
{
  g_autofree char *folder = bench_make_folder (bench, "latency");
  g_autofree char *path = make_database (folder, N_EVENTS);
  Answer answer = ask_window ("latency", path);
  double frame_ms = get_figure (&answer, "frame-ms");
  double p99_ms = get_figure (&answer, "latency-p99-ms");
  double flush_ms = get_figure (&answer, "flush-p99-ms");

  bench_add (bench,
             &(BenchLine) {
                 .number = "B13",
                 .name = "answer to painted row, p99",
                 .ours = p99_ms,
                 .other = flush_ms + frame_ms,
                 .unit = "ms",
                 .ratio = p99_ms / (flush_ms + frame_ms),
                 .goal = 2,
                 .detail =
                     g_strdup_printf ("median %.1f ms; fdatasync p99 %.1f ms + one frame %.1f ms",
                                      get_figure (&answer, "latency-p50-ms"),
                                      flush_ms,
                                      frame_ms) });
  forget (&answer);
}

/* The storm */

void
bench_storm (Bench *bench)
{
  g_autofree char *folder = bench_make_folder (bench, "storm");
  g_autofree char *path = make_database (folder, N_EVENTS);
  Answer answer = ask_window ("storm", path);
  double idle_ms = get_figure (&answer, "idle-ms");
  double storm_ms = get_figure (&answer, "storm-ms");
  double lost = get_figure (&answer, "lost");

  bench_add (bench,
             &(BenchLine) {
                 .number = "B11",
                 .name = "p95 frame in a storm of 1,000/s",
                 .ours = storm_ms,
                 .other = idle_ms,
                 .unit = "ms",
                 .ratio = lost > 0 ? INFINITY : storm_ms / idle_ms,
                 .goal = 2.5,
                 .detail = g_strdup_printf ("20,000 events in %.1f s, %.0f lost; both sides scroll",
                                            get_figure (&answer, "seconds"),
                                            lost) });
  forget (&answer);
}

/* A form of many parameters */

void
bench_form (Bench *bench)
{
  g_autoptr (GArray) first_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) again_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) cpu_ms = g_array_new (FALSE, FALSE, sizeof (double));
  double median_ms;

  for (guint i = 0; i < BENCH_ROUNDS; i++) {
    Answer answer = ask_window ("form", NULL);
    double figure_ms = get_figure (&answer, "first-ms");

    g_array_append_val (first_ms, figure_ms);
    figure_ms = get_figure (&answer, "again-ms");
    g_array_append_val (again_ms, figure_ms);
    figure_ms = get_figure (&answer, "first-cpu-ms");
    g_array_append_val (cpu_ms, figure_ms);
    forget (&answer);
  }
  median_ms = bench_median (first_ms);
  bench_add (bench,
             &(BenchLine) {
                 .number = "B14",
                 .name = "form of 40 properties opens",
                 .ours = median_ms,
                 .other = NAN,
                 .unit = "ms",
                 .ratio = median_ms,
                 .goal = 100,
                 .detail = g_strdup_printf ("from nothing to what is in sight painted, first of a "
                                            "process (%.1f ms of processor); again %.1f ms",
                                            bench_median (cpu_ms),
                                            bench_median (again_ms)) });
}

/* The page of rules */

void
bench_rules (Bench *bench)
{
  g_autofree char *folder = bench_make_folder (bench, "rules");
  g_autofree char *path = make_database_with_rules (folder, N_FEW_EVENTS, "1000");
  g_autoptr (GArray) first_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) again_ms = g_array_new (FALSE, FALSE, sizeof (double));
  double n_rows = 0;

  for (guint i = 0; i < BENCH_ROUNDS; i++) {
    Answer answer = ask_window ("rules", path);
    double first = get_figure (&answer, "first-ms");
    double again = get_figure (&answer, "again-ms");

    n_rows = get_figure (&answer, "n-rows");
    g_array_append_val (first_ms, first);
    g_array_append_val (again_ms, again);
    forget (&answer);
  }
  bench_add (bench,
             &(BenchLine) { .number = "B15",
                            .name = "page of 1,000 rules, click to rows",
                            .ours = bench_median (first_ms),
                            .other = NAN,
                            .unit = "ms",
                            .ratio = bench_median (first_ms),
                            .goal = 150,
                            .detail = g_strdup_printf ("%.0f rows; shown again after %.1f ms; "
                                                       "the ratio is the time in ms",
                                                       n_rows,
                                                       bench_median (again_ms)) });
}

/* A threshold that is dragged */

void
bench_drag (Bench *bench)
{
  g_autofree char *folder = bench_make_folder (bench, "drag");
  g_autofree char *path = make_data (folder, "2000", "20", N_MONTH_SAMPLES);
  g_autoptr (GArray) figures_ms = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < BENCH_ROUNDS; i++) {
    Answer answer = ask_window ("drag", path);
    double figure_ms = get_figure (&answer, "drag-ms");

    g_array_append_val (figures_ms, figure_ms);
    forget (&answer);
  }
  bench_add (bench,
             &(BenchLine) {
                 .number = "B18",
                 .name = "frame while a threshold is dragged",
                 .ours = bench_median (figures_ms),
                 .other = NAN,
                 .unit = "ms",
                 .ratio = bench_median (figures_ms),
                 .goal = 16.6,
                 .detail =
                     g_strdup_printf ("p95 of a round over 259,200 samples; worst round %.1f ms",
                                      bench_percentile (figures_ms, 100)) });
}
