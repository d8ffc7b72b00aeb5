/* SPDX-License-Identifier: MIT */
/* A colour and a font that a chart draws with: a child that is never drawn itself, but has a style,
 * so that what is drawn follows dark, high contrast and large text as every label does. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_CHART_INK (sentinel_chart_ink_get_type ())
G_DECLARE_FINAL_TYPE (SentinelChartInk, sentinel_chart_ink, SENTINEL, CHART_INK, GtkWidget)

/* css_classes: separated by spaces */
GtkWidget *sentinel_chart_ink_new (const char *css_classes);

G_END_DECLS
