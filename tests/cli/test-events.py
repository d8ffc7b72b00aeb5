#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""sentinelctl raise and events: what goes in from scripts, what comes out, and what people do about it."""

import json
import statistics
import time

from harness import Status, expect, expect_parts, expect_words, test_main

FAR_US = 1925089445000000
FAR = "2031-01-02T03:04:05Z"
SHOWN_WITHIN_S = 0.1
N_MEASURED = 9

RAISE = ["raise", "--importance", "high", "--source", "backup", "--message", "Disk full"]

MISUSES = [
    ["raise"],
    ["raise", "--importance", "high", "--source", "backup"],
    ["raise", "--importance", "high", "--message", "Disk full"],
    ["raise", "--source", "backup", "--message", "Disk full"],
    ["raise", "--importance", "urgent", "--source", "backup", "--message", "Disk full"],
    ["raise", "--resolve", "--source", "backup"],
    [*RAISE, "more"],
    [*RAISE, "--value", "much"],
    [*RAISE, "--value", "inf"],
    [*RAISE, "--colour", "red"],
    ["events"],
    ["events", "fly"],
    ["events", "list", "backup"],
    ["events", "list", "--limit", "-1"],
    ["events", "list", "--limit", "many"],
    ["events", "list", "--sort", "colour"],
    ["events", "list", "--filter", "importance:urgent"],
    ["events", "list", "--filter", "is:strange"],
    ["events", "list", "--filter", "after:someday"],
    ["events", "tail", "--limit", "-1"],
    ["events", "tail", "1"],
    ["events", "show"],
    ["events", "show", "one"],
    ["events", "show", "0"],
    ["events", "ack"],
    ["events", "ack", "-1"],
    ["events", "ack", "1", "--until", "someday"],
    ["events", "ack", "1", "--until", "2001-01-01"],
    ["events", "unack"],
    ["events", "snooze"],
    ["events", "snooze", "1", "--for", "soon"],
    ["events", "snooze", "1", "--for", "1h", "--end"],
    ["events", "undo"],
    ["events", "undo", "one"],
    ["events", "note", "1"],
    ["events", "note", "1", ""],
    ["events", "note", "1", "two", "words"],
]


def raise_prints_the_new_id(desk):
    expect(desk.run(*RAISE), "1\n")
    expect(desk.run("--json", *RAISE), '{"id":2}\n')


def raise_without_a_key_is_a_moment(desk):
    desk.raise_event("--category", "Security", "--value", "97.5", "--unit", "%", importance="critical")
    event = desk.ask_one("events", "list")
    expect_parts(event, id=1, importance="critical", source="backup", message="Disk full", category="Security")
    expect_parts(event, point=True, value_first=97.5, value_last=97.5, unit="%", status="unseen", repeat_count=1)
    expect(event["opened_at_us"], event["closed_at_us"])
    assert abs(event["opened_at_us"] / 1e6 - time.time()) < 60, event


def raise_with_a_key_stays_open_and_counts(desk):
    first = desk.raise_event("--key", "root", "--value", "90")
    expect(desk.raise_event("--key", "root", "--value", "95"), first)
    expect(desk.raise_event("--key", "root", "--value", "91"), first)
    event = desk.ask_one("events", "list")
    expect_parts(event, point=False, closed_at_us=None, status="new", repeat_count=3)
    expect_parts(event, value_first=90, value_peak=95, value_last=91)


def the_identity_is_source_and_key(desk):
    ids = {desk.raise_event("--key", key, source=source) for source in ("a", "b") for key in ("x", "y")}
    expect(ids, {1, 2, 3, 4})
    expect(desk.raise_event("--key", "x", source="b"), 3)


def a_repeat_may_be_more_important(desk):
    desk.raise_event("--key", "root", importance="medium")
    desk.raise_event("--key", "root", importance="critical")
    expect_parts(desk.ask_one("events", "list"), importance="critical", level_now="critical", repeat_count=2)


def resolve_closes_what_the_key_names(desk):
    desk.raise_event("--key", "root")
    desk.raise_event("--key", "home")
    expect(desk.run("raise", "--resolve", "--source", "backup", "--key", "root"), "1\n")
    expect_parts(desk.ask_one("events", "show", 1), close_reason="manual", status="unseen", level_now=None)
    expect_parts(desk.ask_one("events", "show", 2), closed_at_us=None)
    expect(desk.raise_event("--key", "root"), 3)


