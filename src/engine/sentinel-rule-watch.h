/* SPDX-License-Identifier: MIT */
/* What can stand in for a rule's schedule while all is well. Internal to the folder. */
#pragma once
#include "sentinel-registry.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

GSource *sentinel_rule_watch_create (const SentinelRule *rule, SentinelRegistry *registry);

G_END_DECLS
