#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""po/POTFILES names every file with translatable strings, and no other."""

import re
import sys
from pathlib import Path

MARK = re.compile(r"""(?<![A-Za-z0-9])(?:_|N_|C_|ngettext) ?\(""")
DATA = ("*.desktop.in", "*.metainfo.xml.in", "*.gschema.xml")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def has_strings(path: Path) -> bool:
    return MARK.search(COMMENT.sub("", path.read_text())) is not None


def main() -> int:
    project = Path(sys.argv[1])
    lines = (project / "po" / "POTFILES").read_text().splitlines()
    listed = {line for line in lines if line and not line.startswith("#")}
    sources = [path for kind in ("*.c", "*.blp") for path in (project / "src").rglob(kind)]
    marked = {str(path.relative_to(project)) for path in sources if has_strings(path)}
    # What a desktop says about the program is for people as well.
    marked |= {str(path.relative_to(project)) for kind in DATA for path in (project / "data").glob(kind)}
    for path in sorted(marked - listed):
        print(f"po/POTFILES lacks {path}, which has translatable strings")
    for path in sorted(listed - marked):
        print(f"po/POTFILES names {path}, which has none")
    return 1 if marked != listed else 0


if __name__ == "__main__":
    sys.exit(main())
