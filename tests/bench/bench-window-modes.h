/* SPDX-License-Identifier: MIT */
/* What is measured inside one process: frames of the real window over a database. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* "scroll", "latency", "storm", "rules", "drag"; FALSE: there is no such mode */
gboolean bench_run_window_mode (const char *mode, const char *database);

G_END_DECLS
