/* SPDX-License-Identifier: MIT */
/* One that is on cannot be stored: it can be switched off here, and is kept then. */
#include "sentinel-kept-action-row.h"

#include <glib/gi18n.h>

#include "sentinel-action.h"
#include "sentinel-error.h"
#include "sentinel-text.h"

#define MAX_TITLE_BYTES 64

struct _SentinelKeptActionRow {
  AdwActionRow parent_instance;
  JsonNode *action; /* sealed */
  SentinelFieldNote *note;
  GtkWidget *off_button, *remove_button;
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelKeptActionRow, sentinel_kept_action_row, ADW_TYPE_ACTION_ROW)

static char *
dup_title (JsonNode *action)
{
  JsonNode *channel = JSON_NODE_HOLDS_OBJECT (action)
                          ? json_object_get_member (json_node_get_object (action), "channel")
                          : NULL;

  if (channel == NULL || json_node_get_value_type (channel) != G_TYPE_STRING)
    return g_strdup (_ ("Unknown action"));
  return sentinel_text_to_line (json_node_get_string (channel), MAX_TITLE_BYTES);
}

static void
show (SentinelKeptActionRow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelAction) action = NULL;
  gboolean is_unsupported;

  if (JSON_NODE_HOLDS_OBJECT (self->action))
    action = sentinel_action_from_json (json_node_get_object (self->action), &error);
  is_unsupported = g_error_matches (error, SENTINEL_ERROR, SENTINEL_ERROR_UNSUPPORTED);
  gtk_widget_set_visible (self->off_button, is_unsupported);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               action != NULL || is_unsupported
                                   ? _ ("Off: not there yet in this version; kept as it is")
                                   : _ ("Not understood; kept as it is"));
  if (action != NULL)
    sentinel_field_note_set_error (self->note, NULL);
  else if (is_unsupported)
    sentinel_field_note_set_error (self->note, _ ("Is on, and nothing can do it: switch it off"));
  else if (error != NULL)
    sentinel_field_note_set_error (self->note, error->message);
  else
    sentinel_field_note_set_error (self->note, _ ("Is no action at all: remove it"));
}

static void
off_clicked_cb (SentinelKeptActionRow *self)
{
  JsonObject *action = json_node_get_object (self->action);
  g_autoptr (JsonObject) copy = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (action);

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (copy, name->data, json_object_dup_member (action, name->data));
  json_object_set_boolean_member (copy, "enabled", FALSE);
  json_node_unref (self->action);
  self->action = json_node_init_object (json_node_alloc (), copy);
  json_node_seal (self->action);
  show (self);
  gtk_widget_grab_focus (self->remove_button);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
remove_clicked_cb (SentinelKeptActionRow *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVE], 0);
}

static void
sentinel_kept_action_row_finalize (GObject *object)
{
  SentinelKeptActionRow *self = SENTINEL_KEPT_ACTION_ROW (object);

  g_clear_pointer (&self->action, json_node_unref);
  g_clear_object (&self->note);
  G_OBJECT_CLASS (sentinel_kept_action_row_parent_class)->finalize (object);
}

static void
add_signal (guint id, const char *name)
{
  signals[id] = g_signal_new (name,
                              SENTINEL_TYPE_KEPT_ACTION_ROW,
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              0);
}

static void
sentinel_kept_action_row_class_init (SentinelKeptActionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_kept_action_row_finalize;
  add_signal (SIGNAL_CHANGED, "changed");
  add_signal (SIGNAL_REMOVE, "remove");
}

static void
add_button (SentinelKeptActionRow *self, GtkWidget *button, GCallback clicked)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
}

static void
sentinel_kept_action_row_init (SentinelKeptActionRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  self->note =
      SENTINEL_FIELD_NOTE (g_object_ref_sink (sentinel_field_note_new (GTK_WIDGET (self), NULL)));
  self->off_button = gtk_button_new_with_mnemonic (_ ("Switch _Off"));
  self->remove_button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_add_css_class (self->remove_button, "flat");
  gtk_widget_set_tooltip_text (self->remove_button, _ ("Remove Action"));
  add_button (self, self->off_button, G_CALLBACK (off_clicked_cb));
  add_button (self, self->remove_button, G_CALLBACK (remove_clicked_cb));
}

/**
 * sentinel_kept_action_row_new:
 * @action: (transfer none): an action as a rule has it
 *
 * Returns: (transfer floating): a row for it
 */
GtkWidget *
sentinel_kept_action_row_new (JsonNode *action)
{
  SentinelKeptActionRow *self = g_object_new (SENTINEL_TYPE_KEPT_ACTION_ROW, NULL);
  g_autofree char *title = dup_title (action);
  /* Translators: a button, read aloud; the channel of an action, like "email" */
  g_autofree char *label = g_strdup_printf (_ ("Remove the action %s"), title);

  self->action = json_node_copy (action);
  json_node_seal (self->action);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remove_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  -1);
  show (self);
  return GTK_WIDGET (self);
}

/**
 * sentinel_kept_action_row_dup_action:
 * @self: a row
 *
 * Returns: (transfer full): the action, unchanged unless somebody switched it off
 */
JsonNode *
sentinel_kept_action_row_dup_action (SentinelKeptActionRow *self)
{
  return json_node_ref (self->action);
}

/**
 * sentinel_kept_action_row_get_note:
 * @self: a row
 *
 * Returns: (transfer none): what is wrong with it, for the same list
 */
SentinelFieldNote *
sentinel_kept_action_row_get_note (SentinelKeptActionRow *self)
{
  return self->note;
}
