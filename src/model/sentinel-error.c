/* SPDX-License-Identifier: MIT */
/* The error domain of the program. */
#include "sentinel-error.h"

G_DEFINE_QUARK (sentinel - error - quark, sentinel_error)

/**
 * sentinel_error_is_storage:
 * @error: (nullable): any error
 *
 * Tells trouble with our own database, which does not end an evaluation, from trouble with what is
 * watched. Any thread.
 *
 * Returns: whether @error is one of %SENTINEL_ERROR_READ_ONLY to %SENTINEL_ERROR_BUSY
 */
gboolean
sentinel_error_is_storage (const GError *error)
{
  if (error == NULL || error->domain != SENTINEL_ERROR)
    return FALSE;
  return error->code >= SENTINEL_ERROR_READ_ONLY && error->code <= SENTINEL_ERROR_BUSY;
}
