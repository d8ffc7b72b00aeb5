/* SPDX-License-Identifier: MIT */
/* What happens to the runs of a calendar that were missed while nobody watched. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* Or any number up to the maximum: the newest of them, one after the other. */
typedef enum {
  SENTINEL_CATCH_UP_SKIP = 0,
  SENTINEL_CATCH_UP_ONCE = 1,
  SENTINEL_CATCH_UP_MAX = 100,
} SentinelCatchUp;

/* "skip", "once", or a number */
gboolean sentinel_catch_up_parse (const char *name,
                                  const char *text,
                                  int *catch_up,
                                  GError **error);
char *sentinel_catch_up_format (int catch_up);

G_END_DECLS
