/* SPDX-License-Identifier: MIT */
/* "What would it have done?": the events that a rule would have brought about over what was
 * measured already. The state machine is the one of the engine; what is not in samples (failed
 * runs, verdicts without a value) it does not know. Refcounted, immutable, any thread. */
#pragma once
#include <gio/gio.h>

#include "sentinel-plan.h"
#include "sentinel-rule-history.h"
G_BEGIN_DECLS

typedef struct {
  guint series; /* index into the history's */
  gint64 opened_at_us, closed_at_us; /* closed 0: open to the end */
  SentinelImportance importance; /* the highest reached */
  double value_peak;
} SentinelPreviewEvent;

typedef struct {
  GArray *events; /* of SentinelPreviewEvent, by the time they open */
  gint64 fine_from_us; /* before that only what is kept of a minute, an hour or a day is known */
} SentinelPreview;

/* NULL: it was cancelled (nullable) */
SentinelPreview *sentinel_preview_run (SentinelPlan *plan,
                                       SentinelRuleHistory *history,
                                       GCancellable *cancellable);
SentinelPreview *sentinel_preview_ref (SentinelPreview *self);
void sentinel_preview_unref (SentinelPreview *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelPreview, sentinel_preview_unref)

/* (transfer container) (element-type SentinelEvent): stored events of the history while which none
 * would have been open */
GPtrArray *sentinel_preview_list_spared (const SentinelPreview *self,
                                         const SentinelRuleHistory *history);

/* in a thread of its own */
void sentinel_preview_run_async (SentinelPlan *plan,
                                 SentinelRuleHistory *history,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
SentinelPreview *sentinel_preview_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
