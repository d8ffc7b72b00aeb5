/* SPDX-License-Identifier: MIT */
/* One read per change gives all of what is selected; it is said by widgets that stay. */
#include "sentinel-event-details.h"
#include "sentinel-acknowledge.h"
#include "sentinel-details-content.h"
#include "sentinel-details-sum.h"
#include "sentinel-details-text.h"
#include "sentinel-details-why.h"
#include "sentinel-error.h"
#include "sentinel-event-clipboard.h"
#include "sentinel-event-record.h"
#include "sentinel-event-store.h"
#include "sentinel-late-menu.h"
#include "sentinel-note-dialog.h"
#include "sentinel-refresher.h"
#include "sentinel-snooze.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define INTERVAL_MS 500
#define MARGIN 18

struct _SentinelEventDetails {
  AdwBin parent_instance;
  GtkWidget *scroller, *bar, *acknowledge, *more;
  GtkWidget *words, *sum;
  GtkWidget *content; /* NULL without context */
  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelRefresher *refresher;
  GCancellable *cancellable;
  GArray *ids; /* of gint64: what the actions are for */
  SentinelEventRecord *record; /* NULL: not read, gone, or several */
  GPtrArray *events; /* of SentinelEvent, NULL elements: gone; NULL: not read, or not several */
};

G_DEFINE_FINAL_TYPE (SentinelEventDetails, sentinel_event_details, ADW_TYPE_BIN)

static gint64
get_event_id (SentinelEventDetails *self)
{
  return self->ids->len == 1 ? g_array_index (self->ids, gint64, 0) : 0;
}

static const SentinelDetailsCounts *
get_counts (SentinelEventDetails *self)
{
  return sentinel_details_sum_get_counts (SENTINEL_DETAILS_SUM (self->sum));
}

/* any of several */
static gboolean
has_acknowledged (SentinelEventDetails *self)
{
  return self->events != NULL && get_counts (self)->n_acknowledged > 0;
}

/* all that is selected, as far as it is there */
static gboolean
is_acknowledged (SentinelEventDetails *self)
{
  const SentinelDetailsCounts *counts = get_counts (self);

  if (self->record != NULL)
    return self->record->event->acked_at_us != 0;
  return has_acknowledged (self) && counts->n_acknowledged + counts->n_gone == counts->n_all;
}

static void
update_actions (SentinelEventDetails *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_one = self->record != NULL;
  gboolean is_there = is_one || self->events != NULL;

  gtk_widget_set_visible (self->bar, self->ids->len > 1 || is_one);
  gtk_widget_action_set_enabled (widget,
                                 "details.unacknowledge",
                                 has_acknowledged (self) && !is_acknowledged (self));
  gtk_widget_action_set_enabled (widget, "details.acknowledge", is_there);
  gtk_widget_action_set_enabled (widget, "details.snooze", is_there);
  gtk_widget_action_set_enabled (widget, "details.copy", is_there);
  gtk_widget_action_set_enabled (widget, "details.note", is_one);
  gtk_widget_action_set_enabled (widget, "details.act", is_one);
  gtk_button_set_label (GTK_BUTTON (self->acknowledge),
                        is_acknowledged (self) ? _ ("Un-_Acknowledge") : _ ("_Acknowledge…"));
  /* With several selected the list has a button in that colour; a view has one at most. */
  if (is_one && !is_acknowledged (self))
    gtk_widget_add_css_class (self->acknowledge, "suggested-action");
  else
    gtk_widget_remove_css_class (self->acknowledge, "suggested-action");
}

/* shown: one of words, sum, content */
static void
show_only (SentinelEventDetails *self, GtkWidget *shown)
{
  gtk_widget_set_visible (self->words, shown == self->words);
  gtk_widget_set_visible (self->sum, shown == self->sum);
  if (self->content != NULL)
    gtk_widget_set_visible (self->content, shown == self->content);
  update_actions (self);
}

static void
show_words (SentinelEventDetails *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->words), words);
  show_only (self, self->words);
}

static void
forget (SentinelEventDetails *self)
{
  g_clear_pointer (&self->record, sentinel_event_record_free);
  g_clear_pointer (&self->events, g_ptr_array_unref);
}

static void
scroll_to_top (SentinelEventDetails *self)
{
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)),
      0);
}

/* Reading */

static void
show_trouble (SentinelEventDetails *self, const GError *error)
{
  forget (self);
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND))
    show_words (self, _ ("This event is gone. It was removed from the database."));
  else
    show_words (self, error->message);
}

static void
read_one_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelEventDetails) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelEventRecord) record =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (record == NULL) {
    show_trouble (self, error);
  } else if (record->event->id == get_event_id (self)) {
    forget (self);
    self->record = g_steal_pointer (&record);
    sentinel_details_content_set_record (SENTINEL_DETAILS_CONTENT (self->content), self->record);
    show_only (self, self->content);
  }
  sentinel_refresher_done (self->refresher);
}

