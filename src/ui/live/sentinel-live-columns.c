/* SPDX-License-Identifier: MIT */
/* One table says what each column is; factories make light cells that are bound again and again. */
#include "sentinel-live-columns.h"
#include "sentinel-age-cell.h"
#include "sentinel-event-words.h"
#include "sentinel-importance-cell.h"
#include "sentinel-summary-cell.h"
#include "sentinel-text-cell.h"

/* of a column that the query cannot sort by */
#define SENTINEL_SORT_NONE ((SentinelSort) - 1)

typedef struct {
  const char *id;
  SentinelEventCell *(*make_cell) (SentinelTicker *ticker);
  SentinelSort sort;
  /* What the first click asks for: the newest and the gravest stand above the rest. */
  gboolean first_is_greatest;
  gboolean is_number; /* stands at the end of its column */
} LiveColumn;

static char *
dup_status (const SentinelEvent *event)
{
  return g_strdup (sentinel_event_get_status_word (event));
}

static SentinelEventCell *
make_importance_cell (SentinelTicker *ticker)
{
  return sentinel_importance_cell_new ();
}

static SentinelEventCell *
make_source_cell (SentinelTicker *ticker)
{
  return sentinel_text_cell_new (sentinel_event_dup_source);
}

static SentinelEventCell *
make_message_cell (SentinelTicker *ticker)
{
  return sentinel_text_cell_new (sentinel_event_dup_message);
}

static SentinelEventCell *
make_status_cell (SentinelTicker *ticker)
{
  return sentinel_text_cell_new (dup_status);
}

static SentinelEventCell *
make_category_cell (SentinelTicker *ticker)
{
  return sentinel_text_cell_new (sentinel_event_dup_category);
}

static SentinelEventCell *
make_rule_cell (SentinelTicker *ticker)
{
  return sentinel_text_cell_new (sentinel_event_dup_rule);
}

static SentinelEventCell *
make_value_cell (SentinelTicker *ticker)
{
  return sentinel_text_cell_new_at_end (sentinel_event_dup_value);
}

static SentinelEventCell *
make_comment_cell (SentinelTicker *ticker)
{
  return sentinel_text_cell_new (sentinel_event_dup_comment);
}

static const LiveColumn columns[] = {
  { "importance", make_importance_cell, SENTINEL_SORT_IMPORTANCE, TRUE, FALSE },
  { "time", sentinel_age_cell_new, SENTINEL_SORT_TIME, TRUE, TRUE },
  { "source", make_source_cell, SENTINEL_SORT_SOURCE, FALSE, FALSE },
  { "category", make_category_cell, SENTINEL_SORT_CATEGORY, FALSE, FALSE },
  { "rule", make_rule_cell, SENTINEL_SORT_RULE, FALSE, FALSE },
  { "message", make_message_cell, SENTINEL_SORT_MESSAGE, FALSE, FALSE },
  { "status", make_status_cell, SENTINEL_SORT_STATUS, FALSE, FALSE },
  { "value", make_value_cell, SENTINEL_SORT_VALUE, TRUE, TRUE },
  { "comment", make_comment_cell, SENTINEL_SORT_NONE, FALSE, FALSE },
  { "summary", sentinel_summary_cell_new, SENTINEL_SORT_TIME, TRUE, FALSE },
};

static const LiveColumn *
find_column (GtkColumnViewColumn *column)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_strcmp0 (columns[i].id, gtk_column_view_column_get_id (column)) == 0)
      return &columns[i];
  return NULL;
}

/* Cells */

typedef struct {
  const LiveColumn *column;
  SentinelTicker *ticker;
} CellMaker;

static void
free_cell_maker (gpointer data, GClosure *closure)
{
  CellMaker *maker = data;

  g_object_unref (maker->ticker);
  g_free (maker);
}

static void
cell_set_up_cb (GtkListItemFactory *factory, GtkColumnViewCell *cell, CellMaker *maker)
{
  gtk_column_view_cell_set_child (cell, GTK_WIDGET (maker->column->make_cell (maker->ticker)));
}

static void
cell_bound_cb (GtkListItemFactory *factory, GtkColumnViewCell *cell, gpointer unused)
{
  sentinel_event_cell_set_slot (SENTINEL_EVENT_CELL (gtk_column_view_cell_get_child (cell)),
                                gtk_column_view_cell_get_item (cell));
}

static void
cell_unbound_cb (GtkListItemFactory *factory, GtkColumnViewCell *cell, gpointer unused)
{
  sentinel_event_cell_set_slot (SENTINEL_EVENT_CELL (gtk_column_view_cell_get_child (cell)), NULL);
}

static GtkListItemFactory *
make_cell_factory (const LiveColumn *column, SentinelTicker *ticker)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  CellMaker *maker = g_new0 (CellMaker, 1);

  maker->column = column;
  maker->ticker = g_object_ref (ticker);
  g_signal_connect_data (factory,
                         "setup",
                         G_CALLBACK (cell_set_up_cb),
                         maker,
                         free_cell_maker,
                         G_CONNECT_DEFAULT);
  g_signal_connect (factory, "bind", G_CALLBACK (cell_bound_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (cell_unbound_cb), NULL);
  return factory;
}

/* Rows, as they are read aloud */

