#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl rules: every command, every field, and every way to get it wrong."""

from harness import Status, expect, expect_parts, expect_words, test_main

PRESETS = {
    "trigger": "cpu-usage",
    "period_ms": 10000,
    "for_ms": 120000,
    "keep_ms": 60000,
    "importance": "high",
    "category": "System",
    "levels": None,
    "need_n": 1,
    "of_m": 1,
    "nodata_policy": "event",
    "error_policy": "event",
    "bad_limit": 3,
    "event_mode": "condition",
    "display_minutes": 1440,
    "catch_up": "once",
    "flap": True,
    "enabled": True,
    "version": 1,
    "health": "unknown",
}

# A flag, what is written behind it, the key that it changes and what stands there afterwards.
FIELDS = [
    ("name", "Processor", "name", "Processor"),
    ("period", "1h30m", "period_ms", 5400000),
    ("period", "45", "period_ms", 45000),
    ("period", "100ms", "period_ms", 100),
    ("for", "0", "for_ms", 0),
    ("for", "2m", "for_ms", 120000),
    ("keep", "30s", "keep_ms", 30000),
    ("of-m", "5", "of_m", 5),
    ("need-n", "3", "need_n", 3),
    ("importance", "critical", "importance", "critical"),
    ("category", "Own Words", "category", "Own Words"),
    ("nodata-policy", "breach", "nodata_policy", "breach"),
    ("error-policy", "keep", "error_policy", "keep"),
    ("bad-limit", "7", "bad_limit", 7),
    ("event-mode", "every-run", "event_mode", "every-run"),
    ("display-minutes", "60", "display_minutes", 60),
    ("catch-up", "skip", "catch_up", "skip"),
    ("flap", "no", "flap", False),
    ("actions", '[{"channel":"desktop","enabled":false}]', "actions", [{"channel": "desktop", "enabled": False}]),
    ("comment", "ask the night shift", "comment", "ask the night shift"),
    ("comment", "", "comment", None),
    ("enabled", "no", "enabled", False),
    ("paused-until", "2031-01-02T03:04:05Z", "paused_until_us", 1925089445000000),
    ("paused-until", "", "paused_until_us", None),
]

# A wrong value, and the words that the answer has to have.
WRONG = [
    (["--set", "threshold=200"], ["threshold", "200", "0 to 100"]),
    (["--set", "threshold=nan"], ["threshold", "nan"]),
    (["--set", "threshold=much"], ["threshold", "much"]),
    (["--set", "threshold="], ["threshold"]),
    (["--set", "threshold=90", "--set", "critical_threshold=20"], ["critical_threshold", "20"]),
    (["--set", "metric=heat"], ["metric", "heat", "usage", "iowait"]),
    (["--set", "scope=core:x"], ["scope", "core:x"]),
    (["--set", "count_iowait=maybe"], ["count_iowait", "maybe"]),
    (["--set", "treshold=20"], ["treshold", "threshold"]),
    (["--set", "threshold"], ["threshold", "PARAM=VALUE"]),
    (["--period", "99ms"], ["period", "100ms"]),
    (["--period", "366d"], ["period", "365d"]),
    (["--period", "soon"], ["period", "soon"]),
    (["--for", "-5"], ["for", "-5"]),
    (["--need-n", "4", "--of-m", "3"], ["need-n", "4", "3"]),
    (["--of-m", "61"], ["of-m", "61", "60"]),
    (["--bad-limit", "0"], ["bad-limit", "0"]),
    (["--importance", "urgent"], ["importance", "urgent", "critical"]),
    (["--nodata-policy", "panic"], ["nodata-policy", "panic", "breach"]),
    (["--event-mode", "often"], ["event-mode", "often", "every-run"]),
    (["--level", "high=90"], ["level", "=", ">="]),
    (["--flap", "perhaps"], ["flap", "perhaps", "yes"]),
    (["--actions", "{}"], ["actions", "array"]),
    (["--actions", "[1,"], ["actions"]),
    (["--display-minutes", "-1"], ["display-minutes", "-1"]),
    (["--paused-until", "someday"], ["paused-until", "someday"]),
    (["--name", ""], ["name"]),
]

MISUSES = [
    ["rules"],
    ["rules", "fly"],
    ["rules", "add"],
    ["rules", "add", "cpu-usage"],
    ["rules", "add", "cpu-usage", "memory", "--name", "CPU"],
    ["rules", "add", "cpu-usage", "--name"],
    ["rules", "add", "cpu-usage", "--name", "CPU", "--colour", "red"],
    ["rules", "edit", "CPU"],
    ["rules", "edit", "--for", "1m"],
    ["rules", "show"],
    ["rules", "show", "CPU", "CPU"],
    ["rules", "list", "--all"],
    ["rules", "run"],
    ["rules", "test"],
    ["rules", "enable"],
    ["rules", "delete"],
]


