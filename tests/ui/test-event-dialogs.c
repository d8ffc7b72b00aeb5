/* SPDX-License-Identifier: MIT */
/* Acknowledging and notes, with everything that may happen while the dialog is open. */
#include "sentinel-acknowledge-dialog.h"
#include "sentinel-acknowledge.h"
#include "sentinel-event-store.h"
#include "sentinel-note-dialog.h"
#include "sentinel-note-store.h"
#include "sentinel-ui-test.h"

typedef struct {
  SentinelUiTest *ui;
  gint64 ids[2];
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->ui = sentinel_ui_test_new ();
  sentinel_ui_test_open (self->ui, 900, 700);
  self->ids[0] =
      sentinel_ui_test_raise (self->ui, SENTINEL_IMPORTANCE_HIGH, "db-1", "<i>Disk</i> is full");
  self->ids[1] = sentinel_ui_test_raise (self->ui, SENTINEL_IMPORTANCE_LOW, "db-2", "Disk is slow");
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  sentinel_ui_test_free (self->ui);
}

static SentinelStore *
get_store (Fixture *self)
{
  return sentinel_context_get_store (self->ui->context);
}

static AdwDialog *
get_dialog (Fixture *self)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self->ui->window));
}

static gboolean
has_no_dialog (gpointer data)
{
  return get_dialog (data) == NULL;
}

static gpointer
read_event (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_event_store_get (db, *(gint64 *) id, error);
}

static SentinelEvent *
get_event (Fixture *self, guint i)
{
  g_autoptr (GError) error = NULL;
  SentinelEvent *event = sentinel_store_read (get_store (self), read_event, &self->ids[i], &error);

  g_assert_no_error (error);
  return event;
}

static AdwDialog *
ask (Fixture *self, guint n)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_event_unref);

  g_array_append_vals (ids, self->ids, n);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (events, get_event (self, i));
  sentinel_acknowledge_ask (sentinel_window_get_page (self->ui->window),
                            self->ui->context,
                            ids,
                            events);
  g_assert_true (SENTINEL_IS_ACKNOWLEDGE_DIALOG (get_dialog (self)));
  sentinel_ui_test_wait_for_frames (self->ui);
  return get_dialog (self);
}

static AdwDialog *
ask_for_note (Fixture *self, gint64 event_id, SentinelNoteKind kind)
{
  sentinel_note_ask (sentinel_window_get_page (self->ui->window),
                     self->ui->context,
                     event_id,
                     kind);
  g_assert_true (SENTINEL_IS_NOTE_DIALOG (get_dialog (self)));
  sentinel_ui_test_wait_for_frames (self->ui);
  return get_dialog (self);
}

static GtkTextView *
get_text_view (AdwDialog *dialog)
{
  return GTK_TEXT_VIEW (sentinel_ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW, NULL));
}

static void
type (AdwDialog *dialog, const char *text)
{
  GtkTextView *view = get_text_view (dialog);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

static char *
dup_typed (AdwDialog *dialog)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_text_view (dialog));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

typedef struct {
  AdwDialog *dialog;
  const char *words;
} Wanted;

static gboolean
starts_with (GtkWidget *root, const char *words)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root)
      && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), words))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (starts_with (child, words))
      return TRUE;
  return FALSE;
}

static gboolean
says_wanted (gpointer data)
{
  Wanted *wanted = data;

  return starts_with (GTK_WIDGET (wanted->dialog), wanted->words);
}

static void
wait_for_words (AdwDialog *dialog, const char *words)
{
  if (!sentinel_test_wait_until (says_wanted,
                                 &(Wanted) { dialog, words },
                                 SENTINEL_TEST_TIMEOUT_MS))
    g_error ("The dialog does not say “%s”", words);
}

static void
accept (Fixture *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_dialog (self)), action, NULL));
}

static void
wait_until_closed (Fixture *self)
{
  g_assert_true (sentinel_test_wait_until (has_no_dialog, self, SENTINEL_TEST_TIMEOUT_MS));
}

