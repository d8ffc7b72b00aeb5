/* SPDX-License-Identifier: MIT */
/* A rule of an import: whether it is wanted, what it is, and, opened, what would change. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-import-item.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_IMPORT_ROW (sentinel_import_row_get_type ())
G_DECLARE_FINAL_TYPE (SentinelImportRow, sentinel_import_row, SENTINEL, IMPORT_ROW, AdwBin)

GtkWidget *sentinel_import_row_new (void);
/* item NULL: none */
void sentinel_import_row_set_item (SentinelImportRow *self,
                                   SentinelImportItem *item,
                                   SentinelRegistry *registry,
                                   GTimeZone *zone);
/* "Build server, changed": for whoever does not see it */
char *sentinel_import_item_dup_sentence (SentinelImportItem *item);

G_END_DECLS
