/* SPDX-License-Identifier: MIT */
/* The line below a field of a form: a hint, or what is wrong with the field. It marks the field
 * too, for the eye and for a screen reader. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_FIELD_NOTE (sentinel_field_note_get_type ())
G_DECLARE_FINAL_TYPE (SentinelFieldNote,
                      sentinel_field_note,
                      SENTINEL,
                      FIELD_NOTE,
                      AdwPreferencesRow)

/* Properties: "field", the row above; "hint", shown while nothing is wrong. Not seen without text.
 */
GtkWidget *sentinel_field_note_new (GtkWidget *field, const char *hint);
void sentinel_field_note_set_hint (SentinelFieldNote *self, const char *hint);
void sentinel_field_note_set_error (SentinelFieldNote *self, const char *message); /* NULL: none */
/* the same for the message of an error: without what it says to name the field, as one sees that */
void sentinel_field_note_show_refusal (SentinelFieldNote *self,
                                       const char *field,
                                       const char *message);
const char *sentinel_field_note_get_error (SentinelFieldNote *self);
/* (transfer full): what is wrong, with the title of the field; NULL: nothing */
char *sentinel_field_note_dup_sentence (SentinelFieldNote *self);
/* (nullable): the first one in or below root that says that something is wrong */
SentinelFieldNote *sentinel_field_note_find_wrong (GtkWidget *root);
/* unfolds what hides the field, and puts the focus there */
void sentinel_field_note_go_to_field (SentinelFieldNote *self);

G_END_DECLS
