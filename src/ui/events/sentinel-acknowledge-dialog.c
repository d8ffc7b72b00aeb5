/* SPDX-License-Identifier: MIT */
/* The dialog says what is acknowledged and what happens to it meanwhile, and turns four plain
 * choices into scope and time. */
#include "sentinel-acknowledge-dialog.h"
#include "sentinel-age.h"
#include "sentinel-event-words.h"
#include <glib/gi18n.h>

#define MAX_SHOWN_EVENTS 3
#define MORNING_HOUR 8

struct _SentinelAcknowledgeDialog {
  AdwDialog parent_instance;
  GtkListBox *events;
  GtkTextView *comment;
  GtkCheckButton *until_changed, *one_hour, *until_morning;
  AdwActionRow *morning_row;
  GtkLabel *notice;
  SentinelClock *clock;
  gint64 morning_us; /* what the row says, although midnight may pass meanwhile */
};

enum {
  SIGNAL_ACCEPTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelAcknowledgeDialog, sentinel_acknowledge_dialog, ADW_TYPE_DIALOG)

static gint64
get_tomorrow_morning_us (SentinelClock *clock)
{
  g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc_usec (sentinel_clock_get_realtime_us (clock));
  g_autoptr (GDateTime) now = g_date_time_to_local (utc);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (now, 1);
  g_autoptr (GDateTime) morning = g_date_time_new_local (g_date_time_get_year (tomorrow),
                                                         g_date_time_get_month (tomorrow),
                                                         g_date_time_get_day_of_month (tomorrow),
                                                         MORNING_HOUR,
                                                         0,
                                                         0);

  return g_date_time_to_unix_usec (morning);
}

static GtkWidget *
make_event_row (const SentinelEvent *event, gint64 now_us)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *shape =
      gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (event->importance));
  g_autofree char *title = sentinel_event_dup_message (event);
  g_autofree char *source = sentinel_event_dup_source (event);
  g_autofree char *age = sentinel_age_format (now_us - event->opened_at_us);
  /* Translators: below the message of an event: importance, source, age */
  g_autofree char *subtitle = g_strdup_printf (_ ("%s · %s · %s ago"),
                                               sentinel_importance_get_word (event->importance),
                                               source,
                                               age);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_add_css_class (shape, "mark");
  gtk_widget_add_css_class (shape, sentinel_importance_get_css_class (event->importance));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), shape);
  return row;
}

static GtkWidget *
make_rest_row (guint n_more)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title =
      g_strdup_printf (ngettext ("And %u more", "And %u more", n_more), n_more);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (row, "secondary");
  return row;
}

static void
show_events (SentinelAcknowledgeDialog *self, GPtrArray *events, guint n_events)
{
  gint64 now_us = sentinel_clock_get_realtime_us (self->clock);
  guint n_shown = MIN (events->len, MAX_SHOWN_EVENTS);
  g_autofree char *title =
      g_strdup_printf (ngettext ("Acknowledge Event", "Acknowledge %u Events", n_events), n_events);

  adw_dialog_set_title (ADW_DIALOG (self), title);
  for (guint i = 0; i < n_shown; i++)
    gtk_list_box_append (self->events, make_event_row (g_ptr_array_index (events, i), now_us));
  if (n_shown < n_events)
    gtk_list_box_append (self->events, make_rest_row (n_events - n_shown));
}

static void
show_morning (SentinelAcknowledgeDialog *self)
{
  g_autofree char *time = NULL;
  g_autofree char *subtitle = NULL;

  self->morning_us = get_tomorrow_morning_us (self->clock);
  time = sentinel_age_format_time (self->morning_us, NULL);
  /* Translators: when an acknowledgement ends, as in "Wednesday, 08:00, if it still fires then" */
  subtitle = g_strdup_printf (_ ("%s, if it still fires then"), time);
  adw_action_row_set_subtitle (self->morning_row, subtitle);
}

static char *
dup_comment (SentinelAcknowledgeDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->comment);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
accept_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (SentinelAcknowledgeDialog) self = g_object_ref (SENTINEL_ACKNOWLEDGE_DIALOG (widget));

  gtk_widget_action_set_enabled (widget, "acknowledge.accept", FALSE);
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0);
}

static void
cancel_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_dialog_close (ADW_DIALOG (widget));
}

