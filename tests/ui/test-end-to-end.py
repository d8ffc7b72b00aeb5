#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The real program, as a person without a mouse meets it, from an empty database to an acknowledged event.

test-end-to-end.py SENTINEL-ALERTS SENTINELCTL

What it finds it finds by role and name, what it does it does by keyboard, and what came of it is asked from
sentinelctl.
"""

import subprocess
import sys
import tempfile

from desktop import (
    TIMEOUT_S,
    Atspi,
    Program,
    find,
    is_focused,
    move_focus_to,
    press,
    run_steps,
    wait_for,
    wait_to_find,
    walk,
    write,
)

COMMENT = "a new disk comes on monday"


def says_its_version(program: Program) -> None:
    answer = subprocess.run([sys.argv[1], "--version"], capture_output=True, text=True, timeout=TIMEOUT_S)
    assert answer.stdout.startswith("sentinel-alerts "), answer.stdout


def starts_empty(program: Program) -> None:
    program.start()
    wait_to_find("frame", "Sentinel Alerts")
    wait_to_find("label", "Nothing Is Being Watched Yet")


def is_the_only_one(program: Program) -> None:
    again = subprocess.run([sys.argv[1]], env=program.environment, timeout=TIMEOUT_S)
    assert again.returncode == 0
    assert len([node for node in walk(Atspi.get_desktop(0)) if node.get_role_name() == "frame"]) == 1


def watches_this_computer(program: Program) -> None:
    button = wait_to_find("button", "Watch This Computer")
    wait_for("the focus where the work is", lambda: is_focused(button))
    press("Return")
    wait_to_find("label", "All Quiet")
    assert len(program.ask("rules", "list")) == 3


def notifies_of_what_is_not_on_screen(program: Program) -> None:
    press("3", Atspi.ModifierType.CONTROL)
    wait_to_find("table row", "Processor")
    program.ask("raise", "--importance", "medium", "--source", "backup", "--message", "Disk almost full", "--key", "disk")
    wait_for("the notification", lambda: program.notifications.was_asked("Notify", "backup", "Disk almost full"))
    assert not program.notifications.was_asked("CloseNotification")


def shows_what_was_raised(program: Program) -> None:
    press("2", Atspi.ModifierType.CONTROL)
    row = wait_to_find("table row", "Disk almost full")
    assert row.get_name().startswith("Medium, backup: Disk almost full. New, "), row.get_name()


def says_nothing_of_what_is_on_screen(program: Program) -> None:
    program.ask("raise", "--importance", "low", "--source", "backup-2", "--message", "Disk is fine", "--key", "fine")
    wait_to_find("table row", "Disk is fine")
    event = program.ask("events", "list", "--filter", "source:backup-2")[0]
    wait_for("the desktop to be told", lambda: "was told" in program.explain(event["id"]))
    assert not program.notifications.was_asked("Notify", "Disk is fine")


def acknowledges_by_keyboard(program: Program) -> None:
    move_focus_to("table row", "Disk almost full")
    press("Return")
    wait_to_find("button", "Acknowledge…")
    press("a")
    comment = wait_to_find("text", "Comment")
    wait_for("the focus on the comment", lambda: is_focused(comment))
    write(COMMENT)
    wait_for("the comment", lambda: Atspi.Text.get_text(comment, 0, -1) == COMMENT)
    press("Return", Atspi.ModifierType.CONTROL)
    wait_to_find("table row", "Disk almost full. Acknowledged")


def shows_it_in_the_details(program: Program) -> None:
    wait_to_find("label", COMMENT)


def it_is_stored(program: Program) -> None:
    events = program.ask("events", "list", "--filter", "source:backup")
    assert len(events) == 1, events
    assert events[0]["status"] == "acknowledged", events
    assert events[0]["ack_comment"] == COMMENT, events
    assert events[0]["ack_scope"] == "resolved", events


def undoes(program: Program) -> None:
    press("z", Atspi.ModifierType.CONTROL)
    wait_to_find("table row", "Disk almost full. New")
    events = program.ask("events", "list", "--filter", "source:backup")
    assert events[0]["status"] == "new", events
    assert events[0]["ack_comment"] is None, events


def takes_the_notification_back(program: Program) -> None:
    wait_for("the end of the notification", lambda: program.notifications.was_asked("CloseNotification"))


def ends_by_keyboard(program: Program) -> None:
    press("q", Atspi.ModifierType.CONTROL)
    assert program.process.wait(TIMEOUT_S) == 0


STEPS = [
    says_its_version,
    starts_empty,
    is_the_only_one,
    watches_this_computer,
    notifies_of_what_is_not_on_screen,
    shows_what_was_raised,
    says_nothing_of_what_is_on_screen,
    acknowledges_by_keyboard,
    shows_it_in_the_details,
    it_is_stored,
    undoes,
    takes_the_notification_back,
    ends_by_keyboard,
]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return run_steps(Program(sys.argv[1], sys.argv[2], folder), STEPS)


if __name__ == "__main__":
    sys.exit(main())
