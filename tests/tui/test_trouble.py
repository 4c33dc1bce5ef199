"""What goes wrong is told in place, and hostile text breaks nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post
from civicsearch.index import lock
from civicsearch.tui.app import CivicsearchApp
from civicsearch.tui.screens.first_run import FirstRun
from civicsearch.tui.screens.search import SearchScreen
from civicsearch.tui.widgets.notice import Notice
from civicsearch.tui.widgets.progress import ProgressLine

from .conftest import Start, driven, lent

HOSTILE = "a\x1b[2J\x1b]0;owned\x07b\x9b31m [bold red]x[/] [@click=app.quit]y[/] \u202egnp.exe " + "w" * 5000


@driven
async def test_the_first_run_indexes_a_folder(start: Start, tmp_path: Path) -> None:
    posts = tmp_path / "posts"
    posts.mkdir()
    (posts / "2014-01-01-a.md").write_text("---\ntitle: A\n---\nOpen data.")
    async with start(index=tmp_path / "none") as ui:
        assert isinstance(ui.app.screen, FirstRun)
        await ui.press("ctrl+u")
        await ui.paste(str(tmp_path / "nothing"))
        await ui.press("enter")
        assert "nothing" in ui.app.screen.query_one(ProgressLine).text
        assert isinstance(ui.app.screen, FirstRun)
        await ui.press("ctrl+u")
        await ui.paste(str(posts))
        await ui.press("enter")
        assert isinstance(ui.app.screen, SearchScreen)
        assert ui.screen.results.total == 1
        assert civicsearch.open(tmp_path / "none").search("").total == 1


@driven
async def test_the_first_run_opens_the_sample_beside_the_index(start: Start, tmp_path: Path) -> None:
    async with start(index=tmp_path / "none") as ui:
        await ui.press("ctrl+t")
        assert ui.screen.results.total > 50
        assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("manifest.json", "{}", "damaged"),
        ("00000001-1.seg", "x", "damaged"),
        ("other.txt", "x", "not an index"),
    ],
)
@driven
async def test_an_index_that_cannot_be_used_is_told(
    start: Start, index_folder: Path, tmp_path: Path, name: str, content: str, told: str
) -> None:
    folder = tmp_path / "broken"
    if name == "other.txt":
        folder.mkdir()
    else:
        shutil.copytree(index_folder, folder)
    (folder / name).write_text(content)
    async with start("data", index=folder) as ui:
        assert told in ui.screen.query_one(Notice).text
        assert ui.query == "data"


@driven
async def test_an_index_moved_away_while_open_is_told_and_comes_back(
    start: Start, index_folder: Path, tmp_path: Path
) -> None:
    folder, away = Path(shutil.copytree(index_folder, tmp_path / "own")), tmp_path / "away"
    async with start("data", index=folder) as ui:
        await ui.press("down", "down")
        os.rename(folder, away)
        ui.screen._look_for_changes()
        await ui.settle()
        assert "civicsearch index" in ui.screen.query_one(Notice).text
        assert ui.query == "data"
        assert ui.screen.results.total == 12
        os.rename(away, folder)  # as it was to the inode: what failed is tried again all the same
        ui.screen._look_for_changes()
        await ui.settle()
        assert ui.screen.query_one(Notice).text == "the index has changed"
        assert ui.screen.results.cursor == 1


@pytest.mark.parametrize("size", [(20, 5), (80, 24), (120, 40)])
@driven
async def test_hostile_posts_reach_no_terminal(start: Start, tmp_path: Path, size: tuple[int, int]) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add(
            [
                Post(
                    "p\x1b[2J",
                    HOSTILE,
                    f"{HOSTILE}\n\n{HOSTILE} hostile",
                    authors=(HOSTILE,),
                    categories=(HOSTILE,),
                    tags=(HOSTILE,),
                    url=f"https://example.org/{HOSTILE}",
                    summary=HOSTILE,
                    source="s\x1b[2J",
                    links=(HOSTILE,),
                )
            ]
        )
    async with start("hostile", index=tmp_path / "index", size=size) as ui:
        for keys in (["down"], ["f"], ["escape"], ["p"], ["o"], ["escape"], ["y"], ["escape"], ["enter"], ["n"], ["l"]):
            await ui.press(*keys)
            lines = ui.lines()
            assert all(line.isprintable() for line in lines), [line for line in lines if not line.isprintable()]
            assert not any("\u202e" in line for line in lines)
        shown = "".join(segment.text for strip in ui.app.screen._compositor.render_strips() for segment in strip)
        assert "\x1b" not in shown


@driven
async def test_markup_of_the_ui_is_text(start: Start, tmp_path: Path) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add([Post("1", "[bold]Title[/bold]", "[@click=app.quit]press[/] $warning", categories=("[red]c",))])
    async with start("press", index=tmp_path / "index") as ui:
        text = "\n".join(ui.lines())
        assert "[bold]Title[/bold]" in text
        assert "[@click=app.quit]" in text
        assert "[red]c" in text


@driven
async def test_long_help_is_scrolled_by_keys_in_a_small_terminal(start: Start) -> None:
    async with start("data", size=(80, 24)) as ui:
        await ui.press("down", "question_mark")
        first = ui.lines()
        await ui.press("down")
        assert ui.lines()[4] == first[5]
        await ui.press("home")
        assert ui.lines() == first


@driven
async def test_help_of_trends_is_in_the_words_of_the_other_screens(start: Start) -> None:
    async with start("data", size=(80, 40)) as ui:
        await ui.press("down", "t", "question_mark")
        shown = "\n".join(ui.lines())
        assert "next part" in shown
        assert "Focus Next" not in shown


@driven
async def test_a_long_message_leaves_room_for_a_hit_in_a_minute_terminal(start: Start) -> None:
    async with start("data date:2010..2016-13", size=(20, 8)) as ui:
        assert ui.screen.query_one(Notice).size.height <= 2
        assert ui.screen.results.size.height >= 1


@driven
async def test_an_index_that_is_being_rebuilt_is_searched_as_it_was_and_then_as_it_is(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts, folder = tmp_path / "posts", tmp_path / "index"
    posts.mkdir()
    for number in range(3):
        (posts / f"2014-01-0{number + 1}-a.md").write_text(f"---\ntitle: Buses {number}\n---\nBuses.")
    civicsearch.open(folder).update([f"cfa={posts}"])
    monkeypatch.setattr("civicsearch.index.writer.write_lock", lambda folder: lock.write_lock(folder, wait=0.1))
    monkeypatch.setattr(CivicsearchApp, "suspend", lent)
    monkeypatch.setenv("EDITOR", "true")
    async with start("buses", index=folder) as ui:
        await ui.press("down", "down")
        with lock.write_lock(folder):
            await ui.press("slash")
            await ui.type(" 2")
            assert ui.titles[0] == "Buses 2"
            await ui.press("backspace", "backspace", "down", "e")
            assert "is writing to this index; wait for it to finish" in ui.screen.query_one(Notice).text
        (posts / "2014-01-09-b.md").write_text("---\ntitle: More\n---\nBuses.")
        civicsearch.open(folder).update([f"cfa={posts}"], rebuild=True)
        ui.screen._look_for_changes()
        await ui.settle()
        assert ui.screen.query_one(Notice).text == "the index has changed"
        assert ui.screen.results.total == 4
        assert ui.query == "buses"


@driven
async def test_the_first_run_opens_an_index_that_is_built_meanwhile(start: Start, tmp_path: Path) -> None:
    async with start("buses", index=tmp_path / "index") as ui:
        first = ui.app.screen
        assert isinstance(first, FirstRun)
        with civicsearch.open(tmp_path / "index") as index:
            index.add([Post("1", "Buses", "Buses.", language="en")])
        first.look()
        await ui.settle()
        assert ui.titles == ["Buses"]