def add(desk, name="CPU", *arguments):
    return desk.ask_one("rules", "add", "cpu-usage", "--name", name, *arguments)["id"]


def add_prints_the_new_id(desk):
    expect(desk.run("rules", "add", "cpu-usage", "--name", "CPU"), "1\n")
    expect(desk.run("rules", "add", "cpu-usage", "--name", "CPU 2", "--json"), '{"id":2}\n')


def add_takes_from_the_trigger_what_was_not_said(desk):
    add(desk)
    rule = desk.ask_one("rules", "show", "CPU")
    expect_parts(rule, id=1, name="CPU", **PRESETS)
    expect_parts(rule["parameters"], threshold=90, critical_threshold=95, metric="usage", scope="all")


def the_original_name_of_a_trigger_will_do(desk):
    desk.run("rules", "add", "cpu_usage_trigger", "--name", "CPU")
    expect_parts(desk.ask_one("rules", "show", "CPU"), trigger="cpu-usage")


def set_gives_parameters(desk):
    add(desk, "CPU", "--set", "threshold=20.5", "--set", "scope=max_core", "--set", "count_iowait=true")
    parameters = desk.ask_one("rules", "show", "CPU")["parameters"]
    expect_parts(parameters, threshold=20.5, scope="max_core", count_iowait=True, critical_threshold=95)


def every_field_has_a_flag(desk):
    rule_id = add(desk)
    version = 1
    for flag, text, key, value in FIELDS:
        desk.run("rules", "edit", rule_id, f"--{flag}", text)
        version += 1
        expect_parts(desk.ask_one("rules", "show", rule_id), **{key: value, "version": version})


def add_takes_the_same_flags(desk):
    flags = {flag: (text, key, value) for flag, text, key, value in FIELDS if text}
    words = [word for flag, (text, _, _) in flags.items() if flag != "name" for word in (f"--{flag}", text)]
    add(desk, flags["name"][0], *words)
    expect_parts(desk.ask_one("rules", "show", 1), **{key: value for _, key, value in flags.values()})


def levels_are_added_one_by_one(desk):
    add(desk, "CPU", "--level", "medium>70", "--level", "critical>95,90")
    levels = desk.ask_one("rules", "show", "CPU")["levels"]
    expect([(level["importance"], level["raise"], level["clear"]) for level in levels], [("critical", 95, 90), ("medium", 70, 70)])
    desk.run("rules", "edit", "CPU", "--level", "")
    expect_parts(desk.ask_one("rules", "show", "CPU"), levels=None)


def a_wrong_value_is_named_with_what_is_allowed(desk):
    for flags, words in WRONG:
        expect_words(desk.fail(Status.FAILED, "rules", "add", "cpu-usage", "--name", "CPU", *flags), *words)
    expect(desk.ask("rules", "list"), [])


def a_wrong_edit_changes_nothing(desk):
    add(desk)
    before = desk.ask_one("rules", "show", "CPU")
    for flags, words in WRONG:
        expect_words(desk.fail(Status.FAILED, "rules", "edit", "CPU", "--comment", "new", *flags), *words)
    expect(desk.ask_one("rules", "show", "CPU"), before)


def an_unknown_trigger_is_not_found(desk):
    expect_words(desk.fail(Status.NOT_FOUND, "rules", "add", "cpu-usag", "--name", "CPU"), "cpu-usag", "cpu-usage")


def an_unknown_rule_is_not_found(desk):
    for words in (["show"], ["edit", "--for", "1m"], ["enable"], ["disable"], ["delete"], ["run"], ["test"]):
        for name in ("Disk", "7", "99999999999999999999"):
            expect_words(desk.fail(Status.NOT_FOUND, "rules", *words, name), name)


def a_name_is_taken_once(desk):
    add(desk)
    add(desk, "Other")
    expect_words(desk.fail(Status.FAILED, "rules", "add", "cpu-usage", "--name", "CPU"), "CPU")
    expect_words(desk.fail(Status.FAILED, "rules", "edit", "Other", "--name", "CPU"), "CPU")
    desk.run("rules", "delete", "CPU")
    expect(add(desk), 3)


def a_rule_goes_by_id_or_exact_name(desk):
    add(desk, "CPU of “host 1”")
    expect(desk.ask("rules", "show", 1), desk.ask("rules", "show", "CPU of “host 1”"))
    desk.fail(Status.NOT_FOUND, "rules", "show", "cpu of “host 1”")
    desk.fail(Status.NOT_FOUND, "rules", "show", "CPU of")


