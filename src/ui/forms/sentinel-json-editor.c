/* SPDX-License-Identifier: MIT */
/* What is marked: the line is washed, the value has a background and is underlined, as colours
 * alone would not tell. */
#include "sentinel-json-editor.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "sentinel-json-text.h"

#define FULL_MIN_HEIGHT 220
#define FULL_MAX_HEIGHT 460
#define COMPACT_MIN_HEIGHT 60
#define COMPACT_MAX_HEIGHT 180

struct _SentinelJsonEditor {
  AdwPreferencesRow parent_instance;
  GtkWidget *head;
  GtkScrolledWindow *scrolled;
  GtkSourceView *view;
  GtkTextBuffer *buffer; /* borrowed from the view */
  GtkTextTag *line_tag, *value_tag; /* borrowed from the buffer */
  SentinelJsonPlace place; /* while something is marked */
  gboolean is_marked, is_loading;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelJsonEditor, sentinel_json_editor, ADW_TYPE_PREFERENCES_ROW)

/* Marking */

static void
get_all (SentinelJsonEditor *self, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_bounds (self->buffer, start, end);
}

static void
unmark_text (SentinelJsonEditor *self)
{
  GtkTextIter start, end;

  get_all (self, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->line_tag, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->value_tag, &start, &end);
}

static void
mark_text (SentinelJsonEditor *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) self->place.start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) self->place.end);
  gtk_text_buffer_apply_tag (self->buffer, self->value_tag, &start, &end);
  gtk_text_iter_set_line_offset (&start, 0);
  end = start;
  if (!gtk_text_iter_forward_line (&end))
    gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_apply_tag (self->buffer, self->line_tag, &start, &end);
}

static char *
mark_place (SentinelJsonEditor *self, const SentinelJsonPlace *place, const char *message)
{
  /* Translators: where a text is wrong, both counted from 1, and why */
  char *sentence = g_strdup_printf (_ ("Line %u, column %u: %s"), place->line, place->column, message);

  unmark_text (self);
  self->place = *place;
  self->is_marked = TRUE;
  mark_text (self);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->view),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence,
                                  -1);
  return sentence;
}

/* Looks */

static void
follow_style (SentinelJsonEditor *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean is_dark = adw_style_manager_get_dark (style);
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  const GdkRGBA line = is_dark ? (GdkRGBA) { 1, .48F, .39F, .12F }
                               : (GdkRGBA) { .88F, .11F, .14F, .08F };
  const GdkRGBA underline = is_dark ? (GdkRGBA) { 1, .80F, .75F, 1 }
                                    : (GdkRGBA) { .75F, 0, .06F, 1 };
  const GdkRGBA value = is_dark ? (GdkRGBA) { 1, .48F, .39F, .30F }
                                : (GdkRGBA) { .88F, .11F, .14F, .20F };

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (self->buffer),
                                      gtk_source_style_scheme_manager_get_scheme (schemes,
                                                                                  is_dark
                                                                                      ? "Adwaita-"
                                                                                        "dark"
                                                                                      : "Adwaita"));
  g_object_set (self->line_tag, "paragraph-background-rgba", &line, NULL);
  g_object_set (self->value_tag, "background-rgba", &value, "underline-rgba", &underline, NULL);
}

static void
set_up_buffer (SentinelJsonEditor *self)
{
  GtkSourceLanguageManager *languages = gtk_source_language_manager_get_default ();

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_source_buffer_set_language (GTK_SOURCE_BUFFER (self->buffer),
                                  gtk_source_language_manager_get_language (languages, "json"));
  self->line_tag = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  self->value_tag =
      gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  follow_style (self);
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (follow_style),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
name_view (SentinelJsonEditor *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));

  if (title == NULL || *title == '\0')
    title = _ ("Parameters as JSON");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
}

static void
changed_cb (SentinelJsonEditor *self)
{
  if (!self->is_loading)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
sentinel_json_editor_grab_focus (GtkWidget *widget)
{
  SentinelJsonEditor *self = SENTINEL_JSON_EDITOR (widget);
  GtkTextIter at;

  if (self->is_marked) {
    gtk_text_buffer_get_iter_at_offset (self->buffer, &at, (int) self->place.start);
    gtk_text_buffer_place_cursor (self->buffer, &at);
    gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view),
                                  gtk_text_buffer_get_insert (self->buffer),
                                  0.1,
                                  FALSE,
                                  0,
                                  0);
  }
  return gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* A row would take the focus itself on the way out, and give it to the text again. */
static gboolean
sentinel_json_editor_focus (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_child_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (widget)), direction);
}

static void
sentinel_json_editor_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SENTINEL_TYPE_JSON_EDITOR);
  G_OBJECT_CLASS (sentinel_json_editor_parent_class)->dispose (object);
}

static void
sentinel_json_editor_class_init (SentinelJsonEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_source_init ();
  G_OBJECT_CLASS (klass)->dispose = sentinel_json_editor_dispose;
  widget_class->focus = sentinel_json_editor_focus;
  widget_class->grab_focus = sentinel_json_editor_grab_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_JSON_EDITOR,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-json-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelJsonEditor, head);
  gtk_widget_class_bind_template_child (widget_class, SentinelJsonEditor, scrolled);
  gtk_widget_class_bind_template_child (widget_class, SentinelJsonEditor, view);
  gtk_widget_class_bind_template_callback (widget_class, sentinel_json_editor_format);
}

