#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""From a measurement on this computer to an event: the value is right, and what cannot be measured is told."""

import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from harness import Skip, Status, expect, expect_parts, expect_words, test_main, wait_for

WATCHED_S = 10
POINTS = 10
BUSY = "while True: pass"

BEFORE = "cpu  8000 200 3000 90000 500 40 60 0 0 0\ncpu0 8000 200 3000 90000 500 40 60 0 0 0\nintr 1\n"
# 500 of 1000 ticks busy, 40 of them stolen, and a quarter of the others waits for disks.
AFTER = "cpu  8400 200 3060 90375 625 40 60 40 0 0\ncpu0 8400 200 3060 90375 625 40 60 40 0 0\nintr 2\n"

ODD = {
    "": ["stat"],
    "cpu\n": ["stat", "cpu"],
    "cpu  1 2\nintr 1\n": ["stat", "cpu  1 2"],
    "cpu  one two three four\nintr 1\n": ["stat", "one two"],
    "cpu  1 2 3 4\nintr 1\n": ["stat", "no processor"],
    "cpu  1 2 3 -4\ncpu0 1 2 3 4\nintr 1\n": ["stat"],
    "\x00\x01\x02": ["stat"],
    "<html>": ["stat", "<html>"],
}


def add(desk, *arguments, name="CPU"):
    return desk.ask_one("rules", "add", "cpu-usage", "--name", name, "--for", "0", *arguments)["id"]


def read_ticks():
    """Busy and all ticks since this computer started."""
    fields = [int(field) for field in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)


def usage(before, after):
    return 100 * (after[0] - before[0]) / (after[1] - before[1])


def wait_for_run(desk, after_id, timeout_s=5):
    """The next run of the first rule: its id and when it began, in microseconds."""
    sql = f"SELECT id, started_at_us FROM run WHERE id > {after_id} ORDER BY id DESC LIMIT 1"
    return wait_for("the next run", lambda: desk.query(sql), timeout_s)[0]


def follow_runs(desk, seconds):
    """An own look at /proc/stat after each run, as close as it goes; gives the last two and the last run."""
    looks, last, deadline = [read_ticks(), read_ticks()], 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        last, _ = wait_for_run(desk, last)
        looks = [looks[1], read_ticks()]
    return looks, last


