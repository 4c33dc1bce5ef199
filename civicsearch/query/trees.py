"""The shapes of tree that the query language can say, built in their one canonical form.

Ands and Ors are flat and have two clauses at least; a Not never holds a Not; weights sit on the leaves alone, where
they mean the same, as scores are sums. So two strings that mean the same by these rules give equal trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from whoosh.query import (
    And,
    DateRange,
    Every,
    FuzzyTerm,
    Not,
    NullQuery,
    Or,
    Phrase,
    Prefix,
    Query,
    SpanNear,
    Term,
    Wildcard,
)

from ..language.schema import TEXT_FIELDS, WORD_FIELDS
from ..language.tokens import words
from .patterns import escape_classes

if TYPE_CHECKING:
    from .dates import Stretch

LIGHTEST, HEAVIEST = 0.01, 1000.0
"""Bounds of a weight, so that products of nested weights stay finite."""

_POSITIONAL_FIELDS = frozenset({*TEXT_FIELDS, *WORD_FIELDS})


def all_of(clauses: Iterable[Query]) -> Query | None:
    """What matches all clauses; every post counts for nothing among others. None without clauses."""
    found = _flat(And, clauses)
    telling = [clause for clause in found if not is_everything(clause)] or found[:1]
    return telling[0] if len(telling) == 1 else And(telling) if telling else None


def any_of(clauses: Iterable[Query]) -> Query | None:
    """What matches at least one clause. None without clauses."""
    found = _flat(Or, clauses)
    return found[0] if len(found) == 1 else Or(found) if found else None


def without(clause: Query) -> Query:
    """What does not match the clause."""
    return clause.query if isinstance(clause, Not) else Not(clause)


def every(field: str | None = None) -> Query:
    """Every post, or every post that has the field."""
    return Every(field)


def nothing() -> Query:
    """What no post matches."""
    return NullQuery


def near(first: Query, second: Query, slop: int, ordered: bool) -> Query:
    """Two positional clauses at most ``slop`` words apart; 1 is adjacent."""
    return SpanNear(first, second, slop=slop, ordered=ordered)


def in_row(clauses: Iterable[Query]) -> Query:
    """Positional clauses one right behind the other; at least one."""
    first, *rest = clauses
    for clause in rest:
        first = near(first, clause, 1, ordered=True)
    return first


def stretch_of(field: str, stretch: Stretch) -> Query:
    """The posts of a stretch of time, both ends inclusive."""
    return DateRange(field, stretch.start, stretch.end)


def glob(field: str, typed: str) -> Query:
    """What matches typed wildcards: a prefix where a star ends it, all posts with the field where it is only stars."""
    if not typed.strip("*"):
        return every(field)
    if typed.endswith("*") and "*" not in typed[:-1] and "?" not in typed:
        return Prefix(field, typed[:-1])
    return Wildcard(field, escape_classes(typed))


def word_glob(field: str, typed: str) -> list[Query]:
    """What a word with wildcards may mean, one of them at least.

    A star within a word may belong to it (``O*NET`` is the words *o net* in the lexicon), so both readings are given.
    """
    as_words = words(typed)
    if "?" in typed or len(as_words) < 2:
        return [glob(field, typed)]
    return [glob(field, typed), Phrase(field, as_words)]


def is_everything(tree: Query) -> bool:
    """Whether the tree is every post."""
    return isinstance(tree, Every) and tree.fieldname is None


def is_positional(tree: Query) -> bool:
    """Whether the places of its matches within a text are known, so that something can be near them."""
    if isinstance(tree, Or):
        return all(is_positional(clause) for clause in tree.subqueries)
    if isinstance(tree, SpanNear):
        return True
    return isinstance(tree, (Term, Phrase, Prefix, Wildcard, FuzzyTerm)) and tree.fieldname in _POSITIONAL_FIELDS


def row_length(tree: Query) -> int:
    """Clauses in a chain of `near`."""
    length = 1
    while isinstance(tree, SpanNear):
        tree, length = tree.a, length + 1
    return length


def weight_of(tree: Query) -> float:
    """The weight of a node; nodes that carry none count once."""
    return float(getattr(tree, "boost", 1.0))


def weigh(tree: Query, weight: float) -> Query:
    """Multiply the weights of the leaves of a freshly built tree, in place."""
    if weight != 1.0:
        for leaf in leaves(tree):
            if hasattr(leaf, "boost"):
                leaf.boost = min(max(leaf.boost * weight, LIGHTEST), HEAVIEST)
    return tree


def locate(tree: Query, start: int, end: int) -> Query:
    """Note on the leaves of a freshly built tree, in place, which part of the query they come from."""
    for leaf in leaves(tree):
        vars(leaf).update(startchar=start, endchar=end)
    return tree


def span_of(tree: Query) -> tuple[int, int]:
    """Which part of the query a clause comes from: its start and its end."""
    leaf = vars(next(leaves(tree)))
    return leaf["startchar"], leaf["endchar"]


def require(tree: Query) -> None:
    """Note on the leaves of a freshly built tree, in place, that an AND was written beside it."""
    for leaf in leaves(tree):
        vars(leaf).update(required=True)


def is_required(tree: Query) -> bool:
    """Whether an AND was written beside this part of a tree."""
    return any(getattr(leaf, "required", False) for leaf in leaves(tree))


def parts(tree: Query) -> list[Query]:
    """What a node joins; nothing for a leaf."""
    match tree:
        case And() | Or():
            return list(tree.subqueries)
        case Not():
            return [tree.query]
        case SpanNear():
            return [tree.a, tree.b]
    return []


def leaves(tree: Query, *, unwanted: bool = True) -> Iterator[Query]:
    """The leaves of a tree that the query language can say; those that posts should not match only if asked for."""
    if not isinstance(tree, (And, Or, Not, SpanNear)):
        yield tree
    elif unwanted or not isinstance(tree, Not):
        for part in parts(tree):
            yield from leaves(part, unwanted=unwanted)


def _flat(kind: type[And | Or], clauses: Iterable[Query]) -> list[Query]:
    found: list[Query] = []
    for clause in clauses:
        if isinstance(clause, kind):
            found.extend(clause.subqueries)
        else:
            found.append(clause)
    return found
