/* SPDX-License-Identifier: MIT */
/* The menu is made anew whenever it opens: its numbers are of that moment, and nothing moves in it
 * while it is read. */
#include "sentinel-rules-filter.h"
#include "sentinel-rule-columns.h"
#include "sentinel-rule-groups.h"
#include <glib/gi18n.h>

struct _SentinelRulesFilter {
  AdwBin parent_instance;
  GtkBox *row;
  GtkSearchEntry *search;
  GtkMenuButton *facets_button;
  AdwToggleGroup *groups;
  AdwWrapBox *chips;
  SentinelContext *context;
  SentinelRuleFacets *facets; /* NULL before it has a context */
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelRulesFilter, sentinel_rules_filter, ADW_TYPE_BIN)

static void
changed_cb (SentinelRulesFilter *self)
{
  if (self->facets != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static const char *
get_words (SentinelRulesFilter *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

/* What is chosen, each as a button that takes it back */

static GtkWidget *
make_chip (const SentinelChosenFacet *facet)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  /* Translators: a button that takes a filter back: "Remove filter High" */
  g_autofree char *tooltip = g_strdup_printf (_ ("Remove filter %s"), facet->title);
  GtkWidget *label = gtk_label_new (facet->title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "filter-chip");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  tooltip,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), facet->action_name);
  return button;
}

static gboolean
has_focus_inside (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

/* Who took one back with the keyboard goes on from there. */
static void
show_chips (SentinelRulesFilter *self)
{
  g_autoptr (GPtrArray) chosen = sentinel_rule_facets_list_chosen (self->facets);
  gboolean had_focus = has_focus_inside (GTK_WIDGET (self->chips));

  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->facets_button));
  for (GtkWidget *chip; (chip = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL;)
    adw_wrap_box_remove (self->chips, chip);
  for (guint i = 0; i < chosen->len; i++)
    adw_wrap_box_append (self->chips, make_chip (g_ptr_array_index (chosen, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->chips), chosen->len > 0);
}

static void
facets_changed_cb (SentinelRulesFilter *self)
{
  show_chips (self);
  changed_cb (self);
}

static void
make_menu (GtkMenuButton *button, gpointer data)
{
  SentinelRulesFilter *self = data;
  g_autoptr (GMenuModel) menu = NULL;

  if (self->facets == NULL)
    return;
  menu = sentinel_rule_facets_make_menu (self->facets);
  gtk_menu_button_set_menu_model (button, menu);
}

/* The object */

static void
sentinel_rules_filter_dispose (GObject *object)
{
  SentinelRulesFilter *self = SENTINEL_RULES_FILTER (object);

  g_clear_object (&self->facets);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULES_FILTER);
  G_OBJECT_CLASS (sentinel_rules_filter_parent_class)->dispose (object);
}

static void
sentinel_rules_filter_class_init (SentinelRulesFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rules_filter_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rules-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelRulesFilter, row);
  gtk_widget_class_bind_template_child (widget_class, SentinelRulesFilter, search);
  gtk_widget_class_bind_template_child (widget_class, SentinelRulesFilter, facets_button);
  gtk_widget_class_bind_template_child (widget_class, SentinelRulesFilter, groups);
  gtk_widget_class_bind_template_child (widget_class, SentinelRulesFilter, chips);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_RULES_FILTER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_rules_filter_init (SentinelRulesFilter *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  sentinel_rule_groups_fill (self->groups);
  gtk_menu_button_set_create_popup_func (self->facets_button, make_menu, self, NULL);
}

/**
 * sentinel_rules_filter_set_context:
 * @self: a filter without one
 * @context: the program's parts
 * @ticker: what tells the time
 *
 * Main thread, once.
 */
