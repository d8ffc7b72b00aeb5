/* SPDX-License-Identifier: MIT */
/* Restores once, then writes the whole dictionary again whenever a person changed something.
 * Whether a column is wanted is kept apart from whether it is shown: a window without room hides
 * columns that are wanted all the same. Widths are kept as for text of the usual size. */
#include "sentinel-column-state.h"

#include <math.h>

typedef struct {
  char *id;
  gboolean visible;
  int width; /* at the usual size of text */
} ColumnDefault;

struct _SentinelColumnState {
  GObject parent_instance;
  GtkColumnView *view; /* weak */
  SentinelDeskSettings *settings;
  char *key;
  GArray *defaults; /* of ColumnDefault, in their order */
  GHashTable *unwanted; /* ids of the columns that the person hid */
  double text_scale; /* 1: text has the usual size */
  guint n_frozen;
};

G_DEFINE_FINAL_TYPE (SentinelColumnState, sentinel_column_state, G_TYPE_OBJECT)

/* (transfer full) */
static GtkColumnViewColumn *
ref_column_at (SentinelColumnState *self, guint position)
{
  return g_list_model_get_item (gtk_column_view_get_columns (self->view), position);
}

static guint
count_columns (SentinelColumnState *self)
{
  return self->view != NULL ? g_list_model_get_n_items (gtk_column_view_get_columns (self->view))
                            : 0;
}

/* -1: there is none */
static int
find_position (SentinelColumnState *self, const char *id)
{
  for (guint i = 0; i < count_columns (self); i++) {
    g_autoptr (GtkColumnViewColumn) column = ref_column_at (self, i);

    if (g_strcmp0 (gtk_column_view_column_get_id (column), id) == 0)
      return (int) i;
  }
  return -1;
}

/**
 * sentinel_column_state_find:
 * @self: a state
 * @id: of a column
 *
 * Returns: (transfer none) (nullable): the column
 */
GtkColumnViewColumn *
sentinel_column_state_find (SentinelColumnState *self, const char *id)
{
  int position = find_position (self, id);
  g_autoptr (GtkColumnViewColumn) column = NULL;

  if (position < 0)
    return NULL;
  column = ref_column_at (self, (guint) position);
  return column; /* the view holds it */
}

/* Widths */

/* -1 stays: as wide as there is room. */
static int
scale (int width, double factor)
{
  return width > 0 ? (int) lround (width * factor) : width;
}

static void
set_width (SentinelColumnState *self, GtkColumnViewColumn *column, int width)
{
  gtk_column_view_column_set_fixed_width (column, scale (width, self->text_scale));
}

static int
get_width (SentinelColumnState *self, GtkColumnViewColumn *column)
{
  return scale (gtk_column_view_column_get_fixed_width (column), 1 / self->text_scale);
}

static double
read_text_scale (SentinelColumnState *self)
{
  return adw_length_unit_to_px (ADW_LENGTH_UNIT_SP,
                                1,
                                gtk_widget_get_settings (GTK_WIDGET (self->view)));
}

static void
text_scaled_cb (SentinelColumnState *self)
{
  double factor;

  if (self->view == NULL)
    return;
  factor = read_text_scale (self) / self->text_scale;
  self->text_scale *= factor;
  sentinel_column_state_freeze (self);
  for (guint i = 0; i < count_columns (self); i++) {
    g_autoptr (GtkColumnViewColumn) column = ref_column_at (self, i);
    int width = gtk_column_view_column_get_fixed_width (column);

    gtk_column_view_column_set_fixed_width (column, scale (width, factor));
  }
  sentinel_column_state_thaw (self);
}

/* Keeping */

static void
add_columns (SentinelColumnState *self, GVariantDict *dict)
{
  g_auto (GVariantBuilder) order = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);
  g_auto (GVariantBuilder) hidden = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);
  g_auto (GVariantBuilder) widths = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{si}"));

  for (guint i = 0; i < count_columns (self); i++) {
    g_autoptr (GtkColumnViewColumn) column = ref_column_at (self, i);
    const char *id = gtk_column_view_column_get_id (column);

    g_variant_builder_add (&order, "s", id);
    if (g_hash_table_contains (self->unwanted, id))
      g_variant_builder_add (&hidden, "s", id);
    if (get_width (self, column) > 0)
      g_variant_builder_add (&widths, "{si}", id, get_width (self, column));
  }
  g_variant_dict_insert_value (dict, "order", g_variant_builder_end (&order));
  g_variant_dict_insert_value (dict, "hidden", g_variant_builder_end (&hidden));
  g_variant_dict_insert_value (dict, "widths", g_variant_builder_end (&widths));
}

static void
add_sort (SentinelColumnState *self, GVariantDict *dict)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  gboolean descending = gtk_column_view_sorter_get_primary_sort_order (sorter)
                        == GTK_SORT_DESCENDING;

  if (column != NULL)
    g_variant_dict_insert (dict,
                           "sort",
                           "(sb)",
                           gtk_column_view_column_get_id (column),
                           descending);
}

