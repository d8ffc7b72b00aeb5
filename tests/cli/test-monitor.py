#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl monitor: one owner, whoever comes, and what it does for the others."""

import json
import signal
import threading

from harness import Process, Status, expect, expect_parts, expect_words, test_main, wait_for

N_RACES = 20
STAT = "cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n"


def add_load_rule(desk, name="Load", *arguments, load=9):
    desk.use_proc(loadavg=f"{load}.00 0.00 0.00 1/100 4242\n", stat=STAT)
    words = ["--set", "metric=load", "--set", "threshold=2", "--for", "0", "--keep", "0", "--period", "100ms"]
    return desk.ask_one("rules", "add", "cpu-usage", "--name", name, *words, *arguments)["id"]


def a_second_one_is_told_who_owns(desk):
    monitor = desk.start_monitor()
    for words in (["monitor"], ["monitor", "--follow"]):
        expect_words(desk.fail(Status.OWNED, *words), str(monitor.popen.pid))
    expect(monitor.end(), Status.DONE)


def sigterm_and_sigint_drain(desk):
    for number in (signal.SIGTERM, signal.SIGINT):
        monitor = desk.start_monitor()
        expect(monitor.end(number), Status.DONE)
        expect(monitor.stderr(), "")
    expect(desk.run("check"), "The database is sound.\n")


def status_says_who_watches(desk):
    add_load_rule(desk)
    add_load_rule(desk, "Off", "--enabled", "no")
    expect_parts(desk.ask_one("status"), running=False, owner_pid=None, rules=2, enabled_rules=1, open=0, unacknowledged=0)
    monitor = desk.start_monitor()
    wait_for("an open event", lambda: desk.ask_one("status")["open"] == 1)
    expect_parts(desk.ask_one("status"), running=True, owner_pid=monitor.popen.pid, unacknowledged=1)
    assert desk.ask_one("status")["next_due_at_us"] > 0
    expect(monitor.end(), Status.DONE)
    expect_parts(desk.ask_one("status"), running=False, owner_pid=None, open=1)


def a_pause_holds_and_ends(desk):
    """Whoever runs the rules hears of it, says so, and does nothing until it is over."""
    add_load_rule(desk)
    count = "SELECT count(*) FROM run"
    monitor = desk.start_monitor()
    wait_for("a run", lambda: desk.query(count)[0][0] > 0)
    desk.run("settings", "set", "engine.paused", "yes")
    expect_parts(desk.ask_one("status"), running=True, paused=True, paused_until_us=None, next_due_at_us=None)
    expect_words(desk.run("status"), "paused: true")
    # What was on its way may still end; a run by hand comes after all of it.
    desk.run("rules", "run", "Load")
    n_runs = desk.query(count)[0][0]
    desk.run("rules", "run", "Load")
    expect(desk.query(count)[0][0], n_runs + 1)
    expect(monitor.end(), Status.DONE)
    monitor = desk.start_monitor()
    desk.run("rules", "run", "Load")
    expect(desk.query(count)[0][0], n_runs + 2)
    desk.run("settings", "set", "engine.paused", "no")
    wait_for("it to go on", lambda: desk.query(count)[0][0] > n_runs + 4)
    expect_parts(desk.ask_one("status"), paused=False)
    expect_words(desk.run("logs", "list"), "Watching is paused", "Watching goes on")
    expect(monitor.end(), Status.DONE)


def it_evaluates_on_schedule(desk):
    add_load_rule(desk)
    monitor = desk.start_monitor()
    wait_for("five runs", lambda: desk.query("SELECT count(*) FROM run")[0][0] >= 5)
    expect_parts(desk.ask_one("events", "list"), rule="Load", status="new", value_last=9)
    desk.use_proc(loadavg="0.00 0.00 0.00 1/100 4242\n")
    wait_for("the end of the event", lambda: desk.ask_one("events", "list")["close_reason"] == "resolved")
    expect(monitor.end(), Status.DONE)


def follow_prints_events(desk):
    add_load_rule(desk)
    monitor = desk.start("--json", "monitor", "--follow")
    expect_parts(json.loads(monitor.wait_line()), id=1, rule="Load", status="new")
    desk.run("events", "ack", 1, "--comment", "on it")
    expect_parts(json.loads(monitor.wait_line()), id=1, status="acknowledged", ack_comment="on it")
    desk.raise_event()
    expect_parts(json.loads(monitor.wait_line()), id=2, source="backup")
    expect(monitor.end(), Status.DONE)


def it_takes_up_new_and_changed_rules(desk):
    desk.use_proc()
    monitor = desk.start("--json", "monitor", "--follow")
    wait_for("the owner", lambda: desk.ask_one("status")["running"])
    add_load_rule(desk, "Later")
    expect_parts(json.loads(monitor.wait_line()), rule="Later", status="new")
    desk.run("rules", "disable", "Later")
    expect_parts(json.loads(monitor.wait_line()), rule="Later", close_reason="disabled")
    desk.run("rules", "enable", "Later")
    expect_parts(json.loads(monitor.wait_line()), id=2, status="new")
    desk.run("rules", "delete", "Later")
    expect_parts(json.loads(monitor.wait_line()), id=2, close_reason="deleted")
    expect(monitor.end(), Status.DONE)


