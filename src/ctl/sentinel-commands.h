/* SPDX-License-Identifier: MIT */
/* The commands of sentinelctl: one array a group, each ending in { NULL }. */
#pragma once
#include "sentinel-ctl.h"
G_BEGIN_DECLS

extern const SentinelCommand sentinel_engine_commands[]; /* monitor, status */
extern const SentinelCommand sentinel_rule_commands[];
extern const SentinelCommand sentinel_rule_edit_commands[];
extern const SentinelCommand sentinel_rule_version_commands[]; /* versions, restore */
extern const SentinelCommand sentinel_rule_file_commands[]; /* import, export */
extern const SentinelCommand sentinel_event_commands[];
extern const SentinelCommand sentinel_event_act_commands[];
extern const SentinelCommand sentinel_explain_commands[];
extern const SentinelCommand sentinel_raise_commands[];
extern const SentinelCommand sentinel_watch_commands[];
extern const SentinelCommand sentinel_trigger_commands[]; /* triggers, simulate */
extern const SentinelCommand sentinel_setting_commands[];
extern const SentinelCommand sentinel_schedule_commands[];
extern const SentinelCommand sentinel_log_commands[];
extern const SentinelCommand sentinel_database_commands[]; /* check, version */

G_END_DECLS
