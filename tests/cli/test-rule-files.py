#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl rules export, import, versions, restore: rules as files, and what they once were."""

import json
import os
import stat

from harness import Status, expect, expect_parts, expect_words, test_main

# Three of the rules that the original web program comes with, as it writes them.
ORIGINAL = [
    {
        "id": 1,
        "name": "Production CPU Monitor",
        "parameters": '{"server": "PROD-CORE-01", "threshold": 90}',
        "importance": "high",
        "category": "System",
        "period_seconds": 300,
        "display_duration_minutes": 1440,
        "action_config": '{"emails": ["ops@example.org"]}',
        "comment": "Critical server monitoring",
        "is_active": True,
        "trigger_script": "cpu_usage_trigger",
        "last_output": None,
        "prefect_deployment_id": None,
        "prefect_flow_name": None,
        "schedule_cron": None,
        "last_prefect_sync": "2025-12-24T10:00:00",
        "last_prefect_state": "RUNNING",
    },
    {"id": 2, "name": "Local CPU", "trigger_script": "cpu_usage_trigger", "parameters": {"server": "localhost", "threshold": "80"}},
    {"id": 3, "name": "Night shift", "trigger_script": "custom", "is_active": True},
]
UNKNOWN = {"id": 4, "name": "Apple Stock Surge", "trigger_script": "price_surge_trigger", "parameters": '{"ticker": "AAPL"}'}

# What stands for rules in a document, and the words that the answer has to have.
WRONG_FILES = [
    ("", ["line 1"]),
    ("not json", ["line 1"]),
    ('{"format":"sentinel-alerts-rules","version":1,"rules":[{"name":"A"', ["line 1", "closed"]),
    ('{"format":"sentinel-alerts-rules","version":1,"rules":[{"name":"A","name":"B"}]}', ["name"]),
    ('{"format":"sentinel-alerts-rules","version":1,"rules":[{"for_ms":1e999}]}', ["column"]),
    ('{"format":"sentinel-alerts-rules","version":1,"rules":[{"for_ms":9999999999999999999}]}', ["column"]),
    ('{"format":"sentinel-alerts-rules","version":1,"rules":' + "[" * 5000, ["deep"]),
    ('{"format":"sentinel-alerts-rules","version":2,"rules":[]}', ["newer", "2"]),
    ('{"format":"sentinel-alerts-rules","version":1,"rules":[]}', ["no rules"]),
    ('{"format":"something","version":1,"rules":[{}]}', ["something", "sentinel-alerts-rules"]),
    ("[]", ["no rules"]),
    ("{}", ["no rules"]),
    (" " * (16 * 1024 * 1024 + 1), ["16 MiB"]),
]

# A rule that cannot be, and the words that say why.
WRONG_RULES = [
    ({"name": "A", "trigger": "cpu-usage", "period_ms": 5}, ["period", "100ms"]),
    ({"name": "A", "trigger": "cpu-usage", "parameters": {"threshold": 200}}, ["threshold", "200"]),
    ({"name": "A", "trigger": "cpu-usage", "parameters": {"treshold": 20}}, ["treshold", "threshold"]),
    ({"name": "A", "trigger": "cpu-usage", "importance": "urgent"}, ["urgent", "critical"]),
    ({"name": "A", "trigger": "cpu-usage", "colour": "red"}, ["colour", "newer"]),
    ({"name": "A", "trigger": "cpu-usage", "need_n": 4, "of_m": 3}, ["need-n"]),
    ({"name": "A", "trigger": "cpu-usage", "enabled": "yes"}, ["enabled"]),
    ({"name": "A", "trigger": "sorcery"}, ["sorcery", "cpu-usage"]),
    ({"trigger": "cpu-usage"}, ["rule 2 of the file", "name"]),
    ("no rule", ["rule 2 of the file", "object"]),
]

MISUSES = [
    ["import"],
    ["import", "a", "b"],
    ["import", "a", "--force"],
    ["export", "--output"],
    ["versions"],
    ["versions", "CPU", "1"],
    ["versions", "CPU", "--diff"],
    ["versions", "CPU", "--diff", "1"],
    ["versions", "CPU", "--diff", "one", "2"],
    ["restore"],
    ["restore", "CPU"],
    ["restore", "CPU", "first"],
    ["restore", "CPU", "1", "2"],
]


def add(desk, name, *arguments):
    return desk.ask_one("rules", "add", "cpu-usage", "--name", name, *arguments)["id"]


