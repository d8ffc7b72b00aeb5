/* SPDX-License-Identifier: MIT */
/* All lines are there from the start; those that say nothing are hidden. So a line that stays the
 * same is not touched, and what is selected in it stays selected. */
#include "sentinel-details-facts.h"
#include "sentinel-age-label.h"
#include "sentinel-age.h"
#include "sentinel-details-label.h"
#include "sentinel-event-words.h"
#include "sentinel-text.h"
#include "sentinel-words.h"
#include <glib/gi18n.h>
#include <math.h>

#define MAX_LINE_BYTES 500
#define MAX_COMMENT_BYTES 16000

typedef enum {
  FACT_RULE,
  FACT_RULE_GONE,
  FACT_SOURCE,
  FACT_CATEGORY,
  FACT_OPENED,
  FACT_OPEN_FOR,
  FACT_LASTED,
  FACT_ENDED,
  FACT_LIMIT,
  FACT_VALUE,
  FACT_FIRST,
  FACT_PEAK,
  FACT_LAST,
  FACT_REFIRED,
  FACT_REPEATS,
  FACT_ACKNOWLEDGED,
  FACT_SNOOZED,
  FACT_ACTION,
  N_FACTS
} Fact;

static const char *const names[N_FACTS] = {
  [FACT_RULE] = N_ ("Rule"),
  [FACT_RULE_GONE] = N_ ("Rule"),
  [FACT_SOURCE] = N_ ("Source"),
  [FACT_CATEGORY] = N_ ("Category"),
  [FACT_OPENED] = N_ ("Opened"),
  [FACT_OPEN_FOR] = N_ ("Open for"),
  [FACT_LASTED] = N_ ("Lasted"),
  [FACT_ENDED] = N_ ("End"),
  [FACT_LIMIT] = N_ ("Limit"),
  [FACT_VALUE] = N_ ("Value"),
  [FACT_FIRST] = N_ ("First value"),
  [FACT_PEAK] = N_ ("Peak"),
  [FACT_LAST] = N_ ("Last value"),
  [FACT_REFIRED] = N_ ("Fired again"),
  [FACT_REPEATS] = N_ ("Repeats"),
  [FACT_ACKNOWLEDGED] = N_ ("Acknowledged"),
  [FACT_SNOOZED] = N_ ("Snoozed until"),
  [FACT_ACTION] = N_ ("Action taken"),
};

struct _SentinelDetailsFacts {
  AdwBin parent_instance;
  SentinelTicker *ticker;
  GtkWidget *names[N_FACTS], *values[N_FACTS];
  GtkWidget *rule_name; /* in the button */
};

G_DEFINE_FINAL_TYPE (SentinelDetailsFacts, sentinel_details_facts, ADW_TYPE_BIN)

static void
sentinel_details_facts_dispose (GObject *object)
{
  g_clear_object (&SENTINEL_DETAILS_FACTS (object)->ticker);
  G_OBJECT_CLASS (sentinel_details_facts_parent_class)->dispose (object);
}

static void
sentinel_details_facts_class_init (SentinelDetailsFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_details_facts_dispose;
}

static void
sentinel_details_facts_init (SentinelDetailsFacts *self)
{
}

static GtkWidget *
make_rule_button (SentinelDetailsFacts *self)
{
  GtkWidget *button = gtk_button_new ();

  self->rule_name = sentinel_details_label_new (NULL, NULL);
  gtk_button_set_child (GTK_BUTTON (button), self->rule_name);
  gtk_widget_add_css_class (button, "link");
  gtk_widget_add_css_class (button, "fact-link");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  return button;
}

static GtkWidget *
make_value (SentinelDetailsFacts *self, Fact fact)
{
  GtkWidget *age;

  if (fact == FACT_RULE)
    return make_rule_button (self);
  if (fact != FACT_OPEN_FOR)
    return sentinel_details_label_new_selectable ("numeric");
  age = sentinel_age_label_new (self->ticker);
  gtk_widget_set_halign (age, GTK_ALIGN_START);
  return age;
}

