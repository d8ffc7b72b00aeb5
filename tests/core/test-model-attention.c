/* SPDX-License-Identifier: MIT */
/* The attention word for every combination of facts, and when an acknowledgement ends. */
#include "sentinel-attention.h"

typedef struct {
  gboolean suppressed, snoozed, acknowledged, open;
  const char *word;
} WordCase;

static const WordCase word_cases[] = {
  { 0, 0, 0, 0, "unseen" },       { 0, 0, 0, 1, "new" },        { 0, 0, 1, 0, "resolved" },
  { 0, 0, 1, 1, "acknowledged" }, { 0, 1, 0, 0, "snoozed" },    { 0, 1, 0, 1, "snoozed" },
  { 0, 1, 1, 0, "snoozed" },      { 0, 1, 1, 1, "snoozed" },    { 1, 0, 0, 0, "suppressed" },
  { 1, 0, 0, 1, "suppressed" },   { 1, 0, 1, 0, "suppressed" }, { 1, 0, 1, 1, "suppressed" },
  { 1, 1, 0, 0, "suppressed" },   { 1, 1, 0, 1, "suppressed" }, { 1, 1, 1, 0, "suppressed" },
  { 1, 1, 1, 1, "suppressed" },
};

static void
test_word_of_every_combination (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (word_cases); i++) {
    const WordCase *expected = &word_cases[i];
    g_autoptr (SentinelEvent) event = sentinel_event_new ();

    event->suppressed_by = expected->suppressed ? 7 : 0;
    event->snoozed_until_us = expected->snoozed ? 1 : 0;
    event->acked_at_us = expected->acknowledged ? 1 : 0;
    event->closed_at_us = expected->open ? 0 : 1;
    g_assert_cmpstr (sentinel_nick_of (sentinel_attention_nicks,
                                       (int) sentinel_event_get_attention (event)),
                     ==,
                     expected->word);
  }
}

typedef struct {
  SentinelAckScope scope;
  SentinelImportance acked_level, new_level;
  gboolean ends;
} LevelCase;

#define LOW SENTINEL_IMPORTANCE_LOW
#define MEDIUM SENTINEL_IMPORTANCE_MEDIUM
#define HIGH SENTINEL_IMPORTANCE_HIGH
#define CLOSED SENTINEL_IMPORTANCE_NONE

static const LevelCase level_cases[] = {
  { SENTINEL_ACK_UNTIL_CHANGED, MEDIUM, HIGH, TRUE },
  { SENTINEL_ACK_UNTIL_CHANGED, MEDIUM, MEDIUM, FALSE },
  { SENTINEL_ACK_UNTIL_CHANGED, MEDIUM, LOW, TRUE },
  { SENTINEL_ACK_UNTIL_CHANGED, MEDIUM, CLOSED, FALSE },
  { SENTINEL_ACK_UNTIL_RESOLVED, MEDIUM, HIGH, TRUE },
  { SENTINEL_ACK_UNTIL_RESOLVED, MEDIUM, MEDIUM, FALSE },
  { SENTINEL_ACK_UNTIL_RESOLVED, MEDIUM, LOW, FALSE },
  { SENTINEL_ACK_UNTIL_RESOLVED, MEDIUM, CLOSED, FALSE },
  { SENTINEL_ACK_UNTIL_TIME, MEDIUM, HIGH, TRUE },
  { SENTINEL_ACK_UNTIL_TIME, MEDIUM, MEDIUM, FALSE },
  { SENTINEL_ACK_UNTIL_TIME, MEDIUM, LOW, FALSE },
  { SENTINEL_ACK_UNTIL_TIME, MEDIUM, CLOSED, FALSE },
};

static void
test_acknowledgement_ends_at_level (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (level_cases); i++) {
    const LevelCase *expected = &level_cases[i];
    g_autoptr (SentinelEvent) event = sentinel_event_new ();

    event->ack_scope = expected->scope;
    event->acked_level = expected->acked_level;
    /* there is none */
    g_assert_false (sentinel_acknowledgement_ends_at_level (event, expected->new_level));
    event->acked_at_us = 1;
    g_assert_cmpint (sentinel_acknowledgement_ends_at_level (event, expected->new_level),
                     ==,
                     expected->ends);
  }
}

static void
test_acknowledgement_ends_at_time (void)
{
  g_autoptr (SentinelEvent) event = sentinel_event_new ();

  event->ack_scope = SENTINEL_ACK_UNTIL_TIME;
  event->ack_until_us = 1000;
  g_assert_false (sentinel_acknowledgement_ends_at_time (event, 2000)); /* there is none */
  event->acked_at_us = 1;
  g_assert_false (sentinel_acknowledgement_ends_at_time (event, 999));
  g_assert_true (sentinel_acknowledgement_ends_at_time (event, 1000));
  event->ack_scope = SENTINEL_ACK_UNTIL_RESOLVED;
  g_assert_false (sentinel_acknowledgement_ends_at_time (event, 1000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/attention/word-of-every-combination", test_word_of_every_combination);
  g_test_add_func ("/attention/acknowledgement-ends-at-level", test_acknowledgement_ends_at_level);
  g_test_add_func ("/attention/acknowledgement-ends-at-time", test_acknowledgement_ends_at_time);
  return g_test_run ();
}
