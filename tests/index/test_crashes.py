"""Whatever the disk does, an index answers as before or as after, and the next run puts it right."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

import civicsearch
from civicsearch import CivicsearchError, IndexLockedError, IndexWriteError, Post, SearchIndex, UsageError
from civicsearch.index import lock
from civicsearch.index.storage import Storage, writing_to
from tests.index.faults import (
    FAULTS,
    FULL,
    FaultyStorage,
    ForgetfulStorage,
    PowerCut,
    every_forgetful,
    every_step,
    os_error,
)
from tests.index.test_refresh import write
from tests.torture import LONG, rounds, tell

Act = Callable[[SearchIndex], object]
ACTS: dict[str, Act] = {
    "refresh": lambda index: index.update(),
    "rebuild": lambda index: index.update(rebuild=True),
    "forget": lambda index: index.forget("s"),
    "add": lambda index: index.add([Post("a", "a", "another text"), Post("p", "p", "another text")]),
    "remove": lambda index: index.remove(["s/3.md"]),
    "merge": lambda index: index.remove(["s/1.md", "s/2.md", "s/3.md", "p"]),
}
TRIED = [(name, fault) for name in ACTS for fault in FAULTS if LONG or fault == "stops" or name == "refresh"]
"""Acts and faults; CI leaves some to `make torture`."""
POWER_CUTS = rounds(1, 25)
"""Of what a power cut may leave, so many are tried for each moment."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of several segments, with a removed post, one that came from no file, and a source that has changed."""
    folder, location = tmp_path_factory.mktemp("posts"), tmp_path_factory.mktemp("index") / "index"
    for number in range(5):
        write(folder, f"{number}.md", f"old text {number}")
    with civicsearch.open(location) as index:
        index.update([f"s={folder}"])
        index.add([Post("p", "p", "text of a program"), Post("q", "q", "text of a program")])
        index.remove(["s/4.md"])
    (folder / "0.md").unlink()
    write(folder, "1.md", "new text", time=1_000_000_100)
    write(folder, "9.md", "new text")
    return location


def answers(location: Path) -> dict[str, str]:
    """All posts with their texts, as searching finds them."""
    with civicsearch.open(location) as index:
        results = index.search("text", limit=99)
        assert results.total == len(results.hits)
        return {hit.id: index.post(hit.id).text for hit in results.hits}


