"""How the screens look, as accepted by somebody who looked at them.

A snapshot has the text of the screen, then a letter for the style of each cell, then what the letters mean.
``SNAPSHOTS=FOLDER pytest tests/tui/test_snapshots.py`` accepts what there is now, and writes pictures of it into
the folder: look at them.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path
from string import ascii_letters, digits

import pytest
from rich.cells import cell_len
from rich.style import Style

import civicsearch
from civicsearch import Post, sample
from civicsearch.tui.screens.search import SearchScreen
from civicsearch.tui.themes import DEFAULT, THEMES
from civicsearch.tui.widgets.status import Status

from .conftest import Driven, Start, driven

SNAPSHOTS = Path(__file__).parent / "snapshots"
_LETTERS = ascii_letters + digits

ODD_POSTS = [
    Post("1", "W" * 300, f"{'w' * 500} odd {'x' * 500}", authors=("A" * 120,), categories=("C" * 90,), language="en"),
    Post("2", "開放資料與公民科技", "台北市政府公布了開放資料 odd 平台。\n\n" + "資料" * 80, authors=("王小明",)),
    Post("3", "البيانات المفتوحة", "نشرت المدينة odd بياناتها على الإنترنت.", authors=("ليلى",), language="ar"),
    Post(
        "4",
        "Emoji \U0001f469\u200d\U0001f469\u200d\U0001f467 e\u0301",
        "Odd \U0001f44d\U0001f3fd signs.",
        language="en",
    ),
]


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, indexed."""
    folder = tmp_path_factory.mktemp("sample") / "index"
    with civicsearch.open(folder) as index:
        index.update(sample.sources())
        index.save("budgets", "haushalt OR budget")
        index.save("transit", "bus* OR tram*")
    return folder


