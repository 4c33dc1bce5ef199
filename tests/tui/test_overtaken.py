"""What nobody waits for any more ends in the middle, and makes room for what is asked now."""

from __future__ import annotations

import itertools
from pathlib import Path
from threading import Event

import pytest

import civicsearch
from civicsearch import SearchIndex, SearchRequest, SearchResults, SearchStoppedError, Trends
from civicsearch.tui.screens.trends import TrendsScreen
from civicsearch.tui.searching import Question, Searcher

from .conftest import Start, driven


@pytest.mark.parametrize("query", ["open data oakland", "date:2013 maps", "nowhere budgte", "*"])
def test_a_search_that_is_overtaken_ends_at_once(index_folder: Path, query: str) -> None:
    searcher = Searcher(civicsearch.open(index_folder))
    question = Question(query, left=True)
    whole = searcher.answer(question, lambda: True)
    assert whole is not None
    found, moment = None, 0
    while found is None:
        moment += 1
        counter = itertools.count(1)
        found = searcher.answer(question, lambda: next(counter) < moment)  # noqa: B023  # called within the loop
        assert found is not None or next(counter) == moment + 1
    assert moment > 8
    assert found.results.hits == whole.results.hits


def test_pages_and_suggestions_are_overtaken_too(index_folder: Path) -> None:
    searcher = Searcher(civicsearch.open(index_folder))
    for after in (1, 2):
        counter = itertools.count(1)
        assert searcher.page(Question("data"), 0, lambda: next(counter) < after) is None  # noqa: B023
        counter = itertools.count(1)
        assert searcher.suggestions("oak", 3, lambda: next(counter) < after) is None  # noqa: B023
    assert searcher.page(Question("data"), 0, lambda: True)
    assert searcher.suggestions("oak", 3, lambda: True)


class Endless:
    """A search that goes on until it is called off."""

    def __init__(self) -> None:
        self.began, self.ended = Event(), Event()

    def __call__(self, request: SearchRequest) -> SearchResults:
        self.began.set()
        for _ in range(3000):
            if request.cancelled is not None and request.cancelled():
                self.ended.set()
                raise SearchStoppedError("the search was called off")
            self.ended.wait(0.01)
        raise AssertionError("nobody called it off")


@driven
async def test_a_keystroke_ends_the_search_before_it(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    endless, run = Endless(), SearchIndex.run
    monkeypatch.setattr(
        SearchIndex, "run", lambda self, request: (endless if request.query == "o" else run.__get__(self))(request)
    )
    async with start() as ui:
        await ui.pilot.press("o")
        while not endless.began.is_set():
            await ui.pilot.pause()
        await ui.type("akl")
        assert endless.ended.is_set()
        assert ui.screen.results.total == 4


@driven
async def test_leaving_the_trends_ends_their_counting(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = Endless()

    def trends(_: SearchIndex, *queries: str, **options: object) -> Trends:
        endless(SearchRequest(cancelled=options["cancelled"]))  # type: ignore[arg-type]
        raise AssertionError(queries)

    monkeypatch.setattr(SearchIndex, "trends", trends)
    async with start("data") as ui:
        await ui.pilot.press("enter", "t")
        while not endless.began.is_set():
            await ui.pilot.pause()
        assert isinstance(ui.app.screen, TrendsScreen)
        await ui.press("escape")
        assert endless.ended.is_set()
        assert ui.screen.results.total > 0
