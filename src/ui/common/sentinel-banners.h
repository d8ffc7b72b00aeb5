/* SPDX-License-Identifier: MIT */
/* What a person must know whatever page it is: that watching is paused, that another process
 * watches, that something cannot be stored. Each says the way out. */
#pragma once
#include "sentinel-context.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_BANNERS (sentinel_banners_get_type ())
G_DECLARE_FINAL_TYPE (SentinelBanners, sentinel_banners, SENTINEL, BANNERS, AdwBin)

/* Property "trouble-told": the page itself says what is wrong with the database, so its banner
 * stays away. */
void sentinel_banners_set_context (SentinelBanners *self, SentinelContext *context); /* once */

G_END_DECLS