static void
acknowledge_elsewhere (Fixture *self, guint i)
{
  g_autoptr (SentinelAcknowledgeAct) act =
      sentinel_acknowledge_act_new (&(SentinelActor) { "<b>Grace</b>", SENTINEL_VIA_COMMAND_LINE });
  g_autoptr (GError) error = NULL;

  g_array_append_val (act->event_ids, self->ids[i]);
  sentinel_store_write (get_store (self), sentinel_event_acts_acknowledge, act, &error);
  g_assert_no_error (error);
}

static void
test_acknowledge (Fixture *self, gconstpointer unused)
{
  AdwDialog *dialog = ask (self, 1);
  g_autoptr (SentinelEvent) event = NULL;

  g_assert_nonnull (sentinel_ui_test_find (GTK_WIDGET (dialog),
                                           GTK_TYPE_LABEL,
                                           "<i>Disk</i> is full"));
  type (dialog, "  first\nsecond <b>\n");
  accept (self, "acknowledge.accept");
  wait_until_closed (self);
  event = get_event (self, 0);
  g_assert_cmpstr (event->ack_comment, ==, "first\nsecond <b>");
  g_assert_cmpint (event->ack_scope, ==, SENTINEL_ACK_UNTIL_RESOLVED);
}

/* Presses the keys as the dialog's own shortcuts have them; what Enter alone does is the text's. */
static gboolean
press (AdwDialog *dialog, const char *trigger)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (dialog));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    guint n = GTK_IS_SHORTCUT_CONTROLLER (controller)
                  ? g_list_model_get_n_items (G_LIST_MODEL (controller))
                  : 0;

    for (guint k = 0; k < n; k++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
      g_autofree char *keys = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

      if (strstr (keys, trigger) != NULL)
        return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                             0,
                                             GTK_WIDGET (dialog),
                                             NULL);
    }
  }
  return FALSE;
}

static void
test_keys (Fixture *self, gconstpointer unused)
{
  static const char *const keys[] = { "<Control>Return", "<Control>KP_Enter" };
  g_autoptr (SentinelEvent) event = NULL;

  type (ask (self, 1), "by keys");
  g_assert_true (press (get_dialog (self), keys[0]));
  wait_until_closed (self);
  event = get_event (self, 0);
  g_assert_cmpstr (event->ack_comment, ==, "by keys");
  type (ask_for_note (self, self->ids[0], SENTINEL_NOTE_COMMENT), "by keys");
  g_assert_true (press (get_dialog (self), keys[1]));
  wait_until_closed (self);
}

static gboolean
has_focus_in_text (gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (((Fixture *) data)->ui->window));

  return GTK_IS_TEXT_VIEW (focus);
}

/* One can begin to type at once, and again in the next dialog. */
static void
test_focus (Fixture *self, gconstpointer unused)
{
  ask (self, 1);
  g_assert_true (sentinel_test_wait_until (has_focus_in_text, self, SENTINEL_TEST_TIMEOUT_MS));
  accept (self, "acknowledge.cancel");
  wait_until_closed (self);
  ask_for_note (self, self->ids[0], SENTINEL_NOTE_COMMENT);
  g_assert_true (sentinel_test_wait_until (has_focus_in_text, self, SENTINEL_TEST_TIMEOUT_MS));
  accept (self, "note.cancel");
  wait_until_closed (self);
}

static void
test_cancel (Fixture *self, gconstpointer unused)
{
  g_autoptr (SentinelEvent) event = NULL;

  type (ask (self, 1), "never");
  accept (self, "acknowledge.cancel");
  wait_until_closed (self);
  event = get_event (self, 0);
  g_assert_cmpint (event->acked_at_us, ==, 0);
}