static void
add_fact (SentinelDetailsFacts *self, GtkGrid *grid, Fact fact)
{
  GtkWidget *name = sentinel_details_label_new (_ (names[fact]), "secondary");
  GtkWidget *value = make_value (self, fact);

  /* Names are words of the program: they are not broken in the middle where values are long. */
  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD);
  gtk_label_set_yalign (GTK_LABEL (name), 0);
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_set_visible (name, FALSE);
  gtk_widget_set_visible (value, FALSE);
  gtk_grid_attach (grid, name, 0, (int) fact, 1, 1);
  gtk_grid_attach (grid, value, 1, (int) fact, 1, 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  name,
                                  NULL,
                                  -1);
  self->names[fact] = name;
  self->values[fact] = value;
}

/**
 * sentinel_details_facts_new:
 * @ticker: by which the age of the event grows
 *
 * Returns: (transfer floating): lines that say nothing yet
 */
GtkWidget *
sentinel_details_facts_new (SentinelTicker *ticker)
{
  SentinelDetailsFacts *self = g_object_new (SENTINEL_TYPE_DETAILS_FACTS, NULL);
  GtkWidget *grid = gtk_grid_new ();

  self->ticker = g_object_ref (ticker);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (Fact fact = 0; fact < N_FACTS; fact++)
    add_fact (self, GTK_GRID (grid), fact);
  adw_bin_set_child (ADW_BIN (self), grid);
  return GTK_WIDGET (self);
}

static void
show (SentinelDetailsFacts *self, Fact fact, gboolean is_shown)
{
  gtk_widget_set_visible (self->names[fact], is_shown);
  gtk_widget_set_visible (self->values[fact], is_shown);
}

/* text: nullable */
static void
say (SentinelDetailsFacts *self, Fact fact, const char *text)
{
  if (text != NULL && *text != '\0')
    sentinel_details_label_set_text (self->values[fact], text);
  show (self, fact, text != NULL && *text != '\0');
}

static void
say_line (SentinelDetailsFacts *self, Fact fact, const char *text)
{
  g_autofree char *line = sentinel_text_to_line (text != NULL ? text : "", MAX_LINE_BYTES);

  say (self, fact, line);
}

/* What people wrote keeps its lines. */
static void
say_block (SentinelDetailsFacts *self, Fact fact, const char *text)
{
  g_autofree char *block = sentinel_text_to_block (text != NULL ? text : "");

  if (strlen (block) > MAX_COMMENT_BYTES) {
    char *end = g_utf8_find_prev_char (block, block + MAX_COMMENT_BYTES);

    g_strlcpy (end, "…", sizeof "…");
  }
  say (self, fact, block);
}

static void
say_count (SentinelDetailsFacts *self, Fact fact, gint64 count, gint64 least)
{
  g_autofree char *text = g_strdup_printf ("%'" G_GINT64_FORMAT, count);

  say (self, fact, count >= least ? text : NULL);
}

static void
say_rule (SentinelDetailsFacts *self, const SentinelEventRecord *record)
{
  g_autofree char *name = sentinel_event_dup_rule (record->event);
  gboolean is_named = *name != '\0';
  /* Translators: the name of a rule that is no more */
  g_autofree char *gone = g_strdup_printf (_ ("%s (rule deleted)"), name);

  if (is_named && record->rule != NULL) {
    sentinel_details_label_set_text (self->rule_name, name);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->values[FACT_RULE]),
                                      "x",
                                      record->event->rule_id);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->values[FACT_RULE]), "win.show-rule");
  }
  show (self, FACT_RULE, is_named && record->rule != NULL);
  say (self, FACT_RULE_GONE, is_named && record->rule == NULL ? gone : NULL);
}

static char *
dup_quantity (double value, const char *unit)
{
  g_autofree char *line = sentinel_text_to_line (unit != NULL ? unit : "", 40);

  if (!isfinite (value))
    return NULL;
  if (*line == '\0')
    return g_strdup_printf ("%.4g", value);
  return g_strdup_printf (_ ("%.4g %s"), value, line);
}

/* One value that never changed is one fact, not three. */
static void
say_values (SentinelDetailsFacts *self, const SentinelEvent *event)
{
  g_autofree char *first = dup_quantity (event->value_first, event->unit);
  g_autofree char *peak = dup_quantity (event->value_peak, event->unit);
  g_autofree char *last = dup_quantity (event->value_last, event->unit);
  gboolean is_one = g_strcmp0 (first, last) == 0 && (peak == NULL || g_strcmp0 (peak, last) == 0);
  gboolean has_peak = g_strcmp0 (peak, first) != 0 && g_strcmp0 (peak, last) != 0;

  say (self, FACT_VALUE, is_one ? last : NULL);
  say (self, FACT_FIRST, is_one ? NULL : first);
  say (self, FACT_PEAK, has_peak ? peak : NULL);
  say (self, FACT_LAST, is_one ? NULL : last);
  say_count (self, FACT_REFIRED, event->refire_count, 1);
  say_count (self, FACT_REPEATS, event->repeat_count, 2);
}

