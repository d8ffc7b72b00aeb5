/* SPDX-License-Identifier: MIT */
/* Reads when the store says that something changed and when the last bar of the histogram is over,
 * and only while it is on screen. */
#include "sentinel-overview-page.h"
#include "sentinel-banners.h"
#include "sentinel-check-dialog.h"
#include "sentinel-event-list.h"
#include "sentinel-event-words.h"
#include "sentinel-histogram.h"
#include "sentinel-newest-row.h"
#include "sentinel-overview-card.h"
#include "sentinel-overview-facts.h"
#include "sentinel-overview-legend.h"
#include "sentinel-refresher.h"
#include "sentinel-starter.h"
#include "sentinel-timestamp.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define INTERVAL_MS 500
#define N_NEWEST 6

struct _SentinelOverviewPage {
  AdwBin parent_instance;
  SentinelContext *context; /* NULL: not set yet */
  SentinelTicker *ticker;
  SentinelRefresher *refresher;
  SentinelEventList *list;
  SentinelOverviewFacts *facts; /* NULL: not read yet */
  GCancellable *cancellable;
  GSource *bar_over; /* fires when the last bar of the histogram is over */
  gboolean is_narrow;
  SentinelBanners *banners;
  GtkStack *stack;
  AdwStatusPage *error_page;
  SentinelOverviewCard *rules_card, *today_card, *waiting_card, *flows_card, *server_card;
  GtkWidget *content, *title_row;
  GtkLabel *histogram_title;
  SentinelOverviewLegend *legend;
  AdwToggleGroup *range_group;
  SentinelHistogram *histogram;
  GtkListBox *newest;
};

G_DEFINE_FINAL_TYPE (SentinelOverviewPage, sentinel_overview_page, ADW_TYPE_BIN)

static SentinelStore *
get_store (SentinelOverviewPage *self)
{
  return sentinel_context_get_store (self->context);
}

static SentinelOverviewRange
get_range (SentinelOverviewPage *self)
{
  return (SentinelOverviewRange) adw_toggle_group_get_active (self->range_group);
}

/* Cards */

static char *
format_number (gint64 number)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, number);
}

static void
show_rules (SentinelOverviewPage *self)
{
  const SentinelOverviewFacts *facts = self->facts;
  gint64 n_off = facts->n_rules - facts->n_enabled;
  g_autofree char *value = format_number (facts->n_enabled);
  g_autofree char *off =
      g_strdup_printf (ngettext ("%d switched off", "%d switched off", (gulong) n_off),
                       (int) n_off);
  /* Translators: how many rules there are, and how many of them are switched off */
  g_autofree char *note = g_strdup_printf (_ ("of %d · %s"), (int) facts->n_rules, off);

  if (facts->n_rules == 0)
    sentinel_overview_card_show (self->rules_card, value, _ ("There are no rules"));
  else
    sentinel_overview_card_show (self->rules_card,
                                 value,
                                 n_off == 0 ? _ ("All are switched on") : note);
}

static void
show_today (SentinelOverviewPage *self)
{
  gint64 more = self->facts->n_today - self->facts->n_yesterday;
  gint64 difference = ABS (more);
  g_autofree char *value = format_number (self->facts->n_today);
  g_autofree char *number = format_number (difference);
  g_autofree char *note = NULL;

  if (more > 0)
    /* Translators: compared with the same time of yesterday; so the next two */
    note = g_strdup_printf (ngettext ("%s more than yesterday",
                                      "%s more than yesterday",
                                      (gulong) difference),
                            number);
  else if (more < 0)
    note = g_strdup_printf (ngettext ("%s fewer than yesterday",
                                      "%s fewer than yesterday",
                                      (gulong) difference),
                            number);
  else
    note = g_strdup (_ ("as many as yesterday"));
  sentinel_overview_card_show (self->today_card, value, note);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->today_card),
                               _ ("Compared with the same time of yesterday"));
}

static char *
format_tone (guint tone, gint64 n)
{
  switch (tone) {
  case 3:
    return g_strdup_printf (ngettext ("%d critical", "%d critical", (gulong) n), (int) n);
  case 2:
    return g_strdup_printf (ngettext ("%d high", "%d high", (gulong) n), (int) n);
  case 1:
    return g_strdup_printf (ngettext ("%d medium", "%d medium", (gulong) n), (int) n);
  default:
    return g_strdup_printf (ngettext ("%d low", "%d low", (gulong) n), (int) n);
  }
}

