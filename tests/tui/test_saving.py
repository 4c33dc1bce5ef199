"""Saved searches, the order of hits, and exports."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post
from civicsearch.tui.screens.menu import Menu
from civicsearch.tui.widgets.notice import Notice

from .conftest import Start, driven


@pytest.fixture
def own_index(index_folder: Path, tmp_path: Path) -> Path:
    """A copy of the index, to be changed."""
    return Path(shutil.copytree(index_folder, tmp_path / "own"))


@driven
async def test_a_search_is_saved_and_what_is_new_in_it_is_marked(start: Start, own_index: Path) -> None:
    async with start("buses", index=own_index) as ui:
        await ui.press("down", "ctrl+s")
        await ui.type("weekly")
        await ui.press("enter")
        assert "saved as weekly: 4 posts" in ui.screen.query_one(Notice).text
        with civicsearch.open(own_index) as index:
            index.add([Post("new", "More buses", "Buses.", language="en")])
        await ui.press("ctrl+o")
        menu = ui.app.screen
        assert isinstance(menu, Menu)
        assert [(choice.value, choice.about) for choice in menu.choices] == [("weekly", "5 posts · 1 new")]
        await ui.press("enter")
        assert ui.query == "saved:weekly sort:-date"
        assert ui.screen.results.total == 5
        assert any("● More buses" in line for line in ui.lines())
        await ui.press("ctrl+o")
        assert "new" not in ui.app.screen.choices[0].about  # type: ignore[attr-defined]


@driven
async def test_a_word_that_is_being_typed_is_saved_as_what_is_shown(start: Start, own_index: Path) -> None:
    async with start(index=own_index) as ui:
        await ui.type("oakl")
        await ui.press("ctrl+s")
        await ui.type("here")
        await ui.press("enter")
        assert "saved as here: 4 posts" in ui.screen.query_one(Notice).text
        assert civicsearch.open(own_index).saved()[0].query == "oakl*" == ui.query


@driven
async def test_a_saved_search_is_forgotten_on_the_second_press(start: Start, own_index: Path) -> None:
    with civicsearch.open(own_index) as index:
        index.save("weekly", "buses")
    async with start(index=own_index) as ui:
        await ui.press("down", "ctrl+o", "delete")
        assert civicsearch.open(own_index).saved()
        await ui.press("delete")
        assert not civicsearch.open(own_index).saved()


@driven
async def test_nothing_to_save_is_told(start: Start) -> None:
    async with start() as ui:
        await ui.press("down", "ctrl+s")
        assert "nothing to save" in ui.screen.query_one(Notice).text


@driven
async def test_an_order_is_written_into_the_query(start: Start) -> None:
    async with start("data") as ui:
        await ui.press("down", "down", "s", "o")
        assert ui.query == "data sort:date"
        assert ui.titles[0].endswith("2012")
        assert ui.screen.results.cursor == 0, "who asks for the oldest wants to see them"
        await ui.press("s", "r")
        assert ui.query == "data sort:relevance"


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".json", ".jsonl", ".md", ".bib", ".atom"])
@driven
async def test_all_of_a_result_is_exported(start: Start, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    async with start("data") as ui:
        await ui.press("down", "ctrl+e", "ctrl+u")
        await ui.paste(str(path))
        await ui.press("enter")
        assert f"wrote 12 posts to {path}" in ui.screen.query_one(Notice).text
        text = path.read_text("utf-8")
        assert text.count("Oakland") >= 4
        if ending == ".csv":
            assert len(list(csv.DictReader(io.StringIO(text)))) == 12
        if ending == ".json":
            assert len(json.loads(text)["hits"]) == 12
        assert {item.name for item in tmp_path.iterdir()} <= {path.name, "state", "own"}


@pytest.mark.parametrize(
    ("name", "told"), [("there.csv", "such a file already"), ("x.doc", "ending"), ("no/x.csv", "no such folder")]
)
@driven
async def test_a_file_that_cannot_be_written_is_told_before(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.csv").write_text("mine")
    async with start("data") as ui:
        await ui.press("down", "ctrl+e", "ctrl+u")
        await ui.paste(name)
        await ui.press("enter")
        assert told in "\n".join(ui.lines())
        await ui.press("escape")
        assert (tmp_path / "there.csv").read_text() == "mine"
