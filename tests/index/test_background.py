"""Segments that are built by copies of the process make the same index, and fail as a whole.

Each case is a process of its own: one in which tests run has other threads.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import civicsearch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

_PROGRAM = """
import os, sys
import civicsearch
from civicsearch.index import background, writer

writer.FIRST_FLUSH_CHARACTERS = writer.FLUSH_CHARACTERS = 200
parent = os.getpid()
before = background._build

def build(path, arrays, telling):
    assert os.getpid() != parent
    os.write(1, b"aside ")
    {failure}
    before(path, arrays, telling)

background._build = build
posts = [civicsearch.Post(f"p/{{n % 40}}", f"Post {{n}}", f"open data number{{n}} " * 5) for n in range(60)]
with civicsearch.open(sys.argv[1]) as index:
    index.add([civicsearch.Post("old", "Kept", "open")])
    index.add(posts, jobs=2)
"""


def _run(folder: Path, failure: str = "") -> subprocess.CompletedProcess[str]:
    program = _PROGRAM.format(failure=failure)
    return subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, timeout=300)


def test_what_copies_build_is_one_index_with_the_last_post_of_each_id(tmp_path: Path) -> None:
    done = _run(tmp_path / "index")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("aside") > 10
    with civicsearch.open(tmp_path / "index") as index:
        assert not index.check().faults
        assert index.search("open").total == 41
        assert [index.search(f"number{n}").total for n in (0, 19, 20, 39, 40, 59)] == [0, 0, 1, 1, 1, 1]
        assert index.post("p/0").title == "Post 40"


@pytest.mark.parametrize("failure", ["os._exit(9)", "raise OSError(28, 'full')"])
def test_a_copy_that_fails_leaves_the_index_as_it_was(tmp_path: Path, failure: str) -> None:
    done = _run(tmp_path / "index", failure)
    assert "IndexWriteError" in done.stderr
    assert "the index is as it was before" in done.stderr
    with civicsearch.open(tmp_path / "index") as index:
        assert not index.check().faults
        assert index.search("open").total == 1
    assert len(list((tmp_path / "index").glob("*.seg"))) == 1


_REMOVING = """
import sys
from pathlib import Path
from civicsearch import Post
from civicsearch.index import writer

writer.FIRST_FLUSH_CHARACTERS = writer.FLUSH_CHARACTERS = 0
with writer.IndexWriter(Path(sys.argv[1]), jobs=2) as writing:
    writing.add(Post("a", "Gone", "open"))
    print(writing.remove("a"), writing.remove("a"))
    writing.add(Post("b", "Kept", "open"))
    writing.commit()
"""


def test_a_post_is_removed_while_a_copy_still_builds_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _REMOVING, str(tmp_path / "index")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.stderr) == ("True False\n", "")
    with civicsearch.open(tmp_path / "index") as index:
        assert [hit.title for hit in index.search("open").hits] == ["Kept"]


def test_a_full_disk_under_a_copy_is_told(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    done = _run(tmp_path / "index", limit)
    assert "a part of the index failed (File too large); the index is as it was before" in done.stderr
    assert "Process Fork" not in done.stderr  # the copy itself prints no traceback


_FORKING = """
import os, sys, threading
import civicsearch
from civicsearch.index import background, builder, refresh, writer

threads = []
os.register_at_fork(before=lambda: threads.append(threading.active_count()))
begun = []
start = background.Meanwhile.__init__
background.Meanwhile.__init__ = lambda self, call: (begun.append(os.getpid()), start(self, call))[1]
builder._MANY = 1
writer.FIRST_FLUSH_CHARACTERS = writer.FLUSH_CHARACTERS = 2_000
writer.WORTH_A_COPY = 100
refresh.WORTH_PROCESSES = 2
with civicsearch.open(sys.argv[1]) as index:
    index.add([civicsearch.Post(f"o/{n}", f"Post {n}", f"open number{n} " * 9) for n in range(100)])
    index.add([civicsearch.Post(f"p/{n}", f"Post {n}", f"open number{n} " * 9) for n in range(1_000)], jobs=2)
    index.update([sys.argv[2]], jobs=2)
    index.add([civicsearch.Post(f"q/{n}", f"Post {n}", f"open number{n} " * 9) for n in range(20)], jobs=3)
    assert index.search("open").total == 1_120 + 30
print(begun.count(os.getpid()) > 1, len(threads) > 20, set(threads))

waited = threading.Event()
aside = background.Meanwhile(waited.wait)
print(background.may_fork())
waited.set()
aside.result()
print(background.may_fork())
"""


def test_no_copy_is_made_while_a_thread_runs(tmp_path: Path) -> None:
    """A thread that compresses, broken off in the middle by a fork, would leave its locks held in the copy."""
    posts = tmp_path / "posts"
    posts.mkdir()
    for number in range(30):
        (posts / f"{number}.md").write_text(f"---\ntitle: Post {number}\n---\nopen number{number}\n", "utf-8")
    command = [sys.executable, "-c", _FORKING, str(tmp_path / "index"), str(posts)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.stdout == "True True {1}\nFalse\nTrue\n", done.stderr


_SHARED_OUT = """
import os, sys
import civicsearch
from civicsearch.index import background, writer

writer.WORTH_A_COPY = 1_000
before = background._build

def build(path, arrays, telling):
    os.write(1, b"aside ")
    before(path, arrays, telling)

background._build = build
posts = [civicsearch.Post(f"p/{n % 90}", f"Post {n}", f"open data number{n} " * 5) for n in range(100)]
with civicsearch.open(sys.argv[1]) as index:
    index.add(posts, jobs=int(sys.argv[2]))
"""


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
def test_the_last_posts_are_shared_out_in_segments_that_need_no_merge(tmp_path: Path, jobs: int) -> None:
    command = [sys.executable, "-c", _SHARED_OUT, str(tmp_path / "index"), str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (done.stdout, done.stderr) == ("aside " * (min(jobs, 3) - 1), "")
    with civicsearch.open(tmp_path / "index") as index:
        assert not index.check().faults
        assert index.search("open").total == 90
        assert [index.search(f"number{n}").total for n in (0, 9, 10, 89, 90, 99)] == [0, 0, 1, 1, 1, 1]
    assert len(list((tmp_path / "index").glob("*.seg"))) == min(jobs, 3)
