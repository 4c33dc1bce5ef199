"""``civicsearch check``: one line and 0, or every damaged file by name and 3."""

from __future__ import annotations

import json
from pathlib import Path

import civicsearch

from .conftest import Run


def test_a_whole_index_is_one_line(run: Run, town: Path) -> None:
    result = run("check", "--index", town / "index")
    assert (result.exit_code, result.stdout) == (0, "4 posts in 1 segment: no fault found\n")


def test_a_damaged_file_is_named_and_the_process_ends_with_3(run: Run, tmp_path: Path) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add([civicsearch.Post("1", "t", "text")])
    [segment] = (tmp_path / "index").glob("*.seg")
    segment.write_bytes(segment.read_bytes()[:-1] + b"\xa5")
    result = run("check", "--index", tmp_path / "index")
    assert result.exit_code == 3
    assert result.stdout == "0 posts in 1 segment: 1 fault found\n"
    assert str(segment) in result.stderr
    assert "run: civicsearch index --rebuild" in result.stderr


def test_json_lists_the_faults(run: Run, town: Path) -> None:
    found = json.loads(run("check", "--format", "json", "--index", town / "index").stdout)
    assert found == {"schema": 1, "posts": 4, "segments": 1, "faults": []}
