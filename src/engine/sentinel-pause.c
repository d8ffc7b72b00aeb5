/* SPDX-License-Identifier: MIT */
/* The setting is read when it may have changed; one source on the wall clock is armed for the end
 * of a pause that has one. */
#include "sentinel-pause.h"

#include "sentinel-error.h"
#include "sentinel-setting-store.h"

struct _SentinelPause {
  GObject parent_instance;

  SentinelStore *store;
  SentinelClock *clock;
  GCancellable *cancellable;
  GSource *end;
  gint64 until_us; /* as SentinelPauseSetting has it */
  gboolean is_known, is_paused;
  gboolean is_reading, is_changed;
};

enum {
  PROP_PAUSED = 1,
  PROP_UNTIL_US,
  PROP_KNOWN,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (SentinelPause, sentinel_pause, G_TYPE_OBJECT)

static gboolean
is_now_paused (SentinelPause *self)
{
  return self->until_us > sentinel_clock_get_realtime_us (self->clock);
}

/* Those who follow several properties are told when all of them are right. */
static void
adopt (SentinelPause *self, gint64 until_us)
{
  gint64 shown_until_us = sentinel_pause_get_until_us (self);
  gboolean was_paused = self->is_paused;
  gboolean was_known = self->is_known;

  self->until_us = until_us;
  self->is_paused = is_now_paused (self);
  self->is_known = TRUE;
  sentinel_clock_source_set_due (self->end,
                                 self->is_paused && until_us < G_MAXINT64 ? until_us : -1);
  g_object_freeze_notify (G_OBJECT (self));
  if (self->is_paused != was_paused)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAUSED]);
  if (sentinel_pause_get_until_us (self) != shown_until_us)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNTIL_US]);
  if (!was_known)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KNOWN]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Also fires when the wall clock was set. */
static gboolean
end_cb (gpointer user_data)
{
  SentinelPause *self = user_data;

  adopt (self, self->until_us);
  return G_SOURCE_CONTINUE;
}

static gpointer
read_pause (SentinelDatabase *db, gpointer unused, GError **error)
{
  g_autofree SentinelPauseSetting *pause = g_new0 (SentinelPauseSetting, 1);

  return sentinel_setting_store_get_pause (db, pause, error) ? g_steal_pointer (&pause) : NULL;
}

static void read_setting (SentinelPause *self);

/* What cannot be read stops nobody from watching; a database in trouble says so by itself. */
static void
read_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  SentinelPause *self = user_data; /* gone when the read was cancelled */
  g_autoptr (GError) error = NULL;
  g_autofree SentinelPauseSetting *pause =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->is_reading = FALSE;
  if (g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_INVALID))
    g_warning ("%s", error->message);
  else if (pause == NULL)
    g_debug ("Whether watching is paused is not known: %s", error->message);
  adopt (self, pause != NULL ? pause->until_us : self->until_us);
  if (self->is_changed)
    read_setting (self);
}

static void
read_setting (SentinelPause *self)
{
  self->is_changed = self->is_reading;
  if (self->is_reading)
    return;
  self->is_reading = TRUE;
  sentinel_store_read_async (self->store,
                             read_pause,
                             NULL,
                             NULL,
                             g_free,
                             self->cancellable,
                             read_cb,
                             self);
}

static void
settings_changed_cb (SentinelPause *self)
{
  read_setting (self);
}

static void
trouble_changed_cb (SentinelPause *self)
{
  if (sentinel_store_get_trouble (self->store) == NULL)
    read_setting (self);
}

static void
sentinel_pause_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  SentinelPause *self = SENTINEL_PAUSE (object);

  switch (property_id) {
  case PROP_PAUSED:
    g_value_set_boolean (value, self->is_paused);
    break;
  case PROP_UNTIL_US:
    g_value_set_int64 (value, sentinel_pause_get_until_us (self));
    break;
  case PROP_KNOWN:
    g_value_set_boolean (value, self->is_known);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_pause_dispose (GObject *object)
{
  SentinelPause *self = SENTINEL_PAUSE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->end != NULL)
    g_source_destroy (self->end);
  g_clear_pointer (&self->end, g_source_unref);
  G_OBJECT_CLASS (sentinel_pause_parent_class)->dispose (object);
}

