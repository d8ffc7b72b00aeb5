/* SPDX-License-Identifier: MIT */
/* Finding the rule that the person means. */
#pragma once
#include "sentinel-ctl.h"
#include "sentinel-rule.h"
G_BEGIN_DECLS

SentinelRule *sentinel_ctl_find_rule (SentinelCtl *ctl, const char *id_or_name, GError **error);
/* the same, deleted ones too */
SentinelRule *sentinel_ctl_find_any_rule (SentinelCtl *ctl, const char *id_or_name, GError **error);
/* argv: the command and exactly one rule. NULL: the mistake was said, *status is its status. */
SentinelRule *sentinel_ctl_take_rule (SentinelCtl *ctl,
                                      int argc,
                                      char **argv,
                                      SentinelExit *status);

G_END_DECLS