def resolve_of_nothing_is_not_found(desk):
    resolve = ["raise", "--resolve", "--source", "backup", "--key"]
    expect_words(desk.fail(Status.NOT_FOUND, *resolve, "root"), "backup", "root")
    desk.raise_event("--key", "root")
    desk.run(*resolve, "root")
    desk.fail(Status.NOT_FOUND, *resolve, "root")


def list_is_the_newest_first(desk):
    for source in "abc":
        desk.raise_event(source=source)
    expect([event["id"] for event in desk.ask("events", "list")], [3, 2, 1])
    expect([event["id"] for event in desk.ask("events", "list", "--limit", 2)], [3, 2])
    expect([event["id"] for event in desk.ask("events", "list", "--reverse")], [1, 2, 3])
    expect(len(desk.ask("events", "list", "--limit", 0)), 3)


def list_filters_as_the_search_field_does(desk):
    desk.raise_event(source="AAPL", message="price alarm", importance="critical")
    desk.raise_event("--key", "k", source="host-1", message="disk full", importance="low")
    desk.run("events", "ack", 1)
    cases = {
        "": [2, 1],
        "importance:critical": [1],
        "is:unacknowledged": [2],
        "is:acknowledged": [1],
        "is:open": [2],
        "ticker:AAPL": [1],
        "source:host-1": [2],
        '"disk full"': [2],
        "price alarm": [1],
        "full price": [],
        "rule:manual": [2, 1],
        "after:2026-01-01": [2, 1],
        "after:2040-01-01": [],
        "importance:low is:acknowledged": [],
    }
    for text, ids in cases.items():
        expect((text, [event["id"] for event in desk.ask("events", "list", "--filter", text)]), (text, ids))
        expect(desk.ask("events", "list", "--count", "--filter", text), [{"count": len(ids)}])


def list_sorts_by_a_column(desk):
    for importance, source, value in (("low", "c", 3), ("critical", "a", 1), ("medium", "b", 2)):
        desk.raise_event("--value", value, importance=importance, source=source)
    for column, ids in {"id": [3, 2, 1], "time": [3, 2, 1], "importance": [2, 3, 1], "value_last": [1, 3, 2]}.items():
        expect((column, [event["id"] for event in desk.ask("events", "list", "--sort", column)]), (column, ids))
        backwards = [event["id"] for event in desk.ask("events", "list", "--sort", column, "--reverse")]
        expect((column, backwards), (column, ids[::-1]))
    by_source = [event["id"] for event in desk.ask("events", "list", "--sort", "source")]
    assert by_source in ([2, 3, 1], [1, 3, 2]), by_source


def count_is_one_number(desk):
    expect(desk.run("events", "list", "--count"), "0\n")
    desk.raise_event()
    expect(desk.run("events", "list", "--count"), "1\n")
    expect(desk.run("events", "list", "--count", "--json"), '{"count":1}\n')


def list_is_readable_without_json(desk):
    desk.raise_event()
    title, line = desk.run("events", "list").splitlines()
    expect_words(title, "ID", "IMPORTANCE", "SOURCE", "MESSAGE")
    expect_words(line, "1", "high", "backup", "unseen", "Disk full")


def show_has_the_whole_story(desk):
    desk.raise_event("--key", "root")
    desk.run("events", "ack", 1, "--comment", "on it")
    desk.run("events", "note", 1, "bought a disk", "--action")
    event = desk.ask_one("events", "show", 1)
    expect([transition["kind"] for transition in event["transitions"]], ["fired", "acknowledged"])
    expect([(note["kind"], note["body"]) for note in event["notes"]], [("acknowledged", "on it"), ("action", "bought a disk")])
    expect({note["via"] for note in event["notes"]}, {"command-line"})
    expect_words(desk.run("events", "show", 1), "message: Disk full", "on it", "bought a disk", "fired")
    expect_words(desk.fail(Status.NOT_FOUND, "events", "show", 2), "2")


def ack_says_who_when_and_why(desk):
    desk.run("settings", "set", "user.name", "Ada")
    desk.raise_event("--key", "root")
    desk.run("events", "ack", 1, "--comment", "on it")
    event = desk.ask_one("events", "show", 1)
    expect_parts(event, status="acknowledged", acked_by="Ada", ack_comment="on it", acked_level="high", ack_scope="resolved")
    assert event["acked_at_us"] >= event["opened_at_us"], event


