/* SPDX-License-Identifier: MIT */
/* The keyboard stays in the entry: the list only shows what the keys of the entry choose. */
#include "sentinel-suggestion-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_LIST_HEIGHT 240
#define MIN_LIST_WIDTH 180

struct _SentinelSuggestionRow {
  AdwEntryRow parent_instance;
  GtkWidget *button;
  GtkPopover *popover;
  GtkListBox *list;
  GPtrArray *rows; /* of GtkListBoxRow, borrowed from the list */
  gboolean is_taking;
};

G_DEFINE_FINAL_TYPE (SentinelSuggestionRow, sentinel_suggestion_row, ADW_TYPE_ENTRY_ROW)

static const char *
get_name (GtkListBoxRow *row)
{
  return gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row)));
}

static gboolean
is_open (SentinelSuggestionRow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->popover));
}

static void
close_list (SentinelSuggestionRow *self)
{
  gtk_list_box_unselect_all (self->list);
  gtk_popover_popdown (self->popover);
}

/* Shows only what has the text in it; text: (nullable): all. Answers whether there is any. */
static gboolean
filter_list (SentinelSuggestionRow *self, const char *text)
{
  g_autofree char *wanted = g_utf8_casefold (text != NULL ? text : "", -1);
  gboolean is_any = FALSE;

  for (guint i = 0; i < self->rows->len; i++) {
    GtkListBoxRow *row = g_ptr_array_index (self->rows, i);
    g_autofree char *name = g_utf8_casefold (get_name (row), -1);
    gboolean is_shown = strstr (name, wanted) != NULL;

    gtk_widget_set_visible (GTK_WIDGET (row), is_shown);
    /* What is there in full needs no offer. */
    is_any = is_any || (is_shown && (text == NULL || !g_str_equal (name, wanted)));
  }
  return is_any;
}

static void
open_list (SentinelSuggestionRow *self, const char *text)
{
  gtk_list_box_unselect_all (self->list);
  if (filter_list (self, text))
    gtk_popover_popup (self->popover);
  else
    gtk_popover_popdown (self->popover);
}

static void
take (SentinelSuggestionRow *self, GtkListBoxRow *row)
{
  self->is_taking = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), get_name (row));
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
  self->is_taking = FALSE;
  close_list (self);
}

static GtkWidget *
get_text (SentinelSuggestionRow *self)
{
  return GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self)));
}

/* What is not typed asks for no offer. */
static void
changed_cb (SentinelSuggestionRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));

  if (self->is_taking || !gtk_widget_is_focus (get_text (self)))
    return;
  if (*text == '\0')
    close_list (self);
  else
    open_list (self, text);
}

static void
button_cb (SentinelSuggestionRow *self)
{
  gboolean was_open = is_open (self);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (was_open)
    close_list (self);
  else
    open_list (self, NULL);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, SentinelSuggestionRow *self)
{
  take (self, row);
}

/* step 1: down; -1: up, and out of the list at its top. */
static void
move_selection (SentinelSuggestionRow *self, int step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int at = selected != NULL ? gtk_list_box_row_get_index (selected) : -1;

  for (at += step; at >= 0 && at < (int) self->rows->len; at += step) {
    GtkListBoxRow *row = g_ptr_array_index (self->rows, (guint) at);

    if (!gtk_widget_get_visible (GTK_WIDGET (row)))
      continue;
    gtk_list_box_select_row (self->list, row);
    gtk_accessible_announce (GTK_ACCESSIBLE (self),
                             get_name (row),
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    return;
  }
  if (step < 0)
    gtk_list_box_unselect_all (self->list);
}

static gboolean
press_in_list (SentinelSuggestionRow *self, guint key)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  switch (key) {
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    move_selection (self, 1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    move_selection (self, -1);
    return GDK_EVENT_STOP;
  case GDK_KEY_Escape:
    close_list (self);
    return GDK_EVENT_STOP;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (selected == NULL)
      return GDK_EVENT_PROPAGATE;
    take (self, selected);
    return GDK_EVENT_STOP;
  default:
    return GDK_EVENT_PROPAGATE;
  }
}

static gboolean
key_cb (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType modifiers,
        SentinelSuggestionRow *self)
{
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (is_open (self))
    return press_in_list (self, key);
  if ((key != GDK_KEY_Down && key != GDK_KEY_KP_Down) || !gtk_widget_is_focus (get_text (self)))
    return GDK_EVENT_PROPAGATE;
  open_list (self, NULL);
  if (!is_open (self))
    return GDK_EVENT_PROPAGATE;
  move_selection (self, 1);
  return GDK_EVENT_STOP;
}

static void
make_button (SentinelSuggestionRow *self)
{
  self->button = gtk_button_new_from_icon_name ("pan-down-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->button, _ ("Names in Use"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Names in Use"),
                                  -1);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_visible (self->button, FALSE);
  g_signal_connect_object (self->button,
                           "clicked",
                           G_CALLBACK (button_cb),
                           self,
                           G_CONNECT_SWAPPED);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->button);
}

static void
make_popover (SentinelSuggestionRow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MAX_LIST_HEIGHT);
  gtk_widget_set_size_request (scrolled, MIN_LIST_WIDTH, -1);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_BOTTOM);
  gtk_widget_set_halign (GTK_WIDGET (self->popover), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->popover), "menu");
  gtk_popover_set_child (self->popover, scrolled);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
}

static void
sentinel_suggestion_row_dispose (GObject *object)
{
  SentinelSuggestionRow *self = SENTINEL_SUGGESTION_ROW (object);

  g_clear_pointer ((GtkWidget **) &self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (sentinel_suggestion_row_parent_class)->dispose (object);
}

static void
sentinel_suggestion_row_class_init (SentinelSuggestionRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_suggestion_row_dispose;
}

static void
sentinel_suggestion_row_init (SentinelSuggestionRow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->rows = g_ptr_array_new ();
  make_button (self);
  make_popover (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (focus, "leave", G_CALLBACK (close_list), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (get_text (self)),
                                  GTK_ACCESSIBLE_PROPERTY_HAS_POPUP,
                                  TRUE,
                                  GTK_ACCESSIBLE_PROPERTY_AUTOCOMPLETE,
                                  GTK_ACCESSIBLE_AUTOCOMPLETE_LIST,
                                  -1);
}

static void
add_suggestion (SentinelSuggestionRow *self, const char *name)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_append (self->list, row);
  g_ptr_array_add (self->rows, row);
}

/**
 * sentinel_suggestion_row_set_suggestions:
 * @self: a row
 * @suggestions: (array zero-terminated=1): names in use
 */
void
sentinel_suggestion_row_set_suggestions (SentinelSuggestionRow *self,
                                         const char *const *suggestions)
{
  close_list (self);
  gtk_list_box_remove_all (self->list);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; suggestions[i] != NULL; i++)
    add_suggestion (self, suggestions[i]);
  gtk_widget_set_visible (self->button, self->rows->len > 0);
}