def list_shows_one_line_a_rule(desk):
    add(desk)
    add(desk, "Pressure", "--set", "metric=pressure", "--importance", "critical", "--enabled", "no")
    expect([rule["name"] for rule in desk.ask("rules", "list")], ["CPU", "Pressure"])
    title, first, second = desk.run("rules", "list").splitlines()
    expect_words(title, "ID", "NAME", "IMPORTANCE")
    expect_words(first, "1", "high", "10s", "cpu-usage", "CPU")
    expect_words(second, "2", "critical", "off", "Pressure")


def show_is_readable_without_json(desk):
    add(desk, "CPU", "--for", "90s")
    expect_words(desk.run("rules", "show", "CPU"), "name: CPU\n", "for: 1m30s\n", "importance: high\n")


def disable_and_enable(desk):
    add(desk)
    desk.run("rules", "disable", "CPU")
    expect_parts(desk.ask_one("rules", "show", "CPU"), enabled=False)
    desk.run("rules", "enable", 1)
    expect_parts(desk.ask_one("rules", "show", "CPU"), enabled=True)


def delete_keeps_the_history(desk):
    desk.use_proc(loadavg="9.00 9.00 9.00 1/100 4242\n", stat="cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n")
    add(desk, "Load", "--set", "metric=load", "--set", "threshold=2", "--for", "0")
    expect_parts(desk.ask_one("rules", "run", "Load"), outcome="breach")
    desk.run("rules", "delete", "Load")
    desk.fail(Status.NOT_FOUND, "rules", "show", "Load")
    expect(desk.ask("rules", "list"), [])
    expect_parts(desk.ask_one("events", "list"), rule="Load", close_reason="deleted")


def run_stores_and_test_does_not(desk):
    desk.use_proc(loadavg="3.00 9.00 9.00 1/100 4242\n", stat="cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n")
    add(desk, "Load", "--set", "metric=load", "--set", "threshold=2", "--for", "0")
    reading = desk.ask_one("rules", "test", "Load")
    expect_parts(reading, value=3, outcome="breach", importance="high")
    expect(desk.query("SELECT count(*) FROM run"), [(0,)])
    expect(desk.ask("events", "list"), [])
    expect_parts(desk.ask_one("rules", "run", "Load"), rule_id=1, outcome="breach", phase=None)
    expect(desk.query("SELECT count(*) FROM run"), [(1,)])
    expect_parts(desk.ask_one("events", "list"), rule="Load", importance="high", value_last=3)
    expect_parts(desk.ask_one("rules", "show", "Load"), health="ok")


def a_disabled_rule_can_be_tested(desk):
    desk.use_proc(loadavg="3.00 9.00 9.00 1/100 4242\n", stat="cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n")
    add(desk, "Load", "--set", "metric=load", "--enabled", "no")
    expect_parts(desk.ask_one("rules", "test", "Load"), value=3)


def wrong_use_is_told_and_changes_nothing(desk):
    for words in MISUSES:
        desk.fail(Status.USAGE, *words)
    expect(desk.ask("rules", "list"), [])


def global_options_stand_anywhere(desk):
    other = desk.folder / "other.db"
    add = ["rules", "add", "cpu-usage", "--name", "CPU"]
    for place in range(len(add) - 1):
        words = add[:place] + ["--database", other.with_suffix(f".{place}"), "--json"] + add[place:]
        expect(desk.run(*words), '{"id":1}\n')
    desk.run(*add, f"--database={other}")
    expect(len(desk.ask("rules", "list", "--database", other)), 1)
    desk.fail(Status.USAGE, "rules", "list", "--database")
    assert not desk.database.exists(), "the other database was used as well"


TESTS = [
    add_prints_the_new_id,
    add_takes_from_the_trigger_what_was_not_said,
    the_original_name_of_a_trigger_will_do,
    set_gives_parameters,
    every_field_has_a_flag,
    add_takes_the_same_flags,
    levels_are_added_one_by_one,
    a_wrong_value_is_named_with_what_is_allowed,
    a_wrong_edit_changes_nothing,
    an_unknown_trigger_is_not_found,
    an_unknown_rule_is_not_found,
    a_name_is_taken_once,
    a_rule_goes_by_id_or_exact_name,
    list_shows_one_line_a_rule,
    show_is_readable_without_json,
    disable_and_enable,
    delete_keeps_the_history,
    run_stores_and_test_does_not,
    a_disabled_rule_can_be_tested,
    wrong_use_is_told_and_changes_nothing,
    global_options_stand_anywhere,
]

if __name__ == "__main__":
    test_main(TESTS)
