#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The program without a window: it watches on, its notifications bring people to it and let them act, and one that was
stopped is started by them.

test-notifications.py SENTINEL-ALERTS SENTINELCTL

The bus, the notification server and the activation are real ones of the test's own; the service file is the program's.
"""

import os
import signal
import sys
import tempfile
from pathlib import Path

from desktop import SERVICES, TIMEOUT_S, Atspi, Gio, GLib, Program, find, press, run_steps, wait_for, wait_to_find

NAME = "io.github.orkapodavid.SentinelAlerts"
PATH = "/io/github/orkapodavid/SentinelAlerts"
CONTROL = Atspi.ModifierType.CONTROL
IDLE_LIMIT_S = 10


def ask_bus(method: str, parameters: GLib.Variant):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    arguments = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", method, parameters)
    return bus.call_sync(*arguments, None, 0, -1).unpack()


def is_running() -> bool:
    return ask_bus("NameHasOwner", GLib.Variant("(s)", (NAME,)))[0]


def activate_action(action: str, event_id: int) -> None:
    """As the desktop does it; the bus starts the program where it does not run."""
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    parameters = GLib.Variant("(sava{sv})", (action, [GLib.Variant("x", event_id)], {}))
    bus.call_sync(NAME, PATH, "org.freedesktop.Application", "ActivateAction", parameters, None, 0, -1)


def raise_event(program: Program, source: str, importance: str = "high") -> dict:
    words = ("--importance", importance, "--source", source, "--message", f"{source} is full", "--key", source)
    program.ask("raise", *words)
    return get_event(program, source)


def get_event(program: Program, source: str) -> dict:
    return program.ask("events", "list", "--filter", f"source:{source}")[0]


def press_on_notification(program: Program, source: str, action: str) -> None:
    text = f"{source} is full"
    wait_for(f"the notification of {source}", lambda: program.notifications.was_asked("Notify", text))
    program.notifications.press(text, action)


def watches_without_a_window(program: Program) -> None:
    program.ask("rules", "add", "cpu-usage", "--name", "Processor", "--set", "threshold=99.9")
    program.start("--background")
    raise_event(program, "alpha")
    wait_for("the notification", lambda: program.notifications.was_asked("Notify", "alpha is full", "Acknowledge", "Snooze"))
    assert not find("frame", "Sentinel Alerts")


def a_second_one_leaves_it_alone(program: Program) -> None:
    first = program.process
    program.start("--background")
    assert program.process.wait(TIMEOUT_S) == 0
    program.process = first
    assert first.poll() is None


def acknowledges_from_the_notification(program: Program) -> None:
    press_on_notification(program, "alpha", "app.acknowledge")
    event = wait_for("the acknowledgement", lambda: acknowledged(program, "alpha"))
    assert how_it_came(program, event) == "notification"
    assert not find("frame", "Sentinel Alerts")


def acknowledged(program: Program, source: str):
    event = get_event(program, source)
    return event if event["status"] == "acknowledged" else None


def how_it_came(program: Program, event: dict) -> str:
    notes = program.ask("events", "show", str(event["id"]))[0]["notes"]
    return next(note["via"] for note in notes if note["kind"] == "acknowledged")


def snoozes_from_the_notification(program: Program) -> None:
    raise_event(program, "beta")
    press_on_notification(program, "beta", "app.snooze")
    wait_for("the snooze", lambda: get_event(program, "beta")["status"] == "snoozed")


def opens_the_event_of_the_notification(program: Program) -> None:
    raise_event(program, "gamma")
    press_on_notification(program, "gamma", "default")
    wait_to_find("frame", "Live")
    wait_to_find("button", "Acknowledge…")


def asks_once_whether_to_watch_on(program: Program) -> None:
    press("w", CONTROL)
    wait_to_find("button", "Keep Watching")
    press("Return")
    wait_for("the window to close", lambda: not find("frame", "Live"))
    assert program.process.poll() is None
    raise_event(program, "delta")
    wait_for("the notification", lambda: program.notifications.was_asked("Notify", "delta is full"))


def asks_no_second_time(program: Program) -> None:
    program.start()
    wait_to_find("frame", "Live")
    press("w", CONTROL)
    wait_for("the window to close", lambda: not find("frame", "Live"))
    assert is_running()


def ends_when_told(program: Program) -> None:
    """Off the bus it still closes its database."""
    owner = ask_bus("GetConnectionUnixProcessID", GLib.Variant("(s)", (NAME,)))[0]
    os.kill(owner, signal.SIGTERM)
    wait_for("the end", lambda: not is_running() and has_ended(owner))


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def install_service(program: Program) -> None:
    """As `meson install` does, for this bus."""
    service = Path(SERVICES.format(os.environ["XDG_DATA_HOME"])) / f"{NAME}.service"
    service.write_text(f"[D-BUS Service]\nName={NAME}\nExec={program.alerts} --gapplication-service\n")
    ask_bus("UpdateActivationEnvironment", GLib.Variant("(a{ss})", (program.environment,)))
    ask_bus("ReloadConfig", None)


def acts_though_it_was_stopped(program: Program) -> None:
    install_service(program)
    event = raise_event(program, "epsilon")
    activate_action("acknowledge", event["id"])
    wait_for("the acknowledgement", lambda: acknowledged(program, "epsilon"))
    assert how_it_came(program, event) == "notification"
    assert not find("frame", "Sentinel Alerts")


def and_watches_on(program: Program) -> None:
    raise_event(program, "zeta")
    wait_for("the notification", lambda: program.notifications.was_asked("Notify", "zeta is full"))
    ends_when_told(program)


def set_background(is_on: bool) -> None:
    folder = Path(os.environ["XDG_CONFIG_HOME"]) / "glib-2.0" / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keyfile").write_text(f"[{PATH[1:]}]\nrun-in-background={str(is_on).lower()}\n")


def ends_soon_where_it_is_not_to_watch(program: Program) -> None:
    set_background(False)
    event = raise_event(program, "eta")
    activate_action("acknowledge", event["id"])
    wait_for("the acknowledgement", lambda: acknowledged(program, "eta"))
    assert is_running()
    assert not program.ask("status")[0]["running"]
    wait_for("the end", lambda: not is_running())


def says_what_it_could_not_do(program: Program) -> None:
    activate_action("acknowledge", 987654)
    wait_for("the notification", lambda: program.notifications.was_asked("Notify", "Not acknowledged", "987654"))
    ends_when_told(program)


STEPS = [
    watches_without_a_window,
    a_second_one_leaves_it_alone,
    acknowledges_from_the_notification,
    snoozes_from_the_notification,
    opens_the_event_of_the_notification,
    asks_once_whether_to_watch_on,
    asks_no_second_time,
    ends_when_told,
    acts_though_it_was_stopped,
    and_watches_on,
    ends_soon_where_it_is_not_to_watch,
    says_what_it_could_not_do,
]


def switch_animations_on() -> None:
    """As most people have them: what slides is laid out differently from what jumps."""
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "gtk-4.0" / "settings.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[Settings]\ngtk-enable-animations=1\n")


def main() -> int:
    switch_animations_on()
    os.environ["GSETTINGS_BACKEND"] = "keyfile"  # kept between one run of the program and the next
    with tempfile.TemporaryDirectory() as folder:
        return run_steps(Program(sys.argv[1], sys.argv[2], folder), STEPS)


if __name__ == "__main__":
    sys.exit(main())
