#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One closing line, 'N passed, N failed, N skipped', for the last test run in each build folder.

It reads meson's testlog.json, not the JUnit file, which misses programs that crash. Every line of a
TAP test counts; a program without TAP counts as one. A program that failed without saying which
test (crash, time-out, a sanitizer's exit status) adds one failure.

Exits with 1 on any failure, and when nothing passed at all."""
import json
import re
import sys
from pathlib import Path

TAP_HEADER = re.compile(r"^(TAP version|1\.\.\d)", re.M)
TAP_LINE = re.compile(r"^\s*(?P<bad>not )?ok\b[^#\n]*(?:#\s*(?P<directive>skip|todo)\b)?", re.I | re.M)


def count_tap(output):
    """(passed, failed, skipped) of one program's TAP lines; what is not to be done yet is skipped."""
    passed = failed = skipped = 0
    if TAP_HEADER.search(output):
        for line in TAP_LINE.finditer(output):
            if line["directive"]:
                skipped += 1
            elif line["bad"]:
                failed += 1
            else:
                passed += 1
    return passed, failed, skipped


def count_test(test):
    passed, failed, skipped = count_tap(test.get("stdout") or "")
    result = test["result"]
    if result in ("OK", "EXPECTEDFAIL"):
        passed += not (passed or failed or skipped)
    elif result == "SKIP":
        skipped += not skipped
    else:
        failed += not failed
    return passed, failed, skipped


def read_tests(build):
    log = Path(build, "meson-logs", "testlog.json")
    if not log.exists():  # nothing ran
        return []
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def main(builds):
    counts = [count_test(test) for build in builds for test in read_tests(build)]
    passed, failed, skipped = (sum(column) for column in zip((0, 0, 0), *counts))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
