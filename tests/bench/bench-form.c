/* SPDX-License-Identifier: MIT */
/* B14: a form of every kind of field opens in a window that is already there. The first one of a
 * process is what a person waits for; its styles and fonts are not known yet. */
#include "bench-form.h"

#include <adwaita.h>
#include <stdio.h>

#include "bench.h"
#include "frame-meter.h"
#include "sentinel-parameters.h"

#define WIDTH 900
#define HEIGHT 700

static const char *const kinds[] = {
  "\"type\":\"string\",\"description\":\"What it is called\"",
  "\"type\":\"number\",\"minimum\":0,\"maximum\":100,\"default\":90,\"x-unit\":\"%\"",
  "\"type\":\"string\",\"enum\":[\"fast\",\"safe\",\"both\"],\"default\":\"safe\"",
  "\"type\":\"boolean\",\"default\":true",
  "\"type\":\"integer\",\"minimum\":1,\"description\":\"How many of them\"",
  "\"type\":\"array\",\"items\":{\"type\":\"string\"},\"default\":[\"a\",\"b\"]",
  "\"type\":\"string\",\"x-secret\":true",
  "\"type\":\"object\",\"properties\":{\"user\":{\"type\":\"string\"},"
  "\"port\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":65535,\"default\":443}}",
  "\"type\":\"string\",\"pattern\":\"^https?://\",\"default\":\"https://example.org/\"",
  "\"type\":\"object\",\"default\":{\"a\":[1,2,3]}",
};

static SentinelSchema *
make_schema (void)
{
  g_autoptr (GString) text = g_string_new ("{\"type\":\"object\",\"properties\":{");
  g_autoptr (GError) error = NULL;
  SentinelSchema *schema;

  for (guint i = 0; i < BENCH_FORM_PROPERTIES; i++)
    g_string_append_printf (text,
                            "%s\"p%u\":{\"title\":\"Parameter %u\",%s}",
                            i > 0 ? "," : "",
                            i,
                            i,
                            kinds[i % G_N_ELEMENTS (kinds)]);
  g_string_append (text, "}}");
  schema = sentinel_schema_parse (text->str, &error);
  if (schema == NULL)
    g_error ("bench: %s", error->message);
  return schema;
}

static double
open_once (AdwPreferencesPage *page, FrameMeter *meter, SentinelSchema *schema, double *cpu_ms)
{
  double cpu_begin = bench_cpu_seconds ();
  double begin = bench_seconds ();
  SentinelParameters *form = sentinel_parameters_new (schema);
  double end;

  adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (form));
  frame_meter_wait (meter, GTK_WIDGET (page), 1);
  end = bench_seconds ();
  *cpu_ms = (bench_cpu_seconds () - cpu_begin) * 1000;
  adw_preferences_page_remove (page, ADW_PREFERENCES_GROUP (form));
  frame_meter_wait (meter, GTK_WIDGET (page), 1);
  return (end - begin) * 1000;
}

void
bench_run_form (void)
{
  g_autoptr (GArray) again_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (SentinelSchema) schema = make_schema ();
  GtkWidget *window, *page;
  FrameMeter *meter;
  double cpu_ms;

  adw_init ();
  window = adw_window_new ();
  page = adw_preferences_page_new ();
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (page))
    g_main_context_iteration (NULL, TRUE);
  meter = frame_meter_new (window);
  frame_meter_wait (meter, page, 5);
  printf ("first-ms %.6g\n", open_once (ADW_PREFERENCES_PAGE (page), meter, schema, &cpu_ms));
  printf ("first-cpu-ms %.6g\n", cpu_ms);
  for (guint i = 0; i < BENCH_ROUNDS; i++) {
    double once_ms = open_once (ADW_PREFERENCES_PAGE (page), meter, schema, &cpu_ms);

    g_array_append_val (again_ms, once_ms);
  }
  printf ("again-ms %.6g\n", bench_median (again_ms));
  fflush (stdout);
  frame_meter_free (meter);
  gtk_window_destroy (GTK_WINDOW (window));
}
