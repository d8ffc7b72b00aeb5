/* SPDX-License-Identifier: MIT */
/* Labels of the pane of details: they wrap, and their text is set, never parsed. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* (transfer floating); text, css_class: nullable */
GtkWidget *sentinel_details_label_new (const char *text, const char *css_class);
/* the same, whose text can be selected */
GtkWidget *sentinel_details_label_new_selectable (const char *css_class);
/* the text that is shown already stays, and with it what is selected of it */
void sentinel_details_label_set_text (GtkWidget *label, const char *text);
/* A name from outside for the middle of a sentence: one line, which does not turn the direction of
 * what stands beside it. text: nullable */
char *sentinel_details_dup_name (const char *text, gsize max_bytes);

G_END_DECLS
