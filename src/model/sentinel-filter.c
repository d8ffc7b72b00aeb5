/* SPDX-License-Identifier: MIT */
/* The language of the search field. A token is a word, a phrase in quotation marks, or
 * KEY:VALUE[,VALUE…]; a leading - negates it. Inside quotation marks \" and \\ stand for the
 * character itself. */
#include "sentinel-filter.h"

#include <string.h>

#include "sentinel-error.h"
#include "sentinel-text.h"
#include "sentinel-timestamp.h"

/* What one person types, or a script asks for; beyond it the query planner would be the one to
 * fail. */
#define MAX_BYTES (64 * 1024)
#define MAX_TERMS 100
#define MAX_VALUES 500

#define KEY_NAMES "importance, is, rule, source, ticker, category, trigger, after, before, id"

struct _SentinelFilter {
  char *text;
  GPtrArray *terms; /* of SentinelFilterTerm */
};

G_DEFINE_BOXED_TYPE (SentinelFilter, sentinel_filter, sentinel_filter_ref, sentinel_filter_unref)

static const SentinelNick key_nicks[] = {
  { SENTINEL_FILTER_IMPORTANCE, "importance" },
  { SENTINEL_FILTER_IS, "is" },
  { SENTINEL_FILTER_RULE, "rule" },
  { SENTINEL_FILTER_SOURCE, "source" },
  { SENTINEL_FILTER_SOURCE, "ticker" },
  { SENTINEL_FILTER_CATEGORY, "category" },
  { SENTINEL_FILTER_TRIGGER, "trigger" },
  { SENTINEL_FILTER_AFTER, "after" },
  { SENTINEL_FILTER_BEFORE, "before" },
  { SENTINEL_FILTER_ID, "id" },
  { 0, NULL },
};

static const SentinelNick is_nicks[] = {
  { SENTINEL_IS_OPEN, "open" },
  { SENTINEL_IS_CLOSED, "closed" },
  { SENTINEL_IS_ACKNOWLEDGED, "acknowledged" },
  { SENTINEL_IS_UNACKNOWLEDGED, "unacknowledged" },
  { SENTINEL_IS_SNOOZED, "snoozed" },
  { SENTINEL_IS_SUPPRESSED, "suppressed" },
  { SENTINEL_IS_NEW, "new" },
  { SENTINEL_IS_UNSEEN, "unseen" },
  { SENTINEL_IS_RESOLVED, "resolved" },
  { SENTINEL_IS_POINT, "point" },
  { SENTINEL_IS_WAITING, "waiting" },
  { SENTINEL_IS_OPEN, "firing" },
  { SENTINEL_IS_CLOSED, "over" },
  { SENTINEL_IS_ACKNOWLEDGED, "acked" },
  { SENTINEL_IS_UNACKNOWLEDGED, "unacked" },
  { 0, NULL },
};

static void
term_free (gpointer data)
{
  SentinelFilterTerm *term = data;

  g_clear_pointer (&term->values, g_array_unref);
  g_strfreev (term->texts);
  g_free (term);
}

static SentinelFilterTerm *
term_new (SentinelFilterKey key, gboolean negated)
{
  SentinelFilterTerm *term = g_new0 (SentinelFilterTerm, 1);

  term->key = key;
  term->negated = negated;
  term->values = g_array_new (FALSE, FALSE, sizeof (gint64));
  term->texts = g_new0 (char *, 1);
  return term;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SentinelFilterTerm, term_free)

static gboolean
refuse (const char *token, const char *why, GError **error)
{
  g_autofree char *quoted = sentinel_text_quote (token);

  g_set_error (error,
               SENTINEL_ERROR,
               SENTINEL_ERROR_INVALID,
               "cannot filter by %s: %s",
               quoted,
               why);
  return FALSE;
}

/* A phrase in quotation marks; at stands on the first of them and moves behind the last. */
static char *
take_quoted (const char **at, GError **error)
{
  g_autoptr (GString) phrase = g_string_new (NULL);
  const char *start = *at;

  for (const char *c = start + 1; *c != '\0'; c++) {
    if (*c == '"') {
      *at = c + 1;
      return g_string_free (g_steal_pointer (&phrase), FALSE);
    }
    if (*c == '\\' && (c[1] == '"' || c[1] == '\\'))
      c++;
    g_string_append_c (phrase, *c);
  }
  refuse (start, "the quotation mark is not closed", error);
  return NULL;
}