/* The limit is the rule's of today; the event may have been measured by another. */
static void
say_limit (SentinelDetailsFacts *self,
           const SentinelEventRecord *record,
           const SentinelLevel *level)
{
  g_autofree char *limit = level != NULL ? sentinel_words_raise (level, record->event->unit) : NULL;
  g_autofree char *changed = NULL;

  if (limit != NULL && record->event->rule_version != 0
      && record->rule->version != record->event->rule_version)
    /* Translators: a limit, as in "above 90 %" */
    changed = g_strdup_printf (_ ("%s (the rule was changed since)"), limit);
  say_line (self, FACT_LIMIT, changed != NULL ? changed : limit);
}

static void
say_times (SentinelDetailsFacts *self, const SentinelEvent *event, GTimeZone *zone)
{
  gboolean is_open = event->closed_at_us == 0;
  g_autofree char *opened = sentinel_age_format_exact (event->opened_at_us, zone);
  g_autofree char *lasted = sentinel_age_format (event->closed_at_us - event->opened_at_us);
  gboolean has_lasted = !is_open && !event->point;

  say (self, FACT_OPENED, opened);
  sentinel_age_label_set_time (SENTINEL_AGE_LABEL (self->values[FACT_OPEN_FOR]),
                               event->opened_at_us);
  show (self, FACT_OPEN_FOR, is_open);
  say (self, FACT_LASTED, has_lasted ? lasted : NULL);
  say (self, FACT_ENDED, has_lasted ? sentinel_event_get_close_words (event->close_reason) : NULL);
}

/* Its comment stands on the timeline. */
static char *
dup_acknowledgement (const SentinelEvent *event, GTimeZone *zone)
{
  g_autofree char *name = sentinel_details_dup_name (event->acked_by, 100);
  g_autofree char *time = NULL;

  if (event->ack_scope == SENTINEL_ACK_UNTIL_CHANGED)
    /* Translators: who acknowledged an event */
    return g_strdup_printf (_ ("%s, until it changes"), name);
  if (event->ack_scope != SENTINEL_ACK_UNTIL_TIME)
    /* Translators: who acknowledged an event */
    return g_strdup_printf (_ ("%s, until it is resolved"), name);
  time = sentinel_age_format_time (event->ack_until_us, zone);
  /* Translators: who acknowledged an event, and until when: "Ada, until Wednesday, 08:00" */
  return g_strdup_printf (_ ("%s, until %s"), name, time);
}

static void
say_acts (SentinelDetailsFacts *self, const SentinelEvent *event, GTimeZone *zone)
{
  g_autofree char *acknowledged = event->acked_at_us != 0 ? dup_acknowledgement (event, zone)
                                                          : NULL;
  g_autofree char *snoozed = event->snoozed_until_us != 0
                                 ? sentinel_age_format_time (event->snoozed_until_us, zone)
                                 : NULL;

  say (self, FACT_ACKNOWLEDGED, acknowledged);
  say (self, FACT_SNOOZED, snoozed);
  say_block (self, FACT_ACTION, event->action_taken);
}

/**
 * sentinel_details_facts_set_record:
 * @self: facts
 * @record: what is stored about an event; nothing of it is kept
 * @level: (nullable): of the event's rule as it is now
 */
void
sentinel_details_facts_set_record (SentinelDetailsFacts *self,
                                   const SentinelEventRecord *record,
                                   const SentinelLevel *level)
{
  const SentinelEvent *event = record->event;
  GTimeZone *zone = sentinel_ticker_get_zone (self->ticker);

  say_rule (self, record);
  say_line (self, FACT_SOURCE, event->source);
  say_line (self, FACT_CATEGORY, event->category);
  say_times (self, event, zone);
  say_limit (self, record, level);
  say_values (self, event);
  say_acts (self, event, zone);
}
