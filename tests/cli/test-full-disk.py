#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A disk that fills up: what was answered stays, what cannot be kept is told, and it works again with space."""

import os
import shutil
import tempfile
from pathlib import Path

from harness import Skip, Status, expect, expect_parts, expect_words, test_main, wait_for

RULE = ["rules", "add", "cpu-usage", "--name", "Load", "--set", "metric=load", "--set", "threshold=2", "--for", "0"]
QUICK = ["--period", "100ms", "--keep", "0"]
STAT = "cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n"
MAX_EVENTS = 2000


def use_small_disk(desk):
    """A folder on the small file system, for the database alone."""
    disk = os.environ.get("SENTINEL_TEST_SMALL_FS")
    if not disk:
        raise Skip("SENTINEL_TEST_SMALL_FS does not name a folder on a small file system")
    folder = Path(tempfile.mkdtemp(dir=disk))
    desk.database = folder / "sentinel.db"
    desk.environment["SENTINEL_DATABASE"] = str(desk.database)
    return folder


def fill(folder):
    """Takes all space that is left."""
    path = folder / "filler"
    with open(path, "wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return path


def on_small_disk(test):
    def run(desk):
        folder = use_small_disk(desk)
        try:
            test(desk, folder)
        finally:
            desk.close()
            shutil.rmtree(folder)

    run.__name__ = test.__name__
    return run


def raise_until_full(desk):
    """Every event that was answered, and what was said about the first that was not."""
    ids = []
    while len(ids) < MAX_EVENTS:
        answer = desk.call("raise", "--importance", "high", "--source", "disk", "--message", "x" * 20000)
        if answer.status != Status.DONE:
            expect(answer.status, Status.FAILED)
            return ids, answer.stderr
        ids.append(int(answer.stdout))
    raise AssertionError("the disk did not fill up")


@on_small_disk
def what_was_answered_stays(desk, folder):
    ids, message = raise_until_full(desk)
    assert len(ids) > 3, ids
    expect_words(message, str(desk.database), "full", "space")
    expect([event["id"] for event in desk.ask("events", "list", "--reverse")], ids)
    desk.run("check")


@on_small_disk
def it_works_again_with_space(desk, folder):
    desk.raise_event("--key", "root")
    filler = fill(folder)
    expect_words(desk.fail(Status.FAILED, "raise", "--importance", "high", "--source", "disk", "--message", "x" * 20000), str(desk.database), "space")
    filler.unlink()
    expect_parts(desk.ask_one("events", "list"), id=1, repeat_count=1)
    expect(desk.raise_event(), 2)
    desk.run("events", "ack", 1)
    desk.run("check")


@on_small_disk
def a_new_database_needs_space(desk, folder):
    filler = fill(folder)
    expect_words(desk.fail(Status.FAILED, "status"), str(folder), "space")
    filler.unlink()
    expect(desk.raise_event(), 1)


@on_small_disk
def the_engine_goes_on_and_stores_it_later(desk, folder):
    desk.use_proc(loadavg="0.00 0.00 0.00 1/100 4242\n", stat=STAT)
    desk.run(*RULE, *QUICK)
    monitor = desk.start_monitor()
    wait_for("a run", lambda: desk.query("SELECT count(*) FROM run")[0][0] > 0)
    filler = fill(folder)
    desk.use_proc(loadavg="9.00 0.00 0.00 1/100 4242\n")
    said = monitor.popen.stderr.readline()
    expect_words(said, "not stored", "space")
    filler.unlink()
    event = wait_for("the event", lambda: desk.ask("events", "list"))[0]
    expect_parts(event, rule="Load", value_first=9)
    expect(monitor.end(), Status.DONE)
    desk.run("check")


TESTS = [
    what_was_answered_stays,
    it_works_again_with_space,
    a_new_database_needs_space,
    the_engine_goes_on_and_stores_it_later,
]

if __name__ == "__main__":
    test_main(TESTS)
