/* SPDX-License-Identifier: MIT */
/* What a person chose for this desk: how the window looks and what is said to the session. Facts of
 * the work and what the engine needs are in the database instead.
 *
 * Each key of the schema io.github.orkapodavid.SentinelAlerts is a property of the same name, with
 * notify, to be bound or followed: color-scheme (system, light, dark), density (comfortable,
 * compact), times-in-utc, run-in-background, background-asked, notify-critical, notify-high,
 * notify-medium, notify-low, notify-through-do-not-disturb, window-width, window-height,
 * window-maximized, last-page, details-shown, live-columns (a{sv}), rule-columns (a{sv}),
 * rules-by-category.
 *
 * Where the schema is not installed they hold their defaults and last until the program ends. */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_DESK_SETTINGS (sentinel_desk_settings_get_type ())
G_DECLARE_FINAL_TYPE (SentinelDeskSettings,
                      sentinel_desk_settings,
                      SENTINEL,
                      DESK_SETTINGS,
                      GObject)

SentinelDeskSettings *sentinel_desk_settings_new (const char *schema_id);
/* FALSE: there is no schema, so nothing is kept */
gboolean sentinel_desk_settings_is_kept (SentinelDeskSettings *self);
gboolean sentinel_desk_settings_get_boolean (SentinelDeskSettings *self, const char *key);
void sentinel_desk_settings_set_boolean (SentinelDeskSettings *self,
                                         const char *key,
                                         gboolean value);
char *sentinel_desk_settings_dup_string (SentinelDeskSettings *self, const char *key);
void sentinel_desk_settings_set_string (SentinelDeskSettings *self,
                                        const char *key,
                                        const char *value);
GVariant *sentinel_desk_settings_ref_variant (SentinelDeskSettings *self, const char *key);
void sentinel_desk_settings_set_variant (SentinelDeskSettings *self,
                                         const char *key,
                                         GVariant *value); /* sinks it */

G_END_DECLS