static void
read_one (SentinelEventDetails *self)
{
  SentinelEventRecordQuestion *question = g_new0 (SentinelEventRecordQuestion, 1);

  question->event_id = get_event_id (self);
  question->now_us = sentinel_ticker_get_now_us (self->ticker);
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             sentinel_event_record_read,
                             question,
                             g_free,
                             (GDestroyNotify) sentinel_event_record_free,
                             self->cancellable,
                             read_one_cb,
                             g_object_ref (self));
}

/* reader thread; data: the ids */
static gpointer
read_events (SentinelDatabase *db, gpointer data, GError **error)
{
  GArray *ids = data;

  return sentinel_event_store_get_many (db, (const gint64 *) (gpointer) ids->data, ids->len, error);
}

static void
read_several_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelEventDetails) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *events = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (events == NULL) {
    show_trouble (self, error);
  } else {
    forget (self);
    self->events = events;
    sentinel_details_sum_set_events (SENTINEL_DETAILS_SUM (self->sum), events);
    show_only (self, self->sum);
  }
  sentinel_refresher_done (self->refresher);
}

static void
read_several (SentinelEventDetails *self)
{
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             read_events,
                             g_array_copy (self->ids),
                             (GDestroyNotify) g_array_unref,
                             (GDestroyNotify) g_ptr_array_unref,
                             self->cancellable,
                             read_several_cb,
                             g_object_ref (self));
}

static void
refresh_cb (SentinelEventDetails *self)
{
  if (self->ids->len == 0) {
    sentinel_refresher_done (self->refresher);
    return;
  }
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->ids->len == 1)
    read_one (self);
  else
    read_several (self);
}

static void
ask (SentinelEventDetails *self)
{
  if (self->refresher != NULL && self->ids->len > 0)
    sentinel_refresher_ask (self->refresher);
}

/* What is selected anew is shown at once, however fast a person goes through the list: an answer
 * for what was selected before is of no use, and no interval is waited for. */
static void
read_selection (SentinelEventDetails *self)
{
  if (self->context == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->refresher);
  self->refresher =
      sentinel_refresher_new (sentinel_context_get_clock (self->context), INTERVAL_MS);
  g_signal_connect_object (self->refresher,
                           "refresh",
                           G_CALLBACK (refresh_cb),
                           self,
                           G_CONNECT_SWAPPED);
  ask (self);
}

static void
events_changed_cb (SentinelEventDetails *self, SentinelIdRanges *ids)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (sentinel_id_ranges_contains (ids, g_array_index (self->ids, gint64, i))) {
      ask (self);
      return;
    }
}

/* A rule that is renamed, edited or deleted changes what is said about the event. */
static void
rules_changed_cb (SentinelEventDetails *self, SentinelIdRanges *ids)
{
  if (self->record != NULL && sentinel_id_ranges_contains (ids, self->record->event->rule_id))
    ask (self);
}

/* Actions */

/* (transfer container) (element-type SentinelEvent): what of the selection is there */
static GPtrArray *
list_events (SentinelEventDetails *self)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  if (self->record != NULL)
    g_ptr_array_add (events, sentinel_event_ref (self->record->event));
  for (guint i = 0; self->events != NULL && i < self->events->len; i++)
    if (g_ptr_array_index (self->events, i) != NULL)
      g_ptr_array_add (events, sentinel_event_ref (g_ptr_array_index (self->events, i)));
  return events;
}

static void
acknowledge_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);
  g_autoptr (GPtrArray) events = list_events (self);

  if (is_acknowledged (self))
    sentinel_acknowledge_undo (widget, self->context, self->ids);
  else if (events->len > 0)
    sentinel_acknowledge_ask (widget, self->context, self->ids, events);
}

/* of several, those that are acknowledged */
static void
unacknowledge_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);

  sentinel_acknowledge_undo (widget, self->context, self->ids);
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
  g_autoptr (GPtrArray) events = list_events (self);

  if (events->len > 0)
    sentinel_event_clipboard_set (widget, events, sentinel_ticker_get_zone (self->ticker));
}

/* The texts that are cut on screen, by the key of their notice. */
static const struct {
  const char *key, *title;
  gsize offset; /* in the record; of the message, in the event */
} texts[] = {
  { "message", N_ ("Message"), 0 },
  { "payload", N_ ("Payload"), G_STRUCT_OFFSET (SentinelEventRecord, payload) },
  { "labels", N_ ("Labels"), G_STRUCT_OFFSET (SentinelEventRecord, labels) },
};

