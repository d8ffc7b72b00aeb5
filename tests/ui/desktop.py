# SPDX-License-Identifier: MIT
"""A desktop for one test: a screen, a session bus and an accessibility bus of its own, so that no other test takes its
focus, and ways to find things there by role and name and to do things by keyboard.

A test that imports this runs inside such a desktop from the first line after the import.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

INSIDE = "SENTINEL_DESKTOP_INSIDE"
TIMEOUT_S = 20
STEP_S = 0.05
SERVICES = "{}/dbus-1/services"


def run_on_private_desktop() -> int:
    """Runs this program again on a screen and buses of its own; what those say becomes comments of the test's output."""
    environment = {**os.environ, INSIDE: "1"}
    environment.pop("GTK_A11Y", None)
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    with tempfile.TemporaryDirectory() as home:
        if "XDG_CONFIG_HOME" in environment:  # how GTK is set up for tests
            shutil.copytree(environment["XDG_CONFIG_HOME"], f"{home}/config")
        return run_inside(environment | {"XDG_DATA_HOME": f"{home}/data", "XDG_CONFIG_HOME": f"{home}/config"})


def run_inside(environment: dict) -> int:
    # The bus reads only folders that are there when it starts.
    os.makedirs(SERVICES.format(environment["XDG_DATA_HOME"]))
    # Without -noreset the server starts anew, and refuses callers, each time its last client leaves.
    screen = "-screen 0 1280x800x24 -nolisten tcp -nolisten local -noreset"
    command = ["xvfb-run", "-a", "-s", screen, "dbus-run-session", "--", sys.executable, *sys.argv]
    print("TAP version 13", flush=True)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as inside:
        for line in inside.stdout:
            is_ours = line.startswith(("1..", "ok ", "not ok "))
            print(line if is_ours else f"# {line}", end="", flush=True)
    return inside.returncode


# Whoever imports this goes on inside.
if INSIDE not in os.environ:
    sys.exit(run_on_private_desktop())

import gi  # noqa: E402  (only where the accessibility bus is)

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402


def wait_for(what: str, condition):
    """What condition answers, as soon as that is true; it is asked again after what the bus says meanwhile."""
    deadline = time.monotonic() + TIMEOUT_S
    context = GLib.MainContext.default()
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        GLib.timeout_add(int(STEP_S * 1000), lambda: GLib.SOURCE_REMOVE)
        context.iteration(True)
    raise AssertionError(f"never came: {what}")


def children(node):
    try:
        return [child for i in range(node.get_child_count()) if (child := node.get_child_at_index(i))]
    except GLib.Error:  # it went away while it was looked at
        return []


def walk(node):
    yield node
    for child in children(node):
        yield from walk(child)


def walk_shown(node):
    """What is on screen below a node. Nothing is, in what is not itself: most pages, each a long way over the bus."""
    for child in children(node):
        if is_shown(child):
            yield child
            yield from walk_shown(child)


def is_shown(node) -> bool:
    try:
        return node.get_state_set().contains(Atspi.StateType.SHOWING)
    except GLib.Error:  # it went away while it was looked at
        return False


def find(role: str, name: str = ""):
    """The first thing on screen with that role whose name contains that text."""
    desktop = Atspi.get_desktop(0)
    desktop.clear_cache()
    for application in children(desktop):
        for node in walk_shown(application):
            try:
                if node.get_role_name() == role and name in (node.get_name() or ""):
                    return node
            except GLib.Error:
                continue
    return None


def wait_to_find(role: str, name: str = ""):
    return wait_for(f"{role} “{name}”", lambda: find(role, name))


def is_focused(node) -> bool:
    try:
        return node.get_state_set().contains(Atspi.StateType.FOCUSED)
    except GLib.Error:
        return False


class Focus:
    """Follows the focus by what the bus says; to look for it would be a walk over everything on screen."""

    def __init__(self):
        self.node = None
        self.listener = Atspi.EventListener.new(self.on_changed)
        self.listener.register("object:state-changed:focused")

    def on_changed(self, event) -> None:
        if event.detail1:
            self.node = event.source


focus = Focus()


def press(key: str, *modifiers) -> None:
    mask = 0
    for modifier in modifiers:
        mask |= 1 << modifier
    if mask:
        Atspi.generate_keyboard_event(mask, None, Atspi.KeySynthType.LOCKMODIFIERS)
    Atspi.generate_keyboard_event(KEYS[key], None, Atspi.KeySynthType.SYM)
    if mask:
        Atspi.generate_keyboard_event(mask, None, Atspi.KeySynthType.UNLOCKMODIFIERS)


def write(text: str) -> None:
    for letter in text:
        Atspi.generate_keyboard_event(ord(letter), None, Atspi.KeySynthType.SYM)


