/* SPDX-License-Identifier: MIT */
/* The page hangs on the list's and the store's signals: nothing here changes a row, an act is
 * written and the list follows. */
#include "sentinel-live-page.h"
#include "sentinel-acknowledge.h"
#include "sentinel-event-cell.h"
#include "sentinel-event-list.h"
#include "sentinel-live-columns.h"
#include "sentinel-rule-store.h"
#include "sentinel-starter.h"
#include "sentinel-toast.h"
#include <glib/gi18n.h>

struct _SentinelLivePage {
  AdwBin parent_instance;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  AdwStatusPage *quiet_page, *error_page;
  GtkActionBar *action_bar;
  GtkLabel *selected_label;
  GMenuModel *row_menu;
  GtkPopover *menu; /* made when it is first asked for */

  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelEventList *list;
  GtkSelectionModel *selection;
  GCancellable *cancellable;
  gint64 n_rules, n_enabled; /* n_rules -1: not counted yet */
  GError *rules_error; /* they could not be counted */
  gint64 wanted_event_id; /* 0: none; to be shown when the list is there */
  gboolean top_wanted; /* another order was asked for */
};

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

static const char *
choose_state (SentinelLivePage *self)
{
  if (get_n_events (self) > 0)
    return "list";
  if (get_error (self) != NULL)
    return "error";
  if (sentinel_event_list_is_loading (self->list) || self->n_rules < 0)
    return "loading";
  return self->n_rules == 0 ? "first-run" : "quiet";
}

static void
describe_quiet (SentinelLivePage *self)
{
  g_autofree char *text = NULL;

  if (self->n_enabled > 0)
    text = g_strdup_printf (ngettext ("%d rule is watching.",
                                      "%d rules are watching.",
                                      (gulong) self->n_enabled),
                            (int) self->n_enabled);
  else
    text = g_strdup (_ ("No rule is switched on, so nothing is being watched."));
  adw_status_page_set_description (self->quiet_page, text);
}

static void
describe_error (SentinelLivePage *self)
{
  const GError *error = get_error (self);
  g_autofree char *text = error != NULL ? g_markup_escape_text (error->message, -1) : g_strdup ("");

  adw_status_page_set_description (self->error_page, text);
}

/* Who starts the program, or whose last row just left, goes on by keyboard where the work is. */
static void
take_focus (SentinelLivePage *self, gboolean is_first)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL && (is_first || gtk_root_get_focus (root) == NULL))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
update_state (SentinelLivePage *self)
{
  const char *state = choose_state (self);
  gboolean is_first = g_str_equal (sentinel_live_page_get_state (self), "loading");

  describe_quiet (self);
  describe_error (self);
  if (g_str_equal (state, sentinel_live_page_get_state (self)))
    return;
  gtk_stack_set_visible_child_name (self->stack, state);
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
  SentinelQuery query = { .live = TRUE, .limit = SENTINEL_LIVE_LIMIT };

  sentinel_live_columns_get_order (self->view, &query.sort, &query.ascending);
  sentinel_event_list_set_query (self->list, &query);
}

static void
order_changed_cb (SentinelLivePage *self)
{
  self->top_wanted = TRUE;
  ask (self);
}

static void
try_again_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);

  ask (self);
  recount_rules (self);
}

/* Place */

static gboolean
is_at_top (SentinelLivePage *self)
{
  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)) <= 0;
}

