/* SPDX-License-Identifier: MIT */
/* The page hangs on the list's and the store's signals: what is shown is one of a few states, and
 * the query is what filter, order and scope say together. */
#include "sentinel-event-selection.h"
#include "sentinel-late-menu.h"
#include "sentinel-live-columns.h"
#include "sentinel-live-page-private.h"
#include "sentinel-row-offer.h"
#include "sentinel-rule-store.h"
#include "sentinel-snooze.h"
#include "sentinel-starter.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

#define FACETS_INTERVAL_MS 250

enum {
  PROP_0,
  PROP_STATE,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SentinelLivePage, sentinel_live_page, ADW_TYPE_BIN)

/* States */

static guint
get_n_events (SentinelLivePage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static const GError *
get_error (SentinelLivePage *self)
{
  const GError *error = sentinel_event_list_get_error (self->list);

  return error != NULL ? error : self->rules_error;
}

static gboolean
is_filtered (SentinelLivePage *self)
{
  g_autoptr (SentinelFilter) filter = sentinel_live_filter_ref_filter (self->filter);

  return filter != NULL || self->shows_all;
}

static const char *
choose_state (SentinelLivePage *self)
{
  if (get_n_events (self) > 0)
    return "list";
  if (get_error (self) != NULL)
    return "error";
  if (sentinel_event_list_is_loading (self->list) || self->n_rules < 0)
    return "loading";
  if (is_filtered (self))
    return "no-match";
  return self->n_rules == 0 ? "first-run" : "quiet";
}

static char *
describe_quiet (SentinelLivePage *self)
{
  if (self->n_enabled > 0)
    return g_strdup_printf (ngettext ("%d rule is watching.",
                                      "%d rules are watching.",
                                      (gulong) self->n_enabled),
                            (int) self->n_enabled);
  return g_strdup (_ ("No rule is switched on, so nothing is being watched."));
}

/* (nullable): what the state always says */
static char *
describe_state (SentinelLivePage *self, const char *state)
{
  if (g_str_equal (state, "quiet"))
    return describe_quiet (self);
  if (g_str_equal (state, "error"))
    return g_markup_escape_text (get_error (self)->message, -1);
  return NULL;
}

/* Rows and the wait for them have a page of their own in the stack; the others say something. */
static void
show_state (SentinelLivePage *self, const char *state)
{
  g_autofree char *description = describe_state (self, state);
  gboolean says_something = !g_str_equal (state, "list") && !g_str_equal (state, "loading");

  if (says_something)
    sentinel_live_state_show (self->message, state, description);
  gtk_stack_set_visible_child_name (self->stack, says_something ? "message" : state);
}

static void
describe_older (SentinelLivePage *self)
{
  gint64 n_older = 0;
  g_autofree char *text = NULL;

  g_object_get (self->list, "n-older", &n_older, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->older_label), n_older > 0);
  if (n_older == 0)
    return;
  text =
      g_strdup_printf (ngettext ("%'d older in History", "%'d older in History", (gulong) n_older),
                       (int) MIN (n_older, G_MAXINT));
  gtk_label_set_label (self->older_label, text);
}

/* Who starts the program, or whose last row just left, goes on by keyboard where the work is. */
static void
take_focus (SentinelLivePage *self, gboolean is_first)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && (is_first || gtk_root_get_focus (root) == NULL))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* Nothing to filter, nothing to show beside it: neither is there. */
static void
follow_state (SentinelLivePage *self, const char *state)
{
  gboolean has_rows = g_str_equal (state, "list");

  gtk_widget_set_visible (GTK_WIDGET (self->filter), has_rows || g_str_equal (state, "no-match"));
  gtk_widget_set_visible (GTK_WIDGET (self->pane_button), has_rows);
  gtk_widget_set_visible (GTK_WIDGET (self->view_button), has_rows);
  g_object_set (self->banners, "trouble-told", g_str_equal (state, "error"), NULL);
}

