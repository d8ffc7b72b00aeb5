/* SPDX-License-Identifier: MIT */
/* The benches of design/07: each goal is a ratio of two sides that run interleaved in this one
 * program, and prints one line that ends in ok or SHORT.
 *
 *   sentinel-bench [--full] [--json FILE] [--folder DIR] [NAME…]        NAME: B1 (with B2 and B3),
 * B4, B7, B8, B10, B10b, B11 to B18 */
#include "bench.h"
#include <json-glib/json-glib.h>
#include <locale.h>
#include <math.h>

static const struct {
  const char *number;
  BenchFunc run;
} benches[] = {
  { "B1", bench_start },   { "B4", bench_scroll },    { "B7", bench_ingest },
  { "B8", bench_durable }, { "B10", bench_schedule }, { "B10b", bench_engine },
  { "B11", bench_storm },  { "B12", bench_idle },     { "B13", bench_latency },
  { "B14", bench_form },   { "B15", bench_rules },    { "B16", bench_preview },
  { "B17", bench_cron },   { "B18", bench_drag },
};

/* Figures that come out of one measurement. */
static const char *
find_measurement (const char *number)
{
  if (g_ascii_strcasecmp (number, "B2") == 0 || g_ascii_strcasecmp (number, "B3") == 0)
    return "B1";
  return number;
}

static gboolean
is_wanted (const char *number, char **names)
{
  if (names == NULL || names[0] == NULL)
    return TRUE;
  for (char **name = names; *name != NULL; name++)
    if (g_ascii_strcasecmp (find_measurement (*name), number) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_names (char **names)
{
  for (char **name = names; name != NULL && *name != NULL; name++) {
    gboolean known = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS (benches); i++)
      known = known || g_ascii_strcasecmp (find_measurement (*name), benches[i].number) == 0;
    if (!known) {
      g_printerr ("sentinel-bench: there is no bench %s; there are B1 to B4, B7, B8, B10, B10b, "
                  "B11, "
                  "B12, B13, B14, B15, B16, B17, B18\n",
                  *name);
      return FALSE;
    }
  }
  return TRUE;
}

static JsonNode *
line_to_json (const BenchLine *line)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "number", line->number);
  json_object_set_string_member (object, "name", line->name);
  json_object_set_double_member (object, "ours", line->ours);
  if (!isnan (line->other))
    json_object_set_double_member (object, "other", line->other);
  json_object_set_string_member (object, "unit", line->unit);
  json_object_set_double_member (object, "ratio", line->ratio);
  json_object_set_double_member (object, "goal", line->goal);
  json_object_set_string_member (object, "detail", line->detail != NULL ? line->detail : "");
  json_object_set_boolean_member (object,
                                  "ok",
                                  line->at_least ? line->ratio >= line->goal
                                                 : line->ratio <= line->goal);
  json_node_take_object (node, object);
  return node;
}

static gboolean
write_json (GPtrArray *lines, const char *path, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < lines->len; i++)
    json_array_add_element (array, line_to_json (lines->pdata[i]));
  json_node_take_array (root, array);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_file (generator, path, error);
}

/* The other side of B12: what an idle process costs that does nothing at all. */
static void
run_blank_loop (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_main_loop_run (loop);
}

static void
line_free (gpointer data)
{
  BenchLine *line = data;

  g_free (line->detail);
  g_free (line);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *json = NULL;
  g_autofree char *folder = NULL;
  gboolean full = FALSE;
  gboolean blank = FALSE;
  const GOptionEntry entries[] = {
    { "full", 0, 0, G_OPTION_ARG_NONE, &full, "Longer rounds", NULL },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &json, "Write the figures there too", "FILE" },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the databases are made", "DIR" },
    { "blank-loop", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &blank, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &names, NULL, "[NAME…]" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the benches");
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (line_free);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("sentinel-bench: %s\n", error->message);
    return 2;
  }
  if (blank)
    run_blank_loop ();
  if (!check_names (names))
    return 2;
  if (folder == NULL)
    folder = g_strdup ("bench-data");

  Bench bench = { full, folder, lines };
  for (guint i = 0; i < G_N_ELEMENTS (benches); i++)
    if (is_wanted (benches[i].number, names))
      benches[i].run (&bench);
  if (json != NULL && !write_json (lines, json, &error)) {
    g_printerr ("sentinel-bench: %s\n", error->message);
    return 1;
  }
  return 0;
}