def document(*rules):
    return json.dumps({"format": "sentinel-alerts-rules", "version": 1, "rules": list(rules)})


def write(desk, text, name="rules.json"):
    path = desk.folder / name
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path


def names(desk, *options):
    return [rule["name"] for rule in desk.ask("rules", "list", *options)]


def everything(desk):
    """All that is stored of rules."""
    return desk.query("SELECT * FROM rule ORDER BY id") + desk.query("SELECT * FROM rule_version ORDER BY rule_id, version")


def make_rules(desk):
    add(desk, "Zebra", "--set", "threshold=12.5", "--comment", "two\nlines", "--category", "Märkte")
    add(desk, "CPU", "--level", "high>90,81", "--for", "90s", "--actions", '[{"channel":"desktop","enabled":false}]')
    add(desk, "Off", "--enabled", "no", "--paused-until", "2031-01-02T03:04:05Z", "--need-n", "2", "--of-m", "3")
    desk.raise_event("--key", "disk")  # makes the built-in rule


def what_is_exported_comes_back_as_the_same_bytes(desk):
    make_rules(desk)
    path = desk.folder / "rules.json"
    desk.run("rules", "export", "--output", path)
    text = path.read_text(encoding="utf-8")
    expect(desk.run("rules", "export"), text)
    expect(desk.run("rules", "export", "-o", "-"), text)
    other = ("--database", desk.folder / "other.db")
    expect_words(desk.run("rules", "import", path, *other), "4 new")
    expect(desk.run("rules", "export", *other), text)
    expect_words(desk.run("rules", "import", path, *other), "0 new, 0 changed, 4 the same")
    expect(sorted(names(desk, *other)), sorted(names(desk)))
    # The next event is raised under the rule that was imported, not under a second one.
    desk.raise_event("--key", "disk", *other)
    expect(len(names(desk, *other)), 4)


def an_export_holds_nothing_of_this_database(desk):
    make_rules(desk)
    whole = json.loads(desk.run("rules", "export"))
    expect(list(whole), ["format", "version", "rules"])
    expect([rule["name"] for rule in whole["rules"]], ["CPU", "Manual", "Off", "Zebra"])
    for rule in whole["rules"]:
        for key in ("id", "version", "created_at_us", "updated_at_us", "deleted_at_us", "paused_until_us"):
            assert key not in rule, f"{key} is in {rule}"
        assert rule["uid"], rule
    expect_parts(whole["rules"][3], category="Märkte", comment="two\nlines", period_ms=10000)


def an_export_is_a_file_like_any_other(desk):
    add(desk, "CPU")
    path = desk.folder / "out" / "rules.json"
    expect_words(desk.fail(Status.FAILED, "rules", "export", "--output", path), str(path))
    path.parent.mkdir()
    path.write_text("old", encoding="utf-8")
    desk.run("rules", "export", "--output", path)
    expect(stat.S_IMODE(path.stat().st_mode), 0o666 & ~os.umask(os.umask(0o022)))
    expect([entry.name for entry in path.parent.iterdir()], ["rules.json"])


def some_rules_can_be_exported(desk):
    make_rules(desk)
    whole = json.loads(desk.run("rules", "export", "Off", "CPU", "2"))
    expect([rule["name"] for rule in whole["rules"]], ["CPU", "Off"])
    path = desk.folder / "rules.json"
    expect_words(desk.fail(Status.NOT_FOUND, "rules", "export", "CPU", "Nobody", "-o", path), "Nobody")
    assert not path.exists(), "half an export was written"


def a_dry_run_says_everything_and_changes_nothing(desk):
    add(desk, "CPU")
    add(desk, "Same")
    rules = json.loads(desk.run("rules", "export"))["rules"]
    rules[0]["parameters"]["threshold"] = 70
    rules[0]["comment"] = "new"
    path = write(desk, document(*rules, {"name": "Fresh", "trigger": "cpu_usage_trigger"}))
    before = everything(desk)
    text = desk.run("rules", "import", path, "--dry-run")
    expect_words(text, "changed   CPU", "- parameters.threshold: 90", "+ parameters.threshold: 70", "+ comment: new")
    expect_words(text, "new       Fresh", "same      Same", "1 new, 1 changed, 1 the same")
    expect(everything(desk), before)
    entries = desk.ask("rules", "import", path, "--dry-run")
    expect([(entry["status"], entry["name"], entry["rule_id"]) for entry in entries], [("changed", "CPU", 1), ("same", "Same", 2), ("new", "Fresh", None)])
    expect(entries[0]["changes"][0], {"field": "parameters.threshold", "before": 90, "after": 70})
    expect_parts(entries[2], trigger="cpu-usage", problem=None, notes=[], changes=[])
    expect(everything(desk), before)