@contextlib.contextmanager
def busy_cores(count):
    processes = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def a_busy_core_is_seen_as_it_is(desk):
    add(desk, "--set", "threshold=20", "--period", "1s")
    with busy_cores(max(1, os.cpu_count() // 3)):
        monitor = desk.start_monitor()
        looks, last = follow_runs(desk, WATCHED_S)
        expect(monitor.end(), Status.DONE)
    own = usage(*looks)
    if own < 20 + POINTS / 2:
        raise Skip(f"this computer was not allowed to be busy: {own:.1f} %")
    event = desk.ask_one("events", "list", "--filter", "rule:CPU")
    expect_parts(event, rule="CPU", closed_at_us=None, unit="%")
    expect(desk.query("SELECT max(id) FROM run"), [(last,)])
    print(f"# event: {event['value_last']:.1f} %, own reading: {own:.1f} %")
    assert abs(event["value_last"] - own) <= POINTS, (event, own)
    assert desk.query("SELECT count(*) FROM run")[0][0] >= WATCHED_S - 1


def over_the_same_samples_it_is_exact(desk):
    expected = {"count_iowait=false": 50.0, "count_iowait=true": 62.5, "metric=iowait": 12.5, "metric=steal": 4.0, "scope=core:0": 50.0}
    for setting in expected:
        add(desk, "--set", "threshold=0", "--set", setting, name=setting)
    desk.use_proc(stat=BEFORE)
    desk.call("monitor", "--once")
    desk.use_proc(stat=AFTER)
    expect({run["outcome"] for run in desk.ask("monitor", "--once")}, {"breach"})
    expect({event["rule"]: event["value_last"] for event in desk.ask("events", "list")}, expected)


def levels_of_the_rule_decide(desk):
    desk.use_proc(stat=BEFORE)
    for name, threshold in (("below", 49.9), ("at", 50)):
        add(desk, "--set", f"threshold={threshold}", name=name)
    desk.call("monitor", "--once")
    desk.use_proc(stat=AFTER)
    expect([run["outcome"] for run in desk.ask("monitor", "--once")], ["breach", "ok"])
    expect_words(desk.ask_one("events", "list")["message"], "50.0%", "49.9%", "localhost")


def the_importance_of_the_rule_counts(desk):
    """It is that of the lowest level; what the higher one needs was not reached."""
    desk.use_proc(stat=BEFORE)
    for importance in ("low", "high", "critical"):
        add(desk, "--set", "threshold=10", "--set", "critical_threshold=60", "--importance", importance, name=importance)
    desk.call("monitor", "--once")
    desk.use_proc(stat=AFTER)
    desk.call("monitor", "--once")
    expect({event["rule"]: event["importance"] for event in desk.ask("events", "list")}, {"low": "low", "high": "high", "critical": "critical"})


def load_and_pressure_are_exact(desk):
    folder = desk.use_proc(stat=BEFORE, loadavg="2.50 1.00 1.00 3/456 789\n")
    (folder / "pressure").mkdir()
    pressure = "some avg10=12.34 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"
    (folder / "pressure" / "cpu").write_text(pressure, encoding="ascii")
    add(desk, "--set", "metric=load", "--set", "threshold=2", name="Load")
    add(desk, "--set", "metric=pressure", "--set", "threshold=10", name="Pressure")
    expect([run["outcome"] for run in desk.ask("monitor", "--once")], ["breach", "breach"])
    expect({event["rule"]: event["value_last"] for event in desk.ask("events", "list")}, {"Load": 2.5, "Pressure": 12.34})


def run_badly(desk, words):
    answer = desk.call("--json", "rules", "run", "CPU")
    expect(answer.status, Status.FAILED)
    run = json.loads(answer.stdout)
    expect_parts(run, outcome="error")
    assert run["phase"] in ("read", "parse"), run
    expect_words(run["message"], *words)


def an_odd_file_is_an_error_and_no_crash(desk):
    add(desk, "--bad-limit", "100")
    for text, words in ODD.items():
        desk.use_proc(stat=text)
        run_badly(desk, words)
    expect(desk.ask("events", "list"), [])
    expect_parts(desk.ask_one("rules", "show", "CPU"), health="bad", bad_count=len(ODD))


def a_missing_file_is_one_event_at_the_limit(desk):
    folder = desk.use_proc()
    add(desk, "--bad-limit", "3")
    for _ in range(2):
        run_badly(desk, [f"{folder}/stat", "No such file"])
    expect(desk.ask("events", "list"), [])
    expect_parts(desk.ask_one("rules", "show", "CPU"), health="bad", bad_count=2)
    for _ in range(3):
        run_badly(desk, [f"{folder}/stat"])
    event = desk.ask_one("events", "list")
    expect_parts(event, rule="CPU", importance="medium", status="new", source="CPU")
    expect_words(event["message"], "Rule cannot evaluate", f"{folder}/stat")
    expect_parts(desk.ask_one("rules", "show", "CPU"), health="failing", bad_count=5)
    expect_words(desk.ask("logs", "list", "--level", "error")[0]["message"], "CPU", f"{folder}/stat")


def it_ends_when_the_file_is_back(desk):
    desk.use_proc()
    add(desk, "--bad-limit", "1", "--keep", "0", "--set", "threshold=60")
    run_badly(desk, [])
    desk.use_proc(stat=BEFORE)
    desk.call("rules", "run", "CPU")
    desk.use_proc(stat=AFTER)
    expect_parts(desk.ask_one("rules", "run", "CPU"), outcome="ok")
    expect_parts(desk.ask_one("events", "list"), close_reason="resolved", repeat_count=1)
    expect_parts(desk.ask_one("rules", "show", "CPU"), health="ok", bad_count=0)


def a_core_that_is_not_there_is_named(desk):
    desk.use_proc(stat=BEFORE)
    add(desk, "--set", "scope=core:7")
    run_badly(desk, ["core 7"])


def what_a_file_says_cannot_steer_a_terminal(desk):
    desk.use_proc(stat=BEFORE, loadavg="\x1b[31mred\x07 1.00\n")
    add(desk, "--set", "metric=load")
    message = desk.fail(Status.FAILED, "rules", "test", "CPU")
    expect_words(message, "\\x1b[31mred\\x07")
    assert message.rstrip("\n").isprintable(), repr(message)


def test_says_what_went_wrong(desk):
    desk.use_proc()
    add(desk)
    expect_words(desk.fail(Status.FAILED, "rules", "test", "CPU"), "stat", "No such file")
    expect(desk.query("SELECT count(*) FROM run"), [(0,)])


TESTS = [
    a_busy_core_is_seen_as_it_is,
    over_the_same_samples_it_is_exact,
    levels_of_the_rule_decide,
    the_importance_of_the_rule_counts,
    load_and_pressure_are_exact,
    an_odd_file_is_an_error_and_no_crash,
    a_missing_file_is_one_event_at_the_limit,
    it_ends_when_the_file_is_back,
    a_core_that_is_not_there_is_named,
    what_a_file_says_cannot_steer_a_terminal,
    test_says_what_went_wrong,
]

if __name__ == "__main__":
    test_main(TESTS)
