"""Hostile posts cost bounded time and memory, are named with what was done about them, and harm no other post."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.trust import confined
from tests.trust.hostile import POSTS, Hostile

pytestmark = pytest.mark.skipif(os.name != "posix", reason="limits of processes are of POSIX")

GOOD = "---\ntitle: A good post\n---\nA zebra in the middle of it all.\n"
SEARCHES = (("zebra",), ("spam OR a OR deep",), ("*", "--facet", "tag", "--sort", "title"))


def check(folder: Path, posts: dict[str, Hostile], seconds: int, memory: int) -> confined.Ended:
    """Index the posts beside a good one and search them, within these limits; returns how indexing ended."""
    archive = folder / "archive"
    archive.mkdir(parents=True)
    (archive / "good.md").write_text(GOOD, encoding="utf-8")
    for name, post in posts.items():
        (archive / f"{name}.md").write_bytes(post.content())
    ended = confined.run(
        "index", f"s={archive}", "--format", "json", "--jobs", "1", folder=folder, seconds=seconds, memory=memory
    )
    assert ended.code in (0, 1), ended
    report = json.loads(ended.out)
    told: dict[str, str] = {}
    for item in (*report["warnings"], *report["skips"]):
        said = item.get("problem") or item.get("reason")
        told[item["path"]] = f"{told.get(item['path'], '')}{said}\n"
    untold = [name for name, post in posts.items() if post.told not in told.get(f"s/{name}.md", "")]
    assert not untold, told
    assert "s/good.md" not in told
    assert report["new"] + report["skipped"] == len(posts) + 1
    for search in SEARCHES:
        found = confined.run("search", *search, folder=folder, seconds=seconds, memory=memory)
        assert found.code == 0, found
        assert "\x1b" not in found.out
    assert "s/good.md" in confined.run("search", "zebra", "--format", "jsonl", folder=folder).out
    return ended


def test_hostile_posts_are_bounded_and_named(tmp_path: Path) -> None:
    check(tmp_path, POSTS, seconds=90, memory=2 << 30)
