/* SPDX-License-Identifier: MIT */
/* Rows come and go while the list is scrolled; this stays. */
#include "sentinel-import-item.h"

struct _SentinelImportItem {
  GObject parent_instance;
  SentinelRuleImport *import; /* keeps the entry */
  SentinelImportEntry *entry;
  gboolean is_left_out, is_expanded;
};

G_DEFINE_FINAL_TYPE (SentinelImportItem, sentinel_import_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_CHOSEN,
  PROP_LEFT_OUT,
  PROP_EXPANDED,
  N_PROPERTIES
};
static GParamSpec *properties[N_PROPERTIES];

static gboolean *
get_flag (SentinelImportItem *self, guint property_id)
{
  if (property_id == PROP_CHOSEN)
    return &self->entry->chosen;
  return property_id == PROP_LEFT_OUT ? &self->is_left_out : &self->is_expanded;
}

static void
sentinel_import_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, *get_flag (SENTINEL_IMPORT_ITEM (object), id));
}

static void
sentinel_import_item_set_property (GObject *object,
                                   guint id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  gboolean *flag = get_flag (SENTINEL_IMPORT_ITEM (object), id);

  if (*flag == g_value_get_boolean (value))
    return;
  *flag = g_value_get_boolean (value);
  g_object_notify_by_pspec (object, pspec);
}

static void
sentinel_import_item_finalize (GObject *object)
{
  sentinel_rule_import_unref (SENTINEL_IMPORT_ITEM (object)->import);
  G_OBJECT_CLASS (sentinel_import_item_parent_class)->finalize (object);
}

static GParamSpec *
make_flag (const char *name)
{
  return g_param_spec_boolean (name,
                               NULL,
                               NULL,
                               FALSE,
                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                   | G_PARAM_EXPLICIT_NOTIFY);
}

static void
sentinel_import_item_class_init (SentinelImportItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sentinel_import_item_get_property;
  object_class->set_property = sentinel_import_item_set_property;
  object_class->finalize = sentinel_import_item_finalize;
  properties[PROP_CHOSEN] = make_flag ("chosen");
  properties[PROP_LEFT_OUT] = make_flag ("left-out");
  properties[PROP_EXPANDED] = make_flag ("expanded");
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
sentinel_import_item_init (SentinelImportItem *self)
{
}

/**
 * sentinel_import_item_new:
 * @import: a plan
 * @index: of one of its entries
 *
 * What is wrong is opened from the start. Main thread.
 *
 * Returns: (transfer full): a row's object
 */
SentinelImportItem *
sentinel_import_item_new (SentinelRuleImport *import, guint index)
{
  SentinelImportItem *self = g_object_new (SENTINEL_TYPE_IMPORT_ITEM, NULL);

  self->import = sentinel_rule_import_ref (import);
  self->entry = g_ptr_array_index (import->entries, index);
  self->is_expanded = self->entry->problem != NULL;
  return self;
}

/**
 * sentinel_import_item_get_entry:
 * @self: an item
 *
 * Returns: (transfer none): the rule of the file
 */
const SentinelImportEntry *
sentinel_import_item_get_entry (SentinelImportItem *self)
{
  return self->entry;
}

/**
 * sentinel_import_item_can_be_chosen:
 * @self: an item
 *
 * Returns: whether it would be written
 */
gboolean
sentinel_import_item_can_be_chosen (SentinelImportItem *self)
{
  return self->entry->status == SENTINEL_IMPORT_NEW
         || self->entry->status == SENTINEL_IMPORT_CHANGED;
}

/**
 * sentinel_import_item_can_be_left_out:
 * @self: an item
 *
 * Any other problem is one of the file, which has to be mended there: who leaves out what is wrong
 * by mistake would not notice.
 *
 * Returns: whether its trigger is not there
 */
gboolean
sentinel_import_item_can_be_left_out (SentinelImportItem *self)
{
  return self->entry->problem != NULL && self->entry->is_unknown_trigger;
}

/**
 * sentinel_import_item_is_left_out:
 * @self: an item
 *
 * Returns: whether the person said that the import is to be done without it
 */
gboolean
sentinel_import_item_is_left_out (SentinelImportItem *self)
{
  return self->is_left_out && sentinel_import_item_can_be_left_out (self);
}

/**
 * sentinel_import_item_is_in_the_way:
 * @self: an item
 *
 * Returns: whether nothing can be imported because of it
 */
gboolean
sentinel_import_item_is_in_the_way (SentinelImportItem *self)
{
  return self->entry->problem != NULL && !sentinel_import_item_is_left_out (self);
}

/**
 * sentinel_import_item_take_choice:
 * @self: an item of a new plan
 * @old: the one of the same rule in the plan before
 *
 * What was not wanted is still not wanted.
 */
void
sentinel_import_item_take_choice (SentinelImportItem *self, SentinelImportItem *old)
{
  self->is_left_out = old->is_left_out;
  self->is_expanded = self->is_expanded || old->is_expanded;
  if (sentinel_import_item_can_be_chosen (self) && sentinel_import_item_can_be_chosen (old))
    self->entry->chosen = old->entry->chosen;
}
