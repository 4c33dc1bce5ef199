"""Rights that are missing are told, with the path, and nothing is lost for them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import civicsearch

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights are of POSIX")

_COMMAND = """
import os
if os.geteuid() == 0:  # with no capability left, root too has only the rights of an owner
    import ctypes
    if ctypes.CDLL(None).capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()):
        raise SystemExit(99)
from civicsearch.__main__ import main
main()
"""


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line as somebody who has no rights beyond those of a file's owner."""
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", _COMMAND, *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, env=environ, timeout=60, check=False)
    if ended.returncode == 99:
        pytest.skip("root cannot give its rights away here")
    return ended


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Path]:
    """Posts in three folders; the rights that a test takes come back."""
    folder = tmp_path / "archive"
    for name in ("good.md", "secret.md", "closed/one.md", "unlisted/two.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("A zebra.\n", encoding="utf-8")
    yield folder
    for place in (folder / "secret.md", folder / "closed", folder / "unlisted"):
        place.chmod(0o700)


def close(archive: Path) -> None:
    (archive / "secret.md").chmod(0)
    (archive / "closed").chmod(0)
    (archive / "unlisted").chmod(0o300)


UNREAD = [
    "civicsearch: s/closed/: the folder cannot be read (Permission denied)",
    "civicsearch: s/secret.md: it cannot be read (Permission denied)",
    "civicsearch: s/unlisted/: the folder cannot be read (Permission denied)",
]


def test_what_cannot_be_read_is_named_and_the_rest_indexed(archive: Path, tmp_path: Path) -> None:
    close(archive)
    ended = run("index", f"s={archive}", "--index", tmp_path / "index")
    assert (ended.returncode, sorted(ended.stderr.splitlines())) == (1, UNREAD)
    with civicsearch.open(tmp_path / "index") as index:
        assert [hit.id for hit in index.search("zebra").hits] == ["s/good.md"]


def test_posts_that_cannot_be_read_any_more_stay_as_they_were(archive: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    assert run("index", f"s={archive}", "--index", location).returncode == 0
    close(archive)
    for _ in range(2):
        ended = run("index", "--index", location)
        assert ended.returncode == 1
        told = sorted(ended.stderr.splitlines())
        assert all(line.startswith(unread) for line, unread in zip(told, UNREAD, strict=True))
        assert "the post stays as it was" in told[1]
        with civicsearch.open(location) as index:
            assert index.search("zebra").total == 4
    (archive / "closed").chmod(0o700)
    (archive / "closed" / "one.md").unlink()
    assert "1 removed" in run("index", "--index", location).stdout
    with civicsearch.open(location) as index:
        assert index.search("zebra").total == 3


COMMANDS = [("search", "zebra"), ("index", "--rebuild"), ("check",), ("stats",), ("saved",), ("suggest", "ze")]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_an_index_that_may_not_be_read_says_so(archive: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    location = tmp_path / "index"
    with civicsearch.open(location) as index:
        index.update([f"s={archive}"])
        index.save("mine", "zebra")
    location.chmod(0)
    try:
        ended = run(*arguments, "--index", location)
    finally:
        location.chmod(0o700)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith(f"civicsearch: {location}")
    assert "Permission denied" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", ["manifest.json", "00000001-1.seg", "saved.json"])
def test_a_file_of_an_index_without_the_right_to_read_it_is_not_called_damaged(
    archive: Path, tmp_path: Path, name: str
) -> None:
    location = tmp_path / "index"
    with civicsearch.open(location) as index:
        index.update([f"s={archive}"])
        index.save("mine", "zebra")
    (location / name).chmod(0)
    ended = run("search", "saved:mine", "--index", location)
    told = f"civicsearch: {location / name}: cannot be read (Permission denied); check its rights\n"
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "", told)


def test_an_index_that_may_only_be_read_is_searched_and_not_changed(archive: Path, tmp_path: Path) -> None:
    location = tmp_path / "index"
    with civicsearch.open(location) as index:
        index.update([f"s={archive}"])
    (archive / "new.md").write_text("Another zebra.\n", encoding="utf-8")
    location.chmod(0o500)
    try:
        assert run("search", "zebra", "--index", location).returncode == 0
        for arguments in (("index",), ("save", "mine", "zebra"), ("forget", "s"), ("index", "--rebuild")):
            ended = run(*arguments, "--index", location)
            assert ended.returncode == 3
            assert ended.stderr.startswith(f"civicsearch: {location}: ")
            assert "Permission denied" in ended.stderr
    finally:
        location.chmod(0o700)
    with civicsearch.open(location) as index:
        assert index.search("zebra").total == 4


@pytest.mark.parametrize(("umask", "rights"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600)])
def test_the_files_of_an_index_follow_the_umask(archive: Path, tmp_path: Path, umask: int, rights: int) -> None:
    """Who opens the folder shares all of it, and nobody else gets in."""
    location = tmp_path / "index"
    before = os.umask(umask)
    try:
        with civicsearch.open(location) as index:
            index.update([f"s={archive}"])
            index.save("mine", "zebra")
            index.remove(["s/good.md"])
    finally:
        os.umask(before)
    assert stat.S_IMODE(location.stat().st_mode) == 0o700
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in location.iterdir()}
    assert {name: mode for name, mode in files.items() if mode != rights} == {}
