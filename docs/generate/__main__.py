"""``python -m docs.generate [--check]``."""

from __future__ import annotations

import sys

from .pages import PAGES, REFERENCE
from .pictures import PICTURES, draw


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` tell which are stale; returns the exit status."""
    stale = [name for name, make in PAGES.items() if not _is_current(name, make())]
    if arguments == ["--check"]:
        for name in stale:
            sys.stderr.write(f"docs/reference/{name} is out of date; run: make docs\n")
        return 1 if stale else 0
    if arguments:
        sys.stderr.write("usage: python -m docs.generate [--check]\n")
        return 2
    for name in stale:
        (REFERENCE / name).write_text(PAGES[name](), encoding="utf-8")
    for picture in PICTURES:
        draw(picture)
    return 0


def _is_current(name: str, text: str) -> bool:
    page = REFERENCE / name
    return page.is_file() and page.read_text(encoding="utf-8") == text


sys.exit(main(sys.argv[1:]))
