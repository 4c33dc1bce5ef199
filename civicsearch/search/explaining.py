"""How a query was executed: the tree with the posts of each clause, and what to leave out where there are no hits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np
from whoosh import query as wq

from ..errors import UsageError
from ..index.snapshot import Snapshot
from ..index.wordruns import WordRun
from ..models import FACETS, ClauseExplanation, Explanation, Remedy, TermCount
from ..query import describe, parts, to_string
from .expansion import LEAVES, Leaf
from .matching import Matcher
from .scoring import part_of
from .terms import field_of, is_author_name, is_text

_MOST_TERMS = 20
_MOST_REMEDIES = 5


def explain(
    snapshot: Snapshot, matcher: Matcher, tree: wq.Query, synonyms: Iterable[wq.Query] = (), relaxed: int = 0
) -> Explanation:
    """Explain a tree that was executed, and the trees of the synonyms that were searched beside it.

    So many posts are listed, ``relaxed``, beyond those that match.
    """
    explainer = _Explainer(snapshot, matcher)
    root = explainer.clause(tree)
    remedies = () if root.posts else explainer.remedies(tree)
    return Explanation(_written(tree), root, remedies, tuple(map(explainer.clause, synonyms)), relaxed)


class _Explainer:
    def __init__(self, snapshot: Snapshot, matcher: Matcher) -> None:
        self._snapshot = snapshot
        self._matcher = matcher

    def clause(self, node: wq.Query) -> ClauseExplanation:
        terms, more = self._terms(node)
        dates = (node.startdate, node.enddate) if isinstance(node, wq.DateRange) else (None, None)
        return ClauseExplanation(
            describe(node),
            _written(node),
            len(self._matcher.match(node)),
            terms,
            more,
            *dates,
            tuple(map(self.clause, parts(node))),
        )

    def _terms(self, node: wq.Query) -> tuple[tuple[TermCount, ...], int]:
        """The words or values that a leaf stands for, and how many there are beyond those that are told."""
        if isinstance(node, LEAVES):
            if is_text(node):
                return self._words(node)
            if is_author_name(node):
                return self._values("author", self._matcher.finder.author_values(node))
            if node.fieldname in FACETS and not isinstance(node, wq.Term):
                return self._values(node.fieldname, self._matcher.finder.values(node.fieldname, node))
        elif isinstance(node, wq.Phrase) and is_author_name(node):
            return self._values("author", self._matcher.finder.author_values(node))
        return (), 0

    def _words(self, node: Leaf) -> tuple[tuple[TermCount, ...], int]:
        runs_of: defaultdict[str, list[WordRun]] = defaultdict(list)
        roughly: Counter[str] = Counter()
        for run in self._matcher.finder.runs(node):
            segment = self._snapshot.segments[run.segment]
            for number, posts in zip(run.words, segment.postings.post_counts(run.words).tolist(), strict=True):
                word = segment.lexicon.word(number)
                runs_of[word].append(WordRun(run.segment, range(number, number + 1), run.posts))
                roughly[word] += posts
        # Counted from where postings start, words have no fewer posts than they have in the part that is searched.
        told = [(word, self._word_posts(node, runs_of[word])) for word, _ in roughly.most_common(_MOST_TERMS)]
        return _most_first(told), len(roughly) - len(told)

    def _word_posts(self, node: Leaf, runs: list[WordRun]) -> int:
        postings = self._snapshot.postings(tuple(runs))
        part = field_of(node).part
        return len((postings if part is None else part_of(postings, part)).posts)

    def _values(self, facet: str, places: list[int]) -> tuple[tuple[TermCount, ...], int]:
        view = self._snapshot.facet(facet)
        counted = _most_first((view.labels[place], len(view.posts([place]))) for place in places)
        return counted[:_MOST_TERMS], max(0, len(counted) - _MOST_TERMS)

    def remedies(self, tree: wq.Query) -> tuple[Remedy, ...]:
        """What to leave out for hits, if anything helps: the clauses that the posts nearest to being hits lack.

        No post lacks fewer, so a post is a hit without some clauses exactly if those are the ones that it lacks.
        """
        clauses = parts(tree) if isinstance(tree, wq.And) else []
        lacking = np.ones((len(clauses), self._snapshot.numbers), bool)
        for row, clause in zip(lacking, clauses, strict=True):
            row[self._matcher.match(clause).posts] = False
        lacking = lacking[:, self._snapshot.live]
        counts = lacking.sum(axis=0)
        if not counts.size or int(counts.min()) >= len(clauses):
            return ()
        nearest = lacking[:, counts == counts.min()]
        posts = Counter(tuple(np.flatnonzero(column).tolist()) for column in nearest.T)
        return tuple(self._remedy(clauses, *found) for found in posts.most_common(_MOST_REMEDIES))

    @staticmethod
    def _remedy(clauses: list[wq.Query], dropped: tuple[int, ...], posts: int) -> Remedy:
        left = [clause for place, clause in enumerate(clauses) if place not in dropped]
        without = tuple(_written(clauses[place]) or describe(clauses[place]) for place in dropped)
        return Remedy(without, _written(wq.And(left) if len(left) > 1 else left[0]), posts)


def _most_first(counted: Iterable[tuple[str, int]]) -> tuple[TermCount, ...]:
    counts = [TermCount(term, posts) for term, posts in counted if posts]
    return tuple(sorted(counts, key=lambda count: (-count.posts, count.term)))


def _written(tree: wq.Query) -> str | None:
    try:
        return to_string(tree)
    except UsageError:
        return None