/* (transfer full) (nullable): the whole text, without what could harm */
static char *
dup_whole_text (SentinelEventDetails *self, const char *key, const char **title)
{
  for (guint i = 0; self->record != NULL && i < G_N_ELEMENTS (texts); i++) {
    if (!g_str_equal (texts[i].key, key))
      continue;
    *title = _ (texts[i].title);
    if (texts[i].offset == 0)
      return sentinel_text_to_block (self->record->event->message);
    return sentinel_details_text_format_json (G_STRUCT_MEMBER (char *,
                                                               self->record,
                                                               texts[i].offset));
  }
  return NULL;
}

static void
show_text_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *title;
  g_autofree char *text = dup_whole_text (SENTINEL_EVENT_DETAILS (widget),
                                          g_variant_get_string (parameter, NULL),
                                          &title);

  if (text != NULL)
    sentinel_details_show_text (widget, title, text);
}

static void
copy_text_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *title;
  g_autofree char *text = dup_whole_text (SENTINEL_EVENT_DETAILS (widget),
                                          g_variant_get_string (parameter, NULL),
                                          &title);

  if (text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  sentinel_toast_show (widget, _ ("Copied"));
}

static void
why_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelEventDetails *self = SENTINEL_EVENT_DETAILS (widget);

  if (self->record != NULL)
    sentinel_details_show_why (widget, self->context, self->record->event->id);
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
  forget (self);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (sentinel_event_details_parent_class)->dispose (object);
}

static void
sentinel_event_details_class_init (SentinelEventDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_event_details_dispose;
  gtk_widget_class_install_action (widget_class, "details.acknowledge", NULL, acknowledge_action);
  gtk_widget_class_install_action (widget_class,
                                   "details.unacknowledge",
                                   NULL,
                                   unacknowledge_action);
  gtk_widget_class_install_action (widget_class, "details.snooze", "s", snooze_action);
  gtk_widget_class_install_action (widget_class, "details.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "details.act", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "details.why", NULL, why_action);
  gtk_widget_class_install_action (widget_class, "details.show-text", "s", show_text_action);
  gtk_widget_class_install_action (widget_class, "details.copy-text", "s", copy_text_action);
  gtk_widget_class_install_action (widget_class, "details.copy", NULL, copy_action);
}

static GtkWidget *
make_menu_button (GMenuModel *model, const char *label, const char *icon_name)
{
  GtkWidget *button = gtk_menu_button_new ();

  sentinel_late_menu_set (GTK_MENU_BUTTON (button), model);
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

/* What cannot be done with several is not offered. */
static void
append_where_enabled (GMenu *menu, const char *label, const char *action_name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action_name);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_bar (SentinelEventDetails *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GMenuModel) times = sentinel_snooze_menu_new ("details.snooze");
  g_autoptr (GMenu) more = g_menu_new ();

  append_where_enabled (more, _ ("Un-_Acknowledge"), "details.unacknowledge");
  append_where_enabled (more, _ ("Add _Note…"), "details.note");
  append_where_enabled (more, _ ("Action _Taken…"), "details.act");
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

static GtkWidget *
make_words (void)
{
  GtkWidget *words = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (words), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (words), GTK_JUSTIFY_CENTER);
  gtk_widget_set_vexpand (words, TRUE);
  gtk_widget_add_css_class (words, "secondary");
  return words;
}

static void
sentinel_event_details_init (SentinelEventDetails *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *shown = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->words = make_words ();
  self->sum = sentinel_details_sum_new ();
  gtk_box_append (GTK_BOX (shown), self->words);
  gtk_box_append (GTK_BOX (shown), self->sum);
  gtk_widget_set_margin_start (shown, MARGIN);
  gtk_widget_set_margin_end (shown, MARGIN);
  gtk_widget_set_margin_top (shown, 6);
  gtk_widget_set_margin_bottom (shown, MARGIN);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), shown);
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
  self->content = sentinel_details_content_new (context, ticker);
  gtk_widget_set_visible (self->content, FALSE);
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (self->sum)), self->content);
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
  read_selection (self);
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
  forget (self);
  scroll_to_top (self);
  if (event_id != 0)
    g_array_append_val (self->ids, event_id);
  if (event_id == 0)
    show_words (self, _ ("Select an event to see its details."));
  else
    update_actions (self);
  read_selection (self);
}

/**
 * sentinel_event_details_set_selection:
 * @self: a pane
 * @ids: (element-type gint64): the events that are selected, more than one
 *
 * Says how many are selected and of what kind, and follows them; the actions are for all of them.
 * Main thread.
 */
void
sentinel_event_details_set_selection (SentinelEventDetails *self, GArray *ids)
{
  g_array_set_size (self->ids, 0);
  g_array_append_vals (self->ids, ids->data, ids->len);
  forget (self);
  scroll_to_top (self);
  update_actions (self);
  read_selection (self);
}
