/* SPDX-License-Identifier: MIT */
/* GTK keeps the rows that are being read in place, which is right further down; at the top it would
 * follow the old rows out of the window (and, on a list that was never scrolled, draw nothing), so
 * the top is asked for again. */
#include "sentinel-event-place.h"

struct _SentinelEventPlace {
  GObject parent_instance;
  GtkColumnView *view; /* weak */
  GtkAdjustment *adjustment;
  SentinelEventList *list;
  guint n_new;
};

enum {
  PROP_0,
  PROP_N_NEW,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SentinelEventPlace, sentinel_event_place, G_TYPE_OBJECT)

static void
set_n_new (SentinelEventPlace *self, guint n_new)
{
  if (n_new == self->n_new)
    return;
  self->n_new = n_new;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
}

static gboolean
is_at_top (SentinelEventPlace *self)
{
  return gtk_adjustment_get_value (self->adjustment) <= 0;
}

/**
 * sentinel_event_place_show_top:
 * @self: a place
 *
 * Main thread.
 */
void
sentinel_event_place_show_top (SentinelEventPlace *self)
{
  if (self->view != NULL && g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_column_view_scroll_to (self->view, 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
  set_n_new (self, 0);
}

static void
items_changed_cb (SentinelEventPlace *self, guint position, guint n_removed, guint n_added)
{
  if (position != 0 || n_added == 0)
    return;
  if (is_at_top (self))
    sentinel_event_place_show_top (self);
  else if (n_added > n_removed)
    set_n_new (self, self->n_new + n_added - n_removed);
}

static void
scrolled_cb (SentinelEventPlace *self)
{
  if (is_at_top (self))
    set_n_new (self, 0);
}

static void
sentinel_event_place_get_property (GObject *object,
                                   guint property_id,
                                   GValue *value,
                                   GParamSpec *pspec)
{
  switch (property_id) {
  case PROP_N_NEW:
    g_value_set_uint (value, SENTINEL_EVENT_PLACE (object)->n_new);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_event_place_dispose (GObject *object)
{
  SentinelEventPlace *self = SENTINEL_EVENT_PLACE (object);

  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->adjustment);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (sentinel_event_place_parent_class)->dispose (object);
}

static void
sentinel_event_place_class_init (SentinelEventPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = sentinel_event_place_get_property;
  G_OBJECT_CLASS (klass)->dispose = sentinel_event_place_dispose;
  properties[PROP_N_NEW] =
      g_param_spec_uint ("n-new",
                         NULL,
                         NULL,
                         0,
                         G_MAXUINT,
                         0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
}

static void
sentinel_event_place_init (SentinelEventPlace *self)
{
}

/**
 * sentinel_event_place_new:
 * @view: in a scrolled window, with a model over @list; not kept alive
 * @list: the events
 *
 * Main thread.
 *
 * Returns: (transfer full): the place
 */
SentinelEventPlace *
sentinel_event_place_new (GtkColumnView *view, SentinelEventList *list)
{
  SentinelEventPlace *self = g_object_new (SENTINEL_TYPE_EVENT_PLACE, NULL);

  g_set_weak_pointer (&self->view, view);
  self->adjustment = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));
  self->list = g_object_ref (list);
  g_signal_connect_object (list,
                           "items-changed",
                           G_CALLBACK (items_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment,
                           "value-changed",
                           G_CALLBACK (scrolled_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * sentinel_event_place_get_n_new:
 * @self: a place
 *
 * Returns: how many rows came above what is on screen since the top was last seen
 */
guint
sentinel_event_place_get_n_new (SentinelEventPlace *self)
{
  return self->n_new;
}
