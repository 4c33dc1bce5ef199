"""Hostile posts cost bounded time and memory, are named with what was done about them, and harm no other post."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


def test_hostile_posts_are_read_as_documents_within_the_same_bounds() -> None:
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (120, 120))\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))\n"
        "from civicsearch.posts.document import read_document\n"
        "from tests.trust.hostile import POSTS\n"
        "for name, post in POSTS.items():\n"
        "    print(name, len(read_document('a.md', post.content()[:32_000_000], 'hostile').blocks), flush=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert len(done.stdout.splitlines()) == len(POSTS)
