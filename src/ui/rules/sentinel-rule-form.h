/* SPDX-License-Identifier: MIT */
/* One page of the rule dialog: shows a part of a rule and reads it back. */
#pragma once
#include "sentinel-field-note.h"
#include "sentinel-rule.h"
#include "sentinel-trigger.h"
G_BEGIN_DECLS

#define SENTINEL_TYPE_RULE_FORM (sentinel_rule_form_get_type ())
G_DECLARE_DERIVABLE_TYPE (SentinelRuleForm,
                          sentinel_rule_form,
                          SENTINEL,
                          RULE_FORM,
                          AdwPreferencesPage)

struct _SentinelRuleFormClass {
  AdwPreferencesPageClass parent_class;
  void (*load) (SentinelRuleForm *self, const SentinelRule *rule);
  void (*fill) (SentinelRuleForm *self, SentinelRule *rule);
  /* optional: what else than notes shows errors */
  gboolean (*show_error) (SentinelRuleForm *self, const GError *error);
};

/* Signal "changed" (): by a person. */
void sentinel_rule_form_load (SentinelRuleForm *self, const SentinelRule *rule);
void sentinel_rule_form_fill (SentinelRuleForm *self, SentinelRule *rule); /* its part only */
/* whether the error is about a field of this page, which is marked now */
gboolean sentinel_rule_form_show_error (SentinelRuleForm *self, const GError *error);
void sentinel_rule_form_clear_errors (SentinelRuleForm *self);
/* (nullable): the note of the first field that is marked */
SentinelFieldNote *sentinel_rule_form_find_wrong (SentinelRuleForm *self);

/* For the pages: */
void sentinel_rule_form_add_note (SentinelRuleForm *self,
                                  const char *field,
                                  SentinelFieldNote *note);
void sentinel_rule_form_changed (SentinelRuleForm *self); /* nothing while it is loaded */
/* the selected item changed, a switch was switched, a value set */
void sentinel_rule_form_watch (SentinelRuleForm *self, gpointer widget, const char *signal);

G_END_DECLS
