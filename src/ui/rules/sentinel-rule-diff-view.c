/* SPDX-License-Identifier: MIT */
/* A row of its own for each line: so the colours are the style's, and follow it. */
#include "sentinel-rule-diff-view.h"
#include "sentinel-rule-change-words.h"
#include <glib/gi18n.h>

#define MAX_LINES 200 /* of one value; a script may be long */

struct _SentinelRuleDiffView {
  AdwBin parent_instance;
  GtkWidget *box;
  GString *text;
};

G_DEFINE_FINAL_TYPE (SentinelRuleDiffView, sentinel_rule_diff_view, ADW_TYPE_BIN)

static GtkWidget *
make_sign (gboolean is_after)
{
  GtkWidget *sign = gtk_label_new (is_after ? "+" : "-");

  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_accessible_update_state (GTK_ACCESSIBLE (sign), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return sign;
}

/* A sign is not read out. */
static GtkWidget *
make_text (gboolean is_after, const char *line)
{
  GtkWidget *label = gtk_label_new (line);
  g_autofree char *sentence = is_after
                                  /* Translators: "After: Threshold: 90" */
                                  ? g_strdup_printf (_ ("After: %s"), line)
                                  /* Translators: "Before: Threshold: 80" */
                                  : g_strdup_printf (_ ("Before: %s"), line);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
  return label;
}

static void
add_line (SentinelRuleDiffView *self, gboolean is_after, const char *line)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  gtk_widget_add_css_class (row, "diff-line");
  gtk_widget_add_css_class (row, is_after ? "added" : "removed");
  gtk_box_append (GTK_BOX (row), make_sign (is_after));
  gtk_box_append (GTK_BOX (row), make_text (is_after, line));
  gtk_box_append (GTK_BOX (self->box), row);
  g_string_append_printf (self->text,
                          "%s%c %s",
                          self->text->len > 0 ? "\n" : "",
                          is_after ? '+' : '-',
                          line);
}

/* The name stands before the first line of the value. */
static void
add_side (SentinelRuleDiffView *self, gboolean is_after, const char *name, const char *value)
{
  g_auto (GStrv) lines = value != NULL ? g_strsplit (value, "\n", MAX_LINES) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++) {
    /* Translators: the name of a field, and what is in it */
    g_autofree char *first = g_strdup_printf (_ ("%s: %s"), name, lines[i]);
    g_autofree char *other = g_strdup_printf ("  %s", lines[i]);

    add_line (self, is_after, i == 0 ? first : other);
  }
}

static void
add_change (SentinelRuleDiffView *self,
            const SentinelRuleChange *change,
            SentinelTrigger *trigger,
            GTimeZone *zone)
{
  g_autofree char *name = sentinel_rule_change_dup_name (change, trigger);
  g_autofree char *before = sentinel_rule_change_dup_value (change, FALSE, trigger, zone);
  g_autofree char *after = sentinel_rule_change_dup_value (change, TRUE, trigger, zone);

  add_side (self, FALSE, name, before);
  add_side (self, TRUE, name, after);
}

static void
clear (SentinelRuleDiffView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), child);
  g_string_truncate (self->text, 0);
}

static void
sentinel_rule_diff_view_finalize (GObject *object)
{
  g_string_free (SENTINEL_RULE_DIFF_VIEW (object)->text, TRUE);
  G_OBJECT_CLASS (sentinel_rule_diff_view_parent_class)->finalize (object);
}

static void
sentinel_rule_diff_view_class_init (SentinelRuleDiffViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sentinel_rule_diff_view_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
sentinel_rule_diff_view_init (SentinelRuleDiffView *self)
{
  self->text = g_string_new (NULL);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "diff");
  gtk_widget_set_overflow (self->box, GTK_OVERFLOW_HIDDEN);
  adw_bin_set_child (ADW_BIN (self), self->box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What is different"),
                                  -1);
}

/**
 * sentinel_rule_diff_view_set_changes:
 * @self: a view
 * @changes: (nullable) (element-type SentinelRuleChange): what to show; not kept
 * @trigger: (nullable): of the rule, which knows the names of parameters and the secret ones
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Main thread.
 */
void
sentinel_rule_diff_view_set_changes (SentinelRuleDiffView *self,
                                     GPtrArray *changes,
                                     SentinelTrigger *trigger,
                                     GTimeZone *zone)
{
  g_return_if_fail (SENTINEL_IS_RULE_DIFF_VIEW (self));
  clear (self);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    add_change (self, g_ptr_array_index (changes, i), trigger, zone);
}

/**
 * sentinel_rule_diff_view_get_text:
 * @self: a view
 *
 * Returns: (transfer none): all lines; empty: nothing is different
 */
const char *
sentinel_rule_diff_view_get_text (SentinelRuleDiffView *self)
{
  g_return_val_if_fail (SENTINEL_IS_RULE_DIFF_VIEW (self), "");
  return self->text->str;
}
