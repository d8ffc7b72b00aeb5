/* SPDX-License-Identifier: MIT */
/* Rules are few enough to be compared here; the worst stand first, then by name. */
#include "sentinel-rule-columns.h"
#include "sentinel-json.h"
#include "sentinel-rule-cell.h"
#include "sentinel-rule-words.h"
#include <math.h>

/* Orders */

static SentinelRuleStatus *
get_status (gconstpointer row)
{
  return sentinel_rule_row_get_status (SENTINEL_RULE_ROW ((gpointer) row));
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer unused)
{
  return g_utf8_collate (get_status (a)->rule->name, get_status (b)->rule->name);
}

static int
compare_numbers (double a, double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) - isnan (b);
  return (a > b) - (a < b);
}

static int
compare_enabled (gconstpointer a, gconstpointer b, gpointer unused)
{
  return get_status (b)->rule->enabled - get_status (a)->rule->enabled;
}

static int
compare_categories (gconstpointer a, gconstpointer b, gpointer unused)
{
  return g_utf8_collate (get_status (a)->rule->category, get_status (b)->rule->category);
}

static int
compare_importances (gconstpointer a, gconstpointer b, gpointer unused)
{
  return (int) get_status (b)->rule->importance - (int) get_status (a)->rule->importance;
}

static int
compare_standings (gconstpointer a, gconstpointer b, gpointer unused)
{
  const SentinelRuleStatus *x = get_status (a);
  const SentinelRuleStatus *y = get_status (b);
  int difference = (int) sentinel_rule_status_get_standing (x)
                   - (int) sentinel_rule_status_get_standing (y);

  if (difference != 0)
    return difference;
  difference = (int) y->level - (int) x->level;
  return difference != 0 ? difference : compare_names (a, b, unused);
}

static int
compare_values (gconstpointer a, gconstpointer b, gpointer unused)
{
  return compare_numbers (get_status (a)->last_value, get_status (b)->last_value);
}

static int
compare_periods (gconstpointer a, gconstpointer b, gpointer unused)
{
  return compare_numbers ((double) get_status (a)->rule->period_ms,
                          (double) get_status (b)->rule->period_ms);
}

static int
compare_runs (gconstpointer a, gconstpointer b, gpointer unused)
{
  return compare_numbers ((double) get_status (b)->last_run_at_us,
                          (double) get_status (a)->last_run_at_us);
}

static int
compare_triggers (gconstpointer a, gconstpointer b, gpointer unused)
{
  return g_strcmp0 (get_status (a)->rule->trigger, get_status (b)->rule->trigger);
}

static int
compare_created (gconstpointer a, gconstpointer b, gpointer unused)
{
  return compare_numbers ((double) get_status (b)->rule->created_at_us,
                          (double) get_status (a)->rule->created_at_us);
}

/* Those that do not run by themselves come last. */
static double
get_due (gconstpointer row, SentinelContext *context)
{
  gint64 due_us = sentinel_engine_get_due_us (sentinel_context_get_engine (context),
                                              get_status (row)->rule->id);

  return due_us >= 0 ? (double) due_us : NAN;
}

static int
compare_dues (gconstpointer a, gconstpointer b, gpointer context)
{
  return compare_numbers (get_due (a, context), get_due (b, context));
}

static const struct {
  const char *id;
  GCompareDataFunc compare;
} orders[] = {
  { "enabled", compare_enabled },
  { "name", compare_names },
  { "category", compare_categories },
  { "importance", compare_importances },
  { "status", compare_standings },
  { "value", compare_values },
  { "schedule", compare_periods },
  { "next", compare_dues },
  { "run", compare_runs },
  { "summary", compare_names },
  { "trigger", compare_triggers },
  { "created", compare_created },
};

/**
 * sentinel_rule_columns_make_sorter:
 * @id: of a column
 * @context: whose engine knows what is due
 *
 * Main thread.
 *
 * Returns: (transfer full) (nullable): compares rows as the column does; %NULL: there is no such
 *   column
 */
GtkSorter *
sentinel_rule_columns_make_sorter (const char *id, SentinelContext *context)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].id, id))
      return GTK_SORTER (gtk_custom_sorter_new (orders[i].compare,
                                                g_object_ref (context),
                                                g_object_unref));
  return NULL;
}

/* Cells */

typedef struct {
  char *id;
  SentinelContext *context;
  SentinelTicker *ticker;
  SentinelRuleList *list;
} CellMaker;

static void
cell_maker_free (gpointer data, GClosure *closure)
{
  CellMaker *self = data;

  g_free (self->id);
  g_object_unref (self->context);
  g_object_unref (self->ticker);
  g_object_unref (self->list);
  g_free (self);
}

static void
cell_set_up_cb (GtkListItemFactory *factory, GtkColumnViewCell *cell, CellMaker *maker)
{
  gtk_column_view_cell_set_child (cell,
                                  sentinel_rule_cell_new (maker->id,
                                                          maker->context,
                                                          maker->ticker,
                                                          maker->list));
}

