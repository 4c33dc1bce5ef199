"""``civicsearch similar``, as a stranger runs it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from .conftest import Run

ID = "town/2014-03-01-open-data.md"
LIKE = "town/2015-07-16-budget.md"


@pytest.fixture
def similar(town: Path, run: Run) -> Run:
    """Run ``civicsearch similar`` on the index of `town`."""
    return lambda *arguments: run("similar", "--index", town / "index", *arguments)


def test_similar_posts_for_reading(similar: Run) -> None:
    result = similar(ID)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert " like Opening the parking data" in lines[0]
    assert lines[2].startswith(" 1. A budget, in one table")
    assert any("% alike: data" in line for line in lines)
    assert LIKE in result.stdout
    assert ID not in result.stdout


def test_data_formats(similar: Run, town: Path) -> None:
    document = json.loads(similar(ID, "--format", "json").stdout)
    assert (document["schema"], document["id"]) == (1, ID)
    assert document["posts"][0]["id"] == LIKE
    assert "data" in document["posts"][0]["shared"]
    assert document["versions"] == []
    assert json.loads(similar(ID, "--format", "jsonl").stdout.splitlines()[0]) == document["posts"][0]
    row = next(csv.DictReader(io.StringIO(similar(ID, "--format", "csv").stdout)))
    assert (row["relation"], row["of"], row["id"]) == ("similar", ID, LIKE)
    assert similar(ID, "--format", "tsv").stdout.startswith("relation\tof\tshared\tid\t")
    assert similar(ID, "--format", "md").stdout.startswith("# Like Opening the parking data\n")
    assert similar(ID, "--format", "paths").stdout.splitlines()[0] == str(town / LIKE)


def test_filters_and_how_it_ends(similar: Run, run: Run, tmp_path: Path) -> None:
    assert similar(ID, "--where", "zebra").exit_code == 1
    assert similar(ID, "--filter", "category=news", "--format", "jsonl").stdout.count("\n") == 1
    assert similar(ID, "--limit", "0", "--format", "jsonl").exit_code == 1
    missing = similar("town/2014-03-01-open-dat.md")
    assert missing.exit_code == 2
    assert f"did you mean {ID}" in missing.stderr
    assert run("similar", "--index", tmp_path / "none", "x").exit_code == 3
