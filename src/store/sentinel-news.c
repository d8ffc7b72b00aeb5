/* SPDX-License-Identifier: MIT */
/* One source at a time is on its way to the main context; what comes meanwhile joins it. */
#include "sentinel-news.h"

struct _SentinelNews {
  GMainContext *context;
  SentinelNewsFunc func;
  gpointer data;
  GMutex mutex;
  SentinelChanges changes; /* mutex */
  gboolean wants_idle; /* mutex */
  GError *troubles[SENTINEL_N_TROUBLE_KINDS]; /* mutex */
  GSource *source; /* mutex; NULL: nothing is on its way */
};

/**
 * sentinel_news_new:
 * @context: where @func runs
 * @func: the receiver
 * @data: for @func
 *
 * Returns: (transfer full): without news
 */
SentinelNews *
sentinel_news_new (GMainContext *context, SentinelNewsFunc func, gpointer data)
{
  SentinelNews *self = g_new0 (SentinelNews, 1);

  self->context = g_main_context_ref (context);
  self->func = func;
  self->data = data;
  g_mutex_init (&self->mutex);
  return self;
}

/**
 * sentinel_news_free:
 * @self: (nullable) (transfer full): when no other thread uses it any more
 */
void
sentinel_news_free (SentinelNews *self)
{
  if (self == NULL)
    return;
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  sentinel_changes_clear (&self->changes);
  for (guint i = 0; i < SENTINEL_N_TROUBLE_KINDS; i++)
    g_clear_error (&self->troubles[i]);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static GError *
copy_gravest_trouble (SentinelNews *self)
{
  for (guint i = 0; i < SENTINEL_N_TROUBLE_KINDS; i++)
    if (self->troubles[i] != NULL)
      return g_error_copy (self->troubles[i]);
  return NULL;
}

static void
take_item (SentinelNews *self, SentinelNewsItem *item)
{
  g_mutex_lock (&self->mutex);
  item->changes = self->changes;
  item->wants_idle = self->wants_idle;
  item->trouble = copy_gravest_trouble (self);
  self->changes = (SentinelChanges) { 0 };
  self->wants_idle = FALSE;
  g_clear_pointer (&self->source, g_source_unref);
  g_mutex_unlock (&self->mutex);
}

static gboolean
hand_over_cb (gpointer data)
{
  SentinelNews *self = data;
  SentinelNewsItem item = { 0 };

  take_item (self, &item);
  self->func (&item, self->data);
  sentinel_changes_clear (&item.changes);
  g_clear_error (&item.trouble);
  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
ensure_source (SentinelNews *self)
{
  if (self->source != NULL)
    return;
  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (self->source, "sentinel news");
  g_source_set_callback (self->source, hand_over_cb, self, NULL);
  g_source_attach (self->source, self->context);
}

/**
 * sentinel_news_add_changes:
 * @self: the news
 * @changes: what was committed; nothing is fine
 *
 * Any thread.
 */
void
sentinel_news_add_changes (SentinelNews *self, const SentinelChanges *changes)
{
  if (sentinel_changes_are_empty (changes))
    return;
  g_mutex_lock (&self->mutex);
  sentinel_changes_merge (&self->changes, changes);
  ensure_source (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * sentinel_news_ask_for_idle:
 * @self: the news
 *
 * Any thread.
 */
void
sentinel_news_ask_for_idle (SentinelNews *self)
{
  g_mutex_lock (&self->mutex);
  self->wants_idle = TRUE;
  ensure_source (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * sentinel_news_set_trouble:
 * @self: the news
 * @kind: which of the things that can go wrong
 * @trouble: (nullable): what is wrong; NULL: it works (again)
 *
 * Any thread.
 */
void
sentinel_news_set_trouble (SentinelNews *self, SentinelTroubleKind kind, const GError *trouble)
{
  g_mutex_lock (&self->mutex);
  if (trouble != NULL || self->troubles[kind] != NULL) {
    g_clear_error (&self->troubles[kind]);
    self->troubles[kind] = trouble != NULL ? g_error_copy (trouble) : NULL;
    ensure_source (self);
  }
  g_mutex_unlock (&self->mutex);
}
