/* SPDX-License-Identifier: MIT */
#include "sentinel-preferences-dialog.h"

struct _SentinelPreferencesDialog {
  AdwPreferencesDialog parent_instance;
};

G_DEFINE_FINAL_TYPE (SentinelPreferencesDialog, sentinel_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static void
sentinel_preferences_dialog_class_init (SentinelPreferencesDialogClass *klass)
{
}

static void
sentinel_preferences_dialog_init (SentinelPreferencesDialog *self)
{
}

AdwDialog *
sentinel_preferences_dialog_new (SentinelDeskSettings *settings)
{
  return g_object_new (SENTINEL_TYPE_PREFERENCES_DIALOG, NULL);
}
