"""The long run that follows ``make fuzz`` in ``make torture``: ``python -m tests.trust``.

Each hostile post is indexed alone within limits, and what it took is printed; the disk fails at every step that an
index takes, and forgets what it was not told to keep; refreshes are killed a thousand times.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.trust.hostile import POSTS
from tests.trust.test_hostile_posts import check

LONG_TESTS = [f"tests/index/test_{name}.py" for name in ("crashes", "saved_crashes", "concurrency", "damage", "kill")]
"""Tests that CI runs too, with fewer rounds: see `tests.torture`."""


def main() -> None:
    """Run all parts; what fails ends it."""
    _say(f"{len(POSTS)} hostile posts, each alone, within 60 seconds and 2 GiB of address space")
    for name, post in POSTS.items():
        with tempfile.TemporaryDirectory() as folder:
            ended = check(Path(folder) / "home", {name: post}, seconds=60, memory=2 << 30)
            _say(f"  {name:30} {ended.seconds:6.2f} s {ended.peak / 1e6:6.0f} MB")
    _say("disks that fail and forget, readers beside writers, damaged files, 1,000 refreshes killed at random moments")
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", *LONG_TESTS],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "CIVICSEARCH_TORTURE": "1"},
        check=True,
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
