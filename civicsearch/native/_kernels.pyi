"""What each kernel does. Arrays are contiguous and of the types named; what does not fit raises `ValueError`."""

import numpy as np
from numpy.typing import NDArray

_Words = NDArray[np.uint64]
_Codes = NDArray[np.int32]
_Ints = NDArray[np.int64]
_Scores = NDArray[np.float32]

def cut(
    text: bytes,
    first: _Words,
    second: _Words,
    codes: _Codes,
    found: _Codes,
    missed: _Ints,
    words: NDArray[np.uint8],
    free: int,
    known: int,
) -> tuple[int, int, int, int, int]:
    """Cut a text into pieces and look them up in a table of `index.piecetable`.

    ``found`` takes the codes, with those of breaks and ends of parts. A new piece of ASCII letters and digits is the
    word that it is in lower case. A word that is new too gets the next number, from ``known`` on, and is written to
    ``words`` with a line break behind it; both are taken into the table. Any other piece that the table does not hold
    is listed in ``missed`` (place among the codes, start and end in the text, place in the table or -1), which has four
    numbers a row; the code of row ``i`` is ``-2**31 + i``, and it is taken into the table with that code. The table
    takes in ``free`` pieces; those for which it has no place are listed too.
    Returns how many codes and rows there are, how many more pieces may be taken in, and how many words were new, and
    their bytes.
    """

def stem(language: str, words: bytes) -> bytes:
    """NLTK's stems of words in one of `language.stems.COMPILED`, in any case; both UTF-8, a line each.

    A word that is longer than 48 letters or has letters beyond Latin-1 gives the byte 1: NLTK has to be asked.
    """

def count(codes: _Codes, compound_starts: _Ints, compound_words: _Codes, counts: _Ints) -> tuple[int, int, int]:
    """Count the occurrences of each word into ``counts``; returns the numbers of posts, paragraphs and occurrences."""

def invert(
    codes: _Codes,
    compound_starts: _Ints,
    compound_words: _Codes,
    uncounted: NDArray[np.bool_],
    rank: _Codes,
    starts: _Ints,
    languages: _Ints,
    cursor: _Ints,
    sorted: _Words,
    lengths: _Ints,
    paragraphs: _Ints,
    paragraph_counts: _Ints,
    in_language: NDArray[np.bool_],
    posts: NDArray[np.uint8],
    wide_posts: _Ints,
    counts: NDArray[np.uint8],
    wide_counts: _Ints,
    positions: NDArray[np.uint8],
    wide_positions: _Ints,
    heads: _Ints,
    title: _Ints,
    summary: _Ints,
    word_postings: _Ints,
    word_heads: _Ints,
    sizes: _Ints,
) -> int:
    """The codes of whole posts → postings, as `index.inverting.Inverted` has them; returns how many there are.

    ``uncounted`` and ``rank`` have one entry a word, ``starts`` says where the occurrences of each rank lie,
    ``languages`` has the number of each post's language. ``cursor`` and ``sorted`` are room to work in, and the latter
    may be the memory of ``wide_positions``. The arrays behind them are written; from ``posts`` to ``summary`` they have
    room for all occurrences. ``sizes`` takes how many posts, counts and positions are wide, and the largest position.
    """

def common(left: _Ints, right: _Ints, places: _Ints) -> int:
    """The posts that two ascending lists have in common, as their places in both.

    ``places`` has two halves of at least the shorter list's length: the places in the left, and those in the right
    list. Returns how many there are.
    """

def unite(united: _Ints, *posts: _Ints) -> int:
    """Put the posts of any of up to 30 ascending lists into the first array, ascending; returns how many."""

def accumulate(best: bool, posts: _Ints, totals: _Scores, *parts: _Ints | _Scores) -> int:
    """Put into ``totals`` for each of the ascending posts the sum, or the best, of its scores.

    The parts are up to 30 lists of posts, ascending, each with its scores behind it; they are added in their order.
    """

def merge(united: _Ints, sums: _Ints, *parts: _Ints) -> int:
    """Put the posts of any of up to 30 lists into ``united``, and for each the sum of its numbers into ``sums``.

    The parts are lists of posts, ascending, each with its numbers behind it. Returns how many posts there are.
    """

def between(numbers: _Ints, low: int, high: int, places: _Ints) -> int:
    """Put into ``places`` those of the numbers from ``low`` to ``high``, both included; returns how many there are."""

def without(left: _Ints, right: _Ints, kept: _Ints) -> int:
    """Put into ``kept`` the places of the posts of one ascending list that another lacks; returns how many."""

def first(scores: _Scores | None, posts: _Ints, keys: _Ints, sign: int, count: int, places: _Ints) -> int:
    """Put into ``places`` those of the first ``count`` posts, at most 1,024, in order.

    The best score goes first (None: all are alike), then the least ``keys[post] * sign``. Rows that are equal to the
    last one come with it. Returns how many there are; as a negative number where some rows are equal; and 0 where
    there is no room.
    """

def rank(counts: _Ints, bounds: _Ints, places: _Ints, ordered: _Ints, found: _Ints) -> int:
    """Rank the counts of several lists, list ``i`` from ``bounds[i]`` to ``bounds[i + 1]``.

    From the same bounds on ``places`` takes the places within the list of the counts above 0, the largest first, equal
    ones in order, and ``ordered`` these counts; ``found`` takes how many there are of each list.
    """

def count_values(
    posts: _Ints,
    codes: NDArray[np.uint16] | NDArray[np.uint32],
    width: int,
    columns: int,
    rest_posts: _Ints,
    rest_codes: _Ints,
    counts: _Ints,
) -> int:
    """Add to ``counts`` the codes of some ascending posts: a row of ``codes`` each, and pairs that did not fit there.

    ``width`` is the bytes of a code; pairs are sorted by post.
    """

