/* SPDX-License-Identifier: MIT */
/* The knob is where the person put it; the colour is what is stored. */
#include "sentinel-rule-switch.h"
#include "sentinel-rule-acts.h"
#include "sentinel-text.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define MAX_NAME_BYTES 120

struct _SentinelRuleSwitch {
  GtkWidget parent_instance;
  GtkWidget *toggle;
  SentinelContext *context;
  gint64 rule_id;
  gboolean is_enabled; /* as it is stored */
};

G_DEFINE_FINAL_TYPE (SentinelRuleSwitch, sentinel_rule_switch, GTK_TYPE_WIDGET)

static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRuleSwitch) self = data;
  g_autoptr (GError) error = NULL;

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    return;
  sentinel_toast_show_error (GTK_WIDGET (self), _ ("The rule was not switched"), error);
  if (self->toggle != NULL)
    gtk_switch_set_active (GTK_SWITCH (self->toggle), self->is_enabled);
}

static void
write_enabled (SentinelRuleSwitch *self, gboolean enabled)
{
  g_autofree char *name = sentinel_context_dup_actor_name (self->context);
  SentinelRuleAct *act =
      sentinel_rule_act_new (NULL, self->rule_id, &(SentinelActor) { name, SENTINEL_VIA_WINDOW });

  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              enabled ? sentinel_rule_acts_enable : sentinel_rule_acts_disable,
                              act,
                              (GDestroyNotify) sentinel_rule_act_free,
                              NULL,
                              written_cb,
                              g_object_ref (self));
}

static gboolean
state_set_cb (SentinelRuleSwitch *self, gboolean state)
{
  if (state != self->is_enabled)
    write_enabled (self, state);
  return TRUE; /* the state follows the commit */
}

static void
sentinel_rule_switch_dispose (GObject *object)
{
  SentinelRuleSwitch *self = SENTINEL_RULE_SWITCH (object);

  g_clear_pointer (&self->toggle, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (sentinel_rule_switch_parent_class)->dispose (object);
}

static void
sentinel_rule_switch_class_init (SentinelRuleSwitchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_switch_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
sentinel_rule_switch_init (SentinelRuleSwitch *self)
{
  self->toggle = gtk_switch_new ();
  gtk_widget_set_halign (self->toggle, GTK_ALIGN_START);
  gtk_widget_set_valign (self->toggle, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->toggle, GTK_WIDGET (self));
  g_signal_connect_swapped (self->toggle, "state-set", G_CALLBACK (state_set_cb), self);
}

/**
 * sentinel_rule_switch_new:
 * @context: the program's parts
 *
 * Returns: (transfer floating): a switch of no rule yet
 */
GtkWidget *
sentinel_rule_switch_new (SentinelContext *context)
{
  SentinelRuleSwitch *self = g_object_new (SENTINEL_TYPE_RULE_SWITCH, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}

/**
 * sentinel_rule_switch_set_rule:
 * @self: a switch
 * @rule: the rule as it is stored
 *
 * Main thread.
 */
void
sentinel_rule_switch_set_rule (SentinelRuleSwitch *self, const SentinelRule *rule)
{
  g_autofree char *name = sentinel_text_to_line (rule->name, MAX_NAME_BYTES);
  /* Translators: what the switch of a rule says to who does not see it: "Watch NAME" */
  g_autofree char *label = g_strdup_printf (_ ("Watch %s"), name);

  self->rule_id = rule->id;
  self->is_enabled = rule->enabled;
  gtk_switch_set_active (GTK_SWITCH (self->toggle), rule->enabled);
  gtk_switch_set_state (GTK_SWITCH (self->toggle), rule->enabled);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
}
