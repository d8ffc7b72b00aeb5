/* SPDX-License-Identifier: MIT */
/* The title stands above the text, as it does in an entry that is not empty. */
#include "sentinel-lines-row.h"

#define MIN_HEIGHT 44

struct _SentinelLinesRow {
  AdwPreferencesRow parent_instance;
  GtkLabel *title;
  GtkTextView *view;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelLinesRow, sentinel_lines_row, ADW_TYPE_PREFERENCES_ROW)

static void
title_cb (SentinelLinesRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));

  gtk_label_set_text (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
}

static void
changed_cb (SentinelLinesRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
sentinel_lines_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SENTINEL_LINES_ROW (widget)->view));
}

/* A row would take the focus itself on the way out, and give it to the text again. */
static gboolean
sentinel_lines_row_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget)), direction);
}

static void
sentinel_lines_row_class_init (SentinelLinesRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = sentinel_lines_row_grab_focus;
  GTK_WIDGET_CLASS (klass)->focus = sentinel_lines_row_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_LINES_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
make_view (SentinelLinesRow *self)
{
  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_bottom_margin (self->view, 9);
  gtk_text_view_set_left_margin (self->view, 14);
  gtk_text_view_set_right_margin (self->view, 14);
  gtk_widget_set_size_request (GTK_WIDGET (self->view), -1, MIN_HEIGHT);
  g_signal_connect_object (gtk_text_view_get_buffer (self->view),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
sentinel_lines_row_init (SentinelLinesRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_margin_start (GTK_WIDGET (self->title), 14);
  gtk_widget_set_margin_end (GTK_WIDGET (self->title), 14);
  gtk_widget_set_margin_top (GTK_WIDGET (self->title), 9);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "dimmed");
  make_view (self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->view));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "lines");
  g_signal_connect (self, "notify::title", G_CALLBACK (title_cb), NULL);
}

/**
 * sentinel_lines_row_set_text:
 * @self: a row
 * @text: (nullable): UTF-8; there is nothing to undo behind it
 */
void
sentinel_lines_row_set_text (SentinelLinesRow *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, text != NULL ? text : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);
}

/**
 * sentinel_lines_row_dup_text:
 * @self: a row
 *
 * Returns: (transfer full): what it says, maybe nothing
 */
char *
sentinel_lines_row_dup_text (SentinelLinesRow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}
