/* SPDX-License-Identifier: MIT */
/* Made once for each row that is in sight, and filled with what is scrolled there. */
#include "sentinel-import-row.h"
#include "sentinel-rule-diff-view.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

#define LINE_BYTES 300

struct _SentinelImportRow {
  AdwBin parent_instance;
  GtkWidget *check, *chip, *icon, *expand_button, *arrow, *details;
  GtkLabel *name_label, *trigger_label, *status_label;
  GtkWidget *problem_box, *leave_out_button;
  GtkLabel *problem_label, *notes_label;
  SentinelRuleDiffView *diff;
  SentinelImportItem *item; /* nullable */
  GBindingGroup *bindings;
  GSignalGroup *signals;
};

G_DEFINE_FINAL_TYPE (SentinelImportRow, sentinel_import_row, ADW_TYPE_BIN)

/* Status */

typedef struct {
  const char *word, *icon_name, *css_class;
} Look;

static Look
get_look (SentinelImportItem *item)
{
  if (sentinel_import_item_is_left_out (item))
    return (Look) { C_ ("rule of an import", "Left out"), "list-remove-symbolic", "quiet" };
  switch (sentinel_import_item_get_entry (item)->status) {
  case SENTINEL_IMPORT_NEW:
    return (Look) { C_ ("rule of an import", "New"), "list-add-symbolic", "new" };
  case SENTINEL_IMPORT_CHANGED:
    return (Look) { C_ ("rule of an import", "Changed"), "document-edit-symbolic", "changed" };
  case SENTINEL_IMPORT_SAME:
    return (Look) { C_ ("rule of an import", "Same"), "object-select-symbolic", "quiet" };
  case SENTINEL_IMPORT_PROBLEM:
  default:
    return (Look) { C_ ("rule of an import", "Problem"), "dialog-error-symbolic", "outline" };
  }
}

static void
show_status (SentinelImportRow *self)
{
  Look look = get_look (self->item);
  const char *const classes[] = { "chip", look.css_class, NULL };

  gtk_widget_set_css_classes (self->chip, (const char **) classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), look.icon_name);
  gtk_label_set_label (self->status_label, look.word);
}

/**
 * sentinel_import_item_dup_sentence:
 * @item: a rule of an import
 *
 * Returns: (transfer full): its name and status
 */
char *
sentinel_import_item_dup_sentence (SentinelImportItem *item)
{
  g_autofree char *name =
      sentinel_text_to_line (sentinel_import_item_get_entry (item)->name, LINE_BYTES);

  /* Translators: the name of a rule, and what an import would make of it: "Disk, Changed" */
  return g_strdup_printf (_ ("%s, %s"), name, get_look (item).word);
}

/* Filling */

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
show_notes (SentinelImportRow *self, GPtrArray *notes)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < notes->len; i++) {
    g_autofree char *line = sentinel_text_to_line (g_ptr_array_index (notes, i), LINE_BYTES);

    g_string_append_printf (text, "%s• %s", i > 0 ? "\n" : "", line);
  }
  set_text (self->notes_label, text->str);
}

static void
show_problem (SentinelImportRow *self, const SentinelImportEntry *entry)
{
  g_autofree char *text = entry->problem != NULL ? sentinel_text_to_block (entry->problem->message)
                                                 : g_strdup ("");

  gtk_label_set_label (self->problem_label, text);
  gtk_widget_set_visible (self->problem_box, entry->problem != NULL);
  gtk_widget_set_visible (self->leave_out_button,
                          sentinel_import_item_can_be_left_out (self->item));
}

static void
show_names (SentinelImportRow *self, const SentinelImportEntry *entry, SentinelTrigger *trigger)
{
  g_autofree char *name = sentinel_text_to_line (entry->name, LINE_BYTES);
  const char *id = entry->rule != NULL ? entry->rule->trigger : "";
  g_autofree char *subtitle = trigger != NULL ? g_strdup (sentinel_trigger_describe (trigger)->name)
                                              : sentinel_text_to_line (id, LINE_BYTES);
  /* Translators: the name of a rule */
  g_autofree char *choose = g_strdup_printf (_ ("Import “%s”"), name);
  /* Translators: the name of a rule */
  g_autofree char *leave_out = g_strdup_printf (_ ("Leave out “%s”"), name);
  /* Translators: the name of a rule */
  g_autofree char *expand = g_strdup_printf (_ ("Details of “%s”"), name);

  gtk_label_set_label (self->name_label, name);
  set_text (self->trigger_label, subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  choose,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->leave_out_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  leave_out,
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expand_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  expand,
                                  -1);
}