static void
sentinel_json_editor_init (SentinelJsonEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* It is code, wherever the person writes from. */
  gtk_widget_set_direction (GTK_WIDGET (self->view), GTK_TEXT_DIR_LTR);
  set_up_buffer (self);
  name_view (self);
  g_signal_connect (self, "notify::title", G_CALLBACK (name_view), NULL);
  g_signal_connect_object (self->buffer,
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * sentinel_json_editor_new:
 * @is_compact: one value among other rows: with title and button, without line numbers
 *
 * Returns: (transfer floating): an empty editor
 */
GtkWidget *
sentinel_json_editor_new (gboolean is_compact)
{
  SentinelJsonEditor *self = g_object_new (SENTINEL_TYPE_JSON_EDITOR, NULL);

  gtk_widget_set_visible (self->head, is_compact);
  gtk_source_view_set_show_line_numbers (self->view, !is_compact);
  gtk_scrolled_window_set_max_content_height (self->scrolled,
                                              is_compact ? COMPACT_MAX_HEIGHT : FULL_MAX_HEIGHT);
  gtk_scrolled_window_set_min_content_height (self->scrolled,
                                              is_compact ? COMPACT_MIN_HEIGHT : FULL_MIN_HEIGHT);
  return GTK_WIDGET (self);
}

/**
 * sentinel_json_editor_set_text:
 * @self: an editor
 * @text: UTF-8
 */
void
sentinel_json_editor_set_text (SentinelJsonEditor *self, const char *text)
{
  GtkTextIter start;

  self->is_loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  self->is_loading = FALSE;
  sentinel_json_editor_clear_mark (self);
}

/**
 * sentinel_json_editor_dup_text:
 * @self: an editor
 *
 * Returns: (transfer full): the text
 */
char *
sentinel_json_editor_dup_text (SentinelJsonEditor *self)
{
  GtkTextIter start, end;

  get_all (self, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
}

/**
 * sentinel_json_editor_parse:
 * @self: an editor
 * @error: return location; %SENTINEL_ERROR_INVALID, with line and column
 *
 * Reads the text and marks where it is no JSON; a mark that was there before goes.
 *
 * Returns: (transfer full): the document, sealed; %NULL on error
 */
JsonNode *
sentinel_json_editor_parse (SentinelJsonEditor *self, GError **error)
{
  g_autofree char *text = sentinel_json_editor_dup_text (self);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) wrong = NULL;
  SentinelJsonPlace place;
  JsonNode *node = sentinel_json_text_parse (text, &place, &wrong);

  sentinel_json_editor_clear_mark (self);
  if (node != NULL)
    return node;
  sentence = mark_place (self, &place, wrong->message);
  g_set_error_literal (error, wrong->domain, wrong->code, sentence);
  return NULL;
}

/**
 * sentinel_json_editor_mark:
 * @self: an editor whose text is JSON
 * @path: of a value; empty for the whole
 * @message: what is wrong with it
 * @is_there: (out) (nullable): whether the text has that value; else the one that lacks it is
 * marked
 *
 * Returns: (transfer full): a sentence with the place and @message
 */
char *
sentinel_json_editor_mark (SentinelJsonEditor *self,
                           const char *path,
                           const char *message,
                           gboolean *is_there)
{
  g_autofree char *text = sentinel_json_editor_dup_text (self);
  SentinelJsonPlace place;
  gboolean is_found = sentinel_json_text_find (text, path, &place);

  if (is_there != NULL)
    *is_there = is_found;
  return mark_place (self, &place, message);
}

/**
 * sentinel_json_editor_clear_mark:
 * @self: an editor
 */
void
sentinel_json_editor_clear_mark (SentinelJsonEditor *self)
{
  if (!self->is_marked)
    return;
  self->is_marked = FALSE;
  unmark_text (self);
  gtk_accessible_reset_state (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* A step that can be undone, and one "changed". */
static void
replace_text (SentinelJsonEditor *self, const char *text)
{
  GtkTextIter start, end;

  self->is_loading = TRUE;
  gtk_text_buffer_begin_user_action (self->buffer);
  get_all (self, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  self->is_loading = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * sentinel_json_editor_format:
 * @self: an editor
 */
void
sentinel_json_editor_format (SentinelJsonEditor *self)
{
  g_autofree char *text = sentinel_json_editor_dup_text (self);
  g_autofree char *formatted = sentinel_json_text_format (text, NULL);
  GtkTextIter at;
  int line;

  if (formatted == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self)); /* to what is wrong */
  if (formatted == NULL || g_str_equal (text, formatted))
    return;
  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, gtk_text_buffer_get_insert (self->buffer));
  line = gtk_text_iter_get_line (&at);
  replace_text (self, formatted);
  gtk_text_buffer_get_iter_at_line (self->buffer, &at, line);
  gtk_text_buffer_place_cursor (self->buffer, &at);
}
