/* SPDX-License-Identifier: MIT */
/* What a person made of the columns of a table: which are shown, in which order, how wide, and by
 * which the rows are sorted; kept in a dictionary of the desk settings. Columns are known by their
 * ids; what a dictionary says of others is left alone. */
#pragma once
#include "sentinel-desk-settings.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_COLUMN_STATE (sentinel_column_state_get_type ())
G_DECLARE_FINAL_TYPE (SentinelColumnState, sentinel_column_state, SENTINEL, COLUMN_STATE, GObject)

/* The view has all its columns, each with an id, as they are by default. Restores, then keeps every
 * change. The view outlives it or it outlives the view. */
SentinelColumnState *sentinel_column_state_new (GtkColumnView *view,
                                                SentinelDeskSettings *settings,
                                                const char *key);
/* A column that a narrow window hides is not hidden by the person: between these two nothing is
 * kept. */
void sentinel_column_state_freeze (SentinelColumnState *self);
void sentinel_column_state_thaw (SentinelColumnState *self);
/* as it is kept: what a narrow window hid comes back */
void sentinel_column_state_restore (SentinelColumnState *self);
void sentinel_column_state_reset (SentinelColumnState *self); /* as it was by default */
/* one place towards the start (-1) or the end (1) */
void sentinel_column_state_move (SentinelColumnState *self, const char *id, int steps);
GtkColumnViewColumn *sentinel_column_state_find (SentinelColumnState *self, const char *id);

G_END_DECLS
