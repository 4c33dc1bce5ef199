"""The kernels do what whole arrays and Python do, to the byte, and refuse what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsearch import Post, native
from civicsearch.index.arrays import write_arrays
from civicsearch.index.builder import build_segment
from civicsearch.index.stored import FileState
from civicsearch.index.vocabulary import Vocabulary
from tests.strategies import archives

needs_kernels = pytest.mark.skipif(native.kernels is None, reason="the kernels are not compiled here")

# Letters, digits, signs, every kind of apostrophe and what stands around it, scripts of their own, blanks and breaks.
_CHARACTERS = [
    *"abSs9_+#@'’.,é",
    "ſ",
    "ß",
    "İ",
    "е",
    "中",
    "ก",
    "\u0301",
    "\u200d",
    "\u2011",
    *"“”–…«»\xa0",
    *" \n\t\0",
    "\n\n",
]
TEXTS = st.lists(
    st.sampled_from(_CHARACTERS) | st.sampled_from(("'s", "’s", "C++", "#tag", "l'État", "longer than sixteen")),
    max_size=30,
).map("".join)


def _segment(posts: Sequence[Post], folder: Path, vocabulary: Vocabulary | None = None) -> bytes:
    path = folder / "1.seg"
    write_arrays(path, build_segment([(post, FileState()) for post in posts], folder, vocabulary or Vocabulary()))
    return path.read_bytes()


def _both_ways(posts: Sequence[Post], folder: Path) -> tuple[bytes, bytes]:
    compiled = _segment(posts, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(native, "kernels", None)
        return compiled, _segment(posts, folder)


@needs_kernels
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_any_text_is_cut_alike(tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]) -> None:
    posts = [Post(f"p/{n}", title, text, language="en") for n, (title, text) in enumerate(texts)]
    compiled, plain = _both_ways(posts, tmp_path_factory.getbasetemp())
    assert compiled == plain


@needs_kernels
@given(archives(min_size=1))
def test_archives_become_the_same_segment(tmp_path_factory: pytest.TempPathFactory, posts: list[Post]) -> None:
    compiled, plain = _both_ways(posts, tmp_path_factory.getbasetemp())
    assert compiled == plain


def _table(slots: int = 16) -> list[np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    return [np.zeros(slots, np.uint64), np.zeros(slots, np.uint64), np.zeros(slots, np.int32)]


def _room(pieces: int = 8) -> list[np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    keys = np.zeros(pieces, np.uint64)
    return [np.zeros(pieces, np.int32), np.zeros((pieces, 3), np.int64), keys, keys.copy()]


@needs_kernels
@pytest.mark.parametrize(
    "arguments",
    [
        [b"a"],
        [b"a", *_table(15), *_room()],
        [b"a", *_table(1), *_room()],
        [b"a", *_table()[:2], np.zeros(8, np.int32), *_room()],
        [b"a", *_table()[:2], np.zeros(16, np.int64), *_room()],
        [b"a b c", *_table(), *_room(2)],
        [b"a b c", *_table(), *_room()[:1], *_room(2)[1:]],
        [b"a", *_table(), b"1234", *_room()[1:]],
        [b"a", *_table(), np.zeros(16, np.int32)[::2], *_room()[1:]],
        [np.zeros(3, np.int32), *_table(), *_room()],
        ["a", *_table(), *_room()],
    ],
)
def test_buffers_that_do_not_fit_are_refused(arguments: list[object]) -> None:
    assert native.kernels is not None
    with pytest.raises((ValueError, TypeError, BufferError)):
        native.kernels.cut(*arguments)


def test_an_environment_variable_chooses_the_way_without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(native.PURE, "1")
    assert native._load() is None