static void
scroll_to_top (SentinelLivePage *self)
{
  if (get_n_events (self) > 0)
    gtk_column_view_scroll_to (self->view, 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
}

/* GTK keeps the rows that are being read in place, which is right further down; at the top it
 * would follow the old rows out of the window (and, on a list that was never scrolled, draw
 * nothing), so the top is asked for again. */
static void
events_inserted_cb (SentinelLivePage *self, guint position, guint n_removed, guint n_added)
{
  if (position == 0 && n_added > 0 && is_at_top (self))
    scroll_to_top (self);
  update_state (self);
}

static void
show_wanted_event (SentinelLivePage *self)
{
  gint64 position = sentinel_event_list_get_position (self->list, self->wanted_event_id);

  self->wanted_event_id = 0;
  if (position < 0) {
    sentinel_toast_show (GTK_WIDGET (self), _ ("That event needs nobody any more"));
    return;
  }
  gtk_column_view_scroll_to (self->view,
                             (guint) position,
                             NULL,
                             GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS,
                             NULL);
}

static void
loading_changed_cb (SentinelLivePage *self)
{
  update_state (self);
  if (sentinel_event_list_is_loading (self->list))
    return;
  if (self->top_wanted)
    scroll_to_top (self);
  self->top_wanted = FALSE;
  if (self->wanted_event_id != 0)
    show_wanted_event (self);
}

/* Selection */

/* events: (nullable) (element-type SentinelEvent): gets those that are read already. Returns:
 * (transfer full) (element-type gint64): all of them. */
static GArray *
list_selected (SentinelLivePage *self, GPtrArray *events)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position)) {
    g_autoptr (SentinelEventSlot) slot =
        g_list_model_get_item (G_LIST_MODEL (self->list), position);
    gint64 id = sentinel_event_slot_get_id (slot);
    SentinelEvent *event = sentinel_event_slot_get_event (slot);

    g_array_append_val (ids, id);
    if (event != NULL && events != NULL)
      g_ptr_array_add (events, sentinel_event_ref (event));
  }
  return ids;
}

static void
selection_changed_cb (SentinelLivePage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint n = (guint) gtk_bitset_get_size (selected);
  g_autofree char *text = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  gtk_label_set_label (self->selected_label, text);
  gtk_action_bar_set_revealed (self->action_bar, n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.acknowledge", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.unacknowledge", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.clear-selection", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "live.show-menu", n > 0);
}

static void
acknowledge_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);
  g_autoptr (GArray) ids = list_selected (self, events);

  if (ids->len > 0)
    sentinel_acknowledge_ask (widget, self->context, ids, events);
}

static void
unacknowledge_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);
  g_autoptr (GArray) ids = list_selected (self, NULL);

  if (ids->len > 0)
    sentinel_acknowledge_undo (widget, self->context, ids);
}

static void
clear_selection_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);

  gtk_selection_model_unselect_all (self->selection);
}

static void
row_activated_cb (SentinelLivePage *self, guint position)
{
  if (!gtk_selection_model_is_selected (self->selection, position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "live.acknowledge", NULL);
}

/* The menu of the rows */

static void
pop_up_menu (SentinelLivePage *self, const GdkRectangle *at)
{
  if (self->menu == NULL) {
    self->menu = GTK_POPOVER (gtk_popover_menu_new_from_model (self->row_menu));
    gtk_popover_set_has_arrow (self->menu, FALSE);
    gtk_widget_set_halign (GTK_WIDGET (self->menu), GTK_ALIGN_START);
    gtk_widget_set_parent (GTK_WIDGET (self->menu), GTK_WIDGET (self));
  }
  gtk_popover_set_pointing_to (self->menu, at);
  gtk_popover_popup (self->menu);
}

static void
menu_requested_cb (SentinelLivePage *self, int n_press, double x, double y, GtkGesture *gesture)
{
  SentinelEventSlot *slot = sentinel_event_cell_find_slot_at (GTK_WIDGET (self->view), x, y);
  gint64 position;
  graphene_point_t at;

  if (slot == NULL)
    return;
  position = sentinel_event_list_get_position (self->list, sentinel_event_slot_get_id (slot));
  if (position < 0
      || !gtk_widget_compute_point (GTK_WIDGET (self->view),
                                    GTK_WIDGET (self),
                                    &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                    &at))
    return;
  if (!gtk_selection_model_is_selected (self->selection, (guint) position))
    gtk_selection_model_select_item (self->selection, (guint) position, TRUE);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  pop_up_menu (self, &(GdkRectangle) { (int) at.x, (int) at.y, 1, 1 });
}

static void
show_menu_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view))
      || !gtk_widget_compute_bounds (focus, widget, &bounds))
    return;
  pop_up_menu (self,
               &(GdkRectangle) { (int) bounds.origin.x,
                                 (int) bounds.origin.y,
                                 MIN ((int) bounds.size.width, 1),
                                 (int) bounds.size.height });
}

