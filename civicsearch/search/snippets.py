"""The paragraph of a post that answers the query best, with the matches marked.

What matched is known by position, so marks stand on exactly the words that matched, whichever form they have and
however they were found: with the sign that a word is written with where the query has it, and in one piece where only
signs are between the words that matched (``M-13-13``). Only the chosen paragraph is tokenised.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from ..index.postings import Ints
from ..index.snapshot import Snapshot
from ..language.tokens import PARAGRAPH_GAP
from ..stopping import Stop, go_on
from .marking import Marked, united
from .phrases import unpack
from .positions import Marks

MARK, END_MARK = "<mark>", "</mark>"
LENGTH = 280
"""Characters of a snippet, marks not counted: three lines of a wide terminal."""

_ELLIPSIS = "…"


def snippets(snapshot: Snapshot, posts: Ints, marks: Sequence[Marks], stop: Stop = go_on) -> list[str]:
    """A snippet for each post; ``marks`` holds the occurrences of each leaf of the query in these posts."""
    of_post: dict[int, list[Marks]] = {int(post): [] for post in posts}
    for leaf in marks:
        owners, positions = unpack(leaf.occurrences)
        for post, leaves in of_post.items():
            first, last = np.searchsorted(owners, (post, post + 1))
            if last > first:
                leaves.append(Marks(positions[first:last], leaf.signed))
    found = []
    for post in posts.tolist():
        stop()
        found.append(_snippet(snapshot, post, of_post[post]))
    return found


def _snippet(snapshot: Snapshot, post: int, leaves: list[Marks]) -> str:
    """A snippet of one post; the occurrences of ``leaves`` are positions in it."""
    starts = snapshot.paragraph_starts(post)
    title, summary, _ = snapshot.lengths[post].tolist()
    matched = united(leaves)
    if len(matched.positions) and matched.positions[-1] >= starts[0]:
        best = _best_paragraph(starts, [leaf.occurrences for leaf in leaves])
        last = int(starts[best + 1]) if best + 1 < len(starts) else int(matched.positions[-1]) + 1
        return _marked(_paragraphs(snapshot, post)[best], matched, int(starts[best]), last)
    summary_start = title + PARAGRAPH_GAP
    if written := snapshot.listed(post).summary:
        return _marked(written, matched, summary_start, summary_start + summary)
    first = next((paragraph for paragraph in _paragraphs(snapshot, post) if paragraph), "")
    return _marked(first, matched, int(starts[0]), int(starts[0]))


def _paragraphs(snapshot: Snapshot, post: int) -> list[str]:
    return snapshot.text(post).split("\n\n")


def _best_paragraph(starts: Ints, leaves: list[Ints]) -> int:
    """The first of the paragraphs with most of the query's leaves, then most occurrences."""
    kinds = np.zeros(len(starts), np.int64)
    occurrences = np.zeros(len(starts), np.int64)
    for leaf in leaves:
        here = np.searchsorted(starts, leaf[leaf >= starts[0]], side="right") - 1
        counts = np.bincount(here, minlength=len(starts))
        kinds += counts > 0
        occurrences += counts
    return int(np.lexsort((-occurrences, -kinds))[0])


def _marked(text: str, matched: Marked, start: int, end: int) -> str:
    """A text whose words have the positions from ``start`` up to ``end``, cut to length around its marked words."""
    text = text.replace("\n", " ")
    spans = matched.spans(text, start, end)
    begin, cut = _window(text, spans)
    pieces = [_ELLIPSIS] if begin > 0 else []
    place = begin
    for first, last in spans:
        if first >= begin and last <= cut:
            pieces += [_plain(text[place:first]), MARK, _plain(text[first:last]), END_MARK]
            place = last
    pieces.append(_plain(text[place:cut]))
    if cut < len(text):
        pieces.append(_ELLIPSIS)
    return "".join(pieces)


def _window(text: str, spans: list[tuple[int, int]]) -> tuple[int, int]:
    """The stretch of at most `LENGTH` characters with most marks, beginning and ending between words."""
    if len(text) <= LENGTH:
        return 0, len(text)
    most, begin = 0, 0
    ends = [last for _, last in spans]
    for place, (first, _) in enumerate(spans):
        held = bisect_right(ends, first + LENGTH * 3 // 4) - place
        if held > most:
            most, begin = held, first
    begin = max(0, min(begin - LENGTH // 4, len(text) - LENGTH))
    end = min(len(text), begin + LENGTH)
    marked_from = min((first for first, last in spans if first >= begin and last <= end), default=end)
    marked_to = max((last for first, last in spans if first >= begin and last <= end), default=begin)
    if begin > 0:
        space = text.find(" ", begin, marked_from)
        begin = space + 1 if space >= 0 else begin
    if end < len(text):
        space = text.rfind(" ", marked_to, end)
        end = space if space >= 0 else end
    return begin, end


def _plain(text: str) -> str:
    """The text of a post in which nothing looks like a mark of ours."""
    return text.replace(MARK, "< mark>").replace(END_MARK, "< /mark>") if "mark>" in text else text
