/* SPDX-License-Identifier: MIT */
/* One rule of an import as a row shows it, with what the person says about it. */
#pragma once
#include "sentinel-rule-import.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_IMPORT_ITEM (sentinel_import_item_get_type ())
G_DECLARE_FINAL_TYPE (SentinelImportItem, sentinel_import_item, SENTINEL, IMPORT_ITEM, GObject)

/* Properties: "chosen", to be written: that of the entry; "left-out": the person wants the import
 * without it; "expanded": its details are shown. */
SentinelImportItem *sentinel_import_item_new (SentinelRuleImport *import, guint index);
const SentinelImportEntry *sentinel_import_item_get_entry (SentinelImportItem *self);
/* whether there is anything to say whether it is wanted */
gboolean sentinel_import_item_can_be_chosen (SentinelImportItem *self);
/* a problem that the import can be done without */
gboolean sentinel_import_item_can_be_left_out (SentinelImportItem *self);
gboolean sentinel_import_item_is_left_out (SentinelImportItem *self);
/* it keeps the whole import from being done */
gboolean sentinel_import_item_is_in_the_way (SentinelImportItem *self);
/* as the person had it, for the same rule of a plan that was made again */
void sentinel_import_item_take_choice (SentinelImportItem *self, SentinelImportItem *old);

G_END_DECLS
