/* SPDX-License-Identifier: MIT */
/* Shape, word, sum: four flat buttons that wrap where there is no room. */
#include "sentinel-overview-legend.h"
#include "sentinel-event-words.h"

struct _SentinelOverviewLegend {
  AdwBin parent_instance;
  GtkLabel *sums[SENTINEL_HISTOGRAM_N_TONES]; /* by tone, from low */
  GtkWidget *buttons[SENTINEL_HISTOGRAM_N_TONES];
};

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelOverviewLegend, sentinel_overview_legend, ADW_TYPE_BIN)

static void
clicked_cb (SentinelOverviewLegend *self, GtkWidget *button)
{
  for (guint i = 0; i < SENTINEL_HISTOGRAM_N_TONES; i++)
    if (self->buttons[i] == button)
      g_signal_emit (self,
                     signals[SIGNAL_ACTIVATED],
                     0,
                     (int) sentinel_histogram_get_importance (i));
}

static GtkWidget *
make_button (SentinelOverviewLegend *self, guint tone)
{
  SentinelImportance importance = sentinel_histogram_get_importance (tone);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *shape = gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (importance));
  GtkWidget *sum = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new ();

  gtk_widget_add_css_class (shape, "fill");
  gtk_widget_add_css_class (shape, sentinel_importance_get_css_class (importance));
  gtk_widget_add_css_class (sum, "secondary");
  gtk_widget_add_css_class (sum, "numeric");
  gtk_box_append (GTK_BOX (box), shape);
  gtk_box_append (GTK_BOX (box), gtk_label_new (sentinel_importance_get_word (importance)));
  gtk_box_append (GTK_BOX (box), sum);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend");
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  self->sums[tone] = GTK_LABEL (sum);
  return self->buttons[tone] = button;
}

static void
sentinel_overview_legend_class_init (SentinelOverviewLegendClass *klass)
{
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated",
                                            SENTINEL_TYPE_OVERVIEW_LEGEND,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_INT);
}

static void
sentinel_overview_legend_init (SentinelOverviewLegend *self)
{
  AdwWrapBox *box = ADW_WRAP_BOX (adw_wrap_box_new ());

  for (guint i = SENTINEL_HISTOGRAM_N_TONES; i > 0; i--)
    adw_wrap_box_append (box, make_button (self, i - 1));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}

/**
 * sentinel_overview_legend_show:
 * @self: a legend
 * @buckets: (element-type SentinelHistogramBucket): what the histogram shows
 *
 * Shows the sums.
 */
void
sentinel_overview_legend_show (SentinelOverviewLegend *self, GArray *buckets)
{
  for (guint tone = 0; tone < SENTINEL_HISTOGRAM_N_TONES; tone++) {
    g_autofree char *text = NULL, *sentence = NULL;
    gint64 sum = 0;

    for (guint i = 0; i < buckets->len; i++)
      sum += g_array_index (buckets, SentinelHistogramBucket, i).n[tone];
    text = g_strdup_printf ("%'" G_GINT64_FORMAT, sum);
    sentence =
        g_strdup_printf ("%s %s",
                         sentinel_importance_get_word (sentinel_histogram_get_importance (tone)),
                         text);
    gtk_label_set_label (self->sums[tone], text);
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[tone]),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    sentence,
                                    -1);
  }
}
