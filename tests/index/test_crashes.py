"""Stopped at any point, an index answers as before or as after, and the next refresh puts it right."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

import civicsearch
from civicsearch import IndexLockedError, IndexWriteError, SearchIndex
from civicsearch.index import lock
from tests.index.test_refresh import write

STEPS = ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "open"))


class PowerCut(BaseException):
    """The process ends here."""


@contextmanager
def failing_at(
    step: int, error: Callable[[], BaseException], steps: tuple[tuple[Any, str], ...] = STEPS
) -> Iterator[list[str]]:
    """Let the ``step``-th operation on the disk fail; yields the operations so far."""
    done: list[str] = []
    patch = pytest.MonkeyPatch()

    def counted(name: str, original: Callable[..., object]) -> Callable[..., object]:
        def operation(*args: object, **kwargs: object) -> object:
            done.append(name)
            if len(done) == step:
                raise error()
            return original(*args, **kwargs)

        return operation

    for owner, name in steps:
        patch.setattr(owner, name, counted(name, getattr(owner, name)))
    try:
        yield done
    finally:
        patch.undo()


@pytest.fixture
def changed(index: SearchIndex, tmp_path: Path) -> Path:
    """An index of five generations, and a folder in which posts came, changed and went since."""
    folder = tmp_path / "posts"
    for number in range(5):
        write(folder, f"{number}.md", f"old text {number}")
        index.update([f"s={folder}"])
    (folder / "0.md").unlink()
    write(folder, "1.md", "new text", time=1_000_000_100)
    write(folder, "9.md", "new text")
    return folder


OLD = [f"s/{number}.md" for number in range(5)]
NEW = ["s/1.md", "s/2.md", "s/3.md", "s/4.md", "s/9.md"]


def ids(index: SearchIndex) -> list[str]:
    return sorted(hit.id for hit in civicsearch.open(index.location).search().hits)


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize("error", [PowerCut, lambda: OSError(errno.ENOSPC, "No space left on device")])
def test_every_operation_on_the_disk_may_fail(
    index: SearchIndex, rebuild: bool, error: Callable[[], BaseException]
) -> None:
    step, outcomes = 0, set()
    while True:
        step += 1
        with failing_at(step, error) as done, suppress(PowerCut, OSError, civicsearch.CivicsearchError):
            index.update(rebuild=rebuild)
        found = ids(index)
        assert found in (OLD, NEW), done
        assert index.search("new").total == (0 if found == OLD else 2)
        outcomes.add(tuple(found))
        if len(done) < step:
            break
        if found == NEW:
            assert index.update().new == 0
            break
    assert outcomes == {tuple(OLD), tuple(NEW)}
    index.update()
    assert ids(index) == NEW
    needed = {"lock", "manifest.json", "last-look.json", *(path.name for path in index.location.glob("*.seg"))}
    left = {path.name for path in index.location.iterdir()} - needed
    assert all(name.endswith(".removed") for name in left)


@pytest.mark.usefixtures("changed")
def test_a_full_disk_is_told_with_the_remedy(index: SearchIndex) -> None:
    with (
        failing_at(1, lambda: OSError(errno.ENOSPC, "No space left on device"), ((os, "fsync"),)),
        pytest.raises(IndexWriteError, match=r"No space left.*as it was before"),
    ):
        index.update()
    assert ids(index) == OLD


def start_writer(location: Path, folder: Path) -> subprocess.Popen[str]:
    script = (
        "import sys, civicsearch\n"
        "with civicsearch.open(sys.argv[1]) as index:\n"
        "    wait = lambda progress: (print('reading', flush=True), sys.stdin.readline())\n"
        "    index.update(['s=' + sys.argv[2]], progress=wait)"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script, str(location), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_second_writer_is_told_who_holds_the_lock_and_a_killed_one_holds_nothing(
    index: SearchIndex, changed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civicsearch.index.writer.write_lock", lambda folder: lock.write_lock(folder, wait=0.1))
    with start_writer(index.location, changed) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reading\n"
        with pytest.raises(IndexLockedError, match=f"process {process.pid} on "):
            index.update()
        assert ids(index) == OLD
        process.send_signal(signal.SIGKILL)
    assert ids(index) == OLD
    report = index.update()
    assert (report.new, report.changed, report.removed) == (1, 1, 1)
    assert ids(index) == NEW


def test_searches_go_on_while_another_process_writes(index: SearchIndex, changed: Path) -> None:
    with start_writer(index.location, changed) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reading\n"
        assert index.search("text").total == 5
        process.communicate("\n\n\n\n")
    assert sorted(hit.id for hit in index.search().hits) == NEW


@pytest.mark.usefixtures("changed")
def test_an_open_index_sees_the_next_generation(index: SearchIndex) -> None:
    assert index.search("new").total == 0
    civicsearch.open(index.location).update()
    assert index.search("new").total == 2
