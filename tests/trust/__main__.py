"""The long run: ``python -m tests.trust [MINUTES]``, or ``make torture``.

Each hostile post is indexed alone within limits, and what it took is printed; the readers of strangers' files and the
query language are tried with random texts for some minutes each; the disk fails at every step that an index takes, and
forgets what it was not told to keep; refreshes are killed a thousand times.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.query import fuzz as query_fuzz
from tests.trust import fuzz
from tests.trust.hostile import POSTS
from tests.trust.test_hostile_posts import check

LONG_TESTS = [f"tests/index/test_{name}.py" for name in ("crashes", "concurrency", "damage", "kill")]
"""Tests that CI runs too, with fewer rounds: see `tests.torture`."""


def main(minutes: float) -> None:
    """Run all parts; what fails ends it."""
    _say(f"{len(POSTS)} hostile posts, each alone, within 60 seconds and 2 GiB of address space")
    for name, post in POSTS.items():
        with tempfile.TemporaryDirectory() as folder:
            ended = check(Path(folder) / "home", {name: post}, seconds=60, memory=2 << 30)
            _say(f"  {name:30} {ended.seconds:6.2f} s {ended.peak / 1e6:6.0f} MB")
    seed = time.time_ns() % 2**32
    over = time.monotonic() + minutes * 60
    count = fuzz.run(seed, lambda _: time.monotonic() < over)
    _say(f"{count:,} texts read by {len(fuzz.CHECKS)} readers from seed {seed}: no failure")
    query_fuzz.main(minutes)
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
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
