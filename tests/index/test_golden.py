"""An index of today is read by the versions that follow, or refused in words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import civicsearch
from civicsearch import IndexVersionError, Post
from civicsearch.index.manifest import _checksum
from tests.index.golden import ANSWERS, CURRENT, GOLDEN


def answers(location: Path) -> dict[str, list[str]]:
    with civicsearch.open(location) as index:
        return {query: sorted(hit.id for hit in index.search(query).hits) for query in ANSWERS}


def change(location: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest, with a checksum that fits."""
    manifest = location / "manifest.json"
    whole = json.loads(manifest.read_text("utf-8"))
    change(whole["index"])
    whole["checksum"] = _checksum(whole["index"])
    manifest.write_text(json.dumps(whole), "utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    assert CURRENT.is_dir(), "the format has changed; run: python -m tests.index.golden"
    return Path(shutil.copytree(CURRENT, tmp_path / "index"))


def test_the_index_that_was_kept_answers_as_when_it_was_made_and_can_be_changed(copy: Path) -> None:
    assert answers(copy) == ANSWERS
    with civicsearch.open(copy) as index:
        assert index.check().faults == ()
        assert index.post("a").summary == "What the council spends"
        index.add([Post("f", "Gone again", "text")])
        index.remove(["b"])
        assert index.search("gone").total == 1
        assert index.check().faults == ()


def refused(location: Path) -> None:
    with civicsearch.open(location) as index:
        for use in (lambda: index.search("open"), lambda: index.add([]), index.check, lambda: index.forget("s")):
            with pytest.raises(IndexVersionError, match=r"another version.*run: civicsearch index --rebuild"):
                use()


@pytest.mark.parametrize("version", [{"format": 2}, {"format": 99}, {"words": 1}], ids=str)
def test_an_index_of_another_version_is_refused_with_the_remedy(copy: Path, version: dict[str, int]) -> None:
    change(copy, lambda body: body.update(version))
    refused(copy)


def test_those_that_older_versions_made_are_refused_with_the_remedy(tmp_path: Path) -> None:
    for older in set(GOLDEN.iterdir()) - {CURRENT}:
        refused(Path(shutil.copytree(older, tmp_path / older.name)))


def test_checksums_of_files_may_be_missing(copy: Path) -> None:
    """The first manifests of format 3 had none."""
    change(
        copy, lambda body: [entry.pop(name) for entry in body["segments"] for name in ("checksum", "removed_checksum")]
    )
    assert answers(copy) == ANSWERS
