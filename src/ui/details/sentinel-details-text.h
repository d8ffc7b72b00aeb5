/* SPDX-License-Identifier: MIT */
/* A long text that is folded away: the payload or the labels of an event. */
#pragma once
#include <adwaita.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DETAILS_TEXT (sentinel_details_text_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDetailsText, sentinel_details_text, SENTINEL, DETAILS_TEXT, AdwBin)

/* key: as sentinel_cut_notice_new() has it */
GtkWidget *sentinel_details_text_new (const char *title, const char *key);
/* (nullable) JSON, or what should have been; NULL or without members: hidden */
void sentinel_details_text_set_json (SentinelDetailsText *self, const char *json);

/* JSON with indents, or what it is if it is none; without what could harm. nullable */
char *sentinel_details_text_format_json (const char *json);
/* the first characters of a text; n_all: how many it has */
char *sentinel_details_text_cut (const char *text, glong n_shown, glong *n_all);
/* for a text view, to which a line of 100,000 characters would take seconds */
char *sentinel_details_text_break_lines (const char *text);

G_END_DECLS
