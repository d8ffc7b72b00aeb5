#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A database that is none, not ours, or cannot be used: a clear message, nothing changed, no crash."""

import os
import sqlite3
import time
from pathlib import Path

from harness import Skip, Status, expect, expect_words, test_main, wait_for

NOBODY = 65534
LOCKED_S = 7

COMMANDS = [
    ["status"],
    ["check"],
    ["rules", "list"],
    ["rules", "add", "cpu-usage", "--name", "CPU"],
    ["rules", "run", "1"],
    ["events", "list"],
    ["events", "tail"],
    ["events", "ack", "1"],
    ["raise", "--importance", "high", "--source", "backup", "--message", "Disk full"],
    ["settings", "set", "user.name", "Ada"],
    ["logs", "list"],
    ["monitor"],
    ["monitor", "--once"],
]
WRITES = [words for words in COMMANDS if words[1:2] == ["add"] or words[0] in ("raise", "settings") or "ack" in words]


def refuse_all(desk, *words):
    """Every command has to say what is wrong with the file, and to leave it as it is."""
    before = desk.database.read_bytes()
    for command in COMMANDS:
        expect_words(desk.fail(Status.FAILED, *command), str(desk.database), *words)
    assert desk.database.read_bytes() == before, "the file was changed"


def make_database(desk):
    """A small one of ours, closed in order."""
    desk.raise_event("--key", "root")
    desk.run("rules", "add", "cpu-usage", "--name", "CPU")
    return desk.database.read_bytes()


def the_database_of_another_program_is_left_alone(desk):
    connection = sqlite3.connect(desk.database)
    connection.executescript("CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('Lied');")
    connection.close()
    refuse_all(desk, "another program", "another file")


def a_newer_one_is_left_alone(desk):
    make_database(desk)
    connection = sqlite3.connect(desk.database)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    refuse_all(desk, "newer version", "9999", "Update")


