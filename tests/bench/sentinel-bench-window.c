/* SPDX-License-Identifier: MIT */
/* One window of the benches of the window; the figures go to standard output, a line each: name,
 * value.
 *
 *   sentinel-bench-window blank            a window with a header bar and nothing else
 *   sentinel-bench-window live DATABASE    the program
 *   sentinel-bench-window form             a form of many parameters
 *   sentinel-bench-window scroll|latency|storm DATABASE
 *
 * The first two print when their first frame was painted, on the monotonic clock, and the private
 * memory two seconds later. */
#include "config.h"
#include "bench-form.h"
#include "bench-window-modes.h"
#include "bench.h"
#include "sentinel-application.h"
#include "sentinel-event-cell.h"
#include "sentinel-live-page.h"
#include "sentinel-window.h"
#include <locale.h>
#include <stdio.h>
#include <unistd.h>

#define WIDTH 1180
#define HEIGHT 740
#define SETTLE_SECONDS 2

/* What the kernel calls private, in kB. */
static gint64
read_private_kb (void)
{
  g_autofree char *rollup = NULL;
  gint64 sum_kb = 0;

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &rollup, NULL, NULL))
    g_error ("bench: /proc/self/smaps_rollup cannot be read");
  for (char *at = rollup; (at = strstr (at, "\nPrivate_")) != NULL; at++)
    if (g_str_has_prefix (at, "\nPrivate_Clean:") || g_str_has_prefix (at, "\nPrivate_Dirty:"))
      sum_kb += g_ascii_strtoll (strchr (at, ':') + 1, NULL, 10);
  return sum_kb;
}

/* Enough is known: what a program does at its end is not measured here. */
static gboolean
settled_cb (gpointer unused)
{
  printf ("private-kb %" G_GINT64_FORMAT "\n", read_private_kb ());
  fflush (stdout);
  _exit (0);
}

static void
say_painted (void)
{
  printf ("painted %.6f\n", bench_seconds ());
  fflush (stdout);
  g_timeout_add_seconds (SETTLE_SECONDS, settled_cb, NULL);
}

static gboolean
has_text (GtkWidget *widget)
{
  if (SENTINEL_IS_EVENT_CELL (widget) && gtk_widget_get_mapped (widget)) {
    SentinelEventSlot *slot = sentinel_event_cell_get_slot (SENTINEL_EVENT_CELL (widget));

    return slot != NULL && sentinel_event_slot_get_event (slot) != NULL;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child))
      return TRUE;
  return FALSE;
}

/* With events: the text of a row is drawn; without: the page that says so is. */
static gboolean
is_complete (GtkWidget *window)
{
  GtkWidget *page = sentinel_window_get_page (SENTINEL_WINDOW (window));
  const char *state = sentinel_live_page_get_state (SENTINEL_LIVE_PAGE (page));

  if (g_str_equal (state, "loading"))
    return FALSE;
  return !g_str_equal (state, "list") || has_text (page);
}

static void
after_paint_cb (GdkFrameClock *clock, GtkWidget *window)
{
  if (SENTINEL_IS_WINDOW (window) && !is_complete (window))
    return;
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, window);
  say_painted ();
}

static void
realized_cb (GtkWidget *window)
{
  g_signal_connect_after (gtk_widget_get_frame_clock (window),
                          "after-paint",
                          G_CALLBACK (after_paint_cb),
                          window);
}

static void
window_added_cb (GtkApplication *application, GtkWidget *window)
{
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
}

static void
activate_blank_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *view = adw_toolbar_view_new ();

  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
}

static int
run_blank (void)
{
  AdwApplication *application =
      adw_application_new ("io.github.orkapodavid.SentinelBlank", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_blank_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

static int
run_live (const char *database)
{
  SentinelApplication *application = sentinel_application_new ();

  g_setenv ("SENTINEL_DATABASE", database, TRUE);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
  return g_application_run (G_APPLICATION (application), 0, NULL);
}

int
main (int argc, char **argv)
{
  const char *mode = argc > 1 ? argv[1] : "";

  setlocale (LC_ALL, "");
  if (g_str_equal (mode, "blank"))
    return run_blank ();
  if (g_str_equal (mode, "form")) {
    bench_run_form ();
    return 0;
  }
  if (argc == 3 && g_str_equal (mode, "live"))
    return run_live (argv[2]);
  if (argc == 3 && bench_run_window_mode (mode, argv[2]))
    return 0;
  g_printerr ("Usage: sentinel-bench-window blank|live|form|scroll|latency|storm|rules|drag "
              "[DATABASE]\n");
  return 2;
}
