/* SPDX-License-Identifier: MIT */
/* Only src/store/ may see SQLite. Every other folder finds this file first, so that including it does not compile. */
#error "SQL lives in src/store/: use the store of the noun instead of sqlite3.h"
