/* SPDX-License-Identifier: MIT */
#include "sentinel-shortcuts-dialog.h"

AdwDialog *
sentinel_shortcuts_dialog_new (void)
{
  return adw_dialog_new ();
}