/* A word up to a space or one of the stops. */
static char *
take_word (const char **at, const char *stops)
{
  const char *start = *at;

  while (**at != '\0' && !g_ascii_isspace (**at) && strchr (stops, **at) == NULL)
    (*at)++;
  return g_strndup (start, (gsize) (*at - start));
}

static gboolean
take_values (const char **at, GPtrArray *values, GError **error)
{
  for (;;) {
    char *value = **at == '"' ? take_quoted (at, error) : take_word (at, ",");

    if (value == NULL)
      return FALSE;
    g_ptr_array_add (values, value);
    if (**at != ',')
      return TRUE;
    (*at)++;
  }
}

static gboolean
parse_nick (const SentinelNick *table,
            const char *key,
            const char *text,
            gint64 *value,
            GError **error)
{
  g_autofree char *word = g_ascii_strdown (text, -1);
  int number;

  if (!sentinel_nick_parse (table, key, word, &number, error))
    return FALSE;
  *value = number;
  return TRUE;
}

static gboolean
parse_id (const char *text, gint64 *value, GError **error)
{
  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, value, NULL))
    return TRUE;
  return refuse (text, "an id must be a whole number from 1 up", error);
}

static gboolean
parse_value (SentinelFilterKey key, const char *text, gint64 *value, GError **error)
{
  switch (key) {
  case SENTINEL_FILTER_IMPORTANCE:
    return parse_nick (sentinel_importance_nicks, "importance", text, value, error);
  case SENTINEL_FILTER_IS:
    return parse_nick (is_nicks, "is", text, value, error);
  case SENTINEL_FILTER_AFTER:
  case SENTINEL_FILTER_BEFORE:
    return sentinel_timestamp_parse (text, value, error);
  case SENTINEL_FILTER_ID:
    return parse_id (text, value, error);
  case SENTINEL_FILTER_RULE:
  case SENTINEL_FILTER_SOURCE:
  case SENTINEL_FILTER_CATEGORY:
  case SENTINEL_FILTER_TRIGGER:
  case SENTINEL_FILTER_TEXT:
  default:
    g_return_val_if_reached (FALSE); /* these have texts */
  }
}

static gboolean
key_has_texts (SentinelFilterKey key)
{
  return key == SENTINEL_FILTER_RULE || key == SENTINEL_FILTER_SOURCE
         || key == SENTINEL_FILTER_CATEGORY || key == SENTINEL_FILTER_TRIGGER
         || key == SENTINEL_FILTER_TEXT;
}

static gboolean
check_values (const char *token, SentinelFilterKey key, GPtrArray *values, GError **error)
{
  if (values->len > MAX_VALUES)
    return refuse (token, "at most " G_STRINGIFY (MAX_VALUES) " values are possible", error);
  if ((key == SENTINEL_FILTER_AFTER || key == SENTINEL_FILTER_BEFORE) && values->len > 1)
    return refuse (token, "it takes one time only", error);
  for (guint i = 0; i < values->len; i++)
    if (*(const char *) g_ptr_array_index (values, i) == '\0')
      return refuse (token, "a value is missing", error);
  return TRUE;
}

static gboolean
fill_term (SentinelFilterTerm *term, GPtrArray *values, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < values->len; i++) {
    const char *text = g_ptr_array_index (values, i);
    gint64 value;

    if (key_has_texts (term->key)) {
      g_strv_builder_add (texts, text);
      continue;
    }
    if (!parse_value (term->key, text, &value, error))
      return FALSE;
    g_array_append_val (term->values, value);
  }
  g_strfreev (term->texts);
  term->texts = g_strv_builder_end (texts);
  return TRUE;
}

static SentinelFilterTerm *
term_of_text (const char *phrase, gboolean negated)
{
  SentinelFilterTerm *term = term_new (SENTINEL_FILTER_TEXT, negated);

  g_strfreev (term->texts);
  term->texts = g_new0 (char *, 2);
  term->texts[0] = g_utf8_casefold (phrase, -1);
  return term;
}

static gboolean
find_key (const char *name, SentinelFilterKey *key)
{
  for (const SentinelNick *entry = key_nicks; entry->nick != NULL; entry++)
    if (g_ascii_strcasecmp (entry->nick, name) == 0) {
      *key = entry->value;
      return TRUE;
    }
  return FALSE;
}

/* KEY:… with at on the colon. */
static SentinelFilterTerm *
take_keyed (const char **at, const char *name, gboolean negated, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SentinelFilterTerm) term = NULL;
  g_autofree char *token = g_strconcat (name, ":", NULL);
  SentinelFilterKey key;

  if (!find_key (name, &key)) {
    refuse (token, "the keys are " KEY_NAMES "; put text with a colon into quotation marks", error);
    return NULL;
  }
  (*at)++;
  if (!take_values (at, values, error) || !check_values (token, key, values, error))
    return NULL;
  term = term_new (key, negated);
  if (!fill_term (term, values, error))
    return NULL;
  return g_steal_pointer (&term);
}

