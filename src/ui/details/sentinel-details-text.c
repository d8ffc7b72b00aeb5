/* SPDX-License-Identifier: MIT */
/* One text view, whatever there is in it: 500 labels are one text, not 500 widgets. */
#include "sentinel-details-text.h"
#include "sentinel-cut-notice.h"
#include "sentinel-text.h"
#include <json-glib/json-glib.h>

#define MAX_SHOWN_CHARACTERS 20000
#define MAX_INDENTED_BYTES (512 * 1024) /* longer ones would make the window wait */
#define MAX_LINE_CHARACTERS 1000
#define MAX_HEIGHT 240

struct _SentinelDetailsText {
  AdwBin parent_instance;
  GtkWidget *expander, *notice;
  GtkTextBuffer *buffer; /* borrowed */
  char *json; /* what is shown */
};

G_DEFINE_FINAL_TYPE (SentinelDetailsText, sentinel_details_text, ADW_TYPE_BIN)

static void
sentinel_details_text_finalize (GObject *object)
{
  g_free (SENTINEL_DETAILS_TEXT (object)->json);
  G_OBJECT_CLASS (sentinel_details_text_parent_class)->finalize (object);
}

static void
sentinel_details_text_class_init (SentinelDetailsTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_details_text_finalize;
}

static void
sentinel_details_text_init (SentinelDetailsText *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
make_view (SentinelDetailsText *self, const char *title)
{
  GtkWidget *frame = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new ();

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (view), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_widget_add_css_class (view, "details-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_add_css_class (frame, "card");
  gtk_widget_set_overflow (frame, GTK_OVERFLOW_HIDDEN);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (frame),
                                  GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (frame), view);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (frame), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (frame), MAX_HEIGHT);
  return frame;
}

/**
 * sentinel_details_text_new:
 * @title: what the text is
 * @key: which text it is, as the actions of the notice have it
 *
 * Returns: (transfer floating): a section that is hidden until there is a text
 */
GtkWidget *
sentinel_details_text_new (const char *title, const char *key)
{
  SentinelDetailsText *self = g_object_new (SENTINEL_TYPE_DETAILS_TEXT, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->expander = gtk_expander_new (title);
  self->notice = sentinel_cut_notice_new (key);
  gtk_widget_set_margin_top (box, 6);
  gtk_box_append (GTK_BOX (box), make_view (self, title));
  gtk_box_append (GTK_BOX (box), self->notice);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), box);
  adw_bin_set_child (ADW_BIN (self), self->expander);
  return GTK_WIDGET (self);
}

/**
 * sentinel_details_text_format_json:
 * @json: (nullable): from outside
 *
 * Returns: (transfer full) (nullable): it, indented where it is JSON; %NULL: there is nothing in it
 */
char *
sentinel_details_text_format_json (const char *json)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *indented = NULL;

  if (json == NULL || *json == '\0' || g_str_equal (json, "{}"))
    return NULL;
  if (strnlen (json, MAX_INDENTED_BYTES + 1) <= MAX_INDENTED_BYTES)
    node = json_from_string (json, NULL);
  if (node != NULL)
    indented = json_to_string (node, TRUE);
  return sentinel_text_to_block (indented != NULL ? indented : json);
}

/**
 * sentinel_details_text_cut:
 * @text: valid UTF-8
 * @n_shown: how many characters at most
 * @n_all: (out): how many there are
 *
 * Returns: (transfer full): the first of them
 */
char *
sentinel_details_text_cut (const char *text, glong n_shown, glong *n_all)
{
  *n_all = g_utf8_strlen (text, -1);
  return *n_all > n_shown ? g_utf8_substring (text, 0, n_shown) : g_strdup (text);
}

/* where a line that begins at start has to be broken; NULL: nowhere */
static const char *
find_break (const char *start)
{
  const char *at = start, *space = NULL;

  for (guint n = 0; n < MAX_LINE_CHARACTERS; n++, at = g_utf8_next_char (at)) {
    if (*at == '\0' || *at == '\n')
      return NULL;
    if (*at == ' ')
      space = at + 1;
  }
  return space != NULL ? space : at;
}

/**
 * sentinel_details_text_break_lines:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): the text, in which no line has more than 1,000 characters; a line is
 *   broken after a word where there are words
 */
char *
sentinel_details_text_break_lines (const char *text)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  const char *start = text;

  while (*start != '\0') {
    const char *end = find_break (start);
    gboolean is_broken = end != NULL;

    if (end == NULL)
      end = start + strcspn (start, "\n");
    if (*end == '\n' && !is_broken)
      end++;
    g_string_append_len (lines, start, end - start);
    if (is_broken)
      g_string_append_c (lines, '\n');
    start = end;
  }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/**
 * sentinel_details_text_set_json:
 * @self: a section
 * @json: (nullable): its text
 *
 * Shows its first 20,000 characters. What is shown already stays as it is.
 */
void
sentinel_details_text_set_json (SentinelDetailsText *self, const char *json)
{
  g_autofree char *text = NULL, *shown = NULL, *lines = NULL;
  glong n_all;

  if (g_strcmp0 (self->json, json) == 0)
    return;
  g_set_str (&self->json, json);
  text = sentinel_details_text_format_json (json);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  if (text == NULL)
    return;
  shown = sentinel_details_text_cut (text, MAX_SHOWN_CHARACTERS, &n_all);
  lines = sentinel_details_text_break_lines (shown);
  gtk_text_buffer_set_text (self->buffer, lines, -1);
  sentinel_cut_notice_set (SENTINEL_CUT_NOTICE (self->notice),
                           MIN (n_all, MAX_SHOWN_CHARACTERS),
                           n_all);
}
