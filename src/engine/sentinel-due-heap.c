/* SPDX-License-Identifier: MIT */
/* It has four children a node and the times lie in the nodes themselves: half as deep as a binary
 * one, and comparing touches no item. */
#include "sentinel-due-heap.h"

#define N_CHILDREN 4

typedef struct {
  gint64 due_us;
  SentinelDueItem *item; /* borrowed */
} Node;

struct _SentinelDueHeap {
  GArray *nodes; /* of Node; the earliest first */
};

static Node *
heap_get (SentinelDueHeap *self, guint place)
{
  return &g_array_index (self->nodes, Node, place);
}

static void
heap_set (SentinelDueHeap *self, guint place, Node node)
{
  *heap_get (self, place) = node;
  node.item->place = place;
}

static void
heap_sift_up (SentinelDueHeap *self, guint place)
{
  Node node = *heap_get (self, place);

  while (place > 0) {
    guint parent = (place - 1) / N_CHILDREN;

    if (heap_get (self, parent)->due_us <= node.due_us)
      break;
    heap_set (self, place, *heap_get (self, parent));
    place = parent;
  }
  heap_set (self, place, node);
}

static guint
find_earliest (const Node *nodes, guint first, guint end)
{
  guint earliest = first;

  for (guint place = first + 1; place < end; place++)
    if (nodes[place].due_us < nodes[earliest].due_us)
      earliest = place;
  return earliest;
}

/* The hot path of 10,000 rules: the nodes are held in a local, since the compiler has to assume
 * that writing a place may have moved the array. */
static void
heap_sift_down (SentinelDueHeap *self, guint place)
{
  Node *nodes = heap_get (self, 0);
  guint n_nodes = self->nodes->len;
  Node node = nodes[place];

  for (;;) {
    guint first = N_CHILDREN * place + 1;
    guint child;

    if (first >= n_nodes)
      break;
    child = find_earliest (nodes, first, MIN (first + N_CHILDREN, n_nodes));
    if (nodes[child].due_us >= node.due_us)
      break;
    nodes[place] = nodes[child];
    nodes[place].item->place = place;
    place = child;
  }
  nodes[place] = node;
  node.item->place = place;
}

/**
 * sentinel_due_heap_remove:
 * @self: a heap
 * @item: in it or not
 */
void
sentinel_due_heap_remove (SentinelDueHeap *self, SentinelDueItem *item)
{
  guint place = item->place;
  Node last;

  if (place == SENTINEL_DUE_NOWHERE)
    return;
  item->place = SENTINEL_DUE_NOWHERE;
  last = *heap_get (self, self->nodes->len - 1);
  g_array_set_size (self->nodes, self->nodes->len - 1);
  if (last.item == item)
    return;
  heap_set (self, place, last);
  heap_sift_up (self, place);
  heap_sift_down (self, last.item->place);
}

/**
 * sentinel_due_heap_put:
 * @self: a heap
 * @item: in it or not; stays the caller's
 * @due_us: when it is due, microseconds of whatever clock the caller counts by
 */
void
sentinel_due_heap_put (SentinelDueHeap *self, SentinelDueItem *item, gint64 due_us)
{
  Node node = { due_us, item };

  sentinel_due_heap_remove (self, item);
  g_array_append_val (self->nodes, node);
  heap_sift_up (self, self->nodes->len - 1);
}

/**
 * sentinel_due_heap_new:
 *
 * Returns: (transfer full): an empty heap
 */
SentinelDueHeap *
sentinel_due_heap_new (void)
{
  SentinelDueHeap *self = g_new0 (SentinelDueHeap, 1);

  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  return self;
}

/**
 * sentinel_due_heap_free:
 * @self: (transfer full): a heap
 */
void
sentinel_due_heap_free (SentinelDueHeap *self)
{
  g_array_unref (self->nodes);
  g_free (self);
}

/**
 * sentinel_due_heap_get_first:
 * @self: a heap
 *
 * Returns: (transfer none) (nullable): what is due first
 */
SentinelDueItem *
sentinel_due_heap_get_first (SentinelDueHeap *self)
{
  return self->nodes->len > 0 ? heap_get (self, 0)->item : NULL;
}

/**
 * sentinel_due_heap_get_first_due_us:
 * @self: a heap
 *
 * Returns: when the first is due; -1: there is none
 */
gint64
sentinel_due_heap_get_first_due_us (SentinelDueHeap *self)
{
  return self->nodes->len > 0 ? heap_get (self, 0)->due_us : -1;
}

/**
 * sentinel_due_heap_put_off_first:
 * @self: a heap that is not empty
 * @due_us: when the first is due from now on, not before it was
 */
void
sentinel_due_heap_put_off_first (SentinelDueHeap *self, gint64 due_us)
{
  heap_get (self, 0)->due_us = due_us;
  heap_sift_down (self, 0);
}

/**
 * sentinel_due_heap_get_due_us:
 * @self: a heap
 * @item: in it or not
 *
 * Returns: when it is due; -1: it is not in the heap
 */
gint64
sentinel_due_heap_get_due_us (SentinelDueHeap *self, const SentinelDueItem *item)
{
  return item->place != SENTINEL_DUE_NOWHERE ? heap_get (self, item->place)->due_us : -1;
}
