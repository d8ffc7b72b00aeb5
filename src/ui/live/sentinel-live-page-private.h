/* SPDX-License-Identifier: MIT */
/* The page's parts, for the files that it is made of: sentinel-live-page.c (states, query, the
 * object), sentinel-live-pane.c (selection, details, menu of the rows), sentinel-live-layout.c
 * (width, columns, pausing), sentinel-live-acts.c (what is done with events). */
#pragma once
#include "sentinel-banners.h"
#include "sentinel-column-state.h"
#include "sentinel-details-pane.h"
#include "sentinel-event-list.h"
#include "sentinel-event-place.h"
#include "sentinel-live-filter.h"
#include "sentinel-live-page.h"
#include "sentinel-live-state.h"
#include "sentinel-refresher.h"
#include "sentinel-selection-bar.h"
G_BEGIN_DECLS

typedef enum {
  WIDTH_WIDE,
  WIDTH_MEDIUM, /* the details lie over the list, the category is left out */
  WIDTH_NARROW, /* two lines a row */
} PageWidth;

struct _SentinelLivePage {
  AdwBin parent_instance;
  AdwOverlaySplitView *split;
  AdwToolbarView *toolbar;
  SentinelBanners *banners;
  AdwBanner *all_banner;
  SentinelLiveFilter *filter;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  SentinelLiveState *message;
  GtkRevealer *pill_revealer;
  AdwButtonContent *pill_content;
  GtkLabel *older_label;
  GtkButton *pause_button;
  GtkMenuButton *view_button;
  GtkToggleButton *pane_button;
  /* nullable: made when they are first shown, or when there is time for it */
  SentinelDetailsPane *pane;
  SentinelSelectionBar *selection_bar;
  GMenuModel *row_menu, *view_menu;
  GtkPopover *menu; /* made when it is first asked for */

  const char *state; /* static */
  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelEventList *list;
  SentinelEventPlace *place;
  SentinelColumnState *columns;
  SentinelRefresher *facets_refresher;
  GtkSelectionModel *selection;
  GArray *kept_ids; /* nullable: selected, while another order is asked for */
  GCancellable *cancellable;
  gint64 n_rules, n_enabled; /* n_rules -1: not counted yet */
  GError *rules_error; /* they could not be counted */
  gint64 wanted_event_id; /* 0: none; to be shown when the list is there */
  gboolean top_wanted; /* another order was asked for */
  gboolean shows_all; /* also what needs nobody */
  PageWidth width;
  double page_size; /* of the list, in pixels */
};

/* sentinel-live-acts.c */
void sentinel_live_acts_install (GtkWidgetClass *widget_class);
void sentinel_live_acts_enable (SentinelLivePage *self, guint n_selected);

/* sentinel-live-pane.c */
void sentinel_live_pane_install (GtkWidgetClass *widget_class);
void sentinel_live_pane_set_up (SentinelLivePage *self); /* once, with a list */
void sentinel_live_pane_make (SentinelLivePage *self); /* what is not shown yet */
void sentinel_live_pane_update (SentinelLivePage *self); /* whether the details are shown */
void sentinel_live_pane_follow_selection (SentinelLivePage *self);

/* sentinel-live-layout.c */
void sentinel_live_layout_install (GtkWidgetClass *widget_class);
void sentinel_live_layout_set_up (SentinelLivePage *self); /* once, with a context */
guint sentinel_live_layout_count_first_rows (SentinelLivePage *self);

G_END_DECLS
