"""Walking where files are known: whether something has changed is told alike with the kernels and without."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicsearch import native
from civicsearch.posts.walk import FilesByFolder, Walk, by_folder

POST = "2014/03/parking.md"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with all that is found, passed over and left alone."""
    root = tmp_path / "town"
    for path in (
        "a.md",
        "b c.md",
        "ﬀ.md",
        "😀.MD",
        POST,
        "2014/03/parking-2.md",
        "2014/04/é.markdown",
        "2014/readme.md",
        "2014/map.png",
        "empty/x.txt",
        "vendor/a.md",
        ".hidden/h.md",
        "2014/.hidden.md",
        ".drafts/d.md",
    ):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(f"text of {path}")
    os.utime(root / "a.md", ns=(-1, -1_234_567_890_123))
    (root / os.fsdecode(b"no\xff.md")).write_text("bytes")
    (root / "alias.md").symlink_to(POST)
    (root / "shown").symlink_to(".drafts")
    (root / "single.md").symlink_to(".hidden/h.md")
    (root / "gone.md").symlink_to("nowhere.md")
    return root


def seen(root: Path, known: FilesByFolder | None = None) -> tuple[bool, list[tuple[str, str, bool]]]:
    """Whether all is as known, and what is passed over."""
    walk = Walk(str(root), known)
    return by_folder(walk.found) == walk.known, walk.passed_over


def seen_both_ways(root: Path, known: FilesByFolder) -> bool:
    same, passed_over = seen(root, known)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "kernels", None)
        assert seen(root, known) == (same, passed_over)
    assert same == (by_folder(Walk(str(root)).found) == known)
    return same


def known_in(root: Path) -> FilesByFolder:
    return by_folder(Walk(str(root)).found)


def test_files_are_kept_by_their_folders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for path in ("a-b.md", "b/c d.md", "b.md"):
        (tmp_path / path).write_text("four")
        os.utime(tmp_path / path, ns=(1, 2))
    status = {path: (tmp_path / path).stat() for path in ("a-b.md", "b/c d.md", "b.md")}
    assert known_in(tmp_path) == {
        "": b"4 2 %d a-b.md\n4 2 %d b.md\n" % (status["a-b.md"].st_ctime_ns, status["b.md"].st_ctime_ns),
        "b/": b"4 2 %d c d.md\n" % status["b/c d.md"].st_ctime_ns,
    }


def test_what_is_as_it_was_is_told_so_with_all_that_is_passed_over(town: Path) -> None:
    known = known_in(town)
    assert set(known) == {"", "2014/03/", "2014/04/", "shown/"}
    assert seen_both_ways(town, known)
    _, passed_over = seen(town, known)
    assert sorted(path for path, _, _ in passed_over) == ["2014/readme.md", "gone.md", os.fsdecode(b"no\xff.md")]


@pytest.mark.skipif(native.kernels is None, reason="the kernels are not compiled here")
def test_known_files_are_not_found_again(town: Path) -> None:
    known = known_in(town)
    walk = Walk(str(town), known)
    # A link's target is another file than the link, so that the folder with one is looked at as ever.
    assert set(walk.known) == {""}
    assert [relative for relative, *_ in walk.found] == ["a.md", "b c.md", "single.md", "ﬀ.md", "😀.MD"]
    assert len(known) == 4


def keeping_its_time(path: Path, change: Callable[[], object]) -> None:
    times = path.stat()
    change()
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _edit_in_place(post: Path) -> None:
    keeping_its_time(post, lambda: post.write_text(post.read_text().upper()))


def _like_file(post: Path) -> None:
    other = post.with_name("other.txt")
    shutil.copy2(post, other)
    other.replace(post)


def _link_in_its_place(post: Path) -> None:
    post.rename(post.with_name(".kept"))
    post.symlink_to(".kept")


def _pipe_in_its_place(post: Path) -> None:
    post.unlink()
    os.mkfifo(post)


def _folder_in_its_place(post: Path) -> None:
    post.unlink()
    post.mkdir()


def _folder_of_copies(folder: Path) -> None:
    folder.rename(folder.with_name(".kept"))
    shutil.copytree(folder.with_name(".kept"), folder)


def _folder_behind_a_link(folder: Path) -> None:
    folder.rename(folder.with_name(".kept"))
    folder.symlink_to(".kept")


def _file_in_place_of_a_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("text")


def _remove_folders(town: Path) -> None:
    for path in town.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)


