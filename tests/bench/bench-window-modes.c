/* SPDX-License-Identifier: MIT */
/* The real window on a database of its own, with nothing between it and the benches but its
 * widgets. */
#include "config.h"
#include "bench-window-modes.h"
#include "bench-drag.h"
#include "bench.h"
#include "frame-meter.h"
#include "sentinel-application.h"
#include "sentinel-event-acts.h"
#include "sentinel-event-cell.h"
#include "sentinel-event-list.h"
#include "sentinel-event-store.h"
#include "sentinel-live-page.h"
#include "sentinel-rule-cell.h"
#include "sentinel-system-clock.h"
#include "sentinel-window.h"
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define WIDTH 1180
#define HEIGHT 740
#define N_STORE_ROWS 1000
#define FRAMES_PER_ROUND 120
#define SCROLL_ROWS 3
#define N_LATENCIES 200
#define STORM_PER_COMMIT 10
#define STORM_PER_SECOND 1000
#define STORM_SECONDS 20

typedef struct {
  AdwApplication *application;
  SentinelContext *context;
  GtkWidget *window;
  GtkColumnView *view;
  GtkAdjustment *adjustment;
  FrameMeter *meter;
} Stage;

static void
say (const char *name, double value)
{
  printf ("%s %.6g\n", name, value);
  fflush (stdout);
}

/* The stage */

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

static gboolean
is_loading (Stage *self)
{
  GtkWidget *page = sentinel_window_get_page (SENTINEL_WINDOW (self->window));

  return g_str_equal (sentinel_live_page_get_state (SENTINEL_LIVE_PAGE (page)), "loading");
}

static void
open_stage (Stage *self, const char *database)
{
  g_autoptr (GError) error = NULL;

  adw_init ();
  self->application = g_object_new (ADW_TYPE_APPLICATION,
                                    "application-id",
                                    SENTINEL_APP_ID,
                                    "flags",
                                    G_APPLICATION_NON_UNIQUE,
                                    "resource-base-path",
                                    "/io/github/orkapodavid/SentinelAlerts",
                                    NULL);
  if (!g_application_register (G_APPLICATION (self->application), NULL, &error))
    g_error ("bench: %s", error->message);
  self->context = sentinel_context_new (database);
  self->window = GTK_WIDGET (sentinel_window_new (self->application, self->context));
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (self->window));
  while (is_loading (self) || !gtk_widget_get_mapped (self->window))
    g_main_context_iteration (NULL, TRUE);
  self->view = GTK_COLUMN_VIEW (find_widget (self->window, GTK_TYPE_COLUMN_VIEW));
  self->adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  self->meter = frame_meter_new (self->window);
  frame_meter_wait (self->meter, GTK_WIDGET (self->view), 60);
}

/* Placeholders */

static gboolean
is_waiting_cell (Stage *self, GtkWidget *widget)
{
  SentinelEventSlot *slot = sentinel_event_cell_get_slot (SENTINEL_EVENT_CELL (widget));
  graphene_rect_t bounds;

  if (slot == NULL || sentinel_event_slot_get_event (slot) != NULL
      || !gtk_widget_get_mapped (widget)
      || !gtk_widget_compute_bounds (widget, GTK_WIDGET (self->view), &bounds))
    return FALSE;
  return bounds.origin.y + bounds.size.height > 0
         && bounds.origin.y < (float) gtk_widget_get_height (GTK_WIDGET (self->view));
}

static gboolean
shows_placeholder (Stage *self, GtkWidget *root)
{
  if (SENTINEL_IS_EVENT_CELL (root))
    return is_waiting_cell (self, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_placeholder (self, child))
      return TRUE;
  return FALSE;
}

/* B4: the same view over our list and over a plain GListStore. */

static GListModel *
make_whole_list (Stage *self)
{
  SentinelEventList *list = sentinel_event_list_new (sentinel_context_get_store (self->context));
  SentinelQuery query = { .sort = SENTINEL_SORT_TIME };

  sentinel_event_list_set_query (list, &query);
  while (sentinel_event_list_is_loading (list))
    g_main_context_iteration (NULL, TRUE);
  return G_LIST_MODEL (list);
}

