/* SPDX-License-Identifier: MIT */
/* What is past the edge of the plot is told there by an arrow. */
#include "sentinel-metric-levels.h"
#include "sentinel-metric-words.h"
#include <math.h>

#define REASON \
  1000 /* a line so many times further than the values would say nothing about them \
        */
#define LABEL_GAP 4
#define SHAPE_SPACE (2 * SENTINEL_METRIC_SHAPE + 4)
#define CHOSEN_WIDTH 3
#define PADDING 4
#define PAPER_RADIUS 4
#define PAPER_ALPHA 0.88f

static SentinelMetricLevel *
get_level (const SentinelMetricView *view, guint handle)
{
  return &g_array_index (view->levels, SentinelMetricLevel, handle / 2);
}

static gboolean
is_clear (guint handle)
{
  return handle % 2 == 1;
}

/**
 * sentinel_metric_levels_get:
 * @view: what is shown
 * @handle: below twice the number of levels
 *
 * Returns: the value of that line; NAN: there is none
 */
double
sentinel_metric_levels_get (const SentinelMetricView *view, guint handle)
{
  return is_clear (handle) ? get_level (view, handle)->clear : get_level (view, handle)->raise;
}

/**
 * sentinel_metric_levels_is_handle:
 * @view: what is shown
 * @handle: any number
 *
 * Returns: whether there is such a line
 */
gboolean
sentinel_metric_levels_is_handle (const SentinelMetricView *view, guint handle)
{
  return handle / 2 < view->levels->len && isfinite (sentinel_metric_levels_get (view, handle));
}

/**
 * sentinel_metric_levels_set:
 * @view: what is shown
 * @handle: a line
 * @value: where to, finite; less far where the level's other line is in the way
 */
void
sentinel_metric_levels_set (SentinelMetricView *view, guint handle, double value)
{
  SentinelMetricLevel *level = get_level (view, handle);
  double *own = is_clear (handle) ? &level->clear : &level->raise;
  double other = is_clear (handle) ? level->raise : level->clear;

  if (*own < other)
    value = fmin (value, other);
  else if (*own > other)
    value = fmax (value, other);
  *own = value;
}

/**
 * sentinel_metric_levels_format:
 * @view: what is shown
 * @handle: a line
 *
 * Returns: (transfer full): what is written at it
 */
char *
sentinel_metric_levels_format (const SentinelMetricView *view, guint handle)
{
  return sentinel_metric_format_level (get_level (view, handle),
                                       is_clear (handle),
                                       view->data != NULL ? view->data->unit : NULL);
}

/**
 * sentinel_metric_levels_find:
 * @view: what is shown
 * @plot: where the data goes
 * @y: of the pointer, in the widget's coordinates
 * @reach: how far a line may be from it, in pixels
 *
 * Returns: the nearest line; SENTINEL_METRIC_NO_HANDLE: none is in reach
 */
guint
sentinel_metric_levels_find (const SentinelMetricView *view,
                             const graphene_rect_t *plot,
                             double y,
                             double reach)
{
  guint found = SENTINEL_METRIC_NO_HANDLE;

  for (guint handle = 0; handle < 2 * view->levels->len; handle++) {
    double distance;

    if (!sentinel_metric_levels_is_handle (view, handle))
      continue;
    distance =
        fabs (sentinel_chart_get_y (view->chart, plot, sentinel_metric_levels_get (view, handle))
              - y);
    if (distance > reach)
      continue;
    reach = distance;
    found = handle;
  }
  return found;
}

/* in the order of values; of two that are the same, the one with the lower number is below */
static gboolean
is_above (const SentinelMetricView *view, guint a, guint b)
{
  double value = sentinel_metric_levels_get (view, a);
  double other = sentinel_metric_levels_get (view, b);

  return value > other || (!(value < other) && a > b);
}

/**
 * sentinel_metric_levels_step:
 * @view: what is shown
 * @handle: a line, or SENTINEL_METRIC_NO_HANDLE
 * @is_up: towards greater values
 *
 * Returns: the next line, or @handle at the end; after none, the lowest when going up, else the
 *   highest
 */
guint
sentinel_metric_levels_step (const SentinelMetricView *view, guint handle, gboolean is_up)
{
  guint found = SENTINEL_METRIC_NO_HANDLE;

  for (guint i = 0; i < 2 * view->levels->len; i++) {
    if (!sentinel_metric_levels_is_handle (view, i))
      continue;
    if (handle != SENTINEL_METRIC_NO_HANDLE && (i == handle || is_above (view, i, handle) != is_up))
      continue;
    if (found == SENTINEL_METRIC_NO_HANDLE || is_above (view, found, i) == is_up)
      found = i;
  }
  return found != SENTINEL_METRIC_NO_HANDLE ? found : handle;
}

