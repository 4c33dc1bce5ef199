"""Hours of refreshing and searching: ``python -m tests.trust.soak [MINUTES] [POSTS]``, or ``make soak``.

One index is refreshed from a folder where posts come, change, move and go, and is searched by its writer and by a
reader that stays open. Another, made from the first posts, is never refreshed: what a search takes there at the same
time is what a busy machine makes of it. Each version of a post has a word of its own, so words have to go with posts.
The run fails where counts are wrong, or files, memory, open files or times grow.
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

import civicsearch
from civicsearch import SearchIndex
from civicsearch.index.files import LAST_LOOK, MANIFEST
from civicsearch.index.manifest import read_manifest

SEED = 20_261_127
WORDS = 4_000
LENGTH = 250
"""Words of a post."""
LEAST = 100
"""Refreshes of a run, however short: a busy machine makes single ones slow."""
CHANGES = (1, 1, 1, 1, 2, 5, 10, 40)
"""Posts that change before a refresh, each number as likely as the others."""
QUESTIONS = 12
"""Searches after a refresh."""
FACETS = ("tag", "author", "year")


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen after one refresh."""

    files: float
    """In the folder of the index."""
    disk_mb: float
    memory_mb: float
    """Anonymous memory of the process: what is mapped from files is the system's to keep or drop."""
    descriptors: float
    search: float
    """Time of a search, where that of one in the index that is never refreshed is 1."""
    refresh: float
    """Time of a refresh, in searches of that index."""


LIMITS = {
    "files": (1.5, 8.0),
    "disk_mb": (1.3, 2.0),
    "memory_mb": (1.15, 16.0),
    "descriptors": (1.5, 8.0),
    "search": (1.4, 0.3),
    "refresh": (1.5, 1.0),
}
"""How much of each may be there at last: a multiple of what was there at first, and something more."""


def grown(samples: Sequence[Sample]) -> dict[str, tuple[float, float]]:
    """What grew: its median in the second fifth of the run, when caches are full, and in the last."""
    fifth = len(samples) // 5
    found = {}
    for name, (times, more) in LIMITS.items():
        values = [getattr(sample, name) for sample in samples]
        early, late = median(values[fifth : 2 * fifth]), median(values[-fifth:])
        if late > times * early + more:
            found[name] = (early, late)
    return found


class Folder:
    """Posts in files, of words with Zipf's frequencies."""

    def __init__(self, path: Path, posts: int) -> None:
        self.path = path
        self._chance = random.Random(SEED)  # noqa: S311  # words, not secrets
        self._vocabulary = ["".join(self._chance.choices("aeioubdgklmnprst", k=7)) for _ in range(WORDS)]
        self._weights = [1 / rank for rank in range(1, WORDS + 1)]
        self._written = 0
        self._versions: dict[str, str] = {}
        """Name of each file → the word of the version that it has."""
        path.mkdir()
        for _ in range(posts):
            self._add("first")

    def words(self, count: int) -> list[str]:
        """Words as posts have them."""
        return self._chance.choices(self._vocabulary, self._weights, k=count)

    def change(self, version: str) -> int:
        """Change some posts, move one, replace one; tells how many have the word of this version then."""
        count = min(self._chance.choice(CHANGES), len(self._versions))
        for name in self._chance.sample([*self._versions], count):
            self._write(name, version)
        moved, gone = self._chance.sample([*self._versions], 2)
        if self._chance.random() < 0.3:
            self._versions[f"moved-{self._written}.md"] = self._versions.pop(moved)
            (self.path / moved).rename(self.path / f"moved-{self._written}.md")
        if self._chance.random() < 0.3:
            del self._versions[gone]
            (self.path / gone).unlink()
            self._add(version)
        return sum(has == version for has in self._versions.values())

    def _add(self, version: str) -> None:
        self._write(f"post-{self._written}.md", version)

    def _write(self, name: str, version: str) -> None:
        self._versions[name] = version
        self._written += 1
        tag, author = self._chance.choices(range(1, 40), self._weights[:39], k=2)
        head = f"title: {' '.join(self.words(5))}\ndate: {2009 + tag % 15}-03-0{1 + author % 9}\ntags: [tag {tag}]\n"
        text = f"{' '.join(self.words(LENGTH))} {version} only{self._written}"
        (self.path / name).write_text(f"---\n{head}author: Author {author}\n---\n{text}\n", "utf-8")


