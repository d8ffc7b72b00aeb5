/* SPDX-License-Identifier: MIT */
/* Bar and shape: the box carries the class of the importance, the style sheet does the rest. */
#include "sentinel-importance-mark.h"
#include "sentinel-event-words.h"

/**
 * sentinel_importance_mark_init:
 * @self: what to fill
 * @box: a horizontal box without children
 *
 * Puts bar and shape into @box.
 */
void
sentinel_importance_mark_init (SentinelImportanceMark *self, GtkBox *box)
{
  self->box = GTK_WIDGET (box);
  self->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->shape = gtk_image_new ();
  self->css_class = NULL;
  gtk_widget_add_css_class (self->box, "importance");
  gtk_widget_add_css_class (self->bar, "bar");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->shape), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (box, self->bar);
  gtk_box_append (box, self->shape);
}

static void
set_css_class (SentinelImportanceMark *self, const char *css_class)
{
  if (css_class == self->css_class)
    return;
  if (self->css_class != NULL)
    gtk_widget_remove_css_class (self->box, self->css_class);
  if (css_class != NULL)
    gtk_widget_add_css_class (self->box, css_class);
  self->css_class = css_class;
}

/**
 * sentinel_importance_mark_show:
 * @self: a mark
 * @event: (nullable): the event of the row; %NULL: not read yet
 *
 * Shows the importance of @event.
 */
void
sentinel_importance_mark_show (SentinelImportanceMark *self, const SentinelEvent *event)
{
  gtk_widget_set_visible (self->bar, event != NULL);
  if (event == NULL) {
    set_css_class (self, NULL);
    gtk_image_clear (GTK_IMAGE (self->shape));
    return;
  }
  set_css_class (self, sentinel_importance_get_css_class (event->importance));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->shape),
                                sentinel_importance_get_icon_name (event->importance));
}
