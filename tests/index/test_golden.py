"""An index of today is read by the versions that follow, or refused in words."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import civicsearch
from civicsearch import IndexVersionError, Post
from civicsearch.index.manifest import FORMAT, _checksum
from tests.index.golden import ANSWERS, CURRENT, GOLDEN, READ

OTHERS = sorted(set(GOLDEN.iterdir()) - set(READ))


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


@pytest.fixture(params=READ, ids=lambda folder: folder.name)
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Each kept index that this version reads."""
    assert CURRENT.is_dir(), "the format has changed; run: python -m tests.index.golden"
    return Path(shutil.copytree(request.param, tmp_path / "index"))


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


@pytest.mark.parametrize("older", OTHERS, ids=lambda folder: folder.name)
def test_one_that_an_older_version_made_is_refused_with_a_remedy_that_works(older: Path, tmp_path: Path) -> None:
    """The remedy is asked for as the message says it, and knows the sources of the old index."""
    location, posts = Path(shutil.copytree(older, tmp_path / "index")), tmp_path / "posts"
    posts.mkdir()
    (posts / "a.md").write_text("---\ntitle: Open data\n---\nFigures of every year.\n", "utf-8")
    change(location, lambda body: body["sources"].append({"name": "town", "path": str(posts), "settings": {}}))
    refused(location)
    command = [sys.executable, "-m", "civicsearch", "--index", str(location)]
    search = subprocess.run([*command, "search", "figures"], capture_output=True, encoding="utf-8")
    assert (search.returncode, search.stdout) == (3, "")
    assert search.stderr.rstrip().endswith("run: civicsearch index --rebuild")
    subprocess.run([*command, "index", "--rebuild"], check=True, capture_output=True)
    with civicsearch.open(location) as index:
        assert [hit.id for hit in index.search("figures").hits] == ["town/a.md"]
        assert index.check().faults == ()


def test_every_format_that_there_was_is_kept() -> None:
    """Raising the format without keeping an index of the one before would leave the one before untried."""
    kept = {int(folder.name.split("-")[1]) for folder in GOLDEN.iterdir()}
    assert kept == set(range(1, FORMAT + 1))


def test_what_a_later_version_notes_in_the_manifest_is_left_aside(copy: Path) -> None:
    """Under the same format: whatever could make answers wrong raises the format."""

    def note(body: dict[str, Any]) -> None:
        body["noted_later"] = {"a": [1]}
        body["segments"][0]["noted_later"] = 1

    change(copy, note)
    assert answers(copy) == ANSWERS
    with civicsearch.open(copy) as index:
        assert index.check().faults == ()
        index.add([Post("f", "Another", "text")])
    assert answers(copy) == ANSWERS


def test_settings_of_a_later_version_are_not_passed_over(copy: Path) -> None:
    """They may keep posts out that nobody is to find."""
    settings = {"embargoed": "leave out"}
    change(copy, lambda body: body["sources"].append({"name": "town", "path": "/posts", "settings": settings}))
    refused(copy)


def test_checksums_of_files_may_be_missing(copy: Path) -> None:
    """The first manifests of format 3 had none."""
    change(
        copy, lambda body: [entry.pop(name) for entry in body["segments"] for name in ("checksum", "removed_checksum")]
    )
    assert answers(copy) == ANSWERS
