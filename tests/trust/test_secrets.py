"""The index is its owner's alone, and what is not published stays out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import civicsearch
from civicsearch import Post
from civicsearch.tui.remembering import Memory

UNPUBLISHED = {
    "draft.md": "---\ndraft: true\n---\nA zanzibar of a secret.\n",
    "unpublished.md": "---\npublished: no\n---\nA zanzibar of a secret.\n",
    "private.md": "---\nprivate: yes\ntags: [zanzibar]\n---\nA zanzibar of a secret.\n",
    "status.md": "---\nstatus: Private\ntitle: Zanzibar\n---\nA zanzibar of a secret.\n",
    "pending.md": "Title: Zanzibar\nStatus: pending\n\nA zanzibar of a secret.\n",
    "toml.md": "+++\ndraft = true\nauthors = ['zanzibar']\n+++\nA zanzibar of a secret.\n",
    "json.md": '{"draft": true}\nA zanzibar of a secret.\n',
    "_drafts/one.md": "A zanzibar of a secret.\n",
}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights are of POSIX")


@pytest.fixture
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("_umask", [0o000, 0o022, 0o027, 0o077], indirect=True, ids=oct)
@pytest.mark.usefixtures("_umask")
def test_the_folders_that_are_made_are_for_their_owner_alone(tmp_path: Path) -> None:
    with civicsearch.open(tmp_path / "index") as index:
        index.add([Post("1", "Title", "Text")])
        index.save("mine", "text")
    assert rights(tmp_path / "index") == 0o700
    assert Memory(tmp_path / "state").add("a query") is None
    assert rights(tmp_path / "state") == 0o700


def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir(mode=0o755)
    os.chmod(tmp_path / "index", 0o750)  # noqa: S103  # shared with a group on purpose
    with civicsearch.open(tmp_path / "index") as index:
        index.add([Post("1", "Title", "Text")])
    assert rights(tmp_path / "index") == 0o750


def holding(folder: Path, word: bytes) -> list[str]:
    return [path.name for path in folder.iterdir() if word in path.read_bytes().lower()]


def test_what_is_not_published_stays_out_unless_asked_for(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    (archive / "_drafts").mkdir(parents=True)
    (archive / "good.md").write_text("An open post.\n", encoding="utf-8")
    for name, text in UNPUBLISHED.items():
        (archive / name).write_text(text, encoding="utf-8")
    with civicsearch.open(tmp_path / "index") as index:
        report = index.update([f"s={archive}"])
        assert (report.new, len(report.skipped)) == (1, len(UNPUBLISHED))
        assert index.search("zanzibar OR secret OR tag:zanzibar OR author:zanzibar").total == 0
        assert index.suggest("zanz") == ()
    assert holding(tmp_path / "index", b"zanzibar") == []


def test_a_post_that_was_withdrawn_is_gone_at_once_and_its_words_with_a_rebuild(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    for name in ("good", "other", "withdrawn"):
        (archive / f"{name}.md").write_text(f"A post.\n\n{'zanzibar' if name == 'withdrawn' else ''}", "utf-8")
    with civicsearch.open(tmp_path / "index") as index:
        index.update([f"s={archive}"])
        assert index.search("zanzibar").total == 1
        (archive / "withdrawn.md").write_text("---\nprivate: true\n---\nA post.\n\nzanzibar\n", "utf-8")
        index.update()
        assert index.search("zanzibar").total == 0
        index.update(rebuild=True)
    assert holding(tmp_path / "index", b"zanzibar") == []
