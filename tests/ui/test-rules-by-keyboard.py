#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A rule from its trigger to its restored first version, by keyboard alone: picked, named, saved, tried on what was
measured while its threshold is moved, brought back, and carried into another database.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time

from desktop import (
    Program,
    find,
    is_focused,
    move_focus_to,
    press,
    run_steps,
    settle,
    wait_for,
    wait_to_find,
    write,
)

from gi.repository import Atspi

CONTROL = Atspi.ModifierType.CONTROL
SHIFT = Atspi.ModifierType.SHIFT
NAME = "Desk"
STEP_US = 5 * 60 * 1_000_000
N_SAMPLES = 280
DOWN_TO_VERSIONS = 3  # items of a row's menu
MAX_MOVES = 40


def picks_and_saves_a_rule(program: Program) -> None:
    program.start()
    wait_to_find("label", "Sentinel Alerts")
    press("3", CONTROL)
    wait_to_find("button", "New Rule")
    press("n", CONTROL)
    wait_to_find("list item", "CPU")
    write("cpu")
    press("Down")
    settle()
    press("Return")
    name = wait_to_find("text", "Name")
    if not is_focused(name):
        move_focus_to("text", "Name")
    press("a", CONTROL)
    write(NAME)
    press("Return", CONTROL)
    wait_to_find("table row", NAME)
    rule = program.ask("rules", "show", NAME)[0]
    assert rule["version"] == 1 and rule["trigger"] == "cpu-usage", rule


def measure_a_day(program: Program) -> None:
    """A day passes too slowly for a test, so it is written where the engine writes it: at 50 %, with a peak to 93 % each
    four hours."""
    program.ask("rules", "run", NAME)
    with sqlite3.connect(program.environment["SENTINEL_DATABASE"], timeout=20) as database:
        (series,) = database.execute("SELECT id FROM series WHERE name = 'value'").fetchone()
        database.execute("DELETE FROM sample WHERE series_id = ?", (series,))
        now = int(time.time() * 1_000_000)
        values = [(93 if i % 50 < 3 and i > 3 else 50) for i in range(N_SAMPLES)]
        database.executemany("INSERT INTO sample VALUES (?, ?, ?, ?, ?, 1)",
                             [(series, now - (N_SAMPLES - i) * STEP_US, v, v, v) for i, v in enumerate(values)])


def opens_the_rule() -> None:
    move_focus_to("table row", NAME)
    press("Return")
    wait_to_find("text", "Name")


def a_moved_threshold_changes_the_count(program: Program) -> None:
    program.ask("rules", "edit", NAME, "--for", "0", "--period", "5m", "--keep", "0")
    measure_a_day(program)
    opens_the_rule()
    wait_to_find("label", "Would have fired 5 times in the last 24 hours")
    chart = move_focus_to("image", "Preview")
    for _ in range(6):  # through the lines, to that of the level "high"
        press("bracketright")
        settle()
        if "High 90" in (chart.get_description() or "") or find("label", "High 90"):
            break
    for _ in range(MAX_MOVES):
        press("Up")
        settle()
        if find("label", "(now: 5)"):
            break
    wait_to_find("label", "(now: 5)")
    press("Return", CONTROL)
    wait_for("the dialog to close", lambda: not find("text", "Name"))
    rule = program.ask("rules", "show", NAME)[0]
    assert rule["levels"], rule


def brings_the_first_version_back(program: Program) -> None:
    before = program.ask("rules", "show", NAME)[0]["version"]
    move_focus_to("table row", NAME)
    press("F10", SHIFT)
    wait_to_find("menu item")  # GTK 4.18 gives them no names
    settle()
    for _ in range(DOWN_TO_VERSIONS):
        press("Down")
    press("Return")
    move_focus_to("list item", "Version 1")
    press("Return")
    settle()
    move_focus_to("button", "Restore")
    press("Return")
    wait_for("the new version", lambda: program.ask("rules", "show", NAME)[0]["version"] == before + 1)
    rule = program.ask("rules", "show", NAME)[0]
    assert rule["levels"] is None, rule
    wait_to_find("list item", f"Version {before + 1}")
    assert is_focused(wait_to_find("button", "Restore")), "the focus was lost"
    press("Escape")  # puts the toast away
    wait_for("the toast to go", lambda: not find("label", "Version 1 restored"))
    press("Escape")
    wait_for("the dialog to close", lambda: not find("list item", "Version 1"))


def is_carried_into_another_database(program: Program) -> None:
    folder = os.path.dirname(program.environment["SENTINEL_DATABASE"])
    first, second = f"{folder}/first.json", f"{folder}/second.json"
    other = {**program.environment, "SENTINEL_DATABASE": f"{folder}/other.db"}
    program.ask("rules", "export", "--output", first)
    for arguments in (["import", first], ["export", "--output", second]):
        subprocess.run([program.ctl, "rules", *arguments], env=other, check=True, stdout=subprocess.DEVNULL)
    with open(first, "rb") as one, open(second, "rb") as two:
        assert one.read() == two.read(), "what was imported is not what was exported"


STEPS = [
    picks_and_saves_a_rule,
    a_moved_threshold_changes_the_count,
    brings_the_first_version_back,
    is_carried_into_another_database,
]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        return run_steps(Program(sys.argv[1], sys.argv[2], folder), STEPS)


if __name__ == "__main__":
    sys.exit(main())
