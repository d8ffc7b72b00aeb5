/* SPDX-License-Identifier: MIT */
/* What a row of a view is bound to, from before its event is read until after it is gone. */
#include "sentinel-event-slot.h"

struct _SentinelEventSlot {
  GObject parent_instance;

  gint64 id;
  SentinelEvent *event;
};

G_DEFINE_FINAL_TYPE (SentinelEventSlot, sentinel_event_slot, G_TYPE_OBJECT)

enum {
  PROP_ID = 1,
  PROP_EVENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
sentinel_event_slot_get_property (GObject *object,
                                  guint property_id,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  SentinelEventSlot *self = SENTINEL_EVENT_SLOT (object);

  switch (property_id) {
  case PROP_ID:
    g_value_set_int64 (value, self->id);
    break;
  case PROP_EVENT:
    g_value_set_boxed (value, self->event);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_event_slot_finalize (GObject *object)
{
  SentinelEventSlot *self = SENTINEL_EVENT_SLOT (object);

  g_clear_pointer (&self->event, sentinel_event_unref);
  G_OBJECT_CLASS (sentinel_event_slot_parent_class)->finalize (object);
}

static void
sentinel_event_slot_class_init (SentinelEventSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sentinel_event_slot_get_property;
  object_class->finalize = sentinel_event_slot_finalize;
  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_EVENT] = g_param_spec_boxed ("event", NULL, NULL, SENTINEL_TYPE_EVENT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
sentinel_event_slot_init (SentinelEventSlot *self)
{
}

/**
 * sentinel_event_slot_get_event:
 * @self: a slot
 *
 * Main thread.
 *
 * Returns: (transfer none) (nullable): its event; NULL: not read yet
 */
SentinelEvent *
sentinel_event_slot_get_event (SentinelEventSlot *self)
{
  g_return_val_if_fail (SENTINEL_IS_EVENT_SLOT (self), NULL);
  return self->event;
}

/**
 * sentinel_event_slot_get_id:
 * @self: a slot
 *
 * Main thread.
 *
 * Returns: the id of its event; 0: an empty slot
 */
gint64
sentinel_event_slot_get_id (SentinelEventSlot *self)
{
  g_return_val_if_fail (SENTINEL_IS_EVENT_SLOT (self), 0);
  return self->id;
}

/**
 * sentinel_event_slot_set:
 * @self: a slot
 * @id: the id of an event
 * @event: (nullable): the event as it is now; NULL: not read yet
 *
 * Main thread. Notifies of what changed, once both are set.
 */
void
sentinel_event_slot_set (SentinelEventSlot *self, gint64 id, SentinelEvent *event)
{
  g_autoptr (SentinelEvent) old_event = self->event;
  gboolean id_changed = self->id != id;
  gboolean event_changed = self->event != event;

  self->id = id;
  self->event = event != NULL ? sentinel_event_ref (event) : NULL;
  if (id_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
  if (event_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EVENT]);
}
