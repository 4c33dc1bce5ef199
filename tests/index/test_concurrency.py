"""Readers and writers at once: every search answers from one generation, and nothing grows."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post, SearchIndex
from civicsearch.index.manifest import read_manifest
from civicsearch.index.storage import Storage, writing_to
from tests.torture import LONG, rounds, tell

POSTS = 30
SECONDS = 120.0 if LONG else 2.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks at what is open by /proc")

READER = """
import json, os, resource, sys, time
import civicsearch
location, posts, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
over, asked, files = time.monotonic() + seconds, 0, []
index = civicsearch.open(location)
while time.monotonic() < over:
    found = index.search("text", facets=["tag"], limit=5)
    assert found.total == 2 * posts, found.total
    assert sum(value.count for value in found.facets["tag"]) == 2 * posts
    assert len(found.hits) == 5
    assert index.post(found.hits[0].id).text.startswith("text")
    with civicsearch.open(location) as anew:
        assert anew.search("text", limit=0).total == 2 * posts
    asked += 1
    if asked % 20 == 1:
        files.append([len(os.listdir("/proc/self/fd")), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss])
print(json.dumps([asked, files[min(2, len(files) - 1)], files[-1]]))
"""
WRITER = """
import sys, time
import civicsearch
location, source, posts, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
over, version = time.monotonic() + seconds, 0
while time.monotonic() < over:
    version += 1
    changed = range(posts) if version % 3 else range(version % posts, version % posts + 1)
    new = [civicsearch.Post(f"{source}/{n}", "t", f"text {version}", tags=("x",)) for n in changed]
    with civicsearch.open(location) as index:
        try:
            index.add(new)
        except civicsearch.IndexLockedError:
            continue
print(version)
"""


def test_readers_and_two_writers_in_other_processes(tmp_path: Path) -> None:
    location = tmp_path / "index"
    with civicsearch.open(location) as index:
        index.add(Post(f"{source}/{n}", "t", "text", tags=("x",)) for source in "ab" for n in range(POSTS))
    common = [str(POSTS), str(SECONDS)]
    programs = [(READER, [str(location), *common])] * 2
    programs += [(WRITER, [str(location), source, *common]) for source in "ab"]
    running = [
        subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for program, arguments in programs
    ]
    ended = [process.communicate() for process in running]
    for process, (_, errors) in zip(running, ended, strict=True):
        assert process.returncode == 0, errors.decode()
    for out, _ in ended[:2]:
        asked, (files_early, memory_early), (files_late, memory_late) = json.loads(out)
        assert max(files_early, files_late) < 60, "one for each segment, of which there are more and fewer"
        assert memory_late < memory_early + 50_000, "kB"
        tell(f"a reader: {asked} searches, {memory_early} kB at first, {memory_late} kB at last, {files_late} files")
    tell(f"two writers: {[int(out) for out, _ in ended[2:]]} commits in {SECONDS} s")
    with civicsearch.open(location) as index:
        index.add([Post("a/0", "t", "text", tags=("x",))])
        assert index.search("text").total == 2 * POSTS
        assert index.check().faults == ()
    assert leftovers(location) == set()


def leftovers(location: Path) -> set[str]:
    return {path.name for path in location.iterdir()} - {"lock", "last-look"} - read_manifest(location).files()


def opened(location: Path) -> list[str]:
    """The files in a folder that this process has mapped or open."""
    mapped = [line.split(maxsplit=5)[-1] for line in Path("/proc/self/maps").read_text("utf-8").splitlines()]
    handles = []
    for handle in os.listdir("/proc/self/fd"):
        try:
            handles.append(os.readlink(f"/proc/self/fd/{handle}"))
        except FileNotFoundError:
            continue  # the one that lists them
    return [name for name in mapped + handles if name.startswith(f"{location}/") and not name.endswith("/lock")]


def test_an_index_that_stays_open_through_many_refreshes_keeps_its_size(index: SearchIndex) -> None:
    many = rounds(60, 1000)
    index.add(Post(f"old/{n}", "t", f"text {n}") for n in range(50))
    tracemalloc.start()
    memory, files = [], []
    for number in range(many):
        index.add([Post(f"new/{number % 20}", "t", f"text and more {number}")])
        assert index.search("text", facets=["tag"]).total == 50 + min(number + 1, 20)
        gc.collect()
        memory.append(tracemalloc.get_traced_memory()[0])
        files.append(len(opened(index.location)))
    tracemalloc.stop()
    early, late = max(memory[20:40]), min(memory[-20:])
    tell(
        f"{many} refreshes under an open index: {early:,} bytes at first, {late:,} at last, {max(files)} files at most"
    )
    assert late < early + 1_000_000
    assert max(files) < 40
    assert leftovers(index.location) == set()


class LikeWindows(Storage):
    """Neither deletes nor replaces nor shortens a file that is open."""

    def __init__(self) -> None:
        self.refused = 0

    def _refuse_open(self, path: Path) -> None:
        if str(path) in opened(path.parent):
            self.refused += 1
            raise PermissionError(13, "The process cannot access the file because it is being used", str(path))

    def create(self, path: Path):  # type: ignore[no-untyped-def]
        self._refuse_open(path)
        return super().create(path)

    def replace(self, path: Path, target: Path) -> None:
        self._refuse_open(target)
        super().replace(path, target)

    def remove(self, path: Path) -> None:
        self._refuse_open(path)
        super().remove(path)


def test_what_is_open_elsewhere_is_deleted_later(tmp_path: Path) -> None:
    location = tmp_path / "index"
    index = civicsearch.open(location)
    storage = LikeWindows()
    with writing_to(storage):
        for number in range(30):
            index.add([Post(str(number % 8), "t", f"text {number}")])
            if number % 3 == 0:
                assert index.search("text").total == min(number + 1, 8)
            if number % 10 == 5:
                index.remove([str(number % 8)])
                index.add([Post(str(number % 8), "t", "text")])
        assert storage.refused
        assert leftovers(location)
        index.close()
        gc.collect()
        before = read_manifest(location).files()
        index.add([Post("0", "t", "text")])
    # What the last writer itself had open is left to the next.
    assert leftovers(location) <= before


def test_a_manifest_that_is_being_read_is_replaced_a_moment_later(index: SearchIndex) -> None:
    class Busy(Storage):
        tries = 0

        def replace(self, path: Path, target: Path) -> None:
            self.tries += 1
            if self.tries <= 2:
                raise PermissionError(13, "in use")
            super().replace(path, target)

    busy = Busy()
    with writing_to(busy):
        index.add([Post("1", "t", "text")])
    assert (busy.tries, index.search("text").total) == (3, 1)
