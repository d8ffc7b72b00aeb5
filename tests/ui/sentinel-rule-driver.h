/* SPDX-License-Identifier: MIT */
/* For tests of what is done to rules in dialogs: rules to begin with, and what the window says of
 * them. */
#pragma once
#include "sentinel-rule.h"
#include "sentinel-safe-trigger.h"
#include "sentinel-ui-test.h"
G_BEGIN_DECLS

typedef struct {
  SentinelUiTest *ui;
  SentinelTicker *ticker;
  const char *words; /* that are waited for */
} SentinelRuleDriver;

void sentinel_rule_driver_open (SentinelRuleDriver *self, int width);
void sentinel_rule_driver_close (SentinelRuleDriver *self);
gint64 sentinel_rule_driver_write_rule (SentinelRuleDriver *self,
                                        SentinelWriteFunc func,
                                        SentinelRule *rule,
                                        gint64 rule_id);
gint64 sentinel_rule_driver_add_rule_of (SentinelRuleDriver *self,
                                         const char *trigger,
                                         const char *name,
                                         const char *parameters);
gint64 sentinel_rule_driver_add_rule (SentinelRuleDriver *self,
                                      const char *name,
                                      const char *parameters);
SentinelRule *sentinel_rule_driver_find_rule (SentinelRuleDriver *self, const char *name);
void sentinel_rule_driver_edit_rule (SentinelRuleDriver *self,
                                     const char *name,
                                     const char *parameters);
char *sentinel_rule_driver_dump (SentinelRuleDriver *self);
GtkWidget *sentinel_rule_driver_get_dialog (SentinelRuleDriver *self);
GtkWidget *sentinel_rule_driver_find_words (GtkWidget *root, const char *words);
void sentinel_rule_driver_wait_for (SentinelRuleDriver *self, const char *words);
void sentinel_rule_driver_wait_until_closed (SentinelRuleDriver *self);
gboolean sentinel_rule_driver_is_offered (SentinelRuleDriver *self, const char *label);
void sentinel_rule_driver_press (SentinelRuleDriver *self, const char *label);
const char *sentinel_rule_driver_get_diff (SentinelRuleDriver *self);
void sentinel_rule_driver_wait_for_diff (SentinelRuleDriver *self, const char *line);
GListModel *sentinel_rule_driver_get_items (SentinelRuleDriver *self);

G_END_DECLS
