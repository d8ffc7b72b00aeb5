/* SPDX-License-Identifier: MIT */
/* A row for each trigger; the search hides those that lack one of its words. */
#include "sentinel-rule-picker.h"

#include <glib/gi18n.h>
#include <string.h>

struct _SentinelRulePicker {
  AdwBin parent_instance;
  GtkSearchEntry *search;
  GtkStack *stack;
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* of AdwActionRow, borrowed from the group */
};

enum {
  SIGNAL_PICKED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRulePicker, sentinel_rule_picker, ADW_TYPE_BIN)

static SentinelTrigger *
get_trigger (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "trigger");
}

static void
row_activated_cb (GtkWidget *row, SentinelRulePicker *self)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, get_trigger (row));
}

static gboolean
has_words (SentinelTrigger *trigger, char **words)
{
  const SentinelTriggerInfo *info = sentinel_trigger_describe (trigger);
  g_autofree char *all =
      g_strjoin (" ", info->name, info->description, info->id, info->category, NULL);
  g_autofree char *folded = g_utf8_casefold (all, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

static void
search_cb (SentinelRulePicker *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->rows->len; i++) {
    GtkWidget *row = g_ptr_array_index (self->rows, i);
    gboolean is_shown = has_words (get_trigger (row), words);

    gtk_widget_set_visible (row, is_shown);
    is_any = is_any || is_shown;
  }
  if (!is_any && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "none") != 0)
    gtk_accessible_announce (GTK_ACCESSIBLE (self),
                             _ ("Nothing Found"),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  gtk_stack_set_visible_child_name (self->stack, is_any ? "list" : "none");
}

/* The entry takes Escape for itself: with nothing to clear, it means the dialog. */
static void
search_stopped_cb (SentinelRulePicker *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}

/* (nullable) */
static GtkWidget *
find_first (SentinelRulePicker *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_visible (g_ptr_array_index (self->rows, i)))
      return g_ptr_array_index (self->rows, i);
  return NULL;
}

/* Enter takes the first that is shown. */
static void
search_activated_cb (SentinelRulePicker *self)
{
  GtkWidget *first = find_first (self);

  if (first != NULL)
    row_activated_cb (first, self);
}

/* Down goes into the list; from there, typing comes back to the search. */
static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType modifiers,
        SentinelRulePicker *self)
{
  GtkWidget *first = find_first (self);

  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || first == NULL)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (first);
  return GDK_EVENT_STOP;
}

static gboolean
sentinel_rule_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SENTINEL_RULE_PICKER (widget)->search));
}

static void
sentinel_rule_picker_dispose (GObject *object)
{
  g_clear_pointer (&SENTINEL_RULE_PICKER (object)->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_RULE_PICKER);
  G_OBJECT_CLASS (sentinel_rule_picker_parent_class)->dispose (object);
}

static void
sentinel_rule_picker_class_init (SentinelRulePickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rule_picker_dispose;
  widget_class->grab_focus = sentinel_rule_picker_grab_focus;
  signals[SIGNAL_PICKED] = g_signal_new ("picked",
                                         SENTINEL_TYPE_RULE_PICKER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         SENTINEL_TYPE_TRIGGER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rule-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelRulePicker, search);
  gtk_widget_class_bind_template_child (widget_class, SentinelRulePicker, stack);
  gtk_widget_class_bind_template_child (widget_class, SentinelRulePicker, group);
}

static void
sentinel_rule_picker_init (SentinelRulePicker *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activated_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (search_stopped_cb), self);
}

static void
add_trigger (SentinelRulePicker *self, SentinelTrigger *trigger)
{
  const SentinelTriggerInfo *info = sentinel_trigger_describe (trigger);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *tile = gtk_image_new_from_icon_name (info->icon_name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), info->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), info->description);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_add_css_class (tile, "tile");
  gtk_widget_set_valign (tile, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tile);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "trigger", g_object_ref (trigger), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self, 0);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

/**
 * sentinel_rule_picker_set_registry:
 * @self: a picker, once
 * @registry: the triggers to show
 */
void
sentinel_rule_picker_set_registry (SentinelRulePicker *self, SentinelRegistry *registry)
{
  g_autoptr (GPtrArray) triggers = sentinel_registry_list (registry);

  for (guint i = 0; i < triggers->len; i++)
    add_trigger (self, g_ptr_array_index (triggers, i));
}
