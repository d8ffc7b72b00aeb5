/* SPDX-License-Identifier: MIT */
/* Three lists of the record, merged by time. */
#include "sentinel-details-timeline.h"
#include "sentinel-age.h"
#include "sentinel-delivery-store.h"
#include "sentinel-event-words.h"
#include "sentinel-note.h"
#include "sentinel-text.h"
#include "sentinel-transition.h"
#include <glib/gi18n.h>

#define MAX_COMMENT_BYTES 4000

typedef struct {
  gint64 at_us;
  guint order; /* of those at one time */
  const char *icon_name, *css_class; /* css_class: nullable */
  char *text;
  const char *comment; /* nullable, the record's */
} Entry;

static void
entry_clear (gpointer data)
{
  g_free (((Entry *) data)->text);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  if (one->at_us != other->at_us)
    return one->at_us > other->at_us ? -1 : 1;
  return one->order > other->order ? -1 : one->order < other->order;
}

static void
add_entry (GArray *entries, gint64 at_us, const char *icon_name, char *text, const char *comment)
{
  Entry entry = { at_us, entries->len, icon_name, NULL, text, comment };

  g_array_append_val (entries, entry);
}

/* Of the others the note of the act says more, or they were before the event. */
static const struct {
  SentinelTransitionKind kind;
  const char *icon_name, *text;
} sentences[] = {
  { SENTINEL_TRANSITION_FIRED, "dialog-warning-symbolic", N_ ("Fired") },
  { SENTINEL_TRANSITION_RECOVERING, "go-down-symbolic", N_ ("Recovering") },
  { SENTINEL_TRANSITION_REFIRED, "view-refresh-symbolic", N_ ("Fired again") },
  { SENTINEL_TRANSITION_RESOLVED, "object-select-symbolic", N_ ("Resolved") },
  { SENTINEL_TRANSITION_ACK_ENDED, "alarm-symbolic", N_ ("Acknowledgement ended") },
  { SENTINEL_TRANSITION_FLAP_START, "view-refresh-symbolic", N_ ("Comes and goes") },
  { SENTINEL_TRANSITION_FLAP_END, "object-select-symbolic", N_ ("Steady again") },
  { SENTINEL_TRANSITION_SNOOZED, "alarm-symbolic", N_ ("Snoozed") },
  { SENTINEL_TRANSITION_SNOOZE_ENDED, "alarm-symbolic", N_ ("Snooze ended") },
};

static void
add_level (GArray *entries, const SentinelTransition *transition)
{
  SentinelImportance level = (SentinelImportance) transition->to_code;

  add_entry (entries,
             transition->at_us,
             sentinel_importance_get_icon_name (level),
             /* Translators: a level, "Level is now Critical" */
             g_strdup_printf (_ ("Level is now %s"), sentinel_importance_get_word (level)),
             NULL);
  g_array_index (entries, Entry, entries->len - 1).css_class =
      sentinel_importance_get_css_class (level);
}

static void
add_transition (GArray *entries, const SentinelTransition *transition)
{
  if (transition->kind == SENTINEL_TRANSITION_LEVEL)
    add_level (entries, transition);
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].kind == transition->kind)
      add_entry (entries,
                 transition->at_us,
                 sentences[i].icon_name,
                 g_strdup (_ (sentences[i].text)),
                 NULL);
}

static void
add_note (GArray *entries, const SentinelNote *note)
{
  g_autofree char *author = sentinel_text_to_line (note->author, 100);
  const char *body = note->body != NULL && *note->body != '\0' ? note->body : NULL;
  char *text;

  if (note->kind == SENTINEL_NOTE_ACKNOWLEDGED)
    text = g_strdup_printf (_ ("Acknowledged by %s"), author);
  else if (note->kind == SENTINEL_NOTE_UNACKNOWLEDGED)
    text = g_strdup_printf (_ ("Acknowledgement taken back by %s"), author);
  else if (note->kind == SENTINEL_NOTE_ACTION)
    text = g_strdup_printf (_ ("Action taken by %s"), author);
  else
    text = g_strdup_printf (_ ("Note by %s"), author);
  add_entry (entries,
             note->at_us,
             note->kind == SENTINEL_NOTE_ACKNOWLEDGED ? "object-select-symbolic"
                                                      : "document-edit-symbolic",
             text,
             body);
}