def move_focus_to(role: str, name: str):
    """As often Tab as it takes; within a table, Down and at its end Up."""
    keys = ["Down"] * 12 + ["Up"] * 12
    for _ in range(60):
        node = wait_to_find(role, name)
        if is_focused(node):
            return node
        is_in_table = role == "table row" and any(is_focused(row) for row in children(node.get_parent()))
        press(keys.pop(0) if is_in_table and keys else "Tab")
        settle()
    return wait_for(f"the focus on {role} “{name}”", lambda: is_focused(node) and node)


def settle() -> None:
    """A key is on screen with the next frame; there is no signal for a key that changes nothing."""
    loop = GLib.MainLoop()
    GLib.timeout_add(2 * int(STEP_S * 1000), loop.quit)
    loop.run()


KEYS = {
    "Tab": 0xFF09,
    "Return": 0xFF0D,
    "Escape": 0xFF1B,
    "Delete": 0xFFFF,
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "F10": 0xFFC7,
    "bracketright": ord("]"),
    "comma": ord(","),
    "question": ord("?"),
    "slash": ord("/"),
} | {letter: ord(letter) for letter in "abcdefghijklmnopqrstuvwxyz0123456789"}


SERVER = "org.freedesktop.Notifications"
SERVER_PATH = "/org/freedesktop/Notifications"


class NotificationServer:
    """A double of the desktop's; what it was asked is in its log."""

    def __init__(self, folder: str):
        self.path = f"{folder}/notifications.log"
        self.log = open(self.path, "w", encoding="utf-8")
        command = [sys.executable, "-m", "dbusmock", "--session", "--template", "notification_daemon"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.DEVNULL)

    def was_asked(self, *words: str) -> bool:
        with open(self.path, encoding="utf-8") as log:
            return any(all(word in line for word in words) for line in log)

    def list_shown(self) -> list:
        with open(self.path, encoding="utf-8") as log:
            return [line for line in log if " Notify " in line]

    def press(self, text: str, action: str) -> None:
        """As a person presses a button of the one that says so; "default" is the notification itself."""
        # The server numbers those that replace no other.
        new = [line for line in self.list_shown() if line.split('"')[2].split()[0] == "0"]
        number, line = next((number, line) for number, line in enumerate(new, 1) if text in line)
        key = re.search(rf'"({re.escape(action)}[^"]*)", ', line).group(1)
        arguments = [GLib.Variant("u", number), GLib.Variant("s", key)]
        parameters = GLib.Variant("(sssav)", (SERVER, "ActionInvoked", "us", arguments))
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        bus.call_sync(SERVER, SERVER_PATH, "org.freedesktop.DBus.Mock", "EmitSignal", parameters, None, 0, -1)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.log.close()


class Program:
    """sentinel-alerts over a database of its own, and sentinelctl beside it."""

    def __init__(self, alerts: str, ctl: str, folder: str):
        self.ctl = ctl
        self.environment = {**os.environ, "SENTINEL_DATABASE": f"{folder}/sentinel.db"}
        self.notifications = NotificationServer(folder)
        self.alerts = alerts
        self.process = None
        self.complaints = f"{folder}/complaints.log"

    def start(self, *arguments: str) -> None:
        with open(self.complaints, "a", encoding="utf-8") as complaints:
            self.process = subprocess.Popen([self.alerts, *arguments], env=self.environment, stderr=complaints)

    def check_complaints(self) -> None:
        """GTK says in its log what it could not lay out or style."""
        with open(self.complaints, encoding="utf-8") as complaints:
            lines = [line.strip() for line in complaints if line.strip()]
        for line in lines:
            print(f"# {line}")
        wrong = [line for line in lines if re.search(r"(Gtk|Gdk|Gsk|Adwaita|GLib\S*)-(WARNING|CRITICAL)", line)]
        assert not wrong, f"GTK complains: {wrong[0]}"

    def ask(self, *arguments: str) -> list:
        command = [self.ctl, "--json", *arguments]
        answer = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=TIMEOUT_S)
        assert answer.returncode == 0, f"{command} ended with {answer.returncode}: {answer.stderr}"
        return [json.loads(line) for line in answer.stdout.splitlines()]

    def explain(self, event_id: int) -> str:
        command = [self.ctl, "explain", f"event:{event_id}"]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=TIMEOUT_S).stdout

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.notifications.end()


def run_steps(program: Program, steps: list) -> int:
    """Each step is a function of the program; the first that fails ends the test."""
    print(f"1..{len(steps)}")
    Atspi.get_desktop(0).get_child_count()  # the bus is up before the program looks for it
    try:
        for number, step in enumerate(steps, 1):
            step(program)
            if step is steps[-1]:
                program.check_complaints()
            print(f"ok {number} - {step.__name__.replace('_', ' ')}", flush=True)
    except (AssertionError, subprocess.TimeoutExpired) as error:
        print(f"not ok {number} - {step.__name__.replace('_', ' ')}: {error}")
        return 1
    finally:
        program.end()
    return 0
