#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The engine is killed at random moments while other processes raise, acknowledge and write notes.

test-kill9.py SENTINELCTL [--cycles N] [--seed N]

What was answered (exit status 0) has to be there at the end, whatever happened to the engine; no slot may have been
committed twice. The engine has rules enough, and readings that change all the time, to be in the middle of something."""

import random
import signal
import subprocess
import threading
from collections import Counter

from harness import Status, expect, say, test_main

N_RULES = 10
RULE = ["--set", "metric=load", "--set", "threshold=2", "--period", "100ms", "--for", "0", "--keep", "0", "--flap", "no"]
STAT = "cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n"
LOADS = ("0.00", "9.00")
LOAD_CHANGES_EVERY_S = 0.07
LIFE_S = (0.005, 0.3)
KEYS = ("root", "home", "swap")


class Actor(threading.Thread):
    """Does something again and again until it is stopped; each time is one process, which has to succeed."""

    def __init__(self, desk, seed):
        super().__init__()
        self.desk = desk
        self.random = random.Random(seed)
        self.stopping = threading.Event()
        self.error = None
        self.count = 0

    def run(self):
        try:
            while not self.stopping.is_set():
                self.step()
        except Exception as error:  # told by the main thread
            self.error = error

    def step(self):
        self.act(self.count)
        self.count += 1

    def stop(self):
        self.stopping.set()
        self.join()
        if self.error is not None:
            raise self.error


class Changer(Actor):
    """Lets the computer be busy and idle by turns."""

    def act(self, number):
        self.desk.use_proc(loadavg=f"{LOADS[number % 2]} 0.00 0.00 1/100 4242\n")
        self.stopping.wait(LOAD_CHANGES_EVERY_S)


class Raiser(Actor):
    """Raises events, every second one under a key, which it resolves now and then."""

    def __init__(self, desk, seed):
        super().__init__(desk, seed)
        self.messages = {}  # of events without a key
        self.raised = Counter()  # how often those with a key were
        self.newest = 0

    def act(self, number):
        key = self.random.choice(KEYS) if number % 2 else None
        message = f"raised {number}"
        event_id = self.desk.raise_event(*(["--key", key] if key else []), message=message)
        self.newest = max(self.newest, event_id)
        if key is None:
            self.messages[event_id] = message
            return
        self.raised[event_id] += 1
        if self.random.random() < 0.2:
            expect(self.desk.run("raise", "--resolve", "--source", "backup", "--key", key), f"{event_id}\n")


class Commenter(Actor):
    """Says something about events that are there: any up to the newest that was answered."""

    def __init__(self, desk, seed, raiser):
        super().__init__(desk, seed)
        self.raiser = raiser
        self.said = []  # (event id, text), in this order

    def choose(self):
        return self.random.randint(1, self.raiser.newest)


class Acknowledger(Commenter):
    def act(self, number):
        event_id = self.choose()
        expect(self.desk.run("events", "ack", event_id, "--comment", f"ack {number}"), "1\n")
        self.said.append((event_id, f"ack {number}"))


class Writer(Commenter):
    def act(self, number):
        event_id = self.choose()
        self.desk.run("events", "note", event_id, f"note {number}")
        self.said.append((event_id, f"note {number}"))


def live_and_die(desk, life_s):
    """Starts the engine and kills it after so long; it must not have ended before."""
    command = [desk.program, "monitor"]
    monitor = subprocess.Popen(command, env=desk.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        monitor.wait(life_s)
        raise AssertionError(f"it ended by itself with {monitor.returncode}: {monitor.stderr.read()}")
    except subprocess.TimeoutExpired:
        monitor.kill()
    expect(monitor.wait(), -signal.SIGKILL)
    monitor.stderr.close()


def disturb(desk, cycles, seed):
    """The actors, after all the kills."""
    raiser = Raiser(desk, seed + 1)
    actors = [Changer(desk, seed), raiser, Acknowledger(desk, seed + 2, raiser), Writer(desk, seed + 3, raiser)]
    lives = random.Random(seed)
    raiser.step()  # the others need something to talk about
    for actor in actors:
        actor.start()
    try:
        for _ in range(cycles):
            live_and_die(desk, lives.uniform(*LIFE_S))
    finally:
        for actor in actors:
            actor.stopping.set()
    for actor in actors:
        actor.stop()
    return actors


def check_raised(desk, raiser):
    stored = {row[0]: row[1:] for row in desk.query("SELECT id, message, repeat_count FROM event")}
    expect({event_id: stored[event_id][0] for event_id in raiser.messages}, raiser.messages)
    expect({event_id: stored[event_id][1] for event_id in raiser.raised}, dict(raiser.raised))


def check_acknowledged(desk, acknowledger):
    """The last one stands in the event, all of them are on record."""
    stored = dict(desk.query("SELECT id, ack_comment FROM event WHERE acked_at_us IS NOT NULL"))
    last = dict(acknowledger.said)
    expect({event_id: stored.get(event_id) for event_id in last}, last)
    records = """SELECT note.event_id, body FROM note JOIN transition USING (event_id, batch)
                 WHERE note.kind = 1 AND transition.kind = 8 ORDER BY note.id"""
    expect(desk.query(records), acknowledger.said)


def check_notes(desk, writer):
    expect(desk.query("SELECT event_id, body FROM note WHERE kind = 0 ORDER BY id"), writer.said)


def check_engine(desk, cycles):
    twice = "SELECT rule_id, slot_us FROM run WHERE slot_us IS NOT NULL GROUP BY rule_id, slot_us HAVING count(*) > 1"
    expect(desk.query(twice), [])
    ((count, newest),) = desk.query("SELECT count(*), max(id) FROM event")
    expect(count, newest)
    ((n_runs,),) = desk.query("SELECT count(*) FROM run")
    ((n_fired,),) = desk.query("SELECT count(*) FROM event JOIN rule ON rule.id = rule_id WHERE trigger = 'cpu-usage'")
    assert n_runs >= cycles and n_fired > 0, (n_runs, n_fired)
    say(f"{n_runs} runs, {n_fired} events by the engine, {count} events in all")


def no_answered_commit_is_lost(desk):
    cycles, seed = desk.arguments.cycles, desk.arguments.seed
    say(f"{cycles} cycles, seed {seed}")
    desk.use_proc(stat=STAT, loadavg="9.00 0.00 0.00 1/100 4242\n")
    for number in range(N_RULES):
        desk.run("rules", "add", "cpu-usage", "--name", f"Load {number}", *RULE)
    _, raiser, acknowledger, writer = disturb(desk, cycles, seed)
    say(f"answered: {raiser.count} raises, {acknowledger.count} acknowledgements, {writer.count} notes")
    check_raised(desk, raiser)
    check_acknowledged(desk, acknowledger)
    check_notes(desk, writer)
    check_engine(desk, cycles)
    expect(desk.run("check"), "The database is sound.\n")
    monitor = desk.start_monitor()
    expect(monitor.end(), Status.DONE)
    expect(desk.run("check"), "The database is sound.\n")


def add_options(parser):
    parser.add_argument("--cycles", type=int, default=20, help="how often the engine is killed")
    parser.add_argument("--seed", type=int, default=random.randrange(1000000), help="of all that is random")


TESTS = [no_answered_commit_is_lost]

if __name__ == "__main__":
    test_main(TESTS, add_options)
