/* SPDX-License-Identifier: MIT */
/* Says how much of a long text is shown, and offers the rest of it: to copy, and to read. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_CUT_NOTICE (sentinel_cut_notice_get_type ())
G_DECLARE_FINAL_TYPE (SentinelCutNotice, sentinel_cut_notice, SENTINEL, CUT_NOTICE, AdwBin)

/* key: the target of its actions "details.copy-text" and "details.show-text" */
GtkWidget *sentinel_cut_notice_new (const char *key);
/* Seen only while not all is shown. */
void sentinel_cut_notice_set (SentinelCutNotice *self, glong n_shown, glong n_all);

G_END_DECLS