/**
 * sentinel_metric_levels_extend:
 * @view: what is shown
 * @low: (inout): the least value; NAN: there are none
 * @high: (inout): the greatest
 *
 * Lines are to be seen with the values, unless they would press these flat.
 */
void
sentinel_metric_levels_extend (const SentinelMetricView *view, double *low, double *high)
{
  double largest = fmax (fabs (*low), fabs (*high));

  for (guint handle = 0; handle < 2 * view->levels->len; handle++) {
    double value;

    if (!sentinel_metric_levels_is_handle (view, handle))
      continue;
    value = sentinel_metric_levels_get (view, handle);
    if (largest > 0 && fabs (value) / REASON > largest)
      continue;
    *low = fmin (*low, value);
    *high = fmax (*high, value);
  }
}

/* Drawing */

static void
draw_line (const SentinelMetricView *view,
           GtkSnapshot *snapshot,
           const graphene_rect_t *plot,
           guint handle)
{
  float y = sentinel_chart_get_y (view->chart, plot, sentinel_metric_levels_get (view, handle));
  float width = handle == view->chosen ? CHOSEN_WIDTH : 1.5f;
  g_autoptr (GskPathBuilder) builder = NULL;
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) line = NULL;
  GdkRGBA color;

  if (y < plot->origin.y - 1 || y > plot->origin.y + plot->size.height + 1)
    return;
  sentinel_metric_view_get_color (view, get_level (view, handle)->importance, 1, &color);
  if (!is_clear (handle)) {
    sentinel_metric_view_draw_level (view, snapshot, plot, y, width, &color);
    return;
  }
  builder = gsk_path_builder_new ();
  gsk_path_builder_move_to (builder, plot->origin.x, y);
  gsk_path_builder_line_to (builder, plot->origin.x + plot->size.width, y);
  path = gsk_path_builder_to_path (builder);
  line = gsk_stroke_new (handle == view->chosen ? CHOSEN_WIDTH : 1);
  gsk_stroke_set_dash (line, (float[]) { 4, 3 }, 2);
  gtk_snapshot_append_stroke (snapshot, path, line, &color);
}

typedef struct {
  guint handle;
  char *text;
  int width, height; /* of the text */
  gboolean is_at_start; /* of the line; else at its end */
  float y; /* of its top */
} Label;

static void
clear_label (gpointer data)
{
  g_free (((Label *) data)->text);
}

/* An arrow stands for a line that is not to be seen. */
static char *
format_label (const SentinelMetricView *view, guint handle)
{
  double value = sentinel_metric_levels_get (view, handle);
  g_autofree char *text = sentinel_metric_levels_format (view, handle);

  if (value > view->axis.top)
    return g_strconcat (text, " ↑", NULL);
  return value < view->axis.bottom ? g_strconcat (text, " ↓", NULL) : g_steal_pointer (&text);
}

static gboolean
has_label (const SentinelMetricView *view, guint handle)
{
  return sentinel_metric_levels_is_handle (view, handle)
         && (!is_clear (handle) || handle == view->chosen);
}

static int
compare_labels (gconstpointer a, gconstpointer b)
{
  float above = ((const Label *) a)->y, below = ((const Label *) b)->y;

  return (above > below) - (above < below);
}

/* in the middle of its line, within the plot */
static float
place_label (const SentinelMetricView *view, const graphene_rect_t *plot, guint handle, int height)
{
  double value =
      CLAMP (sentinel_metric_levels_get (view, handle), view->axis.bottom, view->axis.top);
  float middle = sentinel_chart_get_y (view->chart, plot, value);
  float lowest = plot->origin.y + plot->size.height - (float) height;

  return CLAMP (middle - (float) height / 2, plot->origin.y, fmaxf (lowest, plot->origin.y));
}

/* where the label lies, shape and all */
static graphene_rect_t
get_paper (const SentinelMetricView *view, const graphene_rect_t *plot, const Label *label)
{
  float width = (float) label->width + SHAPE_SPACE + 2 * PADDING;
  gboolean is_left = sentinel_metric_view_is_rtl (view) != label->is_at_start;
  float left = is_left ? plot->origin.x + LABEL_GAP
                       : plot->origin.x + plot->size.width - LABEL_GAP - width;

  return GRAPHENE_RECT_INIT (roundf (left), roundf (label->y), width, (float) label->height);
}

