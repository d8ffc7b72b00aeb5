/* SPDX-License-Identifier: MIT */
/* A shim around SQLite's own file system: counts, fails, and keeps for each file its flushed
 * content and the operations since. */
#include "fault-vfs.h"
#include <sqlite3.h>
#include <string.h>

#define SECTOR 512

typedef struct {
  sqlite3_file base;
  char *path; /* owned; NULL: a temporary file */
  sqlite3_file *real; /* behind this struct */
} FaultFile;

typedef struct {
  gint64 offset; /* or the new size */
  GBytes *data; /* NULL: truncate */
} Operation;

typedef struct {
  GByteArray *flushed;
  GArray *pending; /* of Operation */
} Shadow;

static GMutex mutex; /* guards all that follows */
static gboolean is_armed, is_for_good, has_struck;
static FaultKind armed_kind;
static guint n_until_fault;
static FaultMomentFunc moment_func;
static gpointer moment_data;
static guint n_watched;
static GHashTable *shadows; /* path → Shadow; NULL: not watched */

static sqlite3_vfs *real_vfs;
static sqlite3_vfs fault_vfs;

static FaultFile *
as_fault_file (sqlite3_file *file)
{
  return (FaultFile *) (void *) file;
}

static void
clear_operation (gpointer data)
{
  Operation *operation = data;

  g_clear_pointer (&operation->data, g_bytes_unref);
}

static void
shadow_free (gpointer data)
{
  Shadow *self = data;

  g_byte_array_unref (self->flushed);
  g_array_unref (self->pending);
  g_free (self);
}

static Shadow *
ensure_shadow (const char *path)
{
  Shadow *self = g_hash_table_lookup (shadows, path);

  if (self != NULL)
    return self;
  self = g_new0 (Shadow, 1);
  self->flushed = g_byte_array_new ();
  self->pending = g_array_new (FALSE, FALSE, sizeof (Operation));
  g_array_set_clear_func (self->pending, clear_operation);
  g_hash_table_insert (shadows, g_strdup (path), self);
  return self;
}

static void
apply (GByteArray *content, const Operation *operation, gsize n_bytes)
{
  guint old_size = content->len;
  guint end = (guint) (operation->offset + (gint64) n_bytes);

  if (operation->data == NULL || end > old_size) {
    g_byte_array_set_size (content, end);
    if (end > old_size)
      memset (content->data + old_size, 0, end - old_size);
  }
  if (operation->data != NULL && n_bytes > 0)
    memcpy (content->data + operation->offset, g_bytes_get_data (operation->data, NULL), n_bytes);
}

static gsize
get_n_bytes (const Operation *operation)
{
  return operation->data != NULL ? g_bytes_get_size (operation->data) : 0;
}

static void
record (FaultFile *file, gint64 offset, const void *data, int size)
{
  Operation operation = { offset, data != NULL ? g_bytes_new (data, (gsize) size) : NULL };

  g_mutex_lock (&mutex);
  if (shadows != NULL && file->path != NULL)
    g_array_append_val (ensure_shadow (file->path)->pending, operation);
  else
    clear_operation (&operation);
  g_mutex_unlock (&mutex);
}

static void
record_flush (FaultFile *file)
{
  g_mutex_lock (&mutex);
  if (shadows != NULL && file->path != NULL) {
    Shadow *shadow = ensure_shadow (file->path);

    for (guint i = 0; i < shadow->pending->len; i++) {
      const Operation *operation = &g_array_index (shadow->pending, Operation, i);

      apply (shadow->flushed, operation, get_n_bytes (operation));
    }
    g_array_set_size (shadow->pending, 0);
  }
  g_mutex_unlock (&mutex);
}

static gboolean
strikes (FaultKind kind)
{
  if (!is_armed || kind != armed_kind)
    return FALSE;
  if (n_until_fault > 1) {
    n_until_fault--;
    return FALSE;
  }
  is_armed = is_for_good;
  has_struck = TRUE;
  return TRUE;
}

