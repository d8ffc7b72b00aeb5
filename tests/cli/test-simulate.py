#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl simulate: the evaluator over given readings, and what is said about wrong ones."""

import json

from harness import Status, expect, expect_parts, expect_words, test_main

RULE = {
    "name": "cpu",
    "trigger": "cpu-usage",
    "period_ms": 30000,
    "for_ms": 0,
    "keep_ms": 30000,
    "levels": [{"importance": "high", "op": ">", "raise": 80, "clear": 70}],
}
READINGS = "at,value\n0s,85\n30s,60\n60s,60\n90s,60\n"
EXPECTED = """\
{"at":"0s","what":"transition","kind":"fired","event":1,"from":"normal","to":"firing","level":"high","value":85.0}
{"at":"0s","what":"delivery","channel":"desktop","reason":"fired","event":1}
{"at":"30s","what":"transition","kind":"recovering","event":1,"from":"firing","to":"recovering","value":60.0}
{"at":"60s","what":"transition","kind":"resolved","event":1,"from":"recovering","to":"normal","reason":"resolved","value":60.0}
{"at":"60s","what":"delivery","channel":"desktop","reason":"resolved","event":1}
"""

# Readings, and what has to be in the answer: where it is, and what it is.
WRONG_READINGS = [
    ("", ["readings", "header"]),
    ("value\n1\n", ["header", "at"]),
    ("at,colour\n0s,1\n", ["colour", "value", "labels"]),
    ("at,value\n0s,85\n30s,abc\n", ["ine 3", "abc"]),
    ("at,value\n0s,85\n\nlater,1\n", ["ine 4", "later"]),
    ("at,value\n10s,85\n5s,1\n", ["ine 3", "10s"]),
    ("at,value\n0s,85,extra\n", ["ine 2", "3 fields"]),
    ("at,value\n0s,\n", ["ine 2", "value"]),
    ("at,value\n,85\n", ["ine 2"]),
    ('at,value\n0s,"85\n', ["ine 3", "quoted"]),
    ("at,value,do\n0s,,fly\n", ["ine 2", "fly", "ack"]),
    ("at,value,outcome\n0s,1,perhaps\n", ["ine 2", "perhaps", "no-data"]),
    ("at,value,importance\n0s,1,urgent\n", ["ine 2", "urgent", "critical"]),
]

# The text of a rule, and what has to be in the answer.
WRONG_RULES = [
    ("", ["rule.json"]),
    ("{", ["rule.json", "line 1"]),
    ("[]", ["rule.json", "object"]),
    ('{"name":"cpu"}', ["trigger"]),
    ('{"name":"cpu",\n"name":"b"}', ["rule.json", "line 2", "name"]),
    (json.dumps({**RULE, "period_ms": -1}), ["period", "-1", "100ms"]),
    (json.dumps({**RULE, "importance": "urgent"}), ["importance", "urgent", "critical"]),
    (json.dumps({**RULE, "colour": 1}), ["colour"]),
    (json.dumps({**RULE, "levels": [{"importance": "high", "op": "?", "raise": 80}]}), ["op", "?", ">="]),
    (json.dumps({**RULE, "need_n": "two"}), ["need_n"]),
    ("[" * 10000, ["rule.json"]),
    ('{"name":"cpu","for_ms":1e999}', ["rule.json", "line 1", "too large"]),
]


def write_rule(desk, text):
    path = desk.folder / "rule.json"
    path.write_text(text, encoding="utf-8")
    return path


def lines_are_exact(desk):
    rule = write_rule(desk, json.dumps(RULE))
    lines = desk.run("--json", "simulate", rule, stdin=READINGS)
    assert lines.startswith(EXPECTED), lines
    (event,) = [json.loads(line) for line in lines[len(EXPECTED) :].splitlines()]
    expect_parts(event, what="event", id=1, opened="0s", closed="60s", status="unseen", value_last=60, message="cpu: 85 (threshold 80)")


def it_says_the_same_every_time(desk):
    rule = write_rule(desk, json.dumps(RULE))
    expect(desk.run("simulate", rule, "--json", stdin=READINGS), desk.run("simulate", rule, "--json", stdin=READINGS))


def it_is_readable_without_json(desk):
    first = desk.run("simulate", write_rule(desk, json.dumps(RULE)), stdin=READINGS).splitlines()[0]
    expect_words(first, "0s", "fired", "high", "85")


def what_is_shown_cannot_steer_a_terminal(desk):
    readings = 'at,value,message\n0s,85,"a\x1b[31m\nb"\n'
    rule = write_rule(desk, json.dumps(RULE))
    assert "\x1b" not in desk.run("simulate", rule, stdin=readings)
    expect(json.loads(desk.run("--json", "simulate", rule, stdin=readings).splitlines()[-1])["message"], "a\x1b[31m\nb")


def a_rule_that_was_shown_can_be_played(desk):
    desk.run("rules", "add", "cpu-usage", "--name", "CPU", "--for", "0")
    rule = {key: value for key, value in desk.ask_one("rules", "show", "CPU").items() if key in {*RULE, "parameters", "importance"}}
    lines = desk.run("--json", "simulate", write_rule(desk, json.dumps(rule)), stdin="at,value\n0s,95.5\n").splitlines()
    expect_parts(json.loads(lines[0]), kind="fired", level="critical")


def nothing_of_ones_own_is_touched(desk):
    desk.run("simulate", write_rule(desk, json.dumps(RULE)), stdin=READINGS)
    assert not desk.database.exists()


def wrong_readings_are_told_with_their_place(desk):
    rule = write_rule(desk, json.dumps(RULE))
    for readings, words in WRONG_READINGS:
        expect_words(desk.fail(Status.FAILED, "simulate", rule, stdin=readings), *words)


def wrong_rules_are_told_with_their_place(desk):
    for text, words in WRONG_RULES:
        expect_words(desk.fail(Status.FAILED, "simulate", write_rule(desk, text), stdin=READINGS), *words)


def a_file_that_is_not_there_is_named(desk):
    expect_words(desk.fail(Status.FAILED, "simulate", "none.json", stdin=READINGS), "none.json")


def wrong_use_is_told(desk):
    for words in ([], ["a.json", "b.csv"], ["a.json", "--fast"]):
        desk.fail(Status.USAGE, "simulate", *words)


TESTS = [
    lines_are_exact,
    it_says_the_same_every_time,
    it_is_readable_without_json,
    what_is_shown_cannot_steer_a_terminal,
    a_rule_that_was_shown_can_be_played,
    nothing_of_ones_own_is_touched,
    wrong_readings_are_told_with_their_place,
    wrong_rules_are_told_with_their_place,
    a_file_that_is_not_there_is_named,
    wrong_use_is_told,
]

if __name__ == "__main__":
    test_main(TESTS)
