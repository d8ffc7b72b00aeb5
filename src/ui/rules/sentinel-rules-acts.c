/* SPDX-License-Identifier: MIT */
/* One write for all rules of an act: they change together or not at all. Only more than the writer
 * should be kept busy with are written in turns. */
#include "sentinel-rules-acts.h"
#include "sentinel-json.h"
#include "sentinel-rule-acts.h"
#include "sentinel-rule-row.h"
#include "sentinel-rules-act.h"
#include "sentinel-toast.h"
#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct _RulesAct RulesAct;

struct _RulesAct {
  GWeakRef parent;
  SentinelContext *context;
  SentinelWriteFunc func;
  GArray *ids; /* nullable */
  GPtrArray *rules; /* nullable: to be added */
  SentinelRulesAct *writing; /* nullable: the turn that is on its way */
  guint n_begun; /* ids or rules that were written or are on their way */
  GArray *done_ids;
  char *actor_name;
  const char *failure; /* translated */
  void (*tell) (RulesAct *self, GtkWidget *parent); /* what was done, where something was */
};

/* ids, rules: (transfer none), one of them */
static RulesAct *
rules_act_new (GtkWidget *parent,
               SentinelContext *context,
               SentinelWriteFunc func,
               GArray *ids,
               GPtrArray *rules)
{
  RulesAct *self = g_new0 (RulesAct, 1);

  g_weak_ref_init (&self->parent, parent);
  self->context = g_object_ref (context);
  self->func = func;
  self->ids = ids != NULL ? g_array_ref (ids) : NULL;
  self->rules = rules != NULL ? g_ptr_array_ref (rules) : NULL;
  self->done_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->actor_name = sentinel_context_dup_actor_name (context);
  return self;
}

static void
rules_act_free (gpointer data)
{
  RulesAct *self = data;

  g_weak_ref_clear (&self->parent);
  g_object_unref (self->context);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->writing, sentinel_rules_act_free);
  g_array_unref (self->done_ids);
  g_free (self->actor_name);
  g_free (self);
}

static void
free_closure (gpointer data, GClosure *closure)
{
  rules_act_free (data);
}

/* Writing */

static guint
count_wanted (const RulesAct *self)
{
  return self->ids != NULL ? self->ids->len : self->rules->len;
}

static SentinelRulesAct *
make_turn (const RulesAct *self, guint n)
{
  const SentinelActor actor = { self->actor_name, SENTINEL_VIA_WINDOW };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) rules = NULL;

  if (self->ids != NULL) {
    ids = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_array_append_vals (ids, &g_array_index (self->ids, gint64, self->n_begun), n);
  } else {
    rules = g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_unref);
    for (guint i = 0; i < n; i++)
      g_ptr_array_add (rules,
                       sentinel_rule_ref (g_ptr_array_index (self->rules, self->n_begun + i)));
  }
  return sentinel_rules_act_new (self->func, ids, rules, &actor);
}

static void written_cb (GObject *store, GAsyncResult *result, gpointer data);

static void
begin_turn (RulesAct *self)
{
  guint n = MIN (count_wanted (self) - self->n_begun, SENTINEL_RULES_ACT_MAX);

  g_clear_pointer (&self->writing, sentinel_rules_act_free);
  self->writing = make_turn (self, n);
  self->n_begun += n;
  sentinel_store_write_async (sentinel_context_get_store (self->context),
                              sentinel_rules_act_write,
                              self->writing,
                              NULL,
                              NULL,
                              written_cb,
                              self);
}

static void
tell_failure (RulesAct *self, GtkWidget *parent, const GError *error)
{
  if (parent != NULL)
    sentinel_toast_show_error (parent, self->failure, error);
  else
    g_warning ("%s: %s", self->failure, error->message);
}

/* What earlier turns did stays done, and is told so that it can be taken back. */
static void
written_cb (GObject *store, GAsyncResult *result, gpointer data)
{
  RulesAct *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&self->parent);

  if (sentinel_store_write_finish (SENTINEL_STORE (store), result, &error)) {
    const GArray *done = self->writing->done_ids;

    g_array_append_vals (self->done_ids, done->data, done->len);
    if (self->n_begun < count_wanted (self)) {
      begin_turn (self);
      return;
    }
  } else {
    tell_failure (self, parent, error);
  }
  if (parent != NULL && self->tell != NULL && self->done_ids->len > 0)
    self->tell (self, parent);
  rules_act_free (self);
}

