/* SPDX-License-Identifier: MIT */
/* What is said of a rule that waits before it fires, fails, or does not run for a while. */
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
    details = sentinel_rule_status_dup_details (&status, NOW_US, NULL);
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
  details = sentinel_rule_status_dup_details (&status, NOW_US, NULL);
  g_assert_cmpstr (text, ==, "Failing: DNS: no such host");
  g_assert_cmpstr (details, ==, "DNS: no such host");
}

/* 2023-11-14 22:13:20 UTC, a Tuesday */
typedef struct {
  SentinelPhase phase;
  gint64 since_s; /* ago; -1: not known */
  gboolean began_before;
  const char *text, *since, *details;
} Failure;

static const Failure failures[] = {
  { SENTINEL_PHASE_CONNECT,
    480,
    FALSE,
    "Failing: Connection",
    "Since 22:05",
    "no such host\nSince Tuesday, 14 November 2023, 22:05:20 UTC" },
  { SENTINEL_PHASE_TIMEOUT,
    3 * 86400,
    FALSE,
    "Failing: Timeout",
    "Since 11 Nov, 22:13",
    "no such host\nSince Saturday, 11 November 2023, 22:13:20 UTC" },
  { SENTINEL_PHASE_NONE,
    480,
    TRUE,
    "Failing: no such host",
    "Since before 22:05",
    "no such host\nSince before Tuesday, 14 November 2023, 22:05:20 UTC" },
  { SENTINEL_PHASE_PARSE, -1, FALSE, "Failing: Answer", NULL, "no such host" },
};

static void
test_failing_since (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++) {
    const Failure *failure = &failures[i];
    g_autoptr (SentinelRule) rule = sentinel_rule_new ();
    SentinelRuleStatus status = {
      .rule = rule,
      .health = SENTINEL_HEALTH_FAILING,
      .health_text = (char *) "no such host",
      .phase = failure->phase,
      .bad_since_us = failure->since_s >= 0 ? NOW_US - failure->since_s * G_USEC_PER_SEC : 0,
      .bad_began_before = failure->began_before,
    };
    g_autofree char *text = sentinel_rule_status_dup_text (&status, NOW_US);
    g_autofree char *since = sentinel_rule_status_dup_since (&status, NOW_US, utc);
    g_autofree char *details = sentinel_rule_status_dup_details (&status, NOW_US, utc);

    g_assert_cmpstr (text, ==, failure->text);
    g_assert_cmpstr (since, ==, failure->since);
    g_assert_cmpstr (details, ==, failure->details);
  }
}

typedef struct {
  gint64 paused_s; /* from now */
  const char *hours;
  gboolean is_off, is_firing;
  const char *text, *since, *details;
} Rest;

static const Rest rests[] = {
  { 0, NULL, FALSE, FALSE, "OK", NULL, NULL },
  { 3600,
    NULL,
    FALSE,
    FALSE,
    "Paused",
    "Until 23:13",
    "Paused until Tuesday, 14 November 2023, 23:13:20 UTC" },
  /* What it left open stays in view. */
  { 3600,
    NULL,
    FALSE,
    TRUE,
    "Firing",
    "Paused until 23:13",
    "Paused until Tuesday, 14 November 2023, 23:13:20 UTC" },
  { -5, "mon-sun 00:00-24:00", FALSE, FALSE, "OK", NULL, NULL },
  { 0,
    "mon-fri 08:00-18:00",
    FALSE,
    FALSE,
    "Outside Its Hours",
    "Until 15 Nov, 08:00",
    "Outside its hours until Wednesday, 15 November 2023, 08:00:00 UTC" },
  { 0,
    "mon-fri 08:00-18:00",
    FALSE,
    TRUE,
    "Firing",
    "Outside its hours until 15 Nov, 08:00",
    "Outside its hours until Wednesday, 15 November 2023, 08:00:00 UTC" },
  /* Nothing of that matters to a rule that is off. */
  { 3600, "mon-fri 08:00-18:00", TRUE, FALSE, "Off", NULL, NULL },
};

static void
test_resting (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (guint i = 0; i < G_N_ELEMENTS (rests); i++) {
    const Rest *rest = &rests[i];
    g_autoptr (SentinelRule) rule = sentinel_rule_new ();
    SentinelRuleStatus status = { .rule = rule,
                                  .health = SENTINEL_HEALTH_OK,
                                  .n_firing = rest->is_firing };
    g_autofree char *text = NULL;
    g_autofree char *since = NULL;
    g_autofree char *details = NULL;

    rule->enabled = !rest->is_off;
    rule->period_ms = 30000;
    g_set_str (&rule->active_hours, rest->hours);
    g_set_str (&rule->zone, "UTC");
    rule->paused_until_us = rest->paused_s != 0 ? NOW_US + rest->paused_s * G_USEC_PER_SEC : 0;
    text = sentinel_rule_status_dup_text (&status, NOW_US);
    since = sentinel_rule_status_dup_since (&status, NOW_US, utc);
    details = sentinel_rule_status_dup_details (&status, NOW_US, utc);
    g_assert_cmpstr (text, ==, rest->text);
    g_assert_cmpstr (since, ==, rest->since);
    g_assert_cmpstr (details, ==, rest->details);
  }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rule-words/pending", test_pending);
  g_test_add_func ("/rule-words/failing", test_failing);
  g_test_add_func ("/rule-words/failing-since", test_failing_since);
  g_test_add_func ("/rule-words/resting", test_resting);
  return g_test_run ();
}