/* the two worst that there are: "2 critical · 2 high" */
static char *
format_waiting (const SentinelEventCounts *counts)
{
  GString *text = g_string_new (NULL);
  guint n_named = 0;

  for (guint i = SENTINEL_HISTOGRAM_N_TONES; i > 0 && n_named < 2; i--) {
    g_autofree char *part = NULL;

    if (counts->n_waiting_of[i - 1] == 0)
      continue;
    part = format_tone (i - 1, counts->n_waiting_of[i - 1]);
    g_string_append (text, n_named++ > 0 ? " · " : "");
    g_string_append (text, part);
  }
  return g_string_free (text, FALSE);
}

static void
show_waiting (SentinelOverviewPage *self)
{
  const SentinelEventCounts *counts = &self->facts->counts;
  g_autofree char *value = format_number (counts->n_waiting);
  g_autofree char *note = counts->n_waiting > 0 ? format_waiting (counts)
                                                : g_strdup (_ ("Nothing needs you"));

  sentinel_overview_card_show (self->waiting_card, value, note);
  if (counts->n_waiting > 0)
    sentinel_overview_card_set_icon (self->waiting_card,
                                     sentinel_importance_get_icon_name (counts->worst_waiting),
                                     sentinel_importance_get_css_class (counts->worst_waiting));
  else
    sentinel_overview_card_set_icon (self->waiting_card, NULL, "");
}

static void
show_prefect (SentinelOverviewCard *card)
{
  sentinel_overview_card_show (card, _ ("Off"), _ ("Prefect is not connected"));
  /* Not insensitive: Tab would not come past it, and nobody would be told why it is off. */
  gtk_widget_add_css_class (GTK_WIDGET (card), "secondary");
}

/* Facts */

static const char *
get_histogram_title (SentinelOverviewRange range)
{
  switch (range) {
  case SENTINEL_RANGE_WEEK:
    return _ ("Events per Quarter Day");
  case SENTINEL_RANGE_MONTH:
    return _ ("Events per Day");
  case SENTINEL_RANGE_DAY:
  default:
    return _ ("Events per Hour");
  }
}

static gint64
get_end_us (const SentinelOverviewFacts *facts)
{
  return g_array_index (facts->buckets, SentinelHistogramBucket, facts->buckets->len - 1).to_us;
}

static void
show_state (SentinelOverviewPage *self)
{
  gboolean is_empty = self->facts->n_rules == 0 && self->facts->counts.n_open == 0
                      && g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
  gint64 n_shown = 0;

  for (guint i = 0; i < self->facts->buckets->len; i++)
    n_shown += sentinel_histogram_bucket_get_total (&g_array_index (self->facts->buckets,
                                                                    SentinelHistogramBucket,
                                                                    i));
  gtk_stack_set_visible_child_name (self->stack,
                                    is_empty && n_shown == 0 ? "first-run" : "overview");
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "overview.check-all",
                                 self->facts->n_enabled > 0);
}

static void
show_facts (SentinelOverviewPage *self)
{
  show_rules (self);
  show_today (self);
  show_waiting (self);
  gtk_label_set_label (self->histogram_title, get_histogram_title (self->facts->range));
  sentinel_overview_legend_show (self->legend, self->facts->buckets);
  sentinel_histogram_set_buckets (self->histogram,
                                  self->facts->buckets,
                                  sentinel_ticker_get_zone (self->ticker));
  show_state (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    sentinel_clock_source_set_due (self->bar_over, get_end_us (self->facts));
}

static void
show_error (SentinelOverviewPage *self, const GError *error)
{
  g_autofree char *text = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->error_page, text);
  if (self->facts == NULL)
    gtk_stack_set_visible_child_name (self->stack, "error");
  g_object_set (self->banners, "trouble-told", self->facts == NULL, NULL);
}

static void
facts_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelOverviewPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelOverviewFacts) facts =
      sentinel_overview_facts_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  sentinel_refresher_done (self->refresher);
  if (facts == NULL) {
    show_error (self, error);
    return;
  }
  if (facts->range != get_range (self))
    return;
  g_object_set (self->banners, "trouble-told", FALSE, NULL);
  sentinel_overview_facts_free (self->facts);
  self->facts = g_steal_pointer (&facts);
  show_facts (self);
}

static void
read_facts_cb (SentinelOverviewPage *self)
{
  sentinel_overview_facts_read_async (get_store (self),
                                      get_range (self),
                                      sentinel_ticker_get_zone (self->ticker),
                                      self->cancellable,
                                      facts_read_cb,
                                      g_object_ref (self));
}

/* What is not on screen is read when it is. */
static void
changed_cb (SentinelOverviewPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    sentinel_refresher_ask (self->refresher);
}

/* A person who asks for another range does not wait for the interval. */
static void
range_changed_cb (SentinelOverviewPage *self)
{
  if (self->context != NULL)
    read_facts_cb (self);
}

