"""Reading a post, and what can be done with it."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post
from civicsearch.tui import outside
from civicsearch.tui.app import CivicsearchApp
from civicsearch.tui.screens.menu import Menu
from civicsearch.tui.screens.reader import Reader
from civicsearch.tui.widgets.notice import Notice
from civicsearch.tui.widgets.title_bar import TitleBar

from .conftest import Driven, Start, driven, lent

POST = """\
---
title: The budget of Oakland
date: 2014-07-16
author: Dan Hon
category: News
permalink: https://example.org/budget?a=1&b=2
---
The first paragraph.

## What it costs

- buses, [the table](https://example.org/table)
- trees ![a tree](/tree.png)

| year | cost |
|------|------|
| 2014 | 300  |

```sh
make   budget
```

The budget of 2014 is a budget.[^1] See [here](javascript:alert(1)).

[^1]: As [the mayor](http://example.org/mayor) said.
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "2014-07-16-budget.md").write_text(POST)
    with civicsearch.open(tmp_path / "index") as index:
        index.update([f"cfa={folder}"])
    return folder


def reader(ui: Driven) -> Reader:
    assert isinstance(ui.app.screen, Reader)
    return ui.app.screen


@driven
async def test_a_post_is_rendered_with_its_structure(start: Start, archive: Path) -> None:
    async with start("budget", index=archive.parent / "index") as ui:
        await ui.press("enter", "enter")
        text = reader(ui).view.text
        for line in (
            "The budget of Oakland",
            "2014-07-16 · Dan Hon",
            "What it costs",
            "• buses, the table",
            "▣ a tree /tree.png",
            "year  cost",
            "2014  300",
            "│ make   budget",
            "The budget of 2014 is a budget.[1] See here.",
            "[1] As the mayor said.",
            "https://example.org/budget?a=1&b=2",
        ):
            assert line in text, line


@driven
async def test_a_match_of_another_post_is_not_gone_to(start: Start) -> None:
    async with start("buses", size=(80, 24)) as ui:
        await ui.press("down", "p", "n", "p", "down", "enter")
        assert reader(ui).view.match is None


@driven
async def test_words_that_signs_part_are_one_match(start: Start, tmp_path: Path) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add([Post("1", "Labs", "An Open-Data-Community, open: data.", language="en")])
    async with start("open data", index=tmp_path / "index") as ui:
        await ui.press("enter", "enter")
        marked: dict[str, list[str]] = {}
        for line in reader(ui).view._set.lines:
            for piece in line:
                if "match" in piece.style:
                    marked.setdefault(piece.style.split("hit:")[1], []).append(piece.text)
        assert ["".join(texts) for texts in marked.values()] == ["Open-Data", "open", "data"]


@driven
async def test_matches_are_stepped_through_round_the_end(start: Start, archive: Path) -> None:
    async with start("budget", index=archive.parent / "index") as ui:
        await ui.press("enter", "enter")
        bar = reader(ui).query_one(TitleBar)
        assert "4 matches" in bar.text
        await ui.press("n")
        assert "1/4" in bar.text
        await ui.press("N")
        assert "4/4" in bar.text
        await ui.press("n")
        assert "1/4" in bar.text


@driven
async def test_the_next_hit_is_one_key_away_and_the_list_follows(start: Start) -> None:
    async with start("buses") as ui:
        titles = ui.titles
        await ui.press("down", "enter", "]")
        shown = reader(ui).view.post
        assert shown is not None
        assert shown.title == titles[1]
        assert "post 2 of 4" in reader(ui).query_one(TitleBar).text
        await ui.press("escape")
        assert ui.screen.results.cursor == 1


@driven
async def test_an_address_is_shown_before_it_is_opened(
    start: Start, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def browse(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", browse)
    async with start("budget", index=archive.parent / "index") as ui:
        await ui.press("down", "o")
        assert not opened
        menu = ui.app.screen
        assert isinstance(menu, Menu)
        assert menu.text == "https://example.org/budget?a=1&b=2"
        await ui.press("o")
        assert opened == ["https://example.org/budget?a=1&b=2"]


@driven
async def test_only_addresses_of_the_web_can_be_opened(
    start: Start, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("opened"))
    async with start("budget", index=archive.parent / "index") as ui:
        await ui.press("enter", "enter", "l")
        menu = ui.app.screen
        assert isinstance(menu, Menu)
        place = [choice.value for choice in menu.choices].index("/tree.png")
        await ui.press(*["down"] * place, "enter")
        asked = ui.app.screen
        assert isinstance(asked, Menu)
        assert [choice.value for choice in asked.choices] == ["copy"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
        None,
        "http://a b",
        "https://x\x1b]0;y",
        "-x",
        "data:text/html,x",
    ],
)
def test_what_is_no_web_address_is_never_opened(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("opened"))
    assert not outside.is_web_address(address)
    with pytest.raises(civicsearch.UsageError):
        outside.browse(address or "")


def test_no_browser_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    with pytest.raises(civicsearch.UsageError, match="no browser was found; name one in BROWSER"):
        outside.browse("https://example.org")


@driven
async def test_what_is_copied(start: Start, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PATH", "")
    async with start("budget", index=archive.parent / "index") as ui:
        copied: dict[str, str] = {}
        for key in "pmbf":
            await ui.press("down", "y", key)
            copied[key] = ui.app.clipboard
        assert copied["p"] == "https://example.org/budget?a=1&b=2"
        assert copied["m"].startswith("> ")
        assert copied["m"].endswith(
            "\n>\n> — Dan Hon, [The budget of Oakland](https://example.org/budget?a=1&b=2), 2014-07-16\n"
        )
        assert "@misc{hon2014budget,\n  author = {{Dan Hon}},\n  title = {{The budget of Oakland}}," in copied["b"]
        assert copied["f"] == str(archive / "2014-07-16-budget.md")


@driven
async def test_a_missing_clipboard_is_told(start: Start, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    monkeypatch.setenv("PATH", "")
    async with start("budget", index=archive.parent / "index") as ui:
        await ui.press("down", "y", "p")
        assert "no clipboard" in ui.screen.query_one(Notice).text
        assert ui.app.clipboard == ""


@driven
async def test_an_edited_post_is_indexed_again(
    start: Start, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "\\n\\nTheir zeppelin.\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(CivicsearchApp, "suspend", lent)
    async with start("zeppelin OR budget", index=archive.parent / "index") as ui:
        await ui.press("down", "e")
        ui.screen._look_for_changes()
        await ui.settle()
        assert ui.query == "zeppelin OR budget"
        assert "zeppelin" in ui.screen.preview.text
        assert civicsearch.open(tmp_path / "index").search("zeppelin").total == 1


@pytest.mark.parametrize(
    ("editor", "told"),
    [("", "set EDITOR"), ("no-such-editor-there", "there is no such editor"), ("'", "cannot be read")],
)
@driven
async def test_an_editor_that_is_not_there_is_told(
    start: Start, archive: Path, monkeypatch: pytest.MonkeyPatch, editor: str, told: str
) -> None:
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.delenv("VISUAL", raising=False)
    async with start("budget", index=archive.parent / "index") as ui:
        await ui.press("down", "e")
        assert told in ui.screen.query_one(Notice).text
        assert ui.query == "budget"


@driven
async def test_a_post_whose_file_is_gone_is_read_from_the_index(start: Start, archive: Path) -> None:
    os.unlink(archive / "2014-07-16-budget.md")
    async with start("budget", index=archive.parent / "index") as ui:
        await ui.press("enter", "enter")
        assert "the file is not there" in reader(ui).view.text
        assert reader(ui).view.match_count == 4