static void
cell_bound_cb (GtkListItemFactory *factory, GtkColumnViewCell *cell, gpointer unused)
{
  sentinel_rule_cell_set_row (SENTINEL_RULE_CELL (gtk_column_view_cell_get_child (cell)),
                              gtk_column_view_cell_get_item (cell));
}

static void
cell_unbound_cb (GtkListItemFactory *factory, GtkColumnViewCell *cell, gpointer unused)
{
  sentinel_rule_cell_set_row (SENTINEL_RULE_CELL (gtk_column_view_cell_get_child (cell)), NULL);
}

static GtkListItemFactory *
make_factory (const char *id,
              SentinelContext *context,
              SentinelTicker *ticker,
              SentinelRuleList *list)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  CellMaker *maker = g_new0 (CellMaker, 1);

  *maker = (CellMaker) { g_strdup (id),
                         g_object_ref (context),
                         g_object_ref (ticker),
                         g_object_ref (list) };
  g_signal_connect_data (factory,
                         "setup",
                         G_CALLBACK (cell_set_up_cb),
                         maker,
                         cell_maker_free,
                         G_CONNECT_DEFAULT);
  g_signal_connect (factory, "bind", G_CALLBACK (cell_bound_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (cell_unbound_cb), NULL);
  return factory;
}

/* Rows, as they are read aloud */

static void
say_row (GtkColumnViewRow *row)
{
  SentinelRuleRow *item = gtk_column_view_row_get_item (row);
  SentinelTicker *ticker = g_object_get_data (G_OBJECT (row), "sentinel-ticker");
  g_autofree char *sentence = NULL;

  if (item == NULL)
    return;
  sentence = sentinel_rule_status_dup_sentence (sentinel_rule_row_get_status (item),
                                                sentinel_ticker_get_now_us (ticker),
                                                sentinel_ticker_get_zone (ticker));
  gtk_column_view_row_set_accessible_label (row, sentence);
}

static void
row_set_up_cb (GtkListItemFactory *factory, GtkColumnViewRow *row, SentinelTicker *ticker)
{
  g_object_set_data_full (G_OBJECT (row), "sentinel-ticker", g_object_ref (ticker), g_object_unref);
}

static void
row_bound_cb (GtkListItemFactory *factory, GtkColumnViewRow *row, gpointer unused)
{
  g_signal_connect_object (gtk_column_view_row_get_item (row),
                           "changed",
                           G_CALLBACK (say_row),
                           row,
                           G_CONNECT_SWAPPED);
  say_row (row);
}

static void
row_unbound_cb (GtkListItemFactory *factory, GtkColumnViewRow *row, gpointer unused)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), say_row, row);
}

static void
set_row_factory (GtkColumnView *view, SentinelTicker *ticker)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (row_set_up_cb), ticker, G_CONNECT_DEFAULT);
  g_signal_connect (factory, "bind", G_CALLBACK (row_bound_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (row_unbound_cb), NULL);
  gtk_column_view_set_row_factory (view, factory);
}

/**
 * sentinel_rule_columns_set_up:
 * @view: a view with its columns, without a model
 * @context: the program's parts
 * @ticker: what makes cells count
 * @list: the rules
 *
 * Gives each column its cells and its order. Main thread, once.
 */
void
sentinel_rule_columns_set_up (GtkColumnView *view,
                              SentinelContext *context,
                              SentinelTicker *ticker,
                              SentinelRuleList *list)
{
  GListModel *columns = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
    const char *id = gtk_column_view_column_get_id (column);
    g_autoptr (GtkListItemFactory) factory = make_factory (id, context, ticker, list);
    g_autoptr (GtkSorter) sorter = sentinel_rule_columns_make_sorter (id, context);

    gtk_column_view_column_set_factory (column, factory);
    gtk_column_view_column_set_sorter (column, sorter);
    if (g_str_equal (id, "status"))
      gtk_column_view_sort_by_column (view, column, GTK_SORT_ASCENDING);
  }
  set_row_factory (view, ticker);
}

/* Searching */

static char *
fold_rule (const SentinelRule *rule, SentinelContext *context)
{
  g_autofree char *parameters = sentinel_json_to_text (rule->parameters);
  g_autofree char *all = g_strjoin ("\n",
                                    rule->name,
                                    rule->category,
                                    rule->trigger,
                                    sentinel_rule_get_trigger_name (rule, context),
                                    parameters,
                                    NULL);

  return g_utf8_casefold (all, -1);
}

/**
 * sentinel_rule_columns_match:
 * @row: a rule
 * @text: words
 * @context: with the triggers
 *
 * Returns: whether the rule has all of them
 */
gboolean
sentinel_rule_columns_match (SentinelRuleRow *row, const char *text, SentinelContext *context)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_autofree char *all = fold_rule (sentinel_rule_row_get_status (row)->rule, context);

  for (char **word = words; *word != NULL; word++)
    if (strstr (all, *word) == NULL)
      return FALSE;
  return TRUE;
}
