"""The command as a process: exit codes, streams, pipes, colours, signals."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from civicsearch.cli import output
from civicsearch.cli.context import Invocation
from civicsearch.errors import DamagedIndexError, IndexLockedError, QueryError

from .conftest import Run

COMMAND = (sys.executable, "-m", "civicsearch")
ROOT = Path(__file__).resolve().parents[2]


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **changes}


def start(*arguments: str, home: Path, **changes: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=home, env=environment(**changes), capture_output=True, timeout=60, check=False
    )


def on_a_terminal(*arguments: str, home: Path, **changes: str) -> str:
    """What the command writes to stdout when that is a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=home,
        env=environment(COLUMNS="80", **changes),
        stdout=theirs,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(theirs)
        written = b""
        try:
            while part := os.read(ours, 65536):
                written += part
        except OSError:
            pass  # Linux says EIO when the other side is closed.
        finally:
            os.close(ours)
        assert process.wait(timeout=60) in (0, 1)
    return written.decode()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("search", "data"), 0), (("search", "zzzz"), 1), (("search", "--sort", "x"), 2), (("stats", "--index", "no"), 3)],
)
def test_the_exit_code_tells_how_it_went(town: Path, arguments: tuple[str, ...], code: int) -> None:
    result = start(*arguments, home=town)
    assert result.returncode == code
    assert (b"civicsearch: " in result.stderr) == (code > 1)


def test_a_closed_pipe_is_success_and_quiet(town: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    for arguments in (("search", "--format", "json"), ("search",), ("--help",), ("search", "-0")):
        result = subprocess.run(
            [*COMMAND, *arguments],
            cwd=town,
            env=environment(),
            stdout=write,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
        assert (result.returncode, result.stderr) == (0, b"")
    os.close(write)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_full_disk_is_told(town: Path) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [*COMMAND, "search"],
            cwd=town,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert result.returncode == 3
    assert result.stderr == b"civicsearch: standard output: No space left on device\n"


def test_colours_are_for_terminals(town: Path) -> None:
    assert "\x1b[1;33mdata\x1b[0m" in on_a_terminal("search", "data", home=town)
    assert "\x1b" not in on_a_terminal("search", "data", home=town, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal("search", "data", home=town, TERM="dumb")
    assert b"\x1b" not in start("search", "data", home=town).stdout
    assert b"\x1b[1;33mdata\x1b[0m" in start("search", "data", home=town, FORCE_COLOR="1").stdout
    assert b"\x1b" not in start("search", "data", home=town, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_an_encoding_without_our_signs_still_gets_text_and_data_is_always_utf8(town: Path) -> None:
    text = start("search", "Tabellen", "--facet", "year", home=town, PYTHONIOENCODING="ascii")
    assert text.returncode == 0
    assert text.stdout.isascii()
    assert b"2016 1 ###" in text.stdout
    data = start("search", "Tabellen", "--format", "json", home=town, PYTHONIOENCODING="ascii")
    assert json.loads(data.stdout.decode("utf-8"))["hits"][0]["title"] == "Tabellen, Grün & 開放"


def test_a_search_loads_nothing_that_it_does_not_need(town: Path) -> None:
    program = (
        "import sys; from civicsearch.cli.main import cli\n"
        "try: cli.main(['search', 'data'])\n"
        "finally: print(*sys.modules, file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=town,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    loaded = set(result.stderr.split())
    assert "numpy" in loaded
    assert not loaded & {"rich", "textual", "watchfiles", "nltk", "regex", "hashlib", "multiprocessing", "yaml"}
    models = {name.rpartition(".")[2] for name in loaded if name.startswith("civicsearch.models.")}
    assert models == {"sources", "searches", "facetcounts"}  # half a millisecond for each class
    assert not loaded & {"civicsearch.query.dates", "civicsearch.posts.reading", "civicsearch.index.writer"}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("search", "--sort", "x"), ("completion", "bash")])
def test_what_needs_no_index_does_not_wait_for_numpy(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    program = (
        f"import sys; from civicsearch.cli.main import cli\n"
        f"try: cli.main({list(arguments)!r})\n"
        f"finally: print('numpy' in sys.modules, 'watchfiles' in sys.modules, file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stderr.splitlines()[-1] == "False False"


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (QueryError("date:x: not a date"), 2, "civicsearch: date:x: not a date\n"),
        (IndexLockedError("index: held by another"), 3, "civicsearch: index: held by another\n"),
        (DamagedIndexError("a\nb\x1b[31m"), 3, "civicsearch: a b[31m\n"),
        (PermissionError(13, "Permission denied", "index"), 3, "civicsearch: index: Permission denied\n"),
        (KeyboardInterrupt(), 130, "civicsearch: interrupted\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_what_ends_a_command_is_one_line_and_a_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, told: str
) -> None:
    def fail(_: Invocation) -> None:
        raise error

    monkeypatch.setattr(Invocation, "open", fail)
    monkeypatch.setattr(output, "abandon", lambda: None)
    result = run("search", "x")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", told)


def test_a_fault_of_our_own_is_never_taken_for_no_hits(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Invocation) -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(Invocation, "open", fail)
    result = run("search", "x")
    assert result.exit_code == 70
    assert "Traceback" in result.stderr
    assert result.stderr.endswith("please report it: ZeroDivisionError: a fault\n")
