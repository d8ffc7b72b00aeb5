/* SPDX-License-Identifier: MIT */
/* A quick filter is a text in the syntax of the search, so that both are joined as text and parsed
 * as one. While the search is wrong, the last one that was right holds. */
#include "sentinel-live-filter.h"
#include "sentinel-counted-toggle.h"
#include <glib/gi18n.h>

#define MAX_CATEGORIES 3

typedef struct {
  char *name; /* of the toggle */
  char *text; /* in the syntax of the search; "": everything */
  AdwToggle *toggle; /* borrowed */
} QuickFilter;

struct _SentinelLiveFilter {
  AdwBin parent_instance;
  GtkBox *row;
  AdwToggleGroup *quick_group;
  GtkSearchEntry *search;
  GtkLabel *problem;
  GPtrArray *quick; /* of QuickFilter: the fixed ones, then categories */
  SentinelFilter *filter, *search_filter; /* nullable */
  gboolean is_building; /* toggles come and go: nobody chose anything */
  gboolean is_narrow;
};

enum {
  PROP_0,
  PROP_NARROW,
  N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CHANGED,
  SIGNAL_SEARCHED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelLiveFilter, sentinel_live_filter, ADW_TYPE_BIN)

static void
quick_filter_free (gpointer data)
{
  QuickFilter *quick = data;

  g_free (quick->name);
  g_free (quick->text);
  g_free (quick);
}

/* What is found */

static const char *
get_quick_text (SentinelLiveFilter *self)
{
  const char *name = adw_toggle_group_get_active_name (self->quick_group);

  for (guint i = 0; i < self->quick->len; i++) {
    const QuickFilter *quick = g_ptr_array_index (self->quick, i);

    if (g_strcmp0 (quick->name, name) == 0)
      return quick->text;
  }
  return "";
}

static void
show_problem (SentinelLiveFilter *self, const GError *error)
{
  if (error != NULL) {
    gtk_label_set_label (self->problem, error->message);
    gtk_widget_add_css_class (GTK_WIDGET (self->search), "error");
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (self->search), "error");
  }
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->search),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               error != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* (transfer full) (nullable): NULL for no words at all; *is_right FALSE where it cannot be parsed
 */
static SentinelFilter *
parse (SentinelLiveFilter *self, const char *text, gboolean *is_right)
{
  g_autofree char *words = g_strstrip (g_strdup (text));
  g_autoptr (GError) error = NULL;
  SentinelFilter *filter = *words != '\0' ? sentinel_filter_parse (words, &error) : NULL;

  *is_right = error == NULL;
  show_problem (self, error);
  return filter;
}

static gboolean
reparse (SentinelLiveFilter *self)
{
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *both = g_strdup_printf ("%s %s", get_quick_text (self), search);
  gboolean is_right;
  SentinelFilter *search_filter = parse (self, search, &is_right);

  if (!is_right)
    return FALSE;
  g_clear_pointer (&self->search_filter, sentinel_filter_unref);
  g_clear_pointer (&self->filter, sentinel_filter_unref);
  self->search_filter = search_filter;
  self->filter = parse (self, both, &is_right);
  return TRUE;
}

