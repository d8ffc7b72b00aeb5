/* SPDX-License-Identifier: MIT */
/* Puts the parts together, once, in the thread-default main context. */
#include "config.h"
#include "sentinel-context.h"

#include "sentinel-builtin-triggers.h"
#include "sentinel-command-channel.h"
#include "sentinel-setting-store.h"
#include "sentinel-system-clock.h"

struct _SentinelContext {
  GObject parent;

  SentinelClock *clock;
  SentinelStore *store;
  SentinelRegistry *registry;
  SentinelEngine *engine;
  SentinelDeskSettings *desk_settings; /* NULL: nobody asked yet */
  GCancellable *cancellable;
  char *user_name; /* the setting; NULL: not read yet */
};

G_DEFINE_FINAL_TYPE (SentinelContext, sentinel_context, G_TYPE_OBJECT)

static gpointer
read_user_name (SentinelDatabase *db, gpointer unused, GError **error)
{
  return sentinel_setting_store_get (db, "user.name", error);
}

static void
user_name_read_cb (GObject *store, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);
  SentinelContext *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = user_data;
  if (name != NULL)
    g_set_str (&self->user_name, name);
  else
    g_debug ("The name of the person is not known: %s", error->message);
}

static void
follow_user_name (SentinelContext *self)
{
  sentinel_store_read_async (self->store,
                             read_user_name,
                             NULL,
                             NULL,
                             g_free,
                             self->cancellable,
                             user_name_read_cb,
                             self);
}

static void
sentinel_context_dispose (GObject *object)
{
  SentinelContext *self = SENTINEL_CONTEXT (object);

  g_cancellable_cancel (self->cancellable);
  sentinel_context_close (self);
  G_OBJECT_CLASS (sentinel_context_parent_class)->dispose (object);
}

static void
sentinel_context_finalize (GObject *object)
{
  SentinelContext *self = SENTINEL_CONTEXT (object);

  g_clear_object (&self->desk_settings);
  g_object_unref (self->engine);
  g_object_unref (self->registry);
  g_object_unref (self->store);
  g_object_unref (self->clock);
  g_object_unref (self->cancellable);
  g_free (self->user_name);
  G_OBJECT_CLASS (sentinel_context_parent_class)->finalize (object);
}

static void
sentinel_context_class_init (SentinelContextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_context_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_context_finalize;
}

static void
sentinel_context_init (SentinelContext *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * sentinel_context_make_registry:
 *
 * For what needs the triggers and no database.
 *
 * Returns: (transfer full): every trigger there is. Any thread.
 */
SentinelRegistry *
sentinel_context_make_registry (void)
{
  SentinelRegistry *registry = sentinel_registry_new ();

  sentinel_builtin_triggers_add (registry);
  return registry;
}

/**
 * sentinel_context_new:
 * @database_path: (nullable): the database; %NULL: the person's own
 *
 * Builds everything that a program needs but windows and the channels that need one; the engine is
 * stopped. A database that cannot be opened is the store's trouble, not a failure here.
 *
 * Returns: (transfer full): the parts, in the thread-default main context
 */
SentinelContext *
sentinel_context_new (const char *database_path)
{
  SentinelContext *self = g_object_new (SENTINEL_TYPE_CONTEXT, NULL);
  g_autofree char *default_path = sentinel_store_dup_default_path ();

  self->clock = sentinel_system_clock_new ();
  self->store =
      sentinel_store_new (database_path != NULL ? database_path : default_path, self->clock);
  self->registry = sentinel_context_make_registry ();
  self->engine = sentinel_engine_new (self->store, self->registry);
  sentinel_engine_add_channel (self->engine, sentinel_command_channel_new (self->store));
  g_signal_connect_object (self->store,
                           "settings-changed",
                           G_CALLBACK (follow_user_name),
                           self,
                           G_CONNECT_SWAPPED);
  follow_user_name (self);
  return self;
}

/**
 * sentinel_context_get_clock:
 * @self: a context
 *
 * Returns: (transfer none): the clock of the machine
 */
SentinelClock *
sentinel_context_get_clock (SentinelContext *self)
{
  return self->clock;
}

/**
 * sentinel_context_get_store:
 * @self: a context
 *
 * Returns: (transfer none): the database
 */
SentinelStore *
sentinel_context_get_store (SentinelContext *self)
{
  return self->store;
}

/**
 * sentinel_context_get_registry:
 * @self: a context
 *
 * Returns: (transfer none): the triggers
 */
SentinelRegistry *
sentinel_context_get_registry (SentinelContext *self)
{
  return self->registry;
}

/**
 * sentinel_context_get_engine:
 * @self: a context
 *
 * Returns: (transfer none): the engine
 */
SentinelEngine *
sentinel_context_get_engine (SentinelContext *self)
{
  return self->engine;
}

/**
 * sentinel_context_get_desk_settings:
 * @self: a context
 *
 * Main thread.
 *
 * Returns: (transfer none): what the person chose for this desk
 */
SentinelDeskSettings *
sentinel_context_get_desk_settings (SentinelContext *self)
{
  if (self->desk_settings == NULL)
    self->desk_settings = sentinel_desk_settings_new (SENTINEL_APP_ID);
  return self->desk_settings;
}

static char *
dup_account_name (void)
{
  const char *real_name = g_get_real_name ();
  gboolean is_known = real_name != NULL && *real_name != '\0'
                      && !g_str_equal (real_name, "Unknown");

  return g_strdup (is_known ? real_name : g_get_user_name ());
}

/**
 * sentinel_context_dup_actor_name:
 * @self: a context
 *
 * Says who acts. Where the setting has not been read yet, as in a command that acts at once, this
 * blocks until it is; a database that cannot be read counts as no setting.
 *
 * Returns: (transfer full): the setting user.name, else the account's real name, else its user name
 */
char *
sentinel_context_dup_actor_name (SentinelContext *self)
{
  if (self->user_name == NULL)
    self->user_name = sentinel_store_read (self->store, read_user_name, NULL, NULL);
  if (self->user_name != NULL && *self->user_name != '\0')
    return g_strdup (self->user_name);
  return dup_account_name ();
}

/**
 * sentinel_context_close:
 * @self: a context whose engine is stopped
 *
 * Closes the database; blocks until what was answered is on disk. Idempotent.
 */
void
sentinel_context_close (SentinelContext *self)
{
  sentinel_store_close (self->store);
}
