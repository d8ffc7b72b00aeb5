/* SPDX-License-Identifier: MIT */
/* Values come back exactly as they were set until somebody changes them. */
#include "sentinel-level-row.h"

#include <glib/gi18n.h>

#include "sentinel-event-words.h"
#include "sentinel-spin.h"

#define LIMIT 1e12

struct _SentinelLevelRow {
  AdwExpanderRow parent_instance;
  SentinelLevel level;
  AdwSpinRow *raise, *clear;
  gboolean is_showing;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelLevelRow, sentinel_level_row, ADW_TYPE_EXPANDER_ROW)

/**
 * sentinel_level_dup_words:
 * @level: a level
 *
 * Returns: (transfer full): where it is raised and cleared
 */
char *
sentinel_level_dup_words (const SentinelLevel *level)
{
  switch (level->op) {
  case SENTINEL_OP_GT:
    /* Translators: two numbers */
    return g_strdup_printf (_ ("Raised above %.15g, cleared at %.15g"), level->raise, level->clear);
  case SENTINEL_OP_GE:
    /* Translators: two numbers */
    return g_strdup_printf (_ ("Raised from %.15g up, cleared below %.15g"),
                            level->raise,
                            level->clear);
  case SENTINEL_OP_LT:
    /* Translators: two numbers */
    return g_strdup_printf (_ ("Raised below %.15g, cleared at %.15g"), level->raise, level->clear);
  case SENTINEL_OP_LE:
  default:
    /* Translators: two numbers */
    return g_strdup_printf (_ ("Raised from %.15g down, cleared above %.15g"),
                            level->raise,
                            level->clear);
  }
}

static void
show_words (SentinelLevelRow *self)
{
  gboolean is_on = adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self));
  g_autofree char *words = is_on ? sentinel_level_dup_words (&self->level) : g_strdup (_ ("Off"));

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), words);
}

static void
changed (SentinelLevelRow *self)
{
  show_words (self);
  if (!self->is_showing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
raise_edited_cb (SentinelLevelRow *self)
{
  if (!self->is_showing)
    self->level.raise = adw_spin_row_get_value (self->raise);
  changed (self);
}

static void
clear_edited_cb (SentinelLevelRow *self)
{
  if (!self->is_showing)
    self->level.clear = adw_spin_row_get_value (self->clear);
  changed (self);
}

static AdwSpinRow *
add_spin (SentinelLevelRow *self, const char *title, GCallback edited)
{
  GtkWidget *row = sentinel_spin_row_new (-LIMIT, LIMIT, 1);

  sentinel_spin_set_plain (row, SENTINEL_SPIN_DECIMALS);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect_object (row, "notify::value", edited, self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), row);
  return ADW_SPIN_ROW (row);
}

static void
sentinel_level_row_class_init (SentinelLevelRowClass *klass)
{
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_LEVEL_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
sentinel_level_row_init (SentinelLevelRow *self)
{
  adw_expander_row_set_show_enable_switch (ADW_EXPANDER_ROW (self), TRUE);
  self->raise = add_spin (self, _ ("Raise at"), G_CALLBACK (raise_edited_cb));
  self->clear = add_spin (self, _ ("Clear at"), G_CALLBACK (clear_edited_cb));
  g_signal_connect (self, "notify::enable-expansion", G_CALLBACK (changed), NULL);
}

/**
 * sentinel_level_row_new:
 * @importance: of the level
 *
 * Returns: (transfer floating): a row that is off
 */
SentinelLevelRow *
sentinel_level_row_new (SentinelImportance importance)
{
  SentinelLevelRow *self = g_object_new (SENTINEL_TYPE_LEVEL_ROW, NULL);
  GtkWidget *shape = gtk_image_new_from_icon_name (sentinel_importance_get_icon_name (importance));

  self->level.importance = importance;
  gtk_widget_add_css_class (shape, "mark");
  gtk_widget_add_css_class (shape, sentinel_importance_get_css_class (importance));
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), shape);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 sentinel_importance_get_word (importance));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentinel_importance_get_word (importance),
                                  -1);
  sentinel_level_row_set_level (self, NULL);
  return self;
}

/**
 * sentinel_level_row_set_level:
 * @self: a row
 * @level: (nullable): of its importance; %NULL: off
 */
void
sentinel_level_row_set_level (SentinelLevelRow *self, const SentinelLevel *level)
{
  self->is_showing = TRUE;
  if (level != NULL)
    self->level = *level;
  sentinel_spin_set_value (GTK_WIDGET (self->raise), self->level.raise);
  sentinel_spin_set_value (GTK_WIDGET (self->clear), self->level.clear);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), level != NULL);
  /* Enabling unfolds it, which is for a person's click. */
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), FALSE);
  show_words (self);
  self->is_showing = FALSE;
}

/**
 * sentinel_level_row_get_level:
 * @self: a row
 * @level: (out): what it says, also while it is off
 *
 * Returns: whether it is on
 */
gboolean
sentinel_level_row_get_level (SentinelLevelRow *self, SentinelLevel *level)
{
  *level = self->level;
  return adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (self));
}

/**
 * sentinel_level_row_set_op:
 * @self: a row
 * @op: how the value is compared
 */
void
sentinel_level_row_set_op (SentinelLevelRow *self, SentinelOp op)
{
  self->level.op = op;
  show_words (self);
}