def soak(work: Path, posts: int, going_on: Callable[[int], bool]) -> list[Sample]:
    """Refresh and search until told to stop; a sample for each refresh."""
    folder = Folder(work / "posts", posts)
    location = work / "index"
    writer = civicsearch.open(location)
    writer.update([f"posts={folder.path}"])
    shutil.copytree(location, work / "reference")
    samples: list[Sample] = []
    with writer, civicsearch.open(location) as reader, civicsearch.open(work / "reference") as reference:
        while going_on(len(samples)):
            version = f"version{len(samples)}"
            changed = folder.change(version)
            started = time.perf_counter()
            writer.update()
            refresh = time.perf_counter() - started
            for index in (writer, reader):
                assert index.search(version).total == changed, version
                assert index.search(facets=FACETS).total == posts, version
            seconds = dict.fromkeys((writer, reader, reference), 0.0)
            for query in _queries(folder):
                for index in random.sample([*seconds], 3):  # whoever comes first finds colder caches
                    seconds[index] += _timed(index, query)
            search = (seconds[writer] + seconds[reader]) / 2
            samples.append(_sample(location, search / seconds[reference], refresh / seconds[reference] * QUESTIONS))
        assert writer.check().faults == ()
        left = {path.name for path in location.iterdir()} - read_manifest(location).files()
        assert left <= {"lock", MANIFEST, LAST_LOOK}, left
    return samples


def _queries(folder: Folder) -> Iterator[str]:
    for _ in range(QUESTIONS // 4):
        first, second, third = folder.words(3)
        yield f"{first} {second}"
        yield f"{first} OR {second} -{third}"
        yield f'"{first} {second}"'
        yield f"{first[:3]}* {third}"


def _timed(index: SearchIndex, query: str) -> float:
    started = time.perf_counter()
    index.search(query, facets=FACETS)
    index.suggest(query)
    return time.perf_counter() - started


def _sample(location: Path, search: float, refresh: float) -> Sample:
    gc.collect()
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    files = [path.stat().st_size for path in location.iterdir()]
    return Sample(
        files=len(files),
        disk_mb=sum(files) / 1e6,
        memory_mb=int(status["RssAnon"].split()[0]) / 1e3,
        descriptors=len(os.listdir("/proc/self/fd")),
        search=search,
        refresh=refresh,
    )


def table(samples: Sequence[Sample]) -> str:
    """The median of each figure in each fifth of the run."""
    fifth = len(samples) // 5
    lines = []
    for field in fields(Sample):
        values = [getattr(sample, field.name) for sample in samples]
        medians = [median(values[start * fifth : (start + 1) * fifth]) for start in range(5)]
        lines.append(f"{field.name:12}{''.join(f'{value:12,.2f}' for value in medians)}")
    return "\n".join(lines)


def main(minutes: float, posts: int) -> None:
    """Soak for some minutes; exit status 1 where something grew."""
    over = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory(prefix="civicsearch-soak-") as work:
        samples = soak(Path(work), posts, lambda done: time.monotonic() < over or done < LEAST)
    sys.stdout.write(f"{len(samples):,} refreshes of {posts:,} posts in {minutes:g} minutes, median of each fifth:\n")
    sys.stdout.write(f"{table(samples)}\n")
    if found := grown(samples):
        lines = [f"{name} grew from {early:,.2f} to {late:,.2f}" for name, (early, late) in found.items()]
        raise SystemExit("\n".join(lines))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60, int(sys.argv[2]) if len(sys.argv) > 2 else 2_000)
