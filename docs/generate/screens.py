"""Pictures of the terminal UI: what it shows of the sample posts after some keys, as SVG."""

from __future__ import annotations

import asyncio
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from rich.console import Console

import civicsearch
from civicsearch.config import load
from civicsearch.sample import sources
from civicsearch.tui.app import CivicsearchApp
from civicsearch.tui.screens.search import SearchScreen
from civicsearch.tui.widgets.status import Status

from .frame import FRAME, THEME

_MS = 0.4
"""What every search is said to take, so that pictures stay as they are."""


@dataclass(frozen=True)
class Screen:
    """A screen of the UI on the sample."""

    name: str
    query: str
    keys: str
    """With spaces between them, as Textual calls them."""
    columns: int = 100
    lines: int = 28

    def render(self) -> str:
        """The picture as SVG."""
        with tempfile.TemporaryDirectory() as folder:
            with civicsearch.open(Path(folder, "index")) as index:
                index.update(sources())
            return asyncio.run(self._drawn(Path(folder)))

    async def _drawn(self, folder: Path) -> str:
        environment = {"XDG_STATE_HOME": str(folder / "state"), "NO_COLOR": ""}
        with mock.patch.dict("os.environ", environment):
            app = CivicsearchApp(load(index=folder / "index", directory=folder, environ={}), self.query)
        async with app.run_test(size=(self.columns, self.lines)) as pilot:
            app.theme = "light"
            for key in ("", *self.keys.split()):
                if key:
                    await pilot.press(key)
                for _ in range(3):
                    await pilot.pause()
                    await app.workers.wait_for_complete()
                await pilot.pause()
            for screen in app.screen_stack:
                if isinstance(screen, SearchScreen) and screen.answer:
                    screen.query_one(Status).show(screen.answer.results.total, _MS, screen.order)
            await pilot.pause()
            return _svg(app)


def _svg(app: CivicsearchApp) -> str:
    width, height = app.size
    console = Console(
        width=width, height=height, file=io.StringIO(), force_terminal=True, color_system="truecolor", record=True,
        legacy_windows=False, safe_box=False,
    )  # fmt: skip
    console.print(app.screen._compositor.render_update(full=True, screen_stack=app._background_screens))
    svg = console.export_svg(title="", theme=THEME, code_format=FRAME, unique_id="civicsearch")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


SCREENS = (
    Screen("tui-search", "open data", "down"),
    Screen("tui-facets", "open data", "down f enter down enter"),
    Screen("tui-reader", '"open data" author:"Ingrid Solheim"', "down enter n"),
    Screen("tui-trends", "open data", "down t slash ; space b u d g e t enter left left"),
)
