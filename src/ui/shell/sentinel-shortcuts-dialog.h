/* SPDX-License-Identifier: MIT */
/* Which keys do what. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

AdwDialog *sentinel_shortcuts_dialog_new (void);

G_END_DECLS
