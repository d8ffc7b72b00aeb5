/* SPDX-License-Identifier: MIT */
/* What is on screen while events come in above it, as pictures of every frame. */
#include "sentinel-ui-test.h"

#include <string.h>

#define WIDTH 1000
#define HEIGHT 680
#define N_ROWS 200
#define ROW_TO_READ 100
#define N_ROWS_SEEN 16 /* fit into the window above it */
#define BYTES_PER_PIXEL 4

/* Pictures: four bytes per pixel, line by line. */

typedef struct {
  int width, height; /* in pixels */
  guchar *pixels;
} Picture;

static void
picture_free (Picture *self)
{
  g_free (self->pixels);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

static Picture *
picture_new (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  Picture *self = g_new0 (Picture, 1);

  self->width = gtk_widget_get_width (widget);
  self->height = gtk_widget_get_height (widget);
  gdk_paintable_snapshot (paintable, snapshot, self->width, self->height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (renderer,
                                         node,
                                         &GRAPHENE_RECT_INIT (0,
                                                              0,
                                                              (float) self->width,
                                                              (float) self->height));
  self->pixels = g_new (guchar, (gsize) self->width * self->height * BYTES_PER_PIXEL);
  gdk_texture_download (texture, self->pixels, (gsize) self->width * BYTES_PER_PIXEL);
  return self;
}

/* Whether n lines of one are the same as n lines of the other. */
static gboolean
has_lines_of (const Picture *self, int first, const Picture *other, int other_first, int n)
{
  gsize line = (gsize) self->width * BYTES_PER_PIXEL;

  return self->width == other->width
         && memcmp (self->pixels + first * line, other->pixels + other_first * line, n * line) == 0;
}

static gboolean
is_same (const Picture *self, const Picture *other)
{
  return self->height == other->height && has_lines_of (self, 0, other, 0, self->height);
}

/* Frames: a picture of the list from each one that is drawn. */

typedef struct {
  SentinelUiTest *test;
  GPtrArray *pictures; /* (element-type Picture) */
  GdkFrameClock *clock;
  gulong handler;
} Film;

static void
drawn_cb (Film *film)
{
  g_ptr_array_add (film->pictures,
                   picture_new (GTK_WIDGET (sentinel_ui_test_get_view (film->test))));
}

static void
film_start (Film *film, SentinelUiTest *test)
{
  film->test = test;
  film->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) picture_free);
  film->clock = gtk_widget_get_frame_clock (GTK_WIDGET (test->window));
  film->handler =
      g_signal_connect_swapped (film->clock, "after-paint", G_CALLBACK (drawn_cb), film);
}

static void
film_stop (Film *film)
{
  g_signal_handler_disconnect (film->clock, film->handler);
}

/* Every frame is what was there before or what is there in the end: nothing is blank in between. */
static void
film_assert_steady (Film *film, const Picture *before, const Picture *after)
{
  g_assert_cmpuint (film->pictures->len, >, 0);
  for (guint i = 0; i < film->pictures->len; i++) {
    const Picture *picture = g_ptr_array_index (film->pictures, i);

    g_assert_true (is_same (picture, before) || is_same (picture, after));
  }
  g_ptr_array_unref (film->pictures);
}

/* The list */

typedef struct {
  SentinelUiTest *test;
  guint n_rows;
  const char *text;
} Wanted;

static GtkSelectionModel *
get_model (SentinelUiTest *test)
{
  return gtk_column_view_get_model (sentinel_ui_test_get_view (test));
}

static GtkWidget *
find_row (SentinelUiTest *test, const char *text)
{
  return sentinel_ui_test_find (GTK_WIDGET (sentinel_ui_test_get_view (test)),
                                GTK_TYPE_LABEL,
                                text);
}

static gboolean
has_come (gpointer data)
{
  Wanted *wanted = data;

  return g_list_model_get_n_items (G_LIST_MODEL (get_model (wanted->test))) == wanted->n_rows
         && find_row (wanted->test, wanted->text) != NULL;
}

