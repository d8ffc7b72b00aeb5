/* SPDX-License-Identifier: MIT */
/* One table says what each state is. Most windows open with rows: nothing is made before a state is
 * shown. */
#include "sentinel-live-state.h"
#include <glib/gi18n.h>

#define WAY_OUT_WIDTH 240 /* pixels, where there are two below each other */
#define NOTE_WIDTH 400

typedef struct {
  const char *label, *action_name;
} WayOut;

typedef struct {
  const char *id, *icon_name, *title;
  const char *description; /* nullable */
  WayOut ways_out[2]; /* the first one is what most people want */
  const char *note; /* nullable */
} State;

static const State states[] = {
  { "first-run",
    "preferences-system-notifications-symbolic",
    N_ ("Nothing Is Being Watched Yet"),
    N_ ("A rule checks something on a schedule and tells you when it needs you."),
    { { N_ ("_Watch This Computer"), "live.watch-this-computer" }, { N_ ("_New Rule…"), "app.new-rule" } },
    N_ ("“Watch This Computer” adds three rules that you can change or remove: a processor above "
        "90 %, tasks that wait for it, and a high load.") },
  { "quiet", "object-select-symbolic", N_ ("All Quiet"), NULL, { { NULL, NULL } }, NULL },
  { "no-match",
    "edit-find-symbolic",
    N_ ("No Event Matches"),
    N_ ("Nothing that is listed here fits the filters."),
    { { N_ ("_Clear Filters"), "live.clear-filters" } },
    NULL },
  { "error",
    "dialog-error-symbolic",
    N_ ("The Events Cannot Be Read"),
    NULL,
    { { N_ ("_Try Again"), "live.try-again" } },
    NULL },
};

struct _SentinelLiveState {
  AdwBin parent_instance;
  const State *state; /* nullable */
};

G_DEFINE_FINAL_TYPE (SentinelLiveState, sentinel_live_state, ADW_TYPE_BIN)

static const State *
find_state (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_str_equal (states[i].id, id))
      return &states[i];
  return NULL;
}

static GtkWidget *
make_way_out (const WayOut *way_out)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ (way_out->label));

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), way_out->action_name);
  return button;
}

static GtkWidget *
make_note (const char *text)
{
  GtkWidget *clamp = adw_clamp_new (), *label = gtk_label_new (_ (text));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "secondary");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), NOTE_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), label);
  gtk_widget_set_margin_top (clamp, 12);
  return clamp;
}

static GtkWidget *
make_ways_out (const State *state)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gboolean has_two = state->ways_out[1].label != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (state->ways_out) && state->ways_out[i].label != NULL; i++) {
    GtkWidget *button = make_way_out (&state->ways_out[i]);

    gtk_widget_set_size_request (button, has_two ? WAY_OUT_WIDTH : -1, -1);
    if (has_two && i == 0)
      gtk_widget_add_css_class (button, "suggested-action");
    gtk_box_append (GTK_BOX (box), button);
  }
  if (state->note != NULL)
    gtk_box_append (GTK_BOX (box), make_note (state->note));
  return box;
}

static GtkWidget *
make_page (const State *state)
{
  AdwStatusPage *page = ADW_STATUS_PAGE (adw_status_page_new ());

  adw_status_page_set_icon_name (page, state->icon_name);
  adw_status_page_set_title (page, _ (state->title));
  if (state->ways_out[0].label != NULL)
    adw_status_page_set_child (page, make_ways_out (state));
  return GTK_WIDGET (page);
}

static void
sentinel_live_state_class_init (SentinelLiveStateClass *klass)
{
}

static void
sentinel_live_state_init (SentinelLiveState *self)
{
}

/**
 * sentinel_live_state_show:
 * @self: a state
 * @id: which: "first-run", "quiet", "no-match" or "error"
 * @description: (nullable): what it says now, as markup; %NULL: what it always says
 *
 * Main thread.
 */
void
sentinel_live_state_show (SentinelLiveState *self, const char *id, const char *description)
{
  const State *state = find_state (id);

  g_return_if_fail (SENTINEL_IS_LIVE_STATE (self));
  g_return_if_fail (state != NULL);
  if (state != self->state)
    adw_bin_set_child (ADW_BIN (self), make_page (state));
  self->state = state;
  if (description == NULL)
    description = state->description != NULL ? _ (state->description) : "";
  adw_status_page_set_description (ADW_STATUS_PAGE (adw_bin_get_child (ADW_BIN (self))),
                                   description);
}
