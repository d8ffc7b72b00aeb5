/* SPDX-License-Identifier: MIT */
/* The choices are words of the action's target; the time they mean is found when one is taken. */
#include "sentinel-snooze.h"
#include "sentinel-age.h"
#include "sentinel-snooze-act.h"
#include "sentinel-toast.h"
#include "sentinel-undo-offer.h"
#include <glib/gi18n.h>

#define MORNING_HOUR 8

typedef struct {
  GWeakRef parent;
  SentinelContext *context;
  SentinelSnoozeAct *act;
} Snoozing;

static void
snoozing_free (Snoozing *self)
{
  g_weak_ref_clear (&self->parent);
  g_object_unref (self->context);
  sentinel_snooze_act_free (self->act);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Snoozing, snoozing_free)

/**
 * sentinel_snooze_menu_new:
 * @action: an action with a parameter of type "s"
 *
 * Returns: (transfer full): the choices of how long
 */
GMenuModel *
sentinel_snooze_menu_new (const char *action)
{
  static const struct {
    const char *label, *choice;
  } choices[] = {
    { N_ ("For 1 Hour"), "1h" },
    { N_ ("For 4 Hours"), "4h" },
    { N_ ("Until Tomorrow Morning"), "morning" },
  };
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) times = g_menu_new ();
  g_autoptr (GMenu) end = g_menu_new ();
  g_autoptr (GMenuItem) end_item = g_menu_item_new (_ ("End Snooze"), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (_ (choices[i].label), NULL);

    g_menu_item_set_action_and_target (item, action, "s", choices[i].choice);
    g_menu_append_item (times, item);
  }
  g_menu_item_set_action_and_target (end_item, action, "s", "end");
  g_menu_append_item (end, end_item);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (times));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

/* The morning is that of the person, whichever zone times are shown in. */
static gint64
get_tomorrow_morning_us (gint64 now_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (now_us);
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

/* 0: ends the snooze; -1: no such choice */
static gint64
find_until_us (const char *choice, gint64 now_us)
{
  if (g_str_equal (choice, "1h"))
    return now_us + G_TIME_SPAN_HOUR;
  if (g_str_equal (choice, "4h"))
    return now_us + 4 * G_TIME_SPAN_HOUR;
  if (g_str_equal (choice, "morning"))
    return get_tomorrow_morning_us (now_us);
  return g_str_equal (choice, "end") ? 0 : -1;
}

static char *
describe_done (const SentinelSnoozeAct *act)
{
  guint n = act->done_ids->len;
  g_autofree char *time = NULL;

  if (act->until_us == 0)
    return g_strdup_printf (ngettext ("Snooze ended", "Snooze of %u events ended", n), n);
  time = sentinel_age_format_time (act->until_us, NULL);
  if (n == 1)
    /* Translators: a day of the week and a time */
    return g_strdup_printf (_ ("Snoozed until %s"), time);
  return g_strdup_printf (ngettext ("%u event snoozed until %s", "%u events snoozed until %s", n),
                          n,
                          time);
}

static void
snoozed_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (Snoozing) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);
  gboolean is_done = sentinel_store_write_finish (SENTINEL_STORE (store), result, &error);
  g_autofree char *title = NULL;

  if (parent == NULL && !is_done)
    g_warning ("Not snoozed: %s", error->message);
  if (parent == NULL)
    return;
  if (!is_done) {
    sentinel_toast_show_error (parent, _ ("Not snoozed"), error);
    return;
  }
  if (self->act->done_ids->len == 0) {
    sentinel_toast_show (parent,
                         self->act->until_us == 0 ? _ ("Nothing was snoozed") : _ ("Nothing to snooze"));
    return;
  }
  title = describe_done (self->act);
  sentinel_undo_offer (parent, self->context, title, self->act->batch);
}

/**
 * sentinel_snooze_events:
 * @parent: a widget below the overlay that shows the toast
 * @context: the program's parts
 * @ids: (element-type gint64): events, at most 5,000
 * @choice: how long, as the menu names it
 *
 * Puts the events off, or ends that, and offers to take it back. Main thread.
 */
void
sentinel_snooze_events (GtkWidget *parent,
                        SentinelContext *context,
                        GArray *ids,
                        const char *choice)
{
  gint64 now_us = sentinel_clock_get_realtime_us (sentinel_context_get_clock (context));
  gint64 until_us = find_until_us (choice, now_us);
  g_autofree char *name = sentinel_context_dup_actor_name (context);
  Snoozing *self;

  g_return_if_fail (until_us >= 0);
  self = g_new0 (Snoozing, 1);
  g_weak_ref_init (&self->parent, parent);
  self->context = g_object_ref (context);
  self->act = sentinel_snooze_act_new (&(SentinelActor) { name, SENTINEL_VIA_WINDOW });
  self->act->until_us = until_us;
  g_array_append_vals (self->act->event_ids, ids->data, ids->len);
  sentinel_store_write_async (sentinel_context_get_store (context),
                              sentinel_event_acts_snooze,
                              self->act,
                              NULL,
                              NULL,
                              snoozed_cb,
                              self);
}
