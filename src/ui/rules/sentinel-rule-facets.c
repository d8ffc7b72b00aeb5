/* SPDX-License-Identifier: MIT */
/* A table of facts; the values of each are found in the rules, except for those that are always the
 * same. A value stays once it was seen: who chose it must be able to choose it no more. */
#include "sentinel-rule-facets.h"
#include "sentinel-event-words.h"
#include "sentinel-rule-words.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

#define MAX_TEXT_BYTES 80

typedef struct {
  const char *name, *title;
  const char *(*get_value) (const SentinelRuleStatus *status, gint64 now_us);
  /* (transfer full) */
  char *(*dup_title) (const char *value, const SentinelRule *rule, SentinelContext *context);
  const char *const *fixed; /* nullable: the values in their order */
} Fact;

typedef struct {
  const Fact *fact;
  char *value, *title;
  GSimpleAction *action;
  gboolean is_chosen; /* as the action says */
  guint n; /* how many rules have it */
} Choice;

struct _SentinelRuleFacets {
  GObject parent_instance;
  SentinelContext *context;
  SentinelTicker *ticker;
  GSimpleActionGroup *actions;
  GPtrArray *choices; /* of Choice */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRuleFacets, sentinel_rule_facets, G_TYPE_OBJECT)

/* Facts */

static const char *
get_importance (const SentinelRuleStatus *status, gint64 now_us)
{
  return sentinel_nick_of (sentinel_importance_nicks, (int) status->rule->importance);
}

static char *
dup_importance_title (const char *value, const SentinelRule *rule, SentinelContext *context)
{
  int importance = SENTINEL_IMPORTANCE_NONE;

  sentinel_nick_parse (sentinel_importance_nicks, "importance", value, &importance, NULL);
  return g_strdup (sentinel_importance_get_word ((SentinelImportance) importance));
}

static const char *
get_category (const SentinelRuleStatus *status, gint64 now_us)
{
  return status->rule->category;
}

static char *
dup_category_title (const char *value, const SentinelRule *rule, SentinelContext *context)
{
  return sentinel_text_to_line (value, MAX_TEXT_BYTES);
}

static const char *
get_trigger (const SentinelRuleStatus *status, gint64 now_us)
{
  return status->rule->trigger;
}

static char *
dup_trigger_title (const char *value, const SentinelRule *rule, SentinelContext *context)
{
  return sentinel_text_to_line (rule != NULL ? sentinel_rule_get_trigger_name (rule, context)
                                             : value,
                                MAX_TEXT_BYTES);
}

static const char *
get_health (const SentinelRuleStatus *status, gint64 now_us)
{
  if (!status->rule->enabled || status->rule->paused_until_us > now_us)
    return "off";
  switch (status->health) {
  case SENTINEL_HEALTH_OK:
    return "ok";
  case SENTINEL_HEALTH_BAD:
    return "bad";
  case SENTINEL_HEALTH_FAILING:
    return "failing";
  case SENTINEL_HEALTH_UNKNOWN:
  default:
    return "not-run";
  }
}

static char *
dup_health_title (const char *value, const SentinelRule *rule, SentinelContext *context)
{
  static const struct {
    const char *value, *title;
  } titles[] = { { "ok", N_ ("Measured") },
                 /* Translators: the last run of a rule failed, but not yet so often that it counts
                  */
                 { "bad", N_ ("Last Run Failed") },
                 { "failing", N_ ("Failing") },
                 { "not-run", N_ ("Not Run Yet") },
                 { "off", N_ ("Off or Paused") } };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_str_equal (titles[i].value, value))
      return g_strdup (_ (titles[i].title));
  return g_strdup (value);
}

static const char *const importances[] = { "critical", "high", "medium", "low", NULL };
static const char *const healths[] = { "ok", "bad", "failing", "not-run", "off", NULL };

static const Fact facts[] = {
  { "importance", N_ ("_Importance"), get_importance, dup_importance_title, importances },
  { "category", N_ ("_Category"), get_category, dup_category_title, NULL },
  { "trigger", N_ ("_Trigger"), get_trigger, dup_trigger_title, NULL },
  { "health", N_ ("_Health"), get_health, dup_health_title, healths },
};

/* Choices */

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_free (self->value);
  g_free (self->title);
  g_object_unref (self->action);
  g_free (self);
}

static Choice *
find_choice (SentinelRuleFacets *self, const Fact *fact, const char *value)
{
  for (guint i = 0; i < self->choices->len; i++) {
    Choice *choice = g_ptr_array_index (self->choices, i);

    if (choice->fact == fact && g_strcmp0 (choice->value, value) == 0)
      return choice;
  }
  return NULL;
}

