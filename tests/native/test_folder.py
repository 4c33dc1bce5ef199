"""A folder is compared with what is known of it, and what is known may be anything."""

from __future__ import annotations

import operator
import os
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch import native

if native.kernels is None:
    pytest.skip("the kernels are not compiled here", allow_module_level=True)
others = native.kernels.others


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One with two posts, a folder, and a file that is hidden; opened."""
    path = tmp_path_factory.mktemp("folder")
    for name in ("a.md", "b.md", ".c.md"):
        (path / name).write_text(name)
    (path / "d").mkdir()
    descriptor = os.open(path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def line(folder: int, name: str, **other: int) -> bytes:
    status = os.stat(name, dir_fd=folder)
    size, mtime, ctime = (other.get(key, getattr(status, f"st_{key}")) for key in ("size", "mtime_ns", "ctime_ns"))
    return f"{size} {mtime} {ctime} {name}\n".encode()


def test_what_is_beside_known_files_is_named_each_time(folder: int) -> None:
    both = line(folder, "a.md") + line(folder, "b.md")
    assert others(folder, both) == ["d"]
    assert others(folder, both) == ["d"]
    assert sorted(others(folder, line(folder, "b.md"))) == ["a.md", "d"]
    assert sorted(others(folder, b"")) == ["a.md", "b.md", "d"]
    with os.scandir(folder) as entries:  # it reads on from where the kernel left the folder
        assert len(list(entries)) == 4


def test_what_is_not_as_known_is_told(folder: int) -> None:
    a, b = line(folder, "a.md"), line(folder, "b.md")
    for known in (
        line(folder, "a.md", size=5) + b,
        line(folder, "a.md", mtime_ns=1) + b,
        line(folder, "a.md", ctime_ns=1) + b,
        line(folder, "a.md", size=-4) + b,
        a + b + line(folder, "d"),
        line(folder, ".c.md") + a + b,
        a + b + b,
        b + a,
        a + b"\n" + b,
        a + b[:-1],
        a.replace(b"a.md", b"a.m") + b,
        a.replace(b"a.md", b"a.md\0") + b,
        a.replace(b" ", b"  ", 1) + b,
        b"9" * 500 + a + b,
        b"\n",
        b" ",
        b"1 2 3\n",
        b"-\n",
    ):
        assert others(folder, known) is None, known


@given(st.text("0123 -\n\0a.md", max_size=60))
def test_a_list_from_a_stranger_is_not_met(folder: int, text: str) -> None:
    known = text.encode()
    assert others(folder, known) is None or not known


def test_what_is_no_folder_is_told_so(folder: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    descriptor = os.open(tmp_path / "file", os.O_RDONLY)
    assert others(descriptor, b"") is None
    os.close(descriptor)
    assert others(descriptor, b"") is None
    assert others(-1, b"") is None
    for arguments in ((), (folder,), (folder, ""), (folder, bytearray()), ("", b""), (None, b"")):
        with pytest.raises(TypeError):
            others(*arguments)
    with pytest.raises(OverflowError):
        others(2**80, b"")


def test_nothing_stays_open(folder: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    file = os.open(tmp_path / "file", os.O_RDONLY)
    free = os.dup(folder)
    os.close(free)
    for descriptor, known in ((folder, b""), (folder, b"1 2 3 a.md\n"), (folder, b"\n"), (file, b""), (folder, b" ")):
        others(descriptor, known)
    assert os.dup(folder) == free
    os.close(free)
    os.close(file)


def test_it_can_be_interrupted(folder: int) -> None:
    done: list[object] = []
    calls: list[Callable[[], object]] = [interrupt_main, partial(others, folder, b"")]
    with pytest.raises(KeyboardInterrupt):
        done.extend(map(operator.call, calls))  # nothing between the two asks for signals
    assert done == [None]