static gpointer
read_newest (SentinelDatabase *db, gpointer unused, GError **error)
{
  SentinelQuery query = { .limit = N_STORE_ROWS };
  g_autoptr (SentinelResult) result = sentinel_result_query (db, &query, error);
  GPtrArray *events;

  if (result == NULL)
    return NULL;
  events = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  for (gint64 i = 0; i < sentinel_result_get_count (result); i++)
    g_ptr_array_add (events,
                     sentinel_event_store_get (db, sentinel_result_get_id (result, i), error));
  return events;
}

static GListModel *
make_plain_list (Stage *self)
{
  GListStore *list = g_list_store_new (SENTINEL_TYPE_EVENT_SLOT);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events =
      sentinel_store_read (sentinel_context_get_store (self->context), read_newest, NULL, &error);

  if (events == NULL)
    g_error ("bench: %s", error->message);
  for (guint i = 0; i < events->len; i++) {
    g_autoptr (SentinelEventSlot) slot = g_object_new (SENTINEL_TYPE_EVENT_SLOT, NULL);
    SentinelEvent *event = g_ptr_array_index (events, i);

    sentinel_event_slot_set (slot, event->id, event);
    g_list_store_append (list, slot);
  }
  return G_LIST_MODEL (list);
}

static void
show_model (Stage *self, GListModel *model)
{
  g_autoptr (GtkMultiSelection) selection = gtk_multi_selection_new (g_object_ref (model));

  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  frame_meter_wait (self->meter, GTK_WIDGET (self->view), 10);
}

static double
get_bottom (Stage *self)
{
  return gtk_adjustment_get_upper (self->adjustment)
         - gtk_adjustment_get_page_size (self->adjustment);
}

/* A hand on the wheel: three rows a frame, down and up again. */
static void
scroll (Stage *self, guint n_frames)
{
  double row = 34 * SCROLL_ROWS;

  for (guint i = 0; i < n_frames; i++) {
    double value = gtk_adjustment_get_value (self->adjustment) + row;

    if (value < 0 || value > get_bottom (self))
      row = -row;
    gtk_adjustment_set_value (self->adjustment, CLAMP (value, 0, get_bottom (self)));
    frame_meter_wait (self->meter, GTK_WIDGET (self->view), 1);
  }
}

static guint
jump (Stage *self, GRand *random, guint n_frames)
{
  guint n_late = 0;

  for (guint i = 0; i < n_frames; i += 3) {
    gtk_adjustment_set_value (self->adjustment, g_rand_double (random) * get_bottom (self));
    frame_meter_wait (self->meter, GTK_WIDGET (self->view), 3);
    if (shows_placeholder (self, GTK_WIDGET (self->view)))
      n_late++;
  }
  return n_late;
}

static double
take_p95 (Stage *self)
{
  double p95 = bench_percentile (self->meter->works_ms, 95);

  frame_meter_clear (self->meter);
  return p95;
}

typedef struct {
  GArray *scroll_ms, *jump_ms; /* p95 of each round */
  guint n_late;
} Side;

static void
measure_side (Stage *self, Side *side, GListModel *model, GRand *random)
{
  double p95;

  show_model (self, model);
  gtk_adjustment_set_value (self->adjustment, 0);
  frame_meter_clear (self->meter);
  scroll (self, FRAMES_PER_ROUND);
  p95 = take_p95 (self);
  g_array_append_val (side->scroll_ms, p95);
  side->n_late += jump (self, random, FRAMES_PER_ROUND);
  p95 = take_p95 (self);
  g_array_append_val (side->jump_ms, p95);
}

static void
run_scroll (Stage *self)
{
  Side ours = { g_array_new (FALSE, FALSE, sizeof (double)),
                g_array_new (FALSE, FALSE, sizeof (double)),
                0 };
  Side other = { g_array_new (FALSE, FALSE, sizeof (double)),
                 g_array_new (FALSE, FALSE, sizeof (double)),
                 0 };
  g_autoptr (GListModel) whole = make_whole_list (self);
  g_autoptr (GListModel) plain = make_plain_list (self);
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (guint i = 0; i < BENCH_ROUNDS; i++) {
    measure_side (self, &ours, whole, random);
    measure_side (self, &other, plain, random);
  }
  say ("n-rows", g_list_model_get_n_items (whole));
  say ("scroll-ours-ms", bench_median (ours.scroll_ms));
  say ("scroll-other-ms", bench_median (other.scroll_ms));
  say ("jump-ours-ms", bench_median (ours.jump_ms));
  say ("jump-other-ms", bench_median (other.jump_ms));
  say ("n-late", ours.n_late);
}

