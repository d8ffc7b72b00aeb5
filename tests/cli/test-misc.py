#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl in small: triggers, settings, logs, check, version, help, and what is no command."""

import json
import sqlite3

from harness import Status, expect, expect_parts, expect_words, test_main

COMMANDS = [
    "monitor",
    "status",
    *(f"rules {name}" for name in ("list", "show", "add", "edit", "enable", "disable", "delete", "run", "test")),
    *(f"events {name}" for name in ("list", "show", "ack", "unack", "note", "tail")),
    "raise",
    "watch",
    "simulate",
    "triggers list",
    "triggers describe",
    *(f"settings {name}" for name in ("list", "get", "set")),
    "logs list",
    "logs tail",
    "check",
    "version",
]

MISUSES = [
    [],
    ["fly"],
    ["--fly"],
    ["triggers"],
    ["triggers", "fly"],
    ["triggers", "list", "all"],
    ["triggers", "describe"],
    ["triggers", "describe", "cpu-usage", "cpu-usage"],
    ["settings"],
    ["settings", "list", "all"],
    ["settings", "get"],
    ["settings", "set", "user.name"],
    ["settings", "set", "user.name", "Ada", "Lovelace"],
    ["logs", "list", "all"],
    ["logs", "list", "--level", "loud"],
    ["logs", "list", "--limit", "-1"],
    ["logs", "list", "--limit", "many"],
    ["check", "all"],
    ["version", "2"],
    ["status", "--loud"],
]

WRONG_SETTINGS = [
    ("delivery.attempts", "0", "1 to 100"),
    ("delivery.attempts", "many", "1 to 100"),
    ("delivery.backoff", "soon", "1s to 1h"),
    ("delivery.backoff", "2h", "1s to 1h"),
    ("retention.samples", "5m", "1h to 3650d"),
    ("engine.paused", "perhaps", "no, yes, or the time"),
    ("user.name", "a\x1b[31m", "control"),
    ("user.name", "x" * 101, "100"),
]


def triggers_are_listed(desk):
    (trigger,) = desk.ask("triggers", "list")
    expect_parts(trigger, id="cpu-usage", alias="cpu_usage_trigger", category="System", importance="high", period_ms=10000)
    expect_words(desk.run("triggers", "list"), "cpu-usage", "CPU Usage")


def a_trigger_is_described_with_its_parameters(desk):
    trigger = desk.ask_one("triggers", "describe", "cpu-usage")
    expect_parts(trigger["parameters"]["properties"]["threshold"], minimum=0, maximum=100, default=90)
    text = desk.run("triggers", "describe", "cpu-usage")
    expect_words(text, "threshold", "0 to 100", "90", "max_core", "iowait")
    expect_words(desk.fail(Status.NOT_FOUND, "triggers", "describe", "weather"), "weather", "cpu-usage")


def settings_have_defaults_and_keep_what_is_set(desk):
    settings = {line["key"]: line["value"] for line in desk.ask("settings", "list")}
    defaults = {"user.name": "", "delivery.attempts": "8", "delivery.backoff": "5s"}
    kept = {"": "48h", "-1m": "14d", "-1h": "180d", "-1d": "1095d"}
    retention = {f"retention.samples{span}": value for span, value in kept.items()}
    expect(settings, {**defaults, "engine.paused": "no", **retention})
    expect(desk.run("settings", "get", "delivery.attempts"), "8\n")
    desk.run("settings", "set", "delivery.attempts", "3")
    expect(desk.ask("settings", "get", "delivery.attempts"), [{"key": "delivery.attempts", "value": "3"}])
    expect_words(desk.run("settings", "list"), "delivery.attempts", "3", "5s")


def an_unknown_setting_is_not_found(desk):
    expect_words(desk.fail(Status.NOT_FOUND, "settings", "get", "colour"), "colour")
    expect_words(desk.fail(Status.NOT_FOUND, "settings", "set", "colour", "red"), "colour")


def a_wrong_setting_is_told_with_what_is_allowed(desk):
    before = desk.ask("settings", "list")
    for key, value, allowed in WRONG_SETTINGS:
        expect_words(desk.fail(Status.FAILED, "settings", "set", key, value), key, allowed)
    expect(desk.ask("settings", "list"), before)


def break_a_rule(desk):
    """Three lines of log: a rule fails, fails for good, and works again."""
    desk.use_proc()
    desk.run("rules", "add", "cpu-usage", "--name", "Load", "--set", "metric=load", "--bad-limit", "2")
    for _ in range(2):
        desk.call("rules", "run", "Load")
    desk.use_proc(loadavg="0.10 0.00 0.00 1/100 4242\n", stat="cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n")
    desk.run("rules", "run", "Load")