static void
sentinel_acknowledge_dialog_dispose (GObject *object)
{
  SentinelAcknowledgeDialog *self = SENTINEL_ACKNOWLEDGE_DIALOG (object);

  g_clear_object (&self->clock);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_ACKNOWLEDGE_DIALOG);
  G_OBJECT_CLASS (sentinel_acknowledge_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-acknowledge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelAcknowledgeDialog, events);
  gtk_widget_class_bind_template_child (widget_class, SentinelAcknowledgeDialog, comment);
  gtk_widget_class_bind_template_child (widget_class, SentinelAcknowledgeDialog, until_changed);
  gtk_widget_class_bind_template_child (widget_class, SentinelAcknowledgeDialog, one_hour);
  gtk_widget_class_bind_template_child (widget_class, SentinelAcknowledgeDialog, until_morning);
  gtk_widget_class_bind_template_child (widget_class, SentinelAcknowledgeDialog, morning_row);
  gtk_widget_class_bind_template_child (widget_class, SentinelAcknowledgeDialog, notice);
}

static void
sentinel_acknowledge_dialog_class_init (SentinelAcknowledgeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_acknowledge_dialog_dispose;
  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted",
                                           SENTINEL_TYPE_ACKNOWLEDGE_DIALOG,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
  gtk_widget_class_install_action (widget_class, "acknowledge.accept", NULL, accept_action);
  gtk_widget_class_install_action (widget_class, "acknowledge.cancel", NULL, cancel_action);
  bind_template (widget_class);
}

static void
sentinel_acknowledge_dialog_init (SentinelAcknowledgeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sentinel_acknowledge_dialog_new:
 * @events: (element-type SentinelEvent): what is to be acknowledged, as far as it is read already
 * @n_events: how many those are in all, at least one
 * @clock: what "one hour" and "tomorrow" are counted from
 *
 * Returns: (transfer floating): a dialog to present
 */
SentinelAcknowledgeDialog *
sentinel_acknowledge_dialog_new (GPtrArray *events, guint n_events, SentinelClock *clock)
{
  SentinelAcknowledgeDialog *self = g_object_new (SENTINEL_TYPE_ACKNOWLEDGE_DIALOG, NULL);

  self->clock = g_object_ref (clock);
  show_events (self, events, n_events);
  show_morning (self);
  return self;
}

/**
 * sentinel_acknowledge_dialog_fill_act:
 * @self: a dialog
 * @act: gets comment, scope and time as they were chosen
 *
 * Reads what was chosen. An hour counts from now.
 */
void
sentinel_acknowledge_dialog_fill_act (SentinelAcknowledgeDialog *self, SentinelAcknowledgeAct *act)
{
  g_free (act->comment);
  act->comment = dup_comment (self);
  act->scope = SENTINEL_ACK_UNTIL_RESOLVED;
  act->until_us = 0;
  if (gtk_check_button_get_active (self->until_changed))
    act->scope = SENTINEL_ACK_UNTIL_CHANGED;
  if (gtk_check_button_get_active (self->one_hour))
    act->until_us = sentinel_clock_get_realtime_us (self->clock) + G_TIME_SPAN_HOUR;
  if (gtk_check_button_get_active (self->until_morning))
    act->until_us = self->morning_us;
  if (act->until_us != 0)
    act->scope = SENTINEL_ACK_UNTIL_TIME;
}

/* words: nullable */
static void
show_notice (SentinelAcknowledgeDialog *self, const char *words)
{
  gboolean is_new = words != NULL && g_strcmp0 (words, gtk_label_get_label (self->notice)) != 0;

  if (words != NULL)
    gtk_label_set_label (self->notice, words);
  gtk_widget_set_visible (GTK_WIDGET (self->notice), words != NULL);
  if (is_new)
    gtk_accessible_announce (GTK_ACCESSIBLE (self),
                             words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/**
 * sentinel_acknowledge_dialog_finish:
 * @self: a dialog that was accepted
 * @words: (nullable): why it could not be done; %NULL: it was
 *
 * Closes it, or says what went wrong and lets the person try again with what was typed.
 */
void
sentinel_acknowledge_dialog_finish (SentinelAcknowledgeDialog *self, const char *words)
{
  if (words == NULL) {
    adw_dialog_force_close (ADW_DIALOG (self));
    return;
  }
  show_notice (self, words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "acknowledge.accept", TRUE);
}

/**
 * sentinel_acknowledge_dialog_set_news:
 * @self: a dialog
 * @words: (nullable): what happened to the events meanwhile; %NULL: nothing that matters
 *
 * Says so above all else; what was typed stays.
 */
void
sentinel_acknowledge_dialog_set_news (SentinelAcknowledgeDialog *self, const char *words)
{
  show_notice (self, words);
}
