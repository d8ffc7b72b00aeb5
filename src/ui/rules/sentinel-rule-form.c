/* SPDX-License-Identifier: MIT */
/* What the pages share: which note belongs to which field of the rule, and telling a person's edits
 * from what is loaded. */
#include "sentinel-rule-form.h"

#include "sentinel-error.h"

typedef struct {
  GHashTable *notes; /* field → SentinelFieldNote, borrowed from the page */
  gboolean is_loading;
} SentinelRuleFormPrivate;

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (SentinelRuleForm,
                                     sentinel_rule_form,
                                     ADW_TYPE_PREFERENCES_PAGE)

static SentinelRuleFormPrivate *
get_private (SentinelRuleForm *self)
{
  return sentinel_rule_form_get_instance_private (self);
}

static void
sentinel_rule_form_finalize (GObject *object)
{
  g_hash_table_unref (get_private (SENTINEL_RULE_FORM (object))->notes);
  G_OBJECT_CLASS (sentinel_rule_form_parent_class)->finalize (object);
}

static void
sentinel_rule_form_class_init (SentinelRuleFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_form_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_RULE_FORM,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_rule_form_init (SentinelRuleForm *self)
{
  get_private (self)->notes = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * sentinel_rule_form_load:
 * @self: a page
 * @rule: what to show
 */
void
sentinel_rule_form_load (SentinelRuleForm *self, const SentinelRule *rule)
{
  get_private (self)->is_loading = TRUE;
  sentinel_rule_form_clear_errors (self);
  SENTINEL_RULE_FORM_GET_CLASS (self)->load (self, rule);
  get_private (self)->is_loading = FALSE;
}

/**
 * sentinel_rule_form_fill:
 * @self: a page
 * @rule: gets what the page shows
 */
void
sentinel_rule_form_fill (SentinelRuleForm *self, SentinelRule *rule)
{
  SENTINEL_RULE_FORM_GET_CLASS (self)->fill (self, rule);
}

/**
 * sentinel_rule_form_show_error:
 * @self: a page
 * @error: what is wrong with the rule
 *
 * Marks the field that it is about. The first error of a field is the one that is shown.
 *
 * Returns: whether it is about a field of this page
 */
gboolean
sentinel_rule_form_show_error (SentinelRuleForm *self, const GError *error)
{
  SentinelRuleFormClass *klass = SENTINEL_RULE_FORM_GET_CLASS (self);
  const char *field = sentinel_error_get_field (error);
  SentinelFieldNote *note = NULL;

  if (field != NULL)
    note = g_hash_table_lookup (get_private (self)->notes, field);
  if (note == NULL)
    return klass->show_error != NULL && klass->show_error (self, error);
  if (sentinel_field_note_get_error (note) == NULL)
    sentinel_field_note_show_refusal (note, field, error->message);
  return TRUE;
}

/**
 * sentinel_rule_form_clear_errors:
 * @self: a page
 */
void
sentinel_rule_form_clear_errors (SentinelRuleForm *self)
{
  GHashTableIter iter;
  gpointer note;

  g_hash_table_iter_init (&iter, get_private (self)->notes);
  while (g_hash_table_iter_next (&iter, NULL, &note))
    sentinel_field_note_set_error (note, NULL);
}

/**
 * sentinel_rule_form_find_wrong:
 * @self: a page
 *
 * Returns: (transfer none) (nullable): the note of the first field that is marked as wrong
 */
SentinelFieldNote *
sentinel_rule_form_find_wrong (SentinelRuleForm *self)
{
  return sentinel_field_note_find_wrong (GTK_WIDGET (self));
}

/**
 * sentinel_rule_form_add_note:
 * @self: a page
 * @field: (transfer none): static: a field as errors of a rule name it
 * @note: the note below it
 */
void
sentinel_rule_form_add_note (SentinelRuleForm *self, const char *field, SentinelFieldNote *note)
{
  g_hash_table_insert (get_private (self)->notes, (gpointer) field, note);
}

/**
 * sentinel_rule_form_changed:
 * @self: a page
 */
void
sentinel_rule_form_changed (SentinelRuleForm *self)
{
  if (!get_private (self)->is_loading)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * sentinel_rule_form_watch:
 * @self: a page
 * @widget: a part of it
 * @signal: that says that a person changed it
 */
void
sentinel_rule_form_watch (SentinelRuleForm *self, gpointer widget, const char *signal)
{
  g_signal_connect_object (widget,
                           signal,
                           G_CALLBACK (sentinel_rule_form_changed),
                           self,
                           G_CONNECT_SWAPPED);
}