/* Narrow windows */

static void
breakpoint_applied_cb (SentinelLivePage *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "narrow");
  sentinel_live_columns_set_headers_visible (self->view, FALSE);
}

static void
breakpoint_unapplied_cb (SentinelLivePage *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->view), "narrow");
  sentinel_live_columns_set_headers_visible (self->view, TRUE);
}

/* The object */

static gboolean
sentinel_live_page_grab_focus (GtkWidget *widget)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (widget);
  GtkWidget *child = gtk_stack_get_visible_child (self->stack);

  if (child == GTK_WIDGET (self->scroller))
    return gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return child != NULL && gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD);
}

/* While the template goes, columns leave the view and their order changes: nobody asks any more. */
static void
forget_list (SentinelLivePage *self)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_get_sorter (self->view),
                                        order_changed_cb,
                                        self);
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
}

static void
sentinel_live_page_dispose (GObject *object)
{
  SentinelLivePage *self = SENTINEL_LIVE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer ((GtkWidget **) &self->menu, gtk_widget_unparent);
  if (self->view != NULL)
    forget_list (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), SENTINEL_TYPE_LIVE_PAGE);
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
  g_clear_object (&self->ticker);
  g_clear_object (&self->context);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->rules_error);
  G_OBJECT_CLASS (sentinel_live_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-live-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, stack);
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, view);
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, quiet_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, error_page);
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, action_bar);
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, selected_label);
  gtk_widget_class_bind_template_child (widget_class, SentinelLivePage, row_menu);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, menu_requested_cb);
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, breakpoint_unapplied_cb);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "live.acknowledge", NULL, acknowledge_action);
  gtk_widget_class_install_action (widget_class, "live.unacknowledge", NULL, unacknowledge_action);
  gtk_widget_class_install_action (widget_class,
                                   "live.clear-selection",
                                   NULL,
                                   clear_selection_action);
  gtk_widget_class_install_action (widget_class, "live.show-menu", NULL, show_menu_action);
  gtk_widget_class_install_action (widget_class,
                                   "live.watch-this-computer",
                                   NULL,
                                   watch_this_computer_action);
  gtk_widget_class_install_action (widget_class, "live.try-again", NULL, try_again_action);
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
  install_actions (widget_class);
  bind_template (widget_class);
}

static void
sentinel_live_page_init (SentinelLivePage *self)
{
  self->cancellable = g_cancellable_new ();
  self->n_rules = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
follow_store (SentinelLivePage *self, SentinelStore *store)
{
  g_signal_connect_object (store,
                           "rules-changed",
                           G_CALLBACK (recount_rules),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "reload", G_CALLBACK (recount_rules), self, G_CONNECT_SWAPPED);
}

/* The view's model comes first, so that it knows of new rows before the page asks for the top. */
static void
follow_list (SentinelLivePage *self)
{
  self->selection =
      GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->list))));
  gtk_column_view_set_model (self->view, self->selection);
  g_signal_connect_object (self->list,
                           "items-changed",
                           G_CALLBACK (events_inserted_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list,
                           "notify::loading",
                           G_CALLBACK (loading_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list,
                           "notify::error",
                           G_CALLBACK (update_state),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection,
                           "selection-changed",
                           G_CALLBACK (selection_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  /* Rows that leave take their selection with them. */
  g_signal_connect_object (self->selection,
                           "items-changed",
                           G_CALLBACK (selection_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view),
                           "changed",
                           G_CALLBACK (order_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
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
  sentinel_live_columns_set_up (self->view, self->ticker);
  follow_list (self);
  follow_store (self, store);
  selection_changed_cb (self);
  ask (self);
  recount_rules (self);
  update_state (self);
}

/**
 * sentinel_live_page_show_event:
 * @self: a page with a context
 * @event_id: an event
 *
 * Selects the event and scrolls to it; says so when it is not in the list. Main thread.
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
  return gtk_stack_get_visible_child_name (self->stack);
}
