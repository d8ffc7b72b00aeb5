/* SPDX-License-Identifier: MIT */
/* The error domain of the program: few codes, each one something that a caller acts on. */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

#define SENTINEL_ERROR (sentinel_error_quark ())

/**
 * SentinelError:
 * @SENTINEL_ERROR_INVALID: input from outside is wrong; the message names the field, the value and
 * what is allowed
 * @SENTINEL_ERROR_NOT_FOUND: the thing that was named does not exist
 * @SENTINEL_ERROR_CONFLICT: it exists already, or changed meanwhile
 * @SENTINEL_ERROR_UNSUPPORTED: this computer or this version cannot do it
 * @SENTINEL_ERROR_OWNED: another process holds the engine
 * @SENTINEL_ERROR_TIMEOUT: no answer within the deadline
 * @SENTINEL_ERROR_NO_DATA: a source answered, but with nothing to measure
 * @SENTINEL_ERROR_FAILED: anything else that was tried and did not work
 * @SENTINEL_ERROR_DECLINED: nothing went wrong: somebody does not want it done
 * @SENTINEL_ERROR_READ_ONLY: the database cannot be written (permissions or a read-only disk)
 * @SENTINEL_ERROR_FULL: the disk is full
 * @SENTINEL_ERROR_IO: reading or writing the database failed
 * @SENTINEL_ERROR_CORRUPT: the database is damaged or is no database
 * @SENTINEL_ERROR_FOREIGN: the file is another program's database
 * @SENTINEL_ERROR_NEWER: the database was written by a newer version
 * @SENTINEL_ERROR_BUSY: another process kept the database locked for too long
 */
typedef enum {
  SENTINEL_ERROR_INVALID,
  SENTINEL_ERROR_NOT_FOUND,
  SENTINEL_ERROR_CONFLICT,
  SENTINEL_ERROR_UNSUPPORTED,
  SENTINEL_ERROR_OWNED,
  SENTINEL_ERROR_TIMEOUT,
  SENTINEL_ERROR_NO_DATA,
  SENTINEL_ERROR_FAILED,
  SENTINEL_ERROR_DECLINED,
  SENTINEL_ERROR_READ_ONLY,
  SENTINEL_ERROR_FULL,
  SENTINEL_ERROR_IO,
  SENTINEL_ERROR_CORRUPT,
  SENTINEL_ERROR_FOREIGN,
  SENTINEL_ERROR_NEWER,
  SENTINEL_ERROR_BUSY,
} SentinelError;

GQuark sentinel_error_quark (void);
/* which field the error is about, like "threshold", "auth.token" or "levels.high", so that a form
 * need not read the message. error: as a function's caller gave it, may be NULL */
void sentinel_error_set_field (GError **error, const char *field);
const char *sentinel_error_get_field (const GError *error); /* (nullable): no certain one */
/* READ_ONLY … BUSY: about our database, never about what is watched */
gboolean sentinel_error_is_storage (const GError *error);

G_END_DECLS
