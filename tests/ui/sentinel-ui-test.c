/* SPDX-License-Identifier: MIT */
/* The window as tests see it. */
#include "config.h"
#include "sentinel-ui-test.h"

/**
 * sentinel_ui_test_init:
 * @argc: of main
 * @argv: of main
 *
 * Starts GLib's tests and libadwaita. Call it first in main.
 */
void
sentinel_ui_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  adw_init ();
  /* Without a desktop's settings a window has more buttons than a narrow one has room for. */
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
}

/* One for all tests of a program, as a second one cannot be on the same bus connection. Not unique:
 * programs of tests run side by side on one bus. */
static AdwApplication *
get_application (void)
{
  static AdwApplication *application = NULL;
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return application;
  application = g_object_new (ADW_TYPE_APPLICATION,
                              "application-id",
                              SENTINEL_APP_ID,
                              "flags",
                              G_APPLICATION_NON_UNIQUE,
                              "resource-base-path",
                              "/io/github/orkapodavid/SentinelAlerts",
                              NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

/**
 * sentinel_ui_test_new:
 *
 * Returns: (transfer full): an application and the path of a database that does not exist yet; the
 * program's parts come with sentinel_ui_test_open()
 */
SentinelUiTest *
sentinel_ui_test_new (void)
{
  SentinelUiTest *self = g_new0 (SentinelUiTest, 1);

  self->folder = sentinel_test_make_folder ();
  self->path = g_build_filename (self->folder, "sentinel.db", NULL);
  self->application = get_application ();
  return self;
}

static void
stopped_cb (GObject *engine, GAsyncResult *result, gpointer data)
{
  gboolean *stopped = data;
  g_autoptr (GError) error = NULL;

  sentinel_engine_stop_finish (SENTINEL_ENGINE (engine), result, &error);
  g_assert_no_error (error);
  *stopped = TRUE;
}

static gboolean
is_true (gpointer flag)
{
  return *(gboolean *) flag;
}

static void
stop_engine (SentinelUiTest *self)
{
  SentinelEngine *engine = sentinel_context_get_engine (self->context);
  gboolean stopped = FALSE;

  sentinel_engine_stop_async (engine, stopped_cb, &stopped);
  g_assert_true (sentinel_test_wait_until (is_true, &stopped, SENTINEL_TEST_TIMEOUT_MS));
}

/**
 * sentinel_ui_test_free:
 * @self: (transfer full): a test
 *
 * Closes the window and removes the database. What the window leaves behind fails the test.
 */
void
sentinel_ui_test_free (SentinelUiTest *self)
{
  SentinelWindow *window = self->window;

  if (window != NULL) {
    g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
    gtk_window_destroy (GTK_WINDOW (window));
    stop_engine (self);
    sentinel_test_settle ();
    g_assert_null (window);
    sentinel_context_close (self->context);
    g_object_unref (self->context);
  }
  sentinel_test_remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

static gboolean
is_drawn (gpointer data)
{
  SentinelUiTest *self = data;

  return gtk_widget_get_mapped (GTK_WIDGET (self->window))
         && !g_str_equal (sentinel_live_page_get_state (sentinel_ui_test_get_page (self)),
                          "loading");
}

/**
 * sentinel_ui_test_open:
 * @self: a test without a window
 * @width: in pixels
 * @height: in pixels
 *
 * Opens the database, then the window, and waits until it shows what is in there.
 */
void
sentinel_ui_test_open (SentinelUiTest *self, int width, int height)
{
  self->context = sentinel_context_new (self->path);
  /* Settings last as long as the process, and the test before this one may have left another. */
  sentinel_desk_settings_set_string (sentinel_context_get_desk_settings (self->context),
                                     "last-page",
                                     "live");
  self->window = sentinel_window_new (self->application, self->context);
  /* Asked for as the least, a window may be larger than the screen of the test. */
  gtk_widget_set_size_request (GTK_WIDGET (self->window), width, height);
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  gtk_window_present (GTK_WINDOW (self->window));
  g_assert_true (sentinel_test_wait_until (is_drawn, self, SENTINEL_TEST_TIMEOUT_MS));
}

static const char *
get_text_of (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  return NULL;
}

/**
 * sentinel_ui_test_find:
 * @root: where to look
 * @type: of what is looked for
 * @text: (nullable): what it says; %NULL: anything
 *
 * Returns: (transfer none) (nullable): the first one that is mapped
 */
GtkWidget *
sentinel_ui_test_find (GtkWidget *root, GType type, const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type)
      && (text == NULL || g_strcmp0 (get_text_of (root), text) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = sentinel_ui_test_find (child, type, text);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/**
 * sentinel_ui_test_shows:
 * @self: a test with a window
 * @text: a whole text
 *
 * Returns: whether a label in the window says that
 */
gboolean
sentinel_ui_test_shows (SentinelUiTest *self, const char *text)
{
  return sentinel_ui_test_find (GTK_WIDGET (self->window), GTK_TYPE_LABEL, text) != NULL;
}

typedef struct {
  SentinelUiTest *test;
  const char *text;
} Wanted;

static gboolean
shows_wanted (gpointer data)
{
  Wanted *wanted = data;

  return sentinel_ui_test_shows (wanted->test, wanted->text);
}

static gboolean
is_in_wanted_state (gpointer data)
{
  Wanted *wanted = data;
  SentinelLivePage *page = sentinel_ui_test_get_page (wanted->test);

  return g_str_equal (sentinel_live_page_get_state (page), wanted->text);
}

/**
 * sentinel_ui_test_wait_for_text:
 * @self: a test with a window
 * @text: a whole text
 *
 * Waits until a label says that; the test fails if none ever does.
 */
void
sentinel_ui_test_wait_for_text (SentinelUiTest *self, const char *text)
{
  g_assert_true (sentinel_test_wait_until (shows_wanted,
                                           &(Wanted) { self, text },
                                           SENTINEL_TEST_TIMEOUT_MS));
}

/**
 * sentinel_ui_test_wait_for_state:
 * @self: a test with a window
 * @state: of the live page
 *
 * Waits until the live page shows that state; the test fails if it never does.
 */
void
sentinel_ui_test_wait_for_state (SentinelUiTest *self, const char *state)
{
  g_assert_true (sentinel_test_wait_until (is_in_wanted_state,
                                           &(Wanted) { self, state },
                                           SENTINEL_TEST_TIMEOUT_MS));
}

static gboolean
count_frame_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  guint *n_left = data;

  if (*n_left > 0)
    (*n_left)--;
  return *n_left > 0;
}

static gboolean
is_zero (gpointer number)
{
  return *(guint *) number == 0;
}

/**
 * sentinel_ui_test_wait_for_frames:
 * @self: a test with a window
 *
 * Waits until what was asked for is drawn: it is laid out in the next frame and drawn in the one
 * after it.
 */
void
sentinel_ui_test_wait_for_frames (SentinelUiTest *self)
{
  guint n_left = 4;

  gtk_widget_add_tick_callback (GTK_WIDGET (self->window), count_frame_cb, &n_left, NULL);
  g_assert_true (sentinel_test_wait_until (is_zero, &n_left, SENTINEL_TEST_TIMEOUT_MS));
}

/**
 * sentinel_ui_test_act:
 * @self: a test with a window
 * @action: an action of the live page, with its prefix; it must be enabled
 */
void
sentinel_ui_test_act (SentinelUiTest *self, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (sentinel_ui_test_get_page (self)),
                                             action,
                                             NULL));
}

static gboolean
is_trigger (GtkShortcutTrigger *trigger, guint keyval, GdkModifierType modifiers)
{
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger)) {
    GtkAlternativeTrigger *both = GTK_ALTERNATIVE_TRIGGER (trigger);

    return is_trigger (gtk_alternative_trigger_get_first (both), keyval, modifiers)
           || is_trigger (gtk_alternative_trigger_get_second (both), keyval, modifiers);
  }
  return GTK_IS_KEYVAL_TRIGGER (trigger)
         && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == keyval
         && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)) == modifiers;
}

