/* SPDX-License-Identifier: MIT */
/* One call of sentinelctl: its global options, what it opens, and how it ends. */
#pragma once
#include "sentinel-context.h"
#include "sentinel-note.h"
G_BEGIN_DECLS

/* The exit status of every command. */
typedef enum {
  SENTINEL_EXIT_DONE = 0,
  SENTINEL_EXIT_FAILED = 1,
  SENTINEL_EXIT_USAGE = 2,
  SENTINEL_EXIT_NOT_FOUND = 3,
  SENTINEL_EXIT_OWNED = 4, /* another process holds the engine */
} SentinelExit;

typedef struct {
  gboolean json;
  char *database; /* nullable: the default path */
  SentinelContext *context; /* nullable: nothing was opened yet */
  SentinelRegistry *registry; /* nullable: nobody asked for a trigger yet */
  char *actor_name; /* nullable: nobody acted yet */
} SentinelCtl;

/* argv[0] is the command as it is written, "events list"; the rest are its own arguments. */
typedef SentinelExit (*SentinelCommandFunc) (SentinelCtl *ctl, int argc, char **argv);

typedef struct {
  const char *group; /* "events"; NULL: the command stands alone */
  const char *name;
  const char *arguments; /* for help */
  const char *description;
  SentinelCommandFunc run;
} SentinelCommand;

int sentinel_ctl_main (int argc, char **argv);

SentinelContext *sentinel_ctl_open (SentinelCtl *self); /* (transfer none) made at the first call */
SentinelStore *sentinel_ctl_get_store (SentinelCtl *self); /* (transfer none) */
SentinelRegistry *sentinel_ctl_get_registry (SentinelCtl *self); /* (transfer none) */
SentinelActor sentinel_ctl_get_actor (SentinelCtl *self); /* the person, by the command line */

/* Says the error on standard error and answers the status that goes with it. */
SentinelExit sentinel_ctl_fail (const char *what, const GError *error);
SentinelExit sentinel_ctl_misuse (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
