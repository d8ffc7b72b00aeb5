/* SPDX-License-Identifier: MIT */
/* One read per change gives all of the event; what is on screen is made from it anew. */
#include "sentinel-event-details.h"
#include "sentinel-acknowledge.h"
#include "sentinel-age.h"
#include "sentinel-details-parts.h"
#include "sentinel-details-why.h"
#include "sentinel-error.h"
#include "sentinel-event-clipboard.h"
#include "sentinel-event-record.h"
#include "sentinel-event-words.h"
#include "sentinel-note-dialog.h"
#include "sentinel-refresher.h"
#include "sentinel-snooze.h"
#include <glib/gi18n.h>

#define INTERVAL_MS 500
#define MARGIN 18

struct _SentinelEventDetails {
  AdwBin parent_instance;
  GtkWidget *scroller, *bar, *acknowledge, *more;
  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelRefresher *refresher;
  GCancellable *cancellable;
  GArray *ids; /* of gint64: what the actions are for */
  SentinelEventRecord *record; /* NULL: not read, gone, or several */
};

G_DEFINE_FINAL_TYPE (SentinelEventDetails, sentinel_event_details, ADW_TYPE_BIN)

static gint64
get_event_id (SentinelEventDetails *self)
{
  return self->ids->len == 1 ? g_array_index (self->ids, gint64, 0) : 0;
}

static gboolean
is_acknowledged (SentinelEventDetails *self)
{
  return self->record != NULL && self->record->event->acked_at_us != 0;
}

static void
update_actions (SentinelEventDetails *self)
{
  gboolean is_there = self->record != NULL;

  gtk_widget_set_visible (self->bar, is_there || self->ids->len > 1);
  gtk_widget_set_visible (self->more, is_there);
  if (is_acknowledged (self)) {
    gtk_button_set_label (GTK_BUTTON (self->acknowledge), _ ("Un-_Acknowledge"));
    gtk_widget_remove_css_class (self->acknowledge, "suggested-action");
  } else {
    gtk_button_set_label (GTK_BUTTON (self->acknowledge), _ ("_Acknowledge…"));
    gtk_widget_add_css_class (self->acknowledge, "suggested-action");
  }
}

static void
show_content (SentinelEventDetails *self, GtkWidget *content)
{
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), content);
  update_actions (self);
}

static void
show_words (SentinelEventDetails *self, const char *words)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_margin_start (label, MARGIN);
  gtk_widget_set_margin_end (label, MARGIN);
  gtk_widget_add_css_class (label, "secondary");
  show_content (self, label);
}

static void
show_record (SentinelEventDetails *self)
{
  show_content (self, sentinel_details_parts_new (self->record, self->context, self->ticker));
}

static void
read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelEventDetails) self = data;
  g_autoptr (GError) error = NULL;
  SentinelEventRecord *record = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (record == NULL || record->event->id == get_event_id (self)) {
    g_clear_pointer (&self->record, sentinel_event_record_free);
    self->record = record;
    if (record != NULL)
      show_record (self);
    else if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
      show_words (self, _ ("This event is gone. It was removed from the database."));
    else
      show_words (self, error->message);
  } else {
    sentinel_event_record_free (record);
  }
  sentinel_refresher_done (self->refresher);
}

static void
refresh_cb (SentinelEventDetails *self)
{
  SentinelEventRecordQuestion *question;

  if (get_event_id (self) == 0) {
    sentinel_refresher_done (self->refresher);
    return;
  }
  question = g_new0 (SentinelEventRecordQuestion, 1);
  question->event_id = get_event_id (self);
  question->now_us = sentinel_ticker_get_now_us (self->ticker);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             sentinel_event_record_read,
                             question,
                             g_free,
                             (GDestroyNotify) sentinel_event_record_free,
                             self->cancellable,
                             read_cb,
                             g_object_ref (self));
}

static void
ask (SentinelEventDetails *self)
{
  if (self->refresher != NULL && get_event_id (self) != 0)
    sentinel_refresher_ask (self->refresher);
}

static void
events_changed_cb (SentinelEventDetails *self, SentinelIdRanges *ids)
{
  if (sentinel_id_ranges_contains (ids, get_event_id (self)))
    ask (self);
}

/* A rule that is renamed, edited or deleted changes what is said about the event. */
static void
rules_changed_cb (SentinelEventDetails *self, SentinelIdRanges *ids)
{
  if (self->record != NULL && sentinel_id_ranges_contains (ids, self->record->event->rule_id))
    ask (self);
}

/* Actions */

static void
acknowledge_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);
  g_autoptr (GPtrArray) events = g_ptr_array_new ();

  if (self->ids->len == 0)
    return;
  if (is_acknowledged (self)) {
    sentinel_acknowledge_undo (widget, self->context, self->ids);
    return;
  }
  if (self->record != NULL)
    g_ptr_array_add (events, self->record->event);
  sentinel_acknowledge_ask (widget, self->context, self->ids, events);
}

static void
snooze_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);

  if (self->ids->len > 0)
    sentinel_snooze_events (widget,
                            self->context,
                            self->ids,
                            g_variant_get_string (parameter, NULL));
}

static void
note_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);
  gboolean is_act = g_str_equal (action_name, "details.act");

  if (self->record != NULL)
    sentinel_note_ask (widget,
                       self->context,
                       self->record->event->id,
                       is_act ? SENTINEL_NOTE_ACTION : SENTINEL_NOTE_COMMENT);
}

