#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The gates themselves: what build-aux/lint.py finds and leaves alone, and what build-aux/test-summary.py counts."""
import importlib.util
import json
import sys
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

TOOLS = Path(__file__).resolve().parents[2] / "build-aux"
LICENCE = "/* SPDX-License-Identifier: MIT */\n"


def load(name):
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


lint = load("lint")
summary = load("test-summary")


class Lint(unittest.TestCase):
    def rules(self, path, code):
        return {finding.rule for finding in lint.check_file(path, LICENCE + code)}

    def test_each_rule_finds_what_it_is_for(self):
        cases = {
            "unbounded": "void\nf (void)\n{\n  strcpy (a, b);\n}\n",
            "shell": "int x = system (command);\n",
            "goto": "  goto out;\n",
            "clock": "gint64 now = g_get_real_time ();\n",
            "sleep": "  g_usleep (1000);\n",
            "sqlite": "sqlite3_stmt *statement;\n",
            "widgets": "  gtk_init ();\n",
            "application": "  g_application_get_default ();\n",
            "space": "int a; \n",
            "unfinished": "/* TO" + "DO */\n",
            "size": "void\nf (void)\n{\n" + "  g ();\n" * 60 + "}\n",
            "nesting": "void\nf (void)\n{\n" + "  while (1) {\n" * 5 + "}\n" * 5 + "}\n",
        }
        for rule, code in cases.items():
            with self.subTest(rule):
                self.assertEqual(self.rules("src/engine/x.c", code), {rule})

    def test_comments_and_strings_are_not_code(self):
        self.assertEqual(self.rules("src/engine/x.c", '/* strcpy (a) */\nchar *a = "system (x)";\n'), set())

    def test_folders_keep_what_is_theirs(self):
        cases = {
            "src/store/x.c": "sqlite3_stmt *statement;\n",
            "src/ui/x.c": "int a = gtk_init ();\n",
            "src/model/sentinel-system-clock.c": "int a = clock_gettime ();\n",
        }
        for path, code in cases.items():
            with self.subTest(path):
                self.assertEqual(self.rules(path, code), set())

    def test_a_function_of_sixty_lines_passes(self):
        self.assertEqual(self.rules("src/engine/x.c", "void\nf (void)\n{\n" + "  g ();\n" * 58 + "}\n"), set())

    def test_the_licence_line_is_asked_for(self):
        found = {finding.rule for finding in lint.check_file("src/engine/x.c", "int a;\n")}
        self.assertEqual(found, {"licence"})


class Summary(unittest.TestCase):
    def test_counts(self):
        tap = "TAP version 14\n1..4\nok 1 /a\nnot ok 2 /b\nok 3 /c # SKIP no display\nok 4 /d\n"
        cases = (
            ({"result": "FAIL", "stdout": tap}, (2, 1, 1)),
            ({"result": "OK", "stdout": "# Subtest: x\n    ok 1 /x/a\n    1..1\nok 1 x\n1..1\n"}, (2, 0, 0)),
            ({"result": "OK", "stdout": "no TAP at all"}, (1, 0, 0)),
            ({"result": "FAIL", "stdout": "TAP version 14\nok 1 /a\nBail out!\n"}, (1, 1, 0)),
            ({"result": "TIMEOUT"}, (0, 1, 0)),
            ({"result": "SKIP", "stdout": ""}, (0, 0, 1)),
            ({"result": "EXPECTEDFAIL", "stdout": ""}, (1, 0, 0)),
        )
        for test, counts in cases:
            with self.subTest(test):
                self.assertEqual(summary.count_test(test), counts)

    def test_nothing_run_is_a_failure(self):
        with TemporaryDirectory() as build:
            self.assertEqual(summary.main([build]), 1)

    def test_several_builds_add_up(self):
        with TemporaryDirectory() as build:
            log = Path(build, "meson-logs", "testlog.json")
            log.parent.mkdir()
            log.write_text(json.dumps({"result": "OK", "stdout": ""}) + "\n", encoding="utf-8")
            self.assertEqual(summary.main([build, build]), 0)


if __name__ == "__main__":
    sys.argv.append("--verbose")
    unittest.main()
