#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl watch: the command notices nothing, and its failure is an event."""

import signal
import subprocess

from harness import TIMEOUT_S, Status, expect, expect_parts, expect_words, test_main, wait_for

ALL_BYTES = bytes(range(256)) * 1000


def watch(desk, *arguments, stdin=b"", before=()):
    """Runs a command under watch; output in bytes."""
    command = [desk.program, "watch", *before, "--", *arguments]
    return subprocess.run(command, input=stdin, env=desk.environment, capture_output=True, check=False, timeout=TIMEOUT_S)


def run_shell(desk, script, *before, **options):
    return watch(desk, "sh", "-c", script, before=before, **options)


def failure_opens_and_success_resolves(desk):
    for job, source, word in (((), "watch", "false"), (("--name", "job"), "job", "job")):
        expect(watch(desk, "false", before=job).returncode, 1)
        event = desk.ask("events", "list", "--filter", f"source:{source}")[0]
        expect_parts(event, source=source, importance="high", status="new", category="System", closed_at_us=None)
        expect_words(event["message"], word, "status 1")
        expect(watch(desk, "true", before=job).returncode, 0)
        event = desk.ask("events", "list", "--filter", f"source:{source}")[0]
        assert event["closed_at_us"] > event["opened_at_us"], event


def the_event_has_the_last_lines(desk):
    run_shell(desk, "seq 1 100; echo 'disk full' >&2; exit 3", "--name", "backup")
    event = desk.ask_one("events", "show", 1)
    expect_words(event["message"], "backup", "status 3", "disk full")
    payload = event["payload"]
    expect_parts(payload, status=3, command=["sh", "-c", "seq 1 100; echo 'disk full' >&2; exit 3"])
    lines = payload["last_lines"].splitlines()
    expect(set(lines) - {"disk full"}, {str(number) for number in range(82, 101)} & set(lines))
    assert "disk full" in lines and "100" in lines, lines
    assert payload["duration_ms"] >= 0, payload


def the_message_names_the_command(desk):
    run_shell(desk, "exit 1")
    expect_words(desk.ask_one("events", "list")["message"], "sh failed")
    expect(watch(desk, "/bin/sh", "-c", "exit 0").returncode, 0)
    expect(desk.ask("events", "list", "--filter", "is:open"), [])


def failures_in_a_row_are_one_event(desk):
    for number in range(3):
        run_shell(desk, f"echo try {number}; exit 1")
    expect_parts(desk.ask_one("events", "list"), repeat_count=3)
    expect(desk.ask_one("events", "show", 1)["payload"]["last_lines"], "try 2")
    run_shell(desk, "exit 0")
    run_shell(desk, "exit 1")
    expect([event["repeat_count"] for event in desk.ask("events", "list")], [1, 3])


def names_do_not_mix(desk):
    run_shell(desk, "exit 1", "--name", "a")
    run_shell(desk, "exit 0", "--name", "b")
    expect_parts(desk.ask_one("events", "list"), source="a", closed_at_us=None)


def success_leaves_nothing(desk):
    expect(watch(desk, "true").returncode, 0)
    expect(desk.ask("events", "list"), [])


def importance_can_be_chosen(desk):
    run_shell(desk, "exit 1", "--importance", "low")
    expect_parts(desk.ask_one("events", "list"), importance="low")


def output_passes_through_unchanged(desk):
    (desk.folder / "bytes").write_bytes(ALL_BYTES)
    done = run_shell(desk, f"cat {desk.folder}/bytes; cat {desk.folder}/bytes >&2; exit 9")
    expect(done.returncode, 9)
    assert done.stdout == ALL_BYTES, len(done.stdout)
    assert done.stderr == ALL_BYTES, len(done.stderr)
    expect_parts(desk.ask_one("events", "show", 1)["payload"], status=9)


def input_passes_through(desk):
    expect(watch(desk, "cat", stdin=ALL_BYTES).stdout, ALL_BYTES)


