"""Matches with the words around them, aligned: keyword in context (Luhn, 1960).

Everything is counted by whole arrays; texts are read only of the posts whose matches are shown, sorted by their
context, or asked for their neighbours, and of those only so many that an answer is never far.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from ..errors import UsageError
from ..index.arrays import distinct, marked
from ..index.snapshot import Snapshot
from ..language.folding import fold
from ..language.tokens import words
from ..models import CONCORDANCE_SORTS
from ..models.concordance import Concordance, ConcordanceLine, ConcordanceRequest, Neighbour
from ..stopping import Stop, stop_of
from .matches import Matches
from .matching import Matcher
from .narrowing import narrowed
from .neighbours import Neighbourhood
from .ordering import first_hits
from .passages import Passage, passages
from .phrases import unpack
from .reading import Saved, read_query
from .spans import Spans, melted

MOST_READ = 5_000
"""Matches whose texts are read, to sort them by context or to count their neighbours; the newest posts' first."""
LONGEST_MATCH = 200
"""Characters of a match that are shown."""
MOST_CONTEXT = 1_000
_BY_CONTEXT = ("left", "right", "match")
_SORTED_BY = 80
"""Characters of context that decide on the order."""


def concordance(snapshot: Snapshot, request: ConcordanceRequest, saved: Saved) -> Concordance:
    """Answer a request.

    Raises `QueryError` for a query that cannot be read, `SearchStoppedError` where the request says to stop, and
    `UsageError` for an order that there is not, a number that cannot be, or a query that seeks no words.
    """
    started = time.perf_counter()
    _check(request)
    stop = stop_of(request.timeout, request.cancelled)
    looked_at = narrowed(snapshot, request.where, request.filters, saved, stop)
    asked = read_query(request.query, saved)
    matcher = Matcher(snapshot, stop)
    posts = matcher.match(asked.tree).posts
    posts = posts[marked(looked_at.posts, snapshot.numbers)[posts]]
    sought = matcher.sought(asked.tree, posts)
    if not sought:
        raise UsageError(f"{request.query}: a concordance is of words; give a word, a phrase or a prefix")
    found = _Found(snapshot, melted(sought).outermost(), stop)
    total = len(found.spans.starts)
    notes = [*looked_at.notes, *asked.notes, *matcher.notes]
    for what, wanted in (("sorted among", request.sort in _BY_CONTEXT), ("neighbours of", request.neighbours)):
        if wanted and total > MOST_READ:
            notes.append(f"{what} the first {MOST_READ:,} of {total:,} matches, those of the newest posts first")
    return Concordance(
        request.query if isinstance(request.query, str) else repr(request.query),
        total,
        len(found.posts),
        found.lines(request),
        found.neighbours(request.neighbours),
        tuple(notes),
        (time.perf_counter() - started) * 1000,
    )


class _Line(NamedTuple):
    """A match in a passage, ``text[start:end]``."""

    post: int
    passage: Passage
    start: int
    end: int

    def shown(self, snapshot: Snapshot, context: int) -> ConcordanceLine:
        """The line, with so many characters on each side at most."""
        listed, text = snapshot.listed(self.post), self.passage.text
        match = text[self.start : self.end]
        if len(match) > LONGEST_MATCH:
            match = match[: LONGEST_MATCH - 1] + "…"
        left, right = self.around(context)
        return ConcordanceLine(listed.id, listed.title, listed.date, self.passage.part, left, match, right)

    def around(self, context: int) -> tuple[str, str]:
        """What stands before and behind, cut between words where there is a space."""
        text, start, end = self.passage.text, self.start, self.end
        begin, stop = max(0, start - context), min(len(text), end + context)
        if _within_word(text, begin):
            space = text.find(" ", begin, start - 1)
            begin = space + 1 if space >= 0 else begin
        if _within_word(text, stop):
            space = text.rfind(" ", end + 1, stop)
            stop = space if space >= 0 else stop
        left, right = text[begin:start], text[end:stop]
        return left.lstrip() or left[-1:], right.rstrip() or right[:1]

    def key(self, sort: str) -> tuple[bool, list[str]]:
        """What it is sorted by: the words behind, the words before from the nearest on, or the match. Lines that have
        no such words come last."""
        left, right = self.around(_SORTED_BY)
        if sort == "match":
            row = words(fold(self.passage.text[self.start : self.end])) + words(fold(right))
        else:
            row = words(fold(right)) if sort == "right" else words(fold(left))[::-1]
        return not row, row


def _within_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


class _Found:
    """The matches in some posts."""

    def __init__(self, snapshot: Snapshot, spans: Spans, stop: Stop) -> None:
        self._snapshot = snapshot
        self.spans = spans
        self._stop = stop
        self._owners, self._firsts = unpack(spans.starts)
        self._lasts = unpack(spans.ends)[1]
        self.posts = distinct(self._owners)
        self._text = lru_cache(1)(snapshot.text)

    def lines(self, request: ConcordanceRequest) -> tuple[ConcordanceLine, ...]:
        """The lines that are wanted."""
        end = request.offset + request.limit
        if not request.limit:
            return ()
        if request.sort in _BY_CONTEXT:
            ordered = sorted(self._read("-date", MOST_READ), key=lambda line: line.key(request.sort))
        else:
            ordered = list(self._read(request.sort, end))
        return tuple(line.shown(self._snapshot, request.context) for line in ordered[request.offset : end])

    def neighbours(self, count: int) -> tuple[Neighbour, ...]:
        """The words that stand around the matches, so many at most."""
        if not count:
            return ()
        neighbourhood = Neighbourhood()
        for post, found in self._passages("-date", MOST_READ):
            listed = self._snapshot.listed(post)
            neighbourhood.add(listed.language, (listed.title, listed.summary or "", self._text(post)), found)
        return neighbourhood.best(count)

    def _read(self, sort: str, count: int) -> Iterator[_Line]:
        """The first matches in an order of their posts."""
        lines = (
            _Line(post, passage, start, end)
            for post, found in self._passages(sort, count)
            for passage in found
            for start, end in passage.characters()
        )
        return islice(lines, count)

    def _passages(self, sort: str, count: int) -> Iterator[tuple[int, list[Passage]]]:
        """The posts with the first matches in an order of posts, each with its passages that have some."""
        order = first_hits(self._snapshot, Matches(self.posts), sort, count)
        for post in self.posts[order].tolist():
            self._stop()
            first, last = np.searchsorted(self._owners, (post, post + 1)).tolist()
            last = min(last, first + count)
            yield post, passages(self._snapshot, post, self._text, self._firsts[first:last], self._lasts[first:last])
            count -= last - first
            if count <= 0:
                return


def _check(request: ConcordanceRequest) -> None:
    if request.sort not in CONCORDANCE_SORTS:
        raise UsageError(f"{request.sort}: there is no such order; choose one of {', '.join(CONCORDANCE_SORTS)}")
    for name in ("limit", "offset", "context", "neighbours"):
        if getattr(request, name) < 0:
            raise UsageError(f"{name} {getattr(request, name)}: it cannot be negative; give 0 or more")
    if request.context > MOST_CONTEXT:
        raise UsageError(f"context {request.context}: it is {MOST_CONTEXT:,} characters at most")