static void
zone_changed_cb (SentinelOverviewPage *self)
{
  changed_cb (self);
}

static gboolean
bar_over_cb (gpointer data)
{
  SentinelOverviewPage *self = data;

  sentinel_clock_source_set_due (self->bar_over, -1);
  changed_cb (self);
  return G_SOURCE_CONTINUE;
}

/* Ways on */

static void
show_live (SentinelOverviewPage *self, const char *filter, gboolean all)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-live", "(sb)", filter, all);
}

static void
today_clicked_cb (SentinelOverviewPage *self)
{
  g_autofree char *from = NULL;
  g_autofree char *filter = NULL;

  if (self->facts == NULL)
    return;
  from = sentinel_timestamp_format_utc (self->facts->midnight_us);
  filter = g_strconcat ("after:", from, NULL);
  show_live (self, filter, TRUE);
}

static void
waiting_clicked_cb (SentinelOverviewPage *self)
{
  show_live (self, "is:waiting", FALSE);
}

static char *
format_range (gint64 from_us, gint64 to_us)
{
  g_autofree char *from = sentinel_timestamp_format_utc (from_us);
  g_autofree char *to = sentinel_timestamp_format_utc (to_us);

  return g_strdup_printf ("after:%s before:%s", from, to);
}

static void
bar_activated_cb (SentinelOverviewPage *self, gint64 from_us, gint64 to_us)
{
  g_autofree char *filter = format_range (from_us, to_us);

  show_live (self, filter, TRUE);
}

static void
legend_activated_cb (SentinelOverviewPage *self, int importance)
{
  g_autofree char *range = NULL;
  g_autofree char *filter = NULL;

  if (self->facts == NULL)
    return;
  range = format_range (g_array_index (self->facts->buckets, SentinelHistogramBucket, 0).from_us,
                        get_end_us (self->facts));
  filter = g_strdup_printf ("importance:%s %s",
                            sentinel_importance_to_string ((SentinelImportance) importance),
                            range);
  show_live (self, filter, TRUE);
}

static void
row_activated_cb (SentinelOverviewPage *self, SentinelNewestRow *row)
{
  gint64 id = sentinel_newest_row_get_event_id (row);

  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-event", "x", id);
}

static void
check_all_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_check_all (widget, SENTINEL_OVERVIEW_PAGE (widget)->context);
}

static void
try_again_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_refresher_ask (SENTINEL_OVERVIEW_PAGE (widget)->refresher);
}

static void
started_cb (GObject *context, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelOverviewPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean started = sentinel_starter_add_finish (SENTINEL_CONTEXT (context), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "overview.watch-this-computer", TRUE);
  if (!started)
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("The rules could not be added"), error);
}

static void
watch_this_computer_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelOverviewPage *self = SENTINEL_OVERVIEW_PAGE (widget);

  gtk_widget_action_set_enabled (widget, action_name, FALSE);
  sentinel_starter_add_async (self->context, self->cancellable, started_cb, g_object_ref (self));
}

/* Rows */

static void
set_narrow (SentinelOverviewPage *self, gboolean is_narrow)
{
  self->is_narrow = is_narrow;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->newest)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (SENTINEL_IS_NEWEST_ROW (row))
      sentinel_newest_row_set_narrow (SENTINEL_NEWEST_ROW (row), is_narrow);
}

static void
narrowed_cb (SentinelOverviewPage *self)
{
  set_narrow (self, TRUE);
}

static void
widened_cb (SentinelOverviewPage *self)
{
  set_narrow (self, FALSE);
}

static GtkWidget *
make_row (gpointer slot, gpointer data)
{
  SentinelOverviewPage *self = data;
  GtkWidget *row = sentinel_newest_row_new (slot, self->ticker);

  sentinel_newest_row_set_narrow (SENTINEL_NEWEST_ROW (row), self->is_narrow);
  return row;
}

/* The object */

static void
sentinel_overview_page_map (GtkWidget *widget)
{
  SentinelOverviewPage *self = SENTINEL_OVERVIEW_PAGE (widget);

  GTK_WIDGET_CLASS (sentinel_overview_page_parent_class)->map (widget);
  if (self->context != NULL)
    sentinel_refresher_ask (self->refresher);
}

static void
sentinel_overview_page_unmap (GtkWidget *widget)
{
  SentinelOverviewPage *self = SENTINEL_OVERVIEW_PAGE (widget);

  if (self->bar_over != NULL)
    sentinel_clock_source_set_due (self->bar_over, -1);
  GTK_WIDGET_CLASS (sentinel_overview_page_parent_class)->unmap (widget);
}

