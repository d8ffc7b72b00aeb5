/* SPDX-License-Identifier: MIT */
/* Hangs on the frame clock, before and after everything that GTK does in a frame. */
#include "frame-meter.h"
#include "bench.h"

static void
before_paint_cb (GdkFrameClock *clock, FrameMeter *self)
{
  self->begin = bench_seconds ();
}

static void
after_paint_cb (GdkFrameClock *clock, FrameMeter *self)
{
  double work_ms = (bench_seconds () - self->begin) * 1000;

  if (self->begin > 0)
    g_array_append_val (self->works_ms, work_ms);
  self->n_frames++;
}

FrameMeter *
frame_meter_new (GtkWidget *widget)
{
  FrameMeter *self = g_new0 (FrameMeter, 1);

  self->clock = g_object_ref (gtk_widget_get_frame_clock (widget));
  self->works_ms = g_array_new (FALSE, FALSE, sizeof (double));
  g_signal_connect (self->clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect_after (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);
  return self;
}

void
frame_meter_free (FrameMeter *self)
{
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_object_unref (self->clock);
  g_array_unref (self->works_ms);
  g_free (self);
}

void
frame_meter_clear (FrameMeter *self)
{
  g_array_set_size (self->works_ms, 0);
}

void
frame_meter_wait (FrameMeter *self, GtkWidget *widget, guint n_frames)
{
  guint until = self->n_frames + n_frames;

  while (self->n_frames < until) {
    gtk_widget_queue_draw (widget);
    g_main_context_iteration (NULL, TRUE);
  }
}