static void
sentinel_pause_finalize (GObject *object)
{
  SentinelPause *self = SENTINEL_PAUSE (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->clock);
  g_object_unref (self->store);
  G_OBJECT_CLASS (sentinel_pause_parent_class)->finalize (object);
}

static void
sentinel_pause_class_init (SentinelPauseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = sentinel_pause_get_property;
  object_class->dispose = sentinel_pause_dispose;
  object_class->finalize = sentinel_pause_finalize;
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[PROP_UNTIL_US] = g_param_spec_int64 ("until-us", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_KNOWN] = g_param_spec_boolean ("known", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
sentinel_pause_init (SentinelPause *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * sentinel_pause_new:
 * @store: the database
 *
 * Returns: (transfer full): the setting, soon known, in the thread-default main context
 */
SentinelPause *
sentinel_pause_new (SentinelStore *store)
{
  SentinelPause *self = g_object_new (SENTINEL_TYPE_PAUSE, NULL);
  const GConnectFlags flags = G_CONNECT_SWAPPED;

  self->store = g_object_ref (store);
  self->clock = g_object_ref (sentinel_store_get_clock (store));
  self->end = sentinel_clock_create_source (self->clock, SENTINEL_CLOCK_REALTIME, -1);
  g_source_set_callback (self->end, end_cb, self, NULL);
  g_source_set_static_name (self->end, "sentinel-pause");
  g_source_attach (self->end, g_main_context_get_thread_default ());
  g_signal_connect_object (store,
                           "settings-changed",
                           G_CALLBACK (settings_changed_cb),
                           self,
                           flags);
  g_signal_connect_object (store, "reload", G_CALLBACK (settings_changed_cb), self, flags);
  g_signal_connect_object (store, "notify::trouble", G_CALLBACK (trouble_changed_cb), self, flags);
  read_setting (self);
  return self;
}

/**
 * sentinel_pause_is_paused:
 * @self: the pause
 *
 * Returns: whether nothing is run by itself now
 */
gboolean
sentinel_pause_is_paused (SentinelPause *self)
{
  return self->is_paused;
}

/**
 * sentinel_pause_is_known:
 * @self: the pause
 *
 * Returns: whether the setting was read, or could not be: then it counts as not paused
 */
gboolean
sentinel_pause_is_known (SentinelPause *self)
{
  return self->is_known;
}

/**
 * sentinel_pause_get_until_us:
 * @self: the pause
 *
 * Returns: when watching goes on by itself, microseconds UTC; 0: it is not paused, or it is until
 *   somebody resumes
 */
gint64
sentinel_pause_get_until_us (SentinelPause *self)
{
  return self->is_paused && self->until_us < G_MAXINT64 ? self->until_us : 0;
}

/* Guarded: who presses the button twice, or in two windows, says it once. */
static gboolean
write_pause (SentinelTransaction *tx, gpointer data, GError **error)
{
  gboolean is_wanted = *(const gboolean *) data;
  SentinelPauseSetting pause;

  if (!sentinel_setting_store_get_pause (sentinel_transaction_get_database (tx), &pause, error))
    return FALSE;
  if ((pause.until_us > sentinel_transaction_get_now_us (tx)) == is_wanted)
    return TRUE;
  return sentinel_setting_store_set (tx, SENTINEL_SETTING_PAUSED, is_wanted ? "yes" : "no", error);
}

static void
written_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * sentinel_pause_set_async:
 * @self: the pause
 * @paused: whether nothing is to be run by itself
 * @cancellable: (nullable): a change that has not begun is not made
 * @callback: called in the thread-default main context when it is stored
 * @user_data: for @callback
 *
 * Pauses until somebody resumes, or resumes, in whichever process the rules are evaluated. The
 * property follows the database. Who did it is in the log.
 */
void
sentinel_pause_set_async (SentinelPause *self,
                          gboolean paused,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, sentinel_pause_set_async);
  sentinel_store_write_async (self->store,
                              write_pause,
                              g_memdup2 (&paused, sizeof paused),
                              g_free,
                              cancellable,
                              written_cb,
                              task);
}

/**
 * sentinel_pause_set_finish:
 * @self: the pause
 * @result: what the callback got
 * @error: return location; the store's
 *
 * Returns: whether it is stored
 */
gboolean
sentinel_pause_set_finish (SentinelPause *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
