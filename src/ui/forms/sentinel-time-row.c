/* SPDX-License-Identifier: MIT */
#include "sentinel-time-row.h"

#include <glib/gi18n.h>

struct _SentinelTimeRow {
  AdwActionRow parent_instance;
  GtkSpinButton *hour, *minute;
  gboolean is_showing;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelTimeRow, sentinel_time_row, ADW_TYPE_ACTION_ROW)

static void
edited_cb (SentinelTimeRow *self)
{
  if (!self->is_showing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* "07": a time of day has two digits each. */
static gboolean
show_two_digits_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (spin)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static gboolean
sentinel_time_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SENTINEL_TIME_ROW (widget)->hour));
}

static void
sentinel_time_row_class_init (SentinelTimeRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = sentinel_time_row_grab_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_TIME_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static GtkSpinButton *
add_spin (SentinelTimeRow *self, double maximum, const char *name)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, maximum, 1);

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_spin_button_set_wrap (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 2);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 2);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (spin, "numeric");
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), spin);
  g_signal_connect_object (spin, "output", G_CALLBACK (show_two_digits_cb), NULL, 0);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  return GTK_SPIN_BUTTON (spin);
}

static void
sentinel_time_row_init (SentinelTimeRow *self)
{
  self->hour = add_spin (self, 23, _ ("Hour"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), gtk_label_new (":"));
  self->minute = add_spin (self, 59, _ ("Minute"));
}

/**
 * sentinel_time_row_set_time:
 * @self: a row
 * @hour: 0 to 23
 * @minute: 0 to 59
 */
void
sentinel_time_row_set_time (SentinelTimeRow *self, int hour, int minute)
{
  self->is_showing = TRUE;
  gtk_spin_button_set_value (self->hour, hour);
  gtk_spin_button_set_value (self->minute, minute);
  self->is_showing = FALSE;
}

/**
 * sentinel_time_row_get_time:
 * @self: a row
 * @hour: (out): 0 to 23
 * @minute: (out): 0 to 59
 */
void
sentinel_time_row_get_time (SentinelTimeRow *self, int *hour, int *minute)
{
  *hour = gtk_spin_button_get_value_as_int (self->hour);
  *minute = gtk_spin_button_get_value_as_int (self->minute);
}