static void
chosen_cb (SentinelRuleFacets *self)
{
  for (guint i = 0; i < self->choices->len; i++) {
    Choice *choice = g_ptr_array_index (self->choices, i);
    g_autoptr (GVariant) state = g_action_get_state (G_ACTION (choice->action));

    choice->is_chosen = g_variant_get_boolean (state);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Names of actions are letters and digits; values are anything. rule: (nullable): one that has the
 * value */
static Choice *
ensure_choice (SentinelRuleFacets *self,
               const Fact *fact,
               const char *value,
               const SentinelRule *rule)
{
  Choice *choice = find_choice (self, fact, value);
  g_autofree char *name = NULL;

  if (choice != NULL)
    return choice;
  name = g_strdup_printf ("%s-%u", fact->name, self->choices->len);
  choice = g_new0 (Choice, 1);
  choice->fact = fact;
  choice->value = g_strdup (value);
  choice->title = fact->dup_title (value, rule, self->context);
  choice->action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (FALSE));
  g_signal_connect_object (choice->action,
                           "notify::state",
                           G_CALLBACK (chosen_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (choice->action));
  g_ptr_array_add (self->choices, choice);
  return choice;
}

static void
count_rule (SentinelRuleFacets *self, const SentinelRuleStatus *status)
{
  gint64 now_us = sentinel_ticker_get_now_us (self->ticker);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    ensure_choice (self, &facts[i], facts[i].get_value (status, now_us), status->rule)->n++;
}

/**
 * sentinel_rule_facets_count:
 * @self: the facets
 * @rows: (element-type SentinelRuleRow): all rules
 *
 * Main thread.
 */
void
sentinel_rule_facets_count (SentinelRuleFacets *self, GListModel *rows)
{
  for (guint i = 0; i < self->choices->len; i++)
    ((Choice *) g_ptr_array_index (self->choices, i))->n = 0;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (SentinelRuleRow) row = g_list_model_get_item (rows, i);

    count_rule (self, sentinel_rule_row_get_status (row));
  }
}

/* The menu */

static void
append_choice (GMenu *menu, const Choice *choice)
{
  /* Translators: a value to filter rules by, and how many rules have it */
  g_autofree char *counted = g_strdup_printf (_ ("%s (%u)"), choice->title, choice->n);
  g_autoptr (GString) label = g_string_new (counted);
  g_autofree char *name =
      g_strdup_printf ("facet.%s", g_action_get_name (G_ACTION (choice->action)));

  g_string_replace (label, "_", "__", 0); /* no mnemonic */
  g_menu_append (menu, label->str, name);
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  const Choice *const *x = a, *const *y = b;

  return g_utf8_collate ((*x)->title, (*y)->title);
}

/* (transfer container): of those that a rule has or that are chosen, in their order */
static GPtrArray *
list_choices (SentinelRuleFacets *self, const Fact *fact)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; fact->fixed != NULL && fact->fixed[i] != NULL; i++)
    g_ptr_array_add (list, ensure_choice (self, fact, fact->fixed[i], NULL));
  for (guint i = 0; fact->fixed == NULL && i < self->choices->len; i++) {
    Choice *choice = g_ptr_array_index (self->choices, i);

    if (choice->fact == fact && (choice->n > 0 || choice->is_chosen))
      g_ptr_array_add (list, choice);
  }
  if (fact->fixed == NULL)
    g_ptr_array_sort (list, compare_titles);
  return list;
}

/**
 * sentinel_rule_facets_make_menu:
 * @self: the facets
 *
 * Main thread.
 *
 * Returns: (transfer full): what there is to choose now, with actions of the group "facet"
 */
GMenuModel *
sentinel_rule_facets_make_menu (SentinelRuleFacets *self)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++) {
    g_autoptr (GMenu) values = g_menu_new ();
    g_autoptr (GPtrArray) choices = list_choices (self, &facts[i]);

    for (guint j = 0; j < choices->len; j++)
      append_choice (values, g_ptr_array_index (choices, j));
    g_menu_append_submenu (menu, _ (facts[i].title), G_MENU_MODEL (values));
  }
  return G_MENU_MODEL (menu);
}

/* What is chosen */

/**
 * sentinel_rule_facets_match:
 * @self: the facets
 * @status: a rule
 *
 * Main thread.
 *
 * Returns: whether the rule fits what is chosen
 */