def options_behind_the_dashes_are_the_commands(desk):
    done = watch(desk, "echo", "--json", "--name", "x", "--database", "y", "--")
    expect((done.returncode, done.stdout), (0, b"--json --name x --database y --\n"))


def output_is_passed_on_as_it_comes(desk):
    process = desk.start("watch", "--", "sh", "-c", "echo first; read line; echo $line", stdin=subprocess.PIPE)
    expect(process.wait_line(), "first")
    process.popen.stdin.write("second\n")
    process.popen.stdin.close()
    expect(process.wait_line(), "second")
    expect(process.wait(), 0)


def a_signal_is_128_and_more(desk):
    expect(run_shell(desk, "kill -TERM $$").returncode, 128 + signal.SIGTERM)
    expect(run_shell(desk, "kill -KILL $$").returncode, 128 + signal.SIGKILL)
    expect_words(desk.ask_one("events", "list")["message"], "signal")


def what_cannot_run_is_127_or_126(desk):
    plain = desk.folder / "plain"
    plain.write_text("no program\n", encoding="ascii")
    done = watch(desk, "no-such-command", before=("--name", "missing"))
    expect(done.returncode, 127)
    expect_words(done.stderr.decode(), "no-such-command")
    done = watch(desk, str(plain), before=("--name", "plain"))
    expect(done.returncode, 126)
    expect_words(done.stderr.decode(), str(plain))
    messages = {event["source"]: event["message"] for event in desk.ask("events", "list")}
    expect_words(messages["missing"], "could not be started")
    expect_words(messages["plain"], "could not be started")


def signals_are_handed_on(desk):
    script = "trap 'echo got; exit 7' {0}; echo ready; while :; do sleep 0.05; done"
    for name in ("TERM", "INT", "HUP"):
        process = desk.start("watch", "--name", name, "--", "sh", "-c", script.format(name))
        expect(process.wait_line(), "ready")
        process.send(getattr(signal, f"SIG{name}"))
        expect(process.wait_line(), "got")
        expect(process.wait(), 7)
    expect([event["source"] for event in desk.ask("events", "list", "--reverse")], ["TERM", "INT", "HUP"])


def a_reader_that_goes_away_does_not_end_it(desk):
    script = f"seq 1 100000; echo done > {desk.folder}/done"
    command = f'"{desk.program}" watch -- sh -c "{script}" | head -n 1'
    done = subprocess.run(["sh", "-c", command], env=desk.environment, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    expect(done.stdout, "1\n")
    wait_for("the end of the command", (desk.folder / "done").exists)


def the_status_counts_when_nothing_can_be_stored(desk):
    desk.environment["SENTINEL_DATABASE"] = f"{desk.folder}/folder"
    (desk.folder / "folder").mkdir()
    done = run_shell(desk, "echo out; exit 5")
    expect((done.returncode, done.stdout), (5, b"out\n"))
    expect_words(done.stderr.decode(), "recorded", f"{desk.folder}/folder")


def wrong_use_is_told_and_runs_nothing(desk):
    flag = desk.folder / "ran"
    touch = ["touch", str(flag)]
    for words in ([], ["--"], touch, ["--name"], ["x", "--", *touch], ["--colour", "--", *touch], ["--importance", "urgent", "--", *touch]):
        desk.fail(Status.USAGE, "watch", *words)
    assert not flag.exists()


TESTS = [
    failure_opens_and_success_resolves,
    the_event_has_the_last_lines,
    the_message_names_the_command,
    failures_in_a_row_are_one_event,
    names_do_not_mix,
    success_leaves_nothing,
    importance_can_be_chosen,
    output_passes_through_unchanged,
    input_passes_through,
    options_behind_the_dashes_are_the_commands,
    output_is_passed_on_as_it_comes,
    a_signal_is_128_and_more,
    what_cannot_run_is_127_or_126,
    signals_are_handed_on,
    a_reader_that_goes_away_does_not_end_it,
    the_status_counts_when_nothing_can_be_stored,
    wrong_use_is_told_and_runs_nothing,
]

if __name__ == "__main__":
    test_main(TESTS)