/* B13: from the answer of a trigger to the row on screen. The act that stores it begins where a
 * trigger's answer does. */

static void
stored_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  gboolean *stored = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_error ("bench: %s", error->message);
  *stored = TRUE;
}

static gboolean
shows_event (GtkWidget *root, gint64 event_id)
{
  if (SENTINEL_IS_EVENT_CELL (root)) {
    SentinelEventSlot *slot = sentinel_event_cell_get_slot (SENTINEL_EVENT_CELL (root));

    return slot != NULL && sentinel_event_slot_get_id (slot) == event_id
           && sentinel_event_slot_get_event (slot) != NULL && gtk_widget_get_mapped (root);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_event (child, event_id))
      return TRUE;
  return FALSE;
}

static double
measure_latency_ms (Stage *self, guint number)
{
  g_autofree char *message = g_strdup_printf ("Measured %u", number);
  SentinelRaiseAct *act = sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "bench", message);
  gboolean stored = FALSE;
  double begin = bench_seconds ();
  guint n_frames = self->meter->n_frames;
  double end;

  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              sentinel_event_acts_raise,
                              act,
                              NULL,
                              NULL,
                              stored_cb,
                              &stored);
  for (;;) {
    g_main_context_iteration (NULL, TRUE);
    if (!stored || self->meter->n_frames == n_frames)
      continue;
    n_frames = self->meter->n_frames;
    if (shows_event (GTK_WIDGET (self->view), act->event_id))
      break;
  }
  end = bench_seconds ();
  sentinel_raise_act_free (act);
  return (end - begin) * 1000;
}

/* On the disk of the database, so that both sides wait for the same thing. */
static int
open_beside (Stage *self)
{
  const char *database = sentinel_store_get_path (sentinel_context_get_store (self->context));
  g_autofree char *path = g_strconcat (database, ".flush", NULL);
  int fd = open (path, O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0)
    g_error ("bench: cannot write %s", path);
  return fd;
}

static void
run_latency (Stage *self)
{
  g_autoptr (GArray) latencies = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) flushes = g_array_new (FALSE, FALSE, sizeof (double));
  int fd = open_beside (self);
  gint64 interval_us = 0;

  for (guint i = 0; i < N_LATENCIES; i++) {
    double flush_ms = bench_append_ms (fd);
    double latency_ms;

    g_array_append_val (flushes, flush_ms);
    frame_meter_wait (self->meter, GTK_WIDGET (self->view), 3);
    latency_ms = measure_latency_ms (self, i);
    g_array_append_val (latencies, latency_ms);
  }
  gdk_frame_clock_get_refresh_info (self->meter->clock, 0, &interval_us, NULL);
  say ("frame-ms", (double) interval_us / 1000);
  say ("latency-p50-ms", bench_percentile (latencies, 50));
  say ("latency-p99-ms", bench_percentile (latencies, 99));
  say ("flush-p99-ms", bench_percentile (flushes, 99));
  close (fd);
}

/* The storm: events come while a person scrolls. */

typedef struct {
  SentinelStore *store;
  double begin; /* seconds */
  guint n_asked, n_stored;
} Storm;

static void
batch_stored_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  Storm *storm = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_error ("bench: %s", error->message);
  storm->n_stored += STORM_PER_COMMIT;
}

static void
blow_once (Storm *storm)
{
  GPtrArray *acts = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_raise_act_free);

  for (guint i = 0; i < STORM_PER_COMMIT; i++) {
    g_autofree char *message = g_strdup_printf ("Storm %u", storm->n_asked++);
    const SentinelImportance importance = i % 2 == 0 ? SENTINEL_IMPORTANCE_HIGH
                                                     : SENTINEL_IMPORTANCE_MEDIUM;

    g_ptr_array_add (acts, sentinel_raise_act_new (importance, "storm", message));
  }
  sentinel_store_write_async (storm->store,
                              sentinel_event_acts_raise_many,
                              acts,
                              (GDestroyNotify) g_ptr_array_unref,
                              NULL,
                              batch_stored_cb,
                              storm);
}

/* As many as the time asks for, however late this is called. */
static gboolean
blow_cb (gpointer data)
{
  Storm *storm = data;
  double due = (bench_seconds () - storm->begin) * STORM_PER_SECOND;

  while (storm->n_asked + STORM_PER_COMMIT <= due
         && storm->n_asked < STORM_PER_SECOND * STORM_SECONDS)
    blow_once (storm);
  return storm->n_asked < STORM_PER_SECOND * STORM_SECONDS;
}

