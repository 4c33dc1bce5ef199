"""What is not an index, or not whole, is named and never answers wrongly."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest

import civicsearch
from civicsearch import (
    DamagedIndexError,
    IndexUnavailableError,
    IndexVersionError,
    NoIndexError,
    NotAnIndexError,
    Post,
    SearchIndex,
)
from civicsearch.index.arrays import ArrayFile
from tests.index.damage import ask_everything, put_together, taken_apart
from tests.index.test_refresh import write
from tests.torture import rounds, tell


@pytest.fixture
def filled(index: SearchIndex) -> Path:
    index.add([Post(str(number), f"title {number}", f"text {number}\n\nmore", tags=("x",)) for number in range(9)])
    index.add([Post("10", "t", "text")])
    index.remove(["3"])
    return index.location


def search(location: Path) -> int:
    return civicsearch.open(location).search("text", facets=["tag"]).total


def test_no_index_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="run: civicsearch index PATH"):
        search(tmp_path / "none")


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(NotAnIndexError, match=r"holiday\.jpg"):
        search(tmp_path)
    with pytest.raises(NotAnIndexError, match=r"holiday\.jpg"):
        civicsearch.open(tmp_path).add([Post("1", "t", "")])
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_file_is_not_an_index(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotAnIndexError, match="file: this is a file"):
        search(tmp_path / "file")
    with pytest.raises(IndexUnavailableError, match="file"):
        civicsearch.open(tmp_path / "file").add([Post("1", "t", "")])


def test_an_index_of_another_version_asks_for_a_rebuild(index: SearchIndex, tmp_path: Path) -> None:
    index.update([str(write(tmp_path / "harbour", "a.md", "text").parent)])
    manifest = index.location / "manifest.json"
    whole = json.loads(manifest.read_text())
    whole["index"]["format"] = 99
    from civicsearch.index.manifest import _checksum

    whole["checksum"] = _checksum(whole["index"])
    manifest.write_text(json.dumps(whole))
    for use in (lambda: search(index.location), lambda: civicsearch.open(index.location).update()):
        with pytest.raises(IndexVersionError, match="run: civicsearch index --rebuild"):
            use()
    assert index.update(rebuild=True).new == 1
    assert search(index.location) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"checksum": "", "index": {}}', b"\xff" * 99])
def test_a_damaged_manifest_is_named(filled: Path, damage: bytes) -> None:
    (filled / "manifest.json").write_bytes(damage)
    with pytest.raises(DamagedIndexError, match=r"manifest\.json.*--rebuild"):
        search(filled)


def segments(location: Path) -> list[Path]:
    return sorted(path for path in location.iterdir() if path.suffix in (".seg", ".removed"))


def first_segment(location: Path) -> Path:
    return next(path for path in segments(location) if path.suffix == ".seg")


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.1, 0.5, 0.999])
def test_a_truncated_file_is_named(filled: Path, keep: float) -> None:
    for path in segments(filled):
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * keep)])
        with pytest.raises(DamagedIndexError, match=path.name):
            search(filled)
        path.write_bytes(content)
    assert search(filled) == 9


def test_a_missing_file_is_named(filled: Path) -> None:
    for path in segments(filled):
        content = path.read_bytes()
        path.unlink()
        with pytest.raises(DamagedIndexError, match=f"{path.name}.*missing"):
            search(filled)
        path.write_bytes(content)


def test_an_altered_byte_anywhere_is_found_by_the_checksums(filled: Path) -> None:
    from civicsearch.index.snapshot import open_snapshot

    for path in segments(filled):
        content = bytearray(path.read_bytes())
        used = [place for place in range(len(content)) if content[place]]
        for place in used[:: max(1, len(used) // 60)]:
            content[place] ^= 0xFF
            path.write_bytes(content)
            with pytest.raises(DamagedIndexError, match=path.name):
                open_snapshot(filled).verify()
            content[place] ^= 0xFF
        path.write_bytes(content)


def test_an_altered_segment_never_ends_in_a_crash(filled: Path) -> None:
    path = first_segment(filled)
    content = bytearray(path.read_bytes())
    for place in range(8, len(content), 97):
        content[place] ^= 0xFF
        path.write_bytes(content)
        with suppress(DamagedIndexError):
            assert search(filled) <= 9
        content[place] ^= 0xFF


def arrays_of(path: Path) -> dict[str, tuple[int, int]]:
    """Where the bytes of each array of a file lie."""
    file = ArrayFile(path)
    whole = path.read_bytes()
    start = len(whole) - max(offset + count * int(kind[2:]) for kind, count, offset, _ in file._entries.values())
    return {
        name: (start + offset, start + offset + count * int(kind[2:]))
        for name, (kind, count, offset, _) in file._entries.items()
        if count
    }


@pytest.mark.parametrize("filling", [b"\xff", b"\x7f", b"\x01", b"\x00"])
def test_an_array_of_any_numbers_never_ends_in_a_crash_nor_fills_the_memory(filled: Path, filling: bytes) -> None:
    ask_everything(filled)
    path = first_segment(filled)
    content = path.read_bytes()
    for name, (start, end) in arrays_of(path).items():
        path.write_bytes(content[:start] + filling * (end - start) + content[end:])
        tracemalloc.start()
        with suppress(DamagedIndexError):
            ask_everything(filled)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 100_000_000, name


def test_a_post_of_a_word_never_leaks_into_the_next_segment(filled: Path) -> None:
    """Posts are stored as gaps: one wrong byte would make the numbers of another segment of them."""
    path = first_segment(filled)
    content = path.read_bytes()
    start, end = arrays_of(path)["postings.posts"]
    path.write_bytes(content[:start] + b"\x09" * (end - start) + content[end:])
    with pytest.raises(DamagedIndexError, match=f"{path.name}.*postings.posts is altered"):
        civicsearch.open(filled).search("text", limit=0)


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("odd", ["pipe", "device", "folder"])
def test_what_is_no_file_is_named_and_not_waited_for(filled: Path, odd: str) -> None:
    for path in (filled / "manifest.json", *segments(filled)):
        kept = path.rename(path.with_suffix(".kept"))
        if odd == "pipe":
            os.mkfifo(path)
        elif odd == "device":
            path.symlink_to("/dev/zero")
        else:
            path.mkdir()
        with pytest.raises(IndexUnavailableError, match=path.name):
            search(filled)
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()
        kept.rename(path)
    assert search(filled) == 9


def test_a_file_that_is_cut_short_under_an_open_index_is_named(filled: Path) -> None:
    """To read what is no longer there of a mapped file would end the interpreter."""
    with civicsearch.open(filled) as index:
        assert index.search("text").total == 9
        path = first_segment(filled)
        content = path.read_bytes()
        with path.open("rb+") as file:
            file.truncate(4096)
        with pytest.raises(DamagedIndexError, match=path.name):
            index.search("title")
        path.write_bytes(content)
        assert index.search("title").total == 8


def test_an_array_of_fractions_is_named_before_anything_is_cut_by_them(filled: Path) -> None:
    path = first_segment(filled)
    header, body = taken_apart(path)
    header["stored.listed_samples.starts"][0] = "<f4"
    put_together(path, header, body)
    for use in (search, lambda folder: civicsearch.open(folder).add([Post("new", "t", "text")])):
        with pytest.raises(DamagedIndexError, match=f"{path.name}: .*stored.listed_samples.starts"):
            use(filled)


def test_files_damaged_by_chance_or_on_purpose_are_named_and_crash_nothing(tmp_path: Path) -> None:
    """In a process of its own, which must not end by a signal: see `tests.index.damage`."""
    arguments = [str(tmp_path), str(rounds(1, 1_000_000)), str(rounds(150, 100_000)), "600"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.index.damage", *arguments],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    seed = (tmp_path / "seed").read_text("utf-8")
    assert done.returncode == 0, f"ended with {done.returncode} in round {seed}: {done.stdout}{done.stderr}"
    tell(f"damaged files: {done.stdout}")
