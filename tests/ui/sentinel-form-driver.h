/* SPDX-License-Identifier: MIT */
/* For tests and pictures of forms: finds rows by their titles and fills them in. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

/* the first row of that title below root that can be seen; it must be there */
GtkWidget *sentinel_form_driver_get_row (GtkWidget *root, const char *title);
/* what is wrong with it, as it is shown; (nullable) */
const char *sentinel_form_driver_get_error (GtkWidget *root, const char *title);
/* entries and spin rows: as if it was typed; what is typed need not be right */
void sentinel_form_driver_type (GtkWidget *root, const char *title, const char *text);
/* combo rows */
void sentinel_form_driver_choose (GtkWidget *root, const char *title, const char *item);
/* switches and expanders that have one */
void sentinel_form_driver_set_on (GtkWidget *root, const char *title, gboolean is_on);
/* rows that do something when one clicks them */
void sentinel_form_driver_activate (GtkWidget *root, const char *title);

G_END_DECLS
