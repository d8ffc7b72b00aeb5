/* SPDX-License-Identifier: MIT */
#include "sentinel-details-pane.h"

enum {
  PROP_0,
  PROP_COLLAPSED,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

struct _SentinelDetailsPane {
  AdwBin parent_instance;
  SentinelEventDetails *details;
  gboolean collapsed;
};

G_DEFINE_FINAL_TYPE (SentinelDetailsPane, sentinel_details_pane, ADW_TYPE_BIN)

static void
sentinel_details_pane_get_property (GObject *object,
                                    guint property_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  switch (property_id) {
  case PROP_COLLAPSED:
    g_value_set_boolean (value, SENTINEL_DETAILS_PANE (object)->collapsed);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_details_pane_set_property (GObject *object,
                                    guint property_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  switch (property_id) {
  case PROP_COLLAPSED:
    SENTINEL_DETAILS_PANE (object)->collapsed = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_details_pane_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_DETAILS_PANE);
  G_OBJECT_CLASS (sentinel_details_pane_parent_class)->dispose (object);
}

static void
sentinel_details_pane_class_init (SentinelDetailsPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = sentinel_details_pane_get_property;
  G_OBJECT_CLASS (klass)->set_property = sentinel_details_pane_set_property;
  G_OBJECT_CLASS (klass)->dispose = sentinel_details_pane_dispose;
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed",
                                                     NULL,
                                                     NULL,
                                                     FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  g_type_ensure (SENTINEL_TYPE_EVENT_DETAILS);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-details-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelDetailsPane, details);
}

static void
sentinel_details_pane_init (SentinelDetailsPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sentinel_details_pane_new:
 * @context: the program's parts
 * @ticker: what makes ages grow
 *
 * Returns: (transfer floating): a pane that shows nothing yet
 */
GtkWidget *
sentinel_details_pane_new (SentinelContext *context, SentinelTicker *ticker)
{
  SentinelDetailsPane *self = g_object_new (SENTINEL_TYPE_DETAILS_PANE, NULL);

  sentinel_event_details_set_context (self->details, context, ticker);
  return GTK_WIDGET (self);
}

/**
 * sentinel_details_pane_get_details:
 * @self: a pane
 *
 * Returns: (transfer none): what shows the event
 */
SentinelEventDetails *
sentinel_details_pane_get_details (SentinelDetailsPane *self)
{
  g_return_val_if_fail (SENTINEL_IS_DETAILS_PANE (self), NULL);
  return self->details;
}
