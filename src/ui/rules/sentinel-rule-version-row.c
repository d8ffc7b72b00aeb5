/* SPDX-License-Identifier: MIT */
/* Three lines; the age counts by itself. */
#include "sentinel-rule-version-row.h"
#include "sentinel-age-label.h"
#include "sentinel-age.h"
#include "sentinel-text.h"
#include <glib/gi18n.h>

#define NAME_BYTES 100

struct _SentinelRuleVersionRow {
  AdwBin parent_instance;
  GtkWidget *title, *age, *summary, *author;
};

G_DEFINE_FINAL_TYPE (SentinelRuleVersionRow, sentinel_rule_version_row, ADW_TYPE_BIN)

static void
sentinel_rule_version_row_class_init (SentinelRuleVersionRowClass *klass)
{
}

static GtkWidget *
make_label (const char *css_class, int lines)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (label), lines > 1);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
sentinel_rule_version_row_init (SentinelRuleVersionRow *self)
{
  self->title = make_label ("heading", 1);
  self->summary = make_label ("summary", 2);
  self->author = make_label ("caption", 1);
  gtk_widget_set_hexpand (self->title, TRUE);
  gtk_widget_add_css_class (self->title, "numeric");
  gtk_widget_add_css_class (self->author, "secondary");
}

/**
 * sentinel_rule_version_row_new:
 * @ticker: what makes ages count
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
sentinel_rule_version_row_new (SentinelTicker *ticker)
{
  SentinelRuleVersionRow *self = g_object_new (SENTINEL_TYPE_RULE_VERSION_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->age = sentinel_age_label_new (ticker);
  gtk_widget_add_css_class (self->age, "caption");
  gtk_widget_add_css_class (self->age, "secondary");
  gtk_widget_set_valign (self->age, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), self->title);
  gtk_box_append (GTK_BOX (line), self->age);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->summary);
  gtk_box_append (GTK_BOX (box), self->author);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

/**
 * sentinel_rule_version_item_dup_title:
 * @item: a version
 *
 * Returns: (transfer full): its number, and whether the rule is like that
 */
char *
sentinel_rule_version_item_dup_title (SentinelRuleVersionItem *item)
{
  gint64 number = sentinel_rule_version_item_get_version (item)->version;

  if (sentinel_rule_version_item_is_now (item))
    /* Translators: the newest version of a rule, by its number */
    return g_strdup_printf (_ ("Version %" G_GINT64_FORMAT " (now)"), number);
  /* Translators: an old version of a rule, by its number */
  return g_strdup_printf (_ ("Version %" G_GINT64_FORMAT), number);
}

/**
 * sentinel_rule_version_item_dup_author:
 * @item: a version
 *
 * Returns: (transfer full): who wrote it, in one line
 */
char *
sentinel_rule_version_item_dup_author (SentinelRuleVersionItem *item)
{
  const char *author = sentinel_rule_version_item_get_version (item)->author;

  return sentinel_text_to_line (author != NULL ? author : "", NAME_BYTES);
}

/**
 * sentinel_rule_version_item_dup_sentence:
 * @item: a version
 * @trigger: (nullable): of the rule
 * @zone: (nullable): in which times are told; %NULL: the local one
 *
 * Returns: (transfer full): all that its row says
 */
char *
sentinel_rule_version_item_dup_sentence (SentinelRuleVersionItem *item,
                                         SentinelTrigger *trigger,
                                         GTimeZone *zone)
{
  const SentinelRuleVersion *version = sentinel_rule_version_item_get_version (item);
  g_autofree char *title = sentinel_rule_version_item_dup_title (item);
  g_autofree char *author = sentinel_rule_version_item_dup_author (item);
  g_autofree char *at = sentinel_age_format_exact (version->at_us, zone);
  g_autofree char *summary = sentinel_rule_version_item_dup_summary (item, trigger);

  /* Translators: "Version 3, by Ada, Tuesday, 25 November …: Name, Threshold" */
  return g_strdup_printf (_ ("%s, by %s, %s: %s"), title, author, at, summary);
}

/**
 * sentinel_rule_version_row_set_item:
 * @self: a row
 * @item: what it shows from here on
 * @trigger: (nullable): of the rule
 *
 * Main thread.
 */
void
sentinel_rule_version_row_set_item (SentinelRuleVersionRow *self,
                                    SentinelRuleVersionItem *item,
                                    SentinelTrigger *trigger)
{
  const SentinelRuleVersion *version = sentinel_rule_version_item_get_version (item);
  g_autofree char *title = sentinel_rule_version_item_dup_title (item);
  g_autofree char *summary = sentinel_rule_version_item_dup_summary (item, trigger);
  g_autofree char *author = sentinel_rule_version_item_dup_author (item);

  g_return_if_fail (SENTINEL_IS_RULE_VERSION_ROW (self));
  gtk_label_set_label (GTK_LABEL (self->title), title);
  gtk_label_set_label (GTK_LABEL (self->summary), summary);
  gtk_label_set_label (GTK_LABEL (self->author), author);
  sentinel_age_label_set_time (SENTINEL_AGE_LABEL (self->age), version->at_us);
}
