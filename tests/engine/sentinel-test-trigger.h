/* SPDX-License-Identifier: MIT */
/* A trigger for tests, id "test": answers what it is told, at once or when it is told to, and can
 * be waited for. */
#pragma once
#include "sentinel-trigger.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_TEST_TRIGGER (sentinel_test_trigger_get_type ())
G_DECLARE_FINAL_TYPE (SentinelTestTrigger,
                      sentinel_test_trigger,
                      SENTINEL,
                      TEST_TRIGGER,
                      SentinelTrigger)

struct _SentinelTestTrigger {
  SentinelTrigger parent;

  double value; /* of the reading when it answers at once */
  GError *error; /* nullable: fails with it instead */
  gboolean waits; /* answers only when told */
  gboolean ignores_cancel; /* a hostile one: with waits, being cancelled is not noticed */
  gboolean primes; /* the first check of a rule (no state) only primes */
  gboolean can_watch;

  guint n_checks, n_cancelled, n_watches;
  GQueue waiting; /* of GTask, the oldest first */
  GSource *watch; /* nullable, borrowed: the newest that lives */
};

SentinelTestTrigger *sentinel_test_trigger_new (void);
/* the oldest that waits */
void sentinel_test_trigger_answer (SentinelTestTrigger *self, double value);
/* what is watched may have gone past its level */
void sentinel_test_trigger_wake (SentinelTestTrigger *self);

G_END_DECLS
