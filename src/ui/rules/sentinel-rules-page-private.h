/* SPDX-License-Identifier: MIT */
/* The page's parts, for the files that it is made of: sentinel-rules-page.c (states, the object),
 * sentinel-rules-selection.c (what is selected, what is done with it, the menu of the rows),
 * sentinel-rules-layout.c (order, sections, columns, width). */
#pragma once
#include "sentinel-banners.h"
#include "sentinel-column-state.h"
#include "sentinel-rule-list.h"
#include "sentinel-rules-filter.h"
#include "sentinel-rules-page.h"
G_BEGIN_DECLS

typedef enum {
  RULES_WIDE, /* the next run has a column of its own */
  RULES_MEDIUM,
  RULES_NARROW, /* a whole rule in two lines */
} RulesWidth;

struct _SentinelRulesPage {
  AdwBin parent_instance;
  AdwWindowTitle *title;
  SentinelBanners *banners;
  SentinelRulesFilter *filter;
  GtkButton *new_button, *new_icon_button;
  GtkStack *stack;
  GtkColumnView *view;
  AdwStatusPage *error_page, *no_match_page;
  GtkActionBar *action_bar;
  GtkLabel *selected_label;
  GtkButton *enable_button, *disable_button, *duplicate_button;
  GtkMenuButton *more_button;
  GMenuModel *row_menu;
  GtkPopover *menu; /* made when it is first asked for */

  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelRuleList *list;
  GtkCustomFilter *matcher;
  GtkSortListModel *sorted;
  GtkSliceListModel *slice; /* at first only what fits into the window */
  GtkSorter *section_sorter;
  GtkSelectionModel *selection;
  SentinelColumnState *columns;
  GCancellable *cancellable;
  gint64 wanted_rule_id; /* 0: none; to be shown when the list is there */
  gboolean is_shown; /* the first rules, or that there are none */
  guint n_selected; /* as it was said last */
  RulesWidth width;
};

/* sentinel-rules-selection.c */
void sentinel_rules_selection_install (GtkWidgetClass *widget_class);
void sentinel_rules_selection_set_up (SentinelRulesPage *self); /* once, with a model */
/* what can be done with what is selected, as it is now */
void sentinel_rules_selection_update (SentinelRulesPage *self);
gint64 sentinel_rules_selection_find (SentinelRulesPage *self, gint64 rule_id); /* -1: not shown */
void sentinel_rules_selection_set_narrow (SentinelRulesPage *self, gboolean is_narrow);

/* sentinel-rules-layout.c */
void sentinel_rules_layout_install (GtkWidgetClass *widget_class);
void sentinel_rules_layout_set_up (SentinelRulesPage *self); /* once, with a list and a matcher */
/* there are rules for the first time, or it is known that there are none */
void sentinel_rules_layout_show_first (SentinelRulesPage *self);
void sentinel_rules_layout_show_all (SentinelRulesPage *self); /* now, whatever it costs */
/* what rules are compared by may have changed */
void sentinel_rules_layout_sort_again (SentinelRulesPage *self);

G_END_DECLS