@pytest.fixture(scope="module")
def after(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The answers after each act that nothing disturbed."""
    found = {}
    for name, act in ACTS.items():
        location = tmp_path_factory.mktemp("after") / "index"
        shutil.copytree(template, location)
        act(civicsearch.open(location))
        found[name] = answers(location)
    return found


def run(act: Act, location: Path, storage: FaultyStorage) -> bool:
    """Try an act on a disk; tells whether it was done. What fails is told as ours."""
    try:
        with writing_to(storage), civicsearch.open(location) as index:
            act(index)
    except (PowerCut, CivicsearchError):
        return False
    return True


def repair(act: Act, location: Path, expected: dict[str, str]) -> None:
    with writing_to(FaultyStorage(0, PowerCut)), civicsearch.open(location) as index:
        with suppress(UsageError):  # what is forgotten cannot be forgotten again
            act(index)
        index.add([])
        assert index.check().faults == ()
    assert answers(location) == expected
    needed = {"lock", "manifest.json", "last-look", *civicsearch.index.manifest.read_manifest(location).files()}
    assert {path.name for path in location.iterdir()} <= needed


@pytest.mark.parametrize(("name", "fault"), TRIED)
def test_every_operation_on_the_disk_may_fail(
    name: str, fault: str, template: Path, after: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    before, seen = answers(template), []
    for step, storage in enumerate(every_step(lambda step: FaultyStorage(step, **FAULTS[fault])), start=1):
        location = tmp_path / str(step)
        shutil.copytree(template, location)
        done = run(ACTS[name], location, storage)
        found = answers(location)
        seen.append(found)
        assert found in (before, after[name]), storage.done
        assert found == after[name] or not done, storage.done
        repair(ACTS[name], location, after[name])
        shutil.rmtree(location)
    tell(f"{name}, a disk that {fault}: {len(seen)} operations")
    assert before in seen
    assert after[name] in seen


@pytest.mark.parametrize("name", ACTS)
def test_what_was_not_flushed_may_be_lost_in_any_order(
    name: str, template: Path, after: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    chance = random.Random(20261127)  # noqa: S311  # what a power cut leaves, no secret
    before, places = answers(template), map(str, count())
    location = tmp_path / "index"

    for storage in every_forgetful(template, location):
        done = run(ACTS[name], location, storage)
        for lost in (True, False, *[None] * POWER_CUTS):
            place = tmp_path / next(places)
            storage.after_power_cut(place, chance, lost=lost)
            found = answers(place)
            assert found in (before, after[name]), storage.done
            assert found == after[name] or not done, storage.done
            repair(ACTS[name], place, after[name])
            shutil.rmtree(place)
    tell(f"{name}, a disk that forgets: {next(places)} states after a power cut")


def test_a_killed_writer_and_then_a_power_cut_under_the_next_lose_nothing(
    template: Path, after: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    """The first one was killed with its manifest in place and not flushed: the old one may still come back."""
    chance = random.Random(20261128)  # noqa: S311  # what a power cut leaves, no secret
    location, place = tmp_path / "index", tmp_path / "left"
    shutil.copytree(template, location)
    whole = ForgetfulStorage(10**9, location)
    assert run(ACTS["refresh"], location, whole)
    killed = whole.done.index("replace") + 2  # at the flush that follows
    allowed = (answers(template), after["refresh"], after["forget"])
    step, done = 0, False
    while not done:
        step += 1
        shutil.rmtree(location)
        shutil.copytree(template, location)
        storage = ForgetfulStorage(killed, location)
        assert not run(ACTS["refresh"], location, storage)
        storage.go_on(step)
        done = run(ACTS["forget"], location, storage)
        for lost in (True, False, *[None] * max(10, POWER_CUTS)):
            storage.after_power_cut(place, chance, lost=lost)
            assert answers(place) in allowed, storage.done
            shutil.rmtree(place)


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
def test_a_full_disk_is_told_with_the_remedy(index: SearchIndex) -> None:
    with writing_to(FaultyStorage(1, **FULL)), pytest.raises(IndexWriteError, match=r"No space left.*as it was before"):
        index.update()
    assert ids(index) == OLD


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX")
def test_a_disk_that_is_full_under_several_processes_is_told_as_ours(tmp_path: Path) -> None:
    """No process may write a file of more than 100 kB."""
    for number in range(1000):
        write(tmp_path / "posts", f"{number}.md", f"{number} " + " ".join(f"word{number}x{n}" for n in range(60)))
    script = (
        "import resource, sys, civicsearch\n"
        "if __name__ == '__main__':\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "    try:\n"
        "        civicsearch.open(sys.argv[1]).update(['s=' + sys.argv[2]], jobs=2)\n"
        "    except civicsearch.IndexWriteError as error:\n"
        "        print(error)"
    )
    (tmp_path / "script.py").write_text(script, "utf-8")
    arguments = [sys.executable, str(tmp_path / "script.py"), str(tmp_path / "index"), str(tmp_path / "posts")]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert "File too large" in ended.stdout, ended.stderr
    assert "as it was before" in ended.stdout


@pytest.mark.usefixtures("changed")
def test_changes_that_are_visible_and_not_confirmed_are_told_as_such_and_clear_nothing_away(index: SearchIndex) -> None:
    """The disk fails after the rename of the manifest: a power cut may still bring the old one back."""
    files = {path.name for path in index.location.glob("*.seg")}
    flushes = FaultyStorage(2, os_error(errno.EIO), only=("flush folder",))
    with writing_to(flushes), pytest.raises(IndexWriteError, match="searches see them, but the disk failed"):
        index.update()
    assert ids(index) == NEW
    assert files <= {path.name for path in index.location.iterdir()}
    index.update()
    assert not files <= {path.name for path in index.location.iterdir()}


@pytest.mark.usefixtures("changed")
def test_a_new_folder_survives_a_power_cut_with_those_above_it(tmp_path: Path) -> None:
    flushed = []

    class Noting(Storage):
        def flush_folder(self, folder: Path) -> None:
            flushed.append(folder)
            super().flush_folder(folder)

    with writing_to(Noting()), civicsearch.open(tmp_path / "a" / "b") as index:
        index.add([Post("1", "t", "text")])
    assert {tmp_path, tmp_path / "a", tmp_path / "a" / "b"} <= set(flushed)


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
