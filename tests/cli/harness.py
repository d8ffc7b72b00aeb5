# SPDX-License-Identifier: MIT
"""What the tests of the command line share: a database of one's own, real processes, TAP.

A test is a function that takes a Desk; its name, read as words, is the line of output. test_main (TESTS) runs them in
order, each on a new Desk. Nothing here sleeps for a fixed time: it waits for something, with a deadline."""

import argparse
import json
import os
import queue
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import NamedTuple

TIMEOUT_S = 30.0
STEP_S = 0.01


class Status:
    """Exit statuses."""

    DONE, FAILED, USAGE, NOT_FOUND, OWNED = range(5)


class Skip(Exception):
    """What is needed for a test is not there."""


class Answer(NamedTuple):
    stdout: str
    stderr: str
    status: int


class Process:
    """sentinelctl at work. Its lines of output are read as they come, by a thread that ends with it."""

    def __init__(self, command, **options):
        self.popen = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.popen.stdout:
            self.lines.put(line.rstrip("\n"))

    def wait_line(self, is_wanted=lambda line: True, timeout_s=TIMEOUT_S):
        """The next line that is wanted; those before it are dropped."""
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                line = self.lines.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"the line never came; status {self.popen.poll()}") from None
            if is_wanted(line):
                return line

    def send(self, number):
        self.popen.send_signal(number)

    def end(self, number=signal.SIGTERM):
        """Sends a signal and gives the status that followed; below 0 it is a signal."""
        self.send(number)
        return self.wait()

    def wait(self, timeout_s=TIMEOUT_S):
        status = self.popen.wait(timeout_s)
        self.reader.join(timeout_s)
        return status

    def stderr(self):
        return self.popen.stderr.read()

    def discard(self):
        if self.popen.poll() is None:
            self.popen.kill()
        self.wait()
        self.popen.stdout.close()
        self.popen.stderr.close()


class Desk:
    """A folder with a database, and the processes that work on it."""

    def __init__(self, arguments, folder):
        self.arguments = arguments
        self.program = arguments.program
        self.folder = Path(folder)
        self.database = self.folder / "sentinel.db"
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "SENTINEL_DATABASE": str(self.database),
            "TZ": "UTC",
            "XDG_DATA_HOME": str(self.folder / "data"),
        }
        self.environment.pop("SENTINEL_PROC_ROOT", None)
        self.processes = []

    def call(self, *arguments, stdin="", **options):
        """Runs sentinelctl to its end, whatever its status."""
        command = [self.program, *(word if isinstance(word, bytes) else str(word) for word in arguments)]
        options = {"env": self.environment, "timeout": TIMEOUT_S, **options}
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False, **options)
        assert done.returncode >= 0, f"{command} was ended by signal {-done.returncode}: {done.stderr}"
        return Answer(done.stdout, done.stderr, done.returncode)

    def run(self, *arguments, **options):
        """Runs sentinelctl, which has to succeed in silence, and gives its output."""
        answer = self.call(*arguments, **options)
        assert answer.status == Status.DONE, f"{arguments}: {answer}"
        assert answer.stderr == "", f"{arguments}: {answer}"
        return answer.stdout

    def fail(self, status, *arguments, **options):
        """Runs sentinelctl, which has to fail with a status and say why, and gives what it said."""
        answer = self.call(*arguments, **options)
        assert answer.status == status, f"{arguments}, expected status {status}: {answer}"
        assert answer.stderr.startswith("sentinelctl: "), f"{arguments}: {answer}"
        return answer.stderr

    def ask(self, *arguments, **options):
        """The objects that sentinelctl --json prints."""
        return [json.loads(line) for line in self.run("--json", *arguments, **options).splitlines()]

    def ask_one(self, *arguments, **options):
        (answer,) = self.ask(*arguments, **options)
        return answer

    def start(self, *arguments, **options):
        """Starts sentinelctl; it ends with the test at the latest."""
        process = Process([self.program, *map(str, arguments)], **{"env": self.environment, **options})
        self.processes.append(process)
        return process

    def start_monitor(self, *arguments):
        """Starts the engine and waits until it watches."""
        monitor = self.start("monitor", *arguments)
        monitor.wait_line(lambda line: line.startswith("Watching "))
        return monitor

    def use_proc(self, **files):
        """What the programs read instead of /proc from now on."""
        folder = self.folder / "proc"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            # At once, as the kernel does it: no process ever reads half of it.
            (folder / "new").write_text(text, encoding="utf-8")
            (folder / "new").rename(folder / name)
        self.environment["SENTINEL_PROC_ROOT"] = str(folder)
        return folder

    def raise_event(self, *arguments, importance="high", source="backup", message="Disk full"):
        """The id of a new event."""
        words = ("--importance", importance, "--source", source, "--message", message)
        return int(self.run("raise", *words, *arguments))

    def query(self, sql):
        """Rows straight from the file, without the program."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def close(self):
        for process in self.processes:
            process.discard()


def wait_for(what, condition, timeout_s=TIMEOUT_S):
    """What the condition answers, as soon as that is true."""
    deadline = time.monotonic() + timeout_s
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(STEP_S)
    return answer


def expect(actual, expected):
    assert actual == expected, f"{actual!r} instead of {expected!r}"


def expect_words(text, *words):
    """Messages may be put differently one day, but what they are about stays."""
    for word in words:
        assert word in text, f"no “{word}” in “{text}”"


def expect_parts(whole, **parts):
    """Some keys of an object."""
    expect({key: whole.get(key, "no such key") for key in parts}, parts)


def say(text):
    print("\n".join(f"# {line}" for line in str(text).splitlines()), flush=True)


def run_test(test, arguments):
    """Runs one on a new Desk. Gives what TAP says of it: "ok" or "not ok", and a directive."""
    folder = tempfile.mkdtemp(prefix="sentinel-cli-")
    desk = Desk(arguments, folder)
    try:
        test(desk)
        return "ok", ""
    except Skip as reason:
        return "ok", f" # SKIP {reason}"
    except Exception:  # a test may fail in any way; the others go on
        say(traceback.format_exc())
        return "not ok", ""
    finally:
        desk.close()
        shutil.rmtree(folder, ignore_errors=True)


def test_main(tests, options=None):
    """Runs the tests of a file; options may add arguments of the file's own, which tests find in desk.arguments."""
    parser = argparse.ArgumentParser(description="Prints TAP.")
    parser.add_argument("program", help="sentinelctl")
    parser.add_argument("only", nargs="*", help="names of tests; all when there is none")
    if options is not None:
        options(parser)
    arguments = parser.parse_args()
    chosen = [test for test in tests if not arguments.only or test.__name__ in arguments.only]
    print(f"TAP version 13\n1..{len(chosen)}", flush=True)
    all_good = True
    for number, test in enumerate(chosen, 1):
        begin = time.monotonic()
        result, directive = run_test(test, arguments)
        name = re.sub("_", " ", test.__name__)
        print(f"{result} {number} - {name}{directive}", flush=True)
        say(f"{time.monotonic() - begin:.2f} s")
        all_good = all_good and result == "ok"
    sys.exit(0 if all_good else 1)