/* Before each operation; TRUE: it fails. */
static gboolean
begin_operation (FaultFile *file, FaultKind kind, FaultKind other_kind)
{
  FaultMomentFunc func;
  gboolean fails;
  guint n;

  g_mutex_lock (&mutex);
  fails = file->path != NULL && (strikes (kind) || (kind != other_kind && strikes (other_kind)));
  func = moment_func;
  n = func != NULL ? ++n_watched : 0;
  g_mutex_unlock (&mutex);
  if (func != NULL)
    func (n, moment_data);
  return fails;
}

static int
fault_close (sqlite3_file *file)
{
  FaultFile *self = as_fault_file (file);
  int code = self->real->pMethods != NULL ? self->real->pMethods->xClose (self->real) : SQLITE_OK;

  g_clear_pointer (&self->path, g_free);
  return code;
}

static int
fault_read (sqlite3_file *file, void *data, int size, sqlite3_int64 offset)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xRead (real, data, size, offset);
}

static int
get_write_error (void)
{
  return armed_kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
fault_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
  FaultFile *self = as_fault_file (file);
  int code;

  if (begin_operation (self, FAULT_WRITE, FAULT_FULL))
    return get_write_error ();
  code = self->real->pMethods->xWrite (self->real, data, size, offset);
  if (code == SQLITE_OK)
    record (self, offset, data, size);
  return code;
}

static int
fault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  FaultFile *self = as_fault_file (file);
  int code;

  if (begin_operation (self, FAULT_WRITE, FAULT_WRITE))
    return SQLITE_IOERR_TRUNCATE;
  code = self->real->pMethods->xTruncate (self->real, size);
  if (code == SQLITE_OK)
    record (self, size, NULL, 0);
  return code;
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  FaultFile *self = as_fault_file (file);
  int code;

  if (begin_operation (self, FAULT_FLUSH, FAULT_FLUSH))
    return SQLITE_IOERR_FSYNC;
  code = self->real->pMethods->xSync (self->real, flags);
  if (code == SQLITE_OK)
    record_flush (self);
  return code;
}

static int
fault_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xFileSize (real, size);
}

static int
fault_lock (sqlite3_file *file, int level)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xLock (real, level);
}

static int
fault_unlock (sqlite3_file *file, int level)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xUnlock (real, level);
}

static int
fault_check_reserved_lock (sqlite3_file *file, int *result)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xCheckReservedLock (real, result);
}

static int
fault_file_control (sqlite3_file *file, int operation, void *argument)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xFileControl (real, operation, argument);
}

static int
fault_sector_size (sqlite3_file *file)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xSectorSize (real);
}

static int
fault_device_characteristics (sqlite3_file *file)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xDeviceCharacteristics (real);
}

static int
fault_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xShmMap (real, page, size, extend, memory);
}

static int
fault_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xShmLock (real, offset, n, flags);
}

static void
fault_shm_barrier (sqlite3_file *file)
{
  sqlite3_file *real = as_fault_file (file)->real;

  real->pMethods->xShmBarrier (real);
}

static int
fault_shm_unmap (sqlite3_file *file, int delete_flag)
{
  sqlite3_file *real = as_fault_file (file)->real;

  return real->pMethods->xShmUnmap (real, delete_flag);
}

static const sqlite3_io_methods fault_methods = {
  .iVersion = 2,
  .xClose = fault_close,
  .xRead = fault_read,
  .xWrite = fault_write,
  .xTruncate = fault_truncate,
  .xSync = fault_sync,
  .xFileSize = fault_file_size,
  .xLock = fault_lock,
  .xUnlock = fault_unlock,
  .xCheckReservedLock = fault_check_reserved_lock,
  .xFileControl = fault_file_control,
  .xSectorSize = fault_sector_size,
  .xDeviceCharacteristics = fault_device_characteristics,
  .xShmMap = fault_shm_map,
  .xShmLock = fault_shm_lock,
  .xShmBarrier = fault_shm_barrier,
  .xShmUnmap = fault_shm_unmap,
};

