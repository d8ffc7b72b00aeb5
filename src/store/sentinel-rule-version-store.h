/* SPDX-License-Identifier: MIT */
/* Every definition that a rule ever had, also when it is deleted. */
#pragma once
#include "sentinel-rule-version.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

/* rule: as it is stored now; once for each version */
gboolean sentinel_rule_version_store_add (SentinelTransaction *tx,
                                          const SentinelRule *rule,
                                          const char *author,
                                          GError **error);
/* of SentinelRule: from first_version on, oldest first, as they were */
GPtrArray *sentinel_rule_version_store_list (SentinelDatabase *db,
                                             gint64 rule_id,
                                             gint64 first_version,
                                             GError **error);
/* of SentinelRuleVersion: all, oldest first, with who and when */
GPtrArray *sentinel_rule_version_store_list_records (SentinelDatabase *db,
                                                     gint64 rule_id,
                                                     GError **error);
/* the first from a version on; *rule NULL: there is none */
gboolean sentinel_rule_version_store_find (SentinelDatabase *db,
                                           gint64 rule_id,
                                           gint64 first_version,
                                           SentinelRule **rule,
                                           GError **error);
/* the newest of a time; *rule NULL: there was none yet */
gboolean sentinel_rule_version_store_find_at (SentinelDatabase *db,
                                              gint64 rule_id,
                                              gint64 at_us,
                                              SentinelRule **rule,
                                              GError **error);

G_END_DECLS
