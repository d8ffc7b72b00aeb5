/* SPDX-License-Identifier: MIT */
/* An action that this version cannot do or does not understand: it is kept as it is. */
#pragma once
#include "sentinel-field-note.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_KEPT_ACTION_ROW (sentinel_kept_action_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelKeptActionRow,
                      sentinel_kept_action_row,
                      SENTINEL,
                      KEPT_ACTION_ROW,
                      AdwActionRow)

/* Signals "changed" (), "remove" (): by a person. */
GtkWidget *sentinel_kept_action_row_new (JsonNode *action);
JsonNode *sentinel_kept_action_row_dup_action (SentinelKeptActionRow *self);
SentinelFieldNote *sentinel_kept_action_row_get_note (SentinelKeptActionRow *self); /* goes below */

G_END_DECLS