static void
update_state (SentinelLivePage *self)
{
  const char *state = choose_state (self);
  gboolean is_first = g_str_equal (self->state, "loading");

  show_state (self, state);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.watch-this-computer", self->n_rules == 0);
  if (g_str_equal (state, self->state))
    return;
  self->state = state;
  follow_state (self, state);
  sentinel_live_pane_update (self);
  take_focus (self, is_first);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Rules */

static gpointer
count_rules (SentinelDatabase *db, gpointer unused, GError **error)
{
  gint64 *counts = g_new0 (gint64, 2);

  counts[0] = sentinel_rule_store_count (db, &counts[1], error);
  if (counts[0] >= 0)
    return counts;
  g_free (counts);
  return NULL;
}

static void
rules_counted_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelLivePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *counts = sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_clear_error (&self->rules_error);
  if (counts != NULL) {
    self->n_rules = counts[0];
    self->n_enabled = counts[1];
  } else {
    self->rules_error = g_steal_pointer (&error);
  }
  update_state (self);
}

static void
recount_rules (SentinelLivePage *self)
{
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             count_rules,
                             NULL,
                             NULL,
                             g_free,
                             self->cancellable,
                             rules_counted_cb,
                             g_object_ref (self));
}

/* Watch This Computer */

static void
started_cb (GObject *context, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelLivePage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean started = sentinel_starter_add_finish (SENTINEL_CONTEXT (context), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.watch-this-computer", TRUE);
  if (!started)
    sentinel_toast_show_error (GTK_WIDGET (self), _ ("The rules could not be added"), error);
}

static void
watch_this_computer_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);

  gtk_widget_action_set_enabled (widget, "live.watch-this-computer", FALSE);
  sentinel_starter_add_async (self->context, self->cancellable, started_cb, g_object_ref (self));
}

/* The query */

static void
ask (SentinelLivePage *self)
{
  g_autoptr (SentinelFilter) filter = sentinel_live_filter_ref_filter (self->filter);
  SentinelQuery query = {
    .filter = filter,
    .live = !self->shows_all,
    .limit = SENTINEL_LIVE_LIMIT,
  };

  sentinel_live_columns_get_order (self->view, &query.sort, &query.ascending);
  sentinel_event_list_set_query (self->list, &query);
}

/* Another order or another filter gives every row another place: what is selected is known by its
 * ids, and is selected again when the answer is there. */
static void
ask_anew (SentinelLivePage *self)
{
  if (self->kept_ids == NULL)
    self->kept_ids = sentinel_event_selection_list (self->selection, NULL);
  self->top_wanted = TRUE;
  ask (self);
}

static void
order_changed_cb (SentinelLivePage *self)
{
  ask_anew (self);
}

static void
filter_changed_cb (SentinelLivePage *self)
{
  ask_anew (self);
  update_state (self);
}

static void
show_scope (SentinelLivePage *self, gboolean all)
{
  self->shows_all = all;
  adw_banner_set_revealed (self->all_banner, all);
}

static void
live_wanted_cb (SentinelLivePage *self)
{
  show_scope (self, FALSE);
  sentinel_live_filter_set_text (self->filter, "");
}

static void
clear_filters_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  live_wanted_cb (SENTINEL_LIVE_PAGE (widget));
}

static void
try_again_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);

  ask (self);
  recount_rules (self);
}

/* Quick filters */

static gpointer
read_facets (SentinelDatabase *db, gpointer query, GError **error)
{
  return sentinel_event_facets_read (db, query, error);
}

static void
facets_read_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (SentinelLivePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SentinelEventFacets) facets =
      sentinel_store_read_finish (SENTINEL_STORE (store), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (facets != NULL)
    sentinel_live_filter_set_facets (self->filter, facets);
  else
    g_debug ("The events could not be counted: %s", error->message);
  sentinel_refresher_done (self->facets_refresher);
}

static void
query_free (gpointer data)
{
  SentinelQuery *query = data;

  g_clear_pointer (&query->filter, sentinel_filter_unref);
  g_free (query);
}