def once_repeats_a_rule_that_only_primed(desk):
    desk.run("rules", "add", "cpu-usage", "--name", "CPU", "--set", "threshold=0", "--set", "count_iowait=true", "--for", "0")
    desk.run("rules", "add", "cpu-usage", "--name", "Off", "--enabled", "no")
    (run,) = desk.ask("monitor", "--once")
    assert run["outcome"] in ("ok", "breach"), run
    assert run["rule_id"] == 1, run
    (sample,) = desk.query("SELECT last FROM sample")
    assert 0 <= sample[0] <= 100, sample
    expect_parts(desk.ask_one("rules", "show", "CPU"), health="ok", bad_count=0)


def a_killed_one_makes_room_at_once(desk):
    add_load_rule(desk)
    killed = desk.start_monitor()
    wait_for("a run", lambda: desk.query("SELECT count(*) FROM run")[0][0] > 0)
    expect(killed.end(signal.SIGKILL), -signal.SIGKILL)
    expect_parts(desk.ask_one("status"), running=False)
    monitor = desk.start_monitor()
    expect(monitor.end(), Status.DONE)
    expect(desk.run("check"), "The database is sound.\n")


def run_is_done_by_the_owner(desk):
    add_load_rule(desk, "Load", "--period", "1h")
    monitor = desk.start_monitor()
    expect_parts(desk.ask_one("rules", "run", "Load"), rule_id=1, outcome="breach")
    expect(desk.query("SELECT count(*) FROM request")[0], (1,))
    expect(monitor.end(), Status.DONE)


def run_is_done_by_itself_without_one(desk):
    add_load_rule(desk)
    expect_parts(desk.ask_one("rules", "run", "Load"), rule_id=1, outcome="breach")
    expect(desk.query("SELECT count(*) FROM request")[0], (0,))
    desk.start_monitor()


def once_is_done_by_the_owner(desk):
    add_load_rule(desk, "Load", "--period", "1h")
    add_load_rule(desk, "Other", "--period", "1h")
    monitor = desk.start_monitor()
    expect(sorted(run["rule_id"] for run in desk.ask("monitor", "--once")), [1, 2])
    expect(desk.query("SELECT count(*) FROM request")[0], (2,))
    expect(monitor.end(), Status.DONE)


def an_asker_may_give_up(desk):
    """The owner is there, but stopped; it goes on as if nothing had been."""
    add_load_rule(desk, "Load", "--period", "1h")
    monitor = desk.start_monitor()
    expect_parts(desk.ask_one("rules", "run", "Load"), outcome="breach")
    monitor.send(signal.SIGSTOP)
    asker = desk.start("rules", "run", "Load")
    wait_for("the request", lambda: desk.query("SELECT count(*) FROM request")[0][0] == 2)
    expect(asker.end(), -signal.SIGTERM)
    monitor.send(signal.SIGCONT)
    expect_parts(desk.ask_one("rules", "run", "Load"), outcome="breach")
    expect(monitor.end(), Status.DONE)


def race(desk, statuses):
    """Two at once: one has to watch, the other has to be told so."""
    pair = [Process([desk.program, "monitor"], env=desk.environment) for _ in range(2)]
    desk.processes.extend(pair)
    ended = wait_for("one to give up", lambda: [one for one in pair if one.popen.poll() is not None])
    (winner,) = [one for one in pair if one not in ended]
    winner.wait_line(lambda line: line.startswith("Watching "))
    statuses.append((ended[0].wait(), winner.end()))


def of_two_at_once_exactly_one_owns(desk):
    statuses = []
    for _ in range(N_RACES):
        race(desk, statuses)
    expect(statuses, [(Status.OWNED, Status.DONE)] * N_RACES)


def many_at_once_on_a_new_database(desk):
    """Everybody makes the same file and its tables at the same time."""
    raisers = [threading.Thread(target=desk.raise_event) for _ in range(8)]
    for raiser in raisers:
        raiser.start()
    for raiser in raisers:
        raiser.join()
    expect(sorted(event["id"] for event in desk.ask("events", "list")), list(range(1, 9)))


def wrong_use_is_told(desk):
    for words in (["monitor", "fast"], ["monitor", "--once", "--follow"], ["monitor", "--twice"], ["status", "now"]):
        desk.fail(Status.USAGE, *words)


TESTS = [
    a_second_one_is_told_who_owns,
    sigterm_and_sigint_drain,
    status_says_who_watches,
    a_pause_holds_and_ends,
    it_evaluates_on_schedule,
    follow_prints_events,
    it_takes_up_new_and_changed_rules,
    once_repeats_a_rule_that_only_primed,
    a_killed_one_makes_room_at_once,
    run_is_done_by_the_owner,
    run_is_done_by_itself_without_one,
    once_is_done_by_the_owner,
    an_asker_may_give_up,
    of_two_at_once_exactly_one_owns,
    many_at_once_on_a_new_database,
    wrong_use_is_told,
]

if __name__ == "__main__":
    test_main(TESTS)
