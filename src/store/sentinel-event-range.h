/* SPDX-License-Identifier: MIT */
/* From a time to an id, for this folder only. Events have no index by time, and need none: ids are
 * given in the order in which events fire, so the first one of a time is found by halving.
 *
 * The clock may have been set back, and then the order of times is not that of ids. Looking an hour
 * further than asked makes the range complete as long as the clock never went back by more than
 * that: an event before the found one is then older than the time that was asked for. So who uses
 * this compares opened_at_us as well, and only loses what was fired before the clock was set back
 * by more than an hour. */
#pragma once

#define SENTINEL_CLOCK_STEP_SQL "3600000000"

/* whether the event in the middle, or the next one where that is gone, is older than asked for */
#define SENTINEL_MIDDLE_IS_BEFORE_SQL \
  "(SELECT opened_at_us FROM event WHERE id >= (low + high) / 2 ORDER BY id LIMIT 1) < asked"

/* The id from which on events opened at a time or later: an expression that SQLite asks for once.
 * time: an expression, used once */
#define SENTINEL_ID_AT_SQL(time) \
  "(WITH RECURSIVE step (low, high, asked) AS (SELECT ifnull ((SELECT min (id) FROM event), 1)," \
  " ifnull ((SELECT max (id) FROM event), 0) + 1, " time \
  " UNION ALL SELECT iif (" SENTINEL_MIDDLE_IS_BEFORE_SQL ", (low + high) / 2 + 1, low)," \
  " iif (" SENTINEL_MIDDLE_IS_BEFORE_SQL ", high, (low + high) / 2), asked" \
  " FROM step WHERE low < high) SELECT low FROM step WHERE low >= high)"

/* the first id that may have opened at a time or later, and the first that cannot be before it */
#define SENTINEL_ID_FROM_SQL(time) SENTINEL_ID_AT_SQL (time " - " SENTINEL_CLOCK_STEP_SQL)
#define SENTINEL_ID_UNTIL_SQL(time) SENTINEL_ID_AT_SQL (time " + " SENTINEL_CLOCK_STEP_SQL)