static void
search_changed_cb (SentinelLiveFilter *self)
{
  if (!reparse (self))
    return;
  g_signal_emit (self, signals[SIGNAL_SEARCHED], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
quick_chosen_cb (SentinelLiveFilter *self)
{
  if (!self->is_building && reparse (self))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Escape leaves the search for what it found. */
static void
search_stopped_cb (SentinelLiveFilter *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_child_focus (gtk_widget_get_parent (GTK_WIDGET (self)), GTK_DIR_TAB_FORWARD);
}

/* Quick filters */

static void
add_quick (SentinelLiveFilter *self, const char *name, const char *title, const char *text)
{
  QuickFilter *quick = g_new0 (QuickFilter, 1);

  quick->name = g_strdup (name);
  quick->text = g_strdup (text);
  quick->toggle = sentinel_counted_toggle_new (name, title);
  sentinel_counted_toggle_set_narrow (quick->toggle, self->is_narrow);
  adw_toggle_group_add (self->quick_group, quick->toggle);
  g_ptr_array_add (self->quick, quick);
}

static void
show_count (SentinelLiveFilter *self, guint index, gint64 n)
{
  const QuickFilter *quick = g_ptr_array_index (self->quick, index);

  sentinel_counted_toggle_set_count (quick->toggle, n);
}

static void
add_fixed (SentinelLiveFilter *self)
{
  add_quick (self, "all", _ ("All"), "");
  /* Translators: a quick filter: events that need somebody */
  add_quick (self, "waiting", _ ("Unacknowledged"), "is:waiting");
  add_quick (self, "grave", _ ("Critical & High"), "importance:high,critical");
}

static gboolean
has_categories (SentinelLiveFilter *self, const GPtrArray *categories, guint n)
{
  if (self->quick->len != 3 + n)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    const SentinelCategoryCount *category = g_ptr_array_index (categories, i);
    const QuickFilter *quick = g_ptr_array_index (self->quick, 3 + i);

    if (!g_str_has_prefix (quick->name, "category:")
        || !g_str_equal (quick->name + strlen ("category:"), category->name))
      return FALSE;
  }
  return TRUE;
}

static void
add_category (SentinelLiveFilter *self, const char *category)
{
  g_autofree char *name = g_strconcat ("category:", category, NULL);
  g_autofree char *plain = g_strdelimit (g_strdup (category), "\"", ' ');
  g_autofree char *text = g_strdup_printf ("category:\"%s\"", plain);

  add_quick (self, name, category, text);
}

static void
replace_categories (SentinelLiveFilter *self, const GPtrArray *categories, guint n)
{
  g_autofree char *active = g_strdup (adw_toggle_group_get_active_name (self->quick_group));

  self->is_building = TRUE;
  while (self->quick->len > 3) {
    const QuickFilter *last = g_ptr_array_index (self->quick, self->quick->len - 1);

    adw_toggle_group_remove (self->quick_group, last->toggle);
    g_ptr_array_set_size (self->quick, (int) self->quick->len - 1);
  }
  for (guint i = 0; i < n; i++)
    add_category (self, ((SentinelCategoryCount *) g_ptr_array_index (categories, i))->name);
  adw_toggle_group_set_active_name (self->quick_group, active);
  if (adw_toggle_group_get_active_name (self->quick_group) == NULL)
    adw_toggle_group_set_active_name (self->quick_group, "all");
  self->is_building = FALSE;
}

/* A category that is chosen stays, whatever there is of it; so do those that stand already. */
static gboolean
is_category_chosen (SentinelLiveFilter *self)
{
  const char *active = adw_toggle_group_get_active_name (self->quick_group);

  return active != NULL && g_str_has_prefix (active, "category:");
}

static gint64
find_category_count (const SentinelEventFacets *facets, const char *name)
{
  for (guint i = 0; i < facets->categories->len; i++) {
    const SentinelCategoryCount *category = g_ptr_array_index (facets->categories, i);

    if (g_str_equal (category->name, name))
      return category->n;
  }
  return 0;
}

/**
 * sentinel_live_filter_set_facets:
 * @self: a filter
 * @facets: how many events the search alone finds of each kind
 *
 * Main thread.
 */
void
sentinel_live_filter_set_facets (SentinelLiveFilter *self, const SentinelEventFacets *facets)
{
  guint n_categories = MIN (facets->categories->len, MAX_CATEGORIES);

  if (!is_category_chosen (self) && self->search_filter == NULL
      && !has_categories (self, facets->categories, n_categories))
    replace_categories (self, facets->categories, n_categories);
  show_count (self, 0, facets->n_all);
  show_count (self, 1, facets->n_waiting);
  show_count (self, 2, facets->n_grave);
  for (guint i = 3; i < self->quick->len; i++) {
    const QuickFilter *quick = g_ptr_array_index (self->quick, i);

    show_count (self, i, find_category_count (facets, quick->name + strlen ("category:")));
  }
}

/* From outside */

static const char *
find_quick_name (SentinelLiveFilter *self, const char *text)
{
  for (guint i = 0; i < self->quick->len; i++) {
    const QuickFilter *quick = g_ptr_array_index (self->quick, i);

    if (g_str_equal (quick->text, text))
      return quick->name;
  }
  return NULL;
}

/**
 * sentinel_live_filter_set_text:
 * @self: a filter
 * @text: in the syntax of the search; empty: everything
 *
 * Main thread.
 */
void
sentinel_live_filter_set_text (SentinelLiveFilter *self, const char *text)
{
  const char *quick = find_quick_name (self, text);

  self->is_building = TRUE;
  adw_toggle_group_set_active_name (self->quick_group, quick != NULL ? quick : "all");
  self->is_building = FALSE;
  g_signal_handlers_block_by_func (self->search, search_changed_cb, self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), quick != NULL ? "" : text);
  g_signal_handlers_unblock_by_func (self->search, search_changed_cb, self);
  search_changed_cb (self);
}

/**
 * sentinel_live_filter_ref_filter:
 * @self: a filter
 *
 * Returns: (transfer full) (nullable): what is asked for; %NULL: everything
 */
SentinelFilter *
sentinel_live_filter_ref_filter (SentinelLiveFilter *self)
{
  return self->filter != NULL ? sentinel_filter_ref (self->filter) : NULL;
}

/**
 * sentinel_live_filter_ref_search:
 * @self: a filter
 *
 * Returns: (transfer full) (nullable): what the search alone asks for; %NULL: everything
 */
SentinelFilter *
sentinel_live_filter_ref_search (SentinelLiveFilter *self)
{
  return self->search_filter != NULL ? sentinel_filter_ref (self->search_filter) : NULL;
}

/**
 * sentinel_live_filter_grab_search:
 * @self: a filter
 *
 * Main thread.
 */
void
sentinel_live_filter_grab_search (SentinelLiveFilter *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * sentinel_live_filter_capture_keys:
 * @self: a filter
 * @widget: where people type without looking for an entry
 *
 * Main thread.
 */
void
sentinel_live_filter_capture_keys (SentinelLiveFilter *self, GtkWidget *widget)
{
  gtk_search_entry_set_key_capture_widget (self->search, widget);
}

/* The object */

static void
set_narrow (SentinelLiveFilter *self, gboolean is_narrow)
{
  self->is_narrow = is_narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->row),
                                  is_narrow ? GTK_ORIENTATION_VERTICAL
                                            : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->row, is_narrow ? 6 : 12);
  for (guint i = 0; i < self->quick->len; i++)
    sentinel_counted_toggle_set_narrow (((QuickFilter *) g_ptr_array_index (self->quick, i))
                                            ->toggle,
                                        is_narrow);
}

