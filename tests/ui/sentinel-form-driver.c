/* SPDX-License-Identifier: MIT */
/* What is typed goes into the text deep inside a row, as keys do. */
#include "sentinel-form-driver.h"

#include "sentinel-field-note.h"

static GtkWidget *
find_row (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) && gtk_widget_get_mapped (root)
      && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_row (child, title);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/**
 * sentinel_form_driver_get_row:
 * @root: where to look
 * @title: of the row
 *
 * Returns: (transfer none): the first mapped row with that title; the test fails without one
 */
GtkWidget *
sentinel_form_driver_get_row (GtkWidget *root, const char *title)
{
  GtkWidget *row = find_row (root, title);

  if (row == NULL)
    g_error ("No row “%s” can be seen", title);
  return row;
}

/**
 * sentinel_form_driver_get_error:
 * @root: where to look
 * @title: of the row
 *
 * Returns: (transfer none) (nullable): what the note below the row says is wrong
 */
const char *
sentinel_form_driver_get_error (GtkWidget *root, const char *title)
{
  GtkWidget *row = sentinel_form_driver_get_row (root, title);
  GtkWidget *note = gtk_widget_get_next_sibling (row);
  const char *error = NULL;

  if (SENTINEL_IS_FIELD_NOTE (note))
    error = sentinel_field_note_get_error (SENTINEL_FIELD_NOTE (note));
  /* What a person does not see is not said. */
  g_assert_true (error == NULL || gtk_widget_get_visible (note));
  g_assert_true ((error != NULL) == gtk_widget_has_css_class (row, "error"));
  return error;
}

static GtkWidget *
find_text (GtkWidget *root)
{
  if (GTK_IS_TEXT (root) || GTK_IS_TEXT_VIEW (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_text (child);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/**
 * sentinel_form_driver_type:
 * @root: where to look
 * @title: of the row, which has a text to type into
 * @text: what it says then
 */
void
sentinel_form_driver_type (GtkWidget *root, const char *title, const char *text)
{
  GtkWidget *target = find_text (sentinel_form_driver_get_row (root, title));

  g_assert_nonnull (target);
  if (GTK_IS_TEXT_VIEW (target))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (target)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (target), text);
}

/**
 * sentinel_form_driver_choose:
 * @root: where to look
 * @title: of the combo row
 * @item: what is chosen; it must be there
 */
void
sentinel_form_driver_choose (GtkWidget *root, const char *title, const char *item)
{
  AdwComboRow *row = ADW_COMBO_ROW (sentinel_form_driver_get_row (root, title));
  GtkStringList *items = GTK_STRING_LIST (adw_combo_row_get_model (row));
  guint at = gtk_string_list_find (items, item);

  g_assert_cmpuint (at, !=, GTK_INVALID_LIST_POSITION);
  adw_combo_row_set_selected (row, at);
}

/**
 * sentinel_form_driver_set_on:
 * @root: where to look
 * @title: of the switch or the expander
 * @is_on: how it is then
 */
void
sentinel_form_driver_set_on (GtkWidget *root, const char *title, gboolean is_on)
{
  GtkWidget *row = sentinel_form_driver_get_row (root, title);

  if (ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), is_on);
  else
    adw_switch_row_set_active (ADW_SWITCH_ROW (row), is_on);
}

/**
 * sentinel_form_driver_activate:
 * @root: where to look
 * @title: of the row
 */
void
sentinel_form_driver_activate (GtkWidget *root, const char *title)
{
  GtkWidget *row = sentinel_form_driver_get_row (root, title);

  g_signal_emit_by_name (row, "activated");
}
