"""A small index for the UI, and the UI on it, without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual import events
from textual.color import Color
from textual.pilot import Pilot
from textual.strip import Strip

import civicsearch
from civicsearch import Post
from civicsearch.config import load
from civicsearch.tui.app import CivicsearchApp
from civicsearch.tui.screens.search import SearchScreen


def driven(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that drives the UI, as pytest runs tests."""

    @wraps(test)
    def run(*fixtures: Any, **named: Any) -> None:
        asyncio.run(test(*fixtures, **named))

    return run


Start = Callable[..., AbstractAsyncContextManager["Driven"]]

POSTS = [
    Post(
        f"cfa/{year}-{number}.md",
        f"Open data in {place} {year}",
        f"The city of {place} opened its data about {topic}.\n\nMaps of every {topic} are online since {year}.",
        date=date(year, number + 1, 10 + number),
        authors=(author,),
        categories=(category,),
        tags=(topic,),
        language="en",
        source="cfa",
        url=f"https://example.org/{year}/{number}",
    )
    for year in (2012, 2013, 2014, 2016)
    for number, (place, topic, author, category) in enumerate(
        [
            ("Boston", "buses", "Ann Lee", "News"),
            ("Oakland", "budgets", "Dan Hon", "Policy"),
            ("Chicago", "trees", "Ann Lee", "News"),
        ]
    )
]


@pytest.fixture(scope="session")
def index_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dozen posts and a longer one."""
    folder = tmp_path_factory.mktemp("tui") / "index"
    long = "\n\n".join(f"Paragraph {number} tells of procurement." for number in range(40))
    with civicsearch.open(folder) as index:
        index.add([*POSTS, Post("cfa/long.md", "Procurement", long, source="cfa", language="en")])
    return folder


class Driven:
    """The UI, driven."""

    def __init__(self, app: CivicsearchApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> SearchScreen:
        """The search screen, which has to be the one in front."""
        assert isinstance(self.app.screen, SearchScreen)
        return self.app.screen

    @property
    def query(self) -> str:
        """What the query line says."""
        return self.screen.query_line.value

    @property
    def titles(self) -> list[str]:
        """The titles of the hits that are there."""
        results = self.screen.results
        hits = (results.hit(place) for place in range(results.total))
        return [hit.title for hit in hits if hit is not None]

    async def settle(self) -> None:
        """Until everything that was asked for has come."""
        for _ in range(3):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what follows."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        await self.press(*({" ": "space"}.get(letter, letter) for letter in text))

    async def paste(self, text: str) -> None:
        """Paste into whatever has the focus: quicker than typing, for paths."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    def painted(self) -> list[Strip]:
        """The lines of the screen as they go to the terminal."""
        screen = self.app.screen
        ground = screen.rich_style.bgcolor
        strips = screen._compositor.render_strips()
        background = Color.from_rich_color(ground) if ground else Color(0, 0, 0)
        return [Strip(_filtered(self.app, list(strip), background)) for strip in strips]

    def lines(self) -> list[str]:
        """The screen as text."""
        return ["".join(segment.text for segment in strip).rstrip() for strip in self.painted()]


@contextmanager
def lent(_: CivicsearchApp) -> Iterator[None]:
    """In the place of `App.suspend`, which lends a terminal that tests do not have."""
    yield


def _filtered(app: CivicsearchApp, segments: list[Segment], background: Color) -> list[Segment]:
    for line_filter in app._filters:
        segments = line_filter.apply(segments, background)
    return segments


@pytest.fixture
def start(index_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts the UI: ``async with start("query", size=(80, 24)) as ui``."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    @asynccontextmanager
    async def started(
        query: str = "", *, size: tuple[int, int] = (120, 40), index: Path | None = None
    ) -> AsyncIterator[Driven]:
        app = CivicsearchApp(load(index=index or index_folder, directory=tmp_path, environ={}), query)
        async with app.run_test(size=size) as pilot:
            driven = Driven(app, pilot)
            await driven.settle()
            yield driven

    return started
