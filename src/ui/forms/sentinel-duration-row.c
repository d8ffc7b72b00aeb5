/* SPDX-License-Identifier: MIT */
/* The largest unit that shows a duration without a fraction is chosen for it. */
#include "sentinel-duration-row.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sentinel-spin.h"

#define MAX_NUMBER 1e6
#define MAX_MS 1e15 /* far more than any rule may have */
#define DECIMALS 3

typedef struct {
  gint64 ms;
  const char *name, *letters;
} Unit;

static const Unit units[] = {
  /* Translators: behind a number in a form; then the short forms */
  { 1000, N_ ("seconds"), N_ ("s") },
  { 60 * 1000, N_ ("minutes"), N_ ("min") },
  { 3600 * 1000, N_ ("hours"), N_ ("h") },
  { 86400 * 1000, N_ ("days"), N_ ("d") },
};

struct _SentinelDurationRow {
  AdwActionRow parent_instance;
  GtkWidget *number;
  GtkDropDown *unit;
  gint64 duration_ms;
  gboolean is_showing;
};

enum {
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SentinelDurationRow, sentinel_duration_row, ADW_TYPE_ACTION_ROW)

static void
edited_cb (SentinelDurationRow *self)
{
  double number = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->number));
  guint unit = gtk_drop_down_get_selected (self->unit);

  if (self->is_showing || unit >= G_N_ELEMENTS (units))
    return;
  self->duration_ms = llround (CLAMP (number * (double) units[unit].ms, -MAX_MS, MAX_MS));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
sentinel_duration_row_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (SENTINEL_DURATION_ROW (widget)->number);
}

static void
sentinel_duration_row_class_init (SentinelDurationRowClass *klass)
{
  GTK_WIDGET_CLASS (klass)->grab_focus = sentinel_duration_row_grab_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          SENTINEL_TYPE_DURATION_ROW,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static GtkWidget *
make_unit (void)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *unit;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    gtk_string_list_append (names, _ (units[i].name));
  unit = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_widget_set_valign (unit, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (unit),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  /* Translators: of a duration */
                                  _ ("Unit"),
                                  -1);
  return unit;
}

static void
sentinel_duration_row_init (SentinelDurationRow *self)
{
  GtkWidget *unit = make_unit ();

  self->number = gtk_spin_button_new_with_range (0, MAX_NUMBER, 1);
  self->unit = GTK_DROP_DOWN (unit);
  sentinel_spin_set_plain (self->number, DECIMALS);
  gtk_widget_set_valign (self->number, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->number);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), unit);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->number),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  self,
                                  NULL,
                                  -1);
  g_signal_connect_object (self->number,
                           "value-changed",
                           G_CALLBACK (edited_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (unit,
                           "notify::selected",
                           G_CALLBACK (edited_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * sentinel_duration_row_set_ms:
 * @self: a row
 * @duration_ms: 0 or more
 *
 * Shows a duration.
 */
void
sentinel_duration_row_set_ms (SentinelDurationRow *self, gint64 duration_ms)
{
  guint unit = G_N_ELEMENTS (units) - 1;

  while (unit > 0 && duration_ms % units[unit].ms != 0)
    unit--;
  if (duration_ms == 0)
    unit = 0;
  self->is_showing = TRUE;
  self->duration_ms = duration_ms;
  gtk_drop_down_set_selected (self->unit, unit);
  sentinel_spin_set_value (self->number, (double) duration_ms / (double) units[unit].ms);
  self->is_showing = FALSE;
}

/**
 * sentinel_duration_row_get_ms:
 * @self: a row
 *
 * Returns: the duration, in ms
 */
gint64
sentinel_duration_row_get_ms (SentinelDurationRow *self)
{
  return self->duration_ms;
}

/**
 * sentinel_duration_dup_words:
 * @duration_ms: 0 or more
 *
 * Returns: (transfer full): the duration with short units, nothing left out
 */
char *
sentinel_duration_dup_words (gint64 duration_ms)
{
  GString *text = g_string_new (NULL);

  for (guint i = G_N_ELEMENTS (units) - 1; i > 0; i--) {
    gint64 n = duration_ms / units[i].ms;

    duration_ms %= units[i].ms;
    if (n > 0)
      g_string_append_printf (text,
                              "%s%" G_GINT64_FORMAT "\u00a0%s",
                              text->len > 0 ? " " : "",
                              n,
                              _ (units[i].letters));
  }
  if (duration_ms > 0 || text->len == 0)
    g_string_append_printf (text,
                            "%s%.15g\u00a0%s",
                            text->len > 0 ? " " : "",
                            (double) duration_ms / (double) units[0].ms,
                            _ (units[0].letters));
  return g_string_free (text, FALSE);
}