static void
sentinel_overview_page_dispose (GObject *object)
{
  SentinelOverviewPage *self = SENTINEL_OVERVIEW_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->bar_over != NULL)
    g_source_destroy (self->bar_over);
  g_clear_pointer (&self->bar_over, g_source_unref);
  if (self->newest != NULL)
    gtk_list_box_bind_model (self->newest, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_OVERVIEW_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->refresher);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_overview_page_parent_class)->dispose (object);
}

static void
sentinel_overview_page_finalize (GObject *object)
{
  SentinelOverviewPage *self = SENTINEL_OVERVIEW_PAGE (object);

  g_object_unref (self->cancellable);
  sentinel_overview_facts_free (self->facts);
  G_OBJECT_CLASS (sentinel_overview_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, banners);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, rules_card);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, today_card);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, waiting_card);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, flows_card);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, server_card);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, content);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, title_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, histogram_title);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, legend);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, range_group);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, histogram);
  gtk_widget_class_bind_template_child (widget_class, SentinelOverviewPage, newest);
  gtk_widget_class_bind_template_callback (widget_class, narrowed_cb);
  gtk_widget_class_bind_template_callback (widget_class, widened_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, waiting_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, legend_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, range_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, bar_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
sentinel_overview_page_class_init (SentinelOverviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_overview_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_overview_page_finalize;
  widget_class->map = sentinel_overview_page_map;
  widget_class->unmap = sentinel_overview_page_unmap;
  g_type_ensure (SENTINEL_TYPE_BANNERS);
  g_type_ensure (SENTINEL_TYPE_HISTOGRAM);
  g_type_ensure (SENTINEL_TYPE_OVERVIEW_CARD);
  g_type_ensure (SENTINEL_TYPE_OVERVIEW_LEGEND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-overview-page.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "overview.check-all", NULL, check_all_action);
  gtk_widget_class_install_action (widget_class,
                                   "overview.watch-this-computer",
                                   NULL,
                                   watch_this_computer_action);
  gtk_widget_class_install_action (widget_class, "overview.try-again", NULL, try_again_action);
}

static void
sentinel_overview_page_init (SentinelOverviewPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  show_prefect (self->flows_card);
  show_prefect (self->server_card);
  sentinel_overview_card_set_icon (self->rules_card, NULL, "");
  sentinel_overview_card_set_icon (self->today_card, NULL, "");
  sentinel_overview_card_set_icon (self->waiting_card, NULL, "");
  sentinel_overview_card_set_icon (self->flows_card, NULL, "");
  sentinel_overview_card_set_icon (self->server_card, NULL, "");
}

static void
follow (SentinelOverviewPage *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
follow_store (SentinelOverviewPage *self)
{
  SentinelStore *store = get_store (self);

  follow (self, store, "events-changed", G_CALLBACK (changed_cb));
  follow (self, store, "rules-changed", G_CALLBACK (changed_cb));
  follow (self, store, "reload", G_CALLBACK (changed_cb));
  follow (self, store, "notify::trouble", G_CALLBACK (changed_cb));
  follow (self, self->ticker, "notify::times-in-utc", G_CALLBACK (zone_changed_cb));
  follow (self, self->refresher, "refresh", G_CALLBACK (read_facts_cb));
}

static void
set_up_newest (SentinelOverviewPage *self)
{
  SentinelQuery query = { .live = TRUE, .limit = N_NEWEST };

  self->list = sentinel_event_list_new (get_store (self));
  gtk_list_box_bind_model (self->newest, G_LIST_MODEL (self->list), make_row, self, NULL);
  sentinel_event_list_set_query (self->list, &query);
}

/**
 * sentinel_overview_page_set_context:
 * @self: a page without one
 * @context: the program's parts
 * @ticker: what makes ages grow, and whose zone days and hours are of
 *
 * Main thread, once.
 */
void
sentinel_overview_page_set_context (SentinelOverviewPage *self,
                                    SentinelContext *context,
                                    SentinelTicker *ticker)
{
  SentinelClock *clock = sentinel_context_get_clock (context);

  g_return_if_fail (SENTINEL_IS_OVERVIEW_PAGE (self) && self->context == NULL);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->refresher = sentinel_refresher_new (clock, INTERVAL_MS);
  self->bar_over = sentinel_clock_create_source (clock, SENTINEL_CLOCK_REALTIME, -1);
  g_source_set_callback (self->bar_over, bar_over_cb, self, NULL);
  g_source_attach (self->bar_over, NULL);
  sentinel_banners_set_context (self->banners, context);
  set_up_newest (self);
  follow_store (self);
  sentinel_refresher_ask (self->refresher);
}

/**
 * sentinel_overview_page_get_state:
 * @self: a page
 *
 * Returns: (transfer none): what it shows
 */
const char *
sentinel_overview_page_get_state (SentinelOverviewPage *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}