static SentinelFilterTerm *
take_term (const char **at, GError **error)
{
  gboolean negated = **at == '-' && (*at)[1] != '\0' && !g_ascii_isspace ((*at)[1]);
  g_autofree char *phrase = NULL;

  if (negated)
    (*at)++;
  if (**at == '"') {
    phrase = take_quoted (at, error);
    if (phrase == NULL)
      return NULL;
    if (*phrase != '\0')
      return term_of_text (phrase, negated);
    refuse ("\"\"", "there is nothing between the quotation marks", error);
    return NULL;
  }
  phrase = take_word (at, ":");
  if (**at == ':' && !g_str_has_prefix (*at, "://"))
    return take_keyed (at, phrase, negated, error);
  if (**at == ':') {
    g_autofree char *rest = take_word (at, "");
    g_autofree char *address = g_strconcat (phrase, rest, NULL);

    return term_of_text (address, negated);
  }
  return term_of_text (phrase, negated);
}

static gboolean
take_terms (SentinelFilter *self, GError **error)
{
  const char *at = self->text;

  for (;;) {
    SentinelFilterTerm *term;

    while (g_ascii_isspace (*at))
      at++;
    if (*at == '\0')
      return TRUE;
    if (self->terms->len == MAX_TERMS)
      return refuse (at, "at most " G_STRINGIFY (MAX_TERMS) " terms are possible", error);
    term = take_term (&at, error);
    if (term == NULL)
      return FALSE;
    g_ptr_array_add (self->terms, term);
  }
}

/**
 * sentinel_filter_parse:
 * @text_or_null: (nullable): the text of a search field, at most 64 KiB; empty or %NULL asks for
 * every event
 * @error: return location; %SENTINEL_ERROR_INVALID names the token and what is allowed
 *
 * Keys and words are taken in either case. A word with a colon must begin with a key, unless it
 * holds "://". Any thread.
 *
 * Returns: (transfer full): the filter; %NULL on error
 */
SentinelFilter *
sentinel_filter_parse (const char *text_or_null, GError **error)
{
  const char *text = text_or_null != NULL ? text_or_null : "";
  g_autoptr (SentinelFilter) self = NULL;

  if (strnlen (text, MAX_BYTES + 1) > MAX_BYTES) {
    refuse (text, "the text is longer than 64 KiB", error);
    return NULL;
  }
  if (!g_utf8_validate (text, -1, NULL)) {
    refuse (text, "the text is not UTF-8", error);
    return NULL;
  }
  self = g_atomic_rc_box_new0 (SentinelFilter);
  self->text = g_strdup (text);
  self->terms = g_ptr_array_new_with_free_func (term_free);
  if (!take_terms (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sentinel_filter_ref:
 * @self: a filter
 *
 * Returns: (transfer full): @self. Any thread.
 */
SentinelFilter *
sentinel_filter_ref (SentinelFilter *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_filter (gpointer data)
{
  SentinelFilter *self = data;

  g_free (self->text);
  g_ptr_array_unref (self->terms);
}

/**
 * sentinel_filter_unref:
 * @self: (transfer full): a filter
 *
 * Gives one reference back. Any thread.
 */
void
sentinel_filter_unref (SentinelFilter *self)
{
  g_atomic_rc_box_release_full (self, clear_filter);
}

/**
 * sentinel_filter_get_n_terms:
 * @self: a filter
 *
 * Returns: how many terms must hold; 0 lets every event through. Any thread.
 */
guint
sentinel_filter_get_n_terms (const SentinelFilter *self)
{
  return self->terms->len;
}

/**
 * sentinel_filter_get_term:
 * @self: a filter
 * @index: from 0 to below the number of terms
 *
 * Returns: (transfer none): the term, in the order of the text. Any thread.
 */
const SentinelFilterTerm *
sentinel_filter_get_term (const SentinelFilter *self, guint index)
{
  g_return_val_if_fail (index < self->terms->len, NULL);

  return g_ptr_array_index (self->terms, index);
}

/**
 * sentinel_filter_get_text:
 * @self: a filter
 *
 * Returns: (transfer none): the text as it was written; "" for none. Any thread.
 */
const char *
sentinel_filter_get_text (const SentinelFilter *self)
{
  return self->text;
}
