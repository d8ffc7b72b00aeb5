/* SPDX-License-Identifier: MIT */
/* One transaction for all rules of an act: they change together or not at all. */
#include "sentinel-rules-acts.h"
#include "sentinel-json.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-row.h"
#include "sentinel-toast.h"
#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  GWeakRef parent;
  SentinelContext *context;
  SentinelWriteFunc func;
  GArray *ids;
  char *actor_name;
  const char *failure; /* translated */
} RulesAct;

static RulesAct *
rules_act_new (GtkWidget *parent, SentinelContext *context, GArray *ids, SentinelWriteFunc func)
{
  RulesAct *self = g_new0 (RulesAct, 1);

  g_weak_ref_init (&self->parent, parent);
  self->context = g_object_ref (context);
  self->func = func;
  self->ids = g_array_ref (ids);
  self->actor_name = sentinel_context_dup_actor_name (context);
  return self;
}

static void
rules_act_free (gpointer data)
{
  RulesAct *self = data;

  g_weak_ref_clear (&self->parent);
  g_object_unref (self->context);
  g_array_unref (self->ids);
  g_free (self->actor_name);
  g_free (self);
}

static gboolean
write_act (SentinelTransaction *tx, gpointer data, GError **error)
{
  RulesAct *self = data;
  const SentinelActor actor = { self->actor_name, SENTINEL_VIA_WINDOW };

  for (guint i = 0; i < self->ids->len; i++) {
    g_autoptr (SentinelRuleAct) act =
        sentinel_rule_act_new (NULL, g_array_index (self->ids, gint64, i), &actor);

    if (!self->func (tx, act, error))
      return FALSE;
  }
  return TRUE;
}

static void
begin_write (RulesAct *self, GAsyncReadyCallback callback)
{
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              write_act,
                              self,
                              NULL,
                              NULL,
                              callback,
                              self);
}

/* (transfer full) (nullable): the widget, where it still is and the write did its work */
static GtkWidget *
finish (RulesAct *self, GObject *store, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error))
    return g_steal_pointer (&parent);
  if (parent != NULL)
    sentinel_toast_show_error (parent, self->failure, error);
  else
    g_warning ("%s: %s", self->failure, error->message);
  return NULL;
}

static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) parent = finish (data, store, result);

  rules_act_free (data);
}

/**
 * sentinel_rules_enable:
 * @parent: a widget below the overlay that shows toasts
 * @context: the program's parts
 * @ids: (element-type gint64): rules
 * @on: whether they are watched from now on
 *
 * Main thread.
 */
void
sentinel_rules_enable (GtkWidget *parent, SentinelContext *context, GArray *ids, gboolean on)
{
  RulesAct *self = rules_act_new (parent,
                                  context,
                                  ids,
                                  on ? sentinel_rule_acts_enable : sentinel_rule_acts_disable);

  self->failure = _ ("The rules were not switched");
  begin_write (self, written_cb);
}

/* Deleting */

static void
undo_clicked_cb (AdwToast *toast, RulesAct *deleted)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&deleted->parent);
  RulesAct *self;

  if (parent == NULL)
    return;
  self = rules_act_new (parent, deleted->context, deleted->ids, sentinel_rule_acts_undelete);
  self->failure = _ ("The rules were not brought back");
  begin_write (self, written_cb);
}

static void
free_closure (gpointer data, GClosure *closure)
{
  rules_act_free (data);
}

static void
deleted_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  RulesAct *self = data;
  g_autoptr (GtkWidget) parent = finish (self, store, result);
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (parent == NULL) {
    rules_act_free (self);
    return;
  }
  title = g_strdup_printf (ngettext ("Rule deleted", "%u rules deleted", self->ids->len),
                           self->ids->len);
  toast = sentinel_toast_new (title);
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (undo_clicked_cb),
                         self,
                         free_closure,
                         G_CONNECT_DEFAULT);
  sentinel_toast_add_undo (parent, toast);
}

/**
 * sentinel_rules_delete:
 * @parent: a widget below the overlay that shows toasts
 * @context: the program's parts
 * @ids: (element-type gint64): rules
 *
 * Main thread.
 */
void
sentinel_rules_delete (GtkWidget *parent, SentinelContext *context, GArray *ids)
{
  RulesAct *self = rules_act_new (parent, context, ids, sentinel_rule_acts_delete);

  self->failure = _ ("The rules were not deleted");
  begin_write (self, deleted_cb);
}

/* Copying */

static gboolean
has_name (GListModel *rows, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (SentinelRuleRow) row = g_list_model_get_item (rows, i);

    if (g_str_equal (sentinel_rule_row_get_status (row)->rule->name, name))
      return TRUE;
  }
  return FALSE;
}

/**
 * sentinel_rules_dup_copy_name:
 * @rows: (element-type SentinelRuleRow): all rules
 * @name: of the one that is copied
 *
 * Main thread.
 *
 * Returns: (transfer full): a name for the copy
 */
char *
sentinel_rules_dup_copy_name (GListModel *rows, const char *name)
{
  /* Translators: the name of a copy of a rule */
  char *copy = g_strdup_printf (_ ("%s (Copy)"), name);

  for (guint n = 2; has_name (rows, copy); n++) {
    g_free (copy);
    /* Translators: the name of another copy of a rule, and its number */
    copy = g_strdup_printf (_ ("%s (Copy %u)"), name, n);
  }
  return copy;
}

/**
 * sentinel_rules_copy:
 * @parent: in whose display
 * @rules: (element-type SentinelRule): rules
 *
 * Main thread.
 */
void
sentinel_rules_copy (GtkWidget *parent, GPtrArray *rules)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *title = NULL;

  for (guint i = 0; i < rules->len; i++) {
    g_autoptr (JsonObject) object = sentinel_rule_to_json (g_ptr_array_index (rules, i));
    g_autofree char *text = sentinel_json_object_to_text (object);

    g_string_append_printf (lines, "%s\n", text);
  }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (parent), lines->str);
  title = g_strdup_printf (ngettext ("Rule copied", "%u rules copied", rules->len), rules->len);
  sentinel_toast_show (parent, title);
}
