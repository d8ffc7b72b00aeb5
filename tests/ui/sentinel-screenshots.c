/* SPDX-License-Identifier: MIT */
/* sentinel-screenshots DIR: every state of the window in every look, as pictures. Each look is a
 * process of its own, as some of what makes it is read only once. */
#include "config.h"
#include "sentinel-demonstration.h"
#include "sentinel-ui-test.h"
#include <locale.h>

#define HEIGHT 640
#define NARROW_WIDTH 360

typedef struct {
  const char *name; /* the end of the file's name; empty for the plain one */
  int width;
  int scale;
  const char *color_scheme, *high_contrast; /* (nullable): as libadwaita's variables have them */
} Look;

static const Look looks[] = {
  { "", 1000, 1, NULL, NULL },
  { "-dark", 1000, 1, "prefer-dark", NULL },
  { "-narrow", NARROW_WIDTH, 1, NULL, NULL },
  { "-contrast", 1000, 1, NULL, "1" },
  { "-contrast-dark", 1000, 1, "prefer-dark", "1" },
  { "-2x", 1000, 2, NULL, NULL },
};

typedef struct {
  const char *name;
  void (*prepare) (SentinelUiTest *test); /* (nullable): before the window opens */
  void (*act) (SentinelUiTest *test); /* (nullable): in the open window */
} Scene;

/* Scenes */

static void
prepare_events (SentinelUiTest *test)
{
  sentinel_demonstration_write_rules (test->path);
  sentinel_demonstration_write_events (test->path);
}

static void
prepare_rules (SentinelUiTest *test)
{
  sentinel_demonstration_write_rules (test->path);
}

static void
prepare_garbage (SentinelUiTest *test)
{
  g_autofree char *garbage = g_strnfill (8192, '?');

  g_assert_true (g_file_set_contents (test->path, garbage, 8192, NULL));
}

static void
select_rows (SentinelUiTest *test, guint first, guint n)
{
  GtkSelectionModel *model = gtk_column_view_get_model (sentinel_ui_test_get_view (test));

  for (guint i = first; i < first + n; i++)
    gtk_selection_model_select_item (model, i, FALSE);
}

static void
act_select (SentinelUiTest *test)
{
  select_rows (test, 1, 1);
  select_rows (test, 3, 2);
}

static void
act_acknowledge (SentinelUiTest *test)
{
  AdwDialog *dialog;
  GtkWidget *comment;

  select_rows (test, 1, 1);
  select_rows (test, 3, 1);
  sentinel_ui_test_act (test, "live.acknowledge");
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (test->window));
  comment = adw_dialog_get_focus (dialog);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (comment)),
                            "Known since the last update; the restart is planned for tonight.",
                            -1);
}

static const Scene scenes[] = {
  { "live", prepare_events, NULL },
  { "live-selection", prepare_events, act_select },
  { "acknowledge", prepare_events, act_acknowledge },
  { "empty", prepare_rules, NULL },
  { "first-run", NULL, NULL },
  { "error", prepare_garbage, NULL },
};

/* Pictures */

static gboolean
save_picture (GtkWidget *widget, const char *path, int scale)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);

  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node,
                                         &GRAPHENE_RECT_INIT (0,
                                                              0,
                                                              (float) (width * scale),
                                                              (float) (height * scale)));
  return gdk_texture_save_to_png (texture, path);
}

static void
draw_scene (const Scene *scene, const Look *look, const char *folder)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autofree char *name = g_strdup_printf ("%s%s.png", scene->name, look->name);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (scene->prepare != NULL)
    scene->prepare (test);
  sentinel_ui_test_open (test, look->width, HEIGHT);
  /* The frame that GTK draws where there is no compositor is not the window's. */
  gtk_widget_remove_css_class (GTK_WIDGET (test->window), "solid-csd");
  sentinel_ui_test_wait_for_frames (test);
  if (scene->act != NULL)
    scene->act (test);
  sentinel_ui_test_wait_for_frames (test);
  if (!save_picture (GTK_WIDGET (test->window), path, look->scale))
    g_error ("The picture %s cannot be written", path);
  g_print ("%s\n", path);
}

/* Looks */

static const Look *
find_look (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].name, name))
      return &looks[i];
  return NULL;
}

static void
set_variable (GSubprocessLauncher *launcher, const char *name, const char *value)
{
  if (value != NULL)
    g_subprocess_launcher_setenv (launcher, name, value, TRUE);
}

static gboolean
draw_look_elsewhere (const char *program, const Look *look, const char *folder, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree char *scale = g_strdup_printf ("%d", look->scale);

  set_variable (launcher, "GDK_SCALE", scale);
  set_variable (launcher, "ADW_DEBUG_COLOR_SCHEME", look->color_scheme);
  set_variable (launcher, "ADW_DEBUG_HIGH_CONTRAST", look->high_contrast);
  child = g_subprocess_launcher_spawn (launcher, error, program, folder, look->name, NULL);
  return child != NULL && g_subprocess_wait_check (child, NULL, error);
}

static int
draw_looks (const char *program, const char *folder)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    g_autoptr (GError) error = NULL;

    if (!draw_look_elsewhere (program, &looks[i], folder, &error)) {
      g_printerr ("The pictures \"*%s.png\" could not be drawn: %s\n",
                  looks[i].name,
                  error->message);
      return 1;
    }
  }
  return 0;
}

int
main (int argc, char **argv)
{
  const Look *look = argc == 3 ? find_look (argv[2]) : NULL;

  setlocale (LC_ALL, "");
  if (argc < 2 || argc > 3 || (argc == 3 && look == NULL)) {
    g_printerr ("Usage: sentinel-screenshots FOLDER\n");
    return 2;
  }
  if (g_mkdir_with_parents (argv[1], 0755) != 0) {
    g_printerr ("The folder %s cannot be made: %s\n", argv[1], g_strerror (errno));
    return 1;
  }
  if (look == NULL)
    return draw_looks (argv[0], argv[1]);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    draw_scene (&scenes[i], look, argv[1]);
  return 0;
}
