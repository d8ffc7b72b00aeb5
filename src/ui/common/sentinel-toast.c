/* SPDX-License-Identifier: MIT */
/* Toasts of plain text. */
#include "sentinel-toast.h"
#include <glib/gi18n.h>

/* long enough to notice a mistake */
#define UNDO_SECONDS 10
#define UNDO_KEY "sentinel-undo-toast"

/**
 * sentinel_toast_new:
 * @title: plain text
 *
 * Returns: (transfer full): a toast
 */
AdwToast *
sentinel_toast_new (const char *title)
{
  AdwToast *toast = adw_toast_new (title);

  adw_toast_set_use_markup (toast, FALSE);
  return toast;
}

/**
 * sentinel_toast_add:
 * @widget: where the news come from
 * @toast: (transfer full): what to show
 *
 * Shows @toast in the nearest overlay above @widget; one that has been taken out of its window
 * meanwhile shows nothing.
 */
void
sentinel_toast_add (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}

static void
forget_toast (AdwToast *toast, GtkWidget *overlay)
{
  if (g_object_get_data (G_OBJECT (overlay), UNDO_KEY) == toast)
    g_object_set_data (G_OBJECT (overlay), UNDO_KEY, NULL);
}

/**
 * sentinel_toast_add_undo:
 * @widget: where the news come from
 * @toast: (transfer full): what to show; "button-clicked" takes it back
 *
 * Main thread.
 */
void
sentinel_toast_add_undo (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  if (overlay != NULL) {
    g_object_set_data (G_OBJECT (overlay), UNDO_KEY, toast);
    g_signal_connect_object (toast, "dismissed", G_CALLBACK (forget_toast), overlay, 0);
  }
  sentinel_toast_add (widget, toast);
}

static GtkWidget *
find_overlay (GtkWidget *root)
{
  GtkWidget *found = ADW_IS_TOAST_OVERLAY (root) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_overlay (child);
  return found;
}

/**
 * sentinel_toast_undo:
 * @window: with an overlay
 *
 * Takes back what the newest toast offers to. Main thread.
 */
void
sentinel_toast_undo (GtkWidget *window)
{
  GtkWidget *overlay = find_overlay (window);
  AdwToast *toast = overlay != NULL ? g_object_get_data (G_OBJECT (overlay), UNDO_KEY) : NULL;

  if (toast == NULL)
    return;
  g_signal_emit_by_name (toast, "button-clicked");
  adw_toast_dismiss (toast);
}

/**
 * sentinel_toast_show:
 * @widget: where the news come from
 * @title: plain text
 *
 * Shows a line that goes by itself.
 */
void
sentinel_toast_show (GtkWidget *widget, const char *title)
{
  sentinel_toast_add (widget, sentinel_toast_new (title));
}

/**
 * sentinel_toast_show_error:
 * @widget: where it happened
 * @what: what did not work, translated
 * @error: why
 *
 * Shows a line that stays until it is dismissed.
 */
void
sentinel_toast_show_error (GtkWidget *widget, const char *what, const GError *error)
{
  /* Translators: what did not work, and why */
  g_autofree char *title = g_strdup_printf (_ ("%s: %s"), what, error->message);
  AdwToast *toast = sentinel_toast_new (title);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  sentinel_toast_add (widget, toast);
}
