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
from civicsearch.index.lexicon import alphabetical
from civicsearch.index.stored import FileState
from civicsearch.index.vocabulary import Vocabulary
from civicsearch.language.stems import COMPILED
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


def _room(pieces: int = 8) -> list[object]:
    return [np.zeros(pieces, np.int32), np.zeros((pieces, 4), np.int64), np.zeros(32, np.uint8), 4, 0]


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
        ["é ß ø".encode(), *_table(), np.zeros(8, np.int32), np.zeros((2, 4), np.int64), *_room()[2:]],
        [b"a", *_table(), b"1234", *_room()[1:]],
        [b"a", *_table(), np.zeros(16, np.int32)[::2], *_room()[1:]],
        [b"a", *_table(), *_room()[:2], bytes(32), 4, 0],
        [b"a", *_table(), *_room()[:3], -1, 0],
        [b"a", *_table(), *_room()[:3], 4, -1],
        [b"a", *_table(), *_room()[:3], 4, 2**31],
        [b"a", *_table(), *_room()[:3], 4],
        [b"a", *_table(), *_room()[:3]],
        [np.zeros(3, np.int32), *_table(), *_room()],
        ["a", *_table(), *_room()],
    ],
)
def test_buffers_that_do_not_fit_are_refused(arguments: list[object]) -> None:
    assert native.kernels is not None
    with pytest.raises((ValueError, TypeError, BufferError)):
        native.kernels.cut(*arguments)


@needs_kernels
def test_words_are_numbered_and_pieces_that_are_none_are_asked_for() -> None:
    assert native.kernels is not None
    table, found, missed, words = _table(), _codes(*[0] * 8), np.zeros((8, 4), np.int64), np.zeros(32, np.uint8)
    text = "Open open’s café a’b C# OPEN".encode()
    assert native.kernels.cut(text, *table, found, missed, words, 8, 7) == (7, 2, 1, 3, 9)
    assert bytes(words[:9]) == b"open\na\nb\n"
    first = np.iinfo(np.int32).min
    assert found[:7].tolist() == [7, 7, first, 8, 9, first + 1, 7]
    asked = [text[start:end].decode() for _, start, end, _ in missed[:2].tolist()]
    assert asked == ["café", "C#"]
    codes = {int(code) for code in table[2][np.flatnonzero(table[0])]}
    assert codes == {7, 8, 9, first, first + 1}


@needs_kernels
@pytest.mark.parametrize("free", range(4))
def test_a_piece_for_which_there_is_no_place_is_asked_for(free: int) -> None:
    assert native.kernels is not None
    table, words = _table(), np.zeros(32, np.uint8)
    pieces, misses, left, learned, written = native.kernels.cut(b"Open data", *table, *_room()[:2], words, free, 0)
    taken = int(np.count_nonzero(table[0]))
    assert (pieces, left, taken) == (2, 0, free)
    assert (misses, learned, bytes(words[:written])) == [
        (2, 0, b""), (1, 1, b"open\n"), (1, 1, b"open\n"), (0, 2, b"open\ndata\n"),
    ][free]  # fmt: skip


NO_COMPOUNDS = (np.zeros(1, np.int64), np.zeros(0, np.int32))


