/* SPDX-License-Identifier: MIT */
/* Short news at the bottom of the window, shown by the nearest overlay above a widget. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

AdwToast *sentinel_toast_new (const char *title); /* plain text, never markup */
void sentinel_toast_add (GtkWidget *widget, AdwToast *toast);
/* A toast whose button takes something back: it stays longer, and Ctrl+Z presses the button of the
 * newest one. */
void sentinel_toast_add_undo (GtkWidget *widget, AdwToast *toast);
void sentinel_toast_undo (GtkWidget *window); /* nothing where there is nothing to take back */
void sentinel_toast_show (GtkWidget *widget, const char *title);
/* "what: the error's message", until it is dismissed */
void sentinel_toast_show_error (GtkWidget *widget, const char *what, const GError *error);

G_END_DECLS
