/* SPDX-License-Identifier: MIT */
/* Runs, a line each. */
#include "sentinel-ctl-runs.h"

#include "sentinel-ctl-output.h"

static void
add_run (SentinelTable *table, const SentinelRun *run)
{
  g_autofree char *rule = g_strdup_printf ("%" G_GINT64_FORMAT, run->rule_id);
  g_autofree char *duration = g_strdup_printf ("%" G_GINT64_FORMAT " ms", run->duration_ms);

  sentinel_table_add (table,
                      rule,
                      sentinel_nick_of (sentinel_outcome_nicks, (int) run->outcome),
                      duration,
                      run->message,
                      NULL);
}

/**
 * sentinel_ctl_print_runs:
 * @ctl: the call
 * @runs: (element-type SentinelRun): stored runs
 *
 * Returns: whether all of them could be evaluated; an alert is a good answer
 */
gboolean
sentinel_ctl_print_runs (SentinelCtl *ctl, GPtrArray *runs)
{
  g_autoptr (SentinelTable) table =
      sentinel_table_new ((const char *const[]) { "RULE", "OUTCOME", "TIME", "MESSAGE", NULL });
  gboolean all_good = TRUE;

  for (guint i = 0; i < runs->len; i++) {
    const SentinelRun *run = runs->pdata[i];

    all_good = all_good && run->outcome != SENTINEL_OUTCOME_ERROR
               && run->outcome != SENTINEL_OUTCOME_NO_DATA;
    if (ctl->json) {
      g_autoptr (JsonObject) object = sentinel_run_to_json (run);

      sentinel_ctl_print_json (object);
    } else {
      add_run (table, run);
    }
  }
  if (!ctl->json)
    sentinel_table_print (table);
  return all_good;
}