/* whether it would lie on what was measured */
static gboolean
is_on_line (const SentinelMetricView *view,
            const graphene_rect_t *plot,
            const graphene_rect_t *paper)
{
  for (guint i = 0; i < view->stops->columns->len; i++) {
    const SentinelPixelColumn *column =
        &g_array_index (view->stops->columns, SentinelPixelColumn, i);
    float x = sentinel_chart_get_x (view->chart, plot, column->at_us);

    if (x >= paper->origin.x && x <= paper->origin.x + paper->size.width
        && sentinel_chart_get_y (view->chart, plot, column->max)
               <= paper->origin.y + paper->size.height
        && sentinel_chart_get_y (view->chart, plot, column->min) >= paper->origin.y)
      return TRUE;
  }
  return FALSE;
}

/* At the end of the line, unless the newest values are there and the oldest are out of the way. */
static void
choose_side (const SentinelMetricView *view, const graphene_rect_t *plot, Label *label)
{
  graphene_rect_t end = get_paper (view, plot, label), start;

  label->is_at_start = TRUE;
  start = get_paper (view, plot, label);
  label->is_at_start = is_on_line (view, plot, &end) && !is_on_line (view, plot, &start);
}

static GArray *
make_labels (const SentinelMetricView *view, const graphene_rect_t *plot)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (Label));
  float free_y[2] = { plot->origin.y, plot->origin.y };

  g_array_set_clear_func (labels, clear_label);
  for (guint handle = 0; handle < 2 * view->levels->len; handle++) {
    Label label = { .handle = handle };

    if (!has_label (view, handle))
      continue;
    label.text = format_label (view, handle);
    sentinel_chart_measure_text (view->bubble_ink, label.text, &label.width, &label.height);
    label.y = place_label (view, plot, handle, label.height);
    choose_side (view, plot, &label);
    g_array_append_val (labels, label);
  }
  g_array_sort (labels, compare_labels);
  for (guint i = 0; i < labels->len; i++) {
    Label *label = &g_array_index (labels, Label, i);

    label->y = fmaxf (label->y, free_y[label->is_at_start]);
    free_y[label->is_at_start] = label->y + (float) label->height + 1;
  }
  return labels;
}

static void
draw_paper (const SentinelMetricView *view, GtkSnapshot *snapshot, const graphene_rect_t *paper)
{
  GskRoundedRect outline;
  GdkRGBA color;

  gtk_widget_get_color (view->bubble_fill_ink, &color);
  color.alpha *= PAPER_ALPHA;
  gsk_rounded_rect_init_from_rect (&outline, paper, PAPER_RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &color, paper);
  gtk_snapshot_pop (snapshot);
}

/* on paper, so that no line runs through the letters */
static void
draw_label (const SentinelMetricView *view,
            GtkSnapshot *snapshot,
            const graphene_rect_t *plot,
            const Label *label)
{
  gboolean is_rtl = sentinel_metric_view_is_rtl (view);
  graphene_rect_t paper = get_paper (view, plot, label);
  float shape_x = PADDING + SENTINEL_METRIC_SHAPE;
  graphene_point_t shape =
      GRAPHENE_POINT_INIT (paper.origin.x + (is_rtl ? paper.size.width - shape_x : shape_x),
                           paper.origin.y + paper.size.height / 2);

  draw_paper (view, snapshot, &paper);
  sentinel_metric_view_draw_shape (view,
                                   snapshot,
                                   get_level (view, label->handle)->importance,
                                   &shape);
  sentinel_chart_draw_text (view->chart,
                            snapshot,
                            view->bubble_ink,
                            label->text,
                            &GRAPHENE_POINT_INIT (paper.origin.x + PADDING
                                                      + (is_rtl ? 0 : SHAPE_SPACE),
                                                  paper.origin.y),
                            0);
}

/**
 * sentinel_metric_levels_draw:
 * @view: what is shown
 * @snapshot: where to
 * @plot: where the data goes
 */
void
sentinel_metric_levels_draw (const SentinelMetricView *view,
                             GtkSnapshot *snapshot,
                             const graphene_rect_t *plot)
{
  g_autoptr (GArray) labels = make_labels (view, plot);

  for (guint handle = 0; handle < 2 * view->levels->len; handle++)
    if (sentinel_metric_levels_is_handle (view, handle))
      draw_line (view, snapshot, plot, handle);
  for (guint i = 0; i < labels->len; i++)
    draw_label (view, snapshot, plot, &g_array_index (labels, Label, i));
}
