"""A query tree → the posts that match it, by whole arrays."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from whoosh import query as wq

from ..errors import UsageError
from ..index.arrays import distinct
from ..index.columns import date_seconds
from ..index.postings import Ints, TermPostings
from ..index.snapshot import Snapshot
from ..language.folding import fold
from ..language.schema import DATE, KEY_FIELDS, PARTS, PERIOD_FIELDS, PLACE_FIELDS
from ..language.tokens import PARAGRAPH_GAP
from .matches import NOTHING, Algebra, Matches
from .phrases import occurrence_postings, phrase_ends, phrase_words, unpack
from .scoring import Bm25f, part_of
from .spans import Spans, either, words_as_spans
from .terms import TermFinder, is_author_name, pattern_matcher, text_field

_FACET_FIELDS = frozenset((*KEY_FIELDS, *PERIOD_FIELDS))
_LEAVES = (wq.Term, wq.Prefix, wq.Wildcard, wq.FuzzyTerm)

Leaf = wq.Term | wq.Prefix | wq.Wildcard | wq.FuzzyTerm


class Matcher:
    """Executes query trees on one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.sets = Algebra(snapshot.numbers)
        self._finder = TermFinder(snapshot)
        self._handlers: dict[type[wq.Query], Callable[..., Matches]] = {
            wq.Every: self._every,
            wq.And: self._and,
            wq.Or: self._or,
            wq.Not: self._not,
            wq.DisjunctionMax: self._best,
            wq.AndNot: lambda node: self.sets.without(self.match(node.a), self.match(node.b).posts),
            wq.AndMaybe: lambda node: self.sets.with_optional(self.match(node.a), self.match(node.b)),
            wq.Require: lambda node: self.sets.both(self.match(node.a), Matches(self.match(node.b).posts)),
            wq.ConstantScoreQuery: lambda node: self.match(node.child).constant(node.score),
            wq.DateRange: self._dates,
            wq.Term: self._leaf,
            wq.Prefix: self._leaf,
            wq.Wildcard: self._leaf,
            wq.FuzzyTerm: self._leaf,
            wq.Phrase: self._phrase,
            wq.SpanNear: self._near,
            type(wq.NullQuery): lambda _: NOTHING,
        }

    @property
    def notes(self) -> list[str]:
        """What a reader should know of how the query was executed."""
        return self._finder.notes

    def match(self, node: wq.Query) -> Matches:
        """The matching live posts with their scores.

        Raises `UsageError` for a kind of query that cannot be executed.
        """
        handler = self._handlers.get(type(node))
        if handler is None:
            raise UsageError(
                f"a {type(node).__name__} query cannot be executed; use terms, phrases, patterns or ranges"
            )
        return handler(node)

    def marks(self, node: wq.Query, posts: Ints) -> list[Ints]:
        """For each leaf of the tree that can match, its occurrences in these posts (ascending), packed."""
        if isinstance(node, wq.Not):
            return []
        if isinstance(node, wq.AndNot):
            return self.marks(node.a, posts)
        if isinstance(node, wq.Phrase):
            words = self._phrase_occurrences(node, posts)
            return [self._in_part(node.fieldname, phrase_words(words, node.slop))] if words else []
        if isinstance(node, wq.SpanNear):
            spans = self._spans(node, posts)
            return [spans.covered(np.sort(words)) for child in (node.a, node.b) for words in self.marks(child, posts)]
        if isinstance(node, _LEAVES):
            return [self._occurrences(node, posts)] if text_field(node.fieldname)[0] else []
        return [marks for child in node.children() for marks in self.marks(child, posts)]

    def _every(self, node: wq.Every) -> Matches:
        field = node.fieldname
        if field is None or field == "*":
            return Matches(self._snapshot.all_posts)
        if field in _FACET_FIELDS:
            return Matches(self._snapshot.facet(field).with_any_value())
        if field in PLACE_FIELDS:
            return Matches(self._live(distinct(self._snapshot.values(field)[1])))
        if field == DATE:
            return Matches(np.flatnonzero(self._snapshot.dated() & self._snapshot.live))
        if field in PARTS:
            return Matches(np.flatnonzero((self._snapshot.lengths[:, PARTS.index(field)] > 0) & self._snapshot.live))
        raise UsageError(f"{field}: there is no such field to look for")

    def _and(self, node: wq.And) -> Matches:
        wanted = [child for child in node.subqueries if not isinstance(child, wq.Not)]
        unwanted = [child for child in node.subqueries if isinstance(child, wq.Not)]
        parts = sorted((self.match(child) for child in wanted), key=len)
        found = parts[0] if parts else Matches(self._snapshot.all_posts)
        for part in parts[1:]:
            found = self.sets.both(found, part)
        for child in unwanted:
            found = self.sets.without(found, self.match(child.query).posts)
        return found.boosted(node.boost)

    def _or(self, node: wq.Or) -> Matches:
        return self.sets.any_of([self.match(child) for child in node.subqueries]).boosted(node.boost)

    def _best(self, node: wq.DisjunctionMax) -> Matches:
        return self.sets.any_of([self.match(child) for child in node.subqueries], best=True).boosted(node.boost)

    def _not(self, node: wq.Not) -> Matches:
        return self.sets.without(Matches(self._snapshot.all_posts), self.match(node.query).posts)

    def _dates(self, node: wq.DateRange) -> Matches:
        if node.fieldname != DATE:
            raise UsageError(f"{node.fieldname}: only the field date has a range of dates")
        seconds = self._snapshot.dates
        wanted = self._snapshot.dated() & self._snapshot.live
        if node.startdate is not None:
            start = date_seconds(node.startdate)
            wanted &= (seconds > start) if node.startexcl else (seconds >= start)
        if node.enddate is not None:
            end = date_seconds(node.enddate)
            wanted &= (seconds < end) if node.endexcl else (seconds <= end)
        return Matches(np.flatnonzero(wanted))

    def _leaf(self, node: Leaf) -> Matches:
        field = node.fieldname
        in_text, part = text_field(field)
        if in_text:
            return self._scored_term(self._snapshot.postings(self._finder.runs(node)), part, node.boost)
        if field in _FACET_FIELDS:
            return self._with_values(field, self._finder.values(field, node))
        if is_author_name(field):
            return self._with_values("author", self._finder.author_values([node.text]))
        if field in PLACE_FIELDS:
            return self._placed(field, node)
        raise UsageError(f"{field}: there is no such field")

    def _phrase(self, node: wq.Phrase) -> Matches:
        if is_author_name(node.fieldname):
            return self._with_values("author", self._finder.author_values(node.words))
        words = self._phrase_occurrences(node, None)
        if not words:
            return NOTHING
        found = occurrence_postings(phrase_ends(words, node.slop), *self._bounds)
        return self._scored_term(found, text_field(node.fieldname)[1], node.boost)

    def _phrase_occurrences(self, node: wq.Phrase, posts: Ints | None) -> list[Ints]:
        """The occurrences of each word of a phrase in the posts that have all of them; none where there are none."""
        if not text_field(node.fieldname)[0]:
            raise UsageError(f"{node.fieldname}: only text can be searched for phrases")
        runs = [self._finder.runs(wq.Term(node.fieldname, word)) for word in node.words]
        common = None if posts is None else Matches(posts)
        for term in sorted(map(self._snapshot.postings, runs), key=lambda term: len(term.posts)):
            having = Matches(term.posts)
            common = having if common is None else self.sets.both(common, having)
        if common is None or not len(common):
            return []
        return [self._snapshot.occurrences(run, common.posts) for run in runs]

    def _near(self, node: wq.SpanNear) -> Matches:
        found = self._spans(node, None)
        return self._scored_term(occurrence_postings(found.ends, *self._bounds), None, 1.0)

    def _spans(self, node: wq.Query, posts: Ints | None) -> Spans:
        """Where a tree of terms, phrases and `SpanNear` matches; in these posts or in all."""
        if isinstance(node, wq.SpanNear):
            first, second = self._spans(node.a, posts), self._spans(node.b, posts)
            return first.near(second, node.slop, ordered=node.ordered)
        if isinstance(node, wq.Or):
            return either([self._spans(child, posts) for child in node.subqueries])
        if isinstance(node, wq.Phrase) and text_field(node.fieldname)[0]:
            first, *rest = (self._spans(wq.Term(node.fieldname, word), posts) for word in node.words)
            for spans in rest:
                first = first.near(spans, node.slop, ordered=True)
            return first
        if isinstance(node, _LEAVES) and text_field(node.fieldname)[0]:
            return words_as_spans(self._occurrences(node, posts))
        raise UsageError(f"{node}: nothing can be near this; use words, phrases and patterns of the text")

    def _occurrences(self, node: Leaf, posts: Ints | None) -> Ints:
        runs = self._finder.runs(node)
        among = self._snapshot.postings(runs).posts if posts is None else posts
        return self._in_part(node.fieldname, self._snapshot.occurrences(runs, among))

    def _scored_term(self, term: TermPostings, part: str | None, boost: float) -> Matches:
        if part is not None:
            term = part_of(term, part)
        return Matches(term.posts, lambda places: self._scorer.scores(term, places)).boosted(boost)

    @cached_property
    def _scorer(self) -> Bm25f:
        return self._snapshot.once(Bm25f)

    def _with_values(self, facet: str, ordinals: list[int]) -> Matches:
        return Matches(self._snapshot.facet(facet).posts(ordinals)) if ordinals else NOTHING

    def _placed(self, field: str, node: Leaf) -> Matches:
        values, rows, ordinals = self._snapshot.values(field)
        text = fold(node.text)
        if isinstance(node, wq.Wildcard):
            matches = pattern_matcher(text)
            wanted = [bool(matches(fold(value))) for value in values]
        elif isinstance(node, wq.Prefix):
            wanted = [fold(value).startswith(text) for value in values]
        else:
            wanted = [fold(value) == text for value in values]
        chosen = np.array(wanted, bool)
        return Matches(self._live(distinct(rows[chosen[ordinals]]))) if len(values) else NOTHING

    def _live(self, posts: Ints) -> Ints:
        return posts[self._snapshot.live[posts]]

    @cached_property
    def _bounds(self) -> tuple[Ints, Ints]:
        """Of each post, the position behind its title and that of its body's first word."""
        title, summary, _ = self._snapshot.lengths.T
        return title, title + summary + 2 * PARAGRAPH_GAP

    def _in_part(self, field: str, packed: Ints) -> Ints:
        part = text_field(field)[1]
        if part is None:
            return packed
        posts, positions = unpack(packed)
        title, body = self._bounds
        in_title, in_body = positions < title[posts], positions >= body[posts]
        wanted = {"title": in_title, "summary": ~in_title & ~in_body, "body": in_body}[part]
        return packed[wanted]
