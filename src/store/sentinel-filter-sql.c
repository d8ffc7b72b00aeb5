/* SPDX-License-Identifier: MIT */
/* What a person typed into the search field becomes one SQL expression. Names are looked for in
 * their small tables and not joined, so that SQLite asks each of them once per query and not once
 * per event. Values are always bound. */
#include "sentinel-filter-sql.h"
#include "sentinel-attention.h"
#include "sentinel-event-range.h"

G_STATIC_ASSERT (SENTINEL_ATTENTION_SUPPRESSED == 0 && SENTINEL_ATTENTION_SNOOZED == 1);
G_STATIC_ASSERT (SENTINEL_ATTENTION_ACKNOWLEDGED == 2 && SENTINEL_ATTENTION_NEW == 3);
G_STATIC_ASSERT (SENTINEL_ATTENTION_UNSEEN == 4 && SENTINEL_ATTENTION_RESOLVED == 5);

typedef struct {
  GString *where;
  GArray *bindings;
} Builder;

static void
clear_binding (gpointer data)
{
  SentinelFilterBinding *binding = data;

  g_free (binding->text);
}

/* Returns the number of the parameter. */
static guint
add_number (Builder *builder, gint64 number)
{
  const SentinelFilterBinding binding = { NULL, number };

  g_array_append_val (builder->bindings, binding);
  return builder->bindings->len;
}

static guint
add_text (Builder *builder, char *text)
{
  const SentinelFilterBinding binding = { text, 0 };

  g_array_append_val (builder->bindings, binding);
  return builder->bindings->len;
}

/**
 * sentinel_filter_sql_fold:
 * @text: any text
 *
 * Any thread.
 *
 * Returns: (transfer full): @text for comparing without case and without regard to how accents are
 * encoded
 */
char *
sentinel_filter_sql_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *folded = NULL;

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);
  valid = g_utf8_make_valid (text, -1);
  folded = g_utf8_casefold (valid, -1);
  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
}

static void
fold_function (sqlite3_context *context, int n_arguments, sqlite3_value **arguments)
{
  const char *text = (const char *) sqlite3_value_text (arguments[0]);

  if (text == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, sentinel_filter_sql_fold (text), -1, g_free);
}

/**
 * sentinel_filter_sql_register:
 * @db: a connection that was just opened
 *
 * Gives the connection the function sentinel_fold(), which filters use for texts that are not
 * ASCII: LIKE of SQLite knows only the case of ASCII letters.
 *
 * Returns: whether it worked; else the error is the connection's
 */
gboolean
sentinel_filter_sql_register (sqlite3 *db)
{
  return sqlite3_create_function_v2 (db,
                                     "sentinel_fold",
                                     1,
                                     SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                     NULL,
                                     fold_function,
                                     NULL,
                                     NULL,
                                     NULL)
         == SQLITE_OK;
}

static char *
escape_like (const char *text)
{
  GString *pattern = g_string_new ("%");

  for (const char *at = text; *at != '\0'; at++) {
    if (strchr ("%_\\", *at) != NULL)
      g_string_append_c (pattern, '\\');
    g_string_append_c (pattern, *at);
  }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

/* What is compared with a text: how it is written for a column, with the number of the parameter.
 */
typedef struct {
  gboolean ascii;
  gboolean whole;
  guint parameter;
} Match;

static Match
add_match (Builder *builder, const char *text, gboolean whole)
{
  Match match = { .whole = whole };
  g_autofree char *folded = sentinel_filter_sql_fold (text);

  /* An "ss" may be the folded ß, which LIKE would not find. */
  match.ascii = g_str_is_ascii (folded) && strstr (folded, "ss") == NULL;
  match.parameter =
      add_text (builder, match.ascii && !whole ? escape_like (folded) : g_steal_pointer (&folded));
  return match;
}

static void
append_match (Builder *builder, const Match *match, const char *column)
{
  if (match->ascii && match->whole)
    g_string_append_printf (builder->where, "%s = ?%u COLLATE NOCASE", column, match->parameter);
  else if (match->ascii)
    g_string_append_printf (builder->where, "%s LIKE ?%u ESCAPE '\\'", column, match->parameter);
  else if (match->whole)
    g_string_append_printf (builder->where, "sentinel_fold (%s) = ?%u", column, match->parameter);
  else
    g_string_append_printf (builder->where,
                            "instr (sentinel_fold (%s), ?%u)",
                            column,
                            match->parameter);
}

static void
append_in_names (Builder *builder, const Match *match, const char *id_column, const char *table)
{
  g_string_append_printf (builder->where, "%s IN (SELECT id FROM %s WHERE ", id_column, table);
  append_match (builder, match, "name");
  g_string_append_c (builder->where, ')');
}

static void
append_rule (Builder *builder, const char *text)
{
  Match match = add_match (builder, text, FALSE);
  guint64 id;

  append_in_names (builder, &match, "e.rule_id", "rule");
  if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &id, NULL))
    g_string_append_printf (builder->where,
                            " OR e.rule_id = ?%u",
                            add_number (builder, (gint64) id));
}

