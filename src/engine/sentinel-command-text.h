/* SPDX-License-Identifier: MIT */
/* What a command is told about its event, and what is told about how it ended. */
#pragma once
#include "sentinel-child.h"
#include <json-glib/json-glib.h>
G_BEGIN_DECLS

/* The event as "sentinelctl events show --json" writes it, with "reason" and "test" */
GBytes *sentinel_command_text_make_input (JsonObject *event,
                                          const char *rule_name,
                                          const char *reason,
                                          gboolean is_test);
/* SENTINEL_EVENT_ID and the like */
char **sentinel_command_text_make_environment (JsonObject *event,
                                               const char *rule_name,
                                               const char *reason,
                                               gboolean is_test);
/* NULL: it did what it was run for */
char *sentinel_command_text_describe_failure (const SentinelChildResult *result, gint64 timeout_ms);
/* NULL: it wrote nothing */
char *sentinel_command_text_dup_output (const SentinelChildResult *result);
/* the first line of that, to be told at once; NULL: it wrote nothing */
char *sentinel_command_text_dup_first_line (const SentinelChildResult *result);

G_END_DECLS