@pytest.fixture(scope="session")
def odd_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Long words, wide characters, writing from right to left, signs of several characters."""
    folder = tmp_path_factory.mktemp("odd") / "index"
    with civicsearch.open(folder) as index:
        index.add(ODD_POSTS)
    return folder


async def compare(ui: Driven, name: str, theme: str = DEFAULT) -> None:
    """Compare the screen with its snapshot; in themes but the first the text has to be the same, and is not kept."""
    ui.app.theme = theme
    for screen in ui.app.screen_stack:
        if isinstance(screen, SearchScreen) and screen.answer:
            screen.query_one(Status).show(screen.answer.results.total, 0.4, screen.order)
    await ui.settle()
    text, styles = snapshot(ui)
    now = f"{text}\n{styles}" if theme == DEFAULT else styles
    path = SNAPSHOTS / (f"{name}.txt" if theme == DEFAULT else f"{name}-{theme}.txt")
    if pictures := os.environ.get("SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(now, "utf-8")
        Path(pictures, f"{path.stem}.svg").write_text(ui.app.export_screenshot(title=path.stem), "utf-8")
    accepted = path.read_text("utf-8") if path.exists() else ""
    if now != accepted:
        changes = difflib.unified_diff(accepted.split("\n"), now.split("\n"), "accepted", "now", lineterm="", n=0)
        pytest.fail(f"{path.name} looks otherwise now:\n" + "\n".join(list(changes)[:60]))


def snapshot(ui: Driven) -> tuple[str, str]:
    """The screen as text: what is on it, and in which styles."""
    letters: dict[str, str] = {}
    text, styles = [], []
    for strip in ui.painted():
        text.append("".join(segment.text for segment in strip).rstrip())
        styles.append(
            "".join(
                letters.setdefault(_described(segment.style), _LETTERS[len(letters) % len(_LETTERS)])
                * cell_len(segment.text)
                for segment in strip
            )
        )
    legend = [f"{letter} {described}" for described, letter in letters.items()]
    return "\n".join([*text, ""]), "\n".join([*styles, "", *legend]) + "\n"


def _described(style: Style | None) -> str:
    return str(Style(
        color=style.color, bgcolor=style.bgcolor, bold=style.bold, italic=style.italic, underline=style.underline,
        reverse=style.reverse, strike=style.strike,
    )) if style else "plain"  # fmt: skip


# In order of time: how hits rank is tested elsewhere, and may become better.
SCREENS = {
    "search-80x24": ((80, 24), "open data sort:-date", ["down", "down"]),
    "search-120x40": ((120, 40), "open data category:Data sort:-date", ["down", "down", "n"]),
    "search-200x60": ((200, 60), "open data sort:-date", ["down", "down"]),
    "facets-80x24": ((80, 24), "open data sort:-date", ["down", "f", "i", "n", "g"]),
    "preview-80x24": ((80, 24), "open data sort:-date", ["down", "p", "n"]),
    "completion": ((80, 24), "budget sort:-date ", [*"author:"]),
    "dates": ((100, 30), "data sort:-date", ["down", "d", "home", "shift+right", "shift+right"]),
    "reader-80x24": ((80, 24), "haushalt sort:date", ["enter", "enter", "n"]),
    "reader-200x60": ((200, 60), "open data sort:-date", ["enter", "enter", "n"]),
    "help": ((80, 24), "data sort:-date", ["down", "question_mark"]),
    "sort": ((80, 24), "data sort:-date", ["down", "s"]),
    "cite": ((80, 24), "haushalt sort:date", ["down", "y"]),
    "save": ((80, 24), "haushalt sort:date", ["down", "ctrl+s"]),
    "saved": ((80, 24), "data sort:-date", ["down", "ctrl+o"]),
    "jump": ((120, 40), "data sort:-date", ["down", "ctrl+g"]),
    "no-hits": ((80, 24), "haushlat bierdekel", ["down"]),
    "error": ((80, 24), "data date:yesterdayy", []),
    "notes": ((80, 24), 'foo:data sort:-date "open', []),
    "similar": ((120, 40), "data sort:-date", ["down", "m"]),
    "concordance-80x24": ((80, 24), "data", ["down", "w"]),
    "concordance-120x40": ((120, 40), "data", ["down", "w"]),
    "trends-80x24": ((80, 24), "data", ["down", "t", "slash", *"; haushalt", "enter", "left", "left"]),
    "trends-200x60": ((200, 60), "data", ["down", "t", "slash", *"; haushalt", "enter", "left", "left"]),
    "tiny": ((20, 5), "data sort:-date", ["down"]),
}


@pytest.mark.parametrize("name", SCREENS)
@driven
async def test_screens_look_as_accepted(start: Start, sample_index: Path, name: str) -> None:
    size, query, keys = SCREENS[name]
    async with start(query, size=size, index=sample_index) as ui:
        await ui.press(*keys[:-1])
        await ui.press(*keys[-1:])
        for theme in THEMES:
            await compare(ui, name, theme.name)


@driven
async def test_the_palette(start: Start, sample_index: Path) -> None:
    async with start("data sort:-date", size=(80, 24), index=sample_index) as ui:
        await ui.press("down")
        for theme in THEMES:
            ui.app.theme = theme.name  # a palette that is open keeps its colours
            await ui.press("ctrl+p")
            await compare(ui, "palette", theme.name)
            await ui.press("escape")


@driven
async def test_the_first_run(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    async with start(size=(80, 24), index=Path("/there is no such index")) as ui:
        for theme in THEMES:
            await compare(ui, "first-run", theme.name)


@driven
async def test_without_colours(start: Start, sample_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with start("open data sort:-date", size=(100, 30), index=sample_index) as ui:
        await ui.press("down", "n")
        await compare(ui, "no-colour")


@pytest.mark.parametrize("place", range(4), ids=["long-words", "cjk", "right-to-left", "emoji"])
@driven
async def test_odd_posts_look_as_accepted(
    start: Start, odd_index: Path, place: int, request: pytest.FixtureRequest
) -> None:
    async with start("odd sort:title", size=(100, 24), index=odd_index) as ui:
        results = ui.screen.results
        wanted = ODD_POSTS[place].id
        await ui.press("down", *["down"] * [results.hit(at).id for at in range(4)].index(wanted))  # type: ignore[union-attr]
        await compare(ui, request.node.callspec.id)


@driven
async def test_an_index_without_posts(start: Start, tmp_path: Path) -> None:
    with civicsearch.open(tmp_path / "empty") as index:
        index.add([Post("1", "Gone", "Gone.")])
        index.remove(["1"])
    async with start(size=(80, 24), index=tmp_path / "empty") as ui:
        await compare(ui, "empty")