/* What cannot be chosen keeps its place, so that names stand in one line. */
static void
show_choices (SentinelImportRow *self, const SentinelImportEntry *entry)
{
  gboolean can_be_chosen = sentinel_import_item_can_be_chosen (self->item);
  gboolean has_details = entry->problem != NULL || entry->notes->len > 0 || entry->changes != NULL;

  gtk_widget_set_opacity (self->check, can_be_chosen ? 1 : 0);
  gtk_widget_set_sensitive (self->check, can_be_chosen);
  gtk_widget_set_opacity (self->expand_button, has_details ? 1 : 0);
  gtk_widget_set_sensitive (self->expand_button, has_details);
  gtk_widget_set_visible (GTK_WIDGET (self->diff), entry->changes != NULL);
}

static void
fill (SentinelImportRow *self, SentinelRegistry *registry, GTimeZone *zone)
{
  const SentinelImportEntry *entry = sentinel_import_item_get_entry (self->item);
  SentinelTrigger *trigger =
      entry->rule != NULL ? sentinel_registry_find (registry, entry->rule->trigger, NULL) : NULL;

  show_names (self, entry, trigger);
  show_choices (self, entry);
  show_problem (self, entry);
  show_notes (self, entry->notes);
  sentinel_rule_diff_view_set_changes (self->diff, entry->changes, trigger, zone);
  show_status (self);
}

/**
 * sentinel_import_row_set_item:
 * @self: a row
 * @item: (nullable): what it shows from here on
 * @registry: names triggers
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Main thread.
 */
void
sentinel_import_row_set_item (SentinelImportRow *self,
                              SentinelImportItem *item,
                              SentinelRegistry *registry,
                              GTimeZone *zone)
{
  g_return_if_fail (SENTINEL_IS_IMPORT_ROW (self));
  g_binding_group_set_source (self->bindings, NULL);
  g_signal_group_set_target (self->signals, NULL);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  fill (self, registry, zone);
  g_binding_group_set_source (self->bindings, item);
  g_signal_group_set_target (self->signals, item);
}

/* The object */

static void
expanded_cb (SentinelImportRow *self)
{
  gboolean is_expanded = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->expand_button));

  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow),
                                is_expanded ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_widget_set_tooltip_text (self->expand_button, is_expanded ? _ ("Hide Details") : _ ("Show Details"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expand_button),
                               GTK_ACCESSIBLE_STATE_EXPANDED,
                               is_expanded,
                               -1);
}

static void
sentinel_import_row_dispose (GObject *object)
{
  SentinelImportRow *self = SENTINEL_IMPORT_ROW (object);

  g_clear_object (&self->bindings);
  g_clear_object (&self->signals);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_IMPORT_ROW);
  G_OBJECT_CLASS (sentinel_import_row_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SentinelImportRow, name)

static void
sentinel_import_row_class_init (SentinelImportRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_import_row_dispose;
  g_type_ensure (SENTINEL_TYPE_RULE_DIFF_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-import-row.ui");
  BIND (check);
  BIND (chip);
  BIND (icon);
  BIND (expand_button);
  BIND (arrow);
  BIND (details);
  BIND (name_label);
  BIND (trigger_label);
  BIND (status_label);
  BIND (problem_box);
  BIND (leave_out_button);
  BIND (problem_label);
  BIND (notes_label);
  BIND (diff);
}

#undef BIND

static void
bind (SentinelImportRow *self, const char *property, GtkWidget *widget)
{
  g_binding_group_bind (self->bindings,
                        property,
                        widget,
                        "active",
                        G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static void
sentinel_import_row_init (SentinelImportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->bindings = g_binding_group_new ();
  bind (self, "chosen", self->check);
  bind (self, "left-out", self->leave_out_button);
  bind (self, "expanded", self->expand_button);
  self->signals = g_signal_group_new (SENTINEL_TYPE_IMPORT_ITEM);
  g_signal_group_connect_swapped (self->signals,
                                  "notify::left-out",
                                  G_CALLBACK (show_status),
                                  self);
  g_signal_connect_object (self->expand_button,
                           "notify::active",
                           G_CALLBACK (expanded_cb),
                           self,
                           G_CONNECT_SWAPPED);
  expanded_cb (self);
}

/**
 * sentinel_import_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
sentinel_import_row_new (void)
{
  return g_object_new (SENTINEL_TYPE_IMPORT_ROW, NULL);
}
