/* SPDX-License-Identifier: MIT */
/* How one thing is, in two lines and a dot that says the same as the words. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

typedef enum {
  SENTINEL_TONE_NONE, /* nothing is wanted of it */
  SENTINEL_TONE_GOOD,
  SENTINEL_TONE_WARNING,
  SENTINEL_TONE_ERROR,
} SentinelTone;

#define SENTINEL_TYPE_STATUS_ROW (sentinel_status_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelStatusRow,
                          sentinel_status_row,
                          SENTINEL,
                          STATUS_ROW,
                          GtkListBoxRow)

struct _SentinelStatusRowClass {
  GtkListBoxRowClass parent_class;
};

void sentinel_status_row_show (SentinelStatusRow *self,
                               SentinelTone tone,
                               const char *title,
                               const char *subtitle);

G_END_DECLS
