/* SPDX-License-Identifier: MIT */
/* Each banner follows one property; the page that holds them knows nothing of that. */
#include "sentinel-banners.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

struct _SentinelBanners {
  AdwBin parent_instance;
  AdwBanner *paused_banner, *owner_banner, *trouble_banner;
  SentinelContext *context; /* NULL: not set yet */
  GCancellable *cancellable;
  gboolean trouble_told;
};

enum {
  PROP_0,
  PROP_TROUBLE_TOLD,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SentinelBanners, sentinel_banners, ADW_TYPE_BIN)

/* Paused */

static SentinelPause *
get_pause (SentinelBanners *self)
{
  return sentinel_engine_get_pause (sentinel_context_get_engine (self->context));
}

static void
resumed_cb (GObject *pause, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelBanners) self = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_pause_set_finish (SENTINEL_PAUSE (pause), result, &error)
      && !g_cancellable_is_cancelled (self->cancellable))
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("Watching does not go on"), error);
}

static void
resume_clicked_cb (SentinelBanners *self)
{
  sentinel_pause_set_async (get_pause (self),
                            FALSE,
                            self->cancellable,
                            resumed_cb,
                            g_object_ref (self));
}

static void
update_paused (SentinelBanners *self)
{
  adw_banner_set_revealed (self->paused_banner, sentinel_pause_is_paused (get_pause (self)));
}

/* Another owner */

static void
update_owner (SentinelBanners *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->context);

  adw_banner_set_revealed (self->owner_banner,
                           sentinel_engine_get_state (engine) == SENTINEL_ENGINE_WAITING);
}

/* Trouble */

static char *
format_trouble (const GError *trouble, guint n_unstored)
{
  g_autofree char *kept = NULL;

  if (n_unstored == 0)
    return g_strdup (trouble->message);
  kept =
      g_strdup_printf (ngettext ("%u event is not stored", "%u events are not stored", n_unstored),
                       n_unstored);
  /* Translators: how many events are not stored, and the reason */
  return trouble != NULL ? g_strdup_printf (_ ("%s: %s"), kept, trouble->message)
                         : g_steal_pointer (&kept);
}

static void
update_trouble (SentinelBanners *self)
{
  const GError *trouble = sentinel_store_get_trouble (sentinel_context_get_store (self->context));
  g_autofree char *title = NULL;
  guint n_unstored;

  g_object_get (sentinel_context_get_engine (self->context), "n-unstored", &n_unstored, NULL);
  if (trouble != NULL || n_unstored > 0) {
    title = format_trouble (trouble, n_unstored);
    adw_banner_set_title (self->trouble_banner, title);
  }
  adw_banner_set_revealed (self->trouble_banner, title != NULL && !self->trouble_told);
}

/* The object */

static void
sentinel_banners_set_property (GObject *object,
                               guint property_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  SentinelBanners *self = SENTINEL_BANNERS (object);

  switch (property_id) {
  case PROP_TROUBLE_TOLD:
    self->trouble_told = g_value_get_boolean (value);
    if (self->context != NULL)
      update_trouble (self);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_banners_dispose (GObject *object)
{
  SentinelBanners *self = SENTINEL_BANNERS (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_BANNERS);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_banners_parent_class)->dispose (object);
}

static void
sentinel_banners_finalize (GObject *object)
{
  g_object_unref (SENTINEL_BANNERS (object)->cancellable);
  G_OBJECT_CLASS (sentinel_banners_parent_class)->finalize (object);
}

static void
sentinel_banners_class_init (SentinelBannersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = sentinel_banners_set_property;
  G_OBJECT_CLASS (klass)->dispose = sentinel_banners_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_banners_finalize;
  properties[PROP_TROUBLE_TOLD] = g_param_spec_boolean ("trouble-told",
                                                        NULL,
                                                        NULL,
                                                        FALSE,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-banners.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelBanners, paused_banner);
  gtk_widget_class_bind_template_child (widget_class, SentinelBanners, owner_banner);
  gtk_widget_class_bind_template_child (widget_class, SentinelBanners, trouble_banner);
  gtk_widget_class_bind_template_callback (widget_class, resume_clicked_cb);
}

static void
sentinel_banners_init (SentinelBanners *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
follow (SentinelBanners *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_banners_set_context:
 * @self: banners without one
 * @context: the program's parts
 *
 * Main thread, once.
 */
void
sentinel_banners_set_context (SentinelBanners *self, SentinelContext *context)
{
  SentinelEngine *engine = sentinel_context_get_engine (context);

  g_return_if_fail (SENTINEL_IS_BANNERS (self));
  self->context = g_object_ref (context);
  follow (self, get_pause (self), "notify::paused", G_CALLBACK (update_paused));
  follow (self, engine, "notify::state", G_CALLBACK (update_owner));
  follow (self, engine, "notify::n-unstored", G_CALLBACK (update_trouble));
  follow (self,
          sentinel_context_get_store (context),
          "notify::trouble",
          G_CALLBACK (update_trouble));
  update_paused (self);
  update_owner (self);
  update_trouble (self);
}
