/* SPDX-License-Identifier: MIT */
/* The zones are those of the computer's zone database. They are read when the row is first seen; a
 * zone that is not among them, as a file may name one, is offered all the same. */
#include "sentinel-zone-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define ZONES_FILE "/usr/share/zoneinfo/zone1970.tab"
#define ZONE_COLUMN 2
#define UTC "UTC"
#define N_FIXED 2 /* this computer, UTC */

struct _SentinelZoneRow {
  AdwComboRow parent_instance;
  GtkStringList *zones;
  char *zone; /* nullable */
  GCancellable *cancellable; /* nullable: not read yet */
  gboolean is_showing;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelZoneRow, sentinel_zone_row, ADW_TYPE_COMBO_ROW)

static guint
find_zone (SentinelZoneRow *self, const char *zone)
{
  guint n_zones = g_list_model_get_n_items (G_LIST_MODEL (self->zones));

  if (zone == NULL)
    return 0;
  for (guint i = 1; i < n_zones; i++)
    if (g_str_equal (gtk_string_list_get_string (self->zones, i), zone))
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void
show_zone (SentinelZoneRow *self)
{
  self->is_showing = TRUE;
  if (find_zone (self, self->zone) == GTK_INVALID_LIST_POSITION)
    gtk_string_list_append (self->zones, self->zone);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), find_zone (self, self->zone));
  self->is_showing = FALSE;
}

static void
selected_cb (SentinelZoneRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  if (self->is_showing || selected == GTK_INVALID_LIST_POSITION)
    return;
  g_set_str (&self->zone, selected > 0 ? gtk_string_list_get_string (self->zones, selected) : NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Sorted, as the lines are by country. */
static GPtrArray *
parse_zones (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *zones = g_ptr_array_new_null_terminated (400, g_free, TRUE);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) columns = *lines[i] != '#' ? g_strsplit (lines[i], "\t", -1) : NULL;

    if (columns != NULL && g_strv_length (columns) > ZONE_COLUMN)
      g_ptr_array_add (zones, g_strdup (columns[ZONE_COLUMN]));
  }
  g_ptr_array_sort (zones, compare_names);
  return zones;
}

static void
read_cb (GObject *file, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelZoneRow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) zones = NULL;

  if (!g_file_load_contents_finish (G_FILE (file), result, &text, NULL, NULL, &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_debug ("Only the zones in use can be chosen: %s", error->message);
    return;
  }
  zones = parse_zones (text);
  self->is_showing = TRUE;
  gtk_string_list_splice (self->zones,
                          N_FIXED,
                          g_list_model_get_n_items (G_LIST_MODEL (self->zones)) - N_FIXED,
                          (const char *const *) zones->pdata);
  self->is_showing = FALSE;
  show_zone (self);
}

static void
sentinel_zone_row_map (GtkWidget *widget)
{
  SentinelZoneRow *self = SENTINEL_ZONE_ROW (widget);
  g_autoptr (GFile) file = NULL;

  GTK_WIDGET_CLASS (sentinel_zone_row_parent_class)->map (widget);
  if (self->cancellable != NULL)
    return;
  file = g_file_new_for_path (ZONES_FILE);
  self->cancellable = g_cancellable_new ();
  g_file_load_contents_async (file, self->cancellable, read_cb, g_object_ref (self));
}

static void
sentinel_zone_row_dispose (GObject *object)
{
  SentinelZoneRow *self = SENTINEL_ZONE_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->zones);
  g_clear_pointer (&self->zone, g_free);
  G_OBJECT_CLASS (sentinel_zone_row_parent_class)->dispose (object);
}

static void
sentinel_zone_row_class_init (SentinelZoneRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_zone_row_dispose;
  widget_class->map = sentinel_zone_row_map;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_ZONE_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static char *
dup_local_name (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();

  /* Translators: the time zone of this computer, by its name */
  return g_strdup_printf (_ ("This computer (%s)"), g_time_zone_get_identifier (local));
}

static void
sentinel_zone_row_init (SentinelZoneRow *self)
{
  AdwComboRow *row = ADW_COMBO_ROW (self);
  g_autofree char *local = dup_local_name ();
  g_autoptr (GtkExpression) expression = NULL;

  self->zones = gtk_string_list_new (NULL);
  gtk_string_list_append (self->zones, local);
  gtk_string_list_append (self->zones, UTC);
  expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Time zone"));
  adw_combo_row_set_expression (row, expression);
  adw_combo_row_set_enable_search (row, TRUE);
  adw_combo_row_set_search_match_mode (row, GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_model (row, G_LIST_MODEL (self->zones));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

/**
 * sentinel_zone_row_set_zone:
 * @self: a row
 * @zone: (nullable): a name of the zone database; %NULL: that of this computer
 */
void
sentinel_zone_row_set_zone (SentinelZoneRow *self, const char *zone)
{
  g_set_str (&self->zone, zone);
  show_zone (self);
}

/**
 * sentinel_zone_row_get_zone:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the zone; %NULL: that of this computer
 */
const char *
sentinel_zone_row_get_zone (SentinelZoneRow *self)
{
  return self->zone;
}
