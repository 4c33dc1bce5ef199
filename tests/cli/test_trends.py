"""``civicsearch trends``, as a stranger runs it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from xml.dom import minidom

import pytest

import civicsearch
from civicsearch import Post
from civicsearch.cli.formats.trends_text import trends_text
from civicsearch.formats.trends_svg import trends_svg
from civicsearch.lines import render
from civicsearch.models import Trend, TrendPoint, Trends

from .conftest import Run


@pytest.fixture
def trends(town: Path, run: Run) -> Run:
    """Run ``civicsearch trends`` on the index of `town`."""
    return lambda *arguments: run("trends", "--index", town / "index", *arguments)


def plot(points: list[tuple[int, int]], *, share: bool = True, width: int = 80) -> list[str]:
    counted = tuple(TrendPoint(date(2010 + year, 1, 1), *point) for year, point in enumerate(points))
    total = sum(count for count, _ in points)
    found = Trends("year", (Trend("x", total, counted),), sum(posts for _, posts in points), 0)
    return [render(line, colour=False) for line in trends_text(found, share=share, screen_width=width)]


def test_each_query_has_a_plot_on_one_scale(trends: Run) -> None:
    result = trends("budget", "parking", "--by", "year")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Share of the posts of each year · 4 posts")
    assert lines[2] == "budget · 2 posts, most in 2015: 100%, 1 of 1"
    assert [line[:6] for line in lines[3:7]] == ["  100%", "      ", "      ", "    0%"]
    assert "2014" in lines[-3]
    assert lines[-2].split() == ["posts", "1", "1", "2"]
    assert "fewer than 20 posts" in lines[-1]


def test_data_formats_have_counts_shares_and_intervals(trends: Run) -> None:
    document = json.loads(trends("budget", "--by", "year", "--format", "json").stdout)
    assert (document["schema"], document["by"], document["posts"]) == (1, "year", 4)
    assert document["trends"][0]["query"] == "budget"
    last = {"start": "2016-01-01", "count": 1, "posts": 2, "share": 0.5, "low": 0.094531, "high": 0.905469}
    assert document["trends"][0]["points"][2] == last
    lines = trends("budget", "--by", "year", "--format", "jsonl").stdout.splitlines()
    assert json.loads(lines[2]) == {"query": "budget", **last}
    rows = list(csv.DictReader(io.StringIO(trends("budget", "--by", "year", "--format", "csv").stdout)))
    assert [row["share"] for row in rows] == ["0.0", "1.0", "0.5"]
    assert trends("budget", "--by", "year", "--format", "tsv").stdout.splitlines()[3].split("\t")[:4] == [
        "budget", "2016-01-01", "1", "2",
    ]  # fmt: skip
    assert trends("budget", "--by", "year", "--format", "md").stdout.splitlines() == [
        "| year | posts | budget |",
        "|-|-:|-:|",
        "| 2014 | 1 | 0.0% (0) |",
        "| 2015 | 1 | 100.0% (1) |",
        "| 2016 | 2 | 50.0% (1) |",
    ]


def test_a_query_that_nothing_matches_and_a_wrong_one_end_differently(trends: Run, run: Run, tmp_path: Path) -> None:
    assert trends("zebra").exit_code == 1
    assert trends("zebra", "budget").exit_code == 0
    assert trends().exit_code == 2
    assert run("trends", "--index", tmp_path / "none", "x").exit_code == 3


def test_gaps_are_marked_and_few_posts_are_drawn_otherwise() -> None:
    lines = plot([(30, 60), (0, 0), (1, 4), (0, 40)])
    assert lines[-1] == "· no posts"
    assert lines[-2] == "░ fewer than 20 posts, so their shares say little: 2012 (4)"
    bottom = next(line for line in lines if line.startswith("    0%"))
    assert bottom[7:].split(" ")[:2] == ["███████", "·······"]
    assert "░" in bottom
    assert not any("fewer" in line for line in plot([(30, 60), (1, 4)], share=False))


def test_no_line_is_wider_than_the_screen() -> None:
    for width in (20, 40, 80, 200):
        for periods in (1, 5, 17, 150, 900):
            for share in (True, False):
                assert max(map(len, plot([(year, 1000) for year in range(periods)], share=share, width=width))) <= width


def test_picture_is_well_formed_and_holds_no_markup_of_posts(trends: Run, tmp_path: Path) -> None:
    result = trends("budget", '<script>&"\x1b[31m', "--by", "year", "--svg", tmp_path / "a.svg")
    assert result.exit_code == 0
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "\x1b" not in text
    picture = minidom.parseString(text)  # noqa: S318  # our own file
    assert len(picture.getElementsByTagName("polyline")) == 2
    assert "100 %" in text
    assert all(f">{year}</text>" in text for year in (2014, 2015, 2016))
    assert trends("budget", "--svg", tmp_path / "none" / "a.svg").exit_code == 2


def test_picture_breaks_where_there_are_no_posts() -> None:
    points = tuple(TrendPoint(date(2010 + n, 1, 1), count, posts) for n, (count, posts) in enumerate(
        [(1, 50), (2, 50), (0, 0), (3, 50), (1, 4)]
    ))  # fmt: skip
    text = trends_svg(Trends("year", (Trend("x", 7, points),), 154, 0), share=True)
    assert text.count("<polyline") == 2
    assert text.count('fill="#fff" stroke') == 1
    empty = trends_svg(Trends("year", (Trend("x", 0, ()),), 0, 0), share=True)
    assert "<polyline" not in empty
    minidom.parseString(empty)  # noqa: S318


def test_trends_of_real_words_are_told_with_their_notes(run: Run, tmp_path: Path) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add([Post("1", "One", "open data", date(2014, 1, 1)), Post("2", "Two", "open data")])
    result = run("trends", "--index", tmp_path / "index", "data foo:bar", "data", "--by", "year")
    assert "foo" in result.stderr
    assert "2 posts, 1 without a date" in result.stdout
