"""Real archives: every file becomes a post or is skipped with a reason."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from civicsearch.models import Source
from civicsearch.posts import parse_post

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
POSTS = {
    "18f": 509,
    "brasilio": 19,
    "cds": 326,
    "cfa": 1039,
    "cfpb": 18,
    "codefor-de-2013": 131,
    "codeforboston": 25,
    "colaboradados": 50,
    "demokratielabore": 70,
    "eig": 61,
}
LANGUAGES: dict[str, set[str | None]] = {
    "18f": {"en", "es"},
    "brasilio": {"pt"},
    "cds": {"en", "fr"},
    "cfa": {"en", None},
    "cfpb": {"en"},
    "codefor-de-2013": {"de", "en", None},
    "codeforboston": {"en"},
    "colaboradados": {"pt", None},
    "demokratielabore": {"de"},
    "eig": {"fr", "en"},
}


@pytest.mark.parametrize("name", POSTS)
def test_an_archive(name: str) -> None:
    archive = CORPORA / f"{name}.tar.xz"
    if not archive.exists():
        pytest.skip("the archives are not beside the project")
    source = Source(name, "")
    found = []
    with tarfile.open(archive) as files:
        for member in files:
            if member.isfile() and (file := files.extractfile(member)) and member.name.endswith(".md"):
                reading = parse_post(source, member.name.partition("/")[2], file.read())
                assert reading.post is not None, reading.skipped
                found.append(reading.post)
    assert len(found) == POSTS[name]
    assert len({post.id for post in found}) == len(found)
    assert {post.language for post in found} <= LANGUAGES[name]
    assert all(post.date for post in found)
    assert sum(len(post.text) for post in found) > 1000 * len(found)
