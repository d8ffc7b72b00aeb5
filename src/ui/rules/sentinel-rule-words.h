/* SPDX-License-Identifier: MIT */
/* How a rule stands, in words: its state, its schedule, its value. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-rule-status-store.h"
G_BEGIN_DECLS

/* The better one comes later: the order of the table. */
typedef enum {
  SENTINEL_RULE_FIRING,
  SENTINEL_RULE_FAILING, /* cannot be measured */
  SENTINEL_RULE_PENDING,
  SENTINEL_RULE_OK,
  SENTINEL_RULE_NOT_RUN, /* not evaluated yet */
  SENTINEL_RULE_OFF,
} SentinelRuleStanding;

SentinelRuleStanding sentinel_rule_status_get_standing (const SentinelRuleStatus *status);
/* the same for the eye: what is calm and rests looks like what is off */
SentinelRuleStanding sentinel_rule_status_get_look (const SentinelRuleStatus *status,
                                                    gint64 now_us);
/* "Firing 12 min", "Pending 7/10 min" (also between two runs), "Failing: Connection", "OK", "Off",
 * "Paused", "Outside Its Hours" */
char *sentinel_rule_status_dup_text (const SentinelRuleStatus *status, gint64 now_us);
const char *sentinel_rule_standing_get_icon_name (SentinelRuleStanding standing);
/* "Since 14:05", "Until 18:00", "Paused until 24 Nov, 18:00"; NULL: there is nothing to add. zone
 * NULL: the local one */
char *sentinel_rule_status_dup_since (const SentinelRuleStatus *status,
                                      gint64 now_us,
                                      GTimeZone *zone);
/* the whole reason with exact times; NULL: nothing */
char *sentinel_rule_status_dup_details (const SentinelRuleStatus *status,
                                        gint64 now_us,
                                        GTimeZone *zone);
char *sentinel_rule_dup_schedule (const SentinelRule *rule); /* "Every 10 s", "Manual" */
/* "In 4 s"; empty: not by itself */
char *sentinel_rule_dup_next (const SentinelRule *rule, SentinelContext *context);
char *sentinel_rule_dup_value (double value, const char *unit); /* empty: NAN */
char *sentinel_rule_status_dup_value (const SentinelRuleStatus *status); /* empty: none */
/* name, icon and alias of its trigger; one that is not there is called by its id */
const char *sentinel_rule_get_trigger_name (const SentinelRule *rule, SentinelContext *context);
const char *sentinel_rule_get_icon_name (const SentinelRule *rule, SentinelContext *context);
/* all of a row in one sentence */
char *sentinel_rule_status_dup_sentence (const SentinelRuleStatus *status,
                                         gint64 now_us,
                                         GTimeZone *zone);

G_END_DECLS
