/* SPDX-License-Identifier: MIT */
/* Which of its states the page shows, and what it says of them. */
#include "sentinel-check-dialog.h"
#include "sentinel-rule-dialog.h"
#include "sentinel-rule-words.h"
#include "sentinel-rules-files.h"
#include "sentinel-rules-page-private.h"
#include "sentinel-starter.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (SentinelRulesPage, sentinel_rules_page, ADW_TYPE_BIN)

/* States */

static guint
count_all (SentinelRulesPage *self)
{
  return g_list_model_get_n_items (sentinel_rule_list_get_rows (self->list));
}

static guint
count_shown (SentinelRulesPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static const char *
choose_state (SentinelRulesPage *self)
{
  if (count_shown (self) > 0)
    return "list";
  if (sentinel_rule_list_get_error (self->list) != NULL)
    return "error";
  if (!sentinel_rule_list_is_loaded (self->list))
    return "loading";
  return count_all (self) > 0 ? "no-match" : "first-run";
}

static void
describe_error (SentinelRulesPage *self)
{
  const GError *error = sentinel_rule_list_get_error (self->list);
  g_autofree char *text = error != NULL ? g_markup_escape_text (error->message, -1) : NULL;

  adw_status_page_set_description (self->error_page, text != NULL ? text : "");
}

static char *
format_summary (guint n_firing, guint n_failing)
{
  g_autofree char *firing =
      g_strdup_printf (ngettext ("%u firing", "%u firing", n_firing), n_firing);
  g_autofree char *failing =
      g_strdup_printf (ngettext ("%u cannot be measured", "%u cannot be measured", n_failing),
                       n_failing);

  if (n_firing > 0 && n_failing > 0)
    /* Translators: "2 firing, 1 cannot be measured" */
    return g_strdup_printf (_ ("%s, %s"), firing, failing);
  if (n_firing > 0)
    return g_steal_pointer (&firing);
  return n_failing > 0 ? g_steal_pointer (&failing) : g_strdup ("");
}

static void
describe_title (SentinelRulesPage *self)
{
  GListModel *rows = sentinel_rule_list_get_rows (self->list);
  guint n_firing = 0;
  guint n_failing = 0;
  g_autofree char *summary = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (SentinelRuleRow) row = g_list_model_get_item (rows, i);
    SentinelRuleStanding standing =
        sentinel_rule_status_get_standing (sentinel_rule_row_get_status (row));

    n_firing += standing == SENTINEL_RULE_FIRING;
    n_failing += standing == SENTINEL_RULE_FAILING;
  }
  summary = format_summary (n_firing, n_failing);
  adw_window_title_set_subtitle (self->title, summary);
}

/* Words of the person are no markup. */
static void
describe_no_match (SentinelRulesPage *self)
{
  g_autofree char *filters = sentinel_rules_filter_dup_text (self->filter);
  /* Translators: which filters no rule fits: "Nothing fits: “disk”, Firing, High" */
  g_autofree char *text = g_strdup_printf (_ ("Nothing fits: %s"), filters);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->no_match_page, markup);
}

static void
update_state (SentinelRulesPage *self)
{
  const char *state = choose_state (self);
  gboolean has_rules = count_all (self) > 0;

  describe_error (self);
  describe_no_match (self);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), has_rules);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "rules.watch-this-computer",
                                 !has_rules && sentinel_rule_list_is_loaded (self->list));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rules.check-all", has_rules);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rules.export", has_rules);
  g_object_set (self->banners, "trouble-told", g_str_equal (state, "error"), NULL);
  gtk_stack_set_visible_child_name (self->stack, state);
}

static void
show_wanted_rule (SentinelRulesPage *self)
{
  gint64 position;

  sentinel_rules_layout_show_all (self);
  position = sentinel_rules_selection_find (self, self->wanted_rule_id);
  self->wanted_rule_id = 0;
  if (position >= 0)
    gtk_column_view_scroll_to (self->view,
                               (guint) position,
                               NULL,
                               GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS,
                               NULL);
  else
    sentinel_toast_show (GTK_WIDGET (self), _ ("That rule is not there any more"));
}

/* What a rule is compared by may have changed. */
static void
refreshed_cb (SentinelRulesPage *self)
{
  sentinel_rules_layout_sort_again (self);
  if (!self->is_shown)
    sentinel_rules_layout_show_first (self);
  self->is_shown = TRUE;
  describe_title (self);
  sentinel_rules_filter_count (self->filter, sentinel_rule_list_get_rows (self->list));
  update_state (self);
  sentinel_rules_selection_update (self);
  if (self->wanted_rule_id != 0)
    show_wanted_rule (self);
}

static void
filter_changed_cb (SentinelRulesPage *self)
{
  if (self->matcher == NULL)
    return;
  gtk_filter_changed (GTK_FILTER (self->matcher), GTK_FILTER_CHANGE_DIFFERENT);
  update_state (self);
}

/* Actions */

static void
new_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  adw_dialog_present (sentinel_rule_dialog_new (self->context, self->ticker, NULL), widget);
}

static void
check_all_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_check_all (widget, SENTINEL_RULES_PAGE (widget)->context);
}

static void
search_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_rules_filter_grab_search (SENTINEL_RULES_PAGE (widget)->filter);
}

static void
clear_filters_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_rules_filter_clear (SENTINEL_RULES_PAGE (widget)->filter);
}

static void
try_again_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_rule_list_refresh (SENTINEL_RULES_PAGE (widget)->list);
}