def ack_lasts_until(desk):
    desk.raise_event("--key", "root")
    for until, scope, until_us in (("changed", "changed", None), ("resolved", "resolved", None), (FAR, "time", FAR_US)):
        desk.run("events", "ack", 1, "--until", until)
        expect_parts(desk.ask_one("events", "show", 1), status="acknowledged", ack_scope=scope, ack_until_us=until_us)


def ack_until_changed_ends_with_a_change(desk):
    desk.raise_event("--key", "root", importance="medium")
    desk.run("events", "ack", 1, "--until", "changed")
    desk.raise_event("--key", "root", importance="critical")
    expect_parts(desk.ask_one("events", "show", 1), status="new", acked_at_us=None)


def ack_takes_several_and_says_which_are_missing(desk):
    for _ in range(3):
        desk.raise_event()
    answer = desk.call("--json", "events", "ack", 1, 99, 3, "--comment", "both")
    expect(answer.status, Status.NOT_FOUND)
    expect_words(answer.stderr, "99")
    expect([json.loads(line) for line in answer.stdout.splitlines()], [{"id": 1, "batch": 1}, {"id": 3, "batch": 1}])
    expect([event["ack_comment"] for event in desk.ask("events", "list")], ["both", None, "both"])


def unack_takes_it_back_and_both_are_on_record(desk):
    desk.raise_event("--key", "root")
    desk.run("events", "ack", 1, "--comment", "on it")
    desk.run("events", "unack", 1, "--comment", "not mine")
    event = desk.ask_one("events", "show", 1)
    expect_parts(event, status="new", acked_at_us=None, acked_by=None, ack_comment=None)
    expect([transition["kind"] for transition in event["transitions"]], ["fired", "acknowledged", "unacknowledged"])
    expect([note["body"] for note in event["notes"]], ["on it", "not mine"])
    expect(desk.call("events", "unack", 7).status, Status.NOT_FOUND)


def note_prints_its_id(desk):
    desk.raise_event()
    expect(desk.run("events", "note", 1, "looks bad"), "1\n")
    expect(desk.run("--json", "events", "note", 1, "Grüße, 世界"), '{"id":2}\n')
    expect([note["body"] for note in desk.ask_one("events", "show", 1)["notes"]], ["looks bad", "Grüße, 世界"])
    expect_words(desk.fail(Status.NOT_FOUND, "events", "note", 2, "where?"), "2")


def text_from_outside_cannot_steer_a_terminal(desk):
    evil = "a\x1b[31mred\r\nnext\x07\x9b31m end"
    desk.raise_event("--key", "k\x1b", source="s\x1b]0;x", message=evil)
    desk.run("events", "note", 1, evil)
    shown = desk.run("events", "list") + desk.run("events", "show", 1)
    tail = desk.start("events", "tail")
    shown += tail.wait_line()
    tail.end()
    left = {char for char in shown if ord(char) < 32 or 127 <= ord(char) < 160} - {"\n"}
    expect(left, set())
    expect(desk.ask_one("events", "list")["message"], evil)


def output_that_is_no_terminal_has_no_colour(desk):
    desk.raise_event(importance="critical")
    assert "\x1b" not in desk.run("events", "list") + desk.run("events", "show", 1)


def tail_begins_with_the_newest(desk):
    for source in "abc":
        desk.raise_event(source=source)
    tail = desk.start("--json", "events", "tail", "--limit", 2)
    expect([json.loads(tail.wait_line())["id"] for _ in range(2)], [2, 3])
    expect(tail.end(), Status.DONE)


def tail_shows_what_others_do(desk):
    desk.raise_event("--key", "root")
    tail = desk.start("--json", "events", "tail")
    expect_parts(json.loads(tail.wait_line()), id=1, status="new")
    desk.run("events", "ack", 1, "--comment", "on it")
    expect_parts(json.loads(tail.wait_line()), id=1, status="acknowledged", ack_comment="on it")
    desk.raise_event(source="other")
    expect_parts(json.loads(tail.wait_line()), id=2, source="other")
    desk.run("raise", "--resolve", "--source", "backup", "--key", "root")
    expect_parts(json.loads(tail.wait_line()), id=1, close_reason="manual", status="resolved")
    expect(tail.end(), Status.DONE)


