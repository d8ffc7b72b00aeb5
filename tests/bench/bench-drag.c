/* SPDX-License-Identifier: MIT */
/* The dialog of the first rule, opened as a person opens it, with the last 30 days; the level of
 * its chart moves with every frame, and each move is tried on all samples. */
#include "bench-drag.h"

#include <adwaita.h>

#include "bench.h"
#include "sentinel-metric-chart.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rule-store.h"

#define N_FRAMES 300
#define N_SETTLING 120

static gpointer
read_first (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_rule_store_get (db, 1, error);
}

static GtkWidget *
find_widget (GtkWidget *root, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);
  return found;
}

/* The choice of days is the toggle group that has a month. */
static void
choose_month (GtkWidget *root)
{
  if (ADW_IS_TOGGLE_GROUP (root)
      && adw_toggle_group_get_toggle_by_name (ADW_TOGGLE_GROUP (root), "month") != NULL)
    adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (root), "month");
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    choose_month (child);
}

double
bench_drag_run (GtkWidget *window, FrameMeter *meter, SentinelContext *context)
{
  g_autoptr (SentinelTicker) ticker = sentinel_ticker_new (sentinel_context_get_clock (context));
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelRule) rule =
      sentinel_store_read (sentinel_context_get_store (context), read_first, NULL, &error);
  AdwDialog *dialog;
  GtkWidget *chart;

  if (rule == NULL)
    g_error ("bench: %s", error->message);
  dialog = sentinel_rule_dialog_new (context, ticker, rule);
  adw_dialog_present (dialog, window);
  frame_meter_wait (meter, window, N_SETTLING);
  choose_month (GTK_WIDGET (dialog));
  frame_meter_wait (meter, window, N_SETTLING);
  chart = find_widget (GTK_WIDGET (dialog), SENTINEL_TYPE_METRIC_CHART);
  if (chart == NULL)
    g_error ("bench: the dialog shows no chart");
  frame_meter_clear (meter);
  for (int i = 0; i < N_FRAMES; i++) {
    double value = 60 + 30 * (i % 60) / 60.0;

    g_signal_emit_by_name (chart, "level-dragged", 0U, FALSE, value, FALSE);
    frame_meter_wait (meter, window, 1);
  }
  adw_dialog_force_close (dialog);
  return bench_percentile (meter->works_ms, 95);
}