def adjacent(few: _Ints, many: _Ints, ahead: int, found: _Ints) -> int:
    """Put into ``found`` the numbers of the first list from which ``ahead`` less stands in the second; returns how
    many. Both are ascending."""

def tally(
    packed: _Ints,
    title: _Ints,
    body: _Ints,
    posts: _Ints,
    counts: _Ints,
    heads: _Ints,
    in_title: _Ints,
    in_summary: _Ints,
) -> tuple[int, int]:
    """Take packed occurrences apart as `search.phrases.occurrence_postings` does; returns how many posts and heads."""

def near(counts: _Ints, posts: _Ints, body_starts: _Ints, reach: int, lead: int, *words: _Ints) -> int:
    """Count pairs of up to 16 words near each other, as `search.proximity` does; returns 0.

    Words are given by their occurrences at least in these posts, packed as in `search.phrases`, ascending. ``counts``
    takes a row of ``posts`` for each pair of words as at most ``reach`` apart, then for each as side by side, then for
    each word among the first ``lead`` positions from ``body_starts`` on; there is one of these a post.
    """

def near_spans(
    ends: _Ints,
    bounds: _Ints | None,
    bits: _Words,
    other_ends: _Ints,
    other_bounds: _Ints | None,
    other_bits: _Words,
    least: int,
    reach: int,
    ordered: bool,
    found_ends: _Ints,
    found_bounds: _Ints,
    found_bits: _Words,
) -> int:
    """Join spans near each other, all as `search.spanrows` describes them; returns how many rows there are.

    The second of two spans begins ``least`` to ``reach`` words behind the end of the first, from 1 to 64; unless they
    are ``ordered`` either of them may be the first. Each row has at most one word more than the longest of both.
    """

def unpack(
    low: NDArray[np.uint8], wide: NDArray[np.unsignedinteger], next_wide: int, running: bool, base: int, numbers: _Ints
) -> int:
    """Put into ``numbers`` what `index.packed` holds in a stretch, or its running sums from a base on.

    ``next_wide`` is the place in ``wide`` of the first number that is wide. Returns that behind the last.
    """

def places(
    posts: NDArray[np.uint8],
    wide_posts: NDArray[np.unsignedinteger],
    wide_posts_before: NDArray[np.unsignedinteger],
    counts: NDArray[np.uint8],
    wide_counts: NDArray[np.unsignedinteger],
    wide_counts_before: NDArray[np.unsignedinteger],
    positions: NDArray[np.uint8],
    wide_positions: NDArray[np.unsignedinteger],
    wide_positions_before: NDArray[np.unsignedinteger],
    starts: NDArray[np.unsignedinteger],
    position_starts: NDArray[np.unsignedinteger],
    runs: _Ints,
    wanted: _Ints,
    base: int,
    numbers: _Ints,
) -> int:
    """Put into ``numbers`` the occurrences of some words in the ``wanted`` posts, packed, word by word.

    The arrays are those of `index.postings`. ``runs`` has four numbers a row: words from one to before another, and the
    posts from one to before another in which they are meant. Posts have their numbers in the snapshot, where the first
    of the segment has the number ``base``. Returns how many occurrences there are; what finds no room is only counted.
    """

def seek(data: memoryview, starts: NDArray[np.unsignedinteger], key: bytes, low: int, high: int) -> int:
    """The first place among sorted strings, from ``low`` to ``high``, before which all are below a key.

    String ``i`` is ``data[starts[i]:starts[i + 1]]``.
    """

def score(
    posts: _Ints,
    counts: _Ints,
    heads: _Ints,
    in_title: _Ints,
    in_summary: _Ints,
    title: _Ints,
    summary: _Ints,
    body: _Ints,
    parameters: NDArray[np.float64],
    scores: _Scores,
) -> int:
    """Put into ``scores`` those of postings, from the lengths of the parts of all posts.

    The parameters are the weight of the term, k1, b, and for title, summary and body its weight and mean length.
    """

def splice(
    segments: tuple[tuple[NDArray[np.generic], ...], ...],
    first: int,
    posts: NDArray[np.uint8],
    wide_posts: _Ints,
    counts: NDArray[np.uint8],
    wide_counts: _Ints,
    positions: NDArray[np.uint8],
    wide_positions: _Ints,
    heads: _Ints,
    title: _Ints,
    summary: _Ints,
    word_postings: _Ints,
    word_positions: _Ints,
    word_heads: _Ints,
    wide: _Ints,
) -> int:
    """The postings of several segments → those of one, of the words from ``first`` on, one an entry of
    ``word_postings``. Returns how many there are.

    A segment is the arrays of `index.postings.Postings.arrays`; the new number of each of its words, ascending; the new
    number of each of its posts, or one below 0; and for each language the number behind its last post. The postings of
    a word come language by language, and segment by segment within each; new numbers of posts rise in that order.

    The other arrays are written, packed as `index.packed` does. There has to be room for all that the segments have of
    these words; ``wide`` takes how many posts, counts and positions are wide, and the three arrays by word what each
    has of postings, positions and heads.
    """

def others(folder: int, known: bytes) -> list[str] | None:
    """The names in an open folder that are neither hidden nor those of known files; None unless each of these is there
    and as it was.

    ``known`` is sorted by name, a line for each: bytes, times of change of the content and of anything in ns, and the
    name. A file that may be known is a regular one.
    """

def alphabetical(lines: bytes, order: _Ints) -> int:
    """The places of lines in the order of their bytes, those of equal ones as they are. Returns how many there are."""