def _new(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("new")


def _unlink_and_link(link: Path, target: str) -> None:
    link.unlink()
    link.symlink_to(target)


CHANGES: dict[str, Callable[[Path], object]] = {
    "longer": lambda town: (town / POST).write_text("longer than it was"),
    "edited in place, size and time kept": lambda town: _edit_in_place(town / POST),
    "another file of the same content and time": lambda town: _like_file(town / POST),
    "another time": lambda town: os.utime(town / POST, ns=(1, 1)),
    "a nanosecond later": lambda town: os.utime(town / "a.md", ns=(-1, -1_234_567_890_122)),
    "renamed": lambda town: (town / POST).rename(town / "2014/03/walking.md"),
    "renamed to a hidden name": lambda town: (town / POST).rename(town / "2014/03/.parking.md"),
    "moved up": lambda town: (town / POST).rename(town / "2014/parking.md"),
    "removed": lambda town: (town / POST).unlink(),
    "two change places": lambda town: (
        (town / POST).rename(town / "x"),
        (town / "2014/03/parking-2.md").rename(town / POST),
        (town / "x").rename(town / "2014/03/parking-2.md"),
    ),
    "a link in its place": lambda town: _link_in_its_place(town / POST),
    "a pipe in its place": lambda town: _pipe_in_its_place(town / POST),
    "a folder in its place": lambda town: _folder_in_its_place(town / POST),
    "new": lambda town: _new(town / "2014/03/new.md"),
    "new, deep down": lambda town: _new(town / "2014/03/x/y/new.md"),
    "new, in a folder that had no post": lambda town: _new(town / "empty/new.md"),
    "new, behind a link": lambda town: _new(town / ".drafts/new.md"),
    "a folder of copies": lambda town: _folder_of_copies(town / "2014/03"),
    "a file in the place of a folder": lambda town: _file_in_place_of_a_folder(town / "2014/04"),
    "a folder less": lambda town: shutil.rmtree(town / "2014/04"),
    "a folder renamed": lambda town: (town / "2014/04").rename(town / "2014/05"),
    "a folder hidden": lambda town: (town / "2014/04").rename(town / "2014/.04"),
    "a folder of a tool": lambda town: (town / "2014/04").rename(town / "2014/node_modules"),
    "a link to another post": lambda town: _unlink_and_link(town / "single.md", ".drafts/d.md"),
    "a link to a folder less": lambda town: (town / "shown").unlink(),
    "no folder left": lambda town: _remove_folders(town),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(town: Path, change: str) -> None:
    known = known_in(town)
    CHANGES[change](town)
    assert not seen_both_ways(town, known)


NO_CHANGES: dict[str, Callable[[Path], object]] = {
    "a picture": lambda town: _new(town / "2014/03/new.png"),
    "a hidden file": lambda town: _new(town / "2014/03/.new.md"),
    "a hidden folder": lambda town: _new(town / "2014/03/.new/new.md"),
    "a folder of a tool": lambda town: _new(town / "2014/03/node_modules/new.md"),
    "a folder without posts": lambda town: _new(town / "2014/03/x/new.txt"),
    "a readme": lambda town: _new(town / "2014/03/README.md"),
    "a licence": lambda town: _new(town / "LICENSE-MIT.md"),
    "a name with control characters": lambda town: _new(town / "2014/03/a\nb.md"),
    "a name that is not UTF-8": lambda town: _new(town / os.fsdecode(b"2014/03/\xe9.md")),
    "a pipe": lambda town: os.mkfifo(town / "2014/03/pipe"),
    "a link to a known post": lambda town: (town / "2014/03/same.md").symlink_to("parking.md"),
    "a link to a folder that is walked": lambda town: (town / "2014/03/up").symlink_to(".."),
    "a known folder that is now behind a link": lambda town: _folder_behind_a_link(town / "2014/03"),
    "a link out of it": lambda town: (town / "2014/03/out.md").symlink_to("/etc/passwd"),
    "a link that leads nowhere": lambda town: (town / "2014/03/nowhere.md").symlink_to("/nowhere"),
    "read": lambda town: (town / POST).read_bytes(),
}


@pytest.mark.parametrize("change", NO_CHANGES)
def test_what_lies_beside_posts_changes_none(town: Path, change: str) -> None:
    known = known_in(town)
    NO_CHANGES[change](town)
    assert seen_both_ways(town, known)


def test_a_folder_that_cannot_be_read_is_not_as_it_was(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights may not bind whoever runs the tests."""
    known = known_in(town)
    opened = os.open

    def refuse(name: str, flags: int) -> int:
        if name.endswith("2014/03/"):
            raise PermissionError(13, "Permission denied", name)
        return opened(name, flags)

    monkeypatch.setattr(os, "open", refuse)
    assert not seen_both_ways(town, known)
    assert ("2014/03/", "the folder cannot be read (Permission denied)", True) in seen(town, known)[1]


def test_a_single_file_is_known_too(town: Path) -> None:
    post = town / POST
    known = known_in(post)
    assert list(known) == [""]
    assert seen_both_ways(post, known)
    _edit_in_place(post)
    assert not seen_both_ways(post, known)


def test_many_files_in_a_folder(tmp_path: Path) -> None:
    for number in range(2_500):
        (tmp_path / f"{number:x}.md").touch()
    known = known_in(tmp_path)
    assert seen_both_ways(tmp_path, known)
    (tmp_path / "7d0.md").unlink()
    assert not seen_both_ways(tmp_path, known)


NAMES = st.sampled_from(["a", "b", "a.md", "b.md", "B.md", "é.md", "z z.md", "readme.md", ".md", "c.txt", "\udcff.md"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "remove", "rename", "link", "copy"]), PATHS, PATHS), min_size=1, max_size=8
)


def _do(step: str, path: Path, other: Path) -> None:
    """One change, or none where it cannot be done."""
    try:
        if step == "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("text")
        elif step == "remove":
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        elif step == "rename":
            path.rename(other)
        elif step == "link":
            path.symlink_to(os.path.relpath(other, path.parent))
        else:
            shutil.copy2(path, other)
    except OSError:
        pass


@settings(max_examples=150, deadline=None)
@given(STEPS, STEPS)
def test_any_changes_are_told_alike(before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for step, path, other in [("write", "a.md", ""), *before]:
            _do(step, root / path, root / other)
        known = known_in(root)
        assert seen_both_ways(root, known)
        for step, path, other in after:
            _do(step, root / path, root / other)
            seen_both_ways(root, known)
