#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The source gates that no compiler keeps: sizes, banned calls, layers, the licence line.

Prints one line a finding, 'FILE:LINE: what is wrong', and exits with 1 when there is any.
build-aux/lint-allowed.txt may name findings to live with for a while, one 'FILE: RULE' a line; a
line of it that no longer applies is a finding too, so the list can only shrink."""
import re
import sys
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).resolve().parent.parent
ALLOWED = PROJECT / "build-aux" / "lint-allowed.txt"
FOLDERS = ("src", "tests", "triggers", "build-aux", "data", "docs", ".ci")
C_SUFFIXES = {".c", ".h"}
LICENSED_SUFFIXES = C_SUFFIXES | {".blp", ".css", ".py", ".sh"}
TEXT_SUFFIXES = LICENSED_SUFFIXES | {".build", ".in", ".md", ".sql", ".txt", ".xml"}
MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 800
MAX_NESTING = 4


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    text: str


class Ban(NamedTuple):
    """Calls that only the named folders and files may make."""

    rule: str
    pattern: str
    allowed: tuple
    reason: str


BANS = (
    Ban("unbounded", r"\b(strcpy|strcat|sprintf|vsprintf|gets)\s*\(", (), "can write past the end"),
    Ban("shell", r"\b(system|popen)\s*\(", (), "hands text to a shell"),
    Ban("goto", r"\bgoto\b", (), "return early instead"),
    Ban(
        "clock",
        r"\b(g_get_real_time|g_get_monotonic_time|clock_gettime|gettimeofday|time|g_date_time_new_now\w*)\s*\(",
        ("src/model/sentinel-system-clock.c", "tests/"),
        "ask SentinelClock, so that tests can say what time it is",
    ),
    Ban("sleep", r"\b(g_usleep|usleep|sleep|nanosleep)\s*\(", ("src/store/", "tests/bench/"), "wait for what you wait for"),
    Ban("sqlite", r"\bsqlite3_", ("src/store/", "tests/store/", "tests/bench/", "tests/support/"), "SQL lives in src/store"),
    Ban("widgets", r"\b(gtk|adw|gdk|gsk)_\w+\s*\(", ("src/ui/", "tests/ui/", "tests/bench/"), "widgets live in src/ui"),
    Ban("application", r"\bg_application_get_default\b", ("src/ui/", "tests/ui/"), "no singletons below the user interface"),
)

COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
# clang-format leaves a brace in the first column only around the body of a function.
FUNCTION = re.compile(r"^\{$.*?^\}", re.M | re.S)


def blank(match):
    """Comments and strings become spaces: lines and columns stay where they were."""
    return re.sub(r"[^\n]", " ", match.group())


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def check_text(path, text):
    for number, line in enumerate(text.split("\n"), 1):
        if line != line.rstrip():
            yield Finding(path, number, "space", "space at the end of the line")
    if text and not text.endswith("\n"):
        yield Finding(path, line_of(text, len(text)), "space", "no newline at the end of the file")


def check_licence(path, text):
    if "SPDX-License-Identifier: MIT" not in "\n".join(text.split("\n", 2)[:2]):
        yield Finding(path, 1, "licence", "the first line has to name the licence (SPDX-License-Identifier: MIT)")


def check_bans(path, code):
    for ban in BANS:
        if path.startswith(ban.allowed):
            continue
        for match in re.finditer(ban.pattern, code):
            name = match.group().rstrip("( ")
            yield Finding(path, line_of(code, match.start()), ban.rule, f"{name}: {ban.reason}")


def check_sizes(path, code):
    if (lines := code.count("\n")) > MAX_FILE_LINES:
        yield Finding(path, lines, "size", f"{lines} lines, more than {MAX_FILE_LINES}")
    for match in FUNCTION.finditer(code):
        line = line_of(code, match.start())
        lines = match.group().count("\n") + 1
        if lines > MAX_FUNCTION_LINES:
            yield Finding(path, line, "size", f"a function of {lines} lines, more than {MAX_FUNCTION_LINES}")
        if (depth := nesting(match.group())) > MAX_NESTING:
            yield Finding(path, line, "nesting", f"a function nested {depth} deep, more than {MAX_NESTING}")


def nesting(body):
    """How many blocks are open at once inside a function's body."""
    depth = deepest = 0
    for brace in re.findall(r"[{}]", body):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest - 1


def check_unfinished(path, text):
    for match in UNFINISHED.finditer(text):
        yield Finding(path, line_of(text, match.start()), "unfinished", f"{match.group()}: finish it, or file an issue")


def check_file(path, text):
    suffix = Path(path).suffix
    yield from check_text(path, text)
    if suffix in LICENSED_SUFFIXES:
        yield from check_licence(path, text)
    if suffix in C_SUFFIXES:
        code = COMMENT_OR_STRING.sub(blank, text)
        yield from check_unfinished(path, text)
        yield from check_bans(path, code)
        yield from check_sizes(path, code)


def find_files():
    for folder in FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXT_SUFFIXES:
                yield path


def read_allowed():
    lines = ALLOWED.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def main():
    allowed, used, failed = read_allowed(), set(), False
    for path in find_files():
        name = path.relative_to(PROJECT).as_posix()
        for finding in check_file(name, path.read_text(encoding="utf-8")):
            key = f"{finding.path}: {finding.rule}"
            if key in allowed:
                used.add(key)
                continue
            print(f"{finding.path}:{finding.line}: {finding.text} [{finding.rule}]")
            failed = True
    for key in sorted(allowed - used):
        print(f"{ALLOWED.relative_to(PROJECT)}: no longer needed: {key}")
        failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
