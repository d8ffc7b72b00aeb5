/* SPDX-License-Identifier: MIT */
/* For tests of the window: the real window over a database of its own, and ways to find things in
 * it as a person would: by their text. */
#pragma once
#include "sentinel-event-acts.h"
#include "sentinel-live-page.h"
#include "sentinel-test-store.h"
#include "sentinel-window.h"
G_BEGIN_DECLS

typedef struct {
  char *folder, *path; /* of the database */
  AdwApplication *application; /* borrowed */
  SentinelContext *context;
  SentinelWindow *window; /* NULL until it is opened */
} SentinelUiTest;

/* g_test_init() and adw_init(), with the program's own style */
void sentinel_ui_test_init (int *argc, char ***argv);
SentinelUiTest *sentinel_ui_test_new (void);
void sentinel_ui_test_free (SentinelUiTest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelUiTest, sentinel_ui_test_free)
/* opens the window at a size and waits until it is drawn */
void sentinel_ui_test_open (SentinelUiTest *self, int width, int height);

/* the first widget of a type below root (or root itself) that is drawn; text: what it says, NULL:
 * any */
GtkWidget *sentinel_ui_test_find (GtkWidget *root, GType type, const char *text);
gboolean sentinel_ui_test_shows (SentinelUiTest *self, const char *text);
void sentinel_ui_test_wait_for_text (SentinelUiTest *self, const char *text);
void sentinel_ui_test_wait_for_state (SentinelUiTest *self, const char *state);
void sentinel_ui_test_wait_for_frames (SentinelUiTest *self);
void sentinel_ui_test_act (SentinelUiTest *self, const char *action); /* on the live page */
/* presses keys as the widget's own shortcuts have them; whether one of them took it */
gboolean sentinel_ui_test_press (GtkWidget *widget, guint keyval, GdkModifierType modifiers);
SentinelLivePage *sentinel_ui_test_get_page (SentinelUiTest *self);
GtkColumnView *sentinel_ui_test_get_view (SentinelUiTest *self);

/* raises an event that stays open, in a commit of its own; its id */
gint64 sentinel_ui_test_raise (SentinelUiTest *self,
                               SentinelImportance importance,
                               const char *source,
                               const char *message);
/* "Message FIRST" and those behind it, in one commit */
void sentinel_ui_test_raise_many (SentinelUiTest *self, guint first, guint n);

G_END_DECLS
