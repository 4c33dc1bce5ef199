"""Which posts a query of plain words lists: those with all of them, and where those are few, those with most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from whoosh import query as wq

from ..index.arrays import Mask, marked
from ..index.postings import Ints
from . import parameters
from .matches import Matches
from .matching import Matcher


class Listing(NamedTuple):
    """The posts of a query, whole and in part."""

    matches: Matches
    words: tuple[wq.Query, ...] = ()
    """The plain words, each once, where there are several."""
    complete: Ints | None = None
    """The posts that have all of the words, ascending; None where all listed do."""

    def lacking(self, posts: Ints, numbers: int) -> Mask | None:
        """Which of some posts lack words, or None where none does; ``numbers`` bounds the numbers of posts."""
        return None if self.complete is None else ~marked(self.complete, numbers)[posts]


def listing(matcher: Matcher, tree: wq.Query, plain: Sequence[wq.Query], synonyms: wq.Query | None) -> Listing:
    """The posts of a tree, of which some clauses are plain words.

    ``synonyms`` is what their synonyms find, or None. Posts that only that finds have, in their way, all words.
    """
    found = matcher.match(tree if synonyms is None else wq.Or([tree, synonyms]))
    if len(plain) < 2:
        return Listing(found)
    clauses = tree.subqueries if type(tree) is wq.And else [tree]
    known = {id(word) for word in plain}
    words = tuple(dict.fromkeys(clause for clause in clauses if id(clause) in known))
    if len(words) < 2 or (len(words) <= parameters.SHORT and len(found) >= parameters.FEW):
        return Listing(found, words)
    relaxed = matcher.sets.at_least((len(words) + 1) // 2, [matcher.match(word) for word in words])
    others = [clause for clause in clauses if id(clause) not in known]
    if others:
        relaxed = matcher.sets.both(relaxed, matcher.match(wq.And(others)))
    if synonyms is not None:
        relaxed = matcher.sets.any_of([relaxed, matcher.match(synonyms)])
    return Listing(found, words) if len(relaxed) == len(found) else Listing(relaxed, words, found.posts)
