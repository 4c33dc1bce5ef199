"""``civicsearch concordance``, as a stranger runs it."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post
from civicsearch.terminal import width

from .conftest import Run


@pytest.fixture
def concordance(town: Path, run: Run) -> Run:
    """Run ``civicsearch concordance`` on the index of `town`."""
    return lambda *arguments, **options: run("concordance", "--index", town / "index", *arguments, **options)


def test_matches_stand_below_each_other(concordance: Run) -> None:
    result = concordance("data")
    assert result.exit_code == 0
    first, _, *lines = result.stdout.splitlines()
    assert first.startswith("3 matches in 2 posts")
    assert [line[:10] for line in lines] == ["2015-07-16", "2014-03-01", "2014-03-01"]
    assert {line.index("data") for line in lines} == {44}
    assert lines[1].split("  ")[-1].strip() == "Opening the parking data"


def test_wide_characters_are_aligned(concordance: Run) -> None:
    lines = concordance("開放", env={"COLUMNS": "60"}).stdout.splitlines()[2:]
    assert len(lines) == 2
    assert {width(line[: line.index("開放")]) for line in lines} == {34}
    assert all(width(line) <= 60 for line in lines)


def test_wide_screens_name_the_posts(concordance: Run) -> None:
    assert "town/2015-07-16-budget.md" in concordance("data", env={"COLUMNS": "140"}).stdout
    assert "town/" not in concordance("data").stdout


def test_nothing_of_a_post_reaches_the_terminal_as_a_command(run: Run, tmp_path: Path) -> None:
    giant = "x" * 200_000
    with civicsearch.open(tmp_path / "index") as index:
        index.add([Post("\x1b[2Jevil", "t", f"{giant}\x1b[31m needle\x07 {giant}", date(2014, 1, 1))])
    for form in ("text", "csv", "tsv", "json", "jsonl"):
        result = run("concordance", "--index", tmp_path / "index", "needle", "--format", form, env={"COLUMNS": "130"})
        assert result.exit_code == 0
        assert not {"\x1b", "\x07"} & set(result.stdout)
        assert max(map(len, result.stdout.splitlines())) < 500


def test_data_formats(concordance: Run) -> None:
    document = json.loads(concordance('"open data"', "--format", "json", "--neighbours", "3").stdout)
    assert (document["schema"], document["total"], document["posts"]) == (1, 1, 1)
    expected = {
        "id": "town/2014-03-01-open-data.md",
        "date": "2014-03-01",
        "title": "Opening the parking data",
        "part": "body",
        "left": "The city put its ",
        "match": "open data",
        "right": " about parking on the web. Nobody had asked for parking.",
    }
    assert document["lines"] == [expected]
    assert json.loads(concordance('"open data"', "--format", "jsonl").stdout) == expected
    assert list(csv.DictReader(io.StringIO(concordance('"open data"', "--format", "csv").stdout))) == [expected]
    assert concordance('"open data"', "--format", "tsv").stdout.splitlines()[0] == "\t".join(expected)
    assert concordance("a*", "--neighbours", "5", "--format", "tsv").stdout.startswith(
        "word\tcount\tleft\tright\tscore\n"
    )


def test_how_it_ends(concordance: Run, run: Run, tmp_path: Path) -> None:
    assert concordance("zebra").exit_code == 1
    assert concordance().exit_code == 2
    assert "a concordance is of words" in concordance("tag:parking").stderr
    assert concordance("data", "--sort", "rigth").exit_code == 2
    assert concordance("data", "--context", "5000").exit_code == 2
    assert run("concordance", "--index", tmp_path / "none", "x").exit_code == 3


def test_neighbours_are_listed_below(run: Run, tmp_path: Path) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add([Post("1", "t", "open data portal " * 2 + "and so on it goes for a while with other words " * 9)])
    lines = run("concordance", "--index", tmp_path / "index", "data", "--neighbours", "2").stdout.splitlines()
    assert lines[-4].startswith("Neighbours")
    assert {line.split()[0] for line in lines[-2:]} == {"open", "portal"}
