"""``civicsearch watch``: the index follows its files until it is told to stop."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer

import pytest

from civicsearch.cli.watch import changes

from .conftest import write_posts
from .test_process import COMMAND, environment


def obeying_interrupts() -> None:
    """A shell starts what it runs in the background deaf to SIGINT, the tests among it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def watching(home: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [*COMMAND, "watch", "town", "--format", "json"], cwd=home, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=obeying_interrupts,
    ) as process:  # fmt: skip
        guard = Timer(300, process.kill)
        guard.start()
        try:
            yield process
        finally:
            guard.cancel()
            process.kill()


def next_report(process: subprocess.Popen[str]) -> dict[str, int]:
    assert process.stdout is not None
    report = json.loads(process.stdout.readline())
    return {key: report[key] for key in ("new", "changed", "removed") if report[key]}


def save_as_editors_do(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}~")
    draft.write_text(text)
    os.replace(draft, file)


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_changes_are_indexed_until_a_signal(tmp_path: Path, archive: Path, sign: signal.Signals, code: int) -> None:
    with watching(tmp_path) as process:
        assert next_report(process) == {"new": 4}
        save_as_editors_do(archive / "2020-01-01-new.md", "---\ntitle: New\n---\nNew.\n")
        assert next_report(process) == {"new": 1}
        save_as_editors_do(archive / "2020-01-01-new.md", "---\ntitle: Newer\n---\nNewer.\n")
        assert next_report(process) == {"changed": 1}
        process.send_signal(sign)
        assert process.wait(timeout=300) == code
        assert process.stderr is not None
        assert process.stderr.read() == ("civicsearch: interrupted\n" if code == 130 else "")


def test_a_folder_that_goes_and_comes_back_is_followed(tmp_path: Path, archive: Path) -> None:
    with watching(tmp_path) as process:
        next_report(process)
        archive.rename(tmp_path / "away")
        assert process.stderr is not None
        assert process.stderr.readline() == (
            f"civicsearch: {archive}: the folder is not there; its posts stay in the index until it comes back\n"
        )
        write_posts(tmp_path / "away", [("2020-01-01-new.md", "---\ntitle: New\n---\nNew.\n")])
        (tmp_path / "away").rename(archive)
        assert next_report(process) == {"new": 1}


def test_an_index_inside_its_source_does_not_wake_itself(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    stopped = Event()
    woken = 0
    for _ in changes(lambda: [str(tmp_path)], index, stopped):
        woken += 1
        if woken == 1:
            (index / "segment").write_text("x")
            (tmp_path / "post.md").write_text("x")
        else:
            stopped.set()
    assert woken == 2


def test_nothing_to_watch_is_waited_for(tmp_path: Path) -> None:
    late = tmp_path / "late"
    stopped = Event()
    asked = 0

    def folders() -> list[str]:
        nonlocal asked
        asked += 1
        if asked == 2:
            late.mkdir()
        return [str(late)]

    for _ in changes(folders, tmp_path / "index", stopped):
        stopped.set()
    assert asked >= 2
