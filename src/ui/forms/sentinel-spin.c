/* SPDX-License-Identifier: MIT */
/* Both widgets have the same signals and properties. GTK takes what is typed only when the focus
 * leaves, and bends it to the bounds then; so the bounds follow what is typed. */
#include "sentinel-spin.h"

#include <math.h>
#include <string.h>

#define WIDTH_CHARS 6

typedef struct {
  double minimum, maximum;
  guint decimals;
  gboolean is_showing;
} Plain;

static const char plain_key[] = "sentinel-spin";

static Plain *
get_plain (GtkWidget *spin)
{
  return g_object_get_data (G_OBJECT (spin), plain_key);
}

static double
get_value (GtkWidget *spin)
{
  double value;

  g_object_get (spin, "value", &value, NULL);
  return value;
}

/* Never with an exponent: a numeric entry does not take one. */
static char *
format (double value, guint decimals)
{
  char *text = g_strdup_printf ("%.*f", (int) decimals, value);
  char *end = text + strlen (text);

  if (strpbrk (text, ".,") == NULL)
    return text;
  while (end[-1] == '0')
    *--end = '\0';
  if (!g_ascii_isdigit (end[-1]))
    *--end = '\0';
  return text;
}

static gboolean
parse (const char *text, double *value)
{
  char *end = NULL;

  *value = g_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value);
}

static void
fit_bounds (GtkWidget *spin, double value)
{
  Plain *plain = get_plain (spin);
  g_autoptr (GtkAdjustment) adjustment = NULL;

  g_object_get (spin, "adjustment", &adjustment, NULL);
  gtk_adjustment_set_lower (adjustment, fmin (plain->minimum, value));
  gtk_adjustment_set_upper (adjustment, fmax (plain->maximum, value));
}

static gboolean
is_typing (GtkWidget *spin)
{
  return (gtk_widget_get_state_flags (spin) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static gboolean
output_cb (GtkWidget *spin, gpointer data)
{
  Plain *plain = get_plain (spin);
  const char *shown = gtk_editable_get_text (GTK_EDITABLE (spin));
  g_autofree char *text = format (get_value (spin), plain->decimals);
  g_autofree char *typed_text = NULL;
  double typed;

  /* "1." is on its way to "1.5". */
  if (is_typing (spin) && parse (shown, &typed))
    typed_text = format (typed, plain->decimals);
  plain->is_showing = TRUE;
  if (g_strcmp0 (typed_text, text) != 0 && !g_str_equal (shown, text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  plain->is_showing = FALSE;
  return TRUE;
}

/* The text may have fewer decimals than the value, which is not to be lost for that. */
static int
input_cb (GtkWidget *spin, double *value, gpointer data)
{
  const char *shown = gtk_editable_get_text (GTK_EDITABLE (spin));
  g_autofree char *text = format (get_value (spin), get_plain (spin)->decimals);

  if (g_str_equal (shown, text)) {
    *value = get_value (spin);
    return TRUE;
  }
  return parse (shown, value) ? TRUE : GTK_INPUT_ERROR;
}

static void
typed_cb (GtkWidget *spin)
{
  double value;

  if (!get_plain (spin)->is_showing && input_cb (spin, &value, NULL) == TRUE)
    sentinel_spin_set_value (spin, value);
}

static void
value_changed_cb (GtkWidget *spin)
{
  fit_bounds (spin, get_value (spin));
}

/**
 * sentinel_spin_row_new:
 * @minimum: lowest value, finite
 * @maximum: highest value, finite
 * @step: that of the buttons, above 0
 *
 * libadwaita 1.7 gives spin rows no role, and GTK leaves out what has none, with all that is in it.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
sentinel_spin_row_new (double minimum, double maximum, double step)
{
  return g_object_new (ADW_TYPE_SPIN_ROW,
                       "accessible-role",
                       GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                       "adjustment",
                       gtk_adjustment_new (minimum, minimum, maximum, step, 10 * step, 0),
                       NULL);
}

/**
 * sentinel_spin_set_plain:
 * @spin: an #AdwSpinRow or a #GtkSpinButton, once
 * @decimals: how many digits after the point a value may have
 *
 * Shows no zeros at the end, and takes no more room than usual numbers need.
 */
void
sentinel_spin_set_plain (GtkWidget *spin, guint decimals)
{
  Plain *plain = g_new0 (Plain, 1);
  g_autoptr (GtkAdjustment) adjustment = NULL;

  g_object_get (spin, "adjustment", &adjustment, NULL);
  plain->minimum = gtk_adjustment_get_lower (adjustment);
  plain->maximum = gtk_adjustment_get_upper (adjustment);
  plain->decimals = decimals;
  g_object_set_data_full (G_OBJECT (spin), plain_key, plain, g_free);
  g_object_set (spin, "digits", decimals, "numeric", TRUE, NULL);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), WIDTH_CHARS);
  g_signal_connect (spin, "output", G_CALLBACK (output_cb), NULL);
  g_signal_connect (spin, "input", G_CALLBACK (input_cb), NULL);
  g_signal_connect (spin, "changed", G_CALLBACK (typed_cb), NULL);
  g_signal_connect (spin, "notify::value", G_CALLBACK (value_changed_cb), NULL);
}

/**
 * sentinel_spin_set_value:
 * @spin: a spin row or button that is plain
 * @value: finite
 */
void
sentinel_spin_set_value (GtkWidget *spin, double value)
{
  fit_bounds (spin, value);
  g_object_set (spin, "value", value, NULL);
}
