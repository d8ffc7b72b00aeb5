/* SPDX-License-Identifier: MIT */
/* The pane of details over a real store: what it says of an event, whatever was sent or happens to
 * it meanwhile. */
#include "sentinel-event-details.h"
#include "sentinel-ui-test.h"

typedef struct {
  SentinelUiTest *ui;
  SentinelTicker *ticker;
  GtkWidget *window, *pane;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  SentinelClock *clock;

  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, 900, 600);
  clock = sentinel_context_get_clock (self->ui->context);
  self->ticker = sentinel_ticker_new (clock);
  self->pane = g_object_new (SENTINEL_TYPE_EVENT_DETAILS, NULL);
  sentinel_event_details_set_context (SENTINEL_EVENT_DETAILS (self->pane),
                                      self->ui->context,
                                      self->ticker);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), self->pane);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_object_unref (self->ticker);
  sentinel_ui_test_free (self->ui);
}

static gboolean
shows (Fixture *self, const char *text)
{
  return sentinel_ui_test_find (self->pane, GTK_TYPE_LABEL, text) != NULL;
}

static void
wait_for (Fixture *self, const char *text)
{
  while (!shows (self, text))
    g_main_context_iteration (NULL, TRUE);
}

static gint64
show (Fixture *self, const char *message)
{
  gint64 id = sentinel_ui_test_raise (self->ui, SENTINEL_IMPORTANCE_CRITICAL, "db-2", message);

  sentinel_event_details_set_event_id (SENTINEL_EVENT_DETAILS (self->pane), id);
  return id;
}

static void
test_event (Fixture *self, gconstpointer unused)
{
  wait_for (self, "Select an event to see its details.");
  show (self, "Disk is full");
  wait_for (self, "Disk is full");
  g_assert_true (shows (self, "Critical"));
  g_assert_true (shows (self, "db-2"));
  g_assert_true (shows (self, "New"));
  g_assert_true (shows (self, "Timeline"));
}

static void
test_odd_text (Fixture *self, gconstpointer unused)
{
  show (self, "<b>5 & 6</b>");
  wait_for (self, "<b>5 & 6</b>");
  show (self, "one\ttwo");
  wait_for (self, "one\\ttwo");
}

static void
test_long_text (Fixture *self, gconstpointer unused)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');

  show (self, long_text);
  wait_for (self, "_Show All");
  g_assert_true (gtk_widget_activate_action (self->pane, "details.show-message", NULL));
}

/* acknowledged by somebody else while it is open */
static void
test_follows (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelAcknowledgeAct) act =
      sentinel_acknowledge_act_new (&(SentinelActor) { "somebody", SENTINEL_VIA_COMMAND_LINE });
  g_autoptr (GError) error = NULL;
  gint64 id = show (self, "Disk is full");

  wait_for (self, "Disk is full");
  act->scope = SENTINEL_ACK_UNTIL_RESOLVED;
  act->comment = g_strdup ("known since noon");
  g_array_append_val (act->event_ids, id);
  sentinel_store_write (sentinel_context_get_store (self->ui->context),
                        sentinel_event_acts_acknowledge,
                        act,
                        &error);
  g_assert_no_error (error);
  wait_for (self, "Acknowledged by somebody");
  g_assert_true (shows (self, "known since noon"));
  g_assert_true (shows (self, "Acknowledged"));
}

static void
test_gone (Fixture *self, gconstpointer unused)
{
  sentinel_event_details_set_event_id (SENTINEL_EVENT_DETAILS (self->pane), 4711);
  wait_for (self, "This event is gone. It was removed from the database.");
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
#define ADD(name) g_test_add ("/details/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (event);
  ADD (odd_text);
  ADD (long_text);
  ADD (follows);
  ADD (gone);
#undef ADD
  return g_test_run ();
}
