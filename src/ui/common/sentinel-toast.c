/* SPDX-License-Identifier: MIT */
/* Toasts of plain text. */
#include "sentinel-toast.h"
#include <glib/gi18n.h>

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
