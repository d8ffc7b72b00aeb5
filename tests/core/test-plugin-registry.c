/* SPDX-License-Identifier: MIT */
/* The registry with the triggers that come with the program. */
#include "sentinel-builtin-triggers.h"
#include "sentinel-error.h"

static SentinelRegistry *
make_registry (void)
{
  SentinelRegistry *registry = sentinel_registry_new ();

  sentinel_builtin_triggers_add (registry);
  return registry;
}

static void
test_finds (void)
{
  g_autoptr (SentinelRegistry) registry = make_registry ();
  g_autoptr (GError) error = NULL;
  SentinelTrigger *trigger = sentinel_registry_find (registry, "cpu-usage", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (sentinel_trigger_describe (trigger)->id, ==, "cpu-usage");
  g_assert_true (sentinel_registry_find (registry, "cpu_usage_trigger", &error) == trigger);
  g_assert_no_error (error);
}

static void
test_names_the_known (void)
{
  static const char *const unknown[] = { "no-such", "", "CPU-USAGE", NULL };
  g_autoptr (SentinelRegistry) registry = make_registry ();

  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (sentinel_registry_find (registry, unknown[i], &error));
    g_assert_error (error, SENTINEL_ERROR, SENTINEL_ERROR_NOT_FOUND);
    g_assert_nonnull (g_strrstr (error->message, "cpu-usage"));
  }
}

/* Whoever adds a trigger is told here what it lacks. */
static void
test_every_trigger_is_complete (void)
{
  g_autoptr (SentinelRegistry) registry = make_registry ();
  g_autoptr (GPtrArray) triggers = sentinel_registry_list (registry);

  g_assert_cmpuint (triggers->len, >=, 1);
  for (guint i = 0; i < triggers->len; i++) {
    SentinelTrigger *trigger = g_ptr_array_index (triggers, i);
    const SentinelTriggerInfo *info = sentinel_trigger_describe (trigger);
    g_autoptr (GError) error = NULL;
    SentinelSchema *schema = sentinel_trigger_get_schema (trigger, &error);

    g_assert_no_error (error);
    g_assert_true (g_regex_match_simple ("^[a-z0-9][a-z0-9._-]{0,63}$", info->id, 0, 0));
    g_assert_nonnull (info->name);
    g_assert_nonnull (info->description);
    g_assert_nonnull (info->category);
    g_assert_cmpint (info->period_ms, >, 0);
    for (guint j = 0; j < sentinel_schema_get_n_properties (schema); j++) {
      g_assert_nonnull (sentinel_schema_get_property (schema, j)->title);
      g_assert_nonnull (sentinel_schema_get_property (schema, j)->description);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/registry/finds", test_finds);
  g_test_add_func ("/registry/names-the-known", test_names_the_known);
  g_test_add_func ("/registry/every-trigger-is-complete", test_every_trigger_is_complete);
  return g_test_run ();
}