static void
refresh_facets_cb (SentinelLivePage *self)
{
  SentinelQuery *query = g_new0 (SentinelQuery, 1);

  query->filter = sentinel_live_filter_ref_search (self->filter);
  query->live = TRUE;
  query->now_us = sentinel_ticker_get_now_us (self->ticker);
  sentinel_store_read_async (sentinel_context_get_store (self->context),
                             read_facets,
                             query,
                             query_free,
                             (GDestroyNotify) sentinel_event_facets_free,
                             self->cancellable,
                             facets_read_cb,
                             g_object_ref (self));
}

/* Place */

static void
update_pill (SentinelLivePage *self)
{
  guint n = sentinel_event_place_get_n_new (self->place);
  g_autofree char *text = g_strdup_printf (ngettext ("%u New Event", "%u New Events", n), n);

  if (n > 0)
    adw_button_content_set_label (self->pill_content, text);
  gtk_revealer_set_reveal_child (self->pill_revealer, n > 0);
}

static void
show_new_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_event_place_show_top (SENTINEL_LIVE_PAGE (widget)->place);
}

static void
go_to (SentinelLivePage *self, guint position)
{
  gtk_column_view_scroll_to (self->view,
                             position,
                             NULL,
                             GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS,
                             NULL);
}

/* What is in the database and not in the list is still worth showing: somebody was told of it. */
static void
show_wanted_event (SentinelLivePage *self)
{
  gint64 event_id = self->wanted_event_id;
  gint64 position = sentinel_event_list_get_position (self->list, event_id);
  g_autofree char *text = g_strdup_printf ("id:%" G_GINT64_FORMAT, event_id);

  if (position >= 0) {
    self->wanted_event_id = 0;
    sentinel_event_list_offer (self->list, G_MAXUINT);
    go_to (self, (guint) position);
  } else if (!self->shows_all) {
    sentinel_live_page_set_filter (self, text, TRUE);
  } else {
    self->wanted_event_id = 0;
    sentinel_toast_show (GTK_WIDGET (self), _ ("That event is not there any more"));
  }
}

static void
restore_selection (SentinelLivePage *self)
{
  g_autoptr (GArray) ids = g_steal_pointer (&self->kept_ids);

  if (ids != NULL && ids->len > 0)
    sentinel_event_selection_restore (self->selection, self->list, ids);
}

static void
loading_changed_cb (SentinelLivePage *self)
{
  update_state (self);
  if (sentinel_event_list_is_loading (self->list))
    return;
  restore_selection (self);
  if (self->top_wanted)
    sentinel_event_place_show_top (self->place);
  self->top_wanted = FALSE;
  if (self->wanted_event_id != 0)
    show_wanted_event (self);
}

/* -1 or 1 from the row that is selected or has the focus */
static void
step (SentinelLivePage *self, int steps)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  gint64 position = gtk_bitset_is_empty (selected) ? (steps > 0 ? -1 : 0)
                                                   : (gint64) gtk_bitset_get_minimum (selected);

  position = CLAMP (position + steps, 0, (gint64) get_n_events (self) - 1);
  if (get_n_events (self) > 0)
    go_to (self, (guint) position);
}

static void
previous_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  step (SENTINEL_LIVE_PAGE (widget), -1);
}

static void
next_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  step (SENTINEL_LIVE_PAGE (widget), 1);
}

static void
search_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  sentinel_live_filter_grab_search (SENTINEL_LIVE_PAGE (widget)->filter);
}

/* The object */

static gboolean
sentinel_live_page_grab_focus (GtkWidget *widget)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);

  if (g_str_equal (sentinel_live_page_get_state (self), "list"))
    return gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return child != NULL && gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

/* While the template goes, columns leave the view and their order changes: nobody asks any more. */
static void
forget_list (SentinelLivePage *self)
{
  g_clear_object (&self->columns);
  g_clear_object (&self->place);
  g_signal_handlers_disconnect_by_func (gtk_column_view_get_sorter (self->view),
                                        order_changed_cb,
                                        self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_func (self->selection,
                                          sentinel_live_pane_follow_selection,
                                          self);
  gtk_column_view_set_model (self->view, NULL);
}

static void
sentinel_live_page_dispose (GObject *object)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  if (self->view != NULL)
    forget_list (self);
  if (self->split != NULL)
    g_signal_handlers_disconnect_by_data (self->split, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_LIVE_PAGE);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (sentinel_live_page_parent_class)->dispose (object);
}