def an_import_does_what_the_dry_run_said(desk):
    add(desk, "CPU")
    rules = json.loads(desk.run("rules", "export"))["rules"]
    rules[0].update(name="Processor", period_ms=30000)
    text = document(*rules, {"name": "Fresh", "trigger": "cpu-usage", "period_ms": 60000})
    entries = desk.ask("rules", "import", "-", stdin=text)
    expect([(entry["status"], entry["rule_id"]) for entry in entries], [("changed", 1), ("new", 2)])
    expect_parts(desk.ask_one("rules", "show", 1), name="Processor", period_ms=30000, version=2)
    expect_parts(desk.ask_one("rules", "show", "Fresh"), id=2, version=1, period_ms=60000)
    expect_words(desk.run("rules", "versions", 1), "name, period")


def every_bad_file_is_refused_by_name(desk):
    add(desk, "CPU")
    before = everything(desk)
    for text, words in WRONG_FILES:
        for options in ([], ["--dry-run"]):
            expect_words(desk.fail(Status.FAILED, "rules", "import", "-", *options, stdin=text), *words)
    for path in (desk.folder / "none.json", desk.folder):
        expect_words(desk.fail(Status.FAILED, "rules", "import", path), str(path))
    path = desk.folder / "latin.json"
    path.write_bytes(b'[{"name":"\xe4","is_active":true}]')
    expect_words(desk.fail(Status.FAILED, "rules", "import", path), "UTF-8")
    expect(everything(desk), before)


def one_bad_rule_keeps_all_out(desk):
    add(desk, "CPU")
    before = everything(desk)
    good = {"name": "Good", "trigger": "cpu-usage", "period_ms": 10000}
    for rule, words in WRONG_RULES:
        path = write(desk, document(good, rule))
        expect_words(desk.fail(Status.FAILED, "rules", "import", path), *words, "nothing was imported")
        answer = desk.call("rules", "import", path, "--dry-run")
        expect(answer.status, Status.FAILED)
        expect_words(answer.stdout, *words, "new       Good", "problem")
    expect(everything(desk), before)


def two_rules_of_one_name_or_uid_are_refused(desk):
    one = {"uid": "u-1", "name": "A", "trigger": "cpu-usage"}
    for other, words in (({**one, "uid": "u-2"}, ["name", "A"]), ({**one, "name": "B"}, ["uid", "u-1"])):
        expect_words(desk.fail(Status.FAILED, "rules", "import", "-", stdin=document(one, other)), "two", *words)


def a_name_of_another_rule_is_a_problem(desk):
    add(desk, "CPU")
    rules = json.loads(desk.run("rules", "export"))["rules"]
    add(desk, "Other")
    rules[0]["name"] = "Other"
    expect_words(desk.fail(Status.FAILED, "rules", "import", "-", stdin=document(*rules)), "Other", "name", "2")


def the_originals_rules_become_ours(desk):
    path = write(desk, ORIGINAL)
    text = desk.run("rules", "import", path)
    expect_words(text, "PROD-CORE-01", "ops@example.org", "mail program", "last_prefect_sync, last_prefect_state", "sentinelctl raise")
    rule = desk.ask_one("rules", "show", "Production CPU Monitor")
    expect_parts(
        rule,
        trigger="cpu-usage",
        importance="high",
        category="System",
        period_ms=300000,
        for_ms=0,
        display_minutes=1440,
        comment="Critical server monitoring",
        enabled=False,
        event_mode="condition",
        actions=[{"channel": "email", "enabled": False, "to": ["ops@example.org"]}],
    )
    expect_parts(rule["parameters"], server="localhost", threshold=90, critical_threshold=95, metric="usage")
    rule = desk.ask_one("rules", "show", "Local CPU")
    expect_parts(rule, importance="medium", category="General", period_ms=60000, enabled=True)
    expect_parts(rule["parameters"], server="localhost", threshold=80)
    expect_parts(desk.ask_one("rules", "show", "Night shift"), trigger="manual", period_ms=None, enabled=True)
    expect_words(desk.run("rules", "import", path), "0 new, 0 changed, 3 the same")
    expect_words(desk.run("rules", "import", write(desk, {"rules": ORIGINAL})), "3 the same")


