#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl explain: whom it explains, when, in which form, and every way to ask wrongly. What it says is tested with the
engine."""

import re
import time
from datetime import datetime, timezone

from harness import Status, expect, expect_words, test_main

KINDS = ["rule", "reading", "change", "act", "delivery", "now"]
NO_DESKTOP = '[{"channel":"desktop","enabled":false}]'

MISUSES = [
    ["explain"],
    ["explain", "1", "2"],
    ["explain", "1", "--at"],
    ["explain", "1", "--at", "someday"],
    ["explain", "1", "--at", ""],
    ["explain", "1", "--colour", "red"],
    ["explain", "event:"],
    ["explain", "event:one"],
    ["explain", "event:0"],
    ["explain", "event:-1"],
]


def fire(desk, *arguments, name="Load"):
    """A rule that fires at once. Gives its id; its event is the newest."""
    desk.use_proc(stat="cpu  1 2 3 4\ncpu0 1 2 3 4\n", loadavg="2.50 1.00 1.00 3/456 789\n")
    words = ("--name", name, "--set", "metric=load", "--set", "threshold=2", "--for", "0", "--keep", "0")
    rule = desk.ask_one("rules", "add", "cpu-usage", *words, "--importance", "high", *arguments)["id"]
    desk.run("monitor", "--once")
    return rule


def texts(reasons, kind):
    return [reason["text"] for reason in reasons if reason["kind"] == kind]


def to_iso(at_us):
    return datetime.fromtimestamp(at_us / 1e6, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def a_firing_event_is_explained(desk):
    fire(desk)
    reasons = desk.ask("explain", "event:1")
    expect_words(texts(reasons, "rule")[0], "Load", "cpu-usage", "version 1")
    expect_words(texts(reasons, "rule")[1], "High above 2")
    expect_words(texts(reasons, "change")[0], "Fired as High", "2.5 is above 2")
    expect(texts(reasons, "delivery"), ["“desktop” is still to be told that it fired"])
    expect_words(" ".join(texts(reasons, "now")), "Firing as High", "It ends when the value is", "Nobody has acknowledged it")


def json_has_the_documented_keys(desk):
    fire(desk)
    desk.run("events", "note", "1", "A cron job")
    reasons = desk.ask("explain", "event:1")
    for reason in reasons:
        expect(list(reason), ["kind", "at_us", "text"])
        assert reason["kind"] in KINDS, reason
        assert isinstance(reason["text"], str) and reason["text"] and "\n" not in reason["text"], reason
        expect(reason["at_us"] is None, reason["kind"] == "rule")


def the_order_is_rule_then_time_then_now(desk):
    fire(desk)
    desk.run("events", "ack", "1", "--comment", "on it")
    reasons = desk.ask("explain", "event:1")
    places = [{"rule": 0, "now": 2}.get(reason["kind"], 1) for reason in reasons]
    expect(places, sorted(places))
    times = [reason["at_us"] for reason, place in zip(reasons, places) if place == 1]
    expect(times, sorted(times))
    expect_words(" ".join(texts(reasons, "act")), "acknowledged it until it is resolved", "“on it”")


def text_has_a_line_a_sentence(desk):
    fire(desk)
    reasons = desk.ask("explain", "event:1")
    lines = desk.run("explain", "event:1").splitlines()
    expect(len(lines), len(reasons))
    for line, reason in zip(lines, reasons):
        assert re.match(rf"{reason['kind']} +(\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d +)?", line), line
        assert line.endswith("  " + reason["text"]), line


def without_delivery_it_says_why(desk):
    fire(desk, "--actions", NO_DESKTOP)
    expect_words(texts(desk.ask("explain", "event:1"), "delivery")[0], "Nobody was told", "switched off the desktop")


def a_number_is_an_event_first(desk):
    rule = fire(desk)
    expect(rule, 1)
    expect(desk.run("explain", "1"), desk.run("explain", "event:1"))
    by_rule = desk.ask("explain", "rule:1")
    assert any("firing, event 1" in text for text in texts(by_rule, "now")), by_rule
    second = fire(desk, "--enabled", "no", name="Second")
    expect(second, 2)
    expect_words(" ".join(texts(desk.ask("explain", "2"), "now")), "switched off")


def a_rule_is_found_by_its_name(desk):
    fire(desk, name="event of the day")
    by_name = texts(desk.ask("explain", "event of the day"), "rule")
    expect(by_name, texts(desk.ask("explain", "rule:1"), "rule"))
    expect(by_name, texts(desk.ask("explain", "rule:event of the day"), "rule"))
    desk.run("rules", "edit", "1", "--name", "event:one")
    expect_words(desk.ask("explain", "rule:event:one")[0]["text"], "event:one")


def at_a_time_it_knows_nothing_later(desk):
    fire(desk)
    opened_us = desk.ask_one("events", "show", "1")["opened_at_us"]
    desk.run("events", "ack", "1")
    before = desk.ask("explain", "event:1", "--at", to_iso(opened_us - 1))
    expect(texts(before, "now"), ["The event had not fired then"])
    then = desk.ask("explain", "event:1", "--at", to_iso(opened_us))
    expect(texts(then, "act"), [])
    expect({reason["at_us"] for reason in then if reason["kind"] == "now"}, {opened_us})
    assert texts(desk.ask("explain", "event:1"), "act"), "the acknowledgement is known now"


def a_rule_had_no_state_before_it_was_made(desk):
    fire(desk)
    reasons = desk.ask("explain", "rule:1", "--at", "2001-01-01")
    expect([reason["text"] for reason in reasons], ["There was no such rule then"])


def a_time_to_come_is_now(desk):
    fire(desk)
    begin_us = int(time.time() * 1e6)
    reasons = desk.ask("explain", "event:1", "--at", "2999-01-01")
    now_us = {reason["at_us"] for reason in reasons if reason["kind"] == "now"}
    assert all(begin_us - 60e6 < at_us < begin_us + 60e6 for at_us in now_us), now_us


def what_is_not_there_is_not_found(desk):
    fire(desk)
    expect_words(desk.fail(Status.NOT_FOUND, "explain", "99"), "neither an event nor a rule 99")
    expect_words(desk.fail(Status.NOT_FOUND, "explain", "event:99"), "event 99")
    expect_words(desk.fail(Status.NOT_FOUND, "explain", "rule:99"), "rule “99”")
    expect_words(desk.fail(Status.NOT_FOUND, "explain", "Nothing"), "rule “Nothing”")
    desk.run("rules", "delete", "1")
    expect_words(desk.fail(Status.NOT_FOUND, "explain", "Load"), "rule “Load”")
    expect_words(" ".join(texts(desk.ask("explain", "event:1"), "change")), "Ended: the rule was deleted")


def misuse_is_refused(desk):
    fire(desk)
    for words in MISUSES:
        desk.fail(Status.USAGE, *words)
    expect_words(desk.fail(Status.USAGE, "explain", "event:one"), "event:one", "event:NUMBER")
    expect_words(desk.fail(Status.USAGE, "explain", "1", "--at", "someday"), "someday")


def what_is_quoted_cannot_steer_a_terminal(desk):
    fire(desk)
    desk.run("events", "note", "1", "\x1b[31mred\nnow  2999  Firing")
    output = desk.run("explain", "event:1")
    assert all(line.replace("\u00a0", " ").isprintable() for line in output.splitlines()), repr(output)
    expect(len(output.splitlines()), len(desk.ask("explain", "event:1")))


TESTS = [
    a_firing_event_is_explained,
    json_has_the_documented_keys,
    the_order_is_rule_then_time_then_now,
    text_has_a_line_a_sentence,
    without_delivery_it_says_why,
    a_number_is_an_event_first,
    a_rule_is_found_by_its_name,
    at_a_time_it_knows_nothing_later,
    a_rule_had_no_state_before_it_was_made,
    a_time_to_come_is_now,
    what_is_not_there_is_not_found,
    misuse_is_refused,
    what_is_quoted_cannot_steer_a_terminal,
]

if __name__ == "__main__":
    test_main(TESTS)