static void
sentinel_live_page_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (object);

  switch (property_id) {
  case PROP_STATE:
    g_value_set_string (value, sentinel_live_page_get_state (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_live_page_finalize (GObject *object)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (object);

  g_clear_object (&self->list);
  g_clear_object (&self->facets_refresher);
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->rules_error);
  g_clear_pointer (&self->kept_ids, g_array_unref);
  G_OBJECT_CLASS (sentinel_live_page_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, name)

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-live-page.ui");
  BIND (split);
  BIND (toolbar);
  BIND (banners);
  BIND (all_banner);
  BIND (filter);
  BIND (stack);
  BIND (scroller);
  BIND (view);
  BIND (message);
  BIND (pill_revealer);
  BIND (pill_content);
  BIND (older_label);
  BIND (pause_button);
  BIND (view_button);
  BIND (view_menu);
  BIND (pane_button);
  BIND (row_menu);
  gtk_widget_class_bind_template_callback (widget_class, live_wanted_cb);
}

#undef BIND

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *name, *parameter_type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "live.previous", NULL, previous_action },
    { "live.next", NULL, next_action },
    { "live.show-new", NULL, show_new_action },
    { "live.search", NULL, search_action },
    { "live.clear-filters", NULL, clear_filters_action },
    { "live.watch-this-computer", NULL, watch_this_computer_action },
    { "live.try-again", NULL, try_again_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class,
                                     actions[i].name,
                                     actions[i].parameter_type,
                                     actions[i].activate);
  sentinel_live_acts_install (widget_class);
  sentinel_live_pane_install (widget_class);
  sentinel_live_layout_install (widget_class);
}

static void
sentinel_live_page_class_init (SentinelLivePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = sentinel_live_page_get_property;
  G_OBJECT_CLASS (klass)->dispose = sentinel_live_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_live_page_finalize;
  properties[PROP_STATE] =
      g_param_spec_string ("state",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  widget_class->grab_focus = sentinel_live_page_grab_focus;
  g_type_ensure (SENTINEL_TYPE_BANNERS);
  g_type_ensure (SENTINEL_TYPE_LIVE_FILTER);
  g_type_ensure (SENTINEL_TYPE_LIVE_STATE);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
add_snooze_menu (SentinelLivePage *self)
{
  g_autoptr (GMenuModel) snooze = sentinel_snooze_menu_new ("live.snooze");

  g_menu_insert_submenu (G_MENU (self->row_menu), 1, _ ("_Snooze"), snooze);
}

static void
sentinel_live_page_init (SentinelLivePage *self)
{
  self->cancellable = g_cancellable_new ();
  self->n_rules = -1;
  self->state = "loading";
  gtk_widget_init_template (GTK_WIDGET (self));
  add_snooze_menu (self);
  sentinel_late_menu_set (self->view_button, self->view_menu);
}

static void
follow (SentinelLivePage *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
follow_store (SentinelLivePage *self, SentinelStore *store)
{
  self->facets_refresher =
      sentinel_refresher_new (sentinel_context_get_clock (self->context), FACETS_INTERVAL_MS);
  follow (self, self->facets_refresher, "refresh", G_CALLBACK (refresh_facets_cb));
  g_signal_connect_object (store,
                           "events-changed",
                           G_CALLBACK (sentinel_refresher_ask),
                           self->facets_refresher,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter,
                           "searched",
                           G_CALLBACK (sentinel_refresher_ask),
                           self->facets_refresher,
                           G_CONNECT_SWAPPED);
  follow (self, store, "rules-changed", G_CALLBACK (recount_rules));
  follow (self, store, "reload", G_CALLBACK (recount_rules));
}

/* Counting every event, and making what nobody sees yet, takes the processor from the frame that
 * shows the first of them. */
static void
first_rows_drawn_cb (gpointer data)
{
  SentinelLivePage *self = data;

  sentinel_refresher_ask (self->facets_refresher);
  sentinel_live_pane_make (self);
}

/* The view's model comes first, so that it knows of new rows before the page asks for the top. */
static void
follow_list (SentinelLivePage *self)
{
  self->selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->list))));
  gtk_column_view_set_model (self->view, self->selection);
  self->place = sentinel_event_place_new (self->view, self->list);
  follow (self, self->place, "notify::n-new", G_CALLBACK (update_pill));
  follow (self, self->list, "items-changed", G_CALLBACK (update_state));
  follow (self, self->list, "notify::loading", G_CALLBACK (loading_changed_cb));
  follow (self, self->list, "notify::error", G_CALLBACK (update_state));
  follow (self, self->list, "notify::n-older", G_CALLBACK (describe_older));
  follow (self, gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (order_changed_cb));
  follow (self, self->filter, "changed", G_CALLBACK (filter_changed_cb));
}

