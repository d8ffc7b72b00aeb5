/* SPDX-License-Identifier: MIT */
/* One table says what each column is; factories make light cells that are bound again and again. */
#include "sentinel-live-columns.h"
#include "sentinel-age-cell.h"
#include "sentinel-event-words.h"
#include "sentinel-importance-cell.h"
#include "sentinel-summary-cell.h"
#include "sentinel-text-cell.h"

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

static const LiveColumn columns[] = {
  { "importance", make_importance_cell, SENTINEL_SORT_IMPORTANCE, TRUE, FALSE },
  { "time", sentinel_age_cell_new, SENTINEL_SORT_TIME, TRUE, TRUE },
  { "source", make_source_cell, SENTINEL_SORT_SOURCE, FALSE, FALSE },
  { "message", make_message_cell, SENTINEL_SORT_MESSAGE, FALSE, FALSE },
  { "status", make_status_cell, SENTINEL_SORT_STATUS, FALSE, FALSE },
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
  SentinelEvent *event = slot != NULL ? sentinel_event_slot_get_event (slot) : NULL;
  g_autofree char *sentence = event != NULL ? sentinel_event_dup_sentence (event, NULL) : NULL;

  gtk_column_view_row_set_accessible_label (row, sentence != NULL ? sentence : "");
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
make_row_factory (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "bind", G_CALLBACK (row_bound_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (row_unbound_cb), NULL);
  return factory;
}

/* Headers */

/* GtkColumnView cannot align the title of a column: its header is a row of titles, each with a box
 * of label and arrow. Should that ever be different, the title stays where GTK puts it. */
static void
align_title_to_end (GtkWidget *title)
{
  GtkWidget *box = gtk_widget_get_first_child (title);
  GtkWidget *label = box != NULL ? gtk_widget_get_first_child (box) : NULL;
  GtkWidget *arrow = label != NULL ? gtk_widget_get_next_sibling (label) : NULL;

  if (!GTK_IS_BOX (box) || !GTK_IS_LABEL (label))
    return;
  gtk_widget_set_halign (box, GTK_ALIGN_END);
  if (arrow != NULL)
    gtk_box_reorder_child_after (GTK_BOX (box), label, arrow);
}

static void
align_titles (GtkColumnView *view)
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
  g_autoptr (GtkListItemFactory) row_factory = make_row_factory ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);

    set_up_column (column, ticker);
    if (g_strcmp0 (gtk_column_view_column_get_id (column), "time") == 0)
      gtk_column_view_sort_by_column (view, column, GTK_SORT_ASCENDING);
  }
  gtk_column_view_set_row_factory (view, row_factory);
  align_titles (view);
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
