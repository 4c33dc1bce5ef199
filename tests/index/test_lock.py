"""Who may not write is told why, and by whom the index is held."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import FileLock

from civicsearch import IndexLockedError, IndexWriteError, Post, SearchIndex
from civicsearch.index import lock, saved
from civicsearch.index.files import WRITER_NOTE


@pytest.mark.parametrize("note", ["", "{", "[]", '{"process": 1}', None], ids=repr)
def test_a_writer_whose_note_cannot_be_read_is_another_process(tmp_path: Path, note: str | None) -> None:
    if note is not None:
        (tmp_path / WRITER_NOTE).write_text(note, "utf-8")
    with (
        FileLock(tmp_path / "lock"),
        pytest.raises(IndexLockedError, match="another process is writing"),
        lock.write_lock(tmp_path, wait=0),
    ):
        pass


def test_a_note_lies_there_while_a_writer_works_and_no_longer(index: SearchIndex) -> None:
    index.add([Post("a", "t", "text")])
    note = index.location / WRITER_NOTE
    with lock.write_lock(index.location):
        assert note.exists()
    assert not note.exists()


def test_a_folder_that_takes_no_lock_is_told(index: SearchIndex) -> None:
    (index.location / "lock").mkdir(parents=True)
    with pytest.raises(IndexWriteError, match="cannot write here"):
        index.add([Post("a", "t", "text")])


def test_a_search_that_another_process_is_saving_can_be_saved_later(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "WAIT_SECONDS", 0.0)
    index.add([Post("a", "t", "text")])
    with FileLock(index.location / "saved.lock"), pytest.raises(IndexLockedError, match=r"saving a search; try again"):
        index.save("words", "text")
    index.save("words", "text")
    assert [search.name for search in index.saved()] == ["words"]


def test_a_search_that_cannot_be_saved_is_told(index: SearchIndex) -> None:
    index.add([Post("a", "t", "text")])
    (index.location / "saved.lock").mkdir()
    with pytest.raises(IndexWriteError, match="cannot be saved here"):
        index.save("words", "text")
