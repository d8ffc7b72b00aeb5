/* SPDX-License-Identifier: MIT */
/* Spin rows and buttons that show a number as one writes it, 90 and not 90.000000, and that take
 * what is typed at once and as it is typed: a number out of the bounds stays, for the form to say
 * what is wrong with it. The buttons keep to the bounds. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_SPIN_DECIMALS 6

/* (transfer floating): an AdwSpinRow that can be heard */
GtkWidget *sentinel_spin_row_new (double minimum, double maximum, double step);
/* spin: an AdwSpinRow or a GtkSpinButton, with its bounds */
void sentinel_spin_set_plain (GtkWidget *spin, guint decimals);
/* also a value out of the bounds, and one with more decimals than are shown */
void sentinel_spin_set_value (GtkWidget *spin, double value);

G_END_DECLS
