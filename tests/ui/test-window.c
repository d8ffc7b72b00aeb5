/* SPDX-License-Identifier: MIT */
/* The window when something is not as it should be: another owner, a database that cannot be read,
 * commits of other processes. */
#include "sentinel-error.h"
#include "sentinel-owner-lock.h"
#include "sentinel-ui-test.h"
#include <signal.h>
#include <sys/resource.h>

#define N_FOREIGN 5
/* A program that watches its own memory is several times slower. */
#ifdef __SANITIZE_ADDRESS__
#define FOREIGN_LIMIT_US (1000 * G_TIME_SPAN_MILLISECOND)
#else
#define FOREIGN_LIMIT_US (100 * G_TIME_SPAN_MILLISECOND)
#endif

static const char *owner_title =
    "Another Sentinel Alerts is watching; this window shows what it finds";

/* title NULL: any */
static gboolean
shows_banner (GtkWidget *root, const char *title)
{
  if (ADW_IS_BANNER (root))
    return adw_banner_get_revealed (ADW_BANNER (root))
           && (title == NULL || g_str_equal (adw_banner_get_title (ADW_BANNER (root)), title));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_banner (child, title))
      return TRUE;
  return FALSE;
}

static gboolean
shows_owner_banner (gpointer data)
{
  SentinelUiTest *test = data;

  return shows_banner (GTK_WIDGET (test->window), owner_title);
}

static gboolean
shows_no_banner (gpointer data)
{
  SentinelUiTest *test = data;

  return !shows_banner (GTK_WIDGET (test->window), NULL);
}

static gboolean
shows_trouble_banner (gpointer data)
{
  SentinelUiTest *test = data;
  const GError *trouble = sentinel_store_get_trouble (sentinel_context_get_store (test->context));

  return trouble != NULL && shows_banner (GTK_WIDGET (test->window), trouble->message);
}

static void
test_not_the_owner (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (SentinelOwnerLock) other = sentinel_owner_lock_new (test->path);
  g_autoptr (GError) error = NULL;

  sentinel_owner_lock_try (other, &error);
  g_assert_no_error (error);
  sentinel_ui_test_open (test, 1000, 680);
  g_assert_false (shows_owner_banner (test));
  sentinel_engine_start_or_wait (sentinel_context_get_engine (test->context));
  g_assert_true (sentinel_test_wait_until (shows_owner_banner, test, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_ui_test_wait_for_text (test, owner_title);
}

static gboolean
is_running (gpointer engine)
{
  return sentinel_engine_get_state (engine) == SENTINEL_ENGINE_RUNNING;
}

static void
test_takes_over (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (SentinelOwnerLock) other = sentinel_owner_lock_new (test->path);
  SentinelEngine *engine;

  g_assert_true (sentinel_owner_lock_try (other, NULL));
  sentinel_ui_test_open (test, 1000, 680);
  engine = sentinel_context_get_engine (test->context);
  sentinel_engine_start_or_wait (engine);
  g_assert_true (sentinel_test_wait_until (shows_owner_banner, test, SENTINEL_TEST_TIMEOUT_MS));
  sentinel_owner_lock_release (other);
  g_assert_true (sentinel_test_wait_until (is_running, engine, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_true (sentinel_test_wait_until (shows_no_banner, test, SENTINEL_TEST_TIMEOUT_MS));
}

/* A database that is none: the page says so, and the banner does not say it again. */
static void
test_no_database (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autofree char *garbage = g_strnfill (8192, '?');

  g_assert_true (g_file_set_contents (test->path, garbage, 8192, NULL));
  sentinel_ui_test_open (test, 1000, 680);
  sentinel_ui_test_wait_for_state (test, "error");
  g_assert_true (sentinel_ui_test_shows (test, "The Events Cannot Be Read"));
  g_assert_true (shows_no_banner (test));
  sentinel_ui_test_act (test, "live.try-again");
  sentinel_ui_test_wait_for_state (test, "error");
}

/* As on a full disk: files cannot grow. */
static void
set_disk_full (gboolean is_full)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = is_full ? 0 : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static gboolean
raise_one (SentinelUiTest *test, const char *message, GError **error)
{
  g_autoptr (SentinelRaiseAct) act =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "test", message);

  return sentinel_store_write (sentinel_context_get_store (test->context),
                               sentinel_event_acts_raise,
                               act,
                               error);
}

static void
test_full_disk (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (GError) error = NULL;

  sentinel_ui_test_open (test, 1000, 680);
  g_assert_true (raise_one (test, "Before", NULL));
  sentinel_ui_test_wait_for_text (test, "Before");
  set_disk_full (TRUE);
  g_assert_false (raise_one (test, "Lost", &error));
  g_assert_true (sentinel_error_is_storage (error));
  g_assert_true (sentinel_test_wait_until (shows_trouble_banner, test, SENTINEL_TEST_TIMEOUT_MS));
  g_assert_true (sentinel_ui_test_shows (test, "Before"));
  set_disk_full (FALSE);
  g_assert_true (raise_one (test, "After", NULL));
  sentinel_ui_test_wait_for_text (test, "After");
  g_assert_true (sentinel_test_wait_until (shows_no_banner, test, SENTINEL_TEST_TIMEOUT_MS));
}

/* What the other program would do: a store of its own on the same file. */
static gint64
raise_elsewhere (SentinelStore *elsewhere, const char *message)
{
  g_autoptr (SentinelRaiseAct) act =
      sentinel_raise_act_new (SENTINEL_IMPORTANCE_HIGH, "elsewhere", message);
  g_autoptr (GError) error = NULL;

  sentinel_store_write (elsewhere, sentinel_event_acts_raise, act, &error);
  g_assert_no_error (error);
  return act->event_id;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* The median, so that a machine that is busy with something else for a moment does not fail it. */
static void
test_foreign_commit (void)
{
  g_autoptr (SentinelUiTest) test = sentinel_ui_test_new ();
  g_autoptr (SentinelStore) elsewhere = NULL;
  SentinelClock *clock;
  gint64 took_us[N_FOREIGN];

  sentinel_ui_test_open (test, 1000, 680);
  clock = sentinel_context_get_clock (test->context);
  elsewhere = sentinel_store_new (test->path, clock);
  for (guint i = 0; i < N_FOREIGN; i++) {
    g_autofree char *message = g_strdup_printf ("From elsewhere %u", i);
    gint64 committed_us;

    raise_elsewhere (elsewhere, message);
    committed_us = sentinel_clock_get_boottime_us (clock);
    sentinel_ui_test_wait_for_text (test, message);
    took_us[i] = sentinel_clock_get_boottime_us (clock) - committed_us;
  }
  qsort (took_us, N_FOREIGN, sizeof (gint64), compare_times);
  g_test_message ("median %" G_GINT64_FORMAT " µs, worst %" G_GINT64_FORMAT " µs",
                  took_us[N_FOREIGN / 2],
                  took_us[N_FOREIGN - 1]);
  g_assert_cmpint (took_us[N_FOREIGN / 2], <=, FOREIGN_LIMIT_US);
  sentinel_store_close (elsewhere);
}

int
main (int argc, char **argv)
{
  sentinel_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/window/not-the-owner", test_not_the_owner);
  g_test_add_func ("/ui/window/takes-over", test_takes_over);
  g_test_add_func ("/ui/window/no-database", test_no_database);
  g_test_add_func ("/ui/window/full-disk", test_full_disk);
  g_test_add_func ("/ui/window/foreign-commit", test_foreign_commit);
  return g_test_run ();
}