def tail_shows_them_within_100_ms(desk):
    desk.raise_event()
    tail = desk.start("--json", "events", "tail")
    tail.wait_line()
    took = []
    for _ in range(N_MEASURED):
        event_id = desk.raise_event()
        begin = time.monotonic()
        tail.wait_line(lambda line, event_id=event_id: json.loads(line)["id"] == event_id)
        took.append(time.monotonic() - begin)
    median = statistics.median(took)
    print(f"# median {median * 1000:.1f} ms, worst {max(took) * 1000:.1f} ms")
    assert median <= SHOWN_WITHIN_S, took


def wrong_use_is_told_and_changes_nothing(desk):
    for words in MISUSES:
        desk.fail(Status.USAGE, *words)
    expect(desk.ask("events", "list"), [])


def wrong_text_is_refused_or_made_right(desk):
    answer = desk.call(*RAISE[:-1], b"\xff\xfe")
    assert answer.status in (Status.DONE, Status.FAILED, Status.USAGE), answer
    desk.ask("events", "list")
    desk.run("check")


def a_long_message_stays_whole(desk):
    message = "x" * 100000
    desk.raise_event(message=message)
    assert desk.ask_one("events", "list")["message"] == message


def a_snooze_puts_off_and_ends(desk):
    desk.raise_event("--key", "disk")
    answer = desk.ask_one("events", "snooze", 1, "--for", "2h")
    assert answer["id"] == 1, answer
    event = desk.ask_one("events", "list")
    assert event["status"] == "snoozed", event
    assert 0 < event["snoozed_until_us"] - time.time() * 1e6 <= 2 * 3600 * 1e6, event
    expect(desk.run("events", "list", "--filter", "is:waiting", "--count"), "0\n")
    desk.run("events", "snooze", 1, "--end")
    expect(desk.run("events", "list", "--filter", "is:waiting", "--count"), "1\n")


def undo_brings_back_what_was(desk):
    desk.raise_event("--key", "disk")
    first = desk.ask_one("events", "ack", 1, "--comment", "on it", "--until", FAR)
    before = desk.ask_one("events", "list")
    second = desk.ask_one("events", "ack", 1, "--comment", "again")
    assert second["batch"] > first["batch"], second
    desk.run("events", "undo", second["batch"])
    assert desk.ask_one("events", "list") == before
    expect_words(desk.fail(Status.NOT_FOUND, "events", "undo", 4711), "4711")


def undo_leaves_alone_what_was_changed_since(desk):
    desk.raise_event("--key", "disk")
    first = desk.ask_one("events", "ack", 1)
    desk.run("events", "ack", 1, "--comment", "again")
    expect_words(desk.fail(Status.NOT_FOUND, "events", "undo", first["batch"]), "changed since")
    assert desk.ask_one("events", "list")["ack_comment"] == "again"


TESTS = [
    raise_prints_the_new_id,
    raise_without_a_key_is_a_moment,
    raise_with_a_key_stays_open_and_counts,
    the_identity_is_source_and_key,
    a_repeat_may_be_more_important,
    resolve_closes_what_the_key_names,
    resolve_of_nothing_is_not_found,
    list_is_the_newest_first,
    list_filters_as_the_search_field_does,
    list_sorts_by_a_column,
    count_is_one_number,
    list_is_readable_without_json,
    show_has_the_whole_story,
    ack_says_who_when_and_why,
    ack_lasts_until,
    ack_until_changed_ends_with_a_change,
    ack_takes_several_and_says_which_are_missing,
    unack_takes_it_back_and_both_are_on_record,
    a_snooze_puts_off_and_ends,
    undo_brings_back_what_was,
    undo_leaves_alone_what_was_changed_since,
    note_prints_its_id,
    text_from_outside_cannot_steer_a_terminal,
    output_that_is_no_terminal_has_no_colour,
    tail_begins_with_the_newest,
    tail_shows_what_others_do,
    tail_shows_them_within_100_ms,
    wrong_use_is_told_and_changes_nothing,
    wrong_text_is_refused_or_made_right,
    a_long_message_stays_whole,
]

if __name__ == "__main__":
    test_main(TESTS)
