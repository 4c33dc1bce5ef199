"""Posts that several processes read make the same index, and what befalls one of them is told.

Each case is a process of its own: one in which tests run has other threads.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import civicsearch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

POSTS = 30
PROGRAM = """
import os, sys
import civicsearch
from civicsearch.index import refresh, sharing

refresh.WORTH_PROCESSES = 2
sharing.SEGMENT_BYTES = {segment_bytes}
parent, before = os.getpid(), sharing.read_candidate

def read_candidate(candidate):
    assert os.getpid() != parent
    if candidate.file.relative == "7.md":
        {failure}
    return before(candidate)

def write_arrays(path, arrays):
    print("segment", file=sys.stderr)
    return written(path, arrays)

written, sharing.write_arrays = sharing.write_arrays, write_arrays
sharing.read_candidate = read_candidate
with civicsearch.open(sys.argv[1]) as index:
    report = index.update([sys.argv[2]], jobs=2)
    print(report.new, *(skipped.path for skipped in report.skipped))
"""


def _posts(folder: Path) -> Path:
    posts = folder / "posts"
    if not posts.exists():
        posts.mkdir()
        for number in range(POSTS):
            (posts / f"{number}.md").write_text(f"---\ntitle: Post {number}\n---\nopen number{number}\n", "utf-8")
    return posts


def run(folder: Path, failure: str = "pass", segment_bytes: int = 8_000_000) -> subprocess.CompletedProcess[str]:
    posts = _posts(folder)
    words = [str(folder / "index"), f"town={posts}"]
    program = PROGRAM.format(failure=failure, segment_bytes=segment_bytes)
    return subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, timeout=300)


def test_all_posts_are_read_once(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.stdout == f"{POSTS}\n", done.stderr
    with civicsearch.open(tmp_path / "index") as index:
        assert index.search("open").total == POSTS
        assert index.search("number7").total == 1
        assert index.check().faults == ()


def test_a_process_writes_several_segments_where_files_are_many(tmp_path: Path) -> None:
    sizes = sum(path.stat().st_size for path in _posts(tmp_path).iterdir())
    done = run(tmp_path, segment_bytes=sizes // 8)
    assert done.stdout == f"{POSTS}\n", done.stderr
    assert 4 < done.stderr.count("segment") < POSTS // 2
    with civicsearch.open(tmp_path / "index") as index:
        assert [index.search(f"number{number}").total for number in range(POSTS)] == [1] * POSTS
        assert index.check().faults == ()


def test_files_that_are_left_out_are_told_in_their_order(tmp_path: Path) -> None:
    posts = _posts(tmp_path)
    for number in range(POSTS):
        (posts / f"draft{number:02d}.md").write_text("---\ntitle: d\ndraft: true\n---\ntext\n", "utf-8")
    done = run(tmp_path)
    assert done.stdout.split() == [str(POSTS), *(f"town/draft{number:02d}.md" for number in range(POSTS))], done.stderr


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        ("os.kill(os.getpid(), 9)", "a process that read posts was ended from outside; the index is as it was before"),
        ("raise OSError(28, 'No space left on device')", "No space left on device"),
    ],
)
def test_a_process_that_fails_leaves_the_index_as_it_was(tmp_path: Path, failure: str, told: str) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add([civicsearch.Post("old", "Kept", "open")])
    done = run(tmp_path, failure)
    assert told in done.stderr
    with civicsearch.open(tmp_path / "index") as index:
        assert [hit.id for hit in index.search("open").hits] == ["old"]
    assert run(tmp_path).stdout == f"{POSTS}\n"
    with civicsearch.open(tmp_path / "index") as index:
        assert index.search("open").total == POSTS + 1
        assert index.check().faults == ()
        assert len(list(index.location.glob("*.seg"))) <= 3
