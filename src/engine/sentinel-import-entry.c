/* SPDX-License-Identifier: MIT */
/* The entry of an import as a value. */
#include "sentinel-import-entry.h"

#include "sentinel-json.h"
#include "sentinel-rule-diff.h"

const SentinelNick sentinel_import_status_nicks[] = {
  { SENTINEL_IMPORT_NEW, "new" },
  { SENTINEL_IMPORT_CHANGED, "changed" },
  { SENTINEL_IMPORT_SAME, "same" },
  { SENTINEL_IMPORT_PROBLEM, "problem" },
  { 0, NULL },
};

/**
 * sentinel_import_entry_new:
 * @name: what people call it; copied
 *
 * Returns: (transfer full): an entry that is a problem until somebody knows better
 */
SentinelImportEntry *
sentinel_import_entry_new (const char *name)
{
  SentinelImportEntry *self = g_new0 (SentinelImportEntry, 1);

  self->status = SENTINEL_IMPORT_PROBLEM;
  self->name = g_strdup (name);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * sentinel_import_entry_free:
 * @self: (transfer full): an entry
 */
void
sentinel_import_entry_free (SentinelImportEntry *self)
{
  g_free (self->name);
  g_clear_pointer (&self->rule, sentinel_rule_unref);
  g_clear_pointer (&self->stored, sentinel_rule_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_ptr_array_unref (self->notes);
  g_clear_error (&self->problem);
  g_free (self);
}

/**
 * sentinel_import_entry_add_note:
 * @self: an entry
 * @format: one line for the person
 *
 * Adds a note.
 */
void
sentinel_import_entry_add_note (SentinelImportEntry *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/**
 * sentinel_import_entry_is_written:
 * @self: an entry
 *
 * Returns: whether an import stores it
 */
gboolean
sentinel_import_entry_is_written (const SentinelImportEntry *self)
{
  return self->chosen
         && (self->status == SENTINEL_IMPORT_NEW || self->status == SENTINEL_IMPORT_CHANGED);
}

static JsonArray *
changes_to_json (GPtrArray *changes)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    json_array_add_object_element (array, sentinel_rule_change_to_json (changes->pdata[i]));
  return array;
}

static JsonArray *
notes_to_json (GPtrArray *notes)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < notes->len; i++)
    json_array_add_string_element (array, notes->pdata[i]);
  return array;
}

/**
 * sentinel_import_entry_to_json:
 * @self: an entry
 *
 * Returns: (transfer full): what a script needs to know of it
 */
JsonObject *
sentinel_import_entry_to_json (const SentinelImportEntry *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object,
                                 "status",
                                 sentinel_nick_of (sentinel_import_status_nicks,
                                                   (int) self->status));
  json_object_set_string_member (object, "name", self->name);
  sentinel_json_set_id (object, "rule_id", self->rule_id);
  sentinel_json_set_text (object, "trigger", self->rule != NULL ? self->rule->trigger : NULL);
  json_object_set_array_member (object, "changes", changes_to_json (self->changes));
  json_object_set_array_member (object, "notes", notes_to_json (self->notes));
  sentinel_json_set_text (object, "problem", self->problem != NULL ? self->problem->message : NULL);
  return object;
}
