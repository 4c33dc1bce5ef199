"""Finding the files of a source, and reading one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from civicsearch import posts
from civicsearch.models import SkippedFile
from civicsearch.posts import default_name, discover, discovery, read_file


def make(root: Path, *paths: str) -> Path:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"text of {path}")
    return root


def found(root: Path, skipped: list[SkippedFile] | None = None) -> list[str]:
    return [file.relative for file in discover(root, skipped)]


def test_the_public_names() -> None:
    assert posts.__all__ == ["FoundFile", "Reading", "default_name", "discover", "parse_post", "read_file"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/srv/18f", "18f"),
        ("/srv/cfa/_posts", "cfa"),
        ("/srv/digital/content/en/blog/posts", "digital"),
        ("/srv/digital/content/pt-BR/news/2014", "digital"),
        ("/srv/cfa/src/_posts/", "cfa"),
        ("/srv/cfa/_posts/2014-01-01-a.md", "cfa"),
        ("/srv/x/_newsletter", "newsletter"),
        ("/posts", "posts"),
        ("/", "posts"),
    ],
)
def test_default_names(path: str, name: str) -> None:
    assert default_name(Path(path)) == name


def test_markdown_files_in_the_order_of_their_paths(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a/z.MARKDOWN", "a-b.mdown", "a.mkd", "a/y.mdx", "a/b/c.md", "x.html", "x.txt", "md")
    assert found(tmp_path) == sorted(["b.md", "a/z.MARKDOWN", "a-b.mdown", "a.mkd", "a/y.mdx", "a/b/c.md"])


def test_size_and_times_tell_a_change(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    os.utime(tmp_path / "a.md", ns=(1, 1_400_000_000_123_456_789))
    [file] = discover(tmp_path)
    status = (tmp_path / "a.md").stat()
    assert file == ("a.md", len("text of a.md"), status.st_mtime_ns, status.st_ctime_ns)


def test_folders_that_cannot_be_opened_first_are_walked_by_their_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a.md", "b/c.md", "b/d/e.md", "readme.md")
    (tmp_path / "link").symlink_to(tmp_path / "b")
    before: list[SkippedFile] = []
    files = list(discover(tmp_path, before))
    monkeypatch.setattr("civicsearch.posts.walk._BY_DESCRIPTOR", False)
    after: list[SkippedFile] = []
    assert list(discover(tmp_path, after)) == files
    assert after == before


def test_what_is_no_post_is_told(tmp_path: Path) -> None:
    make(tmp_path, "_index.md", "readme.md", "LICENSE.md", "LICENSE-MIT.md", "Changelog.md", "blog/_Index.md")
    make(tmp_path, "license-plates.md", "index.md", "readme-first.md")
    skipped: list[SkippedFile] = []
    assert found(tmp_path, skipped) == ["index.md", "license-plates.md", "readme-first.md"]
    assert len(skipped) == 6
    assert not any(file.failed for file in skipped)
    assert skipped[0].path.startswith(f"{default_name(tmp_path)}/")


def test_hidden_and_tool_folders_are_left_alone(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.md", ".a.md", "node_modules/a.md", "x/Node_Modules/a.md", "_site/a.md", "vendor/a.md")
    make(tmp_path, "_drafts/a.md", "topics/vendor/a.md")
    assert found(tmp_path) == ["_drafts/a.md", "topics/vendor/a.md"]


def test_odd_names_are_found(tmp_path: Path) -> None:
    names = ["-rf.md", "a: b?.md", "it’s.md", "50%e2%80%99.md", " a .md", "日本.md"]
    assert found(make(tmp_path, *names)) == sorted(names)


def test_a_single_file_is_a_source(tmp_path: Path) -> None:
    make(tmp_path, "cfa/_posts/a.md", "cfa/_posts/b.md")
    root = tmp_path / "cfa" / "_posts" / "a.md"
    assert found(root) == ["a.md"]
    assert read_file(root, "a.md") == b"text of cfa/_posts/a.md"


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        found(tmp_path / "nowhere")


def test_links_are_followed_within_the_source_only(tmp_path: Path) -> None:
    make(tmp_path, "out/secret.md", "src/posts/a.md", "src/.hidden/b.md")
    root = tmp_path / "src"
    (root / "alias.md").symlink_to(root / "posts" / "a.md")
    (root / "loop").symlink_to(root)
    (root / "posts" / "up").symlink_to(root / "posts")
    (root / "shown").symlink_to(root / ".hidden")
    (root / "out").symlink_to(tmp_path / "out")
    (root / "secret.md").symlink_to(tmp_path / "out" / "secret.md")
    (root / "gone.md").symlink_to(root / "nowhere.md")
    skipped: list[SkippedFile] = []
    assert found(root, skipped) == ["posts/a.md", "shown/b.md"]
    assert {(file.path.rpartition("/")[2], file.failed) for file in skipped} == {
        ("out", False),
        ("secret.md", False),
        ("gone.md", True),
    }
    assert read_file(root, "shown/b.md") == b"text of src/.hidden/b.md"
    for path in ("secret.md", "out/secret.md", "../out/secret.md", str(tmp_path / "out" / "secret.md")):
        with pytest.raises(OSError, match="leads out of the source"):
            read_file(root, path)


def test_a_link_as_root(tmp_path: Path) -> None:
    make(tmp_path, "real/a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert found(tmp_path / "link") == ["a.md"]
    assert read_file(tmp_path / "link", "a.md") == b"text of real/a.md"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    skipped: list[SkippedFile] = []
    assert found(tmp_path, skipped) == []
    assert [file.reason for file in skipped] == ["is not a regular file"]
    with pytest.raises(OSError, match="is not a regular file"):
        read_file(tmp_path, "pipe.md")


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="the file system takes UTF-8 names only")
def test_names_that_are_not_utf8_or_hold_escapes_are_failures(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("text")
    make(tmp_path, "a\x1b[31m.md", "ok.md")
    skipped: list[SkippedFile] = []
    assert found(tmp_path, skipped) == ["ok.md"]
    assert sorted(file.path.rpartition("/")[2] for file in skipped) == ["a\\x1b[31m.md", "caf\\xe9.md"]
    assert all(file.failed for file in skipped)


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "closed/a.md", "ok.md")
    open_file = os.open

    def refuse(path: str, flags: int) -> int:
        if "closed" in os.path.relpath(path, tmp_path):
            raise PermissionError(13, "Permission denied", path)
        return open_file(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    skipped: list[SkippedFile] = []
    assert [file.relative for file in discover(tmp_path, skipped, name="demo")] == ["ok.md"]
    assert skipped == [SkippedFile("demo/closed/", "the folder cannot be read (Permission denied)", True)]


def test_reading_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.md")
    monkeypatch.setattr(discovery, "MAX_FILE_SIZE", 4)
    with pytest.raises(OSError, match="is larger than"):
        read_file(tmp_path, "a.md")


def test_folders_and_missing_files_cannot_be_read(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md")
    with pytest.raises(OSError, match="is not a regular file"):
        read_file(tmp_path, "a")
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path, "c.md")
