/* SPDX-License-Identifier: MIT */
/* One number, what it counts, and a line that says more; it leads to what it counted. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_OVERVIEW_CARD (sentinel_overview_card_get_type ())
G_DECLARE_FINAL_TYPE (SentinelOverviewCard,
                      sentinel_overview_card,
                      SENTINEL,
                      OVERVIEW_CARD,
                      GtkButton)

/* Property "title" (construct only). */
void sentinel_overview_card_show (SentinelOverviewCard *self, const char *value, const char *note);
/* beside the value; icon_name NULL: none */
void sentinel_overview_card_set_icon (SentinelOverviewCard *self,
                                      const char *icon_name,
                                      const char *css_class);
const char *sentinel_overview_card_get_value (SentinelOverviewCard *self);
const char *sentinel_overview_card_get_note (SentinelOverviewCard *self);

G_END_DECLS