def logs_are_listed_the_newest_last(desk):
    expect(desk.run("logs", "list"), "")
    break_a_rule(desk)
    expect([line["level"] for line in desk.ask("logs", "list")], ["warning", "error", "success"])
    expect([line["level"] for line in desk.ask("logs", "list", "--limit", 1)], ["success"])
    expect([line["level"] for line in desk.ask("logs", "list", "--level", "warning")], ["warning", "error"])
    expect_parts(desk.ask("logs", "list")[0], id=1, type="rule", rule_id=1)
    expect_words(desk.run("logs", "list"), "error", "Load", "loadavg")


def logs_are_followed(desk):
    desk.run("status")
    tail = desk.start("--json", "logs", "tail")
    break_a_rule(desk)
    expect([json.loads(tail.wait_line())["level"] for _ in range(3)], ["warning", "error", "success"])
    expect(tail.end(), Status.DONE)


def check_is_content_with_what_we_wrote(desk):
    desk.raise_event("--key", "root")
    desk.run("events", "ack", 1, "--comment", "on it")
    break_a_rule(desk)
    expect(desk.run("check"), "The database is sound.\n")
    expect(desk.ask("check"), [{"problems": 0}])


def check_makes_no_database(desk):
    missing = desk.folder / "typo.db"
    expect_words(desk.fail(Status.NOT_FOUND, "check", "--database", missing), str(missing))
    expect(missing.exists(), False)


def check_says_what_is_wrong(desk):
    desk.raise_event()
    desk.raise_event()
    connection = sqlite3.connect(desk.database)
    connection.executescript("PRAGMA foreign_keys = OFF; DELETE FROM event WHERE id = 1;")
    connection.close()
    answer = desk.call("check")
    expect(answer.status, Status.FAILED)
    expect_words(answer.stdout, "1 of 2 are missing")
    expect_words(answer.stderr, str(desk.database), "copy")


def status_has_these_keys(desk):
    keys = ["running", "owner_pid", "paused", "paused_until_us", "rules", "enabled_rules", "next_due_at_us", "open", "unacknowledged", "prefect", "database"]
    desk.raise_event("--key", "root")
    status = desk.ask_one("status")
    expect(list(status), keys)
    expect_parts(status, running=False, open=1, unacknowledged=1, prefect="off", database=str(desk.database))
    expect_words(desk.run("status"), "running: false", "open: 1", str(desk.database))


def version_needs_no_database(desk):
    expect_words(desk.run("version"), "Sentinel Alerts 0.")
    expect_parts(desk.ask_one("version"), application_id="io.github.orkapodavid.SentinelAlerts")
    assert not desk.database.exists()


def help_lists_every_command(desk):
    expect(desk.run("--help"), desk.run("help"))
    lines = [line.strip() for line in desk.run("--help").splitlines()]
    for command in COMMANDS:
        assert any(line.startswith(f"{command} ") for line in lines), command


def every_command_has_help(desk):
    for command in COMMANDS:
        text = desk.run(*command.split(), "--help")
        expect_words(text, f"sentinelctl {command}", "Usage:")
        assert len(text.splitlines()) > 3, text
    for group in ("rules", "events", "triggers", "settings", "logs"):
        expect_words(desk.run(group, "--help"), f"sentinelctl {group} list")
    assert not desk.database.exists()


def rules_add_help_has_every_field(desk):
    text = desk.run("rules", "add", "--help")
    flags = ["--set=", "--keep=", "--need-n=", "--of-m=", "--level=", "--cron=", "--zone=", "--period=", "--for="]
    expect_words(text, *flags, "--importance=", "--category=")


def what_is_no_command_is_wrong_use(desk):
    for words in MISUSES:
        desk.fail(Status.USAGE, *words)
    expect_words(desk.fail(Status.USAGE, "fly"), "fly", "--help")
    assert not desk.database.exists()


def a_person_without_a_data_folder_gets_one(desk):
    del desk.environment["SENTINEL_DATABASE"]
    desk.run("status")
    folder = desk.folder / "data" / "sentinel-alerts"
    expect(oct(folder.stat().st_mode & 0o777), oct(0o700))
    expect(oct((folder / "sentinel.db").stat().st_mode & 0o777), oct(0o600))


TESTS = [
    triggers_are_listed,
    a_trigger_is_described_with_its_parameters,
    settings_have_defaults_and_keep_what_is_set,
    an_unknown_setting_is_not_found,
    a_wrong_setting_is_told_with_what_is_allowed,
    logs_are_listed_the_newest_last,
    logs_are_followed,
    check_is_content_with_what_we_wrote,
    check_makes_no_database,
    check_says_what_is_wrong,
    status_has_these_keys,
    version_needs_no_database,
    help_lists_every_command,
    every_command_has_help,
    rules_add_help_has_every_field,
    what_is_no_command_is_wrong_use,
    a_person_without_a_data_folder_gets_one,
]

if __name__ == "__main__":
    test_main(TESTS)
