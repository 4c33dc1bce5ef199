"""Whatever lies in a source's folder: regular files within it are read, the rest is named, and nothing waits."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import civicsearch
from civicsearch.posts import read_file
from tests.trust import confined

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices are of POSIX")


def test_links_pipes_and_devices_are_named_and_never_opened(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    (archive / "folder").mkdir(parents=True)
    (archive / "good.md").write_text("A zebra.\n", encoding="utf-8")
    (tmp_path / "secret.md").write_text("A password.\n", encoding="utf-8")
    (archive / "folder" / "up").symlink_to("..")
    (archive / "round.md").symlink_to("again.md")
    (archive / "again.md").symlink_to("round.md")
    (archive / "itself").symlink_to("itself")
    (archive / "out.md").symlink_to("../secret.md")
    (archive / "out").symlink_to(tmp_path)
    (archive / "zeros.md").symlink_to("/dev/zero")
    (archive / "etc.md").symlink_to("/etc/passwd")
    os.mkfifo(archive / "pipe.md")
    (archive / "folder.md").mkdir()
    ended = confined.run("index", f"s={archive}", "--format", "json", folder=tmp_path, seconds=20)
    assert ended.code == 1, ended
    report = json.loads(ended.out)
    assert (report["new"], report["warnings"]) == (1, [])
    reasons = {skip["path"]: skip["reason"] for skip in report["skips"]}
    out = "is a link that leads out of the source"
    assert reasons.pop("s/round.md").startswith("is a link that leads nowhere")
    assert reasons.pop("s/again.md").startswith("is a link that leads nowhere")
    assert reasons == {
        "s/out.md": out, "s/out": out, "s/zeros.md": out, "s/etc.md": out, "s/pipe.md": "is not a regular file"
    }  # fmt: skip


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    post = tmp_path / "archive" / "post.md"
    post.parent.mkdir()
    post.write_text("The first text.\n", encoding="utf-8")

    def read_and_change(root: Path, relative: str) -> bytes:
        data = read_file(root, relative)
        post.write_text("The second text, which is longer.\n", encoding="utf-8")
        return data

    monkeypatch.setattr("civicsearch.index.reading.read_file", read_and_change)
    with civicsearch.open(tmp_path / "index") as index:
        index.update([f"s={post.parent}"])
        assert index.search("first").total == 1
        index.update()
        assert (index.search("first").total, index.search("second").total) == (0, 1)


def test_a_file_that_grows_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civicsearch.posts.discovery.MAX_FILE_SIZE", 1000)
    post = tmp_path / "archive" / "post.md"
    post.parent.mkdir()
    post.write_text("word " * 300, encoding="utf-8")
    (post.parent / "good.md").write_text("A zebra.\n", encoding="utf-8")
    with civicsearch.open(tmp_path / "index") as index:
        report = index.update([f"s={post.parent}"])
        assert [file.path for file in report.failed] == ["s/post.md"]
        assert index.search("zebra").total == 1