def the_originals_rules_are_watched(desk):
    desk.use_proc(loadavg="9.00 9.00 9.00 1/100 4242\n", stat="cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n")
    desk.run("rules", "import", write(desk, ORIGINAL))
    expect_parts(desk.ask_one("rules", "run", "Local CPU"), rule_id=2, phase=None)


def an_unknown_trigger_is_named_or_left_out(desk):
    path = write(desk, [*ORIGINAL, UNKNOWN])
    expect_words(desk.fail(Status.FAILED, "rules", "import", path), "Apple Stock Surge", "price-surge", "nothing was imported")
    expect(desk.ask("rules", "list"), [])
    expect_words(desk.run("rules", "import", path, "--dry-run", "--skip-unknown"), "left out", "Apple Stock Surge", "1 left out")
    expect(desk.ask("rules", "list"), [])
    expect_words(desk.run("rules", "import", path, "--skip-unknown"), "left out", "Apple Stock Surge", "price-surge")
    expect(names(desk), [rule["name"] for rule in ORIGINAL])
    # It is for unknown triggers alone.
    broken = {"id": 5, "name": "Broken", "trigger_script": "cpu_usage_trigger", "is_active": "perhaps"}
    words = desk.fail(Status.FAILED, "rules", "import", write(desk, [UNKNOWN, broken]), "--skip-unknown")
    expect_words(words, "Broken", "is_active")
    assert "Apple" not in words, words


def a_wrong_field_of_the_original_is_named(desk):
    for field, value in (("parameters", "{"), ("action_config", "[]"), ("period_seconds", "often"), ("importance", "dire")):
        rule = {"name": "A", "trigger_script": "cpu_usage_trigger", field: value}
        expect_words(desk.fail(Status.FAILED, "rules", "import", write(desk, [rule])), "A", field)


def versions_tell_who_changed_what(desk):
    add(desk, "CPU")
    desk.run("rules", "edit", "CPU", "--period", "45", "--set", "threshold=70")
    desk.run("rules", "edit", "CPU", "--name", "Processor", "--comment", "why")
    title, first, second, third = desk.run("rules", "versions", "Processor").splitlines()
    expect_words(title, "VERSION", "WHEN", "AUTHOR", "CHANGED")
    expect_words(first, "1", "(new)")
    expect_words(second, "2", "parameters.threshold, period")
    expect_words(third, "3", "name, comment")
    versions = desk.ask("rules", "versions", "Processor")
    expect([list(version) for version in versions], [["rule_id", "version", "at_us", "author", "body"]] * 3)
    expect([(version["rule_id"], version["version"], version["body"]["name"]) for version in versions], [(1, 1, "CPU"), (1, 2, "CPU"), (1, 3, "Processor")])
    expect(versions[1]["body"]["period_ms"], 45000)
    stored = desk.query("SELECT at_us, author FROM rule_version ORDER BY version")
    expect([(version["at_us"], version["author"]) for version in versions], stored)


def two_versions_are_compared(desk):
    add(desk, "CPU")
    desk.run("rules", "edit", "CPU", "--period", "45", "--comment", "why")
    expect(desk.run("rules", "versions", "CPU", "--diff", 1, 2), "- period: 10s\n+ period: 45s\n+ comment: why\n")
    expect(desk.run("rules", "versions", "CPU", "--diff", 2, 1), "- period: 45s\n+ period: 10s\n- comment: why\n")
    expect(desk.run("rules", "versions", "CPU", "--diff", 2, 2), "")
    expect(desk.ask("rules", "versions", "CPU", "--diff", 1, 2)[0], {"field": "period_ms", "before": 10000, "after": 45000})
    expect_words(desk.fail(Status.NOT_FOUND, "rules", "versions", "CPU", "--diff", 1, 3), "3")


def restore_writes_the_old_definition_anew(desk):
    add(desk, "CPU", "--comment", "first")
    before = desk.ask_one("rules", "show", "CPU")
    desk.run("rules", "edit", "CPU", "--name", "Processor", "--comment", "second", "--set", "threshold=50")
    expect(desk.run("rules", "restore", "Processor", 1), "3\n")
    after = desk.ask_one("rules", "show", "CPU")
    expect(after["version"], 3)
    expect({**after, "version": 1, "updated_at_us": None}, {**before, "updated_at_us": None})
    expect(desk.run("rules", "versions", "CPU", "--diff", 1, 3), "")
    expect(desk.run("rules", "restore", "CPU", 1, "--json"), '{"version":3}\n')
    expect(len(desk.ask("rules", "versions", "CPU")), 3)


