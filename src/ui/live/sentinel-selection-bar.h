/* SPDX-License-Identifier: MIT */
/* Below the rows: how many are selected and what can be done with them. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_SELECTION_BAR (sentinel_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSelectionBar, sentinel_selection_bar, SENTINEL, SELECTION_BAR, AdwBin)

GtkWidget *sentinel_selection_bar_new (void);
void sentinel_selection_bar_set_n_selected (SentinelSelectionBar *self, guint n_selected);
void sentinel_selection_bar_set_revealed (SentinelSelectionBar *self, gboolean revealed);
/* at 360 px there is room for what is done most */
void sentinel_selection_bar_set_narrow (SentinelSelectionBar *self, gboolean narrow);

G_END_DECLS
