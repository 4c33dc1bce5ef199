"""The search screen: what is typed, what is shown, what the query becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

import civicsearch
from civicsearch import Post
from civicsearch.tui.messages import Answered
from civicsearch.tui.widgets.chips import Chips
from civicsearch.tui.widgets.facets import Facets
from civicsearch.tui.widgets.no_hits import NoHits
from civicsearch.tui.widgets.notice import Notice
from civicsearch.tui.widgets.query_line import QueryLine
from civicsearch.tui.widgets.status import Status
from civicsearch.tui.widgets.timeline import Timeline

from .conftest import Start, driven


@driven
async def test_results_follow_what_is_typed_and_the_last_word_is_a_beginning(start: Start) -> None:
    async with start() as ui:
        assert ui.screen.results.total == 13
        await ui.type("oakl")
        assert ui.screen.results.total == 4
        assert "4 posts" in ui.screen.query_one(Status).text
        assert all("Oakland" in title for title in ui.titles)


@driven
async def test_an_unfinished_word_is_kept_as_a_beginning_when_the_line_is_left(start: Start) -> None:
    async with start() as ui:
        await ui.type("oakl")
        await ui.press("enter")
        assert ui.query == "oakl*"
        assert ui.screen.results.total == 4
        assert ui.screen.results.has_focus


@driven
async def test_a_beginning_that_is_a_form_of_other_words_stays_a_beginning(start: Start) -> None:
    """Leaving the line must not change what is shown below it."""
    async with start() as ui:
        await ui.type("oakland budge")
        shown = ui.screen.results.total
        await ui.press("down")
        assert ui.query == "oakland budge*"
        assert ui.screen.results.total == shown > 0


@driven
async def test_hits_that_lack_a_word_say_which(start: Start) -> None:
    async with start("oakland budget kanban") as ui:
        assert any("without kanban" in line for line in ui.lines())


@driven
async def test_a_finished_word_is_exactly_that_word(start: Start) -> None:
    async with start() as ui:
        await ui.type("budget")
        await ui.press("enter")
        assert ui.query == "budget"
        assert ui.screen.results.total == 4


@driven
async def test_facets_rewrite_the_query_and_a_typed_query_selects_them(start: Start) -> None:
    async with start("data") as ui:
        await ui.press("down", "f", "enter")
        assert ui.query == "data category:News"
        assert ui.screen.results.total == 8
        await ui.press("down", "enter")
        assert ui.query == "data category:News,Policy"
        assert ui.screen.results.total == 12
        selected = [c for c in ui.screen.answer.results.facets["category"] if c.selected]  # type: ignore[union-attr]
        assert [count.value for count in selected] == ["News", "Policy"]
        await ui.press("delete")
        assert ui.query == "data"
        ui.screen.query_line.write("data tag:trees")
        await ui.settle()
        rows = "\n".join(ui.lines())
        assert "▣ trees" in rows
        assert [clause.text for clause in ui.screen.query_one(Chips).clauses] == ["tag:trees"]


@driven
async def test_typing_in_the_panel_finds_values_of_all_facets(start: Start) -> None:
    async with start() as ui:
        await ui.press("down", "f")
        await ui.type("dan")
        await ui.press("enter")
        assert ui.query == 'author:"Dan Hon"'
        assert ui.screen.query_one(Facets).filter == "dan"
        await ui.press("escape")
        assert ui.screen.query_one(Facets).filter == ""
        await ui.press("escape")
        assert ui.screen.results.has_focus


@driven
async def test_a_chip_is_dropped_by_key_and_by_click(start: Start) -> None:
    async with start("data tag:trees year:2014") as ui:
        await ui.press("down", "x")
        assert ui.query == "data tag:trees"
        await ui.pilot.click("#chips", offset=(6, 0))
        await ui.settle()
        assert ui.query == "data"
        assert not ui.screen.query_one(Chips).display


@driven
async def test_a_stretch_of_the_timeline_becomes_dates(start: Start) -> None:
    async with start("data") as ui:
        timeline = ui.screen.query_one(Timeline)
        await ui.press("down", "d", "home", "shift+right", "enter")
        assert ui.query.startswith("data date:2012")
        shown = ui.screen.results.total
        assert 0 < shown < 12
        assert sum(count for *_, count in timeline._bars) == 12, "the timeline keeps counting all times"
        await ui.press("delete")
        assert ui.query == "data"


@driven
async def test_the_timeline_is_brushed_with_the_mouse(start: Start) -> None:
    async with start("data") as ui:
        await ui.pilot.mouse_down("#timeline", offset=(7, 2))
        await ui.pilot.hover("#timeline", offset=(12, 2))
        await ui.pilot.mouse_up("#timeline", offset=(12, 2))
        await ui.settle()
        assert ui.query.startswith("data date:2012")


@driven
async def test_the_preview_follows_the_cursor_with_its_matches_marked(start: Start) -> None:
    async with start("buses") as ui:
        first = ui.screen.preview.post
        assert first is not None
        assert first.title == ui.titles[0]
        await ui.press("down", "down")
        second = ui.screen.preview.post
        assert second is not None
        assert second.title == ui.titles[1]
        assert ui.screen.preview.match_count == 2
        assert ui.lines()[-6].endswith("2 matches")
        await ui.press("n")
        assert ui.screen.preview.match == 0
        assert ui.lines()[-6].endswith("1/2")


@driven
async def test_no_hits_offers_what_was_meant_and_what_to_leave_out(start: Start) -> None:
    async with start("oaklnd") as ui:
        offered = ui.screen.query_one(NoHits)
        assert offered.display
        assert "oakland" in offered.text
        await ui.press("down", "1")
        assert ui.query == "oakland"
        assert ui.screen.results.total == 4
        assert not offered.display


@driven
async def test_no_hits_tells_what_to_leave_out(start: Start) -> None:
    async with start("boston tag:budgets") as ui:
        assert "4 posts" in ui.screen.query_one(NoHits).text
        await ui.press("down", "enter")
        assert ui.query in ("boston", "tag:budgets")


@driven
async def test_a_query_that_cannot_be_read_is_told_and_keeps_what_is_shown(start: Start) -> None:
    async with start("data") as ui:
        ui.screen.query_line.write("data date:yesterdayy")
        await ui.settle()
        assert "date" in ui.screen.query_one(Notice).text
        assert ui.query == "data date:yesterdayy"
        assert ui.screen.results.total == 12
        ui.screen.query_line.write("data date:2014")
        await ui.settle()
        assert ui.screen.query_one(Notice).text == ""


@driven
async def test_notes_are_shown(start: Start) -> None:
    async with start("foo:bar data") as ui:
        assert "foo:" in ui.screen.query_one(Notice).text


@driven
async def test_pasted_lines_and_controls_are_one_query(start: Start) -> None:
    async with start() as ui:
        ui.screen.query_line.value = "open\x1b[2J\ndata"
        await ui.settle()
        assert ui.query == "open[2J data"


@driven
async def test_a_change_of_the_index_is_shown_and_cursor_and_query_stay(start: Start, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with civicsearch.open(folder) as index:
        index.add([Post(f"p{number}", f"Bus {number}", "Buses.", language="en") for number in range(5)])
    async with start("buses", index=folder) as ui:
        await ui.press("down", "down")
        chosen = ui.screen.results.hit()
        assert chosen is not None
        with civicsearch.open(folder) as index:
            index.add([Post("a0", "Bus", "Buses buses buses.", language="en")])
        ui.screen._look_for_changes()
        await ui.settle()
        assert ui.screen.results.total == 6
        again = ui.screen.results.hit()
        assert again is not None
        assert again.id == chosen.id
        assert ui.query == "buses"
        assert ui.screen.query_one(Notice).text == "the index has changed"
        await ui.press("s", "n")
        assert ui.screen.query_one(Notice).text == ""


@pytest.mark.parametrize("size", [(20, 5), (80, 24), (120, 40), (200, 60), (10, 2)])
@driven
async def test_every_size_can_be_used(start: Start, size: tuple[int, int]) -> None:
    async with start("data", size=size) as ui:
        await ui.press("down", "down", "f", "escape", "p", "escape")
        assert ui.screen.results.total == 12
        assert all(len(line) <= size[0] for line in ui.lines())


@driven
async def test_an_overtaken_search_is_never_shown(start: Start) -> None:
    async with start() as ui:
        late = ui.screen.answer
        assert late is not None
        await ui.type("oakland")
        ui.screen.on_answered(Answered(late))
        await ui.settle()
        assert ui.screen.results.total == 4


@driven
async def test_the_query_line_is_an_input_that_never_waits(start: Start) -> None:
    async with start() as ui:
        await ui.pilot.press(*"procurement")
        assert ui.screen.query_one(Input).value == "procurement"


@driven
async def test_posts_that_lack_a_word_are_told_to_do_so(start: Start) -> None:
    async with start() as ui:
        await ui.type("data zzyzx ")
        assert ui.screen.results.total == 12
        assert ui.screen.query_one(Notice).text == "none has all words, 12 most of them"
        await ui.press("backspace", "backspace", "backspace", "backspace", "backspace", "backspace")
        assert not ui.screen.query_one(Notice).text


@driven
async def test_the_palette_lists_what_can_be_done_once(start: Start) -> None:
    async with start("data") as ui:
        await ui.press("down")
        named = [(command.title, command.help) for command in ui.app.get_system_commands(ui.app.screen)]
        assert ("Copy selected text", "key ^c super+c") in named
        assert ("Quit", "key q ^q") in named
        titles = [title for title, _ in named]
        assert len(set(titles)) == len(titles)
        assert not {"Up", "Page down", "Next part"} & set(titles), "nobody moves by a palette"
        await ui.press("slash")
        assert not any("ursor" in command.title for command in ui.app.get_system_commands(ui.app.screen))


@driven
async def test_a_query_that_cannot_be_read_is_not_left_by_enter(start: Start) -> None:
    """Its corrections would be commands."""
    async with start("data") as ui:
        await ui.type(" date:2013-13")
        await ui.press("enter")
        assert ui.screen.query_line.has_focus
        assert "2013-13" in ui.screen.query_one(Notice).text
        await ui.press("backspace", "backspace", "1", "2", "enter")
        assert ui.query == "data date:2013-12"
        await ui.press("slash", "ctrl+l", "up")
        assert ui.query == "data date:2013-12", "the one that cannot be read is not remembered"


@driven
async def test_where_nothing_is_found_nothing_is_offered_for_a_post(start: Start) -> None:
    async with start("oaklnd") as ui:
        await ui.press("down")
        assert ui.screen.query_one(Status).text.startswith("0 posts · ")
        assert "first" not in ui.screen.query_one(Status).text
        bar = ui.lines()[-1]
        assert "take the first" in bar
        assert not any(name in bar for name in (" open ", " cite ", " edit "))
        await ui.press("1")
        bar = ui.lines()[-1]
        assert all(name in bar for name in (" open ", " cite ", " edit "))


@driven
async def test_jump_mode_leads_to_every_part_and_every_hit_in_sight(start: Start) -> None:
    async with start("data") as ui:
        third = ui.titles[2]
        await ui.press("ctrl+g")
        shown = "\n".join(ui.lines())
        assert all(f" {key} " in shown for key in "12345asd")
        await ui.press("d")
        assert ui.screen.results.has_focus
        assert ui.screen.results.hit().title == third  # type: ignore[union-attr]
        for key, part in (("2", Facets), ("5", Timeline), ("1", QueryLine)):
            await ui.press("ctrl+g", key)
            assert ui.screen.query_one(part).has_focus
        await ui.press("ctrl+g", "escape")
        assert ui.query == "data"
        assert ui.screen.query_line.has_focus