def what_cannot_be_restored_is_told(desk):
    add(desk, "CPU")
    desk.run("rules", "edit", 1, "--name", "Processor")
    add(desk, "CPU")
    expect_words(desk.fail(Status.FAILED, "rules", "restore", 1, 1), "CPU", "2")
    expect_words(desk.fail(Status.NOT_FOUND, "rules", "restore", 1, 7), "Processor", "7", "2")
    expect_words(desk.fail(Status.NOT_FOUND, "rules", "restore", "Nobody", 1), "Nobody")
    expect_words(desk.fail(Status.NOT_FOUND, "rules", "versions", "Nobody"), "Nobody")
    desk.run("rules", "delete", 1)
    expect_words(desk.fail(Status.NOT_FOUND, "rules", "restore", 1, 1), "Processor", "deleted")
    expect_words(desk.run("rules", "versions", "Processor"), "(new)", "name", "(deleted)")


def a_deleted_rule_is_brought_back_by_its_file(desk):
    add(desk, "CPU")
    text = desk.run("rules", "export")
    desk.run("rules", "delete", "CPU")
    expect_words(desk.run("rules", "import", "-", stdin=text), "new       CPU", "history")
    expect_parts(desk.ask_one("rules", "show", "CPU"), id=1, version=3)
    expect(desk.run("rules", "export"), text)
    expect_words(desk.run("rules", "versions", "CPU"), "(deleted)", "(brought back)")


def events_end_with_what_their_rule_watched(desk):
    desk.use_proc(loadavg="9.00 9.00 9.00 1/100 4242\n", stat="cpu  1 0 1 1\ncpu0 1 0 1 1\nintr 0\n")
    add(desk, "Load", "--set", "metric=load", "--set", "threshold=2", "--for", "0")
    desk.run("rules", "run", "Load")
    expect_parts(desk.ask_one("events", "list"), closed_at_us=None)
    rules = json.loads(desk.run("rules", "export"))["rules"]
    rules[0]["parameters"]["metric"] = "usage"
    expect_words(desk.run("rules", "import", "-", stdin=document(*rules)), "- parameters.metric: load", "watched: 1")
    expect_parts(desk.ask_one("events", "list"), close_reason="identity")


def text_from_outside_cannot_steer_a_terminal(desk):
    rule = {"name": "A\x1b[2J", "trigger": "cpu-usage"}
    for options in (["--dry-run"], []):
        answer = desk.call("rules", "import", "-", *options, stdin=document(rule))
        expect(answer.status, Status.FAILED)
        assert "\x1b" not in answer.stdout + answer.stderr, answer
        expect_words(answer.stdout + answer.stderr, "\\x1b")


def wrong_use_is_told_and_changes_nothing(desk):
    add(desk, "CPU")
    before = everything(desk)
    for words in MISUSES:
        desk.fail(Status.USAGE, "rules", *words)
    expect(everything(desk), before)


def help_names_the_commands(desk):
    expect_words(desk.run("--help"), "rules versions", "rules restore", "rules export", "rules import")
    expect_words(desk.run("rules", "--help"), "versions RULE [--diff A B]", "import FILE [--dry-run] [--skip-unknown]")
    expect_words(desk.run("rules", "import", "--help"), "--dry-run", "--skip-unknown")


TESTS = [
    what_is_exported_comes_back_as_the_same_bytes,
    an_export_holds_nothing_of_this_database,
    an_export_is_a_file_like_any_other,
    some_rules_can_be_exported,
    a_dry_run_says_everything_and_changes_nothing,
    an_import_does_what_the_dry_run_said,
    every_bad_file_is_refused_by_name,
    one_bad_rule_keeps_all_out,
    two_rules_of_one_name_or_uid_are_refused,
    a_name_of_another_rule_is_a_problem,
    the_originals_rules_become_ours,
    the_originals_rules_are_watched,
    an_unknown_trigger_is_named_or_left_out,
    a_wrong_field_of_the_original_is_named,
    versions_tell_who_changed_what,
    two_versions_are_compared,
    restore_writes_the_old_definition_anew,
    what_cannot_be_restored_is_told,
    a_deleted_rule_is_brought_back_by_its_file,
    events_end_with_what_their_rule_watched,
    text_from_outside_cannot_steer_a_terminal,
    wrong_use_is_told_and_changes_nothing,
    help_names_the_commands,
]

if __name__ == "__main__":
    test_main(TESTS)
