/* SPDX-License-Identifier: MIT */
/* A program and its arguments as one line that can be typed. No shell is run: quotation marks are
 * all that it has of one. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/* reads back to the same arguments */
char *sentinel_command_line_format (const char *const *argv);
/* NULL and what is wrong, translated: it is empty, or not closed */
char **sentinel_command_line_parse (const char *text, char **problem);
/* how it was split, and what a shell would have made of it */
char *sentinel_command_line_describe (const char *const *argv);

G_END_DECLS