/* An act that takes another one back. */
static void
undo_clicked_cb (AdwToast *toast, RulesAct *undo)
{
  g_autoptr (GtkWidget) parent = g_weak_ref_get (&undo->parent);
  RulesAct *self;

  if (parent == NULL)
    return;
  self = rules_act_new (parent, undo->context, undo->func, undo->ids, NULL);
  self->failure = undo->failure;
  begin_turn (self);
}

/* title: (transfer full) */
static void
offer_undo (RulesAct *done,
            GtkWidget *parent,
            char *title,
            SentinelWriteFunc func,
            const char *failure)
{
  AdwToast *toast = sentinel_toast_new (title);
  RulesAct *undo = rules_act_new (parent, done->context, func, done->done_ids, NULL);

  undo->failure = failure;
  g_signal_connect_data (toast,
                         "button-clicked",
                         G_CALLBACK (undo_clicked_cb),
                         undo,
                         free_closure,
                         G_CONNECT_DEFAULT);
  sentinel_toast_add_undo (parent, toast);
  g_free (title);
}

/* Switching */

static void
tell_enabled (RulesAct *self, GtkWidget *parent)
{
  guint n = self->done_ids->len;
  g_autofree char *title = NULL;

  if (n == 1)
    return; /* its switch says so */
  if (self->func == sentinel_rule_acts_enable)
    title = g_strdup_printf (ngettext ("%u rule switched on", "%u rules switched on", n), n);
  else
    title = g_strdup_printf (ngettext ("%u rule switched off", "%u rules switched off", n), n);
  sentinel_toast_show (parent, title);
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
                                  on ? sentinel_rule_acts_enable : sentinel_rule_acts_disable,
                                  ids,
                                  NULL);

  self->failure = _ ("The rules were not switched");
  self->tell = tell_enabled;
  begin_turn (self);
}

/* Deleting */

static void
tell_deleted (RulesAct *self, GtkWidget *parent)
{
  guint n = self->done_ids->len;

  offer_undo (self,
              parent,
              g_strdup_printf (ngettext ("Rule deleted", "%u rules deleted", n), n),
              sentinel_rule_acts_undelete,
              _ ("The rules were not brought back"));
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
  RulesAct *self = rules_act_new (parent, context, sentinel_rule_acts_delete, ids, NULL);

  self->failure = _ ("The rules were not deleted");
  self->tell = tell_deleted;
  begin_turn (self);
}

/* Duplicating */

static void
tell_duplicated (RulesAct *self, GtkWidget *parent)
{
  guint n = self->done_ids->len;

  offer_undo (self,
              parent,
              g_strdup_printf (ngettext ("%u copy made, switched off",
                                         "%u copies made, switched off",
                                         n),
                               n),
              sentinel_rule_acts_delete,
              _ ("The copies were not deleted"));
}

/**
 * sentinel_rules_duplicate:
 * @parent: a widget below the overlay that shows toasts
 * @context: the program's parts
 * @rows: (element-type SentinelRuleRow): all rules
 * @rules: (element-type SentinelRule): those to copy
 *
 * Main thread.
 */
void
sentinel_rules_duplicate (GtkWidget *parent,
                          SentinelContext *context,
                          GListModel *rows,
                          GPtrArray *rules)
{
  g_autoptr (GPtrArray) copies =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sentinel_rule_unref);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  RulesAct *self;

  for (guint i = 0; i < rules->len; i++) {
    const SentinelRule *rule = g_ptr_array_index (rules, i);
    g_autofree char *name = sentinel_rules_dup_copy_name (rows, taken, rule->name);
    SentinelRule *copy = sentinel_rule_duplicate (rule, name);

    copy->enabled = FALSE;
    g_hash_table_add (taken, copy->name);
    g_ptr_array_add (copies, copy);
  }
  self = rules_act_new (parent, context, sentinel_rule_acts_add, NULL, copies);
  self->failure = _ ("The rules were not duplicated");
  self->tell = tell_duplicated;
  begin_turn (self);
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

static gboolean
is_taken (GListModel *rows, GHashTable *taken, const char *name)
{
  return has_name (rows, name) || (taken != NULL && g_hash_table_contains (taken, name));
}

/**
 * sentinel_rules_dup_copy_name:
 * @rows: (element-type SentinelRuleRow): all rules
 * @taken: (nullable) (element-type utf8): names of others
 * @name: of the one that is copied
 *
 * Main thread.
 *
 * Returns: (transfer full): a name for the copy
 */
char *
sentinel_rules_dup_copy_name (GListModel *rows, GHashTable *taken, const char *name)
{
  /* Translators: the name of a copy of a rule */
  char *copy = g_strdup_printf (_ ("%s (Copy)"), name);

  for (guint n = 2; is_taken (rows, taken, copy); n++) {
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
