/* SPDX-License-Identifier: MIT */
/* A sentence and two buttons, which wrap where the pane is narrow. */
#include "sentinel-cut-notice.h"
#include "sentinel-details-label.h"
#include <glib/gi18n.h>

struct _SentinelCutNotice {
  AdwBin parent_instance;
  GtkWidget *label, *buttons;
};

G_DEFINE_FINAL_TYPE (SentinelCutNotice, sentinel_cut_notice, ADW_TYPE_BIN)

static void
sentinel_cut_notice_class_init (SentinelCutNoticeClass *klass)
{
}

static void
sentinel_cut_notice_init (SentinelCutNotice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->label = sentinel_details_label_new (NULL, "caption");
  gtk_widget_add_css_class (self->label, "secondary");
  gtk_widget_add_css_class (self->label, "numeric");
  self->buttons = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->buttons), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->buttons), 6);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), self->buttons);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
add_button (SentinelCutNotice *self, const char *label, const char *action_name, const char *key)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action_name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", key);
  adw_wrap_box_append (ADW_WRAP_BOX (self->buttons), button);
}

/**
 * sentinel_cut_notice_new:
 * @key: which text it is about, as the actions have it
 *
 * Returns: (transfer floating): a notice that is hidden
 */
GtkWidget *
sentinel_cut_notice_new (const char *key)
{
  SentinelCutNotice *self = g_object_new (SENTINEL_TYPE_CUT_NOTICE, NULL);

  add_button (self, _ ("Copy All"), "details.copy-text", key);
  add_button (self, _ ("Show All"), "details.show-text", key);
  return GTK_WIDGET (self);
}

/**
 * sentinel_cut_notice_set:
 * @self: a notice
 * @n_shown: how many characters are shown
 * @n_all: how many there are
 *
 * Says so where @n_shown is less than @n_all, else it is hidden.
 */
void
sentinel_cut_notice_set (SentinelCutNotice *self, glong n_shown, glong n_all)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), n_shown < n_all);
  if (n_shown >= n_all)
    return;
  /* Translators: of a long text: how many characters of how many, as in "The first 20,000 of
   * 100,000 characters"; the apostrophe groups the digits */
  text = g_strdup_printf (_ ("The first %'ld of %'ld characters"), n_shown, n_all);
  sentinel_details_label_set_text (self->label, text);
}
