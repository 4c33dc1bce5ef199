"""The terminal UI: from a key to what it paints, scrolling, starting, memory. Each in a process of its own.

Run as a program it drives the UI on one index without a terminal, and tells its times as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from .building import ENVIRONMENT, ROOT, memory

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.strip import Strip

SIZE = (120, 40)
TYPED = ("open data", "procurement reform", "city budget 2014", '"civic tech" agile')
PAGES = 150
"""Pages that are scrolled through, and as many jumps."""
EMPTY = "from textual.app import App\nApp().run()"
UI = "from civicsearch.__main__ import main; main()"
_FIRST_FRAME = 80 * 24
"""Characters that a first frame has at least: it is painted whole."""
_LONGEST = 20.0


@dataclass(frozen=True, slots=True)
class UiTimes:
    """What one session on one index took; seconds."""

    posts: int
    keys: list[float]
    """From each key that was typed to its results painted."""
    frames: list[float]
    """From each page or jump to the next frame painted, hits that are not there yet as placeholders."""
    peak_bytes: int
    """Memory of the whole process at its highest."""

    @property
    def summary(self) -> list[float]:
        """Median and 95th percentile of the keys, 95th percentile and worst of the frames."""
        return [median(self.keys), _percentile(self.keys), _percentile(self.frames), max(self.frames)]


@dataclass(frozen=True, slots=True)
class StartTimes:
    """From the start of a process to its first frame; seconds, median."""

    empty: float
    """An empty Textual app."""
    ui: float


def session(index: Path) -> UiTimes:
    """A session on an index, in a process of its own."""
    command = [sys.executable, "-m", f"{__package__}.terminal_ui", os.fspath(index)]
    with tempfile.TemporaryDirectory() as state:
        environment = {**os.environ, "XDG_STATE_HOME": state}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit status {done.returncode}: {done.stderr.strip()[-2000:]}")
    return UiTimes(**json.loads(done.stdout))


def starts(index: Path, rounds: int) -> StartTimes:
    """Both kinds of start in turns, in a terminal of 80 columns and 24 lines."""
    empty, ui = [], []
    for turn in range(rounds + 1):
        times = (
            _first_frame([sys.executable, "-c", EMPTY]),
            _first_frame([sys.executable, "-c", UI, "tui", "--index", os.fspath(index)]),
        )
        if turn:  # the first round fills the file cache
            empty.append(times[0])
            ui.append(times[1])
    return StartTimes(median(empty), median(ui))


def _first_frame(command: list[str]) -> float:
    controller, terminal = pty.openpty()
    with tempfile.TemporaryDirectory() as state:
        environment = {
            **ENVIRONMENT, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24", "XDG_STATE_HOME": state
        }  # fmt: skip
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=terminal, stdout=terminal, stderr=terminal, cwd=ROOT, env=environment, start_new_session=True
        )
        os.close(terminal)
        received = 0
        try:
            while received < _FIRST_FRAME:
                if not select.select([controller], [], [], _LONGEST)[0]:
                    raise RuntimeError(f"{' '.join(command)}: painted nothing in {_LONGEST:.0f} s")
                received += len(os.read(controller, 65_536))
            return time.perf_counter() - started
        finally:
            process.kill()
            process.wait()
            os.close(controller)


def _percentile(seconds: list[float], share: float = 0.95) -> float:
    return sorted(seconds)[min(int(len(seconds) * share), len(seconds) - 1)]


async def _drive(index: Path) -> UiTimes:
    from civicsearch.config import load
    from civicsearch.tui.app import COLLECTIONS, CivicsearchApp
    from civicsearch.tui.screens.search import SearchScreen

    gc.set_threshold(*COLLECTIONS)
    app = CivicsearchApp(load(index=index, environ={}, directory=Path("/")))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1.0)
        screen = app.screen
        if not isinstance(screen, SearchScreen):
            raise SystemExit(f"{index}: there is no index to search")

        def painted() -> bool:
            """Whether the screen shows the answer to what the query line says."""
            answer = screen.answer
            return (
                answer is not None
                and answer.question is screen.question
                and screen.question.query == screen.query_line.value
                and not (screen._repaint_required or screen._layout_required or screen._dirty_widgets)
            )

        async def until_painted() -> None:
            async with asyncio.timeout(_LONGEST):
                await asyncio.sleep(0)
                while not painted():
                    await asyncio.sleep(0.0005)

        await until_painted()
        posts = screen.results.total
        keys = []
        for query in TYPED:
            screen.query_line.value = ""
            await pilot.pause(0.3)
            for letter in query:
                value = screen.query_line.value
                started = time.perf_counter()
                screen.query_line.insert_text_at_cursor(letter)
                await until_painted()
                keys.append(time.perf_counter() - started)
                assert screen.query_line.value == value + letter
                await pilot.pause(0.12)  # a quick typist; the preview is read meanwhile
        screen.query_line.value = ""
        await pilot.pause(0.5)
        screen.results.focus()
        results_painted = asyncio.Event()
        paint = screen.results.render_lines

        def painting(crop: Region) -> list[Strip]:
            results_painted.set()
            return paint(crop)

        screen.results.render_lines = painting  # type: ignore[method-assign]
        await pilot.pause(0.5)
        frames = []
        jumps = [(step * 7919) % max(posts, 1) for step in range(PAGES)]
        for move in [*[None] * PAGES, *jumps]:
            before = screen.results.cursor
            results_painted.clear()
            started = time.perf_counter()
            if move is None:
                screen.results.action_page(1)
            else:
                screen.results.move_to(move)
            if screen.results.cursor == before:
                continue  # nothing to paint
            async with asyncio.timeout(_LONGEST):
                await results_painted.wait()  # the whole frame: what paints does not pause
            frames.append(time.perf_counter() - started)
            await asyncio.sleep(0.01)
    return UiTimes(posts, keys, frames, memory("VmHWM"))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(_drive(Path(sys.argv[1]))))))
