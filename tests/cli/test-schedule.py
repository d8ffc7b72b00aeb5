#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Schedules as a person meets them: "schedule next", rules with a cron expression, and the promise that a slot of the
calendar runs at most once.

test-schedule.py SENTINELCTL [--cycles N]
"""

import random
import signal
import time
from collections import Counter

from harness import Status, expect, say, test_main

CPU = ["--set", "metric=load", "--set", "threshold=2"]
EVERY_SECOND = "* * * * * *"


def next_runs_of_a_cron_expression(desk):
    runs = desk.ask("schedule", "next", "30 2 * * *", "--zone", "Europe/Berlin", "--from", "2027-03-27T00:00Z",
                    "--count", 3)
    expect([run["at"] for run in runs],
           ["2027-03-27T02:30:00+01", "2027-03-28T03:00:00+02", "2027-03-29T02:30:00+02"])
    lines = desk.run("schedule", "next", "30 9 * * 1-5", "--zone", "UTC", "--from", "2026-11-27T10:00Z").splitlines()
    expect(lines[0], "At 09:30 on weekdays")
    expect(lines[1], "2026-11-30T09:30:00Z")
    expect(len(lines), 6)
    assert not desk.database.exists(), "asking for a time made a database"


def next_runs_of_a_period(desk):
    runs = desk.ask("schedule", "next", "1h30m", "--zone", "UTC", "--from", "2026-11-25T00:00Z", "--count", 2)
    expect([run["at"] for run in runs], ["2026-11-25T01:30:00Z", "2026-11-25T03:00:00Z"])
    runs = desk.ask("schedule", "next", "1h", "--zone", "UTC", "--from", "2026-11-27T17:30Z", "--count", 1,
                    "--active-hours", "mon-fri 08:00-18:00")
    expect([run["at"] for run in runs], ["2026-11-30T08:00:00Z"])


def what_cannot_be_a_schedule_is_explained(desk):
    for expression, says in (("0 0 31 2 *", "would never run"), ("61 * * * *", "must be a number from 0 to 59"),
                             ("@often", "aliases"), ("", "fields"), ("0", "from 100ms to 365d"), ("often", "1 fields"), ("366d", "from 100ms to 365d"),
                             ("50ms", "from 100ms to 365d"), ("99999999999999999999h", "duration")):
        assert says in desk.fail(Status.USAGE, "schedule", "next", expression), expression
    assert "no such time zone" in desk.fail(Status.USAGE, "schedule", "next", "@daily", "--zone", "Mars/Phobos")
    for arguments in (("0 20 * * *", "--active-hours", "mon 08:00-09:00"), ("@daily", "--from", "9999-12-31T00:00:00Z")):
        assert "no such run" in desk.fail(Status.FAILED, "schedule", "next", *arguments), arguments
    assert "--count" in desk.fail(Status.USAGE, "schedule", "next", "@daily", "--count", 0)
    desk.fail(Status.USAGE, "schedule", "next", "@daily", "--from", "yesterday")
    desk.fail(Status.USAGE, "schedule", "next", "@daily", "--active-hours", "always")
    desk.fail(Status.USAGE, "schedule", "next")
    desk.fail(Status.USAGE, "schedule", "next", "0", "9", "*", "*", "*")


def or_of_days_is_warned_of(desk):
    answer = desk.call("schedule", "next", "0 0 13 * FRI", "--from", "2026-11-01T00:00Z", "--zone", "UTC")
    expect(answer.status, Status.DONE)
    assert "either the day of the month or the weekday" in answer.stderr, answer


def rules_keep_their_calendar(desk):
    desk.run("rules", "add", "cpu-usage", "--name", "CPU", *CPU, "--period", "", "--cron", "0 9 * * 1-5", "--zone",
             "Europe/Berlin", "--catch-up", "3", "--active-hours", "mon-thu 08:00-18:00")
    rule = desk.ask_one("rules", "show", "CPU")
    expect([rule[key] for key in ("cron", "zone", "catch_up", "active_hours", "period_ms")],
           ["0 9 * * 1-5", "Europe/Berlin", 3, "mon-thu 08:00-18:00", None])
    for flags, says in ((["--cron", "0 0 30 2 *"], "never run"), (["--zone", "Mars/Phobos"], "no such time zone"),
                        (["--catch-up", "101"], "skip, once"), (["--active-hours", "noon"], "write it like"),
                        (["--cron", "0 20 * * *"], "exclude every time")):
        answer = desk.call("rules", "edit", "CPU", *flags)
        assert answer.status in (Status.FAILED, Status.USAGE) and says in answer.stderr, answer
    expect(desk.ask_one("rules", "show", "CPU")["version"], rule["version"])


def a_slot_runs_at_most_once_over_kills(desk):
    """The engine is killed around the instant of each slot, in the middle of claiming, running and storing."""
    say(f"{desk.arguments.cycles} cycles, seed {desk.arguments.seed}")
    rng = random.Random(desk.arguments.seed)
    desk.use_proc(loadavg="0.00 0.00 0.00 1/100 4242\n", stat="cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n")
    for number in range(5):
        desk.run("rules", "add", "cpu-usage", "--name", f"CPU {number}", *CPU, "--period", "", "--cron", EVERY_SECOND,
                 "--catch-up", "100")
    for _ in range(desk.arguments.cycles):
        monitor = desk.start_monitor()
        instant = time.time() % 1
        wait_until(time.monotonic() + (1 - instant) % 1 + rng.uniform(-0.002, 0.02))
        monitor.end(signal.SIGKILL)
    runs = Counter((run[0], run[1]) for run in desk.query("SELECT rule_id, slot_us FROM run WHERE slot_us IS NOT NULL"))
    say(f"{len(runs)} slots were run in {desk.arguments.cycles} lives")
    assert len(runs) > desk.arguments.cycles, "the engine hardly ran"
    twice = [slot for slot, count in runs.items() if count > 1]
    expect(twice, [])
    assert all(slot % 1_000_000 == 0 for _, slot in runs)
    expect(desk.query("PRAGMA integrity_check"), [("ok",)])


def wait_until(due):
    while time.monotonic() < due:
        time.sleep(max(0, min(0.001, due - time.monotonic())))


TESTS = [
    next_runs_of_a_cron_expression,
    next_runs_of_a_period,
    what_cannot_be_a_schedule_is_explained,
    or_of_days_is_warned_of,
    rules_keep_their_calendar,
    a_slot_runs_at_most_once_over_kills,
]


def add_options(parser):
    parser.add_argument("--cycles", type=int, default=10, help="how often the engine is killed")
    parser.add_argument("--seed", type=int, default=random.randrange(1000000), help="of all that is random")


if __name__ == "__main__":
    test_main(TESTS, add_options)
