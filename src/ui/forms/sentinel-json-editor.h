/* SPDX-License-Identifier: MIT */
/* A row to edit JSON as text. It marks where the text is wrong; what it should say is judged by
 * whoever owns it. Tab leaves it as it leaves any field: indenting is what "Format" is for. */
#pragma once
#include <adwaita.h>
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_JSON_EDITOR (sentinel_json_editor_get_type ())
G_DECLARE_FINAL_TYPE (SentinelJsonEditor,
                      sentinel_json_editor,
                      SENTINEL,
                      JSON_EDITOR,
                      AdwPreferencesRow)

/* compact: with its title and a button above, for one value among other rows. Signal "changed" ():
 * a person changed the text. */
GtkWidget *sentinel_json_editor_new (gboolean is_compact);
/* there is nothing to undo behind it */
void sentinel_json_editor_set_text (SentinelJsonEditor *self, const char *text);
char *sentinel_json_editor_dup_text (SentinelJsonEditor *self);
/* (transfer full): what the text says. SENTINEL_ERROR_INVALID: "Line 6, column 14: …", which is
 * marked now. */
JsonNode *sentinel_json_editor_parse (SentinelJsonEditor *self, GError **error);
/* Marks the value of a path (as in sentinel_error_set_field()) and answers "Line 6, column 14:
 * message". is_there: (nullable) (out): whether the text has such a value. */
char *sentinel_json_editor_mark (SentinelJsonEditor *self,
                                 const char *path,
                                 const char *message,
                                 gboolean *is_there);
void sentinel_json_editor_clear_mark (SentinelJsonEditor *self);
/* one line a value, the cursor where it was; while the text is wrong it goes there instead */
void sentinel_json_editor_format (SentinelJsonEditor *self);
/* grabbing the focus goes to what is marked */

G_END_DECLS
