"""No network, no other program, and nothing written outside of the index and the state folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import write_posts
from tests.trust import forbidding

COMMAND = "from civicsearch.__main__ import main; main()"
UI = """
import asyncio
from civicsearch.config import load
from civicsearch.tui.app import CivicsearchApp

async def use():
    app = CivicsearchApp(load(index=sys.argv[1], environ={}), "data")
    async with app.run_test(size=(120, 40)) as pilot:
        for key in (*"budget", "enter", "down", "tab", "escape", "question_mark", "escape"):
            await pilot.press(key)
            await pilot.pause()

asyncio.run(use())
"""
COMMANDS = [
    ("index", "town=archive"),
    ("index",),
    ("index", "--rebuild", "--format", "json"),
    *(("search", "data", "--format", name) for name in "text json jsonl csv tsv md paths atom".split()),
    ("search", "budgte", "--facet", "tag", "--timeline", "auto", "--explain"),
    ("facets", "tag", "year"),
    ("suggest", "bud"),
    ("show", "town/2015-07-16-budget.md"),
    ("similar", "town/2015-07-16-budget.md"),
    ("trends", "data"),
    ("concordance", "data"),
    ("save", "mine", "data"),
    ("search", "saved:mine", "--new-since-last"),
    ("saved",),
    ("stats",),
    ("sources",),
    ("check",),
    ("config",),
    ("forget", "town"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an archive, in which commands are run."""
    write_posts(tmp_path / "archive")
    (tmp_path / "home").mkdir()
    return tmp_path


def test_commands_write_to_the_index_alone_and_talk_to_nobody(home: Path) -> None:
    for arguments in COMMANDS:
        done = forbidding.run(COMMAND, *arguments, folder=home, writable=(home / "index",))
        assert done.returncode in (0, 1), (arguments, done.stderr)
    assert sorted(path.name for path in home.iterdir()) == ["archive", "home", "index"]
    assert list((home / "home").iterdir()) == []


def test_the_ui_writes_to_the_index_and_its_state_folder_alone(home: Path) -> None:
    forbidding.run(COMMAND, "index", "town=archive", folder=home, writable=(home / "index",))
    done = forbidding.run(UI, home / "index", folder=home, writable=(home / "index", home / "home" / "state"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "os.system('true')",
        "open('elsewhere', 'w')",
        "open('archive/2015-07-16-budget.md', 'a')",
        "os.rename('archive', 'moved')",
        "os.mkdir('elsewhere')",
    ],
)
def test_what_is_forbidden_is_noticed(home: Path, code: str) -> None:
    done = forbidding.run(code, folder=home, writable=(home / "index",))
    assert (done.returncode, "forbidden: " in done.stderr) == (forbidding.FORBIDDEN, True), done.stderr
