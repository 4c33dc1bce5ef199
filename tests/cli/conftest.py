"""A small archive, its index, and a way to run the command line on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import civicsearch
from civicsearch.cli.main import cli

Run = Callable[..., Result]

POSTS = {
    "2014-03-01-open-data.md": """\
---
title: Opening the parking data
author: Ann Lee
categories: [News, Data]
tags: [parking]
permalink: https://example.org/parking
---
The city put its open data about parking on the web. Nobody had asked for parking.
""",
    "2015-07-16-budget.md": """\
---
title: A budget, in one table
author: Bo Chan
categories: [News]
---
The budget fits on one page now. It has data for every street.
""",
    "2016-01-05-agile.md": """\
---
title: Agile procurement
author: Ann Lee
categories: [Procurement]
---
An agile budget buys one small thing at a time.
""",
    "2016-02-06-tabellen.md": """\
---
title: "Tabellen, Grün & 開放"
author: [Cy Roe, "José Núñez"]
categories: [Daten]
lang: de
---
Die Stadt zeigt ihre Tabellen. 市は開放データを公開しています。
""",
}


def write_posts(folder: Path, posts: Iterable[tuple[str, str]] = tuple(POSTS.items())) -> Path:
    """Write posts as files into a folder that need not be there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in posts:
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of four posts."""
    return write_posts(tmp_path / "town")


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive ``town`` and, in ``index``, its index. For tests that only read."""
    home = tmp_path_factory.mktemp("home")
    write_posts(home / "town")
    with civicsearch.open(home / "index") as index:
        index.update([f"town={home / 'town'}"])
    return home


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_here(*arguments: str | Path, **options: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], **options)  # type: ignore[arg-type]

    return run_here


@pytest.fixture
def search(town: Path, run: Run) -> Run:
    """Run ``civicsearch search`` on the index of `town`."""
    return lambda *arguments, **options: run("search", "--index", town / "index", *arguments, **options)