static gpointer
read_newest_id (SentinelDatabase *db, gpointer unused, GError **error)
{
  gint64 id = sentinel_event_store_get_newest_id (db, error);

  return id < 0 ? NULL : GSIZE_TO_POINTER ((gsize) id);
}

static gint64
get_newest_id (Stage *self)
{
  g_autoptr (GError) error = NULL;
  gpointer id = sentinel_store_read (sentinel_context_get_store (self->context),
                                     read_newest_id,
                                     NULL,
                                     &error);

  if (error != NULL)
    g_error ("bench: %s", error->message);
  return (gint64) GPOINTER_TO_SIZE (id);
}

static void
run_storm (Stage *self)
{
  Storm storm = { .store = sentinel_context_get_store (self->context) };
  gint64 first_id = get_newest_id (self);
  double idle_ms, storm_ms;

  frame_meter_clear (self->meter);
  scroll (self, FRAMES_PER_ROUND * 5);
  idle_ms = take_p95 (self);
  storm.begin = bench_seconds ();
  g_timeout_add (1000 * STORM_PER_COMMIT / STORM_PER_SECOND, blow_cb, &storm);
  while (storm.n_asked < STORM_PER_SECOND * STORM_SECONDS || storm.n_stored < storm.n_asked)
    scroll (self, 10);
  say ("seconds", bench_seconds () - storm.begin);
  storm_ms = take_p95 (self);
  say ("idle-ms", idle_ms);
  say ("storm-ms", storm_ms);
  say ("lost", (double) (storm.n_asked - (get_newest_id (self) - first_id)));
}

/* B15: the page of rules, from the click in the sidebar to the frame with its rows. */

static gboolean
shows_rule (GtkWidget *root)
{
  if (SENTINEL_IS_RULE_CELL (root))
    return sentinel_rule_cell_get_row (SENTINEL_RULE_CELL (root)) != NULL
           && gtk_widget_get_mapped (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_rule (child))
      return TRUE;
  return FALSE;
}

static double
wait_for_rules_ms (Stage *self, double begin)
{
  guint n_frames = self->meter->n_frames;
  GtkWidget *page = sentinel_window_get_page (SENTINEL_WINDOW (self->window));

  for (;;) {
    g_main_context_iteration (NULL, TRUE);
    if (self->meter->n_frames == n_frames)
      continue;
    n_frames = self->meter->n_frames;
    if (shows_rule (page))
      return (bench_seconds () - begin) * 1000;
  }
}

static double
open_rules_ms (Stage *self)
{
  double begin = bench_seconds ();

  sentinel_window_show_page (SENTINEL_WINDOW (self->window), "rules");
  return wait_for_rules_ms (self, begin);
}

/* The first time it is made; then it is only shown. */
static void
run_rules (Stage *self)
{
  GtkWidget *live = GTK_WIDGET (self->view);
  double first_ms = open_rules_ms (self);
  GtkWidget *view =
      find_widget (sentinel_window_get_page (SENTINEL_WINDOW (self->window)), GTK_TYPE_COLUMN_VIEW);
  GtkSelectionModel *rows = gtk_column_view_get_model (GTK_COLUMN_VIEW (view));

  frame_meter_wait (self->meter, view, 60);
  say ("n-rows", g_list_model_get_n_items (G_LIST_MODEL (rows)));
  say ("first-ms", first_ms);
  sentinel_window_show_page (SENTINEL_WINDOW (self->window), "live");
  frame_meter_wait (self->meter, live, 10);
  say ("again-ms", open_rules_ms (self));
}

static void
run_drag (Stage *self)
{
  say ("drag-ms", bench_drag_run (self->window, self->meter, self->context));
}

gboolean
bench_run_window_mode (const char *mode, const char *database)
{
  static const struct {
    const char *name;
    void (*run) (Stage *self);
  } modes[] = { { "scroll", run_scroll },
                { "latency", run_latency },
                { "storm", run_storm },
                { "rules", run_rules },
                { "drag", run_drag } };
  Stage stage = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_str_equal (modes[i].name, mode)) {
      open_stage (&stage, database);
      modes[i].run (&stage);
      frame_meter_free (stage.meter);
      gtk_window_destroy (GTK_WINDOW (stage.window));
      return TRUE;
    }
  return FALSE;
}
