/* SPDX-License-Identifier: MIT */
/* Rules and the state that a run leaves behind. Functions that take a database
 * read, those that take a transaction write. */
#pragma once
#include "sentinel-rule.h"
#include "sentinel-store.h"
G_BEGIN_DECLS

/* id, 0 on error; CONFLICT: name or uid taken */
gint64 sentinel_rule_store_insert (SentinelTransaction *tx,
                                   const SentinelRule *rule,
                                   const char *author,
                                   GError **error);
/* by id; version + 1 and a row of rule_version; CONFLICT when rule->version is no longer the stored
 * one */
gboolean sentinel_rule_store_update (SentinelTransaction *tx,
                                     const SentinelRule *rule,
                                     const char *author,
                                     GError **error);
/* keeps the row, sets deleted_at_us */
gboolean sentinel_rule_store_delete (SentinelTransaction *tx,
                                     gint64 rule_id,
                                     const char *author,
                                     GError **error);
/* brings a deleted one back; CONFLICT: the name is taken meanwhile */
gboolean sentinel_rule_store_undelete (SentinelTransaction *tx,
                                       gint64 rule_id,
                                       const char *author,
                                       GError **error);
/* The same as another definition: by id, with the version that the deleted one has; CONFLICT when
 * it is not the stored one. */
gboolean sentinel_rule_store_undelete_as (SentinelTransaction *tx,
                                          const SentinelRule *rule,
                                          const char *author,
                                          GError **error);
/* the built-in rule behind raise; its id */
gint64 sentinel_rule_store_ensure_manual (SentinelTransaction *tx, GError **error);

/* NOT_FOUND also when deleted */
SentinelRule *sentinel_rule_store_get (SentinelDatabase *db, gint64 rule_id, GError **error);
/* as it was when it was deleted */
SentinelRule *sentinel_rule_store_get_deleted (SentinelDatabase *db,
                                               gint64 rule_id,
                                               GError **error);
/* an id, else the exact name */
SentinelRule *sentinel_rule_store_find (SentinelDatabase *db,
                                        const char *id_or_name,
                                        GError **error);
/* the same, and where there is none a deleted one: the newest of that name */
SentinelRule *sentinel_rule_store_find_any (SentinelDatabase *db,
                                            const char *id_or_name,
                                            GError **error);
/* of SentinelRule, not deleted, by id */
GPtrArray *sentinel_rule_store_list (SentinelDatabase *db, GError **error);
/* of SentinelRule, deleted or not, by id */
GPtrArray *sentinel_rule_store_list_any (SentinelDatabase *db, GError **error);
/* without manual ones; -1 on error */
gint64 sentinel_rule_store_count (SentinelDatabase *db, gint64 *n_enabled, GError **error);

/* what the owner must ask inside the transaction that evaluates */
typedef struct {
  gint64 version;
  gboolean enabled, deleted;
  gint64 paused_until_us;
} SentinelRuleHead;
gboolean sentinel_rule_store_get_head (SentinelDatabase *db,
                                       gint64 rule_id,
                                       SentinelRuleHead *head,
                                       GError **error);

typedef struct {
  gint64 rule_id;
  gint64 last_slot_us, last_run_at_us; /* 0: none */
  char *last_output; /* nullable, JSON: the readings of the last run */
  SentinelHealth health;
  char *health_text; /* nullable */
  gint64 bad_count, missed_count;
  GBytes *trigger_state; /* nullable */
} SentinelRuleState;

SentinelRuleState *sentinel_rule_state_new (gint64 rule_id);
void sentinel_rule_state_free (SentinelRuleState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelRuleState, sentinel_rule_state_free)
/* a fresh one where there is none */
SentinelRuleState *sentinel_rule_store_get_state (SentinelDatabase *db,
                                                  gint64 rule_id,
                                                  GError **error);
GPtrArray *sentinel_rule_store_list_states (SentinelDatabase *db, GError **error);
/* touches NOUN_RUN */
gboolean sentinel_rule_store_put_state (SentinelTransaction *tx,
                                        const SentinelRuleState *state,
                                        GError **error);

G_END_DECLS