static void
keep (SentinelColumnState *self)
{
  g_autoptr (GVariant) before = NULL;
  GVariantDict dict;

  if (self->n_frozen > 0 || self->view == NULL)
    return;
  before = sentinel_desk_settings_ref_variant (self->settings, self->key);
  g_variant_dict_init (&dict, before);
  add_columns (self, &dict);
  add_sort (self, &dict);
  sentinel_desk_settings_set_variant (self->settings, self->key, g_variant_dict_end (&dict));
}

/* What hides or shows a column while nothing is kept is the window, not the person. */
static void
column_shown_cb (SentinelColumnState *self, GParamSpec *pspec, GtkColumnViewColumn *column)
{
  const char *id = gtk_column_view_column_get_id (column);

  if (self->n_frozen > 0)
    return;
  if (gtk_column_view_column_get_visible (column))
    g_hash_table_remove (self->unwanted, id);
  else
    g_hash_table_add (self->unwanted, g_strdup (id));
  keep (self);
}

/* Restoring */

static void
restore_order (SentinelColumnState *self, const char *const *ids)
{
  guint next = 0;

  for (; ids != NULL && *ids != NULL; ids++) {
    GtkColumnViewColumn *column = sentinel_column_state_find (self, *ids);

    if (column != NULL)
      gtk_column_view_insert_column (self->view, next++, column);
  }
}

static void
show_wanted (SentinelColumnState *self)
{
  for (guint i = 0; i < count_columns (self); i++) {
    g_autoptr (GtkColumnViewColumn) column = ref_column_at (self, i);
    const char *id = gtk_column_view_column_get_id (column);

    gtk_column_view_column_set_visible (column, !g_hash_table_contains (self->unwanted, id));
  }
}

static void
restore_hidden (SentinelColumnState *self, const char *const *ids)
{
  g_hash_table_remove_all (self->unwanted);
  for (; *ids != NULL; ids++)
    g_hash_table_add (self->unwanted, g_strdup (*ids));
  show_wanted (self);
}

static void
restore_widths (SentinelColumnState *self, GVariant *widths)
{
  GVariantIter iter;
  const char *id;
  int width;

  g_variant_iter_init (&iter, widths);
  while (g_variant_iter_next (&iter, "{&si}", &id, &width)) {
    GtkColumnViewColumn *column = sentinel_column_state_find (self, id);

    if (column != NULL && width > 0)
      set_width (self, column, width);
  }
}

