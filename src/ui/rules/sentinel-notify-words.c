/* SPDX-License-Identifier: MIT */
/* As sentinel-notification.c shows them. */
#include "sentinel-notify-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "sentinel-event-words.h"

static const char *
get_words (SentinelImportance importance, SentinelDeskSettings *settings)
{
  g_autofree char *key = g_strconcat ("notify-", sentinel_importance_to_string (importance), NULL);

  if (!sentinel_desk_settings_get_boolean (settings, key))
    return _ ("nothing, by the preferences");
  if (importance >= SENTINEL_IMPORTANCE_CRITICAL
      && sentinel_desk_settings_get_boolean (settings, "notify-through-do-not-disturb"))
    return _ ("stays until it is seen");
  if (importance <= SENTINEL_IMPORTANCE_LOW)
    return _ ("listed without a banner");
  return _ ("a notification");
}

/* Lowest first. A trigger that judges by itself may come to any. */
static guint
list_importances (const SentinelPlan *plan, SentinelImportance importances[4])
{
  if (plan->n_levels == 0) {
    for (guint i = 0; i < 4; i++)
      importances[i] = (SentinelImportance) (10 * (i + 1));
    return 4;
  }
  for (guint i = 0; i < plan->n_levels; i++)
    importances[i] = plan->levels[plan->n_levels - 1 - i].importance;
  return plan->n_levels;
}

/**
 * sentinel_notify_dup_words:
 * @plan: a rule
 * @settings: what this desk wants to be told
 *
 * Returns: (transfer full): for each level that it has, those that are told alike together
 */
char *
sentinel_notify_dup_words (const SentinelPlan *plan, SentinelDeskSettings *settings)
{
  SentinelImportance importances[4];
  guint n = list_importances (plan, importances);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    const char *words = get_words (importances[i], settings);
    gboolean is_last = i + 1 == n || strcmp (get_words (importances[i + 1], settings), words) != 0;

    g_string_append (text, sentinel_importance_get_word (importances[i]));
    if (is_last)
      /* Translators: behind the importances that it is about: how the desktop is told */
      g_string_append_printf (text, _ (": %s"), words);
    if (i + 1 < n)
      g_string_append (text, is_last ? "; " : ", ");
  }
  return g_string_free (text, FALSE);
}