static void
wait_for_rows (SentinelUiTest *test, guint n, const char *text)
{
  Wanted wanted = { test, n, text };

  g_assert_true (sentinel_test_wait_until (has_come, &wanted, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_ui_test_wait_for_frames (test);
}

/* Rows that were never looked at are read when they are scrolled to. */
static void
scroll_to_read (SentinelUiTest *test)
{
  gtk_column_view_scroll_to (sentinel_ui_test_get_view (test),
                             ROW_TO_READ,
                             NULL,
                             GTK_LIST_SCROLL_NONE,
                             NULL);
  for (guint i = 0; i < N_ROWS_SEEN; i++) {
    g_autofree char *text = g_strdup_printf ("Message %u", N_ROWS - 1 - ROW_TO_READ + i);

    wait_for_rows (test, N_ROWS, text);
  }
}

/* Where the text of a row begins, in pixels below the top of the list. */
static int
get_row_y (SentinelUiTest *test, const char *text)
{
  GtkWidget *label = find_row (test, text);
  graphene_rect_t bounds;

  g_assert_nonnull (label);
  g_assert_true (gtk_widget_compute_bounds (label,
                                            GTK_WIDGET (sentinel_ui_test_get_view (test)),
                                            &bounds));
  return (int) bounds.origin.y;
}

/* Ages tick and are no part of what is compared. */
static void
hide_ages (SentinelUiTest *test)
{
  GListModel *columns = gtk_column_view_get_columns (sentinel_ui_test_get_view (test));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++) {
    g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

    if (g_strcmp0 (gtk_column_view_column_get_id (column), "time") == 0)
      gtk_column_view_column_set_visible (column, FALSE);
  }
}

/* Nor is what lies under the pointer: windows of other tests come and go on the same screen. */
static void
ignore_pointer (SentinelUiTest *test)
{
  gtk_widget_set_can_target (GTK_WIDGET (sentinel_ui_test_get_view (test)), FALSE);
}

static void
open_with_rows (SentinelUiTest *test)
{
  sentinel_ui_test_open (test, WIDTH, HEIGHT);
  ignore_pointer (test);
  sentinel_ui_test_raise_many (test, 0, N_ROWS);
  wait_for_rows (test, N_ROWS, "Message 199");
  sentinel_ui_test_wait_for_text (test, "200"); /* the quick filter says how many there are */
  hide_ages (test);
  sentinel_ui_test_wait_for_frames (test);
}

static Picture *
take_picture (SentinelUiTest *test)
{
  return picture_new (GTK_WIDGET (sentinel_ui_test_get_view (test)));
}

static void
test_at_top (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (Picture) before = NULL;
  g_autoptr (Picture) after = NULL;
  Film film;
  int top, row_height, first_line;

  open_with_rows (test);
  top = get_row_y (test, "Message 199");
  row_height = get_row_y (test, "Message 198") - top;
  first_line = top - (row_height - gtk_widget_get_height (find_row (test, "Message 199"))) / 2;
  before = take_picture (test);
  film_start (&film, test);
  sentinel_ui_test_raise_many (test, N_ROWS, 1);
  wait_for_rows (test, N_ROWS + 1, "Message 200");
  film_stop (&film);
  after = take_picture (test);
  film_assert_steady (&film, before, after);
  g_assert_cmpint (get_row_y (test, "Message 200"), ==, top);
  g_assert_false (is_same (before, after));
  g_assert_true (has_lines_of (before,
                               first_line,
                               after,
                               first_line + row_height,
                               before->height - first_line - row_height));
}

static void
test_scrolled (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (Picture) before = NULL;
  g_autoptr (Picture) after = NULL;
  Film film;

  open_with_rows (test);
  scroll_to_read (test);
  before = take_picture (test);
  film_start (&film, test);
  sentinel_ui_test_raise_many (test, N_ROWS, 20);
  wait_for_rows (test, N_ROWS + 20, "Message 99");
  film_stop (&film);
  after = take_picture (test);
  film_assert_steady (&film, before, after);
  g_assert_true (is_same (before, after));
}

/* The lowest row is selected, and a bar comes where it was. */
static void
select_lowest (SentinelUiTest *test)
{
  GtkWidget *view = GTK_WIDGET (sentinel_ui_test_get_view (test));
  int height = gtk_widget_get_height (view);

  scroll_to_read (test);
  gtk_selection_model_select_item (get_model (test), ROW_TO_READ, TRUE);
  sentinel_ui_test_wait_for_frames (test);
  g_assert_cmpint (gtk_widget_get_height (view), <, height);
  g_assert_cmpint (get_row_y (test, "Message 99")
                       + gtk_widget_get_height (find_row (test, "Message 99")),
                   <=,
                   gtk_widget_get_height (view));
}

static void
test_with_selection (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (Picture) before = NULL;
  g_autoptr (Picture) after = NULL;
  Film film;

  open_with_rows (test);
  select_lowest (test);
  before = take_picture (test);
  film_start (&film, test);
  sentinel_ui_test_raise_many (test, N_ROWS, 20);
  wait_for_rows (test, N_ROWS + 20, "Message 99");
  film_stop (&film);
  after = take_picture (test);
  film_assert_steady (&film, before, after);
  g_assert_true (is_same (before, after));
  g_assert_true (gtk_selection_model_is_selected (get_model (test), ROW_TO_READ + 20));
  g_assert_false (gtk_selection_model_is_selected (get_model (test), ROW_TO_READ));
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/live-prepend/at-top", test_at_top);
  g_test_add_func ("/ui/live-prepend/scrolled", test_scrolled);
  g_test_add_func ("/ui/live-prepend/with-selection", test_with_selection);
  return g_test_run ();
}
