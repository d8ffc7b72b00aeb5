/* SPDX-License-Identifier: MIT */
/* What is said of a rule that waits before it fires. */
#include "sentinel-rule-words.h"
#include <locale.h>

#define NOW_US (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)

typedef struct {
  gint64 for_s, period_s, observed_s, since_run_s;
  const char *text, *details;
} Pending;

static const Pending pendings[] = {
  { 60, 10, 20, 0, "Pending 20/60 s", "Fires in 40 s if nothing changes" },
  { 60, 10, 20, 7, "Pending 27/60 s", "Fires in 33 s if nothing changes" },
  /* The run is late: nobody knows what it will find. */
  { 60, 10, 20, 500, "Pending 30/60 s", "Fires in 30 s if nothing changes" },
  { 60, 10, 59, 7, "Pending 60/60 s", "Fires in 0 s if nothing changes" },
  /* The clock was set back. */
  { 60, 10, 20, -500, "Pending 20/60 s", "Fires in 40 s if nothing changes" },
  { 600, 300, 420, 0, "Pending 7/10 min", "Fires in 3 min if nothing changes" },
  { 600, 300, 420, 119, "Pending 8/10 min", "Fires in 1 min if nothing changes" },
  /* run by hand only */
  { 600, 0, 420, 3600, "Pending 7/10 min", "Fires in 3 min if nothing changes" },
};

static void
test_pending (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pendings); i++) {
    const Pending *pending = &pendings[i];
    g_autoptr (SentinelRule) rule = sentinel_rule_new ();
    SentinelRuleStatus status = {
      .rule = rule,
      .health = SENTINEL_HEALTH_OK,
      .condition = SENTINEL_CONDITION_PENDING,
      .observed_breach_ms = pending->observed_s * 1000,
      .last_run_at_us = NOW_US - pending->since_run_s * G_USEC_PER_SEC,
    };
    g_autofree char *text = NULL;
    g_autofree char *details = NULL;

    rule->enabled = TRUE;
    rule->for_ms = pending->for_s * 1000;
    rule->period_ms = pending->period_s * 1000;
    text = sentinel_rule_status_dup_text (&status, NOW_US);
    details = sentinel_rule_status_dup_details (&status, NOW_US);
    g_assert_cmpstr (text, ==, pending->text);
    g_assert_cmpstr (details, ==, pending->details);
  }
}

static void
test_failing (void)
{
  g_autoptr (SentinelRule) rule = sentinel_rule_new ();
  SentinelRuleStatus status = {
    .rule = rule,
    .health = SENTINEL_HEALTH_FAILING,
    .health_text = (char *) "DNS: no such host",
  };
  g_autofree char *text = NULL;
  g_autofree char *details = NULL;

  rule->enabled = TRUE;
  text = sentinel_rule_status_dup_text (&status, NOW_US);
  details = sentinel_rule_status_dup_details (&status, NOW_US);
  g_assert_cmpstr (text, ==, "Failing: DNS: no such host");
  g_assert_cmpstr (details, ==, "DNS: no such host");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-words/pending", test_pending);
  g_test_add_func ("/rule-words/failing", test_failing);
  return g_test_run ();
}
