"""Killed at random moments of a refresh, an index has all of the old posts or all of the new ones."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import civicsearch
from civicsearch import SearchIndex
from tests.torture import rounds, tell

ROUNDS = rounds(6, 1000)
POSTS = 40

REFRESH = (
    "import sys, civicsearch, filelock, civicsearch.index.update\n"
    "index = civicsearch.open(sys.argv[1]); print('go', flush=True); index.update()"
)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")


def write_version(folder: Path, version: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(POSTS):
        body = f"version{version} " + "word " * (200 + number)
        (folder / f"{number}.md").write_text(f"---\ntitle: post {number}\n---\n{body}\n", encoding="utf-8")


def visible_version(index: SearchIndex, versions: tuple[int, int]) -> int:
    counts = {version: index.search(f"version{version}", limit=0).total for version in versions}
    assert sorted(counts.values()) == [0, POSTS], counts
    return next(version for version, count in counts.items() if count)


def test_killed_refreshes_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261123)  # noqa: S311  # moments to kill at, not secrets
    folder, location = tmp_path / "posts", tmp_path / "index"
    write_version(folder, 0)
    index = civicsearch.open(location)
    index.update([f"s={folder}"])
    seen, longest, finished, committed = 0, 0.06, 0, 0
    for version in range(1, ROUNDS + 1):
        write_version(folder, version)
        with subprocess.Popen(
            [sys.executable, "-c", REFRESH, str(location)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "go\n"
            try:
                process.wait(timeout=chance.uniform(0, longest))
                finished += 1
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        before, seen = seen, visible_version(index, (seen, version))
        longest *= 1.1 if seen == before else 0.9  # so that about half of them are killed behind their commit
        committed += seen != before
        if version % 3 == 0:
            index.update()
            seen = visible_version(index, (version - 1, version))
            assert seen == version
            left = {path.suffix for path in location.iterdir()}
            assert left <= {"", ".json", ".seg", ".removed"}, left
    tell(f"{ROUNDS:,} refreshes killed: {committed} had committed, {finished} were done")