static void
add_delivery (GArray *entries, const SentinelDelivery *delivery)
{
  g_autofree char *channel = sentinel_text_to_line (delivery->channel, 60);

  if (delivery->state == SENTINEL_DELIVERY_SENT)
    add_entry (entries,
               delivery->sent_at_us,
               "preferences-system-notifications-symbolic",
               g_strdup_printf (_ ("Notified: %s"), channel),
               NULL);
  else if (delivery->state == SENTINEL_DELIVERY_FAILED && delivery->next_at_us != 0)
    add_entry (entries,
               delivery->next_at_us,
               "dialog-error-symbolic",
               g_strdup_printf (_ ("Not notified: %s"), channel),
               delivery->error);
}

static GtkWidget *
make_text (const char *text, gsize max_bytes)
{
  g_autofree char *line = sentinel_text_to_line (text, max_bytes);
  GtkWidget *label = gtk_label_new (line);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static GtkWidget *
make_row (const Entry *entry, GTimeZone *zone)
{
  GtkWidget *row =
      g_object_new (GTK_TYPE_GRID, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GtkWidget *icon = gtk_image_new_from_icon_name (entry->icon_name);
  g_autofree char *clock = sentinel_age_format_clock (entry->at_us, zone);
  g_autofree char *exact = sentinel_age_format_exact (entry->at_us, zone);
  /* Translators: what happened, and when */
  g_autofree char *sentence = g_strdup_printf (_ ("%s, %s"), entry->text, exact);
  GtkWidget *time = gtk_label_new (clock);

  gtk_grid_set_column_spacing (GTK_GRID (row), 12);
  gtk_grid_set_row_spacing (GTK_GRID (row), 6);
  if (entry->css_class != NULL) {
    gtk_widget_add_css_class (icon, "mark");
    gtk_widget_add_css_class (icon, entry->css_class);
  }
  gtk_widget_set_tooltip_text (time, exact);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "secondary");
  gtk_grid_attach (GTK_GRID (row), icon, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), make_text (entry->text, 300), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (row), time, 2, 0, 1, 1);
  if (entry->comment != NULL) {
    GtkWidget *comment = make_text (entry->comment, MAX_COMMENT_BYTES);

    gtk_widget_add_css_class (comment, "timeline-comment");
    gtk_grid_attach (GTK_GRID (row), comment, 1, 1, 2, 1);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
  return row;
}

/**
 * sentinel_details_timeline_new:
 * @record: what is stored about an event
 * @zone: (nullable): in which times are told; NULL: the local one
 *
 * Returns: (transfer floating): a list, newest first
 */
GtkWidget *
sentinel_details_timeline_new (const SentinelEventRecord *record, GTimeZone *zone)
{
  GtkWidget *list = g_object_new (GTK_TYPE_BOX,
                                  "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_LIST,
                                  "orientation",
                                  GTK_ORIENTATION_VERTICAL,
                                  "spacing",
                                  9,
                                  NULL);
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, entry_clear);
  for (guint i = 0; i < record->transitions->len; i++)
    add_transition (entries, g_ptr_array_index (record->transitions, i));
  for (guint i = 0; i < record->notes->len; i++)
    add_note (entries, g_ptr_array_index (record->notes, i));
  for (guint i = 0; i < record->deliveries->len; i++)
    add_delivery (entries, g_ptr_array_index (record->deliveries, i));
  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    gtk_box_append (GTK_BOX (list), make_row (&g_array_index (entries, Entry, i), zone));
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline"),
                                  -1);
  return list;
}
