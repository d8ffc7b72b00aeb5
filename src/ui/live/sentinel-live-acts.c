/* SPDX-License-Identifier: MIT */
/* What can be done with the events that are selected. Nothing here changes a row: an act is
 * written, and the list follows. */
#include "sentinel-acknowledge.h"
#include "sentinel-event-clipboard.h"
#include "sentinel-event-selection.h"
#include "sentinel-live-page-private.h"
#include "sentinel-note-dialog.h"
#include "sentinel-snooze.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

static GArray *
list_selected (GtkWidget *page, GPtrArray *events)
{
  return sentinel_event_selection_list (SENTINEL_LIVE_PAGE (page)->selection, events);
}

static SentinelContext *
get_context (GtkWidget *page)
{
  return SENTINEL_LIVE_PAGE (page)->context;
}

static GPtrArray *
make_events (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
}

static void
acknowledge_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GArray) ids = list_selected (widget, events);

  if (ids->len > 0)
    sentinel_acknowledge_ask (widget, get_context (widget), ids, events);
}

static void
unacknowledge_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GArray) ids = list_selected (widget, NULL);

  if (ids->len > 0)
    sentinel_acknowledge_undo (widget, get_context (widget), ids);
}

static void
snooze_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GArray) ids = list_selected (widget, NULL);

  if (ids->len > 0)
    sentinel_snooze_events (widget,
                            get_context (widget),
                            ids,
                            g_variant_get_string (parameter, NULL));
}

/* A note is about one event. */
static void
ask_for_note (GtkWidget *widget, SentinelNoteKind kind)
{
  g_autoptr (GArray) ids = list_selected (widget, NULL);

  if (ids->len == 1)
    sentinel_note_ask (widget, get_context (widget), g_array_index (ids, gint64, 0), kind);
}

static void
add_note_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  ask_for_note (widget, SENTINEL_NOTE_COMMENT);
}

static void
action_taken_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  ask_for_note (widget, SENTINEL_NOTE_ACTION);
}

static void
copy_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelTicker *ticker = SENTINEL_LIVE_PAGE (widget)->ticker;
  g_autoptr (GPtrArray) events = make_events ();
  g_autoptr (GArray) ids = list_selected (widget, events);
  g_autofree char *title = NULL;

  if (events->len == 0)
    return;
  sentinel_event_clipboard_set (widget, events, sentinel_ticker_get_zone (ticker));
  title = events->len == ids->len
              ? g_strdup_printf (ngettext ("%u event copied", "%u events copied", events->len),
                                 events->len)
              /* Translators: how many of how many selected events were copied */
              : g_strdup_printf (_ ("%u of %u events copied: the others are not read yet"),
                                 events->len,
                                 ids->len);
  sentinel_toast_show (widget, title);
}

/**
 * sentinel_live_acts_install:
 * @widget_class: of the live page
 */
void
sentinel_live_acts_install (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "live.acknowledge", NULL, acknowledge_action);
  gtk_widget_class_install_action (widget_class, "live.unacknowledge", NULL, unacknowledge_action);
  gtk_widget_class_install_action (widget_class, "live.snooze", "s", snooze_action);
  gtk_widget_class_install_action (widget_class, "live.add-note", NULL, add_note_action);
  gtk_widget_class_install_action (widget_class, "live.action-taken", NULL, action_taken_action);
  gtk_widget_class_install_action (widget_class, "live.copy", NULL, copy_action);
}

/**
 * sentinel_live_acts_enable:
 * @self: a page
 * @n_selected: how many events are selected
 *
 * Main thread.
 */
void
sentinel_live_acts_enable (SentinelLivePage *self, guint n_selected)
{
  static const char *const for_any[] = { "live.acknowledge",
                                         "live.unacknowledge",
                                         "live.snooze",
                                         "live.copy" };
  static const char *const for_one[] = { "live.add-note", "live.action-taken" };

  for (guint i = 0; i < G_N_ELEMENTS (for_any); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_any[i], n_selected > 0);
  for (guint i = 0; i < G_N_ELEMENTS (for_one); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), for_one[i], n_selected == 1);
}
