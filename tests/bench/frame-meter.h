/* SPDX-License-Identifier: MIT */
/* How long the work of each frame of a window takes: from before its animations to after its
 * painting. */
#pragma once
#include <gtk/gtk.h>
G_BEGIN_DECLS

typedef struct {
  GdkFrameClock *clock;
  GArray *works_ms; /* of double */
  double begin; /* seconds */
  guint n_frames;
} FrameMeter;

/* the widget is mapped */
FrameMeter *frame_meter_new (GtkWidget *widget);
void frame_meter_free (FrameMeter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrameMeter, frame_meter_free)
void frame_meter_clear (FrameMeter *self);
/* runs the main loop until so many more frames are painted */
void frame_meter_wait (FrameMeter *self, GtkWidget *widget, guint n_frames);

G_END_DECLS
