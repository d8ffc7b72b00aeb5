/* SPDX-License-Identifier: MIT */
/* The error domain of the program. */
#include "sentinel-error.h"

typedef struct {
  char *field; /* nullable */
} SentinelErrorPrivate;

/* That it is there is asked only because the compiler does not know what GLib promises. */
static void
sentinel_error_private_init (SentinelErrorPrivate *priv)
{
  if (priv != NULL)
    priv->field = NULL;
}

static void
sentinel_error_private_copy (const SentinelErrorPrivate *from, SentinelErrorPrivate *to)
{
  if (from != NULL && to != NULL)
    to->field = g_strdup (from->field);
}

static void
sentinel_error_private_clear (SentinelErrorPrivate *priv)
{
  if (priv != NULL)
    g_free (priv->field);
}

G_DEFINE_EXTENDED_ERROR (SentinelError, sentinel_error)

/**
 * sentinel_error_set_field:
 * @error: (nullable): what a caller gave for the error; nothing happens where it wanted none, and
 * where the error is of another domain
 * @field: the name of the field that is wrong; names of what is nested are joined by dots, items of
 * a list are "list[2]"
 *
 * Says what the error is about. Any thread.
 */
void
sentinel_error_set_field (GError **error, const char *field)
{
  SentinelErrorPrivate *priv = NULL;

  if (error != NULL && *error != NULL && (*error)->domain == SENTINEL_ERROR)
    priv = sentinel_error_get_private (*error);
  if (priv != NULL)
    g_set_str (&priv->field, field);
}

/**
 * sentinel_error_get_field:
 * @error: (nullable): any error
 *
 * Returns: (transfer none) (nullable): the name of the field that is wrong; lives as long as @error
 */
const char *
sentinel_error_get_field (const GError *error)
{
  SentinelErrorPrivate *priv = NULL;

  if (error != NULL && error->domain == SENTINEL_ERROR)
    priv = sentinel_error_get_private (error);
  return priv != NULL ? priv->field : NULL;
}

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
