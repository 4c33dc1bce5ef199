"""A query tree → the posts that match it, by whole arrays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial, reduce
from typing import ClassVar

import numpy as np
from whoosh import query as wq

from .. import native
from ..errors import UsageError
from ..index.arrays import distinct
from ..index.postings import Ints, TermPostings
from ..index.sizedcache import SizedCache
from ..index.snapshot import Snapshot
from ..language.schema import TEXT
from ..stopping import Stop, go_on
from .expansion import LEAVES, Leaf, text_of
from .filters import Filters
from .matches import NOTHING, Algebra, Matches
from .phrases import occurrence_postings, phrase_ends
from .positions import SPAN_QUERIES, Marks, PositionFinder, body_starts
from .scoring import Bm25f, KeptScores, Scorer, Scores, part_of
from .spans import Spans
from .terms import TermFinder, field_of, is_author_name, is_text
from .words import Words

Handler = Callable[..., Matches]

_GROUP = 32
"""Clauses of an And that are joined one by one: the square root of as many as a query string may have."""


class Matcher:
    """Executes query trees on one snapshot."""

    def __init__(self, snapshot: Snapshot, stop: Stop = go_on, *, typed: bool = False) -> None:
        """``typed`` is for trees of query strings: their plain words are scored by `words` instead of BM25F alone."""
        self._snapshot = snapshot
        self._typed = typed
        self._stop = stop
        self.sets = Algebra(snapshot.numbers)
        self.finder = TermFinder(snapshot, stop)

    @property
    def notes(self) -> list[str]:
        """What a reader should know of how the query was executed."""
        return self.finder.notes

    def match(self, node: wq.Query) -> Matches:
        """The matching live posts with their scores.

        Raises `UsageError` for a kind of query that cannot be executed, and what its ``stop`` raises.
        """
        self._stop()
        handler = self._HANDLERS.get(type(node))
        if handler is None:
            known = sorted(kind.__name__.lstrip("_") for kind in self._HANDLERS)
            raise UsageError(f"a {type(node).__name__} query cannot be executed here; these can: {', '.join(known)}")
        return handler(self, node)

    def marks(self, node: wq.Query, posts: Ints) -> list[Marks]:
        """For each leaf of the tree that can match, its occurrences in these posts (ascending)."""
        return self._positions.marks(node, posts)

    def sought(self, node: wq.Query, posts: Ints) -> list[Spans]:
        """The stretches of text in these posts (ascending) that each word, phrase and span query of a tree matches, of
        those that lie within each other the outermost.

        What filters or is left out has no place in a text.
        """
        if isinstance(node, wq.Not):
            return []
        if isinstance(node, wq.AndNot):
            return self.sought(node.a, posts)
        if type(node) in SPAN_QUERIES or (isinstance(node, (*LEAVES, wq.Phrase)) and is_text(node)):
            return [self._positions.outermost(node, posts)]
        return [spans for child in node.children() for spans in self.sought(child, posts)]

    def places(self, node: wq.Query, posts: Ints) -> Ints:
        """The occurrences of a word, phrase or pattern at least in these posts (ascending), packed, ascending.

        Without kernels those of a word are all read, and kept: in a few posts that takes 60 ms at 100,000 posts.
        """
        if type(node) is wq.Term:
            runs = self.finder.runs(node)
            if native.kernels is None:
                return self._snapshot.all_occurrences(runs)
            return self._snapshot.occurrences(runs, posts)
        return distinct(np.concatenate([posts[:0], *(marks.occurrences for marks in self.marks(node, posts))]))

    def count(self, node: wq.Query) -> int:
        """How many posts match; of a word it is known without matching."""
        if type(node) is wq.Term and is_text(node):
            return len(self._snapshot.postings(self.finder.runs(node), self._stop).posts)
        return len(self.match(node))

    def body_starts(self, posts: Ints) -> Ints:
        """The position of the body's first word in some posts."""
        return body_starts(self._snapshot.lengths[posts])

    @property
    def _filters(self) -> Filters:
        return Filters(self._snapshot, self.finder)

    @property
    def _positions(self) -> PositionFinder:
        return PositionFinder(self._snapshot, self.finder, lambda node: self.match(node).posts, self._stop)

    def _and(self, node: wq.And) -> Matches:
        wanted = [child for child in node.subqueries if type(child) is not wq.Not]
        unwanted = [child for child in node.subqueries if type(child) is wq.Not]
        parts = sorted((self.match(child) for child in wanted), key=len)
        if not parts and not unwanted:
            return NOTHING
        # In groups: a score is asked for through every part that was joined on, and a page of pasted text has hundreds.
        groups = [reduce(self.sets.both, parts[at : at + _GROUP]) for at in range(0, len(parts), _GROUP)]
        found = reduce(self.sets.both, groups) if groups else Matches(self._snapshot.all_posts)
        if unwanted:
            left_out = self.sets.any_of([Matches(self.match(child.query).posts) for child in unwanted])
            found = self.sets.without(found, left_out.posts)
        return found.boosted(node.boost)

    def _or(self, node: wq.Or) -> Matches:
        if node.scale:
            self.notes.append("the scale of an Or was left out: the scores of its clauses add up")
        return self.sets.any_of([self.match(child) for child in node.subqueries]).boosted(node.boost)

    def _best(self, node: wq.DisjunctionMax) -> Matches:
        return self.sets.any_of([self.match(child) for child in node.subqueries], best=True).boosted(node.boost)

    def _not(self, node: wq.Not) -> Matches:
        return self.sets.without(Matches(self._snapshot.all_posts), self.match(node.query).posts)

    def _and_not(self, node: wq.AndNot) -> Matches:
        return self.sets.without(self.match(node.a), self.match(node.b).posts)

    def _and_maybe(self, node: wq.AndMaybe) -> Matches:
        return self.sets.with_optional(self.match(node.a), self.match(node.b))

    def _require(self, node: wq.Require) -> Matches:
        return self.sets.both(self.match(node.a), Matches(self.match(node.b).posts))

    def _constant(self, node: wq.ConstantScoreQuery) -> Matches:
        return self.match(node.child).constant(node.score)

    def _every(self, node: wq.Every) -> Matches:
        return Matches(self._filters.every(node))

    def _dates(self, node: wq.DateRange) -> Matches:
        return Matches(self._filters.dates(node))

    def _numbers(self, node: wq.NumericRange) -> Matches:
        return Matches(self._filters.numbers(node))

    def _nothing(self, _: wq.Query) -> Matches:
        return NOTHING

    def _otherwise(self, node: wq.Otherwise) -> Matches:
        found = self.match(node.a)
        return found if len(found) else self.match(node.b)

    def _leaf(self, node: Leaf) -> Matches:
        if self._typed and type(node) is wq.Term and node.fieldname == TEXT:
            return self._snapshot.once(Words).matches(text_of(node), self._stop).boosted(node.boost)
        field = field_of(node)
        if not field.in_text:
            return Matches(self._filters.values(node))
        runs, part = self.finder.runs(node), field.part
        found = self._scored(self._snapshot.postings(runs, self._stop), part, node.boost, key=(runs, part))
        return Matches(found.posts) if type(node) is wq.TermRange else found

    def _phrase(self, node: wq.Phrase) -> Matches:
        if is_author_name(node):
            return Matches(self._filters.authors(node))
        phrases = self._snapshot.once(_phrases)
        key = node.fieldname, tuple([text_of(wq.Term(node.fieldname, word)) for word in node.words]), node.slop
        known = phrases.get(key)
        if known is None:
            known, size = self._found_phrase(node)
            phrases.put(key, known, size)
        return known.boosted(node.boost)

    def _found_phrase(self, node: wq.Phrase) -> tuple[Matches, int]:
        """The posts that have a phrase, without its boost, and the bytes that they take in memory."""
        positions = self._positions
        words = positions.phrase(node)
        if not words:
            return NOTHING, 1
        part = field_of(node).part
        term = occurrence_postings(phrase_ends(words, node.slop), *positions.bounds)
        term = term if part is None else part_of(term, part)
        kept = KeptScores(len(term.posts), partial(self._scorer.scores, term))
        return Matches(term.posts, kept), term.posts.nbytes + kept.size

    def _near(self, node: wq.Query) -> Matches:
        found = occurrence_postings(self._positions.last_words(node), *self._positions.bounds)
        return self._scored(found, None, getattr(node, "boost", 1.0))

    def _scored(self, term: TermPostings, part: str | None, boost: float, key: Hashable = None) -> Matches:
        """The posts of a term; with a ``key`` that stands for it their scores are remembered."""
        if part is not None:
            term = part_of(term, part)
        if key is None:
            return Matches(term.posts, self._pausing(lambda places: self._scorer.scores(term, places))).boosted(boost)
        return Matches(term.posts, self._pausing(self._scorer.scorer(key, term))).boosted(boost)

    def _pausing(self, scorer: Scorer) -> Scorer:
        """A scorer that may stop before it begins: scores are asked for late, and of a thousand words one by one."""
        if self._stop is go_on:
            return scorer

        def pausing(places: Ints | None) -> Scores:
            self._stop()
            return scorer(places)

        return pausing

    @property
    def _scorer(self) -> Bm25f:
        return self._snapshot.once(Bm25f)

    _HANDLERS: ClassVar[Mapping[type[wq.Query], Handler]] = {
        wq.And: _and,
        wq.Or: _or,
        wq.DefaultOr: _or,
        wq.SplitOr: _or,
        wq.PreloadedOr: _or,
        wq.Not: _not,
        wq.DisjunctionMax: _best,
        wq.AndNot: _and_not,
        wq.AndMaybe: _and_maybe,
        wq.Require: _require,
        wq.Otherwise: _otherwise,
        wq.ConstantScoreQuery: _constant,
        wq.Every: _every,
        wq.DateRange: _dates,
        wq.NumericRange: _numbers,
        wq.Phrase: _phrase,
        type(wq.NullQuery): _nothing,
        **dict.fromkeys(LEAVES, _leaf),
        **dict.fromkeys(SPAN_QUERIES, _near),
    }


def _phrases(snapshot: Snapshot) -> SizedCache[tuple[str, tuple[str, ...], int], Matches]:
    """The phrases that were searched for last: by field, words and slop."""
    return SizedCache(snapshot.room_for_terms)