def a_truncated_one_is_left_alone(desk):
    whole = make_database(desk)
    for length in (50, 4096, 10000, len(whole) // 2, len(whole) - 4096):
        desk.database.write_bytes(whole[:length])
        expect_words(desk.fail(Status.FAILED, "check"), str(desk.database))
        assert desk.database.read_bytes() == whole[:length], length
    desk.database.write_bytes(whole[: len(whole) // 2])
    refuse_all(desk, "malformed", "Keep a copy", "backup")


def a_corrupt_one_never_crashes(desk):
    whole = bytearray(make_database(desk))
    for begin in range(100, len(whole), len(whole) // 20):
        spoilt = bytearray(whole)
        spoilt[begin : begin + 2000] = os.urandom(2000)
        desk.database.write_bytes(spoilt)
        for command in (["check"], ["events", "list"], ["rules", "list"], ["events", "show", "1"]):
            answer = desk.call(*command)
            assert answer.status in (Status.DONE, Status.FAILED, Status.NOT_FOUND), answer
            assert answer.status == Status.DONE or answer.stderr.startswith("sentinelctl: "), answer


def random_bytes_are_left_alone(desk):
    desk.database.write_bytes(os.urandom(50000))
    refuse_all(desk, "not a database", "name another file")


def an_empty_file_becomes_a_new_one(desk):
    desk.database.touch()
    expect(desk.raise_event(), 1)
    expect(desk.run("check"), "The database is sound.\n")


def a_symbolic_link_is_refused(desk):
    real = desk.folder / "real.db"
    desk.run("status", "--database", real)
    desk.database.symlink_to(real)
    refuse_all(desk, "symbolic link", "the file itself")


def a_folder_is_refused(desk):
    desk.database.mkdir()
    for command in COMMANDS:
        expect_words(desk.fail(Status.FAILED, *command), str(desk.database), "not a plain file")
    expect(list(desk.database.iterdir()), [])


def a_link_to_the_folder_is_fine(desk):
    (desk.folder / "real").mkdir()
    (desk.folder / "link").symlink_to(desk.folder / "real")
    desk.run("status", "--database", desk.folder / "link" / "sentinel.db")
    assert (desk.folder / "real" / "sentinel.db").exists()


def as_nobody(desk):
    """Options that run a program as somebody who may look at the folder, and nothing more."""
    if os.getuid() != 0:
        return {}
    os.chmod(desk.folder, 0o755)
    desk.database.chmod(0o644)
    return {"preexec_fn": lambda: os.setresuid(NOBODY, NOBODY, NOBODY)}


def check_can_run(desk, options):
    """Whoever built the program may keep it to themselves."""
    try:
        desk.call("version", **options)
    except PermissionError as error:
        raise Skip(f"another user cannot run {desk.program}") from error


def what_cannot_be_written_can_be_read(desk):
    make_database(desk)
    options = as_nobody(desk)
    check_can_run(desk, options)
    desk.database.chmod(0o444)
    desk.folder.chmod(0o555)
    try:
        expect([event["id"] for event in desk.ask("events", "list", **options)], [1])
        expect(desk.run("check", **options), "The database is sound.\n")
        for command in WRITES:
            expect_words(desk.fail(Status.FAILED, *command, **options), str(desk.database), "ritable")
    finally:
        desk.folder.chmod(0o700)
        desk.database.chmod(0o600)
    expect(desk.raise_event(), 2)


def what_cannot_be_read_is_told(desk):
    make_database(desk)
    options = as_nobody(desk)
    check_can_run(desk, options)
    desk.database.chmod(0)
    for command in COMMANDS:
        expect_words(desk.fail(Status.FAILED, *command, **options), str(desk.folder))
    desk.database.chmod(0o600)
    expect(desk.raise_event(), 2)


def a_folder_that_nobody_may_write_is_told(desk):
    desk.environment["SENTINEL_DATABASE"] = f"{desk.folder}/closed/sentinel.db"
    (desk.folder / "closed").mkdir(mode=0o555)
    desk.database.touch()
    options = as_nobody(desk)
    check_can_run(desk, options)
    for command in COMMANDS:
        if command == ["check"]:  # asks for what is there, and nothing is
            expect_words(desk.fail(Status.NOT_FOUND, *command, **options), f"{desk.folder}/closed")
        else:
            expect_words(desk.fail(Status.FAILED, *command, **options), f"{desk.folder}/closed", "ritable")
    expect(list((desk.folder / "closed").iterdir()), [])


def a_folder_that_cannot_be_made_is_told(desk):
    plain = desk.folder / "plain"
    plain.touch()
    expect_words(desk.fail(Status.FAILED, "status", "--database", plain / "sentinel.db"), str(plain))


def a_lock_for_too_long_is_told_and_nothing_is_lost(desk):
    make_database(desk)
    connection = sqlite3.connect(desk.database, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    begin = time.monotonic()
    message = desk.fail(Status.FAILED, *COMMANDS[8])
    took = time.monotonic() - begin
    connection.execute("ROLLBACK")
    connection.close()
    expect_words(message, str(desk.database), "locked", "Another process")
    assert took < LOCKED_S, took
    expect(desk.raise_event(), 2)


def has_open(pid, path):
    folder = Path(f"/proc/{pid}/fd")
    return any(os.readlink(entry) == str(path) for entry in folder.iterdir())


def a_short_lock_is_waited_for(desk):
    make_database(desk)
    connection = sqlite3.connect(desk.database, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    raising = desk.start(*COMMANDS[8])
    wait_for("the database to be opened", lambda: has_open(raising.popen.pid, desk.database))
    connection.execute("COMMIT")
    connection.close()
    expect(raising.wait_line(), "2")
    expect(raising.wait(), Status.DONE)


TESTS = [
    the_database_of_another_program_is_left_alone,
    a_newer_one_is_left_alone,
    a_truncated_one_is_left_alone,
    a_corrupt_one_never_crashes,
    random_bytes_are_left_alone,
    an_empty_file_becomes_a_new_one,
    a_symbolic_link_is_refused,
    a_folder_is_refused,
    a_link_to_the_folder_is_fine,
    what_cannot_be_written_can_be_read,
    what_cannot_be_read_is_told,
    a_folder_that_nobody_may_write_is_told,
    a_folder_that_cannot_be_made_is_told,
    a_lock_for_too_long_is_told_and_nothing_is_lost,
    a_short_lock_is_waited_for,
]

if __name__ == "__main__":
    test_main(TESTS)