static void
append_source (Builder *builder, const char *text)
{
  Match match = add_match (builder, text, TRUE);

  append_in_names (builder, &match, "e.source_id", "source");
}

static void
append_category (Builder *builder, const char *text)
{
  Match match = add_match (builder, text, TRUE);

  append_in_names (builder, &match, "e.category_id", "category");
}

static void
append_trigger (Builder *builder, const char *text)
{
  Match match = add_match (builder, text, TRUE);

  g_string_append (builder->where, "e.rule_id IN (SELECT id FROM rule WHERE ");
  append_match (builder, &match, "trigger");
  g_string_append_c (builder->where, ')');
}

static void
append_text (Builder *builder, const char *text)
{
  Match match = add_match (builder, text, FALSE);

  append_match (builder, &match, "e.message");
  g_string_append (builder->where, " OR ");
  append_in_names (builder, &match, "e.source_id", "source");
  g_string_append (builder->where, " OR ");
  append_in_names (builder, &match, "e.category_id", "category");
  g_string_append (builder->where, " OR ");
  append_in_names (builder, &match, "e.rule_id", "rule");
}

static const char *
get_is_sql (SentinelFilterIs is)
{
  switch (is) {
  case SENTINEL_IS_OPEN:
    return "e.closed_at_us IS NULL";
  case SENTINEL_IS_CLOSED:
    return "e.closed_at_us IS NOT NULL";
  case SENTINEL_IS_ACKNOWLEDGED:
    return "e.acked_at_us IS NOT NULL";
  case SENTINEL_IS_UNACKNOWLEDGED:
    return "e.acked_at_us IS NULL";
  case SENTINEL_IS_SNOOZED:
    return SENTINEL_ATTENTION_SQL " = 1";
  case SENTINEL_IS_SUPPRESSED:
    return SENTINEL_ATTENTION_SQL " = 0";
  case SENTINEL_IS_NEW:
    return SENTINEL_ATTENTION_SQL " = 3";
  case SENTINEL_IS_UNSEEN:
    return SENTINEL_ATTENTION_SQL " = 4";
  case SENTINEL_IS_RESOLVED:
    return SENTINEL_ATTENTION_SQL " = 5";
  case SENTINEL_IS_POINT:
    return "e.point = 1";
  case SENTINEL_IS_WAITING:
    return SENTINEL_WAITING_SQL;
  default:
    return "0";
  }
}

static const char *const comparisons[] = {
  [SENTINEL_FILTER_IMPORTANCE] = "e.importance =",
  [SENTINEL_FILTER_AFTER] = "e.opened_at_us >=",
  [SENTINEL_FILTER_BEFORE] = "e.opened_at_us <",
  [SENTINEL_FILTER_ID] = "e.id =",
};

static void
append_value (Builder *builder, SentinelFilterKey key, gint64 value)
{
  if (key == SENTINEL_FILTER_IS)
    g_string_append (builder->where, get_is_sql ((SentinelFilterIs) value));
  else
    g_string_append_printf (builder->where,
                            "%s ?%u",
                            comparisons[key],
                            add_number (builder, value));
}

