"""Similar posts, words around matches, trends."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from civicsearch.tui.screens.concordance import ConcordanceScreen
from civicsearch.tui.screens.reader import Reader
from civicsearch.tui.screens.similar import Similar
from civicsearch.tui.screens.trends import TrendsScreen
from civicsearch.tui.searching import Question
from civicsearch.tui.widgets.concordance_list import ConcordanceList
from civicsearch.tui.widgets.plot import Plot
from civicsearch.tui.widgets.post_view import PostView
from civicsearch.tui.widgets.results import Results
from civicsearch.tui.widgets.title_bar import TitleBar

from .conftest import Start, driven


@driven
async def test_similar_posts_are_listed_and_previewed(start: Start) -> None:
    async with start("trees") as ui:
        await ui.press("down")
        origin = ui.screen.results.hit()
        assert origin is not None
        await ui.press("m")
        screen = ui.app.screen
        assert isinstance(screen, Similar)
        assert screen.found is not None
        results = screen.query_one(Results)
        assert results.total == len(screen.found.posts) > 0
        assert origin.id not in {similar.hit.id for similar in screen.found.posts}
        assert screen.query_one(PostView).match_count > 0
        await ui.press("enter")
        assert isinstance(ui.app.screen, Reader)
        await ui.press("escape", "escape")
        assert ui.query == "trees"


@driven
async def test_words_stand_around_each_match_below_each_other(start: Start) -> None:
    async with start("city") as ui:
        await ui.press("down", "w")
        screen = ui.app.screen
        assert isinstance(screen, ConcordanceScreen)
        listed = screen.query_one(ConcordanceList)
        assert listed.matches == listed.total == 12
        assert "12 matches in 12 posts" in screen.query_one(TitleBar).text
        columns = {line.index("city of") for line in ui.lines() if "The city of" in line}
        assert len(columns) == 1
        first = listed.lines[0].title
        await ui.press("s")
        assert "by what follows" in screen.query_one(TitleBar).text
        assert [line.right.split()[1] for line in listed.lines] == ["Boston"] * 4 + ["Chicago"] * 4 + ["Oakland"] * 4
        await ui.press("enter")
        assert isinstance(ui.app.screen, Reader)
        assert first


@driven
async def test_another_word_is_looked_for_from_the_concordance(start: Start) -> None:
    async with start("city") as ui:
        await ui.press("down", "w", "slash", "ctrl+u")
        await ui.type("procurement")
        await ui.press("enter")
        listed = ui.app.screen.query_one(ConcordanceList)
        assert listed.matches == 41


@driven
async def test_a_query_that_seeks_no_words_is_told(start: Start) -> None:
    async with start("category:News") as ui:
        await ui.press("down", "w")
        assert "words" in ui.app.screen.query_one(TitleBar).text


@driven
async def test_trends_of_several_queries_lead_to_a_search(start: Start) -> None:
    async with start("buses") as ui:
        await ui.press("down", "t", "slash")
        await ui.type("; trees")
        await ui.press("enter")
        screen = ui.app.screen
        assert isinstance(screen, TrendsScreen)
        plot = screen.query_one(Plot)
        assert plot.trends is not None
        assert [trend.query for trend in plot.trends.trends] == ["buses", "trees"]
        text = "\n".join(ui.lines())
        assert "1 of 3 = 33.3 %" in text
        assert "●" in text
        assert "▲" in text
        await ui.press("b", "b", "home", "down", "right")
        assert plot.period(plot.cursor) == "2013"
        await ui.press("enter")
        assert ui.query == "trees date:2013"
        assert ui.screen.results.total == 1


@driven
async def test_an_order_of_hits_is_no_part_of_what_is_counted(start: Start) -> None:
    async with start("buses sort:date") as ui:
        await ui.press("down", "t")
        assert [trend.query for trend in ui.app.screen.query_one(Plot).trends.trends] == ["buses"]  # type: ignore[union-attr]
        await ui.press("escape", "down", "w")
        assert ui.app.screen.query_one(Input).value == "buses"


@driven
async def test_counts_in_the_place_of_shares(start: Start) -> None:
    async with start("buses") as ui:
        await ui.press("down", "t", "c")
        assert not ui.app.screen.query_one(Plot).shares
        assert "%" not in ui.lines()[3]


@driven
async def test_a_period_of_the_trends_is_searched_in_the_order_that_was_chosen(start: Start) -> None:
    async with start("buses sort:title") as ui:
        await ui.press("down", "t", "enter")
        assert ui.query.startswith("buses date:")
        assert ui.query.endswith(" sort:title")


def test_a_query_that_cannot_be_read_asks_for_no_order() -> None:
    assert Question("buses date:2014-99 sort:title").sort is None
    assert Question("buses sort:title").sort == "title"


@driven
async def test_another_length_of_periods_at_each_press_with_the_cursor_on_its_day(start: Start) -> None:
    async with start("buses") as ui:
        await ui.press("down", "t", "left", "left")
        plot = ui.app.screen.query_one(Plot)
        assert plot.trends is not None
        assert (plot.trends.by, plot.period(plot.cursor)) == ("quarter", "2015 Q3")
        seen = []
        for _ in range(3):
            await ui.press("b")
            seen.append((plot.trends.by, plot.days(plot.cursor)[0].year))
        assert seen == [("month", 2015), ("year", 2015), ("quarter", 2015)]


@driven
async def test_the_middle_of_a_plot_of_single_posts_is_no_second_zero(start: Start) -> None:
    async with start("buses") as ui:
        await ui.press("down", "t", "c")
        figures = [line.split()[0] for line in ui.lines() if line[:10].strip()[:1].isdigit()]
        assert figures[0] == "1"
        assert figures.count("0") == 1


@driven
async def test_one_match_is_not_told_in_the_plural(start: Start) -> None:
    async with start("oakland 2012") as ui:
        await ui.press("down", "w")
        assert "in 1 post ·" in ui.lines()[0]


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        (".csv", "buses"),
        (".tsv", "buses"),
        (".json", '"buses"'),
        (".jsonl", '"buses"'),
        (".md", "| 2012"),
        (".svg", "<svg"),
    ],
)
@driven
async def test_trends_are_exported(start: Start, tmp_path: Path, ending: str, told: str) -> None:
    path = tmp_path / f"out{ending}"
    async with start("buses") as ui:
        await ui.press("down", "t", "ctrl+e", "ctrl+u")
        await ui.paste(str(path))
        await ui.press("enter")
        assert told in path.read_text("utf-8")
        assert ui.app.screen.query_one(TitleBar).text == f"wrote 1 trend to {path}"


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".json", ".jsonl"])
@driven
async def test_all_matches_are_exported_in_the_order_that_is_shown(start: Start, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    async with start("city") as ui:
        await ui.press("down", "w", "s", "ctrl+e", "ctrl+u")
        await ui.paste(str(path))
        await ui.press("enter")
        text = path.read_text("utf-8")
        assert [text.count(f"of {place}") for place in ("Boston", "Chicago", "Oakland")] == [4, 4, 4]
        assert text.rindex("of Boston") < text.index("of Chicago")
        assert ui.app.screen.query_one(TitleBar).text == f"wrote 12 matches to {path}"


@driven
async def test_nothing_to_export_is_told(start: Start) -> None:
    async with start("zzyzx") as ui:
        await ui.press("down", "w")
        await ui.press("ctrl+e")
        assert "nothing to export" in ui.app.screen.query_one(TitleBar).text
