"""Results as they are laid out for reading."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from civicsearch.cli.formats.facets_text import bar, limits
from civicsearch.cli.formats.text import search_text
from civicsearch.cli.formats.timeline_text import timeline_lines
from civicsearch.lines import columns, render
from civicsearch.models import Hit, ListedPost, SearchResults, TimelineBucket
from civicsearch.models.facetcounts import FacetCount

SNIPPET = "The city put its <mark>open data</mark> on the web."


def hit(score: float = 1.5, snippet: str = SNIPPET, missing: tuple[str, ...] = (), **changes: object) -> Hit:
    values: dict[str, object] = {
        "id": "town/2014-03-01-parking.md", "title": "Opening the parking data", "date": date(2014, 3, 1),
        "authors": ("Ann Lee",), "categories": ("News", "Data"), "tags": (), "source": "town",
        "path": "2014-03-01-parking.md", "url": None, "language": "en", "summary": None,
    }  # fmt: skip
    return Hit(ListedPost(**{**values, **changes}), score, snippet, missing)  # type: ignore[arg-type]


def shown(results: SearchResults, width: int = 80, **options: object) -> list[str]:
    return [render(line, colour=False) for line in search_text(results, screen_width=width, **options)]  # type: ignore[arg-type]


def counts(*pairs: tuple[str, int], selected: str = "") -> tuple[FacetCount, ...]:
    return tuple(FacetCount(value, count, value == selected) for value, count in pairs)


def test_a_hit_has_number_title_day_people_snippet_and_id() -> None:
    when = datetime(2014, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    lines = shown(SearchResults("q", 41, (hit(date=when),), took_ms=2.34), offset=20)
    assert lines == [
        "41 posts · 21 to 21 shown · 2.3 ms",
        "",
        "21. Opening the parking data                                          2014-03-01",
        "    Ann Lee · News, Data",
        "    The city put its open data on the web.",
        "    town/2014-03-01-parking.md",
    ]


def test_matches_are_coloured_and_nothing_else_of_the_snippet() -> None:
    lines = [render(line, colour=True) for line in search_text(SearchResults("q", 1, (hit(),)), screen_width=80)]
    assert "    The city put its \x1b[1;33mopen data\x1b[0m on the web." in lines


def test_a_post_cannot_send_escape_sequences() -> None:
    bad = "a\x1b[31m\x9b32m\x07\u202eb"
    evil = hit(title=bad, authors=(bad,), categories=(bad,), snippet=f"<mark>{bad}</mark>", id=bad, path=bad)
    facets = {"category": counts((bad, 1))}
    text = "\n".join(shown(SearchResults(bad, 1, (evil,), facets)))
    assert not set(text) & set("\x1b\x9b\x07\u202e")


@pytest.mark.parametrize("width", [20, 40, 80, 109, 110, 140, 200, 300])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    long = hit(
        title="Open " * 40, authors=("José " * 9,) * 4, snippet="市は開放" * 60 + " x" * 90 + "y" * 400, id="town/a.md"
    )
    facets = {name: counts(*((f"{name} 開放 {i}" * 5, 10**i) for i in range(6))) for name in ("tag", "author", "year")}
    timeline = tuple(TimelineBucket(date(1990 + i // 12, i % 12 + 1, 1), i % 7) for i in range(400))
    results = SearchResults("q", 1, (long, hit(id="town/b.md")), facets, timeline)
    assert all(columns(line) <= width for line in search_text(results, screen_width=width))


def test_an_id_is_broken_only_where_facets_stand_beside_it() -> None:
    results = SearchResults("q", 1, (hit(id="town/" + "x" * 150),), {"category": counts(("News", 3))})
    assert "    town/" + "x" * 150 in shown(results, 80)
    assert max(map(len, shown(results, 120))) <= 120


def test_facets_are_below_on_a_narrow_screen_and_beside_on_a_wide_one() -> None:
    results = SearchResults("q", 1, (hit(),), {"category": counts(("News", 3))})
    assert shown(results, 80)[-2:] == ["Category", "  News 3 ████████████████████████"]
    wide = shown(results, 120)
    assert wide[2].split() == [*"1. Opening the parking data 2014-03-01".split(), "News", "3", "█" * 16]


def test_selected_values_are_marked_and_shown_beyond_the_limit() -> None:
    facet = counts(("News", 9), ("Data", 5), ("Events", 1), selected="Events")
    lines = shown(SearchResults("q", 9, (), {"category": facet}), facet_limits=limits(["category:1"]))
    assert [line.rstrip("█▏▎▍▌▋▊▉ ") for line in lines[2:]] == [
        "Category",
        "  ▢ News   9",
        "  ▣ Events 1",
        "  … 1 more",
    ]


def test_a_facet_shows_ten_values_unless_a_number_is_given() -> None:
    facet = counts(*((f"value {number}", 1) for number in range(25)))
    lines = shown(SearchResults("q", 25, (), {"tag": facet}), facet_limits=limits(["tag"]))
    assert sum("value" in line for line in lines) == 10
    assert lines[-1] == "  … 15 more"


def test_the_heading_tells_of_no_posts_and_of_relaxed_hits() -> None:
    assert shown(SearchResults("q", 0, took_ms=0.04)) == ["No posts · 0.0 ms"]
    assert (
        shown(SearchResults("q", 1, (hit(),), relaxed=1))[0] == "1 post · none has all words, 1 most of them · 0.0 ms"
    )
    assert shown(SearchResults("q", 1200), offset=1300)[0] == "1,200 posts · none from 1,301 on · 0.0 ms"


def test_a_hit_without_snippet_shows_its_summary() -> None:
    assert "    In short." in shown(SearchResults("q", 1, (hit(snippet="", summary="In short."),)))


@pytest.mark.parametrize(
    ("share", "drawn"), [(0, ""), (0.001, "▏"), (0.5, "█████"), (0.55, "█████▌"), (1, "██████████")]
)
def test_bars_are_as_long_as_their_share(share: float, drawn: str) -> None:
    assert bar(share, 10) == drawn


def years(*pairs: tuple[int, int]) -> tuple[TimelineBucket, ...]:
    return tuple(TimelineBucket(date(year, 1, 1), count) for year, count in pairs)


def test_a_timeline_draws_each_bucket_and_names_its_year() -> None:
    heading, bars, axis = (
        render(line, colour=False) for line in timeline_lines(years((2014, 4), (2015, 0), (2016, 8)), 80)
    )
    assert heading == "Timeline · most from 2016: 8 posts"
    assert bars == "▄▄▄▄▄       █████"
    assert axis == "2014  2015  2016"


def test_a_timeline_longer_than_the_screen_adds_up_neighbours() -> None:
    buckets = tuple(TimelineBucket(date(2000 + month // 12, month % 12 + 1, 1), 1) for month in range(240))
    _, bars, axis = (render(line, colour=False) for line in timeline_lines(buckets, 60))
    assert bars == "█" * 60
    assert axis.startswith("2000 ")
    assert len(axis) <= 60