/* It is said, what was typed stays, and accepting is still possible. */
static void
test_acknowledged_elsewhere (Fixture *self, gconstpointer unused)
{
  AdwDialog *dialog = ask (self, 1);
  g_autofree char *typed = NULL;
  g_autoptr (SentinelEvent) event = NULL;

  type (dialog, "mine");
  acknowledge_elsewhere (self, 0);
  wait_for_words (dialog, "<b>Grace</b> acknowledged this event meanwhile.");
  typed = dup_typed (dialog);
  g_assert_cmpstr (typed, ==, "mine");
  accept (self, "acknowledge.accept");
  wait_until_closed (self);
  event = get_event (self, 0);
  g_assert_cmpstr (event->ack_comment, ==, "mine");
}

static void
test_one_of_two_elsewhere (Fixture *self, gconstpointer unused)
{
  AdwDialog *dialog = ask (self, 2);

  acknowledge_elsewhere (self, 1);
  wait_for_words (dialog, "1 of these events was acknowledged meanwhile.");
}

static void
test_over_meanwhile (Fixture *self, gconstpointer unused)
{
  AdwDialog *dialog = ask (self, 1);
  g_autoptr (SentinelRaiseAct) act =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "db-1", "<i>Disk</i> is full");
  g_autoptr (GError) error = NULL;

  g_set_str (&act->key, "<i>Disk</i> is full");
  act->resolve = TRUE;
  sentinel_store_write (get_store (self), sentinel_event_acts_raise, act, &error);
  g_assert_no_error (error);
  wait_for_words (dialog, "This event is over meanwhile.");
}

/* An event that was acknowledged before the dialog opened is no news. */
static void
test_no_news (Fixture *self, gconstpointer unused)
{
  AdwDialog *dialog;

  acknowledge_elsewhere (self, 0);
  dialog = ask (self, 2);
  acknowledge_elsewhere (self, 1);
  wait_for_words (dialog, "1 of these events was");
}

static gpointer
read_notes (SentinelDatabase *db, gpointer id, GError **error)
{
  return sentinel_note_store_list (db, *(gint64 *) id, error);
}

static void
test_note (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (SentinelEvent) event = NULL;

  type (ask_for_note (self, self->ids[0], SENTINEL_NOTE_ACTION), "Moved <b>\nlogs\n");
  accept (self, "note.accept");
  wait_until_closed (self);
  notes = sentinel_store_read (get_store (self), read_notes, &self->ids[0], NULL);
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_cmpstr (((SentinelNote *) notes->pdata[0])->body, ==, "Moved <b>\nlogs");
  event = get_event (self, 0);
  g_assert_cmpstr (event->action_taken, ==, "Moved <b>\nlogs");
}

static void
test_empty_note (Fixture *self, gconstpointer unused)
{
  AdwDialog *dialog = ask_for_note (self, self->ids[0], SENTINEL_NOTE_COMMENT);
  GtkWidget *button = sentinel_ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Add");

  g_assert_false (gtk_widget_is_sensitive (button));
  type (dialog, " \n");
  g_assert_false (gtk_widget_is_sensitive (button));
  type (dialog, "x");
  g_assert_true (gtk_widget_is_sensitive (button));
}

/* When it cannot be stored, what was typed is still there. */
static void
test_note_of_event_that_is_gone (Fixture *self, gconstpointer unused)
{
  AdwDialog *dialog = ask_for_note (self, 4711, SENTINEL_NOTE_COMMENT);
  g_autofree char *typed = NULL;

  type (dialog, "long thoughts");
  accept (self, "note.accept");
  wait_for_words (dialog, "The note was not stored: ");
  typed = dup_typed (dialog);
  g_assert_cmpstr (typed, ==, "long thoughts");
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
#define ADD(name) \
  g_test_add ("/event-dialogs/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (acknowledge);
  ADD (keys);
  ADD (focus);
  ADD (cancel);
  ADD (acknowledged_elsewhere);
  ADD (one_of_two_elsewhere);
  ADD (over_meanwhile);
  ADD (no_news);
  ADD (note);
  ADD (empty_note);
  ADD (note_of_event_that_is_gone);
#undef ADD
  return g_test_run ();
}
