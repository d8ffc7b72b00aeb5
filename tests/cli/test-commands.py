#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Commands as actions, by whoever evaluates the rules: what they get, and that none is run twice."""

import json
import os
import signal

from harness import Status, expect, expect_words, test_main, wait_for


def script(desk, text, **members):
    """The flags that make the manual rule run a script with the folder as $1."""
    argv = ["/bin/sh", "-c", text, "sh", str(desk.folder)]
    return "--actions", json.dumps([{"channel": "command", "argv": argv, **members}])


def use_script(desk, text, **members):
    desk.raise_event(message="makes the rule")
    desk.run("rules", "edit", "Manual", *script(desk, text, **members))


def get_rows(desk):
    return desk.query("SELECT state, error FROM outbox WHERE channel LIKE 'command%' ORDER BY id")


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def a_command_gets_what_events_show(desk):
    use_script(desk, 'cat > "$1/new" && mv "$1/new" "$1/input"; echo "told $SENTINEL_SOURCE"', name="siren")
    monitor = desk.start_monitor()
    event_id = desk.raise_event(source="host-1", message="Disk\nfull")
    wait_for("its note", lambda: desk.query("SELECT 1 FROM note"))
    note = "SELECT event_id, author, kind, body FROM note"
    expect(desk.query(note), [(event_id, "siren", 3, "told host-1")])
    given = json.loads((desk.folder / "input").read_text(encoding="utf-8"))
    expect(given.pop("reason"), "fired")
    expect(given.pop("test"), False)
    expect(given["message"], "Disk\nfull")
    shown = desk.ask_one("events", "list", "--filter", f"id:{event_id}")
    expect(set(given), set(shown))
    expect({key: given[key] for key in ("id", "rule", "source", "status")}, {key: shown[key] for key in ("id", "rule", "source", "status")})
    expect_words(desk.run("explain", event_id), "command:siren", "was told")
    expect(monitor.end(), Status.DONE)


def what_fails_is_shown(desk):
    use_script(desk, "echo 'no horn' >&2; exit 4")
    monitor = desk.start_monitor()
    event_id = desk.raise_event()
    wait_for("the failure", lambda: [state for state, _ in get_rows(desk)] == [2])
    expect_words(desk.run("explain", event_id), "command", "exited with status 4: no horn")
    expect_words(desk.run("logs", "list"), "command failed: exited with status 4: no horn")
    expect(monitor.end(), Status.DONE)


def what_was_begun_is_not_done_again(desk):
    """The one who evaluates is killed while a command runs: it ends with it, and is not run by the next."""
    use_script(desk, 'echo run >> "$1/runs"; echo $$ > "$1/new" && mv "$1/new" "$1/pid"; exec sleep 1000')
    monitor = desk.start_monitor()
    event_id = desk.raise_event()
    path = desk.folder / "pid"
    wait_for("the command", path.exists)
    pid = int(path.read_text(encoding="utf-8"))
    assert is_alive(pid)
    expect(monitor.end(signal.SIGKILL), -signal.SIGKILL)
    wait_for("its end", lambda: not is_alive(pid))
    monitor = desk.start_monitor()
    wait_for("the failure", lambda: [state for state, _ in get_rows(desk)] == [2])
    expect_words(get_rows(desk)[0][1], "not done again")
    expect(monitor.end(), Status.DONE)
    expect((desk.folder / "runs").read_text(encoding="utf-8"), "run\n")
    expect_words(desk.run("explain", event_id), "not done again")


def what_only_waits_is_done_by_the_next(desk):
    use_script(desk, 'echo run >> "$1/runs"')
    desk.raise_event()
    expect(get_rows(desk), [(0, None)])
    monitor = desk.start_monitor()
    wait_for("the run", lambda: [state for state, _ in get_rows(desk)] == [1])
    expect(monitor.end(), Status.DONE)
    expect((desk.folder / "runs").read_text(encoding="utf-8"), "run\n")


def bad_ones_are_refused_with_their_place(desk):
    cases = [
        ('[{"channel":"desktop"},{"channel":"command"}]', ["actions[1].argv"]),
        ('[{"channel":"command","argv":["x"],"timeout_ms":1}]', ["actions[0].timeout_ms", "1000"]),
        ('[{"channel":"email"}]', ["actions[0].channel", "email", "enabled"]),
    ]
    for actions, words in cases:
        answer = desk.call("rules", "add", "cpu-usage", "--name", "CPU", "--actions", actions)
        assert answer.status != Status.DONE, answer
        expect_words(answer.stderr, *words)
    expect(desk.ask("rules", "list"), [])
    desk.run("rules", "add", "cpu-usage", "--name", "CPU", "--actions", '[{"channel":"email","to":"a@b","enabled":false}]')
    expect(desk.ask_one("rules", "show", "CPU")["actions"], [{"channel": "email", "to": "a@b", "enabled": False}])


TESTS = [
    a_command_gets_what_events_show,
    what_fails_is_shown,
    what_was_begun_is_not_done_again,
    what_only_waits_is_done_by_the_next,
    bad_ones_are_refused_with_their_place,
]

if __name__ == "__main__":
    test_main(TESTS)