static gboolean
press_in (GtkWidget *widget, GListModel *shortcuts, guint keyval, GdkModifierType modifiers)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++) {
    g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);

    if (is_trigger (gtk_shortcut_get_trigger (shortcut), keyval, modifiers)
        && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                         GTK_SHORTCUT_ACTION_EXCLUSIVE,
                                         widget,
                                         gtk_shortcut_get_arguments (shortcut)))
      return TRUE;
  }
  return FALSE;
}

/**
 * sentinel_ui_test_press:
 * @widget: what has the focus
 * @keyval: a key
 * @modifiers: held with it
 *
 * Returns: whether a shortcut of the widget or of its class took the keys
 */
gboolean
sentinel_ui_test_press (GtkWidget *widget, guint keyval, GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_SHORTCUT_CONTROLLER (controller)
        && press_in (widget, G_LIST_MODEL (controller), keyval, modifiers))
      return TRUE;
  }
  return FALSE;
}

static GtkWidget *
find_part (SentinelUiTest *self, GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_part (self, child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/**
 * sentinel_ui_test_get_page:
 * @self: a test with a window
 *
 * Returns: (transfer none): the live page
 */
SentinelLivePage *
sentinel_ui_test_get_page (SentinelUiTest *self)
{
  GtkWidget *page = find_part (self, GTK_WIDGET (self->window), SENTINEL_TYPE_LIVE_PAGE);

  return SENTINEL_LIVE_PAGE (page);
}

/**
 * sentinel_ui_test_get_view:
 * @self: a test with a window
 *
 * Returns: (transfer none): the list of the live page
 */
GtkColumnView *
sentinel_ui_test_get_view (SentinelUiTest *self)
{
  GtkWidget *view = find_part (self, GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return GTK_COLUMN_VIEW (view);
}

/**
 * sentinel_ui_test_raise:
 * @self: a test with a window
 * @importance: of the event
 * @source: of the event
 * @message: of the event, also its key: a second one with the same is a repeat
 *
 * Returns: the event's id
 */
gint64
sentinel_ui_test_raise (SentinelUiTest *self,
                        SentinelImportance importance,
                        const char *source,
                        const char *message)
{
  g_autoptr (SentinelRaiseAct) act = sentinel_raise_act_new (importance, source, message);
  g_autoptr (GError) error = NULL;

  g_set_str (&act->key, message);
  sentinel_store_write (sentinel_context_get_store (self->context),
                        sentinel_event_acts_raise,
                        act,
                        &error);
  g_assert_no_error (error);
  return act->event_id;
}

/**
 * sentinel_ui_test_raise_many:
 * @self: a test with a window
 * @first: number of the first one
 * @n: how many
 *
 * Raises events of low importance whose messages are "Message NUMBER", in one commit.
 */
void
sentinel_ui_test_raise_many (SentinelUiTest *self, guint first, guint n)
{
  g_autoptr (GPtrArray) acts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_raise_act_free);
  g_autoptr (GError) error = NULL;

  for (guint i = first; i < first + n; i++) {
    g_autofree char *message = g_strdup_printf ("Message %u", i);
    SentinelRaiseAct *act = sentinel_raise_act_new (SENTINEL_IMPORTANCE_LOW, "many", message);

    g_set_str (&act->key, message);
    g_ptr_array_add (acts, act);
  }
  sentinel_store_write (sentinel_context_get_store (self->context),
                        sentinel_event_acts_raise_many,
                        acts,
                        &error);
  g_assert_no_error (error);
}