gboolean
sentinel_rule_facets_match (SentinelRuleFacets *self, const SentinelRuleStatus *status)
{
  gboolean is_asked[G_N_ELEMENTS (facts)] = { FALSE }, fits[G_N_ELEMENTS (facts)] = { FALSE };
  gint64 now_us = sentinel_ticker_get_now_us (self->ticker);

  for (guint i = 0; i < self->choices->len; i++) {
    const Choice *choice = g_ptr_array_index (self->choices, i);
    gsize fact = (gsize) (choice->fact - facts);

    if (!choice->is_chosen)
      continue;
    is_asked[fact] = TRUE;
    if (g_strcmp0 (choice->fact->get_value (status, now_us), choice->value) == 0)
      fits[fact] = TRUE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (is_asked[i] && !fits[i])
      return FALSE;
  return TRUE;
}

static void
chosen_facet_free (gpointer data)
{
  SentinelChosenFacet *self = data;

  g_free (self->title);
  g_free (self->action_name);
  g_free (self);
}

static SentinelChosenFacet *
make_chosen (const Choice *choice)
{
  SentinelChosenFacet *facet = g_new0 (SentinelChosenFacet, 1);

  facet->title = g_strdup (choice->title);
  facet->action_name = g_strdup_printf ("facet.%s", g_action_get_name (G_ACTION (choice->action)));
  return facet;
}

/**
 * sentinel_rule_facets_list_chosen:
 * @self: the facets
 *
 * Main thread.
 *
 * Returns: (transfer full) (element-type SentinelChosenFacet): what is chosen, fact by fact
 */
GPtrArray *
sentinel_rule_facets_list_chosen (SentinelRuleFacets *self)
{
  GPtrArray *chosen = g_ptr_array_new_with_free_func (chosen_facet_free);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++) {
    g_autoptr (GPtrArray) choices = list_choices (self, &facts[i]);

    for (guint j = 0; j < choices->len; j++) {
      const Choice *choice = g_ptr_array_index (choices, j);

      if (choice->is_chosen)
        g_ptr_array_add (chosen, make_chosen (choice));
    }
  }
  return chosen;
}

/**
 * sentinel_rule_facets_choose:
 * @self: the facets
 * @fact: the name of a fact
 * @value: one of its values
 *
 * Main thread.
 */
void
sentinel_rule_facets_choose (SentinelRuleFacets *self, const char *fact, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (g_str_equal (facts[i].name, fact))
      g_simple_action_set_state (ensure_choice (self, &facts[i], value, NULL)->action,
                                 g_variant_new_boolean (TRUE));
}

/**
 * sentinel_rule_facets_clear:
 * @self: the facets
 *
 * Nothing is chosen any more. Main thread.
 */
void
sentinel_rule_facets_clear (SentinelRuleFacets *self)
{
  for (guint i = 0; i < self->choices->len; i++) {
    Choice *choice = g_ptr_array_index (self->choices, i);

    if (choice->is_chosen)
      g_simple_action_set_state (choice->action, g_variant_new_boolean (FALSE));
  }
}

/* The object */

static void
sentinel_rule_facets_finalize (GObject *object)
{
  SentinelRuleFacets *self = SENTINEL_RULE_FACETS (object);

  g_ptr_array_unref (self->choices);
  g_object_unref (self->actions);
  g_object_unref (self->context);
  g_object_unref (self->ticker);
  G_OBJECT_CLASS (sentinel_rule_facets_parent_class)->finalize (object);
}

static void
sentinel_rule_facets_class_init (SentinelRuleFacetsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_facets_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_RULE_FACETS,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_rule_facets_init (SentinelRuleFacets *self)
{
  self->actions = g_simple_action_group_new ();
  self->choices = g_ptr_array_new_with_free_func (choice_free);
}

/**
 * sentinel_rule_facets_new:
 * @context: with the triggers
 * @ticker: by which a pause ends
 *
 * Main thread.
 *
 * Returns: (transfer full): facets of which nothing is chosen
 */
SentinelRuleFacets *
sentinel_rule_facets_new (SentinelContext *context, SentinelTicker *ticker)
{
  SentinelRuleFacets *self = g_object_new (SENTINEL_TYPE_RULE_FACETS, NULL);

  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  return self;
}

/**
 * sentinel_rule_facets_get_actions:
 * @self: the facets
 *
 * Returns: (transfer none): a toggle for each value
 */
GActionGroup *
sentinel_rule_facets_get_actions (SentinelRuleFacets *self)
{
  return G_ACTION_GROUP (self->actions);
}
