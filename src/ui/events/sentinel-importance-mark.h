/* SPDX-License-Identifier: MIT */
/* The coloured bar and the shape at the start of a row, shared by the cells that have them. */
#pragma once
#include "sentinel-event.h"
#include <gtk/gtk.h>
G_BEGIN_DECLS

/* The widgets belong to the box. */
typedef struct {
  GtkWidget *box, *bar, *shape;
  const char *css_class; /* what is set now; static */
} SentinelImportanceMark;

void sentinel_importance_mark_init (SentinelImportanceMark *self, GtkBox *box);
/* (nullable): no mark */
void sentinel_importance_mark_show (SentinelImportanceMark *self, const SentinelEvent *event);

G_END_DECLS
