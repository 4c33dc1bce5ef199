"""Builds, each in a process of its own: posts a second, memory, bytes. An index that is built is kept for later runs.

Run as a program it makes one build and tells its figures as JSON; the posts are in memory before the clock starts.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from .corpus import Corpus
from .peers import registry

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    # What is installed has its bytecode beside it; a process that may not write it would compile every module anew.
    if not name.startswith(("CIVICSEARCH_", "GIT_")) and name != "PYTHONDONTWRITEBYTECODE"
}
"""Of every process whose time is taken."""
_FIGURES = "figures.json"
_STATUS, _FORGET_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Build:
    """One build of one peer."""

    peer: str
    threads: int
    """1, or 0 for as many as the peer likes."""
    posts: int
    seconds: float
    """Until durable."""
    peak_bytes: int | None
    """Memory at its highest, beyond what was in use before; None where the system is not Linux."""
    disk_bytes: int
    characters: int
    """Of the posts' texts."""

    @property
    def posts_per_second(self) -> float:
        """The speed of the build."""
        return self.posts / self.seconds


def built(corpus: Corpus, digest: str, peer: str, threads: int, *, rebuild: bool) -> tuple[Path, Build]:
    """The folder of a peer's index and the figures of its build, made now unless an earlier run has made the same.

    ``digest`` changes with the posts.
    """
    folder = corpus.work / "built" / f"{corpus.name}-{peer}-{'all' if threads == 0 else threads}"
    place = folder / _fingerprint(peer, digest)
    figures = place / _FIGURES
    if rebuild or not figures.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        place.mkdir(parents=True)
        module = f"{__package__}.building"
        words = [corpus.name, os.fspath(corpus.archives), os.fspath(corpus.work), peer, str(threads), os.fspath(place)]
        subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, check=True)
    return place / "index", Build(**json.loads(figures.read_text("utf-8")))


def disk_bytes(folder: Path) -> int:
    """What the files below a folder hold."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _fingerprint(peer: str, digest: str) -> str:
    """Changes with the posts and with the code that makes an index of them."""
    files = [Path(__file__).parent / "peers" / f"{peer}.py"]
    if peer in ("civicsearch", "bm25f"):
        parts = [ROOT / "civicsearch" / part for part in ("index", "language", "native")]
        files += [
            path for part in parts for path in sorted(part.glob("*.[pch]*")) if path.suffix in (".py", ".c", ".h")
        ]
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.blake2b(content + f"{registry.peer_version(peer)} {digest}".encode(), digest_size=8).hexdigest()


def _start_of_memory() -> int | None:
    """Forget the peak so far and tell the memory in use.

    Not ``getrusage``: its peak cannot be reset, and a process inherits that of the one that started it.
    """
    gc.collect()
    if not _FORGET_PEAK.exists():
        return None
    _FORGET_PEAK.write_text("5", "ascii")  # proc(5): resets the peak resident set size
    return memory("VmRSS")


def memory(field: str) -> int:
    """A line of the status of this process, in bytes: ``VmRSS`` is what it uses, ``VmHWM`` the most that it used."""
    lines = _STATUS.read_text("ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def _main(name: str, archives: str, work: str, peer: str, threads: str, place: str) -> None:
    posts = Corpus(name, Path(archives), Path(work)).posts()
    folder = Path(place) / "index"
    engine = registry.load(peer)(folder)
    before = _start_of_memory()
    started = time.perf_counter()
    engine.build(posts, int(threads))
    seconds = time.perf_counter() - started
    characters = sum(len(post.text) for post in posts)
    peak = None if before is None else memory("VmHWM") - before
    build = Build(peer, int(threads), len(posts), seconds, peak, disk_bytes(folder), characters)
    (Path(place) / _FIGURES).write_text(json.dumps(asdict(build)), "utf-8")


if __name__ == "__main__":
    _main(*sys.argv[1:])
