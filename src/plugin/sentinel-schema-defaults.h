/* SPDX-License-Identifier: MIT */
/* What a schema would fill in by itself need not be stored: an edit that only writes it down
 * watches the same thing as before. */
#pragma once
#include "sentinel-rule.h"
#include "sentinel-schema.h"
G_BEGIN_DECLS

/* Takes out of the parameters of a rule what is the default and was not said before. */
void sentinel_schema_leave_defaults_out (SentinelSchema *self,
                                         const SentinelRule *before,
                                         SentinelRule *rule);

G_END_DECLS
