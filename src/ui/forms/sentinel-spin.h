/* SPDX-License-Identifier: MIT */
/* Spin rows and buttons that show a number as one writes it: 90 and not 90.000000. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_SPIN_DECIMALS 6

/* spin: an AdwSpinRow or a GtkSpinButton */
void sentinel_spin_set_plain (GtkWidget *spin, guint decimals);

G_END_DECLS