/**
 * sentinel_live_page_set_context:
 * @self: a page without one
 * @context: the program's parts
 * @ticker: what makes ages grow
 *
 * Starts showing the events. Main thread, once.
 */
void
sentinel_live_page_set_context (SentinelLivePage *self,
                                SentinelContext *context,
                                SentinelTicker *ticker)
{
  SentinelStore *store = sentinel_context_get_store (context);

  g_return_if_fail (SENTINEL_IS_LIVE_PAGE (self));
  g_return_if_fail (self->context == NULL);
  self->context = g_object_ref (context);
  self->ticker = g_object_ref (ticker);
  self->list = sentinel_event_list_new (store);
  sentinel_live_layout_set_up (self);
  follow_list (self);
  /* The rows are read first; what is counted beside them can wait. */
  ask (self);
  follow_store (self, store);
  sentinel_banners_set_context (self->banners, context);
  sentinel_live_filter_capture_keys (self->filter, GTK_WIDGET (self->scroller));
  sentinel_live_pane_set_up (self);
  sentinel_row_offer_begin (GTK_WIDGET (self->view),
                            self->list,
                            sentinel_live_layout_count_first_rows (self),
                            first_rows_drawn_cb,
                            self);
  recount_rules (self);
  update_state (self);
}

/**
 * sentinel_live_page_set_filter:
 * @self: a page with a context
 * @filter: what to look for, as the search field has it
 * @all: whether events that need nobody are shown too
 *
 * Main thread.
 */
void
sentinel_live_page_set_filter (SentinelLivePage *self, const char *filter, gboolean all)
{
  g_return_if_fail (SENTINEL_IS_LIVE_PAGE (self));
  show_scope (self, all);
  sentinel_live_filter_set_text (self->filter, filter);
}

/**
 * sentinel_live_page_show_event:
 * @self: a page with a context
 * @event_id: an event
 *
 * Selects the event, scrolls to it and shows its details; one that needs nobody any more is looked
 * for among all. Main thread.
 */
void
sentinel_live_page_show_event (SentinelLivePage *self, gint64 event_id)
{
  g_return_if_fail (SENTINEL_IS_LIVE_PAGE (self));
  self->wanted_event_id = event_id;
  if (!sentinel_event_list_is_loading (self->list))
    show_wanted_event (self);
}

/**
 * sentinel_live_page_shows_event:
 * @self: a page with a context
 * @event_id: an event
 *
 * Returns: whether its row is within what is on screen. Main thread.
 */
gboolean
sentinel_live_page_shows_event (SentinelLivePage *self, gint64 event_id)
{
  gint64 position;
  GtkAdjustment *adjustment;
  double row_height, top;

  g_return_val_if_fail (SENTINEL_IS_LIVE_PAGE (self), FALSE);
  position = sentinel_event_list_get_position (self->list, event_id);
  if (position < 0 || get_n_events (self) == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    return FALSE;
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  row_height = gtk_adjustment_get_upper (adjustment) / get_n_events (self);
  top = (double) position * row_height;
  return top + row_height > gtk_adjustment_get_value (adjustment)
         && top < gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment);
}

/**
 * sentinel_live_page_get_state:
 * @self: a page
 *
 * Returns: (transfer none): which of its states it shows
 */
const char *
sentinel_live_page_get_state (SentinelLivePage *self)
{
  return self->state;
}
