/* SPDX-License-Identifier: MIT */
#include "sentinel-pause.h"
#include "sentinel-error.h"

struct _SentinelPause {
  GObject parent_instance;
  SentinelStore *store;
  gboolean paused;
};

enum {
  PROP_PAUSED = 1,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SentinelPause, sentinel_pause, G_TYPE_OBJECT)

static void
sentinel_pause_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, SENTINEL_PAUSE (object)->paused);
}

static void
sentinel_pause_finalize (GObject *object)
{
  g_object_unref (SENTINEL_PAUSE (object)->store);
  G_OBJECT_CLASS (sentinel_pause_parent_class)->finalize (object);
}

static void
sentinel_pause_class_init (SentinelPauseClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = sentinel_pause_get_property;
  G_OBJECT_CLASS (klass)->finalize = sentinel_pause_finalize;
  properties[PROP_PAUSED] =
      g_param_spec_boolean ("paused",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
}

static void
sentinel_pause_init (SentinelPause *self)
{
}

SentinelPause *
sentinel_pause_new (SentinelStore *store)
{
  SentinelPause *self = g_object_new (SENTINEL_TYPE_PAUSE, NULL);

  self->store = g_object_ref (store);
  return self;
}

gboolean
sentinel_pause_is_paused (SentinelPause *self)
{
  return self->paused;
}

void
sentinel_pause_set_async (SentinelPause *self,
                          gboolean paused,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_task_report_new_error (self,
                           callback,
                           user_data,
                           sentinel_pause_set_async,
                           SENTINEL_ERROR,
                           SENTINEL_ERROR_UNSUPPORTED,
                           "Not there yet");
}

gboolean
sentinel_pause_set_finish (SentinelPause *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
