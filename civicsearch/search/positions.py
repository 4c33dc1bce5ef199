"""Where in the texts a query matches: for phrases, for what is near what, and for the marks in snippets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from whoosh import query as wq
from whoosh.util import make_binary_tree

from .. import native
from ..errors import UsageError
from ..index.arrays import look_up
from ..index.postings import POST_SHIFT, Ints
from ..index.snapshot import Snapshot
from ..language.tokens import PARAGRAPH_GAP, is_signed
from ..stopping import Stop, go_on
from .expansion import LEAVES, Leaf
from .matches import Algebra, Matches
from .phrases import phrase_ends, phrase_words, unpack
from .spans import NO_SPANS, Spans, either, melted, words_as_spans
from .terms import TermFinder, field_of, is_text

SPAN_QUERIES = (
    wq.SpanNear,
    wq.SpanNear2,
    wq.Sequence,
    wq.Ordered,
    wq.SpanFirst,
    wq.SpanNot,
    wq.SpanOr,
    wq.SpanContains,
    wq.SpanBefore,
    wq.SpanCondition,
)
"""The kinds of query that compare places within a text."""

_RARE = 8
"""How many times fewer posts the rarest word of a phrase has to have for places to be read only in them; otherwise all
places of all words are read, and kept for the next question."""
_FEW = 8
"""Different words of a phrase up to which that is so: a phrase of 36 common words took 2.7 GB in 100,000 posts."""


_BLOCK = 2**18
"""Occurrences that are joined at once, about. A block of four times as many takes as long and four times the memory."""

_MOST_OF_A_LEAF = 2**22
"""Postings of one leaf that are read at once: some 80 MB of occurrences, in half a second."""
_MOST_OF_ALL = 2**25
"""The same of all leaves."""

_Read = dict[int, list[Ints]]
"""What was read for each leaf of a tree, by the identity of its node: packed occurrences, of a phrase those of each
word; of a `SpanCondition` its posts, packed."""


class Marks(NamedTuple):
    """Where one leaf of a query matches."""

    occurrences: Ints
    """Packed as in `phrases`, ascending."""
    signed: bool
    """Whether it asks for a word with the sign that it is written with, as in ``C++``."""


class PositionFinder:
    """Finds places in one snapshot; each is a post and a position, packed as in `phrases`."""

    def __init__(
        self, snapshot: Snapshot, finder: TermFinder, matching: Callable[[wq.Query], Ints], stop: Stop = go_on
    ) -> None:
        """``matching`` gives the posts that match any query."""
        self._snapshot = snapshot
        self._stop = stop
        self._finder = finder
        self._matching = matching
        self._sets = Algebra(snapshot.numbers)

    @property
    def bounds(self) -> tuple[Ints, Ints]:
        """Of each post, the position behind its title and that of its body's first word."""
        return self._snapshot.once(_bounds)

    def marks(self, node: wq.Query, posts: Ints) -> list[Marks]:
        """For each leaf of the tree that can match, its occurrences in these posts (ascending)."""
        if isinstance(node, wq.Not):
            return []
        if isinstance(node, wq.AndNot):
            return self.marks(node.a, posts)
        if isinstance(node, wq.Phrase):
            words = self.phrase(node, posts) if is_text(node) else []
            signed = any(map(_is_signed, node.words))
            return [Marks(self._in_part(node, phrase_words(words, node.slop)), signed)] if words else []
        if type(node) in SPAN_QUERIES:
            spans = self.spans(node, posts)
            leaves = [leaf for child in _operands(node) for leaf in self.marks(child, posts)]
            return [leaf._replace(occurrences=spans.covered(np.sort(leaf.occurrences))) for leaf in leaves]
        if isinstance(node, LEAVES):
            signed = _is_signed(getattr(node, "text", None))
            return [Marks(self._occurrences(node, posts), signed)] if is_text(node) else []
        return [marks for child in node.children() for marks in self.marks(child, posts)]

    def phrase(self, node: wq.Phrase, posts: Ints | None = None) -> list[Ints]:
        """The occurrences of each word of a phrase, at least those in the posts that have all of them."""
        if not is_text(node):
            raise UsageError(f"{node.fieldname}: only text can be searched for phrases")
        runs = [self._finder.runs(wq.Term(node.fieldname, word)) for word in node.words]
        terms = sorted(map(self._snapshot.postings, runs), key=lambda term: len(term.posts))
        several = dict.fromkeys(runs)
        if posts is None and 0 < len(several) <= _FEW and len(terms[0].posts) * _RARE > len(terms[-1].posts):
            every = {run: self._snapshot.all_occurrences(run) for run in several}
            return [every[run] for run in runs]
        common = None if posts is None else Matches(posts)
        for term in terms:
            having = Matches(term.posts)
            common = having if common is None else self._sets.both(common, having)
        if common is None or not len(common):
            return []
        among = {}
        for run in several:
            self._stop()
            among[run] = self._snapshot.occurrences(run, common.posts)
        return [among[run] for run in runs]

    def last_words(self, node: wq.Query) -> Ints:
        """Where the spans of a span query end, in all posts."""
        return np.concatenate([NO_SPANS.ends, *(spans.last_words() for spans in self._by_blocks(node, None))])

    def outermost(self, node: wq.Query, posts: Ints) -> Spans:
        """Where a tree of words, phrases, patterns and span queries matches in these posts: the spans that lie within
        no other."""
        return either([NO_SPANS, *(spans.outermost() for spans in self._by_blocks(node, posts))])

    def spans(self, node: wq.Query, posts: Ints) -> Spans:
        """Where a tree of words, phrases, patterns and span queries matches in a few posts."""
        return self._joined(node, self._read(node, posts))

    def _by_blocks(self, node: wq.Query, posts: Ints | None) -> Iterator[Spans]:
        """The spans of some posts after those of others: a text that repeats itself has many more spans than words."""
        for some in self._parts(node, posts):
            read = self._read(node, some)
            blocks = 1 + sum(len(packed) for places in read.values() for packed in places) // _BLOCK
            bounds = np.linspace(0, self._snapshot.numbers, blocks + 1).astype(np.int64)
            for first, last in pairwise(bounds << POST_SHIFT):
                self._stop()
                yield self._joined(node, {leaf: [_stretch(one, first, last) for one in read[leaf]] for leaf in read})

    def _parts(self, node: wq.Query, posts: Ints | None) -> Iterator[Ints | None]:
        """The same posts in as many parts as keep what is read at once within bounds."""
        read = [self._postings(leaf) for leaf in _leaves(node)]
        parts = 1 + max(max(read, default=0) // _MOST_OF_A_LEAF, sum(read) // _MOST_OF_ALL)
        if parts == 1 or native.kernels is None:
            yield posts
            return
        every = self._snapshot.all_posts if posts is None else posts
        yield from np.array_split(every, parts)

    def _postings(self, leaf: wq.Query) -> int:
        """How many postings are read for a leaf at most."""
        if not isinstance(leaf, (*LEAVES, wq.Phrase)) or not is_text(leaf):
            return 0
        terms = [wq.Term(leaf.fieldname, word) for word in leaf.words] if isinstance(leaf, wq.Phrase) else [leaf]
        segments = self._snapshot.segments
        runs = (run for term in terms for run in self._finder.runs(term))
        return sum(int(segments[run.segment].postings.post_counts(run.words).sum()) for run in runs)

    def _read(self, node: wq.Query, posts: Ints | None) -> _Read:
        """What the leaves of a tree ask for, in these posts or in all."""
        self._stop()
        if type(node) is wq.Phrase and is_text(node):
            return {id(node): [self._in_part(node, word) for word in self.phrase(node, posts)]}
        if isinstance(node, LEAVES) and is_text(node):
            return {id(node): [self._occurrences(node, posts)]}
        if type(node) in SPAN_QUERIES or type(node) is wq.Or:
            read: _Read = {}
            for child in [*_operands(node), *([node.b] if type(node) is wq.SpanNot else [])]:
                read |= self._read(child, posts)
            if type(node) is wq.SpanCondition:
                read[id(node)] = [self._matching(node.b) << POST_SHIFT]
            return read
        raise UsageError(f"{node!r}: nothing can be near this; use words, phrases and patterns of the text")

    def _joined(self, node: wq.Query, read: _Read) -> Spans:
        if type(node) is wq.Phrase:
            return _phrase_spans(read[id(node)], node.slop)
        if isinstance(node, LEAVES):
            return words_as_spans(*read[id(node)])
        parts = [self._joined(child, read) for child in _operands(node)]
        self._stop()
        match node:
            case wq.SpanNear() | wq.SpanNear2():
                return _chain(parts, slop=node.slop, ordered=node.ordered, least=node.mindist)
            case wq.Ordered():
                return _tree(Spans.before, parts)
            case wq.Sequence():
                return _tree(partial(Spans.near, slop=node.slop, ordered=node.ordered), parts)
            case wq.SpanFirst():
                posts_of, positions = unpack(parts[0].ends)
                return parts[0].among(positions - self._begins(node)[posts_of] <= node.limit)
            case wq.SpanNot():
                return parts[0].clear_of(self._joined(node.b, read))
            case wq.SpanContains():
                return parts[0].containing(parts[1])
            case wq.SpanBefore():
                return parts[0].before(parts[1])
            case wq.SpanOr():
                return melted(parts)
            case wq.SpanCondition():
                return parts[0].among(look_up(parts[0].starts >> POST_SHIFT << POST_SHIFT, *read[id(node)])[1])
        return either(parts)

    def _begins(self, node: wq.SpanFirst) -> Ints:
        """Of each post, the position of the first word of the field that a query is about."""
        parts = {field_of(leaf).part for leaf in _leaves(node)}
        if len(parts) != 1:
            raise UsageError(f"{node!r}: the words of a SpanFirst have to be in one field")
        title, body = self.bounds
        return {"summary": title + PARAGRAPH_GAP, "body": body}.get(parts.pop() or "", np.zeros_like(title))

    def _occurrences(self, node: Leaf, posts: Ints | None) -> Ints:
        self._stop()
        runs = self._finder.runs(node)
        snapshot = self._snapshot
        found = snapshot.all_occurrences(runs) if posts is None else snapshot.occurrences(runs, posts)
        return self._in_part(node, found)

    def _in_part(self, node: wq.Query, packed: Ints) -> Ints:
        part = field_of(node).part
        if part is None:
            return packed
        posts, positions = unpack(packed)
        title, body = self.bounds
        in_title, in_body = positions < title[posts], positions >= body[posts]
        wanted = {"title": in_title, "summary": ~in_title & ~in_body, "body": in_body}[part]
        return packed[wanted]


def _is_signed(text: object) -> bool:
    return isinstance(text, str) and bool(text) and is_signed(text)


def body_starts(lengths: Ints) -> Ints:
    """The position of the body's first word in posts whose parts have these lengths: shape (posts, 3)."""
    starts: Ints = lengths[:, 0] + lengths[:, 1] + 2 * PARAGRAPH_GAP
    return starts


def _bounds(snapshot: Snapshot) -> tuple[Ints, Ints]:
    return snapshot.lengths[:, 0], body_starts(snapshot.lengths)


def _operands(node: wq.Query) -> list[wq.Query]:
    """The parts of a query whose places are compared, without those that may not be there."""
    match node:
        case wq.SpanNear() | wq.SpanContains() | wq.SpanBefore():
            return [node.a, node.b]
        case wq.SpanNot() | wq.SpanCondition():
            return [node.a]
        case wq.SpanFirst():
            return [node.q]
        case wq.SpanNear2():
            return list(node.qs)
        case wq.SpanOr():
            return list(node.subqs)
        case wq.Or() | wq.Sequence():
            return list(node.subqueries)
    return []


def _leaves(node: wq.Query) -> list[wq.Query]:
    if type(node) in SPAN_QUERIES or type(node) is wq.Or:
        return [leaf for child in _operands(node) for leaf in _leaves(child)]
    return [node]


def _stretch(packed: Ints, first: int, last: int) -> Ints:
    """Those of ascending occurrences from one on to before another."""
    low, high = np.searchsorted(packed, (first, last))
    return packed[low:high]


def _phrase_spans(words: list[Ints], slop: int) -> Spans:
    if slop == 1 and words:
        ends = phrase_ends(words, slop)
        return Spans(ends - (len(words) - 1), ends)
    return _chain(list(map(words_as_spans, words)), slop=slop, ordered=True)


def _chain(parts: list[Spans], *, slop: int, ordered: bool, least: int = 1) -> Spans:
    found = parts[0] if parts else NO_SPANS
    for part in parts[1:]:
        found = found.near(part, slop, ordered=ordered, least=least)
    return found


def _tree(join: Callable[[Spans, Spans], Spans], parts: list[Spans]) -> Spans:
    """Whoosh joins the clauses of a `Sequence` by halves: without an order that is another question than a chain."""
    found: Spans = make_binary_tree(join, parts) if parts else NO_SPANS
    return found
