/* SPDX-License-Identifier: MIT */
/* Runs the commands of rules' actions: the event as JSON on standard input and in SENTINEL_*
 * variables; what a command writes is kept as a note. */
#pragma once
#include "sentinel-channel.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_COMMAND_CHANNEL (sentinel_command_channel_get_type ())
G_DECLARE_FINAL_TYPE (SentinelCommandChannel,
                      sentinel_command_channel,
                      SENTINEL,
                      COMMAND_CHANNEL,
                      SentinelChannel)

SentinelChannel *sentinel_command_channel_new (SentinelStore *store);

G_END_DECLS
