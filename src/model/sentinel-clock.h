/* SPDX-License-Identifier: MIT */
/* The only way to the time. Tests inject #SentinelFakeClock; everything else gets
 * #SentinelSystemClock. */
#pragma once
#include <glib-object.h>
G_BEGIN_DECLS

#define SENTINEL_TYPE_CLOCK (sentinel_clock_get_type ())
G_DECLARE_INTERFACE (SentinelClock, sentinel_clock, SENTINEL, CLOCK, GObject)

typedef enum {
  SENTINEL_CLOCK_BOOTTIME, /* counts on during suspend: periods, deadlines */
  SENTINEL_CLOCK_REALTIME, /* the wall clock: cron; its sources also fire when the clock was set */
} SentinelClockKind;

struct _SentinelClockInterface {
  GTypeInterface parent;
  gint64 (*get_realtime_us) (SentinelClock *self);
  gint64 (*get_boottime_us) (SentinelClock *self);
  GSource *(*create_source) (SentinelClock *self, SentinelClockKind kind, gint64 due_us);
};

gint64 sentinel_clock_get_realtime_us (SentinelClock *self); /* since 1970, UTC; may jump */
gint64 sentinel_clock_get_boottime_us (SentinelClock *self); /* never goes back; any thread */

/* A source (not attached) whose callback is a plain GSourceFunc and runs once when the clock has
 * reached due_us; it then stays attached and unarmed until sentinel_clock_source_set_due. due_us -1
 * = unarmed. */
GSource *sentinel_clock_create_source (SentinelClock *self, SentinelClockKind kind, gint64 due_us);
void sentinel_clock_source_set_due (GSource *source, gint64 due_us);

/* For implementations: a clock source is a struct that begins with this. */
typedef struct {
  GSource parent;
  void (*set_due) (GSource *source, gint64 due_us);
} SentinelClockSource;

G_END_DECLS
