/* SPDX-License-Identifier: MIT */
/* A line for each importance there is, and sentences. */
#include "sentinel-details-sum.h"
#include "sentinel-attention.h"
#include "sentinel-details-label.h"
#include "sentinel-event-words.h"
#include <glib/gi18n.h>

static const SentinelImportance importances[] = {
  SENTINEL_IMPORTANCE_CRITICAL,
  SENTINEL_IMPORTANCE_HIGH,
  SENTINEL_IMPORTANCE_MEDIUM,
  SENTINEL_IMPORTANCE_LOW,
};
#define N_IMPORTANCES G_N_ELEMENTS (importances)

struct _SentinelDetailsSum {
  AdwBin parent_instance;
  GtkWidget *title, *possible;
  GtkWidget *rows[N_IMPORTANCES], *numbers[N_IMPORTANCES];
  SentinelDetailsCounts counts;
};

G_DEFINE_FINAL_TYPE (SentinelDetailsSum, sentinel_details_sum, ADW_TYPE_BIN)

static void
sentinel_details_sum_class_init (SentinelDetailsSumClass *klass)
{
}

static void
add_row (SentinelDetailsSum *self, GtkBox *box, guint i)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *shape =
      gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (importances[i]));
  GtkWidget *word =
      sentinel_details_label_new (sentinel_importance_get_word (importances[i]), NULL);

  gtk_widget_add_css_class (shape, "mark");
  gtk_widget_add_css_class (shape, sentinel_importance_get_css_class (importances[i]));
  gtk_widget_set_hexpand (word, TRUE);
  self->numbers[i] = sentinel_details_label_new (NULL, "numeric");
  self->rows[i] = row;
  gtk_box_append (GTK_BOX (row), shape);
  gtk_box_append (GTK_BOX (row), word);
  gtk_box_append (GTK_BOX (row), self->numbers[i]);
  gtk_box_append (box, row);
}

static void
sentinel_details_sum_init (SentinelDetailsSum *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->title = sentinel_details_label_new (NULL, "title-4");
  self->possible = sentinel_details_label_new (NULL, "secondary");
  for (guint i = 0; i < N_IMPORTANCES; i++)
    add_row (self, GTK_BOX (rows), i);
  gtk_box_append (GTK_BOX (box), self->title);
  gtk_box_append (GTK_BOX (box), rows);
  gtk_box_append (GTK_BOX (box), self->possible);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * sentinel_details_sum_new:
 *
 * Returns: (transfer floating): the sum of no events
 */
GtkWidget *
sentinel_details_sum_new (void)
{
  return g_object_new (SENTINEL_TYPE_DETAILS_SUM, NULL);
}

static guint
find_row (SentinelImportance importance)
{
  for (guint i = 0; i < N_IMPORTANCES; i++)
    if (importance >= importances[i])
      return i;
  return N_IMPORTANCES - 1;
}

static void
count (SentinelDetailsCounts *counts, const SentinelEvent *event)
{
  if (event->acked_at_us != 0)
    counts->n_acknowledged++;
  if (event->snoozed_until_us != 0)
    counts->n_snoozed++;
  if (!sentinel_event_is_open (event))
    counts->n_over++;
}

static void
add_sentence (GString *text, char *sentence)
{
  g_autofree char *owned = sentence;

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", owned);
}

static void
say_possible (SentinelDetailsSum *self)
{
  const SentinelDetailsCounts *counts = &self->counts;
  guint n_open = counts->n_all - counts->n_gone - counts->n_acknowledged;
  g_autoptr (GString) text = g_string_new (NULL);

  if (n_open > 0)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u to acknowledge", "%u to acknowledge", n_open),
                                   n_open));
  if (counts->n_acknowledged > 0)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u acknowledged already",
                                             "%u acknowledged already",
                                             counts->n_acknowledged),
                                   counts->n_acknowledged));
  if (counts->n_snoozed > 0)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u snoozed", "%u snoozed", counts->n_snoozed),
                                   counts->n_snoozed));
  if (counts->n_over > 0)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u is over", "%u are over", counts->n_over),
                                   counts->n_over));
  if (counts->n_gone > 0)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u is gone: it was removed from the database",
                                             "%u are gone: they were removed from the database",
                                             counts->n_gone),
                                   counts->n_gone));
  sentinel_details_label_set_text (self->possible, text->str);
}

/**
 * sentinel_details_sum_set_events:
 * @self: a sum
 * @events: (element-type SentinelEvent): what is selected; %NULL elements: they are gone
 *
 * Counts them; nothing of them is kept.
 */
void
sentinel_details_sum_set_events (SentinelDetailsSum *self, GPtrArray *events)
{
  guint n[N_IMPORTANCES] = { 0 };
  g_autofree char *title =
      g_strdup_printf (ngettext ("%u event selected", "%u events selected", events->len),
                       events->len);

  self->counts = (SentinelDetailsCounts) { .n_all = events->len };
  for (guint i = 0; i < events->len; i++) {
    const SentinelEvent *event = g_ptr_array_index (events, i);

    if (event == NULL) {
      self->counts.n_gone++;
      continue;
    }
    n[find_row (event->importance)]++;
    count (&self->counts, event);
  }
  sentinel_details_label_set_text (self->title, title);
  for (guint i = 0; i < N_IMPORTANCES; i++) {
    g_autofree char *number = g_strdup_printf ("%u", n[i]);

    sentinel_details_label_set_text (self->numbers[i], number);
    gtk_widget_set_visible (self->rows[i], n[i] > 0);
  }
  say_possible (self);
}

/**
 * sentinel_details_sum_get_counts:
 * @self: a sum
 *
 * Returns: (transfer none): what it says
 */
const SentinelDetailsCounts *
sentinel_details_sum_get_counts (SentinelDetailsSum *self)
{
  return &self->counts;
}