static void
say_row (GtkColumnViewRow *row)
{
  SentinelEventSlot *slot = gtk_column_view_row_get_item (row);
  SentinelTicker *ticker = g_object_get_data (G_OBJECT (row), "sentinel-ticker");
  SentinelEvent *event = slot != NULL ? sentinel_event_slot_get_event (slot) : NULL;
  g_autofree char *sentence =
      event != NULL ? sentinel_event_dup_sentence (event, sentinel_ticker_get_zone (ticker)) : NULL;

  gtk_column_view_row_set_accessible_label (row, sentence != NULL ? sentence : "");
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
                           "notify::event",
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

static GtkListItemFactory *
make_row_factory (SentinelTicker *ticker)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (row_set_up_cb), ticker, G_CONNECT_DEFAULT);
  g_signal_connect (factory, "bind", G_CALLBACK (row_bound_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (row_unbound_cb), NULL);
  return factory;
}

/* Headers */

/* The label in a title, which stands before the arrow or after it. */
static GtkWidget *
find_label (GtkWidget *box)
{
  GtkWidget *child = gtk_widget_get_first_child (box);

  while (child != NULL && !GTK_IS_LABEL (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* GtkColumnView cannot align the title of a column: its header is a row of titles, each with a box
 * of label and arrow. Should that ever be different, the title stays where GTK puts it. */
static void
align_title_to_end (GtkWidget *title)
{
  GtkWidget *box = gtk_widget_get_first_child (title);
  GtkWidget *label = GTK_IS_BOX (box) ? find_label (box) : NULL;

  if (label == NULL)
    return;
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_box_reorder_child_after (GTK_BOX (box), label, gtk_widget_get_last_child (box));
}

/**
 * sentinel_live_columns_align:
 * @view: a view that was set up
 *
 * Main thread.
 */
void
sentinel_live_columns_align (GtkColumnView *view)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;
  GListModel *shown = gtk_column_view_get_columns (view);

  for (guint i = 0; title != NULL && i < g_list_model_get_n_items (shown); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (shown, i);
    const LiveColumn *live = find_column (column);

    if (live != NULL && live->is_number)
      align_title_to_end (title);
    title = gtk_widget_get_next_sibling (title);
  }
}

static void
set_up_column (GtkColumnViewColumn *column, SentinelTicker *ticker)
{
  const LiveColumn *live = find_column (column);
  g_autoptr (GtkListItemFactory) factory = NULL;
  g_autoptr (GtkSorter) sorter = NULL;

  g_return_if_fail (live != NULL);
  factory = make_cell_factory (live, ticker);
  gtk_column_view_column_set_factory (column, factory);
  if (live->sort == SENTINEL_SORT_NONE)
    return;
  /* It makes the header clickable and never compares anything: the query sorts. */
  sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));
  gtk_column_view_column_set_sorter (column, sorter);
}

/**
 * sentinel_live_columns_set_up:
 * @view: a view with its columns, without a model
 * @ticker: what makes ages grow
 *
 * Gives each column its cells and the view its order, newest first.
 */
void
sentinel_live_columns_set_up (GtkColumnView *view, SentinelTicker *ticker)
{
  GListModel *all = gtk_column_view_get_columns (view);
  g_autoptr (GtkListItemFactory) row_factory = make_row_factory (ticker);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);

    set_up_column (column, ticker);
    if (g_strcmp0 (gtk_column_view_column_get_id (column), "time") == 0)
      gtk_column_view_sort_by_column (view, column, GTK_SORT_ASCENDING);
  }
  gtk_column_view_set_row_factory (view, row_factory);
  sentinel_live_columns_align (view);
}

/**
 * sentinel_live_columns_get_order:
 * @view: a view that was set up
 * @sort: (out): by what
 * @ascending: (out): in which direction, as the query counts it
 *
 * Reads the order from the headers.
 */
void
sentinel_live_columns_get_order (GtkColumnView *view, SentinelSort *sort, gboolean *ascending)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  const LiveColumn *live = column != NULL ? find_column (column) : NULL;
  gboolean arrow_up = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_ASCENDING;

  *sort = live != NULL ? live->sort : SENTINEL_SORT_TIME;
  *ascending = live != NULL && arrow_up != live->first_is_greatest;
}

/**
 * sentinel_live_columns_get_order_id:
 * @view: a view that was set up
 * @descending: (out): whether the greatest or newest comes first
 *
 * Returns: (transfer none) (nullable): the id of the column that orders the rows
 */
const char *
sentinel_live_columns_get_order_id (GtkColumnView *view, gboolean *descending)
{
  GtkColumnViewSorter *sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (view));
  GtkColumnViewColumn *column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  SentinelSort sort;
  gboolean ascending;

  sentinel_live_columns_get_order (view, &sort, &ascending);
  *descending = !ascending;
  return column != NULL ? gtk_column_view_column_get_id (column) : NULL;
}

/**
 * sentinel_live_columns_set_order:
 * @view: a view that was set up
 * @id: of a column; one that cannot be sorted by, or is none, changes nothing
 * @descending: whether the greatest or newest comes first
 *
 * Main thread.
 */
void
sentinel_live_columns_set_order (GtkColumnView *view, const char *id, gboolean descending)
{
  GListModel *all = gtk_column_view_get_columns (view);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);
    const LiveColumn *live = find_column (column);

    if (live == NULL || live->sort == SENTINEL_SORT_NONE || !g_str_equal (live->id, id))
      continue;
    gtk_column_view_sort_by_column (view,
                                    column,
                                    descending == live->first_is_greatest ? GTK_SORT_ASCENDING
                                                                          : GTK_SORT_DESCENDING);
  }
}

/**
 * sentinel_live_columns_set_headers_visible:
 * @view: a view
 * @visible: whether its headers are shown
 *
 * Shows or hides the header row.
 */
void
sentinel_live_columns_set_headers_visible (GtkColumnView *view, gboolean visible)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (view));

  if (header != NULL)
    gtk_widget_set_visible (header, visible);
}
