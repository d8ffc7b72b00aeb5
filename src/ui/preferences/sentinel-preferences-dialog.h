/* SPDX-License-Identifier: MIT */
/* What a person chooses for this desk; every change holds at once. */
#pragma once
#include "sentinel-desk-settings.h"
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_PREFERENCES_DIALOG (sentinel_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (SentinelPreferencesDialog,
                      sentinel_preferences_dialog,
                      SENTINEL,
                      PREFERENCES_DIALOG,
                      AdwPreferencesDialog)

AdwDialog *sentinel_preferences_dialog_new (SentinelDeskSettings *settings);

G_END_DECLS