static void
restore_sort (SentinelColumnState *self, const char *id, gboolean descending)
{
  GtkColumnViewColumn *column = sentinel_column_state_find (self, id);

  if (column != NULL)
    gtk_column_view_sort_by_column (self->view,
                                    column,
                                    descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
restore (SentinelColumnState *self)
{
  g_autoptr (GVariant) kept = sentinel_desk_settings_ref_variant (self->settings, self->key);
  g_autoptr (GVariant) widths = g_variant_lookup_value (kept, "widths", G_VARIANT_TYPE ("a{si}"));
  g_autofree const char **order = NULL;
  g_autofree const char **hidden = NULL;
  const char *sort;
  gboolean descending;

  if (g_variant_lookup (kept, "order", "^a&s", &order))
    restore_order (self, order);
  if (g_variant_lookup (kept, "hidden", "^a&s", &hidden))
    restore_hidden (self, hidden);
  if (widths != NULL)
    restore_widths (self, widths);
  if (g_variant_lookup (kept, "sort", "(&sb)", &sort, &descending))
    restore_sort (self, sort, descending);
}

static void
remember_defaults (SentinelColumnState *self)
{
  for (guint i = 0; i < count_columns (self); i++) {
    g_autoptr (GtkColumnViewColumn) column = ref_column_at (self, i);
    ColumnDefault as_it_is = { g_strdup (gtk_column_view_column_get_id (column)),
                               gtk_column_view_column_get_visible (column),
                               gtk_column_view_column_get_fixed_width (column) };

    g_array_append_val (self->defaults, as_it_is);
    if (!as_it_is.visible)
      g_hash_table_add (self->unwanted, g_strdup (as_it_is.id));
    set_width (self, column, as_it_is.width);
  }
}

static void
apply_defaults (SentinelColumnState *self)
{
  g_hash_table_remove_all (self->unwanted);
  for (guint i = 0; i < self->defaults->len; i++) {
    const ColumnDefault *as_it_was = &g_array_index (self->defaults, ColumnDefault, i);
    GtkColumnViewColumn *column = sentinel_column_state_find (self, as_it_was->id);

    if (!as_it_was->visible)
      g_hash_table_add (self->unwanted, g_strdup (as_it_was->id));
    gtk_column_view_column_set_visible (column, as_it_was->visible);
    set_width (self, column, as_it_was->width);
  }
}

static void
apply_default_order (SentinelColumnState *self)
{
  for (guint i = 0; i < self->defaults->len; i++) {
    const char *id = g_array_index (self->defaults, ColumnDefault, i).id;

    if (find_position (self, id) != (int) i)
      gtk_column_view_insert_column (self->view, i, sentinel_column_state_find (self, id));
  }
}

/**
 * sentinel_column_state_restore:
 * @self: a state
 *
 * Shows the columns as the person wants them, whatever was done to them meanwhile. Main thread.
 */
void
sentinel_column_state_restore (SentinelColumnState *self)
{
  g_return_if_fail (SENTINEL_IS_COLUMN_STATE (self));
  sentinel_column_state_freeze (self);
  show_wanted (self);
  sentinel_column_state_thaw (self);
}

/**
 * sentinel_column_state_reset:
 * @self: a state
 *
 * Shows the columns as they are by default, and keeps that. Main thread.
 */
void
sentinel_column_state_reset (SentinelColumnState *self)
{
  g_return_if_fail (SENTINEL_IS_COLUMN_STATE (self));
  sentinel_column_state_freeze (self);
  apply_defaults (self);
  apply_default_order (self);
  sentinel_column_state_thaw (self);
  keep (self);
}

/**
 * sentinel_column_state_move:
 * @self: a state
 * @id: of a column
 * @steps: less than zero: towards the start
 *
 * Moves the column past those that are shown; at either end it stays. Main thread.
 */
void
sentinel_column_state_move (SentinelColumnState *self, const char *id, int steps)
{
  int from = find_position (self, id);
  int to = from;
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_return_if_fail (from >= 0);
  column = ref_column_at (self, (guint) from);
  for (int at = from + steps; at >= 0 && at < (int) count_columns (self); at += steps) {
    g_autoptr (GtkColumnViewColumn) other = ref_column_at (self, (guint) at);

    to = at;
    if (gtk_column_view_column_get_visible (other))
      break;
  }
  if (to != from)
    gtk_column_view_insert_column (self->view, (guint) to, column);
}

/**
 * sentinel_column_state_freeze:
 * @self: a state
 *
 * Nothing is kept until sentinel_column_state_thaw().
 */
void
sentinel_column_state_freeze (SentinelColumnState *self)
{
  self->n_frozen++;
}

/**
 * sentinel_column_state_thaw:
 * @self: a state that was frozen
 *
 * What was changed since is not kept either.
 */
void
sentinel_column_state_thaw (SentinelColumnState *self)
{
  g_return_if_fail (self->n_frozen > 0);
  self->n_frozen--;
}

/* The object */

static void
sentinel_column_state_dispose (GObject *object)
{
  SentinelColumnState *self = SENTINEL_COLUMN_STATE (object);

  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (sentinel_column_state_parent_class)->dispose (object);
}

static void
sentinel_column_state_finalize (GObject *object)
{
  SentinelColumnState *self = SENTINEL_COLUMN_STATE (object);

  g_array_unref (self->defaults);
  g_hash_table_unref (self->unwanted);
  g_free (self->key);
  G_OBJECT_CLASS (sentinel_column_state_parent_class)->finalize (object);
}

static void
sentinel_column_state_class_init (SentinelColumnStateClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sentinel_column_state_dispose;
  G_OBJECT_CLASS (klass)->finalize = sentinel_column_state_finalize;
}

static void
clear_default (gpointer data)
{
  g_free (((ColumnDefault *) data)->id);
}

static void
sentinel_column_state_init (SentinelColumnState *self)
{
  self->defaults = g_array_new (FALSE, FALSE, sizeof (ColumnDefault));
  g_array_set_clear_func (self->defaults, clear_default);
  self->unwanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
follow (SentinelColumnState *self, gpointer object, const char *signal)
{
  g_signal_connect_object (object, signal, G_CALLBACK (keep), self, G_CONNECT_SWAPPED);
}

static void
follow_columns (SentinelColumnState *self)
{
  for (guint i = 0; i < count_columns (self); i++) {
    g_autoptr (GtkColumnViewColumn) column = ref_column_at (self, i);

    g_signal_connect_object (column,
                             "notify::visible",
                             G_CALLBACK (column_shown_cb),
                             self,
                             G_CONNECT_SWAPPED);
    follow (self, column, "notify::fixed-width");
  }
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self->view)),
                           "notify::gtk-xft-dpi",
                           G_CALLBACK (text_scaled_cb),
                           self,
                           G_CONNECT_SWAPPED);
  follow (self, gtk_column_view_get_columns (self->view), "items-changed");
  follow (self, gtk_column_view_get_sorter (self->view), "changed");
}

/**
 * sentinel_column_state_new:
 * @view: a view with its columns
 * @settings: where it is kept
 * @key: of an a{sv} in there
 *
 * Main thread.
 *
 * Returns: (transfer full): the state; it keeps what changes as long as it lives
 */
SentinelColumnState *
sentinel_column_state_new (GtkColumnView *view, SentinelDeskSettings *settings, const char *key)
{
  SentinelColumnState *self = g_object_new (SENTINEL_TYPE_COLUMN_STATE, NULL);

  g_set_weak_pointer (&self->view, view);
  self->settings = g_object_ref (settings);
  self->key = g_strdup (key);
  self->text_scale = read_text_scale (self);
  remember_defaults (self);
  restore (self);
  follow_columns (self);
  return self;
}
