/* SPDX-License-Identifier: MIT */
/* Texts from outside are set as text; what is long is cut and said to be. */
#include "sentinel-details-content.h"
#include "sentinel-cut-notice.h"
#include "sentinel-details-chart.h"
#include "sentinel-details-facts.h"
#include "sentinel-details-label.h"
#include "sentinel-details-text.h"
#include "sentinel-details-timeline.h"
#include "sentinel-event-words.h"
#include "sentinel-plan.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

/* of a message; it is a headline, and facts must not be far below it */
#define MAX_SHOWN_CHARACTERS 300
#define MAX_SHOWN_LINES 10
#define SPACING 12

struct _SentinelDetailsContent {
  AdwBin parent_instance;
  SentinelContext *context;
  SentinelTicker *ticker;
  GtkWidget *shape, *word, *status, *message, *notice;
  GtkWidget *chart, *facts, *timeline, *payload, *labels;
  const char *css_class; /* of the importance that is shown */
};

G_DEFINE_FINAL_TYPE (SentinelDetailsContent, sentinel_details_content, ADW_TYPE_BIN)

static void
sentinel_details_content_dispose (GObject *object)
{
  SentinelDetailsContent *self = SENTINEL_DETAILS_CONTENT (object);

  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_details_content_parent_class)->dispose (object);
}

static void
sentinel_details_content_class_init (SentinelDetailsContentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_details_content_dispose;
}

static void
sentinel_details_content_init (SentinelDetailsContent *self)
{
}

static void
add_head (SentinelDetailsContent *self, GtkBox *box)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->shape = gtk_image_new ();
  self->word = sentinel_details_label_new (NULL, "heading");
  self->status = sentinel_details_label_new (NULL, "secondary");
  self->message = sentinel_details_label_new_selectable ("title-4");
  self->notice = sentinel_cut_notice_new ("message");
  gtk_widget_add_css_class (self->shape, "mark");
  gtk_widget_set_hexpand (self->word, TRUE);
  gtk_box_append (GTK_BOX (row), self->shape);
  gtk_box_append (GTK_BOX (row), self->word);
  gtk_box_append (GTK_BOX (row), self->status);
  gtk_box_append (box, row);
  gtk_box_append (box, self->message);
  gtk_box_append (box, self->notice);
}

static void
add_why (GtkBox *box)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Why?"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "details.why");
  gtk_widget_set_tooltip_text (button, _ ("What led to this event, step by step"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (box, button);
}

/**
 * sentinel_details_content_new:
 * @context: the program's parts
 * @ticker: by which ages grow, and in whose zone times are told
 *
 * Returns: (transfer floating): the parts, which say nothing yet
 */
GtkWidget *
sentinel_details_content_new (SentinelContext *context, SentinelTicker *ticker)
{
  SentinelDetailsContent *self = g_object_new (SENTINEL_TYPE_DETAILS_CONTENT, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *heading = sentinel_details_label_new (_ ("Timeline"), "heading");

  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->chart = sentinel_details_chart_new ();
  self->facts = sentinel_details_facts_new (ticker);
  self->timeline = sentinel_details_timeline_new ();
  self->payload = sentinel_details_text_new (_ ("Payload"), "payload");
  self->labels = sentinel_details_text_new (_ ("Labels"), "labels");
  gtk_widget_set_margin_top (heading, SPACING / 2);
  gtk_widget_set_margin_top (self->payload, SPACING / 2);
  gtk_widget_set_margin_top (self->labels, SPACING / 2);
  add_head (self, GTK_BOX (box));
  gtk_box_append (GTK_BOX (box), self->chart);
  gtk_box_append (GTK_BOX (box), self->facts);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), self->timeline);
  gtk_box_append (GTK_BOX (box), self->payload);
  gtk_box_append (GTK_BOX (box), self->labels);
  add_why (GTK_BOX (box));
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

static void
show_importance (SentinelDetailsContent *self, const SentinelEvent *event)
{
  const char *css_class = sentinel_importance_get_css_class (event->importance);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->shape),
                                sentinel_importance_get_icon_name (event->importance));
  if (self->css_class != NULL)
    gtk_widget_remove_css_class (self->shape, self->css_class);
  self->css_class = css_class;
  gtk_widget_add_css_class (self->shape, css_class);
  sentinel_details_label_set_text (self->word, sentinel_importance_get_word (event->importance));
  sentinel_details_label_set_text (self->status, sentinel_event_get_status_word (event));
}

static glong
count_shown (const char *text)
{
  guint n_lines = 1;
  glong n = 0;

  for (const char *at = text; *at != '\0' && n < MAX_SHOWN_CHARACTERS; at = g_utf8_next_char (at)) {
    if (*at == '\n' && ++n_lines > MAX_SHOWN_LINES)
      break;
    n++;
  }
  return n;
}

/* A message keeps its lines here. */
static void
show_message (SentinelDetailsContent *self, const SentinelEvent *event)
{
  g_autofree char *text = sentinel_text_to_block (event->message != NULL ? event->message : "");
  glong n_shown = count_shown (text), n_all;
  g_autofree char *shown = sentinel_details_text_cut (text, n_shown, &n_all);
  g_autofree char *cut = n_all > n_shown ? g_strconcat (shown, "…", NULL) : NULL;

  sentinel_details_label_set_text (self->message, cut != NULL ? cut : shown);
  sentinel_cut_notice_set (SENTINEL_CUT_NOTICE (self->notice), n_shown, n_all);
}

/* What the event went past, by its rule as it is now. */
static gboolean
find_level (SentinelDetailsContent *self, const SentinelEventRecord *record, SentinelLevel *level)
{
  SentinelRegistry *registry = sentinel_context_get_registry (self->context);
  g_autoptr (SentinelPlan) plan = NULL;

  if (record->rule != NULL)
    plan = sentinel_plan_compile_rule (record->rule, registry, NULL);
  for (guint i = 0; plan != NULL && i < plan->n_levels; i++)
    if (plan->levels[i].importance == record->event->importance) {
      *level = plan->levels[i];
      return TRUE;
    }
  return FALSE;
}

/**
 * sentinel_details_content_set_record:
 * @self: the parts
 * @record: what is stored about an event; nothing of it is kept
 *
 * Says what is in there. Main thread.
 */
void
sentinel_details_content_set_record (SentinelDetailsContent *self,
                                     const SentinelEventRecord *record)
{
  GTimeZone *zone = sentinel_ticker_get_zone (self->ticker);
  SentinelLevel found;
  const SentinelLevel *level = find_level (self, record, &found) ? &found : NULL;

  show_importance (self, record->event);
  show_message (self, record->event);
  sentinel_details_chart_set_record (SENTINEL_DETAILS_CHART (self->chart),
                                     record,
                                     level,
                                     sentinel_context_get_registry (self->context),
                                     zone,
                                     sentinel_ticker_get_now_us (self->ticker));
  sentinel_details_facts_set_record (SENTINEL_DETAILS_FACTS (self->facts), record, level);
  sentinel_details_timeline_set_record (SENTINEL_DETAILS_TIMELINE (self->timeline),
                                        record,
                                        zone,
                                        sentinel_ticker_get_now_us (self->ticker));
  sentinel_details_text_set_json (SENTINEL_DETAILS_TEXT (self->payload), record->payload);
  sentinel_details_text_set_json (SENTINEL_DETAILS_TEXT (self->labels), record->labels);
}
