"""Completion, history, and what the query line remembers."""

from __future__ import annotations

import json
from pathlib import Path

from textual import events

from civicsearch.tui.remembering import Layout, Memory, state_folder
from civicsearch.tui.widgets.completions import Completions
from civicsearch.tui.widgets.facets import Facets

from .conftest import Start, driven


@driven
async def test_the_best_word_stands_behind_the_cursor_and_tab_takes_it(start: Start) -> None:
    async with start() as ui:
        await ui.type("procur")
        assert ui.screen.query_line._suggestion == "procurement"
        assert not ui.screen.query_one(Completions).is_open, "words do not cover the results"
        await ui.press("tab")
        assert ui.query == "procurement"


@driven
async def test_values_of_a_field_open_a_list(start: Start) -> None:
    async with start() as ui:
        await ui.type("author:")
        completions = ui.screen.query_one(Completions)
        assert completions.is_open
        assert [suggestion.text for suggestion in completions.suggestions] == ['"Ann Lee"', '"Dan Hon"']
        await ui.press("down", "down", "enter")
        assert ui.query == 'author:"Dan Hon" '
        assert not completions.is_open
        assert ui.screen.results.total == 4


@driven
async def test_enter_searches_while_nothing_of_the_list_is_chosen(start: Start) -> None:
    async with start() as ui:
        await ui.type("author:dan")
        await ui.press("enter")
        assert ui.query == "author:dan"
        assert ui.screen.results.has_focus


@driven
async def test_tab_asks_for_a_list_and_a_click_takes_from_it(start: Start) -> None:
    async with start() as ui:
        await ui.press("tab")
        completions = ui.screen.query_one(Completions)
        assert completions.is_open
        wanted = completions.suggestions[1].text
        await ui.pilot.click("#completions", offset=(2, 1))
        await ui.settle()
        assert ui.query.startswith(wanted)
        await ui.press("escape")
        assert not completions.is_open


@driven
async def test_earlier_queries_come_back_also_in_the_next_run(start: Start) -> None:
    async with start() as ui:
        await ui.type("budgets")
        await ui.press("enter", "slash", "ctrl+l")
        await ui.type("trees")
        await ui.press("enter", "slash", "ctrl+l")
        await ui.type("new")
        await ui.press("up")
        assert ui.query == "trees"
        await ui.press("up")
        assert ui.query == "budgets"
        await ui.press("down", "down")
        assert ui.query == "new", "what was being typed is not lost"
    async with start() as ui:
        await ui.press("up")
        assert ui.query == "trees"


@driven
async def test_theme_and_layout_are_remembered(start: Start) -> None:
    async with start() as ui:
        ui.app.theme = "light"
        await ui.press("down", "p", "z")
    async with start() as ui:
        assert ui.app.theme == "light"
        assert not ui.screen.preview.display
        assert ui.screen.results.density == "close"


def test_the_state_folder_is_that_of_the_xdg_specification() -> None:
    assert state_folder({"XDG_STATE_HOME": "/there"}) == Path("/there/civicsearch")
    assert state_folder({"XDG_STATE_HOME": "not/absolute"}) == Path.home() / ".local" / "state" / "civicsearch"


def test_files_of_another_kind_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    (tmp_path / "history.json").write_text('{"a": 1}')
    (tmp_path / "tui.json").write_text('[{"theme": 3')
    memory = Memory(tmp_path)
    assert memory.queries == []
    assert memory.layout == Layout()
    (tmp_path / "tui.json").write_text(json.dumps({"theme": 3, "facets": False, "density": "close"}))
    assert Memory(tmp_path).layout == Layout(facets=False, density="close")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    problem = Memory(tmp_path / "file" / "state").add("open data")
    assert problem
    assert "history.json: cannot be written" in problem


def test_each_query_is_remembered_once_the_newest_last(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    for query in ("a", "b", "a"):
        assert memory.add(query) is None
    assert Memory(tmp_path).queries == ["b", "a"]


@driven
async def test_a_key_that_comes_faster_than_the_focus_moves_is_no_text(start: Start) -> None:
    async with start("data") as ui:
        ui.app.post_message(events.Key("down", None))
        ui.app.post_message(events.Key("f", "f"))
        await ui.settle()
        assert ui.query == "data"
        assert ui.screen.query_one(Facets).has_focus
