"""Every example in README.md and docs/ is run, and prints what the page shows.

What a writer of a page needs to know:

- Each page starts in a folder of its own that holds ``posts/`` (copies of the three sample sources) and ``index/``
  (built from them). Its examples run there from top to bottom and print as into a pipe, 80 columns wide: no colours,
  no bars.
- A block marked ``console`` is a session. Each line that begins with ``$ `` is run by ``sh``; lines that follow a line
  ending in ``\\`` belong to it; the other lines are its output and its error messages, as they are on the screen.
- A command whose output is left out must succeed (exit status 0, or 1 for no hits). ``echo $?`` shows the status of the
  command before it.
- In expected output, a line ``...`` stands for any lines, also none, and ``...`` inside a line for any text. Times,
  speeds and sizes (``2.1 ms``, ``1,500 posts/s``, ``3.4 MB``) may differ; the folder itself is written ``~/blog``.
- A block that names a file behind its language (`` ```toml civicsearch.toml ``) is written to that file.
- A block marked ``python`` with ``>>>`` is a doctest. The blocks of a page share their names. Without ``>>>`` it must
  at least compile.
- What cannot be run (``git clone``, the terminal UI, a setting for one's shell) goes into a block marked ``sh``,
  without ``$``; nothing there is run.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import pytest

from civicsearch.query import parse
from civicsearch.query.fields import find_field
from civicsearch.sample import sources
from tests.docs.pages import PAGES, ROOT, Block, blocks

_TIMES_AND_SIZES = re.compile(r"\b\d[\d,.]*\s?(?:ms|s|seconds?|posts/s|bytes|[kMG]i?B)(?![\w/])")


class Command(NamedTuple):
    """A command of a session and the output that the page shows for it."""

    line: int
    command: str
    expected: str


def commands(block: Block) -> list[Command]:
    """The commands of a ``console`` block.

    >>> commands(Block("console", "", 7, "$ echo a \\\\\\n  b\\na b\\n$ true\\n"))
    [Command(line=7, command='echo a \\\\\\n  b', expected='a b\\n'), Command(line=10, command='true', expected='')]
    """
    found: list[Command] = []
    for number, line in enumerate(block.text.splitlines(), start=block.line):
        if line.startswith("$ "):
            found.append(Command(number, line[2:], ""))
        elif not found:
            raise ValueError(f"line {number}: output before the first command")
        elif found[-1].command.endswith("\\") and not found[-1].expected:
            found[-1] = found[-1]._replace(command=f"{found[-1].command}\n{line}")
        else:
            found[-1] = found[-1]._replace(expected=f"{found[-1].expected}{line}\n")
    return found


def agree(expected: str, actual: str) -> bool:
    """Whether a page shows this output.

    >>> agree("3 posts in 2 ms\\n...\\nlast\\n", "3 posts in 1.4 s\\nfirst\\nsecond\\nlast\\n")
    True
    >>> agree("3 posts\\n", "4 posts\\n")
    False
    """
    lines = [
        ".*".join(map(re.escape, _comparable(line).split("..."))) + "\n" if line != "..." else "(?:.*\n)*"
        for line in expected.splitlines()
    ]
    return re.fullmatch("".join(lines), "".join(f"{_comparable(line)}\n" for line in actual.splitlines())) is not None


def _comparable(line: str) -> str:
    return _TIMES_AND_SIZES.sub("#", line.rstrip())


def _environment(folder: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return inherited | {"PATH": path, "HOME": str(folder.parent), "COLUMNS": "80", "PYTHONUTF8": "1"}


def _run(command: str, folder: Path, status: int = 0) -> tuple[int, str]:
    """Exit status and output of a command that follows one which ended with ``status``."""
    done = subprocess.run(
        ["sh", "-c", f"(exit {status})\n{command}"],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        encoding="utf-8",
    )
    return done.returncode, done.stdout.replace(str(folder), "~/blog")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder in which the examples of a page run."""
    blog = tmp_path.resolve() / "blog"
    for source in sources():
        shutil.copytree(source.path, blog / "posts" / source.name)
    status, output = _run("civicsearch index posts/*", blog)
    assert status == 0, output
    return blog


def _check_session(page: Path, block: Block, folder: Path) -> list[str]:
    problems = []
    status = 0
    for line, command, expected in commands(block):
        status, output = _run(command, folder, status)
        if expected and not agree(expected, output):
            shown = unified_diff(expected.splitlines(), output.splitlines(), "the page", "the command", lineterm="")
            problems.append(f"{page}:{line}: $ {command}\n" + "\n".join(shown))
        elif not expected and status > 1:
            problems.append(f"{page}:{line}: $ {command}\nexit status {status}\n{output}")
    return problems


def _check_doctest(page: Path, block: Block, names: dict[str, object]) -> list[str]:
    problems: list[str] = []
    test = doctest.DocTestParser().get_doctest(block.text, names, page.name, str(page), block.line - 1)
    if not test.examples:
        compile(block.text, str(page), "exec")
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=problems.append, clear_globs=False)
    names.update(test.globs)
    return problems


def _examples(page: Path) -> list[Block]:
    found = blocks(page.read_text(encoding="utf-8"))
    return [block for block in found if block.language in {"console", "python"} or block.options]


@pytest.mark.parametrize(
    "page", [page for page in PAGES if _examples(page)], ids=lambda page: str(page.relative_to(ROOT))
)
def test_examples_do_what_the_page_shows(page: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    problems: list[str] = []
    for block in _examples(page):
        if block.options:
            file = folder / block.options
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            problems += _check_session(page, block, folder)
        else:
            problems += _check_doctest(page, block, names)
    if problems:
        pytest.fail("\n\n".join(problems), pytrace=False)


_CLAUSE = re.compile(r"-?([a-z_]+):[^:\s/\\]")


_MISREAD = re.compile(r"^## (?:Pasted text|What is refused)\n.*?(?=^## )", re.MULTILINE | re.DOTALL)
"""The parts of the reference that show notes and errors."""


def _queries(page: Path) -> list[str]:
    """The code spans of a page that have the form of a query with a field."""
    text = page.read_text(encoding="utf-8")
    text = _MISREAD.sub("", text)
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    return [span.replace("\\|", "|") for span in spans if (named := _CLAUSE.match(span)) and find_field(named[1])]


def test_a_query_in_the_prose_of_a_page_is_read_without_a_note() -> None:
    """Those in tables and sessions are searched, too."""
    queries = [(page.name, query) for page in PAGES for query in _queries(page)]
    assert len(queries) > 20
    assert [(name, query, notes) for name, query in queries if (notes := parse(query).notes)] == []
