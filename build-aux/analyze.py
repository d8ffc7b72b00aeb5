#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gcc -fanalyzer over the folders without widgets; a warning is an error.

analyze.py BUILD: runs the commands of BUILD/compile_commands.json once more, without writing objects."""
import json
import os
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FOLDERS = ("/src/model/", "/src/plugin/", "/src/engine/", "/src/store/", "/triggers/")
OPTIONS = ("-fanalyzer", "-Werror", "-S", "-o", os.devnull)


def read_jobs(build):
    for entry in json.loads(Path(build, "compile_commands.json").read_text(encoding="utf-8")):
        source = (Path(entry["directory"]) / entry["file"]).resolve()
        if any(folder in source.as_posix() for folder in FOLDERS) and not source.name.startswith("test-"):
            yield entry["directory"], with_analyzer(entry["command"])


def with_analyzer(command):
    """The command, but it analyses instead of making an object and a list of dependencies."""
    words = iter(shlex.split(command))
    kept = []
    for word in words:
        if word in ("-o", "-MF", "-MQ"):
            next(words)
        elif word not in ("-c", "-MD"):
            kept.append(word)
    return [*kept[:-1], *OPTIONS, kept[-1]]


def analyze(job):
    directory, command = job
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


def main(build):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(analyze, read_jobs(build)))
    for result in results:
        sys.stdout.write(result.stderr)
    failed = sum(result.returncode != 0 for result in results)
    if not results:
        print("analyze: no sources found; is the build folder set up?")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