void
sentinel_rules_filter_set_context (SentinelRulesFilter *self,
                                   SentinelContext *context,
                                   SentinelTicker *ticker)
{
  g_return_if_fail (SENTINEL_IS_RULES_FILTER (self));
  g_return_if_fail (self->facets == NULL);
  self->context = g_object_ref (context);
  self->facets = sentinel_rule_facets_new (context, ticker);
  gtk_widget_insert_action_group (GTK_WIDGET (self),
                                  "facet",
                                  sentinel_rule_facets_get_actions (self->facets));
  g_signal_connect_object (self->facets,
                           "changed",
                           G_CALLBACK (facets_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * sentinel_rules_filter_match:
 * @self: a filter with a context
 * @row: a rule
 *
 * Main thread.
 *
 * Returns: whether the rule is to be shown
 */
gboolean
sentinel_rules_filter_match (SentinelRulesFilter *self, SentinelRuleRow *row)
{
  const SentinelRuleStatus *status = sentinel_rule_row_get_status (row);
  const char *words = get_words (self);

  return sentinel_rule_groups_contain (adw_toggle_group_get_active_name (self->groups), status)
         && sentinel_rule_facets_match (self->facets, status)
         && (*words == '\0' || sentinel_rule_columns_match (row, words, self->context));
}

/**
 * sentinel_rules_filter_count:
 * @self: a filter with a context
 * @rows: (element-type SentinelRuleRow): all rules
 *
 * Main thread.
 */
void
sentinel_rules_filter_count (SentinelRulesFilter *self, GListModel *rows)
{
  sentinel_rule_groups_count (self->groups, rows);
  sentinel_rule_facets_count (self->facets, rows);
}

/**
 * sentinel_rules_filter_dup_text:
 * @self: a filter with a context
 *
 * Main thread.
 *
 * Returns: (transfer full): what it asks for, in words; empty: nothing
 */
char *
sentinel_rules_filter_dup_text (SentinelRulesFilter *self)
{
  g_autoptr (GPtrArray) chosen = sentinel_rule_facets_list_chosen (self->facets);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  const char *group = adw_toggle_group_get_active_name (self->groups);
  g_auto (GStrv) all = NULL;

  if (*get_words (self) != '\0')
    /* Translators: what was searched for */
    g_strv_builder_take (parts, g_strdup_printf (_ ("“%s”"), get_words (self)));
  if (group != NULL && !g_str_equal (group, "all"))
    g_strv_builder_add (parts, sentinel_rule_groups_get_title (group));
  for (guint i = 0; i < chosen->len; i++)
    g_strv_builder_add (parts, ((SentinelChosenFacet *) g_ptr_array_index (chosen, i))->title);
  all = g_strv_builder_end (parts);
  return g_strjoinv (", ", all);
}

/**
 * sentinel_rules_filter_clear:
 * @self: a filter with a context
 *
 * Shows everything. Main thread.
 */
void
sentinel_rules_filter_clear (SentinelRulesFilter *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  adw_toggle_group_set_active_name (self->groups, "all");
  sentinel_rule_facets_clear (self->facets);
}

/**
 * sentinel_rules_filter_set_group:
 * @self: a filter
 * @group: "all", "active", "firing", "failing" or "paused"
 *
 * Main thread.
 */
void
sentinel_rules_filter_set_group (SentinelRulesFilter *self, const char *group)
{
  adw_toggle_group_set_active_name (self->groups, group);
}

/**
 * sentinel_rules_filter_get_facets:
 * @self: a filter with a context
 *
 * Returns: (transfer none): what is chosen of the facts
 */
SentinelRuleFacets *
sentinel_rules_filter_get_facets (SentinelRulesFilter *self)
{
  return self->facets;
}

/**
 * sentinel_rules_filter_set_narrow:
 * @self: a filter
 * @is_narrow: whether its parts stand below each other
 *
 * Main thread.
 */
void
sentinel_rules_filter_set_narrow (SentinelRulesFilter *self, gboolean is_narrow)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->row),
                                  is_narrow ? GTK_ORIENTATION_VERTICAL
                                            : GTK_ORIENTATION_HORIZONTAL);
  sentinel_rule_groups_set_narrow (self->groups, is_narrow);
}

/**
 * sentinel_rules_filter_grab_search:
 * @self: a filter
 *
 * Main thread.
 */
void
sentinel_rules_filter_grab_search (SentinelRulesFilter *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