def _ints(*numbers: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


def _codes(*codes: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    return np.array(codes, np.int32)


@needs_kernels
@pytest.mark.parametrize(
    ("codes", "compounds"),
    [
        (_codes(2, -2, -2, -2), NO_COMPOUNDS),  # there are two words
        (_codes(-3, -2, -2, -2), NO_COMPOUNDS),  # and no compound
        (_codes(np.iinfo(np.int32).min, -2, -2, -2), NO_COMPOUNDS),
        (_codes(0, -2, -2), NO_COMPOUNDS),  # a post without its third part
        (_codes(0), (_ints(0, 1), _codes(2))),
        (_codes(0), (_ints(0, 2), _codes(1))),
        (_codes(0), (_ints(1, 1), _codes(1))),
        (_codes(0), (_ints(0, 2, 1, 2), _codes(1, 0))),
        (_codes(0), (_ints(), _codes())),
    ],
)
def test_codes_without_words_are_refused(
    codes: np.ndarray[tuple[int, ...], np.dtype[np.int32]], compounds: tuple[object, object]
) -> None:
    assert native.kernels is not None
    with pytest.raises(ValueError, match=r"word|part"):
        native.kernels.count(codes, *compounds, np.zeros(2, np.int64))


def _to_invert(**changed: object) -> list[object]:
    """What `invert` takes for one post of two words, the first of them twice."""
    packed: dict[str, object] = {}
    for name in ("posts", "counts", "positions"):
        packed |= {name: np.zeros(3, np.uint8), f"wide_{name}": np.zeros(3, np.int64)}
    heads = {name: np.zeros(3, np.int64) for name in ("heads", "title", "summary")}
    arguments: dict[str, object] = {
        "codes": _codes(0, -2, -2, 1, 0, -2),
        "compound_starts": NO_COMPOUNDS[0],
        "compound_words": NO_COMPOUNDS[1],
        "uncounted": np.zeros(2, bool),
        "rank": _codes(0, 1),
        "starts": _ints(0, 2, 3),
        "languages": _ints(0),
        "cursor": np.zeros(2, np.int64),
        "sorted": np.zeros(3, np.uint64),
        "lengths": np.zeros(3, np.int64),
        "paragraphs": np.zeros(1, np.int64),
        "paragraph_counts": np.zeros(1, np.int64),
        "in_language": np.zeros((1, 2), bool),
        **packed,
        **heads,
        "word_postings": np.zeros(2, np.int64),
        "word_heads": np.zeros(2, np.int64),
        "sizes": np.zeros(4, np.int64),
    }
    return list({**arguments, **changed}.values())


@needs_kernels
def test_a_post_is_inverted() -> None:
    assert native.kernels is not None
    arguments = _to_invert()
    assert native.kernels.invert(*arguments) == 2
    none = [0, 0, 0]
    assert [np.asarray(column).tolist() for column in arguments[9:]] == [
        [1, 0, 2], [129], [1], [[True, True]], none, none, [2, 1, 0], none, [0, 130, 129], none, none, [1, 0, 0], none,
        [1, 1], [1, 0], [0, 0, 0, 130],
    ]  # fmt: skip


@needs_kernels
@pytest.mark.parametrize(
    "changed",
    [
        {"rank": _codes(0, 2)},
        {"rank": _codes(0, -1)},
        {"rank": _codes(0)},
        {"starts": _ints(0, 1, 3)},
        {"starts": _ints(0, 4, 3)},
        {"starts": _ints(0, 2, 4)},
        {"starts": _ints(0, -1, 3)},
        {"starts": _ints()},
        {"cursor": _ints(0)},
        {"uncounted": np.ones(2, bool)},
        {"uncounted": np.zeros(1, bool)},
        {"lengths": _ints(0, 0)},
        {"paragraphs": _ints()},
        {"paragraphs": _ints(0, 0)},
        {"paragraph_counts": _ints()},
        {"paragraph_counts": _ints(0, 0), "lengths": np.zeros(6, np.int64)},
        {"positions": np.zeros(2, np.uint8)},
        {"wide_posts": _ints(0, 0)},
        {"heads": _ints(0, 0)},
        {"word_heads": _ints(0)},
        {"sizes": _ints(0)},
        {"languages": _ints()},
        {"languages": _ints(1)},
        {"languages": _ints(-1)},
        {"in_language": np.zeros(3, bool)},
        {"codes": _codes(0, -2, -2, 1, 0, 0, -2)},
        {"codes": _codes(0, -2, -2, 1, 0)},
    ],
)
def test_arrays_that_do_not_fit_the_codes_are_refused(changed: dict[str, object]) -> None:
    assert native.kernels is not None
    with pytest.raises((ValueError, TypeError)):
        native.kernels.invert(*_to_invert(**changed))


def test_an_environment_variable_chooses_the_way_without_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(native.PURE, "1")
    assert native._load() is None


@needs_kernels
@given(st.lists(st.text(st.sampled_from("ab\0é語"), max_size=12), max_size=200))
def test_lines_are_sorted_as_python_sorts(keys: list[str]) -> None:
    assert native.kernels is not None
    order = np.full(max(1, len(keys)), -1, np.int64)
    assert native.kernels.alphabetical("\n".join(keys).encode(), order) == len(order)
    assert order.tolist() == sorted(range(len(keys) or 1), key=(keys or [""]).__getitem__)
    assert alphabetical(keys).tolist() == sorted(range(len(keys)), key=keys.__getitem__)


@needs_kernels
@pytest.mark.parametrize(
    "arguments",
    [[b"a\nb", np.zeros(1, np.int64)], [b"a", np.zeros(2, np.int64)], [b"a", np.zeros(1, np.int32)], [b"a"]],
)
def test_lines_for_which_there_is_no_room_are_refused(arguments: list[object]) -> None:
    assert native.kernels is not None
    with pytest.raises((ValueError, TypeError)):
        native.kernels.alphabetical(*arguments)


def test_keys_with_line_breaks_are_sorted_too() -> None:
    keys = [f"{number % 7}\n{number}" for number in range(100)]
    assert alphabetical(keys).tolist() == sorted(range(100), key=keys.__getitem__)


@needs_kernels
@pytest.mark.parametrize("language", COMPILED)
@given(words=st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=10), max_size=20))
def test_stems_do_not_depend_on_case(language: str, words: list[str]) -> None:
    assert native.kernels is not None
    stemmed = [
        native.kernels.stem(language, "\n".join(given).encode()) for given in (words, list(map(str.lower, words)))
    ]
    assert stemmed[0] == stemmed[1]
