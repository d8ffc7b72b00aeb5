/* SPDX-License-Identifier: MIT */
/* Rows are known by what they say: one that is still true stays, with its focus and with what is
 * selected in it. */
#include "sentinel-details-timeline.h"
#include "sentinel-age.h"
#include "sentinel-details-label.h"
#include "sentinel-timeline-entries.h"
#include <glib/gi18n.h>

struct _SentinelDetailsTimeline {
  AdwBin parent_instance;
  GtkWidget *list;
  GHashTable *rows; /* of char * → GtkWidget, borrowed */
};

G_DEFINE_FINAL_TYPE (SentinelDetailsTimeline, sentinel_details_timeline, ADW_TYPE_BIN)

static void
sentinel_details_timeline_finalize (GObject *object)
{
  g_hash_table_unref (SENTINEL_DETAILS_TIMELINE (object)->rows);
  G_OBJECT_CLASS (sentinel_details_timeline_parent_class)->finalize (object);
}

static void
sentinel_details_timeline_class_init (SentinelDetailsTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_details_timeline_finalize;
}

static void
sentinel_details_timeline_init (SentinelDetailsTimeline *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->list = g_object_new (GTK_TYPE_BOX,
                             "accessible-role",
                             GTK_ACCESSIBLE_ROLE_LIST,
                             "orientation",
                             GTK_ORIENTATION_VERTICAL,
                             NULL);
  /* The lines fill their rows, but the rows do not fill the pane. */
  gtk_widget_set_vexpand (self->list, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline"),
                                  -1);
  adw_bin_set_child (ADW_BIN (self), self->list);
}

/**
 * sentinel_details_timeline_new:
 *
 * Returns: (transfer floating): a timeline on which nothing has happened
 */
GtkWidget *
sentinel_details_timeline_new (void)
{
  return g_object_new (SENTINEL_TYPE_DETAILS_TIMELINE, NULL);
}

static gboolean
is_same_day (gint64 at_us, gint64 other_us, GTimeZone *zone)
{
  g_autofree char *day = sentinel_age_format_day (at_us, zone);
  g_autofree char *other = sentinel_age_format_day (other_us, zone);

  return g_str_equal (day, other);
}

static char *
dup_time (gint64 at_us, GTimeZone *zone, gint64 now_us)
{
  g_autofree char *clock = sentinel_age_format_clock (at_us, zone);
  g_autofree char *day = NULL;

  if (is_same_day (at_us, now_us, zone))
    return g_steal_pointer (&clock);
  day = sentinel_age_format_day (at_us, zone);
  /* Translators: a day and a time of it, "24 Nov, 14:02" */
  return g_strdup_printf (_ ("%s, %s"), day, clock);
}

/* The mark, and from it the line down to the next one. */
static GtkWidget *
make_rail (const SentinelTimelineEntry *entry)
{
  GtkWidget *rail = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new_from_icon_name (entry->icon_name);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  if (entry->css_class != NULL) {
    gtk_widget_add_css_class (icon, "mark");
    gtk_widget_add_css_class (icon, entry->css_class);
  } else {
    gtk_widget_add_css_class (icon, "secondary");
  }
  gtk_widget_add_css_class (line, "timeline-line");
  gtk_widget_set_vexpand (line, TRUE);
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (rail), icon);
  gtk_box_append (GTK_BOX (rail), line);
  return rail;
}

static GtkWidget *
make_head (const SentinelTimelineEntry *entry, const char *clock, const char *exact)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = sentinel_details_label_new (entry->text, NULL);
  GtkWidget *time = gtk_label_new (clock);

  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_tooltip_text (time, exact);
  gtk_widget_set_valign (text, GTK_ALIGN_BASELINE_FILL);
  gtk_widget_set_valign (time, GTK_ALIGN_BASELINE_CENTER);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "secondary");
  gtk_widget_add_css_class (time, "numeric");
  gtk_box_append (GTK_BOX (head), text);
  gtk_box_append (GTK_BOX (head), time);
  return head;
}

static GtkWidget *
make_row (const SentinelTimelineEntry *entry, const char *clock, GTimeZone *zone)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX,
                                 "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                                 "spacing",
                                 12,
                                 NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *exact = sentinel_age_format_exact (entry->at_us, zone);
  /* Translators: what happened, and when */
  g_autofree char *sentence = g_strdup_printf (_ ("%s, %s"), entry->text, exact);

  gtk_widget_add_css_class (row, "timeline-row");
  gtk_widget_add_css_class (content, "timeline-content");
  gtk_box_append (GTK_BOX (content), make_head (entry, clock, exact));
  if (entry->comment != NULL) {
    GtkWidget *comment = sentinel_details_label_new_selectable ("timeline-comment");

    gtk_label_set_text (GTK_LABEL (comment), entry->comment);
    gtk_box_append (GTK_BOX (content), comment);
  }
  gtk_box_append (GTK_BOX (row), make_rail (entry));
  gtk_box_append (GTK_BOX (row), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
  return row;
}

/* key: (transfer full). Puts the row, which is there, after the one before. */
static GtkWidget *
place_row (SentinelDetailsTimeline *self, GHashTable *rows, char *key, GtkWidget *before)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, key);

  gtk_box_reorder_child_after (GTK_BOX (self->list), row, before);
  g_hash_table_remove (self->rows, key);
  g_hash_table_insert (rows, key, row);
  return row;
}

static char *
make_key (const SentinelTimelineEntry *entry, const char *clock, GHashTable *rows)
{
  char *key = g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n%s",
                               entry->at_us,
                               clock,
                               entry->text,
                               entry->comment != NULL ? entry->comment : "");

  /* twice the same at one time */
  while (g_hash_table_contains (rows, key)) {
    char *next = g_strconcat (key, "\n", NULL);

    g_free (key);
    key = next;
  }
  return key;
}

static void
remove_rest (SentinelDetailsTimeline *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    gtk_box_remove (GTK_BOX (self->list), row);
}

/**
 * sentinel_details_timeline_set_record:
 * @self: a timeline
 * @record: what is stored about an event; nothing of it is kept
 * @zone: (nullable): in which times are told; %NULL: the local one
 * @now_us: microseconds UTC; what is not of this day is told with its day
 *
 * Rows that are there already stay.
 */
void
sentinel_details_timeline_set_record (SentinelDetailsTimeline *self,
                                      const SentinelEventRecord *record,
                                      GTimeZone *zone,
                                      gint64 now_us)
{
  g_autoptr (GArray) entries = sentinel_timeline_entries_new (record);
  GHashTable *rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *before = NULL;

  for (guint i = 0; i < entries->len; i++) {
    const SentinelTimelineEntry *entry = &g_array_index (entries, SentinelTimelineEntry, i);
    g_autofree char *clock = dup_time (entry->at_us, zone, now_us);
    char *key = make_key (entry, clock, rows);

    if (!g_hash_table_contains (self->rows, key)) {
      GtkWidget *row = make_row (entry, clock, zone);

      gtk_box_append (GTK_BOX (self->list), row);
      g_hash_table_insert (self->rows, g_strdup (key), row);
    }
    before = place_row (self, rows, key, before);
  }
  remove_rest (self);
  g_hash_table_unref (self->rows);
  self->rows = rows;
}
