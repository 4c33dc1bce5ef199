"""Tree → text for a reader: what is looked for, clause by clause, with the dates resolved."""

from __future__ import annotations

from collections.abc import Iterator

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

from ..language.schema import AUTHOR_NAME, TEXT_FIELDS, WORD_FIELDS
from .patterns import contained, unescape
from .trees import weight_of

_INDENT = "  "
_NAMES = {"text": "the text", AUTHOR_NAME: "an author's name"}
_NAMES |= {f"{name}_words": _NAMES.get(name, name) for name in TEXT_FIELDS}


def explain(tree: Query) -> str:
    """The tree as indented lines, one clause a line.

    >>> from whoosh.query import And, Not, Term
    >>> print(explain(And([Term("text", "open"), Not(Term("tag", "events"))])))
    all of
      any form of “open” in the text
      not
        tag is “events”
    """
    return "\n".join(_lines(tree, ""))


def _lines(tree: Query, indent: str) -> Iterator[str]:
    parts: list[Query] = []
    match tree:
        case And():
            line, parts = "all of", list(tree.subqueries)
        case Or():
            line, parts = "any of", list(tree.subqueries)
        case Not():
            line, parts = "not", [tree.query]
        case SpanNear():
            order = "in this order" if tree.ordered else "in any order"
            distance = "adjacent" if tree.slop == 1 else f"at most {tree.slop} words apart"
            line, parts = f"{distance}, {order}", [tree.a, tree.b]
        case _:
            line = _leaf(tree)
    weight = weight_of(tree)
    yield f"{indent}{line}{'' if weight == 1 else f', weight {weight:g}'}"
    for part in parts:
        yield from _lines(part, indent + _INDENT)


def _leaf(tree: Query) -> str:
    if tree == NullQuery:
        return "no post"
    field = getattr(tree, "fieldname", None)
    place = _NAMES.get(field or "", str(field))
    match tree:
        case Every():
            return "every post" if field is None else f"{place} is given"
        case DateRange():
            return f"{place} {_stretch(tree)}"
        case Phrase(words=words, slop=slop):
            loosely = "" if slop == 1 else f", each at most {slop} words behind the one before"
            return f"the words “{' '.join(words)}” in {place}{loosely}"
        case Prefix(text=text):
            return f"words that begin with “{text}” in {place}" if _is_words(field) else f"{place} begins with “{text}”"
        case Wildcard(text=str(text)):
            return _pattern(text, field, place)
        case FuzzyTerm(text=text, maxdist=edits):
            return f"words within {edits} edit{'s' if edits > 1 else ''} of “{text}” in {place}"
        case Term(text=text) if field in TEXT_FIELDS:
            return f"any form of “{text}” in {place}"
        case Term(text=text):
            return f"the word “{text}” in {place}" if _is_words(field) else f"{place} is “{text}”"
    return repr(tree)


def _is_words(field: str | None) -> bool:
    return field in WORD_FIELDS or field == AUTHOR_NAME


def _pattern(pattern: str, field: str | None, place: str) -> str:
    if _is_words(field):
        return f"words like “{unescape(pattern)}” in {place}"
    part = contained(pattern)
    return f"{place} is like “{unescape(pattern)}”" if part is None else f"{place} contains “{unescape(part)}”"


def _stretch(tree: DateRange) -> str:
    start, end = (moment and moment.isoformat(" ", "seconds") for moment in (tree.startdate, tree.enddate))
    if start and end:
        return f"from {start} to {end}"
    return f"from {start}" if start else f"up to {end}"
