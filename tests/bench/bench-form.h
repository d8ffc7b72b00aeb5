/* SPDX-License-Identifier: MIT */
/* What is measured inside one process: a form of many parameters, from nothing to painted. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define BENCH_FORM_PROPERTIES 40

/* prints "first-ms", "first-cpu-ms" and "again-ms" (median) */
void bench_run_form (void);

G_END_DECLS
