/* SPDX-License-Identifier: MIT */
/* Its buttons are actions of the page that it stands in. */
#include "sentinel-selection-bar.h"
#include "sentinel-late-menu.h"
#include "sentinel-snooze.h"
#include <glib/gi18n.h>

struct _SentinelSelectionBar {
  AdwBin parent_instance;
  GtkActionBar *bar;
  GtkLabel *selected_label;
  GtkButton *copy_button;
  GtkMenuButton *snooze_button;
};

G_DEFINE_FINAL_TYPE (SentinelSelectionBar, sentinel_selection_bar, ADW_TYPE_BIN)

static void
sentinel_selection_bar_class_init (SentinelSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/orkapodavid/SentinelAlerts/"
                                               "sentinel-selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, SentinelSelectionBar, bar);
  gtk_widget_class_bind_template_child (widget_class, SentinelSelectionBar, selected_label);
  gtk_widget_class_bind_template_child (widget_class, SentinelSelectionBar, copy_button);
  gtk_widget_class_bind_template_child (widget_class, SentinelSelectionBar, snooze_button);
}

static void
sentinel_selection_bar_init (SentinelSelectionBar *self)
{
  g_autoptr (GMenuModel) snooze = sentinel_snooze_menu_new ("live.snooze");

  gtk_widget_init_template (GTK_WIDGET (self));
  sentinel_late_menu_set (self->snooze_button, snooze);
}

/**
 * sentinel_selection_bar_new:
 *
 * Returns: (transfer floating): a bar that is not revealed
 */
GtkWidget *
sentinel_selection_bar_new (void)
{
  return g_object_new (SENTINEL_TYPE_SELECTION_BAR, NULL);
}

/**
 * sentinel_selection_bar_set_n_selected:
 * @self: a bar
 * @n_selected: how many events are selected
 *
 * Main thread.
 */
void
sentinel_selection_bar_set_n_selected (SentinelSelectionBar *self, guint n_selected)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u selected", "%u selected", n_selected), n_selected);

  g_return_if_fail (SENTINEL_IS_SELECTION_BAR (self));
  gtk_label_set_label (self->selected_label, text);
}

/**
 * sentinel_selection_bar_set_revealed:
 * @self: a bar
 * @revealed: whether it is there
 *
 * Main thread.
 */
void
sentinel_selection_bar_set_revealed (SentinelSelectionBar *self, gboolean revealed)
{
  g_return_if_fail (SENTINEL_IS_SELECTION_BAR (self));
  gtk_action_bar_set_revealed (self->bar, revealed);
}

/**
 * sentinel_selection_bar_set_narrow:
 * @self: a bar
 * @narrow: whether it leaves out what is in the menu of the rows too
 *
 * Main thread.
 */
void
sentinel_selection_bar_set_narrow (SentinelSelectionBar *self, gboolean narrow)
{
  g_return_if_fail (SENTINEL_IS_SELECTION_BAR (self));
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->snooze_button), !narrow);
}
