"""``civicsearch suggest``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from .conftest import Run


def test_completed_queries_for_reading(run: Run, town: Path) -> None:
    result = run("suggest", "--index", town / "index", "open", "auth")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split("  ") == ["open author:", "field"]


def test_suggestions_as_json(run: Run, town: Path) -> None:
    result = run("suggest", "--index", town / "index", "--format", "json", "-author:nun")
    document = json.loads(result.stdout)
    assert document["schema"] == 1
    assert document["query"] == "-author:nun"
    (suggestion,) = document["suggestions"]
    assert suggestion == {
        "query": '-author:"José Núñez"',
        "text": '"José Núñez"',
        "start": 8,
        "end": 11,
        "kind": "value",
        "posts": suggestion["posts"],
    }
    assert suggestion["posts"] >= 1


def test_nothing_to_suggest_is_told_by_the_exit_code(run: Run, town: Path) -> None:
    result = run("suggest", "--index", town / "index", "zzzz")
    assert (result.exit_code, result.stdout) == (1, "")
    result = run("suggest", "--index", town / "index", "--format", "json", "zzzz")
    assert json.loads(result.stdout)["suggestions"] == []


def test_saved_searches_are_completed(run: Run, town: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(town / "index", index)
    assert run("save", "--index", index, "All budgets", "budget").exit_code == 0
    result = run("suggest", "--index", index, "open", "-saved:all")
    assert (result.exit_code, result.stdout.split()) == (0, ["open", "-saved:all-budgets", "saved"])
