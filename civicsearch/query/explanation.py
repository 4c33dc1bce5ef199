"""The nodes of a tree in words: what is looked for, clause by clause, with the dates resolved."""

from __future__ import annotations

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
from .fields import SAVED
from .patterns import contained, unescape
from .trees import weight_of

_NAMES = {"text": "the text", AUTHOR_NAME: "an author's name"}
_NAMES |= {f"{name}_words": _NAMES.get(name, name) for name in TEXT_FIELDS}


def describe(tree: Query) -> str:
    """What one node of a tree asks for, dates resolved; what it joins is left to its `parts`.

    >>> from whoosh.query import Not, Term
    >>> describe(Term("title", "open", boost=2)), describe(Not(Term("tag", "events")))
    ('any form of “open” in title, weight 2', 'not')
    """
    match tree:
        case And():
            meaning = "all of"
        case Or():
            meaning = "any of"
        case Not():
            meaning = "not"
        case SpanNear():
            order = "in this order" if tree.ordered else "in any order"
            distance = "adjacent" if tree.slop == 1 else f"at most {tree.slop} words apart"
            meaning = f"{distance}, {order}"
        case _:
            meaning = _leaf(tree)
    weight = weight_of(tree)
    return meaning if weight == 1 else f"{meaning}, weight {weight:g}"


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
        case Term(text=text) if field == SAVED:
            return f"the saved search “{text}”"
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
