#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl watch at a terminal, and where whoever started it left its output in an unusual state."""

import fcntl
import os
import pty
import subprocess
import sys

from harness import TIMEOUT_S, expect, expect_words, test_main

N_BYTES = 500000
N_INTERRUPTS = 10
CTRL_C = b"\x03"
# A wake-up descriptor, because a signal just before a blocking read would wait for the next key.
COUNT_INTERRUPTS = """
import os, select, signal
reader, writer = os.pipe2(os.O_NONBLOCK)
signal.set_wakeup_fd(writer)
signal.signal(signal.SIGINT, lambda number, frame: None)
count = 0
os.write(1, b"ready\\n")
while 0 not in (readable := select.select([0, reader], [], [])[0]):
    n = len(os.read(reader, 100))
    count += n
    os.write(1, b"got it\\n" * n)
os.write(1, b"interrupted %d times\\n" % count)
"""


def output_that_does_not_block_is_waited_for(desk):
    """Nothing is lost when the reader is slower than the command."""
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETFL, fcntl.fcntl(writer, fcntl.F_GETFL) | os.O_NONBLOCK)
    command = [desk.program, "watch", "--", "head", "-c", str(N_BYTES), "/dev/zero"]
    process = subprocess.Popen(command, stdout=writer, env=desk.environment)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        expect(len(stream.read()), N_BYTES)
    expect(process.wait(TIMEOUT_S), 0)


class Terminal:
    """A program at a terminal of its own."""

    def __init__(self, command, environment):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execve(command[0], command, environment)

    def read_until(self, wanted):
        text = b""
        while wanted not in text:
            text += os.read(self.master, 1000)
        return text.decode()

    def write(self, keys):
        os.write(self.master, keys)

    def wait(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def close(self):
        os.close(self.master)  # hangs up, which ends what is still there


def ctrl_c_reaches_the_command_once(desk):
    """A terminal sends it to all in the foreground; handed on, it would come twice."""
    terminal = Terminal([desk.program, "watch", "--", sys.executable, "-c", COUNT_INTERRUPTS], desk.environment)
    try:
        terminal.read_until(b"ready")
        for _ in range(N_INTERRUPTS):
            terminal.write(CTRL_C)
            terminal.read_until(b"got it")
        terminal.write(b"end\n")
        expect_words(terminal.read_until(b"times"), f"interrupted {N_INTERRUPTS} times")
        expect(terminal.wait(), 0)
    finally:
        terminal.close()


def ctrl_c_lets_the_engine_drain(desk):
    """A second one would end it at once, with 1."""
    terminal = Terminal([desk.program, "watch", "--", desk.program, "monitor"], desk.environment)
    try:
        terminal.read_until(b"Watching ")
        terminal.write(CTRL_C)
        expect(terminal.wait(), 0)
    finally:
        terminal.close()


TESTS = [
    output_that_does_not_block_is_waited_for,
    ctrl_c_reaches_the_command_once,
    ctrl_c_lets_the_engine_drain,
]

if __name__ == "__main__":
    test_main(TESTS)
