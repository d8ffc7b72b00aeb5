#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each folder may include what the table of layers allows, and nothing else compiles.

test-layers.py BUILD: takes the compiler's options for each folder from BUILD/compile_commands.json and
compiles one line, the include. That every header compiles somewhere keeps the test honest."""
import json
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
HEADERS = {
    "sqlite3": "sqlite3.h",
    "gtk": "gtk/gtk.h",
    "gtksourceview": "gtksourceview/gtksource.h",
    "model": "sentinel-rule.h",
    "store": "sentinel-store.h",
    "plugin": "sentinel-trigger.h",
    "triggers": "sentinel-builtin-triggers.h",
    "engine": "sentinel-engine.h",
    "desktop": "sentinel-desktop-channel.h",
    "app": "sentinel-context.h",
}
CORE = {"model", "store", "plugin", "triggers", "engine", "desktop", "app"}
MAY_INCLUDE = {
    "src/model": {"model"},
    "src/store": {"model", "store", "sqlite3"},
    "src/plugin": {"model", "plugin"},
    "triggers": {"model", "plugin", "triggers"},
    "src/engine": {"model", "store", "plugin", "engine"},
    "src/desktop": {"model", "store", "plugin", "desktop"},
    "src/app": CORE,
    "src/ctl": CORE,
    "src/ui": CORE | {"gtk", "gtksourceview"},
}


def read_options(build):
    """{folder: (directory, options)} from one source file of each folder."""
    commands = json.loads(Path(build, "compile_commands.json").read_text(encoding="utf-8"))
    options = {}
    for entry in commands:
        source = (Path(entry["directory"]) / entry["file"]).resolve()
        for folder in MAY_INCLUDE:
            if source.is_relative_to(PROJECT / folder):  # not what the build generated
                options.setdefault(folder, (entry["directory"], keep_options(entry["command"])))
    return options


def keep_options(command):
    """The command without its files: source, object, dependencies."""
    words = shlex.split(command)
    kept, skip = [], False
    for word in words[:-1]:
        if skip or word in ("-o", "-MF", "-MQ"):
            skip = not skip
        elif word not in ("-c", "-MD"):
            kept.append(word)
    return kept


def compiles(directory, options, header):
    command = [*options, "-fsyntax-only", "-x", "c", "-"]
    source = f"#include <glib.h>\n#include <{header}>\n"
    return subprocess.run(command, cwd=directory, input=source, text=True, capture_output=True, check=False).returncode == 0


def check(case):
    folder, layer, options = case
    allowed = layer in MAY_INCLUDE[folder]
    right = options is not None and compiles(*options, HEADERS[layer]) == allowed
    return right, f"{folder} may {'' if allowed else 'not '}include {HEADERS[layer]}"


def main(build):
    options = read_options(build)
    cases = [(folder, layer, options.get(folder)) for folder in MAY_INCLUDE for layer in HEADERS]
    print(f"1..{len(cases)}")
    with ThreadPoolExecutor() as pool:
        results = list(pool.map(check, cases))
    for number, (right, name) in enumerate(results, 1):
        print(f"{'ok' if right else 'not ok'} {number} - {name}")
    return 0 if all(right for right, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