static void
sentinel_live_filter_set_property (GObject *object,
                                   guint property_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  switch (property_id) {
  case PROP_NARROW:
    set_narrow (SENTINEL_LIVE_FILTER (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
sentinel_live_filter_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_LIVE_FILTER);
  G_OBJECT_CLASS (sentinel_live_filter_parent_class)->dispose (object);
}

static void
sentinel_live_filter_finalize (GObject *object)
{
  SentinelLiveFilter *self = SENTINEL_LIVE_FILTER (object);

  g_ptr_array_unref (self->quick);
  g_clear_pointer (&self->filter, sentinel_filter_unref);
  g_clear_pointer (&self->search_filter, sentinel_filter_unref);
  G_OBJECT_CLASS (sentinel_live_filter_parent_class)->finalize (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       SENTINEL_TYPE_LIVE_FILTER,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
sentinel_live_filter_class_init (SentinelLiveFilterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->set_property = sentinel_live_filter_set_property;
  G_OBJECT_CLASS (klass)->dispose = sentinel_live_filter_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_live_filter_finalize;
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[SIGNAL_CHANGED] = add_signal ("changed");
  signals[SIGNAL_SEARCHED] = add_signal ("searched");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-live-filter.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelLiveFilter, row);
  gtk_widget_class_bind_template_child (widget_class, SentinelLiveFilter, quick_group);
  gtk_widget_class_bind_template_child (widget_class, SentinelLiveFilter, search);
  gtk_widget_class_bind_template_child (widget_class, SentinelLiveFilter, problem);
  gtk_widget_class_bind_template_callback (widget_class, quick_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
sentinel_live_filter_init (SentinelLiveFilter *self)
{
  self->quick = g_ptr_array_new_with_free_func (quick_filter_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_building = TRUE;
  add_fixed (self);
  adw_toggle_group_set_active_name (self->quick_group, "all");
  self->is_building = FALSE;
}