static void
started_cb (GObject *context, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelRulesPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!sentinel_starter_add_finish (SENTINEL_CONTEXT (context), result, &error)
      && !g_cancellable_is_cancelled (self->cancellable))
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("The rules could not be added"), error);
}

static void
watch_this_computer_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  gtk_widget_action_set_enabled (widget, "rules.watch-this-computer", FALSE);
  sentinel_starter_add_async (self->context, self->cancellable, started_cb, g_object_ref (self));
}

/* The object */

static gboolean
sentinel_rules_page_grab_focus (GtkWidget *widget)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  if (g_str_equal (sentinel_rules_page_get_state (self), "list"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

/* What nobody sees is not read again and again. */
static void
sentinel_rules_page_map (GtkWidget *widget)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  GTK_WIDGET_CLASS (sentinel_rules_page_parent_class)->map (widget);
  if (self->list != NULL)
    sentinel_rule_list_set_watched (self->list, TRUE);
}

static void
sentinel_rules_page_unmap (GtkWidget *widget)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (widget);

  if (self->list != NULL)
    sentinel_rule_list_set_watched (self->list, FALSE);
  GTK_WIDGET_CLASS (sentinel_rules_page_parent_class)->unmap (widget);
}

static void
sentinel_rules_page_dispose (GObject *object)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  g_clear_object (&self->columns);
  if (self->view != NULL)
    gtk_column_view_set_model (self->view, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_RULES_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->slice);
  g_clear_object (&self->sorted);
  g_clear_object (&self->section_sorter);
  g_clear_object (&self->matcher);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (sentinel_rules_page_parent_class)->dispose (object);
}

static void
sentinel_rules_page_finalize (GObject *object)
{
  SentinelRulesPage *self = SENTINEL_RULES_PAGE (object);

  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (sentinel_rules_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SentinelRulesPage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-rules-page.ui");
  BIND (title);
  BIND (banners);
  BIND (filter);
  BIND (new_button);
  BIND (new_icon_button);
  BIND (stack);
  BIND (view);
  BIND (error_page);
  BIND (no_match_page);
  BIND (action_bar);
  BIND (selected_label);
  BIND (enable_button);
  BIND (disable_button);
  BIND (duplicate_button);
  BIND (more_button);
  BIND (row_menu);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
}

#undef BIND

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "rules.new", new_action },
    { "rules.check-all", check_all_action },
    { "rules.search", search_action },
    { "rules.clear-filters", clear_filters_action },
    { "rules.watch-this-computer", watch_this_computer_action },
    { "rules.try-again", try_again_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

static void
sentinel_rules_page_class_init (SentinelRulesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sentinel_rules_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_rules_page_finalize;
  widget_class->grab_focus = sentinel_rules_page_grab_focus;
  widget_class->map = sentinel_rules_page_map;
  widget_class->unmap = sentinel_rules_page_unmap;
  g_type_ensure (SENTINEL_TYPE_BANNERS);
  g_type_ensure (SENTINEL_TYPE_RULES_FILTER);
  bind_template (widget_class);
  install_actions (widget_class);
  sentinel_rules_selection_install (widget_class);
  sentinel_rules_layout_install (widget_class);
}

static void
sentinel_rules_page_init (SentinelRulesPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->width = RULES_MEDIUM;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
follow (SentinelRulesPage *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * sentinel_rules_page_set_context:
 * @self: a page without one
 * @context: the program's parts
 * @ticker: what makes times count
 *
 * Starts showing the rules. Main thread, once.
 */
void
sentinel_rules_page_set_context (SentinelRulesPage *self,
                                 SentinelContext *context,
                                 SentinelTicker *ticker)
{
  g_return_if_fail (SENTINEL_IS_RULES_PAGE (self));
  g_return_if_fail (self->context == NULL);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->list = sentinel_rule_list_new (context, ticker);
  sentinel_banners_set_context (self->banners, context);
  sentinel_rules_filter_set_context (self->filter, context, ticker);
  sentinel_rules_layout_set_up (self);
  sentinel_rules_selection_set_up (self);
  sentinel_rules_files_accept_drops (GTK_WIDGET (self), context, ticker);
  follow (self, self->list, "refreshed", G_CALLBACK (refreshed_cb));
  update_state (self);
}

/**
 * sentinel_rules_page_set_filter:
 * @self: a page with a context
 * @filter: "all", "active", "firing", "failing" or "paused"
 *
 * Main thread.
 */
void
sentinel_rules_page_set_filter (SentinelRulesPage *self, const char *filter)
{
  g_return_if_fail (SENTINEL_IS_RULES_PAGE (self));
  sentinel_rules_filter_clear (self->filter);
  sentinel_rules_filter_set_group (self->filter, filter);
}

/**
 * sentinel_rules_page_show_rule:
 * @self: a page with a context
 * @rule_id: a rule
 *
 * Selects the rule and scrolls to it, as soon as the list is there. Main thread.
 */
void
sentinel_rules_page_show_rule (SentinelRulesPage *self, gint64 rule_id)
{
  g_return_if_fail (SENTINEL_IS_RULES_PAGE (self));
  sentinel_rules_page_set_filter (self, "all");
  self->wanted_rule_id = rule_id;
  if (sentinel_rule_list_is_loaded (self->list))
    show_wanted_rule (self);
}

/**
 * sentinel_rules_page_get_state:
 * @self: a page
 *
 * Returns: (transfer none): which of its states it shows
 */
const char *
sentinel_rules_page_get_state (SentinelRulesPage *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}