static void
copy_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);
  g_autoptr (GPtrArray) events = g_ptr_array_new ();

  if (self->record == NULL)
    return;
  g_ptr_array_add (events, self->record->event);
  sentinel_event_clipboard_set (widget, events, sentinel_ticker_get_zone (self->ticker));
}

static void
why_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);

  if (self->record != NULL)
    sentinel_details_show_why (widget, self->context, self->record->event->id);
}

static void
show_message_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);

  if (self->record != NULL)
    sentinel_details_show_text (widget, _ ("Message"), self->record->event->message);
}

static void
sentinel_event_details_dispose (GObject *object)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->refresher);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  g_clear_pointer (&self->record, sentinel_event_record_free);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (sentinel_event_details_parent_class)->dispose (object);
}

static void
sentinel_event_details_class_init (SentinelEventDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_event_details_dispose;
  gtk_widget_class_install_action (widget_class, "details.acknowledge", NULL, acknowledge_action);
  gtk_widget_class_install_action (widget_class, "details.snooze", "s", snooze_action);
  gtk_widget_class_install_action (widget_class, "details.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "details.act", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "details.why", NULL, why_action);
  gtk_widget_class_install_action (widget_class, "details.show-message", NULL, show_message_action);
  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_action);
}

static GtkWidget *
make_menu_button (GMenuModel *model, const char *label, const char *icon_name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), model);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  if (icon_name == NULL) {
    gtk_menu_button_set_label (GTK_MENU_BUTTON (button), label);
    gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
    return button;
  }
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), icon_name);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  return button;
}

static GtkWidget *
make_bar (SentinelEventDetails *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GMenuModel) times = sentinel_snooze_menu_new ("details.snooze");
  g_autoptr (GMenu) more = g_menu_new ();

  g_menu_append (more, _ ("Add _Note…"), "details.note");
  g_menu_append (more, _ ("Action _Taken…"), "details.act");
  g_menu_append (more, _ ("_Copy"), "details.copy");
  self->acknowledge = gtk_button_new_with_mnemonic (_ ("_Acknowledge…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->acknowledge), "details.acknowledge");
  gtk_widget_set_hexpand (self->acknowledge, TRUE);
  self->more = make_menu_button (G_MENU_MODEL (more), _ ("More"), "view-more-symbolic");
  gtk_box_append (GTK_BOX (bar), self->acknowledge);
  gtk_box_append (GTK_BOX (bar), make_menu_button (times, _ ("Snooze"), NULL));
  gtk_box_append (GTK_BOX (bar), self->more);
  gtk_widget_set_margin_start (bar, MARGIN);
  gtk_widget_set_margin_end (bar, MARGIN);
  gtk_widget_set_margin_top (bar, 12);
  gtk_widget_set_margin_bottom (bar, MARGIN);
  return bar;
}

static void
sentinel_event_details_init (SentinelEventDetails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  self->bar = make_bar (self);
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_box_append (GTK_BOX (box), self->bar);
  adw_bin_set_child (ADW_BIN (self), box);
  show_words (self, _ ("Select an event to see its details."));
}

/**
 * sentinel_event_details_set_context:
 * @self: a pane
 * @context: the program's parts
 * @ticker: by which ages grow, and in whose zone times are told
 *
 * From here on it shows what is in this store. Once; main thread.
 */
void
sentinel_event_details_set_context (SentinelEventDetails *self,
                                    SentinelContext *context,
                                    SentinelTicker *ticker)
{
  SentinelStore *store = sentinel_context_get_store (context);

  g_return_if_fail (self->context == NULL);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->refresher = sentinel_refresher_new (sentinel_context_get_clock (context), INTERVAL_MS);
  g_signal_connect_object (self->refresher,
                           "refresh",
                           G_CALLBACK (refresh_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store,
                           "events-changed",
                           G_CALLBACK (events_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store,
                           "rules-changed",
                           G_CALLBACK (rules_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "outbox-changed", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "reload", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (ticker,
                           "notify::times-in-utc",
                           G_CALLBACK (ask),
                           self,
                           G_CONNECT_SWAPPED);
  ask (self);
}

/**
 * sentinel_event_details_set_event_id:
 * @self: a pane
 * @event_id: the event; 0: none is selected
 *
 * Shows an event and follows it. Main thread.
 */
void
sentinel_event_details_set_event_id (SentinelEventDetails *self, gint64 event_id)
{
  if (event_id != 0 && event_id == get_event_id (self))
    return;
  g_array_set_size (self->ids, 0);
  g_clear_pointer (&self->record, sentinel_event_record_free);
  if (event_id != 0)
    g_array_append_val (self->ids, event_id);
  if (event_id == 0)
    show_words (self, _ ("Select an event to see its details."));
  else
    update_actions (self);
  ask (self);
}

/**
 * sentinel_event_details_set_selection:
 * @self: a pane
 * @ids: (element-type gint64): the events that are selected, more than one
 *
 * Says how many are selected; the actions are for all of them. Main thread.
 */
void
sentinel_event_details_set_selection (SentinelEventDetails *self, GArray *ids)
{
  g_autofree char *words =
      g_strdup_printf (ngettext ("%u event selected", "%u events selected", ids->len), ids->len);

  g_array_set_size (self->ids, 0);
  g_array_append_vals (self->ids, ids->data, ids->len);
  g_clear_pointer (&self->record, sentinel_event_record_free);
  show_words (self, words);
}
