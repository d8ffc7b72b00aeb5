#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes cron-oracle.txt: what cronsim and croniter say about random expressions.

    pip install cronsim==2.8 croniter==7.0.0
    tests/core/make-cron-oracle.py > tests/core/cron-oracle.txt

A line is ZONE TAB START TAB EXPRESSION TAB CRONSIM TAB CRONITER. START and the answers, the next
five runs, are seconds since 1970, the answers as what is added to the one before; croniter's are "="
where they are the same as cronsim's, and "-" where it refuses the expression. More than half of the
expressions begin within a day and a half of a change of the clock.
"""
import random
import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from croniter import croniter
from cronsim import CronSim

SEED = 20261125
N_EXPRESSIONS = 2000
N_RUNS = 5
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago",
         "Asia/Kathmandu"]
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()


def find_changes(zone):
    """Hours after which the offset is another, 2024 to 2028."""
    at = datetime(2024, 1, 1, tzinfo=timezone.utc)
    changes = []
    while at.year < 2029:
        after = at + timedelta(hours=1)
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            changes.append(int(after.timestamp()))
        at = after
    return changes


def random_term(rng, low, high, names=None):
    def word(value):
        if names and rng.random() < 0.3:
            return names[value % len(names) if low == 0 else value - low]
        return str(value)

    kind = rng.random()
    if kind < 0.5:
        return word(rng.randint(low, high))
    first = rng.randint(low, high - 1)
    last = rng.randint(first + 1, high)
    if kind < 0.7:
        return f"{first}-{last}"
    if kind < 0.85:
        return f"{first}-{last}/{rng.randint(1, 6)}"
    return f"*/{rng.choice([2, 3, 4, 5, 7, 10, 15, 20])}"


def random_field(rng, low, high, star, names=None):
    if rng.random() < star:
        return "*"
    return ",".join(random_term(rng, low, high, names)
                    for _ in range(rng.choice([1, 1, 1, 2, 3])))


def random_expression(rng):
    fields = [random_field(rng, 0, 59, 0.15), random_field(rng, 0, 23, 0.3),
              random_field(rng, 1, 31, 0.6), random_field(rng, 1, 12, 0.7, MONTHS),
              random_field(rng, 0, 6, 0.6, DAYS)]
    if rng.random() < 0.05:
        fields[2] = rng.choice(["L", "LW", "15,L"])
    if rng.random() < 0.1:
        fields[4] = rng.choice([f"{rng.randint(0, 6)}#{rng.randint(1, 5)}", f"{rng.randint(0, 6)}L",
                                "7", "5-7", "MON-FRI"])
    if rng.random() < 0.12:
        fields.insert(0, random_field(rng, 0, 59, 0.2))
    return " ".join(fields)


def ask_cronsim(expression, start, zone):
    runs = CronSim(expression, datetime.fromtimestamp(start, zone))
    return [int(next(runs).timestamp()) for _ in range(N_RUNS)]


def ask_croniter(expression, start, zone):
    runs = croniter(expression, datetime.fromtimestamp(start, zone), ret_type=datetime,
                    second_at_beginning=True, implement_cron_bug=True)
    return [int(runs.get_next().timestamp()) for _ in range(N_RUNS)]


def as_steps(start, runs):
    return ",".join(str(run - before) for before, run in zip([start] + runs, runs))


def main():
    rng = random.Random(SEED)
    changes = {name: find_changes(ZoneInfo(name)) for name in ZONES}
    n_done = 0
    while n_done < N_EXPRESSIONS:
        name = ZONES[n_done % len(ZONES)]
        expression = random_expression(rng)
        start = rng.randint(1704067200, 1861920000)
        if changes[name] and rng.random() < 0.6:
            start = rng.choice(changes[name]) + rng.randint(-129600, 43200)
        zone = timezone.utc if name == "UTC" else ZoneInfo(name)
        try:
            runs = ask_cronsim(expression, start, zone)
        except Exception:
            continue  # it would never run, or cronsim refuses it
        try:
            other = as_steps(start, ask_croniter(expression, start, zone))
        except Exception:
            other = "-"
        if other == as_steps(start, runs):
            other = "="
        print(name, start, expression, as_steps(start, runs), other, sep="\t")
        n_done += 1
    return 0


sys.exit(main())