static int
fault_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  FaultFile *self = as_fault_file (file);
  int code;

  self->real = (sqlite3_file *) (void *) (self + 1);
  self->real->pMethods = NULL;
  self->base.pMethods = NULL;
  code = real_vfs->xOpen (real_vfs, name, self->real, flags, out_flags);
  if (code != SQLITE_OK)
    return code;
  self->path = g_strdup (name);
  self->base.pMethods = &fault_methods;
  return SQLITE_OK;
}

static int
fault_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  int code = real_vfs->xDelete (real_vfs, name, sync_folder);

  g_mutex_lock (&mutex);
  if (code == SQLITE_OK && shadows != NULL)
    g_hash_table_remove (shadows, name);
  g_mutex_unlock (&mutex);
  return code;
}

void
fault_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  fault_vfs = *real_vfs;
  fault_vfs.zName = "fault";
  fault_vfs.szOsFile = (int) sizeof (FaultFile) + real_vfs->szOsFile;
  fault_vfs.xOpen = fault_open;
  fault_vfs.xDelete = fault_delete;
  g_assert_cmpint (sqlite3_vfs_register (&fault_vfs, 1), ==, SQLITE_OK);
}

void
fault_vfs_arm (FaultKind kind, guint n, gboolean for_good)
{
  g_mutex_lock (&mutex);
  is_armed = TRUE;
  is_for_good = for_good;
  has_struck = FALSE;
  armed_kind = kind;
  n_until_fault = n;
  g_mutex_unlock (&mutex);
}

gboolean
fault_vfs_disarm (void)
{
  gboolean result;

  g_mutex_lock (&mutex);
  is_armed = FALSE;
  result = has_struck;
  g_mutex_unlock (&mutex);
  return result;
}

void
fault_vfs_watch (FaultMomentFunc func, gpointer data)
{
  g_mutex_lock (&mutex);
  moment_func = func;
  moment_data = data;
  n_watched = 0;
  g_clear_pointer (&shadows, g_hash_table_unref);
  if (func != NULL)
    shadows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, shadow_free);
  g_mutex_unlock (&mutex);
}

/* Of what was not flushed, each operation has happened, or not, or in part. */
static GByteArray *
make_image (const Shadow *shadow, GRand *random)
{
  GByteArray *image = g_byte_array_new ();

  g_byte_array_append (image, shadow->flushed->data, shadow->flushed->len);
  for (guint i = 0; i < shadow->pending->len; i++) {
    const Operation *operation = &g_array_index (shadow->pending, Operation, i);
    gsize n_bytes = get_n_bytes (operation);

    if (g_rand_boolean (random))
      continue;
    if (n_bytes > SECTOR && g_rand_int_range (random, 0, 4) == 0)
      n_bytes = SECTOR * (gsize) g_rand_int_range (random, 1, (gint32) (n_bytes / SECTOR));
    apply (image, operation, n_bytes);
  }
  return image;
}

void
fault_vfs_write_image (const char *folder, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GHashTableIter iter;
  gpointer path, shadow;

  g_mutex_lock (&mutex);
  g_hash_table_iter_init (&iter, shadows);
  while (g_hash_table_iter_next (&iter, &path, &shadow)) {
    g_autoptr (GByteArray) image = make_image (shadow, random);
    g_autofree char *name = g_path_get_basename (path);
    g_autofree char *copy = g_build_filename (folder, name, NULL);

    g_assert_true (g_file_set_contents_full (copy,
                                             (const char *) image->data,
                                             image->len,
                                             G_FILE_SET_CONTENTS_NONE,
                                             0600,
                                             NULL));
  }
  g_mutex_unlock (&mutex);
}
