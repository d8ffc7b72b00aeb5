/* SPDX-License-Identifier: MIT */
/* sentinelctl: the command line, and the engine without a window. */
#include "sentinel-ctl.h"

int
main (int argc, char **argv)
{
  return sentinel_ctl_main (argc, argv);
}