/* The range of ids that a time means, so that only that is read. */
static void
append_id_range (Builder *builder, const SentinelFilterTerm *term)
{
  if (term->negated || term->values == NULL || term->values->len != 1)
    return;
  if (term->key == SENTINEL_FILTER_AFTER)
    g_string_append_printf (builder->where,
                            " AND e.id >= " SENTINEL_ID_FROM_SQL ("?%u"),
                            builder->bindings->len);
  else if (term->key == SENTINEL_FILTER_BEFORE)
    g_string_append_printf (builder->where,
                            " AND e.id < " SENTINEL_ID_UNTIL_SQL ("?%u"),
                            builder->bindings->len);
}

static void (*const append_functions[]) (Builder *builder, const char *text) = {
  [SENTINEL_FILTER_RULE] = append_rule,         [SENTINEL_FILTER_SOURCE] = append_source,
  [SENTINEL_FILTER_CATEGORY] = append_category, [SENTINEL_FILTER_TRIGGER] = append_trigger,
  [SENTINEL_FILTER_TEXT] = append_text,
};

/* An event without a rule or source is not "of" it: IS NOT TRUE keeps it where NOT would lose it.
 */
static void
append_term (Builder *builder, const SentinelFilterTerm *term)
{
  guint n_values = term->values != NULL ? term->values->len : 0;
  guint n_texts = term->texts != NULL ? g_strv_length (term->texts) : 0;

  g_string_append (builder->where, builder->where->len > 0 ? " AND (" : "(");
  for (guint i = 0; i < n_values; i++) {
    g_string_append (builder->where, i > 0 ? " OR " : "");
    append_value (builder, term->key, g_array_index (term->values, gint64, i));
  }
  for (guint i = 0; i < n_texts; i++) {
    g_string_append (builder->where, n_values + i > 0 ? " OR " : "");
    append_functions[term->key](builder, term->texts[i]);
  }
  g_string_append (builder->where, term->negated ? ") IS NOT TRUE" : ")");
  append_id_range (builder, term);
}

/**
 * sentinel_filter_sql_new:
 * @filter: (nullable): a filter; NULL: everything
 *
 * Pure; any thread.
 *
 * Returns: (transfer full): the filter as SQL
 */
SentinelFilterSql *
sentinel_filter_sql_new (const SentinelFilter *filter)
{
  SentinelFilterSql *self = g_new0 (SentinelFilterSql, 1);
  Builder builder = { g_string_new (NULL),
                      g_array_new (FALSE, FALSE, sizeof (SentinelFilterBinding)) };

  g_array_set_clear_func (builder.bindings, clear_binding);
  for (guint i = 0; filter != NULL && i < sentinel_filter_get_n_terms (filter); i++)
    append_term (&builder, sentinel_filter_get_term (filter, i));
  if (builder.where->len == 0)
    g_string_append_c (builder.where, '1');
  self->where = g_string_free (builder.where, FALSE);
  self->bindings = builder.bindings;
  return self;
}

/**
 * sentinel_filter_sql_free:
 * @self: (nullable): a filter as SQL
 */
void
sentinel_filter_sql_free (SentinelFilterSql *self)
{
  if (self == NULL)
    return;
  g_free (self->where);
  g_array_unref (self->bindings);
  g_free (self);
}

/**
 * sentinel_filter_sql_bind:
 * @self: a filter as SQL
 * @statement: a statement that was built around its text
 *
 * Binds the parameters ?1 and following. The caller's own parameters come after them.
 */
void
sentinel_filter_sql_bind (const SentinelFilterSql *self, SentinelStatement *statement)
{
  for (guint i = 0; i < self->bindings->len; i++) {
    const SentinelFilterBinding *binding =
        &g_array_index (self->bindings, SentinelFilterBinding, i);

    if (binding->text != NULL)
      sentinel_statement_bind_text_at (statement, (int) i + 1, binding->text);
    else
      sentinel_statement_bind_int_at (statement, (int) i + 1, binding->number);
  }
}
