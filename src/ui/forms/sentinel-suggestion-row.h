/* SPDX-License-Identifier: MIT */
/* An entry that offers names which are in use while one types; any other is as good. Down opens the
 * list and goes through it, Enter takes what is selected, Escape closes it. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_SUGGESTION_ROW (sentinel_suggestion_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelSuggestionRow,
                      sentinel_suggestion_row,
                      SENTINEL,
                      SUGGESTION_ROW,
                      AdwEntryRow)

/* plain texts, in the order that they are offered in */
void sentinel_suggestion_row_set_suggestions (SentinelSuggestionRow *self,
                                              const char *const *suggestions);

G_END_DECLS
