"""What a refresh did, told; and where all is as it was, known and told before the rest of civicsearch is loaded.

A refresh that a timer starts mostly finds nothing to do. `at_once` answers such a command line in a third of the time,
without click and without settings being read; it knows few of them. Of whatever it does not know or does not find as
the refresh before left it, it says nothing, and the command runs as ever.
"""

from __future__ import annotations

import os
import time

from ..index.files import read_text
from ..index.lastlook import all_unchanged
from ..places import INDEX_VARIABLE, absolute, index_folder, settings_file
from . import COMPLETION_VARIABLE, output

TYPE_CHECKING = False  # without `typing`, which takes 3 ms
if TYPE_CHECKING:
    from ..models import UpdateReport

_MOST_JOBS = 256
_LARGEST_FILE = 1_000_000
"""Bytes of a settings file."""


def tell(report: UpdateReport, *, verbose: bool, format_name: str) -> None:
    """Write a report to stdout: ``text`` or ``json``."""
    if format_name == "json":
        from ..formats.structured import report_json

        output.data(report_json(report))
    else:
        from .formats.report_text import report_lines

        screen = output.screen()
        output.page(report_lines(report, verbose=verbose, screen_width=screen.width), screen)


def at_once(words: list[str]) -> int | None:
    """Run the command line of a refresh that has nothing to do; returns its exit code, or None where there is more to
    do or to know. Raises OSError where stdout cannot be written."""
    started = time.perf_counter()
    asked = _Asked.read(words)
    if asked is None or COMPLETION_VARIABLE in os.environ:
        return None
    try:
        file, folder = asked.places()
    except (OSError, ValueError):
        return None
    found = None if folder is None else all_unchanged(folder, file)
    if found is None:
        return None
    posts, left_out = found
    if any(failed for _, _, failed in left_out):
        return None
    seconds = time.perf_counter() - started
    if asked.quiet:
        pass
    elif left_out or asked.format_name != "text":
        from ..models import SkippedFile, UpdateReport

        skipped = tuple(SkippedFile(*left) for left in left_out)
        report = UpdateReport(unchanged=posts, skipped=skipped, seconds=seconds)
        tell(report, verbose=asked.verbose, format_name=asked.format_name)
    else:
        from .formats.summary import in_one_line

        output.headline(in_one_line(0, 0, 0, 0, posts, seconds))
    return 0


class _Asked:
    """What a command line asks for."""

    __slots__ = ("config", "format_name", "index", "quiet", "verbose")

    def __init__(self) -> None:
        self.index: str | None = None
        self.config: str | None = None
        self.format_name = "text"
        self.quiet = self.verbose = False

    @classmethod
    def read(cls, words: list[str]) -> _Asked | None:
        """Reads a command line as click does; None for all but the plainest."""
        asked = cls()
        named = False
        rest = iter(words)
        for word in rest:
            name, equals, value = word.partition("=")
            if word == "index" and not named:
                named = True
            elif named and word == "--quiet":
                asked.quiet = True
            elif named and word == "--verbose":
                asked.verbose = True
            elif name in ("--index", "--config") or (named and name in ("--format", "--jobs")):
                value = value if equals else next(rest, "")
                if not value.strip() or value[0] == "-" or not asked._takes(name, value):
                    return None
            else:
                return None
        return asked if named else None

    def _takes(self, name: str, value: str) -> bool:
        if name == "--index":
            self.index = value
        elif name == "--config":
            self.config = value
        elif name == "--format":
            self.format_name = value
            return value in ("text", "json")
        else:
            return value.isascii() and value.isdecimal() and 1 <= int(value) <= _MOST_JOBS
        return True

    def places(self) -> tuple[str | None, str | None]:
        """The settings file, or None, and the folder of the index, or None where that is not sure.

        Raises OSError, and ValueError for a path that no file has.
        """
        directory = os.getcwd()
        file = settings_file(directory, os.environ, self.config)
        named: str | None = None
        if file is not None and self.index is None and not os.environ.get(INDEX_VARIABLE):
            named = _named_index(read_text(file, _LARGEST_FILE))
            if named is None:
                return file, None
            named = absolute(os.path.dirname(file), named) if named else None
        return file, index_folder(directory, os.environ, self.index, file, named)[0]


def _named_index(text: str) -> str | None:
    """The index that a settings file names, or an empty string; None where that is not sure.

    The file need not be understood: `all_unchanged` finds it the same as one that was. So it names none where the word
    does not occur, and if its first line is ``index = "…"`` there is no doubt what that means.
    """
    lines = [line for line in map(str.strip, text.split("\n")) if line and line[0] != "#"]
    key, _, value = (lines[0] if lines else "").partition("=")
    if key.rstrip() != "index":
        return None if "\\" in text or any("index" in line for line in lines) else ""
    value = value.lstrip()
    if value[:1] not in ('"', "'"):
        return None
    path, _, rest = value[1:].partition(value[0])
    return path if path.strip() and "\\" not in path and rest.strip()[:1] in ("", "#") else None
